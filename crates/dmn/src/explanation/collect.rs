//! Puts an explanation together out of what an evaluation wrote down.

use std::collections::BTreeMap;

use afaq_feel::{Context, Env, Expression, Truth, Value};

use super::{Condition, DecisionExplained, Explanation, Outcome, RuleExplained, Wanted, changes, wanted};
use crate::analyze::grid::timeless;
use crate::compile::Compiled;
use crate::compile::program::{Kind, Logic, Program, TableLogic, Test};
use crate::evaluate::detail::{TableSeen, identity};
use crate::evaluate::{DecisionTrace, EvalError, Evaluation};
use crate::facts::{Declared, put};
use crate::limits;
use crate::uses::declared;

impl Compiled {
    /// Evaluates a decision and explains the result. `wanted` is the result that was hoped for: what would have had
    /// to differ for it is told; without it, for any other result.
    ///
    /// # Errors
    /// When there is no such decision, or a limit is exceeded.
    pub fn explain(
        &self,
        decision: &str,
        inputs: &Context,
        env: &Env,
        wanted: Option<&Value>,
    ) -> Result<Explanation, EvalError> {
        let (evaluation, seen) = self.evaluate_in_detail(decision, inputs, env)?;
        let decisions = decisions(&self.program, &evaluation.trace, &seen);
        let mut explanation = Explanation {
            decision: decision.to_owned(),
            value: evaluation.value,
            decisions,
            open: Vec::new(),
            changes: Vec::new(),
            is_cut_short: false,
        };
        changes::find(self, &mut explanation, inputs, env, wanted)?;
        Ok(explanation)
    }

    /// Explains an evaluation that was made before, out of the inputs that it wrote down. Where the same inputs no
    /// longer give the same result, it says what was written down and nothing more.
    #[must_use]
    pub fn explain_again(
        &self,
        decision: &str,
        evaluation: &Evaluation,
        env: &Env,
        wanted: Option<&Value>,
    ) -> Explanation {
        let inputs = self.inputs_of(evaluation);
        match self.explain(decision, &inputs, env, wanted) {
            Ok(explanation) if explanation.value == evaluation.value => explanation,
            _ => Explanation {
                decision: decision.to_owned(),
                value: evaluation.value.clone(),
                decisions: decisions(&self.program, &evaluation.trace, &[]),
                open: Vec::new(),
                changes: Vec::new(),
                is_cut_short: true,
            },
        }
    }

    /// The input data as far as an evaluation wrote them down.
    #[must_use]
    pub fn inputs_of(&self, evaluation: &Evaluation) -> Context {
        let mut inputs = Context::new();
        let is_input = |name: &str| {
            let node = self.program.by_name.get(name).and_then(|node| self.program.nodes.get(*node));
            node.is_some_and(|node| matches!(node.kind, Kind::Input))
        };
        for used in evaluation.trace.iter().flat_map(|trace| &trace.inputs) {
            let path = self.split(&used.path);
            if path.first().is_some_and(|first| is_input(first)) {
                put(&mut inputs, &path, used.value.clone());
            }
        }
        inputs
    }

