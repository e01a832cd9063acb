//! Moves the process and answers its moves: fees, documents, messages, the clock, the end.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{DocumentId, Timestamp};
use afaq_bpmn::{Event as Move, Input, TimerDefinition};
use afaq_dmn::Evaluation;
use afaq_feel::{Context, Value};
use afaq_pack::{CaseOutcome, Operation, Service, StopFor, Trigger, WaitFor};

use super::event::Event;
use super::facts::feel_env;
use super::fees::FeeAsked;
use super::reasons;
use super::work::Work;
use crate::parties::Actor;
use crate::{Refusal, limits};

impl Work<'_> {
    /// Gives the process one input, and goes on until it waits for somebody.
    pub fn drive(&mut self, input: Input) -> Result<(), Refusal> {
        let mut inputs = VecDeque::from([input]);
        let mut count = 0;
        while let Some(input) = inputs.pop_front() {
            count += 1;
            if count > limits::FOLLOW_UPS_MAX {
                return Err(Refusal::OverLimit { what: "steps", max: limits::FOLLOW_UPS_MAX });
            }
            let moves = self.move_process(&input)?;
            for one in &moves {
                self.answer_move(one, &mut inputs)?;
            }
            if self.case.closed.is_some() {
                break;
            }
        }
        self.tidy()
    }

    /// What must hold after every step: an outcome ends everything, and the clock stands still only
    /// as long as the process waits for the applicant.
    fn tidy(&mut self) -> Result<(), Refusal> {
        if self.case.process.tokens.is_empty() {
            return Ok(());
        }
        if self.case.closed.is_some() {
            self.move_process(&Input::Cancel)?;
            return Ok(());
        }
        self.settle_clock()
    }

    fn move_process(&mut self, input: &Input) -> Result<Vec<Move>, Refusal> {
        let service = self.env.service;
        let mut surroundings = Surroundings {
            service,
            calendar: self.env.calendar,
            now: self.now(),
            facts: self.known(),
            evaluations: Vec::new(),
        };
        let moves = afaq_bpmn::decide(&service.process, &self.case.process, input, &mut surroundings)
            .map_err(|refusal| Refusal::Process { reason: refusal.to_string() })?;
        let evaluations = surroundings.evaluations;
        for (decision, evaluation) in evaluations {
            let is_unknown = matches!(evaluation.value, Value::Unknown(_));
            let is_eligibility = decision == afaq_pack::Decisions::ELIGIBLE;
            self.emit_by(Actor::Rules, Event::Evaluated { decision, evaluation: Box::new(evaluation) });
            if is_unknown && is_eligibility {
                self.tell(Trigger::Undetermined);
            }
        }
        let due = self.due_times(&moves)?;
        let has_tasks = !due.is_empty();
        self.emit_by(Actor::Rules, Event::Progressed { moves: moves.clone(), due });
        if has_tasks {
            self.plan_rungs()?;
        }
        Ok(moves)
    }

    /// The moment at which each newly opened task should be done, by the pack's target.
    fn due_times(&self, moves: &[Move]) -> Result<BTreeMap<u64, Timestamp>, Refusal> {
        let mut due = BTreeMap::new();
        for one in moves {
            if let Move::TaskOpened { task, element, .. } = one
                && let Some(spec) = self.env.service.tasks.get(&**element)
            {
                let at = self
                    .env
                    .calendar
                    .deadline(self.now(), spec.target)
                    .map_err(|error| Refusal::Process { reason: error.to_string() })?;
                due.insert(*task, at);
            }
        }
        Ok(due)
    }

    fn answer_move(&mut self, one: &Move, inputs: &mut VecDeque<Input>) -> Result<(), Refusal> {
        let service = self.env.service;
        match one {
            Move::JobRequested { job, element, .. } => {
                let is_done = match service.operations.get(&**element) {
                    Some(Operation::CollectFee) => match self.ask_fee(*job)? {
                        FeeAsked::Nothing => true,
                        FeeAsked::Due => false,
                        // An officer mends the fact that is missing; nobody pays a guessed fee.
                        FeeAsked::Unknown { reason } => {
                            inputs.push_back(Input::FailJob { job: *job, reason });
                            false
                        }
                    },
                    Some(Operation::Issue { output }) => {
                        let document = DocumentId::from_bytes(self.fresh()?);
                        // An identifier in its written form is a good code: 128 bits in letters that can be read out.
                        let code = DocumentId::from_bytes(self.fresh()?).to_string();
                        let output = output.clone();
                        self.emit_by(
                            Actor::Rules,
                            Event::OutputRequested { output, document, code, job: *job },
                        );
                        false
                    }
                    Some(Operation::Notify { message }) => {
                        self.tell_message(message);
                        true
                    }
                    Some(Operation::ReadRegisters) => false,
                    None => return Err(Refusal::Process { reason: format!("`{element}` has no operation") }),
                };
                if is_done {
                    inputs.push_back(Input::CompleteJob { job: *job, outputs: Context::new() });
                }
            }
            Move::MessageAwaited { element, .. }
                if service
                    .message_waits
                    .get(&**element)
                    .is_some_and(|wait| wait.from == WaitFor::Applicant)
                    && self.case.stopped_since.is_none() =>
            {
                self.stop_clock(StopFor::Applicant, "");
            }
            Move::Ended { element, .. } => {
                if let Some(outcome) = service.ends.get(&**element)
                    && self.case.closed.is_none()
                {
                    self.close(*outcome);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends the case and tells the person how.
    pub fn close(&mut self, outcome: CaseOutcome) {
        let reasons = match outcome {
            CaseOutcome::Refused if self.case.reasons.is_empty() => {
                let known = self.known();
                reasons::known_reasons(self.env.service, &self.case, &known, self.now())
            }
            CaseOutcome::Refused => self.case.reasons.clone(),
            CaseOutcome::Approved | CaseOutcome::Expired | CaseOutcome::Withdrawn => Vec::new(),
        };
        self.emit_by(Actor::Rules, Event::Closed { outcome, reasons });
        self.tell(match outcome {
            CaseOutcome::Approved => Trigger::Approved,
            CaseOutcome::Refused => Trigger::Refused,
            CaseOutcome::Expired => Trigger::Expired,
            CaseOutcome::Withdrawn => Trigger::Withdrawn,
        });
    }
}

/// Kuwait's time is three hours east of Greenwich all year.
const KUWAIT_MINUTES: i16 = 180;

/// What the process may ask while it moves: expressions, decisions, times.
struct Surroundings<'a> {
    service: &'a Service,
    calendar: &'a WorkingCalendar,
    now: Timestamp,
    facts: Arc<Context>,
    evaluations: Vec<(String, Evaluation)>,
}

impl Surroundings<'_> {
    fn with(&self, variables: &Context) -> Context {
        let mut all = Context::clone(&self.facts);
        for (name, value) in variables.iter() {
            all.set(name.clone(), value.clone());
        }
        all
    }
}

impl afaq_bpmn::Env for Surroundings<'_> {
    fn now_ms(&self) -> i64 {
        self.now.as_millisecond()
    }

    fn evaluate(&mut self, expression: &afaq_feel::Expression, variables: &Context) -> Result<Value, String> {
        expression
            .evaluate(&self.with(variables), &feel_env(self.now))
            .map(|evaluated| evaluated.value)
            .map_err(|error| error.to_string())
    }

    fn decide(&mut self, decision_ref: &str, variables: &Context) -> Result<Value, String> {
        let evaluation = self
            .service
            .decisions
            .compiled
            .evaluate(decision_ref, &self.with(variables), &feel_env(self.now))
            .map_err(|error| error.to_string())?;
        let value = evaluation.value.clone();
        self.evaluations.push((decision_ref.to_string(), evaluation));
        Ok(value)
    }

    fn due_ms(&mut self, timer: &TimerDefinition, from_ms: i64, variables: &Context) -> Result<i64, String> {
        let from = Timestamp::from_millisecond(from_ms).map_err(|error| error.to_string())?;
        if !timer.is_working_time {
            let facts = self.with(variables);
            return afaq_bpmn::FeelEnv::new(from_ms)
                .with_offset_minutes(KUWAIT_MINUTES)
                .due_ms(timer, from_ms, &facts);
        }
        let text = afaq_bpmn::timer_text(self, timer, variables)?;
        let span = working_span(&text)?;
        self.calendar.deadline(from, span).map(|due| due.as_millisecond()).map_err(|error| error.to_string())
    }
}

/// A length of working time, as a timer has it: `P5D` is five working days, `PT8H` eight working hours.
fn working_span(text: &str) -> Result<afaq_base::Span, String> {
    let span = afaq_base::Span::parse(text).map_err(|error| error.to_string())?;
    span.working().ok_or_else(|| format!("`{text}` cannot be counted in working time"))
}
