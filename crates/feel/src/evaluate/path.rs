//! Members of contexts, dates, times, durations and ranges.

use super::{Machine, Outcome};
use crate::ast::{Expr, Kind};
use crate::temporal::{DaysTimeDuration, NANOS, Zone};
use crate::{Decimal, Value};

impl Machine<'_> {
    pub(super) fn path(&mut self, inner: &Expr, member: &str, whole: &Expr) -> Outcome {
        // A variable's member is read in place, without a copy of the variable.
        let direct = match &inner.kind {
            Kind::Name(name) if name.binding == crate::ast::Binding::Global => {
                match self.vars.get(&name.text) {
                    Some(Value::Context(context)) => context.get(member).cloned(),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(value) = direct {
            return Ok(value);
        }
        let value = self.eval(inner)?;
        self.place = (whole.start, whole.end);
        self.member_of(&value, member)
    }

    fn member_of(&mut self, value: &Value, member: &str) -> Outcome {
        match value {
            Value::List(items) => {
                self.spend(items.len())?;
                let mut members = Vec::with_capacity(items.len());
                for item in items.iter() {
                    let found = if item.as_list().is_some() { None } else { find_member(item, member) };
                    members.push(found.unwrap_or_default());
                }
                Ok(Value::list(members))
            }
            Value::Unknown(_) => Ok(value.clone()),
            _ => Ok(match find_member(value, member) {
                Some(found) => found,
                None => self.null(|| format!("{} has no member `{member}`", value.kind())),
            }),
        }
    }
}

pub(crate) fn find_member(value: &Value, member: &str) -> Option<Value> {
    let number = |number: i64| Some(Value::from(number));
    match value {
        Value::Context(context) => context.get(member).cloned(),
        Value::Unknown(_) => Some(value.clone()),
        Value::Date(date) => match member {
            "year" => number(date.year().into()),
            "month" => number(date.month().into()),
            "day" => number(date.day().into()),
            "weekday" => number(date.weekday().into()),
            _ => None,
        },
        Value::Time(time) => time_member(time, time.offset(), member),
        Value::DateTime(moment) => match member {
            "year" | "month" | "day" | "weekday" => find_member(&Value::Date(moment.date()), member),
            _ => time_member(moment.time(), moment.offset(), member),
        },
        Value::DaysTime(duration) => {
            let size = duration.nanos();
            match member {
                "days" => number(duration.days()),
                "hours" => number((size / (3_600 * NANOS) % 24) as i64),
                "minutes" => number((size / (60 * NANOS) % 60) as i64),
                "seconds" => {
                    Decimal::new(size % (60 * NANOS), 9).map(|seconds| Value::Number(seconds.normalized()))
                }
                _ => None,
            }
        }
        Value::YearsMonths(duration) => match member {
            "years" => number(duration.months() / 12),
            "months" => number(duration.months() % 12),
            _ => None,
        },
        Value::Range(range) => match member {
            "start" => Some(range.low.clone().unwrap_or_default()),
            "end" => Some(range.high.clone().unwrap_or_default()),
            "start included" => Some(Value::Boolean(range.low_closed)),
            "end included" => Some(Value::Boolean(range.high_closed)),
            _ => None,
        },
        _ => None,
    }
}

fn time_member(time: &crate::Time, offset: Option<i32>, member: &str) -> Option<Value> {
    match member {
        "hour" => Some(Value::from(i64::from(time.hour()))),
        "minute" => Some(Value::from(i64::from(time.minute()))),
        "second" => Decimal::new(i128::from(time.second()) * NANOS + i128::from(time.nanos()), 9)
            .map(|second| Value::Number(second.normalized())),
        "time offset" => Some(offset.map_or(Value::Null, |offset| {
            Value::DaysTime(DaysTimeDuration::from_nanos(i128::from(offset) * NANOS))
        })),
        "timezone" => match time.zone() {
            Some(Zone::Named(zone)) => Some(Value::string(zone.name())),
            _ => Some(Value::Null),
        },
        _ => None,
    }
}
