//! Evaluates decision tables under every hit policy, with facts that may be unknown.

use std::collections::BTreeSet;
use std::sync::Arc;

use afaq_feel::{Context, Decimal, Truth, Value};

use super::EvalError;
use super::boxed::Frame;
use super::coerce::{Leniency, coerce};
use super::trace::{FiredRule, tellable};
use crate::compile::program::{RuleLogic, TableLogic, Test};
use crate::model::{Aggregation, HitPolicy};

/// A rule that matches or may match: its index, and what it gives for each output column.
#[derive(Debug, Clone)]
struct Hit {
    rule: usize,
    outputs: Vec<Value>,
}

/// The rules of a table that match, and those that may: their places from 0, ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matching {
    pub(crate) certain: Vec<usize>,
    pub(crate) undecided: Vec<usize>,
    /// The facts on which it depends whether the undecided rules match.
    pub(crate) names: BTreeSet<String>,
}

impl Frame<'_> {
    /// The result of a decision table.
    pub(super) fn table(&mut self, table: &TableLogic, vars: &Context) -> Result<Value, EvalError> {
        let Some(inputs) = self.inputs(table, vars)? else { return Ok(Value::Null) };
        self.note_detail(table, &inputs, vars)?;
        let mut certain = Vec::new();
        let mut undecided = Vec::new();
        let mut names = BTreeSet::new();
        if let Some(rules) = table.index.as_ref().and_then(|index| index.matching(&inputs)) {
            self.spend(inputs.len() + 1)?;
            for index in rules {
                certain.push(self.hit(table, index, vars)?);
                if table.policy == HitPolicy::First {
                    break;
                }
            }
            return self.settle(table, certain, undecided, names, vars);
        }
        for (index, rule) in table.rules.iter().enumerate() {
            match self.matches(rule, &inputs, vars)? {
                Outcome::Yes => {
                    certain.push(self.hit(table, index, vars)?);
                    if table.policy == HitPolicy::First {
                        break;
                    }
                }
                Outcome::Maybe(facts) => {
                    undecided.push(self.hit(table, index, vars)?);
                    names.extend(facts);
                }
                Outcome::No => {}
            }
        }
        self.settle(table, certain, undecided, names, vars)
    }

    /// The result when these rules match, and others may because of the named facts.
    pub(super) fn conclude(
        &mut self,
        table: &TableLogic,
        matching: &Matching,
        vars: &Context,
    ) -> Result<Value, EvalError> {
        let mut hits = |rules: &[usize]| -> Result<Vec<Hit>, EvalError> {
            rules.iter().map(|rule| self.hit(table, *rule, vars)).collect()
        };
        let (certain, undecided) = (hits(&matching.certain)?, hits(&matching.undecided)?);
        self.settle(table, certain, undecided, matching.names.clone(), vars)
    }

    fn settle(
        &mut self,
        table: &TableLogic,
        certain: Vec<Hit>,
        undecided: Vec<Hit>,
        names: BTreeSet<String>,
        vars: &Context,
    ) -> Result<Value, EvalError> {
        self.record(table, &certain, &undecided);
        let outcome = self.outcome(table, &certain, vars)?;
        if undecided.is_empty() {
            return Ok(outcome);
        }
        self.undetermined(table, &certain, &undecided, outcome, names, vars)
    }

    fn spend(&mut self, steps: usize) -> Result<(), EvalError> {
        self.meter.spend(steps as u64).map_err(|kind| EvalError::Feel {
            element: self.element.to_owned(),
            error: afaq_feel::EvalError { kind, start: 0, end: 0 },
        })
    }

    /// The values of the input expressions; none when one of them is outside its domain.
    fn inputs(&mut self, table: &TableLogic, vars: &Context) -> Result<Option<Vec<Value>>, EvalError> {
        let mut values = Vec::with_capacity(table.inputs.len());
        for input in &table.inputs {
            let value = match &input.expression {
                Some(expression) => self.feel(expression, vars)?,
                None => Value::Null,
            };
            let value = coerce(&input.ty, value, self.env, Leniency::Exact).unwrap_or(Value::Null);
            if let (Some(domain), false) = (&input.domain, matches!(value, Value::Null | Value::Unknown(_))) {
                let truth = self.truth(domain, &value, vars)?;
                if matches!(truth, Truth::False) {
                    self.recorder.note(format!(
                        "the input `{value}` of a table in `{}` is outside its domain",
                        self.element
                    ));
                    return Ok(None);
                }
            }
            values.push(value);
        }
        Ok(Some(values))
    }

    pub(super) fn truth(
        &mut self,
        tests: &afaq_feel::UnaryTests,
        value: &Value,
        vars: &Context,
    ) -> Result<Truth, EvalError> {
        let element = self.element;
        let failed = |error| EvalError::Feel { element: element.to_owned(), error };
        tests.matches_within(value, vars, self.env, self.meter).map_err(failed)
    }

    fn matches(&mut self, rule: &RuleLogic, inputs: &[Value], vars: &Context) -> Result<Outcome, EvalError> {
        let mut names = BTreeSet::new();
        let mut is_certain = true;
        for (test, input) in rule.tests.iter().zip(inputs) {
            match test {
                None => {}
                Some(Test::Broken) => return Ok(Outcome::No),
                Some(Test::Cell(tests)) => match self.truth(tests, input, vars)? {
                    Truth::True => {}
                    Truth::False | Truth::Null => return Ok(Outcome::No),
                    Truth::Unknown(facts) => {
                        is_certain = false;
                        names.extend(facts.iter().cloned());
                    }
                },
            }
        }
        Ok(if is_certain { Outcome::Yes } else { Outcome::Maybe(names) })
    }

    fn hit(&mut self, table: &TableLogic, index: usize, vars: &Context) -> Result<Hit, EvalError> {
        let mut outputs = Vec::with_capacity(table.outputs.len());
        if let Some(rule) = table.rules.get(index) {
            for (cell, output) in rule.outputs.iter().zip(&table.outputs) {
                let value = match cell {
                    Some(expression) => self.feel(expression, vars)?,
                    None => Value::Null,
                };
                outputs.push(coerce(&output.ty, value, self.env, Leniency::Exact).unwrap_or(Value::Null));
            }
        }
        Ok(Hit { rule: index, outputs })
    }

    fn record(&self, table: &TableLogic, certain: &[Hit], undecided: &[Hit]) {
        let told = |hits: &[Hit]| {
            let told = hits.iter().map(|hit| FiredRule {
                element: self.element.to_owned(),
                rule: hit.rule + 1,
                annotations: table
                    .rules
                    .get(hit.rule)
                    .map(|rule| rule.annotations.clone())
                    .unwrap_or_default(),
                output: tellable(&joined(table, &hit.outputs)),
            });
            told.collect()
        };
        self.recorder.fired(told(certain), told(undecided));
    }

    /// What the table gives when exactly these rules match; they stand in the order of the table.
    fn outcome(&mut self, table: &TableLogic, hits: &[Hit], vars: &Context) -> Result<Value, EvalError> {
        if hits.is_empty() {
            return self.nothing(table, vars);
        }
        let all_equal = || hits.windows(2).all(|pair| pair[0].outputs == pair[1].outputs);
        let first = || hits.first().map_or(Value::Null, |hit| joined(table, &hit.outputs));
        Ok(match table.policy {
            HitPolicy::First => first(),
            HitPolicy::Unique if hits.len() == 1 => first(),
            HitPolicy::Any if all_equal() => first(),
            HitPolicy::Unique | HitPolicy::Any => {
                let rules: Vec<String> = hits.iter().map(|hit| (hit.rule + 1).to_string()).collect();
                let rules = rules.join(", ");
                let policy = table.policy.letter();
                self.recorder
                    .note(format!("the rules {rules} match together, which the hit policy {policy} forbids"));
                Value::Null
            }
            HitPolicy::Priority => {
                let best = hits.iter().min_by_key(|hit| priority(table, &hit.outputs));
                best.map_or(Value::Null, |hit| joined(table, &hit.outputs))
            }
            HitPolicy::Collect(None) | HitPolicy::RuleOrder => {
                Value::List(Arc::new(hits.iter().map(|hit| joined(table, &hit.outputs)).collect()))
            }
            HitPolicy::OutputOrder => {
                let mut ordered: Vec<&Hit> = hits.iter().collect();
                ordered.sort_by_key(|hit| priority(table, &hit.outputs));
                Value::List(Arc::new(ordered.iter().map(|hit| joined(table, &hit.outputs)).collect()))
            }
            HitPolicy::Collect(Some(aggregation)) => {
                let values: Vec<&Value> = hits.iter().filter_map(|hit| hit.outputs.first()).collect();
                aggregate(aggregation, &values)
            }
        })
    }

    /// What the table gives when no rule matches: the default, or null.
    fn nothing(&mut self, table: &TableLogic, vars: &Context) -> Result<Value, EvalError> {
        if table.outputs.iter().all(|output| output.default.is_none()) {
            return Ok(match table.policy {
                HitPolicy::Collect(Some(Aggregation::Count)) => Value::Number(Decimal::from(0_i64)),
                HitPolicy::Collect(None) | HitPolicy::RuleOrder | HitPolicy::OutputOrder => {
                    Value::List(Arc::new(Vec::new()))
                }
                _ => Value::Null,
            });
        }
        let mut values = Vec::with_capacity(table.outputs.len());
        for output in &table.outputs {
            let value = match &output.default {
                Some(default) => self.feel(default, vars)?,
                None => Value::Null,
            };
            values.push(value);
        }
        let value = joined(table, &values);
        Ok(if table.policy.gives_list() && !matches!(value, Value::List(_)) {
            Value::List(Arc::new(vec![value]))
        } else {
            value
        })
    }

    /// The result when some rules may or may not match: determined only if all that can come out is the same.
    ///
    /// For every policy it is enough to add each undecided rule by itself: results that differ for several
    /// together differ already for one of them.
    fn undetermined(
        &mut self,
        table: &TableLogic,
        certain: &[Hit],
        undecided: &[Hit],
        without: Value,
        names: BTreeSet<String>,
        vars: &Context,
    ) -> Result<Value, EvalError> {
        let mut possible: Option<Value> =
            if certain.is_empty() && table.is_complete && !self.recorder.counts_null() {
                None
            } else {
                Some(without)
            };
        for hit in undecided {
            let mut hits = certain.to_vec();
            let at = hits.partition_point(|other| other.rule < hit.rule);
            hits.insert(at, hit.clone());
            let outcome = match table.policy {
                // A table that is unique has no two rules that match: the undecided one counts alone.
                HitPolicy::Unique => joined(table, &hit.outputs),
                _ => self.outcome(table, &hits, vars)?,
            };
            match &possible {
                Some(known) if *known != outcome => return Ok(Value::unknown_of(names)),
                _ => possible = Some(outcome),
            }
        }
        Ok(possible.unwrap_or_else(|| Value::unknown_of(names)))
    }
}

