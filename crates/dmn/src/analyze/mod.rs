//! Finds gaps, overlaps, unreachable rules and idle cells of decision tables before they are published, and conditions,
//! loops and requirements that cannot be meant.
//!
//! Exact where conditions compare facts with literals (numbers, dates, durations, texts, yes and no, and their
//! ranges). Where they are computed otherwise or the budget ends, the answer is "not decided", never a guess. Null is
//! looked at where a table names it; otherwise a table is complete when every value of its domains finds a rule.

pub(crate) mod axis;
pub(crate) mod bits;
pub(crate) mod cover;
mod finding;
pub(crate) mod grid;
mod model;
pub(crate) mod points;
mod realize;
mod tables;

use afaq_feel::Type;

use crate::compile::program::TableLogic;
use crate::limits;
use crate::model::DecisionTable;
use cover::Next;
pub use finding::{Finding, FindingKind, NotDecided, Witness};
use grid::Grid;
pub(crate) use model::atoms;

/// Analyzes a table; `types` are those of its input columns, as far as they are known.
#[must_use]
pub fn analyze(table: &DecisionTable, types: &[Type]) -> Vec<Finding> {
    let grid = Grid::of_table(table, types, &[]);
    tables::findings(table, &grid, &|_| Type::Any)
}

/// Whether it is proven that some rule matches, whatever the inputs are (within their types and domains).
pub(crate) fn is_complete(table: &TableLogic, types: &[Type]) -> bool {
    let grid = Grid::of_logic(table, types);
    let mut steps = limits::COMPLETENESS_STEPS_MAX;
    let mut has_gap = false;
    let is_seen = cover::find_gaps(&grid.space(), &mut steps, &mut |_, _| {
        has_gap = true;
        Next::Stop
    });
    is_seen && !has_gap
}
