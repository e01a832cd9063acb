//! Expressions compiled for many evaluations: names are slots, constants are folded, and nothing is
//! allocated for a plain condition. The general evaluator is the reference: what compiled code has no
//! plain outcome for — null, unknown facts, wrong kinds, limits — is evaluated there from the start.

mod build;
mod facts;
mod node;
mod run;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

pub use facts::Facts;
pub(crate) use node::{Node, NodeTest};
pub(crate) use run::{Runner, Source, holds};

use crate::ast::{Expr, Test};
use crate::evaluate::Machine;
use crate::{Context, Env, EvalError, Expression, Meter, Truth, UnaryTests, Value, check};

/// The compiled form of a tree, and the slots that it reads.
#[derive(Clone, Debug)]
pub(crate) struct Code<N> {
    pub(crate) facts: Arc<Facts>,
    pub(crate) node: N,
    /// Levels that the tree has at most.
    pub(crate) height: u32,
}

impl Code<Node> {
    /// The code of a tree that reads variables by name.
    pub(crate) fn of(root: &Expr) -> Option<Code<Node>> {
        let facts = roots([root]);
        let node = build::node(root, &facts)?;
        Some(Code { facts: Arc::new(facts), node, height: root.height })
    }

    pub(crate) fn run(&self, source: Source<'_>, env: &Env, meter: &mut Meter) -> Option<Value> {
        if !meter.has_room(self.height) {
            return None;
        }
        let mut runner = Runner::new(source, env, meter, Vec::new());
        let value = runner.value(&self.node)?;
        let steps = runner.steps()?;
        meter.spend(steps).ok()?;
        Some(value)
    }
}

impl Code<Vec<NodeTest>> {
    /// The code of tests that read variables by name.
    pub(crate) fn of(tests: &[Test]) -> Option<Code<Vec<NodeTest>>> {
        let facts = roots(tests.iter().map(Test::expr));
        let node = build::tests(tests, &facts)?;
        let height = tests.iter().map(|test| test.expr().height).max().unwrap_or(0);
        Some(Code { facts: Arc::new(facts), node, height })
    }

    pub(crate) fn run(
        &self,
        source: Source<'_>,
        input: &Value,
        env: &Env,
        meter: &mut Meter,
    ) -> Option<bool> {
        if input.is_unknown() || !meter.has_room(self.height) {
            return None;
        }
        let mut runner = Runner::new(source, env, meter, vec![input.clone()]);
        let passes = runner.any_test(input, &self.node)?;
        let steps = runner.steps()?;
        meter.spend(steps).ok()?;
        Some(passes)
    }
}

/// The variables that trees name, without their members.
fn roots<'e>(trees: impl IntoIterator<Item = &'e Expr>) -> Facts {
    Facts::of(check::paths(trees).into_iter().map(|path| path.into_iter().take(1)))
}

/// An expression compiled for rows: a slot for each fact instead of variables by name.
#[derive(Clone, Debug)]
pub struct Prepared {
    facts: Arc<Facts>,
    /// The slots that it reads.
    reads: Vec<usize>,
    code: Option<Code<Node>>,
    whole: Expression,
}

/// Unary tests compiled for rows.
#[derive(Clone, Debug)]
pub struct PreparedTests {
    facts: Arc<Facts>,
    code: Option<Code<Vec<NodeTest>>>,
    whole: UnaryTests,
}

impl Expression {
    /// Compiles it for rows of these facts.
    pub fn prepare(&self, facts: &Arc<Facts>) -> Prepared {
        let node = build::node(&self.root, facts);
        let code = node.map(|node| Code { facts: facts.clone(), node, height: self.root.height });
        let paths = check::paths([&self.root]);
        let mut reads: Vec<usize> = paths.iter().flat_map(|path| facts.touched_by(path)).collect();
        reads.sort_unstable();
        reads.dedup();
        Prepared { facts: facts.clone(), reads, code, whole: self.clone() }
    }

