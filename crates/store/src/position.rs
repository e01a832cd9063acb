//! A place in the feed over all streams, in the order of the backend that holds the log.

use std::fmt;
use std::str::FromStr;

use crate::StoreError;

/// A place in the feed: everything at or before it was read.
///
/// On SQLite it is the row of an event. On PostgreSQL it is the timeline of the database (a new one begins with
/// each takeover), the transaction, and the number of the event: places of one store can be compared, those of
/// two stores cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    timeline: u32,
    transaction: u64,
    seq: u64,
}

impl Position {
    /// Before the first event.
    pub const START: Self = Self { timeline: 0, transaction: 0, seq: 0 };

    /// A row of SQLite.
    pub(crate) fn row(seq: u64) -> Self {
        Self { timeline: 0, transaction: 0, seq }
    }

    /// An event of PostgreSQL.
    pub(crate) fn event(timeline: u32, transaction: u64, seq: u64) -> Self {
        Self { timeline, transaction, seq }
    }

    /// After everything that a transaction of PostgreSQL wrote.
    pub(crate) fn after(timeline: u32, transaction: u64) -> Self {
        Self { timeline, transaction, seq: i64::MAX.unsigned_abs() }
    }

    /// The number of the event: later ones mostly have larger ones. For figures only.
    #[must_use]
    pub fn seq(self) -> u64 {
        self.seq
    }

    pub(crate) fn timeline(self) -> u32 {
        self.timeline
    }

    pub(crate) fn transaction(self) -> u64 {
        self.transaction
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.timeline == 0 {
            return write!(f, "{}", self.seq);
        }
        write!(f, "{}-{}-{}", self.timeline, self.transaction, self.seq)
    }
}

impl FromStr for Position {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let bad = || StoreError::BadValue {
            what: "the place in the feed",
            problem: "it is not one that was given out",
        };
        let number = |part: &str| part.parse::<u64>().map_err(|_| bad());
        match text.split('-').collect::<Vec<_>>().as_slice() {
            [seq] => Ok(Self::row(number(seq)?)),
            [timeline, transaction, seq] => {
                let timeline = timeline.parse().map_err(|_| bad())?;
                Ok(Self::event(timeline, number(transaction)?, number(seq)?))
            }
            _ => Err(bad()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_ordered_and_come_back_from_their_text() {
        let places = [
            Position::START,
            Position::row(7),
            Position::event(1, 700, 3),
            Position::event(1, 700, 4),
            Position::after(1, 700),
            Position::event(1, 701, 2),
            Position::event(2, 650, 1),
        ];
        assert!(places.is_sorted());
        for place in places {
            assert_eq!(place.to_string().parse::<Position>().ok(), Some(place));
        }
        for bad in ["", "x", "1-2", "1-2-3-4", "-1", "1-x-3"] {
            assert!(bad.parse::<Position>().is_err(), "{bad}");
        }
    }
}
