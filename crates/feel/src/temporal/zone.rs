//! Offsets from UTC and named time zones, by one embedded version of the time-zone rules.

use std::fmt;
use std::sync::Arc;

use super::{Date, take_digits};

/// Where on the clock face a time stands: a fixed offset or a named zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// A zone of the time-zone database, such as `Asia/Kuwait`.
    Named(Arc<NamedZone>),
}

/// A zone of the time-zone database with its rules.
#[derive(Clone)]
pub struct NamedZone {
    name: String,
    rules: jiff::tz::TimeZone,
}

impl Zone {
    /// UTC.
    pub const UTC: Zone = Zone::Offset(0);

    /// A zone by its name in the time-zone database, in the exact spelling.
    pub fn named(name: &str) -> Option<Zone> {
        if name.len() > 64 || !name.contains('/') && !matches!(name, "UTC" | "GMT" | "EST" | "MST" | "HST") {
            return None;
        }
        let rules = jiff::tz::db().get(name).ok()?;
        if matches!(name, "Etc/UTC" | "UTC" | "Etc/GMT" | "GMT") {
            return Some(Zone::Named(Arc::new(NamedZone { name: name.to_owned(), rules })));
        }
        (rules.iana_name() == Some(name))
            .then(|| Zone::Named(Arc::new(NamedZone { name: name.to_owned(), rules })))
    }

    /// Reads `Z`, `+03:00`, `-05:30:15` or `@Asia/Kuwait`.
    pub(super) fn parse(text: &str) -> Option<Zone> {
        if text == "Z" || text == "z" {
            return Some(Zone::UTC);
        }
        if let Some(name) = text.strip_prefix('@') {
            return Zone::named(name);
        }
        let negative = match text.as_bytes().first()? {
            b'-' => true,
            b'+' => false,
            _ => return None,
        };
        let (hours, rest) = take_digits(&text[1..], 2)?;
        let (minutes, rest) = take_digits(rest.strip_prefix(':')?, 2)?;
        let (seconds, rest) =
            if rest.is_empty() { (0, rest) } else { take_digits(rest.strip_prefix(':')?, 2)? };
        if !rest.is_empty() || hours > 18 || minutes > 59 || seconds > 59 {
            return None;
        }
        Zone::from_offset((hours * 3600 + minutes * 60 + seconds) as i32 * if negative { -1 } else { 1 })
    }

    /// A fixed offset, at most 18 hours.
    pub fn from_offset(seconds: i32) -> Option<Zone> {
        (seconds.abs() <= 18 * 3600).then_some(Zone::Offset(seconds))
    }

    /// Seconds east of UTC for a local time, the earlier reading where a clock was set back.
    pub fn offset_at(&self, date: Date, second_of_day: u32) -> i32 {
        let zone = match self {
            Zone::Offset(seconds) => return *seconds,
            Zone::Named(zone) => zone,
        };
        let (year, month, day) = date.ymd();
        // Rules repeat with the calendar's 400 years; before them stands local mean time.
        let year = if year > 9000 { 8000 + year.rem_euclid(400) } else { year.max(-9000) };
        let second = second_of_day.min(86_399) as i32;
        let local = jiff::civil::DateTime::new(
            year as i16,
            month as i8,
            if month == 2 { day.min(28) } else { day } as i8,
            (second / 3600) as i8,
            (second / 60 % 60) as i8,
            (second % 60) as i8,
            0,
        );
        local
            .ok()
            .and_then(|local| zone.rules.to_ambiguous_timestamp(local).compatible().ok())
            .map_or(0, |instant| zone.rules.to_offset(instant).seconds())
    }

    /// Seconds east of UTC at an instant, given in seconds since 1970 in UTC.
    pub fn offset_at_instant(&self, seconds: i64) -> i32 {
        let zone = match self {
            Zone::Offset(offset) => return *offset,
            Zone::Named(zone) => zone,
        };
        // The span of 400 years in seconds, to bring far years into the table's reach.
        const CYCLE: i64 = 146_097 * 86_400;
        let seconds = if seconds > 200_000_000_000 {
            190_000_000_000 - 190_000_000_000 % CYCLE + seconds.rem_euclid(CYCLE)
        } else {
            seconds.max(-300_000_000_000)
        };
        jiff::Timestamp::from_second(seconds).map_or(0, |instant| zone.rules.to_offset(instant).seconds())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Offset(0) => formatter.write_str("Z"),
            Zone::Offset(offset) => {
                let (sign, size) = (if *offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
                write!(formatter, "{sign}{:02}:{:02}", size / 3600, size / 60 % 60)?;
                if size % 60 != 0 { write!(formatter, ":{:02}", size % 60) } else { Ok(()) }
            }
            Zone::Named(zone) => write!(formatter, "@{}", zone.name),
        }
    }
}

impl NamedZone {
    /// The name in the time-zone database.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Debug for NamedZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

impl PartialEq for NamedZone {
    fn eq(&self, other: &NamedZone) -> bool {
        self.name == other.name
    }
}

impl Eq for NamedZone {}

impl std::hash::Hash for NamedZone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}
