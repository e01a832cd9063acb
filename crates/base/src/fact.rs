//! Facts: values with source, time and standing, so that "unknown" never turns into "no".

use serde::{Deserialize, Serialize};

use crate::names::RegisterId;
use crate::time::Timestamp;

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The person, or who acts for the person.
    Applicant,
    /// A register of the state.
    Register(RegisterId),
    /// An officer who looked at it.
    Officer,
    /// A rule, from other facts.
    Computed,
    /// The sign-in.
    SignIn,
    /// A paper or file.
    Document,
}

/// How far a fact can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Somebody says so.
    Asserted,
    /// A register, a sign-in or an officer confirmed it.
    Verified,
    /// The person says that it is wrong.
    Disputed,
    /// Nobody could be asked: the register did not answer.
    Unavailable,
}

impl Standing {
    /// Whether a decision may rest on such a fact; if not, its outcome is undetermined.
    #[must_use]
    pub const fn is_usable(self) -> bool {
        match self {
            Self::Asserted | Self::Verified => true,
            Self::Disputed | Self::Unavailable => false,
        }
    }
}

/// A value with its source, time and standing.
///
/// A register that answers "there is none" gives a verified fact whose value says so (such as `None` or
/// null in `V`); a register that does not answer gives an unavailable fact, which has no value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts<V>", into = "Parts<V>")]
#[serde(bound(serialize = "V: Serialize + Clone", deserialize = "V: Deserialize<'de>"))]
pub struct Fact<V> {
    /// INVARIANT: absent if, and only if, the standing is `Unavailable`.
    value: Option<V>,
    source: Source,
    at: Timestamp,
    standing: Standing,
}

/// How a fact is written in data.
#[derive(Serialize, Deserialize)]
#[serde(bound(serialize = "V: Serialize", deserialize = "V: Deserialize<'de>"))]
struct Parts<V> {
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none", with = "present")]
    value: Option<V>,
    source: Source,
    at: Timestamp,
    standing: Standing,
}

/// Keeps a present null apart from an absent value: `V` may itself be null.
mod present {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<V: Serialize, S: Serializer>(
        value: &Option<V>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(to)
    }

    pub(super) fn deserialize<'de, V: Deserialize<'de>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<V>, D::Error> {
        V::deserialize(from).map(Some)
    }
}

/// A fact in data that has a value and is unavailable, or has none and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an unavailable fact has no value, and every other fact has one")]
pub struct FactError;

impl<V> TryFrom<Parts<V>> for Fact<V> {
    type Error = FactError;

    fn try_from(parts: Parts<V>) -> Result<Self, FactError> {
        let Parts { value, source, at, standing } = parts;
        if value.is_none() == (standing == Standing::Unavailable) {
            Ok(Self { value, source, at, standing })
        } else {
            Err(FactError)
        }
    }
}

impl<V> From<Fact<V>> for Parts<V> {
    fn from(fact: Fact<V>) -> Self {
        let Fact { value, source, at, standing } = fact;
        Self { value, source, at, standing }
    }
}

impl<V> Fact<V> {
    /// Somebody says so.
    pub const fn asserted(value: V, source: Source, at: Timestamp) -> Self {
        Self { value: Some(value), source, at, standing: Standing::Asserted }
    }

    /// It is confirmed.
    pub const fn verified(value: V, source: Source, at: Timestamp) -> Self {
        Self { value: Some(value), source, at, standing: Standing::Verified }
    }

    /// Nobody could be asked.
    pub const fn unavailable(source: Source, at: Timestamp) -> Self {
        Self { value: None, source, at, standing: Standing::Unavailable }
    }

    /// The same value, which the person says is wrong since `at`. An unavailable fact stays so.
    #[must_use]
    pub fn disputed(self, at: Timestamp) -> Self {
        match self.standing {
            Standing::Unavailable => self,
            Standing::Asserted | Standing::Verified | Standing::Disputed => {
                Self { at, standing: Standing::Disputed, ..self }
            }
        }
    }

    /// The value as it stands, also if it is disputed: for showing, not for deciding.
    pub const fn value(&self) -> Option<&V> {
        self.value.as_ref()
    }

    /// The value, if a decision may rest on it.
    pub const fn usable(&self) -> Option<&V> {
        if self.standing.is_usable() { self.value.as_ref() } else { None }
    }

    /// Where it comes from.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// When it was said, read, computed or disputed.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// How far it can be relied on.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// The same fact with another form of its value.
    pub fn map<W>(self, change: impl FnOnce(V) -> W) -> Fact<W> {
        let Self { value, source, at, standing } = self;
        Fact { value: value.map(change), source, at, standing }
    }
}
