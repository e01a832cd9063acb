//! Facts of many rows held as columns: a typed value for each row, and whether it is known.

mod column;
mod form;
mod lanes;
mod run;
#[cfg(test)]
mod tests;
mod typed;
mod vector;

pub use column::{Column, ColumnData, Standing};
pub use run::Computed;
