//! The facts that decisions stand on, each with the values between which the decisions can tell.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_feel::{Context, Touch, Type, UnaryTests, Value};

use crate::analyze::axis::{Axis, Set};
use crate::analyze::bits::Bits;
use crate::analyze::grid::timeless;
use crate::limits;

/// One fact: an entry of the input data.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// The name of the input, then members.
    pub(crate) path: Vec<String>,
    /// The same as one text.
    pub(crate) name: String,
    pub(crate) axis: Axis,
    /// The atoms that can occur, the usual ones first and null last, each with a value that stands for it.
    pub(crate) values: Vec<(usize, Value)>,
    /// Whether the values of an atom are all alike to the decisions.
    pub(crate) is_exact: bool,
}

/// All that is known of how a fact is used.
#[derive(Debug, Default)]
pub(crate) struct Use {
    points: Vec<Value>,
    is_ordered: bool,
    is_loose: bool,
}

/// Uses of facts, by path.
pub(crate) type Uses = BTreeMap<Vec<String>, Use>;

/// Notes one use.
pub(crate) fn note(uses: &mut Uses, touch: Touch) {
    let known = uses.entry(touch.path).or_default();
    known.points.extend(touch.points);
    known.is_ordered |= touch.is_ordered;
    known.is_loose |= !touch.is_exact;
}

/// Notes all that is known of a use under another path.
pub(crate) fn merge(uses: &mut Uses, path: Vec<String>, more: Use) {
    let known = uses.entry(path).or_default();
    known.points.extend(more.points);
    known.is_ordered |= more.is_ordered;
    known.is_loose |= more.is_loose;
}

/// What is declared about a path: its type, and tests that its values must pass.
pub(crate) type Declared = (Type, Vec<UnaryTests>);

/// The facts, sorted by path; none when there are too many.
pub(crate) fn facts(
    uses: Uses,
    with_null: bool,
    declared: &dyn Fn(&[String]) -> Declared,
) -> Option<Vec<Fact>> {
    if uses.len() > limits::FACTS_MAX {
        return None;
    }
    let paths: Vec<Vec<String>> = uses.keys().cloned().collect();
    let is_prefix = |path: &[String]| {
        paths.iter().any(|other| {
            other.len() != path.len() && (other.starts_with(path) || path.starts_with(other.as_slice()))
        })
    };
    let mut found = Vec::with_capacity(uses.len());
    for (path, mut known) in uses {
        let (ty, tests) = declared(&path);
        let mut is_exact = !known.is_loose && !is_prefix(&path);
        let sets: Vec<Set> = tests.iter().map(Set::of).collect();
        for test in &tests {
            known.points.extend(test.touches().into_iter().flat_map(|touch| touch.points));
        }
        let is_named = |value: &Value| matches!(value, Value::String(_) | Value::Boolean(_) | Value::Null);
        let is_ordered = known.is_ordered && !(known.is_loose && known.points.iter().all(is_named));
        let line = Axis::new(known.points, is_ordered, &ty);
        let line = match line {
            Some(line) => line,
            None => {
                is_exact = false;
                Axis::new(Vec::new(), false, &ty)?
            }
        };
        let line = if with_null { line.with_null() } else { line };
        let values = values(&line, &ty, &sets);
        found.push(Fact { name: path.join("."), path, axis: line, values, is_exact });
    }
    Some(found)
}

/// The values that stand for the atoms.
fn values(line: &Axis, ty: &Type, sets: &[Set]) -> Vec<(usize, Value)> {
    let Some(env) = timeless() else { return Vec::new() };
    let mut domain = line.existing();
    let mut budget = limits::CELL_EVALUATIONS_MAX;
    for set in sets {
        if let Some(mut bits) = line.bits(set, &env, &mut budget) {
            // Null conforms to every type, whatever tests its values must pass.
            if let Some(null) = line.locate(&Value::Null) {
                bits.add(null);
            }
            domain = domain.and(&bits);
        }
    }
    let fits = |value: &Value| ty.accepts(value);
    domain
        .iter()
        .filter_map(|atom| Some((atom, line.sample(atom)?)))
        .filter(|(_, value)| fits(value))
        .collect()
}

impl Fact {
    /// The smallest interval or list that holds these atoms, in the reader's words.
    pub(crate) fn bits(&self, atoms: &[usize]) -> Bits {
        let mut bits = Bits::empty(self.axis.atoms());
        atoms.iter().for_each(|atom| bits.add(*atom));
        bits
    }
}

/// Puts a value under a path; contexts on the way are made where they are missing.
pub(crate) fn put(context: &mut Context, path: &[String], value: Value) {
    match path {
        [] => {}
        [only] => context.set(only.as_str(), value),
        [first, rest @ ..] => {
            let mut inner = match context.get(first) {
                Some(Value::Context(inner)) => (**inner).clone(),
                _ => Context::new(),
            };
            put(&mut inner, rest, value);
            context.set(first.as_str(), Value::Context(Arc::new(inner)));
        }
    }
}
