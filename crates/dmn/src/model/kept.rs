//! The text a model was read from, so that what nobody touches is written back as it was.

use std::ops::Range;
use std::sync::Arc;

use super::Model;

/// What a model remembers of the text it was read from; nothing for a model that was built.
///
/// It says nothing about what the model means: two models that differ here alone are equal.
#[derive(Debug, Clone, Default)]
pub struct Kept(pub(crate) Option<Arc<Original>>);

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A text, and the model as it was when it had just been read.
#[derive(Debug)]
pub(crate) struct Original {
    pub(crate) xml: String,
    /// Namespace of the elements of DMN in the text.
    pub(crate) namespace: String,
    pub(crate) model: Model,
    /// The elements of the model in the order of the text.
    pub(crate) parts: Vec<Part>,
    /// Where the end tag of the root stands; none for a root without content.
    pub(crate) end: Option<usize>,
}

/// Where one element of the model stands in the text, in bytes.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) list: List,
    /// Its place in that list of the model as it was read.
    pub(crate) at: usize,
    pub(crate) range: Range<usize>,
    /// What stands inside of it and is not part of the model: extensions, sources of authority.
    pub(crate) foreign: Vec<Range<usize>>,
}

/// The lists of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Imports,
    Items,
    Inputs,
    Decisions,
    Knowledge,
    Services,
}

impl Model {
    /// Forgets the text it was read from: it is then written anew, in the namespace of DMN 1.5.
    pub fn forget_text(&mut self) {
        self.kept = Kept::default();
    }
}
