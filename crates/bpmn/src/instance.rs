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
    /// The messages that came before anybody waited for them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<u64, KeptMessage>,
    /// The ids of messages that came, each with the instant until which it is remembered.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub noted: BTreeMap<String, i64>,
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

/// A message that came before anybody waited for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptMessage {
    /// Its name.
    pub name: String,
    /// Its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What it carries.
    pub payload: Context,
    /// The instant until which it is kept, in Unix milliseconds.
    pub until_ms: i64,
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
}
