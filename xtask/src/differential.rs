//! `cargo xtask differential decisions`: our engine against another one, in the workspace of the peers.

use anyhow::bail;

use crate::shell;

/// Runs the generated cases, a million if nobody says how many.
///
/// # Errors
/// An unknown name, or a difference that no clause of the standard explains.
pub fn run(name: &str, numbers: &[&str]) -> anyhow::Result<()> {
    if name != "decisions" {
        bail!("unknown comparison `{name}`; there is: decisions");
    }
    let manifest = "peers/differential/Cargo.toml";
    let words = ["run", "--quiet", "--release", "--manifest-path", manifest, "--"];
    shell::step("differential decisions", shell::cargo(&words).args(numbers))
}
