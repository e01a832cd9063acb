//! The owner's desk: what stopped, what was given up, who should know, and how the cases of a process stand.

use std::sync::Arc;

use afaq_base::{CaseId, CaseNumber};
use afaq_domain::cases::{Action, Case, Ledger, ledger};
use afaq_pack::{CaseAction, Service, StopFor, Tell};
use afaq_ports::Officer;
use afaq_store::{DeadJob, ElementLoad, IncidentRow, NoticeRow};

use crate::cases::{CaseView, With, body};
use crate::parties::actor_of;
use crate::{App, AppError, Published, limits};

/// The role of officers who own the processes of their body: they put cases on their way that cannot go on.
pub const OWNER: &str = "process_owner";

/// Whether an officer owns the processes of the body.
pub fn is_owner(officer: &Officer) -> bool {
    officer.roles.iter().any(|role| role == OWNER)
}

/// A case that cannot go on, as the list shows it.
#[derive(Debug, Clone)]
pub struct IncidentView {
    /// The row.
    pub row: IncidentRow,
    /// The number of the case.
    pub number: CaseNumber,
    /// The version of the service that it is pinned to.
    pub service: Arc<Service>,
    /// Why it cannot go on.
    pub reason: String,
    /// The facts that are missing.
    pub facts: Vec<String>,
}

/// A job that was given up.
#[derive(Debug, Clone)]
pub struct DeadJobView {
    /// The job.
    pub job: DeadJob,
    /// Its case.
    pub case: CaseId,
    /// The number of the case.
    pub number: String,
}

/// How the open cases of one service stand.
#[derive(Debug, Clone)]
pub struct ProcessView {
    /// The version in force.
    pub published: Published,
    /// The labels of all versions.
    pub versions: Vec<String>,
    /// Open tasks by element.
    pub loads: Vec<ElementLoad>,
    /// Open cases by stage and by the label of their version.
    pub stages: Vec<(String, String, u64)>,
}

/// What an officer with the right does to an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mending {
    /// Tries again.
    Retry,
    /// Leaves it out.
    Skip,
    /// Goes on at another element.
    Move(String),
}

