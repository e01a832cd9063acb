//! YAML as a tree that keeps the place of everything, read under limits.

mod json;
mod read;
#[cfg(test)]
mod tests;

pub use json::yaml_to_json;
pub use read::read;

use crate::problem::Spot;
use crate::source::Source;

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it holds.
    pub value: Value,
    /// Where it begins.
    pub spot: Spot,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text, number, truth value or nothing: told apart by those who read it.
    Scalar {
        /// The text with escapes resolved.
        text: String,
        /// How it is written.
        style: Style,
    },
    /// A list.
    List(Vec<Node>),
    /// A map in the order of writing.
    Map(Vec<(Key, Node)>),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotation marks: may be a number, a truth value or nothing.
    Plain,
    /// In quotation marks: always text.
    Quoted,
    /// As a block (`|` or `>`): always text.
    Block,
}

/// A key of a map.
#[derive(Clone, Debug)]
pub struct Key {
    /// The text.
    pub text: String,
    /// Where it begins.
    pub spot: Spot,
}

impl Node {
    /// The value under a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|(one, _)| one.text == key)
            .map(|(_, node)| node)
            .filter(|node| !node.is_null())
    }

    /// The entries of a map; empty for others.
    #[must_use]
    pub fn entries(&self) -> &[(Key, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::List(_) | Value::Scalar { .. } => &[],
        }
    }

    /// The items of a list; empty for others.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            Value::Map(_) | Value::Scalar { .. } => &[],
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } if !self.is_null() => Some(text),
            Value::Scalar { .. } | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The text under a key.
    #[must_use]
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Self::text)
    }

    /// The truth value of a plain scalar.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        match &self.value {
            Value::Scalar { text, style: Style::Plain } if text == "true" => Some(true),
            Value::Scalar { text, style: Style::Plain } if text == "false" => Some(false),
            Value::Scalar { .. } | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The whole number of a scalar.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        self.text().and_then(|text| text.parse().ok())
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, style: Style::Plain } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// Whether it is a map.
    #[must_use]
    pub fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Whether it is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    /// The place of a character within a scalar.
    #[must_use]
    pub fn inside(&self, source: &Source, offset: usize) -> Spot {
        match &self.value {
            Value::Scalar { text, style } => source.inside(&self.spot, text, offset, *style == Style::Block),
            Value::List(_) | Value::Map(_) => self.spot.clone(),
        }
    }
}
