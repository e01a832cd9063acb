//! Money in whole fils.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::code::{Coded, ErrorCode};
use crate::digits;
use crate::lang::{Lang, Text};
use crate::limits::{MONEY_FILS_MAX, PARSED_TEXT_BYTES_MAX};

/// Fils in one dinar.
const FILS: u64 = 1_000;

/// An amount of money in whole fils (1 KWD = 1000 fils), which may be negative (a refund, a difference).
///
/// - **Range:** [`MONEY_FILS_MAX`] in either direction.
/// - **Source:** ISO 4217 lists KWD with three decimal places.
/// - **Data:** a whole number of fils.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Money {
    /// INVARIANT: between −[`MONEY_FILS_MAX`] and [`MONEY_FILS_MAX`].
    fils: i64,
}

/// Why an amount was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was given.
    #[error("the amount is empty")]
    Empty,
    /// The text is not a number with a decimal point.
    #[error("the amount is not a number such as 12.500")]
    NotANumber,
    /// There are more than three decimals.
    #[error("an amount has at most three decimals")]
    Decimals,
    /// A comma could mean thousands or decimals.
    #[error("the comma in the amount has two meanings; write 12.500 or 12500")]
    Comma,
    /// The amount is larger than [`MONEY_FILS_MAX`].
    #[error("the amount is too large")]
    TooLarge,
}

impl Coded for MoneyError {
    fn code(&self) -> ErrorCode {
        crate::code::MONEY
    }

    fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("اكتب المبلغ", "enter the amount"),
            Self::NotANumber => {
                Text::new("اكتب المبلغ رقماً، مثل 12.500", "write the amount as a number, such as 12.500")
            }
            Self::Decimals => Text::new(
                "في المبلغ أكثر من ثلاث خانات عشرية؛ أصغر جزء هو الفلس",
                "the amount has more than three decimals; the smallest part is one fils",
            ),
            Self::Comma => Text::new(
                "الفاصلة في المبلغ تحتمل معنيين؛ اكتب 12.500 أو 12500",
                "the comma in the amount has two meanings; write 12.500 or 12500",
            ),
            Self::TooLarge => Text::new("المبلغ أكبر من المسموح به", "the amount is too large"),
        }
    }
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self { fils: 0 };

    /// The largest amount.
    pub const MAX: Self = Self { fils: MONEY_FILS_MAX };

    /// An amount of whole fils; what lies outside the range is cut to its end.
    #[must_use]
    pub const fn from_fils(fils: i64) -> Self {
        let fils = if fils > MONEY_FILS_MAX {
            MONEY_FILS_MAX
        } else if fils < -MONEY_FILS_MAX {
            -MONEY_FILS_MAX
        } else {
            fils
        };
        Self { fils }
    }

    /// An amount of whole fils, or nothing outside the range.
    #[must_use]
    pub const fn checked_from_fils(fils: i64) -> Option<Self> {
        if fils < -MONEY_FILS_MAX || fils > MONEY_FILS_MAX { None } else { Some(Self { fils }) }
    }

    /// The amount in fils.
    #[must_use]
    pub const fn fils(self) -> i64 {
        self.fils
    }

    /// Whether the amount is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.fils == 0
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.fils < 0
    }

    /// The sum, or nothing outside the range.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        // The range is far inside that of `i64`: the sum of two amounts cannot overflow.
        Self::checked_from_fils(self.fils + other.fils)
    }

    /// The difference, or nothing outside the range.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        Self::checked_from_fils(self.fils - other.fils)
    }

    /// The amount so many times, or nothing outside the range.
    #[must_use]
    pub const fn checked_mul(self, times: i64) -> Option<Self> {
        match self.fils.checked_mul(times) {
            Some(fils) => Self::checked_from_fils(fils),
            None => None,
        }
    }

    /// The sum of many amounts, or nothing outside the range.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Reads an amount in dinars as people write it: `12.500`, `12.5`, `-3`, `١٢٫٥٠٠`, `KWD 1,250.000`.
    ///
    /// # Errors
    /// [`MoneyError`] says what is wrong; a lone comma is not guessed at.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        if text.len() > PARSED_TEXT_BYTES_MAX {
            return Err(MoneyError::TooLarge);
        }
        let plain = plain_number(text);
        let (is_negative, number) = match plain.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
        };
        if number.is_empty() {
            return Err(if is_negative || plain.starts_with('+') {
                MoneyError::NotANumber
            } else {
                MoneyError::Empty
            });
        }
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let whole = whole_digits(whole, number.contains('.'))?;
        if (whole.is_empty() && decimals.is_empty()) || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(MoneyError::NotANumber);
        }
        if decimals.len() > 3 {
            return Err(MoneyError::Decimals);
        }
        let digits = format!("{whole}{decimals:0<3}");
        let fils: i64 = digits.parse().map_err(|_| MoneyError::TooLarge)?;
        Self::checked_from_fils(if is_negative { -fils } else { fils }).ok_or(MoneyError::TooLarge)
    }

    /// The amount for people, with thousands separated and its currency: `KWD 1,250.000`, `1,250.000 د.ك`.
    #[must_use]
    pub fn display(self, lang: Lang) -> String {
        match lang {
            Lang::Ar => format!("{} د.ك", self.grouped()),
            Lang::En => format!("KWD {}", self.grouped()),
        }
    }

    /// The amount with thousands separated and without currency: `1,250.000`.
    #[must_use]
    pub fn grouped(self) -> String {
        let amount = self.fils.unsigned_abs();
        let sign = if self.fils < 0 { "-" } else { "" };
        format!("{sign}{}.{:03}", digits::grouped((amount / FILS) as i64), amount % FILS)
    }
}

/// Western digits and points, without currency, spaces and invisible marks.
fn plain_number(text: &str) -> String {
    let text = digits::normalize(text);
    let mut text: String =
        text.chars().filter(|&c| !c.is_whitespace() && !crate::text::is_invisible_mark(c)).collect();
    for currency in ["KWD", "kwd", "KD", "kd", "د.ك.", "د.ك", "دينار"] {
        if let Some(rest) = text.strip_prefix(currency).or_else(|| text.strip_suffix(currency)) {
            text = rest.to_owned();
            break;
        }
    }
    text.replace('٫', ".")
}

/// The whole dinars without separators of thousands.
fn whole_digits(whole: &str, has_point: bool) -> Result<String, MoneyError> {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(whole) {
        return Ok(whole.to_owned());
    }
    let unified = whole.replace('٬', ",");
    let parts: Vec<&str> = unified.split(',').collect();
    let are_groups = parts.len() > 1
        && parts.iter().all(|part| is_digits(part))
        && (1..=3).contains(&parts[0].len())
        && parts[1..].iter().all(|part| part.len() == 3);
    let is_plain_comma = whole.contains([',', '،']);
    if are_groups && (has_point || !is_plain_comma || parts.len() > 2) {
        return Ok(parts.concat());
    }
    Err(if is_plain_comma { MoneyError::Comma } else { MoneyError::NotANumber })
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.fils.unsigned_abs();
        let sign = if self.fils < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}.{:03}", amount / FILS, amount % FILS))
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fils = i64::deserialize(deserializer)?;
        Self::checked_from_fils(fils).ok_or_else(|| de::Error::custom(MoneyError::TooLarge))
    }
}
