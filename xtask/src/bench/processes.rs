//! Processes beside other engines, which stand in a workspace of their own.

use std::path::PathBuf;
use std::process::Command;

use crate::shell;

const FOLDER: &str = "peers/processes";

/// Runs the bench beside whatever peers can run here; the bench names those that are left out.
///
/// # Errors
/// A bench that fails.
pub fn run() -> anyhow::Result<()> {
    let python = super::python_of("peers/processes/python/requirements.txt", "peers-processes-python");
    let node = node();
    let maven = (shell::has_program("mvn") && shell::has_program("java")).then(|| "mvn".to_owned());
    let peers = [python, node, maven].map(|peer| peer.unwrap_or_else(|| "-".to_owned()));
    bench("processes", &[&["10"], peers.each_ref().map(String::as_str).as_slice()].concat())
}

/// A million open instances with a timer each; ten minutes of timers that fall due.
///
/// # Errors
/// A bench that fails.
pub fn timers() -> anyhow::Result<()> {
    bench("timers", &["timers"])
}

fn bench(name: &str, words: &[&str]) -> anyhow::Result<()> {
    let manifest = format!("{FOLDER}/Cargo.toml");
    let mut arguments =
        vec!["run", "--quiet", "--release", "--manifest-path", &manifest, "--bin", "bench", "--"];
    arguments.extend(words);
    shell::step(&format!("bench {name}"), &mut shell::cargo(&arguments))
}

/// Node.js, with the packages that its peer needs.
fn node() -> Option<String> {
    let folder: PathBuf = shell::root().join(FOLDER).join("node");
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    shell::step("packages of bpmn-engine", &mut install).ok().map(|()| "node".to_owned())
}
