//! Unary tests as sets of values, for the analysis of decision tables.

use std::cmp::Ordering;

use crate::ast::{Comparison, Expr, Kind, Test};
use crate::{Type, UnaryTests, Value};

/// The values that pass unary tests which compare the input with literals alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Region {
    /// Every value.
    Any,
    /// These values, or with `negated` all others. Numbers and dates stand as intervals instead.
    Values {
        /// Texts, booleans, null.
        values: Vec<Value>,
        /// Whether the listed values are those that do not pass.
        negated: bool,
    },
    /// Every value in one of the intervals, which are sorted and do not touch.
    Intervals(Vec<Interval>),
}

/// An interval of numbers, dates, times or durations; a missing end is unbounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: Option<Value>,
    /// Whether the lower end belongs to it.
    pub low_closed: bool,
    /// The upper end.
    pub high: Option<Value>,
    /// Whether the upper end belongs to it.
    pub high_closed: bool,
}

/// One alternative: a single value that is compared by equality, or intervals.
enum Part {
    Value(Value),
    Intervals(Vec<Interval>),
    AllBut(Value),
}

pub(crate) fn of(tests: &UnaryTests) -> Option<Region> {
    if tests.tests.is_empty() {
        return Some(Region::Any);
    }
    let mut parts = Vec::new();
    for test in &tests.tests {
        test_parts(test, &tests.input, &mut parts)?;
    }
    if parts.iter().all(|part| matches!(part, Part::Intervals(_))) {
        let all = parts.into_iter().flat_map(|part| match part {
            Part::Intervals(intervals) => intervals,
            Part::Value(_) | Part::AllBut(_) => Vec::new(),
        });
        let merged = merge(all.collect())?;
        return Some(Region::Intervals(if tests.negated { complement(&merged) } else { merged }));
    }
    if let [Part::AllBut(_)] = &parts[..]
        && let Some(Part::AllBut(value)) = parts.pop()
    {
        return Some(Region::Values { values: vec![value], negated: !tests.negated });
    }
    let mut values = Vec::new();
    for part in parts {
        match part {
            Part::Value(value) if !values.contains(&value) => values.push(value),
            Part::Value(_) => {}
            Part::Intervals(_) | Part::AllBut(_) => return None,
        }
    }
    Some(Region::Values { values, negated: tests.negated })
}

fn test_parts(test: &Test, input: &Type, parts: &mut Vec<Part>) -> Option<()> {
    match test {
        Test::Compare(op, expr) => parts.push(compared(*op, literal(expr)?)?),
        Test::Matches { uses_input: true, .. } => return None,
        Test::Matches { expr, .. } => match &expr.kind {
            Kind::List(items) if !matches!(input, Type::List(_)) => {
                for item in items {
                    parts.push(single(item)?);
                }
            }
            _ => parts.push(single(expr)?),
        },
    }
    Some(())
}

fn single(expr: &Expr) -> Option<Part> {
    if let Kind::Range { low, low_closed, high, high_closed } = &expr.kind {
        let end = |end: &Option<Box<Expr>>| match end {
            Some(end) => literal(end).filter(is_ordered).map(Some),
            None => Some(None),
        };
        let interval =
            Interval { low: end(low)?, low_closed: *low_closed, high: end(high)?, high_closed: *high_closed };
        return Some(Part::Intervals(vec![interval]));
    }
    if let Kind::EqualRange { negated, end } = &expr.kind {
        let op = if *negated { Comparison::NotEqual } else { Comparison::Equal };
        return compared(op, literal(end)?);
    }
    compared(Comparison::Equal, literal(expr)?)
}

