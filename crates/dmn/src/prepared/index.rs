//! The rules of a table, found by the classes of its inputs instead of one after the other.

use afaq_feel::{Date, DateTime, Env, Value};

use super::axis::{Axis, Class};
use super::words;
use crate::compile::program::TableLogic;

/// An axis for each input that has one.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) rules: usize,
    pub(crate) axes: Vec<Option<Axis>>,
}

impl Index {
    pub(crate) fn of(table: &TableLogic) -> Option<Index> {
        // The cells that an axis is made of depend on no fact and no moment.
        let env = Env::new(DateTime::midnight_utc(Date::from_days_since_epoch(0)?));
        let axes = (0..table.inputs.len()).map(|input| Axis::of(table, input, &env)).collect();
        Some(Index { rules: table.rules.len(), axes })
    }

    /// The rules that match, ascending, where every input has a plain class; null and unknown values and
    /// those of foreign kinds are for the cells to judge.
    pub(crate) fn matching(&self, inputs: &[Value]) -> Option<Vec<usize>> {
        let mut found = words::all(self.rules);
        for (axis, input) in self.axes.iter().zip(inputs) {
            let axis = axis.as_ref()?;
            match axis.class(input) {
                Class::Of(class) if class < axis.null() || axis.kind.is_none() => {
                    found.iter_mut().zip(axis.passes.of(class)).for_each(|(found, passes)| *found &= passes);
                }
                _ => return None,
            }
        }
        Some(words::members(&found).collect())
    }
}
