//! Makes a request's texts fit to be printed: no control characters, nothing that the fonts cannot show.

use std::collections::BTreeSet;

use afaq_base::{Text, text};
use serde_json::{Map, Value};

use crate::fonts::FONTS;

/// What stands for a character that no embedded font has.
const REPLACEMENT: char = '\u{FFFD}';

/// Cleans texts and remembers what it had to replace.
#[derive(Debug, Default)]
pub struct Cleaner {
    /// The characters that were replaced, each once, in order of their code points.
    pub replaced: BTreeSet<char>,
}

impl Cleaner {
    /// One text: bidirectional controls and invisible marks go (they could make a name read differently from
    /// what it is), and what cannot be shown becomes a visible box.
    pub fn text(&mut self, raw: &str) -> String {
        text::clean_text(raw)
            .chars()
            .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
            .map(|c| if is_printable(c) { c } else { self.replace(c) })
            .collect()
    }

    /// A text in all its languages.
    pub fn bilingual(&mut self, text: &Text) -> Text {
        text.map(|one| self.text(one))
    }

    /// All texts of a value. The request's check has limited the depth.
    pub fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.value(item)).collect()),
            // Keys are names that the template asks for and stay as they are.
            Value::Object(fields) => Value::Object(
                fields.iter().map(|(key, field)| (key.clone(), self.value(field))).collect::<Map<_, _>>(),
            ),
        }
    }

    fn replace(&mut self, c: char) -> char {
        self.replaced.insert(c);
        REPLACEMENT
    }
}

/// Joiners shape Arabic and Persian words and show nothing themselves.
fn is_printable(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200C}' | '\u{200D}') || FONTS.has(c)
}
