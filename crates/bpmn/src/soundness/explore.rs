//! Explores the markings of one scope, breadth first, so that the first path found is the shortest.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, FindingKind};
use super::net::{Net, Rule, Transition};
use crate::definitions::ElementId;
use crate::limits;
use crate::process::{Node, NodeKind, ProcessDefinition, SubKind, Trigger};

type Marking = Box<[u8]>;

/// How a marking was first reached: from which one, by which transition and which choice of it.
struct Reached {
    marking: Marking,
    from: Option<(usize, usize, usize)>,
    is_stuck: bool,
}

struct Exploration<'a> {
    process: &'a ProcessDefinition,
    net: &'a Net,
    reached: Vec<Reached>,
    known: BTreeMap<Marking, usize>,
    /// For each marking, those from which it follows.
    before: Vec<Vec<usize>>,
    visited: BTreeSet<usize>,
    is_complete: bool,
    tried: usize,
}

pub(super) fn explore(process: &ProcessDefinition, net: &Net, findings: &mut Vec<Finding>) {
    let mut exploration = Exploration {
        process,
        net,
        reached: Vec::new(),
        known: BTreeMap::new(),
        before: Vec::new(),
        visited: net.starts.iter().flatten().copied().collect(),
        is_complete: true,
        tried: 0,
    };
    exploration.run();
    exploration.report(findings);
}

impl Transition {
    /// The sets of places that the transition may take a token from.
    fn enabled(&self, marking: &[u8]) -> Vec<Vec<usize>> {
        let has = |place: &usize| marking[*place] > 0;
        match &self.rule {
            Rule::Any => self.incoming.iter().filter(|place| has(place)).map(|place| vec![*place]).collect(),
            Rule::All => {
                if self.incoming.iter().all(has) {
                    vec![self.incoming.clone()]
                } else {
                    Vec::new()
                }
            }
            Rule::Quantity(wanted) => {
                let tokens = self
                    .incoming
                    .iter()
                    .flat_map(|place| std::iter::repeat_n(*place, usize::from(marking[*place])));
                let taken: Vec<usize> = tokens.take(*wanted).collect();
                if taken.len() == *wanted { vec![taken] } else { Vec::new() }
            }
            Rule::Inclusive(leading) => {
                let marked: Vec<usize> = self.incoming.iter().copied().filter(|place| has(place)).collect();
                if marked.is_empty() {
                    return Vec::new();
                }
                let may_come = (0..marking.len()).filter(|place| marking[*place] > 0).any(|place| {
                    let leads = |to_marked: bool| {
                        self.incoming
                            .iter()
                            .zip(leading)
                            .any(|(end, set)| (marking[*end] > 0) == to_marked && set.contains(&place))
                    };
                    leads(false) && !leads(true)
                });
                if may_come { Vec::new() } else { vec![marked] }
            }
        }
    }
}

