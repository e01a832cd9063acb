//! The results of a decision for many rows.

use afaq_feel::{Column, Value};

use super::outcomes::{Part, TableOutcome};
use crate::evaluate::EvalError;

/// The results of a decision for many rows.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub(super) parts: Vec<Part>,
    pub(super) rows: usize,
}

impl Answers {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The result of the decision for a row, counted from the first row that was asked for.
    ///
    /// # Errors
    /// When a limit was exceeded in this row.
    pub fn value(&self, row: usize) -> Result<Value, &EvalError> {
        let Some(part) = self.parts.last() else { return Ok(Value::Null) };
        match part.codes.get(row).and_then(|code| part.outcome(*code)).and_then(|one| one.error.as_ref()) {
            Some(error) => Err(error),
            None => Ok(part.value(row)),
        }
    }

    /// The results of a decision, by its place in [`Prepared::decisions`](super::Prepared::decisions), as a
    /// column; null where a limit was exceeded.
    pub fn column(&self, decision: usize) -> Option<Column> {
        self.parts.get(decision).map(Part::column)
    }

    /// The number of the outcome of each row; the reason of a result is its outcome.
    pub fn codes(&self, decision: usize) -> &[u32] {
        self.parts.get(decision).map_or(&[], |part| &part.codes)
    }

    /// The outcomes of a decision, in the order of their numbers.
    pub fn outcomes(&self, decision: usize) -> impl Iterator<Item = &TableOutcome> {
        self.parts.get(decision).into_iter().flat_map(Part::outcomes)
    }

    /// One outcome by its number.
    pub fn outcome(&self, decision: usize, code: u32) -> Option<&TableOutcome> {
        self.parts.get(decision)?.outcome(code)
    }
}