    /// Evaluates by the general evaluator alone, which is what compiled code is held against.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn evaluate_by_tree(&self, vars: &Context, env: &Env, meter: &mut Meter) -> Result<Value, EvalError> {
        Machine::new(vars, env, meter, Vec::new()).eval(&self.root)
    }
}

impl UnaryTests {
    /// Compiles them for rows of these facts.
    pub fn prepare(&self, facts: &Arc<Facts>) -> PreparedTests {
        let code = build::tests(&self.tests, facts).map(|node| {
            let height = self.tests.iter().map(|test| test.expr().height).max().unwrap_or(0);
            Code { facts: facts.clone(), node, height }
        });
        PreparedTests { facts: facts.clone(), code, whole: self.clone() }
    }

    /// Judges by the general evaluator alone.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn matches_by_tree(
        &self,
        input: &Value,
        vars: &Context,
        env: &Env,
        meter: &mut Meter,
    ) -> Result<Truth, EvalError> {
        if self.tests.is_empty() {
            return Ok(Truth::True);
        }
        let truth = Machine::new(vars, env, meter, vec![input.clone()]).any_test(input, &self.tests)?;
        Ok(if self.negated { truth.negate() } else { truth })
    }
}

impl Prepared {
    /// The facts that a row holds.
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// Whether rows are run as compiled code; if not, the general evaluator does it all.
    pub fn is_compiled(&self) -> bool {
        self.code.is_some()
    }

    /// The slot, if it is nothing but one fact.
    pub fn as_fact(&self) -> Option<usize> {
        match &self.code.as_ref()?.node {
            Node::Fact { slot, .. } => Some(*slot),
            _ => None,
        }
    }

    /// The value, if it is a constant.
    pub fn as_constant(&self) -> Option<&Value> {
        self.code.as_ref()?.node.constant()
    }

    /// The slots that it reads, ascending.
    pub fn reads(&self) -> &[usize] {
        &self.reads
    }

    /// The most steps that it can take, where that does not depend on values.
    pub fn steps_max(&self) -> Option<u64> {
        self.code.as_ref()?.node.steps_max()
    }

    pub(crate) fn node(&self) -> Option<(&Node, u32)> {
        self.code.as_ref().map(|code| (&code.node, code.height))
    }

    /// Evaluates for one row, which has a value for each of the facts. A fact that is unavailable or
    /// disputed is [`Value::Unknown`].
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn evaluate(&self, row: &[Value], env: &Env) -> Result<Value, EvalError> {
        self.evaluate_within(row, env, &mut Meter::new(&env.limits))
    }

    /// Evaluates for one row with a budget that is shared; notes gather in the meter.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn evaluate_within(&self, row: &[Value], env: &Env, meter: &mut Meter) -> Result<Value, EvalError> {
        match self.evaluate_plain(row, env, meter) {
            Some(value) => Ok(value),
            None => {
                let vars = self.facts.part(row, self.reads.iter().copied());
                self.whole.evaluate_by_tree(&vars, env, meter)
            }
        }
    }

    /// The value where compiled code has one by itself; none is for the general evaluator to judge.
    pub fn evaluate_plain(&self, row: &[Value], env: &Env, meter: &mut Meter) -> Option<Value> {
        self.code.as_ref()?.run(Source::Row(row), env, meter)
    }
}

impl PreparedTests {
    /// Whether the input passes for one row.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn matches_within(
        &self,
        input: &Value,
        row: &[Value],
        env: &Env,
        meter: &mut Meter,
    ) -> Result<Truth, EvalError> {
        match self.matches_plain(input, row, env, meter) {
            Some(passes) => Ok(passes.into()),
            None => self.whole.matches_by_tree(input, &self.facts.context(row), env, meter),
        }
    }

    /// Whether the input passes, where compiled code can tell by itself.
    pub fn matches_plain(&self, input: &Value, row: &[Value], env: &Env, meter: &mut Meter) -> Option<bool> {
        if self.whole.tests.is_empty() {
            return Some(true);
        }
        let passes = self.code.as_ref()?.run(Source::Row(row), input, env, meter)?;
        Some(passes != self.whole.negated)
    }
}
