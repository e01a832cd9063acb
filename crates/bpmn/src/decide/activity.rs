//! What elements do and what they wait for: tasks, jobs, decisions, scripts, events.

use afaq_feel::{Context, Expression, Value};

use super::{Fault, Run};
use crate::event::Event;
use crate::feel_env::timer_text;
use crate::instance::{Awaited, OpenTimer};
use crate::limits;
use crate::process::{JobKind, NodeKind, TimerDefinition, TimerKind, Trigger};
use crate::time;

/// Who waits: a token, or a scope for the start of an event sub-process (its token is 0 then).
pub(super) type Waiter = (u64, Option<u64>);

impl Run<'_> {
    pub(super) fn open_task(&mut self, token: u64, node: usize) {
        let (task, element) = (self.number(), self.id(node));
        self.emit(Event::TaskOpened { task, element, token });
    }

    pub(super) fn request_job(&mut self, token: u64, node: usize, work: JobKind) {
        let (job, element) = (self.number(), self.id(node));
        self.emit(Event::JobRequested { job, element, token, work });
    }

    pub(super) fn await_message(
        &mut self,
        (token, scope): Waiter,
        node: usize,
        index: usize,
        name: &str,
        key: Option<String>,
    ) {
        let (subscription, element, name) = (self.number(), self.id(node), name.to_owned());
        self.emit(Event::MessageAwaited { subscription, element, token, name, scope, index, key });
    }

    fn seen_by(&self, (token, scope): Waiter) -> Option<u64> {
        scope.or_else(|| self.scope_of(token))
    }

    /// Arms all triggers of an event. True if what they wait for is the case already.
    pub(super) fn arm(
        &mut self,
        who: Waiter,
        event: usize,
        after: Option<&OpenTimer>,
    ) -> Result<bool, Fault> {
        let (triggers, parallel) = self.process.triggers_of(event);
        let (mut met, mut wanted) = (0, 0);
        for (index, trigger) in triggers.iter().enumerate() {
            wanted += 1;
            let holds = self.arm_trigger(who, event, index, trigger, after)?;
            met += usize::from(holds);
        }
        Ok(met > 0 && (!parallel || met == wanted))
    }

    /// Arms one trigger. True if it is a condition that holds already.
    fn arm_trigger(
        &mut self,
        who: Waiter,
        event: usize,
        index: usize,
        trigger: &Trigger,
        after: Option<&OpenTimer>,
    ) -> Result<bool, Fault> {
        match trigger {
            Trigger::Timer(timer) => self.arm_timer(who, event, index, timer, after)?,
            Trigger::Message { name, key } => {
                let key = key.as_ref().map(|key| self.correlation_key(who, key)).transpose()?;
                self.await_message(who, event, index, name, key);
            }
            Trigger::Signal(name) => {
                let (subscription, element, name) = (self.number(), self.id(event), name.clone());
                let ((token, scope), what) = (who, Awaited::Signal);
                self.emit(Event::Awaited { subscription, element, token, name, what, scope, index });
            }
            Trigger::Condition(condition) => {
                let holds = self.holds(condition, self.seen_by(who), &[])?;
                let parallel = self.process.triggers_of(event).1;
                if !(holds && parallel) {
                    let (subscription, element) = (self.number(), self.id(event));
                    let ((token, scope), what) = (who, Awaited::Condition { holds });
                    let name = String::new();
                    self.emit(Event::Awaited { subscription, element, token, name, what, scope, index });
                }
                return Ok(holds);
            }
            Trigger::Error(_) | Trigger::Escalation(_) | Trigger::Cancel | Trigger::Compensate => {}
        }
        Ok(false)
    }

    /// A receive task waits for its message.
    pub(super) fn await_by_key(
        &mut self,
        who: Waiter,
        node: usize,
        name: &str,
        key: Option<&Expression>,
    ) -> Result<(), Fault> {
        let key = key.map(|key| self.correlation_key(who, key)).transpose()?;
        self.await_message(who, node, 0, name, key);
        Ok(())
    }

    fn correlation_key(&mut self, who: Waiter, key: &Expression) -> Result<String, Fault> {
        let value = self.evaluate(key, self.seen_by(who), &[])?;
        match value {
            Value::String(text) => Ok(text.to_string()),
            Value::Null | Value::Unknown(_) => Err(Fault::new("the key of the message is not known")),
            other => Ok(other.to_string()),
        }
    }

    /// Arms a timer; `after` is the timer that fired before, of a cycle.
    fn arm_timer(
        &mut self,
        who: Waiter,
        event: usize,
        index: usize,
        timer: &TimerDefinition,
        after: Option<&OpenTimer>,
    ) -> Result<(), Fault> {
        let from_ms = after.map_or_else(|| self.env.now_ms(), |fired| fired.due_ms);
        let seen = self.seen_by(who);
        let due_ms = self.with_variables(seen, |env, all| env.due_ms(timer, from_ms, all));
        let due_ms = due_ms.map_err(Fault::new)?;
        if !(limits::DUE_MS_MIN..=limits::DUE_MS_MAX).contains(&due_ms) {
            return Err(Fault::new("the timer is due at an impossible date"));
        }
        let remaining = match after {
            Some(fired) => fired.remaining.map(|count| count.saturating_sub(1)),
            None if timer.kind == TimerKind::Cycle => {
                let text = self.with_variables(seen, |env, all| timer_text(env, timer, all));
                time::repetitions(&text.map_err(Fault::new)?).map(|count| count.saturating_sub(1))
            }
            None => None,
        };
        let (number, element, (token, scope)) = (self.number(), self.id(event), who);
        self.emit(Event::TimerArmed { timer: number, element, token, due_ms, remaining, scope, index });
        Ok(())
    }

    /// Arms an event again that does not interrupt.
    pub(super) fn arm_again(
        &mut self,
        who: Waiter,
        event: usize,
        index: usize,
        timer: Option<&OpenTimer>,
    ) -> Result<(), Fault> {
        let process = self.process;
        let (triggers, parallel) = process.triggers_of(event);
        if parallel {
            let is_condition = |trigger: &Trigger| matches!(trigger, Trigger::Condition(_));
            // Conditions alone would be met again at once, for ever.
            return if triggers.iter().all(is_condition) {
                Ok(())
            } else {
                self.arm(who, event, None).map(|_| ())
            };
        }
        match triggers.get(index) {
            Some(trigger @ Trigger::Timer(definition)) => {
                let again = definition.kind == TimerKind::Cycle
                    && timer.is_some_and(|fired| fired.remaining != Some(0));
                if again {
                    self.arm_trigger(who, event, index, trigger, timer)?;
                }
            }
            Some(trigger @ (Trigger::Message { .. } | Trigger::Signal(_))) => {
                self.arm_trigger(who, event, index, trigger, None)?;
            }
            // A condition is still waited for: it must become false and true again.
            _ => {}
        }
        Ok(())
    }

    pub(super) fn arm_boundaries(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        let process = self.process;
        let found = process.node(node);
        if found.boundaries.is_empty() || self.instance_of(token).is_some() {
            return Ok(());
        }
        let waits = found.waits() || found.repeat.is_some();
        for &boundary in &found.boundaries {
            let (triggers, _) = process.triggers_of(boundary);
            let asks = triggers.iter().any(|trigger| matches!(trigger, Trigger::Condition(_)));
            if (waits || asks) && self.arm((token, None), boundary, None)? {
                self.boundary_fired(boundary, token, 0, None);
                if !self.is_there(token) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    pub(super) fn arm_gateway(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        let process = self.process;
        for &flow in &process.node(node).outgoing {
            let target = process.flow(flow).target;
            match &process.node(target).kind {
                NodeKind::Catch { .. } => {
                    let happened = self.arm((token, None), target, None)?;
                    let Some(scope) = self.scope_of(token).filter(|_| happened) else { continue };
                    self.gateway_decided(token, node, target, scope);
                    if !self.is_there(token) {
                        return Ok(());
                    }
                }
                NodeKind::Message { name, key } => {
                    self.await_by_key((token, None), target, name, key.as_ref())?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn waits_still(&self, element: &str, (token, scope): Waiter) -> bool {
        let timers = self.work.timers.values().map(|open| (&open.element, open.token, open.scope));
        let others = self.work.subscriptions.values().map(|open| (&open.element, open.token, open.scope));
        timers.chain(others).any(|(id, t, s)| &**id == element && t == token && s == scope)
    }

    /// An event happened for which somebody waited.
    pub(super) fn triggered(&mut self, element: &str, who: Waiter, index: usize, timer: Option<&OpenTimer>) {
        let process = self.process;
        let Some(event) = process.find_index(element) else { return };
        if process.triggers_of(event).1 && self.waits_still(element, who) {
            return;
        }
        let (token, scope) = who;
        if let Some(scope) = scope {
            if let Some(sub) = process.node(event).scope {
                self.start_event_sub(sub, scope, index, timer);
            }
            return;
        }
        let (Some(at), Some(scope)) = (self.node_of(token), self.scope_of(token)) else { return };
        if event == at {
            if process.node(at).is_activity() {
                return self.complete(token, at);
            }
            self.detach(token);
            return self.leave(token, at);
        }
        match process.node(event).kind {
            NodeKind::Boundary { .. } => self.boundary_fired(event, token, index, timer),
            _ => self.gateway_decided(token, at, event, scope),
        }
    }

    /// An event on the border of an activity happened.
    pub(super) fn boundary_fired(
        &mut self,
        event: usize,
        token: u64,
        index: usize,
        timer: Option<&OpenTimer>,
    ) {
        let Some(scope) = self.scope_of(token) else { return };
        let interrupts =
            matches!(self.process.node(event).kind, NodeKind::Boundary { interrupting: true, .. });
        if interrupts {
            self.cancel_token(token);
        } else if let Err(fault) = self.arm_again((token, None), event, index, timer) {
            // The activity itself goes on; a timer that cannot be set again is told by its own token.
            let (own, element) = (self.number(), self.id(event));
            self.emit(Event::ElementEntered { element, token: own, scope, consumed: Vec::new() });
            return self.raise(own, event, crate::instance::Phase::Leave, fault);
        }
        self.enter(event, scope, Vec::new());
    }

    /// One of the events behind an event-based gateway happened.
    pub(super) fn gateway_decided(&mut self, token: u64, gateway: usize, event: usize, scope: u64) {
        let process = self.process;
        let taken = process.node(gateway).outgoing.iter().find(|flow| process.flow(**flow).target == event);
        let Some(&flow) = taken else { return };
        let needs_all = matches!(process.node(gateway).kind, NodeKind::EventBased { parallel: true });
        if needs_all {
            self.detach_event(token, &self.id(event));
        } else {
            self.detach(token);
        }
        let is_last = !needs_all
            || (!self.work.timers.values().any(|open| open.token == token)
                && !self.work.subscriptions.values().any(|open| open.token == token));
        if is_last {
            let element = self.id(gateway);
            self.emit(Event::ElementCompleted { element, token });
        }
        let token = self.number();
        let id = process.flow(flow).base.id.clone();
        self.emit(Event::FlowTaken { flow: id, token, scope });
        let element = self.id(event);
        self.emit(Event::ElementEntered { element, token, scope, consumed: vec![token] });
        if process.node(event).is_activity() {
            self.complete(token, event);
        } else {
            self.leave(token, event);
        }
    }

    pub(super) fn ask_decision(
        &mut self,
        token: u64,
        node: usize,
        decision: &str,
        variable: Option<&str>,
    ) -> Result<(), Fault> {
        let scope = self.scope_of(token);
        let value = self.with_variables(scope, |env, all| env.decide(decision, all)).map_err(Fault::new)?;
        // A plain value without a variable of its own takes the name of the decision.
        let variable = match (&value, variable) {
            (_, Some(variable)) => Some(variable.to_owned()),
            (Value::Context(_), None) => None,
            (_, None) => Some(decision.to_owned()),
        };
        let (element, decision, scope) = (self.id(node), decision.to_owned(), self.inner_scope(scope));
        self.emit(Event::DecisionMade { element, decision, value, variable, scope });
        Ok(())
    }

    /// The scope, where it is not the process itself, so that plain events stay short.
    pub(super) fn inner_scope(&self, scope: Option<u64>) -> Option<u64> {
        scope.filter(|scope| self.work.scopes.get(scope).is_some_and(|open| open.parent.is_some()))
    }

    pub(super) fn run_script(
        &mut self,
        token: u64,
        node: usize,
        expression: &Expression,
        variable: Option<&str>,
    ) -> Result<(), Fault> {
        let scope = self.scope_of(token);
        let value = self.evaluate(expression, scope, &[])?;
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
        let (element, scope) = (Some(self.id(node)), self.inner_scope(scope));
        self.emit(Event::VariablesSet { element, variables, scope });
        Ok(())
    }
}
