//! Connects the flows and finds structural faults.

use super::Compiler;
use super::nodes::name_of;
use crate::definitions::{
    BaseElement, Element, ElementKind, EventDefinition, EventKind, Flow, SubProcessKind,
};
use crate::limits;
use crate::problem::{Problem, ProblemKind};
use crate::process::{FlowDefinition, NodeKind, Trigger};

impl Compiler<'_> {
    pub(super) fn flows(&mut self) {
        let all: Vec<&Flow> = self.included.iter().flat_map(|(process, _)| &process.flows).collect();
        for flow in all {
            let (Some(source), Some(target)) =
                (self.flow_end(flow, "source", &flow.source), self.flow_end(flow, "target", &flow.target))
            else {
                continue;
            };
            if self.nodes[source].scope != self.nodes[target].scope {
                self.report(&flow.base, ProblemKind::FlowAcrossScopes);
                continue;
            }
            if self.node_by_id.contains_key(&flow.base.id)
                || self.flow_by_id.insert(flow.base.id.clone(), self.flows.len()).is_some()
            {
                self.report(&flow.base, ProblemKind::DuplicateId);
            }
            let condition = flow.condition.as_ref().and_then(|text| {
                self.language(&flow.base, flow.condition_language.as_deref());
                self.expression(&flow.base, text, super::expressions::Wanted::Condition)
            });
            let index = self.flows.len();
            self.flows.push(FlowDefinition { base: flow.base.clone(), source, target, condition });
            self.nodes[source].outgoing.push(index);
            self.nodes[target].incoming.push(index);
            match flow.base.extensions.get("when").map(String::as_str) {
                None => {}
                Some("undetermined")
                    if self.nodes[source].undetermined.is_none() && flow.condition.is_none() =>
                {
                    self.nodes[source].undetermined = Some(index);
                }
                Some(value) => {
                    let kind = ProblemKind::Extension {
                        name: "when".to_owned(),
                        value: value.to_owned(),
                        allowed: "undetermined (once for an element, without a condition)",
                    };
                    self.report(&flow.base, kind);
                }
            }
        }
        self.links();
        self.defaults();
    }

    /// A link is a flow without a line: it leads from each event that throws to the one that catches.
    fn links(&mut self) {
        let link = |element: Option<&Element>| match element.map(|element| element.events.as_slice()) {
            Some([EventDefinition { kind: EventKind::Link(name), .. }]) => {
                Some(name.clone().unwrap_or_default())
            }
            _ => None,
        };
        let is = |element: Option<&Element>, kind: &ElementKind| element.is_some_and(|e| e.kind == *kind);
        let with_links: Vec<(usize, String)> =
            (0..self.nodes.len()).filter_map(|index| Some((index, link(self.elements[index])?))).collect();
        for (source, name) in &with_links {
            if !is(self.elements[*source], &ElementKind::IntermediateThrowEvent) {
                continue;
            }
            let scope = self.nodes[*source].scope;
            let targets: Vec<usize> = with_links
                .iter()
                .filter(|(target, other)| {
                    other == name
                        && self.nodes[*target].scope == scope
                        && is(self.elements[*target], &ElementKind::IntermediateCatchEvent)
                })
                .map(|(target, _)| *target)
                .collect();
            let base = self.nodes[*source].base.clone();
            let [target] = targets.as_slice() else {
                self.report(&base, ProblemKind::Link { name: name.clone(), found: targets.len() });
                continue;
            };
            let id: crate::definitions::ElementId =
                format!("{}=>{}", base.id, self.nodes[*target].base.id).into();
            let base = BaseElement { id: id.clone(), position: base.position, ..BaseElement::default() };
            let index = self.flows.len();
            self.flows.push(FlowDefinition { base, source: *source, target: *target, condition: None });
            self.flow_by_id.insert(id, index);
            self.nodes[*source].outgoing.push(index);
            self.nodes[*target].incoming.push(index);
        }
    }

    fn flow_end(&mut self, flow: &Flow, end: &'static str, reference: &str) -> Option<usize> {
        let found = self.node_by_id.get(reference).copied();
        if found.is_none() {
            self.report(&flow.base, ProblemKind::FlowEndUnknown { end, reference: reference.to_owned() });
        }
        found
    }

    fn defaults(&mut self) {
        for (index, element) in self.elements.clone().into_iter().enumerate() {
            let Some(element) = element else { continue };
            let Some(reference) = &element.default else { continue };
            let found = self.flow_by_id.get(reference.as_str()).copied();
            match found.filter(|flow| self.flows[*flow].source == index) {
                None => {
                    self.report(&element.base, ProblemKind::DefaultUnknown { reference: reference.clone() });
                }
                Some(_)
                    if matches!(self.nodes[index].kind, NodeKind::Parallel | NodeKind::EventBased { .. }) =>
                {
                    self.report(&element.base, ProblemKind::DefaultMisplaced);
                }
                Some(flow) => {
                    self.nodes[index].default = Some(flow);
                    if self.flows[flow].condition.is_some() {
                        let base = self.flows[flow].base.clone();
                        self.report(&base, ProblemKind::ConditionOnDefault);
                    }
                }
            }
        }
    }

    pub(super) fn boundaries(&mut self) {
        for (index, element) in self.elements.clone().into_iter().enumerate() {
            let Some(element) = element else { continue };
            let ElementKind::BoundaryEvent { attached_to, .. } = &element.kind else { continue };
            let host = self.node_by_id.get(attached_to.as_str()).copied();
            let scope = self.nodes[index].scope;
            let Some((host, host_element)) = host
                .filter(|&host| self.nodes[host].scope == scope)
                .and_then(|host| Some((host, self.elements[host]?)))
            else {
                let kind = ProblemKind::BoundaryWithoutHost { reference: attached_to.clone() };
                self.report(&element.base, kind);
                continue;
            };
            let host_kind = &host_element.kind;
            let is_activity = matches!(
                host_kind,
                ElementKind::Task(_) | ElementKind::SubProcess(_) | ElementKind::CallActivity(_)
            );
            if !is_activity || self.is_event_sub_process(host) {
                let kind = ProblemKind::BoundaryHost { host: name_of(host_kind).to_owned() };
                self.report(&element.base, kind);
                continue;
            }
            let is_transaction = *host_kind == ElementKind::SubProcess(SubProcessKind::Transaction);
            let repeats = self.nodes[host].repeat.is_some();
            let waits = self.nodes[host].waits() || !matches!(host_kind, ElementKind::Task(_)) || repeats;
            let has_inside = !matches!(host_kind, ElementKind::Task(_));
            let is_job = matches!(self.nodes[host].kind, NodeKind::Job(_));
            if let NodeKind::Boundary { host: slot, triggers, .. } = &mut self.nodes[index].kind {
                *slot = host;
                let fires = |trigger: &Trigger| match trigger {
                    Trigger::Timer(_) | Trigger::Message { .. } | Trigger::Signal(_) => waits,
                    Trigger::Condition(_) | Trigger::Compensate => true,
                    Trigger::Error(_) => has_inside || is_job,
                    Trigger::Escalation(_) => has_inside || repeats,
                    Trigger::Cancel => is_transaction,
                };
                if triggers.iter().any(|trigger| matches!(trigger, Trigger::Cancel)) && !is_transaction {
                    self.report(&element.base, ProblemKind::CancelOutside);
                } else if !triggers.is_empty() && !triggers.iter().any(fires) {
                    self.report(&element.base, ProblemKind::BoundaryNeverFires);
                }
                self.nodes[host].boundaries.push(index);
            }
        }
    }

    pub(super) fn structure(&mut self) {
        for index in 0..self.nodes.len() {
            if self.problems.len() > limits::PROBLEMS_MAX {
                return;
            }
            let found = self.structure_of(index);
            self.problems.extend(found);
        }
    }

    fn structure_of(&self, index: usize) -> Vec<Problem> {
        let node = &self.nodes[index];
        let Some(element) = self.elements[index] else { return Vec::new() };
        let mut found = Vec::new();
        let mut report = |kind| found.push(Problem::at(&node.base, kind));
        let is_link_catch = matches!(
            (&element.kind, element.events.as_slice()),
            (ElementKind::IntermediateCatchEvent, [EventDefinition { kind: EventKind::Link(_), .. }])
        );
        match &element.kind {
            ElementKind::StartEvent { .. } if !node.incoming.is_empty() => {
                report(ProblemKind::StartHasIncoming)
            }
            ElementKind::EndEvent if !node.outgoing.is_empty() => report(ProblemKind::EndHasOutgoing),
            ElementKind::BoundaryEvent { .. } if !node.incoming.is_empty() => {
                report(ProblemKind::BoundaryHasIncoming);
            }
            ElementKind::StartEvent { .. } | ElementKind::BoundaryEvent { .. } => {}
            ElementKind::SubProcess(SubProcessKind::Event) => {}
            _ if node.incoming.is_empty()
                && !element.for_compensation
                && !element.instantiate
                && !self.is_begun(index) =>
            {
                let name = || match element.events.first().map(|event| &event.kind) {
                    Some(EventKind::Link(name)) => name.clone().unwrap_or_default(),
                    _ => String::new(),
                };
                report(if is_link_catch {
                    ProblemKind::Link { name: name(), found: 0 }
                } else {
                    ProblemKind::NotConnected
                });
            }
            _ => {}
        }
        let conditioned = node.outgoing.iter().filter(|flow| self.process_has_condition(**flow)).count();
        let asks = matches!(node.kind, NodeKind::Exclusive | NodeKind::Inclusive);
        let splits = node.outgoing.len() > 1;
        if asks && splits {
            let unconditioned = node.outgoing.iter().filter(|flow| {
                !self.process_has_condition(**flow)
                    && Some(**flow) != node.default
                    && Some(**flow) != node.undetermined
            });
            let mut always = false;
            for flow in unconditioned {
                always = true;
                found.push(Problem::at(&self.flows[*flow].base, ProblemKind::ConditionMissing));
            }
            if node.default.is_none() && !always {
                found.push(Problem::at(&node.base, ProblemKind::MissingDefault));
            }
        }
        let takes_no_condition =
            matches!(node.kind, NodeKind::Parallel | NodeKind::EventBased { .. } | NodeKind::Start);
        if takes_no_condition && conditioned > 0 {
            let wrong = node.outgoing.iter().filter(|flow| self.process_has_condition(**flow));
            for flow in wrong {
                let at = name_of(&element.kind).to_owned();
                found.push(Problem::at(&self.flows[*flow].base, ProblemKind::ConditionMisplaced { at }));
            }
        }
        if matches!(node.kind, NodeKind::EventBased { .. }) {
            if node.outgoing.len() < 2 {
                found.push(Problem::at(&node.base, ProblemKind::EventGatewayFlows));
            }
            for flow in &node.outgoing {
                let to = self.flows[*flow].target;
                let target = &self.nodes[to];
                let catches = match &target.kind {
                    NodeKind::Message { .. } => target.repeat.is_none(),
                    NodeKind::Catch { parallel, .. } => !parallel,
                    _ => false,
                };
                if !catches || target.incoming.len() > 1 || !target.boundaries.is_empty() {
                    // What is not executed was already named where it stands.
                    let refused = matches!(
                        (&target.kind, self.elements[to].map(|element| &element.kind)),
                        (NodeKind::Pass, Some(ElementKind::IntermediateCatchEvent))
                    );
                    if !refused {
                        found.push(Problem::at(&self.flows[*flow].base, ProblemKind::EventGatewayTarget));
                    }
                }
            }
        }
        found
    }

    /// Whether the scope around a node begins with it, as no start event stands there.
    fn is_begun(&self, index: usize) -> bool {
        let starts = match self.nodes[index].scope.map(|scope| &self.nodes[scope].kind) {
            Some(NodeKind::SubProcess { content, .. } | NodeKind::Called(content)) => &content.starts,
            _ => &self.root_starts,
        };
        starts.contains(&index)
    }

    fn process_has_condition(&self, flow: usize) -> bool {
        self.flows[flow].condition.is_some()
    }
}
