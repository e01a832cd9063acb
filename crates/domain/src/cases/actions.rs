//! Optional actions: what an officer may do in a case beside its drawn path, with a task of its own.

use std::collections::BTreeMap;

use afaq_base::{Text, Timestamp};
use afaq_feel::{Context, Value};
use afaq_pack::{CaseAction, Service};
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::facts::{context, feel_env};
use super::state::Case;
use super::work::Work;
use crate::{Refusal, limits};

/// Numbers of such tasks begin here: those of the process never reach it.
pub const TASKS_FROM: u64 = 1_000_000_000;

/// The optional actions of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// The open tasks, by their numbers.
    pub open: BTreeMap<u64, ExtraTask>,
    /// How often each action was begun.
    pub begun: BTreeMap<String, usize>,
}

/// An open task beside the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraTask {
    /// The id of the action.
    pub action: String,
    /// Its element, by which the pack finds the task.
    pub element: String,
}

impl Case {
    /// All open tasks with their elements: those of the process, then those of optional actions.
    pub fn open_tasks(&self) -> impl Iterator<Item = (u64, &str)> {
        let drawn = self.process.tasks.iter().map(|(task, open)| (*task, &*open.element));
        drawn.chain(self.extra.open.iter().map(|(task, open)| (*task, open.element.as_str())))
    }
}

/// The actions that can be begun in a case now.
pub fn offered<'s>(service: &'s Service, case: &Case, now: Timestamp) -> Vec<&'s CaseAction> {
    if service.actions.is_empty() || case.closed.is_some() {
        return Vec::new();
    }
    let mut known = context(service, &case.facts, &case.evidence, now);
    for (decision, evaluation) in &case.evaluations {
        known.set(decision.as_str(), evaluation.value.clone());
    }
    service.actions.iter().filter(|action| is_offered(action, case, &known, now)).collect()
}

fn is_offered(action: &CaseAction, case: &Case, known: &Context, now: Timestamp) -> bool {
    let is_open = case.extra.open.values().any(|open| open.action == action.id);
    let begun = case.extra.begun.get(&action.id).copied().unwrap_or_default();
    let all: usize = case.extra.begun.values().sum();
    let is_left = if action.repeats { !is_open } else { begun == 0 };
    // What is not known is no reason to offer something.
    let holds = action.when.as_ref().is_none_or(|when| {
        let value = when.expression.evaluate(known, &feel_env(now)).map(|evaluated| evaluated.value);
        matches!(value, Ok(Value::Boolean(true)))
    });
    is_left && all < limits::ACTIONS_MAX && holds
}

/// An officer begins an optional action.
pub(super) fn begin(work: &mut Work<'_>, id: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    work.must_be_open()?;
    if work.case.prepared.is_some() {
        return Err(work.wrong_stage());
    }
    let offered = offered(work.env.service, &work.case, work.now());
    let action = offered.into_iter().find(|action| action.id == id).ok_or(Refusal::NotAllowed)?;
    let all: usize = work.case.extra.begun.values().sum();
    let task = TASKS_FROM + all as u64;
    let due_at = super::officer::add(work, action.task.target)?;
    work.emit(Event::ActionBegun { action: id.to_string(), task, due_at });
    work.plan_rungs()
}

/// The task of an optional action is done.
pub(super) fn done(work: &mut Work<'_>, task: u64, text: &Text) -> Result<(), Refusal> {
    let Some(open) = work.case.extra.open.get(&task).cloned() else {
        return Err(Refusal::TaskNotOpen { task });
    };
    let text = text.get(work.case.language).to_string();
    Work::check_text(&text, false)?;
    work.emit(Event::ActionDone { action: open.action, task, text });
    Ok(())
}
