//! Evaluates a compiled expression for many rows: whole batches at once where values are plain, the
//! other rows one by one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::column::{Column, ColumnData};
use super::vector::{self, Batch, Lanes};
use crate::limits::BATCH_ROWS;
use crate::{Env, EvalError, Facts, Meter, Prepared, Value};

impl Prepared {
    /// Evaluates for every row of a range; `columns` has a column for each of the facts. The result has
    /// a row for each row of the range. Every row has a budget of its own.
    ///
    /// # Errors
    /// When a limit is exceeded in some row.
    pub fn evaluate_columns(
        &self,
        columns: &[&Column],
        rows: Range<usize>,
        env: &Env,
    ) -> Result<Column, EvalError> {
        if let Some(slot) = self.as_fact()
            && let Some(column) = columns.get(slot)
            && env.limits.steps >= 1
            && env.limits.depth >= 1
        {
            return Ok(column.slice(rows, &self.facts().name(slot)));
        }
        if let Some(column) = self.by_code(columns, rows.clone(), env) {
            return Ok(column);
        }
        let today = i32::try_from(env.now.date().days_since_epoch()).ok();
        let mut result = Gathered::new(rows.len());
        let plan = vector::plan(self, columns, &env.limits);
        let mut row = vec![Value::Null; self.facts().len()];
        let mut start = rows.start;
        while start < rows.end {
            let batch = Batch { start, length: BATCH_ROWS.min(rows.end - start), today };
            let lanes = plan.as_ref().and_then(|plan| vector::run(plan, columns, batch));
            let mut one = |at: usize| {
                fill(&mut row, self.reads(), columns, self.facts(), at);
                self.evaluate_within(&row, env, &mut Meter::new(&env.limits))
            };
            match lanes {
                Some(lanes) => result.take(lanes, batch, &mut one)?,
                None => {
                    for at in start..start + batch.length {
                        let value = one(at)?;
                        result.push(value);
                    }
                }
            }
            start += batch.length;
        }
        Ok(result.column())
    }
}

impl Prepared {
    /// The results where all that is read is one coded column: each of its values is evaluated once.
    fn by_code(&self, columns: &[&Column], rows: Range<usize>, env: &Env) -> Option<Column> {
        let [slot] = *self.reads() else { return None };
        let column = columns.get(slot)?;
        let ColumnData::Coded { values, codes } = column.data() else { return None };
        if column.standings().is_some() || !column.others().is_empty() || values.len() > rows.len() {
            return None;
        }
        let codes = codes.get(rows)?.to_vec();
        if codes.iter().any(|code| *code as usize >= values.len()) {
            return None;
        }
        let mut row = vec![Value::Null; self.facts().len()];
        // A value that exceeds a limit may be one that no row has.
        let results = values.iter().map(|value| {
            row[slot] = value.clone();
            self.evaluate_within(&row, env, &mut Meter::new(&env.limits)).ok()
        });
        let results = results.collect::<Option<Vec<Value>>>()?;
        Some(Column::new(ColumnData::Coded { values: std::sync::Arc::new(results), codes }))
    }
}

/// Writes the facts that an expression reads into a row.
fn fill(row: &mut [Value], reads: &[usize], columns: &[&Column], facts: &Facts, at: usize) {
    for slot in reads {
        if let Some(column) = columns.get(*slot) {
            let is_plain = column.standings().is_none() && column.others().is_empty();
            row[*slot] = if is_plain {
                column.data().value(at).unwrap_or_default()
            } else {
                column.value(at, &facts.name(*slot))
            };
        }
    }
}

/// Results as they come in: of one plain kind, with a few others, as long as that lasts.
struct Gathered {
    plain: Option<Lanes>,
    others: BTreeMap<usize, Value>,
    values: Vec<Value>,
    is_mixed: bool,
    rows: usize,
}

impl Gathered {
    fn new(rows: usize) -> Gathered {
        Gathered { plain: None, others: BTreeMap::new(), values: Vec::new(), is_mixed: false, rows }
    }

