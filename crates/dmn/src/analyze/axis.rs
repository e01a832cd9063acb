//! One input of a table as an axis: every value that cells name parts it into atoms that behave alike.

use std::cmp::Ordering;

use afaq_feel::Value;

use super::bits::Bits;
use super::points::{beside, between, compare};

/// A set of values as cells and domains write it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Set {
    /// All values.
    Any,
    /// Not known without the other facts.
    Opaque,
    /// These values and intervals, or all but them.
    Parts {
        /// All but them.
        is_negated: bool,
        /// Single values.
        values: Vec<Value>,
        /// Intervals.
        intervals: Vec<Interval>,
    },
}

/// From a low to a high end; none: without end. The flag says whether the end belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Interval {
    pub(super) low: Option<(Value, bool)>,
    pub(super) high: Option<(Value, bool)>,
}

/// An axis and the atoms on it.
#[derive(Debug)]
pub(super) struct Axis {
    /// The values that cells name, ascending.
    points: Vec<Value>,
    /// Whether what lies between the points counts as well.
    is_ordered: bool,
}

impl Axis {
    /// The axis for all sets of one input; none when they name values of several kinds.
    pub(super) fn of(sets: &[&Set]) -> Option<Self> {
        let mut points: Vec<Value> = Vec::new();
        let mut has_intervals = false;
        for set in sets {
            let Set::Parts { values, intervals, .. } = set else { continue };
            points.extend(values.iter().cloned());
            has_intervals |= !intervals.is_empty();
            for interval in intervals {
                let ends = [&interval.low, &interval.high];
                points.extend(ends.into_iter().flatten().map(|(value, _)| value.clone()));
            }
        }
        let first = points.first().cloned();
        if points.iter().any(|point| first.as_ref().is_some_and(|first| compare(first, point).is_none())) {
            return None;
        }
        points.sort_by(|a, b| compare(a, b).unwrap_or(Ordering::Equal));
        points.dedup_by(|a, b| compare(a, b) == Some(Ordering::Equal));
        let is_named = matches!(first, Some(Value::String(_) | Value::Boolean(_)) | None);
        Some(Self { points, is_ordered: has_intervals || !is_named })
    }

    /// How many atoms there are.
    pub(super) fn atoms(&self) -> usize {
        if self.is_ordered { 2 * self.points.len() + 1 } else { self.points.len() + 1 }
    }

    /// The atoms that a set takes; none when that is not known.
    pub(super) fn bits(&self, set: &Set) -> Option<Bits> {
        match set {
            Set::Any => Some(Bits::full(self.atoms())),
            Set::Opaque => None,
            Set::Parts { is_negated, values, intervals } => {
                let mut bits = Bits::empty(self.atoms());
                for value in values {
                    bits.add(self.atom_of(self.find(value)?));
                }
                for interval in intervals {
                    let start = match &interval.low {
                        None => 0,
                        Some((value, is_closed)) => self.atom_of(self.find(value)?) + usize::from(!is_closed),
                    };
                    let end = match &interval.high {
                        None => self.atoms(),
                        Some((value, is_closed)) => self.atom_of(self.find(value)?) + usize::from(*is_closed),
                    };
                    bits.add_range(start, end);
                }
                if *is_negated {
                    let mut rest = Bits::full(self.atoms());
                    bits.iter().for_each(|atom| rest.remove(atom));
                    bits = rest;
                }
                Some(bits)
            }
        }
    }

    /// Takes away the atoms in which no value lies: between two days that follow each other, and beside yes and no.
    pub(super) fn existing(&self) -> Bits {
        let mut bits = Bits::full(self.atoms());
        if self.is_ordered {
            for (index, pair) in self.points.windows(2).enumerate() {
                if let [low, high] = pair
                    && between(low, high).is_none()
                {
                    bits.remove(2 * (index + 1));
                }
            }
        } else if matches!(self.points.as_slice(), [Value::Boolean(_), Value::Boolean(_)]) {
            bits.remove(2);
        }
        bits
    }

    /// A value in the atom; none for "any value that is not named".
    pub(super) fn witness(&self, atom: usize) -> Option<Value> {
        if !self.is_ordered {
            return match self.points.get(atom) {
                Some(value) => Some(value.clone()),
                None => match self.points.as_slice() {
                    [Value::Boolean(only)] => Some(Value::Boolean(!only)),
                    _ => None,
                },
            };
        }
        if atom % 2 == 1 {
            return self.points.get(atom / 2).cloned();
        }
        let right = self.points.get(atom / 2);
        let left = (atom / 2).checked_sub(1).and_then(|index| self.points.get(index));
        match (left, right) {
            (Some(low), Some(high)) => between(low, high),
            (Some(low), None) => beside(low, 1),
            (None, Some(high)) => beside(high, -1),
            (None, None) => None,
        }
    }

    fn find(&self, value: &Value) -> Option<usize> {
        self.points.binary_search_by(|point| compare(point, value).unwrap_or(Ordering::Less)).ok()
    }

    fn atom_of(&self, point: usize) -> usize {
        if self.is_ordered { 2 * point + 1 } else { point }
    }
}
