//! What a table gave for the rows of columns: each different outcome once, and its number for each row.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Value};

use crate::evaluate::EvalError;
use crate::limits::OUTCOMES_KEPT_MAX;

/// One outcome of a decision, shared by many rows.
#[derive(Debug, Clone, PartialEq)]
pub struct TableOutcome {
    /// The result; none when it depends on more than the rules, and differs from row to row.
    pub value: Option<Value>,
    /// The rules that fired, from 1.
    pub rules: Vec<u32>,
    /// The rules that may fire, depending on unknown facts, from 1.
    pub undecided: Vec<u32>,
    /// Why nothing came out: a limit was exceeded.
    pub error: Option<EvalError>,
}

impl TableOutcome {
    /// A row in which a limit was exceeded.
    pub(super) fn failed(error: EvalError) -> TableOutcome {
        TableOutcome { value: None, rules: Vec::new(), undecided: Vec::new(), error: Some(error) }
    }
}

/// Sets of rules that match, that may match, and the inputs that are unknown.
pub(super) type Sets = (Vec<u64>, Vec<u64>, u64);

/// The outcomes of one decision, and which of them each row has.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) codes: Vec<u32>,
    base: Arc<Vec<TableOutcome>>,
    extra: Vec<TableOutcome>,
    by_sets: BTreeMap<Sets, u32>,
    by_rules: BTreeMap<(Vec<u32>, Vec<u32>), Vec<u32>>,
    /// The result of each row, where outcomes alone do not say it.
    pub(super) values: Option<Column>,
    /// How often the numbers of outcomes have begun anew.
    generation: u64,
}

impl Part {
    /// Begins with so many rows, and with the outcomes that are known beforehand. Outcomes that came up keep
    /// their numbers until there are too many; then this says that they are gone.
    pub(super) fn begin(&mut self, base: &Arc<Vec<TableOutcome>>, rows: usize) -> bool {
        self.codes.clear();
        self.codes.resize(rows, 0);
        self.values = None;
        let is_same = Arc::ptr_eq(&self.base, base) && self.extra.len() <= OUTCOMES_KEPT_MAX;
        if !is_same {
            let (codes, generation) = (std::mem::take(&mut self.codes), self.generation + 1);
            *self = Part { codes, base: base.clone(), generation, ..Part::default() };
        }
        !is_same
    }

    /// The outcomes that are known beforehand.
    pub(super) fn base(&self) -> Arc<Vec<TableOutcome>> {
        self.base.clone()
    }

    /// Forgets all outcomes.
    pub(super) fn forget(&mut self) {
        *self = Part { generation: self.generation + 1, ..Part::default() };
    }

    /// How often the numbers of outcomes have begun anew.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// How many outcomes there are.
    pub(super) fn count(&self) -> usize {
        self.base.len() + self.extra.len()
    }

    pub(super) fn outcome(&self, code: u32) -> Option<&TableOutcome> {
        let code = code as usize;
        self.base.get(code).or_else(|| self.extra.get(code.checked_sub(self.base.len())?))
    }

    pub(super) fn outcomes(&self) -> impl Iterator<Item = &TableOutcome> {
        self.base.iter().chain(&self.extra)
    }

    /// The number of the outcome for sets of rules; it is worked out once.
    pub(super) fn code_of_sets<E>(
        &mut self,
        sets: Sets,
        make: impl FnOnce() -> Result<TableOutcome, E>,
    ) -> Result<u32, E> {
        if let Some(code) = self.by_sets.get(&sets) {
            return Ok(*code);
        }
        let code = self.push(make()?);
        self.by_sets.insert(sets, code);
        Ok(code)
    }

    /// The number of an outcome.
    pub(super) fn code_of(&mut self, outcome: TableOutcome) -> u32 {
        let key = (outcome.rules.clone(), outcome.undecided.clone());
        let known = self.by_rules.get(&key).into_iter().flatten();
        if let Some(code) = known.copied().find(|code| self.outcome(*code) == Some(&outcome)) {
            return code;
        }
        let code = self.push(outcome);
        self.by_rules.entry(key).or_default().push(code);
        code
    }

    fn push(&mut self, outcome: TableOutcome) -> u32 {
        self.extra.push(outcome);
        (self.count() - 1) as u32
    }

    pub(super) fn value(&self, row: usize) -> Value {
        match &self.values {
            Some(column) => column.value(row, ""),
            None => {
                let outcome = self.codes.get(row).and_then(|code| self.outcome(*code));
                outcome.and_then(|outcome| outcome.value.clone()).unwrap_or_default()
            }
        }
    }

    /// The results as a column.
    pub(super) fn column(&self) -> Column {
        match &self.values {
            Some(column) => column.clone(),
            None => {
                let values = self.outcomes().map(|outcome| outcome.value.clone().unwrap_or_default());
                let values = Arc::new(values.collect());
                Column::new(ColumnData::Coded { values, codes: self.codes.clone() })
            }
        }
    }
}
