//! What would have had to differ, and which facts decide what is undetermined: found by trying, with a budget.

use afaq_feel::{Context, Env, Value};

use super::{Change, ChangedFact, Explanation, OpenFact, Wanted, wanted};
use crate::analyze::bits::Bits;
use crate::compile::Compiled;
use crate::evaluate::{DecisionTrace, EvalError};
use crate::facts::{Fact, put};
use crate::limits;
use crate::uses::facts_behind;

/// Fills in the open facts and the changes of an explanation.
pub(super) fn find(
    compiled: &Compiled,
    explanation: &mut Explanation,
    inputs: &Context,
    env: &Env,
    hoped: Option<&Value>,
) -> Result<(), EvalError> {
    let node = compiled.find(&explanation.decision)?;
    let Some(facts) = facts_behind(&compiled.program, node, true) else {
        explanation.is_cut_short = true;
        return Ok(());
    };
    let mut trial = Trial {
        compiled,
        decision: explanation.decision.clone(),
        inputs,
        env,
        facts: &facts,
        steps: limits::CHANGE_STEPS_MAX,
    };
    let names = explanation.value.unknown_names();
    if !names.is_empty() {
        explanation.open = trial.open(&names);
    } else if hoped.is_none_or(|hoped| *hoped != explanation.value) {
        explanation.changes = trial.changes(&explanation.value, hoped);
    }
    explanation.is_cut_short = trial.steps == 0;
    Ok(())
}

struct Trial<'a> {
    compiled: &'a Compiled,
    decision: String,
    inputs: &'a Context,
    env: &'a Env,
    facts: &'a [Fact],
    steps: u64,
}

/// A result and the rules that fired for it.
struct Tried {
    value: Value,
    trace: Vec<DecisionTrace>,
}

