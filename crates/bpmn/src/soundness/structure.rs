//! Divides a scope into parts with one way in and one way out, each within the other: the program
//! structure tree (Johnson, Pearson and Pingali, 1994), by which soundness need look at each part
//! alone (Vanhatalo, Völzer and Leymann, 2007).
//!
//! Two flows bound a part if every cycle through one goes through the other, in the graph that is
//! closed by a flow from its end to its start. Each flow that is no branch of a spanning tree has a
//! number of its own; a branch has the sum (exclusive or) of those that close a cycle over it, and
//! equal sums mean equal cycles. What is found so is checked before it is believed.

use std::collections::BTreeMap;

use super::net::Net;

/// A flow of the graph: a place of the net, or one that only closes the graph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) place: Option<usize>,
}

/// A part with one way in and one way out.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// The part around it; none for the whole.
    pub(super) around: Option<usize>,
    /// The links by which it is entered and left; none for the whole.
    pub(super) entry: Option<usize>,
    pub(super) exit: Option<usize>,
    /// The transitions directly inside.
    pub(super) inside: Vec<usize>,
}

/// A scope with its parts. The first is the whole.
pub(super) struct Structure {
    pub(super) links: Vec<Link>,
    pub(super) parts: Vec<Part>,
    /// For each link, the first of those that bound parts which follow one another.
    pub(super) first_of: Vec<usize>,
    /// The last of those, for each first.
    pub(super) last_of: Vec<usize>,
    /// The part that a link enters.
    pub(super) entered_by: Vec<Option<usize>>,
    /// The link of each place.
    pub(super) link_of: Vec<Option<usize>>,
    /// Whether a token can come to a transition at all, by the flows.
    pub(super) is_reached: Vec<bool>,
}

/// A number of its own for each link, spread over all bits.
fn spread(index: usize) -> u128 {
    let half = |seed: u64| {
        let mut value = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    };
    let seed = (index as u64).wrapping_mul(2);
    (u128::from(half(seed)) << 64) | u128::from(half(seed.wrapping_add(1)))
}

struct Graph {
    count: usize,
    links: Vec<Link>,
    out: Vec<Vec<usize>>,
}

impl Graph {
    fn add(&mut self, from: usize, to: usize, place: Option<usize>) -> usize {
        self.out[from].push(self.links.len());
        self.links.push(Link { from, to, place });
        self.links.len() - 1
    }

    fn start(&self) -> usize {
        self.count - 2
    }

    fn end(&self) -> usize {
        self.count - 1
    }

    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.count];
        reached[self.start()] = true;
        let mut pending = vec![self.start()];
        while let Some(at) = pending.pop() {
            for &link in &self.out[at] {
                let to = self.links[link].to;
                if !reached[to] {
                    reached[to] = true;
                    pending.push(to);
                }
            }
        }
        reached
    }

    /// Gives everything that is reached a way to the end, so that the graph can be closed.
    fn close(&mut self, reached: &[bool]) {
        let end = self.end();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.count];
        for link in &self.links {
            before[link.to].push(link.from);
        }
        let mut leads = vec![false; self.count];
        let mark = |from: usize, leads: &mut Vec<bool>| {
            leads[from] = true;
            let mut pending = vec![from];
            while let Some(at) = pending.pop() {
                for &source in &before[at] {
                    if !leads[source] {
                        leads[source] = true;
                        pending.push(source);
                    }
                }
            }
        };
        mark(end, &mut leads);
        for at in 0..self.count {
            if reached[at] && !leads[at] {
                self.add(at, end, None);
                mark(at, &mut leads);
            }
        }
    }

    /// For each link, what its cycles have in common.
    fn cycles(&self, reached: &[bool]) -> Vec<u128> {
        let closing = Link { from: self.end(), to: self.start(), place: None };
        let links = || self.links.iter().chain(std::iter::once(&closing)).enumerate();
        let mut touching: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.count];
        for (index, link) in links() {
            if reached[link.from] && reached[link.to] && link.from != link.to {
                touching[link.from].push((index, link.to));
                touching[link.to].push((index, link.from));
            }
        }
        let mut sums = vec![0_u128; self.count];
        let mut of_link: Vec<u128> = (0..=self.links.len()).map(spread).collect();
        let mut branch_to: Vec<Option<usize>> = vec![None; self.count];
        let mut is_branch = vec![false; self.links.len() + 1];
        let mut seen = vec![false; self.count];
        let mut order = Vec::new();
        let mut pending = vec![(self.start(), 0_usize)];
        seen[self.start()] = true;
        while let Some((at, step)) = pending.pop() {
            if step == 0 {
                order.push(at);
            }
            let Some(&(link, to)) = touching[at].get(step) else { continue };
            pending.push((at, step + 1));
            if !seen[to] {
                seen[to] = true;
                is_branch[link] = true;
                branch_to[to] = Some(link);
                pending.push((to, 0));
            }
        }
        for (index, link) in links() {
            if reached[link.from] && reached[link.to] && link.from != link.to && !is_branch[index] {
                sums[link.from] ^= of_link[index];
                sums[link.to] ^= of_link[index];
            }
        }
        for &at in order.iter().rev() {
            let Some(link) = branch_to[at] else { continue };
            let Link { from, to, .. } = self.links.get(link).copied().unwrap_or(closing);
            let other = if from == at { to } else { from };
            of_link[link] = sums[at];
            sums[other] ^= sums[at];
        }
        of_link.truncate(self.links.len());
        of_link
    }
}

