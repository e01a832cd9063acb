//! Compiles each flow node by its kind.

use std::collections::BTreeMap;

use super::Compiler;
use super::expressions::Wanted;
use crate::definitions::{
    BaseElement, Element, ElementId, ElementKind, EventDefinition, EventKind, GatewayKind, Process,
    SubProcessKind, TaskKind,
};
use crate::limits;
use crate::problem::{Problem, ProblemKind};
use crate::process::{Content, DataFlow, JobKind, Node, NodeKind, SubKind};

/// The words for an element in messages.
pub(crate) fn name_of(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::StartEvent { .. } => "a start event",
        ElementKind::EndEvent => "an end event",
        ElementKind::IntermediateCatchEvent => "an intermediate catch event",
        ElementKind::IntermediateThrowEvent => "an intermediate throw event",
        ElementKind::BoundaryEvent { .. } => "a boundary event",
        ElementKind::Task(_) => "a task",
        ElementKind::SubProcess(SubProcessKind::Embedded) => "a sub-process",
        ElementKind::SubProcess(SubProcessKind::Event) => "an event sub-process",
        ElementKind::SubProcess(SubProcessKind::Transaction) => "a transaction",
        ElementKind::SubProcess(SubProcessKind::AdHoc) => "an ad-hoc sub-process",
        ElementKind::CallActivity(_) => "a call activity",
        ElementKind::Gateway(GatewayKind::Exclusive) => "an exclusive gateway",
        ElementKind::Gateway(GatewayKind::Parallel) => "a parallel gateway",
        ElementKind::Gateway(GatewayKind::Inclusive) => "an inclusive gateway",
        ElementKind::Gateway(GatewayKind::EventBased) => "an event-based gateway",
        ElementKind::Gateway(GatewayKind::Complex) => "a complex gateway",
        ElementKind::Unknown(_) => "a choreography element",
    }
}

pub(crate) fn name_of_event(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Message(_) => "message",
        EventKind::Timer { .. } => "timer",
        EventKind::Error(_) => "error",
        EventKind::Signal(_) => "signal",
        EventKind::Escalation(_) => "escalation",
        EventKind::Conditional(_) => "conditional",
        EventKind::Link(_) => "link",
        EventKind::Compensate { .. } => "compensation",
        EventKind::Cancel => "cancel",
        EventKind::Terminate => "terminate",
    }
}

fn plain(base: BaseElement, kind: NodeKind) -> Node {
    Node {
        base,
        kind,
        scope: None,
        lane: None,
        incoming: Vec::new(),
        outgoing: Vec::new(),
        default: None,
        undetermined: None,
        boundaries: Vec::new(),
        repeat: None,
        data: DataFlow::default(),
        start_quantity: 1,
        completion_quantity: 1,
        undone_by: None,
        for_compensation: false,
    }
}

impl<'a> Compiler<'a> {
    /// Registers every element of the process and of what it calls, then compiles each.
    pub(super) fn nodes(&mut self) {
        self.include(self.process, None);
        // Processes are called from wherever they stand, each is included once.
        let mut next = 0;
        while next < self.elements.len() {
            if let Some(Element { kind: ElementKind::CallActivity(Some(id)), .. }) = self.elements[next] {
                self.include_called(id);
            }
            next += 1;
        }
        for index in 0..self.nodes.len() {
            let Some(element) = self.elements[index] else { continue };
            self.refuse_markers(element);
            let kind = self.kind(element);
            let repeat = self.repeat(element);
            let data = self.data(element);
            let quantities = element.quantities.as_ref().map(|(start, completion)| {
                (
                    self.quantity(&element.base, "startQuantity", start),
                    self.quantity(&element.base, "completionQuantity", completion),
                )
            });
            let node = &mut self.nodes[index];
            (node.kind, node.repeat, node.data) = (kind, repeat, data);
            (node.start_quantity, node.completion_quantity) = quantities.unwrap_or((1, 1));
            node.for_compensation = element.for_compensation;
        }
    }

    fn include_called(&mut self, id: &'a str) {
        if self.called.contains_key(id) || id == &*self.process.base.id {
            return;
        }
        if let Some(process) = self.definitions.find_process(id) {
            let called = self.add_called(&process.base);
            self.called.insert(id, called);
            self.results(process);
            self.included.push((process, Some(called)));
            self.include(process, Some(called));
        } else if let Some(task) = self.definitions.global_tasks.iter().find(|task| &*task.base.id == id) {
            let mut base = task.base.clone();
            base.id = format!("{}:called", base.id).into();
            let called = self.add_called(&base);
            self.called.insert(id, called);
            self.add(task, Some(called), None);
        }
    }

