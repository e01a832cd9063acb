//! What a BPMN file says, as it was read: nothing is judged here and nothing is left out.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The id of an element, as the file gives it.
pub type ElementId = Arc<str>;

/// The namespace of our own attributes and extension elements.
pub const AFAQ_NAMESPACE: &str = "urn:afaq:bpmn:1";

/// A place in the file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

/// A language of labels and pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// Arabic, drawn from right to left.
    Ar,
    /// English, drawn from left to right.
    En,
}

/// A text of the file with its place, so that a fault inside of it can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text itself, with XML escapes resolved.
    pub value: String,
    /// Where the text begins.
    pub position: Position,
    /// The byte of the source at which the raw text begins.
    pub(crate) source_byte: usize,
}

/// An attribute or element of another vendor's namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The vendor's namespace.
    pub namespace: String,
    /// The local name; for elements in `extensionElements` it is the element's name, with
    /// `@attribute` behind it for each of its attributes.
    pub name: String,
    /// The value.
    pub value: String,
    /// Where it stands.
    pub position: Position,
}

/// What every BPMN element has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaseElement {
    /// The id; where the file gives none, one made of tag and position.
    pub id: ElementId,
    /// Whether the file gives the id.
    pub has_own_id: bool,
    /// The name that people read.
    pub name: Option<String>,
    /// The words of `documentation`.
    pub documentation: Option<String>,
    /// Where the element begins.
    pub position: Position,
    /// Our own attributes and extension elements, by local name.
    pub extensions: BTreeMap<String, String>,
    /// Attributes and extension elements of other vendors.
    pub foreign: Vec<Foreign>,
}

impl Default for ElementKind {
    fn default() -> Self {
        Self::Task(TaskKind::Plain)
    }
}

impl BaseElement {
    /// The label in one language: the extension `name_ar` or `name_en`, else the name, else the id.
    pub fn label(&self, lang: Lang) -> &str {
        let key = match lang {
            Lang::Ar => "name_ar",
            Lang::En => "name_en",
        };
        self.extensions
            .get(key)
            .map(String::as_str)
            .or(self.name.as_deref())
            .filter(|name| !name.trim().is_empty())
            .unwrap_or(&self.id)
    }
}

/// A whole BPMN file.
#[derive(Debug, Clone, PartialEq)]
pub struct Definitions {
    /// Id, name and extensions of the file's root.
    pub base: BaseElement,
    /// The target namespace.
    pub target_namespace: Option<String>,
    /// The processes in the file's order.
    pub processes: Vec<Process>,
    /// The messages.
    pub messages: Vec<RootElement>,
    /// The errors.
    pub errors: Vec<RootElement>,
    /// The signals.
    pub signals: Vec<RootElement>,
    /// The escalations.
    pub escalations: Vec<RootElement>,
    /// The global tasks, which call activities can run.
    pub global_tasks: Vec<Element>,
    /// What tells which instance a message is for.
    pub correlation_properties: Vec<CorrelationProperty>,
    /// The event definitions that events share.
    pub event_definitions: Vec<EventDefinition>,
    /// Every other root element, named only.
    pub others: Vec<Other>,
    /// The participants of all collaborations.
    pub participants: Vec<Participant>,
    /// The message flows of all collaborations.
    pub message_flows: Vec<MessageFlow>,
    /// The shapes of all diagrams.
    pub shapes: Vec<Shape>,
    /// The edges of all diagrams.
    pub edges: Vec<Edge>,
    /// The text that was read, to point into expressions.
    pub(crate) source: Arc<str>,
}

/// A message, error, signal or escalation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootElement {
    /// Id, name, place.
    pub base: BaseElement,
    /// The error code or escalation code.
    pub code: Option<String>,
}

/// Something that is read, named and kept, and has no part in running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Id, name, place.
    pub base: BaseElement,
    /// The XML name, such as `dataObject` or `textAnnotation`.
    pub tag: String,
}

/// A part of the key that tells which instance a message is for (BPMN 2.0, 8.4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrelationProperty {
    /// Id, name, place.
    pub base: BaseElement,
    /// How it is found in each message: the message's id, and an expression over what it carries.
    pub paths: Vec<(String, Text)>,
}

/// A pool of a collaboration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Id, name, place.
    pub base: BaseElement,
    /// The process that the pool shows.
    pub process: Option<String>,
}

/// A message flow between pools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageFlow {
    /// Id, name, place.
    pub base: BaseElement,
    /// Where it begins.
    pub source: String,
    /// Where it leads.
    pub target: String,
}

