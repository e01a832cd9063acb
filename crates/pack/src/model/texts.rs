//! Messages: what people are told, and what makes it be told.

use serde::{Deserialize, Serialize};

use crate::problem::Spot;
use crate::template::Template;

/// One message to the applicant.
#[derive(Clone, Debug)]
pub struct MessageTemplate {
    /// The id by which scenarios and processes name it.
    pub id: String,
    /// When it is sent.
    pub on: Trigger,
    /// The subject line.
    pub subject: Template,
    /// The text.
    pub body: Template,
    /// Where it is written.
    pub spot: Spot,
}

/// What makes a message be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The request was submitted.
    Submitted,
    /// A fee has to be paid.
    FeeDue,
    /// The fee was paid.
    Paid,
    /// The rules could not decide; an officer looks.
    Undetermined,
    /// The officer asks the applicant.
    Asked,
    /// The applicant has not answered for some time.
    Reminded,
    /// The applicant answered.
    Answered,
    /// The request was approved.
    Approved,
    /// The request was refused.
    Refused,
    /// A document was issued.
    Issued,
    /// A document was revoked.
    Revoked,
    /// The applicant did not answer or pay in time.
    Expired,
    /// The applicant took the request back.
    Withdrawn,
    /// A mistake in the facts was corrected.
    Corrected,
    /// The decision was appealed.
    Appealed,
    /// The case was opened again.
    Reopened,
    /// The promised time has passed.
    Late,
    /// The legal time has passed without a decision, and the law says what that means.
    Silence,
    /// The promised date has moved, because a holiday was announced or the clock stood still.
    PromiseMoved,
    /// A service task of the process names the message.
    Process,
}

impl Trigger {
    /// All triggers.
    pub const ALL: [Self; 20] = [
        Self::Submitted,
        Self::FeeDue,
        Self::Paid,
        Self::Undetermined,
        Self::Asked,
        Self::Reminded,
        Self::Answered,
        Self::Approved,
        Self::Refused,
        Self::Issued,
        Self::Revoked,
        Self::Expired,
        Self::Withdrawn,
        Self::Corrected,
        Self::Appealed,
        Self::Reopened,
        Self::Late,
        Self::Silence,
        Self::PromiseMoved,
        Self::Process,
    ];

    /// The word in packs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::FeeDue => "fee_due",
            Self::Paid => "paid",
            Self::Undetermined => "undetermined",
            Self::Asked => "asked",
            Self::Reminded => "reminded",
            Self::Answered => "answered",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Issued => "issued",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Corrected => "corrected",
            Self::Appealed => "appealed",
            Self::Reopened => "reopened",
            Self::Late => "late",
            Self::Silence => "silence",
            Self::PromiseMoved => "promise_moved",
            Self::Process => "process",
        }
    }

    /// The trigger of this word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}
