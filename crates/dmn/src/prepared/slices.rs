//! The rules that match the rows of a batch, cell by cell instead of row by row: each different test of an
//! input gives one byte for each row, and the tests of a rule are joined into one bit of a set.

use super::axis::Axis;
use super::finder::{ASK, Cuts, Finder, Search};
use super::words;
use crate::limits::SLICED_COMPARISONS_MAX;

/// Rules of a set that stand in one byte.
pub(super) const LANE: usize = 8;
/// Bytes of the largest set.
pub(super) const LANES_MAX: usize = 8;

/// A table whose inputs are compared with machine words.
pub(super) struct Slices<'c> {
    pub(super) inputs: Vec<Input<'c>>,
    /// For each rule, the tests that it wants passed.
    pub(super) rules: Vec<Vec<usize>>,
    pub(super) tests: usize,
    pub(super) lanes: usize,
}

pub(super) struct Input<'c> {
    pub(super) axis: &'c Axis,
    pub(super) finder: &'c Finder<'c>,
    pub(super) tests: Vec<Test>,
    /// Where rows have to be asked one by one.
    pub(super) asks: Option<Shape>,
}

/// One different test of an input.
pub(super) struct Test {
    /// Its place among the tests of the table.
    pub(super) place: usize,
    /// The first rule that wants it passed.
    pub(super) rule: usize,
    pub(super) shape: Shape,
    pub(super) on_null: bool,
    pub(super) on_unknown: bool,
    /// Whether an unknown value may pass.
    pub(super) may_pass: bool,
}

/// What passes, as machine words.
#[derive(Debug, PartialEq)]
pub(super) enum Shape {
    Always(bool),
    /// What holds below the first cut, and turns at each.
    Wide(bool, Vec<i64>),
    Narrow(bool, Vec<i32>),
    Flag([bool; 2]),
    /// One code or two that pass, or that do not.
    Few(bool, Vec<u32>),
    Codes(Vec<bool>),
}

impl Shape {
    /// Comparisons for each row.
    fn cost(&self) -> usize {
        match self {
            Shape::Always(_) | Shape::Flag(_) => 0,
            Shape::Wide(_, cuts) => cuts.len(),
            Shape::Narrow(_, cuts) => cuts.len(),
            Shape::Few(_, codes) => codes.len(),
            Shape::Codes(_) => 2,
        }
    }

    /// The values of a search whose class is chosen.
    fn of(search: &Search<'_>, chosen: impl Fn(u32) -> bool) -> Option<Shape> {
        Some(match search {
            Search::Same(class) => Shape::Always(chosen(*class)),
            Search::Wide(_, cuts) => {
                let (first, turns) = turns(cuts, chosen);
                if turns.is_empty() { Shape::Always(first) } else { Shape::Wide(first, turns) }
            }
            Search::Narrow(_, cuts) => {
                let (first, turns) = turns(cuts, chosen);
                if turns.is_empty() { Shape::Always(first) } else { Shape::Narrow(first, turns) }
            }
            Search::Flags(_, classes) => {
                let [no, yes] = classes.map(&chosen);
                if no == yes { Shape::Always(no) } else { Shape::Flag([no, yes]) }
            }
            Search::Codes(_, classes) => {
                let passes: Vec<bool> = classes.iter().map(|class| chosen(*class)).collect();
                let count = passes.iter().filter(|passes| **passes).count();
                let places = |wanted: bool| {
                    let found = passes.iter().enumerate().filter(|(_, passes)| **passes == wanted);
                    found.map(|(code, _)| code as u32).collect()
                };
                match (count, passes.len() - count) {
                    (_, 0) => Shape::Always(true),
                    (0, _) => Shape::Always(false),
                    (1 | 2, _) => Shape::Few(false, places(true)),
                    (_, 1 | 2) => Shape::Few(true, places(false)),
                    _ => Shape::Codes(passes),
                }
            }
            Search::Values(..) => return None,
        })
    }
}

/// Whether the class below the first cut is chosen, and the cuts where that turns.
fn turns<T: Copy>(cuts: &Cuts<T>, chosen: impl Fn(u32) -> bool) -> (bool, Vec<T>) {
    let first = cuts.classes.first().is_some_and(|class| chosen(*class));
    let mut last = first;
    let mut turns = Vec::new();
    for (cut, class) in cuts.cuts.iter().zip(cuts.classes.iter().skip(1)) {
        if chosen(*class) != last {
            turns.push(*cut);
            last = !last;
        }
    }
    (first, turns)
}

