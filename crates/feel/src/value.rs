//! The values of FEEL.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::context::Context;
use crate::function::Function;
use crate::temporal::{Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration};
use crate::{Decimal, Truth};

/// A value of FEEL. Copies are cheap: large ones are shared.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// Nothing, or the outcome of an operation that has none.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// An exact decimal number.
    Number(Decimal),
    /// A text.
    String(Arc<str>),
    /// A day.
    Date(Date),
    /// A time of the day.
    Time(Time),
    /// A day and a time.
    DateTime(DateTime),
    /// A duration of days and time.
    DaysTime(DaysTimeDuration),
    /// A duration of years and months.
    YearsMonths(YearsMonthsDuration),
    /// A list.
    List(Arc<Vec<Value>>),
    /// Named entries.
    Context(Arc<Context>),
    /// An interval.
    Range(Arc<Range>),
    /// A function.
    Function(Arc<Function>),
    /// Undetermined: it depends on facts that are unavailable or disputed.
    Unknown(Arc<Unknown>),
}

/// An interval of values; a missing end is unbounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: Option<Value>,
    /// Whether the lower end belongs to it.
    pub low_closed: bool,
    /// The upper end.
    pub high: Option<Value>,
    /// Whether the upper end belongs to it.
    pub high_closed: bool,
    /// How it was written.
    pub form: RangeForm,
}

/// How a range was written; ranges of different forms are never equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeForm {
    /// From one end to the other, as `[1..10)` or `(< 10)`.
    #[default]
    Interval,
    /// One value, as `(= 10)`: both ends are the value.
    Equal,
    /// All but one value, as `(!= 10)`: both ends are that value, and do not belong to it.
    NotEqual,
}

/// The facts that decide a value and are unavailable or disputed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Names of the facts, as paths such as `applicant.is_employed`.
    pub names: BTreeSet<String>,
}

