//! What is thrown is delivered at once: signals to all, errors and escalations to the nearest catcher.

use afaq_feel::Context;

use super::Run;
use crate::definitions::ElementId;
use crate::event::{Event, Outcome};
use crate::instance::Awaited;
use crate::process::{JobKind, NodeKind, Throw};

impl Run<'_> {
    /// Throws what an event, or one instance of an activity, has to throw.
    pub(super) fn deliver(&mut self, token: u64, node: usize) {
        if self.node_of(token) != Some(node) {
            return;
        }
        let process = self.process;
        let throws = match &process.node(node).kind {
            NodeKind::End(throws) | NodeKind::Throw(throws) => throws,
            _ => return self.deliver_behavior(token, node),
        };
        for throw in throws {
            self.throw(token, node, throw);
            if !self.is_there(token) || self.work.is_over() {
                return;
            }
        }
        self.thrown(token, node);
    }

    /// Throws one thing. Errors, cancelations and terminations take the token itself.
    pub(super) fn throw(&mut self, token: u64, node: usize, throw: &Throw) {
        let element = self.id(node);
        let Some(scope) = self.scope_of(token) else { return };
        match throw {
            Throw::Message(name) => {
                self.request_job(token, node, JobKind::Send { message: Some(name.clone()) });
            }
            Throw::Signal(name) => {
                self.emit(Event::SignalThrown { element, name: name.clone() });
                self.signal(name, &Context::new());
            }
            Throw::Escalation(code) => self.throw_escalation(&element, token, code.as_deref()),
            Throw::Compensate { activity, wait } => self.compensate(token, node, *activity, *wait),
            Throw::Error(code) => {
                self.emit(Event::ElementCompleted { element: element.clone(), token });
                self.throw_error(&element, scope, code.as_deref());
            }
            Throw::Cancel => self.cancel_transaction(token, node),
            Throw::Terminate => {
                self.emit(Event::ElementCompleted { element, token });
                self.disarm_scope(scope);
                self.cancel_scope(scope);
                self.close_if_empty(scope, &Outcome::Terminated);
            }
        }
    }

    /// All is thrown: the event goes on, unless it waits for a message to leave or for an undoing.
    pub(super) fn thrown(&mut self, token: u64, node: usize) {
        let waits = self.work.jobs.values().any(|job| job.token == token)
            || self.work.scopes.values().any(|scope| scope.token == Some(token));
        if waits {
            return;
        }
        match self.process.node(node).kind {
            NodeKind::End(_) => self.leave_by(token, node, &[]),
            _ => self.leave(token, node),
        }
    }

    /// Gives a signal to all who wait for it; false if nobody does.
    pub(super) fn signal(&mut self, name: &str, payload: &Context) -> bool {
        let waiting: Vec<u64> = self
            .work
            .subscriptions
            .iter()
            .filter(|(_, open)| open.what == Awaited::Signal && open.name == name)
            .map(|(number, _)| *number)
            .collect();
        for &subscription in &waiting {
            // One who waited may be gone by what another one did.
            let Some(open) = self.work.subscriptions.get(&subscription).cloned() else { continue };
            let (element, name, payload) = (open.element.clone(), open.name.clone(), payload.clone());
            self.emit(Event::SignalReceived { subscription, element, name, payload });
            self.triggered(&open.element, (open.token, open.scope), open.index, None);
        }
        !waiting.is_empty()
    }

    fn throw_escalation(&mut self, element: &ElementId, token: u64, code: Option<&str>) {
        let found = self.find_catcher(token, super::errors::Sought::Escalation(code));
        let caught_by = found.as_ref().map(|catcher| self.id(catcher.event()));
        let code = code.map(str::to_owned);
        self.emit(Event::EscalationThrown { element: element.clone(), code, caught_by });
        if let Some(catcher) = found {
            self.caught(&catcher);
        }
    }
}
