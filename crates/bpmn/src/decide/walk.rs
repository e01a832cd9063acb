//! Moves tokens: into elements and out of them.

use super::{Fault, Run};
use crate::event::{Event, Outcome};
use crate::instance::{Phase, Place};
use crate::limits;
use crate::process::{JobKind, NodeKind, Throw};

impl Run<'_> {
    /// Moves tokens until each one waits or is gone.
    pub(super) fn settle(&mut self) {
        while self.work.is_running() {
            if self.is_changed {
                self.is_changed = false;
                self.test_conditions();
            } else if let Some(token) = self.queue.pop_front() {
                let Some(found) = self.work.tokens.get(&token) else { continue };
                let scope = found.scope;
                let (flow, node) = match &found.place {
                    Place::Flow(flow) => (self.process.find_flow_index(flow), None),
                    Place::Element(element) => (None, self.process.find_index(element)),
                };
                let Some(at) = flow.map(|flow| self.process.flow(flow).target).or(node) else { continue };
                if self.is_out_of_budget(token, at) {
                    return;
                }
                match flow {
                    Some(flow) => self.advance(token, flow, scope),
                    None => self.execute(token, at),
                }
            } else if self.take_kept() {
                // The one who got it moves first.
            } else if let Some((token, node)) = self.throws.pop_front() {
                if self.is_out_of_budget(token, node) {
                    return;
                }
                self.deliver(token, node);
            } else if !self.fire_join() {
                return;
            }
        }
    }

    fn is_out_of_budget(&mut self, token: u64, node: usize) -> bool {
        self.steps += 1;
        let is_out = self.steps > limits::STEPS_MAX;
        if is_out {
            self.out_of_budget(token, node);
        }
        is_out
    }

    pub(super) fn out_of_budget(&mut self, token: u64, node: usize) {
        let open = self.work.incidents.values().any(|incident| incident.phase == Phase::Budget);
        self.queue.clear();
        self.throws.clear();
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
        let several = node.incoming.len() > 1;
        match &node.kind {
            NodeKind::Parallel if several => self.wait_for_all(token, flow, target, scope),
            NodeKind::Inclusive if several => {}
            NodeKind::Complex { .. } if several => self.arrive_complex(target, scope),
            _ if node.start_quantity > 1 => self.wait_for_quantity(target, scope),
            _ => self.enter(target, scope, vec![token]),
        }
    }

    /// Brings a token to an element; without tokens to consume it is a new one.
    pub(super) fn enter(&mut self, node: usize, scope: u64, consumed: Vec<u64>) {
        let token = consumed.first().copied().unwrap_or_else(|| self.number());
        let element = self.id(node);
        self.emit(Event::ElementEntered { element, token, scope, consumed });
        self.execute(token, node);
    }

    /// A task or job is done: its boundary events die with it.
    pub(super) fn finish(&mut self, token: u64) {
        let Some(node) = self.node_of(token) else { return };
        match self.process.node(node).kind {
            NodeKind::End(_) | NodeKind::Throw(_) => self.thrown(token, node),
            _ => self.complete(token, node),
        }
    }

    /// The work of an activity is done, once or as a whole.
    pub(super) fn complete(&mut self, token: u64, node: usize) {
        if self.instance_of(token).is_none() && self.loop_again(token, node) {
            return;
        }
        self.detach(token);
        if self.instance_of(token).is_some() {
            return self.instance_done(token, node);
        }
        self.remember(token, node);
        self.leave(token, node);
    }

    /// Chooses the ways out and takes them.
    pub(super) fn leave(&mut self, token: u64, node: usize) {
        let flows = match self.choose(token, node, &[]) {
            Ok(flows) => flows,
            Err(fault) => return self.raise(token, node, Phase::Leave, fault),
        };
        self.leave_by(token, node, &flows);
    }

    pub(super) fn leave_by(&mut self, token: u64, node: usize, flows: &[usize]) {
        let times = self.process.node(node).completion_quantity as usize;
        if self.work.tokens.len() + flows.len() * times > limits::TOKENS_MAX {
            let reason = format!("more than {} tokens in one instance", limits::TOKENS_MAX);
            return self.raise(token, node, Phase::Leave, Fault::new(reason));
        }
        let Some(scope) = self.scope_of(token) else { return };
        let element = self.id(node);
        self.emit(Event::ElementCompleted { element, token });
        if self.ad_hoc_is_done(scope, node) {
            return self.close_if_empty(scope, &Outcome::Completed);
        }
        for &flow in flows {
            for _ in 0..times {
                self.take(flow, scope);
            }
        }
        if flows.is_empty() {
            self.close_if_empty(scope, &Outcome::Completed);
        }
    }

    pub(super) fn take(&mut self, flow: usize, scope: u64) {
        let token = self.number();
        let id = self.process.flow(flow).base.id.clone();
        self.emit(Event::FlowTaken { flow: id, token, scope });
        self.queue.push_back(token);
    }

    /// Begins an element: an activity that has instances begins them, all else does its work.
    pub(super) fn execute(&mut self, token: u64, node: usize) {
        let found = self.process.node(node);
        if !found.is_activity() || !found.has_instances() || self.instance_of(token).is_some() {
            return self.work(token, node);
        }
        let mut done = self.arm_boundaries(token, node);
        if done.is_ok() && self.is_there(token) {
            done = self.start_instances(token, node);
        }
        if let Err(fault) = done {
            self.cancel_instances(token);
            self.detach(token);
            self.raise(token, node, Phase::Work, fault);
        }
    }

    /// Does the work of an element.
    fn work(&mut self, token: u64, node: usize) {
        if let Err(fault) = self.try_work(token, node) {
            self.detach(token);
            self.raise(token, node, Phase::Work, fault);
        }
    }

    fn try_work(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        let process = self.process;
        let found = process.node(node);
        if found.is_activity() {
            self.arm_boundaries(token, node)?;
            // An event on the border may have happened at once.
            if !self.is_there(token) {
                return Ok(());
            }
        }
        match &found.kind {
            NodeKind::Start
            | NodeKind::Boundary { .. }
            | NodeKind::Called(_)
            | NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive
            | NodeKind::Complex { .. } => self.leave(token, node),
            NodeKind::Pass => self.complete(token, node),
            NodeKind::End(throws) | NodeKind::Throw(throws) => self.meet_throws(token, node, throws),
            NodeKind::User => self.open_task(token, node),
            NodeKind::Job(work) => self.request_job(token, node, work.clone()),
            NodeKind::Message { name, key } => self.await_by_key((token, None), node, name, key.as_ref())?,
            NodeKind::Catch { .. } => {
                if self.arm((token, None), node, None)? {
                    self.detach(token);
                    self.leave(token, node);
                }
            }
            NodeKind::EventBased { .. } => self.arm_gateway(token, node)?,
            NodeKind::SubProcess { .. } | NodeKind::Call { .. } => self.open_scope(token, node)?,
            NodeKind::Rule { decision, variable } => {
                self.ask_decision(token, node, decision, variable.as_deref())?;
                self.complete(token, node);
            }
            NodeKind::Script { expression, variable } => {
                self.run_script(token, node, expression, variable.as_deref())?;
                self.complete(token, node);
            }
        }
        Ok(())
    }

    /// What is thrown waits until all tokens have settled; an end of all does not.
    fn meet_throws(&mut self, token: u64, node: usize, throws: &[Throw]) {
        match throws {
            [] => match self.process.node(node).kind {
                NodeKind::End(_) => self.leave_by(token, node, &[]),
                _ => self.leave(token, node),
            },
            [Throw::Terminate] => self.throw(token, node, &Throw::Terminate),
            [Throw::Message(name)] => {
                self.request_job(token, node, JobKind::Send { message: Some(name.clone()) });
            }
            _ => self.throws.push_back((token, node)),
        }
    }
}
