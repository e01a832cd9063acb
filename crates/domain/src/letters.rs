//! By which ways a person wants to be told, and when not: the message itself always lies on the platform.

use afaq_base::Timestamp;
use afaq_base::time::{Time, from_local, local_datetime};
use serde::{Deserialize, Serialize};

/// What a person chose. Whoever chose nothing is told by all ways, and sleeps at night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// Whether mails are sent.
    pub mail: bool,
    /// Whether short messages are sent.
    pub sms: bool,
    /// When neither is sent: what falls into it goes out at its end.
    pub quiet: Option<QuietHours>,
}

/// Hours of a day in which no letter goes out, on Kuwait's clock; they may go over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The hour at which they begin, 0 to 23.
    pub from: i8,
    /// The hour at which they end, 0 to 23.
    pub until: i8,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { mail: true, sms: true, quiet: Some(QuietHours { from: 22, until: 7 }) }
    }
}

impl QuietHours {
    /// Hours that begin and end at full hours of a day; `None` for other numbers, and for none or all of a day.
    #[must_use]
    pub fn new(from: i8, until: i8) -> Option<Self> {
        let is_hour = |hour: i8| (0..24).contains(&hour);
        (is_hour(from) && is_hour(until) && from != until).then_some(Self { from, until })
    }

    /// Whether an hour of the day lies within.
    fn holds(self, hour: i8) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&hour)
        } else {
            hour >= self.from || hour < self.until
        }
    }
}

impl Preferences {
    /// When a letter that is ready may go out: now, or at the end of the quiet hours.
    #[must_use]
    pub fn goes_at(&self, ready: Timestamp) -> Timestamp {
        let Some(quiet) = self.quiet else { return ready };
        let local = local_datetime(ready);
        if !quiet.holds(local.hour()) {
            return ready;
        }
        let is_next_day = local.hour() >= quiet.until;
        let day = if is_next_day { local.date().tomorrow().unwrap_or(local.date()) } else { local.date() };
        let end = Time::new(quiet.until, 0, 0, 0).unwrap_or(Time::midnight());
        from_local(day.to_datetime(end)).max(ready)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With quiet hours, what is ready at one time of Kuwait's clock goes out at another.
    fn check(from: i8, until: i8, ready: &str, goes: &str) {
        let at = |text: &str| -> Timestamp { format!("{text}:00+03:00").parse().unwrap() };
        let quiet = QuietHours::new(from, until);
        assert!(quiet.is_some());
        let preferences = Preferences { quiet, ..Preferences::default() };
        assert_eq!(preferences.goes_at(at(ready)), at(goes), "{ready}");
    }

    #[test]
    fn letters_wait_for_the_end_of_the_night() {
        check(22, 7, "2026-11-22T21:59", "2026-11-22T21:59");
        check(22, 7, "2026-11-22T22:00", "2026-11-23T07:00");
        check(22, 7, "2026-11-22T23:59", "2026-11-23T07:00");
        check(22, 7, "2026-11-23T00:00", "2026-11-23T07:00");
        check(22, 7, "2026-11-23T06:59", "2026-11-23T07:00");
        check(22, 7, "2026-11-23T07:00", "2026-11-23T07:00");
        check(22, 7, "2026-12-31T23:00", "2027-01-01T07:00");
    }

    #[test]
    fn hours_within_a_day_and_up_to_midnight_count_too() {
        check(13, 16, "2026-11-22T12:59", "2026-11-22T12:59");
        check(13, 16, "2026-11-22T13:30", "2026-11-22T16:00");
        check(20, 0, "2026-11-22T20:00", "2026-11-23T00:00");
        check(0, 6, "2026-11-22T00:00", "2026-11-22T06:00");
    }

    #[test]
    fn hours_that_are_none_are_refused() {
        for (from, until) in [(7, 7), (-1, 7), (24, 7), (7, 24)] {
            assert_eq!(QuietHours::new(from, until), None);
        }
        let none = Preferences { quiet: None, ..Preferences::default() };
        assert_eq!(none.goes_at(Timestamp::MAX), Timestamp::MAX);
        assert_eq!(Preferences::default().goes_at(Timestamp::MAX), Timestamp::MAX);
    }
}
