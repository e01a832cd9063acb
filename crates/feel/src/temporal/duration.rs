//! The two kinds of durations: days and time, years and months.

use std::fmt;
use std::str::FromStr;

use super::{DAY_NANOS, NANOS, ParseTemporalError, take_fraction, write_fraction};

/// A duration of days, hours, minutes and seconds, exact to the nanosecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaysTimeDuration {
    seconds: i64,
    nanos: u32,
}

/// A duration of years and months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearsMonthsDuration {
    months: i64,
}

impl DaysTimeDuration {
    /// A duration of so many nanoseconds; what exceeds 292 thousand million years is cut.
    pub fn from_nanos(nanos: i128) -> DaysTimeDuration {
        DaysTimeDuration::checked_from_nanos(nanos)
            .unwrap_or(DaysTimeDuration { seconds: if nanos < 0 { i64::MIN } else { i64::MAX }, nanos: 0 })
    }

    /// A duration of so many nanoseconds, if it is in range.
    pub fn checked_from_nanos(nanos: i128) -> Option<DaysTimeDuration> {
        let seconds = i64::try_from(nanos.div_euclid(NANOS)).ok()?;
        Some(DaysTimeDuration { seconds, nanos: nanos.rem_euclid(NANOS) as u32 })
    }

    /// A duration of whole days.
    pub fn from_days(days: i32) -> DaysTimeDuration {
        DaysTimeDuration { seconds: i64::from(days) * 86_400, nanos: 0 }
    }

    /// All of it in nanoseconds.
    pub fn nanos(self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// The whole days, toward zero.
    pub fn days(self) -> i64 {
        (self.nanos() / DAY_NANOS) as i64
    }
}

impl YearsMonthsDuration {
    /// A duration of so many months.
    pub fn from_months(months: i64) -> YearsMonthsDuration {
        YearsMonthsDuration { months }
    }

    /// All of it in months.
    pub fn months(self) -> i64 {
        self.months
    }
}

fn take_number(text: &str) -> Option<(i128, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 || length > 20 {
        return None;
    }
    Some((text[..length].parse().ok()?, &text[length..]))
}

fn parse_days_time(text: &str) -> Option<DaysTimeDuration> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let mut rest = rest.strip_prefix('P')?;
    let mut nanos = 0i128;
    let mut seen = false;
    if !rest.starts_with('T') {
        let (days, after) = take_number(rest)?;
        nanos = days.checked_mul(DAY_NANOS)?;
        rest = after.strip_prefix('D')?;
        seen = true;
    }
    if let Some(clock) = rest.strip_prefix('T') {
        rest = clock;
        if rest.is_empty() {
            return None;
        }
        for (unit, size) in [('H', 3_600), ('M', 60), ('S', 1)] {
            let Some((count, after)) = take_number(rest) else { break };
            let (fraction, after) = if unit == 'S' { take_fraction(after)? } else { (0, after) };
            let Some(after) = after.strip_prefix(unit) else { continue };
            nanos = nanos.checked_add(count.checked_mul(size * NANOS)?)?.checked_add(i128::from(fraction))?;
            rest = after;
            seen = true;
        }
    }
    if !rest.is_empty() || !seen {
        return None;
    }
    DaysTimeDuration::checked_from_nanos(if negative { -nanos } else { nanos })
}

fn parse_years_months(text: &str) -> Option<YearsMonthsDuration> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let mut rest = rest.strip_prefix('P')?;
    let (mut months, mut seen) = (0i128, false);
    for (unit, size) in [('Y', 12), ('M', 1)] {
        let Some((count, after)) = take_number(rest) else { break };
        let Some(after) = after.strip_prefix(unit) else { continue };
        months = months.checked_add(count.checked_mul(size)?)?;
        rest = after;
        seen = true;
    }
    if !rest.is_empty() || !seen {
        return None;
    }
    Some(YearsMonthsDuration { months: i64::try_from(if negative { -months } else { months }).ok()? })
}

impl FromStr for DaysTimeDuration {
    type Err = ParseTemporalError;

    /// Reads `P1DT2H3M4.5S`.
    fn from_str(text: &str) -> Result<DaysTimeDuration, ParseTemporalError> {
        parse_days_time(text).ok_or(ParseTemporalError)
    }
}

impl FromStr for YearsMonthsDuration {
    type Err = ParseTemporalError;

    /// Reads `P1Y6M`.
    fn from_str(text: &str) -> Result<YearsMonthsDuration, ParseTemporalError> {
        parse_years_months(text).ok_or(ParseTemporalError)
    }
}

impl fmt::Display for DaysTimeDuration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.nanos().unsigned_abs();
        if size == 0 {
            return formatter.write_str("PT0S");
        }
        formatter.write_str(if self.nanos() < 0 { "-P" } else { "P" })?;
        let (days, clock) = (size / DAY_NANOS as u128, size % DAY_NANOS as u128);
        if days > 0 {
            write!(formatter, "{days}D")?;
        }
        if clock == 0 {
            return Ok(());
        }
        formatter.write_str("T")?;
        let (seconds, nanos) = (clock / NANOS as u128, (clock % NANOS as u128) as u32);
        for (count, unit) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M')] {
            if count > 0 {
                write!(formatter, "{count}{unit}")?;
            }
        }
        if seconds % 60 > 0 || nanos > 0 {
            write!(formatter, "{}", seconds % 60)?;
            write_fraction(formatter, nanos)?;
            formatter.write_str("S")?;
        }
        Ok(())
    }
}

impl fmt::Display for YearsMonthsDuration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.months.unsigned_abs();
        formatter.write_str(if self.months < 0 { "-P" } else { "P" })?;
        match (size / 12, size % 12) {
            (0, months) => write!(formatter, "{months}M"),
            (years, 0) => write!(formatter, "{years}Y"),
            (years, months) => write!(formatter, "{years}Y{months}M"),
        }
    }
}
