//! A page of sections: words, rows, tables and what can be done; for the team, for quality, for services.

use askama::Template;

use crate::desk::cases::DeskAction;
use crate::form::Hidden;
use crate::html::{Foreign, Href, Words};
use crate::parts::{Notice, Row, Value};
use crate::shell::Shell;

/// A page of sections.
#[derive(Template)]
#[template(path = "desk/sections.html")]
pub struct SectionsPage {
    /// The frame.
    pub s: Shell,
    /// A line above the title; may be empty.
    pub over: Words,
    /// Some words under the title; may be empty.
    pub intro: Words,
    /// What must be known first.
    pub notices: Vec<Notice>,
    /// What can be done on the page as a whole.
    pub actions: Vec<DeskAction>,
    /// The sections.
    pub sections: Vec<Section>,
}

impl SectionsPage {
    /// A page without anything on it yet.
    #[must_use]
    pub fn new(s: Shell) -> Self {
        Self {
            s,
            over: Words::default(),
            intro: Words::default(),
            notices: Vec::new(),
            actions: Vec::new(),
            sections: Vec::new(),
        }
    }
}

/// One section.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its heading.
    pub heading: Words,
    /// Paragraphs.
    pub words: Vec<Words>,
    /// Labels and values.
    pub rows: Vec<Row>,
    /// A table.
    pub table: Option<Table>,
    /// A list of sentences.
    pub list: Vec<Words>,
    /// Lines that people wrote.
    pub quotes: Vec<Foreign>,
    /// What can be done.
    pub actions: Vec<DeskAction>,
}

impl Section {
    /// A section with a heading.
    pub fn new(heading: impl Into<Words>) -> Self {
        Self { heading: heading.into(), ..Self::default() }
    }
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What the columns hold.
    pub head: Vec<Words>,
    /// The rows; the first cell names the row.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The cells of a row, each with what its column holds.
    pub fn pairs<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = (&'a Words, &'a Cell)> {
        self.head.iter().zip(row)
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// A value.
    Value(Value),
    /// A value that leads somewhere.
    Link(Value, Href),
    /// A button that acts at once, with what tells it from the same button of other rows.
    Act(Href, Words, Words),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Words in a cell.
    pub fn words(words: impl Into<Words>) -> Self {
        Self::Value(Value::Words(words.into()))
    }
}

/// Many cases at once: what is asked, and what came or would come of each.
#[derive(Template)]
#[template(path = "desk/bulk.html")]
pub struct BulkPage {
    /// The frame.
    pub s: Shell,
    /// Some words under the title.
    pub intro: Words,
    /// What must be known first.
    pub notices: Vec<Notice>,
    /// What is wrong in the form.
    pub errors: Vec<crate::form::FieldError>,
    /// Where the form is sent.
    pub action: Href,
    /// The cases, and what was chosen before.
    pub hidden: Vec<Hidden>,
    /// The questions; none when all is said.
    pub blocks: Vec<crate::form::Block>,
    /// The buttons: what they send as `do`, and what they say; the first is the main one.
    pub buttons: Vec<(&'static str, Words)>,
    /// The cases.
    pub table: Table,
    /// Where one goes without doing anything, or afterwards.
    pub back: crate::parts::Link,
}
