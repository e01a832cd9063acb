//! Broken texts for the parser, the evaluator and the reader of models, for a while: nothing may panic or hang.
//!
//! `cargo run -p afaq-dmn --example fuzz -- [SECONDS] [SEED]`. The same seed gives the same texts. A text that is
//! refused with a panic ends the program and is printed; put it into `fuzz/corpus` once the fault is mended.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a program for the yard: it runs for a while, ends where something is wrong, and says what it did"
)]

mod mutate;
mod targets;

use std::path::Path;
use std::time::{Duration, Instant};

use mutate::Dice;

/// A text that takes longer than this hangs.
const SLOW: Duration = Duration::from_secs(20);

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let seconds = numbers.first().copied().unwrap_or(120);
    let seed = numbers.get(1).copied().unwrap_or(20_261_122);
    // The stack that a worker of the product has: what overflows there must overflow here.
    let worker = std::thread::Builder::new().stack_size(2 << 20).spawn(move || run(seed, seconds));
    worker.expect("a thread").join().expect("a text made a target panic");
}

fn run(seed: u64, seconds: u64) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let (expressions, models) = (texts(&corpus.join("expressions")), texts(&corpus.join("models")));
    assert!(!expressions.is_empty() && !models.is_empty(), "the corpus is missing: {}", corpus.display());
    let until = Instant::now() + Duration::from_secs(seconds);
    let (mut count, mut slowest) = ([0_u64; 3], Duration::ZERO);
    // The corpus itself first, then its alterations.
    expressions.iter().for_each(|text| drop(one(0, text, &mut slowest)));
    models.iter().for_each(|text| drop(one(2, text, &mut slowest)));
    let mut case = 0_u64;
    while Instant::now() < until {
        let mut dice = Dice::of(seed, case);
        let target = [0, 0, 0, 1, 1, 2][dice.below(6)];
        let text = if target == 2 {
            mutate::altered(&mut dice, &models, mutate::XML_WORDS)
        } else if dice.below(3) == 0 {
            mutate::sentence(&mut dice)
        } else {
            mutate::altered(&mut dice, &expressions, mutate::FEEL_WORDS)
        };
        if let Err(fault) = one(target, &text, &mut slowest) {
            panic!("seed {seed}, case {case}: {fault}\n{text}");
        }
        count[target] += 1;
        case += 1;
    }
    println!(
        "fuzz: seed {seed}, {seconds} s: {} expressions, {} cells, {} models; the slowest took {slowest:.0?}",
        count[0], count[1], count[2]
    );
}

/// One text through one target.
fn one(target: usize, text: &str, slowest: &mut Duration) -> Result<(), String> {
    let started = Instant::now();
    let target: fn(&str) -> Result<(), String> = match target {
        0 => targets::expression,
        1 => targets::cell,
        _ => targets::model,
    };
    let outcome = std::panic::catch_unwind(|| target(text)).map_err(|_| "it panics".to_owned())?;
    let taken = started.elapsed();
    *slowest = taken.max(*slowest);
    if taken > SLOW {
        return Err(format!("it takes {taken:.0?}"));
    }
    outcome
}

/// The texts of a folder of the corpus, in the order of their names; entries of one file stand between lines of `---`.
fn texts(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let read = files.iter().filter_map(|file| std::fs::read_to_string(file).ok());
    read.flat_map(|text| text.split("\n---\n").map(|one| one.trim_end().to_owned()).collect::<Vec<_>>())
        .collect()
}
