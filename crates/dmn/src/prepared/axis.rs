//! One input of a table as classes of values that behave alike, and the rules that each class passes.

use std::cmp::Ordering;
use std::ops::Range;

use afaq_feel::{Context, Env, Interval, Region, Truth, Type, UnaryTests, Value};

use super::words::Words;
use crate::compile::program::{InputLogic, TableLogic, Test};
use crate::compile::types::{Shape, Ty};
use crate::limits;

/// The kinds of values that can be told apart by a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Date,
    DaysTime,
    YearsMonths,
    /// Compared by equality alone.
    Text,
    /// Compared by equality alone.
    Boolean,
}

/// Where a value stands on an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// One of the axis' own classes; null and unknown have theirs.
    Of(usize),
    /// A value of another kind, which only the cells themselves can judge.
    Foreign,
}

/// What the input's type and domain make of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The value is taken.
    Taken,
    /// The type does not allow it: it counts as null.
    Null,
    /// It is outside of the domain: the table has no result.
    Outside,
}

/// The classes of one input.
///
/// For kinds with an order, class `2k + 1` is the point `k` and class `2k` what lies before it; for the
/// others, class `k` is the point `k` and the class after the last point is any other value. Null and
/// unknown come last.
#[derive(Debug)]
pub(crate) struct Axis {
    /// None: no cell looks at the input.
    pub(crate) kind: Option<Kind>,
    /// The values that cells name, ascending.
    pub(crate) points: Vec<Value>,
    /// For each class, the rules whose cell passes.
    pub(crate) passes: Words,
    /// The rules whose cell may pass for an unknown value.
    pub(crate) may_pass: Words,
    /// For each class, the rules whose cell passes or may pass.
    pub(crate) possible: Words,
    /// What type and domain make of each class; none when they must be asked for each value.
    pub(crate) fates: Option<Vec<Fate>>,
}

pub(crate) fn kind_of(value: &Value) -> Option<Kind> {
    Some(match value {
        Value::Number(_) => Kind::Number,
        Value::Date(_) => Kind::Date,
        Value::DaysTime(_) => Kind::DaysTime,
        Value::YearsMonths(_) => Kind::YearsMonths,
        Value::String(_) => Kind::Text,
        Value::Boolean(_) => Kind::Boolean,
        _ => return None,
    })
}

/// The order of two values of one kind.
fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Boolean(left), Value::Boolean(right)) => left.cmp(right),
        _ => left.feel_compare(right).unwrap_or(Ordering::Equal),
    }
}

impl Kind {
    fn is_ordered(self) -> bool {
        !matches!(self, Kind::Text | Kind::Boolean)
    }
}

impl Axis {
    /// The axis of an input, if all its cells compare with literals of one kind.
    pub(super) fn of(table: &TableLogic, input: usize, env: &Env) -> Option<Axis> {
        let logic = table.inputs.get(input)?;
        let mut regions = Vec::with_capacity(table.rules.len());
        for rule in &table.rules {
            regions.push(match rule.tests.get(input)? {
                None => Some(Region::Any),
                Some(Test::Broken) => None,
                Some(Test::Cell(tests)) => Some(tests.as_region()?),
            });
        }
        let checks = checks_of(logic);
        let mut points = Vec::new();
        for region in regions.iter().flatten().chain(checks.iter().flat_map(|checks| checks.regions())) {
            points_of(region, &mut points);
        }
        let kind = points.first().and_then(kind_of);
        if points.iter().any(|point| kind_of(point) != kind) || (kind.is_none() && !points.is_empty()) {
            return None;
        }
        // An interval without ends holds for every value of a kind that it does not name.
        if kind.is_none() && regions.iter().flatten().any(|region| matches!(region, Region::Intervals(_))) {
            return None;
        }
        points.sort_by(order);
        points.dedup_by(|left, right| order(left, right) == Ordering::Equal);
        let mut axis = Axis {
            kind,
            points,
            passes: Words::default(),
            may_pass: Words::default(),
            possible: Words::default(),
            fates: None,
        };
        let classes = axis.classes();
        if classes.checked_mul(table.rules.len())? > limits::INDEX_BITS_MAX {
            return None;
        }
        axis.passes = Words::new(classes, table.rules.len());
        axis.may_pass = Words::new(1, table.rules.len());
        for (rule, region) in regions.iter().enumerate() {
            let Some(region) = region else { continue };
            for classes in axis.classes_in(region) {
                classes.for_each(|class| axis.passes.set(class, rule));
            }
            let tests = match table.rules[rule].tests.get(input) {
                Some(Some(Test::Cell(tests))) => Some(tests),
                _ => None,
            };
            let judge = |value: &Value| match tests {
                None => Some(Truth::True),
                Some(tests) => tests.matches(value, &Context::new(), env).ok(),
            };
            if judge(&Value::Null)? == Truth::True {
                axis.passes.set(axis.null(), rule);
            }
            match judge(&Value::unknown("?"))? {
                Truth::True => axis.passes.set(axis.unknown(), rule),
                Truth::Unknown(_) => axis.may_pass.set(0, rule),
                Truth::False | Truth::Null => {}
            }
        }
        axis.possible = axis.passes.clone();
        axis.possible.join(axis.unknown(), axis.may_pass.of(0));
        let takes_kind = matches!(
            (&logic.ty.feel, kind),
            (Type::Any, _)
                | (_, None)
                | (Type::Number, Some(Kind::Number))
                | (Type::Date, Some(Kind::Date))
                | (Type::DaysTime, Some(Kind::DaysTime))
                | (Type::YearsMonths, Some(Kind::YearsMonths))
                | (Type::String | Type::OneOf(_), Some(Kind::Text))
                | (Type::Boolean, Some(Kind::Boolean))
        );
        let checks = checks.filter(|_| takes_kind);
        axis.fates = checks.map(|checks| axis.fates_of(&checks));
        Some(axis)
    }

