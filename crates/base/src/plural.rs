//! Counting words: six forms in Arabic, two in English.

use crate::lang::Lang;

/// The plural category of a count (CLDR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// None (Arabic).
    Zero,
    /// One.
    One,
    /// Two (Arabic).
    Two,
    /// Three to ten, and so in each hundred (Arabic).
    Few,
    /// Eleven to ninety-nine, and so in each hundred (Arabic).
    Many,
    /// All others.
    Other,
}

/// The category of a whole count.
#[must_use]
pub const fn category(count: u64, lang: Lang) -> Category {
    match lang {
        Lang::En => match count {
            1 => Category::One,
            _ => Category::Other,
        },
        Lang::Ar => match (count, count % 100) {
            (0, _) => Category::Zero,
            (1, _) => Category::One,
            (2, _) => Category::Two,
            (_, 3..=10) => Category::Few,
            (_, 11..=99) => Category::Many,
            _ => Category::Other,
        },
    }
}

/// A counted thing in all its forms; `{n}` stands for the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forms {
    /// Arabic, none: `لا أيام`.
    pub ar_zero: &'static str,
    /// Arabic, one: the word alone, `يوم واحد`.
    pub ar_one: &'static str,
    /// Arabic, two: the dual alone, `يومان`.
    pub ar_two: &'static str,
    /// Arabic, 3 to 10: `{n} أيام`.
    pub ar_few: &'static str,
    /// Arabic, 11 to 99: `{n} يوماً`.
    pub ar_many: &'static str,
    /// Arabic, hundreds: `{n} يوم`.
    pub ar_other: &'static str,
    /// English, one: `{n} day`.
    pub en_one: &'static str,
    /// English, all others: `{n} days`.
    pub en_other: &'static str,
}

/// A count with its word: `3 أيام عمل`, `1 working day`.
#[must_use]
pub fn count_words(count: u64, lang: Lang, forms: &Forms) -> String {
    let form = match (lang, category(count, lang)) {
        (Lang::Ar, Category::Zero) => forms.ar_zero,
        (Lang::Ar, Category::One) => forms.ar_one,
        (Lang::Ar, Category::Two) => forms.ar_two,
        (Lang::Ar, Category::Few) => forms.ar_few,
        (Lang::Ar, Category::Many) => forms.ar_many,
        (Lang::Ar, Category::Other) => forms.ar_other,
        (Lang::En, Category::One) => forms.en_one,
        (Lang::En, _) => forms.en_other,
    };
    form.replace("{n}", &crate::digits::grouped(i64::try_from(count).unwrap_or(i64::MAX)))
}

/// The forms of a unit of time by its English plural: `years`.
#[must_use]
pub fn find(unit: &str) -> Option<&'static Forms> {
    Some(match unit {
        "years" => &YEARS,
        "months" => &MONTHS,
        "weeks" => &WEEKS,
        "days" => &DAYS,
        "hours" => &HOURS,
        "minutes" => &MINUTES,
        _ => return None,
    })
}

macro_rules! forms {
    ($($(#[$meta:meta])* $name:ident: $zero:literal, $one:literal, $two:literal, $few:literal, $many:literal,
       $other:literal; $en_one:literal, $en_other:literal;)*) => {$(
        $(#[$meta])*
        pub const $name: Forms = Forms {
            ar_zero: $zero, ar_one: $one, ar_two: $two, ar_few: $few, ar_many: $many, ar_other: $other,
            en_one: $en_one, en_other: $en_other,
        };
    )*};
}

forms! {
    /// Working days.
    WORKING_DAYS: "لا أيام عمل", "يوم عمل واحد", "يوما عمل", "{n} أيام عمل", "{n} يوم عمل", "{n} يوم عمل";
        "{n} working day", "{n} working days";
    /// Working hours.
    WORKING_HOURS: "لا ساعات عمل", "ساعة عمل واحدة", "ساعتا عمل", "{n} ساعات عمل", "{n} ساعة عمل",
        "{n} ساعة عمل"; "{n} working hour", "{n} working hours";
    /// Days.
    DAYS: "لا أيام", "يوم واحد", "يومان", "{n} أيام", "{n} يوماً", "{n} يوم"; "{n} day", "{n} days";
    /// Weeks.
    WEEKS: "لا أسابيع", "أسبوع واحد", "أسبوعان", "{n} أسابيع", "{n} أسبوعاً", "{n} أسبوع";
        "{n} week", "{n} weeks";
    /// Months.
    MONTHS: "لا أشهر", "شهر واحد", "شهران", "{n} أشهر", "{n} شهراً", "{n} شهر"; "{n} month", "{n} months";
    /// Years.
    YEARS: "لا سنوات", "سنة واحدة", "سنتان", "{n} سنوات", "{n} سنة", "{n} سنة"; "{n} year", "{n} years";
    /// Hours.
    HOURS: "لا ساعات", "ساعة واحدة", "ساعتان", "{n} ساعات", "{n} ساعة", "{n} ساعة"; "{n} hour", "{n} hours";
    /// Minutes.
    MINUTES: "لا دقائق", "دقيقة واحدة", "دقيقتان", "{n} دقائق", "{n} دقيقة", "{n} دقيقة";
        "{n} minute", "{n} minutes";
    /// Seconds.
    SECONDS: "لا ثوانٍ", "ثانية واحدة", "ثانيتان", "{n} ثوانٍ", "{n} ثانية", "{n} ثانية";
        "{n} second", "{n} seconds";
    /// Files.
    FILES: "لا ملفات", "ملف واحد", "ملفان", "{n} ملفات", "{n} ملفاً", "{n} ملف"; "{n} file", "{n} files";
    /// Papers that prove something.
    DOCUMENTS: "لا مستندات", "مستند واحد", "مستندان", "{n} مستندات", "{n} مستنداً", "{n} مستند";
        "{n} document", "{n} documents";
    /// Requests, to the person.
    REQUESTS: "لا طلبات", "طلب واحد", "طلبان", "{n} طلبات", "{n} طلباً", "{n} طلب"; "{n} request", "{n} requests";
    /// Cases, to the officer.
    CASES: "لا معاملات", "معاملة واحدة", "معاملتان", "{n} معاملات", "{n} معاملة", "{n} معاملة";
        "{n} case", "{n} cases";
    /// Services.
    SERVICES: "لا خدمات", "خدمة واحدة", "خدمتان", "{n} خدمات", "{n} خدمة", "{n} خدمة";
        "{n} service", "{n} services";
    /// People.
    PEOPLE: "لا أشخاص", "شخص واحد", "شخصان", "{n} أشخاص", "{n} شخصاً", "{n} شخص"; "{n} person", "{n} people";
}
