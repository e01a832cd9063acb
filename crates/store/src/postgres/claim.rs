//! Claiming jobs on PostgreSQL: what another process is claiming just now is passed over.

use crate::sql::{Statement, Value, sql};
use crate::sqlite::Claim;

/// Due jobs and those whose lease ran out, the longest waiting first.
pub(super) fn statement(claim: &Claim) -> Statement {
    sql(
        "with due as materialized ( \
             select job_no from jobs where wake_at <= $1 and (cast($2 as text) is null or kind = $2) \
             order by wake_at, job_no limit $3 for update skip locked) \
         update jobs set worker = $4, wake_at = $5, attempts = jobs.attempts + 1 from due \
         where jobs.job_no = due.job_no \
         returning jobs.job_no, kind, key, payload, due_at, attempts, last_error, created_at",
        vec![
            Value::Int(claim.now),
            claim.kind.clone().into(),
            Value::Int(claim.limit),
            Value::from(&claim.worker),
            Value::Int(claim.until),
        ],
    )
}
