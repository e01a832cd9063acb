//! Compiles each flow node by its kind.

use std::collections::BTreeMap;

use super::Compiler;
use crate::definitions::{
    BaseElement, Element, ElementId, ElementKind, EventDefinition, EventKind, GatewayKind, SubProcessKind,
    TaskKind,
};
use crate::limits;
use crate::problem::{Problem, ProblemKind};
use crate::process::{EndKind, JobKind, Node, NodeKind, Trigger};

/// Children of tasks that name the outside operation, which the job's receiver may read.
const CHILDREN_OF_TASKS: &[&str] = &["operationRef"];

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

fn name_of_event(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Message(_) => "message",
        EventKind::Timer { .. } => "timer",
        EventKind::Error(_) => "error",
        EventKind::Signal(_) => "signal",
        EventKind::Escalation(_) => "escalation",
        EventKind::Conditional(_) => "conditional",
        EventKind::Link(_) => "link",
        EventKind::Compensate(_) => "compensation",
        EventKind::Cancel => "cancel",
        EventKind::Terminate => "terminate",
    }
}

impl Compiler<'_> {
    pub(super) fn nodes(&mut self) {
        let process = self.process;
        let lanes: BTreeMap<&str, ElementId> = process
            .lanes
            .iter()
            .flat_map(|lane| lane.elements.iter().map(|held| (held.as_str(), lane.base.id.clone())))
            .collect();
        let mut depths: Vec<usize> = Vec::with_capacity(process.elements.len());
        for (index, element) in process.elements.iter().enumerate() {
            let depth = element.scope.and_then(|scope| depths.get(scope)).map_or(0, |depth| depth + 1);
            if depth == limits::SUB_PROCESS_DEPTH_MAX {
                self.report(&element.base, ProblemKind::TooDeep { limit: limits::SUB_PROCESS_DEPTH_MAX });
            }
            depths.push(depth);
            if !element.base.has_own_id {
                self.report(
                    &element.base,
                    ProblemKind::MissingId { what: name_of(&element.kind).to_owned() },
                );
            }
            if self.node_by_id.insert(element.base.id.clone(), index).is_some() {
                self.report(&element.base, ProblemKind::DuplicateId);
            }
            self.refuse_markers(element);
            let lane = lanes.get(&*element.base.id).cloned().or_else(|| {
                let around: &Node = self.nodes.get(element.scope?)?;
                around.lane.clone()
            });
            let kind = self.kind(element);
            self.nodes.push(Node {
                base: element.base.clone(),
                kind,
                scope: element.scope,
                lane,
                incoming: Vec::new(),
                outgoing: Vec::new(),
                default: None,
                undetermined: None,
                boundaries: Vec::new(),
            });
        }
    }

    pub(super) fn not_executed(&mut self, base: &BaseElement, what: impl Into<String>) -> NodeKind {
        self.report(base, ProblemKind::NotExecuted { what: what.into() });
        NodeKind::Pass
    }

    fn refuse_markers(&mut self, element: &Element) {
        let base = &element.base;
        if let Some(repeats) = &element.repeats {
            self.not_executed(base, format!("the marker `{repeats}`"));
        }
        if element.for_compensation {
            self.not_executed(base, "an activity for compensation");
        }
        if let Some((start, completion)) = &element.quantities
            && (start.trim() != "1" || completion.trim() != "1")
        {
            self.not_executed(base, format!("startQuantity {start} with completionQuantity {completion}"));
        }
        if element.instantiate {
            self.not_executed(base, "`instantiate`");
        }
        if element.parallel_multiple && element.events.len() > 1 {
            self.not_executed(base, "a parallel multiple event");
        }
        for missing in &element.events_missing {
            let kind = ProblemKind::ReferenceUnknown { what: "event definition", reference: missing.clone() };
            self.report(base, kind);
        }
        for (tag, position) in &element.children {
            if !CHILDREN_OF_TASKS.contains(&tag.as_str()) {
                let kind = ProblemKind::NotExecuted { what: format!("`{tag}`") };
                self.problems.push(Problem::at(base, kind).moved_to(*position));
            }
        }
    }

    fn kind(&mut self, element: &Element) -> NodeKind {
        let base = &element.base;
        match &element.kind {
            ElementKind::StartEvent { .. } => match element.events.as_slice() {
                [] => NodeKind::Start,
                _ => self.refuse_events(element),
            },
            ElementKind::EndEvent => self.end(element),
            ElementKind::IntermediateCatchEvent => self.catch(element),
            ElementKind::IntermediateThrowEvent => match element.events.as_slice() {
                [] => NodeKind::Pass,
                [EventDefinition { kind: EventKind::Message(reference), .. }] => {
                    let message = self.message_name(base, reference.as_deref());
                    NodeKind::Job(JobKind::Send { message })
                }
                _ => self.refuse_events(element),
            },
            ElementKind::BoundaryEvent { interrupting, .. } => self.boundary(element, *interrupting),
            ElementKind::Task(task) => self.task(element, *task),
            // The start is found when all nodes are known.
            ElementKind::SubProcess(SubProcessKind::Embedded) => NodeKind::SubProcess { start: 0 },
            ElementKind::Gateway(GatewayKind::Exclusive) => NodeKind::Exclusive,
            ElementKind::Gateway(GatewayKind::Parallel) => NodeKind::Parallel,
            ElementKind::Gateway(GatewayKind::Inclusive) => NodeKind::Inclusive,
            ElementKind::Gateway(GatewayKind::EventBased) => NodeKind::EventBased,
            ElementKind::SubProcess(_)
            | ElementKind::CallActivity(_)
            | ElementKind::Gateway(GatewayKind::Complex)
            | ElementKind::Unknown(_) => self.not_executed(base, name_of(&element.kind)),
        }
    }

    fn refuse_events(&mut self, element: &Element) -> NodeKind {
        let kinds: Vec<&str> = element.events.iter().map(|event| name_of_event(&event.kind)).collect();
        let what = format!("{} with trigger {}", name_of(&element.kind), kinds.join(" + "));
        let what =
            if kinds.is_empty() { format!("{} without a trigger", name_of(&element.kind)) } else { what };
        self.not_executed(&element.base, what)
    }

    fn end(&mut self, element: &Element) -> NodeKind {
        NodeKind::End(match element.events.as_slice() {
            [] => EndKind::None,
            [EventDefinition { kind: EventKind::Terminate, .. }] => EndKind::Terminate,
            [EventDefinition { kind: EventKind::Error(reference), .. }] => {
                EndKind::Error { code: self.error_code(&element.base, reference.as_deref()) }
            }
            [EventDefinition { kind: EventKind::Message(reference), .. }] => EndKind::Message {
                name: self.message_name(&element.base, reference.as_deref()).unwrap_or_default(),
            },
            _ => return self.refuse_events(element),
        })
    }

    fn catch(&mut self, element: &Element) -> NodeKind {
        match element.events.as_slice() {
            [EventDefinition { kind: EventKind::Message(reference), .. }] => NodeKind::Message {
                name: self.message_name(&element.base, reference.as_deref()).unwrap_or_default(),
            },
            [event @ EventDefinition { kind: EventKind::Timer { .. }, .. }] => {
                self.timer(element, event).map_or(NodeKind::Pass, NodeKind::Timer)
            }
            _ => self.refuse_events(element),
        }
    }

    fn boundary(&mut self, element: &Element, interrupting: bool) -> NodeKind {
        let trigger = match element.events.as_slice() {
            [event @ EventDefinition { kind: EventKind::Timer { .. }, .. }] => {
                self.timer(element, event).map(Trigger::Timer)
            }
            [EventDefinition { kind: EventKind::Message(reference), .. }] => {
                self.message_name(&element.base, reference.as_deref()).map(Trigger::Message)
            }
            [EventDefinition { kind: EventKind::Error(reference), .. }] => {
                if !interrupting {
                    self.not_executed(&element.base, "an error boundary event that does not interrupt");
                }
                Some(Trigger::Error(self.error_code(&element.base, reference.as_deref())))
            }
            _ => return self.refuse_events(element),
        };
        // The host is resolved when all nodes are known.
        trigger.map_or(NodeKind::Pass, |trigger| NodeKind::Boundary {
            host: usize::MAX,
            interrupting,
            trigger,
        })
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
