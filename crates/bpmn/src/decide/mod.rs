//! Judges one input: the same process, instance, input and surroundings give the same events.
//!
//! The order of work: an input is checked, then its own token moves, then all tokens move in the
//! order in which they were put on flows, until each one waits or is gone; only then are inclusive
//! joins tested, in the order of scope and element, one at a time.

mod activity;
mod cancel;
mod choose;
mod errors;
mod join;
mod refusal;
mod walk;

use std::collections::{BTreeMap, VecDeque};

use afaq_feel::Context;

pub use refusal::Refusal;

use crate::env::Env;
use crate::event::Event;
use crate::instance::{Instance, Phase, Place, Status};
use crate::limits;
use crate::process::{NodeKind, ProcessDefinition};

/// What may happen to an instance from outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Begin.
    Start {
        /// The first variables.
        variables: Context,
    },
    /// A person did a user task.
    CompleteTask {
        /// The task's number.
        task: u64,
        /// What is merged into the variables.
        outputs: Context,
    },
    /// A job was done.
    CompleteJob {
        /// The job's number.
        job: u64,
        /// What is merged into the variables.
        outputs: Context,
    },
    /// A job failed for good: its token is parked as an incident.
    FailJob {
        /// The job's number.
        job: u64,
        /// Why.
        reason: String,
    },
    /// A job found a BPMN error that the process may catch.
    ThrowError {
        /// The job's number.
        job: u64,
        /// The error code.
        code: String,
    },
    /// A timer is due.
    FireTimer {
        /// The timer's number.
        timer: u64,
    },
    /// A message came. The one who waited longest gets it.
    Deliver {
        /// The name of the message.
        message: String,
        /// What is merged into the variables.
        payload: Context,
    },
    /// Variables are corrected from outside.
    SetVariables {
        /// What is merged into the variables.
        variables: Context,
    },
    /// Stop everything.
    Cancel,
    /// Try again what raised an incident.
    Retry {
        /// The incident's number.
        incident: u64,
    },
}

/// Judges one input. A [`Refusal`] means that nothing has happened.
///
/// # Errors
///
/// The input does not fit the instance: nothing of that number waits, it is too early, it is over.
pub fn decide(
    process: &ProcessDefinition,
    instance: &Instance,
    input: &Input,
    env: &mut dyn Env,
) -> Result<Vec<Event>, Refusal> {
    match (&instance.status, input) {
        (Status::New, Input::Start { .. }) | (Status::Running, _) => {}
        (Status::New, _) => return Err(Refusal::NotStarted),
        (Status::Ended { .. } | Status::Canceled, _) => return Err(Refusal::Over),
    }
    if let Some(element) = foreign_element(process, instance) {
        return Err(Refusal::OtherDefinition { element });
    }
    let mut run = Run {
        process,
        work: instance.clone(),
        events: Vec::new(),
        env,
        queue: VecDeque::new(),
        steps: 0,
        join_visits: 0,
        joins: BTreeMap::new(),
    };
    run.input(input)?;
    run.settle();
    Ok(run.events)
}

/// An element of the instance that the process does not have.
fn foreign_element(process: &ProcessDefinition, instance: &Instance) -> Option<String> {
    instance.tokens.values().find_map(|token| match &token.place {
        Place::Element(id) => process.find_index(id).is_none().then(|| id.to_string()),
        Place::Flow(id) => process.find_flow_index(id).is_none().then(|| id.to_string()),
    })
}

/// The work on one input.
pub(crate) struct Run<'a> {
    process: &'a ProcessDefinition,
    work: Instance,
    events: Vec<Event>,
    env: &'a mut dyn Env,
    queue: VecDeque<u64>,
    steps: u64,
    join_visits: u64,
    /// Tokens that wait before parallel joins: by scope and flow.
    joins: BTreeMap<(u64, usize), VecDeque<u64>>,
}

/// Why a token cannot go on.
pub(crate) struct Fault {
    pub(crate) reason: String,
    pub(crate) facts: Vec<String>,
}

impl Fault {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), facts: Vec::new() }
    }
}

