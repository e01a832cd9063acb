//! Opens and closes scopes: processes, sub-processes, called processes, event sub-processes.

use super::{Fault, Run};
use crate::event::{Event, Outcome};
use crate::instance::{OpenTimer, Phase, Role};
use crate::limits;
use crate::process::{NodeKind, SubKind};

impl Run<'_> {
    pub(super) fn depth_of(&self, scope: u64) -> usize {
        let mut depth = 0;
        let mut at = Some(scope);
        while let Some(open) = at.and_then(|at| self.work.scopes.get(&at)) {
            depth += 1;
            at = open.parent;
        }
        depth
    }

    /// Opens the scope of a sub-process or call.
    pub(super) fn open_scope(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        let scope = self.declare_scope(token, node)?;
        self.begin_scope(scope, Some(node));
        Ok(())
    }

    pub(super) fn declare_scope(&mut self, token: u64, node: usize) -> Result<u64, Fault> {
        let Some(parent) = self.scope_of(token) else { return Err(Fault::new("the token is gone")) };
        if self.depth_of(parent) >= limits::SCOPE_DEPTH_MAX {
            let limit = limits::SCOPE_DEPTH_MAX;
            return Err(Fault::new(format!("calls and sub-processes are nested deeper than {limit}")));
        }
        let process = self.process;
        let pending = match &process.node(node).kind {
            NodeKind::SubProcess { content, kind: SubKind::AdHoc { .. } } => {
                content.starts.iter().map(|start| self.id(*start)).collect()
            }
            _ => Vec::new(),
        };
        let (scope, element) = (self.number(), self.id(node));
        self.emit(Event::ScopeOpened { scope, parent, token, element, pending });
        Ok(scope)
    }

    /// Arms the event sub-processes of a new scope, then lets its first tokens in.
    pub(super) fn begin_scope(&mut self, scope: u64, node: Option<usize>) {
        if self.arm_event_subs(scope, node) {
            return;
        }
        let process = self.process;
        let content = process.content(node);
        let one_by_one = matches!(
            node.map(|node| &process.node(node).kind),
            Some(NodeKind::SubProcess { kind: SubKind::AdHoc { sequential: true, .. }, .. })
        );
        match content.starts.as_slice() {
            [start] => self.enter(*start, scope, Vec::new()),
            [start, ..] if one_by_one => self.enter_later(*start, scope),
            starts => starts.iter().for_each(|start| self.enter_later(*start, scope)),
        }
    }

    /// Brings a new token to an element, which begins in its turn.
    pub(super) fn enter_later(&mut self, node: usize, scope: u64) {
        let (token, element) = (self.number(), self.id(node));
        self.emit(Event::ElementEntered { element, token, scope, consumed: Vec::new() });
        self.queue.push_back(token);
    }

    /// Waits for the starts of the event sub-processes; true if one of them has taken over already.
    pub(super) fn arm_event_subs(&mut self, scope: u64, node: Option<usize>) -> bool {
        let process = self.process;
        for &sub in &process.content(node).events {
            let NodeKind::SubProcess { kind: SubKind::Event { start, interrupting, .. }, .. } =
                &process.node(sub).kind
            else {
                continue;
            };
            match self.arm((0, Some(scope)), *start, None) {
                Ok(false) => {}
                Ok(true) => {
                    self.start_event_sub(sub, scope, 0, None);
                    if *interrupting {
                        return true;
                    }
                }
                Err(fault) => {
                    // The scope itself goes on; its event sub-process is told by a token of its own.
                    let (token, element) = (self.number(), self.id(sub));
                    self.emit(Event::ElementEntered { element, token, scope, consumed: Vec::new() });
                    self.raise(token, sub, Phase::Work, fault);
                }
            }
        }
        false
    }

    /// The start of an event sub-process happened.
    pub(super) fn start_event_sub(
        &mut self,
        sub: usize,
        scope: u64,
        index: usize,
        timer: Option<&OpenTimer>,
    ) {
        let process = self.process;
        let NodeKind::SubProcess { kind: SubKind::Event { start, interrupting, .. }, .. } =
            &process.node(sub).kind
        else {
            return;
        };
        if *interrupting {
            self.disarm_scope(scope);
            self.cancel_scope(scope);
        } else if let Err(fault) = self.arm_again((0, Some(scope)), *start, index, timer) {
            let (token, element) = (self.number(), self.id(sub));
            self.emit(Event::ElementEntered { element, token, scope, consumed: Vec::new() });
            return self.raise(token, sub, Phase::Work, fault);
        }
        let (token, element) = (self.number(), self.id(sub));
        self.emit(Event::ElementEntered { element, token, scope, consumed: Vec::new() });
        if let Err(fault) = self.open_scope(token, sub) {
            self.raise(token, sub, Phase::Work, fault);
        }
    }

    /// Ends a scope that holds no token any more, and goes on behind what it was opened for.
    pub(super) fn close_if_empty(&mut self, scope: u64, outcome: &Outcome) {
        let Some(open) = self.work.scopes.get(&scope) else { return };
        if open.tokens > 0 {
            return;
        }
        match (&open.role, open.token) {
            (Role::Undo { .. }, _) => self.undo_next(scope),
            (Role::Instance { .. }, _) => {}
            (Role::Body, None) => self.end_instance(outcome.clone()),
            (Role::Body, Some(host)) => {
                let Some(node) = self.node_of(host) else { return };
                if !matches!(outcome, Outcome::Terminated) && self.ad_hoc_goes_on(scope, host, node) {
                    return;
                }
                self.disarm_scope(scope);
                let element = self.id(node);
                self.emit(Event::ScopeClosed { scope, element });
                self.complete(host, node);
            }
        }
    }

    pub(super) fn end_instance(&mut self, outcome: Outcome) {
        let element = self.work.last_end.clone().unwrap_or_else(|| self.process.base.id.clone());
        let node = self.process.find_node(&element);
        let extensions = node.map(|node| node.base.extensions.clone()).unwrap_or_default();
        self.queue.clear();
        self.throws.clear();
        self.emit(Event::Ended { element, outcome, extensions });
    }
}
