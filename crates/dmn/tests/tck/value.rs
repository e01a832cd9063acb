//! Values as the suite writes them, and when two of them are the same.

use std::sync::Arc;

use afaq_feel::{Context, Decimal, Rounding, Value};
use roxmltree::Node;

use super::case::{Local, name_of};

const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The value inside a node: `value`, `list` or components.
pub fn read(node: Node<'_, '_>) -> Result<Value, String> {
    let mut context = Context::new();
    let mut has_components = false;
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "value" => return simple(child),
            "list" => {
                let items = child.children().filter(|item| item.has_tag_name_local("item"));
                return Ok(Value::List(Arc::new(items.map(read).collect::<Result<_, _>>()?)));
            }
            "component" => {
                has_components = true;
                context.set(name_of(child).as_str(), read(child)?);
            }
            _ => {}
        }
    }
    Ok(if has_components { Value::Context(Arc::new(context)) } else { Value::Null })
}

fn simple(node: Node<'_, '_>) -> Result<Value, String> {
    if node.attribute((INSTANCE, "nil")) == Some("true") {
        return Ok(Value::Null);
    }
    let text = node.text().unwrap_or("");
    let kind = node.attribute((INSTANCE, "type")).unwrap_or("xsd:string");
    let kind = kind.rsplit(':').next().unwrap_or(kind);
    let trimmed = text.trim();
    let bad = || format!("the suite's value `{text}` of type {kind} cannot be read");
    match kind {
        "string" => Ok(Value::String(Arc::from(text))),
        "boolean" => Ok(Value::Boolean(trimmed == "true" || trimmed == "1")),
        "decimal" | "double" | "integer" | "int" | "long" | "float" => {
            trimmed.parse().map(Value::Number).map_err(|_| bad())
        }
        "date" => trimmed.parse().map(Value::Date).map_err(|_| bad()),
        "time" => trimmed.parse().map(Value::Time).map_err(|_| bad()),
        "dateTime" => trimmed.parse().map(Value::DateTime).map_err(|_| bad()),
        "duration" => trimmed
            .parse()
            .map(Value::DaysTime)
            .or_else(|_| trimmed.parse().map(Value::YearsMonths))
            .map_err(|_| bad()),
        _ => Err(bad()),
    }
}

/// How numbers are compared.
#[derive(Clone, Copy)]
pub enum Digits {
    /// All that the suite writes.
    Written,
    /// Eight after the point: the suite's value comes from binary arithmetic.
    Eight,
}

/// Numbers are the same by value, contexts by their entries in any order.
pub fn same(expected: &Value, actual: &Value, compared: Digits) -> bool {
    match (expected, actual) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b, compared))
        }
        (Value::Context(a), Value::Context(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, value)| b.get(name).is_some_and(|other| same(value, other, compared)))
        }
        (Value::Number(expected), Value::Number(actual)) => {
            expected == actual || is_rounded(*expected, *actual, compared)
        }
        _ => expected == actual,
    }
}

/// The suite writes long fractions rounded: ours, rounded to as many digits, must be what it writes.
fn is_rounded(expected: Decimal, actual: Decimal, compared: Digits) -> bool {
    let digits = expected.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    if digits < 8 {
        return false;
    }
    match compared {
        Digits::Eight => {
            let tolerance = Decimal::new(1, 8).unwrap();
            expected.checked_sub(actual).is_some_and(|rest| rest.abs() <= tolerance)
        }
        Digits::Written => {
            let scale = i32::try_from(digits).unwrap();
            [Rounding::HalfEven, Rounding::Down]
                .iter()
                .any(|mode| actual.round(scale, *mode) == Some(expected))
        }
    }
}
