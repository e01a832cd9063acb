//! What can go wrong in a use case, kept apart by who reads it.

use afaq_domain::Refusal;
use afaq_store::{AppendError, StoreError};

/// A use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The rules say no; the person reads why.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such thing, or it is not this actor's: both look the same from outside.
    #[error("not found")]
    NotFound,
    /// The page is older than what is stored now.
    #[error("the page is stale")]
    Stale,
    /// Nobody is signed in, or not as one who may do this.
    #[error("sign in first")]
    SignIn,
    /// A form field is wrong; the name is the field's.
    #[error("the field `{field}` is wrong")]
    Field {
        /// The field.
        field: String,
        /// What the person reads.
        message: afaq_base::Text,
    },
    /// A file can't be taken.
    #[error("the file can't be taken: {0:?}")]
    File(crate::cases::FileProblem),
    /// A pack that is to be published has faults.
    #[error("the pack has {0} faults")]
    PackHasFaults(usize),
    /// Another system failed; operators read why.
    #[error("another system failed")]
    Fault(#[from] afaq_ports::Fault),
    /// The store failed; operators read why.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// A stored thing has a shape that this program does not know.
    #[error("stored data can't be read: {0}")]
    Data(String),
}

impl From<AppendError> for AppError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict { .. } | AppendError::LeaseLost { .. } => Self::Stale,
            AppendError::Store(fault) => Self::Store(fault),
        }
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        // The text of serde's error names places, never values.
        Self::Data(format!("line {}, column {}", error.line(), error.column()))
    }
}
