//! Activities that are done several times, or that have data of their own: each time is a scope.

use afaq_feel::{Context, Decimal, Value};

use super::{Fault, Run};
use crate::event::Event;
use crate::instance::{Phase, Role};
use crate::limits;
use crate::process::{Behavior, Multi, Repeat, Throw};

fn count(number: u64) -> Value {
    Value::from(i64::try_from(number).unwrap_or(i64::MAX))
}

fn whole_number(value: &Value) -> Option<u64> {
    let Value::Number(number) = value else { return None };
    u64::try_from(Decimal::to_i64(*number)?).ok()
}

impl Run<'_> {
    /// Of a token that is one time of an activity: the token of the activity, the scope, the number.
    pub(super) fn instance_of(&self, token: u64) -> Option<(u64, u64, u64)> {
        let scope = self.scope_of(token)?;
        let open = self.work.scopes.get(&scope)?;
        let Role::Instance { number } = open.role else { return None };
        Some((open.token?, scope, number))
    }

    /// Begins an activity that has instances.
    pub(super) fn start_instances(&mut self, token: u64, node: usize) -> Result<(), Fault> {
        let process = self.process;
        let scope = self.scope_of(token);
        let element = self.id(node);
        let (total, items, at_once) = match &process.node(node).repeat {
            None => return self.start_one(token, node, 1),
            Some(Repeat::Loop { test_before, condition, .. }) => {
                if *test_before
                    && let Some(condition) = condition
                    && !self.holds(condition, scope, &[("loopCounter", count(0))])?
                {
                    self.done_with(token, node);
                    return Ok(());
                }
                (None, Vec::new(), 1)
            }
            Some(Repeat::Multi(multi)) => {
                let (total, items) = self.size(multi, scope)?;
                if total == 0 {
                    if let Some(output) = &multi.output {
                        let variables = Context::new().with(output.as_str(), Value::list(Vec::new()));
                        self.emit(Event::VariablesSet { element: Some(element), variables, scope });
                    }
                    self.done_with(token, node);
                    return Ok(());
                }
                (Some(total), items, if multi.sequential { 1 } else { total })
            }
        };
        self.emit(Event::LoopStarted { element, token, total, items });
        for number in 1..=at_once {
            self.start_one(token, node, number)?;
        }
        Ok(())
    }

    fn size(&mut self, multi: &Multi, scope: Option<u64>) -> Result<(u64, Vec<Value>), Fault> {
        let unknown = |value: &Value, what: &str| match value {
            Value::Unknown(unknown) => {
                let facts: Vec<String> = unknown.names.iter().cloned().collect();
                let reason = format!("{what} is undetermined; missing: {}", facts.join(", "));
                Fault { reason, facts }
            }
            _ => Fault::new(format!("{what} is not what a repeated activity needs")),
        };
        let (mut total, mut items) = (None, Vec::new());
        if let Some(collection) = &multi.collection {
            match self.evaluate(collection, scope, &[])? {
                Value::List(list) => items = list.iter().cloned().collect(),
                Value::Null => {}
                other => return Err(unknown(&other, "the list")),
            }
            total = Some(items.len() as u64);
        }
        if let Some(cardinality) = &multi.cardinality {
            let value = self.evaluate(cardinality, scope, &[])?;
            let number = whole_number(&value).ok_or_else(|| unknown(&value, "the number of instances"))?;
            total = Some(total.map_or(number, |length| length.min(number)));
        }
        let total = total.unwrap_or(0);
        if total > limits::INSTANCES_MAX {
            let limit = limits::INSTANCES_MAX;
            return Err(Fault::new(format!("more than {limit} instances of one activity")));
        }
        items.truncate(usize::try_from(total).unwrap_or(usize::MAX));
        Ok((total, items))
    }

    fn start_one(&mut self, token: u64, node: usize, number: u64) -> Result<(), Fault> {
        let process = self.process;
        let found = process.node(node);
        let around = self.scope_of(token);
        let mut variables = Context::new();
        let mut seen: Vec<(&str, Value)> = Vec::new();
        if let Some(repeat) = &found.repeat {
            variables.set("loopCounter", count(number));
            seen.push(("loopCounter", count(number)));
            let at = usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(1);
            let item = self.work.loops.get(&token).and_then(|running| running.items.get(at)).cloned();
            if let (Repeat::Multi(multi), Some(item)) = (repeat, item)
                && let Some(name) = &multi.item
            {
                variables.set(name.as_str(), item.clone());
                seen.push((name, item));
            }
        }
        for name in &found.data.locals {
            variables.set(name.as_str(), Value::Null);
        }
        for input in &found.data.inputs {
            let value = self.evaluate(&input.value, around, &seen)?;
            variables.set(input.target.as_str(), value);
        }
        let (scope, element) = (self.number(), self.id(node));
        self.emit(Event::InstanceStarted { element, token, scope, number, variables });
        self.enter_later(node, scope);
        Ok(())
    }

    /// One time is done. What it throws is thrown before it counts as done.
    pub(super) fn instance_done(&mut self, inner: u64, node: usize) {
        let process = self.process;
        let throws = match &process.node(node).repeat {
            Some(Repeat::Multi(multi)) => {
                !matches!(multi.behavior, Behavior::All | Behavior::None(None) | Behavior::One(None))
            }
            _ => false,
        };
        if throws {
            self.throws.push_back((inner, node));
        } else {
            self.instance_counts(inner, node);
        }
    }

    pub(super) fn deliver_behavior(&mut self, inner: u64, node: usize) {
        let Some((host, scope, _)) = self.instance_of(inner) else { return };
        let process = self.process;
        let Some(Repeat::Multi(multi)) = &process.node(node).repeat else { return };
        let done = self.work.loops.get(&host).map_or(0, |running| running.done);
        let thrown: Vec<&Throw> = match &multi.behavior {
            Behavior::All | Behavior::None(None) | Behavior::One(None) => Vec::new(),
            Behavior::None(Some(throw)) => vec![throw],
            Behavior::One(Some(throw)) => (done == 0).then_some(throw).into_iter().collect(),
            Behavior::Complex(rules) => {
                let counters = self.counters(host, 1);
                let counters: Vec<(&str, Value)> =
                    counters.iter().map(|(name, value)| (*name, value.clone())).collect();
                let mut thrown = Vec::new();
                for (condition, throw) in rules {
                    let holds = condition.as_ref().map(|asked| self.holds(asked, Some(scope), &counters));
                    match holds {
                        None | Some(Ok(true)) => thrown.push(throw),
                        Some(Ok(false)) => {}
                        Some(Err(fault)) => return self.raise(inner, node, Phase::Leave, fault),
                    }
                }
                thrown
            }
        };
        for throw in thrown {
            self.throw(inner, node, throw);
            if !self.is_there(inner) || self.work.is_over() {
                return;
            }
        }
        self.instance_counts(inner, node);
    }

    fn counters(&self, host: u64, ending: u64) -> Vec<(&'static str, Value)> {
        let running = self.work.loops.get(&host).cloned().unwrap_or_default();
        let done = running.done + ending;
        vec![
            ("numberOfInstances", count(running.total.unwrap_or(running.started))),
            ("numberOfActiveInstances", count(running.started.saturating_sub(done))),
            ("numberOfCompletedInstances", count(done)),
            ("numberOfTerminatedInstances", count(0)),
        ]
    }

    /// One time is over: its data go out, and the next one begins or the activity is done.
    fn instance_counts(&mut self, inner: u64, node: usize) {
        if let Err(fault) = self.count_instance(inner, node) {
            self.raise(inner, node, Phase::Leave, fault);
        }
    }

    fn count_instance(&mut self, inner: u64, node: usize) -> Result<(), Fault> {
        let Some((host, scope, number)) = self.instance_of(inner) else { return Ok(()) };
        let process = self.process;
        let found = process.node(node);
        let mut variables = Context::new();
        for output in &found.data.outputs {
            let value = self.evaluate(&output.value, Some(scope), &[])?;
            variables.set(output.target.as_str(), value);
        }
        let result = match &found.repeat {
            Some(Repeat::Multi(multi)) => match &multi.output_item {
                Some(item) => Some(self.evaluate(item, Some(scope), &[])?),
                None => None,
            },
            _ => None,
        };
        let element = self.id(node);
        self.emit(Event::InstanceCompleted { element: element.clone(), token: host, scope, number, result });
        let around = self.scope_of(host);
        if !variables.is_empty() {
            self.emit(Event::VariablesSet { element: Some(element), variables, scope: around });
        }
        if let Err(fault) = self.next_instance(host, node, number) {
            self.raise(host, node, Phase::Leave, fault);
        }
        Ok(())
    }

    /// Begins the next time, or ends the activity.
    fn next_instance(&mut self, host: u64, node: usize, number: u64) -> Result<(), Fault> {
        let process = self.process;
        let around = self.scope_of(host);
        let Some(running) = self.work.loops.get(&host).cloned() else {
            self.done_with(host, node);
            return Ok(());
        };
        match &process.node(node).repeat {
            Some(Repeat::Loop { condition, maximum, .. }) => {
                let counter = [("loopCounter", count(number))];
                let more = maximum.is_none_or(|maximum| running.done < maximum)
                    && match condition {
                        Some(condition) => self.holds(condition, around, &counter)?,
                        None => true,
                    };
                if more {
                    return self.start_one(host, node, number + 1);
                }
            }
            Some(Repeat::Multi(multi)) => {
                let counters = self.counters(host, 0);
                let is_enough = match &multi.completion {
                    Some(completion) => self.holds(completion, around, &counters)?,
                    None => false,
                };
                let total = running.total.unwrap_or(running.started);
                if is_enough {
                    self.cancel_instances(host);
                } else if running.done < total {
                    return if multi.sequential { self.start_one(host, node, number + 1) } else { Ok(()) };
                }
                if let Some(output) = &multi.output {
                    let results = self.work.loops.get(&host).map(|running| running.results.clone());
                    let list: Vec<Value> = results.unwrap_or_default().into_values().collect();
                    let variables = Context::new().with(output.as_str(), Value::list(list));
                    let element = Some(self.id(node));
                    self.emit(Event::VariablesSet { element, variables, scope: around });
                }
            }
            None => {}
        }
        self.done_with(host, node);
        Ok(())
    }

    /// The activity as a whole is done.
    fn done_with(&mut self, host: u64, node: usize) {
        if self.work.loops.contains_key(&host) {
            let element = self.id(node);
            self.emit(Event::LoopEnded { element, token: host });
        }
        self.detach(host);
        self.remember(host, node);
        self.leave(host, node);
    }

    /// Tries again what follows one time of an activity.
    pub(super) fn loop_again(&mut self, host: u64, node: usize) -> bool {
        let Some(running) = self.work.loops.get(&host) else { return false };
        let number = running.done;
        if let Err(fault) = self.next_instance(host, node, number) {
            self.raise(host, node, Phase::Leave, fault);
        }
        true
    }
}
