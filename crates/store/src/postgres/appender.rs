//! A lane that commits: it takes whatever is queued, commits it together, and never gives a commit up.
//!
//! Nothing here ever cancels a statement. If the connection breaks, or a commit takes too long, the connection is
//! dropped and the outcome is unknown: on the next connection the lane asks its own row, which waits until the old
//! transaction has ended, and then either answers what stands or writes the group anew.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::config::TargetSessionAttrs;

use super::address::PostgresAddress;
use super::connection::{APPENDER, Connection, Param, Query};
use super::fault::Fault;
use super::group::{Item, Outcome, Waiting};
use super::plan::{self, Expected, Found, Plan};
use super::values::row;
use crate::keys::random;
use crate::{StoreError, limits};

/// The timeline of the database, as it is now.
pub(crate) const TIMELINE: &str = "cast(cast(cast('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as text) \
    as bit(32)) as integer)";

/// Writes the lane's own row, so that every group writes before it answers; and names the transaction.
const COUNT_UP: &str = "update appenders set group_no = $1, \
    at = cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) \
    where appender_id = $2 and group_no < $1 \
    returning cast(cast(pg_current_xact_id() as text) as bigint), \
    cast(cast(cast('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as text) as bit(32)) as integer)";

/// One lane of this process.
pub(super) struct Lane {
    address: PostgresAddress,
    answers_kept: i64,
    connection: Option<Connection>,
    appender_id: [u8; 16],
    /// Whether its row is there.
    is_known: bool,
    group_no: i64,
    /// Numbers for new streams, drawn ahead.
    fresh: Vec<i64>,
}

/// How a group ended that was not written.
enum Ended {
    /// All were answered.
    Answered,
    /// It is to be written in smaller groups.
    Divided,
}

impl Lane {
    pub(super) fn new(address: PostgresAddress, answers_kept: i64) -> Result<Self, StoreError> {
        Ok(Self {
            address,
            answers_kept,
            connection: None,
            appender_id: random()?,
            is_known: false,
            group_no: 0,
            fresh: Vec::new(),
        })
    }

    /// Commits what is queued until the queue is closed and empty.
    pub(super) async fn serve(mut self, mut queue: mpsc::Receiver<Waiting>) {
        while let Some(first) = queue.recv().await {
            // Whoever is ready to ask does so now: one transaction for all.
            tokio::task::yield_now().await;
            let mut groups = VecDeque::new();
            let mut bytes = first.weight;
            let mut group = Vec::new();
            let mut next = Some(first);
            let mut count = 0;
            while let Some(waiting) = next {
                count += 1;
                bytes += waiting.weight;
                if waiting.item.is_alone() {
                    groups.push_back(std::mem::take(&mut group));
                    groups.push_back(vec![waiting]);
                } else {
                    group.push(waiting);
                }
                next = if count < limits::GROUPED_COMMITS_MAX && bytes < limits::GROUPED_BYTES_MAX {
                    queue.try_recv().ok()
                } else {
                    None
                };
            }
            groups.push_back(group);
            while let Some(mut group) = groups.pop_front() {
                if group.is_empty() {
                    continue;
                }
                if let Ended::Divided = self.commit(&mut group).await {
                    let second = group.split_off(group.len() / 2);
                    groups.push_front(second);
                    groups.push_front(group);
                }
            }
        }
        self.leave().await;
    }

    /// Writes a group until its outcome is known, or until its time is over.
    async fn commit(&mut self, group: &mut Vec<Waiting>) -> Ended {
        let oldest = group.iter().map(|waiting| waiting.since).min().unwrap_or_else(Instant::now);
        let until = (oldest + Duration::from_millis(limits::OUTAGE_PATIENCE_MS))
            .max(Instant::now() + Duration::from_millis(limits::CONNECT_TIMEOUT_MS));
        let number = self.group_no + 1;
        // What is answered if the commit that was sent turns out to stand.
        let mut sent: Option<Vec<Outcome>> = None;
        let mut collisions = 0;
        let mut pause = Duration::from_millis(limits::RECONNECT_MS);
        let mut patience = Duration::from_millis(limits::COMMIT_PATIENCE_MS);
        loop {
            let items: Vec<&Item> = group.iter().map(|waiting| &waiting.item).collect();
            let attempt = match timeout(patience, self.attempt(number, &items, &mut sent)).await {
                Ok(attempt) => attempt,
                Err(_) => Err(Fault::Lost("the database does not answer".into())),
            };
            let problem = match attempt {
                Ok(outcomes) => {
                    self.group_no = number;
                    for (waiting, outcome) in group.drain(..).zip(outcomes) {
                        waiting.answer(outcome);
                    }
                    return Ended::Answered;
                }
                Err(Fault::Lost(problem)) => problem,
                Err(_) if sent.is_some() => "it is not known yet whether the last group stands".to_owned(),
                Err(fault) => {
                    self.roll_back().await;
                    collisions += 1;
                    match fault {
                        Fault::Again if collisions <= limits::COLLISIONS_MAX => continue,
                        _ if group.len() > 1 => return Ended::Divided,
                        fault => {
                            let error = fault.into_error();
                            for waiting in group.drain(..) {
                                waiting.fail(error.clone());
                            }
                            return Ended::Answered;
                        }
                    }
                }
            };
            // The old connection is dropped, never canceled.
            self.connection = None;
            tracing::warn!(
                problem,
                commits = group.len(),
                "the database was lost; the commits are kept and tried again"
            );
            if Instant::now() >= until {
                let error = if sent.is_some() {
                    StoreError::UnknownOutcome
                } else {
                    StoreError::Unavailable { problem }
                };
                if sent.is_some() {
                    self.begin_anew();
                }
                for waiting in group.drain(..) {
                    waiting.fail(error.clone());
                }
                return Ended::Answered;
            }
            sleep(pause).await;
            patience = (patience * 2).min(Duration::from_millis(limits::OUTAGE_PATIENCE_MS));
            pause = (pause * 2).min(Duration::from_millis(limits::RECONNECT_MAX_MS));
        }
    }

