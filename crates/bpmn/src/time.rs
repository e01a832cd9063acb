//! ISO 8601 times of timers: dates, durations and repetitions, in calendar time.

use crate::limits::{DUE_MS_MAX, DUE_MS_MIN};
use crate::process::TimerKind;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// More digits than this are no time that anyone means.
const DIGITS_MAX: usize = 15;

/// A length of time: months are counted by the calendar, the rest is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) months: i64,
    pub(crate) ms: i64,
}

/// How often a cycle fires; none for a cycle without end and for what is not a cycle.
pub(crate) fn repetitions(text: &str) -> Option<u32> {
    let (count, _) = text.trim().strip_prefix('R')?.split_once('/')?;
    count.parse().ok()
}

/// Whether a text is a time of the kind.
pub(crate) fn is_valid(kind: TimerKind, text: &str) -> bool {
    due_ms(kind, text, 0, 0).is_some()
}

/// When a timer that begins at `from_ms` is due. Times without an offset are taken at
/// `offset_ms` east of Greenwich.
pub(crate) fn due_ms(kind: TimerKind, text: &str, from_ms: i64, offset_ms: i64) -> Option<i64> {
    let text = text.trim();
    let due = match kind {
        TimerKind::Date => instant(text, offset_ms)?,
        TimerKind::Duration => add(from_ms, span(text)?, offset_ms)?,
        TimerKind::Cycle => {
            let Some(rest) = text.strip_prefix('R') else {
                return due_ms(TimerKind::Duration, text, from_ms, offset_ms);
            };
            let (count, rest) = rest.split_once('/')?;
            if !count.is_empty() && count.parse::<u32>().ok()? == 0 {
                return None;
            }
            match rest.split_once('/') {
                None => add(from_ms, positive(span(rest)?)?, offset_ms)?,
                Some((first, each)) => {
                    let (first, each) = (instant(first, offset_ms)?, positive(span(each)?)?);
                    if from_ms < first { first } else { add(from_ms, each, offset_ms)? }
                }
            }
        }
    };
    (DUE_MS_MIN..=DUE_MS_MAX).contains(&due).then_some(due)
}

/// A cycle that does not move forward would fire for ever at one instant.
fn positive(span: Span) -> Option<Span> {
    (span.months >= 0 && span.ms >= 0 && (span.months > 0 || span.ms > 0)).then_some(span)
}

fn digits(text: &str) -> Option<i64> {
    let fits = !text.is_empty() && text.len() <= DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Thousandths of a number such as `1` or `1.5`.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    digits(part)?;
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    digits(whole)?.checked_mul(1_000)?.checked_add(digits(&part)?)
}

/// A duration such as `P1Y2M3W4DT5H6M7.5S`.
pub(crate) fn span(text: &str) -> Option<Span> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let rest = text.strip_prefix('P')?;
    let mut found = Span { months: 0, ms: 0 };
    let (mut start, mut in_time, mut any, mut last) = (0, false, false, 0);
    for (index, letter) in rest.char_indices() {
        if letter == 'T' {
            if in_time || start != index {
                return None;
            }
            (in_time, start, last) = (true, index + 1, 0);
            continue;
        }
        if !letter.is_ascii_alphabetic() {
            continue;
        }
        let number = &rest[start..index];
        let (rank, months, ms) = match (in_time, letter) {
            (false, 'Y') => (1, 12, 0),
            (false, 'M') => (2, 1, 0),
            (false, 'W') => (3, 0, 7 * DAY_MS),
            (false, 'D') => (4, 0, DAY_MS),
            (true, 'H') => (1, 0, HOUR_MS),
            (true, 'M') => (2, 0, MINUTE_MS),
            (true, 'S') => (3, 0, SECOND_MS),
            _ => return None,
        };
        if rank <= last {
            return None;
        }
        (last, start, any) = (rank, index + 1, true);
        if letter == 'S' {
            found.ms = found.ms.checked_add(thousandths(number)?)?;
        } else {
            let number = digits(number)?;
            found.months = found.months.checked_add(number.checked_mul(months)?)?;
            found.ms = found.ms.checked_add(number.checked_mul(ms)?)?;
        }
    }
    let is_whole = any && start == rest.len() && !rest.ends_with('T');
    is_whole.then_some(Span { months: found.months * sign, ms: found.ms * sign })
}

