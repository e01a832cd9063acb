//! Runs a plan for the rows of columns, part by part, and keeps what was worked out on the way.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Env, Type};

use super::Prepared;
use super::answers::Answers;
use super::batch::{Batch, Recent};
use super::columns::outcome_of;
use super::finder::{ASK, Doubts, Finder};
use super::literal::Judged;
use super::outcomes::{Part, TableOutcome};
use super::plan::{Guard, Plan, Step, Work};
use super::row::Done;
use super::sliced::Sliced;
use crate::compile::types::Shape;
use crate::evaluate::{EvalError, fits};
use crate::limits::BATCH_ROWS;

/// One decision over the rows of columns. What it works out for one part of the rows (the outcomes of sets of
/// rules, and memory) serves the parts after it, so that a whole population costs no more than its rows.
pub struct Sweep<'a> {
    pub(super) prepared: &'a Prepared,
    pub(super) columns: &'a [&'a Column],
    pub(super) env: &'a Env,
    /// The rows of the part in work.
    pub(super) rows: Range<usize>,
    pub(super) memory: Vec<Memory>,
    answers: Answers,
    /// Rows of the part that were evaluated by themselves: what each decision gave.
    asked: BTreeMap<usize, Result<Vec<Done>, EvalError>>,
    /// The most steps that a row of the part took, or more.
    pub(super) steps: u64,
}

/// What one decision keeps from part to part.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) sliced: Sliced,
    pub(super) batch: Batch,
    pub(super) recent: Recent,
    pub(super) doubts: Doubts,
    /// What a literal expression gives for each outcome of a table.
    pub(super) judged: Judged,
    /// The most steps that the making of an outcome took.
    pub(super) steps: u64,
}

impl Prepared {
    /// Evaluates for every row of a range; `columns` has a column for each of the facts. Every row has a
    /// budget of its own, and one that exceeds a limit is an error of that row alone.
    pub fn evaluate_columns(&self, columns: &[&Column], rows: Range<usize>, env: &Env) -> Answers {
        let mut sweep = self.sweep(columns, env);
        sweep.run(rows);
        sweep.answers
    }

    /// Begins to evaluate for parts of the rows of columns, one for each of the facts. Sweeps are independent,
    /// so that a caller can spread parts over cores with a sweep for each.
    pub fn sweep<'a>(&'a self, columns: &'a [&'a Column], env: &'a Env) -> Sweep<'a> {
        let asked = BTreeMap::new();
        let answers = Answers::default();
        Sweep { prepared: self, columns, env, rows: 0..0, memory: Vec::new(), answers, asked, steps: 0 }
    }
}

