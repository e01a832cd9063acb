//! `cargo xtask check`: everything that must hold before a change may land.

use crate::{browser, region, shell, tidy};

/// Runs every step in the order in which a fault is cheapest to find.
///
/// # Errors
/// The first step that fails.
pub fn run() -> anyhow::Result<()> {
    shell::step("format", &mut shell::cargo(&["fmt", "--all", "--check"]))?;
    tidy::run()?;
    shell::step(
        "lints",
        &mut shell::cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    )?;
    shell::step(
        "docs",
        shell::cargo(&["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    let mut tests = shell::cargo(&["test", "--quiet", "--workspace"]);
    // The store's tests start a server of their own, and fail without one where nothing may be skipped.
    if std::env::var_os("AFAQ_REQUIRE_SHARED").is_some() {
        browser::need("psql", "PostgreSQL", Some("postgresql"))?;
    }
    shell::step("tests", region::with_object_store(&mut tests))?;
    shell::step(
        "fuzz",
        shell::cargo(&["run", "--quiet", "--package", "afaq-dmn", "--example", "fuzz", "--"]).arg("120"),
    )?;
    for words in [["check", "packs/kw"], ["test", "packs/kw"]] {
        shell::step(
            &format!("packs: afaq {}", words.join(" ")),
            shell::cargo(&["run", "--quiet", "--package", "afaq", "--"]).args(words),
        )?;
    }
    browser::run()?;
    println!("all is well");
    Ok(())
}
