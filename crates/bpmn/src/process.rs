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
    /// The start event of the process, an index of `nodes`.
    pub start: usize,
    /// What may not do what its author means.
    pub warnings: Vec<Problem>,
    pub(crate) node_by_id: BTreeMap<ElementId, usize>,
    pub(crate) flow_by_id: BTreeMap<ElementId, usize>,
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
    /// Ends the token.
    End(EndKind),
    /// Goes on at once: plain and manual tasks, events that throw nothing.
    Pass,
    /// Waits for a person.
    User,
    /// Waits for a job of another system.
    Job(JobKind),
    /// Waits for a message: a receive task or an intermediate message event.
    Message {
        /// The name of the message.
        name: String,
    },
    /// Waits for a timer.
    Timer(TimerDefinition),
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
    /// An embedded sub-process with its start event.
    SubProcess {
        /// The start event, an index of `nodes`.
        start: usize,
    },
    /// An event on the border of an activity.
    Boundary {
        /// The activity.
        host: usize,
        /// Whether the activity ends.
        interrupting: bool,
        /// What it waits for.
        trigger: Trigger,
    },
    /// One way out of several.
    Exclusive,
    /// All ways, and waiting for all.
    Parallel,
    /// Every way whose condition holds, and waiting for those that can still come.
    Inclusive,
    /// The way whose event happens first.
    EventBased,
}

/// How an end event ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndKind {
    /// Only its own token ends.
    None,
    /// Everything in the scope ends.
    Terminate,
    /// An error leaves the scope.
    Error {
        /// The code; none is caught only by a boundary event without a code.
        code: Option<String>,
    },
    /// A message is sent first.
    Message {
        /// The name of the message.
        name: String,
    },
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

/// What a boundary event waits for.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// A time.
    Timer(TimerDefinition),
    /// A message by name.
    Message(String),
    /// An error by code; none catches every error.
    Error(Option<String>),
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
        match &self.find_node(element)?.kind {
            NodeKind::Timer(timer) | NodeKind::Boundary { trigger: Trigger::Timer(timer), .. } => Some(timer),
            _ => None,
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
            | NodeKind::Timer(_)
            | NodeKind::SubProcess { .. }
            | NodeKind::EventBased => true,
            NodeKind::Start
            | NodeKind::End(_)
            | NodeKind::Pass
            | NodeKind::Rule { .. }
            | NodeKind::Script { .. }
            | NodeKind::Boundary { .. }
            | NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive => false,
        }
    }

    /// Whether it is a gateway.
    pub fn is_gateway(&self) -> bool {
        matches!(
            self.kind,
            NodeKind::Exclusive | NodeKind::Parallel | NodeKind::Inclusive | NodeKind::EventBased
        )
    }
}
