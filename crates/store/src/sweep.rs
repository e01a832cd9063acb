//! Clearing away what has had its time: answers, ended jobs, drafts, uploads, sessions, orphaned bytes.

use std::time::Duration;

use afaq_base::Timestamp;

use crate::sql::{Statement, Value, sql};
use crate::{Store, StoreError, limits};

/// Bytes that arrive for longer than this will never be whole.
const INCOMING_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// How many things one sweep cleared away, of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Recorded answers.
    pub answers: usize,
    /// Ended jobs; those that were given up stay.
    pub jobs: usize,
    /// Drafts that expired.
    pub drafts: usize,
    /// Uploads that expired.
    pub uploads: usize,
    /// Sessions that ended.
    pub sessions: usize,
    /// Stored files that nothing named any more.
    pub files: usize,
}

impl Swept {
    /// True if there may be more to clear away: sweep again soon.
    pub fn is_full(&self) -> bool {
        [self.answers, self.jobs, self.drafts, self.uploads, self.sessions, self.files]
            .into_iter()
            .any(|count| count >= limits::SWEPT_ROWS_MAX)
    }
}

impl Store {
    /// Clears away what has had its time, in small bites that do not hold up other writes.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn sweep(&self, now: Timestamp) -> Result<Swept, StoreError> {
        let before = |kept: Duration| {
            let kept = i64::try_from(kept.as_micros()).unwrap_or(i64::MAX);
            Value::Int(now.as_microsecond().saturating_sub(kept))
        };
        let options = self.options();
        let answers = self
            .bite(
                "delete from answers where answer_no in (select answer_no from answers \
                 order by answer_no limit $1) and recorded_at < $2 returning answer_no",
                vec![limit(), before(options.answers_kept)],
            )
            .await?;
        let jobs = self
            .bite(
                "delete from jobs where job_no in (select job_no from jobs where ended_at < $1 \
                 and outcome <> 'dead' order by ended_at limit $2) returning job_no",
                vec![before(options.jobs_kept), limit()],
            )
            .await?;
        let drafts = self
            .bite(
                "delete from drafts where draft_id in (select draft_id from drafts where expires_at <= $1 \
                 order by expires_at limit $2) returning draft_id",
                vec![now.into(), limit()],
            )
            .await?;
        let sessions = self
            .bite(
                "delete from sessions where token_hash in (select token_hash from sessions \
                 where idle_expires_at <= $1 order by idle_expires_at limit $2) returning 1",
                vec![now.into(), limit()],
            )
            .await?;
        let uploads = self.expire_uploads(now).await?;
        let mut files = self.collect_orphans(before(options.orphans_kept)).await?;
        files += self.collect_strays(now).await?;
        self.drop_unfinished(now).await?;
        Ok(Swept { answers, jobs, drafts, uploads, sessions, files })
    }

    async fn bite(&self, text: &'static str, values: Vec<Value>) -> Result<usize, StoreError> {
        Ok(self.write(sql(text, values)).await?.len())
    }

    /// The key goes at once, so that nobody reads the bytes while they wait to be collected.
    async fn expire_uploads(&self, now: Timestamp) -> Result<usize, StoreError> {
        let expired =
            "select upload_id from uploads where expires_at <= $1 order by expires_at, upload_id limit $2";
        let statement = |text: String| -> Statement { sql(text, vec![now.into(), limit()]) };
        let answers = self
            .database()
            .write(vec![
                statement(format!(
                    "update files set key = null where file_id in (select file_id from uploads \
                     where upload_id in ({expired}))"
                )),
                statement(format!("delete from uploads where upload_id in ({expired}) returning upload_id")),
            ])
            .await?;
        Ok(answers.last().map_or(0, Vec::len))
    }

    /// First the row, then the bytes: a row never names bytes that are gone.
    async fn collect_orphans(&self, before: Value) -> Result<usize, StoreError> {
        let rows = self
            .write(sql(
                "delete from files where file_id in (select f.file_id from files f where f.created_at < $1 \
                 and not exists (select 1 from uploads u where u.file_id = f.file_id) \
                 and not exists (select 1 from documents d where d.file_id = f.file_id) \
                 order by f.created_at, f.file_id limit $2) returning address",
                vec![before, limit()],
            ))
            .await?;
        let count = rows.len();
        let addresses = rows.into_iter().map(|mut row| row.text()).collect::<Result<Vec<_>, StoreError>>()?;
        for address in addresses {
            // What cannot be deleted now has become a stray.
            if self.files().delete(&address).await.is_err() {
                break;
            }
        }
        Ok(count)
    }

    async fn drop_unfinished(&self, now: Timestamp) -> Result<(), StoreError> {
        let folder = self.files().incoming()?;
        let Ok(mut entries) = tokio::fs::read_dir(&folder).await else { return Ok(()) };
        let before = std::time::SystemTime::from(now).checked_sub(INCOMING_KEPT);
        while let Ok(Some(entry)) = entries.next_entry().await {
            let changed = entry.metadata().await.ok().and_then(|about| about.modified().ok());
            if let (Some(changed), Some(before)) = (changed, before)
                && changed < before
            {
                let _ = tokio::fs::remove_file(entry.path()).await;
            }
        }
        Ok(())
    }
}

fn limit() -> Value {
    Value::count(limits::SWEPT_ROWS_MAX as u64)
}