/// One process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Process {
    /// Id, name, place.
    pub base: BaseElement,
    /// `isExecutable`, where the file says it.
    pub is_executable: Option<bool>,
    /// All flow nodes, those of sub-processes too (see [`Element::scope`]).
    pub elements: Vec<Element>,
    /// All sequence flows.
    pub flows: Vec<Flow>,
    /// All lanes.
    pub lanes: Vec<Lane>,
    /// Data objects, artifacts and whatever else the process holds.
    pub others: Vec<Other>,
    /// The names of data objects, references to them, stores and properties, by id.
    pub data_names: BTreeMap<String, String>,
    /// What an instance knows of the keys of its messages: a correlation property's id, and an
    /// expression over the variables.
    pub correlations: Vec<(String, Text)>,
    /// The ends of all associations.
    pub associations: Vec<(String, String)>,
}

/// A lane with what lies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Id, name, place.
    pub base: BaseElement,
    /// The lane around this one.
    pub parent: Option<ElementId>,
    /// The ids of the elements in it.
    pub elements: Vec<String>,
}

/// A sequence flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Id, name, place.
    pub base: BaseElement,
    /// The index in [`Process::elements`] of the sub-process that holds the flow.
    pub scope: Option<usize>,
    /// The id where it begins.
    pub source: String,
    /// The id where it leads.
    pub target: String,
    /// The condition.
    pub condition: Option<Text>,
    /// The language that the condition names.
    pub condition_language: Option<String>,
}

/// A flow node: event, activity or gateway.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Element {
    /// Id, name, place.
    pub base: BaseElement,
    /// What it is.
    pub kind: ElementKind,
    /// The index in [`Process::elements`] of the sub-process that holds it.
    pub scope: Option<usize>,
    /// The event definitions, references to shared ones resolved.
    pub events: Vec<EventDefinition>,
    /// References to event definitions that the file does not hold.
    pub events_missing: Vec<String>,
    /// `parallelMultiple` of a catch event.
    pub parallel_multiple: bool,
    /// The id of the default flow.
    pub default: Option<String>,
    /// The loop or multi-instance marker, as its XML name.
    pub repeats: Option<String>,
    /// `isForCompensation`.
    pub for_compensation: bool,
    /// `startQuantity` and `completionQuantity`, where they are given.
    pub quantities: Option<(String, String)>,
    /// The text of a script task.
    pub script: Option<Text>,
    /// The language of the script.
    pub script_format: Option<String>,
    /// `messageRef` of a send or receive task.
    pub message: Option<String>,
    /// `instantiate` of a receive task or an event-based gateway.
    pub instantiate: bool,
    /// The loop or multi-instance marker with what it says.
    pub repeat: Option<RepeatMarker>,
    /// `activationCondition` of a complex gateway, or `completionCondition` of an ad-hoc sub-process.
    pub condition: Option<Text>,
    /// `ordering="Sequential"` of an ad-hoc sub-process.
    pub is_sequential: bool,
    /// `cancelRemainingInstances` of an ad-hoc sub-process.
    pub cancel_remaining: bool,
    /// `eventGatewayType="Parallel"` of an event-based gateway.
    pub is_parallel: bool,
    /// The data inputs and outputs of the element: id and name, and whether it is an input.
    pub data: Vec<(String, String, bool)>,
    /// The data associations, those into the element first.
    pub data_associations: Vec<DataAssociation>,
    /// The XML names of child elements that carry meaning which is not executed.
    pub children: Vec<(String, Position)>,
}

/// What a loop or multi-instance marker says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RepeatMarker {
    /// Id, place, extensions.
    pub base: BaseElement,
    /// Whether it is a multi-instance marker.
    pub is_multi: bool,
    /// `testBefore` of a loop.
    pub test_before: bool,
    /// `loopMaximum`, as it is written.
    pub maximum: Option<String>,
    /// `loopCondition`.
    pub condition: Option<Text>,
    /// `isSequential`.
    pub is_sequential: bool,
    /// `loopCardinality`.
    pub cardinality: Option<Text>,
    /// `completionCondition`.
    pub completion: Option<Text>,
    /// `behavior`, as it is written.
    pub behavior: Option<String>,
    /// `noneBehaviorEventRef` or `oneBehaviorEventRef`.
    pub event: Option<String>,
    /// The conditions of `complexBehaviorDefinition`, each with the events thrown.
    pub complex: Vec<(Option<Text>, Vec<EventDefinition>)>,
    /// `loopDataInputRef`, `inputDataItem`, `loopDataOutputRef` and `outputDataItem`.
    pub data: [Option<String>; 4],
}

/// What goes into an element or comes out of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataAssociation {
    /// Id, place.
    pub base: BaseElement,
    /// Whether it goes in.
    pub is_input: bool,
    /// The ids where values come from.
    pub sources: Vec<String>,
    /// The id where the value goes.
    pub target: Option<String>,
    /// The expression that makes the value.
    pub transformation: Option<Text>,
    /// Expressions that are assigned: from, to.
    pub assignments: Vec<(Text, Text)>,
}

