//! The next case for an officer who asks for one, by the policy of the unit.

use afaq_base::{CaseId, ServiceId};
use afaq_domain::cases::{Choice, Stage};
use afaq_domain::team::Policy;
use afaq_ports::Officer;
use afaq_store::{self as store, Assignee, WorklistOrder, WorklistShow};

use super::commit::{body, unit};
use crate::{App, AppError, limits};

impl App {
    /// Gives an officer the next case that nobody has and that the officer's roles may work on.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn take_next(&self, officer: &Officer) -> Result<Option<CaseId>, AppError> {
        let team = self.team(&officer.body).await?;
        let policy = officer.units.first().map(|unit| team.policy(unit)).unwrap_or_default();
        let mut list = store::Worklist::of(body(&officer.body)?);
        list.units = officer.units.iter().map(|own| unit(own)).collect::<Result<_, _>>()?;
        list.assignee = Assignee::Nobody;
        list.show = WorklistShow::Running;
        list.stages.clone_from(&officer.roles);
        match policy {
            Policy::Deadline => {}
            Policy::Age => list.order = WorklistOrder::Age,
            Policy::Skill => {
                let mut known = list.clone();
                let skills = team.skills.get(&officer.id).into_iter().flatten();
                known.services = skills.filter_map(|id| ServiceId::parse(id).ok()).collect();
                if !known.services.is_empty()
                    && let Some(case) = self.take_first(officer, &known).await?
                {
                    return Ok(Some(case));
                }
            }
        }
        self.take_first(officer, &list).await
    }

    /// The task of a case that this officer can decide; nothing where the case waits for something else.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a case of other units.
    pub async fn task_to_decide(&self, officer: &Officer, id: CaseId) -> Result<Option<u64>, AppError> {
        let loaded = self.desk_case(officer, id).await?;
        let tasks = self.tasks_for(officer, &loaded.service, &loaded.case);
        let decides = |task: &super::officer::TaskView| {
            task.is_mine
                && task.spec.outcomes.iter().any(|one| matches!(one, Choice::Approve | Choice::Refuse))
        };
        Ok(tasks.iter().find(|task| decides(task)).map(|task| task.task))
    }

    /// Takes the first case of a list that this officer may decide about.
    async fn take_first(
        &self,
        officer: &Officer,
        list: &store::Worklist,
    ) -> Result<Option<CaseId>, AppError> {
        let page = self.store().task_worklist(list, None, limits::PAGE_ROWS).await?;
        // What lies ready already, or waits for a second signature, is no next case.
        let lies_ready = |stage: &str| {
            [Stage::DecisionPrepared, Stage::AwaitingSignature].iter().any(|known| known.code() == stage)
        };
        for (_, row) in page.rows.into_iter().filter(|(_, row)| !lies_ready(&row.stage)) {
            let helped = match self.load(row.case_id).await {
                Ok(loaded) => loaded.case.helped.clone(),
                Err(AppError::NotFound) => continue,
                Err(error) => return Err(error),
            };
            if helped.is_some_and(|helped| helped.officer == officer.id) {
                continue;
            }
            self.assign(officer, row.case_id, Some(&officer.id)).await?;
            return Ok(Some(row.case_id));
        }
        Ok(None)
    }
}
