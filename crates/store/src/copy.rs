//! Moving a whole store from one backend to the other, and back: every row, and every event in its order.
//!
//! Nothing is opened on the way: sealed parts go over as they lie there, with the wrapped keys that open them. When
//! all is there, both logs are walked side by side and compared event by event.

use crate::position::Position;
use crate::sql::{Row, Statement, Value, sql};
use crate::{Store, StoreError, limits};

/// Each table with its key, in an order in which no row names one that is not there yet.
const TABLES: &[(&str, &[&str])] = &[
    ("meta", &["name"]),
    ("streams", &["stream_no"]),
    ("snapshots", &["stream_no"]),
    ("party_keys", &["party"]),
    ("jobs", &["job_no"]),
    ("cases", &["case_id"]),
    ("tasks", &["case_id", "task_id"]),
    ("messages", &["party", "sent_at", "message_id"]),
    ("files", &["file_id"]),
    ("documents", &["document_id"]),
    ("access_log", &["access_no"]),
    ("publications", &["service_id", "version"]),
    ("outbox", &["letter_no"]),
    ("payments", &["reference"]),
    ("drafts", &["draft_id"]),
    ("uploads", &["upload_id"]),
    ("sessions", &["token_hash"]),
    ("ratings", &["case_id"]),
    ("letter_preferences", &["party"]),
    ("corrections", &["correction_id"]),
    ("incidents", &["case_id", "incident"]),
    ("awaited_messages", &["name", "key", "case_id"]),
    ("inbound_messages", &["message_no"]),
    ("desk_notices", &["notice_no"]),
    ("announcements", &["announcement_no"]),
    ("bulk_runs", &["run_id"]),
    ("case_times", &["service_id", "closed_at", "case_id"]),
];

/// Tables that each backend keeps in its own way, or for itself.
const OWN: &[&str] = &["events", "answers", "appenders", "schema_versions"];

/// The columns of an event that are the same everywhere.
const EVENT: &str = "e.stream_no, e.version, e.kind, e.open, e.sealed, e.party, e.recorded_at";

/// What was moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Rows beside the log.
    pub rows: u64,
    /// Events, each compared with its original.
    pub events: u64,
    /// The fingerprint of both logs.
    pub sha256: String,
}

impl Store {
    /// Moves everything of this store into another that is new, and compares the two. Nobody may write to either
    /// meanwhile. The other store is to be opened anew afterwards: it has the keys of this one then. Bytes of files
    /// are not moved: both stores must reach them.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] if the other store holds something, [`StoreError::Damaged`] if the two differ in
    /// the end, or a fault.
    pub async fn copy_to(&self, other: &Self) -> Result<Copied, StoreError> {
        check_tables(self).await?;
        check_tables(other).await?;
        for table in ["events", "party_keys", "cases", "publications"] {
            if count(other, table).await? > 0 {
                return Err(StoreError::NotEmpty { path: "the store to copy to".into() });
            }
        }
        other.write(sql("delete from meta", vec![])).await?;
        let mut copied = Copied::default();
        for (table, key) in TABLES {
            copied.rows += copy_table(self, other, table, key).await?;
        }
        copied.rows += copy_answers(self, other).await?;
        copy_events(self, other).await?;
        for statement in other.database().numbers_after_copy() {
            other.write(statement).await?;
        }
        for (table, _) in TABLES {
            let (from, to) = (count(self, table).await?, count(other, table).await?);
            if from != to {
                return Err(StoreError::damaged(format!("{to} rows of {from} are in `{table}` of the copy")));
            }
        }
        copied.events = compare(self, other).await?;
        let (from, to) = (self.fingerprint().await?, other.fingerprint().await?);
        if from != to {
            return Err(StoreError::damaged("the log of the copy differs"));
        }
        copied.sha256 = to.sha256;
        Ok(copied)
    }
}

async fn count(store: &Store, table: &str) -> Result<u64, StoreError> {
    let rows = store.read(sql(format!("select count(*) from {table}"), vec![])).await?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.count())
}

/// A table that is not named above would be left behind.
async fn check_tables(store: &Store) -> Result<(), StoreError> {
    for mut row in store.read(store.database().tables()).await? {
        let table = row.text()?;
        if !OWN.contains(&table.as_str()) && !TABLES.iter().any(|known| known.0 == table) {
            return Err(StoreError::damaged(format!("the table `{table}` is not known to the copy")));
        }
    }
    Ok(())
}

async fn columns(store: &Store, table: &str) -> Result<Vec<String>, StoreError> {
    store.read(store.database().columns(table)).await?.into_iter().map(|mut row| row.text()).collect()
}

