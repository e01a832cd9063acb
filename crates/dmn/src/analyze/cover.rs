//! Do boxes fill a space? A sweep over one axis after the other, with memory for what was seen and a budget.

use std::collections::BTreeSet;

use super::bits::Bits;

/// Rules as boxes: for each rule and each axis the atoms that it takes.
pub(super) struct Space<'a> {
    /// The atoms of each axis that exist at all.
    pub(super) domain: Vec<Bits>,
    /// The boxes.
    pub(super) boxes: Vec<&'a [Bits]>,
}

/// What a search found.
pub(super) struct Search {
    /// Points (one atom for each axis) that no box takes.
    pub(super) gaps: Vec<Vec<usize>>,
    /// Whether the budget sufficed to look everywhere.
    pub(super) is_complete: bool,
}

/// Looks for at most `gaps_max` points that no box takes.
pub(super) fn find_gaps(space: &Space<'_>, gaps_max: usize, steps: &mut u64) -> Search {
    let mut walk = Walk {
        space,
        order: axis_order(space),
        covered: BTreeSet::new(),
        point: vec![0; space.domain.len()],
        gaps: Vec::new(),
        gaps_max,
        steps,
        is_complete: true,
    };
    if space.domain.iter().all(|domain| !domain.is_empty()) {
        let live: Vec<u32> = (0..u32::try_from(space.boxes.len()).unwrap_or(u32::MAX)).collect();
        walk.axis(0, live);
    }
    Search { gaps: walk.gaps, is_complete: walk.is_complete }
}

/// The axes on which boxes are smallest come first: they part the boxes soonest.
fn axis_order(space: &Space<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..space.domain.len()).collect();
    let taken = |axis: usize| -> u64 {
        let domain = u64::from(space.domain[axis].count().max(1));
        let sum: u64 = space.boxes.iter().map(|each| u64::from(each[axis].count())).sum();
        sum.saturating_mul(1_000) / domain
    };
    order.sort_by_key(|axis| taken(*axis));
    order
}

struct Walk<'a, 'b> {
    space: &'a Space<'a>,
    order: Vec<usize>,
    covered: BTreeSet<(usize, Vec<u32>)>,
    point: Vec<usize>,
    gaps: Vec<Vec<usize>>,
    gaps_max: usize,
    steps: &'b mut u64,
    is_complete: bool,
}

impl Walk<'_, '_> {
    /// Goes through the axes from `depth` on; `live` are the boxes that took every atom chosen so far.
    /// The recursion is as deep as the table has columns.
    fn axis(&mut self, depth: usize, live: Vec<u32>) {
        if self.gaps.len() >= self.gaps_max || !self.is_complete {
            return;
        }
        if live.is_empty() {
            self.keep(depth);
            return;
        }
        let space = self.space;
        let rest = &self.order[depth..];
        let fills = |index: &u32| {
            let taken = space.boxes[*index as usize];
            rest.iter().all(|axis| taken[*axis].covers(&space.domain[*axis]))
        };
        if live.iter().any(fills) {
            return;
        }
        let Some(&axis) = rest.first() else { return };
        if self.covered.contains(&(depth, live.clone())) {
            return;
        }
        let before = self.gaps.len();
        let mut seen = BTreeSet::new();
        for atom in space.domain[axis].iter() {
            *self.steps = self.steps.saturating_sub(live.len() as u64 + 1);
            if *self.steps == 0 {
                self.is_complete = false;
                return;
            }
            let next: Vec<u32> =
                live.iter().copied().filter(|index| space.boxes[*index as usize][axis].has(atom)).collect();
            if seen.insert(next.clone()) {
                self.point[axis] = atom;
                self.axis(depth + 1, next);
            }
        }
        if self.gaps.len() == before && self.is_complete {
            self.covered.insert((depth, live));
        }
    }

    fn keep(&mut self, depth: usize) {
        let mut point = self.point.clone();
        for axis in &self.order[depth..] {
            point[*axis] = self.space.domain[*axis].iter().next().unwrap_or(0);
        }
        self.gaps.push(point);
    }
}