/// Whether a rule matches.
enum Outcome {
    Yes,
    No,
    Maybe(BTreeSet<String>),
}

/// One output is the value itself, several are a context.
pub(crate) fn joined(table: &TableLogic, outputs: &[Value]) -> Value {
    if let ([value], true) = (outputs, table.outputs.len() == 1) {
        return value.clone();
    }
    let mut context = Context::new();
    for (output, value) in table.outputs.iter().zip(outputs) {
        context.set(output.name.as_deref().unwrap_or(""), value.clone());
    }
    Value::Context(Arc::new(context))
}

/// The places of the outputs in the lists of their columns; smaller comes first.
fn priority(table: &TableLogic, outputs: &[Value]) -> Vec<usize> {
    table
        .outputs
        .iter()
        .zip(outputs)
        .map(|(output, value)| {
            output.priorities.iter().position(|listed| listed == value).unwrap_or(output.priorities.len())
        })
        .collect()
}

/// One value out of those that all matching rules give; null when they are not comparable.
fn aggregate(aggregation: Aggregation, values: &[&Value]) -> Value {
    if let Some(unknown) = values.iter().find(|value| matches!(value, Value::Unknown(_)))
        && aggregation != Aggregation::Count
    {
        return (*unknown).clone();
    }
    match aggregation {
        Aggregation::Count => Value::Number(Decimal::from(i64::try_from(values.len()).unwrap_or(i64::MAX))),
        Aggregation::Sum => {
            let mut sum = Decimal::from(0_i64);
            for value in values {
                let Value::Number(number) = value else { return Value::Null };
                match sum.checked_add(*number) {
                    Some(more) => sum = more,
                    None => return Value::Null,
                }
            }
            Value::Number(sum)
        }
        Aggregation::Min => extreme(values, std::cmp::Ordering::Less),
        Aggregation::Max => extreme(values, std::cmp::Ordering::Greater),
    }
}

fn extreme(values: &[&Value], wanted: std::cmp::Ordering) -> Value {
    let Some((first, rest)) = values.split_first() else { return Value::Null };
    let mut best = *first;
    for value in rest {
        match value.feel_compare(best) {
            Some(order) if order == wanted => best = value,
            Some(_) => {}
            None => return Value::Null,
        }
    }
    best.clone()
}
