//! Drafts: what a person has filled in so far. Outside the log, sealed, deletable, and they expire.

use afaq_base::{DraftId, PartyId, ServiceId, Timestamp};

use crate::keys::{bound_to, seal};
use crate::log::{SealingKeys, check_sealed};
use crate::sql::{Row, Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A draft to be saved.
#[derive(Clone, Debug)]
pub struct SaveDraft {
    /// The draft.
    pub draft_id: DraftId,
    /// Whose it is.
    pub party: PartyId,
    /// For which service.
    pub service_id: ServiceId,
    /// The version of the pack that it was filled in against.
    pub pack_version: String,
    /// The page on which the person is.
    pub page: String,
    /// All answers; sealed under the key of the person.
    pub answers: Vec<u8>,
    /// The version that the caller has read; 0 for a new draft.
    pub expected_version: u64,
    /// When.
    pub now: Timestamp,
    /// When it is deleted if nobody comes back.
    pub expires_at: Timestamp,
}

/// What became of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftSaved {
    /// It was saved under this version.
    Saved(u64),
    /// Another tab or device has saved it since: this is its version now, and nothing was written.
    Stale(u64),
    /// It is gone (deleted, expired, submitted), or another person's: nothing was written.
    Gone,
}

/// A draft, opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What a list shows.
    pub summary: DraftSummary,
    /// All answers.
    pub answers: Vec<u8>,
}

/// What a list shows of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftSummary {
    /// The draft.
    pub draft_id: DraftId,
    /// Whose it is.
    pub party: PartyId,
    /// For which service.
    pub service_id: ServiceId,
    /// The version of the pack.
    pub pack_version: String,
    /// The page on which the person was.
    pub page: String,
    /// Its version.
    pub version: u64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
    /// When it is deleted if nobody comes back.
    pub expires_at: Timestamp,
}

const COLUMNS: &str =
    "draft_id, party, service_id, pack_version, page, version, created_at, updated_at, expires_at";

pub(super) fn delete(draft: DraftId) -> Statement {
    sql("delete from drafts where draft_id = $1 returning draft_id", vec![Value::id(&draft)])
        .must_hit("the draft")
}

fn bound(draft: DraftId, version: u64) -> Vec<u8> {
    bound_to(&["draft", &draft.to_string(), &version.to_string()])
}

fn summary(row: &mut Row) -> Result<DraftSummary, StoreError> {
    Ok(DraftSummary {
        draft_id: row.id()?,
        party: row.id()?,
        service_id: row.code()?,
        pack_version: row.text()?,
        page: row.text()?,
        version: row.count()?,
        created_at: row.at()?,
        updated_at: row.at()?,
        expires_at: row.at()?,
    })
}

impl Store {
    /// Saves a draft, unless another tab or device was first.
    ///
    /// # Errors
    /// [`StoreError::PartyErased`], [`StoreError::TooLarge`], or a fault.
    pub async fn save_draft(&self, draft: &SaveDraft) -> Result<DraftSaved, StoreError> {
        check_name("the page of a draft", &draft.page)?;
        check_name("the version of a pack", &draft.pack_version)?;
        check_sealed(&draft.answers)?;
        let party = [draft.party].into_iter().collect();
        let keys = SealingKeys::fetch(self.keyring(), self.database(), &party, draft.now).await?;
        let version = draft.expected_version.saturating_add(1);
        let sealed = seal(keys.of(Some(draft.party))?, &bound(draft.draft_id, version), &draft.answers)?;
        let statement = if draft.expected_version == 0 {
            sql(
                "insert into drafts (draft_id, party, service_id, pack_version, page, answers, version, \
                 created_at, updated_at, expires_at) values ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9) \
                 on conflict (draft_id) do nothing returning version",
                vec![
                    Value::id(&draft.draft_id),
                    Value::id(&draft.party),
                    Value::code(&draft.service_id),
                    Value::from(&draft.pack_version),
                    Value::from(&draft.page),
                    sealed.into(),
                    draft.now.into(),
                    draft.now.into(),
                    draft.expires_at.into(),
                ],
            )
        } else {
            sql(
                "update drafts set pack_version = $1, page = $2, answers = $3, version = version + 1, \
                 updated_at = $4, expires_at = $5 where draft_id = $6 and party = $7 and version = $8 \
                 returning version",
                vec![
                    Value::from(&draft.pack_version),
                    Value::from(&draft.page),
                    sealed.into(),
                    draft.now.into(),
                    draft.expires_at.into(),
                    Value::id(&draft.draft_id),
                    Value::id(&draft.party),
                    Value::count(draft.expected_version),
                ],
            )
        };
        if !self.write(statement).await?.is_empty() {
            return Ok(DraftSaved::Saved(version));
        }
        let mut rows = self
            .look_up(sql(
                "select version from drafts where draft_id = $1 and party = $2",
                vec![Value::id(&draft.draft_id), Value::id(&draft.party)],
            ))
            .await?;
        rows.pop().map_or(Ok(DraftSaved::Gone), |mut row| row.count().map(DraftSaved::Stale))
    }

    /// Finds a draft of a person that has not expired, and opens it.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if it was altered.
    pub async fn find_draft(
        &self,
        party: PartyId,
        draft: DraftId,
        now: Timestamp,
    ) -> Result<Option<Draft>, StoreError> {
        let mut rows = self
            .look_up(sql(
                format!(
                    "select {COLUMNS}, answers from drafts where draft_id = $1 and party = $2 and expires_at > $3"
                ),
                vec![Value::id(&draft), Value::id(&party), now.into()],
            ))
            .await?;
        let Some(mut row) = rows.pop() else { return Ok(None) };
        let summary = summary(&mut row)?;
        let sealed = row.bytes()?;
        let opened = self
            .open_sealed(Some(party), &bound(draft, summary.version), &sealed, || format!("draft {draft}"))
            .await?;
        // Without the key nothing of the draft is left.
        Ok(opened.map(|answers| Draft { summary, answers }))
    }

    /// Lists the drafts of a person that have not expired, the last saved first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn drafts_of_party(
        &self,
        party: PartyId,
        now: Timestamp,
    ) -> Result<Vec<DraftSummary>, StoreError> {
        let rows = self
            .read(sql(
                format!(
                    "select {COLUMNS} from drafts where party = $1 and expires_at > $2 \
                     order by updated_at desc, draft_id desc limit $3"
                ),
                vec![Value::id(&party), now.into(), Value::count(limits::PAGE_ROWS_MAX as u64)],
            ))
            .await?;
        rows.into_iter().map(|mut row| summary(&mut row)).collect()
    }

    /// Deletes a draft of a person, with its uploads. A draft that is gone is no error.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn delete_draft(&self, party: PartyId, draft: DraftId) -> Result<(), StoreError> {
        let values = || vec![Value::id(&draft), Value::id(&party)];
        self.database()
            .write(vec![
                sql(
                    "update files set key = null where file_id in (select file_id from uploads \
                     where draft_id = $1 and party = $2 and case_id is null)",
                    values(),
                ),
                sql("delete from uploads where draft_id = $1 and party = $2 and case_id is null", values()),
                sql("delete from drafts where draft_id = $1 and party = $2", values()),
            ])
            .await
            .map(drop)
    }
}
