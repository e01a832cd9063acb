//! Runs a plan for the rows of columns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Context, Env, Meter, Type, Value};

use super::Prepared;
use super::batch::{Batch, Recent, sets_matching};
use super::finder::{ASK, Doubts, Finder};
use super::outcomes::{Part, TableOutcome};
use super::plan::{Guard, Plan, Step, Work};
use super::row::{Done, fitted, table_at};
use super::table::TablePlan;
use crate::compile::program::{Program, TableLogic};
use crate::compile::types::Shape;
use crate::evaluate::{self, EvalError, Leniency, Matching, coerce, fits};
use crate::limits::BATCH_ROWS;
use crate::model::HitPolicy;

/// The results of a decision for many rows.
#[derive(Debug, Clone)]
pub struct Answers {
    parts: Vec<Part>,
    rows: usize,
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
    pub fn value(&self, row: usize) -> Value {
        self.parts.last().map(|part| part.value(row)).unwrap_or_default()
    }

    /// The results of a decision, by its place in [`Prepared::decisions`], as a column.
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

impl Prepared {
    /// Evaluates for every row of a range; `columns` has a column for each of the facts. Every row has a
    /// budget of its own. Ranges are independent, so that a caller can spread them over cores.
    ///
    /// # Errors
    /// When a limit is exceeded in some row.
    pub fn evaluate_columns(
        &self,
        columns: &[&Column],
        rows: Range<usize>,
        env: &Env,
    ) -> Result<Answers, EvalError> {
        let mut run = Run { prepared: self, columns, rows, env, asked: BTreeMap::new() };
        let parts = match &self.plan {
            Some(plan) if columns.len() >= self.facts.len() => run.plan(plan)?,
            _ => run.by_rows()?,
        };
        Ok(Answers { parts, rows: run.rows.len() })
    }
}

struct Run<'a> {
    prepared: &'a Prepared,
    columns: &'a [&'a Column],
    rows: Range<usize>,
    env: &'a Env,
    /// Rows that were evaluated by themselves: what each decision gave.
    asked: BTreeMap<usize, Vec<Done>>,
}

