//! One running process: a tree of scopes with tokens in them, and everything that waits.

use std::collections::BTreeMap;

use afaq_feel::{Context, Value};
use serde::{Deserialize, Serialize};

use crate::definitions::ElementId;
use crate::event::{Event, Outcome};
use crate::process::{JobKind, ProcessDefinition};

/// The state of one process instance. Finished scopes, tasks and tokens leave no trace in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Instance {
    /// Where it stands.
    pub status: Status,
    /// The variables.
    pub variables: Context,
    /// The number that the next token, task, job, timer or incident gets.
    pub next_number: u64,
    /// The open scopes: the process itself and its running sub-processes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<u64, ScopeInstance>,
    /// The tokens.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tokens: BTreeMap<u64, Token>,
    /// The user tasks that wait.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tasks: BTreeMap<u64, OpenTask>,
    /// The jobs that wait.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub jobs: BTreeMap<u64, OpenJob>,
    /// The timers that run.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub timers: BTreeMap<u64, OpenTimer>,
    /// The messages, signals and conditions that are waited for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub subscriptions: BTreeMap<u64, Subscription>,
    /// The tokens that cannot go on by themselves.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub incidents: BTreeMap<u64, Incident>,
    /// The activities that are being repeated, by the token that waits for all of them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub loops: BTreeMap<u64, Loop>,
    /// What is done and could be undone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub compensable: BTreeMap<u64, Compensable>,
    /// The complex gateways that went on and wait for the rest, by scope and element.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resetting: Vec<Resetting>,
    /// The element that ended a token of the process itself last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_end: Option<ElementId>,
}

/// Where an instance stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// Not started.
    #[default]
    New,
    /// Running.
    Running,
    /// Over.
    Ended {
        /// The end event.
        element: ElementId,
        /// How.
        how: Outcome,
    },
    /// Canceled from outside.
    Canceled,
}

/// The process itself, a running sub-process, one time of a repeated activity, or an undoing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct ScopeInstance {
    /// The token of the sub-process in the scope around it; none for the process itself.
    pub token: Option<u64>,
    /// The scope around it.
    pub parent: Option<u64>,
    /// How many tokens it holds.
    pub tokens: usize,
    /// Which of these it is.
    #[serde(skip_serializing_if = "Role::is_body")]
    pub role: Role,
    /// The variables that only this scope knows.
    #[serde(skip_serializing_if = "Context::is_empty")]
    pub variables: Context,
    /// The activities of an ad-hoc sub-process that are still to be done once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<ElementId>,
}

/// What a scope is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The inside of a process or sub-process.
    #[default]
    Body,
    /// One time of an activity that is repeated or has data of its own.
    Instance {
        /// Counted from 1.
        number: u64,
    },
    /// The undoing of what is done.
    Undo {
        /// What is still to be undone; the last goes first.
        todo: Vec<Compensable>,
        /// What follows.
        then: AfterUndo,
    },
}

/// What follows when all is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterUndo {
    /// The event that asked for it goes on.
    GoOn,
    /// Nothing: the event did not wait.
    Nothing,
    /// The transaction is left by its cancel event.
    Cancel,
}

impl Role {
    fn is_body(&self) -> bool {
        matches!(self, Self::Body)
    }
}

/// An activity that is being repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Loop {
    /// How often in all, where that is known.
    pub total: Option<u64>,
    /// How often it began.
    pub started: u64,
    /// How often it was done.
    pub done: u64,
    /// The elements, one for each time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Value>,
    /// The results by number.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub results: BTreeMap<u64, Value>,
}

/// An activity that is done and could be undone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compensable {
    /// The activity.
    pub element: ElementId,
    /// The scope in which it was done.
    pub scope: u64,
    /// The token of the activity around it that is not done yet, though its own scope is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<u64>,
    /// What was done inside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<Compensable>,
}

/// A complex gateway that went on and waits for the rest of its tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resetting {
    /// The scope.
    pub scope: u64,
    /// The gateway.
    pub element: ElementId,
    /// The flows whose token has come.
    pub came: Vec<ElementId>,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The scope that holds it.
    pub scope: u64,
    /// Where it is.
    pub place: Place,
}

