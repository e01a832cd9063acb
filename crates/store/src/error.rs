//! What can go wrong in the store: faults for the operator, and refusals a caller can act on.

use std::sync::Arc;

use crate::StreamId;

/// A fault of the store or of its folder. Messages hold no personal data.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the size allowed to the database, is used up. Reading goes on.
    #[error(
        "the store's disk is full: nothing was written; free some space, then try again (reading goes on)"
    )]
    DiskFull,
    /// The master key file does not belong to this store.
    #[error("the master key does not open this store; give the key file that was made with it")]
    WrongMasterKey,
    /// The master key file cannot be used.
    #[error("the master key file `{path}` cannot be used: {problem}")]
    MasterKey {
        /// The file.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The file is a database of something else.
    #[error("`{path}` is not a store of this platform; choose another folder")]
    NotAStore {
        /// The file.
        path: String,
    },
    /// A newer version has written this store.
    #[error(
        "the store has schema version {found}, this program knows up to {known}; start the newer program"
    )]
    NewerSchema {
        /// Version in the store.
        found: i64,
        /// Newest version that this program knows.
        known: i64,
    },
    /// A migration that ran is not the one this program knows.
    #[error(
        "migration {version} of the store differs from the one this program knows; use the program that made it"
    )]
    ChangedMigration {
        /// Number of the migration.
        version: i64,
    },
    /// A stored value is not what it must be.
    #[error("the store is damaged: {what}; restore a backup, or look with `doctor`")]
    Damaged {
        /// Where, without personal data.
        what: String,
    },
    /// Sealed bytes were altered, moved, or sealed with another key.
    #[error("sealed bytes of {what} were altered, moved, or sealed with another key")]
    Tampered {
        /// Where, without personal data.
        what: String,
    },
    /// The key of the person was destroyed, so nothing can be sealed or read any more.
    #[error("the person's key was destroyed; nothing can be kept for them any more")]
    PartyErased,
    /// A value is over its limit.
    #[error("{what} is over its limit of {limit}")]
    TooLarge {
        /// Which value.
        what: &'static str,
        /// The limit, in the unit of the value.
        limit: usize,
    },
    /// A value cannot be stored.
    #[error("{what} cannot be stored: {problem}")]
    BadValue {
        /// Which value.
        what: &'static str,
        /// Why not.
        problem: &'static str,
    },
    /// A value that must be single is there already, or a row it names is missing.
    #[error("the write breaks a rule of the store: {rule}")]
    Constraint {
        /// The rule as the database names it: table and columns, no values.
        rule: String,
    },
    /// What was asked for is not there.
    #[error("{what} was not found")]
    NotFound {
        /// What was asked for.
        what: &'static str,
    },
    /// The place to write to holds something already.
    #[error("`{path}` is not empty; choose a new folder")]
    NotEmpty {
        /// The place.
        path: String,
    },
    /// The store was closed, or its thread ended.
    #[error("the store is closed")]
    Closed,
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Arc<rusqlite::Error>),
    /// The address of a database cannot be used.
    #[error("the address of the database cannot be used: {problem}")]
    Address {
        /// What is wrong with it, without the address.
        problem: String,
    },
    /// No server that can do this is reachable; nothing was written.
    #[error("no database is reachable that can do this, and nothing was written: {problem}")]
    Unavailable {
        /// What was met last.
        problem: String,
    },
    /// The connection broke while a commit was on its way, and nobody could be asked what became of it.
    #[error("it is not known whether the write took effect: ask again with the same key")]
    UnknownOutcome,
    /// The server refused a statement.
    #[error("the database refused a statement ({state}): {problem}")]
    Server {
        /// The SQLSTATE.
        state: String,
        /// What it said first; details, which may hold values, are left out.
        problem: String,
    },
    /// Another program does this for the backend of this store.
    #[error("{what} is made by the database's own tools: see the handbook")]
    Elsewhere {
        /// What was asked for.
        what: &'static str,
    },
    /// A file failed.
    #[error("`{path}` failed")]
    File {
        /// The file.
        path: String,
        /// The cause.
        #[source]
        cause: Arc<std::io::Error>,
    },
    /// The object store of the files failed, was silent, or answered half.
    #[error(
        "the object store of the files failed: {problem}; nothing was named that is not there, try again"
    )]
    Objects {
        /// What is wrong, without secrets.
        problem: String,
        /// The cause.
        #[source]
        cause: Option<Arc<object_store::Error>>,
    },
    /// The machine gave no random bytes.
    #[error("the machine gives no random bytes")]
    NoRandomness,
}

impl StoreError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    pub(crate) fn file(path: &std::path::Path, cause: std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull;
        }
        Self::File { path: path.display().to_string(), cause: Arc::new(cause) }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match &error {
            rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::ConstraintViolation => {
                    Self::Constraint { rule: message.clone().unwrap_or_else(|| "constraint".into()) }
                }
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::damaged("the database file"),
                ErrorCode::TooBig => {
                    Self::TooLarge { what: "a value", limit: crate::limits::COMMIT_BYTES_MAX }
                }
                _ => Self::Database(Arc::new(error)),
            },
            _ => Self::Database(Arc::new(error)),
        }
    }
}

/// Why a commit was not appended. Nothing of it was written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// The stream has moved on since it was read: read it again and decide again.
    #[error("stream `{stream}` is at version {actual}, not {expected}")]
    Conflict {
        /// The stream.
        stream: StreamId,
        /// The version that the caller had read.
        expected: u64,
        /// The version that the stream has.
        actual: u64,
    },
    /// The job that this commit completes is no longer leased to this worker.
    #[error("the lease of job {job_no} was lost")]
    LeaseLost {
        /// The job.
        job_no: i64,
    },
    /// The store failed, or a value cannot be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for AppendError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