impl App {
    fn must_own(officer: &Officer) -> Result<(), AppError> {
        // What one may not do is not there.
        if is_owner(officer) { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// The open incidents of the officer's body, the oldest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an officer without the right.
    pub async fn incidents(&self, officer: &Officer) -> Result<Vec<IncidentView>, AppError> {
        Self::must_own(officer)?;
        let rows = self.store().incidents(&body(&officer.body)?, limits::PAGE_ROWS).await?;
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            let loaded = match self.load(row.case_id).await {
                Ok(loaded) => loaded,
                Err(AppError::NotFound) => continue,
                Err(error) => return Err(error),
            };
            let Some(found) = loaded.case.process.incidents.get(&row.incident) else { continue };
            views.push(IncidentView {
                number: loaded.case.number,
                reason: found.reason.clone(),
                facts: found.facts.clone(),
                service: loaded.service.clone(),
                row,
            });
        }
        Ok(views)
    }

    /// One incident with its case. The look is recorded.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for an incident of another body, or one that is over.
    pub async fn incident(
        &self,
        officer: &Officer,
        id: CaseId,
        incident: u64,
    ) -> Result<(CaseView, IncidentView), AppError> {
        Self::must_own(officer)?;
        let view = self.case_on_desk(officer, id).await?;
        let found = view.case.process.incidents.get(&incident).ok_or(AppError::NotFound)?;
        let raised = view.timeline.iter().rev().find(|entry| raises(&entry.event.what, incident));
        let row = IncidentRow {
            case_id: id,
            incident,
            service_id: view.case.service.clone(),
            body: body(&view.case.body)?,
            element: found.element.to_string(),
            raised_at: raised.map_or(view.now, |entry| entry.event.at),
        };
        let about = IncidentView {
            row,
            number: view.case.number,
            reason: found.reason.clone(),
            facts: found.facts.clone(),
            service: view.service.clone(),
        };
        Ok((view, about))
    }

    /// Puts a case on its way that could not go on.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for an officer without the right.
    pub async fn mend(
        &self,
        officer: &Officer,
        id: CaseId,
        incident: u64,
        how: &Mending,
        reason: &str,
    ) -> Result<(), AppError> {
        Self::must_own(officer)?;
        let loaded = self.desk_case(officer, id).await?;
        let reason = afaq_base::text::clean_text(reason);
        let action = match how {
            Mending::Retry => Action::Retry { incident, reason },
            Mending::Skip => Action::Skip { incident, reason },
            Mending::Move(to) => {
                let found = loaded.case.process.incidents.get(&incident).ok_or(AppError::NotFound)?;
                Action::MoveToken { token: found.token, to: to.clone(), reason }
            }
        };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Tries several incidents again. Gives how many went on, and how many did not.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an officer without the right.
    pub async fn retry_all(
        &self,
        officer: &Officer,
        which: &[(CaseId, u64)],
        reason: &str,
    ) -> Result<(usize, usize), AppError> {
        Self::must_own(officer)?;
        let (mut done, mut left) = (0, 0);
        for (id, incident) in which.iter().take(limits::PAGE_ROWS) {
            match self.mend(officer, *id, *incident, &Mending::Retry, reason).await {
                Ok(()) => {
                    let after = self.load(*id).await?;
                    if after.case.process.incidents.is_empty() { done += 1 } else { left += 1 }
                }
                Err(AppError::Refused(_) | AppError::NotFound) => left += 1,
                Err(error) => return Err(error),
            }
        }
        Ok((done, left))
    }

    /// The jobs of the body's cases that were given up; what parked its case stands among the incidents.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an officer without the right.
    pub async fn dead_letters(&self, officer: &Officer) -> Result<Vec<DeadJobView>, AppError> {
        Self::must_own(officer)?;
        let mut views = Vec::new();
        for job in self.store().dead_jobs(limits::PAGE_ROWS).await? {
            let case = job.key.split('/').next().and_then(|id| id.parse::<CaseId>().ok());
            let Some(case) = case.filter(|_| !crate::jobs::is_parked(&job.kind)) else { continue };
            let row = self.store().find_case(case).await?;
            let Some(row) = row.filter(|row| row.body.as_str() == officer.body) else { continue };
            views.push(DeadJobView { job, case, number: row.number });
        }
        Ok(views)
    }

    /// Has a job tried again that was given up.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a job that is not the body's.
    pub async fn revive(&self, officer: &Officer, job_no: i64) -> Result<(), AppError> {
        let mine = self.dead_letters(officer).await?;
        if !mine.iter().any(|one| one.job.job_no == job_no) {
            return Err(AppError::NotFound);
        }
        Ok(self.store().revive_job(job_no, self.now()).await?)
    }

    /// What this officer should know: time runs out in these cases.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn notices(&self, officer: &Officer) -> Result<Vec<(NoticeRow, String)>, AppError> {
        let mut mine = Vec::new();
        for row in self.notices_told(officer).await? {
            if let Some(case) = self.store().find_case(row.case_id).await? {
                mine.push((row, case.number));
            }
        }
        Ok(mine)
    }

    /// How many of those there are.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_notices(&self, officer: &Officer) -> Result<usize, AppError> {
        Ok(self.notices_told(officer).await?.len())
    }

    async fn notices_told(&self, officer: &Officer) -> Result<Vec<NoticeRow>, AppError> {
        let mut rows = self.store().notices(&body(&officer.body)?, limits::PAGE_ROWS).await?;
        rows.retain(|row| is_told(officer, row));
        Ok(rows)
    }

    /// The row of a case in lists.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown case.
    pub async fn case_row(&self, id: CaseId) -> Result<afaq_store::CaseRow, AppError> {
        self.store().find_case(id).await?.ok_or(AppError::NotFound)
    }

