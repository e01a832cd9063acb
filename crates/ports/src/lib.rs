//! What lies outside the house, as traits: adapters implement them, `app` calls them.
//!
//! The traits are plain calls without waiting of their own: a caller that must not block
//! runs them on a blocking thread and gives each a deadline.

mod clock;
mod documents;
mod identity;
mod letters;
mod payment;
mod registers;
mod scanner;

pub use clock::{Clock, Entropy};
pub use documents::{DocumentRequest, Documents};
pub use identity::{Identity, Officer, Person, SERVICE_OWNER, UNIT_HEAD, Unit};
pub use letters::{Channel, Letter, Letters};
pub use payment::{Payment, PaymentPage, PaymentRequest};
pub use registers::{RegisterAnswer, RegisterQuery, Registers};
pub use scanner::{Scanner, Verdict};

/// Another system failed: the operator reads it, never the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{system}` failed: {what}")]
pub struct Fault {
    /// The system that failed, as operators name it.
    pub system: String,
    /// What was seen, without personal data.
    pub what: String,
    /// Whether trying again later can help.
    pub is_passing: bool,
}
