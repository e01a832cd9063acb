//! One input as an axis: every value that conditions name parts it into atoms that behave alike.

use std::cmp::Ordering;
use std::sync::Arc;

use afaq_feel::{Context, Env, Region, Type, UnaryTests, Value};

use super::bits::Bits;
use super::points::{beside, between, compare, second_after};
use crate::limits;

/// A set of values as cells and domains write it.
#[derive(Debug, Clone)]
pub(crate) enum Set {
    /// All values.
    Any,
    /// Not known without the other facts.
    Opaque,
    /// The values that pass tests which compare the input with literals alone.
    Tests(Arc<Tested>),
}

/// Tests that compare the input with literals alone.
#[derive(Debug)]
pub(crate) struct Tested {
    tests: UnaryTests,
    /// The same as intervals or values, where they can be written so.
    region: Option<Region>,
    points: Vec<Value>,
    is_ordered: bool,
}

impl Set {
    /// The set that a cell describes.
    pub(crate) fn of(tests: &UnaryTests) -> Self {
        if tests.is_any() {
            return Self::Any;
        }
        let (mut points, mut is_ordered) = (Vec::new(), false);
        for touch in tests.touches() {
            if touch.path.len() != 1 || touch.path.first().is_none_or(|name| name != "?") || !touch.is_exact {
                return Self::Opaque;
            }
            is_ordered |= touch.is_ordered;
            points.extend(touch.points);
        }
        Self::Tests(Arc::new(Tested { tests: tests.clone(), region: tests.as_region(), points, is_ordered }))
    }
}

/// An axis and the atoms on it; the last atom is null, where null is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Axis {
    /// The values that conditions name, ascending.
    points: Vec<Value>,
    /// Whether what lies between the points counts as well.
    is_ordered: bool,
    has_null: bool,
    ty: Type,
}

impl Axis {
    /// The axis for all sets of one input; none when they name values of several kinds.
    pub(crate) fn of(sets: &[&Set], ty: &Type) -> Option<Self> {
        let mut points = Vec::new();
        let mut is_ordered = false;
        for set in sets {
            let Set::Tests(tested) = set else { continue };
            points.extend(tested.points.iter().cloned());
            is_ordered |= tested.is_ordered;
        }
        Self::new(points, is_ordered, ty)
    }

    /// The axis with these points.
    pub(crate) fn new(mut points: Vec<Value>, is_ordered: bool, ty: &Type) -> Option<Self> {
        let before = points.len();
        points.retain(|point| !point.is_null());
        let has_null = points.len() < before;
        match ty {
            Type::Boolean => points.extend([Value::Boolean(false), Value::Boolean(true)]),
            Type::OneOf(names) => points.extend(names.iter().map(|name| Value::from(name.as_str()))),
            _ => {}
        }
        // Times are equal by whole seconds, so the second after each begins something new.
        let seconds: Vec<Value> = points.iter().filter_map(second_after).collect();
        points.extend(seconds);
        let first = points.first().cloned();
        if points.iter().any(|point| first.as_ref().is_some_and(|first| compare(first, point).is_none())) {
            return None;
        }
        points.sort_by(|a, b| compare(a, b).unwrap_or(Ordering::Equal));
        points.dedup_by(|a, b| compare(a, b) == Some(Ordering::Equal));
        let is_line = match first {
            Some(Value::Boolean(_)) | None => false,
            Some(Value::String(_)) => is_ordered,
            Some(_) => true,
        };
        Some(Self { points, is_ordered: is_line, has_null, ty: ty.clone() })
    }

    /// The same axis, on which null is looked at too.
    pub(crate) fn with_null(mut self) -> Self {
        self.has_null = true;
        self
    }

    fn values(&self) -> usize {
        if self.is_ordered { 2 * self.points.len() + 1 } else { self.points.len() + 1 }
    }

    /// How many atoms there are.
    pub(crate) fn atoms(&self) -> usize {
        self.values() + usize::from(self.has_null)
    }

    /// The atoms that a set takes; none when that is not known.
    pub(crate) fn bits(&self, set: &Set, env: &Env, evaluations: &mut u64) -> Option<Bits> {
        let tested = match set {
            Set::Any => return Some(Bits::full(self.atoms())),
            Set::Opaque => return None,
            Set::Tests(tested) => tested,
        };
        let mut bits = match tested.region.as_ref().and_then(|region| self.region_bits(region)) {
            Some(bits) => bits,
            None => {
                *evaluations = evaluations.checked_sub(self.values() as u64)?;
                let mut bits = Bits::empty(self.atoms());
                for atom in 0..self.values() {
                    if self.sample(atom).is_some_and(|value| passes(&tested.tests, &value, env)) {
                        bits.add(atom);
                    }
                }
                bits
            }
        };
        if self.has_null {
            bits.remove(self.values());
            if passes(&tested.tests, &Value::Null, env) {
                bits.add(self.values());
            }
        }
        Some(bits)
    }

    /// The atoms of a region without a look at null; none where that is not exact.
    fn region_bits(&self, region: &Region) -> Option<Bits> {
        let mut bits = Bits::empty(self.atoms());
        match region {
            Region::Any => bits.add_range(0, self.values()),
            Region::Values { values, negated } => {
                for value in values.iter().filter(|value| !value.is_null()) {
                    bits.add(self.atom_of(self.find(value)?));
                }
                if *negated {
                    let mut rest = Bits::full(self.atoms());
                    rest.subtract(&bits);
                    bits = rest;
                }
            }
            Region::Intervals(intervals) => {
                for interval in intervals {
                    if [&interval.low, &interval.high]
                        .into_iter()
                        .flatten()
                        .any(|end| second_after(end).is_some())
                    {
                        return None;
                    }
                    let start = match &interval.low {
                        None => 0,
                        Some(value) => self.atom_of(self.find(value)?) + usize::from(!interval.low_closed),
                    };
                    let end = match &interval.high {
                        None => self.values(),
                        Some(value) => self.atom_of(self.find(value)?) + usize::from(interval.high_closed),
                    };
                    bits.add_range(start, end);
                }
            }
        }
        Some(bits)
    }

