//! A process that can run: every reference resolved, every expression parsed.

use std::collections::BTreeMap;

use afaq_feel::Expression;

use crate::definitions::{BaseElement, ElementId, Position};
use crate::problem::Problem;

/// A compiled process. It never changes; instances refer to it by the ids of its elements.
#[derive(Debug, Clone)]
pub struct ProcessDefinition {
    /// Id, name, place and extensions of the process.
    pub base: BaseElement,
    /// The flow nodes.
    pub nodes: Vec<Node>,
    /// The sequence flows.
    pub flows: Vec<FlowDefinition>,
    /// What the process itself begins with.
    pub content: Content,
    /// Where instances begin when something happens: events, and what an instance can wait for first.
    pub triggers: Vec<Beginning>,
    /// For messages that tell their key in what they carry, by name: the expression that finds it.
    pub message_keys: BTreeMap<String, Expression>,
    /// What may not do what its author means.
    pub warnings: Vec<Problem>,
    pub(crate) node_by_id: BTreeMap<ElementId, usize>,
    pub(crate) flow_by_id: BTreeMap<ElementId, usize>,
}

/// What a process, a sub-process or a called process begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// The nodes that get a token at once, indexes of `nodes`.
    pub starts: Vec<usize>,
    /// The event sub-processes directly inside.
    pub events: Vec<usize>,
    /// The event sub-process that undoes this one when it is done.
    pub compensation: Option<usize>,
}

/// A place where an instance begins when an event happens.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// The start event, the event behind an instantiating gateway, or the receive task.
    pub node: usize,
    /// The gateway before it, which goes on waiting for its other events if it is parallel.
    pub gateway: Option<usize>,
    /// What it waits for.
    pub triggers: Vec<Trigger>,
}

/// A flow node that can run.
#[derive(Debug, Clone)]
pub struct Node {
    /// Id, name, place and extensions.
    pub base: BaseElement,
    /// What it does.
    pub kind: NodeKind,
    /// The sub-process around it, an index of `nodes`.
    pub scope: Option<usize>,
    /// The lane it lies in.
    pub lane: Option<ElementId>,
    /// The flows that lead here.
    pub incoming: Vec<usize>,
    /// The flows that leave, in the file's order.
    pub outgoing: Vec<usize>,
    /// The flow taken when no condition holds.
    pub default: Option<usize>,
    /// The flow taken when no condition holds and some are unknown.
    pub undetermined: Option<usize>,
    /// The boundary events attached here.
    pub boundaries: Vec<usize>,
    /// How often the activity is done.
    pub repeat: Option<Repeat>,
    /// What goes into the activity and comes out of it.
    pub data: DataFlow,
    /// How many tokens an activity takes to begin.
    pub start_quantity: u32,
    /// How many tokens leave on each flow.
    pub completion_quantity: u32,
    /// The activity that undoes this one, an index of `nodes`.
    pub undone_by: Option<usize>,
    /// Whether it only runs to undo another.
    pub for_compensation: bool,
}

/// A sequence flow that can run.
#[derive(Debug, Clone)]
pub struct FlowDefinition {
    /// Id, name, place and extensions.
    pub base: BaseElement,
    /// The node where it begins.
    pub source: usize,
    /// The node where it leads.
    pub target: usize,
    /// The condition; none on flows that are taken without asking.
    pub condition: Option<Expression>,
}

/// What a node does when a token comes.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// Begins the process or a sub-process.
    Start,
    /// Ends the token, after what it throws.
    End(Vec<Throw>),
    /// Throws, then goes on.
    Throw(Vec<Throw>),
    /// Goes on at once: plain and manual tasks, events that throw nothing, links.
    Pass,
    /// Waits for a person.
    User,
    /// Waits for a job of another system.
    Job(JobKind),
    /// Waits for a message: a receive task.
    Message {
        /// The name of the message.
        name: String,
        /// The key that the message must have.
        key: Option<Expression>,
    },
    /// Waits for what happens first, or for all of it.
    Catch {
        /// What it waits for.
        triggers: Vec<Trigger>,
        /// Whether all of it must happen.
        parallel: bool,
    },
    /// Asks a decision.
    Rule {
        /// The decision's name.
        decision: String,
        /// The variable that takes the result; a context without a name is merged.
        variable: Option<String>,
    },
    /// Evaluates an expression.
    Script {
        /// The expression.
        expression: Expression,
        /// The variable that takes the result; without it the result must be a context.
        variable: Option<String>,
    },
    /// A sub-process of any kind.
    SubProcess {
        /// What it begins with.
        content: Content,
        /// Which kind.
        kind: SubKind,
    },
    /// Runs another process or a global task.
    Call {
        /// The [`NodeKind::Called`] node; none for the process itself.
        callee: Option<usize>,
    },
    /// A process or global task that call activities run; no token is ever at it.
    Called(Content),
    /// An event on the border of an activity.
    Boundary {
        /// The activity.
        host: usize,
        /// Whether the activity ends.
        interrupting: bool,
        /// What it waits for.
        triggers: Vec<Trigger>,
        /// Whether all of it must happen.
        parallel: bool,
    },
    /// One way out of several.
    Exclusive,
    /// All ways, and waiting for all.
    Parallel,
    /// Every way whose condition holds, and waiting for those that can still come.
    Inclusive,
    /// The way whose event happens first; all of them where an instance begins with all.
    EventBased {
        /// Whether all events must happen.
        parallel: bool,
    },
    /// A rule of its own for when it goes on (BPMN 2.0, 13.4.5).
    Complex {
        /// When it goes on; none lets every token through.
        activation: Option<Expression>,
    },
}

