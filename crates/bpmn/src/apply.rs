//! Takes facts in: how each event changes an instance.

use std::collections::BTreeMap;

use afaq_feel::{Context, Value};

use crate::definitions::ElementId;
use crate::event::Event;
use crate::instance::{
    Awaited, Compensable, Incident, Instance, KeptMessage, Loop, OpenJob, OpenTask, OpenTimer, Place,
    Resetting, Role, ScopeInstance, Status, Subscription, Token,
};
use crate::limits;
use crate::process::ProcessDefinition;

impl Instance {
    fn used(&mut self, number: u64) {
        self.next_number = self.next_number.max(number.saturating_add(1));
    }

    fn remove_token(&mut self, number: u64) {
        if let Some(token) = self.tokens.remove(&number)
            && let Some(scope) = self.scopes.get_mut(&token.scope)
        {
            scope.tokens = scope.tokens.saturating_sub(1);
        }
    }

    fn put_token(&mut self, number: u64, scope: u64, place: Place) {
        self.used(number);
        self.tokens.insert(number, Token { scope, place });
        if let Some(scope) = self.scopes.get_mut(&scope) {
            scope.tokens += 1;
        }
    }

    fn merge(&mut self, variables: &Context) {
        for (name, value) in variables.iter() {
            self.variables.set(name.clone(), value.clone());
        }
    }

    /// Writes each variable in the innermost scope that knows it, else in the process.
    fn merge_in(&mut self, scope: Option<u64>, variables: &Context) {
        if self.scopes.values().all(|open| open.variables.is_empty()) {
            return self.merge(variables);
        }
        for (name, value) in variables.iter() {
            let mut at = scope;
            while let Some(open) = at.and_then(|at| self.scopes.get(&at)) {
                if open.variables.get(name).is_some() {
                    break;
                }
                at = open.parent;
            }
            match at.and_then(|at| self.scopes.get_mut(&at)) {
                Some(open) => open.variables.set(name.clone(), value.clone()),
                None => self.variables.set(name.clone(), value.clone()),
            }
        }
    }

    fn scope_of(&self, token: u64) -> Option<u64> {
        self.tokens.get(&token).map(|token| token.scope)
    }

    /// What was done in a scope that closes belongs to the activity that the scope was of.
    fn close_scope(&mut self, scope: u64) {
        let Some(closed) = self.scopes.remove(&scope) else { return };
        self.resetting.retain(|waiting| waiting.scope != scope);
        for record in self.compensable.values_mut().filter(|record| record.scope == scope) {
            record.under = closed.token;
            record.scope = closed.parent.unwrap_or(scope);
        }
    }

    fn clear(&mut self) {
        self.scopes.clear();
        self.tokens.clear();
        self.tasks.clear();
        self.jobs.clear();
        self.timers.clear();
        self.subscriptions.clear();
        self.incidents.clear();
        self.loops.clear();
        self.compensable.clear();
        self.resetting.clear();
        self.kept.clear();
        self.noted.clear();
    }

