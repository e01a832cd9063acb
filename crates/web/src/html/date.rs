//! Days and instants as people read them, with the ISO form for machines and the Hijri day beside where wanted.

use std::fmt;

use afaq_base::time::{date_in_words, time_in_words};
use afaq_base::{Date, DateTime, HijriDate, Lang};
use askama::filters::HtmlSafe;

use super::escape;

/// A day, Gregorian; the Hijri day (Umm al-Qura) stands beside it where the page wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateView {
    date: Date,
    lang: Lang,
    with_hijri: bool,
}

impl DateView {
    /// Takes a day for a page of this language.
    #[must_use]
    pub fn new(date: Date, lang: Lang) -> Self {
        Self { date, lang, with_hijri: false }
    }

    /// Takes a day and shows the Hijri day beside it.
    #[must_use]
    pub fn with_hijri(date: Date, lang: Lang) -> Self {
        Self { date, lang, with_hijri: true }
    }

    /// The Gregorian day in words, without markup.
    #[must_use]
    pub fn plain(&self) -> String {
        date_in_words(self.date, self.lang)
    }

    fn hijri(&self) -> Option<String> {
        let hijri = if self.with_hijri { HijriDate::from_gregorian(self.date) } else { None };
        hijri.map(|day| day.in_words(self.lang))
    }
}

impl fmt::Display for DateView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<time datetime=\"{}\">", self.date)?;
        escape(f, &self.plain())?;
        f.write_str("</time>")?;
        if let Some(hijri) = self.hijri() {
            f.write_str(" <span class=\"hijri\">")?;
            escape(f, &hijri)?;
            f.write_str("</span>")?;
        }
        Ok(())
    }
}

impl HtmlSafe for DateView {}

/// A minute of a day, in local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentView {
    at: DateTime,
    lang: Lang,
    clock_only: bool,
}

impl MomentView {
    /// Takes a local time for a page of this language.
    #[must_use]
    pub fn new(at: DateTime, lang: Lang) -> Self {
        Self { at, lang, clock_only: false }
    }

    /// Takes a local time and shows only the time of day.
    #[must_use]
    pub fn clock(at: DateTime, lang: Lang) -> Self {
        Self { at, lang, clock_only: true }
    }

    /// The moment in words, without markup.
    #[must_use]
    pub fn plain(&self) -> String {
        let clock = time_in_words(self.at.time(), self.lang);
        if self.clock_only {
            return clock;
        }
        let comma = if self.lang == Lang::Ar { "،" } else { "," };
        format!("{}{comma} {clock}", date_in_words(self.at.date(), self.lang))
    }
}

impl fmt::Display for MomentView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at;
        write!(f, "<time datetime=\"{}T{:02}:{:02}+03:00\">", at.date(), at.hour(), at.minute())?;
        escape(f, &self.plain())?;
        f.write_str("</time>")
    }
}

impl HtmlSafe for MomentView {}