impl Sweep<'_> {
    /// Evaluates for every row of a range. Numbers of outcomes hold for this part alone.
    pub fn run(&mut self, rows: Range<usize>) -> &Answers {
        self.rows = rows;
        self.asked.clear();
        let count = self.prepared.decisions.len();
        self.memory.resize_with(count, Memory::default);
        let mut parts = std::mem::take(&mut self.answers.parts);
        parts.resize_with(count, Part::default);
        let is_done = match &self.prepared.plan {
            Some(plan) if self.columns.len() >= self.prepared.facts.len() => self.by_plan(plan, &mut parts),
            _ => false,
        };
        if is_done {
            self.mark_failures(&mut parts);
        } else {
            self.by_rows(&mut parts);
        }
        self.answers.parts = parts;
        self.answers.rows = self.rows.len();
        &self.answers
    }

    /// Evaluates one row by itself, once for all decisions; none where it failed.
    pub(super) fn ask(&mut self, row: usize) -> Option<&[Done]> {
        if !self.asked.contains_key(&row) {
            let done = self.one(row);
            self.asked.insert(row, done);
        }
        self.asked.get(&row)?.as_ref().ok().map(Vec::as_slice)
    }

    fn one(&self, row: usize) -> Result<Vec<Done>, EvalError> {
        let prepared = self.prepared;
        let at = self.rows.start + row;
        let facts = (0..prepared.facts.len()).map(|slot| match self.columns.get(slot) {
            Some(column) => column.value(at, &prepared.facts.name(slot)),
            None => afaq_feel::Value::unknown(prepared.facts.name(slot)),
        });
        let facts: Vec<_> = facts.collect();
        let mut done = Vec::with_capacity(prepared.decisions.len());
        let program = &prepared.compiled.program;
        let took = match &prepared.plan {
            Some(plan) => plan.run(program, &facts, self.env, |_, one| done.push(one))?,
            None => false,
        };
        if took { Ok(done) } else { prepared.ask_model(&facts, self.env) }
    }

    /// All rows by themselves.
    fn by_rows(&mut self, parts: &mut [Part]) {
        let (base, rows) = (Arc::default(), self.rows.len());
        parts.iter_mut().for_each(|part| _ = part.begin(&base, rows));
        let mut values = vec![Vec::with_capacity(rows); parts.len()];
        for row in 0..rows {
            match self.one(row) {
                Ok(done) => {
                    for ((part, values), one) in parts.iter_mut().zip(&mut values).zip(done) {
                        part.codes[row] = part.code_of(outcome_of(None, &one.matching));
                        values.push(one.value);
                    }
                }
                Err(error) => {
                    for (part, values) in parts.iter_mut().zip(&mut values) {
                        part.codes[row] = part.code_of(TableOutcome::failed(error.clone()));
                        values.push(afaq_feel::Value::Null);
                    }
                }
            }
        }
        for (part, values) in parts.iter_mut().zip(values) {
            part.values = Some(Column::new(ColumnData::Values(values)));
        }
    }

    /// What failed for a row failed for all its decisions.
    fn mark_failures(&self, parts: &mut [Part]) {
        for (row, done) in &self.asked {
            let Err(error) = done else { continue };
            for part in &mut *parts {
                part.codes[*row] = part.code_of(TableOutcome::failed(error.clone()));
            }
        }
    }

    /// Runs every step for all rows; false when rows have to be evaluated by themselves.
    fn by_plan(&mut self, plan: &Plan, parts: &mut [Part]) -> bool {
        let has_form = |step: &Step| match &step.work {
            Work::Literal(_) => true,
            Work::Table(table) => table.inputs.len() <= 64,
        };
        if plan.steps.len() != parts.len() || !plan.steps.iter().all(has_form) {
            return false;
        }
        if plan.steps_max.is_some_and(|steps| steps > self.env.limits.steps) {
            return false;
        }
        let Some(unfit) = self.unfit(plan) else { return false };
        self.steps = 0;
        for (number, step) in plan.steps.iter().enumerate() {
            let (before, rest) = parts.split_at_mut(number);
            let Some(part) = rest.first_mut() else { return false };
            let mut memory = std::mem::take(&mut self.memory[number]);
            match &step.work {
                Work::Literal(literal) => {
                    self.literal(plan, (number, step, literal), before, &unfit, (part, &mut memory));
                }
                Work::Table(table) => {
                    self.table(plan, (number, step, table), before, &unfit, (part, &mut memory));
                }
            }
            self.memory[number] = memory;
        }
        // Steps add up over all decisions, and a row that may have taken too many is asked itself.
        self.steps <= self.env.limits.steps
    }

    /// The rows in which a fact is not as its type wants it; none when that must be asked for each row.
    fn unfit(&self, plan: &Plan) -> Option<Vec<usize>> {
        let mut unfit = Vec::new();
        let mut classes = vec![0; BATCH_ROWS];
        for (guard, column) in plan.guards.iter().zip(self.columns) {
            if guard.ty.is_any() || (is_like(guard, column) && column.others().is_empty()) {
                continue;
            }
            if !column.others().is_empty() {
                return None;
            }
            match (column.data(), &guard.axis) {
                (ColumnData::Values(_), _) => {
                    let name = "";
                    let rows = self.rows.clone().enumerate();
                    let rows = rows.filter(|(_, at)| !fits(&guard.ty, &column.value(*at, name), self.env));
                    unfit.extend(rows.map(|(row, _)| row));
                }
                (ColumnData::Coded { values, codes }, _) => {
                    let fit: Vec<bool> =
                        values.iter().map(|value| fits(&guard.ty, value, self.env)).collect();
                    if column.is_sound() && fit.iter().all(|fits| *fits) && codes.len() >= self.rows.end {
                        continue;
                    }
                    let is_fit = |at: usize| {
                        let code = codes.get(at).map(|code| *code as usize);
                        code.and_then(|code| fit.get(code)).copied().unwrap_or(false)
                    };
                    unfit.extend((0..self.rows.len()).filter(|row| !is_fit(self.rows.start + row)));
                }
                (_, Some(axis)) if kind_fits(guard, column) => {
                    let finder = Finder::of(axis, column, (0, ""), &mut Doubts::default());
                    for start in (0..self.rows.len()).step_by(BATCH_ROWS) {
                        let length = BATCH_ROWS.min(self.rows.len() - start);
                        finder.classes(self.rows.start + start, &mut classes[..length]);
                        let passes = |class: u32| axis.passes.of(class as usize).first() == Some(&1);
                        let bad = classes[..length].iter().enumerate();
                        let bad = bad.filter(|(_, class)| **class == ASK || !passes(**class));
                        unfit.extend(bad.map(|(at, _)| start + at));
                    }
                }
                _ => return None,
            }
        }
        unfit.sort_unstable();
        unfit.dedup();
        Some(unfit)
    }

    /// Columns for all slots with the same first row: those that are read and come from elsewhere are copied.
    pub(super) fn aligned<'s>(
        &'s self,
        plan: &Plan,
        parts: &[Part],
        reads: &[usize],
    ) -> (Vec<Source<'s>>, Range<usize>) {
        let has_results = reads.iter().any(|slot| plan.result(*slot).is_some());
        let nothing = || Source::Own(Column::new(ColumnData::Values(Vec::new())));
        let source = |slot: usize| match (plan.fact(slot), plan.result(slot)) {
            _ if !reads.contains(&slot) => nothing(),
            (Some(fact), _) if has_results => {
                Source::Own(self.columns[fact].slice(self.rows.clone(), &self.prepared.facts.name(fact)))
            }
            (Some(fact), _) => Source::Given(self.columns[fact]),
            (None, Some(step)) if step < parts.len() => Source::Own(parts[step].column()),
            _ => nothing(),
        };
        let sources = (0..plan.slots.len()).map(source).collect();
        let rows = if has_results { 0..self.rows.len() } else { self.rows.clone() };
        (sources, rows)
    }
}

/// A column that was given, or one that was worked out.
pub(super) enum Source<'s> {
    Given(&'s Column),
    Own(Column),
}

impl Source<'_> {
    pub(super) fn column(&self) -> &Column {
        match self {
            Source::Given(column) => column,
            Source::Own(column) => column,
        }
    }
}

/// Whether a column holds nothing but what a type allows, as its kind alone shows.
pub(super) fn is_like(guard: &Guard, column: &Column) -> bool {
    guard.ty.allowed.is_none() && guard.ty.constraint.is_none() && kind_fits(guard, column)
}

fn kind_fits(guard: &Guard, column: &Column) -> bool {
    matches!(guard.ty.shape, Shape::Simple)
        && matches!(
            (&guard.ty.feel, column.data()),
            (Type::Number, ColumnData::Numbers { .. })
                | (Type::Date, ColumnData::Dates(_))
                | (Type::YearsMonths, ColumnData::Months(_))
                | (Type::Boolean, ColumnData::Booleans(_))
        )
}