    /// A path as names; names of inputs may have dots themselves.
    fn split(&self, path: &str) -> Vec<String> {
        let known = self.program.by_name.keys().filter(|name| {
            path.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        match known.max_by_key(|name| name.len()) {
            Some(name) => {
                let rest = path[name.len()..].split('.').filter(|part| !part.is_empty());
                std::iter::once(name.clone()).chain(rest.map(str::to_owned)).collect()
            }
            None => path.split('.').map(str::to_owned).collect(),
        }
    }
}

/// Each decision of a trace with its tables and conditions.
fn decisions(program: &Program, trace: &[DecisionTrace], seen: &[TableSeen]) -> Vec<DecisionExplained> {
    let tables = tables(program);
    let Some(env) = timeless() else { return Vec::new() };
    trace
        .iter()
        .map(|trace| {
            let node = program.by_id.get(&trace.id).or_else(|| program.by_name.get(&trace.name));
            let logic = node.and_then(|node| match &program.nodes[*node].kind {
                Kind::Decision { logic, .. } => Some(logic),
                _ => None,
            });
            let own: Vec<(&TableSeen, &TableLogic)> = seen
                .iter()
                .filter(|seen| is_asked_by(seen, trace))
                .filter_map(|seen| Some((seen, *tables.get(&seen.table)?)))
                .collect();
            let explained = |fired: &crate::FiredRule| {
                let table = own
                    .iter()
                    .find(|(seen, table)| seen.element == fired.element && table.rules.len() >= fired.rule);
                let conditions = table.map_or_else(Vec::new, |(seen, table)| {
                    conditions(program, seen, table, fired.rule - 1, &env)
                });
                RuleExplained {
                    element: fired.element.clone(),
                    rule: fired.rule,
                    annotations: fired.annotations.clone(),
                    output: Some(fired.output.clone()),
                    conditions,
                }
            };
            DecisionExplained {
                id: trace.id.clone(),
                name: trace.name.clone(),
                result: trace.result.clone(),
                inputs: trace.inputs.clone(),
                fired: trace.rules.iter().map(explained).collect(),
                undecided: trace.undecided.iter().map(explained).collect(),
                near: own.iter().flat_map(|(seen, table)| near(program, seen, table, trace, &env)).collect(),
                conditions: logic.map_or_else(Vec::new, |logic| literal(program, logic, trace, &env)),
                notes: trace.notes.clone(),
            }
        })
        .collect()
}

/// Whether the table stands in the decision, or in a function that fired for it.
fn is_asked_by(seen: &TableSeen, trace: &DecisionTrace) -> bool {
    seen.element == trace.name
        || trace.rules.iter().chain(&trace.undecided).any(|fired| fired.element == seen.element)
}

/// All tables of a program, by identity.
pub(crate) fn tables(program: &Program) -> BTreeMap<usize, &TableLogic> {
    fn walk<'p>(logic: &'p Logic, found: &mut BTreeMap<usize, &'p TableLogic>) {
        match logic {
            Logic::Table(table) => {
                found.insert(identity(table), table);
            }
            Logic::Broken | Logic::Literal(_) => {}
            Logic::Context(entries) => entries.iter().for_each(|(_, logic)| walk(logic, found)),
            Logic::Invocation { function, bindings } => {
                walk(function, found);
                bindings.iter().for_each(|(_, logic)| walk(logic, found));
            }
            Logic::Function(function) => walk(&function.body, found),
            Logic::List(items) => items.iter().for_each(|logic| walk(logic, found)),
            Logic::Relation { rows, .. } => rows.iter().flatten().for_each(|logic| walk(logic, found)),
            Logic::Conditional { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(|logic| walk(logic, found));
            }
            Logic::Filter { list, condition } => {
                [list, condition].into_iter().for_each(|logic| walk(logic, found))
            }
            Logic::Iterator { list, body, .. } => {
                [list, body].into_iter().for_each(|logic| walk(logic, found))
            }
            Logic::Typed(_, inner) => walk(inner, found),
        }
    }
    let mut found = BTreeMap::new();
    for node in &program.nodes {
        match &node.kind {
            Kind::Decision { logic, .. } => walk(logic, &mut found),
            Kind::Knowledge(function) => walk(&function.body, &mut found),
            Kind::Input | Kind::Service(_) => {}
        }
    }
    found
}

/// The conditions of one rule; cells that every value passes are left out.
fn conditions(
    program: &Program,
    seen: &TableSeen,
    table: &TableLogic,
    rule: usize,
    env: &Env,
) -> Vec<Condition> {
    let (Some(logic), Some(truths)) = (table.rules.get(rule), seen.truths.get(rule)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (index, (test, input)) in logic.tests.iter().zip(&table.inputs).enumerate() {
        let (Some(Test::Cell(tests)), Some(truth), Some(value)) =
            (test, truths.get(index), seen.inputs.get(index))
        else {
            continue;
        };
        let path = input.expression.as_ref().and_then(Expression::as_path);
        let declared: Declared = match &path {
            Some(path) => declared(program, path),
            None => (table.types.get(index).cloned().unwrap_or(afaq_feel::Type::Any), Vec::new()),
        };
        let (passes, fails) = wanted::of_cell(tests, &declared, env);
        let subject = match &path {
            Some(path) => path.join("."),
            None => input.expression.as_ref().map(ToString::to_string).unwrap_or_default(),
        };
        let outcome = outcome(truth);
        let (value, text, is_path) = (value.clone(), tests.to_string(), path.is_some());
        found.push(Condition { subject, is_path, value, text, passes, fails, outcome });
    }
    found
}

fn outcome(truth: &Truth) -> Outcome {
    match truth {
        Truth::True => Outcome::Met,
        Truth::False | Truth::Null => Outcome::Missed,
        Truth::Unknown(_) => Outcome::Open,
    }
}

/// The rules that missed the fewest conditions and would have given something else.
fn near(
    program: &Program,
    seen: &TableSeen,
    table: &TableLogic,
    trace: &DecisionTrace,
    env: &Env,
) -> Vec<RuleExplained> {
    let missed = |rule: &usize| {
        let cells = seen.truths.get(*rule).map_or(&[][..], Vec::as_slice);
        cells.iter().filter(|truth| matches!(truth, Truth::False | Truth::Null)).count()
    };
    let output = |rule: usize| -> Option<Value> {
        match table.rules.get(rule)?.outputs.as_slice() {
            [only] => only.as_ref()?.as_constant(),
            _ => None,
        }
    };
    let differs = |rule: &usize| output(*rule).is_none_or(|value| value != trace.result);
    let candidates = (0..table.rules.len()).filter(|rule| missed(rule) > 0 && differs(rule));
    let Some(fewest) = candidates.clone().map(|rule| missed(&rule)).min() else { return Vec::new() };
    let nearest = candidates.filter(|rule| missed(rule) == fewest).take(limits::NEAR_RULES_MAX);
    nearest
        .map(|rule| RuleExplained {
            element: seen.element.clone(),
            rule: rule + 1,
            annotations: table.rules.get(rule).map(|logic| logic.annotations.clone()).unwrap_or_default(),
            output: output(rule),
            conditions: conditions(program, seen, table, rule, env),
        })
        .collect()
}

/// The conditions of a decision that is an expression.
fn literal(program: &Program, logic: &Logic, trace: &DecisionTrace, env: &Env) -> Vec<Condition> {
    let expression = match logic {
        Logic::Literal(expression) => expression,
        Logic::Typed(_, inner) => return literal(program, inner, trace, env),
        _ => return Vec::new(),
    };
    let mut vars = Context::new();
    let mut known = std::collections::BTreeSet::new();
    for used in &trace.inputs {
        let path: Vec<String> = used.path.split('.').map(str::to_owned).collect();
        put(&mut vars, &path, used.value.clone());
        known.insert(used.path.as_str());
    }
    let mut found = Vec::new();
    for (_, formula) in expression.formulas() {
        for atom in crate::analyze::atoms(&formula) {
            let paths: Vec<String> = atom.paths().iter().map(|path| path.join(".")).collect();
            if paths.is_empty() || !paths.iter().all(|path| known.contains(path.as_str())) {
                continue;
            }
            let outcome = match atom.evaluate(&vars, env).map(|done| done.value) {
                Ok(Value::Boolean(true)) => Outcome::Met,
                Ok(Value::Unknown(_)) => Outcome::Open,
                _ => Outcome::Missed,
            };
            let subject = paths.join(", ");
            let value = match paths.as_slice() {
                [only] => trace.inputs.iter().find(|used| used.path == *only).map(|used| used.value.clone()),
                _ => None,
            };
            let text = atom.to_string();
            let (passes, fails) = (Wanted::Written(text.clone()), Wanted::Written(format!("not({text})")));
            // The result of another decision is explained there.
            let is_fact = |path: &str| {
                let first = path.split('.').next().unwrap_or(path);
                let node = program.by_name.get(first).and_then(|node| program.nodes.get(*node));
                node.is_some_and(|node| matches!(node.kind, Kind::Input))
            };
            let is_path = matches!(paths.as_slice(), [only] if is_fact(only));
            let value = value.unwrap_or(Value::Null);
            found.push(Condition { subject, is_path, value, text, passes, fails, outcome });
        }
    }
    found
}