impl Run<'_> {
    pub(crate) fn emit(&mut self, event: Event) {
        self.work.apply(self.process, &event);
        self.events.push(event);
    }

    pub(crate) fn number(&mut self) -> u64 {
        let number = self.work.next_number.max(1);
        self.work.next_number = number.saturating_add(1);
        number
    }

    /// The node at which a token is.
    pub(crate) fn node_of(&self, token: u64) -> Option<usize> {
        match &self.work.tokens.get(&token)?.place {
            Place::Element(id) => self.process.find_index(id),
            Place::Flow(_) => None,
        }
    }

    pub(crate) fn raise(&mut self, token: u64, node: usize, phase: Phase, fault: Fault) {
        let incident = self.number();
        let reason = fault.reason.chars().take(limits::REASON_CHARACTERS_MAX).collect();
        let element = self.process.node(node).base.id.clone();
        self.emit(Event::IncidentRaised { incident, element, token, phase, reason, facts: fault.facts });
    }

    fn input(&mut self, input: &Input) -> Result<(), Refusal> {
        match input {
            Input::Start { variables } => {
                if self.work.status != Status::New {
                    return Err(Refusal::AlreadyStarted);
                }
                let scope = self.number();
                self.emit(Event::Started { scope, variables: variables.clone() });
                self.enter(self.process.start, scope, Vec::new());
            }
            Input::CompleteTask { task, outputs } => {
                let open = self.work.tasks.get(task).cloned().ok_or(Refusal::NoSuchTask { task: *task })?;
                let (task, outputs) = (*task, outputs.clone());
                self.emit(Event::TaskCompleted { task, element: open.element, outputs });
                self.finish(open.token);
            }
            Input::CompleteJob { job, outputs } => {
                let open = self.work.jobs.get(job).cloned().ok_or(Refusal::NoSuchJob { job: *job })?;
                self.emit(Event::JobCompleted { job: *job, element: open.element, outputs: outputs.clone() });
                self.finish(open.token);
            }
            Input::FailJob { job, reason } => {
                let open = self.work.jobs.get(job).cloned().ok_or(Refusal::NoSuchJob { job: *job })?;
                let reason: String = reason.chars().take(limits::REASON_CHARACTERS_MAX).collect();
                self.emit(Event::JobFailed { job: *job, element: open.element, reason: reason.clone() });
                if let Some(node) = self.node_of(open.token) {
                    self.raise(open.token, node, Phase::Job, Fault::new(reason));
                }
            }
            Input::ThrowError { job, code } => {
                let open = self.work.jobs.get(job).cloned().ok_or(Refusal::NoSuchJob { job: *job })?;
                self.error_from_job(*job, &open, code);
            }
            Input::FireTimer { timer } => {
                let open = self.work.timers.get(timer).cloned();
                let open = open.ok_or(Refusal::NoSuchTimer { timer: *timer })?;
                let now_ms = self.env.now_ms();
                if now_ms < open.due_ms {
                    return Err(Refusal::NotDue { due_ms: open.due_ms, now_ms });
                }
                self.emit(Event::TimerFired { timer: *timer, element: open.element.clone() });
                self.triggered(&open.element, open.token, Some(&open));
            }
            Input::Deliver { message, payload } => {
                let waiting = self.work.subscriptions.iter().find(|(_, open)| open.name == *message);
                let Some((&subscription, open)) = waiting else {
                    return Err(Refusal::NobodyAwaits { message: message.clone() });
                };
                let open = open.clone();
                self.emit(Event::MessageReceived {
                    subscription,
                    element: open.element.clone(),
                    name: open.name,
                    payload: payload.clone(),
                });
                self.triggered(&open.element, open.token, None);
            }
            Input::SetVariables { variables } => {
                self.emit(Event::VariablesSet { element: None, variables: variables.clone() });
            }
            Input::Cancel => {
                self.cancel_all();
                self.emit(Event::Canceled);
            }
            Input::Retry { incident } => self.retry(*incident)?,
        }
        Ok(())
    }

    fn retry(&mut self, incident: u64) -> Result<(), Refusal> {
        let found = self.work.incidents.get(&incident).cloned();
        let found = found.ok_or(Refusal::NoSuchIncident { incident })?;
        self.emit(Event::IncidentResolved { incident, element: found.element });
        match (found.phase, self.node_of(found.token)) {
            (Phase::Budget, _) => self.queue_all(),
            (Phase::Work, Some(node)) => {
                self.detach(found.token);
                self.execute(found.token, node);
            }
            (Phase::Leave, Some(node)) => self.leave(found.token, node),
            (Phase::Job, Some(node)) => match &self.process.node(node).kind {
                NodeKind::Job(work) => self.request_job(found.token, node, work.clone()),
                NodeKind::End(crate::process::EndKind::Message { name }) => {
                    let work = crate::process::JobKind::Send { message: Some(name.clone()) };
                    self.request_job(found.token, node, work);
                }
                _ => self.execute(found.token, node),
            },
            (_, None) => {}
        }
        Ok(())
    }

    /// Puts every token that is on a flow to work again.
    fn queue_all(&mut self) {
        let on_flows = self.work.tokens.iter().filter(|(_, token)| matches!(token.place, Place::Flow(_)));
        self.queue = on_flows.map(|(number, _)| *number).collect();
        self.joins.clear();
    }
}