    fn add_called(&mut self, base: &BaseElement) -> usize {
        let index = self.nodes.len();
        let node = plain(base.clone(), NodeKind::Called(Content::default()));
        if self.node_by_id.insert(base.id.clone(), index).is_some() {
            self.report(base, ProblemKind::DuplicateId);
        }
        self.nodes.push(node);
        self.elements.push(None);
        index
    }

    fn add(&mut self, element: &'a Element, scope: Option<usize>, lane: Option<ElementId>) {
        if !element.base.has_own_id {
            let what = name_of(&element.kind).to_owned();
            self.report(&element.base, ProblemKind::MissingId { what });
        }
        if self.node_by_id.insert(element.base.id.clone(), self.nodes.len()).is_some() {
            self.report(&element.base, ProblemKind::DuplicateId);
        }
        self.nodes.push(Node { scope, lane, ..plain(element.base.clone(), NodeKind::Pass) });
        self.elements.push(Some(element));
    }

    fn include(&mut self, process: &'a Process, around: Option<usize>) {
        let lanes: BTreeMap<&str, ElementId> = process
            .lanes
            .iter()
            .flat_map(|lane| lane.elements.iter().map(|held| (held.as_str(), lane.base.id.clone())))
            .collect();
        let offset = self.nodes.len();
        let mut depths: Vec<usize> = Vec::with_capacity(process.elements.len());
        for element in &process.elements {
            let depth = element.scope.and_then(|scope| depths.get(scope)).map_or(0, |depth| depth + 1);
            if depth == limits::SUB_PROCESS_DEPTH_MAX {
                self.report(&element.base, ProblemKind::TooDeep { limit: limits::SUB_PROCESS_DEPTH_MAX });
            }
            depths.push(depth);
            let scope = element.scope.map(|scope| offset + scope).or(around);
            let lane = lanes.get(&*element.base.id).cloned().or_else(|| {
                let outer: &Node = self.nodes.get(offset + element.scope?)?;
                outer.lane.clone()
            });
            self.add(element, scope, lane);
        }
    }

    pub(super) fn not_executed(&mut self, base: &BaseElement, what: impl Into<String>) -> NodeKind {
        self.report(base, ProblemKind::NotExecuted { what: what.into() });
        NodeKind::Pass
    }

    fn refuse_markers(&mut self, element: &Element) {
        let base = &element.base;
        for missing in &element.events_missing {
            let kind = ProblemKind::ReferenceUnknown { what: "event definition", reference: missing.clone() };
            self.report(base, kind);
        }
        for (tag, position) in &element.children {
            let kind = ProblemKind::NotExecuted { what: format!("`{tag}`") };
            self.problems.push(Problem::at(base, kind).moved_to(*position));
        }
    }

    fn kind(&mut self, element: &Element) -> NodeKind {
        let base = &element.base;
        match &element.kind {
            ElementKind::StartEvent { .. } => NodeKind::Start,
            ElementKind::EndEvent => self.end(element),
            ElementKind::IntermediateCatchEvent
                if matches!(
                    element.events.as_slice(),
                    [EventDefinition { kind: EventKind::Link(_), .. }]
                ) =>
            {
                NodeKind::Pass
            }
            ElementKind::IntermediateCatchEvent => self.catch(element),
            ElementKind::IntermediateThrowEvent => self.intermediate_throw(element),
            ElementKind::BoundaryEvent { interrupting, .. } => self.boundary(element, *interrupting),
            ElementKind::Task(task) => self.task(element, *task),
            ElementKind::SubProcess(kind) => {
                let kind = match kind {
                    SubProcessKind::Embedded => SubKind::Embedded,
                    SubProcessKind::Transaction => SubKind::Transaction,
                    SubProcessKind::Event => self.event_sub_process(element),
                    SubProcessKind::AdHoc => {
                        let completion =
                            element.condition.as_ref().filter(|text| !text.value.trim().is_empty());
                        SubKind::AdHoc {
                            sequential: element.is_sequential,
                            completion: completion
                                .and_then(|text| self.expression(base, text, Wanted::Condition)),
                            cancel_remaining: element.cancel_remaining,
                        }
                    }
                };
                // What it begins with is found when all flows are known.
                NodeKind::SubProcess { content: Content::default(), kind }
            }
            ElementKind::Gateway(GatewayKind::Exclusive) => NodeKind::Exclusive,
            ElementKind::Gateway(GatewayKind::Parallel) => NodeKind::Parallel,
            ElementKind::Gateway(GatewayKind::Inclusive) => NodeKind::Inclusive,
            ElementKind::Gateway(GatewayKind::EventBased) => {
                NodeKind::EventBased { parallel: element.is_parallel && element.instantiate }
            }
            ElementKind::Gateway(GatewayKind::Complex) => {
                let activation = element.condition.as_ref().filter(|text| !text.value.trim().is_empty());
                NodeKind::Complex {
                    activation: activation.and_then(|text| self.expression(base, text, Wanted::Condition)),
                }
            }
            ElementKind::CallActivity(reference) => self.call(base, reference.as_deref()),
            ElementKind::Unknown(_) => self.not_executed(base, name_of(&element.kind)),
        }
    }

