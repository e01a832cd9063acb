//! The written form of a working calendar: versioned data that a body's staff can read and change.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::digits;
use crate::lang::Text;
use crate::names::BodyCode;
use crate::time::{Date, Weekday};

/// A working calendar as it is written.
///
/// What stands later wins: the week, then Ramadan, then the yearly rules, then the table of holidays (for the
/// years that it covers, instead of the rules), then announcements in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarData {
    /// The calendar's name in data: `kw`.
    pub id: String,
    /// Its version; a change of anything below is a new version.
    pub version: String,
    /// Its name for people.
    pub name: Text,
    /// Where the data come from.
    pub source: String,
    /// Whether hours and holidays are an example that no body has confirmed.
    #[serde(default)]
    pub illustrative: bool,
    /// The hours of each weekday; a weekday without hours is a day of rest.
    pub week: Week,
    /// The hours in Ramadan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ramadan: Option<Ramadan>,
    /// The years for which `holidays` is complete; for all others the rules are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays_cover: Option<Years>,
    /// Holidays by date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// Holidays that come each year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<YearlyHoliday>,
    /// What was announced: extra holidays, moved ones, other hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub announcements: Vec<Announcement>,
    /// What is different for single bodies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub bodies: BTreeMap<BodyCode, BodyOverride>,
}

/// An interval of work in one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// When work begins.
    pub from: ClockTime,
    /// When work ends; `24:00` is the end of the day.
    pub until: ClockTime,
}

/// A time of day in whole minutes, `00:00` to `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    /// INVARIANT: 0 to 1440.
    minutes: u16,
}

impl ClockTime {
    /// A time of its hour and minute.
    #[must_use]
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
            None
        } else {
            Some(Self { minutes: hour * 60 + minute })
        }
    }

    /// Reads `07:30`; digits of both scripts.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = digits::normalize(text.trim());
        let (hour, minute) = text.split_once(':')?;
        let is_number =
            |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(hour) || !is_number(minute) || minute.len() != 2 {
            return None;
        }
        Self::new(hour.parse().ok()?, minute.parse().ok()?)
    }

    /// Minutes since midnight, 0 to 1440.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.minutes
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl Serialize for ClockTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a time of day is written `07:30`"))
    }
}

/// The hours of each weekday.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Week {
    /// Sunday.
    pub sunday: Vec<Hours>,
    /// Monday.
    pub monday: Vec<Hours>,
    /// Tuesday.
    pub tuesday: Vec<Hours>,
    /// Wednesday.
    pub wednesday: Vec<Hours>,
    /// Thursday.
    pub thursday: Vec<Hours>,
    /// Friday.
    pub friday: Vec<Hours>,
    /// Saturday.
    pub saturday: Vec<Hours>,
}

impl Week {
    /// The hours of one weekday.
    #[must_use]
    pub fn get(&self, day: Weekday) -> &[Hours] {
        match day {
            Weekday::Sunday => &self.sunday,
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
        }
    }
}

/// The hours in Ramadan, on the days on which the week has hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ramadan {
    /// The hours of each working day.
    pub hours: Vec<Hours>,
    /// Announced beginnings and ends; other years follow the Umm al-Qura table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub announced: Vec<RamadanDates>,
}

/// When Ramadan of one year was announced to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RamadanDates {
    /// The Hijri year.
    pub hijri_year: i16,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// Whole Gregorian years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// First year.
    pub from: i16,
    /// Last year.
    pub until: i16,
}

/// A holiday on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What is celebrated.
    pub name: Text,
    /// Whether the date was computed and an announcement may move it.
    #[serde(default)]
    pub estimated: bool,
}

/// A holiday that comes each year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearlyHoliday {
    /// Month and day of the Gregorian year: `02-25`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gregorian: Option<MonthDay>,
    /// Month and day of the Hijri year: `10-01`. Its Gregorian date is an estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hijri: Option<MonthDay>,
    /// How many days it lasts.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub days: u8,
    /// What is celebrated.
    pub name: Text,
}

const fn one() -> u8 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_one(days: &u8) -> bool {
    *days == 1
}

/// A month and a day, written `02-25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    /// The month, 1 to 12.
    pub month: i8,
    /// The day, 1 to 31.
    pub day: i8,
}

impl MonthDay {
    /// Reads `02-25`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.trim().split_once('-')?;
        let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
        let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
        fits.then_some(Self { month, day })
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}-{:02}", self.month, self.day))
    }
}

impl<'de> Deserialize<'de> for MonthDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a day of the year is written `02-25`"))
    }
}

/// Something announced for certain days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announcement {
    /// First day.
    pub from: Date,
    /// Last day; without it, only the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What it is, for people.
    pub name: Text,
    /// What it means for work.
    pub work: Work,
    /// Who announced it, and where it can be read.
    pub source: String,
}

/// What an announcement means for work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Nobody works.
    Closed,
    /// Work as on any such weekday: an expected holiday does not take place.
    AsUsual,
    /// Work in these hours, whatever the weekday.
    Open(Vec<Hours>),
}

/// What is different for one body.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BodyOverride {
    /// Its own week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<Week>,
    /// Its own hours in Ramadan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramadan: Option<Ramadan>,
    /// Whether it works through holidays, as a hospital does.
    pub works_on_holidays: bool,
    /// Announcements for this body alone, after those for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub announcements: Vec<Announcement>,
    /// Where this comes from.
    pub source: String,
}

/// The default calendar without its table of holidays.
const KUWAIT: &str = include_str!("../../data/kuwait_working_calendar.json");

/// The table of holidays, computed; Hijri ones are estimates.
const KUWAIT_HOLIDAYS: &str = include_str!("../../data/kuwait_public_holidays_2023_2030.csv");

impl CalendarData {
    /// The calendar of Kuwait's bodies: facts for the holidays of 2023 to 2030, illustrative hours.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the data are part of the program and a test reads them")]
    pub fn kuwait() -> Self {
        let mut data: Self = serde_json::from_str(KUWAIT).expect("the embedded calendar is well formed");
        data.holidays = crate::csv::rows(KUWAIT_HOLIDAYS).filter_map(|row| holiday(&row)).collect();
        data
    }
}

fn holiday(row: &[String]) -> Option<Holiday> {
    let [date, _, name_en, name_ar, _, estimated] = row else {
        return None;
    };
    Some(Holiday {
        date: date.parse().ok()?,
        // That it is an estimate stands in its own field.
        name: Text::new(name_ar.replace(" (تقديري)", ""), name_en.as_str()),
        estimated: estimated == "yes",
    })
}
