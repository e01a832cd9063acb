//! Kuwaiti mobile numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::code::{Coded, ErrorCode};
use crate::digits;
use crate::lang::Text;
use crate::limits::PARSED_TEXT_BYTES_MAX;

/// Digits of a number inside Kuwait.
const DIGITS: usize = 8;

/// A mobile number in Kuwait: eight digits that begin with 5, 6, 9 or 41.
///
/// - **Source:** ITU-T E.164 communication on Kuwait's numbering plan (country code 965).
/// - **Debug** hides all but the last two digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MobileNumber {
    /// INVARIANT: ASCII digits that passed [`MobileNumber::parse`].
    digits: [u8; DIGITS],
}

/// Why a mobile number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MobileNumberError {
    /// Nothing was given.
    #[error("the mobile number is empty")]
    Empty,
    /// A character is not a digit.
    #[error("a mobile number has digits only")]
    NotDigits,
    /// There are not eight digits after the country code.
    #[error("a mobile number in Kuwait has 8 digits, here are {0}")]
    Length(usize),
    /// The number is not a mobile one: nobody would get its SMS.
    #[error("mobile numbers in Kuwait begin with 5, 6, 9 or 41")]
    NotMobile,
}

impl Coded for MobileNumberError {
    fn code(&self) -> ErrorCode {
        crate::code::PHONE
    }

    fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("اكتب رقم الهاتف النقال", "enter the mobile number"),
            Self::NotDigits => Text::new("رقم الهاتف أرقام فقط", "a mobile number has digits only"),
            Self::Length(found) => Text::new(
                format!("رقم الهاتف النقال 8 أرقام، وعدد الأرقام هنا {found}"),
                format!("a mobile number in Kuwait has 8 digits, here are {found}"),
            ),
            Self::NotMobile => Text::new(
                "رقم الهاتف النقال يبدأ بـ 5 أو 6 أو 9 أو 41",
                "mobile numbers in Kuwait begin with 5, 6, 9 or 41",
            ),
        }
    }
}

impl MobileNumber {
    /// Reads a number as people write it: `+965 5000 1234`, `00965…`, `٥٠٠٠١٢٣٤`.
    ///
    /// # Errors
    /// [`MobileNumberError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, MobileNumberError> {
        if text.len() > PARSED_TEXT_BYTES_MAX {
            return Err(MobileNumberError::Length(text.chars().count()));
        }
        let text: String =
            text.chars().filter(|&c| !matches!(c, '(' | ')') && !digits::is_separator(c)).collect();
        let number = text.strip_prefix(['+', '＋']).unwrap_or(&text);
        let typed = digits::only(number, PARSED_TEXT_BYTES_MAX).ok_or(MobileNumberError::NotDigits)?;
        let typed = match typed.strip_prefix("00").unwrap_or(&typed).strip_prefix("965") {
            Some(rest) if typed.len() > DIGITS => rest,
            _ => &typed,
        };
        if typed.is_empty() {
            return Err(MobileNumberError::Empty);
        }
        let digits: [u8; DIGITS] =
            typed.as_bytes().try_into().map_err(|_| MobileNumberError::Length(typed.len()))?;
        match digits {
            [b'5' | b'6' | b'9', ..] | [b'4', b'1', ..] => Ok(Self { digits }),
            _ => Err(MobileNumberError::NotMobile),
        }
    }

    /// The eight digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits).unwrap_or_default()
    }

    /// With the country code and without spaces, as gateways want it: `+96550001234`.
    #[must_use]
    pub fn international(&self) -> String {
        format!("+965{}", self.as_str())
    }
}

impl fmt::Display for MobileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.as_str().split_at(DIGITS / 2);
        f.pad(&format!("+965 {head} {tail}"))
    }
}

impl fmt::Debug for MobileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MobileNumber(…{})", self.as_str().get(DIGITS - 2..).unwrap_or_default())
    }
}

impl FromStr for MobileNumber {
    type Err = MobileNumberError;

    fn from_str(text: &str) -> Result<Self, MobileNumberError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for MobileNumber {
    type Error = MobileNumberError;

    fn try_from(text: String) -> Result<Self, MobileNumberError> {
        Self::parse(&text)
    }
}

impl From<MobileNumber> for String {
    fn from(number: MobileNumber) -> Self {
        number.as_str().to_owned()
    }
}
