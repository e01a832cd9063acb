//! What a failed statement means: try again, the connection is lost, or the write is refused.

use tokio_postgres::error::{DbError, SqlState};

use crate::StoreError;

/// Why a statement did not succeed.
#[derive(Debug)]
pub(super) enum Fault {
    /// The connection is of no use any more; whether a commit that was sent stands is not known.
    Lost(String),
    /// Another transaction was in the way: the same again may succeed.
    Again,
    /// The database refuses it.
    Refused(StoreError),
}

impl Fault {
    pub(super) fn of(error: &tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            None if error.is_closed() => Self::Lost("the connection was closed".into()),
            None => match std::error::Error::source(error) {
                // A value that does not fit its column was never sent.
                Some(source) if !source.is::<std::io::Error>() && is_conversion(error) => {
                    Self::Refused(StoreError::damaged(source.to_string()))
                }
                Some(source) => Self::Lost(format!("{error}: {source}")),
                None => Self::Lost(error.to_string()),
            },
            Some(told) => Self::told(told),
        }
    }

    fn told(told: &DbError) -> Self {
        let state = told.code().code();
        match state {
            // The primary is no longer one, is going down, is starting, or has no place.
            "25006" | "57P01" | "57P02" | "57P03" | "57P05" | "53300" | "0A000" => return Self::lost(told),
            "40001" | "40P01" | "55P03" => return Self::Again,
            // Another zone has room: the primary moves there, and what is kept meanwhile is written by it.
            "53100" => return Self::lost(told),
            _ => {}
        }
        if state.starts_with("08") {
            return Self::lost(told);
        }
        if *told.code() == SqlState::QUERY_CANCELED {
            return Self::Refused(StoreError::Server {
                state: state.into(),
                problem: "the statement took too long".into(),
            });
        }
        // Another process was first with the same version, stream or key: the next look finds what it wrote.
        if *told.code() == SqlState::UNIQUE_VIOLATION
            && matches!(told.table(), Some("events" | "streams" | "answers"))
        {
            return Self::Again;
        }
        if state.starts_with("23") {
            return Self::Refused(StoreError::Constraint { rule: rule(told) });
        }
        Self::Refused(StoreError::Server { state: state.into(), problem: told.message().into() })
    }

    fn lost(told: &DbError) -> Self {
        Self::Lost(format!("{} {}", told.code().code(), told.message()))
    }

    /// As an error for somebody who does not try again.
    pub(super) fn into_error(self) -> StoreError {
        match self {
            Self::Lost(problem) => StoreError::Unavailable { problem },
            Self::Again => StoreError::Unavailable { problem: "other transactions were in the way".into() },
            Self::Refused(error) => error,
        }
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::of(&error)
    }
}

/// The client names errors of its own only in words.
fn is_conversion(error: &tokio_postgres::Error) -> bool {
    let told = error.to_string();
    told.starts_with("error serializing") || told.starts_with("error deserializing")
}

/// The rule as `table.column, column`: the columns stand in the detail before the values, which are left out.
fn rule(told: &DbError) -> String {
    let table = told.table().unwrap_or("a table");
    let columns = told.detail().and_then(|detail| {
        let inside = detail.split_once('(')?.1.split_once(")=")?.0;
        Some(inside.split(", ").map(|column| format!("{table}.{column}")).collect::<Vec<_>>().join(", "))
    });
    let name = told.constraint().unwrap_or("constraint");
    columns.map_or_else(|| format!("{table}: {name}"), |columns| format!("{name}: {columns}"))
}
