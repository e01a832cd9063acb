//! Cases: from a draft's submission to an issued document, with evidence, fees and messages.
//!
//! [`decide`] judges a command and gives events, [`Case::apply`] takes them in, [`jobs`] names
//! what must happen outside, [`case_row`] and [`task_rows`] what is shown. One click is one list of events.

mod applicant;
mod apply;
mod command;
mod decide;
mod drive;
mod event;
mod facts;
mod fees;
pub mod intake;
mod jobs;
mod kinds;
mod messages;
mod officer;
mod outputs;
mod reasons;
mod retention;
mod rows;
mod silence;
mod state;
mod submit;
#[cfg(test)]
mod tests;
mod work;

pub use command::{Action, Command, Submit};
pub use decide::{Env, decide};
pub use event::{
    CaseEvent, CaseOutcome, Choice, Event, EvidenceFile, Facts, LawNamed, Prepared, Reading, ReadingOutcome,
    ReasonGiven, Submitted,
};
pub use facts::{context, evidence_path, feel_env, seen};
pub use jobs::{DueJob, Job, jobs};
pub use reasons::{reason, reasons_of_rules};
pub use retention::delete_after;
pub use rows::{CaseRow, TaskRow, case_row, task_rows};
pub use state::{Asked, Case, Closed, Fee, IssuedOutput, Remains, SilenceTaken, Stage, Surplus, TaskDue};
