//! A look at the whole store for `doctor`: is everything there, and does it fit together.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::sqlite::known_version;
use crate::{Store, StoreError};

/// Problems that a look lists at most.
const PROBLEMS_MAX: usize = 50;

/// What a look at the store found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Integrity {
    /// What is wrong; empty if all is well.
    pub problems: Vec<String>,
    /// The schema.
    pub schema_version: i64,
    /// How many events there are.
    pub events: u64,
    /// How many streams there are.
    pub streams: u64,
    /// The newest place in the feed.
    pub position: u64,
    /// The hash of all events in the order of the feed, in hexadecimal.
    pub log_sha256: String,
    /// How many stored files there are.
    pub files: u64,
    /// How many persons have a key that lives.
    pub living_keys: u64,
    /// Size of the database in bytes.
    pub database_bytes: u64,
}

impl Integrity {
    /// True if nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Store {
    /// Looks through the whole database. It takes its time, and nothing waits for it.
    ///
    /// # Errors
    /// A fault of the store; what is merely wrong stands in the answer.
    pub async fn integrity(&self) -> Result<Integrity, StoreError> {
        self.database().integrity().await
    }
}

/// Looks at one state of a database.
pub(crate) fn look(connection: &Connection) -> Result<Integrity, StoreError> {
    let one_state = connection.unchecked_transaction()?;
    let mut found = Integrity::default();
    let count = |text: &str| -> Result<u64, StoreError> {
        let count: i64 = one_state.query_row(text, [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    };
    found.schema_version =
        one_state.query_row("select coalesce(max(version), 0) from schema_versions", [], |row| row.get(0))?;
    if found.schema_version != known_version() {
        found.problems.push(format!("the schema is version {}", found.schema_version));
    }
    list(&one_state, "pragma integrity_check(50)", "the file", &mut found.problems, |text| text != "ok")?;
    list(
        &one_state,
        "select \"table\" || ' names a missing row of ' || parent from pragma_foreign_key_check limit 50",
        "a link",
        &mut found.problems,
        |_| true,
    )?;
    list(
        &one_state,
        "select s.kind || '/' || s.id from streams s left join ( \
             select stream_no, count(*) as events, max(version) as newest, min(version) as oldest \
             from events group by stream_no) e on e.stream_no = s.stream_no \
         where e.stream_no is null or e.events <> e.newest or e.oldest <> 1 limit 50",
        "a stream has gaps",
        &mut found.problems,
        |_| true,
    )?;
    list(
        &one_state,
        "select s.kind || '/' || s.id from snapshots n join streams s on s.stream_no = n.stream_no \
         where n.version > (select coalesce(max(e.version), 0) from events e where e.stream_no = n.stream_no) \
         limit 50",
        "a snapshot is ahead of its stream",
        &mut found.problems,
        |_| true,
    )?;
    found.events = count("select count(*) from events")?;
    found.streams = count("select count(*) from streams")?;
    found.position = count("select coalesce(max(seq), 0) from events")?;
    found.files = count("select count(*) from files")?;
    found.living_keys = count("select count(*) from party_keys where wrapped is not null")?;
    found.database_bytes = count("select page_count * page_size from pragma_page_count, pragma_page_size")?;
    found.log_sha256 = log_hash(&one_state)?;
    Ok(found)
}

fn list(
    connection: &Connection,
    text: &str,
    what: &str,
    problems: &mut Vec<String>,
    is_problem: impl Fn(&str) -> bool,
) -> Result<(), StoreError> {
    let mut prepared = connection.prepare(text)?;
    let mut rows = prepared.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if is_problem(&line) && problems.len() < PROBLEMS_MAX {
            problems.push(format!("{what}: {line}"));
        }
    }
    Ok(())
}

/// Each value goes in with its length, so that no two logs look alike.
fn log_hash(connection: &Connection) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    let mut prepared = connection.prepare(
        "select e.seq, s.kind, s.id, e.version, e.kind, e.open, e.sealed, e.party, e.recorded_at \
         from events e join streams s on s.stream_no = e.stream_no order by e.seq",
    )?;
    let mut rows = prepared.query([])?;
    while let Some(row) = rows.next()? {
        for column in [0, 3, 8] {
            add(&row.get::<_, i64>(column)?.to_be_bytes());
        }
        for column in [1, 2, 4, 5] {
            match row.get_ref(column)?.as_str_or_null() {
                Ok(Some(text)) => add(text.as_bytes()),
                Ok(None) => add(&[]),
                Err(_) => return Err(StoreError::damaged("an event holds something that is not text")),
            }
        }
        for column in [6, 7] {
            match row.get_ref(column)?.as_blob_or_null() {
                Ok(bytes) => add(bytes.unwrap_or_default()),
                Err(_) => return Err(StoreError::damaged("an event holds something that is not bytes")),
            }
        }
    }
    Ok(crate::files::hex(&hash.finalize()))
}
