//! Generated expressions and decision tables through our engine and through dsntk; every difference has a class.
//!
//! `differential [CASES] [SEED]`; ends with an error when a difference has no class.

mod classes;
mod expressions;
mod generate;
mod peer;
mod random;
mod tables;

use std::collections::BTreeMap;
use std::process::ExitCode;

/// What was seen of one class of differences.
#[derive(Default)]
pub struct Seen {
    pub count: u64,
    pub example: String,
}

/// Differences by class; the class of those that have none is empty.
pub type Report = BTreeMap<String, Seen>;

fn main() -> ExitCode {
    let arguments: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let cases = arguments.first().copied().unwrap_or(1_000_000);
    let seed = arguments.get(1).copied().unwrap_or(20_261_122);
    // The other engine says on the error stream where it panics; the report counts it.
    std::panic::set_hook(Box::new(|_| {}));
    let started = std::time::Instant::now();
    let table_cases = cases / 5;
    let mut report = Report::new();
    let expression_differences = expressions::run(seed, cases - table_cases, &mut report);
    let table_differences = tables::run(seed, table_cases, &mut report);
    println!(
        "seed {seed}: {} expressions, {table_cases} evaluations of tables, {:.0?}",
        cases - table_cases,
        started.elapsed()
    );
    println!("differences: {expression_differences} in expressions, {table_differences} in tables");
    let mut unclassified = 0;
    for (class, seen) in &report {
        println!("{:>9}  {class}\n           {}", seen.count, seen.example);
        if class.starts_with('?') {
            unclassified += seen.count;
        }
    }
    println!("unclassified: {unclassified}");
    if unclassified == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
