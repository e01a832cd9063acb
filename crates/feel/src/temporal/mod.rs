//! Dates, times and durations by ISO 8601, exact to the nanosecond, for years ±999,999,999.

mod date;
mod duration;
mod time;
mod zone;

pub use date::Date;
pub use duration::{DaysTimeDuration, YearsMonthsDuration};
pub use time::{DateTime, Time};
pub use zone::{NamedZone, Zone};

/// Nanoseconds of a second.
pub(crate) const NANOS: i128 = 1_000_000_000;
/// Nanoseconds of a day.
pub(crate) const DAY_NANOS: i128 = 86_400 * NANOS;

/// A text that is not a date, time or duration in the form of ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseTemporalError;

impl std::fmt::Display for ParseTemporalError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("not a date, time or duration in the form of ISO 8601")
    }
}

impl std::error::Error for ParseTemporalError {}

/// Reads exactly `length` digits from the start.
fn take_digits(text: &str, length: usize) -> Option<(u32, &str)> {
    let head = text.get(..length).filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((head.parse().ok()?, &text[length..]))
}

/// Reads a fraction's digits as nanoseconds; digits beyond the ninth are dropped.
fn take_fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let kept = &rest[..length.min(9)];
    let nanos = kept.parse::<u32>().ok()? * 10u32.pow(9 - kept.len() as u32);
    Some((nanos, &rest[length..]))
}

/// Writes nanoseconds as `.5` without trailing zeros, nothing for zero.
fn write_fraction(formatter: &mut std::fmt::Formatter<'_>, nanos: u32) -> std::fmt::Result {
    if nanos == 0 {
        return Ok(());
    }
    let digits = format!("{nanos:09}");
    write!(formatter, ".{}", digits.trim_end_matches('0'))
}
