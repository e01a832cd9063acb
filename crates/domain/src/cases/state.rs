//! A case as it stands, made from its events alone.

use std::collections::BTreeMap;

use afaq_base::{
    CaseNumber, CivilNumber, Date, DocumentId, FileId, Lang, Money, PartyId, ServiceId, Text, Timestamp,
};
use afaq_pack::{Operation, Service, StopFor};
use serde::{Deserialize, Serialize};

use super::actions::Extra;
use super::clock::ClockState;
use super::event::{
    CaseOutcome, Choice, EvidenceFile, Facts, Finding, Helped, LawNamed, Prepared, ReasonGiven,
};
use crate::parties::Mandate;

/// One party's request for one public service, from submission to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The number that people read out.
    pub number: CaseNumber,
    /// The public service.
    pub service: ServiceId,
    /// The hash of the behavior that the case is pinned to.
    pub behavior: String,
    /// The party whose case it is.
    pub applicant: PartyId,
    /// The applicant's civil number.
    pub applicant_number: CivilNumber,
    /// The right of the one who filed it.
    pub mandate: Option<Mandate>,
    /// The language the person used.
    pub language: Lang,
    /// The body in charge.
    pub body: String,
    /// The unit in charge.
    pub unit: String,
    /// What is known.
    pub facts: Facts,
    /// What was handed in.
    pub evidence: BTreeMap<String, Vec<EvidenceFile>>,
    /// Where the process stands.
    pub process: afaq_bpmn::Instance,
    /// When each open task was opened and should be done.
    pub due: BTreeMap<u64, TaskDue>,
    /// The unit that took over by a transfer.
    pub transferred_to: Option<String>,
    /// The latest evaluation of each decision.
    pub evaluations: BTreeMap<String, afaq_dmn::Evaluation>,
    /// The officer who has the case.
    pub assignee: Option<String>,
    /// What the applicant must answer.
    pub asked: Option<Asked>,
    /// How often the applicant was asked.
    pub asks: usize,
    /// The question to another body.
    pub opinion_asked: Option<Text>,
    /// The opinions given so far: body and text.
    pub opinions: Vec<(String, String)>,
    /// A decision that lies ready.
    pub prepared: Option<Prepared>,
    /// The number of the event that prepared it, by which its background job finds it.
    pub prepared_at_version: u64,
    /// The reasons of the last decision taken.
    pub reasons: Vec<ReasonGiven>,
    /// The officer's own words in the last decision taken.
    pub note: String,
    /// The fee that was asked for last.
    pub fee: Option<Fee>,
    /// Fees that were asked for before that one: a payment for them may still come in.
    pub past_fees: Vec<Fee>,
    /// Documents, requested and issued.
    pub outputs: Vec<IssuedOutput>,
    /// Since when the working-time clock stands still.
    pub stopped_since: Option<Timestamp>,
    /// Working minutes for which the clock stood still so far.
    pub stopped_minutes: i64,
    /// When the request came in (again).
    pub opened_at: Timestamp,
    /// The date promised to the person.
    pub promised_on: Date,
    /// How and when it ended.
    pub closed: Option<Closed>,
    /// Whether an appeal was made already.
    pub is_appealed: bool,
    /// Payments beyond what was due, to be paid back.
    pub surplus: Vec<Surplus>,
    /// Until when the body may decide before its silence does; none where silence means nothing.
    pub legal_until: Option<Timestamp>,
    /// What silence decided, by which law.
    pub silence: Option<SilenceTaken>,
    /// Why the case must be kept longer than its retention says, and since when.
    pub held: Option<(String, Timestamp)>,
    /// What stopped the clock so far, and who was told that time runs out.
    #[serde(default)]
    pub clock: ClockState,
    /// What was begun beside the drawn path.
    #[serde(default)]
    pub extra: Extra,
    /// When all that people gave was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The officer who filled the form in with the person at a counter.
    pub helped: Option<Helped>,
    /// How many notes officers wrote.
    pub notes: usize,
    /// Who signed the last decision taken: one officer, or two.
    pub signed_by: Vec<String>,
    /// What a second officer found after the decision.
    pub review: Option<Review>,
    /// Number of events so far.
    pub version: u64,
}

/// A second officer's look at a decided case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Who looked.
    pub officer: String,
    /// What was found.
    pub finding: Finding,
    /// In words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// The times of one open task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDue {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it should be done, by the pack's target in working time.
    pub due_at: Timestamp,
}

/// What the applicant was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The officer's words.
    pub question: Text,
    /// Data or evidence to be given again.
    pub items: Vec<String>,
    /// Until when an answer counts.
    pub answer_by: Timestamp,
}

/// A fee that is due or paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// The reference for the gateway.
    pub reference: String,
    /// The amount.
    pub amount: Money,
    /// The waiting job of the process.
    pub job: u64,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// The gateway's own number of that payment.
    pub transaction: String,
}

/// A payment that is to be paid back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surplus {
    /// The reference.
    pub reference: String,
    /// The gateway's own number of the payment.
    pub transaction: String,
    /// The amount.
    pub amount: Money,
}

/// What the law decided when the body was silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceTaken {
    /// Approve or refuse.
    pub choice: Choice,
    /// The law.
    pub law: LawNamed,
    /// When.
    pub at: Timestamp,
}

/// A document of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedOutput {
    /// The output's id in the pack.
    pub output: String,
    /// The document.
    pub document: DocumentId,
    /// The code that opens its public verification page.
    pub code: String,
    /// The waiting job of the process.
    pub job: u64,
    /// The stored file and the moment of issue.
    pub issued: Option<(FileId, Timestamp)>,
    /// Why and since when it no longer counts.
    pub revoked: Option<(String, Timestamp)>,
}

