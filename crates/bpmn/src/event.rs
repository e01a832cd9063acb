//! What happened in an instance: facts, in the past tense, enough to rebuild it without judging again.

use std::collections::BTreeMap;

use afaq_feel::{Context, Value};
use serde::{Deserialize, Serialize};

use crate::decide::Order;
use crate::definitions::ElementId;
use crate::instance::{AfterUndo, Awaited, Phase, Place, is_zero};
use crate::process::JobKind;

/// One fact. Numbers of scopes, tokens, tasks, jobs, timers, subscriptions and incidents come from
/// one counter and never repeat within an instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields say what the variant's sentence names")]
pub enum Event {
    /// The instance began.
    Started { scope: u64, variables: Context },
    /// A sub-process began.
    ScopeOpened {
        scope: u64,
        parent: u64,
        token: u64,
        element: ElementId,
        /// The activities of an ad-hoc sub-process that are to be done.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pending: Vec<ElementId>,
    },
    /// A sub-process is over, and nothing of it is kept.
    ScopeClosed { scope: u64, element: ElementId },
    /// A token came to an element; the tokens that it took from flows are gone, its own number is
    /// the first of theirs.
    ElementEntered { element: ElementId, token: u64, scope: u64, consumed: Vec<u64> },
    /// An element did its work, and its token is gone.
    ElementCompleted { element: ElementId, token: u64 },
    /// A token was taken away before its time.
    TokenCanceled { token: u64, place: Place },
    /// A token is on a sequence flow.
    FlowTaken { flow: ElementId, token: u64, scope: u64 },
    /// A user task waits for a person.
    TaskOpened { task: u64, element: ElementId, token: u64 },
    /// A person completed a task; the outputs are merged into the variables.
    TaskCompleted { task: u64, element: ElementId, outputs: Context },
    /// A task is no longer wanted.
    TaskCanceled { task: u64, element: ElementId },
    /// Work for another system waits to be done.
    JobRequested { job: u64, element: ElementId, token: u64, work: JobKind },
    /// A job was done; the outputs are merged into the variables.
    JobCompleted { job: u64, element: ElementId, outputs: Context },
    /// A job failed.
    JobFailed { job: u64, element: ElementId, reason: String },
    /// A job is no longer wanted.
    JobCanceled { job: u64, element: ElementId },
    /// A timer runs; `remaining` counts how often a cycle fires after this time.
    TimerArmed {
        timer: u64,
        element: ElementId,
        token: u64,
        due_ms: i64,
        remaining: Option<u32>,
        /// The scope that waits, for the start of an event sub-process; the token is 0 then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<u64>,
        /// Which of the event's triggers it is.
        #[serde(default, skip_serializing_if = "is_zero")]
        index: usize,
    },
    /// A timer falls due at another time than it was set to, because the calendar changed.
    TimerMoved { timer: u64, element: ElementId, due_ms: i64 },
    /// A timer fired.
    TimerFired { timer: u64, element: ElementId },
    /// A timer is no longer wanted.
    TimerDisarmed { timer: u64, element: ElementId },
    /// A message is waited for.
    MessageAwaited {
        subscription: u64,
        element: ElementId,
        token: u64,
        name: String,
        /// The scope that waits, for the start of an event sub-process; the token is 0 then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<u64>,
        /// Which of the event's triggers it is.
        #[serde(default, skip_serializing_if = "is_zero")]
        index: usize,
        /// The key that the message must have.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
    },
    /// A signal or a condition is waited for.
    Awaited {
        subscription: u64,
        element: ElementId,
        token: u64,
        name: String,
        what: Awaited,
        /// The scope that waits, for the start of an event sub-process; the token is 0 then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<u64>,
        /// Which of the event's triggers it is.
        #[serde(default, skip_serializing_if = "is_zero")]
        index: usize,
    },
    /// A signal came; its payload is merged into the variables.
    SignalReceived { subscription: u64, element: ElementId, name: String, payload: Context },
    /// A condition that is waited for became true or false.
    ConditionChanged { subscription: u64, element: ElementId, holds: bool },
    /// A message came; its payload is merged into the variables.
    MessageReceived {
        subscription: u64,
        element: ElementId,
        name: String,
        payload: Context,
        /// The number under which it was kept, where it came before anybody waited for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<u64>,
    },
    /// A message came before anybody waited for it, and is kept until somebody does.
    MessageKept {
        message: u64,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        payload: Context,
        until_ms: i64,
    },
    /// A kept message is no longer wanted: its time is over.
    MessageExpired { message: u64, name: String },
    /// The id of a message is remembered until an instant, so that it counts once; what was to be
    /// remembered until before `at_ms` is forgotten.
    MessageNoted { id: String, until_ms: i64, at_ms: i64 },
    /// What follows was ordered from outside, by somebody and for a reason.
    Ordered { what: Order, by: String, reason: String },
    /// A message, signal or condition is no longer waited for.
    MessageUnawaited { subscription: u64, element: ElementId },
    /// Variables were set, by an element or from outside.
    VariablesSet {
        element: Option<ElementId>,
        variables: Context,
        /// The scope from which the names are looked up; none is the process.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<u64>,
    },
    /// A decision was asked; the value is kept, so that it is never asked again.
    DecisionMade {
        element: ElementId,
        decision: String,
        value: Value,
        variable: Option<String>,
        /// The scope from which the names are looked up; none is the process.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<u64>,
    },
    /// An activity is to be repeated.
    LoopStarted {
        element: ElementId,
        token: u64,
        total: Option<u64>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<Value>,
    },
    /// One time of an activity began; only it knows these variables.
    InstanceStarted { element: ElementId, token: u64, scope: u64, number: u64, variables: Context },
    /// One time of an activity is done.
    InstanceCompleted {
        element: ElementId,
        token: u64,
        scope: u64,
        number: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<Value>,
    },
    /// An activity need not be repeated any more.
    LoopEnded { element: ElementId, token: u64 },
    /// An activity is done and could be undone.
    BecameCompensable { record: u64, element: ElementId, scope: u64, token: u64 },
    /// What is done begins to be undone.
    UndoStarted {
        element: ElementId,
        scope: u64,
        parent: u64,
        token: u64,
        records: Vec<u64>,
        then: AfterUndo,
    },
    /// The next activity is undone; what was done inside of it follows, or goes into a scope.
    UndoTaken { scope: u64, into: Option<u64>, unfold: bool },
    /// A complex gateway went on and waits for the rest of its tokens.
    GatewayActivated { element: ElementId, scope: u64, came: Vec<ElementId> },
    /// A complex gateway has all its tokens and begins anew.
    GatewayReset { element: ElementId, scope: u64, consumed: Vec<u64> },
    /// A signal was thrown; all who wait for it in other instances may get it.
    SignalThrown { element: ElementId, name: String },
    /// An escalation was thrown.
    EscalationThrown { element: ElementId, code: Option<String>, caught_by: Option<ElementId> },
    /// The work of an element was left out on an order from outside.
    Skipped { element: ElementId, token: u64 },
    /// The instance goes on by another version of the process.
    Migrated { mapping: BTreeMap<ElementId, ElementId> },
    /// A BPMN error was thrown.
    ErrorThrown { element: ElementId, code: Option<String>, caught_by: Option<ElementId> },
    /// A token cannot go on by itself.
    IncidentRaised {
        incident: u64,
        element: ElementId,
        token: u64,
        phase: Phase,
        reason: String,
        /// The facts that are missing or disputed, where they are the reason.
        facts: Vec<String>,
    },
    /// An incident is over: tried again, or its token is gone.
    IncidentResolved { incident: u64, element: ElementId },
    /// The instance is over; the element is the end event reached last in the process itself.
    Ended { element: ElementId, outcome: Outcome, extensions: BTreeMap<String, String> },
    /// The instance was canceled from outside.
    Canceled,
}

/// How an instance ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Every token reached its end.
    Completed,
    /// A terminate end event ended all.
    Terminated,
    /// A BPMN error that nothing caught.
    Error {
        /// The error's code.
        code: Option<String>,
    },
}
