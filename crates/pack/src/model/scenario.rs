//! Scenarios: short stories with people, registers, answers, and what must come of them.

use std::collections::BTreeMap;

use afaq_base::{CivilNumber, Date, Span, Text};
use serde::{Deserialize, Serialize};

use super::{MandateKind, Outcome, StopFor};
use crate::problem::Spot;

/// One story that the pack must keep.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The name of its file without the ending.
    pub id: String,
    /// What happens, in words.
    pub story: Text,
    /// The day on which it begins.
    pub today: Date,
    /// Who signs in.
    pub signs_in: CivilNumber,
    /// The mandate, when the person signed in acts for another one.
    pub represents: Option<(CivilNumber, MandateKind)>,
    /// What the registers answer, by their id. A register that is not named answers from the
    /// generated city.
    pub registers: BTreeMap<String, RegisterAnswer>,
    /// What is answered in the form, by path.
    pub answers: BTreeMap<String, RawAnswer>,
    /// The papers that are uploaded, by id.
    pub evidence: Vec<String>,
    /// What happens after the submission.
    pub steps: Vec<Step>,
    /// What must come of it.
    pub expect: Expect,
    /// Where it begins.
    pub spot: Spot,
}

/// What a register answers in a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum RegisterAnswer {
    /// It does not answer.
    Silent,
    /// It answers that it holds no record.
    NoRecord,
    /// Its record, whoever is asked for; the values are as the concepts' kinds demand.
    Record(BTreeMap<String, RawAnswer>),
    /// Its answer by civil number.
    ByPerson(BTreeMap<String, RegisterAnswer>),
}

impl RegisterAnswer {
    /// The answer for one person.
    #[must_use]
    pub fn for_person(&self, civil_number: &str) -> Option<&RegisterAnswer> {
        match self {
            Self::Silent | Self::NoRecord | Self::Record(_) => Some(self),
            Self::ByPerson(people) => people.get(civil_number),
        }
    }
}

/// A value as a person would type it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RawAnswer {
    /// One value.
    One(String),
    /// Several values of a choice.
    Several(Vec<String>),
    /// The entries of a repeating group.
    Rows(Vec<BTreeMap<String, RawAnswer>>),
}

impl RawAnswer {
    /// The text that [`crate::Concept::parse_answer`] reads; entries of groups have none.
    #[must_use]
    pub fn raw(&self) -> Option<String> {
        match self {
            Self::One(text) => Some(text.clone()),
            Self::Several(values) => Some(values.join(",")),
            Self::Rows(_) => None,
        }
    }
}

/// One thing that happens after the submission.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// An officer completes a task.
    Officer {
        /// The element's id in the process.
        task: String,
        /// What comes of it.
        outcome: Outcome,
        /// The reasons, for a refusal.
        reasons: Vec<String>,
        /// The question to the applicant.
        question: Option<Text>,
        /// The facts that the officer fills in, by path.
        sets: BTreeMap<String, RawAnswer>,
    },
    /// The prepared decision is undone in time.
    Undo,
    /// The applicant answers a request.
    Applicant {
        /// The answers, by path.
        answers: BTreeMap<String, RawAnswer>,
        /// The papers.
        evidence: Vec<String>,
    },
    /// The applicant corrects facts.
    Correct(Correction),
    /// The payment gateway calls back.
    Pay(Payment),
    /// The applicant takes the request back.
    Withdraw,
    /// The applicant appeals.
    Appeal {
        /// What the applicant writes.
        text: String,
    },
    /// Time passes.
    Wait(Span),
    /// From now on a register answers so.
    Register {
        /// The register's id.
        register: String,
        /// Its answer.
        answer: RegisterAnswer,
    },
    /// The case is transferred to another unit or officer.
    Transfer,
    /// A representative takes over.
    Representative {
        /// Who.
        civil_number: CivilNumber,
        /// With which mandate.
        mandate: MandateKind,
    },
    /// An officer begins an optional action.
    Action {
        /// Its id.
        id: String,
    },
    /// Another system sends a message.
    Message {
        /// Its name.
        name: String,
        /// The key that it carries; the one that the case waits for, where this is missing.
        key: Option<String>,
        /// What it says.
        values: BTreeMap<String, RawAnswer>,
    },
    /// An officer lets the clock stand still.
    StopClock(StopFor),
    /// An officer lets the clock go on.
    StartClock,
}

/// Facts that the applicant corrects, by path.
pub type Correction = BTreeMap<String, RawAnswer>;

/// How the payment gateway calls back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// As it should.
    Once,
    /// Two times for one payment.
    Twice,
    /// After the case gave up waiting.
    Late,
    /// Not at all.
    Never,
}

/// What must come of a scenario. What is missing is not looked at.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// What the rules say about the right.
    pub eligible: Option<ExpectedEligibility>,
    /// All reasons against, in any order.
    pub reasons: Option<Vec<String>>,
    /// The facts that were missing for a determined answer.
    pub missing: Option<Vec<String>>,
    /// The fee in KWD with three decimals.
    pub fee: Option<String>,
    /// Where the case stands.
    pub status: Option<ScenarioStatus>,
    /// The element of the process at which the case stands.
    pub at: Option<String>,
    /// The messages that were sent, in order.
    pub messages: Option<Vec<String>>,
    /// The documents that were issued.
    pub outputs: Option<Vec<String>>,
    /// The most time that the body may have used.
    pub within: Option<Span>,
    /// What the applicant was not asked for.
    pub not_asked: Vec<String>,
    /// The pages that the applicant saw, in order.
    pub pages: Option<Vec<String>>,
    /// Facts that the case must hold, by path.
    pub facts: BTreeMap<String, RawAnswer>,
}

/// What the rules say about the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedEligibility {
    /// There is a right.
    True,
    /// There is none.
    False,
    /// The facts do not suffice.
    Undetermined,
}

/// Where a case stands in a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScenarioStatus {
    /// Not yet submitted (the form refused an answer).
    Draft,
    /// Approved.
    Approved,
    /// Refused.
    Refused,
    /// The applicant must answer.
    WaitingForApplicant,
    /// An officer must act.
    WithOfficer,
    /// The fee must be paid.
    AwaitingPayment,
    /// Nobody answered or paid in time.
    Expired,
    /// Taken back.
    Withdrawn,
    /// An appeal is being heard.
    Appealed,
}

impl ScenarioStatus {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("draft", Self::Draft),
        ("approved", Self::Approved),
        ("refused", Self::Refused),
        ("waiting_for_applicant", Self::WaitingForApplicant),
        ("with_officer", Self::WithOfficer),
        ("awaiting_payment", Self::AwaitingPayment),
        ("expired", Self::Expired),
        ("withdrawn", Self::Withdrawn),
        ("appealed", Self::Appealed),
    ];

    /// The word in scenarios.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, one)| *one == self).map_or("", |(word, _)| word)
    }
}