    fn call(&mut self, base: &BaseElement, reference: Option<&str>) -> NodeKind {
        let Some(reference) = reference.filter(|reference| !reference.is_empty()) else {
            self.report(base, ProblemKind::ReferenceMissing { what: "process" });
            return NodeKind::Pass;
        };
        if reference == &*self.process.base.id {
            return NodeKind::Call { callee: None };
        }
        match self.called.get(reference) {
            Some(&callee) => NodeKind::Call { callee: Some(callee) },
            None => {
                let reference = reference.to_owned();
                self.report(base, ProblemKind::ReferenceUnknown { what: "process", reference });
                NodeKind::Pass
            }
        }
    }

    fn event_sub_process(&mut self, element: &Element) -> SubKind {
        let own = self.node_by_id.get(&element.base.id).copied();
        let start = (0..self.nodes.len()).find_map(|index| {
            let inside = self.elements[index]?;
            let is_start = matches!(inside.kind, ElementKind::StartEvent { .. });
            (is_start && self.nodes[index].scope == own && own.is_some()).then_some((index, inside))
        });
        let Some((start, inside)) = start else {
            let (triggers, parallel) = (Vec::new(), false);
            return SubKind::Event { start: 0, interrupting: true, triggers, parallel };
        };
        let triggers = self.triggers(inside, super::events::Position::EventSubProcessStart);
        self.structural_alone(inside, &triggers);
        let interrupting = !matches!(inside.kind, ElementKind::StartEvent { interrupting: false });
        SubKind::Event { start, interrupting, triggers, parallel: inside.parallel_multiple }
    }

    pub(super) fn refuse_events(&mut self, element: &Element) -> NodeKind {
        let kinds: Vec<&str> = element.events.iter().map(|event| name_of_event(&event.kind)).collect();
        let what = format!("{} with trigger {}", name_of(&element.kind), kinds.join(" + "));
        let what =
            if kinds.is_empty() { format!("{} without a trigger", name_of(&element.kind)) } else { what };
        self.not_executed(&element.base, what)
    }

    fn task(&mut self, element: &Element, task: TaskKind) -> NodeKind {
        let base = &element.base;
        let variable =
            base.extensions.get("resultVariable").or_else(|| base.extensions.get("result")).cloned();
        match task {
            TaskKind::Plain | TaskKind::Manual => NodeKind::Pass,
            TaskKind::User => NodeKind::User,
            TaskKind::Service => NodeKind::Job(JobKind::Service),
            TaskKind::Send => {
                let reference = element.message.as_deref();
                let named = reference.is_some() || base.extensions.contains_key("message");
                let message = if named { self.message_name(base, reference) } else { None };
                NodeKind::Job(JobKind::Send { message })
            }
            TaskKind::Receive => NodeKind::Message {
                name: self.message_name(base, element.message.as_deref()).unwrap_or_default(),
                key: self.message_key(base, element.message.as_deref()),
            },
            TaskKind::BusinessRule => match base.extensions.get("decision") {
                Some(decision) if !decision.trim().is_empty() => {
                    NodeKind::Rule { decision: decision.trim().to_owned(), variable }
                }
                _ => {
                    self.report(base, ProblemKind::DecisionMissing);
                    NodeKind::Pass
                }
            },
            TaskKind::Script => self.script(element, variable),
        }
    }
}
