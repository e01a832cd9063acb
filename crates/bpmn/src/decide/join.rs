//! Gateways that wait: the parallel join for all its flows, the inclusive join for all that can
//! still come (BPMN 2.0, 13.4.3).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Run;
use crate::instance::Place;
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

    /// Lets one inclusive join go on that need not wait any longer; false if there is none.
    pub(super) fn fire_inclusive_join(&mut self) -> bool {
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
            if self.may_go_on(scope, node, &flows) {
                self.enter(node, scope, flows.into_values().collect());
                return true;
            }
        }
        false
    }

    fn may_go_on(&mut self, scope: u64, gateway: usize, marked: &BTreeMap<usize, u64>) -> bool {
        let process = self.process;
        let incoming = &process.node(gateway).incoming;
        let (with, without): (Vec<usize>, Vec<usize>) =
            incoming.iter().partition(|flow| marked.contains_key(flow));
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
