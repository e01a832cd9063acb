//! What explains a result: which decisions were asked, with what inputs, and which rules fired.

use afaq_feel::Value;

/// The result of a decision and how it came about.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Evaluation {
    /// The result; unknown when it depends on unknown facts.
    pub value: Value,
    /// The decisions that were evaluated, in the order in which they were finished.
    pub trace: Vec<DecisionTrace>,
}

/// How one decision came to its result.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DecisionTrace {
    /// Identifier of the decision.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The facts and results that its expressions name.
    pub inputs: Vec<InputUsed>,
    /// The rules that fired, in all tables that were evaluated for it.
    pub rules: Vec<FiredRule>,
    /// The rules that may fire, depending on unknown facts.
    pub undecided: Vec<FiredRule>,
    /// The result.
    pub result: Value,
    /// Why something became null, in English.
    pub notes: Vec<String>,
}

/// A fact that a decision used.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct InputUsed {
    /// Its path, as `applicant.age`.
    pub path: String,
    /// Its value.
    pub value: Value,
}

/// A rule of a table.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FiredRule {
    /// Decision or knowledge model in which the table stands.
    pub element: String,
    /// Its number in the table, from 1.
    pub rule: usize,
    /// Annotations: name of the column and text.
    pub annotations: Vec<(String, String)>,
    /// What it gives.
    pub output: Value,
}

/// Serialized functions would refuse, so they are told by their kind alone.
pub(super) fn tellable(value: &Value) -> Value {
    match value {
        Value::Function(_) => Value::String("function".into()),
        Value::List(items) if items.iter().any(has_function) => {
            Value::List(items.iter().map(tellable).collect::<Vec<_>>().into())
        }
        Value::Context(context) if context.iter().any(|(_, value)| has_function(value)) => {
            let mut told = afaq_feel::Context::new();
            context.iter().for_each(|(name, value)| told.set(name.clone(), tellable(value)));
            Value::Context(told.into())
        }
        other => other.clone(),
    }
}

fn has_function(value: &Value) -> bool {
    match value {
        Value::Function(_) => true,
        Value::List(items) => items.iter().any(has_function),
        Value::Context(context) => context.iter().any(|(_, value)| has_function(value)),
        _ => false,
    }
}
