//! Gateways that wait: the parallel join for all its flows, the inclusive join for all that can
//! still come (BPMN 2.0, 13.4.3).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use afaq_feel::Value;

use super::Run;
use crate::event::{Event, Outcome};
use crate::instance::{Phase, Place};
use crate::limits;
use crate::process::NodeKind;

impl Run<'_> {
    /// A token came to a parallel join: with one on each flow they go on as one.
    pub(super) fn wait_for_all(&mut self, token: u64, flow: usize, node: usize, scope: u64) {
        let process = self.process;
        let incoming = &process.node(node).incoming;
        let known = incoming.iter().all(|flow| self.joins.contains_key(&(scope, *flow)));
        if known {
            self.joins.entry((scope, flow)).or_default().push_back(token);
        } else {
            self.collect_waiting(scope, node);
        }
        let is_complete =
            incoming.iter().all(|flow| self.joins.get(&(scope, *flow)).is_some_and(|w| !w.is_empty()));
        if is_complete {
            let consumed: Vec<u64> = incoming
                .iter()
                .filter_map(|flow| self.joins.get_mut(&(scope, *flow)).and_then(VecDeque::pop_front))
                .collect();
            self.enter(node, scope, consumed);
        }
    }

    /// Finds the tokens that already wait before a join, those still in the queue left out.
    fn collect_waiting(&mut self, scope: u64, node: usize) {
        let process = self.process;
        for &flow in &process.node(node).incoming {
            self.joins.insert((scope, flow), VecDeque::new());
        }
        let queued: BTreeSet<u64> = self.queue.iter().copied().collect();
        for (&number, token) in &self.work.tokens {
            let Place::Flow(id) = &token.place else { continue };
            if token.scope != scope || queued.contains(&number) {
                continue;
            }
            if let Some(waiting) =
                process.find_flow_index(id).and_then(|flow| self.joins.get_mut(&(scope, flow)))
            {
                waiting.push_back(number);
            }
        }
    }

    /// A token came to an activity that takes several to begin.
    pub(super) fn wait_for_quantity(&mut self, node: usize, scope: u64) {
        let process = self.process;
        let wanted = process.node(node).start_quantity as usize;
        let queued: BTreeSet<u64> = self.queue.iter().copied().collect();
        let waiting: Vec<u64> = self
            .waiting_before(scope, node)
            .into_values()
            .flatten()
            .filter(|token| !queued.contains(token))
            .take(wanted)
            .collect();
        if waiting.len() == wanted {
            self.enter(node, scope, waiting);
        }
    }

    /// The tokens on each flow that leads to a node, in the order of their coming.
    fn waiting_before(&self, scope: u64, node: usize) -> BTreeMap<usize, Vec<u64>> {
        let mut found: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
        for (&number, token) in &self.work.tokens {
            let Place::Flow(id) = &token.place else { continue };
            if token.scope == scope
                && let Some(flow) = self.process.find_flow_index(id)
                && self.process.flow(flow).target == node
            {
                found.entry(flow).or_default().push(number);
            }
        }
        found
    }

    fn resetting(&self, scope: u64, node: usize) -> Option<usize> {
        let id = &self.process.node(node).base.id;
        self.work.resetting.iter().position(|open| open.scope == scope && open.element == *id)
    }

    fn complex_values(tokens: usize, is_start: bool) -> [(&'static str, Value); 2] {
        let count = i64::try_from(tokens).unwrap_or(i64::MAX);
        [("activationCount", Value::from(count)), ("waitingForStart", Value::from(is_start))]
    }

    /// A token came to a complex gateway: its rule says whether it goes on (BPMN 2.0, 13.4.5).
    pub(super) fn arrive_complex(&mut self, node: usize, scope: u64) {
        let process = self.process;
        let NodeKind::Complex { activation } = &process.node(node).kind else { return };
        if self.resetting(scope, node).is_some() {
            return;
        }
        let waiting = self.waiting_before(scope, node);
        let tokens = waiting.values().map(Vec::len).sum();
        let values = Self::complex_values(tokens, true);
        let first = waiting.values().flatten().next().copied().unwrap_or_default();
        let goes_on = match activation {
            Some(activation) => self.holds(activation, Some(scope), &values),
            None => Ok(true),
        };
        let consumed: Vec<u64> = waiting.values().filter_map(|tokens| tokens.first().copied()).collect();
        match goes_on {
            Ok(false) => {}
            Err(fault) => {
                self.emit(Event::ElementEntered { element: self.id(node), token: first, scope, consumed });
                self.raise(first, node, Phase::Leave, fault);
            }
            Ok(true) => {
                let came = waiting.keys().map(|flow| process.flow(*flow).base.id.clone()).collect();
                let element = self.id(node);
                self.emit(Event::ElementEntered { element: element.clone(), token: first, scope, consumed });
                self.emit(Event::GatewayActivated { element, scope, came });
                match self.choose(first, node, &values) {
                    Ok(flows) => self.leave_by(first, node, &flows),
                    Err(fault) => self.raise(first, node, Phase::Leave, fault),
                }
            }
        }
    }

    /// Lets one join go on that need not wait any longer; false if there is none.
    pub(super) fn fire_join(&mut self) -> bool {
        let process = self.process;
        // Tokens that wait before inclusive joins, by scope and gateway, then by flow.
        let mut waiting: BTreeMap<(u64, usize), BTreeMap<usize, u64>> = BTreeMap::new();
        for (&number, token) in &self.work.tokens {
            let Place::Flow(id) = &token.place else { continue };
            let Some(flow) = process.find_flow_index(id) else { continue };
            let target = process.flow(flow).target;
            let node = process.node(target);
            if matches!(node.kind, NodeKind::Inclusive) && node.incoming.len() > 1 {
                let flows = waiting.entry((token.scope, target)).or_default();
                flows.entry(flow).or_insert(number);
            }
        }
        for ((scope, node), flows) in waiting {
            if self.join_visits > limits::JOIN_VISITS_MAX {
                let token = flows.values().next().copied().unwrap_or_default();
                self.out_of_budget(token, node);
                return false;
            }
            let marked: BTreeSet<usize> = flows.keys().copied().collect();
            if self.may_go_on(scope, node, &marked) {
                self.enter(node, scope, flows.into_values().collect());
                return true;
            }
        }
        self.reset_complex()
    }

    /// Lets one complex gateway begin anew that has all the tokens that can still come.
    fn reset_complex(&mut self) -> bool {
        let process = self.process;
        for open in self.work.resetting.clone() {
            let Some(node) = process.find_index(&open.element) else { continue };
            let waiting = self.waiting_before(open.scope, node);
            let came: BTreeSet<usize> =
                open.came.iter().filter_map(|flow| process.find_flow_index(flow)).collect();
            let marked: BTreeSet<usize> = came.iter().chain(waiting.keys()).copied().collect();
            if !self.may_go_on(open.scope, node, &marked) {
                continue;
            }
            let consumed: Vec<u64> = waiting
                .iter()
                .filter(|(flow, _)| !came.contains(flow))
                .filter_map(|(_, tokens)| tokens.first().copied())
                .collect();
            let values = Self::complex_values(consumed.len(), false);
            let mut taken = Vec::new();
            // Flows without a condition are taken at the activation only.
            for &flow in &process.node(node).outgoing {
                if let Some(condition) = &process.flow(flow).condition
                    && self.holds(condition, Some(open.scope), &values).unwrap_or(false)
                {
                    taken.push(flow);
                }
            }
            let (element, scope) = (open.element, open.scope);
            self.emit(Event::GatewayReset { element, scope, consumed });
            taken.into_iter().for_each(|flow| self.take(flow, scope));
            // Tokens that came too early for this round begin the next.
            if !self.waiting_before(scope, node).is_empty() {
                self.arrive_complex(node, scope);
            }
            self.close_if_empty(scope, &Outcome::Completed);
            return true;
        }
        false
    }

    fn may_go_on(&mut self, scope: u64, gateway: usize, marked: &BTreeSet<usize>) -> bool {
        let process = self.process;
        let incoming = &process.node(gateway).incoming;
        let (with, without): (Vec<usize>, Vec<usize>) =
            incoming.iter().partition(|flow| marked.contains(flow));
        if without.is_empty() {
            return true;
        }
        let to_empty = self.leading_to(gateway, &without);
        let to_marked = self.leading_to(gateway, &with);
        let tokens = self.work.tokens.values().filter(|token| token.scope == scope);
        tokens.into_iter().all(|token| {
            let leads = |set: &BTreeSet<usize>| match &token.place {
                Place::Flow(id) => process.find_flow_index(id).is_some_and(|flow| set.contains(&flow)),
                Place::Element(id) => process.find_node(id).is_some_and(|node| {
                    let boundaries = node.boundaries.iter().flat_map(|b| &process.node(*b).outgoing);
                    node.outgoing.iter().chain(boundaries).any(|flow| set.contains(flow))
                }),
            };
            !leads(&to_empty) || leads(&to_marked)
        })
    }

    /// All flows from which one of `ends` can be reached without passing the gateway.
    fn leading_to(&mut self, gateway: usize, ends: &[usize]) -> BTreeSet<usize> {
        let process = self.process;
        let mut found: BTreeSet<usize> = ends.iter().copied().collect();
        let mut pending = ends.to_vec();
        while let Some(flow) = pending.pop() {
            self.join_visits += 1;
            let source = process.flow(flow).source;
            if source == gateway {
                continue;
            }
            let host = match process.node(source).kind {
                NodeKind::Boundary { host, .. } => process.nodes.get(host),
                _ => None,
            };
            let around = host.map(|host| host.incoming.as_slice()).unwrap_or_default();
            for &before in process.node(source).incoming.iter().chain(around) {
                if found.insert(before) {
                    pending.push(before);
                }
            }
        }
        found
    }
}
