//! The names that an expression may use, with their types.

use std::collections::BTreeMap;

use crate::Type;

/// Names known when an expression is read; names may hold spaces and letters of any script.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    names: BTreeMap<String, Type>,
    types: BTreeMap<String, Type>,
}

impl Scope {
    /// A scope without names.
    pub fn new() -> Scope {
        Scope::default()
    }

    /// The scope with one more name.
    #[must_use]
    pub fn with(mut self, name: impl AsRef<str>, kind: Type) -> Scope {
        self.add(name, kind);
        self
    }

    /// Adds a name; runs of spaces in it count as one.
    pub fn add(&mut self, name: impl AsRef<str>, kind: Type) {
        self.names.insert(normalize_name(name.as_ref()), kind);
    }

    /// The scope with one more named type, for `instance of` and the parameters of functions.
    #[must_use]
    pub fn with_type(mut self, name: impl AsRef<str>, kind: Type) -> Scope {
        self.types.insert(normalize_name(name.as_ref()), kind);
        self
    }

    /// A named type, or one of FEEL's own.
    pub fn find_type(&self, name: &str) -> Option<Type> {
        self.types.get(name).cloned().or_else(|| Type::by_name(name))
    }

    /// The type of a name.
    pub fn get(&self, name: &str) -> Option<&Type> {
        self.names.get(name)
    }

    /// The names and their types.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Type)> {
        self.names.iter().map(|(name, kind)| (name.as_str(), kind))
    }
}

/// Runs of spaces become one.
pub(crate) fn normalize_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
