//! A second pair of eyes: a drawn share of the decided cases is reviewed by an officer who had no part in them.

use std::collections::BTreeMap;

use afaq_base::{CaseId, Timestamp};
use afaq_domain::cases::{Action, Finding};
use afaq_ports::Officer;
use afaq_store::{self as store, CaseRow, WorklistShow};

use super::commit::{body, unit};
use super::execute::With;
use crate::parties::actor_of;
use crate::{App, AppError, limits};

/// The drawn cases of an officer's units.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Cases that this officer can review now, the latest first.
    pub open: Vec<CaseRow>,
    /// How many drawn cases wait for somebody else, since this officer had a part in them.
    pub for_others: usize,
    /// How many were reviewed, by finding.
    pub found: BTreeMap<Finding, usize>,
}

impl App {
    /// The drawn cases among the latest that were decided in an officer's units.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn sample(&self, officer: &Officer) -> Result<Sample, AppError> {
        let team = self.team(&officer.body).await?;
        let mut list = store::Worklist::of(body(&officer.body)?);
        list.units = officer.units.iter().map(|own| unit(own)).collect::<Result<_, _>>()?;
        list.show = WorklistShow::Done;
        let (mut sample, mut after, mut looked) = (Sample::default(), None, 0);
        while looked < limits::SAMPLE_CASES_LOOKED {
            let page = self.store().case_worklist(&list, after.as_ref(), limits::PAGE_ROWS).await?;
            looked += page.rows.len();
            for row in page.rows {
                let (Some(unit), Some(at)) = (&row.unit, row.closed_at) else { continue };
                if !self.is_drawn(row.case_id, at, team.sample(unit.as_str(), at)) {
                    continue;
                }
                let case = match self.load(row.case_id).await {
                    Ok(loaded) => loaded.case,
                    // What people gave in it was deleted, or the person was.
                    Err(AppError::NotFound) => continue,
                    Err(error) => return Err(error),
                };
                let took_part = case.signed_by.contains(&officer.id)
                    || case.helped.as_ref().is_some_and(|helped| helped.officer == officer.id);
                match &case.review {
                    Some(review) => *sample.found.entry(review.finding).or_default() += 1,
                    // The rules decided alone: there is no officer's work to look at.
                    None if case.signed_by.is_empty() => {}
                    None if took_part => sample.for_others += 1,
                    None => sample.open.push(row),
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(sample)
    }

    /// Whether a case is drawn at a share: nobody can know before, and asking again gives the same.
    fn is_drawn(&self, case: CaseId, closed_at: Timestamp, percent: u8) -> bool {
        // The store's key makes a number of it that can't be worked out from outside.
        let number = self.store().party_of(&format!("sample/{case}/{}", closed_at.as_microsecond()));
        number.as_u128() % 100 < u128::from(percent)
    }

    /// Records what a review of a decided case found.
    ///
    /// # Errors
    /// A refusal, for instance for an officer who had a part in the case.
    pub async fn review(
        &self,
        officer: &Officer,
        id: CaseId,
        finding: Finding,
        text: &str,
    ) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let action = Action::Review { finding, text: afaq_base::text::clean_text(text) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Writes a note for colleagues into a case.
    ///
    /// # Errors
    /// A refusal.
    pub async fn note(&self, officer: &Officer, id: CaseId, text: &str) -> Result<(), AppError> {
        self.desk_case(officer, id).await?;
        let action = Action::Note { text: afaq_base::text::clean_text(text) };
        self.execute(id, actor_of(officer), action, With::default()).await?;
        Ok(())
    }

    /// Signs a prepared decision as the second officer.
    ///
    /// # Errors
    /// A refusal, for instance for the officer who prepared it.
    pub async fn countersign(&self, officer: &Officer, id: CaseId) -> Result<(), AppError> {
        let loaded = self.desk_case(officer, id).await?;
        let tasks = self.tasks_for(officer, &loaded.service, &loaded.case);
        let task = loaded.case.prepared.as_ref().map(|prepared| prepared.task);
        if !tasks.iter().any(|open| Some(open.task) == task && open.is_mine) {
            return Err(afaq_domain::Refusal::NotAllowed.into());
        }
        self.execute(id, actor_of(officer), Action::Countersign, With::default()).await?;
        Ok(())
    }
}
