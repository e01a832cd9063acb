//! The yard's tools: check, tidy, browser tests, benches.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a command line talks to its terminal"
)]

mod bench;
mod browser;
mod check;
mod differential;
mod package;
mod region;
mod shell;
mod tidy;
mod zones;

use anyhow::bail;

const HELP: &str = "\
cargo xtask COMMAND

  check          everything: format, tidy, lints, docs, tests, packs, browser tests
  differential decisions [CASES] [SEED]
                 generated expressions and tables through our engine and through another one
  tidy           the house's own rules: floors, purity, dependencies, style sheets, texts
  browser        only the browser tests
  package deb [PROGRAM]
                 a Debian package of the release build, or of the program that is named
  zones [short|people …|judge …]
                 a region of three zones on this machine, people at it, and every fault that may come
  bench NAME     a benchmark, in release: cases, decisions, migration, pages, population, processes, store, timers
";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["check"] => check::run(),
        ["tidy"] => tidy::run(),
        ["differential", name, numbers @ ..] => differential::run(name, numbers),
        ["browser"] => browser::run(),
        ["package", "deb"] => package::deb(None),
        ["package", "deb", program] => package::deb(Some(program)),
        ["bench", name] => bench::run(name),
        ["zones", words @ ..] => zones::run(words),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("unknown command `{}`\n\n{HELP}", other.join(" ")),
    }
}
