//! Decisions compiled for many evaluations: by rows, where every fact has a slot, and by columns.
//!
//! The general evaluation of [`Compiled`] is the reference. A decision out of literal expressions and tables
//! has a plan; any other is evaluated by the reference, row by row, with the same results.

mod answers;
mod axis;
mod batch;
mod columns;
mod finder;
mod index;
mod literal;
mod outcomes;
mod plan;
mod row;
mod sliced;
mod slices;
mod sweep;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use afaq_feel::{Env, Facts, Value};

use crate::compile::Compiled;
use crate::evaluate::{EvalError, Matching};
pub use answers::Answers;
pub(crate) use index::Index;
pub use outcomes::TableOutcome;
use plan::Plan;
pub use sweep::Sweep;

/// A decision compiled for many evaluations.
#[derive(Debug, Clone)]
pub struct Prepared {
    compiled: Compiled,
    decision: String,
    /// What a row has a value for.
    facts: Arc<Facts>,
    /// Identifier and name of the decision and of those that it requires, each after what it requires itself.
    decisions: Vec<(String, String)>,
    /// None: the reference does it all.
    plan: Option<Arc<Plan>>,
}

/// The result for one row, and the rules that gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The result; unknown when it depends on unknown facts.
    pub value: Value,
    /// The rules that fired, in all tables.
    pub fired: Vec<Fired>,
    /// The rules that may fire, depending on unknown facts.
    pub undecided: Vec<Fired>,
}

/// A rule of one of the decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fired {
    /// The place of the decision in [`Prepared::decisions`].
    pub decision: usize,
    /// The number of the rule in its table, from 1.
    pub rule: usize,
}

impl Compiled {
    /// Compiles a decision (by identifier or name) for many evaluations.
    ///
    /// # Errors
    /// When there is no such decision.
    pub fn prepare(&self, decision: &str) -> Result<Prepared, EvalError> {
        let program = &self.program;
        let found = program.by_id.get(decision).or_else(|| program.by_name.get(decision)).copied();
        let node = found.ok_or_else(|| EvalError::NotFound { name: decision.to_owned() })?;
        let order =
            plan::order(program, node).ok_or_else(|| EvalError::NotFound { name: decision.to_owned() })?;
        let facts = Arc::new(plan::facts(program, &order));
        let plan = Plan::of(program, &order, &facts).map(Arc::new);
        let decisions =
            order.iter().map(|node| (program.nodes[*node].id.clone(), program.nodes[*node].name.clone()));
        let decisions = decisions.collect();
        Ok(Prepared { compiled: self.clone(), decision: decision.to_owned(), facts, decisions, plan })
    }
}

impl Prepared {
    /// The facts of input data that it uses: a row has a value for each.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// Identifier and name of the decision (the last one) and of those that it requires.
    pub fn decisions(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.decisions.iter().map(|(id, name)| (id.as_str(), name.as_str()))
    }

    /// Whether it runs compiled; if not, the general evaluation gives every result.
    pub fn is_compiled(&self) -> bool {
        self.plan.is_some()
    }

    /// Evaluates for one row, which has a value for each of the facts. A fact that is unavailable or
    /// disputed is [`Value::Unknown`]; slots that the row lacks are null.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn evaluate(&self, row: &[Value], env: &Env) -> Result<Answer, EvalError> {
        if let Some(plan) = &self.plan
            && let Some(answer) = plan.evaluate(&self.compiled.program, row, env)?
        {
            return Ok(answer);
        }
        self.evaluate_by_model(row, env)
    }

    /// What each decision gives by the general evaluation.
    fn ask_model(&self, row: &[Value], env: &Env) -> Result<Vec<row::Done>, EvalError> {
        let done = self.compiled.evaluate(&self.decision, &self.facts.context(row), env)?;
        let one = |(id, _): &(String, String)| {
            let Some(trace) = done.trace.iter().find(|trace| trace.id == *id) else {
                return row::Done::default();
            };
            let places = |rules: &[crate::FiredRule]| rules.iter().map(|hit| hit.rule - 1).collect();
            let (certain, undecided) = (places(&trace.rules), places(&trace.undecided));
            let matching = Matching { certain, undecided, ..Matching::default() };
            row::Done { value: trace.result.clone(), matching }
        };
        Ok(self.decisions.iter().map(one).collect())
    }

    /// The same by the general evaluation.
    fn evaluate_by_model(&self, row: &[Value], env: &Env) -> Result<Answer, EvalError> {
        let done = self.compiled.evaluate(&self.decision, &self.facts.context(row), env)?;
        let (mut fired, mut undecided) = (Vec::new(), Vec::new());
        for trace in &done.trace {
            let Some(decision) = self.decisions.iter().position(|(id, _)| *id == trace.id) else { continue };
            fired.extend(trace.rules.iter().map(|hit| Fired { decision, rule: hit.rule }));
            undecided.extend(trace.undecided.iter().map(|hit| Fired { decision, rule: hit.rule }));
        }
        fired.sort_unstable();
        undecided.sort_unstable();
        Ok(Answer { value: done.value, fired, undecided })
    }
}
