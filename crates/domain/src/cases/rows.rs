//! What lists show of a case: made from the state alone, written in the same transaction.

use afaq_base::{CaseNumber, Date, PartyId, Timestamp};
use afaq_pack::Service;

use super::state::{Case, Stage};

/// A case in a list. It holds no personal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// The number that people read out.
    pub number: CaseNumber,
    /// The public service.
    pub service: String,
    /// The behavior it is pinned to.
    pub behavior: String,
    /// The body in charge.
    pub body: String,
    /// The unit in charge.
    pub unit: String,
    /// Whose case it is.
    pub applicant: PartyId,
    /// Who filed it for them.
    pub representative: Option<PartyId>,
    /// Where it stands.
    pub stage: &'static str,
    /// Who has it.
    pub assignee: Option<String>,
    /// When it came in.
    pub opened_at: Timestamp,
    /// When the next task should be done.
    pub due_at: Option<Timestamp>,
    /// The date promised.
    pub promised_on: Date,
    /// Since when it waits for the applicant.
    pub waiting_since: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// The number of events.
    pub version: u64,
}

/// An open task in a worklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// Its number in the case.
    pub task: u64,
    /// The element of the process.
    pub element: String,
    /// The role that does it.
    pub role: String,
    /// The body that does it.
    pub body: String,
    /// The unit that does it.
    pub unit: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it should be done.
    pub due_at: Timestamp,
}

/// The row of a case.
pub fn case_row(case: &Case) -> CaseRow {
    let stage = case.stage();
    CaseRow {
        number: case.number,
        service: case.service.as_str().to_string(),
        behavior: case.behavior.clone(),
        body: case.body.clone(),
        unit: case.unit.clone(),
        applicant: case.applicant,
        representative: case.mandate.as_ref().map(|mandate| mandate.representative),
        stage: stage.code(),
        assignee: case.assignee.clone(),
        opened_at: case.opened_at,
        due_at: case.due.values().map(|due| due.due_at).min(),
        promised_on: case.promised_on,
        waiting_since: if stage == Stage::WaitingForApplicant { case.stopped_since } else { None },
        closed_at: case.closed.as_ref().map(|closed| closed.at),
        version: case.version,
    }
}

/// The rows of a case's open tasks.
pub fn task_rows(service: &Service, case: &Case) -> Vec<TaskRow> {
    let mut rows = Vec::new();
    for (task, element) in case.open_tasks() {
        let (Some(spec), Some(due)) = (service.tasks.get(element), case.due.get(&task)) else {
            continue;
        };
        let is_own = spec.body.as_str() == case.body;
        // A transfer moves the body's own tasks with the case.
        let unit = case
            .transferred_to
            .clone()
            .filter(|_| is_own)
            .or_else(|| service.find_role(&spec.role).and_then(|role| role.unit.clone()))
            .unwrap_or_else(|| case.unit.clone());
        rows.push(TaskRow {
            task,
            element: element.to_string(),
            role: spec.role.clone(),
            body: spec.body.as_str().to_string(),
            unit,
            opened_at: due.opened_at,
            due_at: due.due_at,
        });
    }
    rows
}
