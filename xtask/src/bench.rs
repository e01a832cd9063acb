//! `cargo xtask bench NAME`: benchmarks are programs, built in release, that print their figures.

use anyhow::bail;

use crate::shell;

/// Each bench: its name, its crate, its program.
const BENCHES: &[(&str, &str, &str)] = &[("cases", "afaq-app", "cases"), ("store", "afaq-store", "appends")];

/// Runs one bench.
///
/// # Errors
/// An unknown name, or a bench that fails.
pub fn run(name: &str) -> anyhow::Result<()> {
    let Some((_, package, example)) = BENCHES.iter().find(|bench| bench.0 == name) else {
        let names: Vec<&str> = BENCHES.iter().map(|bench| bench.0).collect();
        bail!("unknown bench `{name}`; there are: {}", names.join(", "));
    };
    shell::step(
        &format!("bench {name}"),
        &mut shell::cargo(&["run", "--quiet", "--release", "--package", package, "--example", example]),
    )
}