    /// After an outcome that stays unknown the lane takes another row.
    fn begin_anew(&mut self) {
        if let Ok(id) = random() {
            self.appender_id = id;
            self.is_known = false;
            self.group_no = 0;
        }
    }

    /// One try to write a group.
    async fn attempt(
        &mut self,
        number: i64,
        items: &[&Item],
        sent: &mut Option<Vec<Outcome>>,
    ) -> Result<Vec<Outcome>, Fault> {
        let (id, answers_kept) = (self.appender_id, self.answers_kept);
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let mut connection =
                    Connection::open(&self.address, "appender", TargetSessionAttrs::ReadWrite, APPENDER)
                        .await?;
                if !self.is_known {
                    connection
                        .run(Query::new(
                            "insert into appenders (appender_id, group_no, at) values ($1, 0, \
                             cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)) \
                             on conflict (appender_id) do nothing",
                            vec![Param::Id(id)],
                        ))
                        .await?;
                    self.is_known = true;
                }
                connection
            }
        };
        let connection = self.connection.insert(connection);
        let wanted = items
            .iter()
            .filter_map(|item| item.append())
            .flat_map(|commit| &commit.streams)
            .filter(|append| append.expected_version == 0)
            .count();

        let mut questions =
            vec![Query::new("begin", vec![]), Query::new(COUNT_UP, vec![Param::Int(number), Param::Id(id)])];
        let draws = self.fresh.len() < wanted;
        if draws {
            let count = wanted.max(limits::DRAWN_STREAMS);
            questions.push(Query::new(
                "select nextval('streams_stream_no_seq') from generate_series(1, $1)",
                vec![Param::Int(i64::try_from(count).unwrap_or(i64::MAX))],
            ));
        }
        questions.extend(plan::questions(items));
        let mut answers = connection.run_all(&questions).await?;
        drop(questions);
        let mut rest = answers.split_off(if draws { 3 } else { 2 });
        if draws {
            for one in &answers.pop().unwrap_or_default() {
                self.fresh.push(refused(row(one).and_then(|mut one| one.int()))?);
            }
        }
        let Some(own) = answers.pop().and_then(|own| own.into_iter().next()) else {
            return stands(connection, number, id, sent).await;
        };
        // The old transaction, if there was one, has ended without effect.
        *sent = None;
        let mut own = refused(row(&own))?;
        let (xid, timeline) = (refused(own.count())?, refused(own.count())?);
        let timeline = u32::try_from(timeline).unwrap_or_default();

        let found = refused(Found::read(std::mem::take(&mut rest)))?;
        let plan = refused(plan::plan(items, found, timeline, xid, answers_kept, &mut self.fresh))?;
        let Plan { queries, expected, verdicts } = plan;
        let written = connection.run_all(&queries).await?;
        for (rows, expected) in written.iter().zip(expected) {
            match expected {
                Expected::Hit(what) if rows.is_empty() => {
                    return Err(Fault::Refused(StoreError::NotFound { what }));
                }
                Expected::Rows(count) if rows.len() != count => return Err(Fault::Again),
                Expected::Anything | Expected::Hit(_) | Expected::Rows(_) => {}
            }
        }
        let outcomes = refused(Plan::outcomes(verdicts, written))?;
        *sent = Some(outcomes);
        match connection.plain("commit").await {
            Ok(()) => sent.take().ok_or(Fault::Again),
            Err(Fault::Lost(problem)) => Err(Fault::Lost(problem)),
            // The server itself says that it did not commit.
            Err(fault) => {
                *sent = None;
                Err(fault)
            }
        }
    }

    /// Takes back what a refused group began. Nothing of it was committed: only `commit` does that.
    async fn roll_back(&mut self) {
        let Some(connection) = &self.connection else { return };
        let patience = Duration::from_millis(limits::COMMIT_PATIENCE_MS);
        if !matches!(timeout(patience, connection.plain("rollback")).await, Ok(Ok(()))) {
            self.connection = None;
        }
    }

    /// Takes the lane's row away; a process that dies leaves it for the sweep.
    async fn leave(self) {
        if let (true, Some(mut connection)) = (self.is_known, self.connection) {
            let gone =
                Query::new("delete from appenders where appender_id = $1", vec![Param::Id(self.appender_id)]);
            let _ = connection.run(gone).await;
        }
    }
}

/// The lane's row has this number already: the group that was sent stands. It is answered after a write of its own.
async fn stands(
    connection: &mut Connection,
    number: i64,
    id: [u8; 16],
    sent: &mut Option<Vec<Outcome>>,
) -> Result<Vec<Outcome>, Fault> {
    let again = Query::new(
        "update appenders set at = cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) \
         where appender_id = $1 and group_no = $2 returning group_no",
        vec![Param::Id(id), Param::Int(number)],
    );
    let hit = connection.run(again).await?;
    connection.plain("commit").await?;
    if hit.is_empty() {
        return Err(Fault::Lost("the row of this writer is gone".into()));
    }
    sent.take().ok_or_else(|| Fault::Refused(StoreError::UnknownOutcome))
}

fn refused<T>(outcome: Result<T, StoreError>) -> Result<T, Fault> {
    outcome.map_err(Fault::Refused)
}
