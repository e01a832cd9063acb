//! Generated expressions and decision tables through our engine and through dsntk; every difference has a class.
//!
//! `differential [CASES] [SEED…]`; ends with an error when a difference has no class. The cases run in parts, each in
//! a process of its own, so that an engine that does not end or that aborts costs one case and is counted.

mod classes;
mod expressions;
mod generate;
mod part;
mod peer;
mod progress;
mod random;
mod report;
mod supervise;
mod tables;

use std::process::ExitCode;

use part::Kind;
use report::Report;

/// The seed of those who name none.
const SEED: u64 = 20_261_122;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == part::COMMAND) {
        return part::run(&arguments[1..]);
    }
    let numbers: Vec<u64> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let cases = numbers.first().copied().unwrap_or(1_000_000);
    let seeds = if numbers.len() > 1 { &numbers[1..] } else { &[SEED] };
    let each = cases / seeds.len() as u64;
    let started = std::time::Instant::now();
    let mut report = Report::default();
    for seed in seeds {
        let tables = each / 5 / tables::ROUNDS;
        for (kind, count) in [(Kind::Expressions, each - tables * tables::ROUNDS), (Kind::Tables, tables)] {
            if let Err(error) = supervise::run(kind, *seed, count, &mut report) {
                eprintln!("seed {seed}: {error}");
                return ExitCode::FAILURE;
            }
        }
        eprintln!("seed {seed} done, {:.0?}", started.elapsed());
    }
    println!("seeds: {seeds:?}, {:.0?}", started.elapsed());
    report.print();
    if report.unclassified() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