    /// Takes one fact in. Never fails and never judges: [`crate::decide`] has judged.
    pub fn apply(&mut self, process: &ProcessDefinition, event: &Event) {
        match event {
            Event::Started { scope, variables } => {
                self.status = Status::Running;
                self.used(*scope);
                self.scopes.insert(*scope, ScopeInstance::default());
                self.merge(variables);
            }
            Event::ScopeOpened { scope, parent, token, pending, .. } => {
                self.open(*scope, *parent, *token, Role::Body);
                if let Some(open) = self.scopes.get_mut(scope) {
                    open.pending.clone_from(pending);
                }
            }
            Event::ScopeClosed { scope, .. } => self.close_scope(*scope),
            Event::ElementEntered { element, token, scope, consumed } => {
                for old in consumed {
                    self.remove_token(*old);
                }
                if let Some(open) = self.scopes.get_mut(scope)
                    && let Some(at) = open.pending.iter().position(|pending| pending == element)
                {
                    open.pending.remove(at);
                }
                self.put_token(*token, *scope, Place::Element(element.clone()));
            }
            Event::ElementCompleted { element, token } => {
                let root = self.tokens.get(token).and_then(|token| self.scopes.get(&token.scope));
                if root.is_some_and(|scope| scope.parent.is_none())
                    && process.find_node(element).is_none_or(|node| node.outgoing.is_empty())
                {
                    self.last_end = Some(element.clone());
                }
                self.remove_token(*token);
            }
            Event::TokenCanceled { token, .. } => {
                self.remove_token(*token);
                self.loops.remove(token);
                self.compensable.retain(|_, record| record.under != Some(*token));
            }
            Event::FlowTaken { flow, token, scope } => {
                self.put_token(*token, *scope, Place::Flow(flow.clone()));
            }
            Event::TaskOpened { task, element, token } => {
                self.used(*task);
                self.tasks.insert(*task, OpenTask { element: element.clone(), token: *token });
            }
            Event::TaskCompleted { task, outputs, .. } => {
                let scope = self.tasks.remove(task).and_then(|open| self.scope_of(open.token));
                self.merge_in(scope, outputs);
            }
            Event::TaskCanceled { task, .. } => {
                self.tasks.remove(task);
            }
            Event::JobRequested { job, element, token, work } => {
                self.used(*job);
                let opened = OpenJob { element: element.clone(), token: *token, work: work.clone() };
                self.jobs.insert(*job, opened);
            }
            Event::JobCompleted { job, outputs, .. } => {
                let scope = self.jobs.remove(job).and_then(|open| self.scope_of(open.token));
                self.merge_in(scope, outputs);
            }
            Event::JobFailed { job, .. } | Event::JobCanceled { job, .. } => {
                self.jobs.remove(job);
            }
            Event::VariablesSet { variables, scope, .. } => self.merge_in(*scope, variables),
            Event::DecisionMade { value, variable, scope, .. } => {
                self.decided(value, variable.as_deref(), *scope);
            }
            Event::ErrorThrown { .. }
            | Event::SignalThrown { .. }
            | Event::EscalationThrown { .. }
            | Event::Ordered { .. }
            | Event::Skipped { .. } => {}
            Event::IncidentRaised { incident, element, token, phase, reason, facts } => {
                self.used(*incident);
                let raised = Incident {
                    element: element.clone(),
                    token: *token,
                    phase: *phase,
                    reason: reason.clone(),
                    facts: facts.clone(),
                };
                self.incidents.insert(*incident, raised);
            }
            Event::IncidentResolved { incident, .. } => {
                self.incidents.remove(incident);
            }
            Event::Ended { element, outcome, .. } => {
                self.status = Status::Ended { element: element.clone(), how: outcome.clone() };
                self.clear();
            }
            Event::Canceled => {
                self.status = Status::Canceled;
                self.clear();
            }
            Event::Migrated { mapping } => self.rename(mapping),
            waiting => self.apply_waiting(waiting),
        }
    }

    fn open(&mut self, scope: u64, parent: u64, token: u64, role: Role) {
        self.used(scope);
        let opened =
            ScopeInstance { token: Some(token), parent: Some(parent), role, ..ScopeInstance::default() };
        self.scopes.insert(scope, opened);
    }

