//! `cargo xtask tidy`: the rules of the house that no compiler knows.

mod floors;
mod handbook;
mod policy;
mod sources;
mod styles;

use anyhow::bail;

/// One broken rule: where, and what to do.
pub struct Fault {
    /// File (and line), or crate.
    pub place: String,
    /// What is wrong and how to mend it.
    pub what: String,
}

impl Fault {
    /// A fault at a place.
    pub fn at(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

/// Checks every rule and names all faults at once.
///
/// # Errors
/// When at least one rule is broken.
pub fn run() -> anyhow::Result<()> {
    println!("── tidy");
    let metadata = floors::metadata()?;
    let mut faults = floors::check(&metadata);
    faults.extend(policy::check(&metadata)?);
    faults.extend(sources::check()?);
    faults.extend(styles::check()?);
    faults.extend(handbook::check()?);
    for fault in &faults {
        eprintln!("{}: {}", fault.place, fault.what);
    }
    if !faults.is_empty() {
        bail!("tidy: {} faults", faults.len());
    }
    println!("   tidy: nothing to mend");
    Ok(())
}
