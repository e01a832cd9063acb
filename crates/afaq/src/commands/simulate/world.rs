//! When the people of a pack's roles work, and when its timers are due: by the calendars of their bodies.

use std::collections::BTreeMap;

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{Span, Timestamp};
use afaq_bpmn::TimerDefinition;
use afaq_bpmn::simulate::{World, due_in_calendar_time};

/// Kuwait's time is three hours east of Greenwich all year.
const KUWAIT_MINUTES: i16 = 180;
const MINUTE_MS: i64 = 60_000;

/// The calendars of roles; a role without one works by the general calendar.
pub struct Calendars {
    pub general: WorkingCalendar,
    pub roles: BTreeMap<String, WorkingCalendar>,
}

impl Calendars {
    fn of(&self, role: &str) -> &WorkingCalendar {
        self.roles.get(role).unwrap_or(&self.general)
    }
}

/// Beyond the years of the calendar everybody works.
fn or_plain(from_ms: i64, ms: i64, within: impl FnOnce(Timestamp) -> Option<Timestamp>) -> i64 {
    let at = Timestamp::from_millisecond(from_ms).ok();
    at.and_then(within).map_or_else(|| from_ms.saturating_add(ms), |at| at.as_millisecond())
}

impl World for Calendars {
    fn done_ms(&self, role: &str, from_ms: i64, work_ms: i64) -> i64 {
        let minutes = work_ms.saturating_add(MINUTE_MS - 1) / MINUTE_MS;
        or_plain(from_ms, work_ms, |at| self.of(role).add_working_minutes(at, minutes).ok())
    }

    fn opens_ms(&self, role: &str, from_ms: i64) -> i64 {
        or_plain(from_ms, 0, |at| self.of(role).add_working_minutes(at, 0).ok())
    }

    fn worked_ms(&self, role: &str, from_ms: i64, until_ms: i64) -> i64 {
        let between = || {
            let (from, until) =
                (Timestamp::from_millisecond(from_ms).ok()?, Timestamp::from_millisecond(until_ms).ok()?);
            self.of(role).working_seconds_between(from, until).ok()
        };
        between().map_or_else(|| until_ms.saturating_sub(from_ms), |seconds| seconds * 1_000).max(0)
    }

    fn due_ms(&self, timer: &TimerDefinition, text: &str, from_ms: i64) -> Result<i64, String> {
        if !timer.is_working_time {
            return due_in_calendar_time(timer.kind, text, from_ms, KUWAIT_MINUTES);
        }
        let span = Span::parse(text).map_err(|error| error.to_string())?;
        let span = span.working().ok_or_else(|| format!("`{text}` cannot be counted in working time"))?;
        let from = Timestamp::from_millisecond(from_ms).map_err(|error| error.to_string())?;
        let due = self.general.deadline(from, span).map_err(|error| error.to_string())?;
        Ok(due.as_millisecond())
    }
}
