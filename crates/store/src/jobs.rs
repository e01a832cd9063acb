//! Jobs: work for the outside world, stored with the events that ask for it, claimed by a durable write.
//!
//! A job is done at least once: whoever claims it gets a lease, and when the lease runs out without an
//! answer the job is handed out again. The number of the attempt fences off a worker that comes too late.
//! A timer is a job that is due later. Payloads name things by identifier; they hold nothing personal.

use std::time::Duration;

use afaq_base::Timestamp;
use serde_json::Value as Json;

use crate::sql::{Row, Statement, Value, check_name, json_text, sql};
use crate::sqlite::Claim;
use crate::{Store, StoreError, limits};

/// Names a job: the same kind and key never stand twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobKey {
    /// What is to be done.
    pub kind: String,
    /// For what; the receiver outside gets it too, so that a repetition is recognized there.
    pub key: String,
}

/// Work to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// What is to be done.
    pub kind: String,
    /// For what. A second job of this kind and key is not stored.
    pub key: String,
    /// When it may begin; a timer is a job that is due later.
    pub due_at: Timestamp,
    /// What the worker needs to know. Nothing personal.
    pub payload: Json,
    /// What happens if the same kind and key is there already.
    pub if_known: IfKnown,
}

/// What happens to a job whose kind and key are there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfKnown {
    /// The first one stays as it is, also if it is done.
    #[default]
    Keep,
    /// It gets the new due time and payload and is to be done again, from its first attempt.
    Renew,
}

/// A claim on a job, good until its end and only for this attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job_no: i64,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    /// Proves the claim.
    pub lease: Lease,
    /// What is to be done.
    pub kind: String,
    /// For what.
    pub key: String,
    /// What the worker needs to know.
    pub payload: Json,
    /// When it was due.
    pub due_at: Timestamp,
    /// Why the attempt before this one failed.
    pub last_error: Option<String>,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// Asks for jobs.
#[derive(Clone, Debug)]
pub struct ClaimRequest {
    /// Who asks; shown to operators.
    pub worker: String,
    /// Jobs due until now are handed out.
    pub now: Timestamp,
    /// How long the claim holds.
    pub lease: Duration,
    /// Only this kind, if given.
    pub kind: Option<String>,
    /// At most so many.
    pub limit: usize,
}

/// What becomes of a job whose attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It is tried again at this time.
    RetryAt(Timestamp),
    /// It is given up; an operator has to look.
    Dead(Timestamp),
}

/// Whether a lease still held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseOutcome {
    /// The write took effect.
    Held,
    /// Another worker has the job, or it ended; nothing was written.
    Lost,
}

/// How many jobs stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Due and not claimed.
    pub due: u64,
    /// Due later.
    pub later: u64,
    /// Claimed.
    pub claimed: u64,
    /// Given up.
    pub dead: u64,
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadJob {
    /// Its number.
    pub job_no: i64,
    /// What was to be done.
    pub kind: String,
    /// For what.
    pub key: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was given up.
    pub ended_at: Timestamp,
}

impl NewJob {
    /// A job that is due at a time and stands once.
    pub fn new(kind: impl Into<String>, key: impl Into<String>, due_at: Timestamp, payload: Json) -> Self {
        Self { kind: kind.into(), key: key.into(), due_at, payload, if_known: IfKnown::Keep }
    }

    pub(crate) fn statement(&self, now: Timestamp) -> Result<Statement, StoreError> {
        check_name("the kind of a job", &self.kind)?;
        check_name("the key of a job", &self.key)?;
        let text = match self.if_known {
            IfKnown::Keep => {
                "insert into jobs (kind, key, payload, due_at, wake_at, created_at) \
                 values ($1, $2, $3, $4, $5, $6) on conflict (kind, key) do nothing"
            }
            // The attempts go on counting, so that an older lease stays fenced off.
            IfKnown::Renew => {
                "insert into jobs (kind, key, payload, due_at, wake_at, created_at) \
                 values ($1, $2, $3, $4, $5, $6) on conflict (kind, key) do update set \
                 payload = excluded.payload, due_at = excluded.due_at, wake_at = excluded.wake_at, \
                 attempts = jobs.attempts + 1, worker = null, last_error = null, ended_at = null, outcome = null"
            }
        };
        Ok(sql(
            text,
            vec![
                Value::from(&self.kind),
                Value::from(&self.key),
                json_text("the payload of a job", &self.payload)?.into(),
                self.due_at.into(),
                self.due_at.into(),
                now.into(),
            ],
        ))
    }
}

impl JobKey {
    /// Names a job.
    pub fn new(kind: impl Into<String>, key: impl Into<String>) -> Self {
        Self { kind: kind.into(), key: key.into() }
    }

    pub(crate) fn cancel_statement(&self, now: Timestamp) -> Result<Statement, StoreError> {
        check_name("the kind of a job", &self.kind)?;
        check_name("the key of a job", &self.key)?;
        Ok(sql(
            "update jobs set wake_at = null, worker = null, ended_at = $1, outcome = 'canceled' \
             where kind = $2 and key = $3 and ended_at is null",
            vec![now.into(), Value::from(&self.kind), Value::from(&self.key)],
        ))
    }
}

