//! The fingerprint of the whole log: equal for two stores that hold the same facts.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::sql::Value;
use crate::{Store, StoreError};

/// What the log of a store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// How many events.
    pub events: u64,
    /// SHA-256 over all of them, sealed parts as they are stored, stream by stream; in hexadecimal.
    pub sha256: String,
}

impl Store {
    /// Reads the whole log, stream by stream, and gives its fingerprint.
    ///
    /// The order in which streams were written does not count: those who write side by side need not take turns.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn fingerprint(&self) -> Result<Fingerprint, StoreError> {
        self.database().fingerprint().await
    }
}

/// Reads the log of a database of SQLite.
pub(crate) fn look(connection: &Connection) -> Result<Fingerprint, StoreError> {
    let mut statement = connection.prepare(
        "select s.kind, s.id, e.version, e.kind, e.open, e.sealed, e.party, e.recorded_at \
         from streams s join events e on e.stream_no = s.stream_no order by s.kind, s.id, e.version",
    )?;
    let columns = statement.column_count();
    let mut hashing = Hashing::default();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        hashing.events += 1;
        for column in 0..columns {
            take(&mut hashing.hash, row.get_ref(column)?);
        }
    }
    Ok(hashing.finish())
}

/// A fingerprint on its way.
#[derive(Default)]
pub(crate) struct Hashing {
    hash: Sha256,
    events: u64,
}

impl Hashing {
    /// Takes one event in: its columns as [`look`] reads them.
    pub(crate) fn event(&mut self, values: &[Value]) {
        self.events += 1;
        for value in values {
            take(
                &mut self.hash,
                match value {
                    Value::Null => ValueRef::Null,
                    Value::Int(number) => ValueRef::Integer(*number),
                    Value::Text(text) => ValueRef::Text(text.as_bytes()),
                    Value::Bytes(bytes) => ValueRef::Blob(bytes),
                    Value::Id(bytes) => ValueRef::Blob(bytes),
                },
            );
        }
    }

    pub(crate) fn finish(self) -> Fingerprint {
        Fingerprint { events: self.events, sha256: crate::files::hex(&self.hash.finalize()) }
    }
}

/// A value with its kind and its length, so that no two rows look alike.
fn take(hash: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes) = match value {
        ValueRef::Null => (0, Vec::new()),
        ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
        ValueRef::Real(number) => (2, number.to_be_bytes().to_vec()),
        ValueRef::Text(text) => (3, text.to_vec()),
        ValueRef::Blob(blob) => (4, blob.to_vec()),
    };
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