impl Structure {
    pub(super) fn of(net: &Net, may_divide: bool) -> Self {
        let count = net.transitions.len() + 2;
        let (start, end) = (count - 2, count - 1);
        let mut graph = Graph { count, links: Vec::new(), out: vec![Vec::new(); count] };
        let mut source: Vec<Option<usize>> = vec![None; net.chains.len()];
        for (index, transition) in net.transitions.iter().enumerate() {
            for &place in transition.options.iter().flat_map(|(places, _)| places) {
                source[place] = Some(index);
            }
        }
        for &place in net.initial.iter().flatten() {
            source[place] = Some(start);
        }
        let mut link_of = vec![None; net.chains.len()];
        for place in 0..net.chains.len() {
            if let Some(from) = source[place]
                && net.taker[place] != usize::MAX
            {
                link_of[place] = Some(graph.add(from, net.taker[place], Some(place)));
            }
        }
        for (index, transition) in net.transitions.iter().enumerate() {
            if transition.options.iter().all(|(places, _)| places.is_empty()) {
                graph.add(index, end, None);
            }
            // What ends everything lies in the whole: two ways to the end keep it out of any part.
            if transition.ends_scope {
                graph.add(index, end, None);
            }
        }
        let reached = graph.reached();
        if !graph.links.iter().any(|link| link.to == end && reached[link.from]) {
            graph.add(start, end, None);
        }
        graph.close(&reached);
        let mut reached = reached;
        reached[end] = true;
        let mut structure = Self {
            first_of: (0..graph.links.len()).collect(),
            last_of: (0..graph.links.len()).collect(),
            entered_by: vec![None; graph.links.len()],
            links: graph.links.clone(),
            parts: vec![Part::default()],
            link_of,
            is_reached: reached,
        };
        if !may_divide || !structure.divide(&graph) {
            structure.undivided(net.transitions.len());
        }
        structure
    }

    fn undivided(&mut self, count: usize) {
        let inside = (0..count).filter(|at| self.is_reached[*at]).collect();
        self.parts = vec![Part { inside, ..Part::default() }];
        self.first_of = (0..self.links.len()).collect();
        self.last_of.clone_from(&self.first_of);
        self.entered_by = vec![None; self.links.len()];
    }

    /// Finds the parts; false if what was found does not hold together.
    fn divide(&mut self, graph: &Graph) -> bool {
        let cycles = graph.cycles(&self.is_reached);
        // Links in the order in which they are met, which is the order in which they dominate.
        let mut met: Vec<usize> = Vec::new();
        let mut found_by: Vec<Option<usize>> = vec![None; graph.count];
        let mut seen = vec![false; graph.count];
        let mut order = vec![graph.start()];
        seen[graph.start()] = true;
        let mut next = 0;
        while next < order.len() {
            for &link in &graph.out[order[next]] {
                met.push(link);
                let to = self.links[link].to;
                if !seen[to] {
                    seen[to] = true;
                    found_by[to] = Some(link);
                    order.push(to);
                }
            }
            next += 1;
        }
        let mut last_met: BTreeMap<u128, usize> = BTreeMap::new();
        let mut left_by: Vec<Option<usize>> = vec![None; self.links.len()];
        for &link in &met {
            if self.links[link].from == self.links[link].to {
                continue;
            }
            if let Some(before) = last_met.insert(cycles[link], link) {
                let part = self.parts.len();
                self.parts.push(Part { entry: Some(before), exit: Some(link), ..Part::default() });
                self.entered_by[before] = Some(part);
                left_by[link] = Some(part);
                self.first_of[link] = self.first_of[before];
                self.last_of[self.first_of[before]] = link;
            }
        }
        // The part in which each node lies, from the way in which it was found first.
        let mut part_of = vec![usize::MAX; graph.count];
        part_of[graph.start()] = 0;
        for &at in &order[1..] {
            let Some(link) = found_by[at] else { return false };
            let Some(after) = self.cross(link, part_of[self.links[link].from], &left_by) else {
                return false;
            };
            if let Some(entered) = self.entered_by[link] {
                self.parts[entered].around = Some(after);
                part_of[at] = entered;
            } else {
                part_of[at] = after;
            }
        }
        for &link in &met {
            let Link { from, to, .. } = self.links[link];
            let after = self.cross(link, part_of[from], &left_by);
            let holds = match self.entered_by[link] {
                Some(entered) => self.parts[entered].around == after && part_of[to] == entered,
                None => after == Some(part_of[to]),
            };
            if !holds {
                return false;
            }
        }
        for &at in order.iter().filter(|at| **at != graph.start() && **at != graph.end()) {
            self.parts[part_of[at]].inside.push(at);
        }
        true
    }

    /// The part in which one is behind a link, before it enters another.
    fn cross(&self, link: usize, from: usize, left_by: &[Option<usize>]) -> Option<usize> {
        match left_by[link] {
            Some(left) if left == from => self.parts[left].around,
            Some(_) => None,
            None => Some(from),
        }
    }
}
