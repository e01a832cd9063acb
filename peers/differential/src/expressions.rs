//! Expressions through both engines; a difference is traced to the smallest part that shows it.

use afaq_feel::{Context, Env, Scope, Value, parse_expression};

use crate::classes;
use crate::generate::{self, Tree};
use crate::part::Part;
use crate::peer::{self, Outcome};
use crate::progress::{self, Engine};
use crate::random::Random;
use crate::report::Report;

/// Compares the expressions of a part.
pub fn run(part: &Part, report: &mut Report) {
    for case in part.cases() {
        progress::case(case);
        let tree = tree(part.seed, case);
        report.compared_expressions(1);
        if !differs(&tree) {
            continue;
        }
        let smallest = smallest(&tree);
        let (text, own, other) = (smallest.text(), ours(&smallest.text()), peer::evaluate(&smallest.text()));
        let arguments: Vec<Outcome> = smallest.parts.iter().map(|part| ours(&part.text())).collect();
        let class = classes::of_expression(smallest, &arguments, &own, &other);
        report.difference(&class, &format!("{text}  ours {}, theirs {}", told(&own), told(&other)));
    }
}

fn tree(seed: u64, case: u64) -> Tree {
    generate::expression(&mut Random::of(seed, case))
}

/// The expression of a case.
pub fn text(seed: u64, case: u64) -> String {
    tree(seed, case).text()
}

/// An evaluation of ours.
pub fn ours(text: &str) -> Outcome {
    progress::engine(Engine::Ours);
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
