//! Compensation: what is done is undone in reverse order (BPMN 2.0, 13.5.5), and canceled transactions.

use super::{Fault, Run};
use crate::event::{Event, Outcome};
use crate::instance::{AfterUndo, Phase, Role};
use crate::process::{NodeKind, SubKind, Trigger};

impl Run<'_> {
    /// Keeps in mind that an activity is done, if it or something inside can be undone.
    pub(super) fn remember(&mut self, token: u64, node: usize) {
        let process = self.process;
        let done = process.node(node);
        let has_inside = self.work.compensable.values().any(|record| record.under == Some(token));
        let has_own = done.undone_by.is_some()
            || (matches!(done.kind, NodeKind::SubProcess { .. } | NodeKind::Call { .. })
                && process.content(Some(node)).compensation.is_some());
        if done.for_compensation || !(has_own || has_inside) {
            return;
        }
        let Some(scope) = self.scope_of(token) else { return };
        let (record, element) = (self.number(), self.id(node));
        self.emit(Event::BecameCompensable { record, element, scope, token });
    }

    fn is_in_event_sub(&self, scope: u64) -> bool {
        let host = self.work.scopes.get(&scope).and_then(|open| open.token);
        host.and_then(|host| self.node_of(host)).is_some_and(|node| {
            let kind = &self.process.node(node).kind;
            matches!(kind, NodeKind::SubProcess { kind: SubKind::Event { .. }, .. })
        })
    }

    fn records_in(&self, scope: u64, activity: Option<usize>) -> Vec<u64> {
        let wanted = activity.map(|activity| &self.process.node(activity).base.id);
        let records = self.work.compensable.iter().filter(|(_, record)| {
            record.scope == scope
                && record.under.is_none()
                && wanted.is_none_or(|wanted| record.element == *wanted)
        });
        records.map(|(number, _)| *number).collect()
    }

    /// An event asks to undo; what waits for it goes on when all is undone.
    pub(super) fn compensate(&mut self, token: u64, node: usize, activity: Option<usize>, wait: bool) {
        let Some(scope) = self.scope_of(token) else { return };
        let mut records = self.records_in(scope, activity);
        let mut at = scope;
        // An event sub-process undoes what was done in the scope around it.
        while records.is_empty() && self.is_in_event_sub(at) {
            let Some(parent) = self.work.scopes.get(&at).and_then(|open| open.parent) else { break };
            at = parent;
            records = self.records_in(at, activity);
        }
        if records.is_empty() {
            return;
        }
        if wait {
            return self.start_undo(token, node, records, AfterUndo::GoOn);
        }
        let (own, element) = (self.number(), self.id(node));
        self.emit(Event::ElementEntered { element, token: own, scope, consumed: Vec::new() });
        self.start_undo(own, node, records, AfterUndo::Nothing);
    }

    fn start_undo(&mut self, token: u64, node: usize, records: Vec<u64>, then: AfterUndo) {
        let Some(parent) = self.scope_of(token) else { return };
        let (scope, element) = (self.number(), self.id(node));
        self.emit(Event::UndoStarted { element, scope, parent, token, records, then });
        self.undo_next(scope);
    }

    /// Undoes the next activity of a scope for undoing, or ends it.
    pub(super) fn undo_next(&mut self, scope: u64) {
        let process = self.process;
        loop {
            let Some(open) = self.work.scopes.get(&scope) else { return };
            let Role::Undo { todo, then } = &open.role else { return };
            let (Some(host), then) = (open.token, *then) else { return };
            let Some(last) = todo.last() else { return self.undone(scope, host, then) };
            let Some(node) = process.find_index(&last.element) else {
                self.emit(Event::UndoTaken { scope, into: None, unfold: false });
                continue;
            };
            if let Some(handler) = process.node(node).undone_by {
                self.emit(Event::UndoTaken { scope, into: None, unfold: false });
                return self.enter_later(handler, scope);
            }
            let has_content =
                matches!(process.node(node).kind, NodeKind::SubProcess { .. } | NodeKind::Call { .. });
            let sub = process.content(Some(node)).compensation.filter(|_| has_content);
            let Some(sub) = sub else {
                self.emit(Event::UndoTaken { scope, into: None, unfold: true });
                continue;
            };
            let (token, element) = (self.number(), self.id(sub));
            self.emit(Event::ElementEntered { element, token, scope, consumed: Vec::new() });
            match self.declare_scope(token, sub) {
                Ok(inner) => {
                    self.emit(Event::UndoTaken { scope, into: Some(inner), unfold: false });
                    for &start in &process.content(Some(sub)).starts {
                        self.enter_later(start, inner);
                    }
                }
                Err(fault) => self.raise(token, sub, Phase::Work, fault),
            }
            return;
        }
    }

    fn undone(&mut self, scope: u64, host: u64, then: AfterUndo) {
        let Some(node) = self.node_of(host) else { return };
        let element = self.id(node);
        self.emit(Event::ScopeClosed { scope, element });
        match then {
            AfterUndo::GoOn => self.thrown(host, node),
            AfterUndo::Nothing => {
                let Some(token) = self.work.tokens.get(&host) else { return };
                let (place, around) = (token.place.clone(), token.scope);
                self.emit(Event::TokenCanceled { token: host, place });
                self.close_if_empty(around, &Outcome::Completed);
            }
            AfterUndo::Cancel => self.leave_canceled(host, node),
        }
    }

    /// A canceled transaction is left by its cancel event.
    fn leave_canceled(&mut self, host: u64, node: usize) {
        let process = self.process;
        let boundary = process.node(node).boundaries.iter().copied().find(|boundary| {
            process.triggers_of(*boundary).0.iter().any(|trigger| matches!(trigger, Trigger::Cancel))
        });
        let Some(boundary) = boundary else {
            let fault = Fault::new(
                "the transaction was canceled, and no cancel event on its border says what follows",
            );
            return self.raise(host, node, Phase::Leave, fault);
        };
        let host = self.outer(host);
        let Some(around) = self.scope_of(host) else { return };
        self.cancel_token(host);
        self.enter(boundary, around, Vec::new());
    }

    /// A cancel end event was reached: the transaction around it is undone and left.
    pub(super) fn cancel_transaction(&mut self, token: u64, node: usize) {
        let mut at = self.scope_of(token);
        let found = loop {
            let Some(scope) = at else { break None };
            let Some(open) = self.work.scopes.get(&scope) else { break None };
            let host = open.token.and_then(|host| Some((host, self.node_of(host)?)));
            if let Some((host, around)) = host
                && matches!(open.role, Role::Body)
                && matches!(
                    self.process.node(around).kind,
                    NodeKind::SubProcess { kind: SubKind::Transaction, .. }
                )
            {
                break Some((scope, host, around));
            }
            at = open.parent;
        };
        let Some((scope, host, around)) = found else {
            return self.raise(token, node, Phase::Leave, Fault::new("there is no transaction to cancel"));
        };
        let element = self.id(node);
        self.emit(Event::ElementCompleted { element, token });
        self.disarm_scope(scope);
        self.cancel_scope(scope);
        let records = self.records_in(scope, None);
        self.start_undo(host, around, records, AfterUndo::Cancel);
    }
}
