//! One scope as a net: flows are places, nodes are transitions, plain chains are one place.

use std::collections::{BTreeMap, BTreeSet};

use crate::limits;
use crate::process::{NodeKind, ProcessDefinition, Throw, Trigger};

/// A scope with its places numbered from 0.
pub(super) struct Net {
    pub(super) scope: Option<usize>,
    /// The nodes with which the scope begins, for each of its beginnings.
    pub(super) starts: Vec<Vec<usize>>,
    /// The nodes that are transitions; those inside of a chain are in `chains`.
    pub(super) transitions: Vec<Transition>,
    /// For each place, the nodes that its token passes on the chain.
    pub(super) chains: Vec<Vec<usize>>,
    /// The places that hold a token first, for each of the beginnings.
    pub(super) initial: Vec<Vec<usize>>,
    /// For each place, the transition that takes its tokens.
    pub(super) taker: Vec<usize>,
}

pub(super) struct Transition {
    pub(super) node: usize,
    pub(super) incoming: Vec<usize>,
    pub(super) rule: Rule,
    /// The sets of places that may get a token, with the boundary events that fire.
    pub(super) options: Vec<(Vec<usize>, Vec<usize>)>,
    pub(super) ends_scope: bool,
}

/// When a transition may fire.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    /// One token on any incoming place.
    Any,
    /// One on each.
    All,
    /// So many on the incoming places together.
    Quantity(usize),
    /// One on some, and none can come to the others: for each incoming place, the places that lead to it.
    Inclusive(Vec<BTreeSet<usize>>),
}

fn ends(throw: &Throw) -> bool {
    matches!(throw, Throw::Terminate | Throw::Error(_) | Throw::Cancel)
}

impl Net {
    /// The net of the nodes inside of a scope.
    pub(super) fn of(process: &ProcessDefinition, scope: Option<usize>, inside: &[usize]) -> Self {
        let is_chain = |node: usize| {
            let found = process.node(node);
            let plain = !matches!(found.kind, NodeKind::Start | NodeKind::End(_) | NodeKind::Boundary { .. });
            let is_loop = found.incoming.first().is_some_and(|flow| process.flow(*flow).source == node);
            plain
                && !is_loop
                && found.boundaries.is_empty()
                && found.start_quantity == 1
                && found.completion_quantity == 1
                && found.incoming.len() == 1
                && found.outgoing.len() == 1
        };
        // Each flow belongs to the place of the first flow of its chain.
        let mut place_of: BTreeMap<usize, usize> = BTreeMap::new();
        let mut chains: Vec<Vec<usize>> = Vec::new();
        let mut taker_node: Vec<usize> = Vec::new();
        let flows: Vec<usize> = inside.iter().flat_map(|node| process.node(*node).outgoing.clone()).collect();
        let first_then_rest = |flow: &&usize| !is_chain(process.flow(**flow).source);
        let heads: Vec<usize> = flows.iter().filter(first_then_rest).copied().collect();
        // A ring of nothing but chain nodes has no head; its flows come after and make places of their own.
        for head in heads.into_iter().chain(flows.iter().copied()) {
            if place_of.contains_key(&head) {
                continue;
            }
            let (place, mut passed, mut flow) = (chains.len(), Vec::new(), head);
            loop {
                place_of.insert(flow, place);
                let target = process.flow(flow).target;
                if !is_chain(target) {
                    taker_node.push(target);
                    break;
                }
                passed.push(target);
                flow = process.node(target).outgoing[0];
                if place_of.contains_key(&flow) {
                    taker_node.push(target);
                    break;
                }
            }
            chains.push(passed);
        }
        let places = |flows: &[usize]| -> Vec<usize> {
            flows.iter().filter_map(|flow| place_of.get(flow).copied()).collect()
        };
        let mut transitions = Vec::new();
        for &node in inside {
            let found = process.node(node);
            if is_chain(node) || matches!(found.kind, NodeKind::Boundary { .. }) {
                continue;
            }
            transitions.push(Transition {
                node,
                incoming: places(&found.incoming),
                rule: Rule::Any,
                options: options_with_boundaries(process, node, &places),
                ends_scope: matches!(&found.kind, NodeKind::End(throws) if throws.iter().any(ends)),
            });
        }
        let by_node: BTreeMap<usize, usize> =
            transitions.iter().enumerate().map(|(index, transition)| (transition.node, index)).collect();
        let taker = taker_node.iter().map(|node| by_node.get(node).copied().unwrap_or(usize::MAX)).collect();
        let mut net = Self { scope, starts: Vec::new(), transitions, chains, initial: Vec::new(), taker };
        net.rules(process);
        let begin = |nodes: &[usize], net: &mut Self| {
            let mut initial = Vec::new();
            for &node in nodes {
                if matches!(process.node(node).kind, NodeKind::Start) {
                    initial.extend(places(&process.node(node).outgoing));
                } else if let Some(&transition) = by_node.get(&node) {
                    // A place of its own, from which the node takes its first token.
                    initial.push(net.chains.len());
                    net.transitions[transition].incoming.push(net.chains.len());
                    net.chains.push(Vec::new());
                    net.taker.push(transition);
                }
            }
            net.starts.push(nodes.to_vec());
            net.initial.push(initial);
        };
        let content = process.content(scope);
        if !content.starts.is_empty() {
            begin(&content.starts, &mut net);
        }
        if scope.is_none() {
            for beginning in &process.triggers {
                match beginning.gateway {
                    // The event happened: what follows it begins.
                    None => {
                        net.starts.push(vec![beginning.node]);
                        net.initial.push(places(&process.node(beginning.node).outgoing));
                    }
                    Some(gateway) if !net.starts.contains(&vec![gateway]) => begin(&[gateway], &mut net),
                    Some(_) => {}
                }
            }
        }
        net
    }

