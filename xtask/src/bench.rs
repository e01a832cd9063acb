//! `cargo xtask bench NAME`: benchmarks are programs, built in release, that print their figures.

mod processes;

use std::process::Command;

use anyhow::bail;

use crate::shell;

/// Each bench: its name, its crate, its program.
const BENCHES: &[(&str, &str, &str)] = &[
    ("cases", "afaq-app", "cases"),
    ("migration", "afaq-app", "migration"),
    ("store", "afaq-store", "appends"),
    ("population", "afaq-dmn", "population"),
    ("analysis", "afaq-dmn", "analysis"),
    ("pages", "afaq-web", "pages"),
    ("growth", "afaq-app", "growth"),
];

/// Runs one bench.
///
/// # Errors
/// An unknown name, or a bench that fails.
pub fn run(name: &str) -> anyhow::Result<()> {
    match name {
        "decisions" => return decisions(),
        "processes" => return processes::run(),
        "timers" => return processes::timers(),
        "lighthouse" => return lighthouse(),
        _ => {}
    }
    let Some((_, package, example)) = BENCHES.iter().find(|bench| bench.0 == name) else {
        let names: Vec<&str> = BENCHES
            .iter()
            .map(|bench| bench.0)
            .chain(["decisions", "lighthouse", "processes", "timers"])
            .collect();
        bail!("unknown bench `{name}`; there are: {}", names.join(", "));
    };
    shell::step(
        &format!("bench {name}"),
        &mut shell::cargo(&["run", "--quiet", "--release", "--package", package, "--example", example]),
    )
}

/// Decisions beside other engines, which stand in a workspace of their own. Without Python the engines that
/// need it are left out, and the bench says so.
fn decisions() -> anyhow::Result<()> {
    let python = python_of("peers/decisions/python/requirements.txt", "peers-python");
    let manifest = "peers/decisions/Cargo.toml";
    let mut arguments = vec!["run", "--quiet", "--release", "--manifest-path", manifest, "--"];
    arguments.extend(python.as_deref());
    shell::step("bench decisions", &mut shell::cargo(&arguments))
}

/// Pages on a phone with a slow network, as Lighthouse sees them; its packages stand in a folder of their own.
fn lighthouse() -> anyhow::Result<()> {
    let folder = shell::root().join("tests/lighthouse");
    if !folder.join("node_modules/.package-lock.json").is_file() {
        let mut install = Command::new("npm");
        install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
        shell::step("bench lighthouse: packages", &mut install)?;
    }
    shell::step(
        "bench lighthouse: build",
        &mut shell::cargo(&["build", "--quiet", "--release", "--package", "afaq"]),
    )?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| shell::root().join("target"), Into::into);
    let mut measure = Command::new("npm");
    measure.args(["start", "--silent"]).current_dir(&folder);
    measure.env("AFAQ_BIN", target.join("release/afaq"));
    shell::step("bench lighthouse", &mut measure)
}

/// A Python with what a file of requirements names, made in a folder under the target folder.
fn python_of(requirements: &str, name: &str) -> Option<String> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| shell::root().join("target"), Into::into);
    let folder = target.join(name);
    let python = folder.join("bin/python").to_string_lossy().into_owned();
    let wanted = shell::root().join(requirements);
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&folder);
    let mut fill = Command::new(&python);
    fill.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted);
    let made = shell::step("a Python for peers", &mut make);
    let filled = made.and_then(|()| shell::step("packages of Python peers", &mut fill));
    filled.map(|()| python).ok()
}