impl Exploration<'_> {
    fn add(&mut self, marking: Marking, from: Option<(usize, usize, usize)>) {
        let known = self.known.get(&marking).copied();
        let index = known.unwrap_or_else(|| {
            for (place, count) in marking.iter().enumerate() {
                if *count > 0 {
                    self.visited.extend(&self.net.chains[place]);
                }
            }
            self.known.insert(marking.clone(), self.reached.len());
            self.reached.push(Reached { marking, from, is_stuck: false });
            self.before.push(Vec::new());
            self.reached.len() - 1
        });
        if let Some((before, ..)) = from {
            self.before[index].push(before);
        }
    }

    fn run(&mut self) {
        for initial in &self.net.initial {
            let mut first = vec![0_u8; self.net.chains.len()].into_boxed_slice();
            for &place in initial {
                first[place] = first[place].saturating_add(1);
            }
            self.add(first, None);
        }
        let places = self.net.chains.len().max(1);
        let markings_max = limits::MARKINGS_MAX.min(limits::MARKINGS_BYTES_MAX / places);
        let mut next = 0;
        while next < self.reached.len() {
            if self.reached.len() > markings_max || self.tried > limits::TRANSITIONS_MAX {
                self.is_complete = false;
                return;
            }
            self.step(next);
            next += 1;
        }
    }

    fn step(&mut self, index: usize) {
        let net = self.net;
        let marking = self.reached[index].marking.clone();
        let mut takers: BTreeSet<usize> = BTreeSet::new();
        for (place, count) in marking.iter().enumerate() {
            if *count > 0 && net.taker[place] != usize::MAX {
                takers.insert(net.taker[place]);
            }
        }
        let mut moved = false;
        for taker in takers {
            let transition = &net.transitions[taker];
            for taken in transition.enabled(&marking) {
                self.visited.insert(transition.node);
                for (choice, (option, fired)) in transition.options.iter().enumerate() {
                    self.tried += 1;
                    moved = true;
                    self.visited.extend(fired);
                    let mut after = marking.clone();
                    taken.iter().for_each(|place| after[*place] -= 1);
                    if transition.ends_scope {
                        after.fill(0);
                    }
                    option.iter().for_each(|place| after[*place] = after[*place].saturating_add(1));
                    if after.iter().any(|count| *count > limits::TOKENS_PER_FLOW_MAX) {
                        self.is_complete = false;
                        continue;
                    }
                    self.add(after, Some((index, taker, choice)));
                }
            }
        }
        self.reached[index].is_stuck = !moved && marking.iter().any(|count| *count > 0);
    }

    /// The elements that tokens pass on the way to a marking.
    fn path(&self, index: usize) -> Vec<ElementId> {
        let mut moves = Vec::new();
        let mut at = index;
        while let Some((before, taker, choice)) = self.reached[at].from {
            moves.push((taker, choice));
            at = before;
        }
        let begins = |(_, initial): &(&Vec<usize>, &Vec<usize>)| {
            let marked = |place: &usize| self.reached[at].marking[*place] > 0;
            initial.iter().all(marked)
        };
        let first = self.net.starts.iter().zip(&self.net.initial).find(begins);
        let (starts, initial) =
            first.map(|(starts, initial)| (starts.clone(), initial.clone())).unwrap_or_default();
        let mut nodes = starts;
        nodes.extend(initial.iter().flat_map(|place| &self.net.chains[*place]));
        for (taker, choice) in moves.into_iter().rev() {
            let transition = &self.net.transitions[taker];
            let (option, fired) = &transition.options[choice];
            nodes.push(transition.node);
            nodes.extend(fired);
            nodes.extend(option.iter().flat_map(|place| &self.net.chains[*place]));
        }
        let ids = nodes.into_iter().map(|node| self.process.node(node).base.id.clone());
        ids.take(limits::PATH_ELEMENTS_MAX).collect()
    }

    fn report(&self, findings: &mut Vec<Finding>) {
        let mut told: BTreeSet<(FindingKind, usize)> = BTreeSet::new();
        let mut has_stop = false;
        let mut tell = |kind, node: usize, at: Option<usize>| {
            if told.insert((kind, node)) {
                let mut path = at.map(|index| self.path(index)).unwrap_or_default();
                let own = &self.process.node(node).base.id;
                if !path.is_empty() && path.len() < limits::PATH_ELEMENTS_MAX && path.last() != Some(own) {
                    path.push(own.clone());
                }
                findings.push(Finding::at(kind, self.process.node(node), path));
            }
        };
        let mut doubled = false;
        for (index, reached) in self.reached.iter().enumerate() {
            let marked = || reached.marking.iter().enumerate().filter(|(_, count)| **count > 0);
            if reached.is_stuck {
                has_stop = true;
                for (place, _) in marked().filter(|(place, _)| self.net.taker[*place] != usize::MAX) {
                    let node = self.net.transitions[self.net.taker[place]].node;
                    tell(FindingKind::Deadlock, node, Some(index));
                }
            }
            let is_meant = |place: usize| {
                let taker = self.net.transitions.get(self.net.taker[place]);
                taker.is_some_and(|taker| self.process.node(taker.node).start_quantity > 1)
            };
            if !doubled
                && let Some((place, _)) = marked().find(|(place, count)| **count > 1 && !is_meant(*place))
            {
                // What follows doubles as well; only the first is told.
                doubled = true;
                let taker = self.net.taker[place];
                let first = self.net.chains[place].first().copied();
                if let Some(node) = first.or_else(|| Some(self.net.transitions.get(taker)?.node)) {
                    tell(FindingKind::LostSynchronization, node, Some(index));
                }
            }
        }
        if self.is_complete {
            has_stop |= self.livelocks(&mut tell);
        } else {
            let first = self.net.starts.iter().flatten().next().copied();
            if let Some(node) = self.net.scope.or(first) {
                tell(FindingKind::NotDecided, node, None);
            }
        }
        let reachable = self.reachable();
        // What lies behind a stop is missed because of it; only what no flow leads to is told besides.
        let explored = self.is_complete && !has_stop;
        for (index, node) in self.process.nodes.iter().enumerate() {
            if node.scope != self.net.scope || is_apart(self.process, node) {
                continue;
            }
            // Its rule is an expression; what waits before it for ever cannot be seen here.
            if matches!(node.kind, NodeKind::Complex { activation: Some(_) }) && node.incoming.len() > 1 {
                tell(FindingKind::NotDecided, index, None);
            }
            let is_missed =
                if explored { !self.visited.contains(&index) } else { !reachable.contains(&index) };
            if is_missed {
                tell(FindingKind::Unreachable, index, None);
            } else if node.outgoing.is_empty()
                && !matches!(node.kind, NodeKind::End(_))
                && !self.ends_freely()
            {
                tell(FindingKind::DeadEnd, index, None);
            }
        }
    }

    /// Markings that lead neither to the end nor to a deadlock.
    fn livelocks(&self, tell: &mut impl FnMut(FindingKind, usize, Option<usize>)) -> bool {
        let mut leads_out = vec![false; self.reached.len()];
        let mut pending: Vec<usize> = (0..self.reached.len())
            .filter(|index| {
                let reached = &self.reached[*index];
                reached.is_stuck || reached.marking.iter().all(|count| *count == 0)
            })
            .collect();
        for index in &pending {
            leads_out[*index] = true;
        }
        while let Some(index) = pending.pop() {
            for &before in &self.before[index] {
                if !leads_out[before] {
                    leads_out[before] = true;
                    pending.push(before);
                }
            }
        }
        let Some(index) = leads_out.iter().position(|leads| !leads) else { return false };
        let marking = &self.reached[index].marking;
        let Some(place) = marking.iter().position(|count| *count > 0) else { return false };
        let first = self.net.chains[place].first().copied();
        let taker = self.net.transitions.get(self.net.taker[place]).map(|transition| transition.node);
        if let Some(node) = first.or(taker) {
            tell(FindingKind::Livelock, node, Some(index));
        }
        true
    }

    /// The nodes that the flows lead to at all.
    fn reachable(&self) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = self.net.starts.iter().flatten().copied().collect();
        let mut pending: Vec<usize> = found.iter().copied().collect();
        while let Some(node) = pending.pop() {
            let node = self.process.node(node);
            let targets = node.outgoing.iter().map(|flow| self.process.flow(*flow).target);
            for target in targets.chain(node.boundaries.iter().copied()) {
                if found.insert(target) {
                    pending.push(target);
                }
            }
        }
        found
    }

    /// Whether the activities of the scope need no end event: it is ad hoc, or a global task.
    fn ends_freely(&self) -> bool {
        let around = self.net.scope.map(|scope| &self.process.node(scope).kind);
        match around {
            Some(NodeKind::SubProcess { kind: SubKind::AdHoc { .. }, .. } | NodeKind::Called(_)) => true,
            // A scope that begins without a start event may end without an end event.
            _ => {
                let starts = self.net.starts.iter().flatten();
                let mut kinds = starts.map(|start| &self.process.node(*start).kind);
                !kinds.any(|kind| matches!(kind, NodeKind::Start | NodeKind::Catch { .. }))
            }
        }
    }
}

/// Whether a node runs beside the flows of its scope: event sub-processes and what undoes.
fn is_apart(process: &ProcessDefinition, node: &Node) -> bool {
    let is_event_sub = matches!(node.kind, NodeKind::SubProcess { kind: SubKind::Event { .. }, .. });
    let undoes = match &node.kind {
        NodeKind::Boundary { triggers, .. } => {
            triggers.iter().any(|trigger| matches!(trigger, Trigger::Compensate))
        }
        NodeKind::Called(_) => true,
        // A start with a trigger in a called process never begins there.
        NodeKind::Start => {
            node.scope.is_some() && !process.content(node.scope).starts.is_empty() && {
                let content = process.content(node.scope);
                !content.starts.iter().any(|start| process.node(*start).base.id == node.base.id)
            }
        }
        _ => false,
    };
    is_event_sub || undoes || node.for_compensation
}
