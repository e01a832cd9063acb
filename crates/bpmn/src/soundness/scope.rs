//! One scope: its parts are explored one by one, and what they show is told with the way there.

use std::collections::BTreeSet;

use super::explore::Exploration;
use super::finding::{Finding, FindingKind};
use super::net::Net;
use super::part::PartNet;
use super::structure::Structure;
use crate::definitions::ElementId;
use crate::limits;
use crate::process::{Node, NodeKind, ProcessDefinition, SubKind, Trigger};

/// A scope with its parts, and what was found in it.
pub(super) struct Scope<'a> {
    process: &'a ProcessDefinition,
    net: Net,
    structure: Structure,
    told: BTreeSet<(FindingKind, usize)>,
    /// The nodes that no token comes to, though the flows lead to them.
    missed: BTreeSet<usize>,
    has_stop: bool,
    findings: &'a mut Vec<Finding>,
}

pub(super) fn explore(
    process: &ProcessDefinition,
    scope: Option<usize>,
    inside: &[usize],
    findings: &mut Vec<Finding>,
) {
    let net = Net::of(process, scope, inside);
    // Where activities take or give several tokens, parts are not alone with one token.
    let counts = |node: &usize| {
        let node = process.node(*node);
        node.start_quantity > 1 || node.completion_quantity > 1
    };
    let structure = Structure::of(&net, !inside.iter().any(counts));
    let (told, missed) = (BTreeSet::new(), BTreeSet::new());
    let mut scope = Scope { process, net, structure, told, missed, has_stop: false, findings };
    for part in 0..scope.structure.parts.len() {
        scope.part(part);
    }
    scope.rest(inside);
}

