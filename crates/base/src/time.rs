//! Dates and times, and Kuwait's clock: UTC+3 all year, without summer time.

pub use jiff::Timestamp;
pub use jiff::civil::{Date, DateTime, Time, Weekday};

use jiff::tz::Offset;

use crate::lang::{Lang, StaticText};

/// Kuwait's offset from UTC. The IANA database has had no change for `Asia/Kuwait` since 1950.
pub const KUWAIT: Offset = jiff::tz::offset(3);

/// The time on the wall in Kuwait at an instant.
#[must_use]
pub fn local_datetime(at: Timestamp) -> DateTime {
    KUWAIT.to_datetime(at)
}

/// The date in Kuwait at an instant.
#[must_use]
pub fn local_date(at: Timestamp) -> Date {
    local_datetime(at).date()
}

/// The instant at which Kuwait's clocks show a time.
///
/// At the very ends of the representable years the nearest instant is given.
#[must_use]
pub fn from_local(at: DateTime) -> Timestamp {
    let nearest = if at.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    KUWAIT.to_timestamp(at).unwrap_or(nearest)
}

/// The instant at which a day begins in Kuwait.
#[must_use]
pub fn start_of_day(date: Date) -> Timestamp {
    from_local(date.to_datetime(Time::midnight()))
}

const MONTHS: [StaticText; 12] = [
    StaticText::new("يناير", "January"),
    StaticText::new("فبراير", "February"),
    StaticText::new("مارس", "March"),
    StaticText::new("أبريل", "April"),
    StaticText::new("مايو", "May"),
    StaticText::new("يونيو", "June"),
    StaticText::new("يوليو", "July"),
    StaticText::new("أغسطس", "August"),
    StaticText::new("سبتمبر", "September"),
    StaticText::new("أكتوبر", "October"),
    StaticText::new("نوفمبر", "November"),
    StaticText::new("ديسمبر", "December"),
];

/// The Gregorian month's name as it is used in Kuwait; `month` is 1 to 12.
#[must_use]
pub fn month_name(month: i8, lang: Lang) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).map_or("", |name| name.get(lang))
}

/// The weekday's name.
#[must_use]
pub const fn weekday_name(day: Weekday, lang: Lang) -> &'static str {
    let name = match day {
        Weekday::Sunday => StaticText::new("الأحد", "Sunday"),
        Weekday::Monday => StaticText::new("الاثنين", "Monday"),
        Weekday::Tuesday => StaticText::new("الثلاثاء", "Tuesday"),
        Weekday::Wednesday => StaticText::new("الأربعاء", "Wednesday"),
        Weekday::Thursday => StaticText::new("الخميس", "Thursday"),
        Weekday::Friday => StaticText::new("الجمعة", "Friday"),
        Weekday::Saturday => StaticText::new("السبت", "Saturday"),
    };
    name.get(lang)
}

/// A date in words: `22 November 2026`, `22 نوفمبر 2026`.
#[must_use]
pub fn date_in_words(date: Date, lang: Lang) -> String {
    format!("{} {} {}", date.day(), month_name(date.month(), lang), date.year())
}

/// A date in words with its weekday: `Sunday 22 November 2026`, `الأحد 22 نوفمبر 2026`.
#[must_use]
pub fn date_with_weekday(date: Date, lang: Lang) -> String {
    format!("{} {}", weekday_name(date.weekday(), lang), date_in_words(date, lang))
}

/// A time of day on the 12-hour clock, as it is spoken: `7:30 am`, `7:30 ص`.
#[must_use]
pub fn time_in_words(time: Time, lang: Lang) -> String {
    let hour = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = match (time.hour() < 12, lang) {
        (true, Lang::Ar) => "ص",
        (false, Lang::Ar) => "م",
        (true, Lang::En) => "am",
        (false, Lang::En) => "pm",
    };
    format!("{hour}:{:02} {half}", time.minute())
}

/// How many full years lie between a birth date and a day; nothing if the day is before the birth.
///
/// Someone born on 29 February becomes a year older on 1 March of common years.
#[must_use]
pub fn age_years(birth: Date, on: Date) -> Option<u32> {
    if on < birth {
        return None;
    }
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    let years = i32::from(on.year()) - i32::from(birth.year()) - i32::from(!had_birthday);
    u32::try_from(years).ok()
}
