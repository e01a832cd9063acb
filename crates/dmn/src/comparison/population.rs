//! What changes for a population: row by row, with memory that does not grow with the rows.

use std::collections::BTreeMap;

use afaq_feel::{Decimal, Value};

use crate::limits;

/// How many change from one result to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// What the first version gives.
    pub before: Value,
    /// What the second version gives.
    pub after: Value,
    /// For how many.
    pub count: u64,
    /// The row (from 1) in which it was seen first.
    pub first_row: u64,
    /// The sum of the differences, where both are numbers.
    pub difference: Option<Decimal>,
}

/// Counts what two versions give for the same rows.
#[derive(Debug, Clone, Default)]
pub struct Population {
    /// Rows that were counted.
    pub rows: u64,
    /// Rows for which both versions give the same.
    pub same: u64,
    /// Rows for which one of the two is undetermined.
    pub undetermined: u64,
    /// The sum of all numbers that the first version gives; none when it became too large.
    pub sum_before: Option<Decimal>,
    /// The sum of all numbers that the second version gives.
    pub sum_after: Option<Decimal>,
    /// Changes that are counted together, because there are too many different ones.
    pub others: u64,
    transitions: BTreeMap<String, Transition>,
}

impl Population {
    /// Nothing counted yet.
    #[must_use]
    pub fn new() -> Self {
        let zero = Some(Decimal::from(0_i64));
        Self { sum_before: zero, sum_after: zero, ..Self::default() }
    }

    /// Counts one row.
    pub fn add(&mut self, before: &Value, after: &Value) {
        self.rows += 1;
        let add = |sum: &mut Option<Decimal>, value: &Value| {
            if let Value::Number(number) = value {
                *sum = sum.and_then(|sum| sum.checked_add(*number));
            }
        };
        add(&mut self.sum_before, before);
        add(&mut self.sum_after, after);
        if !before.unknown_names().is_empty() || !after.unknown_names().is_empty() {
            self.undetermined += 1;
        }
        if before == after {
            self.same += 1;
            return;
        }
        // Undetermined is one result, whatever facts are missing.
        let shown = |value: &Value| if value.is_unknown() { Value::unknown("") } else { value.clone() };
        let (before, after) = (shown(before), shown(after));
        let key = format!("{before}\u{0}{after}");
        let is_full = self.transitions.len() >= limits::TRANSITIONS_MAX;
        if is_full && !self.transitions.contains_key(&key) {
            self.others += 1;
            return;
        }
        let row = self.rows;
        let difference = match (&before, &after) {
            (Value::Number(before), Value::Number(after)) => after.checked_sub(*before),
            _ => None,
        };
        let known = self.transitions.entry(key).or_insert_with(|| Transition {
            before,
            after,
            count: 0,
            first_row: row,
            difference: difference.map(|_| Decimal::from(0_i64)),
        });
        known.count += 1;
        known.difference =
            known.difference.zip(difference).and_then(|(sum, difference)| sum.checked_add(difference));
    }

    /// The changes, the most frequent first.
    #[must_use]
    pub fn transitions(&self) -> Vec<&Transition> {
        let mut all: Vec<&Transition> = self.transitions.values().collect();
        all.sort_by(|a, b| b.count.cmp(&a.count).then(a.first_row.cmp(&b.first_row)));
        all
    }

    /// Rows for which the two versions give something else.
    #[must_use]
    pub fn changed(&self) -> u64 {
        self.rows - self.same
    }
}