    /// The values that a type allows, as an axis with one rule; none when its kind alone says that, or
    /// when it says more than an axis can.
    pub(super) fn of_type(ty: &Ty) -> Option<Axis> {
        let regions = types_of(ty)?;
        let mut points = Vec::new();
        regions.iter().for_each(|region| points_of(region, &mut points));
        let kind = kind_of(points.first()?)?;
        if points.iter().any(|point| kind_of(point) != Some(kind)) {
            return None;
        }
        points.sort_by(order);
        points.dedup_by(|left, right| order(left, right) == Ordering::Equal);
        let (passes, may_pass, possible) = (Words::default(), Words::default(), Words::default());
        let mut axis = Axis { kind: Some(kind), points, passes, may_pass, possible, fates: None };
        axis.passes = Words::new(axis.classes(), 1);
        axis.may_pass = Words::new(1, 1);
        let held: Vec<Vec<bool>> = regions.iter().map(|region| axis.held_by(region)).collect();
        for class in (0..axis.classes()).filter(|class| held.iter().all(|held| held[*class])) {
            axis.passes.set(class, 0);
        }
        axis.fates = Some(vec![Fate::Taken; axis.classes()]);
        Some(axis)
    }

    /// How many classes there are, null and unknown among them.
    pub(crate) fn classes(&self) -> usize {
        self.null() + 2
    }

    /// The class of null.
    pub(crate) fn null(&self) -> usize {
        match self.kind {
            None => 1,
            Some(kind) if kind.is_ordered() => 2 * self.points.len() + 1,
            Some(_) => self.points.len() + 1,
        }
    }

    /// The class of an unknown value.
    pub(crate) fn unknown(&self) -> usize {
        self.null() + 1
    }

    /// The class of a value, before type and domain are asked.
    pub(crate) fn class(&self, value: &Value) -> Class {
        Class::Of(match (value, self.kind) {
            (Value::Null, _) => self.null(),
            (Value::Unknown(_), _) => self.unknown(),
            (_, None) => 0,
            (value, Some(kind)) => {
                let found = match (value, kind) {
                    (Value::Number(value), Kind::Number) => {
                        self.points.binary_search_by(|point| match point {
                            Value::Number(point) => point.cmp(value),
                            _ => Ordering::Less,
                        })
                    }
                    (Value::Date(value), Kind::Date) => self.points.binary_search_by(|point| match point {
                        Value::Date(point) => point.cmp(value),
                        _ => Ordering::Less,
                    }),
                    (Value::String(value), Kind::Text) => self.points.binary_search_by(|point| match point {
                        Value::String(point) => point.cmp(value),
                        _ => Ordering::Less,
                    }),
                    (Value::YearsMonths(value), Kind::YearsMonths) => {
                        self.points.binary_search_by(|point| match point {
                            Value::YearsMonths(point) => point.cmp(value),
                            _ => Ordering::Less,
                        })
                    }
                    (value, kind) if kind_of(value) == Some(kind) => {
                        self.points.binary_search_by(|point| order(point, value))
                    }
                    _ => return Class::Foreign,
                };
                match (found, kind.is_ordered()) {
                    (Ok(at), true) => 2 * at + 1,
                    (Err(at), true) => 2 * at,
                    (Ok(at), false) => at,
                    (Err(_), false) => self.points.len(),
                }
            }
        })
    }

