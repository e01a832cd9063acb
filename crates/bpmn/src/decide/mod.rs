//! Judges one input: the same process, instance, input and surroundings give the same events.
//!
//! The order of work stands in the crate's documentation; [`Run::settle`] is that order.

mod activity;
mod adhoc;
mod cancel;
mod choose;
mod conditions;
mod data;
mod errors;
mod join;
mod messages;
mod officer;
mod orders;
mod refusal;
mod repeat;
mod scopes;
mod throwing;
mod undo;
mod walk;

use std::collections::{BTreeMap, VecDeque};

use afaq_feel::Context;

pub use messages::Message;
pub use orders::{Choices, Order};
pub use refusal::Refusal;

use crate::definitions::ElementId;
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
    /// Begin at a start event with a trigger, which has happened, or at another
    /// [`crate::Beginning`].
    StartAt {
        /// The event or receive task.
        element: ElementId,
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
    /// A message came that belongs to the one who waits for this key.
    Correlate {
        /// The name of the message.
        message: String,
        /// The key.
        key: String,
        /// What is merged into the variables.
        payload: Context,
    },
    /// A message came that may be too early, or come again: it is kept until somebody waits for it,
    /// and counts once.
    Message {
        /// The message.
        message: Message,
    },
    /// A signal was thrown elsewhere. All who wait for it get it.
    Signal {
        /// The name of the signal.
        name: String,
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
    /// Correct variables as they are seen where an incident is, and try again.
    Correct {
        /// The incident's number.
        incident: u64,
        /// What is merged into the variables.
        variables: Context,
    },
    /// Go on by the way that is drawn for an error, from where an incident is.
    Divert {
        /// The incident's number.
        incident: u64,
        /// The error code; none is caught only by what catches every error.
        code: Option<String>,
    },
    /// Go on behind an element that raised an incident, as if it had done its work.
    Skip {
        /// The incident's number.
        incident: u64,
        /// What is merged into the variables.
        outputs: Context,
    },
    /// Take a token from where it is, with all that hangs on it, to another element of its scope.
    MoveToken {
        /// The token's number.
        token: u64,
        /// The element.
        to: ElementId,
    },
    /// Do an activity of an ad-hoc sub-process, for the first time or once more.
    Activate {
        /// The scope of the sub-process.
        scope: u64,
        /// The activity.
        element: ElementId,
    },
    /// Move a running timer, because the calendar by which it was set has changed.
    MoveTimer {
        /// The timer's number.
        timer: u64,
        /// When it is due now, in Unix milliseconds.
        due_ms: i64,
    },
    /// Go on by this version of the process; the mapping gives the elements whose id is another.
    Migrate {
        /// From the old id to the new one.
        mapping: BTreeMap<ElementId, ElementId>,
    },
    /// One of the orders above, with who gives it and why: an event says so before all else.
    Order {
        /// What is ordered.
        order: Box<Input>,
        /// Who orders it, as the caller names people.
        by: String,
        /// Why.
        reason: String,
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
    may_judge(process, instance, input)?;
    let mut run = Run::of(process, instance.clone(), env);
    run.input(input)?;
    run.settle();
    Ok(run.events)
}

/// Judges one input and takes all that follows in: the same as [`decide`] with
/// [`Instance::apply`] for each of the events, at half the cost. After a [`Refusal`] the instance is
/// as it was.
///
/// # Errors
///
/// As [`decide`].
pub fn advance(
    process: &ProcessDefinition,
    instance: &mut Instance,
    input: &Input,
    env: &mut dyn Env,
) -> Result<Vec<Event>, Refusal> {
    may_judge(process, instance, input)?;
    // These write something down before they may find that it cannot be.
    let before = matches!(input, Input::Migrate { .. } | Input::Order { .. }).then(|| instance.clone());
    let mut run = Run::of(process, std::mem::take(instance), env);
    if let Err(refusal) = run.input(input) {
        *instance = before.unwrap_or(run.work);
        return Err(refusal);
    }
    run.settle();
    *instance = run.work;
    Ok(run.events)
}

fn may_judge(process: &ProcessDefinition, instance: &Instance, input: &Input) -> Result<(), Refusal> {
    match (&instance.status, input) {
        (Status::New, Input::Start { .. } | Input::StartAt { .. }) | (Status::Running, _) => {}
        (Status::New, _) => return Err(Refusal::NotStarted),
        (Status::Ended { .. } | Status::Canceled, _) => return Err(Refusal::Over),
    }
    let ordered = match input {
        Input::Order { order, .. } => order,
        plain => plain,
    };
    let migrates = matches!(ordered, Input::Migrate { .. });
    if !migrates && let Some(element) = foreign_element(process, instance) {
        return Err(Refusal::OtherDefinition { element });
    }
    Ok(())
}

/// An element of the instance that the process does not have.
pub(crate) fn foreign_element(process: &ProcessDefinition, instance: &Instance) -> Option<String> {
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
    /// Tokens on flows that move, and tokens at elements that begin.
    queue: VecDeque<u64>,
    /// Tokens at elements that throw.
    throws: VecDeque<(u64, usize)>,
    /// Whether a variable changed since conditions were tested.
    is_changed: bool,
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

impl<'a> Run<'a> {
    fn of(process: &'a ProcessDefinition, work: Instance, env: &'a mut dyn Env) -> Self {
        Self {
            process,
            work,
            events: Vec::with_capacity(16),
            env,
            queue: VecDeque::new(),
            throws: VecDeque::new(),
            is_changed: false,
            steps: 0,
            join_visits: 0,
            joins: BTreeMap::new(),
        }
    }
}

impl Run<'_> {
    pub(crate) fn emit(&mut self, event: Event) {
        self.is_changed |= match &event {
            Event::TaskCompleted { outputs: variables, .. }
            | Event::JobCompleted { outputs: variables, .. }
            | Event::MessageReceived { payload: variables, .. }
            | Event::SignalReceived { payload: variables, .. }
            | Event::VariablesSet { variables, .. } => !variables.is_empty(),
            Event::DecisionMade { .. } => true,
            _ => false,
        };
        self.work.apply(self.process, &event);
        self.events.push(event);
    }

    pub(crate) fn number(&mut self) -> u64 {
        let number = self.work.next_number.max(1);
        self.work.next_number = number.saturating_add(1);
        number
    }

    pub(super) fn id(&self, node: usize) -> ElementId {
        self.process.node(node).base.id.clone()
    }

    pub(super) fn scope_of(&self, token: u64) -> Option<u64> {
        self.work.tokens.get(&token).map(|token| token.scope)
    }

    pub(super) fn is_there(&self, token: u64) -> bool {
        self.work.tokens.contains_key(&token)
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
        let element = self.id(node);
        self.emit(Event::IncidentRaised { incident, element, token, phase, reason, facts: fault.facts });
    }

    fn input(&mut self, input: &Input) -> Result<(), Refusal> {
        match input {
            Input::Start { variables } => self.start(variables)?,
            Input::StartAt { element, variables } => self.start_at(element, variables)?,
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
                self.triggered(&open.element, (open.token, open.scope), open.index, Some(&open));
            }
            Input::Deliver { message, payload } => self.receive(message, None, payload)?,
            Input::Correlate { message, key, payload } => self.receive(message, Some(key), payload)?,
            Input::Message { message } => self.message(message)?,
            Input::Signal { name, payload } => {
                if !self.signal(name, payload) {
                    return Err(Refusal::NobodyAwaits { message: name.clone() });
                }
            }
            Input::SetVariables { variables } => {
                self.emit(Event::VariablesSet { element: None, variables: variables.clone(), scope: None });
            }
            Input::Cancel => {
                self.cancel_all();
                self.emit(Event::Canceled);
            }
            Input::Retry { incident } => self.retry(*incident)?,
            Input::Correct { incident, variables } => self.correct(*incident, variables)?,
            Input::Divert { incident, code } => self.divert(*incident, code.as_deref())?,
            Input::Order { order, by, reason } => self.order(order, by, reason)?,
            Input::Skip { incident, outputs } => self.skip(*incident, outputs)?,
            Input::MoveToken { token, to } => self.move_token(*token, to)?,
            Input::Activate { scope, element } => self.activate(*scope, element)?,
            Input::MoveTimer { timer, due_ms } => self.move_timer(*timer, *due_ms)?,
            Input::Migrate { mapping } => self.migrate(mapping)?,
        }
        Ok(())
    }

    fn start(&mut self, variables: &Context) -> Result<(), Refusal> {
        if self.work.status != Status::New {
            return Err(Refusal::AlreadyStarted);
        }
        if self.process.content.starts.is_empty() {
            return Err(Refusal::NoPlainStart);
        }
        let scope = self.number();
        self.emit(Event::Started { scope, variables: variables.clone() });
        self.begin_scope(scope, None);
        Ok(())
    }

    fn start_at(&mut self, element: &ElementId, variables: &Context) -> Result<(), Refusal> {
        if self.work.status != Status::New {
            return Err(Refusal::AlreadyStarted);
        }
        let process = self.process;
        let found = process.triggers.iter().find(|begins| process.node(begins.node).base.id == *element);
        let Some(begins) = found else {
            return Err(Refusal::NotABeginning { element: element.to_string() });
        };
        let scope = self.number();
        self.emit(Event::Started { scope, variables: variables.clone() });
        if self.arm_event_subs(scope, None) {
            return Ok(());
        }
        let token = self.number();
        let enter = |node: usize| Event::ElementEntered {
            element: process.node(node).base.id.clone(),
            token,
            scope,
            consumed: Vec::new(),
        };
        match begins.gateway {
            Some(gateway)
                if matches!(process.node(gateway).kind, NodeKind::EventBased { parallel: true }) =>
            {
                self.emit(enter(gateway));
                if let Err(fault) = self.arm_gateway(token, gateway) {
                    self.raise(token, gateway, Phase::Work, fault);
                } else {
                    self.gateway_decided(token, gateway, begins.node, scope);
                }
            }
            _ => {
                self.emit(enter(begins.node));
                match process.node(begins.node).kind {
                    NodeKind::Message { .. } => self.complete(token, begins.node),
                    _ => self.leave(token, begins.node),
                }
            }
        }
        Ok(())
    }
}