/// Where a token is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// On a sequence flow: on its way, or waiting before a gateway that joins.
    Flow(ElementId),
    /// At an element.
    Element(ElementId),
}

/// A user task that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTask {
    /// The user task.
    pub element: ElementId,
    /// Its token.
    pub token: u64,
}

/// A job that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenJob {
    /// The service or send task, or the event that sends.
    pub element: ElementId,
    /// Its token.
    pub token: u64,
    /// What is to be done.
    pub work: JobKind,
}

/// A timer that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTimer {
    /// The timer event.
    pub element: ElementId,
    /// The token that waits, or that of the activity under the boundary event.
    pub token: u64,
    /// When it is due, in Unix milliseconds.
    pub due_ms: i64,
    /// How often a cycle fires after this time; none is without end.
    pub remaining: Option<u32>,
    /// The scope that waits, for the start of an event sub-process; the token is 0 then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<u64>,
    /// Which of the event's triggers it is.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub index: usize,
}

/// A message, signal or condition that is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The event or receive task.
    pub element: ElementId,
    /// The token that waits, or that of the activity under the boundary event.
    pub token: u64,
    /// The name of the message or signal.
    pub name: String,
    /// What is waited for.
    #[serde(default, skip_serializing_if = "Awaited::is_message")]
    pub what: Awaited,
    /// The scope that waits, for the start of an event sub-process; the token is 0 then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<u64>,
    /// Which of the event's triggers it is.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub index: usize,
    /// The key that a message must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// What a subscription waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// A message.
    #[default]
    Message,
    /// A signal.
    Signal,
    /// A condition.
    Condition {
        /// What it was when it was asked last.
        holds: bool,
    },
}

impl Awaited {
    fn is_message(&self) -> bool {
        matches!(self, Self::Message)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(crate) fn is_zero(index: &usize) -> bool {
    *index == 0
}

/// A token that cannot go on by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Where.
    pub element: ElementId,
    /// The token.
    pub token: u64,
    /// What is tried again by a retry.
    pub phase: Phase,
    /// Why.
    pub reason: String,
    /// The facts that are missing or disputed, where they are the reason.
    pub facts: Vec<String>,
}

/// What a retry does again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The work of the element.
    Work,
    /// The choice of the way out.
    Leave,
    /// A job that failed.
    Job,
    /// The steps of one input were used up; the tokens go on from where they are.
    Budget,
}

