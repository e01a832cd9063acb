//! The one thread that writes: it takes whatever is queued and commits it together.
//!
//! A group first runs without savepoints, since hardly anything fails after its checks. If something
//! does fail, the group is rolled back and run again one by one between savepoints, so that only the
//! broken write is refused and its neighbors stand. Answers leave after the durable commit.

use std::sync::Mutex;
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::checkpoint::Checkpoints;
use super::connection;
use crate::sql::{Row, Statement};
use crate::{StoreError, limits};

/// One write. It may run more than once, and each time begins anew.
pub(super) trait Work: Send + 'static {
    /// What the caller gets.
    type Answer: Send + 'static;

    /// Writes, or finds that nothing is to be written and says so in the answer.
    /// An error means that it may have written a part.
    fn run(&mut self, connection: &Connection) -> Result<Self::Answer, StoreError>;

    /// What is done after the commit and before the answer.
    fn afterwards(&self) -> Afterwards {
        Afterwards::Nothing
    }
}

/// What is done after a commit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Afterwards {
    Nothing,
    /// Writes everything back into the database file and empties the write-ahead log.
    EmptyTheLog,
}

/// A queued write with the place for its answer, without the type of the answer.
trait Queued: Send {
    fn weight(&self) -> usize;
    fn run(&mut self, connection: &Connection) -> Result<(), StoreError>;
    fn afterwards(&self) -> Afterwards;
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Waiting<W: Work> {
    work: W,
    weight: usize,
    result: Option<W::Answer>,
    reply: oneshot::Sender<Result<W::Answer, StoreError>>,
}

impl<W: Work> Queued for Waiting<W> {
    fn weight(&self) -> usize {
        self.weight
    }

    fn run(&mut self, connection: &Connection) -> Result<(), StoreError> {
        self.result = None;
        self.result = Some(self.work.run(connection)?);
        Ok(())
    }

    fn afterwards(&self) -> Afterwards {
        self.work.afterwards()
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { result, reply, .. } = *self;
        // A caller that went away no longer wants to know.
        let _ = reply.send(outcome.and_then(|()| result.ok_or(StoreError::Closed)));
    }
}

/// The handle of the writing thread.
pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Queued>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, mut checkpoints: Checkpoints) -> Result<Self, StoreError> {
        let (queue, requests) = mpsc::channel(limits::QUEUED_WRITES_MAX);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || serve(&connection, &mut checkpoints, requests))
            .map_err(|cause| StoreError::file(std::path::Path::new("a thread"), cause))?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    /// Queues a write and waits until it is durable or refused.
    pub(super) async fn submit<W: Work>(&self, weight: usize, work: W) -> Result<W::Answer, StoreError> {
        let queue = self.queue.lock().map_err(|_| StoreError::Closed)?.clone().ok_or(StoreError::Closed)?;
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting { work, weight, result: None, reply };
        queue.send(Box::new(waiting)).await.map_err(|_| StoreError::Closed)?;
        drop(queue);
        answer.await.map_err(|_| StoreError::Closed)?
    }

    pub(super) async fn close(&self) {
        let queue = self.queue.lock().ok().and_then(|mut queue| queue.take());
        drop(queue);
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            // A thread that panicked has nothing more to say.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn serve(
    connection: &Connection,
    checkpoints: &mut Checkpoints,
    mut requests: mpsc::Receiver<Box<dyn Queued>>,
) {
    let mut scrubbing = Scrubbing::Clean;
    let mut crowd = Crowd::default();
    while let Some(first) = requests.blocking_recv() {
        let mut group = Group::of(first);
        group.take_queued(&mut requests);
        if crowd.is_there() {
            group.gather(&mut requests);
        }
        let group = group.commits;
        crowd.saw(group.len());
        for (answered, outcome) in commit(connection, group) {
            if outcome.is_ok() && answered.afterwards() == Afterwards::EmptyTheLog {
                scrubbing = scrub(connection, Duration::from_millis(limits::SCRUB_WAIT_MS));
            }
            answered.answer(outcome);
        }
        if scrubbing == Scrubbing::HeldBack {
            scrubbing = scrub(connection, Duration::ZERO);
        }
        checkpoints.look_after(connection);
    }
    // Leaves a small file behind; if another process reads, it stays as it is.
    let _ = connection.execute_batch("pragma optimize; pragma wal_checkpoint(truncate)");
}

/// Writes that will be committed together.
struct Group {
    commits: Vec<Box<dyn Queued>>,
    bytes: usize,
}

impl Group {
    fn of(first: Box<dyn Queued>) -> Self {
        Self { bytes: first.weight(), commits: vec![first] }
    }

    /// Takes what is queued, within the limits of one transaction.
    fn take_queued(&mut self, requests: &mut mpsc::Receiver<Box<dyn Queued>>) {
        while self.commits.len() < limits::GROUPED_COMMITS_MAX && self.bytes < limits::GROUPED_BYTES_MAX {
            let Ok(next) = requests.try_recv() else { break };
            self.bytes += next.weight();
            self.commits.push(next);
        }
    }

