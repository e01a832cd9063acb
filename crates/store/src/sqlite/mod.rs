//! The store on one SQLite file: one thread writes and groups, several threads read.

mod append;
mod checkpoint;
mod claim;
mod connection;
mod migrate;
mod reader;
mod writer;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::log::{Committed, PreparedCommit};
use crate::sql::{Row, Statement};
use crate::{AppendError, Options, StoreError};

pub(crate) use claim::Claim;
pub(crate) use connection::open_plain;
pub(crate) use migrate::known_version;

/// The database of one store.
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: writer::Writer,
    readers: reader::Readers,
}

impl Sqlite {
    /// Opens or makes the database, brings it to the newest schema and starts the threads.
    pub(crate) fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let mut first = connection::open_writer(path, options)?;
        migrate::bring_up(&mut first, path)?;
        let readers = reader::Readers::start(path, options)?;
        let writer = writer::Writer::start(first, checkpoint::Checkpoints::start(path)?)?;
        Ok(Self { path: path.to_owned(), writer, readers })
    }

    /// Appends one commit, grouped with whatever else is queued.
    pub(crate) async fn append(&self, commit: PreparedCommit) -> Result<Committed, AppendError> {
        let weight = commit.weight;
        self.writer.submit(weight, append::AppendWork::new(commit)).await?
    }

    /// Claims jobs that are due.
    pub(crate) async fn claim(&self, claim: Claim) -> Result<Vec<Row>, StoreError> {
        self.write(vec![claim::statement(&claim)]).await.map(|mut answers| answers.pop().unwrap_or_default())
    }

    /// Runs statements in one transaction of their own kind; answers the rows that each returned.
    pub(crate) async fn write(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        self.write_then(statements, writer::Afterwards::Nothing).await
    }

    /// As [`Sqlite::write`], then leaves no trace of overwritten bytes in the write-ahead log.
    pub(crate) async fn write_and_scrub(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        self.write_then(statements, writer::Afterwards::EmptyTheLog).await
    }

    async fn write_then(
        &self,
        statements: Vec<Statement>,
        afterwards: writer::Afterwards,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut weight = 0;
        for statement in &statements {
            statement.check()?;
            weight += statement.weight();
        }
        self.writer.submit(weight, writer::StatementsWork::new(statements, afterwards)).await
    }

    /// Runs reading statements over one and the same state of the database.
    pub(crate) async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        for statement in &statements {
            statement.check()?;
        }
        self.readers.run(move |connection| read_all(connection, &statements)).await
    }

    /// As [`Sqlite::read`], for statements that find some rows by a key.
    pub(crate) async fn look_up(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        for statement in &statements {
            statement.check()?;
        }
        self.readers.look_up(move |connection| read_all(connection, &statements)).await
    }

    /// Runs a longer look at the whole database on a connection of its own.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || look(&connection::open_plain(&path)?))
            .await
            .map_err(|_| StoreError::Closed)?
    }

    /// Lets the queue run empty, then stops the threads.
    pub(crate) async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
    }
}

/// A single statement sees one state of the database by itself.
fn read_all(connection: &Connection, statements: &[Statement]) -> Result<Vec<Vec<Row>>, StoreError> {
    if let [one] = statements {
        return Ok(vec![connection::run(connection, one)?]);
    }
    let one_state = connection.unchecked_transaction()?;
    statements.iter().map(|statement| connection::run(&one_state, statement)).collect()
}
