//! The facts that decisions stand on, each with the values between which the decisions can tell.

use std::collections::{BTreeMap, BTreeSet};
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
    /// Which of the values a search tries: of those that no condition names, one stands for all.
    pub(crate) telling: Vec<usize>,
    /// Whether the values of an atom are all alike to the decisions.
    pub(crate) is_exact: bool,
}

/// All that is known of how a fact is used.
#[derive(Debug, Default)]
pub(crate) struct Use {
    points: Vec<Value>,
    is_ordered: bool,
    is_loose: bool,
    /// Lists of allowed values: a condition tells those that are in one from those that are not.
    listed: Vec<BTreeSet<String>>,
    /// The values that other conditions name.
    named: BTreeSet<String>,
}

/// Uses of facts, by path.
pub(crate) type Uses = BTreeMap<Vec<String>, Use>;

/// Notes one use.
pub(crate) fn note(uses: &mut Uses, touch: Touch) {
    let known = uses.entry(touch.path).or_default();
    known.named.extend(touch.points.iter().map(ToString::to_string));
    known.points.extend(touch.points);
    known.is_ordered |= touch.is_ordered;
    known.is_loose |= !touch.is_exact;
}

/// Notes a use that only limits what is allowed.
pub(crate) fn note_limit(uses: &mut Uses, touch: Touch) {
    if touch.is_ordered || !touch.is_exact {
        return note(uses, touch);
    }
    let known = uses.entry(touch.path).or_default();
    known.listed.push(touch.points.iter().map(ToString::to_string).collect());
    known.points.extend(touch.points);
}

/// Notes all that is known of a use under another path.
pub(crate) fn merge(uses: &mut Uses, path: Vec<String>, more: Use) {
    let known = uses.entry(path).or_default();
    known.points.extend(more.points);
    known.is_ordered |= more.is_ordered;
    known.is_loose |= more.is_loose;
    known.listed.extend(more.listed);
    known.named.extend(more.named);
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
        let line = Axis::new(std::mem::take(&mut known.points), is_ordered, &ty);
        let line = match line {
            Some(line) => line,
            None => {
                is_exact = false;
                Axis::new(Vec::new(), false, &ty)?
            }
        };
        let line = if with_null { line.with_null() } else { line };
        let values = values(&line, &ty, &sets);
        let are_alike = is_exact && !line.is_line() && sets.iter().all(|set| !matches!(set, Set::Opaque));
        let telling = telling(&values, &known.named, &known.listed, are_alike);
        found.push(Fact { name: path.join("."), path, axis: line, values, telling, is_exact });
    }
    Some(found)
}

/// All values, or only those that conditions name, null, and one of each kind of others that lists tell apart.
fn telling(
    values: &[(usize, Value)],
    named: &BTreeSet<String>,
    listed: &[BTreeSet<String>],
    are_alike: bool,
) -> Vec<usize> {
    let mut seen: BTreeSet<Vec<bool>> = BTreeSet::new();
    let mut is_told = |value: &Value| {
        let text = value.to_string();
        !are_alike
            || value.is_null()
            || named.contains(&text)
            || seen.insert(listed.iter().map(|list| list.contains(&text)).collect())
    };
    values.iter().enumerate().filter(|(_, (_, value))| is_told(value)).map(|(index, _)| index).collect()
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
