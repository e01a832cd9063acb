//! The working calendar: which days and hours count when the state promises something.

mod build;
mod data;
mod index;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

pub use data::{
    Announcement, BodyOverride, CalendarData, ClockTime, Holiday, Hours, MonthDay, Ramadan, RamadanDates,
    Week, Work, YearlyHoliday, Years,
};

use crate::code::{Coded, ErrorCode};
use crate::lang::Text;
use crate::limits::{CALENDAR_BODIES_MAX, CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN};
use crate::names::BodyCode;
use crate::span::Span;
use crate::time::{Date, Timestamp, from_local, local_date, local_datetime};
use index::Index;

/// A compiled working calendar of one version; cheap to clone.
///
/// Every question is answered from running totals, in the same short time for a day or for decades.
#[derive(Debug, Clone)]
pub struct WorkingCalendar {
    version_id: Arc<str>,
    index: Arc<Index>,
    bodies: Arc<BTreeMap<BodyCode, Arc<Index>>>,
}

/// A date outside the years that the calendar knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the working calendar knows the years {CALENDAR_YEAR_MIN} to {CALENDAR_YEAR_MAX} only")]
pub struct OutOfRange;

impl Coded for OutOfRange {
    fn code(&self) -> ErrorCode {
        crate::code::CALENDAR_RANGE
    }

    fn text(&self) -> Text {
        Text::new(
            format!("يعرف تقويم العمل السنوات من {CALENDAR_YEAR_MIN} إلى {CALENDAR_YEAR_MAX} فقط"),
            format!("the working calendar knows the years {CALENDAR_YEAR_MIN} to {CALENDAR_YEAR_MAX} only"),
        )
    }
}

/// Something in the data of a calendar that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{place}`: {}", text.en)]
pub struct CalendarProblem {
    /// Where in the data: `announcements[2]`.
    pub place: String,
    /// What is wrong.
    pub text: Text,
}

impl Coded for CalendarProblem {
    fn code(&self) -> ErrorCode {
        crate::code::CALENDAR_DATA
    }

    fn text(&self) -> Text {
        self.text.clone()
    }
}

/// What a calendar says about one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The hours of work; empty on a day of rest.
    pub hours: Vec<Hours>,
    /// The holiday or announcement, if the day has one.
    pub name: Option<Text>,
    /// Whether the holiday was computed and an announcement may move it.
    pub is_estimated: bool,
}

static KUWAIT: LazyLock<WorkingCalendar> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the data are part of the program and a test compiles them")]
    WorkingCalendar::compile(&CalendarData::kuwait()).expect("the embedded calendar is consistent")
});

