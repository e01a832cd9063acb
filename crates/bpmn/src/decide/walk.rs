//! Moves tokens: into elements, out of them, and out of scopes that are done.

use super::{Fault, Run};
use crate::event::{Event, Outcome};
use crate::instance::{Phase, Place};
use crate::limits;
use crate::process::{EndKind, JobKind, NodeKind};

impl Run<'_> {
    /// Moves tokens until each one waits or is gone.
    pub(super) fn settle(&mut self) {
        loop {
            while let Some(token) = self.queue.pop_front() {
                let Some(found) = self.work.tokens.get(&token) else { continue };
                let Place::Flow(flow) = &found.place else { continue };
                let (Some(flow), scope) = (self.process.find_flow_index(flow), found.scope) else { continue };
                if self.steps >= limits::STEPS_MAX {
                    self.out_of_budget(token, self.process.flow(flow).target);
                    return;
                }
                self.steps += 1;
                self.advance(token, flow, scope);
            }
            if !self.work.is_running() || !self.fire_inclusive_join() {
                return;
            }
        }
    }

    pub(super) fn out_of_budget(&mut self, token: u64, node: usize) {
        let open = self.work.incidents.values().any(|incident| incident.phase == Phase::Budget);
        self.queue.clear();
        if !open {
            let reason = format!(
                "more than {} steps without waiting: this looks like an endless loop",
                limits::STEPS_MAX
            );
            self.raise(token, node, Phase::Budget, Fault::new(reason));
        }
    }

    fn advance(&mut self, token: u64, flow: usize, scope: u64) {
        let target = self.process.flow(flow).target;
        let node = self.process.node(target);
        match node.kind {
            NodeKind::Parallel if node.incoming.len() > 1 => self.wait_for_all(token, flow, target, scope),
            NodeKind::Inclusive if node.incoming.len() > 1 => {}
            _ => self.enter(target, scope, vec![token]),
        }
    }

    /// Brings a token to an element; without tokens to consume it is a new one.
    pub(super) fn enter(&mut self, node: usize, scope: u64, consumed: Vec<u64>) {
        let token = consumed.first().copied().unwrap_or_else(|| self.number());
        let element = self.process.node(node).base.id.clone();
        self.emit(Event::ElementEntered { element, token, scope, consumed });
        self.execute(token, node);
    }

    /// Chooses the ways out and takes them.
    pub(super) fn leave(&mut self, token: u64, node: usize) {
        let flows = match self.choose(node) {
            Ok(flows) => flows,
            Err(fault) => return self.raise(token, node, Phase::Leave, fault),
        };
        self.leave_by(token, node, &flows);
    }

    pub(super) fn leave_by(&mut self, token: u64, node: usize, flows: &[usize]) {
        if self.work.tokens.len() + flows.len() > limits::TOKENS_MAX {
            let reason = format!("more than {} tokens in one instance", limits::TOKENS_MAX);
            return self.raise(token, node, Phase::Leave, Fault::new(reason));
        }
        let Some(scope) = self.work.tokens.get(&token).map(|token| token.scope) else { return };
        let element = self.process.node(node).base.id.clone();
        self.emit(Event::ElementCompleted { element, token });
        for &flow in flows {
            let token = self.number();
            let id = self.process.flow(flow).base.id.clone();
            self.emit(Event::FlowTaken { flow: id, token, scope });
            self.queue.push_back(token);
        }
        if flows.is_empty() {
            self.close_if_empty(scope, &Outcome::Completed);
        }
    }

    /// Ends a token at an end event.
    pub(super) fn end(&mut self, token: u64, node: usize, kind: &EndKind) {
        let Some(scope) = self.work.tokens.get(&token).map(|token| token.scope) else { return };
        let element = self.process.node(node).base.id.clone();
        match kind {
            EndKind::None | EndKind::Message { .. } => self.leave_by(token, node, &[]),
            EndKind::Terminate => {
                self.emit(Event::ElementCompleted { element, token });
                self.cancel_scope(scope);
                self.close_if_empty(scope, &Outcome::Terminated);
            }
            EndKind::Error { code } => {
                self.emit(Event::ElementCompleted { element: element.clone(), token });
                self.throw_error(&element, scope, code.as_deref());
            }
        }
    }

    /// Ends a scope that holds no token any more, and goes on behind its sub-process.
    pub(super) fn close_if_empty(&mut self, scope: u64, outcome: &Outcome) {
        let Some(open) = self.work.scopes.get(&scope) else { return };
        if open.tokens > 0 {
            return;
        }
        let Some(host) = open.token else {
            return self.end_instance(outcome.clone());
        };
        let Some(node) = self.node_of(host) else { return };
        let element = self.process.node(node).base.id.clone();
        self.emit(Event::ScopeClosed { scope, element });
        self.detach(host);
        self.leave(host, node);
    }

    pub(super) fn end_instance(&mut self, outcome: Outcome) {
        let element = self.work.last_end.clone().unwrap_or_else(|| self.process.base.id.clone());
        let node = self.process.find_node(&element);
        let extensions = node.map(|node| node.base.extensions.clone()).unwrap_or_default();
        self.queue.clear();
        self.emit(Event::Ended { element, outcome, extensions });
    }

    /// Does the work of an element.
    pub(super) fn execute(&mut self, token: u64, node: usize) {
        let process = self.process;
        let done = match &process.node(node).kind {
            NodeKind::Start
            | NodeKind::Pass
            | NodeKind::Boundary { .. }
            | NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive => return self.leave(token, node),
            NodeKind::End(EndKind::Message { name }) => {
                self.request_job(token, node, JobKind::Send { message: Some(name.clone()) });
                Ok(())
            }
            NodeKind::End(kind) => return self.end(token, node, kind),
            NodeKind::User => self.open_task(token, node),
            NodeKind::Job(work) => self.arm_boundaries(token, node).map(|()| {
                self.request_job(token, node, work.clone());
            }),
            NodeKind::Message { name } => self.arm_boundaries(token, node).map(|()| {
                self.await_message(token, node, name);
            }),
            NodeKind::Timer(timer) => self.arm_timer(token, timer, None),
            NodeKind::EventBased => self.arm_gateway(token, node),
            NodeKind::SubProcess { start } => {
                let armed = self.arm_boundaries(token, node);
                if armed.is_ok() {
                    self.open_scope(token, node, *start);
                }
                armed
            }
            NodeKind::Rule { decision, variable } => {
                match self.ask_decision(token, node, decision, variable.as_deref()) {
                    Ok(()) => return self.leave(token, node),
                    Err(fault) => Err(fault),
                }
            }
            NodeKind::Script { expression, variable } => {
                match self.run_script(node, expression, variable.as_deref()) {
                    Ok(()) => return self.leave(token, node),
                    Err(fault) => Err(fault),
                }
            }
        };
        if let Err(fault) = done {
            self.detach(token);
            self.raise(token, node, Phase::Work, fault);
        }
    }
}
