//! Checked names: codes of bodies, ids of units, services and registers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::code::{Coded, ErrorCode};
use crate::lang::Text;
use crate::limits::NAME_CHARS_MAX;

/// Why a name was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("the name is empty")]
    Empty,
    /// The name is longer than [`NAME_CHARS_MAX`].
    #[error("the name is longer than {NAME_CHARS_MAX} characters")]
    TooLong,
    /// A character does not belong into a name.
    #[error("`{found}` is not allowed at character {at} of the name")]
    Character {
        /// The character that does not belong.
        found: char,
        /// Its place, counted in characters from 1.
        at: usize,
    },
}

impl Coded for NameError {
    fn code(&self) -> ErrorCode {
        crate::code::NAME
    }

    fn text(&self) -> Text {
        match self {
            Self::Empty => Text::new("الاسم فارغ", "the name is empty"),
            Self::TooLong => Text::new(
                format!("الاسم أطول من {NAME_CHARS_MAX} حرفاً"),
                format!("the name is longer than {NAME_CHARS_MAX} characters"),
            ),
            Self::Character { found, at } => Text::new(
                format!("الحرف `{found}` غير مسموح به في الموضع {at} من الاسم"),
                format!("`{found}` is not allowed at character {at} of the name"),
            ),
        }
    }
}

/// Checks `[a-z][a-z0-9_]*`, in parts joined by dots.
fn check_lower(name: &str) -> Result<(), NameError> {
    check(name, |c| c.is_ascii_lowercase())
}

fn check_upper(name: &str) -> Result<(), NameError> {
    check(name, |c| c.is_ascii_uppercase()).and_then(|()| match name.chars().position(|c| c == '.') {
        Some(at) => Err(NameError::Character { found: '.', at: at + 1 }),
        None => Ok(()),
    })
}

fn check(name: &str, is_letter: fn(char) -> bool) -> Result<(), NameError> {
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    let mut begins_part = true;
    for (at, found) in name.chars().enumerate() {
        if at >= NAME_CHARS_MAX {
            return Err(NameError::TooLong);
        }
        let fits = match found {
            '.' => !begins_part,
            _ if begins_part => is_letter(found),
            '0'..='9' | '_' => true,
            _ => is_letter(found),
        };
        if !fits {
            return Err(NameError::Character { found, at: at + 1 });
        }
        begins_part = found == '.';
    }
    if begins_part {
        return Err(NameError::Character { found: '.', at: name.chars().count() });
    }
    Ok(())
}

macro_rules! checked_name {
    ($(#[$meta:meta])* $name:ident, $prepare:expr, $check:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks and takes a name.
            ///
            /// # Errors
            /// [`NameError`] says which character does not fit.
            pub fn parse(name: &str) -> Result<Self, NameError> {
                let name: String = $prepare(name.trim());
                $check(&name)?;
                Ok(Self(name))
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(name: &str) -> Result<Self, NameError> {
                Self::parse(name)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(name: String) -> Result<Self, NameError> {
                Self::parse(&name)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    };
}

checked_name! {
    /// The code of a body of government, in capitals: `PADA`, `GOV_CAP`. Small letters are taken too.
    BodyCode, str::to_ascii_uppercase, check_upper
}
checked_name! {
    /// The id of a unit inside a body: `pada.allowances`.
    UnitId, str::to_owned, check_lower
}
checked_name! {
    /// The id of a public service: `kw.pada.carer_allowance`.
    ServiceId, str::to_owned, check_lower
}
checked_name! {
    /// The id of a register: `paci.person`.
    RegisterId, str::to_owned, check_lower
}
