//! Cases: from a draft's submission to an issued document, with evidence, fees and messages.
//!
//! [`decide`] judges a command and gives events, [`Case::apply`] takes them in, [`jobs`] names
//! what must happen outside, [`case_row`] and [`task_rows`] what is shown. One click is one list of events.

mod actions;
mod applicant;
mod apply;
mod clock;
mod command;
mod decide;
mod drive;
mod event;
mod event_parts;
mod facts;
mod fees;
mod inbound;
pub mod intake;
mod intervene;
mod jobs;
mod kinds;
mod ledger;
mod messages;
mod migrate;
mod notes;
mod officer;
mod outputs;
mod reasons;
mod retention;
mod rows;
mod signing;
mod silence;
mod state;
mod submit;
#[cfg(test)]
mod tests;
mod whereabouts;
mod work;

pub use actions::{Extra, ExtraTask, offered};
pub use clock::{Climbed, ClockState, MovedBy, PlannedRung, PromiseMoved, Stop};
pub use command::{Action, Command, Submit};
pub use decide::{Env, decide};
pub use event::{
    CaseEvent, CaseOutcome, Choice, Event, EvidenceFile, Facts, Finding, Helped, LawNamed, Prepared, Reading,
    ReadingOutcome, ReasonGiven, Submitted,
};
pub use facts::{context, evidence_path, feel_env, seen};
pub use inbound::Inbound;
pub use intervene::Intervention;
pub use jobs::{DueJob, Job, jobs};
pub use ledger::{Budget, Ledger, ledger};
pub use migrate::{Fate, Passage, fate, law_date, plan_passage};
pub use reasons::{reason, reasons_of_rules};
pub use retention::delete_after;
pub use rows::{CaseRow, TaskRow, case_row, task_rows};
pub use state::{
    Asked, Case, Closed, Fee, IssuedOutput, Remains, Review, SilenceTaken, Stage, Surplus, TaskDue,
};
pub use whereabouts::{PathStage, StageKind, StageState, path};
