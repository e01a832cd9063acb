//! The port that carries letters, mails and short messages to people.

use afaq_base::{CivilNumber, Lang, Timestamp};

use crate::Fault;

/// The way a letter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Electronic mail.
    Mail,
    /// A short message to a mobile phone.
    Sms,
}

/// One letter to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Repeats of the same key are the same letter.
    pub key: String,
    /// The way it goes.
    pub channel: Channel,
    /// To whom.
    pub to: CivilNumber,
    /// The language it is written in.
    pub language: Lang,
    /// One line that says what it is about.
    pub subject: String,
    /// The text; never a secret, never a link that signs in.
    pub body: String,
    /// When it was written.
    pub at: Timestamp,
}

/// Carries letters. At least once; once where the receiver honors the key.
pub trait Letters: Send + Sync {
    /// Hands one letter over.
    ///
    /// # Errors
    /// A [`Fault`] when the carrier did not take it.
    fn send(&self, letter: &Letter) -> Result<(), Fault>;
}
