//! Allen's relations between ranges and points.

use std::cmp::Ordering;
use std::sync::Arc;

use super::single;
use crate::evaluate::{Machine, Outcome};
use crate::{Range, RangeForm, Value};

/// A range with both ends, or a point as a closed range of one value.
struct Span<'v> {
    low: &'v Value,
    low_closed: bool,
    high: &'v Value,
    high_closed: bool,
    is_point: bool,
}

fn span(value: &Value) -> Option<Span<'_>> {
    match single(value) {
        Value::Null | Value::List(_) | Value::Context(_) | Value::Function(_) => None,
        Value::Range(range) if range.form == RangeForm::NotEqual => None,
        Value::Range(range) => Some(Span {
            low: range.low.as_ref()?,
            low_closed: range.low_closed,
            high: range.high.as_ref()?,
            high_closed: range.high_closed,
            is_point: false,
        }),
        point => Some(Span { low: point, low_closed: true, high: point, high_closed: true, is_point: true }),
    }
}

fn relate(args: &[Value], relation: impl Fn(&Span<'_>, &Span<'_>) -> Option<bool>) -> Outcome {
    let found = match args {
        [left, right] => span(left).zip(span(right)).and_then(|(left, right)| relation(&left, &right)),
        _ => None,
    };
    Ok(found.map_or(Value::Null, Value::Boolean))
}

fn is_before(left: &Span<'_>, right: &Span<'_>) -> Option<bool> {
    Some(match left.high.feel_compare(right.low)? {
        Ordering::Less => true,
        Ordering::Equal => !(left.high_closed && right.low_closed),
        Ordering::Greater => false,
    })
}

pub(super) fn before(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, is_before)
}

pub(super) fn after(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| is_before(right, left))
}

fn do_meet(left: &Span<'_>, right: &Span<'_>) -> Option<bool> {
    if left.is_point || right.is_point {
        return None;
    }
    Some(left.high.feel_compare(right.low)? == Ordering::Equal && left.high_closed && right.low_closed)
}

pub(super) fn meets(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, do_meet)
}

pub(super) fn met_by(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| do_meet(right, left))
}

pub(super) fn overlaps(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| {
        if left.is_point || right.is_point {
            return None;
        }
        Some(!is_before(left, right)? && !is_before(right, left)?)
    })
}

/// The order of two lower ends: a closed one begins earlier.
fn compare_low(left: &Span<'_>, right: &Span<'_>) -> Option<Ordering> {
    Some(left.low.feel_compare(right.low)?.then(right.low_closed.cmp(&left.low_closed)))
}

/// The order of two upper ends: a closed one ends later.
fn compare_high(left: &Span<'_>, right: &Span<'_>) -> Option<Ordering> {
    Some(left.high.feel_compare(right.high)?.then(left.high_closed.cmp(&right.high_closed)))
}

fn do_overlap_before(left: &Span<'_>, right: &Span<'_>) -> Option<bool> {
    if left.is_point || right.is_point {
        return None;
    }
    let starts = compare_low(left, right)? == Ordering::Less;
    let ends = compare_high(left, right)? != Ordering::Greater;
    Some(starts && ends && !is_before(left, right)?)
}

pub(super) fn overlaps_before(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, do_overlap_before)
}

pub(super) fn overlaps_after(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| do_overlap_before(right, left))
}

fn does_include(left: &Span<'_>, right: &Span<'_>) -> Option<bool> {
    Some(compare_low(left, right)? != Ordering::Greater && compare_high(left, right)? != Ordering::Less)
}

fn does_finish(left: &Span<'_>, right: &Span<'_>) -> Option<bool> {
    Some(compare_high(left, right)? == Ordering::Equal && compare_low(left, right)? != Ordering::Less)
}

fn does_start(left: &Span<'_>, right: &Span<'_>) -> Option<bool> {
    Some(compare_low(left, right)? == Ordering::Equal && compare_high(left, right)? != Ordering::Greater)
}

pub(super) fn finishes(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| if right.is_point { None } else { does_finish(left, right) })
}

pub(super) fn finished_by(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| if left.is_point { None } else { does_finish(right, left) })
}

pub(super) fn includes(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| if left.is_point { None } else { does_include(left, right) })
}

pub(super) fn during(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| if right.is_point { None } else { does_include(right, left) })
}

pub(super) fn starts(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| if right.is_point { None } else { does_start(left, right) })
}

pub(super) fn started_by(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| if left.is_point { None } else { does_start(right, left) })
}

pub(super) fn coincides(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    relate(args, |left, right| {
        if left.is_point != right.is_point {
            return None;
        }
        Some(compare_low(left, right)? == Ordering::Equal && compare_high(left, right)? == Ordering::Equal)
    })
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
