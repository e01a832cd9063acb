//! Allen's relations between ranges and points.

use std::cmp::Ordering;
use std::sync::Arc;

use super::single;
use crate::ast::Comparison;
use crate::evaluate::{Machine, Outcome, compare};
use crate::{Range, RangeForm, Truth, Value};

/// A range or a point, as the formulas of 10.3.4.7 name them. An end that a range does not have is null, and what is
/// compared with it has no outcome.
enum Side<'v> {
    Point(&'v Value),
    Range(Ends<'v>),
}

/// The ends of a range.
struct Ends<'v> {
    start: &'v Value,
    end: &'v Value,
    start_included: bool,
    end_included: bool,
}

fn side(value: &Value) -> Option<Side<'_>> {
    const NONE: &Value = &Value::Null;
    match single(value) {
        Value::Null | Value::List(_) | Value::Context(_) | Value::Function(_) => None,
        Value::Range(range) if range.form == RangeForm::NotEqual => None,
        Value::Range(range) => Some(Side::Range(Ends {
            start: range.low.as_ref().unwrap_or(NONE),
            end: range.high.as_ref().unwrap_or(NONE),
            start_included: range.low_closed,
            end_included: range.high_closed,
        })),
        point => Some(Side::Point(point)),
    }
}

fn less(left: &Value, right: &Value) -> Truth {
    compare(Comparison::Less, left, right)
}

/// Equal in order; kinds that have none have no outcome, and null is equal to null alone.
fn equal(left: &Value, right: &Value) -> Truth {
    match (left, right) {
        (Value::Null, Value::Null) => Truth::True,
        (Value::Null, _) | (_, Value::Null) => Truth::False,
        _ => left.feel_compare(right).map_or(Truth::Null, |order| Truth::from(order == Ordering::Equal)),
    }
}

/// A relation; combinations that the standard does not have are null.
type Relation = fn(&Side<'_>, &Side<'_>) -> Truth;

fn relate(args: &[Value], relation: Relation) -> Outcome {
    let found = match args {
        [left, right] => {
            side(left).zip(side(right)).map_or(Truth::Null, |(left, right)| relation(&left, &right))
        }
        _ => Truth::Null,
    };
    Ok(found.into())
}

fn is_before(left: &Side<'_>, right: &Side<'_>) -> Truth {
    let (end, end_included) = match left {
        Side::Point(point) => (*point, true),
        Side::Range(range) => (range.end, range.end_included),
    };
    let (start, start_included) = match right {
        Side::Point(point) => (*point, true),
        Side::Range(range) => (range.start, range.start_included),
    };
    less(end, start).or(equal(end, start).and((!end_included || !start_included).into()))
}

fn do_meet(left: &Side<'_>, right: &Side<'_>) -> Truth {
    let (Side::Range(left), Side::Range(right)) = (left, right) else { return Truth::Null };
    Truth::from(left.end_included && right.start_included).and(equal(left.end, right.start))
}

/// Whether the first range reaches to the start of the second one.
fn reaches(left: &Ends<'_>, right: &Ends<'_>) -> Truth {
    let touches = equal(left.end, right.start).and((left.end_included && right.start_included).into());
    less(right.start, left.end).or(touches)
}

fn do_overlap(left: &Side<'_>, right: &Side<'_>) -> Truth {
    let (Side::Range(left), Side::Range(right)) = (left, right) else { return Truth::Null };
    reaches(left, right).and(reaches(right, left))
}

fn does_overlap_before(left: &Side<'_>, right: &Side<'_>) -> Truth {
    let (Side::Range(left), Side::Range(right)) = (left, right) else { return Truth::Null };
    let starts = less(left.start, right.start)
        .or(equal(left.start, right.start).and((left.start_included && !right.start_included).into()));
    let ends = less(left.end, right.end)
        .or(equal(left.end, right.end).and((!left.end_included || right.end_included).into()));
    starts.and(reaches(left, right)).and(ends)
}

fn does_finish(left: &Side<'_>, right: &Side<'_>) -> Truth {
    match (left, right) {
        (Side::Point(point), Side::Range(range)) => {
            Truth::from(range.end_included).and(equal(range.end, point))
        }
        (Side::Range(left), Side::Range(right)) => {
            let starts =
                less(right.start, left.start)
                    .or(equal(left.start, right.start)
                        .and((!left.start_included || right.start_included).into()));
            Truth::from(left.end_included == right.end_included).and(equal(left.end, right.end)).and(starts)
        }
        (_, Side::Point(_)) => Truth::Null,
    }
}

