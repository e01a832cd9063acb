//! Looks through what facts can be, most general first: facts that are not set yet are unknown, and as soon as the
//! outcome no longer depends on them, everything below is known too.

use std::collections::{BTreeMap, BTreeSet};

use afaq_feel::{Context, Value};

use crate::facts::{Fact, put};

/// What somebody says to facts that are set in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing below is looked for.
    Dead,
    /// This is it, whatever the other facts are.
    Found,
    /// It depends on these facts.
    Open(BTreeSet<String>),
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// Found with these facts set, by their numbers, to these of their values.
    Found(BTreeMap<usize, usize>),
    /// There is none.
    Nothing,
    /// None was found, but facts that are computed with can have other values too.
    NothingSeen,
    /// The budget ended first.
    Budget,
}

/// A search.
pub(crate) struct Search<'a> {
    pub(crate) facts: &'a [Fact],
    pub(crate) judge: &'a mut dyn FnMut(&Context) -> Verdict,
    /// Judgments that are left.
    pub(crate) steps: &'a mut u64,
}

impl Search<'_> {
    /// Finds facts with as few of them set as possible.
    pub(crate) fn run(&mut self) -> Outcome {
        let mut loose = false;
        for depth in 0..=self.facts.len() {
            let mut state =
                State { set: BTreeMap::new(), is_cut: false, is_loose: false, is_spent: false, found: None };
            self.walk(&mut state, depth);
            if let Some(found) = state.found {
                return Outcome::Found(self.fewest(found));
            }
            if state.is_spent {
                return Outcome::Budget;
            }
            loose |= state.is_loose;
            if !state.is_cut {
                break;
            }
        }
        if loose { Outcome::NothingSeen } else { Outcome::Nothing }
    }

    /// Like [`Search::run`]; where its budget ends, all facts are set at once in ways that look random and are the
    /// same each time. That finds what needs many facts together, such as that no reason of many speaks against it.
    pub(crate) fn run_or_guess(&mut self, guesses: u64) -> Outcome {
        let outcome = self.run();
        if outcome != Outcome::Budget {
            return outcome;
        }
        let mut word = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..guesses {
            let mut set = BTreeMap::new();
            for (index, fact) in self.facts.iter().enumerate() {
                word ^= word << 13;
                word ^= word >> 7;
                word ^= word << 17;
                let values = fact.telling.len().max(1) as u64;
                let at = ((word >> 11) % values) as usize;
                set.insert(index, fact.telling.get(at).copied().unwrap_or(0));
            }
            if (self.judge)(&inputs(self.facts, &set)) == Verdict::Found {
                return Outcome::Found(self.fewest(set));
            }
        }
        outcome
    }

    /// The recursion is as deep as there are facts, which has a limit.
    fn walk(&mut self, state: &mut State, depth: usize) {
        if *self.steps == 0 {
            state.is_spent = true;
            return;
        }
        *self.steps -= 1;
        let names = match (self.judge)(&inputs(self.facts, &state.set)) {
            Verdict::Dead => return,
            Verdict::Found => {
                state.found = Some(state.set.clone());
                return;
            }
            Verdict::Open(names) => names,
        };
        let is_free = |(index, fact): &(usize, &Fact)| {
            !state.set.contains_key(index) && (names.is_empty() || names.contains(&fact.name))
        };
        let free = self.facts.iter().enumerate().filter(is_free).min_by_key(|(_, fact)| fact.telling.len());
        let any = || self.facts.iter().enumerate().find(|(index, _)| !state.set.contains_key(index));
        let Some((index, fact)) = free.or_else(any) else { return };
        state.is_loose |= !fact.is_exact;
        if depth == 0 {
            state.is_cut = true;
            return;
        }
        for value in fact.telling.iter().copied() {
            state.set.insert(index, value);
            self.walk(state, depth - 1);
            if state.found.is_some() || state.is_spent {
                return;
            }
        }
        state.set.remove(&index);
    }

    /// Facts that need not be set are left out.
    fn fewest(&mut self, mut found: BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
        for index in found.keys().copied().collect::<Vec<_>>() {
            let Some(value) = found.remove(&index) else { continue };
            if (self.judge)(&inputs(self.facts, &found)) != Verdict::Found {
                found.insert(index, value);
            }
        }
        found
    }
}

struct State {
    set: BTreeMap<usize, usize>,
    is_cut: bool,
    is_loose: bool,
    is_spent: bool,
    found: Option<BTreeMap<usize, usize>>,
}

/// Input data in which these facts are set and all others are unknown.
pub(crate) fn inputs(facts: &[Fact], set: &BTreeMap<usize, usize>) -> Context {
    let mut context = Context::new();
    for (index, fact) in facts.iter().enumerate() {
        let value = set.get(&index).and_then(|value| fact.values.get(*value));
        put(
            &mut context,
            &fact.path,
            value.map_or_else(|| Value::unknown(fact.name.as_str()), |(_, value)| value.clone()),
        );
    }
    context
}

/// The facts that are set, with their values.
pub(crate) fn assignment(facts: &[Fact], set: &BTreeMap<usize, usize>) -> Vec<(String, Value)> {
    let one = |(index, value): (&usize, &usize)| {
        let fact = facts.get(*index)?;
        Some((fact.name.clone(), fact.values.get(*value)?.1.clone()))
    };
    set.iter().filter_map(one).collect()
}
