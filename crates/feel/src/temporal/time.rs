//! Times of the day and instants.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::{
    DAY_NANOS, Date, DaysTimeDuration, NANOS, ParseTemporalError, YearsMonthsDuration, Zone, take_digits,
    take_fraction, write_fraction,
};

/// A time of the day, with a zone or without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    second: u32,
    nanos: u32,
    zone: Option<Zone>,
}

/// A date and a time, with a zone or without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    date: Date,
    time: Time,
}

impl Time {
    /// A time, if it exists: hours to 23, minutes and seconds to 59.
    pub fn new(hour: u32, minute: u32, second: u32, nanos: u32, zone: Option<Zone>) -> Option<Time> {
        let exists = hour < 24 && minute < 60 && second < 60 && nanos < 1_000_000_000;
        exists.then_some(Time { second: hour * 3600 + minute * 60 + second, nanos, zone })
    }

    /// The hour, 0 to 23.
    pub fn hour(&self) -> u32 {
        self.second / 3600
    }

    /// The minute, 0 to 59.
    pub fn minute(&self) -> u32 {
        self.second / 60 % 60
    }

    /// The second, 0 to 59.
    pub fn second(&self) -> u32 {
        self.second % 60
    }

    /// Nanoseconds of the second.
    pub fn nanos(&self) -> u32 {
        self.nanos
    }

    /// The offset or zone.
    pub fn zone(&self) -> Option<&Zone> {
        self.zone.as_ref()
    }

    /// The same clock face with another zone, or with none.
    #[must_use]
    pub fn with_zone(&self, zone: Option<Zone>) -> Time {
        Time { zone, ..self.clone() }
    }

    pub(crate) fn nanos_of_day(&self) -> i128 {
        i128::from(self.second) * NANOS + i128::from(self.nanos)
    }

    fn from_nanos_of_day(nanos: i128, zone: Option<Zone>) -> Time {
        let nanos = nanos.rem_euclid(DAY_NANOS);
        Time { second: (nanos / NANOS) as u32, nanos: (nanos % NANOS) as u32, zone }
    }

    /// Seconds east of UTC. A named zone is read at the beginning of 1970, since a time has no date.
    pub fn offset(&self) -> Option<i32> {
        let day = Date::from_days_since_epoch(0)?;
        self.zone.as_ref().map(|zone| zone.offset_at(day, self.second))
    }

    /// The time `duration` later; it wraps at midnight.
    #[must_use]
    pub fn add(&self, duration: DaysTimeDuration) -> Time {
        Time::from_nanos_of_day(self.nanos_of_day() + duration.nanos() % DAY_NANOS, self.zone.clone())
    }

    /// Nanoseconds of the day in UTC, or on the local clock for a time without zone.
    fn position(&self) -> i128 {
        self.nanos_of_day() - i128::from(self.offset().unwrap_or(0)) * NANOS
    }

    /// The second of the day in UTC, or on the local clock for a time without zone.
    pub(crate) fn whole_second(&self) -> i128 {
        self.position().div_euclid(NANOS)
    }

    /// The duration from `other` to this time; `None` if just one of them has a zone.
    pub fn since(&self, other: &Time) -> Option<DaysTimeDuration> {
        (self.zone.is_some() == other.zone.is_some())
            .then(|| DaysTimeDuration::from_nanos(self.position() - other.position()))
    }

    /// The order; `None` if just one of them has a zone.
    pub fn compare(&self, other: &Time) -> Option<Ordering> {
        (self.zone.is_some() == other.zone.is_some()).then(|| self.position().cmp(&other.position()))
    }
}

impl DateTime {
    /// A date with a time.
    pub fn new(date: Date, time: Time) -> DateTime {
        DateTime { date, time }
    }

    /// Midnight in UTC at the start of a day.
    pub fn midnight_utc(date: Date) -> DateTime {
        DateTime { date, time: Time { second: 0, nanos: 0, zone: Some(Zone::UTC) } }
    }

    /// The date on the local clock.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The time on the local clock.
    pub fn time(&self) -> &Time {
        &self.time
    }

    /// The instant that lies `nanos` after 1970-01-01T00:00:00Z, shown in `zone`.
    pub fn from_instant_nanos(nanos: i128, zone: Zone) -> Option<DateTime> {
        let offset = zone.offset_at_instant(i64::try_from(nanos.div_euclid(NANOS)).ok()?);
        DateTime::from_local_nanos(nanos + i128::from(offset) * NANOS, Some(zone))
    }

