//! Retention: which cases have had their time, and deleting what people gave in them.

use afaq_base::{CaseId, Timestamp};

use crate::log::StreamId;
use crate::sql::{Statement, Value, sql};
use crate::{Store, StoreError, limits};

/// A case whose personal content goes: the sealed parts of its events, what was told, sent and handed in,
/// and the documents of it that no longer count. What is open stays: that there was a case, and how it ended.
#[derive(Clone, Debug)]
pub struct DeleteContent {
    /// The case.
    pub case: CaseId,
    /// Its events.
    pub stream: StreamId,
    /// When: documents that still count then stay.
    pub at: Timestamp,
}

pub(super) fn delete_content(delete: &DeleteContent) -> Vec<Statement> {
    let case = || Value::id(&delete.case);
    let stream = || vec![Value::from(&delete.stream.kind), Value::from(&delete.stream.id)];
    let ended = "case_id = $1 and file_id is not null and (revoked_at is not null or valid_until <= $2)";
    // Letters are found by their keys, which begin with the case: '0' is the sign behind '/'.
    let letters =
        vec![Value::from(format!("{}/", delete.case)), Value::from(format!("{}0", delete.case)), case()];
    vec![
        sql(
            "update events set sealed = null where sealed is not null and stream_no = \
             (select stream_no from streams where kind = $1 and id = $2)",
            stream(),
        ),
        sql(
            "delete from snapshots where stream_no = (select stream_no from streams where kind = $1 and id = $2)",
            stream(),
        ),
        sql("delete from messages where case_id = $1", vec![case()]),
        sql("delete from outbox where key >= $1 and key < $2 and case_id = $3", letters),
        // The keys go at once, so that nobody reads the bytes while they wait to be collected.
        sql(
            "update files set key = null where file_id in (select file_id from uploads where case_id = $1)",
            vec![case()],
        ),
        sql("delete from uploads where case_id = $1", vec![case()]),
        super::ratings::delete_words(delete.case),
        super::corrections::delete_words(delete.case),
        sql(
            format!(
                "update files set key = null where file_id in (select file_id from documents where {ended})"
            ),
            vec![case(), delete.at.into()],
        ),
        sql(format!("update documents set file_id = null where {ended}"), vec![case(), delete.at.into()]),
        sql(
            "update cases set representative = null, delete_after = null, deleted_at = coalesce(deleted_at, $1) \
             where case_id = $2",
            vec![delete.at.into(), case()],
        ),
    ]
}

impl Store {
    /// Lists cases that have had their time, the longest due first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn cases_to_delete(&self, now: Timestamp, limit: usize) -> Result<Vec<CaseId>, StoreError> {
        let rows = self
            .read(sql(
                "select case_id from cases where delete_after <= $1 order by delete_after, case_id limit $2",
                vec![now.into(), Value::count(limit.min(limits::SWEPT_ROWS_MAX) as u64)],
            ))
            .await?;
        rows.into_iter().map(|mut row| row.id()).collect()
    }

    /// Puts the deletion of a case off, or leaves it out where nobody can say when it is due.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn put_deletion_off(&self, case: CaseId, until: Option<Timestamp>) -> Result<(), StoreError> {
        self.write(sql(
            "update cases set delete_after = $1 where case_id = $2",
            vec![until.into(), Value::id(&case)],
        ))
        .await
        .map(drop)
    }
}
