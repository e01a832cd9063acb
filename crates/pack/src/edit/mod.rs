//! Simple changes of a pack without an editor: a fee, a text, a target. The files keep all else as it was written.
//!
//! [`editable`] lists what can be changed, [`apply`] changes it. Whatever was patched is read again and compared:
//! a change that would touch anything else is refused.

mod amounts;
mod patch;
#[cfg(test)]
mod tests;

use afaq_base::{Span, Text};
use serde::{Deserialize, Serialize};

use crate::source::Source;
use crate::{PackFiles, Service};

pub use amounts::Amount;

/// One simple change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    /// The label of the version.
    Label {
        /// The new label.
        to: String,
    },
    /// The name of the service.
    Name {
        /// The new name.
        to: Text,
    },
    /// What the service is, in one or two sentences.
    Summary {
        /// The new sentences.
        to: Text,
    },
    /// An amount in the rules of the fee.
    Amount {
        /// The decision in which it stands.
        decision: String,
        /// Which of its amounts, from 0.
        index: usize,
        /// The new amount in KWD.
        to: String,
    },
    /// The promised time.
    Promise {
        /// Working days.
        working_days: u32,
    },
    /// The time within which a task should be done.
    Target {
        /// The task's element.
        task: String,
        /// Working days.
        working_days: u32,
    },
    /// The fee that a scenario expects.
    ExpectedFee {
        /// The scenario.
        scenario: String,
        /// The fee in KWD, with three decimals.
        to: String,
    },
}

/// Why a change can't be made this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The place is not there, or is written in a way that only the author of the pack can change.
    NotHere,
    /// The value does not fit.
    BadValue,
}

impl EditError {
    /// What the owner of the service reads.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::NotHere => Text::new(
                "لا يمكن تغيير هذا من هنا: يغيّره مؤلف الحزمة في ملفاتها.",
                "This can't be changed here: the author of the pack changes it in its files.",
            ),
            Self::BadValue => Text::new("القيمة غير صالحة.", "The value is not valid."),
        }
    }
}

/// What can be changed of a service without an editor.
#[derive(Clone, Debug, PartialEq)]
pub struct Editable {
    /// The label of the version.
    pub label: String,
    /// The name.
    pub name: Text,
    /// The summary.
    pub summary: Text,
    /// The promised working days; nothing where the promise is not made in whole working days.
    pub promise: Option<u32>,
    /// Amounts in the rules of the fee.
    pub amounts: Vec<Amount>,
    /// Tasks with the working days of their targets.
    pub targets: Vec<(String, Text, u32)>,
}

/// Lists what can be changed of a service, with what it is now.
#[must_use]
pub fn editable(pack: &PackFiles, service: &Service) -> Editable {
    let days = |span: Span| match span {
        Span::WorkingDays(days) => Some(days),
        Span::WorkingHours(_) | Span::Calendar(_) => None,
    };
    Editable {
        label: service.label.clone(),
        name: service.name.clone(),
        summary: service.summary.clone(),
        promise: days(service.promise.span),
        amounts: amounts::amounts(pack, service),
        targets: service
            .tasks
            .values()
            .filter_map(|task| Some((task.element.clone(), task.name.clone(), days(task.target)?)))
            .collect(),
    }
}

/// Changes a pack. The service is the one that the files gave before.
///
/// # Errors
/// The first change that can't be made, by its place in the list.
pub fn apply(pack: &PackFiles, service: &Service, edits: &[Edit]) -> Result<PackFiles, (usize, EditError)> {
    let mut pack = pack.clone();
    for (at, edit) in edits.iter().enumerate() {
        one(&mut pack, service, edit).map_err(|error| (at, error))?;
    }
    Ok(pack)
}

fn one(pack: &mut PackFiles, service: &Service, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::Label { to } => patch::yaml(pack, "service.yaml", &["label"], to),
        Edit::Name { to } => both(pack, "name", to),
        Edit::Summary { to } => both(pack, "summary", to),
        Edit::Amount { decision, index, to } => amounts::change(pack, service, decision, *index, to),
        Edit::Promise { working_days } => {
            patch::yaml(pack, "service.yaml", &["promise", "working_days"], &working_days.to_string())
        }
        Edit::Target { task, working_days } => {
            let spec = service.tasks.get(task).ok_or(EditError::NotHere)?;
            let unit = if *working_days == 1 { "day" } else { "days" };
            patch::attribute(pack, &spec.element, "target", &format!("{working_days} working {unit}"))
        }
        Edit::ExpectedFee { scenario, to } => {
            patch::yaml(pack, &format!("scenarios/{scenario}.yaml"), &["expect", "fee"], to)
        }
    }
}

fn both(pack: &mut PackFiles, key: &str, to: &Text) -> Result<(), EditError> {
    patch::yaml(pack, "service.yaml", &[key, "ar"], &to.ar)?;
    patch::yaml(pack, "service.yaml", &[key, "en"], &to.en)
}

/// A file of a pack as text with its lines.
fn source(pack: &PackFiles, name: &str) -> Result<Source, EditError> {
    let text = pack.get(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).ok_or(EditError::NotHere)?;
    Ok(Source::new(name, text))
}

/// A pack's file with a piece of it replaced.
fn replace(source: &Source, from: usize, to: usize, by: &str) -> Result<Vec<u8>, EditError> {
    let (before, after) = (source.text.get(..from), source.text.get(to..));
    let (Some(before), Some(after)) = (before, after) else { return Err(EditError::NotHere) };
    Ok(format!("{before}{by}{after}").into_bytes())
}