    /// Timers and subscriptions.
    fn apply_waiting(&mut self, event: &Event) {
        match event {
            Event::TimerArmed { timer, element, token, due_ms, remaining, scope, index } => {
                self.used(*timer);
                let armed = OpenTimer {
                    element: element.clone(),
                    token: *token,
                    due_ms: *due_ms,
                    remaining: *remaining,
                    scope: *scope,
                    index: *index,
                };
                self.timers.insert(*timer, armed);
            }
            Event::TimerFired { timer, .. } | Event::TimerDisarmed { timer, .. } => {
                self.timers.remove(timer);
            }
            Event::TimerMoved { timer, due_ms, .. } => {
                if let Some(open) = self.timers.get_mut(timer) {
                    open.due_ms = *due_ms;
                }
            }
            Event::MessageAwaited { subscription, element, token, name, scope, index, key } => {
                self.used(*subscription);
                let opened = Subscription {
                    element: element.clone(),
                    token: *token,
                    name: name.clone(),
                    what: Awaited::Message,
                    scope: *scope,
                    index: *index,
                    key: key.clone(),
                };
                self.subscriptions.insert(*subscription, opened);
            }
            Event::Awaited { subscription, element, token, name, what, scope, index } => {
                self.used(*subscription);
                let opened = Subscription {
                    element: element.clone(),
                    token: *token,
                    name: name.clone(),
                    what: *what,
                    scope: *scope,
                    index: *index,
                    key: None,
                };
                self.subscriptions.insert(*subscription, opened);
            }
            Event::MessageReceived { subscription, payload, kept, .. } => {
                if let Some(message) = kept {
                    self.kept.remove(message);
                }
                self.took(*subscription, payload);
            }
            Event::SignalReceived { subscription, payload, .. } => self.took(*subscription, payload),
            Event::MessageKept { message, name, key, payload, until_ms } => {
                self.used(*message);
                let (name, key, payload) = (name.clone(), key.clone(), payload.clone());
                self.kept.insert(*message, KeptMessage { name, key, payload, until_ms: *until_ms });
            }
            Event::MessageExpired { message, .. } => {
                self.kept.remove(message);
            }
            Event::MessageNoted { id, until_ms, at_ms } => self.note(id, *until_ms, *at_ms),
            Event::ConditionChanged { subscription, holds, .. } => {
                if let Some(open) = self.subscriptions.get_mut(subscription) {
                    open.what = Awaited::Condition { holds: *holds };
                }
            }
            Event::MessageUnawaited { subscription, .. } => {
                self.subscriptions.remove(subscription);
            }
            other => self.apply_repeats(other),
        }
    }

    /// Somebody who waited is served.
    fn took(&mut self, subscription: u64, payload: &Context) {
        let served = self.subscriptions.remove(&subscription);
        let scope = served.and_then(|open| open.scope.or_else(|| self.scope_of(open.token)));
        self.merge_in(scope, payload);
    }

    /// Remembers a message; what is over is forgotten, and the one that is over first where there are
    /// too many.
    fn note(&mut self, id: &str, until_ms: i64, at_ms: i64) {
        self.noted.retain(|_, until| *until >= at_ms);
        self.noted.insert(id.to_owned(), until_ms);
        if self.noted.len() > limits::MESSAGES_NOTED_MAX {
            let first = self.noted.iter().min_by_key(|(id, until)| (**until, (*id).clone()));
            if let Some(first) = first.map(|(id, _)| id.clone()) {
                self.noted.remove(&first);
            }
        }
    }

