//! Atoms of an axis as a set in the reader's words.

use afaq_feel::{Env, Interval, UnaryTests, Value};

use super::Wanted;
use crate::analyze::axis::{Axis, Set};
use crate::analyze::bits::Bits;
use crate::facts::Declared;
use crate::limits;

/// The values that pass a cell and those that do not; `declared` limits what the input can be.
pub(super) fn of_cell(tests: &UnaryTests, declared: &Declared, env: &Env) -> (Wanted, Wanted) {
    let text = tests.to_string();
    let unknown = || (Wanted::Written(text.clone()), Wanted::Written(format!("not({text})")));
    let set = Set::of(tests);
    let limits: Vec<Set> = declared.1.iter().map(Set::of).collect();
    let all: Vec<&Set> = std::iter::once(&set).chain(&limits).collect();
    let Some(axis) = Axis::of(&all, &declared.0) else { return unknown() };
    let mut budget = limits::CELL_EVALUATIONS_MAX;
    let Some(passing) = axis.bits(&set, env, &mut budget) else { return unknown() };
    let mut failing = axis.existing();
    failing.subtract(&passing);
    (of_atoms(&axis, &passing), of_atoms(&axis, &failing))
}

/// The atoms as values or intervals.
pub(super) fn of_atoms(axis: &Axis, bits: &Bits) -> Wanted {
    let existing = axis.existing();
    if !axis.is_line() {
        let others = (0..axis.atoms()).filter(|atom| existing.has(*atom) && axis.witness(*atom).is_none());
        let negated = others.clone().next().is_some() && others.clone().all(|atom| bits.has(atom));
        let listed = (0..axis.atoms()).filter(|atom| existing.has(*atom) && bits.has(*atom) != negated);
        let values: Vec<Value> = listed.filter_map(|atom| axis.witness(atom)).collect();
        return Wanted::Values { values, negated };
    }
    let mut intervals = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    let null = axis.locate(&Value::Null);
    let ends = |run: &mut Option<(usize, usize)>, intervals: &mut Vec<Interval>| {
        if let Some((first, last)) = run.take()
            && let Some((low, high)) = axis.span(first, last)
        {
            let (low, low_closed) = low.map_or((None, false), |(value, closed)| (Some(value), closed));
            let (high, high_closed) = high.map_or((None, false), |(value, closed)| (Some(value), closed));
            intervals.push(Interval { low, low_closed, high, high_closed });
        }
    };
    for atom in (0..axis.atoms()).filter(|atom| Some(*atom) != null) {
        if bits.has(atom) {
            run = Some((run.map_or(atom, |(first, _)| first), atom));
        } else if existing.has(atom) {
            ends(&mut run, &mut intervals);
        }
    }
    ends(&mut run, &mut intervals);
    if intervals.is_empty() && null.is_some_and(|null| bits.has(null)) {
        return Wanted::Values { values: vec![Value::Null], negated: false };
    }
    Wanted::Intervals(intervals)
}
