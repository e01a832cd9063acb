//! The facts that a case is made of.

use std::collections::BTreeMap;

use afaq_base::{Date, DocumentId, Fact, FileId, Money, Text, Timestamp};
use afaq_feel::Value;
use afaq_pack::Tell;
pub use afaq_pack::{CaseOutcome, Outcome as Choice};
use serde::{Deserialize, Serialize};

use super::clock::PlannedRung;
use super::intervene::Intervention;
use crate::parties::Actor;

pub use super::event_parts::{
    EvidenceFile, Finding, Helped, LawNamed, Prepared, Reading, ReadingOutcome, ReasonGiven, Submitted,
};

/// What is known in a case: each path of the pack's data with its fact.
pub type Facts = BTreeMap<String, Fact<Value>>;

/// One stored fact about a case: when, by whom, what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// The moment it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub what: Event,
}

/// What happened to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The request came in.
    Submitted(Box<Submitted>),
    /// The process moved.
    Progressed {
        /// The moves, in order.
        moves: Vec<afaq_bpmn::Event>,
        /// When each newly opened task should be done.
        #[serde(with = "pairs")]
        due: BTreeMap<u64, Timestamp>,
    },
    /// A decision of the rules was evaluated.
    Evaluated {
        /// The decision's id.
        decision: String,
        /// Its value, the inputs used and the rules that fired.
        evaluation: Box<afaq_dmn::Evaluation>,
    },
    /// Registers were read again.
    FactsRead {
        /// What they said.
        facts: Facts,
        /// How each answered.
        readings: Vec<Reading>,
    },
    /// A fact was put right.
    FactCorrected {
        /// Its path.
        path: String,
        /// The fact as it is now.
        fact: Fact<Value>,
        /// Why.
        reason: String,
    },
    /// An officer has the case, or nobody has.
    Assigned {
        /// The officer, or nobody.
        officer: Option<String>,
    },
    /// Another unit is in charge.
    Transferred {
        /// The unit that takes over.
        unit: String,
        /// Why.
        reason: String,
    },
    /// The applicant is asked for something; the clock stops.
    Asked {
        /// What is asked, in the officer's words, in both languages where given.
        question: Text,
        /// The data or evidence that should be given again.
        items: Vec<String>,
        /// The moment until which an answer counts.
        answer_by: Timestamp,
        /// The moment at which the applicant is reminded, where the pack wants it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remind_at: Option<Timestamp>,
    },
    /// The applicant answered; the clock goes on.
    Answered {
        /// New facts.
        facts: Facts,
        /// New files.
        evidence: BTreeMap<String, Vec<EvidenceFile>>,
        /// What the applicant wrote.
        text: String,
    },
    /// Another body's or unit's opinion was asked for.
    OpinionAsked {
        /// What is asked.
        question: Text,
    },
    /// An opinion was given.
    OpinionGiven {
        /// The body that gave it.
        body: String,
        /// What it says.
        text: String,
    },
    /// A decision lies ready and can still be undone.
    DecisionPrepared(Box<Prepared>),
    /// The prepared decision was taken back; nothing had left the house.
    DecisionUndone {},
    /// A second officer signed the prepared decision: from now on its time to undo runs.
    Countersigned {
        /// Who signed.
        officer: String,
        /// The moment at which the decision is taken.
        takes_effect_at: Timestamp,
    },
    /// An officer wrote something down for colleagues.
    Noted {
        /// The note.
        text: String,
    },
    /// A second officer looked at the decided case and says what was found.
    Reviewed {
        /// What was found.
        finding: Finding,
        /// In words.
        text: String,
    },
    /// The decision is taken.
    Decided {
        /// The user task that it ends.
        task: u64,
        /// The choice.
        choice: Choice,
        /// The reasons, fixed as the person reads them.
        reasons: Vec<ReasonGiven>,
        /// The officer's own words to the person.
        note: String,
    },
    /// A fee is due.
    FeeAsked {
        /// The reference for the gateway.
        reference: String,
        /// The amount.
        fee: Money,
        /// The waiting job of the process.
        job: u64,
    },
    /// The fee was paid.
    FeePaid {
        /// The reference.
        reference: String,
        /// The gateway's own number of the payment, by which a repeated call is recognized.
        #[serde(default)]
        transaction: String,
        /// The amount.
        paid: Money,
    },
    /// Another payment came in, or one that nobody waits for any more; it is kept for paying back.
    PaymentSurplus {
        /// The reference.
        reference: String,
        /// The gateway's own number of the payment.
        #[serde(default)]
        transaction: String,
        /// The amount.
        paid: Money,
    },
    /// A document is to be set.
    OutputRequested {
        /// The output's id in the pack.
        output: String,
        /// The new document.
        document: DocumentId,
        /// The code that opens its public verification page; it stands only on the document.
        code: String,
        /// The waiting job of the process.
        job: u64,
    },
    /// A document was issued; its bytes are stored.
    OutputIssued {
        /// The document.
        document: DocumentId,
        /// The stored file.
        file: FileId,
    },
    /// An issued document no longer counts.
    OutputRevoked {
        /// The document.
        document: DocumentId,
        /// Why.
        reason: String,
    },
    /// The person was told something.
    MessageSent {
        /// The message's id in the pack.
        message: String,
        /// One line.
        subject: Text,
        /// The text.
        body: Text,
    },
    /// The working-time clock was stopped.
    ClockStopped {
        /// For whom: `applicant`, `other_body`, `court`.
        reason: String,
        /// The words of the officer who stopped it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// The working-time clock goes on.
    ClockStarted {
        /// The date promised now.
        promised_on: Date,
        /// Working minutes for which it stood still.
        stopped_minutes: i64,
        /// When open tasks should be done now.
        #[serde(default, with = "pairs", skip_serializing_if = "BTreeMap::is_empty")]
        due: BTreeMap<u64, Timestamp>,
    },
    /// When somebody will be told that time runs out, if nothing happens before.
    RungsPlanned {
        /// The rungs that are new or have moved.
        rungs: Vec<PlannedRung>,
    },
    /// Time runs out: somebody is told.
    Escalated {
        /// Which of the pack's rungs.
        rung: usize,
        /// Of which task; of the whole case where this is missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<u64>,
        /// The element of the task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        element: Option<String>,
        /// Who is told.
        tell: Tell,
    },
    /// The calendar was announced anew: what is still to come falls due at another moment.
    DeadlinesMoved {
        /// Why, in the words of the announcement.
        why: Text,
        /// The calendar and its version.
        calendar: String,
        /// When open tasks should be done now.
        #[serde(with = "pairs")]
        due: BTreeMap<u64, Timestamp>,
        /// The date promised now, where it is another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promised_on: Option<Date>,
    },
    /// Somebody with the right has put a case on its way that could not go on.
    Intervened {
        /// What was done.
        what: Intervention,
        /// The element at which the token stood.
        element: String,
        /// The element to which it went.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// Why.
        reason: String,
    },
    /// The case goes on by another version of its service.
    Migrated {
        /// The behavior it was pinned to.
        from: String,
        /// The behavior it is pinned to now.
        to: String,
        /// The label of that version.
        label: String,
        /// Why.
        reason: String,
    },
    /// Another system sent the message that was waited for.
    MessageCame {
        /// Its name.
        message: String,
        /// Which system.
        sender: String,
        /// The sender's own number of it.
        id: String,
        /// What it says.
        payload: Value,
    },
    /// An officer has begun something beside the drawn path.
    ActionBegun {
        /// The id of the action.
        action: String,
        /// The number of its task.
        task: u64,
        /// When it should be done.
        due_at: Timestamp,
    },
    /// That is done.
    ActionDone {
        /// The id of the action.
        action: String,
        /// The number of its task.
        task: u64,
        /// What the officer says of it.
        text: String,
    },
    /// The applicant took the request back.
    Withdrawn {
        /// Why, if the person said so.
        reason: String,
    },
    /// The applicant appealed.
    Appealed {
        /// What the applicant wrote.
        text: String,
    },
    /// The case is open again.
    Reopened {
        /// The date promised now.
        promised_on: Date,
    },
    /// The legal time runs until this moment; then silence decides as the law says.
    LegalTime {
        /// The moment.
        until: Timestamp,
    },
    /// The legal time is over without a decision: the law decides, and the process takes that way.
    DecidedBySilence {
        /// Approve or refuse.
        choice: Choice,
        /// The law that says so.
        law: LawNamed,
        /// The reasons as the person reads them, for a refusal.
        reasons: Vec<ReasonGiven>,
    },
    /// The case must be kept as it is, whatever its retention says.
    Held {
        /// Why: a court, an audit, a complaint.
        reason: String,
    },
    /// The case need not be kept any longer than its retention says.
    Released {
        /// Why.
        reason: String,
    },
    /// The time for which the case is kept is over: all that people gave was deleted.
    ContentDeleted {
        /// How long the pack says that it is kept, as written there.
        keep: String,
        /// The moment from which on it was due.
        due_at: Timestamp,
    },
    /// The case ended.
    Closed {
        /// How.
        outcome: CaseOutcome,
        /// The reasons of a refusal.
        reasons: Vec<ReasonGiven>,
    },
}

