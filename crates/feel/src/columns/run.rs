//! Evaluates a compiled expression for many rows: whole batches at once where values are plain, the
//! other rows one by one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::column::{Column, ColumnData};
use super::form;
use super::lanes::{Outcome, Pool, put};
use super::vector::{Batch, Run};
use crate::limits::BATCH_ROWS;
use crate::{Env, EvalError, Facts, Limits, Meter, Prepared, Value};

/// The results of an expression for many rows.
#[derive(Clone, Debug)]
pub struct Computed {
    /// A value for each row; null where the evaluation exceeded a limit.
    pub column: Column,
    /// The rows in which a limit was exceeded, ascending.
    pub errors: Vec<(usize, EvalError)>,
    /// The most steps that a row took, or more.
    pub steps_max: u64,
}

impl Prepared {
    /// Evaluates for every row of a range; `columns` has a column for each of the facts. The result has
    /// a row for each row of the range. Every row has a budget of its own, and one that exceeds a limit is an
    /// error of that row alone.
    pub fn evaluate_columns(&self, columns: &[&Column], rows: Range<usize>, env: &Env) -> Computed {
        if let Some(done) = self.by_fact(columns, rows.clone(), &env.limits) {
            return done;
        }
        if let Some(done) = self.by_code(columns, rows.clone(), env) {
            return done;
        }
        let today = i32::try_from(env.now.date().days_since_epoch()).ok();
        let mut result = Gathered::new(rows.len());
        let plan = form::plan(self, columns, rows.len(), &env.limits);
        if let Some((_, steps)) = &plan {
            result.steps_max = *steps;
        }
        let mut pool = Pool::default();
        let mut row = vec![Value::Null; self.facts().len()];
        let mut start = rows.start;
        while start < rows.end {
            let batch = Batch { start, length: BATCH_ROWS.min(rows.end - start), today };
            let outcome =
                plan.as_ref().and_then(|(form, _)| Run { columns, batch, pool: &mut pool }.run(form));
            let mut one = |at: usize| {
                fill(&mut row, self.reads(), columns, self.facts(), at);
                let mut meter = Meter::new(&env.limits);
                (self.evaluate_within(&row, env, &mut meter), meter.steps_used())
            };
            match outcome {
                Some(outcome) => result.take(outcome, batch, &mut pool, &mut one),
                None => (start..start + batch.length).for_each(|at| result.push(one(at))),
            }
            start += batch.length;
        }
        result.computed()
    }

    /// The results where all that is read is one fact as it is.
    fn by_fact(&self, columns: &[&Column], rows: Range<usize>, limits: &Limits) -> Option<Computed> {
        let slot = self.as_fact()?;
        let (node, height) = self.node()?;
        let steps_max = node.steps_max().filter(|steps| *steps <= limits.steps && height <= limits.depth)?;
        let column = columns.get(slot)?.slice(rows, &self.facts().name(slot));
        Some(Computed { column, errors: Vec::new(), steps_max })
    }

    /// The results where all that is read is one coded column: each of its values is evaluated once.
    fn by_code(&self, columns: &[&Column], rows: Range<usize>, env: &Env) -> Option<Computed> {
        let [slot] = *self.reads() else { return None };
        let column = columns.get(slot)?;
        let ColumnData::Coded { values, codes } = column.data() else { return None };
        if !column.is_plain() || !column.is_sound() || values.len() > rows.len() {
            return None;
        }
        let codes = codes.get(rows)?.to_vec();
        let mut row = vec![Value::Null; self.facts().len()];
        let mut steps_max = 0;
        // A value that exceeds a limit may be one that no row has.
        let results = values.iter().map(|value| {
            row[slot] = value.clone();
            let mut meter = Meter::new(&env.limits);
            let result = self.evaluate_within(&row, env, &mut meter).ok();
            steps_max = steps_max.max(meter.steps_used());
            result
        });
        let values = Arc::new(results.collect::<Option<Vec<Value>>>()?);
        let column = Column::new(ColumnData::Coded { values, codes });
        Some(Computed { column, errors: Vec::new(), steps_max })
    }
}

