//! What the process means: the officers' tasks, the machine's operations, the outcomes.

use afaq_base::{BodyCode, Span, Text};
use serde::{Deserialize, Serialize};

use crate::problem::Spot;

/// What an officer does at a user task.
#[derive(Clone, Debug)]
pub struct TaskSpec {
    /// The element's id in the process.
    pub element: String,
    /// The role that may do it.
    pub role: String,
    /// The body whose officers do it.
    pub body: BodyCode,
    /// The time within which it should be done.
    pub target: Span,
    /// What may come of it.
    pub outcomes: Vec<Outcome>,
    /// What the officer sees.
    pub form: TaskForm,
    /// The name of the task.
    pub name: Text,
    /// The concepts that the officer fills in.
    pub asks: Vec<String>,
    /// How many officers sign its decision: one, or two different ones.
    pub signatures: u8,
    /// Where it is written.
    pub spot: Spot,
}

/// What may come of a user task; its word is the variable `outcome` in the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The request is approved.
    Approve,
    /// The request is refused, with reasons.
    Refuse,
    /// The applicant is asked.
    Ask,
    /// Another body's opinion is asked for.
    Opinion,
    /// The case goes on to the next officer.
    Forward,
    /// The case goes back to the officer before.
    Return,
    /// The opinion or the check is favorable.
    Favorable,
    /// The opinion or the check is not favorable.
    Unfavorable,
    /// What was to be done is done.
    Done,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 9] = [
        Self::Approve,
        Self::Refuse,
        Self::Ask,
        Self::Opinion,
        Self::Forward,
        Self::Return,
        Self::Favorable,
        Self::Unfavorable,
        Self::Done,
    ];

    /// The word in packs and in the variable `outcome`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Ask => "ask",
            Self::Opinion => "opinion",
            Self::Forward => "forward",
            Self::Return => "return",
            Self::Favorable => "favorable",
            Self::Unfavorable => "unfavorable",
            Self::Done => "done",
        }
    }

    /// The outcome of this word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// What the button says.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Approve => Text::new("موافقة", "Approve"),
            Self::Refuse => Text::new("رفض", "Refuse"),
            Self::Ask => Text::new("طلب معلومة من مقدّم الطلب", "Ask the applicant"),
            Self::Opinion => Text::new("طلب رأي", "Ask for an opinion"),
            Self::Forward => Text::new("إحالة", "Pass on"),
            Self::Return => Text::new("إعادة", "Send back"),
            Self::Favorable => Text::new("رأي بالموافقة", "Favorable"),
            Self::Unfavorable => Text::new("رأي بعدم الموافقة", "Not favorable"),
            Self::Done => Text::new("تم", "Done"),
        }
    }
}

/// What an officer sees at a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskForm {
    /// The whole case, to decide it.
    Decide,
    /// What an opinion is asked about.
    Opinion,
    /// Facts to check and fill in.
    Check,
}

/// What the machine does at a service task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The fee that the rules found is collected; the case waits until it is paid.
    CollectFee,
    /// A document is issued.
    Issue {
        /// The output's id.
        output: String,
    },
    /// A message is sent.
    Notify {
        /// The message's id.
        message: String,
    },
    /// The registers are read again.
    ReadRegisters,
}

impl Operation {
    /// The word in the process.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::CollectFee => "collect_fee",
            Self::Issue { .. } => "issue",
            Self::Notify { .. } => "notify",
            Self::ReadRegisters => "read_registers",
        }
    }
}

/// A place where the case waits for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The element's id in the process.
    pub element: String,
    /// The name of the message.
    pub message: String,
    /// For whom.
    pub from: WaitFor,
    /// Where it is written.
    pub spot: Spot,
}

/// For whom a case waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitFor {
    /// The applicant: the promise's clock stands still.
    Applicant,
    /// Somebody else: the clock runs on.
    Other,
}

/// How a case ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    /// The request was approved.
    Approved,
    /// The request was refused.
    Refused,
    /// The applicant did not answer or pay in time.
    Expired,
    /// The applicant took it back.
    Withdrawn,
}

impl CaseOutcome {
    /// All outcomes.
    pub const ALL: [Self; 4] = [Self::Approved, Self::Refused, Self::Expired, Self::Withdrawn];

    /// The word in packs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The outcome of this word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
