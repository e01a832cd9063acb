//! The port to a virus scanner.

use crate::Fault;

/// What the scanner said of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// Something was found; the name is for operators.
    Infected(String),
}

/// Looks through files before they leave quarantine.
pub trait Scanner: Send + Sync {
    /// Looks through one file.
    ///
    /// # Errors
    /// A [`Fault`] when the scanner did not answer; the file then stays in quarantine.
    fn scan(&self, bytes: &[u8]) -> Result<Verdict, Fault>;
}
