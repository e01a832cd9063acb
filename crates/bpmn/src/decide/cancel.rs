//! Takes tokens away with everything that hangs on them.

use std::collections::BTreeSet;

use super::Run;
use crate::event::Event;
use crate::instance::Role;

impl Run<'_> {
    /// Closes what waits for one token itself: timers, messages, tasks, jobs, incidents.
    pub(super) fn detach(&mut self, token: u64) {
        let work = &self.work;
        let is_free = work.tasks.is_empty()
            && work.jobs.is_empty()
            && work.timers.is_empty()
            && work.subscriptions.is_empty()
            && work.incidents.is_empty();
        if !is_free {
            self.detach_all(&BTreeSet::from([token]));
        }
    }

    fn detach_all(&mut self, doomed: &BTreeSet<u64>) {
        let work = &self.work;
        let mut events = Vec::new();
        for (&task, open) in work.tasks.iter().filter(|(_, open)| doomed.contains(&open.token)) {
            events.push(Event::TaskCanceled { task, element: open.element.clone() });
        }
        for (&job, open) in work.jobs.iter().filter(|(_, open)| doomed.contains(&open.token)) {
            events.push(Event::JobCanceled { job, element: open.element.clone() });
        }
        for (&timer, open) in work.timers.iter().filter(|(_, open)| doomed.contains(&open.token)) {
            events.push(Event::TimerDisarmed { timer, element: open.element.clone() });
        }
        for (&subscription, open) in
            work.subscriptions.iter().filter(|(_, open)| doomed.contains(&open.token))
        {
            events.push(Event::MessageUnawaited { subscription, element: open.element.clone() });
        }
        for (&incident, open) in work.incidents.iter().filter(|(_, open)| doomed.contains(&open.token)) {
            events.push(Event::IncidentResolved { incident, element: open.element.clone() });
        }
        for event in events {
            self.emit(event);
        }
    }

    /// Closes what waits for the starts of event sub-processes in a scope.
    pub(super) fn disarm_scope(&mut self, scope: u64) {
        for event in self.armed_in(scope) {
            self.emit(event);
        }
    }

    fn armed_in(&self, scope: u64) -> Vec<Event> {
        let timers = self.work.timers.iter().filter(|(_, open)| open.scope == Some(scope));
        let timers =
            timers.map(|(&timer, open)| Event::TimerDisarmed { timer, element: open.element.clone() });
        let others = self.work.subscriptions.iter().filter(|(_, open)| open.scope == Some(scope));
        let others = others.map(|(&subscription, open)| {
            let element = open.element.clone();
            Event::MessageUnawaited { subscription, element }
        });
        timers.chain(others).collect()
    }

    /// Closes what waits before a gateway for one of its events.
    pub(super) fn detach_event(&mut self, token: u64, element: &str) {
        let timers =
            self.work.timers.iter().filter(|(_, open)| open.token == token && &*open.element == element);
        let timers =
            timers.map(|(&timer, open)| Event::TimerDisarmed { timer, element: open.element.clone() });
        let others = self.work.subscriptions.iter();
        let others = others.filter(|(_, open)| open.token == token && &*open.element == element);
        let others = others.map(|(&subscription, open)| {
            let element = open.element.clone();
            Event::MessageUnawaited { subscription, element }
        });
        let events: Vec<Event> = timers.chain(others).collect();
        events.into_iter().for_each(|event| self.emit(event));
    }

    /// Takes away the instances of an activity that still run.
    pub(super) fn cancel_instances(&mut self, host: u64) {
        let scopes: Vec<u64> = self
            .work
            .scopes
            .iter()
            .filter(|(_, open)| open.token == Some(host) && matches!(open.role, Role::Instance { .. }))
            .map(|(scope, _)| *scope)
            .collect();
        let Some(node) = self.node_of(host) else { return };
        for scope in scopes {
            self.cancel_scope(scope);
            let element = self.id(node);
            self.emit(Event::ScopeClosed { scope, element });
        }
    }

    /// Takes one token away, with the scopes and tokens under it.
    pub(super) fn cancel_token(&mut self, token: u64) {
        self.cancel_where(|number, _| number == token);
    }

    /// Takes all tokens of a scope away; the scope stays open and empty.
    pub(super) fn cancel_scope(&mut self, scope: u64) {
        self.cancel_where(|_, holding| holding == scope);
    }

    pub(super) fn cancel_all(&mut self) {
        let scopes: Vec<u64> = self.work.scopes.keys().copied().collect();
        scopes.into_iter().for_each(|scope| self.disarm_scope(scope));
        self.cancel_where(|_, _| true);
    }

    fn cancel_where(&mut self, is_root: impl Fn(u64, u64) -> bool) {
        let is_doomed = |number: u64| {
            let mut at = Some(number);
            while let Some(number) = at {
                let Some(token) = self.work.tokens.get(&number) else { return false };
                if is_root(number, token.scope) {
                    return true;
                }
                at = self.work.scopes.get(&token.scope).and_then(|scope| scope.token);
            }
            false
        };
        let doomed: BTreeSet<u64> =
            self.work.tokens.keys().copied().filter(|&token| is_doomed(token)).collect();
        self.detach_all(&doomed);
        let mut events = Vec::new();
        // The innermost goes first: its numbers are higher than those around it.
        for (&scope, open) in self.work.scopes.iter().rev() {
            let Some(host) = open.token.filter(|host| doomed.contains(host)) else { continue };
            let Some(node) = self.node_of(host) else { continue };
            for (&token, held) in self.work.tokens.iter().filter(|(_, held)| held.scope == scope) {
                events.push(Event::TokenCanceled { token, place: held.place.clone() });
            }
            events.extend(self.armed_in(scope));
            events.push(Event::ScopeClosed { scope, element: self.process.node(node).base.id.clone() });
        }
        for event in events {
            self.emit(event);
        }
        for token in doomed {
            if let Some(held) = self.work.tokens.get(&token) {
                let place = held.place.clone();
                self.emit(Event::TokenCanceled { token, place });
            }
        }
    }
}
