//! Retention: cases that are held, and the sweep that deletes what people gave when its time is over.

use std::sync::Arc;

use afaq_base::{CaseId, CaseNumber};
use afaq_domain::cases::{Action, Case, CaseEvent, CaseOutcome, Remains};
use afaq_domain::parties::Actor;
use afaq_ports::Officer;
use afaq_store::{CaseRow, Commit, DeleteContent, RowWrite, Sealed};
use jiff::SignedDuration;

use super::commit::stream;
use super::execute::With;
use super::reading::{CaseView, TimelineEntry};
use crate::parties::{Person, actor_of};
use crate::{App, AppError, limits};

/// What one sweep did with cases that had had their time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retained {
    /// Cases whose content was deleted.
    pub deleted: usize,
    /// Cases that must be kept longer after all.
    pub kept: usize,
    /// Cases at which it failed; they are tried again a day later.
    pub failed: usize,
}

impl Retained {
    /// True if there may be more: sweep again soon.
    pub fn is_full(&self) -> bool {
        self.deleted + self.kept + self.failed >= limits::RETENTION_CASES
    }
}

impl App {
    /// Keeps a case from being deleted, whatever its retention says: for a court, an audit, a complaint.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for a case that is not this officer's.
    pub async fn hold_case(&self, officer: &Officer, id: CaseId, reason: &str) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let action = Action::Hold { reason: afaq_base::text::clean_text(reason) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Lets a case that was held go its way again.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for a case that is not this officer's.
    pub async fn release_case(&self, officer: &Officer, id: CaseId, reason: &str) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let action = Action::Release { reason: afaq_base::text::clean_text(reason) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Deletes what people gave in cases whose time is over, some at a time.
    ///
    /// # Errors
    /// A fault of the store; what fails at one case is told in the outcome and does not stop the others.
    pub async fn sweep_retention(&self) -> Result<Retained, AppError> {
        let due = self.store().cases_to_delete(self.now(), limits::RETENTION_CASES).await?;
        let mut done = Retained::default();
        for id in due {
            match self.end_retention(id).await {
                Ok(true) => done.deleted += 1,
                Ok(false) => done.kept += 1,
                Err(error) => {
                    tracing::error!(case = %id, %error, "a case could not be deleted when its time was over");
                    done.failed += 1;
                    // Otherwise the same ones would stand before all others for ever.
                    let later = self.now() + SignedDuration::from_hours(24);
                    self.store().put_deletion_off(id, Some(later)).await?;
                }
            }
        }
        if done != Retained::default() {
            tracing::info!(done.deleted, done.kept, done.failed, "retention");
        }
        Ok(done)
    }

    /// Gives whether it was deleted. The rules judge once more: what changed meanwhile counts.
    async fn end_retention(&self, id: CaseId) -> Result<bool, AppError> {
        // What memory says may be older than what another process stored.
        self.inner.cases.forget(id);
        let loaded = match self.execute(id, Actor::Clock, Action::EndRetention, With::default()).await {
            // The person's key is gone, and nobody can read the case any more: its rows go too.
            Err(AppError::NotFound) => {
                let mut commit = Commit::new(self.now());
                let delete = DeleteContent { case: id, stream: stream(id), at: self.now() };
                commit.rows.push(RowWrite::DeleteContent(delete));
                self.store().append(commit).await?;
                return Ok(true);
            }
            outcome => outcome?,
        };
        self.inner.cases.forget(id);
        if loaded.case.deleted_at.is_none() {
            let calendar = self.calendar(&loaded.service.body);
            let until = afaq_domain::cases::delete_after(&loaded.service, &loaded.case, calendar);
            self.store().put_deletion_off(id, until).await?;
        }
        Ok(loaded.case.deleted_at.is_some())
    }

    /// What is left of a person's case whose content was deleted: that it was there, how it ended, and when
    /// it was deleted.
    pub(crate) async fn deleted_case(&self, person: &Person, id: CaseId) -> Result<CaseView, AppError> {
        let row = self.store().find_case(id).await?.filter(|row| row.applicant == person.party);
        let row = row.ok_or(AppError::NotFound)?;
        let service = self.service_of(&row.service_id, &row.pack_version)?;
        let case = remains(&row, person)?;
        let stored = self.store().load_stream(&stream(id), 0).await?;
        let mut timeline = Vec::new();
        for one in stored.into_iter().filter(|one| one.sealed == Sealed::Nothing) {
            let event: CaseEvent = serde_json::from_value(one.open)?;
            timeline.push(TimelineEntry { version: one.version, event: Arc::new(event) });
        }
        let documents = self.store().documents_of_case(id).await?;
        Ok(CaseView {
            id,
            case: Arc::new(case),
            service,
            timeline,
            documents,
            tasks: Vec::new(),
            looks: Vec::new(),
            now: self.now(),
        })
    }
}

fn remains(row: &CaseRow, person: &Person) -> Result<Case, AppError> {
    let deleted_at = row.deleted_at.ok_or(AppError::NotFound)?;
    let number = CaseNumber::parse(&row.number).map_err(|_| AppError::Data("the number of a case".into()))?;
    let outcome =
        row.outcome.as_deref().and_then(|word| CaseOutcome::ALL.into_iter().find(|one| one.word() == word));
    Ok(Case::from(Remains {
        number,
        service: row.service_id.clone(),
        behavior: row.pack_version.clone(),
        applicant: row.applicant,
        applicant_number: person.number,
        body: row.body.as_str().to_string(),
        unit: row.unit.as_ref().map(|unit| unit.as_str().to_string()).unwrap_or_default(),
        opened_at: row.submitted_at,
        promised_on: row.promised_on.unwrap_or_else(|| afaq_base::time::local_date(row.submitted_at)),
        closed: outcome.zip(row.closed_at),
        deleted_at,
        version: row.version,
    }))
}
