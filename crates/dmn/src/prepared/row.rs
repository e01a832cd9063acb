//! Runs a plan for one row.

use std::borrow::Cow;
use std::sync::Arc;

use afaq_feel::{Env, Meter, Value};

use super::plan::{Plan, Step, Work, table_of};
use super::table::TablePlan;
use super::{Answer, Fired};
use crate::compile::program::{Kind, Program, TableLogic};
use crate::evaluate::{self, EvalError, Leniency, Matching, coerce, fits};
use crate::model::HitPolicy;

/// What one step gave.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) value: Value,
    pub(super) matching: Matching,
}

impl Plan {
    /// The result for a row; none when a fact is not as its type wants it, which the reference judges.
    pub(super) fn evaluate(
        &self,
        program: &Arc<Program>,
        row: &[Value],
        env: &Env,
    ) -> Result<Option<Answer>, EvalError> {
        let mut answer = Answer { value: Value::Null, fired: Vec::new(), undecided: Vec::new() };
        let took = self.run(program, row, env, |decision, done| {
            let fired = |rule: &usize| Fired { decision, rule: rule + 1 };
            answer.fired.extend(done.matching.certain.iter().map(fired));
            answer.undecided.extend(done.matching.undecided.iter().map(fired));
            answer.value = done.value;
        })?;
        Ok(took.then_some(answer))
    }

    /// Runs every step in order; false when a fact is not as its type wants it.
    pub(super) fn run(
        &self,
        program: &Arc<Program>,
        row: &[Value],
        env: &Env,
        mut take: impl FnMut(usize, Done),
    ) -> Result<bool, EvalError> {
        if row.len() < self.places.len()
            || self.guards.iter().zip(row).any(|(guard, value)| !fits(&guard.ty, value, env))
        {
            return Ok(false);
        }
        let mut meter = Meter::new(&env.limits);
        let mut slots = if self.slots.len() == self.places.len() {
            Cow::Borrowed(&row[..self.places.len()])
        } else {
            let mut slots = vec![Value::Null; self.slots.len()];
            for (place, value) in self.places.iter().zip(row) {
                slots[*place] = value.clone();
            }
            Cow::Owned(slots)
        };
        for (at, step) in self.steps.iter().enumerate() {
            let done = self.step(program, step, &slots, env, &mut meter)?;
            if let Some(slot) = step.slot {
                slots.to_mut()[slot] = done.value.clone();
            }
            take(at, done);
        }
        Ok(true)
    }

    fn step(
        &self,
        program: &Arc<Program>,
        step: &Step,
        slots: &[Value],
        env: &Env,
        meter: &mut Meter,
    ) -> Result<Done, EvalError> {
        let element = &program.nodes[step.node];
        let failed = |error| EvalError::Feel { element: element.name.clone(), error };
        let (value, matching) = match &step.work {
            Work::Literal(literal) => {
                (literal.evaluate_within(slots, env, meter).map_err(failed)?, Matching::default())
            }
            Work::Table(plan) => {
                let Some(table) = table_at(program, step.node) else {
                    return Ok(Done { value: Value::Null, matching: Matching::default() });
                };
                let matched = plan.matching(table, slots, env, meter).map_err(failed)?;
                let value = if matched.is_outside {
                    Value::Null
                } else {
                    match plan.short(table, &matched.matching) {
                        Some(value) => value.clone(),
                        None => {
                            let (name, vars) = (&element.name, self.slots.context(slots));
                            evaluate::conclude(program, name, table, &matched.matching, &vars, env, meter)?
                        }
                    }
                };
                (value, matched.matching)
            }
        };
        Ok(Done { value: fitted(step, value, env), matching })
    }
}

/// The result as the types of a step want it.
pub(super) fn fitted(step: &Step, value: Value, env: &Env) -> Value {
    step.types.iter().fold(value, |value, ty| coerce(ty, value, env, Leniency::Exact).unwrap_or(Value::Null))
}

pub(super) fn table_at(program: &Program, node: usize) -> Option<&TableLogic> {
    match &program.nodes.get(node)?.kind {
        Kind::Decision { logic, .. } => table_of(logic),
        _ => None,
    }
}

impl TablePlan {
    /// The result that is known beforehand: for no rule, or for one rule with constant outputs.
    pub(super) fn short(&self, table: &TableLogic, matching: &Matching) -> Option<&Value> {
        if !matching.undecided.is_empty() {
            return None;
        }
        match matching.certain.as_slice() {
            [] => self.nothing.as_ref(),
            [only] => self.singles.get(*only)?.as_ref(),
            [first, ..] if table.policy == HitPolicy::First => self.singles.get(*first)?.as_ref(),
            _ => None,
        }
    }
}