impl Trial<'_> {
    /// The result when these facts have other values; none when the budget has ended or there is no result.
    fn with(&mut self, changed: &[(usize, &Value)]) -> Option<Tried> {
        self.steps = self.steps.checked_sub(1).filter(|left| *left > 0).or_else(|| {
            self.steps = 0;
            None
        })?;
        let mut inputs = self.inputs.clone();
        for (fact, value) in changed {
            put(&mut inputs, &self.facts.get(*fact)?.path, (*value).clone());
        }
        let done = self.compiled.evaluate(&self.decision, &inputs, self.env).ok()?;
        Some(Tried { value: done.value, trace: done.trace })
    }

    /// The value of a fact as it is.
    fn now(&self, fact: usize) -> Value {
        let Some(fact) = self.facts.get(fact) else { return Value::Null };
        let Some((first, rest)) = fact.path.split_first() else { return Value::Null };
        let mut value = self.inputs.get(first).cloned().unwrap_or(Value::Null);
        for name in rest {
            value = match &value {
                Value::Context(context) => context.get(name).cloned().unwrap_or(Value::Null),
                Value::Unknown(_) => return value,
                _ => return Value::Null,
            };
        }
        value
    }

    /// For each fact that is not known and is named: what comes out for its values.
    fn open(&mut self, names: &std::collections::BTreeSet<String>) -> Vec<OpenFact> {
        let unknown = |index: &usize| !self.now(*index).unknown_names().is_empty();
        let open: Vec<usize> = (0..self.facts.len()).filter(unknown).collect();
        let mut found = Vec::new();
        let mut told: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
        for index in open {
            let fact = &self.facts[index];
            let own = self.now(index).unknown_names();
            if own.is_disjoint(names) {
                continue;
            }
            told.extend(names.iter().filter(|name| own.contains(*name)).map(String::as_str));
            let mut outcomes: Vec<(Value, Bits)> = Vec::new();
            let mut is_alone = true;
            for (atom, value) in &fact.values {
                match self.with(&[(index, value)]) {
                    Some(tried) if tried.value.unknown_names().is_empty() => {
                        let known = outcomes.iter_mut().find(|(result, _)| *result == tried.value);
                        match known {
                            Some((_, bits)) => bits.add(*atom),
                            None => outcomes.push((tried.value, fact.bits(&[*atom]))),
                        }
                    }
                    _ => is_alone = false,
                }
            }
            // A fact that is null is known not to be there, which no register says of what it did not answer.
            let said =
                outcomes.into_iter().map(|(result, bits)| (wanted::of_atoms(&fact.axis, &bits), result));
            let outcomes = if is_alone && fact.is_exact { said.collect() } else { Vec::new() };
            found.push(OpenFact { path: fact.name.clone(), outcomes });
        }
        let rest = names.iter().filter(|name| !told.contains(name.as_str()));
        let rest: Vec<OpenFact> =
            rest.map(|name| OpenFact { path: name.clone(), outcomes: Vec::new() }).collect();
        found.extend(rest);
        found
    }

    /// Single facts that would have given another result, or else pairs of them.
    fn changes(&mut self, result: &Value, hoped: Option<&Value>) -> Vec<Change> {
        let is_other = |value: &Value| {
            value.unknown_names().is_empty() && value != result && hoped.is_none_or(|hoped| hoped == value)
        };
        let now: Vec<Value> = (0..self.facts.len()).map(|fact| self.now(fact)).collect();
        let before = self.with(&[]).map(|tried| tried.trace).unwrap_or_default();
        let mut found: Vec<Change> = Vec::new();
        for (index, fact) in self.facts.iter().enumerate() {
            let mut ways: Vec<(Value, Bits, Vec<DecisionTrace>)> = Vec::new();
            for (atom, value) in
                fact.values.iter().filter(|(_, value)| *value != now[index] && !value.is_null())
            {
                let Some(tried) = self.with(&[(index, value)]) else { break };
                if !is_other(&tried.value) {
                    continue;
                }
                match ways.iter_mut().find(|(value, ..)| *value == tried.value) {
                    Some((_, bits, _)) => bits.add(*atom),
                    None => ways.push((tried.value, fact.bits(&[*atom]), tried.trace)),
                }
            }
            for (result, bits, trace) in ways {
                let wanted = wanted_of(fact, &bits);
                let changed = ChangedFact { path: fact.name.clone(), value: now[index].clone(), wanted };
                let annotations = annotations(&before, &trace);
                found.push(Change { facts: vec![changed], result, annotations });
            }
        }
        if found.is_empty() {
            self.pairs(&now, &is_other, &before, &mut found);
        }
        found.truncate(limits::CHANGES_MAX);
        found
    }

    fn pairs(
        &mut self,
        now: &[Value],
        is_other: &dyn Fn(&Value) -> bool,
        before: &[DecisionTrace],
        found: &mut Vec<Change>,
    ) {
        for (first, one) in self.facts.iter().enumerate() {
            for (second, other) in self.facts.iter().enumerate().skip(first + 1) {
                let mut ways: Vec<(Value, Bits, Bits, Vec<DecisionTrace>)> = Vec::new();
                for (one_atom, one_value) in one.values.iter().filter(|(_, value)| !value.is_null()) {
                    for (other_atom, other_value) in other.values.iter().filter(|(_, value)| !value.is_null())
                    {
                        let Some(tried) = self.with(&[(first, one_value), (second, other_value)]) else {
                            return;
                        };
                        if is_other(&tried.value) && !ways.iter().any(|(value, ..)| *value == tried.value) {
                            let bits = (one.bits(&[*one_atom]), other.bits(&[*other_atom]));
                            ways.push((tried.value, bits.0, bits.1, tried.trace));
                        }
                    }
                }
                for (result, one_bits, other_bits, trace) in ways {
                    let facts = [(first, one, one_bits), (second, other, other_bits)];
                    let facts = facts.map(|(index, fact, bits)| ChangedFact {
                        path: fact.name.clone(),
                        value: now[index].clone(),
                        wanted: wanted_of(fact, &bits),
                    });
                    let annotations = annotations(before, &trace);
                    found.push(Change { facts: facts.to_vec(), result, annotations });
                    if found.len() >= limits::CHANGES_MAX {
                        return;
                    }
                }
            }
        }
    }
}

/// What a fact would have to be; of one that is computed with, only the tried values are known.
fn wanted_of(fact: &Fact, bits: &Bits) -> Wanted {
    if fact.is_exact {
        return wanted::of_atoms(&fact.axis, bits);
    }
    let tried = fact.values.iter().filter(|(atom, _)| bits.has(*atom)).map(|(_, value)| value.clone());
    Wanted::Values { values: tried.collect(), negated: false }
}

/// Annotations of the rules that fired in one of two evaluations but not in the other.
fn annotations(before: &[DecisionTrace], after: &[DecisionTrace]) -> Vec<(String, String)> {
    let fired = |trace: &[DecisionTrace]| -> Vec<(String, usize, Vec<(String, String)>)> {
        let rules = trace.iter().flat_map(|trace| &trace.rules);
        rules.map(|rule| (rule.element.clone(), rule.rule, rule.annotations.clone())).collect()
    };
    let (before, after) = (fired(before), fired(after));
    let only = |one: &[(String, usize, Vec<(String, String)>)],
                other: &[(String, usize, Vec<(String, String)>)]| {
        one.iter().filter(|rule| !other.contains(rule)).flat_map(|rule| rule.2.clone()).collect::<Vec<_>>()
    };
    let gone = only(&before, &after);
    let mut found = if gone.is_empty() { only(&after, &before) } else { gone };
    found.retain(|(_, text)| !text.trim().is_empty());
    found.dedup();
    found
}
