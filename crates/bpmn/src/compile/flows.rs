//! Connects the flows and finds structural faults.

use super::Compiler;
use super::nodes::name_of;
use crate::definitions::{ElementKind, Flow};
use crate::limits;
use crate::problem::{Problem, ProblemKind};
use crate::process::{FlowDefinition, NodeKind, Trigger};

impl Compiler<'_> {
    pub(super) fn flows(&mut self) {
        for flow in &self.process.flows {
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
        self.defaults();
    }

    fn flow_end(&mut self, flow: &Flow, end: &'static str, reference: &str) -> Option<usize> {
        let found = self.node_by_id.get(reference).copied();
        if found.is_none() {
            self.report(&flow.base, ProblemKind::FlowEndUnknown { end, reference: reference.to_owned() });
        }
        found
    }

    fn defaults(&mut self) {
        for (index, element) in self.process.elements.iter().enumerate() {
            let Some(reference) = &element.default else { continue };
            let found = self.flow_by_id.get(reference.as_str()).copied();
            match found.filter(|flow| self.flows[*flow].source == index) {
                None => {
                    self.report(&element.base, ProblemKind::DefaultUnknown { reference: reference.clone() });
                }
                Some(_) if matches!(self.nodes[index].kind, NodeKind::Parallel | NodeKind::EventBased) => {
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
        for (index, element) in self.process.elements.iter().enumerate() {
            let ElementKind::BoundaryEvent { attached_to, .. } = &element.kind else { continue };
            let host = self.node_by_id.get(attached_to.as_str()).copied();
            let Some(host) = host.filter(|&host| self.nodes[host].scope == element.scope) else {
                let kind = ProblemKind::BoundaryWithoutHost { reference: attached_to.clone() };
                self.report(&element.base, kind);
                continue;
            };
            let host_kind = &self.process.elements[host].kind;
            let is_activity = matches!(
                host_kind,
                ElementKind::Task(_) | ElementKind::SubProcess(_) | ElementKind::CallActivity(_)
            );
            if !is_activity {
                let kind = ProblemKind::BoundaryHost { host: name_of(host_kind).to_owned() };
                self.report(&element.base, kind);
                continue;
            }
            let waits = self.nodes[host].waits() || !matches!(host_kind, ElementKind::Task(_));
            if let NodeKind::Boundary { host: slot, trigger, .. } = &mut self.nodes[index].kind {
                *slot = host;
                let fires = match trigger {
                    Trigger::Timer(_) | Trigger::Message(_) => waits,
                    Trigger::Error(_) => {
                        matches!(self.process.elements[host].kind, ElementKind::SubProcess(_))
                            || matches!(self.nodes[host].kind, NodeKind::Job(_))
                    }
                };
                if !fires {
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
        let element = &self.process.elements[index];
        let mut found = Vec::new();
        let mut report = |kind| found.push(Problem::at(&node.base, kind));
        match &element.kind {
            ElementKind::StartEvent { .. } if !node.incoming.is_empty() => {
                report(ProblemKind::StartHasIncoming)
            }
            ElementKind::EndEvent if !node.outgoing.is_empty() => report(ProblemKind::EndHasOutgoing),
            ElementKind::BoundaryEvent { .. } if !node.incoming.is_empty() => {
                report(ProblemKind::BoundaryHasIncoming);
            }
            ElementKind::StartEvent { .. } | ElementKind::BoundaryEvent { .. } => {}
            ElementKind::SubProcess(crate::definitions::SubProcessKind::Event) => {}
            _ if node.incoming.is_empty() && !element.for_compensation => report(ProblemKind::NotConnected),
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
            matches!(node.kind, NodeKind::Parallel | NodeKind::EventBased | NodeKind::Start);
        if takes_no_condition && conditioned > 0 {
            let wrong = node.outgoing.iter().filter(|flow| self.process_has_condition(**flow));
            for flow in wrong {
                let at = name_of(&element.kind).to_owned();
                found.push(Problem::at(&self.flows[*flow].base, ProblemKind::ConditionMisplaced { at }));
            }
        }
        if matches!(node.kind, NodeKind::EventBased) {
            if node.outgoing.len() < 2 {
                found.push(Problem::at(&node.base, ProblemKind::EventGatewayFlows));
            }
            for flow in &node.outgoing {
                let target = &self.nodes[self.flows[*flow].target];
                let catches = matches!(target.kind, NodeKind::Message { .. } | NodeKind::Timer(_));
                if !catches || target.incoming.len() > 1 || !target.boundaries.is_empty() {
                    // What is not executed was already named where it stands.
                    let refused = matches!(
                        (&target.kind, &self.process.elements[self.flows[*flow].target].kind),
                        (NodeKind::Pass, ElementKind::IntermediateCatchEvent)
                    );
                    if !refused {
                        found.push(Problem::at(&self.flows[*flow].base, ProblemKind::EventGatewayTarget));
                    }
                }
            }
        }
        found
    }

    fn process_has_condition(&self, flow: usize) -> bool {
        self.flows[flow].condition.is_some()
    }
}
