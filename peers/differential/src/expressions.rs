//! Expressions through both engines; a difference is traced to the smallest part that shows it.

use afaq_feel::{Context, Env, Scope, Value, parse_expression};

use crate::Report;
use crate::classes;
use crate::generate::{self, Tree};
use crate::peer::{self, Outcome};
use crate::random::Random;

/// Runs so many cases; gives how many differ.
pub fn run(seed: u64, cases: u64, report: &mut Report) -> u64 {
    let mut differences = 0;
    for case in 0..cases {
        let mut random = Random::of(seed, case);
        let tree = generate::expression(&mut random);
        if !differs(&tree) {
            continue;
        }
        differences += 1;
        let smallest = smallest(&tree);
        let (text, own, other) = (smallest.text(), ours(&smallest.text()), peer::evaluate(&smallest.text()));
        let arguments: Vec<Outcome> = smallest.parts.iter().map(|part| ours(&part.text())).collect();
        let class = classes::of_expression(smallest, &arguments, &own, &other);
        let seen = report.entry(class).or_default();
        seen.count += 1;
        if seen.example.is_empty() || text.len() < seen.example.len() / 2 {
            seen.example = format!("{text}  ours {}, theirs {}", told(&own), told(&other));
        }
    }
    differences
}

/// An evaluation of ours.
pub fn ours(text: &str) -> Outcome {
    let Ok(expression) = parse_expression(text, &Scope::new()) else { return Outcome::Refused };
    match expression.evaluate(&Context::new(), &env()) {
        Ok(found) => Outcome::Value(found.value),
        Err(error) => Outcome::Odd(error.to_string()),
    }
}

/// The environment of all evaluations.
pub fn env() -> Env {
    let now = "2026-11-22T10:00:00Z".parse().expect("a moment");
    Env::new(now)
}

fn differs(tree: &Tree) -> bool {
    let text = tree.text();
    !same(&ours(&text), &peer::evaluate(&text))
}

/// Whether both say the same; a refused text counts as null, as the standard has it.
pub fn same(own: &Outcome, other: &Outcome) -> bool {
    let plain = |outcome: &Outcome| match outcome {
        Outcome::Refused => Outcome::Value(Value::Null),
        outcome => outcome.clone(),
    };
    plain(own) == plain(other)
}

fn smallest(tree: &Tree) -> &Tree {
    tree.parts.iter().find(|part| part.literal.is_none() && differs(part)).map_or(tree, |part| smallest(part))
}

pub fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Value(value) => value.to_string(),
        Outcome::Odd(what) => format!("<{what}>"),
        Outcome::Refused => "refused".to_owned(),
        Outcome::Panicked => "PANIC".to_owned(),
    }
}