impl Run<'_> {
    /// Evaluates one row by itself, once for all decisions.
    fn ask(&mut self, row: usize) -> Result<&[Done], EvalError> {
        if !self.asked.contains_key(&row) {
            let prepared = self.prepared;
            let at = self.rows.start + row;
            let facts = (0..prepared.facts.len()).map(|slot| match self.columns.get(slot) {
                Some(column) => column.value(at, &prepared.facts.name(slot)),
                None => Value::unknown(prepared.facts.name(slot)),
            });
            let facts: Vec<Value> = facts.collect();
            let mut done = Vec::with_capacity(prepared.decisions.len());
            let program = &prepared.compiled.program;
            let took = match &prepared.plan {
                Some(plan) => plan.run(program, &facts, self.env, |_, one| done.push(one))?,
                None => false,
            };
            if !took {
                done = prepared.ask_model(&facts, self.env)?;
            }
            self.asked.insert(row, done);
        }
        Ok(self.asked.get(&row).map_or(&[], Vec::as_slice))
    }

    /// All rows by themselves.
    fn by_rows(&mut self) -> Result<Vec<Part>, EvalError> {
        let count = self.prepared.decisions.len();
        let mut parts: Vec<Part> = (0..count).map(|_| Part::new(Arc::default())).collect();
        let mut values: Vec<Vec<Value>> = vec![Vec::with_capacity(self.rows.len()); count];
        for row in 0..self.rows.len() {
            let done = self.ask(row)?;
            for (decision, one) in done.iter().enumerate() {
                let code = parts[decision].code_of(outcome_of(None, &one.matching));
                parts[decision].codes.push(code);
                values[decision].push(one.value.clone());
            }
            self.asked.clear();
        }
        for (part, values) in parts.iter_mut().zip(values) {
            part.values = Some(Column::new(ColumnData::Values(values)));
        }
        Ok(parts)
    }

    fn plan(&mut self, plan: &Plan) -> Result<Vec<Part>, EvalError> {
        let affordable = plan.steps_max.is_none_or(|steps| steps <= self.env.limits.steps);
        let has_form = |step: &Step| match &step.work {
            Work::Literal(_) => true,
            Work::Table(table) => table.inputs.len() <= 64,
        };
        if !affordable || !plan.steps.iter().all(has_form) {
            return self.by_rows();
        }
        let Some(unfit) = self.unfit(plan) else { return self.by_rows() };
        let mut parts: Vec<Part> = Vec::with_capacity(plan.steps.len());
        for (number, step) in plan.steps.iter().enumerate() {
            let part = match &step.work {
                Work::Literal(literal) => {
                    let (columns, rows) = self.aligned(plan, &parts, literal.reads());
                    let columns: Vec<&Column> = columns.iter().map(Source::column).collect();
                    let name = &self.prepared.decisions[number].1;
                    let failed = |error| EvalError::Feel { element: name.clone(), error };
                    let column = literal.evaluate_columns(&columns, rows, self.env).map_err(failed)?;
                    self.literal(number, step, column, &unfit)?
                }
                Work::Table(table) => self.table(plan, number, step, table, &parts, &unfit)?,
            };
            parts.push(part);
        }
        Ok(parts)
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
                    if fit.iter().all(|fits| *fits) && codes.len() >= self.rows.end {
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
    fn aligned<'s>(
        &'s self,
        plan: &Plan,
        parts: &[Part],
        reads: &[usize],
    ) -> (Vec<Source<'s>>, Range<usize>) {
        let result = |slot: usize| plan.steps.iter().position(|step| step.slot == Some(slot));
        let has_results = reads.iter().any(|slot| result(*slot).is_some());
        let fact = |slot: usize| plan.places.iter().position(|place| *place == slot);
        let nothing = || Source::Own(Column::new(ColumnData::Values(Vec::new())));
        let source = |slot: usize| match (fact(slot), result(slot)) {
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

    /// The results of a literal expression as its types want them.
    fn literal(
        &mut self,
        number: usize,
        step: &Step,
        column: Column,
        unfit: &[usize],
    ) -> Result<Part, EvalError> {
        let nothing = TableOutcome { value: None, rules: Vec::new(), undecided: Vec::new() };
        let mut part = Part::new(Arc::new(vec![nothing]));
        part.codes = vec![0; self.rows.len()];
        // Null and unknown, which a plain column may have beside its values, fit every type.
        let fits_all = step.types.iter().all(|ty| {
            let guard = Guard { ty: ty.clone(), axis: None };
            ty.is_any() || is_like(&guard, &column)
        });
        if fits_all && unfit.is_empty() {
            part.values = Some(column);
            return Ok(part);
        }
        if let (ColumnData::Coded { values, codes }, None, true) =
            (column.data(), column.standings(), unfit.is_empty())
        {
            let values = values.iter().map(|value| fitted(step, value.clone(), self.env)).collect();
            let data = ColumnData::Coded { values: Arc::new(values), codes: codes.clone() };
            part.values = Some(Column::new(data));
            return Ok(part);
        }
        let values = (0..self.rows.len()).map(|row| fitted(step, column.value(row, ""), self.env));
        let mut values: Vec<Value> = values.collect();
        for row in unfit {
            values[*row] = self.ask(*row)?.get(number).map(|one| one.value.clone()).unwrap_or_default();
        }
        part.values = Some(Column::new(ColumnData::Values(values)));
        Ok(part)
    }

    fn table(
        &mut self,
        plan: &Plan,
        number: usize,
        step: &Step,
        table: &TablePlan,
        parts: &[Part],
        unfit: &[usize],
    ) -> Result<Part, EvalError> {
        let program = self.prepared.compiled.program.clone();
        let (Some(logic), Some(base)) = (table_at(&program, step.node), table.outcomes(step, self.env))
        else {
            return Ok(Part::new(Arc::default()));
        };
        let mut part = Part::new(base);
        part.codes = vec![0; self.rows.len()];
        let mut asked: Vec<usize> = unfit.to_vec();
        let index = logic.index.as_ref();
        let axes: Option<Vec<_>> = index.map(|index| index.axes.iter().filter_map(Option::as_ref).collect());
        let axes = axes.filter(|axes| axes.len() == table.inputs.len());
        match (index, axes) {
            (Some(index), Some(axes)) => {
                let (sources, firsts) = self.sources(plan, number, table, parts)?;
                let names = table.names(plan);
                let mut doubts = Doubts::default();
                let beside = axes.iter().zip(&sources).zip(&names).enumerate();
                let finders: Vec<Finder<'_>> = beside
                    .map(|(input, ((axis, source), name))| {
                        Finder::of(axis, source.column(), (input, name), &mut doubts)
                    })
                    .collect();
                let mut batch = Batch::new(index.rules);
                let mut recent = Recent::new();
                for start in (0..self.rows.len()).step_by(BATCH_ROWS) {
                    let length = BATCH_ROWS.min(self.rows.len() - start);
                    batch.begin(index.rules, length);
                    for (input, (axis, finder)) in axes.iter().zip(&finders).enumerate() {
                        let is_plain = finder.classes(firsts[input] + start, &mut batch.classes);
                        if is_plain {
                            batch.keep(&axis.passes);
                        } else {
                            batch.keep_doubtful(axis, finder, firsts[input] + start, |at| {
                                asked.push(start + at)
                            });
                        }
                    }
                    batch.settle(logic, start, &mut part, &mut recent, |sets| {
                        let matching = sets_matching(logic, index.rules, sets, &doubts);
                        table.outcome(&program, step, logic, &matching, self.env)
                    })?;
                }
            }
            _ => asked = (0..self.rows.len()).collect(),
        }
        asked.sort_unstable();
        asked.dedup();
        let mut values: BTreeMap<usize, Value> = BTreeMap::new();
        for row in asked {
            let done = self.ask(row)?;
            let Some(one) = done.get(number) else { continue };
            let value = if table.is_constant { Some(one.value.clone()) } else { None };
            if value.is_none() {
                values.insert(row, one.value.clone());
            }
            let outcome = outcome_of(value, &one.matching);
            part.codes[row] = part.code_of(outcome);
        }
        if !table.is_constant {
            self.computed(plan, step, table, logic, parts, &part, &mut values);
            let mut column = Vec::with_capacity(self.rows.len());
            for row in 0..self.rows.len() {
                let known = part.outcome(part.codes[row]).and_then(|outcome| outcome.value.clone());
                column.push(match (values.remove(&row), known) {
                    (Some(value), _) | (None, Some(value)) => value,
                    (None, None) => {
                        let done = self.ask(row)?.get(number);
                        done.map(|one| one.value.clone()).unwrap_or_default()
                    }
                });
            }
            part.values = Some(Column::new(ColumnData::Values(column)));
        }
        Ok(part)
    }

    /// The results of rules that fired alone and whose outputs depend on facts, for all their rows at once.
    /// Rows that are left out are asked.
    fn computed(
        &self,
        plan: &Plan,
        step: &Step,
        table: &TablePlan,
        logic: &TableLogic,
        parts: &[Part],
        part: &Part,
        values: &mut BTreeMap<usize, Value>,
    ) {
        if logic.policy.gives_list() || matches!(logic.policy, HitPolicy::Collect(_)) {
            return;
        }
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); logic.rules.len()];
        for (row, code) in part.codes.iter().enumerate() {
            if let Some(rule) = (*code as usize).checked_sub(1)
                && table.computed.get(rule).is_some_and(|outputs| !outputs.is_empty())
                && !values.contains_key(&row)
            {
                rows[rule].push(row);
            }
        }
        for (outputs, rows) in table.computed.iter().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
            let there: Vec<usize> = rows.iter().map(|row| self.rows.start + row).collect();
            let result = |slot: usize| plan.steps.iter().position(|step| step.slot == Some(slot));
            let is_read = |slot: &usize| outputs.iter().flatten().any(|output| output.reads().contains(slot));
            let column = |slot: usize| {
                let fact = plan.places.iter().position(|place| *place == slot).filter(|_| is_read(&slot));
                match (fact, result(slot).filter(|_| is_read(&slot))) {
                    (Some(fact), _) => self.columns[fact].gather(&there, &self.prepared.facts.name(fact)),
                    (None, Some(step)) if step < parts.len() => parts[step].column().gather(&rows, ""),
                    _ => Column::new(ColumnData::Values(Vec::new())),
                }
            };
            let columns: Vec<Column> = (0..plan.slots.len()).map(column).collect();
            let columns: Vec<&Column> = columns.iter().collect();
            let results = outputs.iter().map(|output| match output {
                Some(output) => output.evaluate_columns(&columns, 0..rows.len(), self.env).map(Some),
                None => Ok(None),
            });
            // What exceeds a limit is said by the row itself.
            let Ok(results) = results.collect::<Result<Vec<_>, _>>() else { continue };
            for (at, row) in rows.iter().enumerate() {
                let cells = results.iter().zip(&logic.outputs).map(|(result, output)| {
                    let value = result.as_ref().map(|column| column.value(at, "")).unwrap_or_default();
                    coerce(&output.ty, value, self.env, Leniency::Exact).unwrap_or_default()
                });
                let value = evaluate::joined(logic, &cells.collect::<Vec<_>>());
                values.insert(*row, fitted(step, value, self.env));
            }
        }
    }

    /// For each input of a table, the column of its values and the first row there.
    fn sources<'s>(
        &'s self,
        plan: &Plan,
        number: usize,
        table: &TablePlan,
        parts: &[Part],
    ) -> Result<(Vec<Source<'s>>, Vec<usize>), EvalError> {
        let (mut sources, mut firsts) = (Vec::new(), Vec::new());
        for input in &table.inputs {
            let (source, first) = match &input.expression {
                None => (Source::Own(nulls(self.rows.len())), 0),
                Some(expression) => {
                    let slot = expression.as_fact();
                    let fact = slot.and_then(|slot| plan.places.iter().position(|place| *place == slot));
                    let result =
                        slot.and_then(|slot| plan.steps.iter().position(|step| step.slot == Some(slot)));
                    match (fact, result) {
                        (Some(fact), _) => (Source::Given(self.columns[fact]), self.rows.start),
                        (None, Some(step)) if step < parts.len() => (Source::Own(parts[step].column()), 0),
                        _ => {
                            let (columns, rows) = self.aligned(plan, parts, expression.reads());
                            let columns: Vec<&Column> = columns.iter().map(Source::column).collect();
                            let name = &self.prepared.decisions[number].1;
                            let failed = |error| EvalError::Feel { element: name.clone(), error };
                            let column =
                                expression.evaluate_columns(&columns, rows, self.env).map_err(failed)?;
                            (Source::Own(column), 0)
                        }
                    }
                }
            };
            sources.push(source);
            firsts.push(first);
        }
        Ok((sources, firsts))
    }
}

