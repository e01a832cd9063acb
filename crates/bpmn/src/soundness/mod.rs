//! Finds what goes wrong in a process before anybody runs it: each scope is explored by itself.

mod explore;
mod finding;
mod net;

pub(crate) use finding::explanations;
pub use finding::{Finding, FindingKind};

use crate::process::{NodeKind, ProcessDefinition};

/// Deadlocks, livelocks, dead ends, unreachable elements and lost synchronization, each with the
/// shortest path that shows it. Conditions are taken as free: every way out may be chosen.
pub fn soundness(process: &ProcessDefinition) -> Vec<Finding> {
    let mut findings = Vec::new();
    let scopes = process.nodes.iter().enumerate().filter_map(|(index, node)| match node.kind {
        NodeKind::SubProcess { .. } | NodeKind::Called(_) => Some(Some(index)),
        _ => None,
    });
    for scope in std::iter::once(None).chain(scopes) {
        let net = net::Net::of(process, scope);
        explore::explore(process, &net, &mut findings);
    }
    findings.sort_by_key(|finding| (finding.position, finding.kind));
    findings
}
