//! One running process: a tree of scopes with tokens in them, and everything that waits.

use std::collections::BTreeMap;

use afaq_feel::Context;
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
    /// The messages that are waited for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub subscriptions: BTreeMap<u64, Subscription>,
    /// The tokens that cannot go on by themselves.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub incidents: BTreeMap<u64, Incident>,
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

/// The process itself or a running sub-process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeInstance {
    /// The token of the sub-process in the scope around it; none for the process itself.
    pub token: Option<u64>,
    /// The scope around it.
    pub parent: Option<u64>,
    /// How many tokens it holds.
    pub tokens: usize,
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
}

/// A message that is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The event or receive task.
    pub element: ElementId,
    /// The token that waits, or that of the activity under the boundary event.
    pub token: u64,
    /// The name of the message.
    pub name: String,
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

    fn clear(&mut self) {
        self.scopes.clear();
        self.tokens.clear();
        self.tasks.clear();
        self.jobs.clear();
        self.timers.clear();
        self.subscriptions.clear();
        self.incidents.clear();
    }

    /// Takes one fact in. Never fails and never judges: [`crate::decide`] has judged.
    pub fn apply(&mut self, process: &ProcessDefinition, event: &Event) {
        match event {
            Event::Started { scope, variables } => {
                self.status = Status::Running;
                self.used(*scope);
                self.scopes.insert(*scope, ScopeInstance { token: None, parent: None, tokens: 0 });
                self.merge(variables);
            }
            Event::ScopeOpened { scope, parent, token, .. } => {
                self.used(*scope);
                let opened = ScopeInstance { token: Some(*token), parent: Some(*parent), tokens: 0 };
                self.scopes.insert(*scope, opened);
            }
            Event::ScopeClosed { scope, .. } => {
                self.scopes.remove(scope);
            }
            Event::ElementEntered { element, token, scope, consumed } => {
                for old in consumed {
                    self.remove_token(*old);
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
            Event::TokenCanceled { token, .. } => self.remove_token(*token),
            Event::FlowTaken { flow, token, scope } => {
                self.put_token(*token, *scope, Place::Flow(flow.clone()));
            }
            Event::TaskOpened { task, element, token } => {
                self.used(*task);
                self.tasks.insert(*task, OpenTask { element: element.clone(), token: *token });
            }
            Event::TaskCompleted { task, outputs, .. } => {
                self.tasks.remove(task);
                self.merge(outputs);
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
                self.jobs.remove(job);
                self.merge(outputs);
            }
            Event::JobFailed { job, .. } | Event::JobCanceled { job, .. } => {
                self.jobs.remove(job);
            }
            Event::TimerArmed { timer, element, token, due_ms, remaining } => {
                self.used(*timer);
                let element = element.clone();
                let armed = OpenTimer { element, token: *token, due_ms: *due_ms, remaining: *remaining };
                self.timers.insert(*timer, armed);
            }
            Event::TimerFired { timer, .. } | Event::TimerDisarmed { timer, .. } => {
                self.timers.remove(timer);
            }
            Event::MessageAwaited { subscription, element, token, name } => {
                self.used(*subscription);
                let opened = Subscription { element: element.clone(), token: *token, name: name.clone() };
                self.subscriptions.insert(*subscription, opened);
            }
            Event::MessageReceived { subscription, payload, .. } => {
                self.subscriptions.remove(subscription);
                self.merge(payload);
            }
            Event::MessageUnawaited { subscription, .. } => {
                self.subscriptions.remove(subscription);
            }
            Event::VariablesSet { variables, .. } => self.merge(variables),
            Event::DecisionMade { value, variable, .. } => self.decided(value, variable.as_deref()),
            Event::ErrorThrown { .. } => {}
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
        }
    }

    fn decided(&mut self, value: &afaq_feel::Value, variable: Option<&str>) {
        match (variable, value) {
            (Some(name), value) => self.variables.set(name, value.clone()),
            (None, afaq_feel::Value::Context(context)) => self.merge(context),
            (None, _) => {}
        }
    }
}
