//! From the tree of a pattern to a program for a small machine with a stack of alternatives.

use super::class::Class;
use super::{Regex, RegexError};
use crate::limits::PATTERN_STEPS;

/// One instruction.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Char(char),
    Any,
    Class(Class),
    Start,
    End,
    Save(usize),
    /// Try the first; if that fails, the second.
    Split(usize, usize),
    Jump(usize),
    Backreference(usize),
    /// Remember the place at the start of a loop's round, and leave a round that took nothing.
    Mark(usize),
    Advanced(usize),
    Match,
}

/// A pattern as it was read.
pub(super) enum Node {
    Empty,
    Step(Step),
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Group(Option<usize>, Box<Node>),
    Repeat { inner: Box<Node>, min: u32, max: Option<u32>, lazy: bool },
}

impl Regex {
    /// The whole program: the pattern as group 0, then the end.
    pub(super) fn emit_all(&mut self, tree: Node) -> Result<(), RegexError> {
        self.emit(&Node::Group(Some(0), Box::new(tree)))?;
        self.push(Step::Match).map(|_| ())
    }

    fn push(&mut self, step: Step) -> Result<usize, RegexError> {
        if self.program.len() >= PATTERN_STEPS {
            return Err(RegexError::Malformed("its repetitions are too large"));
        }
        self.program.push(step);
        Ok(self.program.len() - 1)
    }

    fn emit(&mut self, node: &Node) -> Result<(), RegexError> {
        match node {
            Node::Empty => {}
            Node::Step(step) => {
                self.push(step.clone())?;
            }
            Node::Sequence(parts) => parts.iter().try_for_each(|part| self.emit(part))?,
            Node::Group(None, inner) => self.emit(inner)?,
            Node::Group(Some(group), inner) => {
                self.push(Step::Save(group * 2))?;
                self.emit(inner)?;
                self.push(Step::Save(group * 2 + 1))?;
            }
            Node::Alternatives(parts) => {
                let mut jumps = Vec::new();
                for (at, part) in parts.iter().enumerate() {
                    if at + 1 == parts.len() {
                        self.emit(part)?;
                        break;
                    }
                    let split = self.push(Step::Split(0, 0))?;
                    self.emit(part)?;
                    jumps.push(self.push(Step::Jump(0))?);
                    self.program[split] = Step::Split(split + 1, self.program.len());
                }
                for jump in jumps {
                    self.program[jump] = Step::Jump(self.program.len());
                }
            }
            Node::Repeat { inner, min, max, lazy } => self.emit_repeat(inner, *min, *max, *lazy)?,
        }
        Ok(())
    }

    fn emit_repeat(
        &mut self,
        inner: &Node,
        min: u32,
        max: Option<u32>,
        lazy: bool,
    ) -> Result<(), RegexError> {
        let split = |yes, no| if lazy { Step::Split(no, yes) } else { Step::Split(yes, no) };
        for _ in 0..min {
            self.emit(inner)?;
        }
        let Some(max) = max else {
            let mark = self.marks;
            self.marks += 1;
            let start = self.push(Step::Split(0, 0))?;
            self.push(Step::Mark(mark))?;
            self.emit(inner)?;
            self.push(Step::Advanced(mark))?;
            self.push(Step::Jump(start))?;
            self.program[start] = split(start + 1, self.program.len());
            return Ok(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.push(Step::Split(0, 0))?);
            self.emit(inner)?;
        }
        for at in splits {
            self.program[at] = split(at + 1, self.program.len());
        }
        Ok(())
    }
}
