//! The narrow waist between rooms and databases: statements, values and rows as plain data.
//!
//! Rooms write their SQL once, in the common subset of SQLite and PostgreSQL, with `$1`, `$2`, …
//! in the order of their first appearance (SQLite numbers such names by appearance).

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use afaq_base::Timestamp;
use serde_json::Value as Json;

use crate::{StoreError, limits};

/// One SQL statement with its values.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) text: Cow<'static, str>,
    pub(crate) values: Vec<Value>,
    /// If it must return a row: what is missing otherwise.
    pub(crate) must_hit: Option<&'static str>,
}

/// Makes a statement.
pub(crate) fn sql(text: impl Into<Cow<'static, str>>, values: Vec<Value>) -> Statement {
    Statement { text: text.into(), values, must_hit: None }
}

/// One value in a row or for a placeholder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    /// An identifier of 128 bits: sixteen bytes in a row, read back as bytes.
    Id([u8; 16]),
}

impl Statement {
    /// Refuses the write if this statement returns no row.
    pub(crate) fn must_hit(mut self, what: &'static str) -> Self {
        self.must_hit = Some(what);
        self
    }

    /// About how many bytes this statement writes.
    pub(crate) fn weight(&self) -> usize {
        self.values.iter().map(Value::weight).sum()
    }

    /// Refuses what one of the databases cannot hold (PostgreSQL has no NUL in text).
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        for value in &self.values {
            match value {
                Value::Text(text) if text.contains('\0') => {
                    return Err(StoreError::BadValue { what: "a text", problem: "it holds a NUL character" });
                }
                Value::Text(text) if text.len() > limits::JSON_BYTES_MAX => {
                    return Err(StoreError::TooLarge {
                        what: "a text (bytes)",
                        limit: limits::JSON_BYTES_MAX,
                    });
                }
                Value::Null | Value::Int(_) | Value::Text(_) | Value::Bytes(_) | Value::Id(_) => {}
            }
        }
        Ok(())
    }
}

impl Value {
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Null | Self::Int(_) => 8,
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::Id(bytes) => bytes.len(),
        }
    }

    /// An identifier of 128 bits.
    pub(crate) fn id(id: &(impl Copy + Into<[u8; 16]>)) -> Self {
        Self::Id((*id).into())
    }

    pub(crate) fn id_or_null(id: Option<&(impl Copy + Into<[u8; 16]>)>) -> Self {
        id.map_or(Self::Null, Self::id)
    }

    /// The text form of a code: of a body, a unit, a service, a day.
    pub(crate) fn code(code: &impl Display) -> Self {
        Self::Text(code.to_string())
    }

    pub(crate) fn code_or_null(code: Option<&impl Display>) -> Self {
        code.map_or(Self::Null, Self::code)
    }

    /// A length or a version; what no database could count becomes the largest number.
    pub(crate) fn count(n: u64) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_microsecond())
    }
}

impl<T> From<Option<T>> for Value
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

