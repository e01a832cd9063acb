//! Functions on numbers.

use super::{decimal as number_at, single, text};
use crate::evaluate::{Machine, Outcome};
use crate::temporal::{DaysTimeDuration, YearsMonthsDuration};
use crate::{Decimal, Rounding, Value};

type Found = Option<Value>;

fn outcome(found: Found) -> Outcome {
    Ok(found.unwrap_or_default())
}

fn number_value(number: Option<Decimal>) -> Outcome {
    outcome(number.map(Value::Number))
}

pub(super) fn number(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    outcome(parse(args))
}

fn parse(args: &[Value]) -> Found {
    let from = text(args, 0)?;
    let separator = |at: usize, allowed: &[&str]| match args.get(at) {
        None | Some(Value::Null) => Some(""),
        Some(_) => text(args, at).filter(|sign| allowed.contains(sign)),
    };
    let grouping = separator(1, &[" ", ",", "."])?;
    let point = separator(2, &[".", ","])?;
    if !grouping.is_empty() && grouping == point {
        return None;
    }
    let mut plain = if grouping.is_empty() { from.to_owned() } else { from.replace(grouping, "") };
    if !point.is_empty() && point != "." {
        plain = plain.replace(point, ".");
    }
    if plain.starts_with('+') {
        return None;
    }
    plain.parse().ok().map(Value::Number)
}

/// The digits after the point that a rounding keeps.
fn scale(args: &[Value]) -> Option<i32> {
    if args.len() < 2 {
        return Some(0);
    }
    let scale = number_at(args, 1)?.round(0, Rounding::Down)?.to_i64()?;
    i32::try_from(scale).ok().filter(|scale| (-6111..=6176).contains(scale))
}

fn round(args: &[Value], mode: Rounding) -> Outcome {
    let rounded = match (number_at(args, 0), scale(args)) {
        // The result has the scale that was asked for; without one it is just whole.
        (Some(number), Some(scale)) if args.len() > 1 => {
            number.round(scale, mode).map(|rounded| rounded.padded(scale))
        }
        (Some(number), Some(scale)) => number.round(scale, mode),
        _ => None,
    };
    number_value(rounded)
}

pub(super) fn decimal(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    round(args, Rounding::HalfEven)
}

pub(super) fn floor(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    round(args, Rounding::Floor)
}

pub(super) fn ceiling(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    round(args, Rounding::Ceiling)
}

pub(super) fn round_up(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    round(args, Rounding::Up)
}

pub(super) fn round_down(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    round(args, Rounding::Down)
}

pub(super) fn round_half_up(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    round(args, Rounding::HalfUp)
}

pub(super) fn round_half_down(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    round(args, Rounding::HalfDown)
}

pub(super) fn abs(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    Ok(match args.first().map(single) {
        Some(Value::Number(number)) => Value::Number(number.abs()),
        Some(Value::DaysTime(duration)) => {
            Value::DaysTime(DaysTimeDuration::from_nanos(duration.nanos().abs()))
        }
        Some(Value::YearsMonths(duration)) => {
            Value::YearsMonths(YearsMonthsDuration::from_months(duration.months().saturating_abs()))
        }
        _ => Value::Null,
    })
}

pub(super) fn modulo(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    number_value(
        number_at(args, 0).zip(number_at(args, 1)).and_then(|(left, right)| left.checked_modulo(right)),
    )
}

pub(super) fn sqrt(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    number_value(number_at(args, 0).and_then(Decimal::sqrt))
}

pub(super) fn log(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    number_value(number_at(args, 0).and_then(Decimal::ln))
}

pub(super) fn exp(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    number_value(number_at(args, 0).and_then(Decimal::exp))
}

fn parity(args: &[Value]) -> Option<bool> {
    let number = number_at(args, 0)?;
    Some(number.is_integer() && number.checked_rem(Decimal::from(2))?.is_zero())
}

pub(super) fn odd(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let whole = number_at(args, 0).is_some_and(Decimal::is_integer);
    outcome(parity(args).map(|even| Value::Boolean(whole && !even)))
}

pub(super) fn even(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    outcome(parity(args).map(Value::Boolean))
}