impl<'c> Slices<'c> {
    /// The slices of a table; none when its classes are found better by a search. `ends` is for each input
    /// the row behind the last that is looked at.
    pub(super) fn of(
        axes: &[&'c Axis],
        finders: &'c [Finder<'c>],
        ends: &[usize],
        rules: usize,
    ) -> Option<Slices<'c>> {
        let lanes = rules.div_ceil(LANE).max(1);
        if lanes > LANES_MAX {
            return None;
        }
        let mut slices = Slices { inputs: Vec::new(), rules: vec![Vec::new(); rules], tests: 0, lanes };
        let mut cost = 0;
        for ((axis, finder), end) in axes.iter().zip(finders).zip(ends) {
            if !finder.is_sound(*end) {
                return None;
            }
            let asks = Shape::of(&finder.search, |class| class == ASK)?;
            let asks = Some(asks).filter(|shape| *shape != Shape::Always(false));
            let mut input = Input { axis, finder, tests: Vec::new(), asks };
            for (rule, wants) in slices.rules.iter_mut().enumerate() {
                let test = Test::of(axis, finder, rule)?;
                if test.shape == Shape::Always(true)
                    && (finder.is_whole() || (test.on_null && test.on_unknown))
                {
                    continue;
                }
                let place = match input.tests.iter().find(|known| known.is_like(&test)) {
                    Some(known) => known.place,
                    None => {
                        let place = slices.tests;
                        slices.tests += 1;
                        cost += test.shape.cost();
                        input.tests.push(Test { place, ..test });
                        place
                    }
                };
                wants.push(place);
            }
            slices.inputs.push(input);
        }
        (cost <= SLICED_COMPARISONS_MAX).then_some(slices)
    }

    /// The rules of a lane, the last first, and the tests that each wants passed.
    pub(super) fn lane(&self, lane: usize) -> impl Iterator<Item = &[usize]> {
        self.rules.iter().skip(lane * LANE).take(LANE).rev().map(Vec::as_slice)
    }
}

impl Test {
    fn of(axis: &Axis, finder: &Finder<'_>, rule: usize) -> Option<Test> {
        let passes = |class: u32| class != ASK && words::has(axis.passes.of(class as usize), rule);
        Some(Test {
            place: 0,
            rule,
            shape: Shape::of(&finder.search, passes)?,
            on_null: passes(axis.null() as u32),
            on_unknown: passes(axis.unknown() as u32),
            may_pass: words::has(axis.may_pass.of(0), rule),
        })
    }

    fn is_like(&self, other: &Test) -> bool {
        self.shape == other.shape
            && self.on_null == other.on_null
            && self.on_unknown == other.on_unknown
            && self.may_pass == other.may_pass
    }
}

impl Shape {
    /// Writes for each row whether its value passes.
    pub(super) fn write(&self, search: &Search<'_>, rows: std::ops::Range<usize>, out: &mut [u8]) {
        match (self, search) {
            (Shape::Always(passes), _) => out.fill(u8::from(*passes)),
            (Shape::Wide(first, cuts), Search::Wide(values, _)) => turned(out, &values[rows], *first, cuts),
            (Shape::Narrow(first, cuts), Search::Narrow(values, _)) => {
                turned(out, &values[rows], *first, cuts);
            }
            (Shape::Flag([no, _]), Search::Flags(values, _)) => {
                out.iter_mut().zip(&values[rows]).for_each(|(out, value)| *out = u8::from(*value != *no));
            }
            (Shape::Few(is_negated, few), Search::Codes(codes, _)) => {
                let codes = &codes[rows];
                let first = u8::from(*is_negated);
                match few[..] {
                    [one] => out
                        .iter_mut()
                        .zip(codes)
                        .for_each(|(out, code)| *out = u8::from(*code == one) ^ first),
                    [one, two] => out.iter_mut().zip(codes).for_each(|(out, code)| {
                        *out = (u8::from(*code == one) | u8::from(*code == two)) ^ first
                    }),
                    _ => out.fill(first),
                }
            }
            (Shape::Codes(passes), Search::Codes(codes, _)) => {
                for (out, code) in out.iter_mut().zip(&codes[rows]) {
                    *out = u8::from(passes.get(*code as usize).copied().unwrap_or(false));
                }
            }
            // A shape is made of the search that it is written for.
            _ => out.fill(0),
        }
    }
}

/// What holds below the first cut, and turns at each.
fn turned<T: Copy + Ord>(out: &mut [u8], values: &[T], first: bool, cuts: &[T]) {
    let Some((cut, rest)) = cuts.split_first() else { return out.fill(u8::from(first)) };
    let first = u8::from(first);
    out.iter_mut().zip(values).for_each(|(out, value)| *out = u8::from(*value >= *cut) ^ first);
    for cut in rest {
        out.iter_mut().zip(values).for_each(|(out, value)| *out ^= u8::from(*value >= *cut));
    }
}