    /// The classes, apart from null and unknown, whose values lie in a region.
    fn classes_in(&self, region: &Region) -> Vec<Range<usize>> {
        match region {
            Region::Any => {
                let whole = 0..self.null();
                vec![whole]
            }
            Region::Values { values, negated } => {
                // Equality with values that have an order comes as intervals; null alone comes here.
                let is_ordered = self.kind.is_some_and(Kind::is_ordered);
                let place = |value: &Value| self.points.binary_search_by(|point| order(point, value)).ok();
                let mut named: Vec<usize> = values
                    .iter()
                    .filter(|value| !is_ordered && kind_of(value) == self.kind && self.kind.is_some())
                    .filter_map(place)
                    .collect();
                if !*negated {
                    return named.into_iter().map(|class| class..class + 1).collect();
                }
                named.sort_unstable();
                let starts = [0].into_iter().chain(named.iter().map(|class| class + 1));
                starts.zip(named.iter().copied().chain([self.null()])).map(|(a, b)| a..b).collect()
            }
            Region::Intervals(intervals) => intervals.iter().filter_map(|one| self.classes_of(one)).collect(),
        }
    }

    fn classes_of(&self, interval: &Interval) -> Option<Range<usize>> {
        let place =
            |end: &Value| self.points.binary_search_by(|point| order(point, end)).map(|at| 2 * at + 1).ok();
        let start = match &interval.low {
            None => 0,
            Some(low) => place(low)? + usize::from(!interval.low_closed),
        };
        let end = match &interval.high {
            None => self.null(),
            Some(high) => place(high)? + usize::from(interval.high_closed),
        };
        Some(start..end.min(self.null()))
    }

    /// For each class whether it lies in a region; null and unknown do.
    fn held_by(&self, region: &Region) -> Vec<bool> {
        let mut held = vec![false; self.classes()];
        for class in self.classes_in(region).into_iter().flatten().chain(self.null()..self.classes()) {
            held[class] = true;
        }
        held
    }

    fn fates_of(&self, checks: &Checks) -> Vec<Fate> {
        let mut fates = vec![Fate::Taken; self.classes()];
        // What the type does not allow is null before the domain is asked.
        let regions = checks.domain.iter().map(|region| (region, Fate::Outside));
        for (region, fate) in regions.chain(checks.types.iter().map(|region| (region, Fate::Null))) {
            let held = self.held_by(region);
            fates.iter_mut().zip(held).filter(|(_, held)| !held).for_each(|(own, _)| *own = fate);
        }
        fates
    }
}

/// What type and domain of an input allow, for values of the axis' kind.
struct Checks {
    types: Vec<Region>,
    domain: Option<Region>,
}

impl Checks {
    fn regions(&self) -> impl Iterator<Item = &Region> {
        self.types.iter().chain(&self.domain)
    }
}

/// Type and domain as regions; none when they are more than that.
fn checks_of(input: &InputLogic) -> Option<Checks> {
    let mut types = types_of(&input.ty)?;
    if let Type::OneOf(texts) = &input.ty.feel {
        let values = texts.iter().map(|text| Value::from(text.as_str())).collect();
        types.push(Region::Values { values, negated: false });
    }
    let domain = match &input.domain {
        None => None,
        Some(tests) => Some(plain_region(tests)?),
    };
    Some(Checks { types, domain })
}

fn types_of(ty: &Ty) -> Option<Vec<Region>> {
    if !matches!(ty.shape, Shape::Any | Shape::Simple) {
        return None;
    }
    ty.allowed.iter().chain(&ty.constraint).map(plain_region).collect()
}

/// A region that decides for every value of its kind.
fn plain_region(tests: &UnaryTests) -> Option<Region> {
    tests.as_region()
}

fn points_of(region: &Region, points: &mut Vec<Value>) {
    match region {
        Region::Any => {}
        Region::Values { values, .. } => {
            points.extend(values.iter().filter(|value| !value.is_null()).cloned());
        }
        Region::Intervals(intervals) => {
            let ends = intervals.iter().flat_map(|one| one.low.iter().chain(&one.high));
            points.extend(ends.cloned());
        }
    }
}
