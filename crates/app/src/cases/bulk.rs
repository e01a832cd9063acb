//! Many cases at once: each is judged by itself, exactly as when it is opened alone; what came of each is told.

use std::sync::Arc;

use afaq_base::{CaseId, Text};
use afaq_domain::Refusal;
use afaq_domain::cases::{Action, Choice, reasons_of_rules};
use afaq_pack::{Decisions, Service};
use afaq_ports::Officer;

use super::execute::{Loaded, With};
use super::officer::DecisionForm;
use crate::parties::actor_of;
use crate::{App, AppError, limits};

/// One of many cases: which, and as which version its officer saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkCase {
    /// The case.
    pub id: CaseId,
    /// The version; nothing where it does not matter.
    pub version: Option<u64>,
}

/// What came, or would come, of one of many cases.
#[derive(Debug, Clone)]
pub struct BulkRow {
    /// The case.
    pub id: CaseId,
    /// Its number; empty for one that this officer may not see.
    pub number: String,
    /// The service.
    pub service: Text,
    /// The applicant.
    pub applicant: Option<Text>,
    /// The version that was judged.
    pub version: u64,
    /// What the rules say of it.
    pub rules: RulesSay,
    /// What came of it.
    pub outcome: BulkOutcome,
}

/// What the rules say of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulesSay {
    /// Nothing against it.
    Nothing,
    /// So many reasons against it.
    Against(usize),
    /// They could not decide.
    Undetermined,
}

/// What came, or would come, of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkOutcome {
    /// It can be done, or was done.
    Done,
    /// It can't be done; the text says why.
    Refused(Text),
}