    /// The latest runs over the cases of a service, and over those of all.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn runs_of(
        &self,
        service: &afaq_base::ServiceId,
        limit: usize,
    ) -> Result<Vec<afaq_store::BulkRun>, AppError> {
        let runs = self.store().bulk_runs(limits::PAGE_ROWS).await?;
        let is_about = |run: &afaq_store::BulkRun| run.service_id.as_ref().is_none_or(|of| of == service);
        Ok(runs.into_iter().filter(is_about).take(limit).collect())
    }

    /// The officer has seen a notice.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another officer's notice.
    pub async fn see_notice(&self, officer: &Officer, id: CaseId, version: u64) -> Result<(), AppError> {
        let mine = self.notices(officer).await?;
        if !mine.iter().any(|(row, _)| row.case_id == id && row.version == version) {
            return Err(AppError::NotFound);
        }
        Ok(self.store().mark_notice_seen(id, version, &officer.id, self.now()).await?)
    }

    /// The ledger of a case's time; nothing outside of the calendar.
    pub fn ledger(&self, service: &Service, case: &Case) -> Option<Ledger> {
        ledger(service, case, self.calendar(&service.body), self.now()).ok()
    }

    /// How the open cases of a service stand, for the owner of its process.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a service that is not the officer's.
    pub async fn process_view(&self, officer: &Officer, service: &str) -> Result<ProcessView, AppError> {
        Self::must_own(officer)?;
        let published = self.service(service)?;
        if published.service.body.as_str() != officer.body {
            return Err(AppError::NotFound);
        }
        let id = &published.service.id;
        let loads = self.store().element_loads(id, self.now()).await?;
        let mut stages = Vec::new();
        for (stage, behavior, count) in self.store().stage_counts(id).await? {
            let label = self.service_of(id, &behavior).map_or_else(|_| "?".into(), |one| one.label.clone());
            stages.push((stage, label, count));
        }
        Ok(ProcessView { versions: self.version_labels(id), loads, stages, published })
    }

    /// Lets the clock of a case stand still, by a right of its pack.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for a case that is not this officer's.
    pub async fn stop_clock(
        &self,
        officer: &Officer,
        id: CaseId,
        reason: StopFor,
        note: &str,
    ) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let action = Action::StopClock { reason, note: afaq_base::text::clean_text(note) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Lets a clock go on that an officer stopped.
    ///
    /// # Errors
    /// A refusal.
    pub async fn start_clock(&self, officer: &Officer, id: CaseId) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        self.execute(id, actor_of(officer), Action::StartClock, With::default()).await?;
        Ok(())
    }

    /// The optional actions that can be begun in a case now.
    pub fn offered_actions<'s>(&self, service: &'s Service, case: &Case) -> Vec<&'s CaseAction> {
        afaq_domain::cases::offered(service, case, self.now())
    }

    /// Begins an optional action.
    ///
    /// # Errors
    /// A refusal where it is not offered.
    pub async fn begin_action(&self, officer: &Officer, id: CaseId, action: &str) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let action = Action::BeginAction { action: action.to_string() };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }
}

fn raises(event: &afaq_domain::cases::Event, wanted: u64) -> bool {
    match event {
        afaq_domain::cases::Event::Progressed { moves, .. } => moves.iter().any(
            |one| matches!(one, afaq_bpmn::Event::IncidentRaised { incident, .. } if *incident == wanted),
        ),
        _ => false,
    }
}

/// Whether a notice is for this officer.
fn is_told(officer: &Officer, row: &NoticeRow) -> bool {
    let is_unit = row.unit.as_ref().is_none_or(|unit| officer.units.iter().any(|own| own == unit.as_str()));
    match (&row.officer, &row.role) {
        (Some(id), _) => *id == officer.id,
        // Where a body has named no head of the unit, its owner of processes is told.
        (None, Some(role)) if role == Tell::UNIT_HEAD => {
            is_unit && (officer.roles.contains(role) || is_owner(officer))
        }
        (None, Some(role)) => officer.roles.contains(role),
        (None, None) => is_unit,
    }
}
