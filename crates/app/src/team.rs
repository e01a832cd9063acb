//! The team of a body: one stream of events, kept in memory and brought up to date on each look.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use afaq_base::time;
use afaq_domain::Refusal;
use afaq_domain::team::{self, Action, Seat, Team, TeamEvent};
use afaq_ports::Officer;
use afaq_store::{AppendError, Commit, Load, NewEvent, StreamAppend, StreamId};

use crate::cases::{body, unit};
use crate::parties::days_later;
use crate::{App, AppError, limits};

/// Teams that were looked at, by body. Only a hint: the store's versions decide.
#[derive(Default)]
pub(crate) struct Teams(Mutex<HashMap<String, Arc<Team>>>);

/// What an officer has on the desk, and whether they are there.
#[derive(Debug, Clone)]
pub struct Workload {
    /// The officer; nothing for work that nobody has taken.
    pub officer: Option<Officer>,
    /// Open tasks.
    pub open: u64,
    /// Overdue ones.
    pub late: u64,
    /// Tasks done in the last seven days.
    pub done: u64,
    /// Who stands in today.
    pub substitute: Option<String>,
}

fn stream(code: &str) -> StreamId {
    StreamId::new("team", code)
}

/// The seat of an officer in the team.
pub(crate) fn seat(officer: &Officer) -> Seat {
    Seat {
        officer: officer.id.clone(),
        units: officer.units.clone(),
        is_head: officer.is_head(),
        is_owner: officer.is_owner(),
    }
}

impl App {
    /// The team of a body as it stands.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn team(&self, code: &str) -> Result<Arc<Team>, AppError> {
        let known = self.inner.teams.0.lock().unwrap_or_else(PoisonError::into_inner).get(code).cloned();
        let known = known.unwrap_or_default();
        let new = self.store().load_stream(&stream(code), known.version).await?;
        if new.is_empty() {
            return Ok(known);
        }
        let mut team = (*known).clone();
        for stored in &new {
            team.apply(&serde_json::from_value::<TeamEvent>(stored.open.clone())?);
        }
        let team = Arc::new(team);
        let mut teams = self.inner.teams.0.lock().unwrap_or_else(PoisonError::into_inner);
        teams.insert(code.to_string(), team.clone());
        Ok(team)
    }

    /// Changes the team of an officer's body.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for a colleague, unit or service that the body does not have.
    pub async fn change_team(&self, officer: &Officer, action: Action) -> Result<(), AppError> {
        self.must_be_known(officer, &action)?;
        for _ in 0..limits::RETRIES_MAX {
            let team = self.team(&officer.body).await?;
            let events = team::decide(&team, &seat(officer), self.now(), action.clone())?;
            if events.is_empty() {
                return Ok(());
            }
            let mut commit = Commit::new(self.now());
            let events = events
                .iter()
                .map(|event| {
                    let kind = event.what.kind().to_string();
                    Ok(NewEvent { kind, open: serde_json::to_value(event)?, sealed: None, party: None })
                })
                .collect::<Result<Vec<_>, AppError>>()?;
            let expected_version = team.version;
            commit.streams.push(StreamAppend { stream: stream(&officer.body), expected_version, events });
            match self.store().append(commit).await {
                Ok(_) => return Ok(()),
                Err(AppendError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::WrongStage { stage: "busy" }.into())
    }

    /// Whoever and whatever an action names must be there, and colleagues must share a unit.
    fn must_be_known(&self, officer: &Officer, action: &Action) -> Result<(), AppError> {
        let colleague = |id: &str| {
            let known = self.ports().identity.find_officer(id).ok_or(AppError::NotFound)?;
            if known.body == officer.body { Ok(known) } else { Err(AppError::NotFound) }
        };
        match action {
            Action::PlanAbsence { officer, substitute, .. } => {
                let (away, other) = (colleague(officer)?, colleague(substitute)?);
                let share = away.units.iter().any(|unit| other.units.contains(unit));
                if share { Ok(()) } else { Err(AppError::NotFound) }
            }
            Action::SetSkills { officer, services } => {
                colleague(officer)?;
                services.iter().try_for_each(|id| self.service(id).map(drop))
            }
            Action::WriteTemplate { service: Some(id), .. } => {
                let published = self.service(id)?;
                let is_own = published.service.body.as_str() == officer.body;
                if is_own { Ok(()) } else { Err(AppError::NotFound) }
            }
            Action::SetPolicy { .. }
            | Action::SetSample { .. }
            | Action::EndAbsence { .. }
            | Action::WriteTemplate { service: None, .. }
            | Action::RetireTemplate { .. }
            | Action::SaveView { .. }
            | Action::DropView { .. } => Ok(()),
        }
    }

    /// The officers who share a unit with this one, this one among them.
    #[must_use]
    pub fn colleagues(&self, officer: &Officer) -> Vec<Officer> {
        let all = self.ports().identity.officers().into_iter();
        all.filter(|one| {
            one.body == officer.body && one.units.iter().any(|unit| officer.units.contains(unit))
        })
        .collect()
    }

    /// What each officer of the units has on the desk, and what nobody has taken.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn workload(&self, officer: &Officer) -> Result<Vec<Workload>, AppError> {
        let now = self.now();
        let units = officer.units.iter().map(|own| unit(own)).collect::<Result<Vec<_>, _>>()?;
        let since = days_later(now, -limits::WORKLOAD_DAYS);
        let loads = self.store().loads(&body(&officer.body)?, &units, now, since).await?;
        let mut by_officer: BTreeMap<Option<String>, Load> =
            loads.into_iter().map(|load| (load.officer.clone(), load)).collect();
        let team = self.team(&officer.body).await?;
        let today = time::local_date(now);
        let mut all = Vec::new();
        for colleague in self.colleagues(officer) {
            let load = by_officer.remove(&Some(colleague.id.clone())).unwrap_or_default();
            let substitute = team.substitute_of(&colleague.id, today).map(str::to_string);
            let (open, late, done) = (load.open, load.late, load.done);
            all.push(Workload { officer: Some(colleague), open, late, done, substitute });
        }
        if let Some(load) = by_officer.remove(&None).filter(|load| load.open > 0) {
            let (open, late, done) = (load.open, load.late, load.done);
            all.push(Workload { officer: None, open, late, done, substitute: None });
        }
        Ok(all)
    }
}
