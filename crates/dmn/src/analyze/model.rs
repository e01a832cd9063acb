//! Analyzes all tables of a model, wherever they stand, with the types that the model gives to their inputs.

use super::{Finding, analyze};
use crate::compile::program::{Kind, Logic};
use crate::model::{Expression, ExpressionKind, Model};

impl Model {
    /// Findings about all tables of the model, each with the name of the decision or knowledge model around it.
    #[must_use]
    pub fn analyze(&self, others: &[&Model]) -> Vec<(String, Finding)> {
        let (compiled, _) = self.compile_lenient(others);
        let program = &compiled.program;
        let mut findings = Vec::new();
        for decision in &self.decisions {
            let node = program.by_name.get(&decision.name).map(|node| &program.nodes[*node].kind);
            if let (Some(expression), Some(Kind::Decision { logic, .. })) = (&decision.expression, node) {
                walk(&decision.name, expression, logic, &mut findings);
            }
        }
        for knowledge in &self.knowledge_models {
            let node = program.by_name.get(&knowledge.name).map(|node| &program.nodes[*node].kind);
            let body = knowledge.function.as_ref().and_then(|function| function.body.as_ref());
            if let (Some(body), Some(Kind::Knowledge(logic))) = (body, node) {
                walk(&knowledge.name, body, &logic.body, &mut findings);
            }
        }
        findings
    }
}

/// Goes through the source and its logic side by side.
fn walk(owner: &str, expression: &Expression, logic: &Logic, findings: &mut Vec<(String, Finding)>) {
    if let Logic::Typed(_, inner) = logic {
        return walk(owner, expression, inner, findings);
    }
    match (&expression.kind, logic) {
        (ExpressionKind::DecisionTable(table), Logic::Table(logic)) => {
            findings
                .extend(analyze(table, &logic.types).into_iter().map(|finding| (owner.to_owned(), finding)));
        }
        (ExpressionKind::Context(entries), Logic::Context(logics)) => {
            for (entry, (_, logic)) in entries.iter().zip(logics) {
                walk(owner, &entry.value, logic, findings);
            }
        }
        (ExpressionKind::Invocation { bindings, .. }, Logic::Invocation { bindings: logics, .. }) => {
            for (binding, (_, logic)) in bindings.iter().zip(logics) {
                walk(owner, &binding.value, logic, findings);
            }
        }
        (ExpressionKind::Function(definition), Logic::Function(logic)) => {
            if let Some(body) = &definition.body {
                walk(owner, body, &logic.body, findings);
            }
        }
        (ExpressionKind::List(items), Logic::List(logics)) => {
            for (item, logic) in items.iter().zip(logics) {
                walk(owner, item, logic, findings);
            }
        }
        (
            ExpressionKind::Conditional { then, otherwise, .. },
            Logic::Conditional { then: a, otherwise: b, .. },
        ) => {
            walk(owner, then, a, findings);
            walk(owner, otherwise, b, findings);
        }
        (ExpressionKind::Iterator { body, .. }, Logic::Iterator { body: logic, .. }) => {
            walk(owner, body, logic, findings);
        }
        _ => {}
    }
}
