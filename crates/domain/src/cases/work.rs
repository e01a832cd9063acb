//! One command's work: a copy of the case that takes each event in as it is made.

use std::sync::Arc;

use afaq_base::Timestamp;
use afaq_bpmn::Input;
use afaq_feel::Context;
use afaq_pack::{TaskSpec, WaitFor};

use super::command::Command;
use super::decide::Env;
use super::event::{CaseEvent, Event, Facts, Reading};
use super::facts::{context, feel_env};
use super::state::{Case, Stage};
use super::submit;
use crate::parties::Actor;
use crate::{Refusal, limits};

/// The case under a command, with the events made so far.
pub(super) struct Work<'a> {
    pub env: &'a Env<'a>,
    pub command: &'a Command,
    pub case: Case,
    pub events: Vec<CaseEvent>,
    used: usize,
    /// The applicant has just answered: the wait ends in a moment, and does not stop the clock again.
    pub is_answered: bool,
    /// The facts as rules see them, made once and again after they changed.
    known: Option<Arc<Context>>,
}

impl<'a> Work<'a> {
    pub fn new(case: Case, command: &'a Command, env: &'a Env<'a>) -> Self {
        Self { env, command, case, events: Vec::new(), used: 0, is_answered: false, known: None }
    }

    /// The moment of the command.
    pub fn now(&self) -> Timestamp {
        self.command.at
    }

    /// Records a fact by the one who gave the command.
    pub fn emit(&mut self, what: Event) {
        self.emit_by(self.command.by.clone(), what);
    }

    /// Records a fact that the rules made.
    pub fn emit_by(&mut self, by: Actor, what: Event) {
        let event = CaseEvent { at: self.command.at, by, what };
        self.case.apply(self.env.service, &event);
        if matches!(
            event.what,
            Event::FactsRead { .. } | Event::FactCorrected { .. } | Event::Answered { .. }
        ) {
            self.known = None;
        }
        self.events.push(event);
    }

    /// The facts as rules see them now.
    pub fn known(&mut self) -> Arc<Context> {
        if let Some(known) = &self.known {
            return known.clone();
        }
        let made = Arc::new(context(self.env.service, &self.case.facts, &self.case.evidence, self.now()));
        self.known = Some(made.clone());
        made
    }

    pub fn finish(self) -> (Vec<CaseEvent>, Case) {
        (self.events, self.case)
    }

    /// Bytes for one new identifier, out of those that came with the command.
    pub fn fresh(&mut self) -> Result<[u8; 16], Refusal> {
        let bytes = self.command.entropy.get(self.used).copied();
        self.used += 1;
        bytes.ok_or(Refusal::OverLimit { what: "identifiers", max: self.command.entropy.len() })
    }

    pub fn wrong_stage(&self) -> Refusal {
        Refusal::WrongStage { stage: self.case.stage().code() }
    }