    fn rules(&mut self, process: &ProcessDefinition) {
        for index in 0..self.transitions.len() {
            let transition = &self.transitions[index];
            let node = process.node(transition.node);
            if node.start_quantity > 1 {
                self.transitions[index].rule = Rule::Quantity(node.start_quantity as usize);
                continue;
            }
            if transition.incoming.len() < 2 {
                continue;
            }
            let rule = match node.kind {
                NodeKind::Parallel => Rule::All,
                // From where tokens can come is found in the part that the join lies in.
                NodeKind::Inclusive | NodeKind::Complex { .. } => Rule::Inclusive(Vec::new()),
                _ => Rule::Any,
            };
            self.transitions[index].rule = rule;
        }
    }
}

/// The sets of flows that may be taken out of a node.
fn options(process: &ProcessDefinition, node: usize) -> Vec<Vec<usize>> {
    let found = process.node(node);
    match found.kind {
        NodeKind::End(_) => return vec![Vec::new()],
        NodeKind::Exclusive | NodeKind::EventBased { parallel: false } if !found.outgoing.is_empty() => {
            return found.outgoing.iter().map(|flow| vec![*flow]).collect();
        }
        _ => {}
    }
    let is_special = |flow: usize| Some(flow) == found.default || Some(flow) == found.undetermined;
    let (asked, always): (Vec<usize>, Vec<usize>) = found
        .outgoing
        .iter()
        .copied()
        .filter(|flow| !is_special(*flow))
        .partition(|flow| process.flow(*flow).condition.is_some());
    let mut sets: Vec<Vec<usize>> = Vec::new();
    if asked.len() <= limits::COMBINATIONS_FLOWS_MAX {
        for bits in 0..1_usize << asked.len() {
            let chosen = asked.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1);
            sets.push(always.iter().copied().chain(chosen.map(|(_, flow)| *flow)).collect());
        }
    } else {
        sets.extend(asked.iter().map(|flow| always.iter().copied().chain([*flow]).collect::<Vec<_>>()));
        sets.push(always.iter().chain(&asked).copied().collect());
        sets.push(always.clone());
    }
    if !asked.is_empty() {
        sets.retain(|set| !set.is_empty());
    }
    if let Some(flow) = found.default
        && always.is_empty()
    {
        sets.push(vec![flow]);
    }
    if let Some(flow) = found.undetermined {
        let with: Vec<Vec<usize>> =
            sets.iter().map(|set| set.iter().copied().chain([flow]).collect()).collect();
        sets.push(vec![flow]);
        sets.extend(with);
    }
    if sets.len() > 1 && !found.outgoing.is_empty() {
        sets.retain(|set| !set.is_empty());
    }
    sets
}

type Choice = (Vec<usize>, Vec<usize>);

fn options_with_boundaries(
    process: &ProcessDefinition,
    node: usize,
    places: &dyn Fn(&[usize]) -> Vec<usize>,
) -> Vec<Choice> {
    let own = |node: usize| {
        let times = process.node(node).completion_quantity as usize;
        let several = |set: Vec<usize>| set.repeat(times.min(usize::from(limits::TOKENS_PER_FLOW_MAX) + 1));
        options(process, node).into_iter().map(|set| places(&several(set))).collect::<Vec<_>>()
    };
    let mut found: Vec<Choice> = own(node).into_iter().map(|set| (set, Vec::new())).collect();
    let mut interrupted = Vec::new();
    for &boundary in &process.node(node).boundaries {
        let NodeKind::Boundary { interrupting, ref triggers, .. } = process.node(boundary).kind else {
            continue;
        };
        if triggers.iter().any(|trigger| matches!(trigger, Trigger::Compensate)) {
            continue;
        }
        let mut more = Vec::new();
        for set in own(boundary) {
            if interrupting {
                interrupted.push((set, vec![boundary]));
                continue;
            }
            if found.len() + more.len() < 1 << limits::COMBINATIONS_FLOWS_MAX {
                more.extend(found.iter().map(|(normal, fired)| {
                    let both = normal.iter().chain(&set).copied().collect();
                    (both, fired.iter().copied().chain([boundary]).collect())
                }));
            }
        }
        found.extend(more);
    }
    found.extend(interrupted);
    found
}
