//! Lengths of time in packs: working time and calendar time are different things.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::code::{Coded, ErrorCode};
use crate::digits;
use crate::lang::{Lang, Text};
use crate::limits::{
    PARSED_TEXT_BYTES_MAX, PERIOD_DAYS_MAX, PERIOD_MONTHS_MAX, PERIOD_SECONDS_MAX, SPAN_UNITS_MAX,
};
use crate::plural::{self, Forms};
use crate::time::DateTime;

/// A calendar period of ISO 8601: years and months, then days, then hours, minutes and seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Period {
    /// Months; a year is twelve.
    pub months: u32,
    /// Days; a week is seven.
    pub days: u32,
    /// Seconds.
    pub seconds: u32,
}

/// A length of time as a pack writes it.
///
/// Data: `{working_days: 5}`, `{working_hours: 8}`, `{calendar: P5D}`, or a text: `5 working days`,
/// `P5D`, `P1Y`. `P5D` is five days of the calendar, holidays included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// So many days on which the body works.
    WorkingDays(u32),
    /// So many hours in which the body works.
    WorkingHours(u32),
    /// A period of the calendar.
    Calendar(Period),
}

/// Why a length of time was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// The text is none of the known forms.
    #[error("a length of time is written {{working_days: 5}}, {{working_hours: 8}} or P5D")]
    Shape,
    /// The period is longer than the limits allow.
    #[error("the length of time is too long")]
    TooLong,
}

impl Coded for SpanError {
    fn code(&self) -> ErrorCode {
        crate::code::SPAN
    }

    fn text(&self) -> Text {
        match self {
            Self::Shape => Text::new(
                "تُكتب المدة هكذا: {working_days: 5} أو {working_hours: 8} أو P5D",
                "a length of time is written {working_days: 5}, {working_hours: 8} or P5D",
            ),
            Self::TooLong => Text::new("المدة أطول من المسموح به", "the length of time is too long"),
        }
    }
}

impl Period {
    /// Reads a period of ISO 8601 such as `P1Y6M`, `P5D`, `P2W`, `PT36H`.
    ///
    /// # Errors
    /// [`SpanError`] if it is not one, or longer than a hundred years.
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        if text.len() > PARSED_TEXT_BYTES_MAX {
            return Err(SpanError::TooLong);
        }
        let normalized = digits::normalize(text.trim());
        let body = normalized.strip_prefix(['P', 'p']).ok_or(SpanError::Shape)?.to_ascii_uppercase();
        let (dates, times) = match body.split_once('T') {
            Some((_, "")) => return Err(SpanError::Shape),
            Some((dates, times)) => (dates, times),
            None => (body.as_str(), ""),
        };
        let [years, months, weeks, days] = amounts(dates, ['Y', 'M', 'W', 'D'])?;
        let [hours, minutes, seconds] = amounts(times, ['H', 'M', 'S'])?;
        if dates.is_empty() && times.is_empty() {
            return Err(SpanError::Shape);
        }
        Ok(Self {
            months: within(years * 12 + months, PERIOD_MONTHS_MAX)?,
            days: within(weeks * 7 + days, PERIOD_DAYS_MAX)?,
            seconds: within(hours * 3_600 + minutes * 60 + seconds, PERIOD_SECONDS_MAX)?,
        })
    }

    /// The local time after this period; a day that a month lacks becomes its last one.
    ///
    /// Nothing beyond the year 9999.
    #[must_use]
    pub fn after(self, from: DateTime) -> Option<DateTime> {
        let span = jiff::Span::new()
            .try_months(self.months)
            .and_then(|span| span.try_days(self.days))
            .and_then(|span| span.try_seconds(self.seconds))
            .ok()?;
        from.checked_add(span).ok()
    }

    /// Whether it is no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.months == 0 && self.days == 0 && self.seconds == 0
    }

    /// In words: `1 year and 6 months`, `سنة واحدة و6 أشهر`.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        let parts: [(u32, &Forms); 7] = [
            (self.months / 12, &plural::YEARS),
            (self.months % 12, &plural::MONTHS),
            (if self.days.is_multiple_of(7) { self.days / 7 } else { 0 }, &plural::WEEKS),
            (if self.days.is_multiple_of(7) { 0 } else { self.days }, &plural::DAYS),
            (self.seconds / 3_600, &plural::HOURS),
            (self.seconds / 60 % 60, &plural::MINUTES),
            (self.seconds % 60, &plural::SECONDS),
        ];
        let words: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|&(count, forms)| plural::count_words(u64::from(count), lang, forms))
            .collect();
        match (words.is_empty(), lang) {
            (true, _) => plural::count_words(0, lang, &plural::DAYS),
            (false, Lang::Ar) => words.join(" و"),
            (false, Lang::En) => words.join(" and "),
        }
    }
}

/// The amounts before the given letters, which must come in this order.
fn amounts<const N: usize>(text: &str, letters: [char; N]) -> Result<[i64; N], SpanError> {
    let mut found = [0; N];
    let mut rest = text;
    let mut next = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or(SpanError::Shape)?;
        let (number, tail) = rest.split_at(end);
        let mut tail = tail.chars();
        let letter = tail.next().ok_or(SpanError::Shape)?;
        let at =
            letters.iter().position(|&one| one == letter).filter(|&at| at >= next).ok_or(SpanError::Shape)?;
        if number.is_empty() {
            return Err(SpanError::Shape);
        }
        // Ten digits: more than any limit, and the products with them stay far inside `i64`.
        if number.len() > 10 {
            return Err(SpanError::TooLong);
        }
        found[at] = number.parse().map_err(|_| SpanError::Shape)?;
        next = at + 1;
        rest = tail.as_str();
    }
    Ok(found)
}

