//! Hijri dates of the Umm al-Qura calendar, by its published table: for showing, never for legal deadlines.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::code::{Coded, ErrorCode};
use crate::lang::{Lang, StaticText, Text};
use crate::time::Date;

/// First year of the table (it begins on 5 December 1945).
pub const YEAR_MIN: i16 = 1365;

/// Last year of the table (it ends on 16 November 2077).
pub const YEAR_MAX: i16 = 1500;

/// Facts: the first day of each year and the lengths of its months.
const TABLE: &str = include_str!("../data/umalqura_years.csv");

/// A date of the Umm al-Qura calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct HijriDate {
    /// INVARIANT: the three parts passed [`HijriDate::new`].
    year: i16,
    month: i8,
    day: i8,
}

#[derive(Serialize, Deserialize)]
struct Parts {
    year: i16,
    month: i8,
    day: i8,
}

impl TryFrom<Parts> for HijriDate {
    type Error = HijriError;

    fn try_from(parts: Parts) -> Result<Self, HijriError> {
        Self::new(parts.year, parts.month, parts.day)
    }
}

impl From<HijriDate> for Parts {
    fn from(date: HijriDate) -> Self {
        Self { year: date.year, month: date.month, day: date.day }
    }
}

/// Why there is no such Hijri date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HijriError {
    /// The table does not reach so far.
    #[error("the Umm al-Qura table reaches from {YEAR_MIN} to {YEAR_MAX}")]
    Range,
    /// The year has no such day.
    #[error("this day does not exist in the Umm al-Qura calendar")]
    NoSuchDay,
}

impl Coded for HijriError {
    fn code(&self) -> ErrorCode {
        crate::code::HIJRI
    }

    fn text(&self) -> Text {
        match self {
            Self::Range => Text::new(
                format!("يغطي جدول أم القرى السنوات من {YEAR_MIN} إلى {YEAR_MAX}"),
                format!("the Umm al-Qura table reaches from {YEAR_MIN} to {YEAR_MAX}"),
            ),
            Self::NoSuchDay => Text::new(
                "لا وجود لهذا اليوم في تقويم أم القرى",
                "this day does not exist in the Umm al-Qura calendar",
            ),
        }
    }
}

/// One year of the table.
struct Year {
    /// Days since 1 January 1970.
    starts: i32,
    /// Days of the year before each month, and at the end the days of the year.
    before: [i16; 13],
}

static YEARS: LazyLock<Vec<Year>> =
    LazyLock::new(|| crate::csv::rows(TABLE).filter_map(|row| read(&row)).collect());

fn read(row: &[String]) -> Option<Year> {
    let [_, starts, lengths] = row else {
        return None;
    };
    let mut before = [0; 13];
    for (month, digit) in lengths.bytes().enumerate().take(12) {
        before[month + 1] = before[month] + if digit == b'9' { 29 } else { 30 };
    }
    Some(Year { starts: epoch_day(starts.parse().ok()?), before })
}

/// Days since 1 January 1970.
pub(crate) fn epoch_day(date: Date) -> i32 {
    date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours().div_euclid(24) as i32
}

fn from_epoch_day(day: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(i64::from(day) * 24)).ok()
}

fn find_year(year: i16) -> Option<&'static Year> {
    usize::try_from(year.checked_sub(YEAR_MIN)?).ok().and_then(|at| YEARS.get(at))
}

impl HijriDate {
    /// A date of its parts; `month` is 1 (Muharram) to 12 (Dhu al-Hijjah).
    ///
    /// # Errors
    /// [`HijriError`] if the table does not reach so far or the month has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, HijriError> {
        let length = Self::days_in_month(year, month)?;
        if (1..=length).contains(&day) { Ok(Self { year, month, day }) } else { Err(HijriError::NoSuchDay) }
    }

    /// How many days a month has, 29 or 30.
    ///
    /// # Errors
    /// [`HijriError`] if the table does not reach so far or there is no such month.
    pub fn days_in_month(year: i16, month: i8) -> Result<i8, HijriError> {
        let table = find_year(year).ok_or(HijriError::Range)?;
        let month = usize::try_from(month).ok().filter(|month| (1..=12).contains(month));
        let month = month.ok_or(HijriError::NoSuchDay)?;
        Ok((table.before[month] - table.before[month - 1]) as i8)
    }

    /// The Hijri date of a Gregorian one, or nothing outside the table.
    #[must_use]
    pub fn from_gregorian(date: Date) -> Option<Self> {
        let day = epoch_day(date);
        let at = YEARS.partition_point(|year| year.starts <= day).checked_sub(1)?;
        let year = YEARS.get(at)?;
        let day_of_year = i16::try_from(day - year.starts).ok()?;
        let month = year.before.iter().position(|&before| before > day_of_year)?;
        Some(Self {
            year: YEAR_MIN + at as i16,
            month: month as i8,
            day: (day_of_year - year.before[month - 1] + 1) as i8,
        })
    }

    /// The Gregorian date.
    #[must_use]
    pub fn to_gregorian(self) -> Date {
        find_year(self.year)
            .and_then(|year| {
                let before = year.before.get(usize::try_from(self.month - 1).ok()?)?;
                from_epoch_day(year.starts + i32::from(*before) + i32::from(self.day) - 1)
            })
            .unwrap_or(Date::ZERO)
    }

    /// The year after the Hijra.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, 1 to 30.
    #[must_use]
    pub const fn day(self) -> i8 {
        self.day
    }

    /// The date in words: `12 جمادى الآخرة 1448 هـ`, `12 Jumada al-Akhira 1448 AH`.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        let era = match lang {
            Lang::Ar => "هـ",
            Lang::En => "AH",
        };
        format!("{} {} {} {era}", self.day, month_name(self.month, lang), self.year)
    }
}

const MONTHS: [StaticText; 12] = [
    StaticText::new("محرم", "Muharram"),
    StaticText::new("صفر", "Safar"),
    StaticText::new("ربيع الأول", "Rabi al-Awwal"),
    StaticText::new("ربيع الآخر", "Rabi al-Akhir"),
    StaticText::new("جمادى الأولى", "Jumada al-Ula"),
    StaticText::new("جمادى الآخرة", "Jumada al-Akhira"),
    StaticText::new("رجب", "Rajab"),
    StaticText::new("شعبان", "Shaban"),
    StaticText::new("رمضان", "Ramadan"),
    StaticText::new("شوال", "Shawwal"),
    StaticText::new("ذو القعدة", "Dhu al-Qadah"),
    StaticText::new("ذو الحجة", "Dhu al-Hijjah"),
];

/// The Hijri month's name; `month` is 1 to 12.
#[must_use]
pub fn month_name(month: i8, lang: Lang) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).map_or("", |name| name.get(lang))
}

impl fmt::Display for HijriDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