impl WorkingCalendar {
    /// The calendar of Kuwait's bodies: holidays of 2023 to 2030 as facts, hours illustrative.
    #[must_use]
    pub fn kuwait() -> &'static Self {
        &KUWAIT
    }

    /// Checks and compiles a written calendar.
    ///
    /// # Errors
    /// All problems, each with its place in the data.
    pub fn compile(data: &CalendarData) -> Result<Self, Vec<CalendarProblem>> {
        if data.bodies.len() > CALENDAR_BODIES_MAX {
            let text = Text::new(
                format!("استثناءات لأكثر من {CALENDAR_BODIES_MAX} جهة"),
                format!("overrides for more than {CALENDAR_BODIES_MAX} bodies"),
            );
            return Err(vec![CalendarProblem { place: "bodies".to_owned(), text }]);
        }
        let mut problems = vec![];
        let index = Index::build(data, None).map_err(|found| problems.extend(found)).ok();
        let mut bodies = BTreeMap::new();
        // A problem for all bodies would be repeated for each.
        if index.is_some() {
            for (code, own) in &data.bodies {
                match Index::build(data, Some((code.as_str(), own))) {
                    Ok(index) => {
                        bodies.insert(code.clone(), Arc::new(index));
                    }
                    Err(found) => problems.extend(found),
                }
            }
        }
        match index {
            Some(index) if problems.is_empty() => Ok(Self {
                version_id: format!("{}@{}", data.id, data.version).into(),
                index: Arc::new(index),
                bodies: Arc::new(bodies),
            }),
            _ => Err(problems),
        }
    }

    /// Which calendar and version this is: `kw@2026.1`. Decisions keep it.
    #[must_use]
    pub fn version_id(&self) -> &str {
        &self.version_id
    }

    /// The calendar as it holds for one body: the general one, if the body has no override.
    #[must_use]
    pub fn for_body(&self, body: &BodyCode) -> Self {
        let index = self.bodies.get(body).unwrap_or(&self.index);
        Self {
            version_id: Arc::clone(&self.version_id),
            index: Arc::clone(index),
            bodies: Arc::clone(&self.bodies),
        }
    }

    /// What the calendar says about a day.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn day(&self, date: Date) -> Result<Day, OutOfRange> {
        let remark = self.index.remark(date);
        Ok(Day {
            hours: self.index.hours(date)?.to_vec(),
            name: remark.map(|remark| remark.name.clone()),
            is_estimated: remark.is_some_and(|remark| remark.is_estimated),
        })
    }

    /// Whether somebody works on a day.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn is_working_day(&self, date: Date) -> Result<bool, OutOfRange> {
        self.index.is_working_day(date)
    }

    /// Whether somebody works at an instant.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn is_working_time(&self, at: Timestamp) -> Result<bool, OutOfRange> {
        let local = local_datetime(at);
        Ok(self.index.next_work(local)? == local)
    }

    /// The day itself if somebody works then, else the next working day.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn next_working_day(&self, date: Date) -> Result<Date, OutOfRange> {
        self.index.add_days(date, 0)
    }

    /// The so-many-th working day after a day, which itself is not counted; before it, if negative.
    ///
    /// Zero gives [`Self::next_working_day`].
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn add_working_days(&self, from: Date, days: i64) -> Result<Date, OutOfRange> {
        self.index.add_days(from, days)
    }

    /// How many working days come after `after` up to and with `until`; negative if `until` is earlier.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn working_days_between(&self, after: Date, until: Date) -> Result<i64, OutOfRange> {
        self.index.days_between(after, until)
    }

    /// The earliest instant at which so many minutes of work have passed since `from`; before it, if negative.
    ///
    /// Zero gives the instant itself during work, else the next beginning of work.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn add_working_minutes(&self, from: Timestamp, minutes: i64) -> Result<Timestamp, OutOfRange> {
        let local = local_datetime(from);
        if minutes == 0 {
            return self.index.next_work(local).map(from_local);
        }
        let seconds = minutes.checked_mul(60).ok_or(OutOfRange)?;
        let wanted = self.index.worked(local)?.checked_add(seconds).ok_or(OutOfRange)?;
        self.index.reached(wanted).map(from_local)
    }

    /// As [`Self::add_working_minutes`], in hours.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn add_working_hours(&self, from: Timestamp, hours: i64) -> Result<Timestamp, OutOfRange> {
        self.add_working_minutes(from, hours.checked_mul(60).ok_or(OutOfRange)?)
    }

    /// Whole minutes of work between two instants; negative if the second is earlier.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn working_time_between(&self, from: Timestamp, until: Timestamp) -> Result<i64, OutOfRange> {
        self.working_seconds_between(from, until).map(|seconds| seconds / 60)
    }

    /// Seconds of work between two instants: what a clock that is stopped and started adds up.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn working_seconds_between(&self, from: Timestamp, until: Timestamp) -> Result<i64, OutOfRange> {
        Ok(self.index.worked(local_datetime(until))? - self.index.worked(local_datetime(from))?)
    }

    /// When a length of time that begins at an instant is over.
    ///
    /// Working days end with the work of the last of them, and zero working days with the work of the
    /// same or the next working day; working hours and calendar periods end to the second.
    ///
    /// # Errors
    /// [`OutOfRange`] outside the calendar's years.
    pub fn deadline(&self, from: Timestamp, span: Span) -> Result<Timestamp, OutOfRange> {
        match span {
            Span::WorkingDays(days) => {
                let day = self.index.add_days(local_date(from), i64::from(days))?;
                let end = self.index.end_of_work(day)?.ok_or(OutOfRange)?;
                Ok(from_local(end))
            }
            Span::WorkingHours(hours) => self.add_working_hours(from, i64::from(hours)),
            Span::Calendar(period) => period.after(local_datetime(from)).map(from_local).ok_or(OutOfRange),
        }
    }
}
