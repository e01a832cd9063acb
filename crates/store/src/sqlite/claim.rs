//! Claiming jobs on SQLite: one writer at a time, so a plain update is enough.

use crate::sql::{Statement, Value, sql};

/// Which jobs are claimed, for whom, until when.
pub(crate) struct Claim {
    pub(crate) worker: String,
    pub(crate) now: i64,
    pub(crate) until: i64,
    pub(crate) kind: Option<String>,
    pub(crate) limit: i64,
}

/// Due jobs and those whose lease ran out, the longest waiting first.
pub(super) fn statement(claim: &Claim) -> Statement {
    sql(
        "update jobs set worker = $1, wake_at = $2, attempts = attempts + 1 where job_no in ( \
             select job_no from jobs where wake_at <= $3 and (cast($4 as text) is null or kind = $4) \
             order by wake_at, job_no limit $5) \
         returning job_no, kind, key, payload, due_at, attempts, last_error, created_at",
        vec![
            Value::from(&claim.worker),
            Value::Int(claim.until),
            Value::Int(claim.now),
            claim.kind.clone().into(),
            Value::Int(claim.limit),
        ],
    )
}
