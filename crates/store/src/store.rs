//! The store as its callers hold it: opening, appending, forgetting, closing.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use afaq_base::{PartyId, Timestamp};
use tokio::sync::watch;

use crate::database::Database;
use crate::files::Files;
use crate::keys::Keyring;
use crate::log::{Commit, Committed, prepare};
use crate::position::Position;
use crate::postgres::Postgres;
use crate::sql::{Row, Statement};
use crate::sqlite::Sqlite;
use crate::{AppendError, MasterKey, Options, PostgresAddress, StoreError, limits};

/// Name of the database in the store's folder.
pub(crate) const DATABASE_FILE: &str = "store.db";

/// Name of the folder of stored bytes in the store's folder.
pub(crate) const FILES_FOLDER: &str = "files";

/// A handle of an open store. Clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    keyring: Keyring,
    options: Options,
    files: Files,
    position: watch::Sender<Position>,
}

impl Store {
    /// Opens the store in a folder; makes both if they are not there.
    ///
    /// # Errors
    /// [`StoreError::WrongMasterKey`], [`StoreError::NewerSchema`], [`StoreError::NotAStore`], or a fault.
    pub async fn open(folder: &Path, master: MasterKey, options: Options) -> Result<Self, StoreError> {
        let folder = folder.to_owned();
        let files = folder.join(FILES_FOLDER);
        let (database, options) = tokio::task::spawn_blocking(move || {
            make_private_folder(&folder)?;
            make_private_folder(&folder.join(FILES_FOLDER))?;
            Ok::<_, StoreError>((Sqlite::open(&folder.join(DATABASE_FILE), &options)?, options))
        })
        .await
        .map_err(|_| StoreError::Closed)??;
        let files = Files::open(files, &options.files)?;
        let database = Database::Sqlite(Box::new(database));
        Self::with(database, files, master, options, watch::Sender::new(Position::START)).await
    }

    /// Opens the store in a database of PostgreSQL, which any number of processes share; brings its schema up.
    /// Bytes of files lie in an object store, or in a folder that all of them reach.
    ///
    /// # Errors
    /// As [`Store::open`], and [`StoreError::Unavailable`] if no primary is reachable.
    pub async fn open_postgres(
        address: &PostgresAddress,
        folder: &Path,
        master: MasterKey,
        options: Options,
    ) -> Result<Self, StoreError> {
        if options.database_bytes_max.is_some() {
            return Err(StoreError::Elsewhere { what: "a limit to the size of a database in PostgreSQL" });
        }
        let files = folder.join(FILES_FOLDER);
        let made = files.clone();
        tokio::task::spawn_blocking(move || make_private_folder(&made))
            .await
            .map_err(|_| StoreError::Closed)??;
        let files = Files::open(files, &options.files)?;
        let position = watch::Sender::new(Position::START);
        let database = Postgres::open(address, &options, position.clone()).await?;
        Self::with(Database::Postgres(Box::new(database)), files, master, options, position).await
    }

    async fn with(
        database: Database,
        files: Files,
        master: MasterKey,
        options: Options,
        position: watch::Sender<Position>,
    ) -> Result<Self, StoreError> {
        let keyring = Keyring::open(master, &database, options.seed.clone()).await?;
        let store = Self { inner: Arc::new(Inner { database, keyring, options, files, position }) };
        store.inner.position.send_replace(store.feed_end().await?);
        Ok(store)
    }

    /// Appends one commit: all of it, durably, or nothing.
    ///
    /// Commits that wait together are written together. One that is refused does not touch its neighbors.
    ///
    /// # Errors
    /// [`AppendError::Conflict`] if a stream has moved on, [`AppendError::LeaseLost`] if the job that it
    /// completes is no longer held, or [`AppendError::Store`].
    pub async fn append(&self, commit: Commit) -> Result<Committed, AppendError> {
        let prepared = prepare(commit, self.keyring(), self.database(), self.options()).await?;
        let committed = self.database().append(prepared).await?;
        self.inner.position.send_if_modified(|position| {
            let is_newer = committed.position > *position;
            *position = committed.position.max(*position);
            is_newer
        });
        Ok(committed)
    }

    /// Tells the newest place that this process has written, and, where several write, that it has heard of: for
    /// followers and job runners.
    pub fn watch(&self) -> watch::Receiver<Position> {
        self.inner.position.subscribe()
    }

    /// Waits until everything up to a place can be read in the feed: so that one who has written reads it there.
    /// Answers whether that came about in time.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn wait_for(&self, place: Position, time: Duration) -> Result<bool, StoreError> {
        let until = tokio::time::Instant::now() + time;
        loop {
            let Some(question) = self.database().is_read_up_to(place) else { return Ok(true) };
            if !self.read(question).await?.is_empty() {
                return Ok(true);
            }
            if tokio::time::Instant::now() >= until {
                return Ok(false);
            }
            tokio::time::sleep(Duration::from_millis(limits::FEED_WAIT_MS)).await;
        }
    }

    /// For how long a transaction has held the feed back; zero where none does.
    #[must_use]
    pub fn feed_held_back(&self) -> Duration {
        self.database().held_back()
    }

    /// Whether other processes may write here while this one is at work.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.database(), Database::Postgres(_))
    }

    /// Destroys the key of a person: what was sealed for them stays, and nobody can read it any more.
    ///
    /// Backups made before hold the wrapped key until they expire.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn forget_party(&self, party: PartyId, at: Timestamp) -> Result<(), StoreError> {
        self.keyring().erase(self.database(), party, at).await
    }

    /// Lets what is queued be written, then closes the database. Further calls answer [`StoreError::Closed`].
    pub async fn close(&self) {
        self.database().close().await;
    }

    /// Takes in whose keys other processes destroyed meanwhile.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn refresh_erased(&self) -> Result<(), StoreError> {
        self.keyring().refresh_erased(self.database()).await
    }

    /// The party of somebody whom the world knows by a name, such as a civil number: the same in this store
    /// until it is erased, different in every other, and not to be worked out without the store's key.
    /// Whoever comes back after that is a new party, with a key of its own.
    #[must_use]
    pub fn party_of(&self, name: &str) -> PartyId {
        self.keyring().party_of(name)
    }

    /// Whether this store was made with a seed: a demonstration whose keys are no secret.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn is_repeatable(&self) -> Result<bool, StoreError> {
        crate::keys::is_marked(self.database()).await
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.inner.keyring
    }

    pub(crate) fn options(&self) -> &Options {
        &self.inner.options
    }

    pub(crate) fn files(&self) -> &Files {
        &self.inner.files
    }

    /// Finds some rows by a key, on the caller's own thread.
    pub(crate) async fn look_up(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let mut answers = self.database().look_up(vec![statement]).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Runs one reading statement on a reading thread.
    pub(crate) async fn read(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let mut answers = self.database().read(vec![statement]).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Runs one reading statement on the nearest copy that has all that this process knows of. Only for what may be
    /// a moment old.
    pub(crate) async fn read_nearest(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let known = *self.inner.position.borrow();
        let mut answers = self.database().read_nearest(vec![statement], known).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Runs one writing statement.
    pub(crate) async fn write(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let mut answers = self.database().write(vec![statement]).await?;
        Ok(answers.pop().unwrap_or_default())
    }
}

/// Makes a folder that other accounts cannot look into.
pub(crate) fn make_private_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|cause| StoreError::file(path, cause))
}
