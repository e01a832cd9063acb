//! Works a batch of rows off by the slices of a table, and numbers the outcomes of rows by their sets of rules.

use afaq_feel::Standing;

use super::batch::{Key, Recent};
use super::finder::ASK;
use super::outcomes::{Part, Sets, TableOutcome};
use super::slices::{Input, LANE, Slices};

/// No outcome has this number yet.
const NONE: u32 = u32::MAX;
/// Bytes of sets that have a number each in a list.
const LISTED: usize = 2;

/// Memory of one table, used again for each batch.
#[derive(Default)]
pub(super) struct Sliced {
    /// For each test, a byte for each row: whether it passes, and whether it may.
    passes: Vec<Vec<u8>>,
    may_pass: Vec<Vec<u8>>,
    inputs: Vec<Standings>,
    /// Sets of rules, byte by byte, each for all rows.
    certain: Vec<Vec<u8>>,
    possible: Vec<Vec<u8>>,
    /// The numbers of outcomes by sets of at most two bytes.
    listed: Vec<u32>,
}

/// Which rows of an input lack their value.
#[derive(Default)]
struct Standings {
    null: Vec<u8>,
    unknown: Vec<u8>,
    has_null: bool,
    has_unknown: bool,
    /// Rows whose value is of another kind than the column.
    strange: Vec<(usize, u32)>,
}

impl Standings {
    fn read(&mut self, input: &Input<'_>, start: usize, length: usize, ask: &mut impl FnMut(usize)) {
        let finder = input.finder;
        (self.has_null, self.has_unknown) = (false, false);
        self.strange.clear();
        if finder.is_whole() {
            return;
        }
        self.null.clear();
        self.unknown.clear();
        match finder.standings {
            Some(standings) => {
                let standings = &standings[start..start + length];
                self.null.extend(standings.iter().map(|one| u8::from(*one == Standing::Null)));
                let unknown = [Standing::Unavailable, Standing::Disputed];
                self.unknown.extend(
                    standings.iter().map(|one| u8::from(*one == unknown[0]) | u8::from(*one == unknown[1])),
                );
                self.has_null = self.null.iter().fold(0, |any, one| any | one) != 0;
                self.has_unknown = self.unknown.iter().fold(0, |any, one| any | one) != 0;
            }
            None => {
                self.null.resize(length, 0);
                self.unknown.resize(length, 0);
            }
        }
        if self.has_unknown && finder.unknown == ASK {
            self.unknown
                .iter()
                .enumerate()
                .filter(|(_, is_unknown)| **is_unknown != 0)
                .for_each(|(at, _)| ask(at));
        }
        let first = finder.others.partition_point(|(row, _)| *row < start);
        for (row, class) in finder.others[first..].iter().take_while(|(row, _)| *row < start + length) {
            let at = row - start;
            if *class == ASK {
                ask(at);
            } else if *class == finder.null {
                self.null[at] = 1;
                self.has_null = true;
            } else if *class == input.axis.unknown() as u32 {
                self.unknown[at] = 1;
                self.has_unknown = true;
            } else {
                self.strange.push((at, *class));
            }
        }
    }
}

impl Sliced {
    /// Memory for a table.
    fn fit(&mut self, slices: &Slices<'_>, length: usize) {
        let fit = |buffers: &mut Vec<Vec<u8>>, count: usize| {
            buffers.resize_with(count, Vec::new);
            buffers.iter_mut().for_each(|buffer| buffer.resize(length, 0));
        };
        fit(&mut self.passes, slices.tests);
        fit(&mut self.may_pass, slices.tests);
        fit(&mut self.certain, slices.lanes);
        fit(&mut self.possible, slices.lanes);
        self.inputs.resize_with(slices.inputs.len(), Standings::default);
        let listed = if slices.lanes <= LISTED { 1 << (slices.lanes * LANE) } else { 0 };
        self.listed.resize(listed, NONE);
    }

    /// Forgets the numbers of outcomes.
    pub(super) fn forget(&mut self) {
        self.listed.clear();
    }

    /// Finds the rules that match in consecutive rows, and the outcome of each row.
    pub(super) fn run<E>(
        &mut self,
        slices: &Slices<'_>,
        (start, firsts, length): (usize, &[usize], usize),
        is_first: bool,
        (part, recent): (&mut Part, &mut Recent),
        mut ask: impl FnMut(usize),
        mut make: impl FnMut(&Sets) -> Result<TableOutcome, E>,
    ) -> Result<(), E> {
        self.fit(slices, length);
        let mut is_open = false;
        for ((input, standings), first) in slices.inputs.iter().zip(&mut self.inputs).zip(firsts) {
            let begin = first + start;
            standings.read(input, begin, length, &mut |at| ask(start + at));
            is_open |= standings.has_unknown;
            if let Some(asks) = &input.asks {
                let out = &mut self.certain[0];
                asks.write(&input.finder.search, begin..begin + length, out);
                out.iter().enumerate().filter(|(_, asks)| **asks != 0).for_each(|(at, _)| ask(start + at));
            }
            for test in &input.tests {
                let out = &mut self.passes[test.place];
                test.shape.write(&input.finder.search, begin..begin + length, out);
                let (null, unknown) = (&standings.null, &standings.unknown);
                if standings.has_null || standings.has_unknown {
                    let (on_null, on_unknown) = (u8::from(test.on_null), u8::from(test.on_unknown));
                    for ((out, null), unknown) in out.iter_mut().zip(null).zip(unknown) {
                        *out = (*out & (1 ^ null ^ unknown)) | (on_null & null) | (on_unknown & unknown);
                    }
                }
                for (at, class) in &standings.strange {
                    let passes = super::words::has(input.axis.passes.of(*class as usize), test.rule);
                    out[*at] = u8::from(passes);
                }
            }
        }
        for lane in 0..slices.lanes {
            join(slices, lane, |test| &self.passes[test], &mut self.certain[lane]);
        }
        if is_open {
            self.open(slices);
        }
        self.number(slices, (start, firsts, length), is_open, is_first, (part, recent), &mut make)
    }

