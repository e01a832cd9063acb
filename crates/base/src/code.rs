//! Stable codes of errors and their explanations, which `afaq explain CODE` prints.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::lang::{StaticText, Text};

/// A stable code such as `AFQ0001`: once given, it never means anything else.
///
/// Blocks: 0001–0099 values of this crate; 1000–1999 packs; other crates name theirs beside their entries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(u16);

impl ErrorCode {
    /// A code of its number, 0 to 9999; larger numbers are cut to 9999.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(if number > 9999 { 9999 } else { number })
    }

    /// The number after the letters.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Reads `AFQ0001`, also in small letters, with spaces or with digits of the other script.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (letters, rest) = (text.get(..3)?, text.get(3..)?);
        if !letters.eq_ignore_ascii_case("AFQ") {
            return None;
        }
        let digits = crate::digits::only(rest, 4)?;
        if digits.len() == 4 { digits.parse().ok().map(Self) } else { None }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AFQ{:04}", self.0)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a code looks like `AFQ0001`"))
    }
}

impl FromStr for ErrorCode {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::parse(text).ok_or(UnknownCode)
    }
}

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code looks like `AFQ0001`")]
pub struct UnknownCode;

/// An error that a person or an author of packs may read, in both languages.
pub trait Coded {
    /// The stable code.
    fn code(&self) -> ErrorCode;

    /// What is wrong, for the person who gave the value.
    fn text(&self) -> Text;
}

/// What `afaq explain` says about one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The code.
    pub code: ErrorCode,
    /// What is wrong, in one line.
    pub title: StaticText,
    /// Why it matters and what to do.
    pub help: StaticText,
}

/// All explanations of several crates, sorted by code.
#[derive(Debug, Clone)]
pub struct Registry {
    /// INVARIANT: strictly ascending by code.
    entries: Vec<Entry>,
}

impl Registry {
    /// Joins the lists of several crates.
    ///
    /// # Errors
    /// The first code that two entries claim.
    pub fn new(lists: &[&[Entry]]) -> Result<Self, ErrorCode> {
        let mut entries: Vec<Entry> = lists.iter().flat_map(|list| list.iter().copied()).collect();
        entries.sort_by_key(|entry| entry.code);
        match entries.windows(2).find(|pair| pair[0].code == pair[1].code) {
            Some(pair) => Err(pair[0].code),
            None => Ok(Self { entries }),
        }
    }

    /// The explanation of a code.
    #[must_use]
    pub fn find(&self, code: ErrorCode) -> Option<&Entry> {
        self.entries.binary_search_by_key(&code, |entry| entry.code).ok().and_then(|at| self.entries.get(at))
    }

    /// All entries, sorted by code.
    #[must_use]
    pub fn all(&self) -> &[Entry] {
        &self.entries
    }
}

/// A civil number that cannot be right.
pub const CIVIL_NUMBER: ErrorCode = ErrorCode::new(1);
/// An amount of money that cannot be read or is too large.
pub const MONEY: ErrorCode = ErrorCode::new(2);
/// An account number that cannot be right.
pub const IBAN: ErrorCode = ErrorCode::new(3);
/// A telephone number that cannot be right.
pub const PHONE: ErrorCode = ErrorCode::new(4);
/// A request number that cannot be right.
pub const CASE_NUMBER: ErrorCode = ErrorCode::new(5);
/// A length of time that cannot be read.
pub const SPAN: ErrorCode = ErrorCode::new(6);
/// A name or code of a wrong shape.
pub const NAME: ErrorCode = ErrorCode::new(7);
/// An id of a wrong shape.
pub const ID: ErrorCode = ErrorCode::new(8);
/// A Hijri date that does not exist or lies outside the table.
pub const HIJRI: ErrorCode = ErrorCode::new(9);
/// A working calendar whose data contradict themselves.
pub const CALENDAR_DATA: ErrorCode = ErrorCode::new(10);
/// A question to a working calendar outside the years that it knows.
pub const CALENDAR_RANGE: ErrorCode = ErrorCode::new(11);