    /// Takes away the atoms in which no value lies: between two days that follow each other, and beside yes and no.
    pub(crate) fn existing(&self) -> Bits {
        let mut bits = Bits::full(self.atoms());
        if self.is_ordered {
            for (index, pair) in self.points.windows(2).enumerate() {
                if let [low, high] = pair
                    && between(low, high).is_none()
                {
                    bits.remove(2 * (index + 1));
                }
            }
            if let (Some(first), Some(last)) = (self.points.first(), self.points.last()) {
                if beside(first, -1).is_none() {
                    bits.remove(0);
                }
                if beside(last, 1).is_none() {
                    bits.remove(2 * self.points.len());
                }
            }
        } else if matches!(self.points.as_slice(), [Value::Boolean(_), Value::Boolean(_)])
            || matches!(self.ty, Type::OneOf(_))
        {
            bits.remove(self.points.len());
        }
        bits
    }

    /// A value in the atom; none for "any value that is not named".
    pub(crate) fn witness(&self, atom: usize) -> Option<Value> {
        if self.has_null && atom == self.values() {
            return Some(Value::Null);
        }
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

    /// A value in the atom that stands for all of them in an evaluation, also for those that nothing names.
    pub(crate) fn sample(&self, atom: usize) -> Option<Value> {
        if let Some(value) = self.witness(atom) {
            return Some(value);
        }
        if self.is_ordered {
            return None;
        }
        match (self.points.first(), &self.ty) {
            (Some(Value::String(_)), _) | (None, Type::String | Type::Any | Type::OneOf(_)) => {
                let mut other = "other".to_owned();
                while self.points.iter().any(|point| point.as_str() == Some(&other)) {
                    other.push('-');
                }
                Some(Value::String(other.into()))
            }
            (Some(_), _) => None,
            (None, ty) => usual(ty),
        }
    }

    /// The atom in which a value lies.
    pub(crate) fn locate(&self, value: &Value) -> Option<usize> {
        if value.is_null() {
            return self.has_null.then_some(self.values());
        }
        if !self.is_ordered {
            return Some(self.points.iter().position(|point| point == value).unwrap_or(self.points.len()));
        }
        match self.points.binary_search_by(|point| compare(point, value).unwrap_or(Ordering::Less)) {
            Ok(point) => Some(2 * point + 1),
            Err(_) if self.points.iter().any(|point| compare(point, value).is_none()) => None,
            Err(point) => Some(2 * point),
        }
    }

    /// The values that conditions name, with null where they name it.
    pub(crate) fn points(&self) -> Vec<Value> {
        self.points.iter().cloned().chain(self.has_null.then_some(Value::Null)).collect()
    }

    /// Whether values are compared by order.
    pub(crate) fn is_line(&self) -> bool {
        self.is_ordered
    }

    /// The atoms as intervals and values in the reader's words: `(low, closed)` to `(high, closed)`.
    pub(crate) fn span(&self, first: usize, last: usize) -> Option<Span> {
        if !self.is_ordered || last >= self.values() {
            return None;
        }
        let low = match (first % 2, first / 2) {
            (1, point) => self.points.get(point).map(|value| (value.clone(), true)),
            (_, 0) => None,
            (_, point) => self.points.get(point - 1).map(|value| (value.clone(), false)),
        };
        let high = match (last % 2, last / 2) {
            (1, point) => self.points.get(point).map(|value| (value.clone(), true)),
            (_, point) => self.points.get(point).map(|value| (value.clone(), false)),
        };
        Some((low, high))
    }

    fn find(&self, value: &Value) -> Option<usize> {
        self.points.binary_search_by(|point| compare(point, value).unwrap_or(Ordering::Less)).ok()
    }

    fn atom_of(&self, point: usize) -> usize {
        if self.is_ordered { 2 * point + 1 } else { point }
    }
}

/// Two ends, each with whether it belongs to it; none: without end.
pub(crate) type Span = (Option<(Value, bool)>, Option<(Value, bool)>);

fn passes(tests: &UnaryTests, value: &Value, env: &Env) -> bool {
    tests.matches(value, &Context::new(), env).is_ok_and(|truth| truth.is_true())
}

/// A value of a type that nothing is compared with.
fn usual(ty: &Type) -> Option<Value> {
    use afaq_feel::{Date, DateTime, DaysTimeDuration, YearsMonthsDuration};
    Some(match ty {
        Type::Number => Value::from(1),
        Type::Boolean => Value::Boolean(true),
        Type::Date => Value::Date(Date::from_days_since_epoch(20_000)?),
        Type::DateTime => Value::DateTime(DateTime::midnight_utc(Date::from_days_since_epoch(20_000)?)),
        Type::Time => Value::Time("12:00:00".parse().ok()?),
        Type::DaysTime => Value::DaysTime(DaysTimeDuration::from_days(1)),
        Type::YearsMonths => Value::YearsMonths(YearsMonthsDuration::from_months(12)),
        Type::List(_) => Value::list(Vec::new()),
        _ => return None,
    })
}

/// How many evaluations the cells of one table may take.
pub(crate) fn evaluations() -> u64 {
    limits::CELL_EVALUATIONS_MAX
}