/// A column that was given, or one that was worked out.
enum Source<'s> {
    Given(&'s Column),
    Own(Column),
}

impl Source<'_> {
    fn column(&self) -> &Column {
        match self {
            Source::Given(column) => column,
            Source::Own(column) => column,
        }
    }
}

fn nulls(rows: usize) -> Column {
    Column::new(ColumnData::Coded { values: Arc::new(vec![Value::Null]), codes: vec![0; rows] })
}

/// Whether a column holds nothing but what a type allows, as its kind alone shows.
fn is_like(guard: &Guard, column: &Column) -> bool {
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

pub(super) fn outcome_of(value: Option<Value>, matching: &Matching) -> TableOutcome {
    let numbers = |rules: &[usize]| rules.iter().map(|rule| *rule as u32 + 1).collect();
    TableOutcome { value, rules: numbers(&matching.certain), undecided: numbers(&matching.undecided) }
}

impl TablePlan {
    /// The names of the facts that stand in the inputs.
    fn names(&self, plan: &Plan) -> Vec<String> {
        let name = |expression: &afaq_feel::Prepared| expression.as_fact().map(|slot| plan.slots.name(slot));
        self.inputs.iter().map(|input| input.expression.as_ref().and_then(name).unwrap_or_default()).collect()
    }

    /// The outcomes that are known beforehand: no rule, and each rule alone.
    fn outcomes(&self, step: &Step, env: &Env) -> Option<Arc<Vec<TableOutcome>>> {
        let known = self.known.get_or_init(|| {
            let fit = |value: &Option<Value>| value.as_ref().map(|value| fitted(step, value.clone(), env));
            let nothing = outcome_of(fit(&self.nothing), &Matching::default());
            let rules = self.singles.iter().enumerate().map(|(rule, value)| {
                outcome_of(fit(value), &Matching { certain: vec![rule], ..Matching::default() })
            });
            Arc::new([nothing].into_iter().chain(rules).collect())
        });
        Some(known.clone())
    }

    /// The outcome of several rules, or of rules that may match; without a value when outputs depend on facts.
    fn outcome(
        &self,
        program: &Arc<Program>,
        step: &Step,
        table: &TableLogic,
        matching: &Matching,
        env: &Env,
    ) -> Result<TableOutcome, EvalError> {
        if !self.is_constant {
            return Ok(outcome_of(None, matching));
        }
        let (name, vars) = (&program.nodes[step.node].name, Context::new());
        let mut meter = Meter::new(&env.limits);
        let value = evaluate::conclude(program, name, table, matching, &vars, env, &mut meter)?;
        Ok(outcome_of(Some(fitted(step, value, env)), matching))
    }
}