    /// Waits a little for more company, as long as some keeps coming.
    fn gather(&mut self, requests: &mut mpsc::Receiver<Box<dyn Queued>>) {
        let mut lonely = 0;
        for _ in 0..limits::GATHER_STEPS {
            let before = self.commits.len();
            if before >= limits::GATHERED_COMMITS || lonely >= limits::GATHER_LONELY_STEPS {
                break;
            }
            std::thread::sleep(Duration::from_micros(limits::GATHER_STEP_US));
            self.take_queued(requests);
            lonely = if self.commits.len() > before { 0 } else { lonely + 1 };
        }
    }
}

/// How crowded it was lately. A transaction costs processor time of its own: where many write, a short
/// wait for more company costs nobody anything, while whoever writes alone is never kept waiting.
#[derive(Default)]
struct Crowd {
    /// Sixteen times the usual size of the last groups.
    usual: usize,
}

impl Crowd {
    fn saw(&mut self, commits: usize) {
        self.usual = self.usual - self.usual / 16 + commits;
    }

    /// Whether waiting for company is worth it.
    fn is_there(&self) -> bool {
        self.usual >= 16 * limits::CROWD_MIN
    }
}

/// Whether overwritten secrets may still lie in the write-ahead log.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scrubbing {
    Clean,
    /// A reader held it back; it is tried again after each group.
    HeldBack,
}

/// Empties the write-ahead log; waits for readers only so long, since all writers wait meanwhile.
fn scrub(connection: &Connection, wait: Duration) -> Scrubbing {
    let _ = connection.busy_timeout(wait);
    let blocked = connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0));
    let _ = connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS));
    if blocked.is_ok_and(|blocked| blocked == 0) { Scrubbing::Clean } else { Scrubbing::HeldBack }
}

type Outcome = (Box<dyn Queued>, Result<(), StoreError>);

fn commit(connection: &Connection, mut group: Vec<Box<dyn Queued>>) -> Vec<Outcome> {
    match together(connection, &mut group) {
        Ok(()) => same(group, &Ok(())),
        Err(_) => {
            roll_back(connection);
            one_by_one(connection, group)
        }
    }
}

fn together(connection: &Connection, group: &mut [Box<dyn Queued>]) -> Result<(), StoreError> {
    begin(connection)?;
    for queued in group {
        queued.run(connection)?;
    }
    end(connection)
}

fn one_by_one(connection: &Connection, group: Vec<Box<dyn Queued>>) -> Vec<Outcome> {
    if let Err(error) = begin(connection) {
        return same(group, &Err(error));
    }
    let mut standing = Vec::with_capacity(group.len());
    let mut refused = Vec::new();
    let mut group = group.into_iter();
    while let Some(mut queued) = group.next() {
        match between_savepoints(connection, queued.as_mut()) {
            Ok(()) => standing.push(queued),
            Err(error) => refused.push((queued, Err(error))),
        }
        // The database may give up the whole transaction (a full disk does that), and then nothing stands.
        if connection.is_autocommit() {
            let error = refused.last().map_or(StoreError::Closed, |(_, error): &Outcome| {
                error.as_ref().err().cloned().unwrap_or(StoreError::Closed)
            });
            standing.extend(group);
            refused.extend(same(standing, &Err(error)));
            return refused;
        }
    }
    let outcome = end(connection);
    if outcome.is_err() {
        roll_back(connection);
    }
    refused.extend(same(standing, &outcome));
    refused
}

/// One outcome for all.
fn same(group: Vec<Box<dyn Queued>>, outcome: &Result<(), StoreError>) -> Vec<Outcome> {
    group.into_iter().map(|queued| (queued, outcome.clone())).collect()
}

fn between_savepoints(connection: &Connection, queued: &mut dyn Queued) -> Result<(), StoreError> {
    connection.prepare_cached("savepoint one")?.execute([])?;
    let outcome = queued.run(connection);
    if outcome.is_err() && !connection.is_autocommit() {
        connection.prepare_cached("rollback to one")?.execute([])?;
    }
    if !connection.is_autocommit() {
        connection.prepare_cached("release one")?.execute([])?;
    }
    outcome
}

fn begin(connection: &Connection) -> Result<(), StoreError> {
    connection.prepare_cached("begin immediate")?.execute([])?;
    Ok(())
}

fn end(connection: &Connection) -> Result<(), StoreError> {
    connection.prepare_cached("commit")?.execute([])?;
    Ok(())
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit() {
        // If even this fails, the next `begin` fails and says so.
        let _ = connection.execute_batch("rollback");
    }
}

/// Plain statements as one write.
pub(super) struct StatementsWork {
    statements: Vec<Statement>,
    afterwards: Afterwards,
}

impl StatementsWork {
    pub(super) fn new(statements: Vec<Statement>, afterwards: Afterwards) -> Self {
        Self { statements, afterwards }
    }
}

impl Work for StatementsWork {
    type Answer = Vec<Vec<Row>>;

    fn run(&mut self, connection: &Connection) -> Result<Self::Answer, StoreError> {
        self.statements.iter().map(|statement| connection::run(connection, statement)).collect()
    }

    fn afterwards(&self) -> Afterwards {
        self.afterwards
    }
}
