//! Values as tagged JSON, without loss and stable forever.
//!
//! Null, booleans, texts and lists stand plainly. Everything else is an object with one tag: `n` number,
//! `d` date, `t` time, `dt` date and time, `dd` days and time, `ym` years and months, `c` context,
//! `r` range, `u` unknown. Functions are refused.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::{Context, Range, RangeForm, Value};

fn tagged<S: Serializer, T: Serialize>(serializer: S, tag: &str, value: &T) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(tag, value)?;
    map.end()
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Boolean(value) => serializer.serialize_bool(*value),
            Value::String(text) => serializer.serialize_str(text),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items.iter() {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Value::Number(value) => tagged(serializer, "n", &value.to_string()),
            Value::Date(value) => tagged(serializer, "d", &value.to_string()),
            Value::Time(value) => tagged(serializer, "t", &value.to_string()),
            Value::DateTime(value) => tagged(serializer, "dt", &value.to_string()),
            Value::DaysTime(value) => tagged(serializer, "dd", &value.to_string()),
            Value::YearsMonths(value) => tagged(serializer, "ym", &value.to_string()),
            Value::Context(context) => tagged(serializer, "c", &**context),
            Value::Range(range) => {
                let open = match range.form {
                    RangeForm::Interval if range.low_closed => "[",
                    RangeForm::Interval => "(",
                    RangeForm::Equal => "=",
                    RangeForm::NotEqual => "!=",
                };
                let close = if range.high_closed { "]" } else { ")" };
                tagged(serializer, "r", &(open, &range.low, &range.high, close))
            }
            Value::Unknown(unknown) => tagged(serializer, "u", &unknown.names),
            Value::Function(_) => Err(S::Error::custom("a function cannot be written down")),
        }
    }
}

impl Serialize for Context {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(&**name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Context, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Context;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("named values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Context, A::Error> {
                let mut context = Context::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if context.get(&name).is_some() {
                        return Err(A::Error::custom("a name is used twice"));
                    }
                    context.set(name, value);
                }
                Ok(context)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Tagged)
    }
}

struct Tagged;

fn parsed<'de, A: MapAccess<'de>, T: FromStr>(map: &mut A) -> Result<T, A::Error> {
    let text: String = map.next_value()?;
    text.parse().map_err(|_| A::Error::custom("a value does not have the form that its tag asks for"))
}

impl<'de> Visitor<'de> for Tagged {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("null, a boolean, a text, a list, or an object with one tag")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::list(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let tag: String = map.next_key()?.ok_or_else(|| A::Error::custom("an object has no tag"))?;
        let value = match tag.as_str() {
            "n" => Value::Number(parsed(&mut map)?),
            "d" => Value::Date(parsed(&mut map)?),
            "t" => Value::Time(parsed(&mut map)?),
            "dt" => Value::DateTime(parsed(&mut map)?),
            "dd" => Value::DaysTime(parsed(&mut map)?),
            "ym" => Value::YearsMonths(parsed(&mut map)?),
            "c" => Value::context(map.next_value()?),
            "u" => Value::unknown_of(map.next_value::<BTreeSet<String>>()?),
            "r" => {
                let (open, low, high, close): (String, Option<Value>, Option<Value>, String) =
                    map.next_value()?;
                let side = |text: &str, closed: &str, opened: &str| match text {
                    text if text == closed => Ok(true),
                    text if text == opened => Ok(false),
                    _ => Err(A::Error::custom("a range has an unknown bracket")),
                };
                let (form, open) = match open.as_str() {
                    "=" => (RangeForm::Equal, "["),
                    "!=" => (RangeForm::NotEqual, "("),
                    open => (RangeForm::Interval, open),
                };
                let (low_closed, high_closed) = (side(open, "[", "(")?, side(&close, "]", ")")?);
                Value::Range(std::sync::Arc::new(Range { low, low_closed, high, high_closed, form }))
            }
            _ => return Err(A::Error::custom("a tag is unknown")),
        };
        if map.next_key::<String>()?.is_some() {
            return Err(A::Error::custom("an object has more than one tag"));
        }
        Ok(value)
    }
}