/// The kinds of sub-processes that run.
#[derive(Debug, Clone)]
pub enum SubKind {
    /// A part of the process.
    Embedded,
    /// Begins when something happens while the process around it runs.
    Event {
        /// Its start event.
        start: usize,
        /// Whether all else in the process around it ends.
        interrupting: bool,
        /// What it waits for.
        triggers: Vec<Trigger>,
        /// Whether all of it must happen.
        parallel: bool,
    },
    /// Can be canceled and undone as a whole.
    Transaction,
    /// Its activities need no order.
    AdHoc {
        /// One at a time.
        sequential: bool,
        /// When it is done; none: when all is done.
        completion: Option<Expression>,
        /// Whether what still runs then is canceled.
        cancel_remaining: bool,
    },
}

/// What an event throws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Throw {
    /// A message, as a job of another system.
    Message(String),
    /// A signal to all who wait for it.
    Signal(String),
    /// An error that ends what is around it.
    Error(Option<String>),
    /// An escalation; what nothing catches is no fault.
    Escalation(Option<String>),
    /// Undoes what is done.
    Compensate {
        /// One activity; none: all in the scope.
        activity: Option<usize>,
        /// Whether the event waits for it.
        wait: bool,
    },
    /// Cancels the transaction around it.
    Cancel,
    /// Ends all in the scope.
    Terminate,
}

/// How often an activity is done.
#[derive(Debug, Clone)]
pub enum Repeat {
    /// As long as a condition holds.
    Loop {
        /// Asked before the first time.
        test_before: bool,
        /// The condition; none always holds.
        condition: Option<Expression>,
        /// The most times.
        maximum: Option<u64>,
    },
    /// Once for each of several.
    Multi(Box<Multi>),
}

/// Several instances of one activity.
#[derive(Debug, Clone)]
pub struct Multi {
    /// One after the other.
    pub sequential: bool,
    /// How many.
    pub cardinality: Option<Expression>,
    /// One for each element of this list.
    pub collection: Option<Expression>,
    /// The variable that holds the element.
    pub item: Option<String>,
    /// When the rest is no longer needed.
    pub completion: Option<Expression>,
    /// The variable that takes the list of results.
    pub output: Option<String>,
    /// The result of one instance.
    pub output_item: Option<Expression>,
    /// What is thrown when an instance is done.
    pub behavior: Behavior,
}

/// What the instances of an activity throw when they are done.
#[derive(Debug, Clone)]
pub enum Behavior {
    /// Nothing.
    All,
    /// The event for each of them; none throws nothing.
    None(Option<Throw>),
    /// The event for the first of them.
    One(Option<Throw>),
    /// The events whose condition holds, asked for each of them.
    Complex(Vec<(Option<Expression>, Throw)>),
}

/// What goes into an activity and comes out of it.
#[derive(Debug, Clone, Default)]
pub struct DataFlow {
    /// From outside to names that only the activity knows.
    pub inputs: Vec<DataAssignment>,
    /// The names that only the activity knows and writes.
    pub locals: Vec<String>,
    /// From inside to outside.
    pub outputs: Vec<DataAssignment>,
}

/// One value that is carried over.
#[derive(Debug, Clone)]
pub struct DataAssignment {
    /// The value.
    pub value: Expression,
    /// The name that takes it.
    pub target: String,
}

/// What kind of outside work a job is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// A service task.
    Service,
    /// A message that leaves: a send task, or an event that throws a message.
    Send {
        /// The name of the message, where the model gives one.
        message: Option<String>,
    },
}

/// What an event waits for.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// A time.
    Timer(TimerDefinition),
    /// A message.
    Message {
        /// Its name.
        name: String,
        /// The key that the message must have.
        key: Option<Expression>,
    },
    /// A signal by name.
    Signal(String),
    /// A condition that becomes true.
    Condition(Expression),
    /// An error by code; none catches every error.
    Error(Option<String>),
    /// An escalation by code; none catches every escalation.
    Escalation(Option<String>),
    /// The cancelation of the transaction.
    Cancel,
    /// The undoing of the activity.
    Compensate,
}

/// A timer as it is drawn.
#[derive(Debug, Clone)]
pub struct TimerDefinition {
    /// The id of the event that waits.
    pub element: ElementId,
    /// Date, duration or cycle.
    pub kind: TimerKind,
    /// The time itself.
    pub value: TimerValue,
    /// Whether `afaq:time="working"` asks for the working time of a body.
    pub is_working_time: bool,
    /// Our own attributes of the event, for the one who computes the time.
    pub extensions: BTreeMap<String, String>,
    /// Where it stands.
    pub position: Position,
}