    fn from_local_nanos(nanos: i128, zone: Option<Zone>) -> Option<DateTime> {
        let date = Date::from_days_since_epoch(i64::try_from(nanos.div_euclid(DAY_NANOS)).ok()?)?;
        Some(DateTime { date, time: Time::from_nanos_of_day(nanos, zone) })
    }

    fn local_nanos(&self) -> i128 {
        i128::from(self.date.days_since_epoch()) * DAY_NANOS + self.time.nanos_of_day()
    }

    /// Seconds east of UTC.
    pub fn offset(&self) -> Option<i32> {
        self.time.zone.as_ref().map(|zone| zone.offset_at(self.date, self.time.second))
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z; a local time is read as if it were in UTC.
    pub fn instant_nanos(&self) -> i128 {
        self.local_nanos() - i128::from(self.offset().unwrap_or(0)) * NANOS
    }

    /// The moment `duration` later.
    pub fn add(&self, duration: DaysTimeDuration) -> Option<DateTime> {
        match &self.time.zone {
            Some(zone @ Zone::Named(_)) => DateTime::from_instant_nanos(
                self.instant_nanos().checked_add(duration.nanos())?,
                zone.clone(),
            ),
            zone => {
                DateTime::from_local_nanos(self.local_nanos().checked_add(duration.nanos())?, zone.clone())
            }
        }
    }

    /// The same time on the same day of another month.
    pub fn add_months(&self, duration: YearsMonthsDuration) -> Option<DateTime> {
        Some(DateTime { date: self.date.add_months(duration)?, time: self.time.clone() })
    }

    /// The second since 1970 in UTC, or on the local clock for a moment without zone.
    pub(crate) fn whole_second(&self) -> i128 {
        self.instant_nanos().div_euclid(NANOS)
    }

    /// The duration from `other` to this moment; `None` if just one of them has a zone.
    pub fn since(&self, other: &DateTime) -> Option<DaysTimeDuration> {
        (self.time.zone.is_some() == other.time.zone.is_some())
            .then(|| DaysTimeDuration::from_nanos(self.instant_nanos() - other.instant_nanos()))
    }

    /// The order; `None` if just one of them has a zone.
    pub fn compare(&self, other: &DateTime) -> Option<Ordering> {
        (self.time.zone.is_some() == other.time.zone.is_some())
            .then(|| self.instant_nanos().cmp(&other.instant_nanos()))
    }
}

fn parse_time(text: &str) -> Option<Time> {
    let (hour, rest) = take_digits(text, 2)?;
    let (minute, rest) = take_digits(rest.strip_prefix(':')?, 2)?;
    let (second, rest) = take_digits(rest.strip_prefix(':')?, 2)?;
    let (nanos, rest) = take_fraction(rest)?;
    let zone = if rest.is_empty() { None } else { Some(Zone::parse(rest)?) };
    Time::new(hour, minute, second, nanos, zone)
}

impl FromStr for Time {
    type Err = ParseTemporalError;

    /// Reads `10:30:00`, `10:30:00.5Z`, `10:30:00+03:00`, `10:30:00@Asia/Kuwait`.
    fn from_str(text: &str) -> Result<Time, ParseTemporalError> {
        parse_time(text).ok_or(ParseTemporalError)
    }
}

impl FromStr for DateTime {
    type Err = ParseTemporalError;

    /// Reads a date, `T` and a time.
    fn from_str(text: &str) -> Result<DateTime, ParseTemporalError> {
        let (date, time) = text.split_once('T').ok_or(ParseTemporalError)?;
        let date: Date = date.parse()?;
        match time.strip_prefix("24:00:00") {
            // The end of a day is the beginning of the next one.
            Some(zone) => {
                let date = date.add_days(1).ok_or(ParseTemporalError)?;
                Ok(DateTime { date, time: format!("00:00:00{zone}").parse()? })
            }
            None => Ok(DateTime { date, time: time.parse()? }),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}:{:02}", self.hour(), self.minute(), self.second())?;
        write_fraction(formatter, self.nanos)?;
        self.zone.as_ref().map_or(Ok(()), |zone| write!(formatter, "{zone}"))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}T{}", self.date, self.time)
    }
}
