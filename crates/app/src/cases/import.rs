//! Taking in cases that were lived elsewhere: in another system, or in a model of one.

use std::slice;

use afaq_base::CaseId;
use afaq_domain::cases::{Case, CaseEvent, Event};
use afaq_store::RowWrite;

use super::commit::{commit, tasks};
use crate::{App, AppError};

impl App {
    /// Takes in a case with all its events, in one commit, and with the rows that lists show. Nothing of it
    /// is done again: no letter is sent, no document set, no payment started; timers and promises that still
    /// lie ahead of an open case are kept.
    ///
    /// # Errors
    /// [`AppError::Data`] for events that do not begin with a submission, or of a version that was never
    /// published here; a fault of the store, also when the case is there already.
    pub async fn take_in(&self, id: CaseId, events: &[CaseEvent]) -> Result<(), AppError> {
        let no_case = || AppError::Data("a case that does not begin with its submission".into());
        let first = events.first().ok_or_else(no_case)?;
        let Event::Submitted(submitted) = &first.what else { return Err(no_case()) };
        // A case that has gone from version to version is told by each of them in its turn.
        let versions = self.versions_of(&submitted.service, &submitted.behavior, events)?;
        let find = |behavior: &str| versions.get(behavior).cloned().ok_or_else(no_case);
        let mut service = find(&submitted.behavior)?;

        // Tasks come and go with each command; the events of one command have one time.
        let mut rows: Vec<RowWrite> = Vec::new();
        let mut case: Option<Case> = None;
        for command in events.chunk_by(|one, next| one.at == next.at) {
            let old = service.clone();
            let mut after = match &case {
                Some(case) => case.clone(),
                None => Case::replay(&service, slice::from_ref(first)).ok_or_else(no_case)?,
            };
            for event in command.iter().skip(usize::from(case.is_none())) {
                if let Event::Migrated { to, .. } = &event.what {
                    service = find(to)?;
                }
                after.apply(&service, event);
            }
            let at = command.first().map_or(first.at, |event| event.at);
            rows.extend(tasks(id, (&old, &service), case.as_ref(), &after, at)?);
            case = Some(after);
        }
        let case = case.ok_or_else(no_case)?;
        let calendar = self.calendar(&service.body);
        let mut writes = commit(id, (&service, &service), calendar, None, events, &case)?;
        writes.rows.retain(|row| !matches!(row, RowWrite::Task(_) | RowWrite::TaskChanged(_)));
        writes.rows.extend(rows);
        if case.closed.is_some() {
            writes.jobs.clear();
        }
        let now = self.now();
        writes.jobs.retain(|job| job.due_at > now);
        if self.settings().has_lazy_documents {
            for row in &mut writes.rows {
                if let RowWrite::Document(document) = row {
                    document.file_id = None;
                }
            }
        }
        self.store().append(writes).await?;
        Ok(())
    }
}
