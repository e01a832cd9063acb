//! dsntk, the other engine in Rust.

use std::sync::Arc;

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{Evaluator, FeelScope, Name};
use dsntk_model::{DmnElement, NamedElement};
use dsntk_model_evaluator::ModelEvaluator;

use crate::Failure;
use crate::table::{KINDS, People};

pub struct Engine {
    evaluator: Arc<ModelEvaluator>,
    namespace: String,
    name: String,
}

impl Engine {
    /// In models it knows this type by the name of DMN 1.1 alone.
    pub fn new(model: &str) -> Result<Engine, Failure> {
        let model = &model.replace("years and months duration", "yearMonthDuration");
        let definitions = dsntk_model::parse(model).map_err(|error| error.to_string())?;
        let (namespace, name) = (definitions.namespace().to_owned(), definitions.name().to_owned());
        let evaluator = ModelEvaluator::new(&[definitions]).map_err(|error| error.to_string())?;
        Ok(Engine { evaluator, namespace, name })
    }

    pub fn evaluate(&self, person: &FeelContext) -> Value {
        self.evaluator.evaluate_invocable(&self.namespace, &self.name, "support", person)
    }

    /// The reason as text.
    pub fn reason(&self, person: &FeelContext) -> String {
        match self.evaluate(person) {
            Value::Context(context) => {
                context.get_entry(&"reason".into()).map_or(String::new(), ToString::to_string)
            }
            other => other.to_string(),
        }
    }
}

pub fn person(people: &People, at: usize, as_value: &afaq_feel::Value) -> Result<FeelContext, Failure> {
    let failed = |error: dsntk_common::DsntkError| error.to_string();
    let mut context = FeelContext::default();
    let date = as_value.to_string();
    let date = date.trim_start_matches("@\"").trim_end_matches('"');
    let set =
        |context: &mut FeelContext, name: &str, value: Value| context.set_entry(&Name::from(name), value);
    set(&mut context, "birth", Value::try_from_xsd_date(date).map_err(failed)?);
    let income = format!("{}.{:03}", people.income[at] / 1000, people.income[at] % 1000);
    set(&mut context, "income", Value::try_from_xsd_decimal(&income).map_err(failed)?);
    set(&mut context, "kind", Value::String(KINDS[people.kind[at] as usize].to_owned()));
    let stay = format!("P{}M", people.stay[at]);
    set(&mut context, "stay", Value::try_from_xsd_duration(&stay).map_err(failed)?);
    Ok(context)
}

/// An expression, parsed and prepared, with its variables.
pub fn condition(text: &str) -> Result<(Evaluator, FeelScope), Failure> {
    let mut applicant = FeelContext::default();
    applicant.set_entry(&"age".into(), Value::Number(34.into()));
    applicant.set_entry(
        &"salary".into(),
        Value::try_from_xsd_decimal("410.500").map_err(|error| error.to_string())?,
    );
    let mut known = FeelContext::default();
    known.set_entry(&"applicant".into(), Value::Context(applicant));
    known.set_entry(&"degree".into(), Value::String("severe".to_owned()));
    let scope = FeelScope::default();
    scope.push(known);
    let node = dsntk_feel_parser::parse_expression(&scope, text, false).map_err(|error| error.to_string())?;
    Ok((dsntk_feel_evaluator::prepare(&node), scope))
}

pub fn parse(scope: &FeelScope, text: &str) -> bool {
    dsntk_feel_parser::parse_expression(scope, text, false).is_ok()
}
