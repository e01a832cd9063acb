//! Do boxes fill a space? Reduce, then cut where fewest boxes are cut, with a budget.
//!
//! A box that fills the rest of the space in all axes but one leaves only what is outside of it on that axis. Where
//! nothing can be reduced any more, the ends of the boxes are swept on each axis for the cut that parts them best
//! (after Calvanese and others, arXiv 1603.07466, with cuts instead of a fixed order of the axes).

use std::sync::Arc;

use super::bits::Bits;

/// Rules as boxes: for each rule and each axis the atoms that it takes.
pub(crate) struct Space<'a> {
    /// The atoms of each axis that exist at all.
    pub(crate) domain: Vec<Bits>,
    /// The boxes.
    pub(crate) boxes: Vec<&'a [Arc<Bits>]>,
}

/// What to do after a part of the space was found that no box takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Look for more.
    More,
    /// Enough.
    Stop,
}

struct Part {
    domain: Vec<Bits>,
    live: Vec<u32>,
}

/// Shows `visit` the parts of the space that no box takes; false when the budget ended before all were seen.
pub(crate) fn find_gaps(
    space: &Space<'_>,
    steps: &mut u64,
    visit: &mut dyn FnMut(&[Bits], &mut u64) -> Next,
) -> bool {
    if space.domain.iter().any(Bits::is_empty) {
        return true;
    }
    let live = (0..u32::try_from(space.boxes.len()).unwrap_or(u32::MAX)).collect();
    let mut open = vec![Part { domain: space.domain.clone(), live }];
    while let Some(mut part) = open.pop() {
        if reduce(space, &mut part, steps) {
            continue;
        }
        if *steps == 0 {
            return false;
        }
        if part.live.is_empty() {
            if visit(&part.domain, steps) == Next::Stop {
                return true;
            }
            continue;
        }
        let Some((axis, side)) = best_cut(space, &part, steps) else { continue };
        let mut rest = part.domain.clone();
        rest[axis].subtract(&side);
        let inside = part.domain[axis].and(&side);
        part.domain[axis] = inside;
        open.push(Part { domain: rest, live: part.live.clone() });
        open.push(part);
    }
    true
}

/// Drops boxes that do not meet the part and takes away what boxes fill; true when nothing is left of it.
fn reduce(space: &Space<'_>, part: &mut Part, steps: &mut u64) -> bool {
    loop {
        let cost = (part.live.len() as u64 + 1) * part.domain.len() as u64;
        *steps = steps.saturating_sub(cost);
        if *steps == 0 {
            return false;
        }
        let domain = &mut part.domain;
        part.live.retain(|index| {
            space.boxes[*index as usize].iter().zip(&*domain).all(|(bits, own)| bits.meets(own))
        });
        let mut is_changed = false;
        for index in &part.live {
            let taken = space.boxes[*index as usize];
            let mut outside = (0..domain.len()).filter(|axis| !taken[*axis].covers(&domain[*axis]));
            let Some(axis) = outside.next() else { return true };
            if outside.next().is_none() {
                domain[axis].subtract(&taken[axis]);
                is_changed = true;
                if domain[axis].is_empty() {
                    return true;
                }
            }
        }
        if !is_changed {
            return false;
        }
    }
}

/// The axis and the atoms of one side of the best cut: the fewest boxes on both sides, and as many here as there.
fn best_cut(space: &Space<'_>, part: &Part, steps: &mut u64) -> Option<(usize, Bits)> {
    let mut best: Option<(u64, usize, Cut)> = None;
    let mut offer = |score: u64, axis: usize, cut: Cut| {
        if best.as_ref().is_none_or(|(known, ..)| score < *known) {
            best = Some((score, axis, cut));
        }
    };
    let score = |left: usize, right: usize| (left * left + right * right) as u64;
    *steps = steps.saturating_sub((part.live.len() * part.domain.len() * 2) as u64);
    let bounds: Vec<(usize, usize)> =
        part.domain.iter().map(|domain| domain.ends_within(domain)).collect::<Option<_>>()?;
    let mut starts = Vec::with_capacity(part.live.len());
    let mut ends = Vec::with_capacity(part.live.len());
    for (axis, domain) in part.domain.iter().enumerate() {
        starts.clear();
        ends.clear();
        for index in &part.live {
            let (low, high) = space.boxes[*index as usize][axis].ends_within(domain)?;
            starts.push(low);
            ends.push(high + 1);
        }
        starts.sort_unstable();
        ends.sort_unstable();
        let (low, high) = bounds[axis];
        // The sweep: of each end of a box, how many boxes begin before it and how many end after it.
        for at in starts.iter().chain(&ends).copied().filter(|at| *at > low && *at <= high) {
            let left = starts.partition_point(|start| *start < at);
            let right = part.live.len() - ends.partition_point(|end| *end <= at);
            offer(score(left, right), axis, Cut::Before(at));
        }
    }
    // The box that fills most axes: on its side of the cut it fills one more.
    let outside = |index: &u32| {
        let taken = space.boxes[*index as usize];
        (0..part.domain.len()).filter(|axis| !taken[*axis].covers(&part.domain[*axis])).collect::<Vec<_>>()
    };
    let fullest = part.live.iter().min_by_key(|index| outside(index).len())?;
    for axis in outside(fullest) {
        let side = space.boxes[*fullest as usize][axis].and(&part.domain[axis]);
        let mut other = part.domain[axis].clone();
        other.subtract(&side);
        let meets = |bits: &Bits| {
            part.live.iter().filter(|index| space.boxes[**index as usize][axis].meets(bits)).count()
        };
        offer(score(meets(&side), meets(&other)), axis, Cut::Side(side));
    }
    let (_, axis, cut) = best?;
    let side = match cut {
        Cut::Side(side) => side,
        Cut::Before(at) => {
            let mut side = Bits::empty(bounds[axis].1 + 1);
            side.add_range(0, at);
            padded(side, &part.domain[axis])
        }
    };
    Some((axis, side))
}

enum Cut {
    Before(usize),
    Side(Bits),
}

/// The same set with as many words as another one.
fn padded(bits: Bits, like: &Bits) -> Bits {
    let mut side = like.clone();
    let outside: Vec<usize> = like.iter().filter(|at| !bits.has(*at)).collect();
    outside.into_iter().for_each(|at| side.remove(at));
    side
}
