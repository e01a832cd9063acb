//! The other engine, kept at a distance: what it panics at is null, what it gives becomes a value of ours.

use std::panic::{AssertUnwindSafe, catch_unwind};

use afaq_feel::{Context, Range, RangeForm, Value};
use dsntk_feel::FeelScope;
use dsntk_feel::values::Value as Theirs;

use crate::progress::{self, Engine};

/// What came of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Value(Value),
    /// Something that is no value of the standard.
    Odd(String),
    Refused,
    Panicked,
}

/// Evaluates one expression.
pub fn evaluate(text: &str) -> Outcome {
    progress::engine(Engine::Theirs);
    let run = || {
        let scope = FeelScope::default();
        match dsntk_feel_parser::parse_expression(&scope, text, false) {
            Ok(node) => outcome(&dsntk_feel_evaluator::evaluate(&scope, &node)),
            Err(_) => Outcome::Refused,
        }
    };
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(Outcome::Panicked)
}

/// Evaluates a decision of a model with inputs that are written as one context.
pub fn decide(
    model: &dsntk_model_evaluator::ModelEvaluator,
    namespace: &str,
    name: &str,
    inputs: &str,
) -> Outcome {
    progress::engine(Engine::Theirs);
    let run = || {
        let scope = FeelScope::default();
        match dsntk_feel_evaluator::evaluate_context(&scope, inputs) {
            Ok(inputs) => outcome(&model.evaluate_invocable(namespace, name, "answer", &inputs)),
            Err(_) => Outcome::Refused,
        }
    };
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(Outcome::Panicked)
}

fn outcome(value: &Theirs) -> Outcome {
    match convert(value) {
        Some(value) => Outcome::Value(value),
        None => Outcome::Odd(value.to_string()),
    }
}

fn convert(value: &Theirs) -> Option<Value> {
    let text = || value.to_string();
    Some(match value {
        Theirs::Boolean(value) => Value::Boolean(*value),
        Theirs::Null(_) => Value::Null,
        Theirs::Number(_) => Value::Number(text().parse().ok()?),
        Theirs::String(text) => Value::string(text.as_str()),
        Theirs::Date(_) => Value::Date(text().parse().ok()?),
        Theirs::Time(_) => Value::Time(text().parse().ok()?),
        Theirs::DateTime(_) => Value::DateTime(text().parse().ok()?),
        Theirs::DaysAndTimeDuration(_) => Value::DaysTime(text().parse().ok()?),
        Theirs::YearsAndMonthsDuration(_) => Value::YearsMonths(text().parse().ok()?),
        Theirs::List(items) => Value::list(items.iter().map(convert).collect::<Option<_>>()?),
        Theirs::Context(entries) => {
            let mut context = Context::new();
            for (name, value) in entries.iter() {
                context.set(name.to_string(), convert(value)?);
            }
            Value::context(context)
        }
        Theirs::Range(low, low_end, high, high_end) => {
            let low = if low_end.undefined() { None } else { Some(convert(low)?) };
            let high = if high_end.undefined() { None } else { Some(convert(high)?) };
            let (low_closed, high_closed) = (low_end.closed(), high_end.closed());
            Value::Range(Range { low, low_closed, high, high_closed, form: RangeForm::Interval }.into())
        }
        Theirs::UnaryLess(end) => half(None, Some(convert(end)?), false),
        Theirs::UnaryLessOrEqual(end) => half(None, Some(convert(end)?), true),
        Theirs::UnaryGreater(end) => half(Some(convert(end)?), None, false),
        Theirs::UnaryGreaterOrEqual(end) => half(Some(convert(end)?), None, true),
        _ => return None,
    })
}

fn half(low: Option<Value>, high: Option<Value>, closed: bool) -> Value {
    let (low_closed, high_closed) = (low.is_some() && closed, high.is_some() && closed);
    Value::Range(Range { low, low_closed, high, high_closed, form: RangeForm::Interval }.into())
}
