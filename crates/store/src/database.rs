//! The two backends behind one type: what they share is a statement with its values, and a prepared commit.

use std::time::Duration;

use crate::log::{Committed, PreparedCommit};
use crate::position::Position;
use crate::postgres::{OLDEST, Postgres, TIMELINE};
use crate::sql::{Row, Statement, Value, sql};
use crate::sqlite::{Claim, Sqlite};
use crate::{AppendError, Fingerprint, Integrity, StoreError};

/// The database of one store.
pub(crate) enum Database {
    /// One file of this machine.
    Sqlite(Box<Sqlite>),
    /// A server that many processes share.
    Postgres(Box<Postgres>),
}

impl Database {
    /// Appends one commit, grouped with whatever else is queued.
    pub(crate) async fn append(&self, commit: PreparedCommit) -> Result<Committed, AppendError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.append(commit).await,
            Self::Postgres(postgres) => postgres.append(commit).await,
        }
    }

    /// Claims jobs that are due.
    pub(crate) async fn claim(&self, claim: Claim) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.claim(claim).await,
            Self::Postgres(postgres) => postgres.claim(claim).await,
        }
    }

    /// Runs statements in one transaction; answers the rows that each returned.
    pub(crate) async fn write(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(statements).await,
            Self::Postgres(postgres) => postgres.write(statements).await,
        }
    }

    /// As [`Database::write`], then leaves no trace of overwritten bytes where the backend can do that: on
    /// PostgreSQL they go with the next vacuum and with the backups that hold the old log.
    pub(crate) async fn write_and_scrub(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write_and_scrub(statements).await,
            Self::Postgres(postgres) => postgres.write(statements).await,
        }
    }

    /// Runs reading statements over one and the same state of the database.
    pub(crate) async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(statements).await,
            Self::Postgres(postgres) => postgres.read(statements).await,
        }
    }

    /// As [`Database::read`], for statements that find some rows by a key.
    pub(crate) async fn look_up(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.look_up(statements).await,
            Self::Postgres(postgres) => postgres.read(statements).await,
        }
    }

    /// As [`Database::read`], from the nearest copy that has everything up to a place. What it answers may be a
    /// moment old: whoever calls this says so.
    pub(crate) async fn read_nearest(
        &self,
        statements: Vec<Statement>,
        wanted: Position,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(statements).await,
            Self::Postgres(postgres) => postgres.read_nearest(statements, wanted).await,
        }
    }

    /// The columns of an event's place in the feed, in the order of its parts.
    pub(crate) fn place(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "0, 0, e.seq",
            Self::Postgres(_) => "e.timeline, e.xid, e.seq",
        }
    }

    /// Asks for the feed after a place. `columns` are those of an event `e` and its stream `s`.
    pub(crate) fn feed(&self, columns: &str, after: Position, limit: usize) -> Statement {
        let limit = Value::count(limit as u64);
        let from = "from events e join streams s on s.stream_no = e.stream_no";
        match self {
            Self::Sqlite(_) => sql(
                format!("select {columns} {from} where e.seq > $1 order by e.seq limit $2"),
                vec![Value::count(after.seq()), limit],
            ),
            // Below the oldest transaction that still runs nothing can come in any more.
            Self::Postgres(_) => sql(
                format!(
                    "select {columns} {from} where (e.timeline, e.xid, e.seq) > ($1, $2, $3) \
                     and e.xid < {OLDEST} order by e.timeline, e.xid, e.seq limit $4"
                ),
                vec![
                    Value::Int(after.timeline().into()),
                    Value::count(after.transaction()),
                    Value::count(after.seq()),
                    limit,
                ],
            ),
        }
    }

    /// Asks for the newest place in the feed.
    pub(crate) fn feed_end(&self) -> Statement {
        match self {
            Self::Sqlite(_) => sql("select 0, 0, coalesce(max(seq), 0) from events", vec![]),
            Self::Postgres(_) => sql(
                format!(
                    "select timeline, xid, seq from events where xid < {OLDEST} \
                     order by timeline desc, xid desc, seq desc limit 1"
                ),
                vec![],
            ),
        }
    }

    /// Asks for the last event that was written, whether the feed has come so far or not.
    pub(crate) fn last_written(&self) -> Statement {
        match self {
            Self::Sqlite(_) => self.feed_end(),
            Self::Postgres(_) => sql(
                "select timeline, xid, seq from events order by timeline desc, xid desc, seq desc limit 1",
                vec![],
            ),
        }
    }

    /// Whether everything up to a place can be read in the feed: one row if so.
    pub(crate) fn is_read_up_to(&self, place: Position) -> Option<Statement> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(_) => {
                Some(sql(format!("select 1 where {OLDEST} > $1"), vec![Value::count(place.transaction())]))
            }
        }
    }

    /// Asks for the names of all tables.
    pub(crate) fn tables(&self) -> Statement {
        match self {
            Self::Sqlite(_) => sql(
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
                vec![],
            ),
            Self::Postgres(_) => sql(
                "select cast(table_name as text) from information_schema.tables \
                 where table_schema = current_schema() and table_type = 'BASE TABLE'",
                vec![],
            ),
        }
    }

    /// Asks for the names of the columns of a table, in the order of their names.
    pub(crate) fn columns(&self, table: &str) -> Statement {
        match self {
            Self::Sqlite(_) => {
                sql("select name from pragma_table_info($1) order by name", vec![Value::from(table)])
            }
            Self::Postgres(_) => sql(
                "select cast(column_name as text) from information_schema.columns \
                 where table_schema = current_schema() and cast(table_name as text) = cast($1 as text) \
                 order by cast(column_name as text) collate \"C\"",
                vec![Value::from(table)],
            ),
        }
    }

    /// Writes an event of another store at the end of the feed: stream, version, kind, open, sealed, party, time.
    pub(crate) fn copied_event(&self, values: Vec<Value>) -> Statement {
        let columns = "stream_no, version, kind, open, sealed, party, recorded_at";
        match self {
            Self::Sqlite(_) => {
                sql(format!("insert into events ({columns}) values ($1, $2, $3, $4, $5, $6, $7)"), values)
            }
            Self::Postgres(_) => sql(
                format!(
                    "insert into events (timeline, xid, {columns}) values ({TIMELINE}, \
                     cast(cast(pg_current_xact_id() as text) as bigint), $1, $2, $3, $4, $5, $6, $7)"
                ),
                values,
            ),
        }
    }

    /// Writes a first answer of another store.
    pub(crate) fn copied_answer(&self, key: String, answer: String, recorded_at: i64) -> Statement {
        let values = vec![key.into(), answer.into(), Value::Int(recorded_at)];
        match self {
            Self::Sqlite(_) => {
                sql("insert into answers (key, answer, position, recorded_at) values ($1, $2, 0, $3)", values)
            }
            Self::Postgres(_) => sql(
                "insert into answers (key, answer, timeline, xid, recorded_at) values ($1, $2, 0, 0, $3)",
                values,
            ),
        }
    }

    /// After rows came in with their numbers, new ones go on behind them.
    pub(crate) fn numbers_after_copy(&self) -> Vec<Statement> {
        let Self::Postgres(_) = self else { return Vec::new() };
        [
            ("streams", "stream_no"),
            ("jobs", "job_no"),
            ("access_log", "access_no"),
            ("outbox", "letter_no"),
            ("inbound_messages", "message_no"),
            ("desk_notices", "notice_no"),
            ("announcements", "announcement_no"),
        ]
        .into_iter()
        .map(|(table, column)| {
            sql(
                format!(
                    "select setval(pg_get_serial_sequence('{table}', '{column}'), \
                     greatest((select coalesce(max({column}), 0) from {table}), 1))"
                ),
                vec![],
            )
        })
        .collect()
    }

    /// How long a transaction has held the feed back.
    pub(crate) fn held_back(&self) -> Duration {
        match self {
            Self::Sqlite(_) => Duration::ZERO,
            Self::Postgres(postgres) => postgres.held_back(),
        }
    }

    /// Looks through one state of the whole database.
    pub(crate) async fn integrity(&self) -> Result<Integrity, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.look(crate::health::look).await,
            Self::Postgres(postgres) => postgres.integrity().await,
        }
    }

    /// Reads the whole log, stream by stream.
    pub(crate) async fn fingerprint(&self) -> Result<Fingerprint, StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.look(crate::fingerprint::look).await,
            Self::Postgres(postgres) => postgres.fingerprint().await,
        }
    }

    /// Lets the queue run empty, then ends threads and connections.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(postgres) => postgres.close().await,
        }
    }
}
