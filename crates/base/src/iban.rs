//! Kuwaiti account numbers (IBAN).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::code::{Coded, ErrorCode};
use crate::digits;
use crate::lang::Text;
use crate::limits::PARSED_TEXT_BYTES_MAX;

/// Characters of a Kuwaiti IBAN.
const CHARS: usize = 30;

/// A Kuwaiti account number whose shape and check digits are right.
///
/// - **Shape:** `KW`, two check digits, four letters of the bank, 22 letters or digits.
/// - **Source:** ISO 13616, SWIFT IBAN registry.
/// - **Debug** hides all but the last four characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iban {
    /// INVARIANT: 30 capitals and digits that passed [`Iban::parse`].
    text: String,
}

/// Why an account number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IbanError {
    /// Nothing was given.
    #[error("the account number is empty")]
    Empty,
    /// The account is not in Kuwait.
    #[error("the account number does not begin with KW")]
    Country,
    /// There are not 30 characters.
    #[error("a Kuwaiti account number has 30 characters, here are {0}")]
    Length(usize),
    /// A character stands where it cannot.
    #[error("the account number has a character that does not belong there")]
    Shape,
    /// The check digits do not fit.
    #[error("the characters of the account number do not fit together")]
    CheckDigits,
}

impl Coded for IbanError {
    fn code(&self) -> ErrorCode {
        crate::code::IBAN
    }

    fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("اكتب رقم الآيبان", "enter the IBAN"),
            Self::Country => Text::new(
                "يجب أن يبدأ رقم الآيبان بـ KW: لا نحوّل إلا إلى حساب في الكويت",
                "the IBAN must begin with KW: we only pay into accounts in Kuwait",
            ),
            Self::Length(found) => Text::new(
                format!("رقم الآيبان 30 خانة، وعدد الخانات هنا {found}"),
                format!("a Kuwaiti IBAN has 30 characters, here are {found}"),
            ),
            Self::Shape => Text::new(
                "في رقم الآيبان حرف أو رمز في غير موضعه",
                "the IBAN has a character that does not belong there",
            ),
            Self::CheckDigits => Text::new(
                "رقم الآيبان غير صحيح؛ انسخه من تطبيق البنك",
                "the IBAN is not right; copy it from your bank's app",
            ),
        }
    }
}

impl Iban {
    /// Reads an account number as people write it: with spaces, small letters, digits of both scripts.
    ///
    /// # Errors
    /// [`IbanError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, IbanError> {
        if text.len() > PARSED_TEXT_BYTES_MAX {
            return Err(IbanError::Length(text.chars().count()));
        }
        let text: String = digits::normalize(text)
            .chars()
            .filter(|&c| !digits::is_separator(c))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if text.is_empty() {
            return Err(IbanError::Empty);
        }
        if !text.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(IbanError::Shape);
        }
        if !text.starts_with("KW") {
            return Err(IbanError::Country);
        }
        if text.len() != CHARS {
            return Err(IbanError::Length(text.len()));
        }
        let bytes = text.as_bytes();
        if !bytes[2..4].iter().all(u8::is_ascii_digit) || !bytes[4..8].iter().all(u8::is_ascii_uppercase) {
            return Err(IbanError::Shape);
        }
        if remainder(&text) == 1 { Ok(Self { text }) } else { Err(IbanError::CheckDigits) }
    }

    /// The account number of a bank's four letters and the 22 characters of the account.
    #[must_use]
    pub fn compute(bank: &str, account: &str) -> Option<Self> {
        let draft = format!("KW00{bank}{account}").to_ascii_uppercase();
        if draft.len() != CHARS || !draft.is_ascii() {
            return None;
        }
        let check = 98 - remainder(&draft);
        Self::parse(&format!("KW{check:02}{}", draft.get(4..)?)).ok()
    }

    /// The 30 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The four letters of the bank.
    #[must_use]
    pub fn bank(&self) -> &str {
        self.text.get(4..8).unwrap_or_default()
    }

    /// In groups of four, as banks print it.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut out = String::with_capacity(CHARS + CHARS / 4);
        for (at, c) in self.text.chars().enumerate() {
            if at > 0 && at.is_multiple_of(4) {
                out.push(' ');
            }
            out.push(c);
        }
        out
    }
}

/// The number modulo 97 after ISO 7064: the first four characters to the end, letters as 10 to 35.
fn remainder(text: &str) -> u32 {
    let (head, tail) = text.split_at(4);
    tail.chars().chain(head.chars()).filter_map(|c| c.to_digit(36)).fold(0, |sum, value| {
        let shifted = if value < 10 { sum * 10 } else { sum * 100 };
        (shifted + value) % 97
    })
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban(…{})", self.text.get(CHARS - 4..).unwrap_or_default())
    }
}

impl FromStr for Iban {
    type Err = IbanError;

    fn from_str(text: &str) -> Result<Self, IbanError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Iban {
    type Error = IbanError;

    fn try_from(text: String) -> Result<Self, IbanError> {
        Self::parse(&text)
    }
}

impl From<Iban> for String {
    fn from(iban: Iban) -> Self {
        iban.text
    }
}
