//! Taking a decision: outcome, reasons from the rules, the text in both languages, then minutes to undo it.

use askama::Template;

use crate::form::{Block, Choice, FieldError, Hidden};
use crate::html::{Code, Foreign, Href, Typed, Words};
use crate::parts::{Notice, Row, Tag};
use crate::shell::Shell;

/// The page on which an officer decides.
#[derive(Template)]
#[template(path = "desk/decide.html")]
pub struct DecidePage {
    /// The frame.
    pub s: Shell,
    /// Number of the case.
    pub number: Code,
    /// The service.
    pub service: Words,
    /// The applicant.
    pub applicant: Foreign,
    /// What the rules recommend: the outcome.
    pub recommended: Tag,
    /// Says that the rules could not decide, since facts are missing.
    pub is_undetermined: bool,
    /// The facts that the rules used.
    pub used: Vec<Row>,
    /// What the officer must know first.
    pub notices: Vec<Notice>,
    /// Where it is posted: `outcome`, `reason` (repeats), `text_ar`, `text_en`; the button `do` says `preview` or `prepare`.
    pub action: Href,
    /// Hidden values, such as the version of the case.
    pub hidden: Vec<Hidden>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// What the officer fills in for the task.
    pub asks: Vec<Block>,
    /// The possible outcomes.
    pub outcomes: Vec<Choice>,
    /// Reasons to choose from: those that the rules found, then those that only officers give.
    pub reasons: Vec<ReasonChoice>,
    /// All others: nothing in the case speaks for them, so they are folded away and told without values.
    pub others: Vec<ReasonChoice>,
    /// Says that the others are unfolded.
    pub are_others_open: bool,
    /// The officer's own words in Arabic.
    pub text_ar: Typed,
    /// The officer's own words in English.
    pub text_en: Typed,
    /// The letter as it will leave; nothing before the first preview.
    pub preview: Option<LetterPreview>,
    /// Ready sentences of the body.
    pub templates: Vec<Choice>,
    /// Says that a second officer must sign.
    pub needs_second: bool,
    /// For how many minutes the decision can be undone.
    pub undo_minutes: usize,
    /// Where one goes without deciding.
    pub cancel: Href,
}

impl DecidePage {
    /// Finds what is wrong with one field.
    #[must_use]
    pub fn error_of(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field.as_str() == field)
    }
}

/// One reason to choose.
#[derive(Clone, Debug)]
pub struct ReasonChoice {
    /// Id of its field: `reason-0`, the next `reason-1`.
    pub field: Typed,
    /// What is sent, what is read, and whether it is chosen.
    pub choice: Choice,
    /// The law behind it; may be empty.
    pub law: Words,
    /// Says that nobody confirmed the law yet.
    pub is_unverified: bool,
}

/// The letter in both languages.
#[derive(Clone, Debug)]
pub struct LetterPreview {
    /// Paragraphs in Arabic.
    pub ar: Vec<Words>,
    /// Paragraphs in English.
    pub en: Vec<Words>,
}
