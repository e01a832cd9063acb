//! Order of values, and values between and beside others.

use std::cmp::Ordering;

use afaq_feel::{Date, DaysTimeDuration, Decimal, Time, Value, YearsMonthsDuration};

/// The order of two values of one kind; none where there is no total order.
pub(crate) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(right)),
        (Value::Date(_), Value::DateTime(_)) | (Value::DateTime(_), Value::Date(_)) => None,
        _ => left.feel_compare(right),
    }
}

/// A value strictly between two others, as round as possible; none when there is none.
pub(crate) fn between(low: &Value, high: &Value) -> Option<Value> {
    match (low, high) {
        (Value::Number(low), Value::Number(high)) => number_between(*low, *high).map(Value::Number),
        (Value::Date(low), Value::Date(high)) => {
            let day = low.days_since_epoch() + 1;
            (day < high.days_since_epoch()).then(|| Date::from_days_since_epoch(day).map(Value::Date))?
        }
        (Value::YearsMonths(low), Value::YearsMonths(high)) => {
            let months = low.months() + 1;
            (months < high.months()).then(|| Value::YearsMonths(YearsMonthsDuration::from_months(months)))
        }
        (Value::DaysTime(low), Value::DaysTime(high)) => {
            let nanos = rounded_between(low.nanos(), high.nanos())?;
            Some(Value::DaysTime(DaysTimeDuration::checked_from_nanos(nanos)?))
        }
        (Value::Time(low), Value::Time(high)) => {
            let span = high.since(low)?.nanos();
            let middle = rounded_between(0, span)?;
            Some(Value::Time(low.add(DaysTimeDuration::checked_from_nanos(middle)?)))
        }
        (Value::DateTime(low), Value::DateTime(high)) => {
            let span = high.since(low)?.nanos();
            let middle = rounded_between(0, span)?;
            low.add(DaysTimeDuration::checked_from_nanos(middle)?).map(Value::DateTime)
        }
        (Value::String(low), Value::String(high)) => {
            // The text right after `low` has a zero at its end; others are easier to read.
            let next = ['-', '!', ' ', '\0'].into_iter().map(|sign| format!("{low}{sign}"));
            next.filter(|next| next.as_str() < &**high).map(|next| Value::String(next.into())).next()
        }
        _ => None,
    }
}

/// A value beside the outermost one: after it (`side` 1) or before it (-1).
pub(crate) fn beside(value: &Value, side: i64) -> Option<Value> {
    match value {
        Value::Number(number) => {
            let whole = if side > 0 { number.floor() } else { number.ceiling() };
            whole.checked_add(Decimal::from(side)).map(Value::Number)
        }
        Value::Date(date) => date.add_days(side).map(Value::Date),
        Value::YearsMonths(duration) => duration
            .months()
            .checked_add(side)
            .map(|months| Value::YearsMonths(YearsMonthsDuration::from_months(months))),
        Value::DaysTime(duration) => {
            let nanos = duration.nanos().checked_add(i128::from(side) * SECOND_NANOS)?;
            DaysTimeDuration::checked_from_nanos(nanos).map(Value::DaysTime)
        }
        Value::DateTime(instant) => {
            instant.add(DaysTimeDuration::from_days(if side > 0 { 1 } else { -1 })).map(Value::DateTime)
        }
        Value::Time(time) => beside_time(time, side).map(Value::Time),
        Value::String(text) if side > 0 => Some(Value::String(format!("{text}!").into())),
        Value::String(text) => (!text.is_empty()).then(|| Value::String("".into())),
        _ => None,
    }
}

const SECOND_NANOS: i128 = 1_000_000_000;

fn beside_time(time: &Time, side: i64) -> Option<Time> {
    let is_edge = if side > 0 {
        (time.hour(), time.minute(), time.second()) == (23, 59, 59)
    } else {
        (time.hour(), time.minute(), time.second(), time.nanos()) == (0, 0, 0, 0)
    };
    let step = DaysTimeDuration::checked_from_nanos(i128::from(side) * SECOND_NANOS)?;
    (!is_edge).then(|| time.add(step))
}

fn number_between(low: Decimal, high: Decimal) -> Option<Decimal> {
    let whole = low.floor().checked_add(Decimal::from(1_i64))?;
    if whole < high && whole > low {
        return Some(whole);
    }
    let middle = low.checked_add(high)?.checked_div(Decimal::from(2_i64))?;
    (middle > low && middle < high).then_some(middle)
}

/// A number of nanoseconds strictly between two others: whole days, hours, minutes or seconds where possible.
fn rounded_between(low: i128, high: i128) -> Option<i128> {
    for unit in [86_400 * SECOND_NANOS, 3_600 * SECOND_NANOS, 60 * SECOND_NANOS, SECOND_NANOS, 1] {
        let next = low.div_euclid(unit).checked_add(1)?.checked_mul(unit)?;
        if next < high {
            return Some(next);
        }
    }
    None
}

/// The moment one second after a time or a point in time: what is equal to it ends there.
pub(crate) fn second_after(value: &Value) -> Option<Value> {
    let second = DaysTimeDuration::checked_from_nanos(SECOND_NANOS)?;
    match value {
        Value::DateTime(moment) => moment.add(second).map(Value::DateTime),
        Value::Time(time) => beside_time(time, 1).map(Value::Time),
        _ => None,
    }
}