    fn mix(&mut self) {
        if !self.is_mixed {
            self.is_mixed = true;
            self.values.reserve(self.rows);
            if let Some(plain) = self.plain.take() {
                let length = plain.len();
                let column = Column::with_others(plain.into_data(), std::mem::take(&mut self.others));
                self.values.extend((0..length).map(|at| column.value(at, "")));
            }
        }
    }

    fn push(&mut self, value: Value) {
        self.mix();
        self.values.push(value);
    }

    /// Takes a batch; rows without a plain value are evaluated one by one.
    fn take(
        &mut self,
        outcome: vector::Outcome,
        batch: Batch,
        one: &mut impl FnMut(usize) -> Result<Value, EvalError>,
    ) -> Result<(), EvalError> {
        let vector::Outcome { mut lanes, plain } = outcome;
        let done = self.plain.as_ref().map_or(0, Lanes::len);
        let mut others = BTreeMap::new();
        for (at, _) in plain.iter().enumerate().filter(|(_, is_plain)| !**is_plain) {
            let value = one(batch.start + at)?;
            if !lanes.put(at, &value) {
                others.insert(at, value);
            }
        }
        let is_like = self.plain.as_ref().is_none_or(|known| known.is_like(&lanes));
        let are_few = others.values().all(|value| value.is_null() || value.is_unknown());
        if self.is_mixed || !is_like || !are_few {
            self.mix();
            let column = Column::with_others(lanes.into_data(), others);
            self.values.extend((0..batch.length).map(|at| column.value(at, "")));
            return Ok(());
        }
        self.others.extend(others.into_iter().map(|(at, value)| (done + at, value)));
        match &mut self.plain {
            None => self.plain = Some(lanes),
            Some(known) => known.append(lanes),
        }
        Ok(())
    }

    fn column(self) -> Column {
        match self.plain {
            Some(plain) if !self.is_mixed => Column::with_others(plain.into_data(), self.others),
            _ => Column::new(ColumnData::Values(self.values)),
        }
    }
}

impl Column {
    /// A part of the column; unknown values get the name of the fact.
    pub fn slice(&self, rows: Range<usize>, name: &str) -> Column {
        if self.standings().is_some() || !self.others().is_empty() || rows.end > self.len() {
            return Column::new(ColumnData::Values(rows.map(|row| self.value(row, name)).collect()));
        }
        Column::new(match self.data() {
            ColumnData::Numbers { scale, values } => {
                ColumnData::Numbers { scale: *scale, values: values[rows].to_vec() }
            }
            ColumnData::Dates(values) => ColumnData::Dates(values[rows].to_vec()),
            ColumnData::Months(values) => ColumnData::Months(values[rows].to_vec()),
            ColumnData::Booleans(values) => ColumnData::Booleans(values[rows].to_vec()),
            ColumnData::Coded { values, codes } => {
                ColumnData::Coded { values: values.clone(), codes: codes[rows].to_vec() }
            }
            ColumnData::Values(values) => ColumnData::Values(values[rows].to_vec()),
        })
    }

    /// Some rows of the column in another order; unknown values get the name of the fact, and so do rows
    /// beyond the end.
    pub fn gather(&self, rows: &[usize], name: &str) -> Column {
        let is_plain = self.standings().is_none() && self.others().is_empty();
        if !is_plain || rows.iter().any(|row| *row >= self.len()) {
            return Column::new(ColumnData::Values(rows.iter().map(|row| self.value(*row, name)).collect()));
        }
        fn pick<T: Clone>(values: &[T], rows: &[usize]) -> Vec<T> {
            rows.iter().map(|row| values[*row].clone()).collect()
        }
        Column::new(match self.data() {
            ColumnData::Numbers { scale, values } => {
                ColumnData::Numbers { scale: *scale, values: pick(values, rows) }
            }
            ColumnData::Dates(values) => ColumnData::Dates(pick(values, rows)),
            ColumnData::Months(values) => ColumnData::Months(pick(values, rows)),
            ColumnData::Booleans(values) => ColumnData::Booleans(pick(values, rows)),
            ColumnData::Coded { values, codes } => {
                ColumnData::Coded { values: values.clone(), codes: pick(codes, rows) }
            }
            ColumnData::Values(values) => ColumnData::Values(pick(values, rows)),
        })
    }
}
