//! One part of a scope as a small net of its own: the parts inside of it are plain places.

use std::collections::{BTreeMap, BTreeSet};

use super::net::{Net, Rule};
use super::structure::Structure;

/// A place of a part: one link, or several with the parts between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// The first link and the last.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Whether a token on it is at the end of the scope.
    pub(super) vanishes: bool,
}

/// A transition with the numbers that places have in the part.
pub(super) struct Step {
    /// The node.
    pub(super) node: usize,
    pub(super) incoming: Vec<usize>,
    pub(super) rule: Rule,
    /// The sets of places that may get a token, with the boundary events that fire.
    pub(super) options: Vec<(Vec<usize>, Vec<usize>)>,
    pub(super) ends_scope: bool,
}

/// The net of one part.
pub(super) struct PartNet {
    pub(super) spots: Vec<Spot>,
    pub(super) steps: Vec<Step>,
    /// For each place, the step that takes its tokens.
    pub(super) taker: Vec<usize>,
    /// The places that hold a token first, for each of the beginnings.
    pub(super) initial: Vec<Vec<usize>>,
    /// The place at which the part is left.
    pub(super) exit: Option<usize>,
}

impl PartNet {
    pub(super) fn of(net: &Net, structure: &Structure, part: usize) -> Self {
        let of = &structure.parts[part];
        let mut found =
            Self { spots: Vec::new(), steps: Vec::new(), taker: Vec::new(), initial: Vec::new(), exit: None };
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        let mut dead: BTreeMap<usize, usize> = BTreeMap::new();
        // Places are numbered as they are met; one that no token can come to has no link.
        let mut spot_of = |place: usize, found: &mut Self| -> usize {
            let Some(link) = structure.link_of[place] else {
                let spot = Spot { first: usize::MAX, last: usize::MAX, vanishes: false };
                return *dead.entry(place).or_insert_with(|| found.add(spot));
            };
            let is_border = Some(link) == of.entry || Some(link) == of.exit;
            let first = if is_border { link } else { structure.first_of[link] };
            let last = if is_border { link } else { structure.last_of[first] };
            let end = structure.is_reached.len() - 1;
            let vanishes = structure.links[last].to == end;
            *number.entry(first).or_insert_with(|| found.add(Spot { first, last, vanishes }))
        };
        if let Some(place) = of.entry.and_then(|entry| structure.links[entry].place) {
            let entry = spot_of(place, &mut found);
            found.initial.push(vec![entry]);
        }
        if part == 0 {
            for places in &net.initial {
                let initial = places.iter().map(|place| spot_of(*place, &mut found)).collect();
                found.initial.push(initial);
            }
        }
        for &transition in &of.inside {
            let of_net = &net.transitions[transition];
            let incoming: Vec<usize> =
                of_net.incoming.iter().map(|place| spot_of(*place, &mut found)).collect();
            let options = of_net.options.iter().map(|(places, fired)| {
                let places: Vec<usize> = places.iter().map(|place| spot_of(*place, &mut found)).collect();
                (places, fired.clone())
            });
            let options = options.collect();
            for &place in &incoming {
                found.taker[place] = found.steps.len();
            }
            let (node, rule, ends_scope) = (of_net.node, of_net.rule.clone(), of_net.ends_scope);
            found.steps.push(Step { node, incoming, rule, options, ends_scope });
        }
        found.exit = of.exit.and_then(|exit| number.get(&exit).copied());
        found.rules();
        found
    }

    fn add(&mut self, spot: Spot) -> usize {
        self.spots.push(spot);
        self.taker.push(usize::MAX);
        self.spots.len() - 1
    }

    /// Inclusive joins need to know from where a token can still come.
    fn rules(&mut self) {
        for index in 0..self.steps.len() {
            if matches!(self.steps[index].rule, Rule::Inclusive(_)) {
                let ends = self.steps[index].incoming.clone();
                let sets = ends.iter().map(|end| self.leading_to(index, *end)).collect();
                self.steps[index].rule = Rule::Inclusive(sets);
            }
        }
    }

    /// The places from which a token can come to `end` without passing the step `around`.
    fn leading_to(&self, around: usize, end: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::from([end]);
        loop {
            let before = found.len();
            for (index, step) in self.steps.iter().enumerate() {
                let leads = index != around
                    && step.options.iter().any(|(option, _)| option.iter().any(|p| found.contains(p)));
                if leads {
                    found.extend(&step.incoming);
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }
}
