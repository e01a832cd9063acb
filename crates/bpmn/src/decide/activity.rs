//! What elements do: tasks, jobs, timers, messages, decisions, scripts, boundary events.

use afaq_feel::{Context, Expression, Value};

use super::{Fault, Run};
use crate::definitions::ElementId;
use crate::event::Event;
use crate::feel_env::timer_text;
use crate::instance::OpenTimer;
use crate::limits;
use crate::process::{JobKind, NodeKind, TimerDefinition, TimerKind, Trigger};
use crate::time;

impl Run<'_> {
    fn id(&self, node: usize) -> ElementId {
        self.process.node(node).base.id.clone()
    }

    pub(super) fn open_task(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        self.arm_boundaries(token, node)?;
        let (task, element) = (self.number(), self.id(node));
        self.emit(Event::TaskOpened { task, element, token });
        Ok(())
    }

    pub(super) fn request_job(&mut self, token: u64, node: usize, work: JobKind) {
        let (job, element) = (self.number(), self.id(node));
        self.emit(Event::JobRequested { job, element, token, work });
    }

    pub(super) fn await_message(&mut self, token: u64, node: usize, name: &str) {
        let (subscription, element) = (self.number(), self.id(node));
        self.emit(Event::MessageAwaited { subscription, element, token, name: name.to_owned() });
    }

    pub(super) fn open_scope(&mut self, token: u64, node: usize, start: usize) {
        let Some(parent) = self.work.tokens.get(&token).map(|token| token.scope) else { return };
        let (scope, element) = (self.number(), self.id(node));
        self.emit(Event::ScopeOpened { scope, parent, token, element });
        self.enter(start, scope, Vec::new());
    }

    /// Arms a timer; `after` is the timer that fired before, of a cycle.
    pub(super) fn arm_timer(
        &mut self,
        token: u64,
        timer: &TimerDefinition,
        after: Option<&OpenTimer>,
    ) -> Result<(), Fault> {
        let from_ms = after.map_or_else(|| self.env.now_ms(), |fired| fired.due_ms);
        let due_ms = self.env.due_ms(timer, from_ms, &self.work.variables).map_err(Fault::new)?;
        if !(limits::DUE_MS_MIN..=limits::DUE_MS_MAX).contains(&due_ms) {
            return Err(Fault::new("the timer is due at an impossible date"));
        }
        let remaining = match after {
            Some(fired) => fired.remaining.map(|count| count.saturating_sub(1)),
            None if timer.kind == TimerKind::Cycle => {
                let text = timer_text(self.env, timer, &self.work.variables).map_err(Fault::new)?;
                time::repetitions(&text).map(|count| count.saturating_sub(1))
            }
            None => None,
        };
        let number = self.number();
        let element = timer.element.clone();
        self.emit(Event::TimerArmed { timer: number, element, token, due_ms, remaining });
        Ok(())
    }

    pub(super) fn arm_boundaries(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        let process = self.process;
        for &boundary in &process.node(node).boundaries {
            self.arm_boundary(token, boundary, None)?;
        }
        Ok(())
    }

    fn arm_boundary(&mut self, token: u64, boundary: usize, after: Option<&OpenTimer>) -> Result<(), Fault> {
        let process = self.process;
        let NodeKind::Boundary { trigger, .. } = &process.node(boundary).kind else { return Ok(()) };
        match trigger {
            Trigger::Timer(timer) => self.arm_timer(token, timer, after),
            Trigger::Message(name) => {
                self.await_message(token, boundary, name);
                Ok(())
            }
            Trigger::Error(_) => Ok(()),
        }
    }

    pub(super) fn arm_gateway(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        let process = self.process;
        for &flow in &process.node(node).outgoing {
            let target = process.flow(flow).target;
            match &process.node(target).kind {
                NodeKind::Timer(timer) => self.arm_timer(token, timer, None)?,
                NodeKind::Message { name } => self.await_message(token, target, name),
                _ => {}
            }
        }
        Ok(())
    }

    /// An event happened for which the token waited, or which is attached to its activity.
    pub(super) fn triggered(&mut self, element: &str, token: u64, timer: Option<&OpenTimer>) {
        let (Some(event), Some(at)) = (self.process.find_index(element), self.node_of(token)) else { return };
        if event == at {
            self.detach(token);
            return self.leave(token, at);
        }
        let Some(scope) = self.work.tokens.get(&token).map(|token| token.scope) else { return };
        match &self.process.node(event).kind {
            NodeKind::Boundary { interrupting: true, .. } => {
                self.cancel_token(token);
                self.enter(event, scope, Vec::new());
            }
            NodeKind::Boundary { trigger, .. } => {
                let again = match trigger {
                    Trigger::Timer(definition) => {
                        definition.kind == TimerKind::Cycle
                            && timer.is_some_and(|fired| fired.remaining != Some(0))
                    }
                    Trigger::Message(_) => true,
                    Trigger::Error(_) => false,
                };
                if again && let Err(fault) = self.arm_boundary(token, event, timer) {
                    // The activity itself goes on; a timer that cannot be set again is told by its own token.
                    let own = self.number();
                    let element = self.id(event);
                    self.emit(Event::ElementEntered { element, token: own, scope, consumed: Vec::new() });
                    return self.raise(own, event, crate::instance::Phase::Leave, fault);
                }
                self.enter(event, scope, Vec::new());
            }
            _ => self.gateway_decided(token, at, event, scope),
        }
    }

    /// One of the events behind an event-based gateway happened first.
    fn gateway_decided(&mut self, token: u64, gateway: usize, event: usize, scope: u64) {
        let process = self.process;
        let taken = process.node(gateway).outgoing.iter().find(|flow| process.flow(**flow).target == event);
        let Some(&flow) = taken else { return };
        self.detach(token);
        let element = self.id(gateway);
        self.emit(Event::ElementCompleted { element, token });
        let token = self.number();
        let id = process.flow(flow).base.id.clone();
        self.emit(Event::FlowTaken { flow: id, token, scope });
        let element = self.id(event);
        self.emit(Event::ElementEntered { element, token, scope, consumed: vec![token] });
        self.leave(token, event);
    }

    /// A task or job is done: its boundary events die with it.
    pub(super) fn finish(&mut self, token: u64) {
        let Some(node) = self.node_of(token) else { return };
        self.detach(token);
        self.leave(token, node);
    }

    pub(super) fn ask_decision(
        &mut self,
        _token: u64,
        node: usize,
        decision: &str,
        variable: Option<&str>,
    ) -> Result<(), Fault> {
        let value = self.env.decide(decision, &self.work.variables).map_err(Fault::new)?;
        // A plain value without a variable of its own takes the name of the decision.
        let variable = match (&value, variable) {
            (_, Some(variable)) => Some(variable.to_owned()),
            (Value::Context(_), None) => None,
            (_, None) => Some(decision.to_owned()),
        };
        let (element, decision) = (self.id(node), decision.to_owned());
        self.emit(Event::DecisionMade { element, decision, value, variable });
        Ok(())
    }

    pub(super) fn run_script(
        &mut self,
        node: usize,
        expression: &Expression,
        variable: Option<&str>,
    ) -> Result<(), Fault> {
        let value = self.env.evaluate(expression, &self.work.variables).map_err(Fault::new)?;
        let variables = match (variable, value) {
            (Some(name), value) => {
                let mut context = Context::new();
                context.set(name, value);
                context
            }
            (None, Value::Context(context)) => (*context).clone(),
            (None, Value::Unknown(unknown)) => {
                let facts: Vec<String> = unknown.names.iter().cloned().collect();
                let reason = format!("the script is undetermined; missing: {}", facts.join(", "));
                return Err(Fault { reason, facts });
            }
            (None, _) => {
                return Err(Fault::new(
                    "the script gives neither a context nor has it a `afaq:resultVariable`",
                ));
            }
        };
        let element = Some(self.id(node));
        self.emit(Event::VariablesSet { element, variables });
        Ok(())
    }
}
