//! Arithmetic, comparison, membership.

use super::{Machine, Outcome};
use crate::ast::{Arithmetic, Comparison, Expr};
use crate::temporal::{DateTime, DaysTimeDuration, NANOS, YearsMonthsDuration};
use crate::{Decimal, Range, RangeForm, Rounding, Truth, Type, Value};
use std::cmp::Ordering;

impl Machine<'_> {
    pub(super) fn arithmetic(&mut self, first: &Expr, rest: &[(Arithmetic, Expr)], whole: &Expr) -> Outcome {
        let mut result = self.eval(first)?;
        for (op, part) in rest {
            let other = self.eval(part)?;
            self.place = (whole.start, whole.end);
            if let Some(unknown) = either_unknown(&result, &other) {
                result = unknown;
                continue;
            }
            if let (Value::String(left), Value::String(right)) = (&result, &other) {
                self.check_text(left.len() + right.len())?;
                self.spend((left.len() + right.len()) / 64)?;
            }
            result = match calculate(*op, &result, &other) {
                Some(value) => value,
                None => self.null(|| {
                    format!("`{}` has no result for {} and {}", op.sign(), result.kind(), other.kind())
                }),
            };
        }
        Ok(result)
    }

    pub(super) fn negate(&mut self, value: Value) -> Value {
        match value {
            Value::Number(number) => Value::Number(number.negated()),
            Value::DaysTime(duration) => Value::DaysTime(DaysTimeDuration::from_nanos(-duration.nanos())),
            Value::YearsMonths(duration) => match duration.months().checked_neg() {
                Some(months) => Value::YearsMonths(YearsMonthsDuration::from_months(months)),
                None => Value::Null,
            },
            unknown @ Value::Unknown(_) => unknown,
            other => self.null(|| format!("{} cannot be negated", other.kind())),
        }
    }

    pub(super) fn compare(&mut self, op: Comparison, left: &Value, right: &Value) -> Truth {
        let truth = compare(op, left, right);
        if truth == Truth::Null {
            self.null(|| format!("{} and {} cannot be compared", left.kind(), right.kind()));
        }
        truth
    }

    pub(super) fn between(&mut self, value: &Value, low: &Value, high: &Value) -> Truth {
        let above = self.compare(Comparison::GreaterEqual, value, low);
        above.and(self.compare(Comparison::LessEqual, value, high))
    }
}

fn either_unknown(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::Unknown(left), Value::Unknown(right)) => {
            Some(Value::unknown_of(left.names.union(&right.names).cloned().collect()))
        }
        (unknown @ Value::Unknown(_), _) | (_, unknown @ Value::Unknown(_)) => Some(unknown.clone()),
        _ => None,
    }
}

pub(crate) fn compare(op: Comparison, left: &Value, right: &Value) -> Truth {
    match op {
        Comparison::Equal => return left.feel_equals(right),
        Comparison::NotEqual => return left.feel_equals(right).negate(),
        _ => {}
    }
    if let Some(Value::Unknown(unknown)) = either_unknown(left, right) {
        return Truth::Unknown(unknown.names.clone());
    }
    left.feel_compare(right).map_or(Truth::Null, |order| {
        Truth::from(match op {
            Comparison::Less => order == Ordering::Less,
            Comparison::LessEqual => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::GreaterEqual => order != Ordering::Less,
            Comparison::Equal | Comparison::NotEqual => false,
        })
    })
}

pub(crate) fn calculate(op: Arithmetic, left: &Value, right: &Value) -> Option<Value> {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        return match op {
            Arithmetic::Add => left.checked_add(*right),
            Arithmetic::Subtract => left.checked_sub(*right),
            Arithmetic::Multiply => left.checked_mul(*right),
            Arithmetic::Divide => left.checked_div(*right),
            Arithmetic::Power => left.pow(*right),
        }
        .map(Value::Number);
    }
    match op {
        Arithmetic::Add => add(left, right),
        Arithmetic::Subtract => subtract(left, right),
        Arithmetic::Multiply => multiply(left, right).or_else(|| multiply(right, left)),
        Arithmetic::Divide => divide(left, right),
        Arithmetic::Power => None,
    }
}

fn add(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::String(left), Value::String(right)) => Value::String(format!("{left}{right}").into()),
        (Value::DaysTime(left), Value::DaysTime(right)) => {
            Value::DaysTime(DaysTimeDuration::checked_from_nanos(left.nanos() + right.nanos())?)
        }
        (Value::YearsMonths(left), Value::YearsMonths(right)) => {
            Value::YearsMonths(YearsMonthsDuration::from_months(left.months().checked_add(right.months())?))
        }
        (Value::DaysTime(_) | Value::YearsMonths(_), _) => return shift(right, left),
        _ => return shift(left, right),
    })
}

/// A moment, later by a duration.
fn shift(moment: &Value, duration: &Value) -> Option<Value> {
    Some(match (moment, duration) {
        (Value::Date(date), Value::DaysTime(duration)) => {
            Value::Date(DateTime::midnight_utc(*date).add(*duration)?.date())
        }
        (Value::DateTime(moment), Value::DaysTime(duration)) => Value::DateTime(moment.add(*duration)?),
        (Value::Time(time), Value::DaysTime(duration)) => Value::Time(time.add(*duration)),
        (Value::Date(date), Value::YearsMonths(duration)) => Value::Date(date.add_months(*duration)?),
        (Value::DateTime(moment), Value::YearsMonths(duration)) => {
            Value::DateTime(moment.add_months(*duration)?)
        }
        _ => return None,
    })
}