    /// Repeated activities, undoing, complex gateways.
    fn apply_repeats(&mut self, event: &Event) {
        match event {
            Event::LoopStarted { token, total, items, .. } => {
                let started = Loop { total: *total, items: items.clone(), ..Loop::default() };
                self.loops.insert(*token, started);
            }
            Event::InstanceStarted { token, scope, number, variables, .. } => {
                let parent = self.scope_of(*token).unwrap_or_default();
                self.open(*scope, parent, *token, Role::Instance { number: *number });
                if let Some(open) = self.scopes.get_mut(scope) {
                    open.variables = variables.clone();
                }
                if let Some(running) = self.loops.get_mut(token) {
                    running.started += 1;
                }
            }
            Event::InstanceCompleted { token, scope, number, result, .. } => {
                let inner: Vec<u64> =
                    self.tokens.iter().filter(|(_, held)| held.scope == *scope).map(|(n, _)| *n).collect();
                for token in inner {
                    self.remove_token(token);
                }
                self.close_scope(*scope);
                if let Some(running) = self.loops.get_mut(token) {
                    running.done += 1;
                    if let Some(result) = result {
                        running.results.insert(*number, result.clone());
                    }
                }
            }
            Event::LoopEnded { token, .. } => {
                self.loops.remove(token);
            }
            Event::BecameCompensable { record, element, scope, token } => {
                self.used(*record);
                let inside: Vec<u64> = self
                    .compensable
                    .iter()
                    .filter(|(_, inner)| inner.under == Some(*token))
                    .map(|(number, _)| *number)
                    .collect();
                let inside = inside.into_iter().filter_map(|inner| self.compensable.remove(&inner)).collect();
                let done = Compensable { element: element.clone(), scope: *scope, under: None, inside };
                self.compensable.insert(*record, done);
            }
            Event::UndoStarted { scope, parent, token, records, then, .. } => {
                let todo = records.iter().filter_map(|record| self.compensable.remove(record)).collect();
                self.open(*scope, *parent, *token, Role::Undo { todo, then: *then });
            }
            Event::UndoTaken { scope, into, unfold } => {
                let Some(ScopeInstance { role: Role::Undo { todo, .. }, .. }) = self.scopes.get_mut(scope)
                else {
                    return;
                };
                let Some(taken) = todo.pop() else { return };
                if *unfold {
                    todo.extend(taken.inside);
                } else if let Some(into) = into {
                    for mut record in taken.inside {
                        let number = self.next_number.max(1);
                        self.used(number);
                        (record.scope, record.under) = (*into, None);
                        self.compensable.insert(number, record);
                    }
                }
            }
            Event::GatewayActivated { element, scope, came } => {
                let (element, came) = (element.clone(), came.clone());
                self.resetting.push(Resetting { scope: *scope, element, came });
            }
            Event::GatewayReset { element, scope, consumed } => {
                self.resetting.retain(|waiting| waiting.scope != *scope || waiting.element != *element);
                for token in consumed {
                    self.remove_token(*token);
                }
            }
            _ => {}
        }
    }

    fn decided(&mut self, value: &Value, variable: Option<&str>, scope: Option<u64>) {
        match (variable, value) {
            (Some(name), value) => self.merge_in(scope, &Context::new().with(name, value.clone())),
            (None, Value::Context(context)) => self.merge_in(scope, context),
            (None, _) => {}
        }
    }

    /// Gives every element its name in another version of the process.
    fn rename(&mut self, mapping: &BTreeMap<ElementId, ElementId>) {
        let rename = |id: &mut ElementId| {
            if let Some(new) = mapping.get(id) {
                *id = new.clone();
            }
        };
        for token in self.tokens.values_mut() {
            match &mut token.place {
                Place::Element(id) | Place::Flow(id) => rename(id),
            }
        }
        self.tasks.values_mut().for_each(|open| rename(&mut open.element));
        self.jobs.values_mut().for_each(|open| rename(&mut open.element));
        self.timers.values_mut().for_each(|open| rename(&mut open.element));
        self.subscriptions.values_mut().for_each(|open| rename(&mut open.element));
        self.incidents.values_mut().for_each(|open| rename(&mut open.element));
        for scope in self.scopes.values_mut() {
            scope.pending.iter_mut().for_each(rename);
        }
        for waiting in &mut self.resetting {
            rename(&mut waiting.element);
            waiting.came.iter_mut().for_each(rename);
        }
        for scope in self.scopes.values_mut() {
            if let Role::Undo { todo, .. } = &mut scope.role {
                todo.iter_mut().for_each(|record| rename_record(record, mapping));
            }
        }
        self.compensable.values_mut().for_each(|record| rename_record(record, mapping));
        self.last_end.iter_mut().for_each(rename);
    }
}

/// What is done, with all that was done inside of it.
fn rename_record(record: &mut Compensable, mapping: &BTreeMap<ElementId, ElementId>) {
    if let Some(new) = mapping.get(&record.element) {
        record.element = new.clone();
    }
    record.inside.iter_mut().for_each(|inner| rename_record(inner, mapping));
}
