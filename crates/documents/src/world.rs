//! All that a template can see: itself, our library, the request's values and pictures, the embedded fonts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

use crate::fonts::FONTS;

/// The name under which the template appears in problems.
pub const TEMPLATE: &str = "template.typ";
/// The name under which templates import our library.
pub const LIBRARY: &str = "afaq.typ";

/// `a11y-extras` lets the library mark the first cell of a row as the row's header.
static STANDARD: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

static AFAQ: LazyLock<Option<Source>> =
    LazyLock::new(|| id(LIBRARY).map(|id| Source::new(id, include_str!("typst/afaq.typ").to_owned())));

/// The closed world of one document.
pub struct Closed {
    template: Source,
    files: BTreeMap<String, Bytes>,
}

impl Closed {
    /// A world of a template and further files by name. `None` if the typesetting library refuses our own names.
    pub fn new(template: String, files: BTreeMap<String, Bytes>) -> Option<Self> {
        Some(Self { template: Source::new(id(TEMPLATE)?, template), files })
    }

    /// The template's source.
    pub const fn template(&self) -> &Source {
        &self.template
    }
}

fn id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// Packages would have to come from the network: there are none.
fn name_of(id: FileId) -> Option<&'static str> {
    let path = id.get();
    match path.root() {
        VirtualRoot::Project => Some(path.vpath().get_without_slash()),
        VirtualRoot::Package(_) => None,
    }
}

fn refuse<T>(id: FileId) -> FileResult<T> {
    Err(FileError::Other(Some(match name_of(id) {
        Some(name) => {
            format!("`{name}` does not exist here: a template sees `{LIBRARY}` and the pack's `assets/` only")
                .into()
        }
        None => format!("packages cannot be used: a template sees `{LIBRARY}` and the pack's `assets/` only")
            .into(),
    })))
}

impl World for Closed {
    fn library(&self) -> &LazyHash<Library> {
        &STANDARD
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match name_of(id) {
            Some(TEMPLATE) => Ok(self.template.clone()),
            Some(LIBRARY) => AFAQ.clone().map_or_else(|| refuse(id), Ok),
            _ => refuse(id),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        name_of(id).and_then(|name| self.files.get(name)).cloned().map_or_else(|| refuse(id), Ok)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    /// No clock: the moment of issue is part of the request.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