/// Columns of a row with their values.
pub(crate) type Columns = Vec<(&'static str, Value)>;

/// Writes a row as it stands now, whether it was there or not.
pub(crate) fn upsert(table: &str, keys: Columns, others: Columns) -> Statement {
    let names = |columns: &Columns| columns.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let (key_names, other_names) = (names(&keys), names(&others));
    let places: Vec<String> = (1..=keys.len() + others.len()).map(|place| format!("${place}")).collect();
    let set: Vec<String> = other_names.iter().map(|name| format!("{name} = excluded.{name}")).collect();
    let text = format!(
        "insert into {table} ({}, {}) values ({}) on conflict ({}) do update set {}",
        key_names.join(", "),
        other_names.join(", "),
        places.join(", "),
        key_names.join(", "),
        set.join(", ")
    );
    sql(text, keys.into_iter().chain(others).map(|(_, value)| value).collect())
}

/// Writes a row again that is there. Columns of indexes are only named where they differ from `before`: a
/// database writes an index for each column that is named, changed or not. `others` are always written.
pub(crate) fn change(
    table: &str,
    keys: Columns,
    before: &Columns,
    now: Columns,
    others: Columns,
    what: &'static str,
) -> Statement {
    let differs = |(name, value): &(&'static str, Value)| !before.contains(&(*name, value.clone()));
    let mut text = format!("update {table} set ");
    let mut values = Vec::new();
    for (name, value) in others.into_iter().chain(now.into_iter().filter(differs)) {
        values.push(value);
        let comma = if values.len() > 1 { ", " } else { "" };
        text.push_str(&format!("{comma}{name} = ${}", values.len()));
    }
    let mut word = "where";
    let mut first = "";
    for (name, value) in keys {
        values.push(value);
        text.push_str(&format!(" {word} {name} = ${}", values.len()));
        (word, first) = ("and", if first.is_empty() { name } else { first });
    }
    text.push_str(&format!(" returning {first}"));
    sql(text, values).must_hit(what)
}

/// Writes JSON as text, within its limits of size and depth.
pub(crate) fn json_text(what: &'static str, json: &Json) -> Result<String, StoreError> {
    check_depth(what, json)?;
    let text = serde_json::to_string(json)
        .map_err(|_| StoreError::BadValue { what, problem: "it cannot be written as JSON" })?;
    if text.len() > limits::JSON_BYTES_MAX {
        return Err(StoreError::TooLarge { what, limit: limits::JSON_BYTES_MAX });
    }
    Ok(text)
}

/// Walks level by level, not by recursion: a hostile value must not overflow the stack.
fn check_depth(what: &'static str, json: &Json) -> Result<(), StoreError> {
    let mut level: Vec<&Json> = vec![json];
    for _ in 0..=limits::JSON_DEPTH_MAX {
        let mut next = Vec::new();
        for value in level {
            match value {
                Json::Array(items) => next.extend(items),
                Json::Object(fields) => next.extend(fields.values()),
                Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
            }
        }
        if next.is_empty() {
            return Ok(());
        }
        level = next;
    }
    Err(StoreError::TooLarge { what, limit: limits::JSON_DEPTH_MAX })
}

/// Refuses a name (kind, identifier, key) that is empty or too long.
pub(crate) fn check_name(what: &'static str, name: &str) -> Result<(), StoreError> {
    if name.is_empty() {
        return Err(StoreError::BadValue { what, problem: "it is empty" });
    }
    if name.len() > limits::NAME_BYTES_MAX {
        return Err(StoreError::TooLarge { what, limit: limits::NAME_BYTES_MAX });
    }
    if name.contains('\0') {
        return Err(StoreError::BadValue { what, problem: "it holds a NUL character" });
    }
    Ok(())
}

/// One row, read column by column in the order of the statement.
#[derive(Debug)]
pub(crate) struct Row {
    values: std::vec::IntoIter<Value>,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self { values: values.into_iter() }
    }

    /// What was not read yet.
    pub(crate) fn into_values(self) -> Vec<Value> {
        self.values.collect()
    }

    fn next(&mut self) -> Result<Value, StoreError> {
        self.values.next().ok_or_else(|| StoreError::damaged("a row has too few columns"))
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        match self.next()? {
            Value::Int(n) => Ok(n),
            other => Err(unexpected("a number", &other)),
        }
    }

    pub(crate) fn count(&mut self) -> Result<u64, StoreError> {
        u64::try_from(self.int()?).map_err(|_| StoreError::damaged("a count is negative"))
    }

    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        match self.next()? {
            Value::Text(text) => Ok(text),
            other => Err(unexpected("a text", &other)),
        }
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        match self.next()? {
            Value::Bytes(bytes) => Ok(bytes),
            Value::Id(bytes) => Ok(bytes.to_vec()),
            other => Err(unexpected("bytes", &other)),
        }
    }

    pub(crate) fn int_or_null(&mut self) -> Result<Option<i64>, StoreError> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Int(n) => Ok(Some(n)),
            other => Err(unexpected("a number", &other)),
        }
    }

    pub(crate) fn text_or_null(&mut self) -> Result<Option<String>, StoreError> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text)),
            other => Err(unexpected("a text", &other)),
        }
    }

    pub(crate) fn bytes_or_null(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Id(bytes) => Ok(Some(bytes.to_vec())),
            other => Err(unexpected("bytes", &other)),
        }
    }

    pub(crate) fn at(&mut self) -> Result<Timestamp, StoreError> {
        instant(self.int()?)
    }

    pub(crate) fn at_or_null(&mut self) -> Result<Option<Timestamp>, StoreError> {
        self.int_or_null()?.map(instant).transpose()
    }

    pub(crate) fn id<T: From<[u8; 16]>>(&mut self) -> Result<T, StoreError> {
        self.id_or_null()?.ok_or_else(|| unexpected("an identifier", &Value::Null))
    }

    pub(crate) fn id_or_null<T: From<[u8; 16]>>(&mut self) -> Result<Option<T>, StoreError> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Id(bytes) => Ok(Some(bytes.into())),
            Value::Bytes(bytes) => <[u8; 16]>::try_from(bytes)
                .map(|bytes| Some(bytes.into()))
                .map_err(|_| StoreError::damaged("an identifier does not have sixteen bytes")),
            other => Err(unexpected("an identifier", &other)),
        }
    }

    pub(crate) fn code<T: FromStr>(&mut self) -> Result<T, StoreError> {
        parse_code(&self.text()?)
    }

    pub(crate) fn code_or_null<T: FromStr>(&mut self) -> Result<Option<T>, StoreError> {
        self.text_or_null()?.map(|text| parse_code(&text)).transpose()
    }

    pub(crate) fn json(&mut self) -> Result<Json, StoreError> {
        parse_json(&self.text()?)
    }

    pub(crate) fn json_or_null(&mut self) -> Result<Option<Json>, StoreError> {
        self.text_or_null()?.map(|text| parse_json(&text)).transpose()
    }
}

fn instant(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds).map_err(|_| StoreError::damaged("an instant is out of range"))
}

pub(crate) fn parse_json(text: &str) -> Result<Json, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::damaged("a JSON column does not parse"))
}

fn parse_code<T: FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::damaged("a code does not parse"))
}

fn unexpected(wanted: &str, found: &Value) -> StoreError {
    let found = match found {
        Value::Null => "nothing",
        Value::Int(_) => "a number",
        Value::Text(_) => "a text",
        Value::Bytes(_) => "bytes",
        Value::Id(_) => "an identifier",
    };
    StoreError::damaged(format!("a column holds {found} where {wanted} belongs"))
}
