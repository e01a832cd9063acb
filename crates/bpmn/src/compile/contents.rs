//! Finds what each process and sub-process begins with, and what undoes it.

use std::collections::BTreeMap;

use super::Compiler;
use crate::definitions::{ElementKind, SubProcessKind};
use crate::problem::ProblemKind;
use crate::process::{Beginning, Content, NodeKind, SubKind, Trigger};

impl Compiler<'_> {
    /// Gives every sub-process its content, and returns that of the process itself.
    pub(super) fn contents(&mut self) -> Content {
        let mut inside: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (index, node) in self.nodes.iter().enumerate() {
            if !matches!(node.kind, NodeKind::Called(_)) {
                inside.entry(node.scope).or_default().push(index);
            }
        }
        let scopes: Vec<usize> = (0..self.nodes.len())
            .filter(|index| {
                matches!(self.nodes[*index].kind, NodeKind::SubProcess { .. } | NodeKind::Called(_))
            })
            .collect();
        for scope in scopes {
            let nodes = inside.get(&Some(scope)).cloned().unwrap_or_default();
            let found = match &self.nodes[scope].kind {
                NodeKind::SubProcess { kind: SubKind::Event { .. }, .. } => self.event_content(scope, &nodes),
                _ => self.plain_content(Some(scope), &nodes),
            };
            match &mut self.nodes[scope].kind {
                NodeKind::SubProcess { content, .. } | NodeKind::Called(content) => *content = found,
                _ => {}
            }
        }
        let nodes = inside.get(&None).cloned().unwrap_or_default();
        self.beginnings(&nodes);
        self.plain_content(None, &nodes)
    }

    fn is_start(&self, node: usize) -> bool {
        matches!(self.nodes[node].kind, NodeKind::Start)
    }

    fn events_of(&self, node: usize) -> usize {
        self.elements[node].map_or(0, |element| element.events.len())
    }

    fn plain_content(&mut self, scope: Option<usize>, nodes: &[usize]) -> Content {
        let mut content = Content::default();
        for &node in nodes {
            if let NodeKind::SubProcess { kind: SubKind::Event { triggers, .. }, .. } = &self.nodes[node].kind
            {
                if triggers.iter().any(|trigger| matches!(trigger, Trigger::Compensate)) {
                    content.compensation = Some(node);
                } else {
                    content.events.push(node);
                }
            }
        }
        let base = scope.map_or(&self.process.base, |scope| &self.nodes[scope].base).clone();
        if let Some(NodeKind::SubProcess { kind: SubKind::AdHoc { .. }, .. }) =
            scope.map(|scope| &self.nodes[scope].kind)
        {
            content.starts = self.without_incoming(nodes);
            if content.starts.is_empty() {
                self.report(&base, ProblemKind::NoStart);
            }
            return content;
        }
        let starts: Vec<usize> = nodes.iter().copied().filter(|node| self.is_start(*node)).collect();
        let plain: Vec<usize> = starts.iter().copied().filter(|node| self.events_of(*node) == 0).collect();
        match plain.as_slice() {
            [] if starts.is_empty() => content.starts = self.without_incoming(nodes),
            [] => {}
            [one] => content.starts = vec![*one],
            [_, others @ ..] => {
                for &other in others {
                    let base = self.nodes[other].base.clone();
                    self.report(&base, ProblemKind::SeveralStarts);
                }
            }
        }
        let begins_otherwise = scope.is_none() && !self.triggers.is_empty();
        if content.starts.is_empty() && plain.is_empty() && !begins_otherwise {
            self.report(&base, ProblemKind::NoStart);
        }
        content
    }

    /// Where a scope without a start event begins (BPMN 2.0, 13.4.1).
    fn without_incoming(&self, nodes: &[usize]) -> Vec<usize> {
        let begins = |node: &usize| {
            let found = &self.nodes[*node];
            let element = self.elements[*node];
            found.incoming.is_empty()
                && !found.for_compensation
                && element.is_none_or(|element| !element.instantiate)
                && !matches!(
                    found.kind,
                    NodeKind::Boundary { .. }
                        | NodeKind::Start
                        | NodeKind::SubProcess { kind: SubKind::Event { .. }, .. }
                )
        };
        nodes.iter().copied().filter(begins).collect()
    }

    fn event_content(&mut self, scope: usize, nodes: &[usize]) -> Content {
        let mut content = self.nested_events(nodes);
        let starts: Vec<usize> = nodes.iter().copied().filter(|node| self.is_start(*node)).collect();
        if let [start] = starts.as_slice() {
            content.starts = vec![*start];
        }
        let has_trigger = matches!(&self.nodes[scope].kind, NodeKind::SubProcess { kind: SubKind::Event { triggers, .. }, .. } if !triggers.is_empty());
        if content.starts.is_empty() || !has_trigger {
            let base = self.nodes[scope].base.clone();
            self.report(&base, ProblemKind::EventSubProcessStart);
        }
        content
    }

    fn nested_events(&self, nodes: &[usize]) -> Content {
        let mut content = Content::default();
        for &node in nodes {
            if let NodeKind::SubProcess { kind: SubKind::Event { triggers, .. }, .. } = &self.nodes[node].kind
            {
                if triggers.iter().any(|trigger| matches!(trigger, Trigger::Compensate)) {
                    content.compensation = Some(node);
                } else {
                    content.events.push(node);
                }
            }
        }
        content
    }

    /// The events that begin an instance of the process.
    fn beginnings(&mut self, nodes: &[usize]) {
        for &node in nodes {
            let Some(element) = self.elements[node] else { continue };
            match &element.kind {
                ElementKind::StartEvent { .. } if !element.events.is_empty() => {
                    let triggers = self.start_triggers(element);
                    self.triggers.push(Beginning { node, gateway: None, triggers });
                }
                ElementKind::Gateway(_) if element.instantiate && self.nodes[node].incoming.is_empty() => {
                    for flow in self.nodes[node].outgoing.clone() {
                        let target = self.flows[flow].target;
                        let triggers = self.awaited_at(target);
                        self.triggers.push(Beginning { node: target, gateway: Some(node), triggers });
                    }
                }
                ElementKind::Task(_) if element.instantiate && self.nodes[node].incoming.is_empty() => {
                    let triggers = self.awaited_at(node);
                    self.triggers.push(Beginning { node, gateway: None, triggers });
                }
                _ => {}
            }
        }
    }

    fn awaited_at(&self, node: usize) -> Vec<Trigger> {
        match &self.nodes[node].kind {
            NodeKind::Catch { triggers, .. } => triggers.clone(),
            NodeKind::Message { name, .. } => vec![Trigger::Message { name: name.clone(), key: None }],
            _ => Vec::new(),
        }
    }

    /// Finds what undoes each activity: what its compensation event is associated with.
    pub(super) fn compensation(&mut self) {
        for index in 0..self.nodes.len() {
            let NodeKind::Boundary { host, triggers, .. } = &self.nodes[index].kind else { continue };
            if !triggers.iter().any(|trigger| matches!(trigger, Trigger::Compensate)) {
                continue;
            }
            let host = *host;
            let id = self.nodes[index].base.id.to_string();
            let mut found = None;
            for (process, _) in &self.included {
                for (source, target) in &process.associations {
                    let other = if *source == id { target } else { source };
                    if (*source == id || *target == id)
                        && let Some(&node) = self.node_by_id.get(other.as_str())
                        && self.nodes[node].is_activity()
                    {
                        found = Some(node);
                    }
                }
            }
            match found {
                Some(handler) if self.nodes.get(host).is_some() => self.nodes[host].undone_by = Some(handler),
                _ => {
                    let base = self.nodes[index].base.clone();
                    self.report(&base, ProblemKind::CompensationUnknown);
                }
            }
        }
    }

    /// Whether the element is an event sub-process.
    pub(super) fn is_event_sub_process(&self, node: usize) -> bool {
        self.elements[node]
            .is_some_and(|element| element.kind == ElementKind::SubProcess(SubProcessKind::Event))
    }
}
