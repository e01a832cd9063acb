//! The Kuwaiti civil number: twelve digits that name a person and hold the birth date.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::code::{Coded, ErrorCode};
use crate::digits;
use crate::lang::Text;
use crate::limits::PARSED_TEXT_BYTES_MAX;
use crate::time::Date;

/// Digits of a civil number.
const DIGITS: usize = 12;

/// Weights of the first eleven digits in the check digit.
const WEIGHTS: [u32; 11] = [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// A civil number whose shape, birth date and check digit are right.
///
/// - **Shape:** century (2 for 19xx, 3 for 20xx), birth date as YYMMDD, four digits, check digit.
/// - **Check digit:** 11 − (weighted sum mod 11); numbers for which that would be 10 or 11 are not given out.
/// - **Debug** hides all but the last three digits, so that a log does not name a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilNumber {
    /// INVARIANT: ASCII digits that passed [`CivilNumber::parse`].
    digits: [u8; DIGITS],
}

/// Why a civil number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CivilNumberError {
    /// Nothing was given.
    #[error("the civil number is empty")]
    Empty,
    /// A character is not a digit of either script.
    #[error("a civil number has digits only")]
    NotDigits,
    /// There are not twelve digits.
    #[error("a civil number has 12 digits, here are {0}")]
    Length(usize),
    /// The digits after the first are no date.
    #[error("the birth date in the civil number does not exist")]
    BirthDate,
    /// The first digit is not one of a known century.
    #[error("a civil number begins with 2 or 3")]
    Century,
    /// The last digit does not fit the others: mostly a slip of the finger.
    #[error("the digits of the civil number do not fit together")]
    CheckDigit,
}

impl Coded for CivilNumberError {
    fn code(&self) -> ErrorCode {
        crate::code::CIVIL_NUMBER
    }

    fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("اكتب الرقم المدني", "enter the civil number"),
            Self::NotDigits => {
                Text::new("الرقم المدني أرقام فقط، بلا حروف أو رموز", "a civil number has digits only")
            }
            Self::Length(found) => Text::new(
                format!("الرقم المدني 12 رقماً، وعدد الأرقام هنا {found}"),
                format!("a civil number has 12 digits, here are {found}"),
            ),
            Self::BirthDate => Text::new(
                "تاريخ الميلاد في الرقم المدني غير موجود؛ راجع الأرقام من الثاني إلى السابع",
                "the birth date in the civil number does not exist; check digits 2 to 7",
            ),
            Self::Century => {
                Text::new("يبدأ الرقم المدني بالرقم 2 أو 3", "a civil number begins with 2 or 3")
            }
            Self::CheckDigit => Text::new(
                "الرقم المدني غير صحيح؛ راجع الأرقام كما في البطاقة المدنية",
                "the civil number is not right; compare its digits with the civil ID card",
            ),
        }
    }
}

impl CivilNumber {
    /// Reads a civil number as people write it: digits of both scripts, with spaces or dashes.
    ///
    /// # Errors
    /// [`CivilNumberError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, CivilNumberError> {
        if text.len() > PARSED_TEXT_BYTES_MAX {
            return Err(CivilNumberError::Length(
                text.chars().filter(|&c| digits::value(c).is_some()).count(),
            ));
        }
        let typed = digits::only(text, PARSED_TEXT_BYTES_MAX).ok_or(CivilNumberError::NotDigits)?;
        if typed.is_empty() {
            return Err(CivilNumberError::Empty);
        }
        let digits: [u8; DIGITS] =
            typed.as_bytes().try_into().map_err(|_| CivilNumberError::Length(typed.len()))?;
        Self::check(digits)
    }

    fn check(digits: [u8; DIGITS]) -> Result<Self, CivilNumberError> {
        if !matches!(digits[0], b'2' | b'3') {
            return Err(CivilNumberError::Century);
        }
        if birth_date(&digits).is_none() {
            return Err(CivilNumberError::BirthDate);
        }
        if check_digit(&digits) != Some(digits[DIGITS - 1]) {
            return Err(CivilNumberError::CheckDigit);
        }
        Ok(Self { digits })
    }

    /// The number that begins with eleven digits, with its check digit.
    ///
    /// Nothing if these are not eleven digits, hold no date, or belong to a number that is not given out.
    #[must_use]
    pub fn compute(first_eleven: &str) -> Option<Self> {
        let typed = digits::only(first_eleven, DIGITS - 1)?;
        let mut digits = [b'0'; DIGITS];
        if typed.len() != DIGITS - 1 {
            return None;
        }
        digits[..DIGITS - 1].copy_from_slice(typed.as_bytes());
        digits[DIGITS - 1] = check_digit(&digits)?;
        Self::check(digits).ok()
    }

    /// The birth date that the number holds.
    #[must_use]
    pub fn birth_date(&self) -> Date {
        birth_date(&self.digits).unwrap_or(Date::ZERO)
    }

    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits).unwrap_or_default()
    }

    /// The number with all but the last three digits hidden, for places where others look on.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("•••••••••{}", self.as_str().get(DIGITS - 3..).unwrap_or_default())
    }
}

fn check_digit(digits: &[u8; DIGITS]) -> Option<u8> {
    let sum: u32 = WEIGHTS.iter().zip(digits).map(|(weight, digit)| weight * u32::from(digit - b'0')).sum();
    match 11 - sum % 11 {
        check @ 1..=9 => Some(b'0' + check as u8),
        _ => None,
    }
}

fn birth_date(digits: &[u8; DIGITS]) -> Option<Date> {
    let two = |at: usize| i16::from(digits[at] - b'0') * 10 + i16::from(digits[at + 1] - b'0');
    let century = match digits[0] {
        b'2' => 1900,
        b'3' => 2000,
        _ => return None,
    };
    Date::new(century + two(1), i8::try_from(two(3)).ok()?, i8::try_from(two(5)).ok()?).ok()
}

impl fmt::Display for CivilNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CivilNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CivilNumber({})", self.masked())
    }
}

impl FromStr for CivilNumber {
    type Err = CivilNumberError;

    fn from_str(text: &str) -> Result<Self, CivilNumberError> {
        Self::parse(text)
    }
}

impl Serialize for CivilNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CivilNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}