/// The end of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    /// How it ended.
    pub outcome: CaseOutcome,
    /// The reasons of a refusal.
    pub reasons: Vec<ReasonGiven>,
    /// When.
    pub at: Timestamp,
}

/// Where a case stands, in the words of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The fee must be paid.
    AwaitingPayment,
    /// The applicant must answer.
    WaitingForApplicant,
    /// An officer of the body works on it.
    WithOfficer,
    /// Another body gives its opinion.
    WithOtherBody,
    /// A decision lies ready and can be undone.
    DecisionPrepared,
    /// A decision lies ready until a second officer signs it.
    AwaitingSignature,
    /// A document is being set or a register is being read.
    Processing,
    /// Something failed; an officer looks at it.
    Stopped,
    /// The case has ended.
    Closed(CaseOutcome),
}

impl Stage {
    /// The word used in rows, packs and scenarios.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting_payment",
            Self::WaitingForApplicant => "waiting_for_applicant",
            Self::WithOfficer => "with_officer",
            Self::WithOtherBody => "with_other_body",
            Self::DecisionPrepared => "decision_prepared",
            Self::AwaitingSignature => "awaiting_signature",
            Self::Processing => "processing",
            Self::Stopped => "stopped",
            Self::Closed(outcome) => outcome.word(),
        }
    }
}

/// What is still known of a case whose content was deleted.
#[derive(Debug, Clone)]
pub struct Remains {
    /// The number that people read out.
    pub number: CaseNumber,
    /// The public service.
    pub service: ServiceId,
    /// The hash of the behavior that the case was pinned to.
    pub behavior: String,
    /// The party whose case it was.
    pub applicant: PartyId,
    /// The civil number of the one who asks, whose case it was.
    pub applicant_number: CivilNumber,
    /// The body in charge.
    pub body: String,
    /// The unit in charge.
    pub unit: String,
    /// When the request came in.
    pub opened_at: Timestamp,
    /// The date that was promised.
    pub promised_on: Date,
    /// How and when it ended.
    pub closed: Option<(CaseOutcome, Timestamp)>,
    /// When its content was deleted.
    pub deleted_at: Timestamp,
    /// The number of events.
    pub version: u64,
}

impl From<Remains> for Case {
    /// A case of which only this is known: that it was there, and how it ended.
    fn from(of: Remains) -> Self {
        Self {
            number: of.number,
            service: of.service,
            behavior: of.behavior,
            applicant: of.applicant,
            applicant_number: of.applicant_number,
            mandate: None,
            language: Lang::default(),
            body: of.body,
            unit: of.unit,
            facts: Facts::new(),
            evidence: BTreeMap::new(),
            process: afaq_bpmn::Instance::new(),
            due: BTreeMap::new(),
            transferred_to: None,
            evaluations: BTreeMap::new(),
            assignee: None,
            asked: None,
            asks: 0,
            opinion_asked: None,
            opinions: Vec::new(),
            prepared: None,
            prepared_at_version: 0,
            reasons: Vec::new(),
            note: String::new(),
            fee: None,
            past_fees: Vec::new(),
            outputs: Vec::new(),
            stopped_since: None,
            stopped_minutes: 0,
            opened_at: of.opened_at,
            promised_on: of.promised_on,
            closed: of.closed.map(|(outcome, at)| Closed { outcome, reasons: Vec::new(), at }),
            is_appealed: false,
            surplus: Vec::new(),
            legal_until: None,
            silence: None,
            held: None,
            clock: ClockState::default(),
            extra: Extra::default(),
            deleted_at: Some(of.deleted_at),
            helped: None,
            notes: 0,
            signed_by: Vec::new(),
            review: None,
            version: of.version,
        }
    }
}

impl Case {
    /// Where the case stands, by what it waits for.
    pub fn stage(&self) -> Stage {
        if let Some(closed) = &self.closed {
            return Stage::Closed(closed.outcome);
        }
        if !self.process.incidents.is_empty() {
            return Stage::Stopped;
        }
        if let Some(prepared) = &self.prepared {
            return if prepared.awaits_second() { Stage::AwaitingSignature } else { Stage::DecisionPrepared };
        }
        if self.waits_for_applicant() {
            return Stage::WaitingForApplicant;
        }
        if self.is_fee_due() {
            return Stage::AwaitingPayment;
        }
        let is_others_turn = self.running_stop().is_some_and(|stop| stop.reason == StopFor::OtherBody);
        if self.opinion_asked.is_some() || is_others_turn {
            return Stage::WithOtherBody;
        }
        if self.open_tasks().next().is_none() { Stage::Processing } else { Stage::WithOfficer }
    }

    /// Whether the process waits for the fee.
    pub fn is_fee_due(&self) -> bool {
        self.fee.as_ref().is_some_and(|fee| fee.paid_at.is_none() && self.process.jobs.contains_key(&fee.job))
    }

    /// What has been paid so far.
    pub fn fils_paid(&self) -> i64 {
        let fees = self.past_fees.iter().chain(&self.fee);
        fees.filter(|fee| fee.paid_at.is_some()).map(|fee| fee.amount.fils()).sum()
    }

    /// The waiting job of the process that reads registers again.
    pub fn reading_job(&self, service: &Service) -> Option<u64> {
        self.process
            .jobs
            .iter()
            .find(|(_, job)| matches!(service.operations.get(&*job.element), Some(Operation::ReadRegisters)))
            .map(|(id, _)| *id)
    }
}