impl Event {
    /// The kind, as stored in the open part of the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Submitted(_) => "submitted",
            Self::Progressed { .. } => "progressed",
            Self::Evaluated { .. } => "evaluated",
            Self::FactsRead { .. } => "facts_read",
            Self::FactCorrected { .. } => "fact_corrected",
            Self::Assigned { .. } => "assigned",
            Self::Transferred { .. } => "transferred",
            Self::Asked { .. } => "asked",
            Self::Answered { .. } => "answered",
            Self::OpinionAsked { .. } => "opinion_asked",
            Self::OpinionGiven { .. } => "opinion_given",
            Self::DecisionPrepared(_) => "decision_prepared",
            Self::DecisionUndone {} => "decision_undone",
            Self::Countersigned { .. } => "countersigned",
            Self::Noted { .. } => "noted",
            Self::Reviewed { .. } => "reviewed",
            Self::Decided { .. } => "decided",
            Self::FeeAsked { .. } => "fee_asked",
            Self::FeePaid { .. } => "fee_paid",
            Self::PaymentSurplus { .. } => "payment_surplus",
            Self::OutputRequested { .. } => "output_requested",
            Self::OutputIssued { .. } => "output_issued",
            Self::OutputRevoked { .. } => "output_revoked",
            Self::MessageSent { .. } => "message_sent",
            Self::ClockStopped { .. } => "clock_stopped",
            Self::ClockStarted { .. } => "clock_started",
            Self::RungsPlanned { .. } => "rungs_planned",
            Self::Escalated { .. } => "escalated",
            Self::DeadlinesMoved { .. } => "deadlines_moved",
            Self::Intervened { .. } => "intervened",
            Self::Migrated { .. } => "migrated",
            Self::MessageCame { .. } => "message_came",
            Self::ActionBegun { .. } => "action_begun",
            Self::ActionDone { .. } => "action_done",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Appealed { .. } => "appealed",
            Self::Reopened { .. } => "reopened",
            Self::LegalTime { .. } => "legal_time",
            Self::DecidedBySilence { .. } => "decided_by_silence",
            Self::Held { .. } => "held",
            Self::Released { .. } => "released",
            Self::ContentDeleted { .. } => "content_deleted",
            Self::Closed { .. } => "closed",
        }
    }
}

/// A map by numbers as a list of pairs: inside of a tagged event the keys of a JSON object stay texts,
/// and a number would not be read back.
mod pairs {
    use std::collections::BTreeMap;

    use afaq_base::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<u64, Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<u64, Timestamp>, D::Error> {
        Ok(Vec::<(u64, Timestamp)>::deserialize(from)?.into_iter().collect())
    }
}
