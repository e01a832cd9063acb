//! YAML of files that are no packs, such as scenarios of simulations, as JSON, under the same limits.

use serde_json::{Map, Number, Value as Json};

use super::{Node, Style, Value, read};
use crate::problem::{Problem, Problems};
use crate::source::Source;

/// Reads YAML into JSON: what stands without quotation marks may be a number, a truth value or nothing.
///
/// # Errors
///
/// Why it cannot be read, with places.
pub fn yaml_to_json(name: &str, text: &str) -> Result<Json, Vec<Problem>> {
    let source = Source::new(name, text);
    let mut problems = Problems::default();
    let root = read(&source, text, 1, &mut problems);
    match root {
        Some(root) if !problems.has_errors() => Ok(json(&root)),
        None if !problems.has_errors() => Ok(Json::Null),
        _ => Err(problems.finish()),
    }
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Scalar { text, style: Style::Plain } => plain(text),
        Value::Scalar { text, .. } => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.text.clone(), json(value)));
            Json::Object(entries.collect::<Map<String, Json>>())
        }
    }
}

fn plain(text: &str) -> Json {
    match text {
        "" | "~" | "null" => Json::Null,
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        _ => {
            let whole = text.parse::<i64>().ok().map(Number::from);
            let number = whole.or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64));
            number.map_or_else(|| Json::String(text.to_owned()), Json::Number)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::yaml_to_json;

    #[test]
    fn yaml_becomes_json_with_its_kinds() {
        let text = "days: 90\nshare: 0.5\nyes: true\nnone: ~\nquoted: \"7\"\nlist: [a, 1]\n";
        let wanted =
            json!({"days": 90, "share": 0.5, "yes": true, "none": null, "quoted": "7", "list": ["a", 1]});
        assert_eq!(yaml_to_json("scenario.yaml", text).ok(), Some(wanted));
    }

    #[test]
    fn what_is_no_yaml_is_told_with_its_place() {
        let problems = yaml_to_json("scenario.yaml", "a: [1\nb: 2").expect_err("it is refused");
        assert!(problems.iter().any(|problem| &*problem.file == "scenario.yaml"));
    }
}