impl Store {
    /// Stores a job outside of any commit.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn add_job(&self, job: &NewJob, now: Timestamp) -> Result<(), StoreError> {
        self.write(job.statement(now)?).await.map(drop)
    }

    /// Claims due jobs, and those whose lease ran out, by a durable write.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn claim_jobs(&self, request: &ClaimRequest) -> Result<Vec<ClaimedJob>, StoreError> {
        check_name("the name of a worker", &request.worker)?;
        let now = request.now.as_microsecond();
        let lease = i64::try_from(request.lease.as_micros()).unwrap_or(i64::MAX);
        let claim = Claim {
            worker: request.worker.clone(),
            now,
            until: now.saturating_add(lease),
            kind: request.kind.clone(),
            limit: i64::try_from(request.limit.min(limits::CLAIMED_JOBS_MAX)).unwrap_or(0),
        };
        let rows = self.database().claim(claim).await?;
        let mut jobs = rows.into_iter().map(claimed).collect::<Result<Vec<_>, _>>()?;
        jobs.sort_by_key(|job| (job.due_at, job.lease.job_no));
        Ok(jobs)
    }

    /// Ends a job that was done without a commit of its own.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn complete_job(&self, lease: &Lease, now: Timestamp) -> Result<LeaseOutcome, StoreError> {
        self.under_lease(
            "update jobs set wake_at = null, worker = null, ended_at = $1, outcome = 'done'",
            vec![now.into()],
            lease,
        )
        .await
    }

    /// Gives a job back after a failure.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn fail_job(
        &self,
        lease: &Lease,
        error: &str,
        then: AfterFailure,
    ) -> Result<LeaseOutcome, StoreError> {
        let error = shortened(error);
        match then {
            AfterFailure::RetryAt(at) => {
                self.under_lease(
                    "update jobs set worker = null, wake_at = $1, last_error = $2",
                    vec![at.into(), error.into()],
                    lease,
                )
                .await
            }
            AfterFailure::Dead(at) => {
                self.under_lease(
                    "update jobs set worker = null, wake_at = null, ended_at = $1, outcome = 'dead', last_error = $2",
                    vec![at.into(), error.into()],
                    lease,
                )
                .await
            }
        }
    }

    /// Holds a job for longer.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn extend_lease(&self, lease: &Lease, until: Timestamp) -> Result<LeaseOutcome, StoreError> {
        self.under_lease("update jobs set wake_at = $1", vec![until.into()], lease).await
    }

    /// When the next job may be claimed; nothing if none waits.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn next_job_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut rows = self
            .read(sql("select wake_at from jobs where wake_at is not null order by wake_at limit 1", vec![]))
            .await?;
        rows.pop().map_or(Ok(None), |mut row| row.at_or_null())
    }

    /// Counts the jobs.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_jobs(&self, now: Timestamp) -> Result<JobCounts, StoreError> {
        let mut rows = self
            .read(sql(
                "select coalesce(sum(case when ended_at is null and worker is null and wake_at <= $1 then 1 else 0 end), 0), \
                 coalesce(sum(case when ended_at is null and worker is null and wake_at > $2 then 1 else 0 end), 0), \
                 coalesce(sum(case when worker is not null then 1 else 0 end), 0), \
                 coalesce(sum(case when outcome = 'dead' then 1 else 0 end), 0) from jobs",
                vec![now.into(), now.into()],
            ))
            .await?;
        let Some(mut row) = rows.pop() else { return Ok(JobCounts::default()) };
        Ok(JobCounts { due: row.count()?, later: row.count()?, claimed: row.count()?, dead: row.count()? })
    }

    /// Lists jobs that were given up, the newest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn dead_jobs(&self, limit: usize) -> Result<Vec<DeadJob>, StoreError> {
        let rows = self
            .read(sql(
                "select job_no, kind, key, attempts, last_error, ended_at from jobs \
                 where ended_at is not null and outcome = 'dead' order by ended_at desc, job_no desc limit $1",
                vec![Value::count(limit.min(limits::PAGE_ROWS_MAX) as u64)],
            ))
            .await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(DeadJob {
                    job_no: row.int()?,
                    kind: row.text()?,
                    key: row.text()?,
                    attempts: row.int()?,
                    last_error: row.text_or_null()?,
                    ended_at: row.at()?,
                })
            })
            .collect()
    }

    /// Has a job that was given up tried again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if no such job was given up.
    pub async fn revive_job(&self, job_no: i64, due_at: Timestamp) -> Result<(), StoreError> {
        self.write(
            sql(
                "update jobs set wake_at = $1, ended_at = null, outcome = null \
                 where job_no = $2 and outcome = 'dead' returning job_no",
                vec![due_at.into(), job_no.into()],
            )
            .must_hit("a job that was given up"),
        )
        .await
        .map(drop)
    }

    async fn under_lease(
        &self,
        update: &str,
        mut values: Vec<Value>,
        lease: &Lease,
    ) -> Result<LeaseOutcome, StoreError> {
        let next = values.len() + 1;
        let text = format!(
            "{update} where job_no = ${next} and attempts = ${} and worker is not null and ended_at is null \
             returning job_no",
            next + 1
        );
        values.extend([Value::Int(lease.job_no), Value::Int(lease.attempt)]);
        let hit = self.write(sql(text, values)).await?;
        Ok(if hit.is_empty() { LeaseOutcome::Lost } else { LeaseOutcome::Held })
    }
}

fn claimed(mut row: Row) -> Result<ClaimedJob, StoreError> {
    let job_no = row.int()?;
    let (kind, key, payload, due_at) = (row.text()?, row.text()?, row.json()?, row.at()?);
    let attempt = row.int()?;
    Ok(ClaimedJob {
        lease: Lease { job_no, attempt },
        kind,
        key,
        payload,
        due_at,
        last_error: row.text_or_null()?,
        created_at: row.at()?,
    })
}

/// Cut at a character: the message of another system may be long, and may hold NUL.
fn shortened(error: &str) -> String {
    error.chars().filter(|c| *c != '\0').take(1_000).collect()
}
