//! Small values out of YAML: texts, spans, ids.

use afaq_base::{Span, Text};

use crate::yaml::{Node, Value};

/// A text in both languages; what is missing stays empty (the shape's check reports it).
pub(crate) fn words(node: &Node) -> Text {
    let mut text = Text::default();
    for (key, value) in node.entries() {
        let Some(found) = value.text() else { continue };
        match key.text.as_str() {
            "ar" => found.clone_into(&mut text.ar),
            "en" => found.clone_into(&mut text.en),
            // Not a language: the choice that has it keeps it.
            crate::shape::FEMININE => {}
            other => {
                text.more.insert(other.to_owned(), found.to_owned());
            }
        }
    }
    text
}

/// The text in both languages under a key.
pub(crate) fn words_of(node: &Node, key: &str) -> Option<Text> {
    node.get(key).filter(|found| found.is_map()).map(words)
}

/// A list of texts under a key.
pub(crate) fn list_of(node: &Node, key: &str) -> Vec<String> {
    node.get(key).map(texts).unwrap_or_default()
}

/// The texts of a list.
pub(crate) fn texts(node: &Node) -> Vec<String> {
    node.items().iter().filter_map(Node::text).map(str::to_owned).collect()
}

/// A length of time: `P5D`, `5 working days`, `{working_days: 5}`.
pub(crate) fn span(node: &Node) -> Option<Span> {
    match &node.value {
        Value::Scalar { text, .. } => Span::parse(text).ok(),
        Value::Map(entries) => {
            let [(key, value)] = entries.as_slice() else { return None };
            match key.text.as_str() {
                "working_days" => Span::working_days(value.integer()?).ok(),
                "working_hours" => Span::working_hours(value.integer()?).ok(),
                "days" | "calendar" => Span::parse(value.text()?).ok(),
                _ => None,
            }
        }
        Value::List(_) => None,
    }
}

/// The length of time under a key.
pub(crate) fn span_of(node: &Node, key: &str) -> Option<Span> {
    node.get(key).and_then(span)
}
