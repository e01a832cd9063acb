//! The compiled service: what a pack says, with every name resolved and every expression parsed.

mod concept;
mod evidence;
mod form;
mod process;
mod register;
mod running;
mod scenario;
mod service;
mod texts;

pub use concept::{About, Choice, Concept, Concepts, From, Gender, Group, Kind, Many};
pub use evidence::{EvidenceType, Media};
pub use form::{Form, Page, Question, Section, What};
pub use process::{CaseOutcome, Operation, Outcome, TaskForm, TaskSpec, Wait, WaitFor};
pub use register::{Register, RegisterField, RegisterKey};
pub use running::{CaseAction, Clock, Rung, RungAt, RungOf, StopFor, StopRight, Tell, Transition};
pub use scenario::{
    Correction, Expect, ExpectedEligibility, Payment, RawAnswer, RegisterAnswer, Scenario, ScenarioStatus,
    Step,
};
pub use service::{
    Appeal, Channel, Cost, Decisions, Keywords, LegalForm, LegalResource, Mandate, MandateKind, Output,
    Promise, Reason, Retention, RetentionFrom, Role, Service, Silence, Waits, WhileDisputed,
};
pub use texts::{MessageTemplate, Trigger};

use crate::problem::Spot;

/// An expression in FEEL with its text and the place where it is written.
#[derive(Clone, Debug)]
pub struct Formula {
    /// The text as the author wrote it.
    pub text: String,
    /// The parsed expression.
    pub expression: afaq_feel::Expression,
    /// Where the text begins.
    pub spot: Spot,
}

impl Formula {
    /// The paths that the expression reads, written with dots, sorted and each once.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.expression.paths().into_iter().map(|path| path.join(".")).collect();
        paths.sort();
        paths.dedup();
        paths
    }
}
