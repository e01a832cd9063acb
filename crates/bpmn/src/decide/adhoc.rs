//! Ad-hoc sub-processes: their activities need no order (BPMN 2.0, 13.3.5).

use super::{Refusal, Run};
use crate::definitions::ElementId;
use crate::process::{NodeKind, SubKind};

impl Run<'_> {
    fn ad_hoc_of(&self, scope: u64) -> Option<usize> {
        let host = self.work.scopes.get(&scope)?.token?;
        let node = self.node_of(host)?;
        let kind = &self.process.node(node).kind;
        matches!(kind, NodeKind::SubProcess { kind: SubKind::AdHoc { .. }, .. }).then_some(node)
    }

    /// Whether the completion condition holds; none is answered with `None`.
    fn is_complete(&mut self, scope: u64, node: usize) -> Option<bool> {
        let process = self.process;
        match &process.node(node).kind {
            NodeKind::SubProcess { kind: SubKind::AdHoc { completion: Some(condition), .. }, .. } => {
                Some(self.holds(condition, Some(scope), &[]).unwrap_or(false))
            }
            _ => None,
        }
    }

    /// An activity inside is done: the rest may no longer be needed. True if so.
    pub(super) fn ad_hoc_is_done(&mut self, scope: u64, done: usize) -> bool {
        if !self.process.node(done).is_activity() {
            return false;
        }
        let Some(node) = self.ad_hoc_of(scope) else { return false };
        let cancels = matches!(
            &self.process.node(node).kind,
            NodeKind::SubProcess { kind: SubKind::AdHoc { cancel_remaining: true, .. }, .. }
        );
        if cancels && self.is_complete(scope, node) == Some(true) {
            self.cancel_scope(scope);
            return true;
        }
        false
    }

    /// The scope is empty: the next activity begins, or more of them may be ordered. False if all is done.
    pub(super) fn ad_hoc_goes_on(&mut self, scope: u64, _host: u64, node: usize) -> bool {
        if self.ad_hoc_of(scope) != Some(node) {
            return false;
        }
        let complete = self.is_complete(scope, node);
        if complete == Some(true) {
            return false;
        }
        let next = self.work.scopes.get(&scope).and_then(|open| open.pending.first().cloned());
        if let Some(next) = next.and_then(|id| self.process.find_index(&id)) {
            self.enter_later(next, scope);
            return true;
        }
        complete == Some(false)
    }

    pub(super) fn activate(&mut self, scope: u64, element: &ElementId) -> Result<(), Refusal> {
        let elsewhere = || Refusal::NotInScope { element: element.to_string() };
        let node = self.ad_hoc_of(scope).ok_or_else(elsewhere)?;
        let target = self.process.find_index(element).ok_or_else(elsewhere)?;
        let process = self.process;
        let NodeKind::SubProcess { content, kind: SubKind::AdHoc { sequential, .. } } =
            &process.node(node).kind
        else {
            return Err(elsewhere());
        };
        let is_busy = self.work.scopes.get(&scope).is_some_and(|open| open.tokens > 0);
        if !content.starts.contains(&target) || (*sequential && is_busy) {
            return Err(elsewhere());
        }
        self.enter_later(target, scope);
        Ok(())
    }
}