    /// The case must not have ended.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        match self.case.stage() {
            Stage::Closed(_) => Err(self.wrong_stage()),
            _ => Ok(()),
        }
    }

    /// The actor must stand on the people's side.
    pub fn must_be_person(&self) -> Result<(), Refusal> {
        if self.command.by.is_person() { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// The actor must be an officer of the body in charge, or of the task's body; gives the account.
    pub fn must_be_officer(&self, task: Option<&TaskSpec>) -> Result<&'a str, Refusal> {
        match &self.command.by {
            Actor::Officer { id, body } => {
                let is_of_task = task.is_some_and(|task| task.body.as_str() == body);
                let is_of_case = task.is_none() && &self.case.body == body;
                if is_of_task || is_of_case { Ok(id) } else { Err(Refusal::NotAllowed) }
            }
            Actor::Applicant
            | Actor::Representative { .. }
            | Actor::Rules
            | Actor::Clock
            | Actor::System { .. }
            | Actor::Gateway => Err(Refusal::NotAllowed),
        }
    }

    /// What the pack says of an open task.
    pub fn open_task(&self, task: u64) -> Result<&'a TaskSpec, Refusal> {
        let open = self.case.open_tasks().find(|(number, _)| *number == task);
        let (_, element) = open.ok_or(Refusal::TaskNotOpen { task })?;
        self.env.service.tasks.get(element).ok_or(Refusal::TaskNotOpen { task })
    }

    /// A text that somebody wrote must not be empty (where it is needed) or too long.
    pub fn check_text(text: &str, is_needed: bool) -> Result<(), Refusal> {
        let is_empty = text.trim().is_empty();
        if (is_needed && is_empty) || text.chars().count() > limits::TEXT_CHARS_MAX {
            return Err(Refusal::TextLength { max: limits::TEXT_CHARS_MAX });
        }
        Ok(())
    }

    /// A timer of the process is due. One that is gone already changes nothing, and neither does one that
    /// was moved further away: its later time has a plan of its own.
    pub fn fire(&mut self, timer: u64, planned_ms: Option<i64>) -> Result<(), Refusal> {
        let Some(armed) = self.case.process.timers.get(&timer) else {
            return Ok(());
        };
        if armed.due_ms > self.now().as_millisecond() {
            if planned_ms.is_some_and(|planned| planned < armed.due_ms) {
                return Ok(());
            }
            return Err(Refusal::WrongStage { stage: self.case.stage().code() });
        }
        self.drive(Input::FireTimer { timer })
    }

    /// Registers were read again: the facts are taken in and the waiting job goes on.
    /// Those that come after the end change nothing.
    pub fn take_readings(&mut self, facts: &Facts, readings: &[Reading]) -> Result<(), Refusal> {
        if self.case.closed.is_some() {
            return Ok(());
        }
        for (path, fact) in facts {
            submit::check_fact(self.env.service, path, fact)?;
            if !matches!(fact.source(), afaq_base::Source::Register(_)) {
                return Err(Refusal::NotSettable { path: path.clone() });
            }
        }
        self.emit(Event::FactsRead { facts: facts.clone(), readings: readings.to_vec() });
        match self.case.reading_job(self.env.service) {
            Some(job) => self.drive(Input::CompleteJob { job, outputs: Context::new() }),
            None => Ok(()),
        }
    }

    /// The name of the message for which the process waits.
    pub fn waiting_message(&self) -> Option<String> {
        let service = self.env.service;
        self.case
            .process
            .subscriptions
            .values()
            .find(|waiting| {
                service
                    .message_waits
                    .get(&*waiting.element)
                    .is_some_and(|wait| wait.from == WaitFor::Applicant)
            })
            .map(|waiting| waiting.name.to_string())
    }

    /// After a correction: decisions that were made already are made again, and the process sees their results.
    pub fn evaluate_again(&mut self) -> Result<(), Refusal> {
        if self.case.process.tokens.is_empty() {
            return Ok(());
        }
        let service = self.env.service;
        let known = self.known();
        let mut variables = Context::new();
        for decision in self.case.evaluations.keys().cloned().collect::<Vec<_>>() {
            let evaluation = service
                .decisions
                .compiled
                .evaluate(&decision, &known, &feel_env(self.now()))
                .map_err(|error| Refusal::Process { reason: error.to_string() })?;
            if self.case.evaluations.get(&decision).is_some_and(|before| before.value == evaluation.value) {
                continue;
            }
            variables.set(decision.as_str(), evaluation.value.clone());
            self.emit_by(Actor::Rules, Event::Evaluated { decision, evaluation: Box::new(evaluation) });
        }
        if variables.is_empty() { Ok(()) } else { self.drive(Input::SetVariables { variables }) }
    }

    /// Ends the process from outside.
    pub fn cancel_process(&mut self) -> Result<(), Refusal> {
        self.drive(Input::Cancel)
    }
}
