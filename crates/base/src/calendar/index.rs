//! The compiled form of a calendar: running totals over all its days, so that every question is a look-up.

use std::collections::BTreeMap;

use super::OutOfRange;
use super::data::Hours;
use crate::hijri::epoch_day;
use crate::lang::Text;
use crate::time::{Date, DateTime, Time};

const DAY_SECONDS: i64 = 86_400;

/// Seconds of work in one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Schedule {
    /// Begin and end in seconds since midnight; ascending, apart from each other.
    pub(super) intervals: Vec<(u32, u32)>,
}

impl Schedule {
    pub(super) fn total(&self) -> u32 {
        self.intervals.iter().map(|(from, until)| until - from).sum()
    }

    /// Seconds worked before a time of the day.
    fn before(&self, second: u32) -> u32 {
        self.intervals.iter().map(|&(from, until)| second.clamp(from, until) - from).sum()
    }

    /// The earliest time of the day at which so many seconds, at least one, were worked.
    fn reached(&self, worked: u32) -> Option<u32> {
        let mut rest = worked;
        for &(from, until) in &self.intervals {
            if rest <= until - from {
                return Some(from + rest);
            }
            rest -= until - from;
        }
        None
    }
}

/// Why nobody works on a day, or why it is special.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    pub(super) name: Text,
    pub(super) is_estimated: bool,
}

/// All days of the calendar for one body.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) first_day: i32,
    pub(super) schedules: Vec<Schedule>,
    /// For each day its schedule.
    pub(super) of_day: Vec<u16>,
    /// Working days before each day; one longer than the days.
    pub(super) days_before: Vec<u32>,
    /// Seconds of work before each day; one longer than the days.
    pub(super) seconds_before: Vec<i64>,
    pub(super) remarks: BTreeMap<i32, Remark>,
    pub(super) hours: Vec<Vec<Hours>>,
}

impl Index {
    fn day_at(&self, date: Date) -> Result<usize, OutOfRange> {
        self.day_index(i64::from(epoch_day(date)))
    }

    fn day_index(&self, epoch_day: i64) -> Result<usize, OutOfRange> {
        usize::try_from(epoch_day - i64::from(self.first_day))
            .ok()
            .filter(|&at| at < self.of_day.len())
            .ok_or(OutOfRange)
    }

    fn date_at(&self, at: usize) -> Result<Date, OutOfRange> {
        let day = i64::from(self.first_day) + i64::try_from(at).map_err(|_| OutOfRange)?;
        jiff::civil::date(1970, 1, 1)
            .checked_add(jiff::SignedDuration::from_secs(day * DAY_SECONDS))
            .map_err(|_| OutOfRange)
    }

    fn schedule(&self, at: usize) -> &Schedule {
        // INVARIANT of the builder: every number names a schedule.
        &self.schedules[usize::from(self.of_day[at])]
    }

    pub(super) fn hours(&self, date: Date) -> Result<&[Hours], OutOfRange> {
        let at = self.day_at(date)?;
        Ok(&self.hours[usize::from(self.of_day[at])])
    }

    pub(super) fn remark(&self, date: Date) -> Option<&Remark> {
        self.remarks.get(&epoch_day(date))
    }

    pub(super) fn is_working_day(&self, date: Date) -> Result<bool, OutOfRange> {
        let at = self.day_at(date)?;
        Ok(self.days_before[at] < self.days_before[at + 1])
    }

    pub(super) fn add_days(&self, from: Date, days: i64) -> Result<Date, OutOfRange> {
        let at = self.day_at(from)?;
        let (passed, reached) = (i64::from(self.days_before[at]), i64::from(self.days_before[at + 1]));
        // The number that the wanted day has among all working days, counted from 1.
        let wanted = match days {
            0 => passed + 1,
            1.. => reached.saturating_add(days),
            _ => passed.saturating_add(days).saturating_add(1),
        };
        if wanted < 1 {
            return Err(OutOfRange);
        }
        let after = self.days_before.partition_point(|&before| i64::from(before) < wanted);
        if after > self.of_day.len() { Err(OutOfRange) } else { self.date_at(after - 1) }
    }

    pub(super) fn days_between(&self, after: Date, until: Date) -> Result<i64, OutOfRange> {
        let (after, until) = (self.day_at(after)?, self.day_at(until)?);
        Ok(i64::from(self.days_before[until + 1]) - i64::from(self.days_before[after + 1]))
    }

    /// Seconds of work from the calendar's beginning to a local time.
    pub(super) fn worked(&self, at: DateTime) -> Result<i64, OutOfRange> {
        let day = self.day_at(at.date())?;
        Ok(self.seconds_before[day] + i64::from(self.schedule(day).before(second_of_day(at.time()))))
    }

    /// The earliest local time at which so many seconds of work are done.
    pub(super) fn reached(&self, worked: i64) -> Result<DateTime, OutOfRange> {
        if worked < 1 {
            return Err(OutOfRange);
        }
        let after = self.seconds_before.partition_point(|&before| before < worked);
        if after > self.of_day.len() {
            return Err(OutOfRange);
        }
        let day = after - 1;
        let rest = u32::try_from(worked - self.seconds_before[day]).map_err(|_| OutOfRange)?;
        let second = self.schedule(day).reached(rest).ok_or(OutOfRange)?;
        self.local(day, second)
    }

    /// The time itself, if somebody works then; else the next beginning of work.
    pub(super) fn next_work(&self, at: DateTime) -> Result<DateTime, OutOfRange> {
        let day = self.day_at(at.date())?;
        let second = second_of_day(at.time());
        for &(from, until) in &self.schedule(day).intervals {
            if second < from {
                return self.local(day, from);
            }
            if second < until {
                return Ok(at);
            }
        }
        let passed = self.days_before[day + 1];
        let after = self.days_before.partition_point(|&before| before <= passed);
        if after > self.of_day.len() {
            return Err(OutOfRange);
        }
        let first = self.schedule(after - 1).intervals.first().map_or(0, |&(from, _)| from);
        self.local(after - 1, first)
    }

    /// The end of the work of a day.
    pub(super) fn end_of_work(&self, date: Date) -> Result<Option<DateTime>, OutOfRange> {
        let day = self.day_at(date)?;
        self.schedule(day).intervals.last().map(|&(_, until)| self.local(day, until)).transpose()
    }

    fn local(&self, day: usize, second: u32) -> Result<DateTime, OutOfRange> {
        self.date_at(day)?
            .to_datetime(Time::midnight())
            .checked_add(jiff::SignedDuration::from_secs(i64::from(second)))
            .map_err(|_| OutOfRange)
    }
}

fn second_of_day(time: Time) -> u32 {
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(|part| part.unsigned_abs());
    u32::from(hour) * 3_600 + u32::from(minute) * 60 + u32::from(second)
}