/// The explanations of this crate's codes.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: CIVIL_NUMBER,
        title: StaticText::new("رقم مدني غير صحيح", "civil number is not right"),
        help: StaticText::new(
            "يتكون الرقم المدني من 12 رقماً: رقم القرن (2 أو 3)، ثم تاريخ الميلاد (سنة وشهر ويوم)، ثم أربعة أرقام، ثم رقم التحقق. انسخه من البطاقة المدنية كما هو؛ ويجوز كتابته بالأرقام العربية أو بمسافات.",
            "A civil number has 12 digits: the century (2 or 3), the birth date as year, month and day, four digits, and a check digit. Copy it from the civil ID card; Arabic-Indic digits and spaces are taken too.",
        ),
    },
    Entry {
        code: MONEY,
        title: StaticText::new("مبلغ غير صحيح", "amount is not right"),
        help: StaticText::new(
            "اكتب المبلغ بالدينار مع ثلاث خانات للفلوس على الأكثر، مثل 12.500. لا تستعمل الفاصلة وحدها لأنها تحتمل معنيين.",
            "Write the amount in dinars with at most three decimals, as in 12.500. A comma alone is not taken, since it could mean thousands or decimals.",
        ),
    },
    Entry {
        code: IBAN,
        title: StaticText::new("رقم حساب (آيبان) غير صحيح", "account number (IBAN) is not right"),
        help: StaticText::new(
            "رقم الآيبان الكويتي 30 خانة تبدأ بـ KW. انسخه من تطبيق البنك أو من كشف الحساب.",
            "A Kuwaiti IBAN has 30 characters and begins with KW. Copy it from your bank's app or from a statement.",
        ),
    },
    Entry {
        code: PHONE,
        title: StaticText::new("رقم هاتف نقال غير صحيح", "mobile number is not right"),
        help: StaticText::new(
            "رقم الهاتف النقال في الكويت 8 أرقام تبدأ بـ 5 أو 6 أو 9 أو 41، ويجوز أن يسبقه 965+.",
            "A mobile number in Kuwait has 8 digits and begins with 5, 6, 9 or 41; +965 may stand before it.",
        ),
    },
    Entry {
        code: CASE_NUMBER,
        title: StaticText::new("رقم طلب غير صحيح", "request number is not right"),
        help: StaticText::new(
            "يتكون رقم الطلب من ثماني خانات مثل 7K4M-2H9T، آخرها للتحقق. راجع الرقم في رسالة الاستلام.",
            "A request number has eight characters, as in 7K4M-2H9T; the last one is a check. Compare it with the message that confirmed your request.",
        ),
    },
    Entry {
        code: SPAN,
        title: StaticText::new("مدة غير مفهومة", "length of time cannot be read"),
        help: StaticText::new(
            "اكتب {working_days: 5} أو {working_hours: 8} للمدد بأيام العمل وساعاته، أو مدة تقويمية مثل P5D أو P1Y. لاحظ أن P5D خمسة أيام تقويمية لا أيام عمل.",
            "Write {working_days: 5} or {working_hours: 8} for working time, or a calendar period such as P5D or P1Y. P5D means five calendar days, not working days.",
        ),
    },
    Entry {
        code: NAME,
        title: StaticText::new("اسم تقني غير صحيح", "name has a wrong shape"),
        help: StaticText::new(
            "تبدأ المعرّفات بحرف لاتيني صغير وتتكون من أحرف صغيرة وأرقام و_، وتفصل النقطة بين أجزائها. أما رموز الجهات فبالأحرف الكبيرة.",
            "Ids begin with a small Latin letter and have small letters, digits and _, with dots between parts. Codes of bodies are written in capitals.",
        ),
    },
    Entry {
        code: ID,
        title: StaticText::new("معرّف غير صحيح", "id has a wrong shape"),
        help: StaticText::new(
            "المعرّف الداخلي 26 حرفاً ورقماً. غالباً ما يكون الرابط مقطوعاً: افتح الصفحة من قائمة طلباتك.",
            "An internal id has 26 letters and digits. Usually a link was cut: open the page from your list of requests.",
        ),
    },
    Entry {
        code: HIJRI,
        title: StaticText::new("تاريخ هجري غير صحيح", "Hijri date is not right"),
        help: StaticText::new(
            "التواريخ الهجرية هنا بحسب تقويم أم القرى من سنة 1365 إلى 1500، والشهر 29 أو 30 يوماً.",
            "Hijri dates follow the Umm al-Qura calendar from 1365 to 1500; a month has 29 or 30 days.",
        ),
    },
    Entry {
        code: CALENDAR_DATA,
        title: StaticText::new("بيانات تقويم العمل غير متسقة", "working calendar's data are not consistent"),
        help: StaticText::new(
            "راجع ساعات الدوام والعطل: لا تتداخل فترات اليوم الواحد، وتنتهي كل فترة بعد بدايتها، ولا بد من يوم عمل واحد على الأقل في الأسبوع.",
            "Check hours and holidays: a day's intervals do not overlap, each ends after it begins, and a week has at least one working day.",
        ),
    },
    Entry {
        code: CALENDAR_RANGE,
        title: StaticText::new("تاريخ خارج تقويم العمل", "date is outside the working calendar"),
        help: StaticText::new(
            "يعرف تقويم العمل السنوات من 2000 إلى 2069. راجع التاريخ أو المدة.",
            "The working calendar knows the years 2000 to 2069. Check the date or the length of time.",
        ),
    },
];