/// The three kinds of timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// At an instant.
    Date,
    /// After a time.
    Duration,
    /// Again and again.
    Cycle,
}

/// The time of a timer.
#[derive(Debug, Clone)]
pub enum TimerValue {
    /// An ISO 8601 text.
    Text(String),
    /// A FEEL expression that gives a date, a duration or an ISO 8601 text.
    Expression(Expression),
}

impl ProcessDefinition {
    /// The node with this id.
    pub fn find_node(&self, id: &str) -> Option<&Node> {
        self.nodes.get(self.find_index(id)?)
    }

    pub(crate) fn find_index(&self, id: &str) -> Option<usize> {
        self.node_by_id.get(id).copied()
    }

    /// The flow with this id.
    pub fn find_flow(&self, id: &str) -> Option<&FlowDefinition> {
        self.flows.get(self.find_flow_index(id)?)
    }

    pub(crate) fn find_flow_index(&self, id: &str) -> Option<usize> {
        self.flow_by_id.get(id).copied()
    }

    pub(crate) fn node(&self, index: usize) -> &Node {
        &self.nodes[index]
    }

    pub(crate) fn flow(&self, index: usize) -> &FlowDefinition {
        &self.flows[index]
    }

    /// The timer of a timer event, be it intermediate or on a border.
    pub fn find_timer(&self, element: &str) -> Option<&TimerDefinition> {
        self.timers(self.find_index(element)?).next()
    }

    fn timers(&self, node: usize) -> impl Iterator<Item = &TimerDefinition> {
        self.triggers_of(node).0.iter().filter_map(|trigger| match trigger {
            Trigger::Timer(timer) => Some(timer),
            _ => None,
        })
    }

    /// What an event waits for, and whether all of it must happen.
    pub(crate) fn triggers_of(&self, node: usize) -> (&[Trigger], bool) {
        match &self.node(node).kind {
            NodeKind::Catch { triggers, parallel } | NodeKind::Boundary { triggers, parallel, .. } => {
                (triggers, *parallel)
            }
            NodeKind::Start => match self.node(node).scope.map(|around| &self.node(around).kind) {
                Some(NodeKind::SubProcess { kind: SubKind::Event { triggers, parallel, .. }, .. }) => {
                    (triggers, *parallel)
                }
                _ => (&[], false),
            },
            _ => (&[], false),
        }
    }

    /// What runs in the scope that a node opens; none stands for the process itself.
    pub(crate) fn content(&self, node: Option<usize>) -> &Content {
        match node.map(|node| &self.node(node).kind) {
            Some(NodeKind::SubProcess { content, .. } | NodeKind::Called(content)) => content,
            Some(NodeKind::Call { callee }) => match callee.map(|callee| &self.node(callee).kind) {
                Some(NodeKind::Called(content)) => content,
                _ => &self.content,
            },
            _ => &self.content,
        }
    }

    /// Every decision that the process asks, with the node that asks it.
    pub fn decisions(&self) -> impl Iterator<Item = (&Node, &str)> {
        self.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Rule { decision, .. } => Some((node, decision.as_str())),
            _ => None,
        })
    }
}

impl Node {
    /// Whether a token stays here until something outside happens.
    pub fn waits(&self) -> bool {
        match &self.kind {
            NodeKind::User
            | NodeKind::Job(_)
            | NodeKind::Message { .. }
            | NodeKind::Catch { .. }
            | NodeKind::SubProcess { .. }
            | NodeKind::Call { .. }
            | NodeKind::EventBased { .. } => true,
            NodeKind::Start
            | NodeKind::End(_)
            | NodeKind::Throw(_)
            | NodeKind::Pass
            | NodeKind::Rule { .. }
            | NodeKind::Script { .. }
            | NodeKind::Called(_)
            | NodeKind::Boundary { .. }
            | NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive
            | NodeKind::Complex { .. } => false,
        }
    }

    /// Whether it is a gateway.
    pub fn is_gateway(&self) -> bool {
        matches!(
            self.kind,
            NodeKind::Exclusive
                | NodeKind::Parallel
                | NodeKind::Inclusive
                | NodeKind::EventBased { .. }
                | NodeKind::Complex { .. }
        )
    }

    /// Whether it is a task or a sub-process.
    pub(crate) fn is_activity(&self) -> bool {
        matches!(
            self.kind,
            NodeKind::Pass
                | NodeKind::User
                | NodeKind::Job(_)
                | NodeKind::Message { .. }
                | NodeKind::Rule { .. }
                | NodeKind::Script { .. }
                | NodeKind::SubProcess { .. }
                | NodeKind::Call { .. }
        )
    }

    /// Whether each time it is done has names of its own.
    pub(crate) fn has_instances(&self) -> bool {
        self.repeat.is_some() || !self.data.inputs.is_empty() || !self.data.outputs.is_empty()
    }
}
