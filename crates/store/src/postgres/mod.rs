//! The store on PostgreSQL: lanes that commit what is queued together, pools that read, one that looks for news.

mod address;
mod appender;
mod claim;
mod connection;
mod fault;
mod group;
mod look;
mod migrate;
mod news;
mod plan;
mod readers;
mod region;
mod tls;
mod values;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::log::{Committed, PreparedCommit};
use crate::position::Position;
use crate::sql::{Row, Statement};
use crate::sqlite::Claim;
use crate::{AppendError, Options, StoreError, limits};

pub use address::PostgresAddress;
pub(crate) use appender::TIMELINE;
use group::{Item, Outcome, Waiting};
pub(crate) use readers::OLDEST;
pub use region::{PrimaryLook, RegionLook, ServerLook};

/// The database of one store.
pub(crate) struct Postgres {
    address: PostgresAddress,
    readers: readers::Readers,
    lanes: Mutex<Vec<mpsc::Sender<Waiting>>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    news: JoinHandle<()>,
    seen: news::Shared,
    position: watch::Sender<Position>,
    turn: AtomicUsize,
}

impl Postgres {
    /// Brings the database to the newest schema and starts the lanes.
    pub(crate) async fn open(
        address: &PostgresAddress,
        options: &Options,
        position: watch::Sender<Position>,
    ) -> Result<Self, StoreError> {
        migrate::bring_up(address).await?;
        let readers = readers::Readers::open(address, options.readers)?;
        let answers_kept = i64::try_from(options.answers_kept.as_micros()).unwrap_or(i64::MAX);
        let (mut lanes, mut tasks) = (Vec::new(), Vec::new());
        for _ in 0..limits::APPENDER_LANES {
            let (lane, queue) = mpsc::channel(limits::QUEUED_WRITES_MAX);
            tasks.push(tokio::spawn(appender::Lane::new(address.clone(), answers_kept)?.serve(queue)));
            lanes.push(lane);
        }
        let seen = news::Shared::default();
        let news = tokio::spawn(news::watch_news(address.clone(), position.clone(), seen.clone()));
        Ok(Self {
            address: address.clone(),
            readers,
            lanes: Mutex::new(lanes),
            tasks: Mutex::new(tasks),
            news,
            seen,
            position,
            turn: AtomicUsize::new(0),
        })
    }

    /// Appends one commit, grouped with whatever else is queued.
    pub(crate) async fn append(&self, commit: PreparedCommit) -> Result<Committed, AppendError> {
        // Commits to one stream take one lane, so that they never meet in two transactions of one process.
        let lane = match commit.streams.first() {
            Some(append) => {
                let mut hasher = DefaultHasher::new();
                append.stream.hash(&mut hasher);
                usize::try_from(hasher.finish() % 1_024).unwrap_or_default()
            }
            None => self.turn.fetch_add(1, Ordering::Relaxed),
        };
        match self.submit(lane, commit.weight, Item::Append(Box::new(commit))).await? {
            Outcome::Append(outcome) => outcome,
            Outcome::Write(_) => Err(StoreError::Closed.into()),
        }
    }

    /// Claims jobs that are due; they are handed out after the claim is safe.
    pub(crate) async fn claim(&self, claim: Claim) -> Result<Vec<Row>, StoreError> {
        self.write(vec![claim::statement(&claim)]).await.map(|mut answers| answers.pop().unwrap_or_default())
    }

    /// Runs statements in one transaction; answers the rows that each returned.
    pub(crate) async fn write(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        let mut weight = 0;
        for statement in &statements {
            statement.check()?;
            weight += statement.weight();
        }
        let lane = self.turn.fetch_add(1, Ordering::Relaxed);
        match self.submit(lane, weight, Item::Write(statements)).await? {
            Outcome::Write(outcome) => outcome,
            Outcome::Append(_) => Err(StoreError::Closed),
        }
    }

    async fn submit(&self, lane: usize, weight: usize, item: Item) -> Result<Outcome, StoreError> {
        let queue = {
            let lanes = self.lanes.lock().map_err(|_| StoreError::Closed)?;
            let at = lane % lanes.len().max(1);
            lanes.get(at).cloned().ok_or(StoreError::Closed)?
        };
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting { item, weight, since: Instant::now(), reply };
        queue.send(waiting).await.map_err(|_| StoreError::Closed)?;
        drop(queue);
        answer.await.map_err(|_| StoreError::Closed)
    }

    /// Runs reading statements over one and the same state of the primary.
    pub(crate) async fn read(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StoreError> {
        for statement in &statements {
            statement.check()?;
        }
        self.readers.read(&statements, self.written()).await
    }

    /// As [`Postgres::read`], from the nearest server that has everything up to a place.
    pub(crate) async fn read_nearest(
        &self,
        statements: Vec<Statement>,
        wanted: Position,
    ) -> Result<Vec<Vec<Row>>, StoreError> {
        for statement in &statements {
            statement.check()?;
        }
        self.readers.read_nearest(&statements, wanted, self.written()).await
    }

    fn written(&self) -> Position {
        *self.position.borrow()
    }

    /// How long a transaction has held the feed back.
    pub(crate) fn held_back(&self) -> Duration {
        news::held_back(&self.seen)
    }

    /// Lets the queues run empty, then ends all connections.
    pub(crate) async fn close(&self) {
        if let Ok(mut lanes) = self.lanes.lock() {
            lanes.clear();
        }
        let tasks = self.tasks.lock().map(|mut tasks| std::mem::take(&mut *tasks)).unwrap_or_default();
        for task in tasks {
            // A lane that panicked has nothing more to say.
            let _ = task.await;
        }
        self.news.abort();
        self.readers.close();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.news.abort();
    }
}
