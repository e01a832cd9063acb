//! What people with the right may order: try again, leave out, move a token, go on by another version.

use std::collections::BTreeMap;

use afaq_feel::Context;

use super::{Refusal, Run, foreign_element};
use crate::definitions::ElementId;
use crate::event::Event;
use crate::instance::{Phase, Place, Role};
use crate::limits;
use crate::process::{JobKind, NodeKind, SubKind, Throw};

impl Run<'_> {
    pub(super) fn retry(&mut self, incident: u64) -> Result<(), Refusal> {
        let found = self.work.incidents.get(&incident).cloned();
        let found = found.ok_or(Refusal::NoSuchIncident { incident })?;
        self.emit(Event::IncidentResolved { incident, element: found.element });
        match (found.phase, self.node_of(found.token)) {
            (Phase::Budget, _) => self.queue_all(),
            (Phase::Work, Some(node)) => {
                self.detach(found.token);
                self.execute(found.token, node);
            }
            (Phase::Leave, Some(node)) => self.go_on(found.token, node),
            (Phase::Job, Some(node)) => self.job_again(found.token, node),
            (_, None) => {}
        }
        Ok(())
    }

    fn job_again(&mut self, token: u64, node: usize) {
        match &self.process.node(node).kind {
            NodeKind::Job(work) => self.request_job(token, node, work.clone()),
            NodeKind::End(throws) | NodeKind::Throw(throws) => {
                let messages = throws.iter().find_map(|throw| match throw {
                    Throw::Message(name) => Some(name.clone()),
                    _ => None,
                });
                self.request_job(token, node, JobKind::Send { message: messages });
            }
            _ => self.execute(token, node),
        }
    }

    /// Goes on behind an element whose work is done.
    fn go_on(&mut self, token: u64, node: usize) {
        match &self.process.node(node).kind {
            NodeKind::End(_) => self.leave_by(token, node, &[]),
            _ if self.process.node(node).is_activity() => self.complete(token, node),
            _ => self.leave(token, node),
        }
    }

    /// Puts every token to work again that is on a flow, or that came to an element and did not begin.
    fn queue_all(&mut self) {
        let work = &self.work;
        let is_idle = |token: u64| {
            !work.tasks.values().any(|open| open.token == token)
                && !work.jobs.values().any(|open| open.token == token)
                && !work.timers.values().any(|open| open.token == token)
                && !work.subscriptions.values().any(|open| open.token == token)
                && !work.incidents.values().any(|open| open.token == token)
                && !work.scopes.values().any(|open| open.token == Some(token))
        };
        let waiting = work.tokens.iter().filter(|(number, token)| match token.place {
            Place::Flow(_) => true,
            Place::Element(_) => is_idle(**number),
        });
        self.queue = waiting.map(|(number, _)| *number).collect();
        self.joins.clear();
    }

    pub(super) fn skip(&mut self, incident: u64, outputs: &Context) -> Result<(), Refusal> {
        let found = self.work.incidents.get(&incident).cloned();
        let found = found.ok_or(Refusal::NoSuchIncident { incident })?;
        let Some(node) = self.node_of(found.token) else {
            return Err(Refusal::NoSuchIncident { incident });
        };
        self.emit(Event::IncidentResolved { incident, element: found.element.clone() });
        self.emit(Event::Skipped { element: found.element.clone(), token: found.token });
        if !outputs.is_empty() {
            let (element, variables) = (Some(found.element), outputs.clone());
            let scope = self.scope_of(found.token);
            self.emit(Event::VariablesSet { element, variables, scope });
        }
        self.detach(found.token);
        self.go_on(found.token, node);
        Ok(())
    }

    pub(super) fn move_token(&mut self, token: u64, to: &ElementId) -> Result<(), Refusal> {
        let scope = self.scope_of(token).ok_or(Refusal::NoSuchToken { token })?;
        let elsewhere = || Refusal::NotInScope { element: to.to_string() };
        let target = self.process.find_index(to).ok_or_else(elsewhere)?;
        let around = match &self.work.tokens.get(&token).map(|token| &token.place) {
            Some(Place::Element(id)) => self.process.find_node(id).map(|node| node.scope),
            Some(Place::Flow(id)) => {
                self.process.find_flow(id).map(|flow| self.process.node(flow.source).scope)
            }
            None => None,
        };
        let may = around == Some(self.process.node(target).scope)
            && self.instance_of(token).is_none()
            && super::orders::may_be_entered(self.process.node(target));
        if !may {
            return Err(elsewhere());
        }
        self.cancel_token(token);
        self.enter(target, scope, Vec::new());
        Ok(())
    }

    pub(super) fn move_timer(&mut self, timer: u64, due_ms: i64) -> Result<(), Refusal> {
        let open = self.work.timers.get(&timer).ok_or(Refusal::NoSuchTimer { timer })?;
        if !(limits::DUE_MS_MIN..=limits::DUE_MS_MAX).contains(&due_ms) {
            return Err(Refusal::NotDue { due_ms, now_ms: self.env.now_ms() });
        }
        let element = open.element.clone();
        self.emit(Event::TimerMoved { timer, element, due_ms });
        Ok(())
    }

    /// Goes on by this version of the process: events that it no longer has are no longer waited for,
    /// new ones on activities that run are waited for from now on.
    pub(super) fn migrate(&mut self, mapping: &BTreeMap<ElementId, ElementId>) -> Result<(), Refusal> {
        self.emit(Event::Migrated { mapping: mapping.clone() });
        if let Some(element) = foreign_element(self.process, &self.work) {
            return Err(Refusal::OtherDefinition { element });
        }
        let process = self.process;
        let conflicts = crate::migrate::misfits(process, &self.work);
        if let Some(element) = conflicts.first() {
            return Err(Refusal::OtherDefinition { element: element.to_string() });
        }
        let waits_still = |element: &str, token: u64, work: &crate::Instance| {
            let Some(node) = process.find_index(element) else { return false };
            let at = work.tokens.get(&token).and_then(|token| match &token.place {
                Place::Element(id) => process.find_index(id),
                Place::Flow(_) => None,
            });
            token == 0
                || at.is_some_and(|at| at == node || self.process.node(at).boundaries.contains(&node))
                || at.is_some_and(|at| matches!(process.node(at).kind, NodeKind::EventBased { .. }))
        };
        let mut gone = Vec::new();
        for (&timer, open) in &self.work.timers {
            if !waits_still(&open.element, open.token, &self.work) {
                gone.push(Event::TimerDisarmed { timer, element: open.element.clone() });
            }
        }
        for (&subscription, open) in &self.work.subscriptions {
            if !waits_still(&open.element, open.token, &self.work) {
                gone.push(Event::MessageUnawaited { subscription, element: open.element.clone() });
            }
        }
        gone.into_iter().for_each(|event| self.emit(event));
        self.arm_new();
        Ok(())
    }

    /// Arms what the new version waits for and nothing waits for yet: boundary events of running
    /// activities, events behind gateways at which tokens are, event sub-processes of open scopes.
    fn arm_new(&mut self) {
        self.arm_new_boundaries();
        self.arm_new_ways();
        self.arm_new_event_subs();
    }

    fn is_awaited(&self, element: &ElementId, token: u64, scope: Option<u64>) -> bool {
        let work = &self.work;
        work.timers.values().any(|t| t.token == token && t.scope == scope && t.element == *element)
            || work
                .subscriptions
                .values()
                .any(|s| s.token == token && s.scope == scope && s.element == *element)
    }

    fn arm_new_ways(&mut self) {
        let process = self.process;
        let gateways: Vec<(u64, usize)> = self
            .work
            .tokens
            .keys()
            .filter_map(|token| Some((*token, self.node_of(*token)?)))
            .filter(|(_, node)| matches!(process.node(*node).kind, NodeKind::EventBased { parallel: false }))
            .collect();
        for (token, gateway) in gateways {
            for &flow in &process.node(gateway).outgoing {
                let target = process.flow(flow).target;
                if !self.is_there(token) || self.is_awaited(&process.node(target).base.id, token, None) {
                    continue;
                }
                let armed = match &process.node(target).kind {
                    NodeKind::Message { name, key } => {
                        self.await_by_key((token, None), target, name, key.as_ref()).map(|()| false)
                    }
                    _ => self.arm((token, None), target, None),
                };
                match (armed, self.scope_of(token)) {
                    (Ok(true), Some(scope)) => self.gateway_decided(token, gateway, target, scope),
                    (Err(fault), _) => self.raise(token, gateway, Phase::Work, fault),
                    _ => {}
                }
            }
        }
    }

    fn arm_new_event_subs(&mut self) {
        let process = self.process;
        let scopes: Vec<(u64, Option<u64>)> = self
            .work
            .scopes
            .iter()
            .filter(|(_, open)| matches!(open.role, Role::Body))
            .map(|(scope, open)| (*scope, open.token))
            .collect();
        for (scope, host) in scopes {
            let node = host.and_then(|host| self.node_of(host));
            if host.is_some() && node.is_none() {
                continue;
            }
            for &sub in &process.content(node).events {
                let NodeKind::SubProcess { kind: SubKind::Event { start, .. }, .. } = &process.node(sub).kind
                else {
                    continue;
                };
                let is_open = self.work.scopes.contains_key(&scope);
                // One that interrupted runs itself and waits no more.
                let runs = self.work.tokens.values().any(|token| {
                    let at = &process.node(sub).base.id;
                    token.scope == scope && token.place == Place::Element(at.clone())
                });
                if !is_open || runs || self.is_awaited(&process.node(*start).base.id, 0, Some(scope)) {
                    continue;
                }
                match self.arm((0, Some(scope)), *start, None) {
                    Ok(true) => self.start_event_sub(sub, scope, 0, None),
                    Ok(false) => {}
                    Err(fault) => {
                        let (token, element) = (self.number(), self.id(sub));
                        self.emit(Event::ElementEntered { element, token, scope, consumed: Vec::new() });
                        self.raise(token, sub, Phase::Work, fault);
                    }
                }
            }
        }
    }

    fn arm_new_boundaries(&mut self) {
        let process = self.process;
        let hosts: Vec<(u64, usize)> = self
            .work
            .tokens
            .keys()
            .filter_map(|token| Some((*token, self.node_of(*token)?)))
            .filter(|(token, _)| self.instance_of(*token).is_none())
            .collect();
        for (token, node) in hosts {
            for &boundary in &process.node(node).boundaries {
                let id = &process.node(boundary).base.id;
                if !self.is_there(token) || self.is_awaited(id, token, None) {
                    continue;
                }
                match self.arm((token, None), boundary, None) {
                    Ok(true) => self.boundary_fired(boundary, token, 0, None),
                    Ok(false) => {}
                    Err(fault) => self.raise(token, node, Phase::Leave, fault),
                }
            }
        }
    }
}
