//! The rules that match the rows of a batch, as sets in machine words, and the outcome of each row.

use super::axis::Axis;
use super::finder::{ASK, Doubts, Finder};
use super::outcomes::{Part, Sets, TableOutcome};
use super::table::{Doubt, settled};
use super::words::{self, Few, Words};
use crate::compile::program::TableLogic;
use crate::evaluate::Matching;
use crate::model::HitPolicy;

/// Rows of a batch in work.
#[derive(Default)]
pub(super) struct Batch {
    /// Machine words of a set of rules.
    width: usize,
    certain: Vec<u64>,
    /// Differs from `certain` only where inputs are unknown.
    possible: Option<Vec<u64>>,
    /// For each row, what is unknown, as bits.
    doubts: Vec<u64>,
    classes: Vec<u32>,
}

impl Batch {
    /// Finds the rules that match in consecutive rows by the classes of their values, and numbers outcomes.
    pub(super) fn run<E>(
        &mut self,
        (logic, rules): (&TableLogic, usize),
        (axes, finders): (&[&Axis], &[Finder<'_>]),
        (start, firsts, length): (usize, &[usize], usize),
        (part, recent): (&mut Part, &mut Recent),
        mut ask: impl FnMut(usize),
        make: impl FnMut(&Sets) -> Result<TableOutcome, E>,
    ) -> Result<(), E> {
        self.begin(rules, length);
        for ((axis, finder), first) in axes.iter().zip(finders).zip(firsts) {
            if finder.classes(first + start, &mut self.classes) {
                self.keep(&axis.passes);
            } else {
                self.keep_doubtful(axis, finder, first + start, |at| ask(start + at));
            }
        }
        self.settle(logic, start, (part, recent), make)
    }

    fn begin(&mut self, rules: usize, length: usize) {
        self.width = rules.div_ceil(64).max(1);
        let all = words::all(rules);
        self.certain.clear();
        for word in &all {
            self.certain.extend(std::iter::repeat_n(*word, length));
        }
        self.possible = None;
        self.classes.resize(length, 0);
    }

    /// Keeps for each row the rules that its class passes. Sets lie word by word, each for all rows.
    fn keep(&mut self, passes: &Words) {
        let length = self.classes.len();
        for (at, lane) in self.certain.chunks_mut(length).enumerate() {
            passes.keep(at, &self.classes, lane);
        }
        if let Some(possible) = &mut self.possible {
            for (at, lane) in possible.chunks_mut(length).enumerate() {
                passes.keep(at, &self.classes, lane);
            }
        }
    }

    /// The same where inputs are unknown, or rows have to be asked.
    fn keep_doubtful(&mut self, axis: &Axis, finder: &Finder<'_>, start: usize, mut ask: impl FnMut(usize)) {
        let length = self.classes.len();
        if self.possible.is_none() {
            self.possible = Some(self.certain.clone());
            self.doubts.clear();
            self.doubts.resize(length, 0);
        }
        for (at, lane) in self.certain.chunks_mut(length).enumerate() {
            axis.passes.keep(at, &self.classes, lane);
        }
        let Some(possible) = &mut self.possible else { return };
        for (at, lane) in possible.chunks_mut(length).enumerate() {
            axis.possible.keep(at, &self.classes, lane);
        }
        finder.doubts(start, &self.classes, &mut self.doubts);
        for (at, _) in self.classes.iter().enumerate().filter(|(_, class)| **class == ASK) {
            ask(at);
        }
    }

    /// Numbers the outcome of each row.
    fn settle<E>(
        &self,
        table: &TableLogic,
        start: usize,
        (part, recent): (&mut Part, &mut Recent),
        mut make: impl FnMut(&Sets) -> Result<TableOutcome, E>,
    ) -> Result<(), E> {
        let is_first = table.policy == HitPolicy::First;
        let length = self.classes.len();
        if self.width > 1 {
            return self.settle_wide(is_first, start, part, make);
        }
        for (at, rules) in self.certain.iter().enumerate() {
            let mut rules = *rules;
            let mut undecided = self.possible.as_ref().map_or(0, |possible| possible[at] & !rules);
            if is_first && rules != 0 {
                rules &= rules.wrapping_neg();
                undecided &= rules - 1;
            }
            part.codes[start + at] = if undecided == 0 && rules & rules.wrapping_sub(1) == 0 {
                if rules == 0 { 0 } else { rules.trailing_zeros() + 1 }
            } else {
                let doubts = if undecided == 0 { 0 } else { self.doubts[at] };
                let key = (rules, undecided, doubts);
                match recent.find(key) {
                    Some(code) => code,
                    None => {
                        let sets = (vec![rules], vec![undecided], doubts);
                        let code = part.code_of_sets(sets.clone(), || make(&sets))?;
                        recent.keep(key, code);
                        code
                    }
                }
            };
        }
        debug_assert_eq!(length, self.certain.len());
        Ok(())
    }

    fn settle_wide<E>(
        &self,
        is_first: bool,
        start: usize,
        part: &mut Part,
        mut make: impl FnMut(&Sets) -> Result<TableOutcome, E>,
    ) -> Result<(), E> {
        let length = self.classes.len();
        for at in 0..length {
            let words =
                |lanes: &[u64]| (0..self.width).map(|word| lanes[word * length + at]).collect::<Vec<_>>();
            let mut certain = words(&self.certain);
            let mut undecided: Vec<u64> = match &self.possible {
                None => vec![0; self.width],
                Some(possible) => words(possible).iter().zip(&certain).map(|(may, is)| may & !is).collect(),
            };
            let first = words::members(&certain).next();
            if let (true, Some(first)) = (is_first, first) {
                words::cut(&mut certain, first + 1);
                words::cut(&mut undecided, first);
            }
            let is_decided = undecided.iter().all(|word| *word == 0);
            let count: u32 = certain.iter().map(|word| word.count_ones()).sum();
            part.codes[start + at] = match (is_decided, count, first) {
                (true, 0, _) => 0,
                (true, 1, Some(first)) => first as u32 + 1,
                _ => {
                    let doubts = if is_decided { 0 } else { self.doubts[at] };
                    let sets = (certain, undecided, doubts);
                    part.code_of_sets(sets.clone(), || make(&sets))?
                }
            };
        }
        Ok(())
    }
}

/// Rules that match, rules that may, and the inputs that are unknown, each as one machine word.
pub(super) type Key = (u64, u64, u64);

/// The numbers of outcomes that came up lately: each has one place, and a newer one takes it.
pub(super) struct Recent {
    places: Vec<(Key, u32)>,
}

impl Recent {
    const PLACES: usize = 1_024;

    /// Forgets all.
    pub(super) fn forget(&mut self) {
        *self = Recent::default();
    }

    fn place(key: Key) -> usize {
        let mixed =
            (key.0 ^ key.1.rotate_left(21) ^ key.2.rotate_left(43)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 54) as usize % Recent::PLACES
    }

    pub(super) fn find(&self, key: Key) -> Option<u32> {
        let (known, code) = self.places[Recent::place(key)];
        (known == key).then_some(code)
    }

    pub(super) fn keep(&mut self, key: Key, code: u32) {
        self.places[Recent::place(key)] = (key, code);
    }
}

impl Default for Recent {
    fn default() -> Recent {
        // No outcome has this key: rules that match are not undecided.
        Recent { places: vec![((u64::MAX, u64::MAX, 0), 0); Recent::PLACES] }
    }
}

/// What sets of rules mean for a table.
pub(super) fn sets_matching(
    table: &TableLogic,
    rules: usize,
    (certain, undecided, bits): &Sets,
    known: &Doubts,
) -> Matching {
    let certain = Few::of(rules, certain);
    let possible = certain.or(&Few::of(rules, undecided));
    let bits = [*bits];
    let doubts = words::members(&bits).filter_map(|bit| known.list.get(bit));
    let doubts = doubts.map(|(input, names)| Doubt { input: *input, rule: None, names: names.clone() });
    settled(table, &certain, &possible, &doubts.collect::<Vec<_>>())
}