/// Writes the facts that an expression reads into a row.
fn fill(row: &mut [Value], reads: &[usize], columns: &[&Column], facts: &Facts, at: usize) {
    for slot in reads {
        if let Some(column) = columns.get(*slot) {
            row[*slot] = if column.is_plain() {
                column.data().value(at).unwrap_or_default()
            } else {
                column.value(at, &facts.name(*slot))
            };
        }
    }
}

/// What one row gave, and the steps that it took.
type One = (Result<Value, EvalError>, u64);

/// Results as they come in: of one plain kind, with a few others, as long as that lasts.
struct Gathered {
    /// Rows that have come in.
    done: usize,
    plain: Option<ColumnData>,
    others: BTreeMap<usize, Value>,
    values: Vec<Value>,
    is_mixed: bool,
    rows: usize,
    errors: Vec<(usize, EvalError)>,
    steps_max: u64,
}

impl Gathered {
    fn new(rows: usize) -> Gathered {
        Gathered {
            done: 0,
            plain: None,
            others: BTreeMap::new(),
            values: Vec::new(),
            is_mixed: false,
            rows,
            errors: Vec::new(),
            steps_max: 0,
        }
    }

    fn mix(&mut self) {
        if !self.is_mixed {
            self.is_mixed = true;
            self.values.reserve(self.rows);
            if let Some(plain) = self.plain.take() {
                let column = Column::with_others(plain, std::mem::take(&mut self.others));
                self.values.extend((0..column.len()).map(|at| column.value(at, "")));
            }
        }
    }

    /// The value of a row; null where a limit was exceeded.
    fn value(&mut self, at: usize, (result, steps): One) -> Value {
        self.steps_max = self.steps_max.max(steps);
        result.unwrap_or_else(|error| {
            self.errors.push((at, error));
            Value::Null
        })
    }

    fn push(&mut self, one: One) {
        self.mix();
        let value = self.value(self.done, one);
        self.values.push(value);
        self.done += 1;
    }

    /// Takes a batch; rows without a plain value are evaluated one by one.
    fn take(
        &mut self,
        outcome: Outcome<'_>,
        batch: Batch,
        pool: &mut Pool,
        one: &mut impl FnMut(usize) -> One,
    ) {
        let Outcome { lanes, plain } = outcome;
        let (done, length) = (self.done, batch.length);
        self.done += length;
        let is_like = !self.is_mixed && {
            let data = self.plain.get_or_insert_with(|| lanes.kind(self.rows));
            lanes.append_to(data, length)
        };
        if !is_like {
            self.mix();
            let mut data = lanes.kind(length);
            lanes.append_to(&mut data, length);
            self.values.extend((0..length).map(|at| data.value(at).unwrap_or_default()));
        }
        lanes.end(pool);
        let Some(plain) = plain else { return };
        for at in plain.iter().enumerate().filter(|(_, is_plain)| !**is_plain).map(|(at, _)| at) {
            let value = self.value(done + at, one(batch.start + at));
            if !self.is_mixed {
                let is_put = self.plain.as_mut().is_some_and(|data| put(data, done + at, &value));
                if is_put {
                    continue;
                }
                if value.is_null() || value.is_unknown() {
                    self.others.insert(done + at, value);
                    continue;
                }
                self.mix();
            }
            self.values[done + at] = value;
        }
        pool.give(plain);
    }

    fn computed(self) -> Computed {
        let column = match self.plain {
            Some(plain) if !self.is_mixed => Column::with_others(plain, self.others),
            _ => Column::new(ColumnData::Values(self.values)),
        };
        Computed { column, errors: self.errors, steps_max: self.steps_max }
    }
}