impl Instance {
    /// An instance that has not started.
    pub fn new() -> Self {
        Self { next_number: 1, ..Self::default() }
    }

    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        self.status == Status::Running
    }

    /// Whether it ended or was canceled.
    pub fn is_over(&self) -> bool {
        matches!(self.status, Status::Ended { .. } | Status::Canceled)
    }

    /// The elements at which tokens are, each once for a token, in the order of their coming.
    pub fn positions(&self) -> impl Iterator<Item = &ElementId> {
        self.tokens.values().filter_map(|token| match &token.place {
            Place::Element(element) => Some(element),
            Place::Flow(_) => None,
        })
    }

    /// The instant at which the next timer is due.
    pub fn next_due_ms(&self) -> Option<i64> {
        self.timers.values().map(|timer| timer.due_ms).min()
    }

    /// Rebuilds an instance from its events.
    pub fn replay<'e>(process: &ProcessDefinition, events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut instance = Self::new();
        for event in events {
            instance.apply(process, event);
        }
        instance
    }

    fn used(&mut self, number: u64) {
        self.next_number = self.next_number.max(number.saturating_add(1));
    }

    fn remove_token(&mut self, number: u64) {
        if let Some(token) = self.tokens.remove(&number)
            && let Some(scope) = self.scopes.get_mut(&token.scope)
        {
            scope.tokens = scope.tokens.saturating_sub(1);
        }
    }

    fn put_token(&mut self, number: u64, scope: u64, place: Place) {
        self.used(number);
        self.tokens.insert(number, Token { scope, place });
        if let Some(scope) = self.scopes.get_mut(&scope) {
            scope.tokens += 1;
        }
    }

    fn merge(&mut self, variables: &Context) {
        for (name, value) in variables.iter() {
            self.variables.set(name.clone(), value.clone());
        }
    }

    /// Writes each variable in the innermost scope that knows it, else in the process.
    fn merge_in(&mut self, scope: Option<u64>, variables: &Context) {
        if self.scopes.values().all(|open| open.variables.is_empty()) {
            return self.merge(variables);
        }
        for (name, value) in variables.iter() {
            let mut at = scope;
            while let Some(open) = at.and_then(|at| self.scopes.get(&at)) {
                if open.variables.get(name).is_some() {
                    break;
                }
                at = open.parent;
            }
            match at.and_then(|at| self.scopes.get_mut(&at)) {
                Some(open) => open.variables.set(name.clone(), value.clone()),
                None => self.variables.set(name.clone(), value.clone()),
            }
        }
    }

    fn scope_of(&self, token: u64) -> Option<u64> {
        self.tokens.get(&token).map(|token| token.scope)
    }

    /// What was done in a scope that closes belongs to the activity that the scope was of.
    fn close_scope(&mut self, scope: u64) {
        let Some(closed) = self.scopes.remove(&scope) else { return };
        self.resetting.retain(|waiting| waiting.scope != scope);
        for record in self.compensable.values_mut().filter(|record| record.scope == scope) {
            record.under = closed.token;
            record.scope = closed.parent.unwrap_or(scope);
        }
    }

    fn clear(&mut self) {
        self.scopes.clear();
        self.tokens.clear();
        self.tasks.clear();
        self.jobs.clear();
        self.timers.clear();
        self.subscriptions.clear();
        self.incidents.clear();
        self.loops.clear();
        self.compensable.clear();
        self.resetting.clear();
    }

    /// Takes one fact in. Never fails and never judges: [`crate::decide`] has judged.
    pub fn apply(&mut self, process: &ProcessDefinition, event: &Event) {
        match event {
            Event::Started { scope, variables } => {
                self.status = Status::Running;
                self.used(*scope);
                self.scopes.insert(*scope, ScopeInstance::default());
                self.merge(variables);
            }
            Event::ScopeOpened { scope, parent, token, pending, .. } => {
                self.open(*scope, *parent, *token, Role::Body);
                if let Some(open) = self.scopes.get_mut(scope) {
                    open.pending.clone_from(pending);
                }
            }
            Event::ScopeClosed { scope, .. } => self.close_scope(*scope),
            Event::ElementEntered { element, token, scope, consumed } => {
                for old in consumed {
                    self.remove_token(*old);
                }
                if let Some(open) = self.scopes.get_mut(scope)
                    && let Some(at) = open.pending.iter().position(|pending| pending == element)
                {
                    open.pending.remove(at);
                }
                self.put_token(*token, *scope, Place::Element(element.clone()));
            }
            Event::ElementCompleted { element, token } => {
                let root = self.tokens.get(token).and_then(|token| self.scopes.get(&token.scope));
                let ends = process.find_node(element).is_none_or(|node| node.outgoing.is_empty());
                if ends && root.is_some_and(|scope| scope.parent.is_none()) {
                    self.last_end = Some(element.clone());
                }
                self.remove_token(*token);
            }
            Event::TokenCanceled { token, .. } => {
                self.remove_token(*token);
                self.loops.remove(token);
                self.compensable.retain(|_, record| record.under != Some(*token));
            }
            Event::FlowTaken { flow, token, scope } => {
                self.put_token(*token, *scope, Place::Flow(flow.clone()));
            }
            Event::TaskOpened { task, element, token } => {
                self.used(*task);
                self.tasks.insert(*task, OpenTask { element: element.clone(), token: *token });
            }
            Event::TaskCompleted { task, outputs, .. } => {
                let scope = self.tasks.remove(task).and_then(|open| self.scope_of(open.token));
                self.merge_in(scope, outputs);
            }
            Event::TaskCanceled { task, .. } => {
                self.tasks.remove(task);
            }
            Event::JobRequested { job, element, token, work } => {
                self.used(*job);
                let opened = OpenJob { element: element.clone(), token: *token, work: work.clone() };
                self.jobs.insert(*job, opened);
            }
            Event::JobCompleted { job, outputs, .. } => {
                let scope = self.jobs.remove(job).and_then(|open| self.scope_of(open.token));
                self.merge_in(scope, outputs);
            }
            Event::JobFailed { job, .. } | Event::JobCanceled { job, .. } => {
                self.jobs.remove(job);
            }
            Event::VariablesSet { variables, scope, .. } => self.merge_in(*scope, variables),
            Event::DecisionMade { value, variable, scope, .. } => {
                self.decided(value, variable.as_deref(), *scope);
            }
            Event::ErrorThrown { .. }
            | Event::SignalThrown { .. }
            | Event::EscalationThrown { .. }
            | Event::Skipped { .. } => {}
            Event::IncidentRaised { incident, element, token, phase, reason, facts } => {
                self.used(*incident);
                let raised = Incident {
                    element: element.clone(),
                    token: *token,
                    phase: *phase,
                    reason: reason.clone(),
                    facts: facts.clone(),
                };
                self.incidents.insert(*incident, raised);
            }
            Event::IncidentResolved { incident, .. } => {
                self.incidents.remove(incident);
            }
            Event::Ended { element, outcome, .. } => {
                self.status = Status::Ended { element: element.clone(), how: outcome.clone() };
                self.clear();
            }
            Event::Canceled => {
                self.status = Status::Canceled;
                self.clear();
            }
            Event::Migrated { mapping } => self.rename(mapping),
            waiting => self.apply_waiting(waiting),
        }
    }

    fn open(&mut self, scope: u64, parent: u64, token: u64, role: Role) {
        self.used(scope);
        let opened =
            ScopeInstance { token: Some(token), parent: Some(parent), role, ..ScopeInstance::default() };
        self.scopes.insert(scope, opened);
    }

    /// Timers and subscriptions.
    fn apply_waiting(&mut self, event: &Event) {
        match event {
            Event::TimerArmed { timer, element, token, due_ms, remaining, scope, index } => {
                self.used(*timer);
                let armed = OpenTimer {
                    element: element.clone(),
                    token: *token,
                    due_ms: *due_ms,
                    remaining: *remaining,
                    scope: *scope,
                    index: *index,
                };
                self.timers.insert(*timer, armed);
            }
            Event::TimerFired { timer, .. } | Event::TimerDisarmed { timer, .. } => {
                self.timers.remove(timer);
            }
            Event::TimerMoved { timer, due_ms, .. } => {
                if let Some(open) = self.timers.get_mut(timer) {
                    open.due_ms = *due_ms;
                }
            }
            Event::MessageAwaited { subscription, element, token, name, scope, index, key } => {
                self.used(*subscription);
                let opened = Subscription {
                    element: element.clone(),
                    token: *token,
                    name: name.clone(),
                    what: Awaited::Message,
                    scope: *scope,
                    index: *index,
                    key: key.clone(),
                };
                self.subscriptions.insert(*subscription, opened);
            }
            Event::Awaited { subscription, element, token, name, what, scope, index } => {
                self.used(*subscription);
                let opened = Subscription {
                    element: element.clone(),
                    token: *token,
                    name: name.clone(),
                    what: *what,
                    scope: *scope,
                    index: *index,
                    key: None,
                };
                self.subscriptions.insert(*subscription, opened);
            }
            Event::MessageReceived { subscription, payload, .. }
            | Event::SignalReceived { subscription, payload, .. } => {
                let scope = self
                    .subscriptions
                    .remove(subscription)
                    .and_then(|open| open.scope.or_else(|| self.scope_of(open.token)));
                self.merge_in(scope, payload);
            }
            Event::ConditionChanged { subscription, holds, .. } => {
                if let Some(open) = self.subscriptions.get_mut(subscription) {
                    open.what = Awaited::Condition { holds: *holds };
                }
            }
            Event::MessageUnawaited { subscription, .. } => {
                self.subscriptions.remove(subscription);
            }
            other => self.apply_repeats(other),
        }
    }

    /// Repeated activities, undoing, complex gateways.
    fn apply_repeats(&mut self, event: &Event) {
        match event {
            Event::LoopStarted { token, total, items, .. } => {
                let started = Loop { total: *total, items: items.clone(), ..Loop::default() };
                self.loops.insert(*token, started);
            }
            Event::InstanceStarted { token, scope, number, variables, .. } => {
                let parent = self.scope_of(*token).unwrap_or_default();
                self.open(*scope, parent, *token, Role::Instance { number: *number });
                if let Some(open) = self.scopes.get_mut(scope) {
                    open.variables = variables.clone();
                }
                if let Some(running) = self.loops.get_mut(token) {
                    running.started += 1;
                }
            }
            Event::InstanceCompleted { token, scope, number, result, .. } => {
                let inner: Vec<u64> =
                    self.tokens.iter().filter(|(_, held)| held.scope == *scope).map(|(n, _)| *n).collect();
                for token in inner {
                    self.remove_token(token);
                }
                self.close_scope(*scope);
                if let Some(running) = self.loops.get_mut(token) {
                    running.done += 1;
                    if let Some(result) = result {
                        running.results.insert(*number, result.clone());
                    }
                }
            }
            Event::LoopEnded { token, .. } => {
                self.loops.remove(token);
            }
            Event::BecameCompensable { record, element, scope, token } => {
                self.used(*record);
                let inside: Vec<u64> = self
                    .compensable
                    .iter()
                    .filter(|(_, inner)| inner.under == Some(*token))
                    .map(|(number, _)| *number)
                    .collect();
                let inside = inside.into_iter().filter_map(|inner| self.compensable.remove(&inner)).collect();
                let done = Compensable { element: element.clone(), scope: *scope, under: None, inside };
                self.compensable.insert(*record, done);
            }
            Event::UndoStarted { scope, parent, token, records, then, .. } => {
                let todo = records.iter().filter_map(|record| self.compensable.remove(record)).collect();
                self.open(*scope, *parent, *token, Role::Undo { todo, then: *then });
            }
            Event::UndoTaken { scope, into, unfold } => {
                let Some(ScopeInstance { role: Role::Undo { todo, .. }, .. }) = self.scopes.get_mut(scope)
                else {
                    return;
                };
                let Some(taken) = todo.pop() else { return };
                if *unfold {
                    todo.extend(taken.inside);
                } else if let Some(into) = into {
                    for mut record in taken.inside {
                        let number = self.next_number.max(1);
                        self.used(number);
                        (record.scope, record.under) = (*into, None);
                        self.compensable.insert(number, record);
                    }
                }
            }
            Event::GatewayActivated { element, scope, came } => {
                let (element, came) = (element.clone(), came.clone());
                self.resetting.push(Resetting { scope: *scope, element, came });
            }
            Event::GatewayReset { element, scope, consumed } => {
                self.resetting.retain(|waiting| waiting.scope != *scope || waiting.element != *element);
                for token in consumed {
                    self.remove_token(*token);
                }
            }
            _ => {}
        }
    }

    fn decided(&mut self, value: &Value, variable: Option<&str>, scope: Option<u64>) {
        match (variable, value) {
            (Some(name), value) => self.merge_in(scope, &Context::new().with(name, value.clone())),
            (None, Value::Context(context)) => self.merge_in(scope, context),
            (None, _) => {}
        }
    }

    /// Gives every element its name in another version of the process.
    fn rename(&mut self, mapping: &BTreeMap<ElementId, ElementId>) {
        let rename = |id: &mut ElementId| {
            if let Some(new) = mapping.get(id) {
                *id = new.clone();
            }
        };
        for token in self.tokens.values_mut() {
            match &mut token.place {
                Place::Element(id) | Place::Flow(id) => rename(id),
            }
        }
        self.tasks.values_mut().for_each(|open| rename(&mut open.element));
        self.jobs.values_mut().for_each(|open| rename(&mut open.element));
        self.timers.values_mut().for_each(|open| rename(&mut open.element));
        self.subscriptions.values_mut().for_each(|open| rename(&mut open.element));
        self.incidents.values_mut().for_each(|open| rename(&mut open.element));
        for scope in self.scopes.values_mut() {
            scope.pending.iter_mut().for_each(rename);
        }
        for waiting in &mut self.resetting {
            rename(&mut waiting.element);
            waiting.came.iter_mut().for_each(rename);
        }
        for record in self.compensable.values_mut() {
            rename(&mut record.element);
        }
        self.last_end.iter_mut().for_each(rename);
    }
}
