//! What people, officers, clocks and gateways may ask of a case.

use std::collections::BTreeMap;

use afaq_base::{CaseNumber, CivilNumber, Date, DocumentId, FileId, Lang, Money, PartyId, Text, Timestamp};
use afaq_feel::Value;

use std::sync::Arc;

use afaq_base::calendar::WorkingCalendar;
use afaq_pack::StopFor;

use super::event::{Choice, EvidenceFile, Facts, Finding, Helped, Reading};
use super::inbound::Inbound;
use super::migrate::Passage;
use crate::parties::{Actor, Mandate};

/// One command: who asks, when, and what. Time and new identifiers come in with it.
#[derive(Debug, Clone)]
pub struct Command {
    /// Who asks.
    pub by: Actor,
    /// The moment.
    pub at: Timestamp,
    /// Fresh bytes for the identifiers that the command may need, one for each output of the pack.
    pub entropy: Vec<[u8; 16]>,
    /// What is asked.
    pub action: Action,
}

/// What is asked of a case.
#[derive(Debug, Clone)]
pub enum Action {
    /// A draft becomes a request.
    Submit(Box<Submit>),
    /// The applicant answers what was asked.
    Answer {
        /// New values, each a path of the pack's data.
        facts: Facts,
        /// New files.
        evidence: BTreeMap<String, Vec<EvidenceFile>>,
        /// The applicant's own words.
        text: String,
    },
    /// A value is put right.
    Correct {
        /// The path.
        path: String,
        /// The right value.
        value: Value,
        /// Why.
        reason: String,
    },
    /// The body that holds a disputed fact has said what is right.
    Settle {
        /// The path.
        path: String,
        /// What is right.
        value: Value,
        /// Why.
        reason: String,
    },
    /// The applicant has not answered for some time.
    Remind {
        /// The time to answer of the question that is meant; another one changes nothing.
        answer_by: Timestamp,
    },
    /// Registers were read again for the process.
    TakeReadings {
        /// What they said.
        facts: Facts,
        /// How each answered.
        readings: Vec<Reading>,
    },
    /// An officer takes the case, gives it to another, or puts it back.
    Assign {
        /// The new officer, or nobody.
        officer: Option<String>,
    },
    /// Another unit of the body takes over.
    Transfer {
        /// The unit.
        unit: String,
        /// Why.
        reason: String,
    },
    /// An officer prepares the decision of a user task.
    Prepare {
        /// The open task.
        task: u64,
        /// The choice.
        choice: Choice,
        /// The ids of reasons for a refusal.
        reasons: Vec<String>,
        /// The officer's own words to the person.
        note: String,
        /// Values that the officer found.
        sets: BTreeMap<String, Value>,
    },
    /// The prepared decision is taken back.
    Undo,
    /// A second officer signs the prepared decision.
    Countersign,
    /// An officer writes something down for colleagues.
    Note {
        /// The note.
        text: String,
    },
    /// A second officer says what a look at the decided case found.
    Review {
        /// What was found.
        finding: Finding,
        /// In words; needed unless everything is right.
        text: String,
    },
    /// The prepared decision is taken, since its time to undo is over.
    TakeEffect {
        /// The number of the event that prepared it.
        event: u64,
    },
    /// An officer ends a task at once: asks the applicant or another body, passes it on, gives an opinion.
    Finish {
        /// The open task.
        task: u64,
        /// The choice, any but approve and refuse.
        choice: Choice,
        /// What is asked or what the opinion says.
        text: Text,
        /// Data or evidence to be given again, when the applicant is asked.
        items: Vec<String>,
        /// Values that the officer found.
        sets: BTreeMap<String, Value>,
    },
    /// The gateway reports a payment.
    ConfirmPayment {
        /// The reference.
        reference: String,
        /// The gateway's own number of the payment.
        transaction: String,
        /// The amount.
        paid: Money,
    },
    /// A document was set and stored.
    Issue {
        /// The document.
        document: DocumentId,
        /// Its file.
        file: FileId,
    },
    /// An issued document is revoked.
    Revoke {
        /// The document.
        document: DocumentId,
        /// Why.
        reason: String,
    },
    /// A timer of the process is due.
    FireTimer {
        /// The timer.
        timer: u64,
        /// For when it was planned; a timer that was moved further away since is left to its later plan.
        planned_ms: Option<i64>,
    },
    /// The legal time may be over: then silence decides as the law says.
    EndLegalTime,
    /// An officer keeps the case from being deleted.
    Hold {
        /// Why.
        reason: String,
    },
    /// The case need not be held any longer.
    Release {
        /// Why.
        reason: String,
    },
    /// The time for which the case is kept may be over: then what people gave is deleted.
    EndRetention,
    /// An officer has mended what stopped the process.
    Retry {
        /// The incident.
        incident: u64,
        /// What was mended.
        reason: String,
    },
    /// An officer with the right leaves out what failed.
    Skip {
        /// The incident.
        incident: u64,
        /// Why.
        reason: String,
    },
    /// An officer with the right puts a token elsewhere.
    MoveToken {
        /// The token.
        token: u64,
        /// The element.
        to: String,
        /// Why.
        reason: String,
    },
    /// A job outside was given up.
    FailJob {
        /// The waiting job of the process.
        job: u64,
        /// Why.
        reason: String,
    },
    /// An officer lets the clock stand still.
    StopClock {
        /// For whom.
        reason: StopFor,
        /// In which matter.
        note: String,
    },
    /// An officer lets the clock go on.
    StartClock,
    /// A rung of an escalation may be reached.
    Escalate {
        /// Which of the pack's rungs.
        rung: usize,
        /// Of which task; of the whole case where this is missing.
        task: Option<u64>,
    },
    /// The calendar was announced anew.
    MoveDeadlines {
        /// The calendar of the body as it was before.
        before: Arc<WorkingCalendar>,
        /// When it was announced: what began after that was set by the new calendar.
        announced_at: Timestamp,
        /// Why, in the words of the announcement.
        why: Text,
    },
    /// The case goes on by the version by which it is judged.
    Migrate {
        /// How.
        passage: Arc<Passage>,
        /// The first day on which that version is in force.
        in_force: Date,
        /// Why.
        reason: String,
    },
    /// Another system sent a message.
    TakeMessage(Box<Inbound>),
    /// An officer begins an optional action.
    BeginAction {
        /// Its id.
        action: String,
    },
    /// The applicant takes the request back.
    Withdraw {
        /// Why, if they say so.
        reason: String,
    },
    /// The applicant appeals against a refusal.
    Appeal {
        /// Why.
        text: String,
    },
}

/// A draft that is handed in.
#[derive(Debug, Clone)]
pub struct Submit {
    /// The number that people will read out.
    pub number: CaseNumber,
    /// The party whose case it is.
    pub applicant: PartyId,
    /// The applicant's civil number.
    pub applicant_number: CivilNumber,
    /// The right of the one who files it, when that is not the applicant.
    pub mandate: Option<Mandate>,
    /// The language the person uses.
    pub language: Lang,
    /// What is known and what was answered.
    pub facts: Facts,
    /// What was handed in.
    pub evidence: BTreeMap<String, Vec<EvidenceFile>>,
    /// How each register answered.
    pub readings: Vec<Reading>,
    /// The officer who filled the form in with the person at a counter.
    pub helped: Option<Helped>,
}
