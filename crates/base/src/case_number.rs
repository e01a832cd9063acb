//! Request numbers that people can read out and copy without a slip.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::code::{Coded, ErrorCode};
use crate::digits;
use crate::lang::Text;
use crate::limits::PARSED_TEXT_BYTES_MAX;

/// Digits and letters that are hard to mistake in print and aloud; no vowels, so that no words arise.
///
/// There are 23 of them, a prime: only so the check character finds every single slip.
const ALPHABET: &[u8; 23] = b"0123456789CDFHJKMNRTWXY";

const BASE: u64 = ALPHABET.len() as u64;

/// Characters of a number, the last of which is the check.
const CHARS: usize = 8;

/// How many different numbers there are: about 3.4 billion.
pub const CAPACITY: u64 = BASE.pow(CHARS as u32 - 1);

/// Spreads neighboring counts over all numbers, so that a number does not tell how many came before.
/// Any factor that is not a multiple of 23 permutes the numbers; this one is near the golden section.
const SPREAD: u64 = 2_104_297_907;

/// Keeps the first count from being all zeros.
const OFFSET: u64 = 1_618_033_988;

/// A number of a case, such as `7K4M-2H9T`, with a check character at its end.
///
/// One wrong character or one swap of neighbors is always found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    /// INVARIANT: characters of the alphabet whose weighted sum is a multiple of 23.
    chars: [u8; CHARS],
}

/// Why a request number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaseNumberError {
    /// Nothing was given.
    #[error("the request number is empty")]
    Empty,
    /// A character never stands in a request number.
    #[error("`{0}` never stands in a request number")]
    Character(char),
    /// There are not eight characters.
    #[error("a request number has 8 characters, here are {0}")]
    Length(usize),
    /// The check character does not fit the others.
    #[error("the characters of the request number do not fit together")]
    Check,
}

impl Coded for CaseNumberError {
    fn code(&self) -> ErrorCode {
        crate::code::CASE_NUMBER
    }

    fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("اكتب رقم الطلب", "enter the request number"),
            Self::Character(found) => Text::new(
                format!("لا يرد `{found}` في أرقام الطلبات"),
                format!("`{found}` never stands in a request number"),
            ),
            Self::Length(found) => Text::new(
                format!("رقم الطلب ثماني خانات، وعدد الخانات هنا {found}"),
                format!("a request number has 8 characters, here are {found}"),
            ),
            Self::Check => Text::new(
                "رقم الطلب غير صحيح؛ قارنه برسالة الاستلام",
                "the request number is not right; compare it with the message that confirmed your request",
            ),
        }
    }
}

impl CaseNumber {
    /// The number of a count or of drawn bits.
    ///
    /// Counts below [`CAPACITY`] give different numbers; larger ones begin again.
    #[must_use]
    pub const fn new(count: u64) -> Self {
        let mut rest = ((count % CAPACITY) as u128 * SPREAD as u128 + OFFSET as u128) % CAPACITY as u128;
        let mut chars = [b'0'; CHARS];
        let mut sum = 0;
        let mut at = CHARS - 1;
        while at > 0 {
            at -= 1;
            let value = (rest % BASE as u128) as u64;
            rest /= BASE as u128;
            chars[at] = ALPHABET[value as usize];
            sum += weight(at) * value;
        }
        chars[CHARS - 1] = ALPHABET[((BASE - sum % BASE) % BASE) as usize];
        Self { chars }
    }

    /// Reads a number as people write it: small letters, spaces, dashes, digits of both scripts.
    ///
    /// Letters that are never used are read as what they resemble: `O` as 0, `I` and `L` as 1, `Z` as 2,
    /// `S` as 5, `G` as 6, `B` as 8.
    ///
    /// # Errors
    /// [`CaseNumberError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, CaseNumberError> {
        if text.len() > PARSED_TEXT_BYTES_MAX {
            return Err(CaseNumberError::Length(text.chars().count()));
        }
        let mut chars = [b'0'; CHARS];
        let mut length = 0;
        let mut sum = 0;
        for c in text.chars().filter(|&c| !digits::is_separator(c)) {
            let value = value(c).ok_or(CaseNumberError::Character(c))?;
            if let Some(place) = chars.get_mut(length) {
                *place = ALPHABET[value];
                sum += weight(length) * value as u64;
            }
            length += 1;
        }
        match length {
            0 => Err(CaseNumberError::Empty),
            CHARS if sum.is_multiple_of(BASE) => Ok(Self { chars }),
            CHARS => Err(CaseNumberError::Check),
            _ => Err(CaseNumberError::Length(length)),
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.chars).unwrap_or_default()
    }
}

/// Neighbors differ by one and none is zero modulo 23: so a swap or a slip always changes the sum.
const fn weight(at: usize) -> u64 {
    (CHARS - at) as u64
}

fn value(c: char) -> Option<usize> {
    if let Some(digit) = digits::value(c) {
        return Some(usize::from(digit));
    }
    let letter = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        letter => letter,
    };
    ALPHABET.iter().position(|&one| char::from(one) == letter)
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.as_str().split_at(CHARS / 2);
        f.pad(&format!("{head}-{tail}"))
    }
}

impl fmt::Debug for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CaseNumber({self})")
    }
}

impl FromStr for CaseNumber {
    type Err = CaseNumberError;

    fn from_str(text: &str) -> Result<Self, CaseNumberError> {
        Self::parse(text)
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}
