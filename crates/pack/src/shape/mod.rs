//! The shape of every YAML file, as one table: the reader's check and the published JSON Schemas
//! are made from it.

mod check;
mod schema;
mod table;

pub use check::check;
pub(crate) use check::{FEMININE, is_id, is_language};
pub use schema::schema;
pub use table::{
    DATA, DECISION, FORM, MESSAGES, REASONS, REGISTERS, SCENARIO, SERVICE, SHARED_CONCEPTS, SURVIVORS,
};

/// What a value may look like.
#[derive(Debug)]
pub enum Ty {
    /// A text in both languages: `{ar: …, en: …}`.
    Words,
    /// Lists of words in both languages.
    WordLists,
    /// A line of text.
    Line,
    /// An id: small Latin letters, digits and `_`.
    Id,
    /// Ids joined by dots.
    Path,
    /// `true` or `false`.
    Bool,
    /// A whole number within bounds.
    Int(i64, i64),
    /// A decimal number.
    Decimal,
    /// A span: `P1Y` or `{working_days: 5}`.
    Span,
    /// A date, `2026-11-22`.
    Date,
    /// A Kuwaiti civil number.
    CivilNumber,
    /// An expression in FEEL.
    Feel,
    /// One of several words.
    Enum(&'static [&'static str]),
    /// A list with the most items.
    List(&'static Ty, usize),
    /// A map of a fixed shape.
    Map(&'static Shape),
    /// A map whose keys are names.
    Named(Name, &'static Ty),
    /// The first that fits: of a scalar, a list or a map.
    Either(&'static [Ty]),
    /// A value as a person would type it: text, list of texts or list of maps.
    Answer,
}

/// What names look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// One id.
    Id,
    /// Ids joined by dots.
    Path,
    /// Anything.
    Any,
}

/// A map of a fixed shape.
#[derive(Debug)]
pub struct Shape {
    /// The name in the schemas.
    pub name: &'static str,
    /// What it is, in English, for editors.
    pub about: &'static str,
    /// The keys.
    pub fields: &'static [Field],
    /// What other keys may be and hold.
    pub rest: Option<(Name, &'static Ty)>,
}

/// One key of a map.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it holds.
    pub ty: Ty,
    /// What it is for, in English, for editors.
    pub about: &'static str,
}
