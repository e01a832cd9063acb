//! Functions on dates, times and durations.

use super::{decimal, single};
use crate::evaluate::{Machine, Outcome};
use crate::temporal::{Date, DateTime, NANOS, Time, Zone};
use crate::{Decimal, Rounding, Value};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn whole<N: TryFrom<i64>>(args: &[Value], at: usize) -> Option<N> {
    N::try_from(decimal(args, at)?.round(0, Rounding::Down)?.to_i64()?).ok()
}

pub(super) fn date(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let found = if args.len() == 3 {
        whole(args, 0)
            .zip(whole(args, 1))
            .zip(whole(args, 2))
            .and_then(|((year, month), day)| Date::from_ymd(year, month, day))
    } else {
        as_date(args)
    };
    Ok(found.map_or(Value::Null, Value::Date))
}

fn as_date(args: &[Value]) -> Option<Date> {
    match args.first().map(single)? {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date()),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

pub(super) fn time(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let found = if args.len() >= 3 { time_from_parts(args) } else { as_time(args.first()) };
    Ok(found.map_or(Value::Null, Value::Time))
}

fn as_time(value: Option<&Value>) -> Option<Time> {
    match single(value?) {
        Value::Time(time) => Some(time.clone()),
        Value::DateTime(moment) => Some(moment.time().clone()),
        Value::Date(_) => Time::new(0, 0, 0, 0, Some(Zone::UTC)),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn time_from_parts(args: &[Value]) -> Option<Time> {
    let second = decimal(args, 2)?;
    let nanos = second.checked_mul(Decimal::from(NANOS as i64))?.round(0, Rounding::Down)?.to_i128()?;
    if nanos < 0 {
        return None;
    }
    let zone = match args.get(3).map(single) {
        None | Some(Value::Null) => None,
        Some(Value::DaysTime(offset)) => {
            Some(Zone::from_offset(i32::try_from(offset.nanos() / NANOS).ok()?)?)
        }
        Some(_) => return None,
    };
    let (second, nanos) = (u32::try_from(nanos / NANOS).ok()?, (nanos % NANOS) as u32);
    Time::new(whole(args, 0)?, whole(args, 1)?, second, nanos, zone)
}

pub(super) fn date_and_time(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let found = match args {
        [from] => match single(from) {
            Value::DateTime(moment) => Some(moment.clone()),
            Value::Date(date) => Some(DateTime::midnight_utc(*date)),
            Value::String(text) => match text.parse() {
                Ok(moment) => Some(moment),
                Err(_) => text
                    .parse()
                    .ok()
                    .and_then(|date: Date| Some(DateTime::new(date, Time::new(0, 0, 0, 0, None)?))),
            },
            _ => None,
        },
        [_, Value::Time(time), rest @ ..] => as_date_value(args).and_then(|date| match rest {
            [] => Some(DateTime::new(date, time.clone())),
            [zone] => {
                let zone = zone.as_str().and_then(Zone::named)?;
                Some(DateTime::new(date, time.with_zone(Some(zone))))
            }
            _ => None,
        }),
        _ => None,
    };
    Ok(found.map_or(Value::Null, Value::DateTime))
}

fn as_date_value(args: &[Value]) -> Option<Date> {
    match args.first().map(single)? {
        Value::Date(date) => Some(*date),
        Value::DateTime(moment) => Some(moment.date()),
        _ => None,
    }
}

pub(super) fn duration(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    Ok(match args.first().map(single) {
        Some(value @ (Value::DaysTime(_) | Value::YearsMonths(_))) => value.clone(),
        Some(Value::String(text)) => text
            .parse()
            .map(Value::YearsMonths)
            .or_else(|_| text.parse().map(Value::DaysTime))
            .unwrap_or_default(),
        _ => Value::Null,
    })
}

pub(super) fn years_and_months(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let day = |at: usize| as_date_value(args.get(at..).unwrap_or_default());
    Ok(match day(0).zip(day(1)) {
        Some((from, to)) => Value::YearsMonths(from.months_until(to)),
        None => Value::Null,
    })
}

pub(super) fn now(machine: &mut Machine<'_>, _: &[Value]) -> Outcome {
    Ok(Value::DateTime(machine.env.now.clone()))
}

pub(super) fn today(machine: &mut Machine<'_>, _: &[Value]) -> Outcome {
    Ok(Value::Date(machine.env.now.date()))
}

fn on_date(args: &[Value], part: fn(Date) -> Value) -> Outcome {
    Ok(as_date_value(args).map_or(Value::Null, part))
}

pub(super) fn day_of_year(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    on_date(args, |date| Value::from(i64::from(date.day_of_year())))
}

pub(super) fn day_of_week(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    on_date(args, |date| Value::from(DAYS[usize::from(date.weekday() - 1)]))
}

pub(super) fn month_of_year(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    on_date(args, |date| Value::from(MONTHS[usize::from(date.month() - 1)]))
}

pub(super) fn week_of_year(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    on_date(args, |date| Value::from(i64::from(date.week_of_year())))
}

/// The same value in the value domain: times with different zones differ.
pub(super) fn is(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    Ok(Value::Boolean(match args {
        [Value::DateTime(left), Value::DateTime(right)] => {
            left.date() == right.date() && same_clock(left.time(), right.time())
        }
        [Value::Time(left), Value::Time(right)] => same_clock(left, right),
        [left, right] => left == right,
        _ => false,
    }))
}

fn same_clock(left: &Time, right: &Time) -> bool {
    left.with_zone(None) == right.with_zone(None) && left.zone() == right.zone()
}