fn subtract(left: &Value, right: &Value) -> Option<Value> {
    let since = match (left, right) {
        (Value::Date(left), Value::Date(right)) => {
            let days = left.days_since_epoch() - right.days_since_epoch();
            DaysTimeDuration::checked_from_nanos(i128::from(days) * 86_400 * NANOS)?
        }
        (Value::DateTime(left), Value::DateTime(right)) => left.since(right)?,
        (Value::Date(left), Value::DateTime(right)) => DateTime::midnight_utc(*left).since(right)?,
        (Value::DateTime(left), Value::Date(right)) => left.since(&DateTime::midnight_utc(*right))?,
        (Value::Time(left), Value::Time(right)) => left.since(right)?,
        (_, Value::DaysTime(duration)) => {
            let turned = DaysTimeDuration::checked_from_nanos(-duration.nanos())?;
            return if let Value::DaysTime(_) = left {
                add(left, &Value::DaysTime(turned))
            } else {
                shift(left, &Value::DaysTime(turned))
            };
        }
        (_, Value::YearsMonths(duration)) => {
            let turned =
                Value::YearsMonths(YearsMonthsDuration::from_months(duration.months().checked_neg()?));
            return if let Value::YearsMonths(_) = left { add(left, &turned) } else { shift(left, &turned) };
        }
        _ => return None,
    };
    Some(Value::DaysTime(since))
}

/// A duration of so many seconds, cut to nanoseconds.
fn days_time(seconds: Decimal) -> Option<Value> {
    let nanos = seconds.checked_mul(Decimal::from(1_000_000_000i64))?.round(0, Rounding::Down)?.to_i128()?;
    Some(Value::DaysTime(DaysTimeDuration::checked_from_nanos(nanos)?))
}

pub(crate) fn seconds(duration: DaysTimeDuration) -> Option<Decimal> {
    Decimal::new(duration.nanos(), 9).map(Decimal::normalized)
}

fn years_months(months: Decimal) -> Option<Value> {
    let months = months.round(0, Rounding::Down)?.to_i64()?;
    Some(Value::YearsMonths(YearsMonthsDuration::from_months(months)))
}

fn multiply(duration: &Value, factor: &Value) -> Option<Value> {
    match (duration, factor) {
        (Value::DaysTime(duration), Value::Number(factor)) => {
            days_time(seconds(*duration)?.checked_mul(*factor)?)
        }
        (Value::YearsMonths(duration), Value::Number(factor)) => {
            years_months(Decimal::from(duration.months()).checked_mul(*factor)?)
        }
        _ => None,
    }
}

fn divide(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::DaysTime(left), Value::DaysTime(right)) => {
            seconds(*left)?.checked_div(seconds(*right)?).map(Value::Number)
        }
        (Value::YearsMonths(left), Value::YearsMonths(right)) => {
            Decimal::from(left.months()).checked_div(right.months().into()).map(Value::Number)
        }
        (Value::DaysTime(left), Value::Number(right)) => days_time(seconds(*left)?.checked_div(*right)?),
        (Value::YearsMonths(left), Value::Number(right)) => {
            years_months(Decimal::from(left.months()).checked_div(*right)?)
        }
        _ => None,
    }
}

/// Whether a range contains a value.
pub(crate) fn contains(range: &Range, value: &Value) -> Truth {
    if let (RangeForm::Equal | RangeForm::NotEqual, Some(end)) = (range.form, &range.low) {
        let truth = value.feel_equals(end);
        return if range.form == RangeForm::Equal { truth } else { truth.negate() };
    }
    let low = range.low.as_ref().map_or(Truth::True, |low| {
        compare(if range.low_closed { Comparison::GreaterEqual } else { Comparison::Greater }, value, low)
    });
    let high = range.high.as_ref().map_or(Truth::True, |high| {
        compare(if range.high_closed { Comparison::LessEqual } else { Comparison::Less }, value, high)
    });
    low.and(high)
}

/// Whether a value is one of the others, lies in a range, or equals it.
pub(crate) fn belongs(value: &Value, other: &Value) -> Truth {
    match (value, other) {
        (Value::Range(_), Value::Range(_)) => value.feel_equals(other),
        (_, Value::Range(range)) => contains(range, value),
        (_, Value::List(items)) => {
            let mut result = if value.as_list().is_some() { value.feel_equals(other) } else { Truth::False };
            for item in items.iter() {
                let truth = match (value, item) {
                    (Value::Range(_), Value::Range(_)) => value.feel_equals(item),
                    (_, Value::Range(range)) => contains(range, value),
                    _ => value.feel_equals(item),
                };
                // A kind that differs is simply not this element.
                result = result.or(if truth == Truth::Null { Truth::False } else { truth });
            }
            result
        }
        _ => value.feel_equals(other),
    }
}

/// The element by its index from 1, or from the end for a negative one.
pub(super) fn element(list: &[Value], index: Decimal) -> Value {
    let Some(index) = index.to_i64() else { return Value::Null };
    let at = match index {
        0 => return Value::Null,
        index if index > 0 => usize::try_from(index - 1).ok(),
        index => usize::try_from(index.unsigned_abs()).ok().and_then(|back| list.len().checked_sub(back)),
    };
    at.and_then(|at| list.get(at)).cloned().unwrap_or_default()
}

pub(crate) fn instance_of(value: &Value, kind: &Type) -> Value {
    match (value, kind) {
        (Value::Unknown(_), _) => value.clone(),
        (Value::Null, _) => Value::Boolean(*kind == Type::Null),
        (_, Type::Null) => Value::Boolean(false),
        _ => Value::Boolean(kind.accepts(value)),
    }
}
