//! Reads processes: flow nodes, sequence flows and lanes.

use std::collections::BTreeMap;

use super::{Reader, Xml, attribute, flag, local, reference};
use crate::definitions::{
    Element, ElementKind, EventDefinition, Flow, GatewayKind, Lane, Other, Process, SubProcessKind, TaskKind,
};

/// Children of flow nodes that say nothing which running would have to heed.
const HARMLESS: &[&str] = &[
    "incoming",
    "outgoing",
    "documentation",
    "extensionElements",
    "eventDefinitionRef",
    "script",
    "auditing",
    "monitoring",
    "categoryValueRef",
    "resourceRole",
    "performer",
    "humanPerformer",
    "potentialOwner",
    "rendering",
    "laneSet",
    "ioSpecification",
    "dataInput",
    "dataOutput",
    "inputSet",
    "outputSet",
    "supportedInterfaceRef",
    "property",
    "operationRef",
    "dataInputAssociation",
    "dataOutputAssociation",
    "standardLoopCharacteristics",
    "multiInstanceLoopCharacteristics",
    "completionCondition",
    "activationCondition",
];

fn kind_of(node: Xml<'_>) -> Option<ElementKind> {
    Some(match node.tag_name().name() {
        "startEvent" => {
            ElementKind::StartEvent { interrupting: flag(node, "isInterrupting").unwrap_or(true) }
        }
        "endEvent" => ElementKind::EndEvent,
        "intermediateCatchEvent" => ElementKind::IntermediateCatchEvent,
        "intermediateThrowEvent" => ElementKind::IntermediateThrowEvent,
        "boundaryEvent" => ElementKind::BoundaryEvent {
            attached_to: reference(node, "attachedToRef").unwrap_or_default(),
            interrupting: flag(node, "cancelActivity").unwrap_or(true),
        },
        "task" => ElementKind::Task(TaskKind::Plain),
        "manualTask" => ElementKind::Task(TaskKind::Manual),
        "userTask" => ElementKind::Task(TaskKind::User),
        "serviceTask" => ElementKind::Task(TaskKind::Service),
        "sendTask" => ElementKind::Task(TaskKind::Send),
        "receiveTask" => ElementKind::Task(TaskKind::Receive),
        "businessRuleTask" => ElementKind::Task(TaskKind::BusinessRule),
        "scriptTask" => ElementKind::Task(TaskKind::Script),
        "subProcess" if flag(node, "triggeredByEvent") == Some(true) => {
            ElementKind::SubProcess(SubProcessKind::Event)
        }
        "subProcess" => ElementKind::SubProcess(SubProcessKind::Embedded),
        "transaction" => ElementKind::SubProcess(SubProcessKind::Transaction),
        "adHocSubProcess" => ElementKind::SubProcess(SubProcessKind::AdHoc),
        "callActivity" => ElementKind::CallActivity(reference(node, "calledElement")),
        "exclusiveGateway" => ElementKind::Gateway(GatewayKind::Exclusive),
        "parallelGateway" => ElementKind::Gateway(GatewayKind::Parallel),
        "inclusiveGateway" => ElementKind::Gateway(GatewayKind::Inclusive),
        "eventBasedGateway" => ElementKind::Gateway(GatewayKind::EventBased),
        "complexGateway" => ElementKind::Gateway(GatewayKind::Complex),
        tag @ ("event" | "implicitThrowEvent" | "choreographyTask" | "subChoreography"
        | "callChoreography") => ElementKind::Unknown(tag.to_owned()),
        _ => return None,
    })
}