    /// The rules that may match.
    fn open(&mut self, slices: &Slices<'_>) {
        let mut differs = vec![false; slices.tests];
        for (input, standings) in slices.inputs.iter().zip(&self.inputs) {
            for test in input.tests.iter().filter(|test| test.may_pass && standings.has_unknown) {
                differs[test.place] = true;
                let out = self.may_pass[test.place].iter_mut();
                let both = self.passes[test.place].iter().zip(&standings.unknown);
                out.zip(both).for_each(|(out, (passes, unknown))| *out = passes | unknown);
            }
        }
        let (passes, may_pass) = (&self.passes, &self.may_pass);
        for (lane, out) in self.possible.iter_mut().enumerate() {
            join(slices, lane, |test| if differs[test] { &may_pass[test] } else { &passes[test] }, out);
        }
    }

    fn number<E>(
        &mut self,
        slices: &Slices<'_>,
        (start, firsts, length): (usize, &[usize], usize),
        is_open: bool,
        is_first: bool,
        (part, recent): (&mut Part, &mut Recent),
        make: &mut impl FnMut(&Sets) -> Result<TableOutcome, E>,
    ) -> Result<(), E> {
        let set = |lanes: &[Vec<u8>], at: usize| {
            lanes.iter().rev().fold(0_u64, |set, lane| (set << LANE) | u64::from(lane[at]))
        };
        let mut code = |part: &mut Part, key: Key| -> Result<u32, E> {
            let (rules, undecided, doubts) = key;
            if undecided == 0 && rules & rules.wrapping_sub(1) == 0 {
                return Ok(if rules == 0 { 0 } else { rules.trailing_zeros() + 1 });
            }
            if let Some(code) = recent.find(key) {
                return Ok(code);
            }
            let sets = (vec![rules], vec![undecided], doubts);
            let code = part.code_of_sets(sets.clone(), || make(&sets))?;
            recent.keep(key, code);
            Ok(code)
        };
        let first_of = |rules: u64| if is_first { rules & rules.wrapping_neg() } else { rules };
        match &self.certain[..] {
            [low] => {
                let codes = &mut part.codes[start..start + length];
                codes.iter_mut().zip(low).for_each(|(out, low)| *out = self.listed[usize::from(*low)]);
            }
            [low, high] => {
                let codes = &mut part.codes[start..start + length];
                for ((out, low), high) in codes.iter_mut().zip(low).zip(high) {
                    *out = self.listed[usize::from(*low) | (usize::from(*high) << LANE)];
                }
            }
            _ => part.codes[start..start + length].fill(NONE),
        }
        let is_missing =
            part.codes[start..start + length].iter().fold(0, |most, code| most.max(*code)) == NONE;
        if is_missing {
            for at in 0..length {
                if part.codes[start + at] == NONE {
                    let rules = set(&self.certain, at);
                    let found = code(part, (first_of(rules), 0, 0))?;
                    part.codes[start + at] = found;
                    if let Some(listed) = self.listed.get_mut(rules as usize) {
                        *listed = found;
                    }
                }
            }
        }
        if !is_open {
            return Ok(());
        }
        const STRIDE: usize = 64;
        for from in (0..length).step_by(STRIDE) {
            let rows = from..length.min(from + STRIDE);
            let mut lanes = self.certain.iter().zip(&self.possible);
            if lanes.all(|(certain, possible)| certain[rows.clone()] == possible[rows.clone()]) {
                continue;
            }
            for at in rows {
                let rules = set(&self.certain, at);
                let mut undecided = set(&self.possible, at) & !rules;
                let rules = first_of(rules);
                if is_first && rules != 0 {
                    undecided &= rules - 1;
                }
                if undecided != 0 {
                    let inputs = slices.inputs.iter().zip(firsts);
                    let doubts = inputs
                        .fold(0, |all, (input, first)| all | input.finder.doubts_of(first + start + at));
                    part.codes[start + at] = code(part, (rules, undecided, doubts))?;
                }
            }
        }
        Ok(())
    }
}

/// Joins the tests of the rules of a lane into one byte for each row.
fn join<'m>(slices: &Slices<'_>, lane: usize, mask: impl Fn(usize) -> &'m Vec<u8>, out: &mut [u8]) {
    out.fill(0);
    for wants in slices.lane(lane) {
        match wants {
            [] => out.iter_mut().for_each(|set| *set = (*set << 1) | 1),
            [one] => {
                out.iter_mut().zip(mask(*one)).for_each(|(set, one)| *set = (*set << 1) | one);
            }
            [one, two] => {
                let both = mask(*one).iter().zip(mask(*two));
                out.iter_mut().zip(both).for_each(|(set, (one, two))| *set = (*set << 1) | (one & two));
            }
            [one, two, three] => {
                let all = mask(*one).iter().zip(mask(*two)).zip(mask(*three));
                let join = |(set, ((one, two), three)): (&mut u8, ((&u8, &u8), &u8))| {
                    *set = (*set << 1) | (one & two & three);
                };
                out.iter_mut().zip(all).for_each(join);
            }
            [one, rest @ ..] => {
                out.iter_mut().zip(mask(*one)).for_each(|(set, one)| *set = (*set << 1) | one);
                for more in rest {
                    out.iter_mut().zip(mask(*more)).for_each(|(set, more)| *set &= 0xFE | more);
                }
            }
        }
    }
}
