//! Paging by key: the next page begins after the last row, whatever was added or removed meanwhile.

use std::fmt;
use std::str::FromStr;

use afaq_base::EventId;

use crate::sql::Value;
use crate::{StoreError, limits};

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page begins; nothing if this is the last one.
    pub next: Option<Cursor>,
}

/// The place of a row in its order. Its text form is safe in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) key: i64,
    pub(crate) id: [u8; 16],
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.key, EventId::from_bytes(self.id))
    }
}

impl FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let bad =
            StoreError::BadValue { what: "the place in a list", problem: "it is not one that was given out" };
        let (key, id) = text.split_once('~').ok_or(bad.clone())?;
        let id = EventId::parse(id).map_err(|_| bad.clone())?;
        Ok(Self { key: key.parse().map_err(|_| bad)?, id: id.to_bytes() })
    }
}

/// Rows to ask for: one more than shown tells whether there is a next page.
pub(super) fn asked(limit: usize) -> i64 {
    i64::try_from(limit.clamp(1, limits::PAGE_ROWS_MAX) + 1).unwrap_or(i64::MAX)
}

/// Cuts the extra row off and remembers the place of the last one shown.
pub(super) fn page<T>(mut rows: Vec<T>, limit: usize, place: impl Fn(&T) -> Cursor) -> Page<T> {
    let limit = limit.clamp(1, limits::PAGE_ROWS_MAX);
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = if has_more { rows.last().map(place) } else { None };
    Page { rows, next }
}

/// The place before the first row of an ascending list.
pub(super) fn before_all(cursor: Option<&Cursor>) -> (i64, Value) {
    cursor.map_or((i64::MIN, Value::Id([0; 16])), |cursor| (cursor.key, Value::Id(cursor.id)))
}

/// The place after the last row of a descending list.
pub(super) fn after_all(cursor: Option<&Cursor>) -> (i64, Value) {
    cursor.map_or((i64::MAX, Value::Id([0xFF; 16])), |cursor| (cursor.key, Value::Id(cursor.id)))
}
