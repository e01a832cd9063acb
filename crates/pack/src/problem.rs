//! Problems: what is wrong in a pack, where, and what to do about it.

use std::sync::Arc;

use afaq_base::{Lang, Text};
use serde::Serialize;

use crate::{codes, limits};

/// A place in a file of the pack; line and column count from 1, the column in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Spot {
    /// The path within the pack (files of the shared library begin with `_shared/`).
    pub file: Arc<str>,
    /// The line.
    pub line: u32,
    /// The column in characters.
    pub column: u32,
}

impl Spot {
    /// A place.
    #[must_use]
    pub fn new(file: &Arc<str>, line: u32, column: u32) -> Self {
        Self { file: Arc::clone(file), line, column }
    }

    /// The beginning of a file.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self { file: Arc::from(file), line: 1, column: 1 }
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// The pack can be used, but probably does not do what was meant.
    Warning,
    /// Something worth knowing.
    Note,
}

impl Severity {
    /// The word that people read.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Error, Lang::Ar) => "خطأ",
            (Self::Error, Lang::En) => "error",
            (Self::Warning, Lang::Ar) => "تنبيه",
            (Self::Warning, Lang::En) => "warning",
            (Self::Note, Lang::Ar) => "ملاحظة",
            (Self::Note, Lang::En) => "note",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The stable code that `afaq explain` describes.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The path within the pack.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
}

/// Collects problems; reading and checking go on after each.
#[derive(Debug, Default)]
pub struct Problems {
    all: Vec<Problem>,
    is_full: bool,
}

impl Problems {
    /// Takes one problem in with the severity and the help of its code.
    pub fn add(&mut self, code: &'static str, spot: &Spot, message: Text) {
        let help = codes::explain(code).map(|one| one.mend.to_text()).unwrap_or_default();
        self.add_with_help(code, spot, message, help);
    }

    /// Takes one problem in with a help line of its own.
    pub fn add_with_help(&mut self, code: &'static str, spot: &Spot, message: Text, help: Text) {
        let severity = codes::explain(code).map_or(Severity::Error, |one| one.severity);
        self.add_as(severity, code, spot, message, help);
    }

    /// Takes one problem in with everything given.
    pub fn add_as(&mut self, severity: Severity, code: &'static str, spot: &Spot, message: Text, help: Text) {
        if self.all.len() >= limits::PROBLEMS_MAX {
            self.is_full = true;
            return;
        }
        self.all.push(Problem {
            code,
            severity,
            file: spot.file.to_string(),
            line: spot.line,
            column: spot.column,
            message,
            help,
        });
    }

    /// Whether an error is among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether something in the files that begin so could not be read or names something unknown.
    #[must_use]
    pub fn has_structural_errors(&self, file: &str) -> bool {
        self.all.iter().any(|problem| {
            problem.severity == Severity::Error
                && problem.file.starts_with(file)
                && problem.code < codes::MISSING_TEMPLATE
        })
    }

    /// How many of them are errors.
    #[must_use]
    pub fn count_errors(&self) -> usize {
        self.all.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// All problems by file, line, column and code, each once.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        let last = self.all.last().map(|problem| Spot {
            file: Arc::from(problem.file.as_str()),
            line: problem.line,
            column: problem.column,
        });
        self.all.sort_by(|one, other| {
            (&one.file, one.line, one.column, one.code, &one.message.en).cmp(&(
                &other.file,
                other.line,
                other.column,
                other.code,
                &other.message.en,
            ))
        });
        self.all.dedup();
        if let (true, Some(spot)) = (self.is_full, last) {
            self.all.push(Problem {
                code: codes::TOO_MANY,
                severity: Severity::Error,
                file: spot.file.to_string(),
                line: spot.line,
                column: spot.column,
                message: Text::new(
                    format!("وُجدت مشكلات كثيرة، وعُرضت أول {} منها", limits::PROBLEMS_MAX),
                    format!("there are very many problems; the first {} are shown", limits::PROBLEMS_MAX),
                ),
                help: codes::explain(codes::TOO_MANY).map(|one| one.mend.to_text()).unwrap_or_default(),
            });
        }
        self.all
    }
}

/// The nearest of several known words, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > limits::ID_CHARS_MAX {
        return None;
    }
    let budget = (word.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(far, _)| *far <= budget)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of letters to insert, delete, replace or swap between two words.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if other.len() > limits::ID_CHARS_MAX || one.len().abs_diff(other.len()) > 3 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let replace = row[j] + usize::from(a != b);
            let mut best = replace.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// The help line for an unknown name: the nearest known one, or all of few.
#[must_use]
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Text {
    if let Some(near) = nearest(word, known.clone()) {
        return Text::new(format!("لعلك تقصد `{near}`"), format!("did you mean `{near}`?"));
    }
    let mut all: Vec<&str> = known.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        return Text::new("لم يُعرَّف أي اسم من هذا النوع بعد", "no name of this kind is defined yet");
    }
    let more = all.len() > 12;
    all.truncate(12);
    let list = all.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ");
    let dots = if more { ", …" } else { "" };
    Text::new(format!("المعروف: {list}{dots}"), format!("known are {list}{dots}"))
}
