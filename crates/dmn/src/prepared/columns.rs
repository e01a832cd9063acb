//! Decision tables over the rows of columns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Context, Env, Meter, Value};

use super::axis::Axis;
use super::batch::sets_matching;
use super::finder::Finder;
use super::outcomes::{Part, Sets, TableOutcome};
use super::plan::{Plan, Step};
use super::row::{fitted, table_at};
use super::slices::Slices;
use super::sweep::{Memory, Source, Sweep};
use super::table::TablePlan;
use crate::compile::program::{Program, TableLogic};
use crate::evaluate::{self, EvalError, Leniency, Matching, coerce};
use crate::limits::{BATCH_ROWS, DOUBTS_KEPT_MAX};
use crate::model::HitPolicy;

impl Sweep<'_> {
    pub(super) fn table(
        &mut self,
        plan: &Plan,
        (number, step, table): (usize, &Step, &TablePlan),
        before: &[Part],
        unfit: &[usize],
        (part, memory): (&mut Part, &mut Memory),
    ) {
        let program = self.prepared.compiled.program.clone();
        let (Some(logic), Some(base)) = (table_at(&program, step.node), table.outcomes(step, self.env))
        else {
            part.begin(&Arc::default(), self.rows.len());
            return;
        };
        if memory.doubts.list.len() > DOUBTS_KEPT_MAX {
            part.forget();
        }
        if part.begin(&base, self.rows.len()) {
            memory.sliced.forget();
            memory.recent.forget();
            memory.doubts.list.clear();
            memory.steps = 0;
        }
        let mut asked: Vec<usize> = unfit.to_vec();
        self.steps = self.steps.saturating_add(table.own_steps());
        if !self.matched(plan, (step, table, logic), before, &mut asked, (part, memory)) {
            asked = (0..self.rows.len()).collect();
        }
        self.steps = self.steps.saturating_add(memory.steps);
        asked.sort_unstable();
        asked.dedup();
        let mut values: BTreeMap<usize, Value> = BTreeMap::new();
        for row in asked {
            // A row that failed is marked when all is done.
            let one = self.ask(row).and_then(|done| done.get(number));
            let one = one.map(|one| (one.value.clone(), one.matching.clone())).unwrap_or_default();
            let (value, matching) = one;
            let shared = if table.is_constant { Some(value.clone()) } else { None };
            if shared.is_none() {
                values.insert(row, value);
            }
            part.codes[row] = part.code_of(outcome_of(shared, &matching));
        }
        if !table.is_constant {
            self.computed(plan, step, table, logic, before, part, &mut values);
            let mut column = Vec::with_capacity(self.rows.len());
            for row in 0..self.rows.len() {
                let known = part.outcome(part.codes[row]).and_then(|outcome| outcome.value.clone());
                column.push(match (values.remove(&row), known) {
                    (Some(value), _) | (None, Some(value)) => value,
                    (None, None) => {
                        let done = self.ask(row).and_then(|done| done.get(number));
                        done.map(|one| one.value.clone()).unwrap_or_default()
                    }
                });
            }
            part.values = Some(Column::new(ColumnData::Values(column)));
        }
    }

    /// Finds the outcome of each row, and the rows that have to be asked themselves; false when all have to.
    fn matched(
        &mut self,
        plan: &Plan,
        (step, table, logic): (&Step, &TablePlan, &TableLogic),
        before: &[Part],
        asked: &mut Vec<usize>,
        (part, memory): (&mut Part, &mut Memory),
    ) -> bool {
        let Some(index) = &logic.index else { return false };
        let axes: Vec<&Axis> = index.axes.iter().filter_map(Option::as_ref).collect();
        if axes.len() != table.inputs.len() {
            return false;
        }
        let (sources, firsts, steps) = self.sources(plan, table, before, asked);
        let Memory { sliced, batch, recent, doubts, steps: made, .. } = memory;
        let names = table.names(plan);
        let beside = axes.iter().zip(&sources).zip(&names).enumerate();
        let finders: Vec<Finder<'_>> = beside
            .map(|(input, ((axis, source), name))| Finder::of(axis, source.column(), (input, name), doubts))
            .collect();
        let program = &self.prepared.compiled.program;
        let mut make = |sets: &Sets| {
            let matching = sets_matching(logic, index.rules, sets, doubts);
            let mut meter = Meter::new(&self.env.limits);
            let outcome = table.outcome(program, step, logic, &matching, self.env, &mut meter);
            *made = (*made).max(meter.steps_used());
            outcome
        };
        let ends: Vec<usize> = firsts.iter().map(|first| first + self.rows.len()).collect();
        let slices = Slices::of(&axes, &finders, &ends, index.rules);
        for start in (0..self.rows.len()).step_by(BATCH_ROWS) {
            let length = BATCH_ROWS.min(self.rows.len() - start);
            let ask = |at: usize| asked.push(at);
            let done = match &slices {
                Some(slices) => {
                    let is_first = logic.policy == HitPolicy::First;
                    let place = (start, &firsts[..], length);
                    sliced.run(slices, place, is_first, (part, recent), ask, &mut make)
                }
                None => {
                    let place = (start, &firsts[..], length);
                    batch.run((logic, index.rules), (&axes, &finders), place, (part, recent), ask, &mut make)
                }
            };
            // An outcome that exceeds a limit does so for every row that has it: the rows say how.
            if done.is_err() {
                asked.extend(start..start + length);
            }
        }
        self.steps = self.steps.saturating_add(steps);
        true
    }

    /// The results of rules that fired alone and whose outputs depend on facts, for all their rows at once.
    /// Rows that are left out are asked.
    fn computed(
        &mut self,
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
        let mut most = 0;
        for (outputs, rows) in table.computed.iter().zip(rows).filter(|(_, rows)| !rows.is_empty()) {
            let there: Vec<usize> = rows.iter().map(|row| self.rows.start + row).collect();
            let is_read = |slot: &usize| outputs.iter().flatten().any(|output| output.reads().contains(slot));
            let column = |slot: usize| {
                let fact = plan.fact(slot).filter(|_| is_read(&slot));
                match (fact, plan.result(slot).filter(|_| is_read(&slot))) {
                    (Some(fact), _) => self.columns[fact].gather(&there, &self.prepared.facts.name(fact)),
                    (None, Some(step)) if step < parts.len() => parts[step].column().gather(&rows, ""),
                    _ => Column::new(ColumnData::Values(Vec::new())),
                }
            };
            let columns: Vec<Column> = (0..plan.slots.len()).map(column).collect();
            let columns: Vec<&Column> = columns.iter().collect();
            let results = outputs.iter().map(|output| {
                output.as_ref().map(|output| output.evaluate_columns(&columns, 0..rows.len(), self.env))
            });
            let results: Vec<_> = results.collect();
            let (mut steps, mut failed) = (0_u64, BTreeSet::new());
            for result in results.iter().flatten() {
                steps = steps.saturating_add(result.steps_max);
                failed.extend(result.errors.iter().map(|(at, _)| *at));
            }
            most = most.max(steps);
            // What exceeds a limit is said by the row itself.
            for (at, row) in rows.iter().enumerate().filter(|(at, _)| !failed.contains(at)) {
                let cells = results.iter().zip(&logic.outputs).map(|(result, output)| {
                    let value = result.as_ref().map(|done| done.column.value(at, "")).unwrap_or_default();
                    coerce(&output.ty, value, self.env, Leniency::Exact).unwrap_or_default()
                });
                let value = evaluate::joined(logic, &cells.collect::<Vec<_>>());
                values.insert(*row, fitted(step, value, self.env));
            }
        }
        self.steps = self.steps.saturating_add(most);
    }

    /// For each input of a table, the column of its values and the first row there; and the most steps that
    /// this took in a row. Rows in which a limit was exceeded are asked.
    fn sources<'s>(
        &'s self,
        plan: &Plan,
        table: &TablePlan,
        parts: &[Part],
        asked: &mut Vec<usize>,
    ) -> (Vec<Source<'s>>, Vec<usize>, u64) {
        let (mut sources, mut firsts, mut steps) = (Vec::new(), Vec::new(), 0_u64);
        for input in &table.inputs {
            let slot = input.expression.as_ref().and_then(afaq_feel::Prepared::as_fact);
            let fact = slot.and_then(|slot| plan.fact(slot));
            let result = slot.and_then(|slot| plan.result(slot));
            let (source, first) = match (&input.expression, fact, result) {
                (None, ..) => (Source::Own(nulls(self.rows.len())), 0),
                (Some(_), Some(fact), _) => (Source::Given(self.columns[fact]), self.rows.start),
                (Some(_), None, Some(step)) if step < parts.len() => (Source::Own(parts[step].column()), 0),
                (Some(expression), ..) => {
                    let (columns, rows) = self.aligned(plan, parts, expression.reads());
                    let columns: Vec<&Column> = columns.iter().map(Source::column).collect();
                    let done = expression.evaluate_columns(&columns, rows, self.env);
                    asked.extend(done.errors.iter().map(|(row, _)| *row));
                    steps = steps.saturating_add(done.steps_max);
                    (Source::Own(done.column), 0)
                }
            };
            if slot.is_some() {
                steps = steps.saturating_add(1);
            }
            sources.push(source);
            firsts.push(first);
        }
        (sources, firsts, steps)
    }
}

fn nulls(rows: usize) -> Column {
    Column::new(ColumnData::Coded { values: Arc::new(vec![Value::Null]), codes: vec![0; rows] })
}

pub(super) fn outcome_of(value: Option<Value>, matching: &Matching) -> TableOutcome {
    let numbers = |rules: &[usize]| rules.iter().map(|rule| *rule as u32 + 1).collect();
    let (rules, undecided) = (numbers(&matching.certain), numbers(&matching.undecided));
    TableOutcome { value, rules, undecided, error: None }
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
        meter: &mut Meter,
    ) -> Result<TableOutcome, EvalError> {
        if !self.is_constant {
            return Ok(outcome_of(None, matching));
        }
        let (name, vars) = (&program.nodes[step.node].name, Context::new());
        let value = evaluate::conclude(program, name, table, matching, &vars, env, meter)?;
        Ok(outcome_of(Some(fitted(step, value, env)), matching))
    }
}
