//! The types of FEEL, as far as they are known before evaluation.

use std::collections::BTreeMap;
use std::fmt;

use crate::Value;

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Any value.
    Any,
    /// Only null.
    Null,
    /// True or false.
    Boolean,
    /// A number.
    Number,
    /// A text.
    String,
    /// A day.
    Date,
    /// A time of the day.
    Time,
    /// A day and a time.
    DateTime,
    /// A duration of days and time.
    DaysTime,
    /// A duration of years and months.
    YearsMonths,
    /// A list of elements of one type.
    List(Box<Type>),
    /// Named entries.
    Context(BTreeMap<String, Type>),
    /// An interval.
    Range(Box<Type>),
    /// A function.
    Function {
        /// Types of the parameters.
        params: Vec<Type>,
        /// Type of the result.
        result: Box<Type>,
    },
    /// A text out of a closed set; comparing it with another text is a problem.
    OneOf(Vec<String>),
}

impl Type {
    /// A list of elements of one type.
    pub fn list(item: Type) -> Type {
        Type::List(Box::new(item))
    }

    /// A context with these entries.
    pub fn context<N: Into<String>>(entries: impl IntoIterator<Item = (N, Type)>) -> Type {
        Type::Context(entries.into_iter().map(|(name, kind)| (name.into(), kind)).collect())
    }

    /// Whether a value of this type could also be one of the other.
    pub fn overlaps(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Any | Type::Null, _) | (_, Type::Any | Type::Null) => true,
            (Type::String | Type::OneOf(_), Type::String) | (Type::String, Type::OneOf(_)) => true,
            (Type::OneOf(left), Type::OneOf(right)) => left.iter().any(|text| right.contains(text)),
            (Type::List(left), Type::List(right)) | (Type::Range(left), Type::Range(right)) => {
                left.overlaps(right)
            }
            (Type::Context(_), Type::Context(_)) | (Type::Function { .. }, Type::Function { .. }) => true,
            _ => self == other,
        }
    }

    /// The type that holds the values of both.
    #[must_use]
    pub fn join(self, other: Type) -> Type {
        match (self, other) {
            (left, right) if left == right => left,
            (Type::Null, other) | (other, Type::Null) => other,
            (Type::String | Type::OneOf(_), Type::String | Type::OneOf(_)) => Type::String,
            (Type::List(left), Type::List(right)) => Type::list(left.join(*right)),
            _ => Type::Any,
        }
    }

    /// Whether a value conforms to the type (null conforms to every type).
    pub fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Type::Any, _) | (_, Value::Null | Value::Unknown(_)) => true,
            (Type::Boolean, Value::Boolean(_))
            | (Type::Number, Value::Number(_))
            | (Type::String, Value::String(_))
            | (Type::Date, Value::Date(_))
            | (Type::Time, Value::Time(_))
            | (Type::DateTime, Value::DateTime(_))
            | (Type::DaysTime, Value::DaysTime(_))
            | (Type::YearsMonths, Value::YearsMonths(_)) => true,
            (Type::OneOf(texts), Value::String(text)) => texts.iter().any(|known| **known == **text),
            (Type::List(item), Value::List(items)) => items.iter().all(|value| item.accepts(value)),
            (Type::Context(entries), Value::Context(context)) => {
                entries.iter().all(|(name, kind)| context.get(name).is_some_and(|value| kind.accepts(value)))
            }
            (Type::Range(item), Value::Range(range)) => {
                range.low.iter().chain(&range.high).all(|end| item.accepts(end))
            }
            (Type::Function { params, result }, Value::Function(function)) => {
                function.conforms(params, result)
            }
            _ => false,
        }
    }

    /// Whether every value of this type is one of the other (DMN 1.5, clause 10.3.2.9.2).
    pub fn conforms_to(&self, other: &Type) -> bool {
        match (self, other) {
            (_, Type::Any) | (Type::Null, _) | (Type::OneOf(_), Type::String) => true,
            (Type::OneOf(left), Type::OneOf(right)) => left.iter().all(|text| right.contains(text)),
            (Type::List(left), Type::List(right)) | (Type::Range(left), Type::Range(right)) => {
                left.conforms_to(right)
            }
            (Type::Context(left), Type::Context(right)) => {
                right.iter().all(|(name, kind)| left.get(name).is_some_and(|own| own.conforms_to(kind)))
            }
            (
                Type::Function { params, result },
                Type::Function { params: other_params, result: other_result },
            ) => {
                params.len() == other_params.len()
                    && other_params.iter().zip(params).all(|(theirs, own)| theirs.conforms_to(own))
                    && result.conforms_to(other_result)
            }
            _ => self == other,
        }
    }

    /// The type of a value.
    pub fn of(value: &Value) -> Type {
        match value {
            Value::Null => Type::Null,
            Value::Boolean(_) => Type::Boolean,
            Value::Number(_) => Type::Number,
            Value::String(_) => Type::String,
            Value::Date(_) => Type::Date,
            Value::Time(_) => Type::Time,
            Value::DateTime(_) => Type::DateTime,
            Value::DaysTime(_) => Type::DaysTime,
            Value::YearsMonths(_) => Type::YearsMonths,
            Value::List(items) => {
                let item = items.iter().map(Type::of).reduce(Type::join);
                Type::list(item.unwrap_or(Type::Any))
            }
            Value::Context(context) => {
                Type::context(context.iter().map(|(name, value)| (name.to_string(), Type::of(value))))
            }
            Value::Range(range) => {
                let end = range.low.as_ref().or(range.high.as_ref());
                Type::Range(Box::new(end.map_or(Type::Any, Type::of)))
            }
            Value::Function(_) | Value::Unknown(_) => Type::Any,
        }
    }

    /// A simple type by the name that FEEL gives it.
    pub fn by_name(name: &str) -> Option<Type> {
        Some(match name {
            "Any" => Type::Any,
            "Null" => Type::Null,
            "boolean" => Type::Boolean,
            "number" => Type::Number,
            "string" => Type::String,
            "date" => Type::Date,
            "time" => Type::Time,
            "date and time" | "dateTime" => Type::DateTime,
            "days and time duration" | "dayTimeDuration" => Type::DaysTime,
            "years and months duration" | "yearMonthDuration" => Type::YearsMonths,
            _ => return None,
        })
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Type::Any => "Any",
            Type::Null => "Null",
            Type::Boolean => "boolean",
            Type::Number => "number",
            Type::String | Type::OneOf(_) => "string",
            Type::Date => "date",
            Type::Time => "time",
            Type::DateTime => "date and time",
            Type::DaysTime => "days and time duration",
            Type::YearsMonths => "years and months duration",
            Type::List(item) => return write!(formatter, "list<{item}>"),
            Type::Range(item) => return write!(formatter, "range<{item}>"),
            Type::Context(entries) => {
                formatter.write_str("context<")?;
                for (at, (name, kind)) in entries.iter().enumerate() {
                    write!(formatter, "{}{name}: {kind}", if at > 0 { ", " } else { "" })?;
                }
                return formatter.write_str(">");
            }
            Type::Function { params, result } => {
                formatter.write_str("function<")?;
                for (at, kind) in params.iter().enumerate() {
                    write!(formatter, "{}{kind}", if at > 0 { ", " } else { "" })?;
                }
                return write!(formatter, "> -> {result}");
            }
        };
        formatter.write_str(name)
    }
}