impl Reader<'_> {
    pub(crate) fn process(&self, node: Xml<'_>, shared: &BTreeMap<String, EventDefinition>) -> Process {
        let mut process = Process {
            base: self.base(node),
            is_executable: flag(node, "isExecutable"),
            ..Process::default()
        };
        // Sub-processes are visited from a list, so that depth costs no stack.
        let mut pending = vec![(node, None)];
        while let Some((container, scope)) = pending.pop() {
            for child in self.children(container) {
                if let Some(kind) = kind_of(child) {
                    let is_scope = matches!(kind, ElementKind::SubProcess(_));
                    process.elements.push(self.element(child, kind, scope, shared));
                    if is_scope {
                        pending.push((child, Some(process.elements.len() - 1)));
                    }
                    continue;
                }
                match child.tag_name().name() {
                    "sequenceFlow" => process.flows.push(self.flow(child, scope)),
                    "laneSet" => self.lanes(child, &mut process.lanes),
                    "association" => {
                        process.associations.push((
                            reference(child, "sourceRef").unwrap_or_default(),
                            reference(child, "targetRef").unwrap_or_default(),
                        ));
                        if scope.is_none() {
                            process
                                .others
                                .push(Other { base: self.base(child), tag: "association".to_owned() });
                        }
                    }
                    "dataObject" | "dataObjectReference" | "dataStoreReference" | "property" => {
                        self.data_name(child, &mut process.data_names);
                        if scope.is_none() {
                            let tag = child.tag_name().name().to_owned();
                            process.others.push(Other { base: self.base(child), tag });
                        }
                    }
                    "correlationSubscription" => {
                        self.correlation_subscription(child, &mut process.correlations);
                        if scope.is_none() {
                            let tag = child.tag_name().name().to_owned();
                            process.others.push(Other { base: self.base(child), tag });
                        }
                    }
                    "documentation" | "extensionElements" => {}
                    tag if scope.is_some() && HARMLESS.contains(&tag) => {}
                    tag => process.others.push(Other { base: self.base(child), tag: tag.to_owned() }),
                }
            }
        }
        // A reference has the name of its object.
        let objects: Vec<(String, String)> = self
            .children(node)
            .filter(|child| child.tag_name().name() == "dataObjectReference")
            .filter_map(|child| Some((attribute(child, "id")?, reference(child, "dataObjectRef")?)))
            .collect();
        for (id, object) in objects {
            if let Some(name) = process.data_names.get(&object).cloned() {
                process.data_names.insert(id, name);
            }
        }
        process
    }

    fn flow(&self, node: Xml<'_>, scope: Option<usize>) -> Flow {
        let condition = self.children(node).find(|child| child.tag_name().name() == "conditionExpression");
        Flow {
            base: self.base(node),
            scope,
            source: reference(node, "sourceRef").unwrap_or_default(),
            target: reference(node, "targetRef").unwrap_or_default(),
            condition: condition.map(|child| self.text(child)),
            condition_language: condition.and_then(|child| attribute(child, "language")),
        }
    }

    pub(crate) fn element(
        &self,
        node: Xml<'_>,
        kind: ElementKind,
        scope: Option<usize>,
        shared: &BTreeMap<String, EventDefinition>,
    ) -> Element {
        let is_container = matches!(kind, ElementKind::SubProcess(_));
        let quantity = |name| attribute(node, name);
        let mut element = Element {
            base: self.base(node),
            kind,
            scope,
            default: reference(node, "default"),
            parallel_multiple: flag(node, "parallelMultiple").unwrap_or(false),
            for_compensation: flag(node, "isForCompensation").unwrap_or(false),
            script_format: attribute(node, "scriptFormat"),
            message: reference(node, "messageRef"),
            instantiate: flag(node, "instantiate").unwrap_or(false),
            is_sequential: attribute(node, "ordering")
                .is_some_and(|ordering| ordering.trim() == "Sequential"),
            cancel_remaining: flag(node, "cancelRemainingInstances").unwrap_or(true),
            is_parallel: attribute(node, "eventGatewayType").is_some_and(|kind| kind.trim() == "Parallel"),
            ..Element::default()
        };
        let (start, completion) = (quantity("startQuantity"), quantity("completionQuantity"));
        if start.is_some() || completion.is_some() {
            let or_one = |given: Option<String>| given.unwrap_or_else(|| "1".to_owned());
            element.quantities = Some((or_one(start), or_one(completion)));
        }
        for child in self.children(node) {
            let tag = child.tag_name().name();
            if let Some(event) = self.event_definition(child) {
                element.events.push(event);
                continue;
            }
            match tag {
                "eventDefinitionRef" => {
                    let wanted = local(child.text().unwrap_or_default());
                    match shared.get(&wanted) {
                        Some(event) => element.events.push(event.clone()),
                        None => element.events_missing.push(wanted),
                    }
                }
                "script" => element.script = Some(self.text(child)),
                "standardLoopCharacteristics" | "multiInstanceLoopCharacteristics" => {
                    element.repeats = Some(tag.to_owned());
                    element.repeat = Some(self.repeat(child));
                }
                "activationCondition" | "completionCondition" => element.condition = Some(self.text(child)),
                "dataInputAssociation" | "dataOutputAssociation" => {
                    element.data_associations.push(self.data_association(child));
                }
                "ioSpecification" => self.data_items(child, &mut element.data),
                "dataInput" | "dataOutput" => self.data_item(child, &mut element.data),
                _ if is_container || HARMLESS.contains(&tag) => {}
                _ => element.children.push((tag.to_owned(), self.lines.position(child.range().start))),
            }
        }
        element
    }

    fn lanes(&self, node: Xml<'_>, lanes: &mut Vec<Lane>) {
        let mut pending = vec![(node, None)];
        while let Some((set, parent)) = pending.pop() {
            for lane in self.children(set).filter(|child| child.tag_name().name() == "lane") {
                let base = self.base(lane);
                let mut elements = Vec::new();
                for child in self.children(lane) {
                    match child.tag_name().name() {
                        "flowNodeRef" => elements.push(local(child.text().unwrap_or_default())),
                        "childLaneSet" => pending.push((child, Some(base.id.clone()))),
                        _ => {}
                    }
                }
                lanes.push(Lane { base, parent: parent.clone(), elements });
            }
        }
    }
}
