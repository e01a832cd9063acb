//! Taking a decision: outcome, reasons from the rules, the text in both languages, then minutes to undo it.

use askama::Template;

use crate::form::{Block, Choice, FieldError, Hidden};
use crate::html::{Code, Foreign, Href, Typed, Words};
use crate::parts::{Notice, Tag};
use crate::portal::cases::ReasonView;
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
    /// What the rules say, with their reasons.
    pub rule_reasons: Vec<ReasonView>,
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
    /// Reasons to choose from: those of the rules and the templates of the body.
    pub reasons: Vec<Choice>,
    /// The officer's own words in Arabic.
    pub text_ar: Typed,
    /// The officer's own words in English.
    pub text_en: Typed,
    /// The letter as it will leave; nothing before the first preview.
    pub preview: Option<LetterPreview>,
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

/// The letter in both languages.
#[derive(Clone, Debug)]
pub struct LetterPreview {
    /// Paragraphs in Arabic.
    pub ar: Vec<Words>,
    /// Paragraphs in English.
    pub en: Vec<Words>,
}
