//! Cases that try every rule and every condition of a decision (modified condition/decision coverage): for each rule
//! a case in which it fires, for each of its conditions a case in which that one alone keeps it from firing, and for
//! each condition of an expression two cases in which it alone turns the outcome.

mod goals;

use std::collections::{BTreeMap, BTreeSet};

use afaq_feel::{Context, Env, Value};

use crate::compile::Compiled;
use crate::evaluate::EvalError;
use crate::explore::{Outcome, Search, Verdict, inputs};
use crate::facts::Fact;
use crate::limits;
use crate::uses::facts_behind;
pub use goals::Goal;
use goals::{Goals, Progress};

/// Cases for one decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Cases {
    /// The decision.
    pub decision: String,
    /// The cases.
    pub cases: Vec<Case>,
    /// What no case covers, and why.
    pub missed: Vec<(Goal, Missed)>,
}

/// Input data, what comes out, and what the case covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The input data.
    pub inputs: Context,
    /// What the decision gives for them.
    pub result: Value,
    /// What is covered by this case and by none before it.
    pub covers: Vec<Goal>,
}

/// Why a goal is not covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// It is shown that no facts reach it.
    Impossible,
    /// None was found among the values that conditions tell apart, but facts are computed with as well.
    NoneFound,
    /// The budget ended.
    Budget,
}

impl Compiled {
    /// Generates cases for a decision.
    ///
    /// # Errors
    /// When there is no such decision.
    pub fn cases(&self, decision: &str, env: &Env) -> Result<Cases, EvalError> {
        let node = self.find(decision)?;
        let facts = facts_behind(&self.program, node, true).unwrap_or_default();
        let goals = Goals::of(&self.program, node);
        let mut maker = Maker { compiled: self, decision, env, facts: &facts, goals: &goals };
        let mut found = Cases { decision: decision.to_owned(), cases: Vec::new(), missed: Vec::new() };
        let mut covered: BTreeSet<usize> = BTreeSet::new();
        let mut steps = limits::CASE_STEPS_MAX;
        for goal in 0..goals.all.len() {
            if covered.contains(&goal) {
                continue;
            }
            let mut own = limits::GOAL_STEPS_MAX.min(steps);
            let before = own;
            let outcome = maker.reach(goal, &mut own);
            steps = steps.saturating_sub(before - own);
            match outcome {
                Ok(set) => maker.keep(&set, &mut covered, &mut found.cases),
                Err(missed) => found.missed.push((goals.all[goal].clone(), missed)),
            }
        }
        if found.cases.is_empty() {
            // A decision without rules and conditions is tried once.
            maker.keep(&BTreeMap::new(), &mut covered, &mut found.cases);
        }
        Ok(found)
    }
}

struct Maker<'a> {
    compiled: &'a Compiled,
    decision: &'a str,
    env: &'a Env,
    facts: &'a [Fact],
    goals: &'a Goals<'a>,
}

impl Goal {
    /// The decision or knowledge model that it belongs to.
    #[must_use]
    pub fn element(&self) -> &str {
        match self {
            Goal::Rule { element, .. }
            | Goal::Condition { element, .. }
            | Goal::Default { element }
            | Goal::Turn { element, .. } => element,
        }
    }
}

impl Maker<'_> {
    /// Facts that reach a goal.
    fn reach(&mut self, goal: usize, steps: &mut u64) -> Result<BTreeMap<usize, usize>, Missed> {
        let mut judge = |inputs: &Context| match self.progress(inputs, goal) {
            Progress::Never => Verdict::Dead,
            Progress::Open(names) => Verdict::Open(names),
            Progress::Reached => {
                // It must still be so when the other facts have their usual values.
                let filled = self.filled_from(inputs);
                match self.progress(&filled, goal) {
                    Progress::Reached => Verdict::Found,
                    Progress::Never | Progress::Open(_) => Verdict::Open(inputs_unknown(inputs)),
                }
            }
        };
        let mut search = Search { facts: self.facts, judge: &mut judge, steps };
        match search.run_or_guess(limits::GOAL_GUESSES_MAX) {
            Outcome::Found(set) => Ok(set),
            Outcome::Nothing => Err(Missed::Impossible),
            Outcome::NothingSeen => Err(Missed::NoneFound),
            Outcome::Budget => Err(Missed::Budget),
        }
    }

    fn progress(&self, inputs: &Context, goal: usize) -> Progress {
        match self.compiled.evaluate_in_detail(self.decision, inputs, self.env) {
            Ok((evaluation, seen)) => self.goals.progress(goal, &evaluation, &seen, self.env),
            Err(_) => Progress::Never,
        }
    }

    /// The same input data with the usual value of each fact that is unknown.
    fn filled_from(&self, partial: &Context) -> Context {
        let mut filled = partial.clone();
        for fact in self.facts {
            if value_at(partial, &fact.path).is_some_and(|value| value.is_unknown())
                && let Some((_, usual)) = fact.values.first()
            {
                crate::facts::put(&mut filled, &fact.path, usual.clone());
            }
        }
        filled
    }

    /// Keeps a case, if it covers something.
    fn keep(&self, set: &BTreeMap<usize, usize>, covered: &mut BTreeSet<usize>, cases: &mut Vec<Case>) {
        let inputs = self.filled_from(&inputs(self.facts, set));
        let Ok((evaluation, seen)) = self.compiled.evaluate_in_detail(self.decision, &inputs, self.env)
        else {
            return;
        };
        let reached = (0..self.goals.all.len()).filter(|goal| {
            !covered.contains(goal)
                && matches!(self.goals.progress(*goal, &evaluation, &seen, self.env), Progress::Reached)
        });
        let reached: Vec<usize> = reached.collect();
        covered.extend(&reached);
        let covers = reached.into_iter().map(|goal| self.goals.all[goal].clone()).collect();
        cases.push(Case { inputs, result: evaluation.value, covers });
    }
}

fn value_at<'c>(context: &'c Context, path: &[String]) -> Option<&'c Value> {
    let (first, rest) = path.split_first()?;
    let mut value = context.get(first)?;
    for name in rest {
        value = value.as_context()?.get(name)?;
    }
    Some(value)
}

fn inputs_unknown(inputs: &Context) -> BTreeSet<String> {
    inputs.iter().flat_map(|(_, value)| value.unknown_names()).collect()
}
