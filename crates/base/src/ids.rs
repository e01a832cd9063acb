//! Identifiers of 128 bits: made of bytes that the caller gives, so that this floor stays without chance.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::code::{Coded, ErrorCode};
use crate::lang::Text;

/// Crockford's base 32 in small letters: no `i`, `l`, `o`, `u`; its order is the order of the numbers.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of a written id: 26 × 5 bits hold 128.
const CHARS: usize = 26;

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id has {CHARS} letters and digits")]
pub struct IdError;

impl Coded for IdError {
    fn code(&self) -> ErrorCode {
        crate::code::ID
    }

    fn text(&self) -> Text {
        Text::new(
            format!("المعرّف يتكون من {CHARS} حرفاً ورقماً"),
            format!("an id has {CHARS} letters and digits"),
        )
    }
}

fn encode(number: u128) -> [u8; CHARS] {
    let mut out = [b'0'; CHARS];
    let mut rest = number;
    for place in out.iter_mut().rev() {
        *place = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    out
}

fn decode(text: &str) -> Result<u128, IdError> {
    let bytes = text.as_bytes();
    // The first character carries only three bits.
    if bytes.len() != CHARS || bytes[0] > b'7' {
        return Err(IdError);
    }
    bytes.iter().try_fold(0_u128, |number, byte| {
        let letter = byte.to_ascii_lowercase();
        let digit = ALPHABET.iter().position(|&one| one == letter).ok_or(IdError)?;
        Ok((number << 5) | digit as u128)
    })
}

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        ///
        /// Written as 26 small letters and digits, which sort as the numbers do.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// An id of the bytes that the caller drew or derived.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(u128::from_be_bytes(bytes))
            }

            /// The bytes, the highest first.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 16] {
                self.0.to_be_bytes()
            }

            /// An id of a number.
            #[must_use]
            pub const fn from_u128(number: u128) -> Self {
                Self(number)
            }

            /// The id as a number.
            #[must_use]
            pub const fn as_u128(self) -> u128 {
                self.0
            }

            /// Reads a written id; capitals are taken too.
            ///
            /// # Errors
            /// [`IdError`] if it is not 26 letters and digits of this alphabet.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                decode(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(std::str::from_utf8(&encode(self.0)).unwrap_or_default())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl From<$name> for [u8; 16] {
            fn from(id: $name) -> Self {
                id.to_bytes()
            }
        }

        impl From<[u8; 16]> for $name {
            fn from(bytes: [u8; 16]) -> Self {
                Self::from_bytes(bytes)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(de::Error::custom)
            }
        }
    )*};
}

id! {
    /// One case.
    CaseId;
    /// A person or an organization that acts.
    PartyId;
    /// A draft that is not yet a case.
    DraftId;
    /// A file that was uploaded or made.
    FileId;
    /// One stored event.
    EventId;
    /// One command; a repeated command carries the same id.
    CommandId;
    /// One piece of background work.
    JobId;
    /// One task for an officer or the applicant.
    TaskId;
    /// One issued document.
    DocumentId;
    /// One message to a party.
    MessageId;
    /// One payment.
    PaymentId;
    /// One signed-in session.
    SessionId;
    /// One appointment.
    AppointmentId;
}
