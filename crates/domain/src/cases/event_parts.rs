//! What events tell in detail: papers, readings, reasons, the request itself, a ready decision.

use std::collections::BTreeMap;

use afaq_base::{CaseNumber, CivilNumber, Date, FileId, Lang, PartyId, ServiceId, Text, Timestamp};
use serde::{Deserialize, Serialize};

use super::event::{Choice, Facts};
use crate::parties::Mandate;

/// A file that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// The stored file.
    pub file: FileId,
    /// The name that the person's device gave it.
    pub name: String,
    /// Its type by content, such as `application/pdf`.
    pub media_type: String,
    /// Its size in bytes.
    pub size_bytes: u64,
}

/// How the last look at one register ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingOutcome {
    /// A record was given.
    Record,
    /// The register holds nothing.
    NoRecord,
    /// No answer in time.
    Silent,
}

/// One reading of one register, without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The register's name.
    pub register: String,
    /// How it ended.
    pub outcome: ReadingOutcome,
    /// When it was read.
    pub at: Timestamp,
}

/// A reason for a refusal, fixed when it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonGiven {
    /// The id of the reason in the pack.
    pub id: String,
    /// What the person reads.
    pub text: Text,
    /// How to mend it.
    pub mend: Option<Text>,
    /// The name of the law, and whether nobody has confirmed it yet.
    pub law: Option<LawNamed>,
}

/// A law as it is named to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawNamed {
    /// The law's name.
    pub name: Text,
    /// Nobody has confirmed yet that this is the article.
    pub is_unverified: bool,
}

/// The event that opens a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Submitted {
    /// The number that people read out.
    pub number: CaseNumber,
    /// The public service.
    pub service: ServiceId,
    /// The hash of the behavior that the case is pinned to.
    pub behavior: String,
    /// The body that is in charge.
    pub body: String,
    /// The unit that is in charge.
    pub unit: String,
    /// The party whose case it is.
    pub applicant: PartyId,
    /// The applicant's civil number.
    pub applicant_number: CivilNumber,
    /// The right of the one who filed it, when that was not the applicant.
    pub mandate: Option<Mandate>,
    /// The language the person used.
    pub language: Lang,
    /// What is known, with source, time and standing.
    pub facts: Facts,
    /// What was handed in.
    pub evidence: BTreeMap<String, Vec<EvidenceFile>>,
    /// How each register answered.
    pub readings: Vec<Reading>,
    /// The date that the person is promised.
    pub promised_on: Date,
    /// The officer who filled the form in with the person at a counter, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<Helped>,
}

/// An officer's help at a counter: the person was there and agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helped {
    /// The officer's account.
    pub officer: String,
    /// The officer's body.
    pub body: String,
    /// When the person agreed.
    pub consent_at: Timestamp,
}

/// What a second officer found in a decided case that was drawn for review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Everything is right.
    Right,
    /// The outcome is right, but its papers, facts or words have a flaw.
    Flawed,
    /// The outcome should have been another one.
    Wrong,
}

impl Finding {
    /// All findings, in their order.
    pub const ALL: [Self; 3] = [Self::Right, Self::Flawed, Self::Wrong];

    /// The word in events and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Flawed => "flawed",
            Self::Wrong => "wrong",
        }
    }

    /// The finding of a word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.word() == word)
    }
}

/// A decision that lies ready.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    /// The user task that it ends.
    pub task: u64,
    /// The choice.
    pub choice: Choice,
    /// The ids of the reasons.
    pub reasons: Vec<String>,
    /// The officer's own words to the person.
    pub note: String,
    /// Who prepared it.
    pub officer: String,
    /// The moment at which it is taken; without meaning as long as a second signature is awaited.
    pub takes_effect_at: Timestamp,
    /// Whether the pack wants a second officer to sign.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_second: bool,
    /// The second officer who signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
}

impl Prepared {
    /// Whether another officer has still to sign.
    #[must_use]
    pub fn awaits_second(&self) -> bool {
        self.needs_second && self.second.is_none()
    }
}