fn is_ordered(value: &Value) -> bool {
    matches!(
        value,
        Value::Number(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::DaysTime(_)
            | Value::YearsMonths(_)
    )
}

fn compared(op: Comparison, value: Value) -> Option<Part> {
    if !is_ordered(&value) {
        return match op {
            Comparison::Equal => Some(Part::Value(value)),
            Comparison::NotEqual => Some(Part::AllBut(value)),
            _ => None,
        };
    }
    let below =
        |closed| Interval { low: None, low_closed: false, high: Some(value.clone()), high_closed: closed };
    let above =
        |closed| Interval { low: Some(value.clone()), low_closed: closed, high: None, high_closed: false };
    Some(Part::Intervals(match op {
        Comparison::Less => vec![below(false)],
        Comparison::LessEqual => vec![below(true)],
        Comparison::Greater => vec![above(false)],
        Comparison::GreaterEqual => vec![above(true)],
        Comparison::NotEqual => vec![below(false), above(false)],
        Comparison::Equal => vec![Interval {
            low: Some(value.clone()),
            low_closed: true,
            high: Some(value.clone()),
            high_closed: true,
        }],
    }))
}

/// The value of a literal, or of a date function called with one.
fn literal(expr: &Expr) -> Option<Value> {
    use crate::ast::{Args, Binding, Name};
    match &expr.kind {
        Kind::Null => Some(Value::Null),
        Kind::Boolean(value) => Some(Value::Boolean(*value)),
        Kind::Number(number) => Some(Value::Number(*number)),
        Kind::Text(text) => Some(Value::String(text.clone())),
        Kind::At(_, value) => Some(value.clone()),
        Kind::Negate(inner) => match literal(inner)? {
            Value::Number(number) => Some(Value::Number(number.negated())),
            _ => None,
        },
        Kind::Call { function, args: Args::Positional(args) } => {
            let (Kind::Name(Name { binding: Binding::Builtin(builtin), .. }), [arg]) =
                (&function.kind, &args[..])
            else {
                return None;
            };
            let Kind::Text(text) = &arg.kind else { return None };
            match builtin.name() {
                "date" => text.parse().ok().map(Value::Date),
                "time" => text.parse().ok().map(Value::Time),
                "date and time" => text.parse().ok().map(Value::DateTime),
                "duration" => {
                    text.parse().map(Value::YearsMonths).or_else(|_| text.parse().map(Value::DaysTime)).ok()
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Sorts intervals, drops empty ones and joins those that overlap or touch.
fn merge(mut intervals: Vec<Interval>) -> Option<Vec<Interval>> {
    // All ends must be of one kind, or their order means nothing.
    let ends: Vec<&Value> = intervals.iter().flat_map(|one| one.low.iter().chain(&one.high)).collect();
    if ends.iter().any(|end| end.feel_compare(ends[0]).is_none()) {
        return None;
    }
    intervals.retain(|one| match (&one.low, &one.high) {
        (Some(low), Some(high)) => match low.feel_compare(high) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => one.low_closed && one.high_closed,
            _ => false,
        },
        _ => true,
    });
    intervals.sort_by(|left, right| match (&left.low, &right.low) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Less,
        (_, None) => Ordering::Greater,
        (Some(low), Some(other)) => {
            low.feel_compare(other).unwrap_or(Ordering::Equal).then(right.low_closed.cmp(&left.low_closed))
        }
    });
    let mut merged: Vec<Interval> = Vec::new();
    for next in intervals {
        match merged.last_mut() {
            Some(last) if touches(last, &next) => {
                if ends_later(&next, last) {
                    (last.high, last.high_closed) = (next.high, next.high_closed);
                }
            }
            _ => merged.push(next),
        }
    }
    Some(merged)
}

fn touches(last: &Interval, next: &Interval) -> bool {
    match (&last.high, &next.low) {
        (Some(high), Some(low)) => match high.feel_compare(low) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => last.high_closed || next.low_closed,
            _ => false,
        },
        _ => true,
    }
}

fn ends_later(next: &Interval, last: &Interval) -> bool {
    match (&next.high, &last.high) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(high), Some(known)) => match high.feel_compare(known) {
            Some(Ordering::Greater) => true,
            Some(Ordering::Equal) => next.high_closed && !last.high_closed,
            _ => false,
        },
    }
}

/// Everything outside of sorted intervals that do not touch.
fn complement(intervals: &[Interval]) -> Vec<Interval> {
    let mut gaps = Vec::new();
    let mut low: Option<(Option<Value>, bool)> = Some((None, false));
    for one in intervals {
        if let (Some((start, closed)), Some(end)) = (low.take(), &one.low) {
            gaps.push(Interval {
                low: start,
                low_closed: closed,
                high: Some(end.clone()),
                high_closed: !one.low_closed,
            });
        }
        low = one.high.clone().map(|end| (Some(end), !one.high_closed));
    }
    if let Some((start, closed)) = low {
        gaps.push(Interval { low: start, low_closed: closed, high: None, high_closed: false });
    }
    gaps
}
