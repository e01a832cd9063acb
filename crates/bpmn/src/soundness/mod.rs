//! Finds what goes wrong in a process before anybody runs it: each scope by itself, each part of a
//! scope with one way in and one way out by itself, so that large models take milliseconds.

mod explore;
mod finding;
mod net;
mod part;
mod scope;
mod structure;

use std::collections::BTreeMap;

pub(crate) use finding::explanations;
pub use finding::{Finding, FindingKind};

use crate::process::{NodeKind, ProcessDefinition};

/// Deadlocks, livelocks, dead ends, unreachable elements and lost synchronization, each with the
/// shortest path that shows it. Conditions are taken as free: every way out may be chosen.
pub fn soundness(process: &ProcessDefinition) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut inside: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, node) in process.nodes.iter().enumerate() {
        inside.entry(node.scope).or_default().push(index);
    }
    let scopes = process.nodes.iter().enumerate().filter_map(|(index, node)| match node.kind {
        NodeKind::SubProcess { .. } | NodeKind::Called(_) => Some(Some(index)),
        _ => None,
    });
    for around in std::iter::once(None).chain(scopes) {
        let nodes = inside.get(&around).map(Vec::as_slice).unwrap_or_default();
        scope::explore(process, around, nodes, &mut findings);
    }
    findings.sort_by_key(|finding| (finding.position, finding.kind));
    findings
}