async fn copy_table(from: &Store, to: &Store, table: &str, key: &[&str]) -> Result<u64, StoreError> {
    let names = columns(from, table).await?;
    let key_at: Vec<usize> = key.iter().filter_map(|key| names.iter().position(|name| name == key)).collect();
    let list = names.join(", ");
    let places: Vec<String> = (1..=names.len()).map(|place| format!("${place}")).collect();
    let insert = format!("insert into {table} ({list}) values ({})", places.join(", "));
    let mut after: Option<Vec<Value>> = None;
    let mut copied = 0;
    loop {
        let mut values = after.take().unwrap_or_default();
        let condition = if values.is_empty() {
            String::new()
        } else {
            let places: Vec<String> = (1..=values.len()).map(|place| format!("${place}")).collect();
            format!("where ({}) > ({}) ", key.join(", "), places.join(", "))
        };
        values.push(Value::count(limits::COPIED_ROWS as u64));
        let order = key.join(", ");
        let text = format!("select {list} from {table} {condition}order by {order} limit ${}", values.len());
        let rows = from.read(sql(text, values)).await?;
        let read = rows.len();
        let mut statements = Vec::with_capacity(read);
        for row in rows {
            let values = row.into_values();
            after = Some(key_at.iter().filter_map(|at| values.get(*at).cloned()).collect());
            statements.push(sql(insert.clone(), values));
        }
        copied += read as u64;
        write(to, statements).await?;
        if read < limits::COPIED_ROWS {
            return Ok(copied);
        }
    }
}

/// First answers keep their words; their places in the other feed are before its beginning.
async fn copy_answers(from: &Store, to: &Store) -> Result<u64, StoreError> {
    let mut after = String::new();
    let mut copied = 0;
    loop {
        let rows = from
            .read(sql(
                "select key, answer, recorded_at from answers where key > $1 order by key limit $2",
                vec![Value::from(&after), Value::count(limits::COPIED_ROWS as u64)],
            ))
            .await?;
        let read = rows.len();
        let mut statements = Vec::with_capacity(read);
        for mut row in rows {
            let (key, answer, recorded_at) = (row.text()?, row.text()?, row.int()?);
            after.clone_from(&key);
            statements.push(to.database().copied_answer(key, answer, recorded_at));
        }
        copied += read as u64;
        write(to, statements).await?;
        if read < limits::COPIED_ROWS {
            return Ok(copied);
        }
    }
}

/// Waits until the feed shows everything that was written.
async fn whole_feed(store: &Store) -> Result<(), StoreError> {
    if let Some(mut row) = store.read(store.database().last_written()).await?.pop() {
        let last = crate::log::place(&mut row)?;
        store.wait_for(last, std::time::Duration::from_secs(60)).await?;
    }
    Ok(())
}

/// Events go over in the order of the feed, which they keep.
async fn copy_events(from: &Store, to: &Store) -> Result<(), StoreError> {
    whole_feed(from).await?;
    let columns = format!("{}, {EVENT}", from.database().place());
    let mut after = Position::START;
    loop {
        let rows = from.read(from.database().feed(&columns, after, limits::COPIED_ROWS)).await?;
        let read = rows.len();
        let mut statements = Vec::with_capacity(read);
        for mut row in rows {
            after = crate::log::place(&mut row)?;
            statements.push(to.database().copied_event(row.into_values()));
        }
        write(to, statements).await?;
        if read < limits::COPIED_ROWS {
            return Ok(());
        }
    }
}

async fn write(to: &Store, statements: Vec<Statement>) -> Result<(), StoreError> {
    if statements.is_empty() { Ok(()) } else { to.database().write(statements).await.map(drop) }
}

/// Walks both logs side by side.
async fn compare(one: &Store, other: &Store) -> Result<u64, StoreError> {
    whole_feed(other).await?;
    let (mut at, mut at_other) = (Position::START, Position::START);
    let mut compared = 0;
    loop {
        let (first, second) = (page(one, &mut at).await?, page(other, &mut at_other).await?);
        for (first, second) in first.iter().zip(&second) {
            if first != second {
                return Err(StoreError::damaged(format!("event {} of the copy differs", compared + 1)));
            }
            compared += 1;
        }
        if first.len() != second.len() {
            return Err(StoreError::damaged(format!("the copy ends after {compared} events or goes on")));
        }
        if first.is_empty() {
            return Ok(compared);
        }
    }
}

async fn page(store: &Store, at: &mut Position) -> Result<Vec<Vec<Value>>, StoreError> {
    let columns = format!("{}, s.kind, s.id, {EVENT}", store.database().place());
    let rows = store.read(store.database().feed(&columns, *at, limits::COPIED_ROWS)).await?;
    let mut events = Vec::with_capacity(rows.len());
    for mut row in rows {
        *at = crate::log::place(&mut row)?;
        events.push(Row::into_values(row));
    }
    Ok(events)
}