impl Scope<'_> {
    fn explored(&self, part: usize) -> Exploration {
        Exploration::of(PartNet::of(&self.net, &self.structure, part))
    }

    fn tell(&mut self, kind: FindingKind, node: usize, path: Option<(&Exploration, usize, usize)>) {
        if self.findings.len() >= limits::PROBLEMS_MAX || !self.told.insert((kind, node)) {
            return;
        }
        let path = path.filter(|_| self.findings.len() < limits::FINDINGS_WITH_PATH_MAX);
        let mut nodes =
            path.map(|(explored, part, marking)| self.path(explored, part, marking)).unwrap_or_default();
        if !nodes.is_empty() && nodes.last() != Some(&node) {
            nodes.push(node);
        }
        let skipped = nodes.len().saturating_sub(limits::PATH_ELEMENTS_MAX);
        let path: Vec<ElementId> =
            nodes[skipped..].iter().map(|node| self.process.node(*node).base.id.clone()).collect();
        self.findings.push(Finding::at(kind, self.process.node(node), path));
    }

    fn part(&mut self, part: usize) {
        let explored = self.explored(part);
        let net = &explored.net;
        let mut doubled = None;
        let mut stuck: Vec<(usize, usize)> = Vec::new();
        for (index, reached) in explored.reached.iter().enumerate() {
            let marked = || reached.marking.iter().enumerate().filter(|(_, count)| **count > 0);
            if reached.is_stuck {
                self.has_stop = true;
                let waiting = marked().map(|(place, _)| net.taker[place]).filter(|t| *t != usize::MAX);
                stuck.extend(waiting.map(|taker| (net.steps[taker].node, index)));
            }
            let is_meant = |place: usize| {
                let taker = net.steps.get(net.taker[place]);
                taker.is_some_and(|taker| self.process.node(taker.node).start_quantity > 1)
            };
            if doubled.is_none()
                && let Some((place, _)) = marked().find(|(place, count)| **count > 1 && !is_meant(*place))
            {
                // What follows doubles as well; only the first is told.
                doubled = self.first_behind(&explored, place).map(|node| (node, index));
            }
        }
        for (node, index) in stuck {
            self.tell(FindingKind::Deadlock, node, Some((&explored, part, index)));
        }
        if let Some((node, index)) = doubled {
            self.tell(FindingKind::LostSynchronization, node, Some((&explored, part, index)));
        }
        if !explored.is_complete {
            if let Some(node) = self.first_of(part) {
                self.tell(FindingKind::NotDecided, node, None);
            }
            return;
        }
        if let Some(index) = explored.livelock() {
            self.has_stop = true;
            let marking = &explored.reached[index].marking;
            let place = marking.iter().enumerate().find(|(at, count)| **count > 0 && Some(*at) != net.exit);
            if let Some(node) = place.and_then(|(place, _)| self.first_behind(&explored, place)) {
                self.tell(FindingKind::Livelock, node, Some((&explored, part, index)));
            }
        }
        for (place, _) in explored.held.iter().enumerate().filter(|(_, held)| !**held) {
            self.miss(net.spots[place].first, net.spots[place].last);
        }
        self.missed
            .extend(net.steps.iter().map(|step| step.node).filter(|node| !explored.went.contains(node)));
        for step in &net.steps {
            let boundaries = step.options.iter().flat_map(|(_, fired)| fired).copied();
            self.missed.extend(boundaries.filter(|boundary| !explored.went.contains(boundary)));
        }
    }

    /// The first element that a token on a place comes to.
    fn first_behind(&self, explored: &Exploration, place: usize) -> Option<usize> {
        let link = explored.net.spots[place].first;
        let link = self.structure.links.get(link)?;
        let passed = link.place.and_then(|place| self.net.chains[place].first().copied());
        passed.or_else(|| self.net.transitions.get(link.to).map(|transition| transition.node))
    }

    /// The element by which a part is named.
    fn first_of(&self, part: usize) -> Option<usize> {
        let entry = self.structure.parts[part].entry;
        let first = entry.and_then(|entry| self.net.transitions.get(self.structure.links[entry].to));
        first
            .map(|transition| transition.node)
            .or(self.net.scope)
            .or_else(|| self.net.starts.iter().flatten().next().copied())
    }

    /// No token comes to these links and what lies between them.
    fn miss(&mut self, first: usize, last: usize) {
        let mut pending = vec![(first, last)];
        while let Some((first, last)) = pending.pop() {
            let mut at = first;
            while let Some(link) = self.structure.links.get(at).copied() {
                if let Some(place) = link.place {
                    self.missed.extend(&self.net.chains[place]);
                }
                let Some(part) = self.structure.entered_by[at].filter(|_| at != last) else { break };
                for &transition in &self.structure.parts[part].inside {
                    self.missed.insert(self.net.transitions[transition].node);
                    for place in
                        self.net.transitions[transition].options.iter().flat_map(|(places, _)| places)
                    {
                        let link = self.structure.link_of[*place].map(|link| self.structure.first_of[link]);
                        // What leaves the part is missed by those around.
                        if let Some(link) = link.filter(|link| *link != self.structure.first_of[first]) {
                            pending.push((link, self.structure.last_of[link]));
                        }
                    }
                }
                let Some(exit) = self.structure.parts[part].exit else { break };
                at = exit;
            }
        }
    }

    /// What the exploration of parts does not say: what no flow leads to, and what ends without an end.
    fn rest(&mut self, inside: &[usize]) {
        let reachable = self.reachable();
        let ends_freely = self.ends_freely();
        let missed = std::mem::take(&mut self.missed);
        for &index in inside {
            let node = self.process.node(index);
            if is_apart(self.process, node) {
                continue;
            }
            // Its rule is an expression; what waits before it for ever cannot be seen here.
            if matches!(node.kind, NodeKind::Complex { activation: Some(_) }) && node.incoming.len() > 1 {
                self.tell(FindingKind::NotDecided, index, None);
            }
            // What lies behind a stop is missed because of it; only what no flow leads to is told besides.
            let is_missed = !reachable.contains(&index)
                || (!self.has_stop && missed.contains(&index) && !self.is_start(index));
            if is_missed {
                self.tell(FindingKind::Unreachable, index, None);
            } else if node.outgoing.is_empty() && !matches!(node.kind, NodeKind::End(_)) && !ends_freely {
                self.tell(FindingKind::DeadEnd, index, None);
            }
        }
    }

    fn is_start(&self, node: usize) -> bool {
        self.net.starts.iter().flatten().any(|start| *start == node)
    }

    /// The nodes that tokens pass on the shortest way to a marking of a part, from the beginning of the scope.
    fn path(&self, explored: &Exploration, part: usize, marking: usize) -> Vec<usize> {
        let mut parts = vec![self.run(explored, part, marking)];
        let mut length = parts[0].len();
        let mut at = part;
        while let (Some(around), Some(entry)) =
            (self.structure.parts[at].around, self.structure.parts[at].entry)
        {
            if length > limits::PATH_ELEMENTS_MAX {
                break;
            }
            let outer = self.explored(around);
            let first = self.structure.first_of[entry];
            let place = outer.net.spots.iter().position(|spot| spot.first == first);
            // The entry of the part around stands for itself.
            let place = place.or_else(|| outer.net.spots.iter().position(|spot| spot.first == entry));
            let found = place.and_then(|place| {
                outer.reached.iter().position(|reached| reached.marking.get(place).is_some_and(|n| *n > 0))
            });
            let Some(found) = found else { break };
            let mut before = self.run(&outer, around, found);
            let mut between = Vec::new();
            self.pass(first, Some(entry), &mut between, 0);
            // The run ends on the first link of the way to the part; what follows it comes behind.
            let own = self.structure.links[first].place.map_or(0, |place| self.net.chains[place].len());
            before.extend(between.into_iter().skip(own));
            length += before.len();
            parts.push(before);
            at = around;
        }
        parts.into_iter().rev().flatten().collect()
    }

    /// The nodes that tokens pass on the way to a marking inside of one part.
    fn run(&self, explored: &Exploration, part: usize, marking: usize) -> Vec<usize> {
        let (first, moves) = explored.moves(marking);
        let mut nodes = Vec::new();
        let put = |places: &[usize], nodes: &mut Vec<usize>| {
            for &place in places {
                if let Some(link) = self.structure.links.get(explored.net.spots[place].first)
                    && let Some(place) = link.place
                {
                    nodes.extend(&self.net.chains[place]);
                }
            }
        };
        if part == 0 {
            nodes.extend(self.net.starts.get(first).into_iter().flatten());
            if let Some(places) = explored.net.initial.get(first) {
                put(places, &mut nodes);
            }
        }
        let mut on: Vec<usize> = explored.net.initial.get(first).cloned().unwrap_or_default();
        for (taker, choice) in moves {
            let step = &explored.net.steps[taker];
            // What lies inside of the places that the step takes from was passed before.
            for &place in step.incoming.iter().filter(|place| on.contains(place)) {
                let spot = explored.net.spots[place];
                let mut passed = Vec::new();
                self.pass(spot.first, Some(spot.last), &mut passed, 0);
                let own = self.structure.links.get(spot.first).and_then(|link| link.place);
                nodes.extend(passed.into_iter().skip(own.map_or(0, |place| self.net.chains[place].len())));
            }
            on.retain(|place| !step.incoming.contains(place));
            let (option, fired) = &step.options[choice];
            nodes.push(step.node);
            nodes.extend(fired);
            put(option, &mut nodes);
            on.extend(option);
        }
        nodes
    }

    /// The nodes that a token passes from one link to another, by the shortest way through each part
    /// between them.
    fn pass(&self, first: usize, last: Option<usize>, nodes: &mut Vec<usize>, depth: usize) {
        let mut at = first;
        while let Some(link) = self.structure.links.get(at) {
            nodes.extend(link.place.iter().flat_map(|place| &self.net.chains[*place]));
            if Some(at) == last || nodes.len() > limits::PATH_ELEMENTS_MAX {
                return;
            }
            let Some(part) = self.structure.entered_by[at] else { return };
            if depth < limits::PATH_DEPTH_MAX {
                let explored = self.explored(part);
                if let Some(done) = explored.reached.iter().position(|reached| reached.is_done) {
                    let (_, moves) = explored.moves(done);
                    for (taker, choice) in moves {
                        let step = &explored.net.steps[taker];
                        let (option, fired) = &step.options[choice];
                        nodes.push(step.node);
                        nodes.extend(fired);
                        for &place in option {
                            let spot = explored.net.spots[place];
                            if Some(place) != explored.net.exit {
                                self.pass(spot.first, Some(spot.last), nodes, depth + 1);
                            }
                        }
                    }
                }
            }
            let Some(exit) = self.structure.parts[part].exit else { return };
            at = exit;
        }
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
            let content = process.content(node.scope);
            let is_it = |start: &usize| process.node(*start).base.id == node.base.id;
            node.scope.is_some() && !content.starts.is_empty() && !content.starts.iter().any(is_it)
        }
        _ => false,
    };
    is_event_sub || undoes || node.for_compensation
}
