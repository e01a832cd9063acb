//! Days of the proleptic Gregorian calendar.

use std::fmt;
use std::str::FromStr;

use super::{ParseTemporalError, YearsMonthsDuration, take_digits};

const YEAR_MAX: i32 = 999_999_999;

/// A day of the proleptic Gregorian calendar, with years from −999,999,999 to 999,999,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

fn is_leap(year: i32) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

fn month_length(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// The day, if it exists.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Date> {
        let exists = (-YEAR_MAX..=YEAR_MAX).contains(&year)
            && (1..=12).contains(&month)
            && (1..=month_length(year, month)).contains(&day);
        exists.then_some(Date { year, month, day })
    }

    /// Year, month (1 to 12) and day of the month (from 1).
    pub fn ymd(self) -> (i32, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01.
    pub fn days_since_epoch(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day that lies `days` after 1970-01-01, if the year is in range.
    pub fn from_days_since_epoch(days: i64) -> Option<Date> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted + 2) / 5 + 1) as u8;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u8;
        let year = era.checked_mul(400)?.checked_add(year_of_era + i64::from(month <= 2))?;
        Date::from_ymd(i32::try_from(year).ok()?, month, day)
    }

    /// The day of the week, Monday is 1 and Sunday 7.
    pub fn weekday(self) -> u8 {
        ((self.days_since_epoch() + 3).rem_euclid(7) + 1) as u8
    }

    /// The day of the year, from 1.
    pub fn day_of_year(self) -> u16 {
        let first = Date { month: 1, day: 1, ..self };
        (self.days_since_epoch() - first.days_since_epoch() + 1) as u16
    }

    /// The week of the year by ISO 8601.
    pub fn week_of_year(self) -> u8 {
        let thursday = self.days_since_epoch() + 4 - i64::from(self.weekday());
        Date::from_days_since_epoch(thursday).map_or(1, |day| ((day.day_of_year() - 1) / 7 + 1) as u8)
    }

    /// The day `days` later, or earlier for a negative number.
    pub fn add_days(self, days: i64) -> Option<Date> {
        Date::from_days_since_epoch(self.days_since_epoch().checked_add(days)?)
    }

    /// The same day of another month; the last day of that month where it has no such day.
    pub fn add_months(self, duration: YearsMonthsDuration) -> Option<Date> {
        let months =
            (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(duration.months())?;
        let year = i32::try_from(months.div_euclid(12)).ok()?;
        let month = (months.rem_euclid(12) + 1) as u8;
        Date::from_ymd(year, month, self.day.min(month_length(year, month)))
    }

    /// The whole months from this day to another, negative when that is earlier.
    pub fn months_until(self, other: Date) -> YearsMonthsDuration {
        let index = |date: Date| i64::from(date.year) * 12 + i64::from(date.month);
        let mut months = index(other) - index(self);
        if months > 0 && other.day < self.day {
            months -= 1;
        } else if months < 0 && other.day > self.day {
            months += 1;
        }
        YearsMonthsDuration::from_months(months)
    }
}

impl FromStr for Date {
    type Err = ParseTemporalError;

    /// Reads `2026-01-31`; years have at least four digits and no more zeros than those need.
    fn from_str(text: &str) -> Result<Date, ParseTemporalError> {
        parse(text).ok_or(ParseTemporalError)
    }
}

fn parse(text: &str) -> Option<Date> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(4..=9).contains(&length) || (length > 4 && rest.starts_with('0')) {
        return None;
    }
    let (year, rest) = take_digits(rest, length)?;
    let (month, rest) = take_digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = take_digits(rest.strip_prefix('-')?, 2)?;
    let year = i32::try_from(year).ok()?;
    if !rest.is_empty() {
        return None;
    }
    Date::from_ymd(if negative { -year } else { year }, month as u8, day as u8)
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(formatter, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}
