//! Takes tokens away with everything that hangs on them.

use std::collections::BTreeSet;

use super::Run;
use crate::event::Event;

impl Run<'_> {
    /// Closes what waits for one token itself: timers, messages, tasks, jobs, incidents.
    pub(super) fn detach(&mut self, token: u64) {
        self.detach_all(&BTreeSet::from([token]));
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

    /// Takes one token away, with the scopes and tokens under it.
    pub(super) fn cancel_token(&mut self, token: u64) {
        self.cancel_where(|number, _| number == token);
    }

    /// Takes all tokens of a scope away; the scope stays open and empty.
    pub(super) fn cancel_scope(&mut self, scope: u64) {
        self.cancel_where(|_, holding| holding == scope);
    }

    pub(super) fn cancel_all(&mut self) {
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
