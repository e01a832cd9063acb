//! What an evaluation may cost, what it has cost, and what it noted.

use std::fmt;

use crate::limits::Limits;
use crate::{DateTime, Value};

/// What an evaluation depends on beside its variables.
#[derive(Clone, Debug)]
pub struct Env {
    /// The moment that `now()` and `today()` give.
    pub now: DateTime,
    /// What the evaluation may cost.
    pub limits: Limits,
}

impl Env {
    /// An environment with the default limits.
    pub fn new(now: DateTime) -> Env {
        Env { now, limits: Limits::default() }
    }
}

/// A value and why parts of it became null.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluated {
    /// The value.
    pub value: Value,
    /// Why something became null on the way, in order; at most 100.
    pub notes: Vec<Note>,
}

/// Why something became null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The reason, in English.
    pub message: String,
    /// The first character of the part, from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// An evaluation that was ended because it exceeded a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError {
    /// The limit.
    pub kind: EvalErrorKind,
    /// The first character of the part that was evaluated, from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// The limit that an evaluation exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalErrorKind {
    /// Too many operations.
    Steps,
    /// Nested too deeply, as endless recursion is.
    Depth,
    /// A list that is too long.
    ListLength,
    /// A text that is too long.
    TextLength,
}

impl EvalErrorKind {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            EvalErrorKind::Steps => "FEEL101",
            EvalErrorKind::Depth => "FEEL102",
            EvalErrorKind::ListLength => "FEEL103",
            EvalErrorKind::TextLength => "FEEL104",
        }
    }

    /// What happened, in English.
    pub fn message_en(self) -> &'static str {
        match self {
            EvalErrorKind::Steps => "the evaluation needs more operations than allowed",
            EvalErrorKind::Depth => "the evaluation is nested more deeply than allowed",
            EvalErrorKind::ListLength => "a list becomes longer than allowed",
            EvalErrorKind::TextLength => "a text becomes longer than allowed",
        }
    }

    /// What happened, in Arabic.
    pub fn message_ar(self) -> &'static str {
        match self {
            EvalErrorKind::Steps => "يحتاج التقييم إلى عمليات أكثر من المسموح",
            EvalErrorKind::Depth => "التقييم متداخل أكثر من المسموح",
            EvalErrorKind::ListLength => "أصبحت قائمة أطول من المسموح",
            EvalErrorKind::TextLength => "أصبح نص أطول من المسموح",
        }
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}: {}", self.kind.code(), self.start, self.kind.message_en())
    }
}

impl std::error::Error for EvalError {}

const NOTES_MAX: usize = 100;

/// The budget of an evaluation; one meter may serve many expressions.
#[derive(Clone, Debug)]
pub struct Meter {
    limits: Limits,
    steps_left: u64,
    depth: u32,
    notes: Vec<Note>,
}

impl Meter {
    /// A fresh budget.
    pub fn new(limits: &Limits) -> Meter {
        Meter { limits: *limits, steps_left: limits.steps, depth: 0, notes: Vec::new() }
    }

    /// The limits it was made with.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn steps_left(&self) -> u64 {
        self.steps_left
    }

    /// Whether so many more levels fit.
    pub(crate) fn has_room(&self, levels: u32) -> bool {
        self.limits.depth.saturating_sub(self.depth) >= levels
    }

    /// A budget of what is left after so many more steps, without notes.
    pub(crate) fn rest(&self, steps: u64) -> Option<Meter> {
        let steps_left = self.steps_left.checked_sub(steps)?;
        Some(Meter { limits: self.limits, steps_left, depth: self.depth, notes: Vec::new() })
    }

    pub(crate) fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }

    /// Operations done so far.
    pub fn steps_used(&self) -> u64 {
        self.limits.steps - self.steps_left
    }

    /// Pays for operations.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn spend(&mut self, steps: u64) -> Result<(), EvalErrorKind> {
        match self.steps_left.checked_sub(steps) {
            Some(left) => {
                self.steps_left = left;
                Ok(())
            }
            None => {
                self.steps_left = 0;
                Err(EvalErrorKind::Steps)
            }
        }
    }

    /// Goes one level deeper; each success is paired with [`Meter::leave`].
    ///
    /// # Errors
    /// When the depth is exhausted.
    pub fn enter(&mut self) -> Result<(), EvalErrorKind> {
        if self.depth >= self.limits.depth {
            return Err(EvalErrorKind::Depth);
        }
        self.depth += 1;
        Ok(())
    }

    /// Comes back one level.
    pub fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    pub(crate) fn note(&mut self, note: impl FnOnce() -> Note) {
        if self.notes.len() < NOTES_MAX {
            self.notes.push(note());
        }
    }

    /// The notes so far; they are removed.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }
}
