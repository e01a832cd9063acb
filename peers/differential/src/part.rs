//! A run of cases in a process of its own: `--part KIND SEED FROM TO FILE [CASE,CASE…]`, the last ones left out.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::report::Report;
use crate::{expressions, progress, tables};

/// The word that makes this program run a part.
pub const COMMAND: &str = "--part";

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Expressions,
    Tables,
}

impl Kind {
    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Expressions => "expressions",
            Kind::Tables => "tables",
        }
    }
}

/// Some cases of a seed.
#[derive(Clone, Debug)]
pub struct Part {
    pub kind: Kind,
    pub seed: u64,
    pub from: u64,
    pub to: u64,
    /// Where progress is written.
    pub file: PathBuf,
    /// Cases that ended a process before.
    pub without: Vec<u64>,
}

impl Part {
    /// Its words on the command line.
    pub fn words(&self) -> Vec<String> {
        let without: Vec<String> = self.without.iter().map(u64::to_string).collect();
        let numbers = [self.seed, self.from, self.to].map(|number| number.to_string());
        let mut words = vec![COMMAND.to_owned(), self.kind.word().to_owned()];
        words.extend(numbers);
        words.extend([self.file.to_string_lossy().into_owned(), without.join(",")]);
        words
    }

    fn read(words: &[String]) -> Option<Part> {
        let [kind, seed, from, to, file, without] = words else { return None };
        Some(Part {
            kind: if kind == Kind::Tables.word() { Kind::Tables } else { Kind::Expressions },
            seed: seed.parse().ok()?,
            from: from.parse().ok()?,
            to: to.parse().ok()?,
            file: file.into(),
            without: without.split(',').filter_map(|case| case.parse().ok()).collect(),
        })
    }

    /// The cases that are run.
    pub fn cases(&self) -> impl Iterator<Item = u64> + '_ {
        (self.from..self.to).filter(|case| !self.without.contains(case))
    }
}

/// Runs a part and prints its report.
pub fn run(words: &[String]) -> ExitCode {
    let Some(part) = Part::read(words) else { return ExitCode::FAILURE };
    if let Err(error) = progress::write_to(&part.file) {
        eprintln!("{}: {error}", part.file.display());
        return ExitCode::FAILURE;
    }
    // The other engine says on the error stream where it panics; the report counts it.
    std::panic::set_hook(Box::new(|_| {}));
    let mut report = Report::default();
    match part.kind {
        Kind::Expressions => expressions::run(&part, &mut report),
        Kind::Tables => tables::run(&part, &mut report),
    }
    print!("{}", report.lines());
    ExitCode::SUCCESS
}
