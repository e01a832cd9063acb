//! Runs a plan for the rows of columns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Context, Env, Meter, Type, Value};

use super::Prepared;
use super::finder::{ASK, Finder};
use super::outcomes::{Part, Sets, TableOutcome};
use super::plan::{Guard, Plan, Step, Work};
use super::row::{Done, fitted, table_at};
use super::table::{Doubt, TablePlan, settled};
use super::words::Few;
use crate::compile::program::TableLogic;
use crate::compile::types::Shape;
use crate::evaluate::{self, EvalError, Matching, fits};
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

/// Rows of a batch in work.
struct Batch {
    /// Machine words of a set of rules.
    width: usize,
    certain: Vec<u64>,
    /// Differs from `certain` only where inputs are unknown.
    possible: Option<Vec<u64>>,
    /// For each row, the inputs that are unknown.
    doubts: Vec<u64>,
    classes: Vec<u32>,
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
            if guard.ty.is_any() || is_like(guard, column) {
                continue;
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
                    let finder = Finder::of(axis, column);
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
                let finders: Vec<Finder<'_>> = axes
                    .iter()
                    .zip(&sources)
                    .map(|(axis, source)| Finder::of(axis, source.column()))
                    .collect();
                let names = table.names(plan);
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
                            batch.keep_doubtful(axis, input, |at| asked.push(start + at));
                        }
                    }
                    batch.settle(logic, start, &mut part, &mut recent, |sets| {
                        let matching = sets_matching(logic, index.rules, sets, &names);
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
            let mut column = Vec::with_capacity(self.rows.len());
            for row in 0..self.rows.len() {
                let known = part.outcome(part.codes[row]).and_then(|outcome| outcome.value.clone());
                column.push(match (known, values.remove(&row)) {
                    (_, Some(value)) | (Some(value), None) => value,
                    (None, None) => {
                        let done = self.ask(row)?.get(number);
                        let value = done.map(|one| one.value.clone()).unwrap_or_default();
                        if number + 1 == plan.steps.len() && unfit.is_empty() {
                            self.asked.remove(&row);
                        }
                        value
                    }
                });
            }
            part.values = Some(Column::new(ColumnData::Values(column)));
        }
        Ok(part)
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

fn sets_matching(
    table: &TableLogic,
    rules: usize,
    (certain, undecided, inputs): &Sets,
    names: &[String],
) -> Matching {
    let certain = Few::of(rules, certain);
    let possible = certain.or(&Few::of(rules, undecided));
    let inputs = [*inputs];
    let doubts = super::words::members(&inputs).map(|input| {
        let name = names.get(input).cloned().unwrap_or_default();
        Doubt { input, rule: None, names: [name].into() }
    });
    settled(table, &certain, &possible, &doubts.collect::<Vec<_>>())
}

impl Batch {
    fn new(rules: usize) -> Batch {
        let width = rules.div_ceil(64).max(1);
        Batch { width, certain: Vec::new(), possible: None, doubts: Vec::new(), classes: Vec::new() }
    }

    fn begin(&mut self, rules: usize, length: usize) {
        let all = super::words::all(rules);
        self.certain.clear();
        for word in &all {
            self.certain.extend(std::iter::repeat_n(*word, length));
        }
        self.possible = None;
        self.classes.resize(length, 0);
    }

    /// Keeps for each row the rules that its class passes. Sets lie word by word, each for all rows.
    fn keep(&mut self, passes: &super::words::Words) {
        let length = self.classes.len();
        for (at, lane) in self.certain.chunks_mut(length).enumerate() {
            passes.keep(at, &self.classes, lane);
        }
        if let Some(possible) = &mut self.possible {
            for (at, lane) in possible.chunks_mut(length).enumerate() {
                passes.keep(at, &self.classes, lane);
            }
        }
    }

    /// The same where inputs are unknown, or rows have to be asked.
    fn keep_doubtful(&mut self, axis: &super::axis::Axis, input: usize, mut ask: impl FnMut(usize)) {
        let length = self.classes.len();
        if self.possible.is_none() {
            self.possible = Some(self.certain.clone());
            self.doubts.clear();
            self.doubts.resize(length, 0);
        }
        for (at, lane) in self.certain.chunks_mut(length).enumerate() {
            axis.passes.keep(at, &self.classes, lane);
        }
        let Some(possible) = &mut self.possible else { return };
        for (at, lane) in possible.chunks_mut(length).enumerate() {
            axis.possible.keep(at, &self.classes, lane);
        }
        let unknown = axis.unknown() as u32;
        for (at, (class, doubts)) in self.classes.iter().zip(&mut self.doubts).enumerate() {
            *doubts |= u64::from(*class == unknown) << input;
            if *class == ASK {
                ask(at);
            }
        }
    }

    /// Numbers the outcome of each row.
    fn settle(
        &self,
        table: &TableLogic,
        start: usize,
        part: &mut Part,
        recent: &mut Recent,
        mut make: impl FnMut(&Sets) -> Result<TableOutcome, EvalError>,
    ) -> Result<(), EvalError> {
        let is_first = table.policy == HitPolicy::First;
        let length = self.classes.len();
        if self.width > 1 {
            return self.settle_wide(is_first, start, part, make);
        }
        for (at, rules) in self.certain.iter().enumerate() {
            let mut rules = *rules;
            let mut undecided = self.possible.as_ref().map_or(0, |possible| possible[at] & !rules);
            if is_first && rules != 0 {
                rules &= rules.wrapping_neg();
                undecided &= rules - 1;
            }
            part.codes[start + at] = if undecided == 0 && rules & rules.wrapping_sub(1) == 0 {
                if rules == 0 { 0 } else { rules.trailing_zeros() + 1 }
            } else {
                let doubts = if undecided == 0 { 0 } else { self.doubts[at] };
                let key = (rules, undecided, doubts);
                match recent.find(key) {
                    Some(code) => code,
                    None => {
                        let sets = (vec![rules], vec![undecided], doubts);
                        let code = part.code_of_sets(sets.clone(), || make(&sets))?;
                        recent.keep(key, code);
                        code
                    }
                }
            };
        }
        debug_assert_eq!(length, self.certain.len());
        Ok(())
    }

    fn settle_wide(
        &self,
        is_first: bool,
        start: usize,
        part: &mut Part,
        mut make: impl FnMut(&Sets) -> Result<TableOutcome, EvalError>,
    ) -> Result<(), EvalError> {
        let length = self.classes.len();
        for at in 0..length {
            let words =
                |lanes: &[u64]| (0..self.width).map(|word| lanes[word * length + at]).collect::<Vec<_>>();
            let mut certain = words(&self.certain);
            let mut undecided: Vec<u64> = match &self.possible {
                None => vec![0; self.width],
                Some(possible) => words(possible).iter().zip(&certain).map(|(may, is)| may & !is).collect(),
            };
            let first = super::words::members(&certain).next();
            if let (true, Some(first)) = (is_first, first) {
                super::words::cut(&mut certain, first + 1);
                super::words::cut(&mut undecided, first);
            }
            let is_decided = undecided.iter().all(|word| *word == 0);
            let count: u32 = certain.iter().map(|word| word.count_ones()).sum();
            part.codes[start + at] = match (is_decided, count, first) {
                (true, 0, _) => 0,
                (true, 1, Some(first)) => first as u32 + 1,
                _ => {
                    let doubts = if is_decided { 0 } else { self.doubts[at] };
                    let sets = (certain, undecided, doubts);
                    part.code_of_sets(sets.clone(), || make(&sets))?
                }
            };
        }
        Ok(())
    }
}

/// Rules that match, rules that may, and the inputs that are unknown, each as one machine word.
type Key = (u64, u64, u64);

/// The numbers of outcomes that came up lately: each has one place, and a newer one takes it.
struct Recent {
    places: Vec<(Key, u32)>,
}

impl Recent {
    const PLACES: usize = 1_024;

    fn new() -> Recent {
        // No outcome has this key: rules that match are not undecided.
        Recent { places: vec![((u64::MAX, u64::MAX, 0), 0); Recent::PLACES] }
    }

    fn place(key: Key) -> usize {
        let mixed =
            (key.0 ^ key.1.rotate_left(21) ^ key.2.rotate_left(43)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 54) as usize % Recent::PLACES
    }

    fn find(&self, key: Key) -> Option<u32> {
        let (known, code) = self.places[Recent::place(key)];
        (known == key).then_some(code)
    }

    fn keep(&mut self, key: Key, code: u32) {
        self.places[Recent::place(key)] = (key, code);
    }
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
        program: &Arc<crate::compile::program::Program>,
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
