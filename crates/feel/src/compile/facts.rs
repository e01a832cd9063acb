//! The facts that compiled expressions read, each with a place in a row.

use std::sync::Arc;

use crate::{Context, Value};

/// The facts that compiled expressions read, each in a slot of a row: `age`, `applicant.salary`.
///
/// Paths are sorted and none begins with another one: who reads `applicant` as a whole finds its members there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    paths: Vec<Vec<Arc<str>>>,
}

impl Facts {
    /// The slots for these paths; a path below another one of them needs no slot of its own.
    pub fn of<P, N>(paths: impl IntoIterator<Item = P>) -> Facts
    where
        P: IntoIterator<Item = N>,
        N: Into<Arc<str>>,
    {
        let paths = paths.into_iter().map(|path| path.into_iter().map(Into::into).collect());
        let mut paths: Vec<Vec<Arc<str>>> = paths.filter(|path: &Vec<Arc<str>>| !path.is_empty()).collect();
        paths.sort();
        paths.dedup_by(|next, kept| next.starts_with(kept));
        Facts { paths }
    }

    /// How many slots a row has.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether a row has no slots.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The paths, in the order of the slots.
    pub fn iter(&self) -> impl Iterator<Item = &[Arc<str>]> {
        self.paths.iter().map(Vec::as_slice)
    }

    /// The path of a slot, with dots between its names.
    pub fn name(&self, slot: usize) -> String {
        self.paths.get(slot).map(|path| path.join(".")).unwrap_or_default()
    }

    /// The slot of a path with dots, such as `applicant.salary`.
    pub fn slot(&self, path: &str) -> Option<usize> {
        self.paths.binary_search_by(|known| known.iter().map(|name| &**name).cmp(path.split('.'))).ok()
    }

    /// The slot in which a path or the beginning of it stands, and how many of its names that takes.
    pub(super) fn find(&self, path: &[&str]) -> Option<(usize, usize)> {
        (1..=path.len()).find_map(|length| {
            let head = path[..length].iter().copied();
            let at = self.paths.binary_search_by(|known| known.iter().map(|name| &**name).cmp(head.clone()));
            at.ok().map(|slot| (slot, length))
        })
    }

    /// The slots that a path reads: the one above it, or all below it.
    pub(super) fn touched_by(&self, path: &[String]) -> impl Iterator<Item = usize> {
        let is_touched =
            move |known: &[Arc<str>]| known.iter().zip(path).all(|(left, right)| **left == **right);
        self.paths.iter().enumerate().filter(move |(_, known)| is_touched(known)).map(|(slot, _)| slot)
    }

    /// The value of a slot's path in variables, if every name on the way is there.
    pub(super) fn look<'v>(&self, slot: usize, vars: &'v Context) -> Option<&'v Value> {
        let (first, rest) = self.paths.get(slot)?.split_first()?;
        let mut value = vars.get(first)?;
        for name in rest {
            let Value::Context(context) = value else { return None };
            value = context.get(name)?;
        }
        Some(value)
    }

    /// The row that variables give; what they lack is null.
    pub fn row(&self, vars: &Context) -> Vec<Value> {
        (0..self.len()).map(|slot| self.look(slot, vars).cloned().unwrap_or_default()).collect()
    }

    /// A row as variables; slots that the row lacks are null.
    pub fn context(&self, row: &[Value]) -> Context {
        self.part(row, 0..self.len())
    }

    /// Some slots of a row as variables.
    pub(super) fn part(&self, row: &[Value], slots: impl IntoIterator<Item = usize>) -> Context {
        let mut vars = Context::new();
        for slot in slots {
            if let Some(path) = self.paths.get(slot) {
                set(&mut vars, path, row.get(slot).cloned().unwrap_or_default());
            }
        }
        vars
    }
}

fn set(context: &mut Context, path: &[Arc<str>], value: Value) {
    match path {
        [] => {}
        [name] => context.set(name.clone(), value),
        [name, rest @ ..] => {
            let mut inner = match context.get(name) {
                Some(Value::Context(inner)) => (**inner).clone(),
                _ => Context::new(),
            };
            set(&mut inner, rest, value);
            context.set(name.clone(), Value::context(inner));
        }
    }
}
