//! Explores the markings of one part, breadth first, so that the first path found is the shortest.

use std::collections::{BTreeMap, BTreeSet};

use super::net::Rule;
use super::part::{PartNet, Step};
use crate::limits;

type Marking = Box<[u8]>;

/// How a marking was first reached: from which one, by which step and which choice of it.
pub(super) struct Reached {
    pub(super) marking: Marking,
    pub(super) from: Option<(usize, usize, usize)>,
    pub(super) is_stuck: bool,
    /// Whether every token is at the exit of the part, or at an end.
    pub(super) is_done: bool,
}

/// What is known about one part.
pub(super) struct Exploration {
    pub(super) net: PartNet,
    pub(super) reached: Vec<Reached>,
    known: BTreeMap<Marking, usize>,
    /// For each marking, those from which it follows.
    before: Vec<Vec<usize>>,
    /// The places that ever held a token, and the steps and boundary events that ever went.
    pub(super) held: Vec<bool>,
    pub(super) went: BTreeSet<usize>,
    pub(super) is_complete: bool,
    tried: usize,
}

impl Step {
    /// The sets of places that the step may take a token from.
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

impl Exploration {
    pub(super) fn of(net: PartNet) -> Self {
        let places = net.spots.len();
        let mut exploration = Self {
            net,
            reached: Vec::new(),
            known: BTreeMap::new(),
            before: Vec::new(),
            held: vec![false; places],
            went: BTreeSet::new(),
            is_complete: true,
            tried: 0,
        };
        exploration.run();
        exploration
    }

    fn add(&mut self, marking: Marking, from: Option<(usize, usize, usize)>) {
        let known = self.known.get(&marking).copied();
        let index = known.unwrap_or_else(|| {
            for (place, _) in marking.iter().enumerate().filter(|(_, count)| **count > 0) {
                self.held[place] = true;
            }
            let exit = self.net.exit;
            let is_done = marking.iter().enumerate().all(|(at, count)| *count == 0 || Some(at) == exit);
            self.known.insert(marking.clone(), self.reached.len());
            self.reached.push(Reached { marking, from, is_stuck: false, is_done });
            self.before.push(Vec::new());
            self.reached.len() - 1
        });
        if let Some((before, ..)) = from {
            self.before[index].push(before);
        }
    }

    fn run(&mut self) {
        for initial in self.net.initial.clone() {
            let mut first = vec![0_u8; self.net.spots.len()].into_boxed_slice();
            for &place in &initial {
                self.put(&mut first, place);
            }
            self.add(first, None);
        }
        let places = self.net.spots.len().max(1);
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

    /// A token comes to a place; at the end of the scope it is gone.
    fn put(&mut self, marking: &mut [u8], place: usize) {
        if self.net.spots[place].vanishes {
            self.held[place] = true;
        } else {
            marking[place] = marking[place].saturating_add(1);
        }
    }

    fn step(&mut self, index: usize) {
        let marking = self.reached[index].marking.clone();
        let marked = marking.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut takers: Vec<usize> =
            marked.map(|(place, _)| self.net.taker[place]).filter(|taker| *taker != usize::MAX).collect();
        takers.sort_unstable();
        takers.dedup();
        let mut moved = false;
        for taker in takers {
            let enabled = self.net.steps[taker].enabled(&marking);
            for taken in enabled {
                self.went.insert(self.net.steps[taker].node);
                for choice in 0..self.net.steps[taker].options.len() {
                    self.tried += 1;
                    moved = true;
                    let (option, fired) = self.net.steps[taker].options[choice].clone();
                    self.went.extend(fired);
                    let mut after = marking.clone();
                    taken.iter().for_each(|place| after[*place] -= 1);
                    if self.net.steps[taker].ends_scope {
                        after.fill(0);
                    }
                    option.iter().for_each(|place| self.put(&mut after, *place));
                    if after.iter().any(|count| *count > limits::TOKENS_PER_FLOW_MAX) {
                        self.is_complete = false;
                        continue;
                    }
                    self.add(after, Some((index, taker, choice)));
                }
            }
        }
        self.reached[index].is_stuck = !moved && !self.reached[index].is_done;
    }

    /// The first marking from which neither the end nor a stop can be reached.
    pub(super) fn livelock(&self) -> Option<usize> {
        let mut leads_out: Vec<bool> =
            self.reached.iter().map(|reached| reached.is_stuck || reached.is_done).collect();
        let mut pending: Vec<usize> = (0..self.reached.len()).filter(|index| leads_out[*index]).collect();
        while let Some(index) = pending.pop() {
            for &before in &self.before[index] {
                if !leads_out[before] {
                    leads_out[before] = true;
                    pending.push(before);
                }
            }
        }
        leads_out.iter().position(|leads| !leads)
    }

    /// The moves that lead to a marking: its beginning, then steps with the choice made.
    pub(super) fn moves(&self, index: usize) -> (usize, Vec<(usize, usize)>) {
        let mut moves = Vec::new();
        let mut at = index;
        while let Some((before, taker, choice)) = self.reached[at].from {
            moves.push((taker, choice));
            at = before;
        }
        moves.reverse();
        (at, moves)
    }
}