fn within(amount: i64, max: i64) -> Result<u32, SpanError> {
    if amount > max { Err(SpanError::TooLong) } else { u32::try_from(amount).map_err(|_| SpanError::TooLong) }
}

impl Span {
    /// The same number of days or hours in working time: `P5D` as five working days, `PT8H` as eight working
    /// hours. Nothing for other periods: a working month is no length.
    #[must_use]
    pub fn working(self) -> Option<Self> {
        match self {
            Self::WorkingDays(_) | Self::WorkingHours(_) => Some(self),
            Self::Calendar(Period { months: 0, days, seconds: 0 }) => Self::working_days(days.into()).ok(),
            Self::Calendar(Period { months: 0, days: 0, seconds }) if seconds % 3_600 == 0 => {
                Self::working_hours((seconds / 3_600).into()).ok()
            }
            Self::Calendar(_) => None,
        }
    }

    /// Reads `5 working days`, `8 working hours`, `5 أيام عمل`, or a period of ISO 8601.
    ///
    /// # Errors
    /// [`SpanError`] if it is none of these or too long.
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        let text = text.trim();
        if text.len() > PARSED_TEXT_BYTES_MAX {
            return Err(SpanError::TooLong);
        }
        if text.starts_with(['P', 'p']) {
            return Period::parse(text).map(Self::Calendar);
        }
        let normalized = digits::normalize(text);
        let end = normalized.find(|c: char| !c.is_ascii_digit()).ok_or(SpanError::Shape)?;
        let (number, unit) = normalized.split_at(end);
        if number.is_empty() {
            return Err(SpanError::Shape);
        }
        let number: i64 = number.parse().map_err(|_| SpanError::TooLong)?;
        let unit: String = unit
            .chars()
            .map(|c| if c.is_whitespace() || c == '_' { ' ' } else { c.to_ascii_lowercase() })
            .collect();
        match unit.trim() {
            "working day" | "working days" | "أيام عمل" | "يوم عمل" | "يوما عمل" => {
                Self::working_days(number)
            }
            "working hour" | "working hours" | "ساعات عمل" | "ساعة عمل" | "ساعتا عمل" => {
                Self::working_hours(number)
            }
            _ => Err(SpanError::Shape),
        }
    }

    /// So many working days.
    ///
    /// # Errors
    /// [`SpanError::TooLong`] over the limit; [`SpanError::Shape`] below zero.
    pub fn working_days(days: i64) -> Result<Self, SpanError> {
        units(days).map(Self::WorkingDays)
    }

    /// So many working hours.
    ///
    /// # Errors
    /// [`SpanError::TooLong`] over the limit; [`SpanError::Shape`] below zero.
    pub fn working_hours(hours: i64) -> Result<Self, SpanError> {
        units(hours).map(Self::WorkingHours)
    }

    /// In words: `5 working days`, `5 أيام عمل`.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        match self {
            Self::WorkingDays(days) => plural::count_words(u64::from(days), lang, &plural::WORKING_DAYS),
            Self::WorkingHours(hours) => plural::count_words(u64::from(hours), lang, &plural::WORKING_HOURS),
            Self::Calendar(period) => period.in_words(lang),
        }
    }
}

fn units(amount: i64) -> Result<u32, SpanError> {
    if amount > SPAN_UNITS_MAX {
        Err(SpanError::TooLong)
    } else {
        u32::try_from(amount).map_err(|_| SpanError::Shape)
    }
}

impl fmt::Display for Period {
    /// Writes ISO 8601: `P1Y6M`, `P5D`, `PT8H`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::from("P");
        let part = |out: &mut String, amount: u32, letter: char| {
            if amount > 0 {
                out.push_str(&amount.to_string());
                out.push(letter);
            }
        };
        part(&mut out, self.months / 12, 'Y');
        part(&mut out, self.months % 12, 'M');
        part(&mut out, self.days, 'D');
        if self.seconds > 0 {
            out.push('T');
            part(&mut out, self.seconds / 3_600, 'H');
            part(&mut out, self.seconds / 60 % 60, 'M');
            part(&mut out, self.seconds % 60, 'S');
        }
        if self.is_zero() {
            out.push_str("0D");
        }
        f.pad(&out)
    }
}

impl fmt::Display for Span {
    /// Writes what [`Span::parse`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(period) => fmt::Display::fmt(period, f),
            Self::WorkingDays(_) | Self::WorkingHours(_) => f.pad(&self.in_words(Lang::En).replace(',', "")),
        }
    }
}

impl FromStr for Period {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        Self::parse(text)
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        Self::parse(text)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// The written forms of a span.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    WorkingDays(i64),
    WorkingHours(i64),
    Calendar(Period),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Named(Named),
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = match *self {
            Self::WorkingDays(days) => Named::WorkingDays(i64::from(days)),
            Self::WorkingHours(hours) => Named::WorkingHours(i64::from(hours)),
            Self::Calendar(period) => Named::Calendar(period),
        };
        named.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer).map_err(|_| de::Error::custom(SpanError::Shape))?;
        let span = match written {
            Written::Text(text) => Self::parse(&text),
            Written::Named(Named::WorkingDays(days)) => Self::working_days(days),
            Written::Named(Named::WorkingHours(hours)) => Self::working_hours(hours),
            Written::Named(Named::Calendar(period)) => Ok(Self::Calendar(period)),
        };
        span.map_err(de::Error::custom)
    }
}