/// The kinds of flow nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementKind {
    /// A start event; `interrupting` counts in event sub-processes.
    StartEvent {
        /// `isInterrupting`.
        interrupting: bool,
    },
    /// An end event.
    EndEvent,
    /// An intermediate event that waits.
    IntermediateCatchEvent,
    /// An intermediate event that throws.
    IntermediateThrowEvent,
    /// An event on the border of an activity.
    BoundaryEvent {
        /// The id of the activity.
        attached_to: String,
        /// `cancelActivity`.
        interrupting: bool,
    },
    /// A task.
    Task(TaskKind),
    /// A sub-process of any kind.
    SubProcess(SubProcessKind),
    /// A call activity with the id that it calls.
    CallActivity(Option<String>),
    /// A gateway.
    Gateway(GatewayKind),
    /// A choreography element or another flow node of the standard, by XML name.
    Unknown(String),
}

/// The kinds of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// `task`, without a kind.
    Plain,
    /// `manualTask`.
    Manual,
    /// `userTask`.
    User,
    /// `serviceTask`.
    Service,
    /// `sendTask`.
    Send,
    /// `receiveTask`.
    Receive,
    /// `businessRuleTask`.
    BusinessRule,
    /// `scriptTask`.
    Script,
}

/// The kinds of sub-processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubProcessKind {
    /// `subProcess`.
    Embedded,
    /// `subProcess` with `triggeredByEvent`.
    Event,
    /// `transaction`.
    Transaction,
    /// `adHocSubProcess`.
    AdHoc,
}

/// The kinds of gateways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GatewayKind {
    /// One way out of several.
    Exclusive,
    /// All ways, and waiting for all.
    Parallel,
    /// Every way whose condition holds, and waiting for those that can still come.
    Inclusive,
    /// The way whose event happens first.
    EventBased,
    /// A gateway with an activation rule of its own.
    Complex,
}

/// An event definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDefinition {
    /// Id, place, extensions.
    pub base: BaseElement,
    /// What it waits for or throws.
    pub kind: EventKind,
}

/// The kinds of event definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// A message, by reference.
    Message(Option<String>),
    /// A timer with what the file says of `timeDate`, `timeDuration` and `timeCycle`.
    Timer {
        /// `timeDate`.
        date: Option<Text>,
        /// `timeDuration`.
        duration: Option<Text>,
        /// `timeCycle`.
        cycle: Option<Text>,
    },
    /// An error, by reference.
    Error(Option<String>),
    /// A signal, by reference.
    Signal(Option<String>),
    /// An escalation, by reference.
    Escalation(Option<String>),
    /// A condition.
    Conditional(Option<Text>),
    /// A link, by name.
    Link(Option<String>),
    /// A compensation of one activity or of the scope.
    Compensate {
        /// `activityRef`.
        activity: Option<String>,
        /// `waitForCompletion`.
        wait: bool,
    },
    /// A cancelation of a transaction.
    Cancel,
    /// The end of everything in the scope.
    Terminate,
}

/// A shape of a diagram.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// The id of the element shown.
    pub element: String,
    /// Where it is drawn.
    pub bounds: Bounds,
    /// Where its label is drawn.
    pub label: Option<Bounds>,
    /// `isHorizontal` of pools and lanes.
    pub is_horizontal: Option<bool>,
    /// `isExpanded` of sub-processes.
    pub is_expanded: Option<bool>,
    /// Which of the file's diagrams shows it, counted from 0.
    pub diagram: usize,
}

/// An edge of a diagram.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The id of the flow shown.
    pub element: String,
    /// The points of the line.
    pub waypoints: Vec<(f64, f64)>,
    /// Where its label is drawn.
    pub label: Option<Bounds>,
    /// Which of the file's diagrams shows it, counted from 0.
    pub diagram: usize,
}

/// A rectangle of a diagram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The left edge in the file's coordinates.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

impl Definitions {
    /// The process with this id.
    pub fn find_process(&self, id: &str) -> Option<&Process> {
        self.processes.iter().find(|process| &*process.base.id == id)
    }
}

impl Process {
    /// The element with this id.
    pub fn find_element(&self, id: &str) -> Option<&Element> {
        self.elements.iter().find(|element| &*element.base.id == id)
    }

    /// The innermost lane that holds the element; elements of a sub-process lie in its lane.
    pub fn lane_of(&self, id: &str) -> Option<&Lane> {
        let mut at = id;
        for _ in 0..=crate::limits::SUB_PROCESS_DEPTH_MAX {
            let holding = self.lanes.iter().rev().find(|lane| lane.elements.iter().any(|held| held == at));
            if holding.is_some() {
                return holding;
            }
            let scope = self.find_element(at)?.scope?;
            at = &self.elements.get(scope)?.base.id;
        }
        None
    }
}