/// An instant such as `2026-11-22T09:00:00+03:00`, `2026-11-22T09:00:00` or `2026-11-22`.
pub(crate) fn instant(text: &str, offset_ms: i64) -> Option<i64> {
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let mut parts = date.split('-');
    let (year, month, day) = (digits(parts.next()?)?, digits(parts.next()?)?, digits(parts.next()?)?);
    let is_date = parts.next().is_none() && (1..=9_999).contains(&year) && (1..=12).contains(&month);
    if !is_date || !(1..=days_in_month(year, month)).contains(&day) {
        return None;
    }
    let (clock, offset) = match time.find(['Z', '+', '-']) {
        None => (time, offset_ms),
        Some(index) if &time[index..] == "Z" => (&time[..index], 0),
        Some(index) => {
            let (hours, minutes) = time[index + 1..].split_once(':')?;
            let ms = digits(hours)? * HOUR_MS + digits(minutes)? * MINUTE_MS;
            if ms > 18 * HOUR_MS {
                return None;
            }
            (&time[..index], if time[index..].starts_with('-') { -ms } else { ms })
        }
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?)?, digits(parts.next()?)?);
    let seconds_ms = parts.next().map_or(Some(0), thousandths)?;
    if parts.next().is_some() || hour > 24 || minute > 59 || seconds_ms >= MINUTE_MS {
        return None;
    }
    let ms = hour * HOUR_MS + minute * MINUTE_MS + seconds_ms;
    (ms <= DAY_MS).then(|| days_from_civil(year, month, day) * DAY_MS + ms - offset)
}

fn add(from_ms: i64, span: Span, offset_ms: i64) -> Option<i64> {
    let local = from_ms.checked_add(offset_ms)?;
    let moved = if span.months == 0 { local } else { add_months(local, span.months)? };
    moved.checked_add(span.ms)?.checked_sub(offset_ms)
}

fn add_months(local_ms: i64, months: i64) -> Option<i64> {
    let (days, in_day) = (local_ms.div_euclid(DAY_MS), local_ms.rem_euclid(DAY_MS));
    let (year, month, day) = civil_from_days(days);
    let count = year.checked_mul(12)?.checked_add(month - 1)?.checked_add(months)?;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    if !(1..=9_999).contains(&year) {
        return None;
    }
    let day = day.min(days_in_month(year, month));
    Some(days_from_civil(year, month, day) * DAY_MS + in_day)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar (eras of 400 years begin in March).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: TimerKind, text: &str, from: &str, due: Option<&str>) {
        let from = instant(from, 0).expect("a valid start");
        let due = due.map(|due| instant(due, 0).expect("a valid end"));
        assert_eq!(due_ms(kind, text, from, 3 * HOUR_MS), due, "{text}");
    }

    #[test]
    fn times_are_computed_by_the_calendar() {
        use TimerKind::{Cycle, Date, Duration};
        let from = "2026-01-31T09:00:00Z";
        check(Duration, "PT2H30M", from, Some("2026-01-31T11:30:00Z"));
        check(Duration, "P1M", from, Some("2026-02-28T09:00:00Z"));
        check(Duration, "P1Y1M1W1DT1.5S", from, Some("2027-03-08T09:00:01.5Z"));
        check(Duration, "-PT1H", from, Some("2026-01-31T08:00:00Z"));
        check(Date, "2026-11-22", from, Some("2026-11-21T21:00:00Z"));
        check(Date, "2026-11-22T09:00:00+03:00", from, Some("2026-11-22T06:00:00Z"));
        check(Cycle, "R3/PT1H", from, Some("2026-01-31T10:00:00Z"));
        check(Cycle, "R/2026-03-01T00:00:00Z/P1D", from, Some("2026-03-01T00:00:00Z"));
        for wrong in
            ["", "P", "PT", "P1", "P1H", "PT1D", "P1DT", "P1M1Y", "P1S", "P99999999999Y", "PT1H1H", "1D"]
        {
            check(Duration, wrong, from, None);
        }
        for wrong in
            ["2026-02-29", "2026-13-01", "2026-1", "2026-01-01T25:00:00", "2026-01-01T10:00:00+99:00"]
        {
            check(Date, wrong, from, None);
        }
        for wrong in ["R0/PT1S", "R3/PT0S", "R3", "Rx/PT1S", "R3/-PT1S"] {
            check(Cycle, wrong, from, None);
        }
    }

    #[test]
    fn civil_days_go_round() {
        for days in (-700_000..2_900_000).step_by(97) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }
}