impl Value {
    /// A text.
    pub fn string(text: impl Into<Arc<str>>) -> Value {
        Value::String(text.into())
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Arc::new(items))
    }

    /// A context.
    pub fn context(context: Context) -> Value {
        Value::Context(Arc::new(context))
    }

    /// An undetermined value that depends on one fact.
    pub fn unknown(name: impl Into<String>) -> Value {
        Value::Unknown(Arc::new(Unknown { names: BTreeSet::from([name.into()]) }))
    }

    /// An undetermined value that depends on several facts.
    pub fn unknown_of(names: BTreeSet<String>) -> Value {
        Value::Unknown(Arc::new(Unknown { names }))
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Whether it is undetermined as a whole.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown(_))
    }

    /// The names of all facts that it lacks, in lists and contexts too.
    pub fn unknown_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.collect_unknown(&mut names, 64);
        names
    }

    fn collect_unknown(&self, names: &mut BTreeSet<String>, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match self {
            Value::Unknown(unknown) => names.extend(unknown.names.iter().cloned()),
            Value::List(items) => items.iter().for_each(|item| item.collect_unknown(names, depth)),
            Value::Context(context) => {
                context.iter().for_each(|(_, value)| value.collect_unknown(names, depth));
            }
            Value::Range(range) => {
                range.low.iter().chain(&range.high).for_each(|end| end.collect_unknown(names, depth));
            }
            _ => {}
        }
    }

    /// The boolean, if it is one.
    pub fn as_boolean(&self) -> Option<bool> {
        if let Value::Boolean(value) = self { Some(*value) } else { None }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<Decimal> {
        if let Value::Number(value) = self { Some(*value) } else { None }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(value) = self { Some(value) } else { None }
    }

    /// The elements, if it is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        if let Value::List(items) = self { Some(items) } else { None }
    }

    /// The entries, if it is a context.
    pub fn as_context(&self) -> Option<&Context> {
        if let Value::Context(context) = self { Some(context) } else { None }
    }

    /// The name of its kind as FEEL spells it.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Boolean(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Date(_) => "date",
            Value::Time(_) => "time",
            Value::DateTime(_) => "date and time",
            Value::DaysTime(_) => "days and time duration",
            Value::YearsMonths(_) => "years and months duration",
            Value::List(_) => "list",
            Value::Context(_) => "context",
            Value::Range(_) => "range",
            Value::Function(_) => "function",
            Value::Unknown(_) => "unknown",
        }
    }

    /// FEEL's `=`: true, false, null for kinds that cannot be compared, or unknown.
    pub fn feel_equals(&self, other: &Value) -> Truth {
        equals(self, other, 64)
    }

    /// FEEL's order of two values of one kind; `None` where they have none.
    pub fn feel_compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
            (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
            (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
            (Value::Time(left), Value::Time(right)) => left.compare(right),
            (Value::DateTime(left), Value::DateTime(right)) => left.compare(right),
            (Value::Date(left), Value::DateTime(right)) => DateTime::midnight_utc(*left).compare(right),
            (Value::DateTime(left), Value::Date(right)) => left.compare(&DateTime::midnight_utc(*right)),
            (Value::DaysTime(left), Value::DaysTime(right)) => Some(left.cmp(right)),
            (Value::YearsMonths(left), Value::YearsMonths(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }
}

fn equals(left: &Value, right: &Value, depth: u32) -> Truth {
    let Some(depth) = depth.checked_sub(1) else { return Truth::Null };
    match (left, right) {
        (Value::Unknown(left), Value::Unknown(right)) => {
            Truth::Unknown(left.names.union(&right.names).cloned().collect())
        }
        (Value::Unknown(unknown), _) | (_, Value::Unknown(unknown)) => Truth::Unknown(unknown.names.clone()),
        (Value::Null, Value::Null) => Truth::True,
        (Value::Null, _) | (_, Value::Null) => Truth::False,
        (Value::Boolean(left), Value::Boolean(right)) => Truth::from(left == right),
        (Value::List(left), Value::List(right)) => {
            if left.len() != right.len() {
                return Truth::False;
            }
            let pairs = left.iter().zip(right.iter());
            all_equal(pairs.map(|(left, right)| equals(left, right, depth)))
        }
        (Value::Context(left), Value::Context(right)) => {
            if left.len() != right.len() {
                return Truth::False;
            }
            all_equal(left.iter().map(|(key, value)| match right.get(key) {
                Some(other) => equals(value, other, depth),
                None => Truth::False,
            }))
        }
        (Value::Range(left), Value::Range(right)) => {
            if left.form != right.form
                || left.low_closed != right.low_closed
                || left.high_closed != right.high_closed
            {
                return Truth::False;
            }
            let ends = [(&left.low, &right.low), (&left.high, &right.high)];
            all_equal(ends.into_iter().map(|(left, right)| match (left, right) {
                (None, None) => Truth::True,
                (Some(left), Some(right)) => equals(left, right, depth),
                _ => Truth::False,
            }))
        }
        (Value::Function(left), Value::Function(right)) => Truth::from(Arc::ptr_eq(left, right)),
        // The standard's equality of times knows hours, minutes and whole seconds.
        (Value::Time(left), Value::Time(right)) if left.compare(right).is_some() => {
            Truth::from(left.whole_second() == right.whole_second())
        }
        (Value::DateTime(left), Value::DateTime(right)) if left.compare(right).is_some() => {
            Truth::from(left.whole_second() == right.whole_second())
        }
        (Value::Date(_), Value::DateTime(_)) | (Value::DateTime(_), Value::Date(_)) => Truth::Null,
        _ => left.feel_compare(right).map_or(Truth::Null, |order| Truth::from(order == Ordering::Equal)),
    }
}

fn all_equal(parts: impl Iterator<Item = Truth>) -> Truth {
    let mut result = Truth::True;
    for part in parts {
        result = match part {
            // Inside lists and contexts, values of different kinds are different.
            Truth::False | Truth::Null => return Truth::False,
            part => result.and(part),
        };
    }
    result
}

/// The same value in every part; unlike FEEL's `=` it is decided for all values.
impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Boolean(left), Value::Boolean(right)) => left == right,
            (Value::Number(left), Value::Number(right)) => left == right,
            (Value::String(left), Value::String(right)) => left == right,
            (Value::Date(left), Value::Date(right)) => left == right,
            (Value::Time(left), Value::Time(right)) => left == right,
            (Value::DateTime(left), Value::DateTime(right)) => left == right,
            (Value::DaysTime(left), Value::DaysTime(right)) => left == right,
            (Value::YearsMonths(left), Value::YearsMonths(right)) => left == right,
            (Value::List(left), Value::List(right)) => left == right,
            (Value::Context(left), Value::Context(right)) => left == right,
            (Value::Range(left), Value::Range(right)) => left == right,
            (Value::Function(left), Value::Function(right)) => Arc::ptr_eq(left, right),
            (Value::Unknown(left), Value::Unknown(right)) => left == right,
            _ => false,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Number(value.into())
    }
}

impl From<Decimal> for Value {
    fn from(value: Decimal) -> Value {
        Value::Number(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::String(value.into())
    }
}

impl From<Truth> for Value {
    fn from(value: Truth) -> Value {
        match value {
            Truth::True => Value::Boolean(true),
            Truth::False => Value::Boolean(false),
            Truth::Null => Value::Null,
            Truth::Unknown(names) => Value::unknown_of(names),
        }
    }
}

impl fmt::Display for Value {
    /// Writes it as FEEL would: texts in quotes, dates as at-literals.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::print::write_value(formatter, self, 64)
    }
}