/// What is done with each of many cases.
#[derive(Clone, Copy)]
enum Act<'a> {
    Decide(&'a DecisionForm),
    Assign(Option<&'a str>),
    Undo,
}

impl App {
    /// What would come of a decision on each of some cases. Nothing is stored but the looks.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn bulk_preview(
        &self,
        officer: &Officer,
        cases: &[BulkCase],
        form: &DecisionForm,
    ) -> Result<Vec<BulkRow>, AppError> {
        let mut rows = Vec::new();
        for one in within_limit(cases) {
            let Some(loaded) = self.of_desk(officer, one.id).await? else { continue };
            self.record_look(officer, &loaded.case, one.id, "case").await?;
            let judged = self.prepare_one(officer, &loaded, form).and_then(|action| {
                self.judge(one.id, Some(&loaded), &loaded.service, None, actor_of(officer), action).map(drop)
            });
            rows.push(self.row_of(one.id, &loaded, outcome(judged)?).await?);
        }
        Ok(rows)
    }

    /// Prepares a decision on each of some cases, and says what came of each. A case that has changed since its
    /// officer saw it is left alone.
    ///
    /// # Errors
    /// A fault of the store; what was done before it stays done.
    pub async fn bulk_decide(
        &self,
        officer: &Officer,
        cases: &[BulkCase],
        form: &DecisionForm,
    ) -> Result<Vec<BulkRow>, AppError> {
        self.each(officer, cases, Act::Decide(form)).await
    }

    /// Gives each of some cases to an officer, or puts it back to the unit.
    ///
    /// # Errors
    /// A fault of the store; what was done before it stays done.
    pub async fn bulk_assign(
        &self,
        officer: &Officer,
        cases: &[BulkCase],
        to: Option<&str>,
    ) -> Result<Vec<BulkRow>, AppError> {
        self.each(officer, cases, Act::Assign(to)).await
    }

    /// Takes back what was prepared for each of some cases, as long as its time to undo runs.
    ///
    /// # Errors
    /// A fault of the store; what was done before it stays done.
    pub async fn bulk_undo(&self, officer: &Officer, cases: &[BulkCase]) -> Result<Vec<BulkRow>, AppError> {
        self.each(officer, cases, Act::Undo).await
    }

    async fn each(
        &self,
        officer: &Officer,
        cases: &[BulkCase],
        act: Act<'_>,
    ) -> Result<Vec<BulkRow>, AppError> {
        let mut rows = Vec::new();
        for one in within_limit(cases) {
            let Some(loaded) = self.of_desk(officer, one.id).await? else { continue };
            let is_changed = one.version.is_some_and(|version| version != loaded.case.version);
            let done = if is_changed {
                Err(Refusal::WrongStage { stage: "changed" }.into())
            } else {
                self.act(officer, one.id, &loaded, act).await
            };
            let outcome = outcome(done)?;
            let after = if outcome == BulkOutcome::Done { self.load(one.id).await? } else { loaded };
            rows.push(self.row_of(one.id, &after, outcome).await?);
        }
        Ok(rows)
    }

    async fn act(
        &self,
        officer: &Officer,
        id: CaseId,
        loaded: &Loaded,
        act: Act<'_>,
    ) -> Result<(), AppError> {
        match act {
            Act::Decide(form) => {
                let action = self.prepare_one(officer, loaded, form)?;
                self.execute(id, actor_of(officer), action, With::default()).await.map(drop)
            }
            Act::Assign(to) => self.assign(officer, id, to).await,
            Act::Undo => self.undo_decision(officer, id).await,
        }
    }

    /// A case of this officer's desk; nothing for any other.
    async fn of_desk(&self, officer: &Officer, id: CaseId) -> Result<Option<Loaded>, AppError> {
        match self.desk_case(officer, id).await {
            Ok(loaded) => Ok(Some(loaded)),
            Err(AppError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The officer's open task that offers the choice, and what is asked of it.
    fn prepare_one(
        &self,
        officer: &Officer,
        loaded: &Loaded,
        form: &DecisionForm,
    ) -> Result<Action, AppError> {
        let choice = Choice::find(&form.choice)
            .filter(|choice| matches!(choice, Choice::Approve | Choice::Refuse))
            .ok_or(Refusal::ChoiceNotOffered { choice: "" })?;
        let tasks = self.tasks_for(officer, &loaded.service, &loaded.case);
        let open = tasks.iter().find(|task| task.is_mine && task.spec.outcomes.contains(&choice));
        let open = open.ok_or(Refusal::ChoiceNotOffered { choice: choice.word() })?;
        // What only a look at the single case can find out is not filled in for many.
        let unknown = open.spec.asks.iter().find(|path| {
            let is_optional = loaded.service.concepts.get(path).is_some_and(|concept| concept.optional);
            !is_optional && loaded.case.facts.get(*path).and_then(|fact| fact.value()).is_none()
        });
        if let Some(path) = unknown {
            return Err(Refusal::AnswersMissing { paths: vec![path.clone()] }.into());
        }
        Ok(Action::Prepare {
            task: open.task,
            choice,
            reasons: form.reasons.clone(),
            note: super::officer::note(form, loaded.case.language),
            sets: super::officer::Sets::new(),
        })
    }

    /// The service of some cases, where they all have the same version of the same one.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn service_of_all(&self, cases: &[CaseId]) -> Result<Option<Arc<Service>>, AppError> {
        let mut common: Option<Arc<Service>> = None;
        for id in cases {
            let service = self.load(*id).await?.service;
            match &common {
                None => common = Some(service),
                Some(known) if known.behavior_hash == service.behavior_hash => {}
                Some(_) => return Ok(None),
            }
        }
        Ok(common)
    }

    async fn row_of(&self, id: CaseId, loaded: &Loaded, outcome: BulkOutcome) -> Result<BulkRow, AppError> {
        let (case, service) = (&loaded.case, &loaded.service);
        let eligible = case.evaluations.get(Decisions::ELIGIBLE);
        let rules = match reasons_of_rules(service, case, self.now()).len() {
            _ if eligible.is_some_and(|eligible| eligible.value.is_unknown()) => RulesSay::Undetermined,
            0 => RulesSay::Nothing,
            count => RulesSay::Against(count),
        };
        Ok(BulkRow {
            id,
            number: case.number.to_string(),
            service: service.name.clone(),
            applicant: self.applicant_name(id).await?,
            version: case.version,
            rules,
            outcome,
        })
    }
}

fn within_limit(cases: &[BulkCase]) -> impl Iterator<Item = &BulkCase> {
    cases.iter().take(limits::PAGE_ROWS)
}

/// A refusal is the outcome of one case; a fault ends the whole.
fn outcome(done: Result<(), AppError>) -> Result<BulkOutcome, AppError> {
    match done {
        Ok(()) => Ok(BulkOutcome::Done),
        Err(AppError::Refused(refusal)) => Ok(BulkOutcome::Refused(refusal.text())),
        Err(AppError::NotFound) => Ok(BulkOutcome::Refused(Refusal::NotAllowed.text())),
        Err(error) => Err(error),
    }
}