fn does_start(left: &Side<'_>, right: &Side<'_>) -> Truth {
    match (left, right) {
        (Side::Point(point), Side::Range(range)) => {
            Truth::from(range.start_included).and(equal(range.start, point))
        }
        (Side::Range(left), Side::Range(right)) => {
            let ends = less(left.end, right.end)
                .or(equal(left.end, right.end).and((!left.end_included || right.end_included).into()));
            Truth::from(left.start_included == right.start_included)
                .and(equal(left.start, right.start))
                .and(ends)
        }
        (_, Side::Point(_)) => Truth::Null,
    }
}

fn does_include(left: &Side<'_>, right: &Side<'_>) -> Truth {
    let Side::Range(outer) = left else { return Truth::Null };
    match right {
        Side::Point(point) => less(outer.start, point)
            .and(less(point, outer.end))
            .or(equal(outer.start, point).and(outer.start_included.into()))
            .or(equal(outer.end, point).and(outer.end_included.into())),
        Side::Range(inner) => {
            let starts = less(outer.start, inner.start)
                .or(equal(outer.start, inner.start)
                    .and((outer.start_included || !inner.start_included).into()));
            let ends = less(inner.end, outer.end)
                .or(equal(outer.end, inner.end).and((outer.end_included || !inner.end_included).into()));
            starts.and(ends)
        }
    }
}

fn do_coincide(left: &Side<'_>, right: &Side<'_>) -> Truth {
    match (left, right) {
        (Side::Point(left), Side::Point(right)) => equal(left, right),
        (Side::Range(left), Side::Range(right)) => {
            let included =
                left.start_included == right.start_included && left.end_included == right.end_included;
            equal(left.start, right.start).and(equal(left.end, right.end)).and(included.into())
        }
        _ => Truth::Null,
    }
}

pub(super) fn before(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, is_before)
}

pub(super) fn after(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| is_before(right, left))
}

pub(super) fn meets(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, do_meet)
}

pub(super) fn met_by(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| do_meet(right, left))
}

pub(super) fn overlaps(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, do_overlap)
}

pub(super) fn overlaps_before(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, does_overlap_before)
}

pub(super) fn overlaps_after(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| does_overlap_before(right, left))
}

pub(super) fn finishes(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, does_finish)
}

pub(super) fn finished_by(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| does_finish(right, left))
}

pub(super) fn includes(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, does_include)
}

pub(super) fn during(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| does_include(right, left))
}

pub(super) fn starts(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, does_start)
}

pub(super) fn started_by(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| does_start(right, left))
}

pub(super) fn coincides(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, do_coincide)
}

/// A range out of its text, such as `"[1..10)"`; its ends are literals.
pub(super) fn range(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let found = args.first().map(single).and_then(Value::as_str).and_then(parse);
    Ok(found.map_or(Value::Null, |range| Value::Range(Arc::new(range))))
}

fn parse(text: &str) -> Option<Range> {
    let text = text.trim();
    let low_closed = match text.chars().next()? {
        '[' => true,
        '(' | ']' => false,
        _ => return None,
    };
    let high_closed = match text.chars().next_back()? {
        ']' => true,
        ')' | '[' => false,
        _ => return None,
    };
    let (low, high) = text.get(1..text.len() - 1)?.split_once("..")?;
    let (low, high) = (end(low.trim())?, end(high.trim())?);
    if low.is_none() && low_closed || high.is_none() && high_closed {
        // An end that is not there cannot belong to the range.
        return None;
    }
    match (&low, &high) {
        (None, None) => return None,
        (Some(low), Some(high)) if low.feel_compare(high)? == Ordering::Greater => return None,
        _ => {}
    }
    Some(Range { low, low_closed, high, high_closed, form: RangeForm::Interval })
}

/// One end: a literal, a call of a date function with a literal, or nothing.
fn end(text: &str) -> Option<Option<Value>> {
    if text.is_empty() {
        return Some(None);
    }
    if let Ok(number) = text.parse() {
        return Some(Some(Value::Number(number)));
    }
    let quoted = |text: &str| Some(text.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    if let Some(plain) = quoted(text) {
        return Some(Some(Value::from(plain.as_str())));
    }
    let literal = if let Some(rest) = text.strip_prefix('@') {
        quoted(rest)?
    } else {
        let (name, rest) = text.split_once('(')?;
        if !matches!(name.trim(), "date" | "time" | "date and time" | "duration") {
            return None;
        }
        quoted(rest.strip_suffix(')')?.trim())?
    };
    Some(Some(crate::parse::temporal(&literal)?))
}
