//! Finds facts for which two decisions differ, or shows that there are none.

use std::collections::{BTreeMap, BTreeSet};

use afaq_feel::{Context, Env, Value};

use super::{Comparison, Difference, Verdict, written};
use crate::compile::Compiled;
use crate::compile::program::{Kind, Program};
use crate::evaluate::EvalError;
use crate::explore::{self, Outcome, Search, assignment, inputs};
use crate::facts::{Fact, Uses, facts, merge};
use crate::limits;
use crate::model::Model;
use crate::uses::{declared, uses_behind};

impl Compiled {
    /// Compares a decision with the one of the same name in another version of the model. `now` in `env` is the
    /// moment for which both are asked.
    ///
    /// # Errors
    /// When one of the two has no such decision.
    pub fn compare(&self, other: &Self, decision: &str, env: &Env) -> Result<Comparison, EvalError> {
        let (node, other_node) = (self.find(decision)?, other.find(decision)?);
        let mut uses = uses_behind(&self.program, node);
        for (path, known) in uses_behind(&other.program, other_node) {
            merge(&mut uses, path, known);
        }
        let Some(facts) = common(uses, &self.program, &other.program) else {
            return Ok(Comparison { verdict: Verdict::Budget, examples: Vec::new(), steps: 0 });
        };
        let mut env = env.clone();
        env.limits.steps = env.limits.steps.min(limits::COMPARE_EVALUATION_STEPS_MAX);
        let pair = Pair { one: self, other, decision, env: &env };
        let mut steps = limits::SEARCH_STEPS_MAX;
        let mut examples = Vec::new();
        let mut found: Vec<BTreeMap<usize, usize>> = Vec::new();
        let mut told: BTreeSet<String> = BTreeSet::new();
        let outcome = loop {
            // Differences that were told are passed over: what they give is asked for once.
            let mut judge = |inputs: &Context| match pair.at(inputs) {
                None => explore::Verdict::Dead,
                Some((before, after)) => {
                    let names: BTreeSet<String> =
                        before.unknown_names().into_iter().chain(after.unknown_names()).collect();
                    if !names.is_empty() {
                        explore::Verdict::Open(names)
                    } else if before == after || told.contains(&format!("{before} {after}")) {
                        explore::Verdict::Dead
                    } else {
                        explore::Verdict::Found
                    }
                }
            };
            let mut search = Search { facts: &facts, judge: &mut judge, steps: &mut steps };
            let set = match search.run() {
                Outcome::Found(set) => set,
                other => break other,
            };
            let Some((before, after)) = pair.at(&inputs(&facts, &set)) else { break Outcome::Nothing };
            told.insert(format!("{before} {after}"));
            examples.push(Difference { facts: assignment(&facts, &set), before, after });
            found.push(set);
            if examples.len() >= limits::DIFFERENCES_MAX {
                break Outcome::Nothing;
            }
        };
        examples.sort_by_key(|example| example.facts.len());
        let verdict = match (examples.is_empty(), outcome) {
            (false, _) => Verdict::Different,
            (true, Outcome::Nothing | Outcome::Found(_)) => Verdict::Equal,
            (true, Outcome::NothingSeen) if same_text(self, node, other, other_node) => Verdict::Equal,
            (true, Outcome::NothingSeen) => Verdict::NoneFound,
            (true, Outcome::Budget) if same_text(self, node, other, other_node) => Verdict::Equal,
            (true, Outcome::Budget) => Verdict::Budget,
        };
        Ok(Comparison { verdict, examples, steps: limits::SEARCH_STEPS_MAX - steps })
    }
}

impl Model {
    /// The names of the decisions that both versions have, that only this one has, and that only the other one has.
    #[must_use]
    pub fn decisions_beside<'m>(&'m self, other: &'m Self) -> [Vec<&'m str>; 3] {
        let names = |model: &'m Self| model.decisions.iter().map(|one| one.name.as_str()).collect::<Vec<_>>();
        let (own, others) = (names(self), names(other));
        let both = own.iter().filter(|name| others.contains(name)).copied().collect();
        let gone = own.iter().filter(|name| !others.contains(name)).copied().collect();
        let new = others.iter().filter(|name| !own.contains(name)).copied().collect();
        [both, gone, new]
    }
}

/// Two versions of one decision.
struct Pair<'a> {
    one: &'a Compiled,
    other: &'a Compiled,
    decision: &'a str,
    env: &'a Env,
}

impl Pair<'_> {
    /// What both give; errors count as null. None: neither gives anything.
    fn at(&self, inputs: &Context) -> Option<(Value, Value)> {
        let before = self.one.evaluate_counting_null(self.decision, inputs, self.env);
        let after = self.other.evaluate_counting_null(self.decision, inputs, self.env);
        if before.is_err() && after.is_err() {
            return None;
        }
        Some((before.unwrap_or(Value::Null), after.unwrap_or(Value::Null)))
    }
}

/// Facts of both versions: a value counts that one of the two allows.
fn common(uses: Uses, one: &Program, other: &Program) -> Option<Vec<Fact>> {
    facts(uses, true, &|path| {
        let (mut ty, mut tests) = declared(one, path);
        let (other_ty, other_tests) = declared(other, path);
        if ty == afaq_feel::Type::Any {
            (ty, tests) = (other_ty, other_tests);
        } else if other_ty != afaq_feel::Type::Any {
            ty = match (ty, other_ty) {
                (afaq_feel::Type::OneOf(mut names), afaq_feel::Type::OneOf(more)) => {
                    names.extend(more.into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>());
                    afaq_feel::Type::OneOf(names)
                }
                (ty, other) => ty.join(other),
            };
            if tests != other_tests {
                tests.clear();
            }
        }
        (ty, tests)
    })
}

/// Whether everything behind two decisions is written the same: then they are equal whatever is computed.
fn same_text(one: &Compiled, node: usize, other: &Compiled, other_node: usize) -> bool {
    let mut open = vec![(node, other_node)];
    let mut seen = BTreeSet::new();
    while let Some((a, b)) = open.pop() {
        if !seen.insert((a, b)) {
            continue;
        }
        let (left, right) = (&one.program.nodes[a], &other.program.nodes[b]);
        let same = match (&left.kind, &right.kind) {
            (Kind::Input, Kind::Input) => left.imported == right.imported,
            (Kind::Decision { logic: x, .. }, Kind::Decision { logic: y, .. }) => {
                written::logic(x) == written::logic(y)
            }
            (Kind::Knowledge(x), Kind::Knowledge(y)) => {
                x.parameters.iter().map(|(name, _)| name).eq(y.parameters.iter().map(|(name, _)| name))
                    && written::logic(&x.body) == written::logic(&y.body)
            }
            _ => false,
        };
        if !same || left.name != right.name || left.needs.len() != right.needs.len() {
            return false;
        }
        for (x, y) in left.needs.iter().zip(&right.needs) {
            if x.name != y.name {
                return false;
            }
            open.push((x.node, y.node));
        }
    }
    true
}
