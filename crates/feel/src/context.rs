//! Named entries in the order in which they were set.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Value;

/// Beyond this many entries a lookup goes through an index.
const SCAN_MAX: usize = 12;

/// A context: named entries in the order in which they were set.
#[derive(Clone, Debug, Default)]
pub struct Context {
    entries: Vec<(Arc<str>, Value)>,
    index: BTreeMap<Arc<str>, usize>,
}

impl Context {
    /// A context without entries.
    pub fn new() -> Context {
        Context::default()
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, name: &str) -> Option<usize> {
        if self.entries.len() <= SCAN_MAX {
            self.entries.iter().position(|(key, _)| &**key == name)
        } else {
            self.index.get(name).copied()
        }
    }

    /// The value of an entry.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.position(name).map(|at| &self.entries[at].1)
    }

    /// Sets an entry; one that exists keeps its place.
    pub fn set(&mut self, name: impl Into<Arc<str>>, value: Value) {
        let name = name.into();
        if let Some(at) = self.position(&name) {
            self.entries[at].1 = value;
            return;
        }
        self.entries.push((name.clone(), value));
        if self.entries.len() == SCAN_MAX + 1 {
            self.index = self.entries.iter().enumerate().map(|(at, (key, _))| (key.clone(), at)).collect();
        } else if self.entries.len() > SCAN_MAX {
            self.index.insert(name, self.entries.len() - 1);
        }
    }

    /// The context with one more entry.
    #[must_use]
    pub fn with(mut self, name: impl Into<Arc<str>>, value: impl Into<Value>) -> Context {
        self.set(name, value.into());
        self
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    /// The value under a path with dots, such as `applicant.gender`.
    pub fn get_path(&self, path: &str) -> Option<&Value> {
        let mut names = path.split('.');
        let mut value = self.get(names.next()?)?;
        for name in names {
            value = value.as_context()?.get(name)?;
        }
        Some(value)
    }

    /// Sets the value under a path with dots; contexts on the way are made where they are missing,
    /// and other values on the way are replaced.
    pub fn set_path(&mut self, path: &str, value: Value) {
        match path.split_once('.') {
            None => self.set(path, value),
            Some((head, rest)) => {
                // In place where nobody else holds the inner context: most contexts are made path by path.
                if let Some(at) = self.position(head)
                    && let Value::Context(inner) = &mut self.entries[at].1
                {
                    Arc::make_mut(inner).set_path(rest, value);
                    return;
                }
                let mut inner = Context::new();
                inner.set_path(rest, value);
                self.set(head, Value::context(inner));
            }
        }
    }
}

/// Equal entries; their order does not matter.
impl PartialEq for Context {
    fn eq(&self, other: &Context) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl<N: Into<Arc<str>>> FromIterator<(N, Value)> for Context {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(entries: I) -> Context {
        let mut context = Context::new();
        for (name, value) in entries {
            context.set(name, value);
        }
        context
    }
}
