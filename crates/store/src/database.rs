//! The two backends behind one type: what they share is a statement with its values, and a prepared commit.

use std::time::Duration;

use crate::log::{Committed, PreparedCommit};
use crate::position::Position;
use crate::postgres::{OLDEST, Postgres};
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

    /// Whether everything up to a place can be read in the feed: one row if so.
    pub(crate) fn is_read_up_to(&self, place: Position) -> Option<Statement> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(_) => {
                Some(sql(format!("select 1 where {OLDEST} > $1"), vec![Value::count(place.transaction())]))
            }
        }
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
