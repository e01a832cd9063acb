//! The browser tests: real Chromium against the demonstration, both languages, phone and desktop.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::shell;

/// Installs what is missing where that is possible, then runs the tests.
///
/// # Errors
/// A missing program that can't be installed here, or a failing test.
pub fn run() -> anyhow::Result<()> {
    need("node", "Node.js 20 or newer", None)?;
    need("npm", "npm", None)?;
    need("chromium", "Chromium", Some("chromium"))?;
    let folder = shell::root().join("tests/browser");
    if !folder.join("node_modules/.package-lock.json").is_file() {
        let mut install = Command::new("npm");
        install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
        install.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        shell::step("browser tests: packages", &mut install)?;
    }
    shell::step(
        "browser tests: build",
        &mut shell::cargo(&["build", "--quiet", "--workspace", "--bins", "--examples"]),
    )?;
    let mut test = Command::new("npm");
    test.args(["test", "--silent"]).current_dir(&folder).env("AFAQ_BIN_DIR", programs());
    shell::step("browser tests", &mut test)
}

/// Where cargo puts the programs that the tests start.
fn programs() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    shell::root().join(target).join("debug")
}

/// Sees to a program that tests start; installs its package where that is possible.
///
/// # Errors
/// A missing program that can't be installed here.
pub fn need(program: &str, name: &str, package: Option<&str>) -> anyhow::Result<()> {
    if shell::has_program(program) {
        return Ok(());
    }
    if let Some(package) = package
        && shell::has_program("apt-get")
        && is_root()
    {
        shell::step("package list", Command::new("apt-get").args(["update", "-qq"]))?;
        let mut install = Command::new("apt-get");
        install.args(["install", "-y", "-qq", "--no-install-recommends", package]);
        install.env("DEBIAN_FRONTEND", "noninteractive");
        shell::step(&format!("install {name}"), &mut install)?;
        if shell::has_program(program) {
            return Ok(());
        }
    }
    bail!("the tests need {name}: install it so that `{program}` is on the search path, then run this again");
}

fn is_root() -> bool {
    std::fs::read_to_string(Path::new("/proc/self/status")).is_ok_and(|status| {
        status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"))
    })
}
