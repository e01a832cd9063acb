//! Runs the program of a pattern over a text; every step is paid for.

use super::class::{Class, is_same};
use super::program::Step;
use super::{Regex, RegexError};

impl Regex {
    fn same(&self, left: char, right: char) -> bool {
        left == right || (self.flags.ignore_case && is_same(left, right))
    }

    fn in_class(&self, class: &Class, sign: char) -> bool {
        class.contains(sign, self.flags.ignore_case)
    }

    /// The places of all groups of the first match at or after `from`.
    pub(super) fn search(
        &self,
        input: &[char],
        from: usize,
        left: &mut u64,
    ) -> Result<Option<Vec<Option<usize>>>, RegexError> {
        for start in from..=input.len() {
            if let Some(groups) = self.run(input, start, left)? {
                return Ok(Some(groups));
            }
        }
        Ok(None)
    }

    /// Start and end of the first match at or after `from`.
    pub(crate) fn find(
        &self,
        input: &[char],
        from: usize,
        left: &mut u64,
    ) -> Result<Option<(usize, usize)>, RegexError> {
        let found = self.search(input, from, left)?;
        Ok(found.and_then(|groups| groups[0].zip(groups[1])))
    }

    pub(super) fn run(
        &self,
        input: &[char],
        start: usize,
        left: &mut u64,
    ) -> Result<Option<Vec<Option<usize>>>, RegexError> {
        enum Undo {
            Try(usize, usize),
            Group(usize, Option<usize>),
            Mark(usize, usize),
        }
        let mut groups = vec![None; self.groups * 2];
        let mut marks = vec![usize::MAX; self.marks];
        let mut undo = vec![Undo::Try(0, start)];
        'alternatives: while let Some(last) = undo.pop() {
            let (mut step, mut at) = match last {
                Undo::Group(group, place) => {
                    groups[group] = place;
                    continue;
                }
                Undo::Mark(mark, place) => {
                    marks[mark] = place;
                    continue;
                }
                Undo::Try(step, at) => (step, at),
            };
            loop {
                *left = left.checked_sub(1).ok_or(RegexError::Budget)?;
                match &self.program[step] {
                    Step::Match => return Ok(Some(groups)),
                    Step::Char(sign) => {
                        if !input.get(at).is_some_and(|found| self.same(*found, *sign)) {
                            continue 'alternatives;
                        }
                        at += 1;
                    }
                    Step::Any => {
                        let fits = |sign: &char| self.flags.dot_all || !matches!(sign, '\n' | '\r');
                        if !input.get(at).is_some_and(fits) {
                            continue 'alternatives;
                        }
                        at += 1;
                    }
                    Step::Class(class) => {
                        if !input.get(at).is_some_and(|sign| self.in_class(class, *sign)) {
                            continue 'alternatives;
                        }
                        at += 1;
                    }
                    Step::Start => {
                        // A line begins after each newline but the one that ends the text.
                        if at != 0 && !(self.flags.multiline && at < input.len() && input[at - 1] == '\n') {
                            continue 'alternatives;
                        }
                    }
                    Step::End => {
                        if at != input.len() && !(self.flags.multiline && input[at] == '\n') {
                            continue 'alternatives;
                        }
                    }
                    Step::Save(group) => {
                        undo.push(Undo::Group(*group, groups[*group]));
                        groups[*group] = Some(at);
                    }
                    Step::Mark(mark) => {
                        undo.push(Undo::Mark(*mark, marks[*mark]));
                        marks[*mark] = at;
                    }
                    Step::Advanced(mark) => {
                        if marks[*mark] == at {
                            // A round that took nothing ends the loop: go on behind the jump.
                            step += 2;
                            continue;
                        }
                    }
                    Step::Split(first, second) => {
                        undo.push(Undo::Try(*second, at));
                        step = *first;
                        continue;
                    }
                    Step::Jump(target) => {
                        step = *target;
                        continue;
                    }
                    Step::Backreference(group) => {
                        let span = groups[group * 2].zip(groups[group * 2 + 1]);
                        let part = span.map_or(&[][..], |(from, to)| &input[from..to]);
                        *left = left.checked_sub(part.len() as u64).ok_or(RegexError::Budget)?;
                        let fits = input[at..].len() >= part.len()
                            && part.iter().zip(&input[at..]).all(|(left, right)| self.same(*left, *right));
                        if !fits {
                            continue 'alternatives;
                        }
                        at += part.len();
                    }
                }
                step += 1;
            }
        }
        Ok(None)
    }
}
