//! What can go wrong with a document, and whose task it is to mend it.

use std::fmt;

use afaq_base::ErrorCode;
use serde::{Deserialize, Serialize};

use crate::code;

/// One problem in a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateProblem {
    /// `template.typ` for the pack's template, otherwise the file of ours that refused.
    pub file: String,
    /// The line, from 1; 0 if the problem has no place.
    pub line: usize,
    /// The column in characters, from 1; 0 if the problem has no place.
    pub column: usize,
    /// What is wrong, in Typst's words.
    pub message: String,
    /// What to do, where Typst knows it.
    pub hints: Vec<String>,
}

impl fmt::Display for TemplateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        self.hints.iter().try_for_each(|hint| write!(f, " ({hint})"))
    }
}

/// Why a document could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RenderError {
    /// The request itself cannot be right.
    #[error("the document's request was refused: {what}")]
    Request {
        /// What is wrong and what to do.
        what: String,
    },
    /// The template is broken.
    #[error("the template has {} problem(s), first {}", problems.len(), FirstOf(problems))]
    Template {
        /// All problems, in the order in which they were found; never empty.
        problems: Vec<TemplateProblem>,
    },
    /// The document has too many pages.
    #[error("the document has {pages} pages, at most {pages_max} are allowed")]
    TooManyPages {
        /// The pages that it would have.
        pages: usize,
        /// The limit.
        pages_max: usize,
    },
    /// The file is too large.
    #[error("the document is larger than {bytes_max} bytes: use smaller pictures")]
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// Setting took too long; the child was ended.
    #[error(
        "setting the document took longer than {timeout_ms} ms: look for an endless loop in the template"
    )]
    TimedOut {
        /// The limit.
        timeout_ms: u64,
    },
    /// The child asked for more memory than it may have.
    #[error(
        "setting the document needed more than {memory_mb} MB of memory: look for a value that grows in the template"
    )]
    OutOfMemory {
        /// The limit.
        memory_mb: u64,
    },
    /// The child ended without an answer.
    #[error("the typesetting process ended without an answer ({how})")]
    Crashed {
        /// How it ended: a signal or a code, never the document's text.
        how: String,
    },
    /// No child became free in time.
    #[error("no typesetting process became free within {queue_ms} ms")]
    Busy {
        /// The limit.
        queue_ms: u64,
    },
    /// The child could not be started.
    #[error("the typesetting process could not be started: {what}")]
    Start {
        /// What the system said.
        what: String,
    },
}

struct FirstOf<'a>(&'a [TemplateProblem]);

impl fmt::Display for FirstOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.first().map_or(Ok(()), |problem| fmt::Display::fmt(problem, f))
    }
}

impl RenderError {
    /// The stable code that `afaq explain` describes.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Request { .. } => code::REQUEST,
            Self::Template { .. } => code::TEMPLATE,
            Self::TooManyPages { .. } | Self::TooLarge { .. } => code::TOO_LARGE,
            Self::TimedOut { .. } => code::TIMED_OUT,
            Self::OutOfMemory { .. } => code::OUT_OF_MEMORY,
            Self::Crashed { .. } => code::CRASHED,
            Self::Busy { .. } | Self::Start { .. } => code::UNAVAILABLE,
        }
    }

    /// Whether the same request may succeed later: true for a busy or failing machine, false for a broken template.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Start { .. } | Self::Crashed { .. } | Self::TimedOut { .. } => true,
            Self::Request { .. }
            | Self::Template { .. }
            | Self::TooManyPages { .. }
            | Self::TooLarge { .. }
            | Self::OutOfMemory { .. } => false,
        }
    }
}
