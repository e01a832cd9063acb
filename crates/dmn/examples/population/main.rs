//! Asks for a whole population who has a right to what: everyone against a hundred tables, on all cores.
//!
//! `cargo xtask bench population`, or
//! `cargo run --release -p afaq-dmn --example population [PEOPLE] [TABLES] [CORES]`
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod people;
mod tables;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use afaq_dmn::{Fired, Prepared, Sweep};
use afaq_feel::{Column, Date, DateTime, Env, Value};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// People of a country.
const PEOPLE: usize = 4_900_000;
/// Tables, each with the reasons that speak against a person and the decision that follows.
const TABLES: usize = 100;
/// Seconds that everyone against everything may take on two cores.
const SECONDS_MAX: f64 = 25.0;
/// Memory that it may take.
const GIBIBYTES_MAX: f64 = 6.0;
/// Rows that a core takes at once.
const PART: usize = 65_536;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut number =
        |otherwise: usize| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (people, count, cores) = (number(PEOPLE), number(TABLES), number(2));
    let env = Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 11, 23).ok_or("a date")?));

    let begun = Instant::now();
    let facts = people::facts(people);
    println!(
        "{people} people with {} facts each, made in {:.1} s",
        facts.len(),
        begun.elapsed().as_secs_f64()
    );
    let prepared = tables::prepared(count)?;
    println!("{count} tables, {} rules", tables::rules(count));

    let whole = ask(&prepared, &facts, people, cores, &env)?;
    whole.print(people, count);
    println!("\ngrowth, in time for one decision of one person:");
    for (part, of) in [(people / 4, count), (people / 2, count), (people, count / 4), (people, count / 2)] {
        let one = ask(&prepared[..of], &facts, part, cores, &env)?;
        println!("{:>9.2} ns  {part} people, {of} tables", one.seconds * 1e9 / (part * of) as f64);
    }
    println!("{:>9.2} ns  {people} people, {count} tables", whole.seconds * 1e9 / (people * count) as f64);
    check(&prepared, &facts, people, &env)?;

    let memory = peak_gibibytes();
    println!();
    told(
        whole.seconds <= SECONDS_MAX,
        &format!("{:.1} s for everyone, wanted {SECONDS_MAX} s", whole.seconds),
    );
    match memory {
        Some(memory) => {
            told(memory <= GIBIBYTES_MAX, &format!("{memory:.2} GiB of memory, wanted {GIBIBYTES_MAX} GiB"));
        }
        None => println!("memory: this system does not tell"),
    }
    Ok(())
}

fn told(is_met: bool, what: &str) {
    println!("{} {what}", if is_met { "met:   " } else { "MISSED:" });
}

/// What came out for everyone.
#[derive(Default)]
struct Tally {
    seconds: f64,
    entitled: u64,
    refused: u64,
    undetermined: u64,
    reasons: BTreeMap<Vec<u32>, u64>,
}

impl Tally {
    fn print(&self, people: usize, tables: usize) {
        let decisions = (people * tables) as f64;
        println!(
            "\neveryone against everything: {:.1} s, {:.1} million decisions a second",
            self.seconds,
            decisions / self.seconds / 1e6
        );
        println!(
            "entitled {}, refused {}, undetermined {}; {} different sets of reasons",
            self.entitled,
            self.refused,
            self.undetermined,
            self.reasons.len()
        );
    }

    fn join(&mut self, other: Tally) {
        self.entitled += other.entitled;
        self.refused += other.refused;
        self.undetermined += other.undetermined;
        for (rules, count) in other.reasons {
            *self.reasons.entry(rules).or_default() += count;
        }
    }
}

/// Everyone against every table, parts of the people spread over cores.
fn ask(
    prepared: &[Prepared],
    facts: &people::Facts,
    people: usize,
    cores: usize,
    env: &Env,
) -> Result<Tally, Failure> {
    let columns: Vec<Vec<&Column>> =
        prepared.iter().map(|one| facts.columns(one)).collect::<Result<_, _>>()?;
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let work = || -> Result<Tally, Failure> {
        let mut tally = Tally::default();
        let mut sweeps: Vec<Sweep<'_>> =
            prepared.iter().zip(&columns).map(|(one, columns)| one.sweep(columns, env)).collect();
        loop {
            let start = next.fetch_add(PART, Ordering::Relaxed);
            if start >= people {
                return Ok(tally);
            }
            let rows = start..people.min(start + PART);
            sweeps.iter_mut().for_each(|sweep| count(&mut tally, sweep.run(rows.clone())));
        }
    };
    let mut whole = Tally::default();
    std::thread::scope(|scope| -> Result<(), Failure> {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            whole.join(worker.join().map_err(|_| "a worker broke off")??);
        }
        Ok(())
    })?;
    whole.seconds = begun.elapsed().as_secs_f64();
    Ok(whole)
}

/// Counts results and reasons: the first decision gives the reasons, the last one the right.
fn count(tally: &mut Tally, answers: &afaq_dmn::Answers) {
    let reasons: Vec<_> = answers.outcomes(0).collect();
    let mut rows = vec![0_u64; reasons.len()];
    answers.codes(0).iter().for_each(|code| rows[*code as usize] += 1);
    for (outcome, rows) in reasons.iter().zip(rows) {
        if rows == 0 {
            continue;
        }
        match (&outcome.value, outcome.rules.is_empty()) {
            (Some(Value::Unknown(_)), _) if outcome.rules.is_empty() => tally.undetermined += rows,
            (_, true) => tally.entitled += rows,
            (_, false) => tally.refused += rows,
        }
        *tally.reasons.entry(outcome.rules.clone()).or_default() += rows;
    }
}

/// Some people by rows: the same results and the same rules that fired.
fn check(prepared: &[Prepared], facts: &people::Facts, people: usize, env: &Env) -> Result<(), Failure> {
    const STRETCH: usize = 2_500;
    const STEP: usize = 13;
    let mut checked = 0;
    for (number, one) in prepared.iter().enumerate() {
        let columns = facts.columns(one)?;
        let start = people.saturating_sub(STRETCH) * number / prepared.len().max(1);
        let rows = start..people.min(start + STRETCH);
        let answers = one.evaluate_columns(&columns, rows.clone(), env);
        for at in rows.step_by(STEP) {
            let row: Vec<Value> = columns
                .iter()
                .enumerate()
                .map(|(slot, column)| column.value(at, &one.facts().name(slot)))
                .collect();
            let wanted = one.evaluate(&row, env)?;
            let found = answers.value(at - start).map_err(ToString::to_string)?;
            let outcome = answers.outcome(0, answers.codes(0)[at - start]).ok_or("an outcome")?;
            let rules = |fired: &[Fired]| fired.iter().map(|fired| fired.rule as u32).collect::<Vec<_>>();
            if found != wanted.value
                || outcome.rules != rules(&wanted.fired)
                || outcome.undecided != rules(&wanted.undecided)
            {
                return Err(
                    format!("person {at}: {found} and {outcome:?} by columns, {wanted:?} by row").into()
                );
            }
            checked += 1;
        }
    }
    println!("{checked} decisions were made by rows too, with the same results and rules");
    Ok(())
}

/// The most memory that this process had.
fn peak_gibibytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
    Some(kibibytes / 1024.0 / 1024.0)
}
