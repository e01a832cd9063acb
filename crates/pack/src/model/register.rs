//! Registers: who holds which facts, by which key, on what legal ground.

use afaq_base::{BodyCode, Text};

use super::Kind;

/// A register of the country, described once in the shared library.
#[derive(Clone, Debug)]
pub struct Register {
    /// The id, for instance `paci.person`.
    pub id: String,
    /// The body that keeps it.
    pub body: BodyCode,
    /// What people call it.
    pub name: Text,
    /// What finds a record.
    pub key: RegisterKey,
    /// The legal ground for reading it.
    pub law: Option<Text>,
    /// Whether the legal ground still has to be confirmed.
    pub law_unverified: bool,
    /// The fields of its record.
    pub fields: Vec<RegisterField>,
}

impl Register {
    /// Finds a field by its name.
    #[must_use]
    pub fn find_field(&self, name: &str) -> Option<&RegisterField> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// What finds a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterKey {
    /// One person's civil number.
    CivilNumber,
    /// Two persons' civil numbers: whose relative, and who.
    TwoCivilNumbers,
}

impl RegisterKey {
    /// How many paths a key of this kind has.
    #[must_use]
    pub fn parts(self) -> usize {
        match self {
            Self::CivilNumber => 1,
            Self::TwoCivilNumbers => 2,
        }
    }
}

/// One field of a register's record.
#[derive(Clone, Debug)]
pub struct RegisterField {
    /// The name within the record.
    pub name: String,
    /// The kind of its values.
    pub kind: Kind,
    /// What people call it.
    pub label: Text,
    /// A line of explanation.
    pub hint: Option<Text>,
    /// 1 (public) to 4 (health, origin, belief).
    pub sensitivity: u8,
}
