//! Literal expressions over the rows of columns.

use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Meter, Prepared as Feel, Value};

use super::columns::outcome_of;
use super::outcomes::{Part, TableOutcome};
use super::plan::{Guard, Plan, Step};
use super::row::fitted;
use super::sweep::{Memory, Sweep, is_like};
use crate::evaluate::Matching;

/// What an expression gives for each outcome of the table that it reads.
#[derive(Default)]
pub(super) struct Judged {
    values: Arc<Vec<Value>>,
    steps: u64,
    generation: u64,
}

impl Sweep<'_> {
    /// The results of a literal expression as its types want them.
    pub(super) fn literal(
        &mut self,
        plan: &Plan,
        (number, step, literal): (usize, &Step, &Feel),
        before: &[Part],
        unfit: &[usize],
        (part, memory): (&mut Part, &mut Memory),
    ) {
        let nothing = vec![outcome_of(None, &Matching::default())];
        let base: Arc<Vec<TableOutcome>> = if part.count() == 0 { Arc::new(nothing) } else { part.base() };
        part.begin(&base, self.rows.len());
        if unfit.is_empty()
            && let Some(column) = self.by_outcome(plan, (step, literal), before, &mut memory.judged)
        {
            part.values = Some(column);
            return;
        }
        let (columns, rows) = self.aligned(plan, before, literal.reads());
        let columns: Vec<&Column> = columns.iter().map(super::sweep::Source::column).collect();
        let done = literal.evaluate_columns(&columns, rows, self.env);
        drop(columns);
        let mut unfit = unfit.to_vec();
        unfit.extend(done.errors.iter().map(|(row, _)| *row));
        self.steps = self.steps.saturating_add(done.steps_max);
        part.values = Some(self.fit_all((number, step), done.column, &unfit));
    }

    fn fit_all(&mut self, (number, step): (usize, &Step), column: Column, unfit: &[usize]) -> Column {
        // Null and unknown, which a plain column may have beside its values, fit every type.
        let fits_all = step.types.iter().all(|ty| {
            let guard = Guard { ty: ty.clone(), axis: None };
            ty.is_any() || is_like(&guard, &column)
        });
        if fits_all && unfit.is_empty() {
            return column;
        }
        if let (ColumnData::Coded { values, codes }, None, true) =
            (column.data(), column.standings(), unfit.is_empty())
        {
            let values = values.iter().map(|value| fitted(step, value.clone(), self.env)).collect();
            return Column::new(ColumnData::Coded { values: Arc::new(values), codes: codes.clone() });
        }
        let values = (0..self.rows.len()).map(|row| fitted(step, column.value(row, ""), self.env));
        let mut values: Vec<Value> = values.collect();
        for row in unfit {
            let done = self.ask(*row).and_then(|done| done.get(number));
            values[*row] = done.map(|one| one.value.clone()).unwrap_or_default();
        }
        Column::new(ColumnData::Values(values))
    }

    /// The results where all that is read is what a table gave: each outcome is judged once.
    fn by_outcome(
        &mut self,
        plan: &Plan,
        (step, literal): (&Step, &Feel),
        before: &[Part],
        judged: &mut Judged,
    ) -> Option<Column> {
        let [slot] = *literal.reads() else { return None };
        let source = before.get(plan.result(slot)?)?;
        if source.values.is_some() || source.count() > self.rows.len() {
            return None;
        }
        if judged.generation != source.generation() {
            *judged = Judged { generation: source.generation(), ..Judged::default() };
        }
        if judged.values.len() < source.count() {
            let mut row = vec![Value::Null; plan.slots.len()];
            let mut values = judged.values.to_vec();
            for outcome in source.outcomes().skip(values.len()) {
                row[slot] = outcome.value.clone().unwrap_or_default();
                let mut meter = Meter::new(&self.env.limits);
                // A value that exceeds a limit may be one that no row has.
                let value = literal.evaluate_within(&row, self.env, &mut meter).ok()?;
                judged.steps = judged.steps.max(meter.steps_used());
                values.push(fitted(step, value, self.env));
            }
            judged.values = Arc::new(values);
        }
        self.steps = self.steps.saturating_add(judged.steps);
        let (values, codes) = (judged.values.clone(), source.codes.clone());
        Some(Column::new(ColumnData::Coded { values, codes }))
    }
}
