//! Rows to read, room by room: plain structs, one upsert each, queries with keyset paging.

mod access_log;
mod beside;
mod bulk;
mod cases;
mod corrections;
mod documents;
mod drafts;
mod inbound;
mod incidents;
mod letter_preferences;
mod messages;
mod notices;
mod outbox;
mod page;
mod payments;
mod publications;
mod ratings;
mod retention;
mod sessions;
mod tasks;
mod times;
mod uploads;

use afaq_base::{BodyCode, CaseId, DraftId, FileId, MessageId, PartyId, ServiceId, Timestamp};

use serde_json::Value as Json;

use crate::StoreError;
use crate::log::SealingKeys;
use crate::sql::Statement;

pub use access_log::{AccessLogEntry, AccessLogQuery, NewAccess};
pub use beside::BesideCase;
pub use bulk::{AnnouncementRow, BulkRun, BulkScope, ElementLoad};
pub use cases::{Assignee, CaseRow, Worklist, WorklistOrder, WorklistShow};
pub use corrections::CorrectionRow;
pub use documents::DocumentRow;
pub use drafts::{Draft, DraftSaved, DraftSummary, SaveDraft};
pub use inbound::{KeptInbound, NewInbound};
pub use incidents::IncidentRow;
pub use messages::{Message, NewMessage};
pub use notices::NoticeRow;
pub use outbox::{Letter, NewLetter};
pub use page::{Cursor, Page};
pub use payments::PaymentRow;
pub use publications::{NewPublication, PublicationFiles, PublicationRow};
pub use ratings::{NewRating, RatingRow};
pub use retention::DeleteContent;
pub use sessions::{NewSession, SessionRow, TokenHash};
pub use tasks::TaskRow;
pub use times::{CaseTime, Load, ServiceTimes};
pub use uploads::{NewUpload, Upload, UploadState};

/// One row that a commit writes.
#[derive(Clone, Debug)]
pub enum RowWrite {
    /// A case as it stands now.
    Case(Box<CaseRow>),
    /// A case as it stood before and as it stands now: only the indexes that change are written.
    CaseChanged(Box<(CaseRow, CaseRow)>),
    /// A task as it stands now.
    Task(Box<TaskRow>),
    /// A task as it stood before and as it stands now.
    TaskChanged(Box<(TaskRow, TaskRow)>),
    /// A message to a person.
    Message(NewMessage),
    /// An issued document as it stands now.
    Document(Box<DocumentRow>),
    /// A look at a person's data.
    Access(NewAccess),
    /// A published version of a service.
    Publication(Box<NewPublication>),
    /// A letter, mail or SMS as it was sent.
    Letter(NewLetter),
    /// A payment as it stands now.
    Payment(PaymentRow),
    /// What a person said after the end of a case.
    Rating(NewRating),
    /// A fact that a person calls wrong, as its correction stands now.
    Correction(Box<CorrectionRow>),
    /// A token cannot go on.
    IncidentRaised(IncidentRow),
    /// It can again, or is gone.
    IncidentResolved {
        /// The case.
        case: CaseId,
        /// The incident.
        incident: u64,
    },
    /// The messages of other systems that a case waits for now: names with their keys.
    Awaited {
        /// The case.
        case: CaseId,
        /// What it waits for.
        names: Vec<(String, String)>,
    },
    /// A message of another system is kept.
    Inbound(NewInbound),
    /// A case has taken it.
    InboundTaken {
        /// The system that sent it.
        sender: String,
        /// The sender's own number of it.
        id: String,
        /// The case.
        case: CaseId,
        /// When.
        at: Timestamp,
    },
    /// Officers are told that time runs out.
    Notice(NoticeRow),
    /// How far a run over many cases has come.
    BulkRun(Box<BulkRun>),
    /// Something was announced for working calendars.
    Announcement {
        /// The body that it is for; all where this is missing.
        body: Option<BodyCode>,
        /// What was announced.
        content: Json,
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
    },
    /// How long a case took that is decided.
    CaseTime(CaseTime),
    /// A service takes no new cases any more, with a text for the public; or takes them again.
    Suspension {
        /// The service.
        service: ServiceId,
        /// The text.
        text: Option<Json>,
    },
    /// A message was read.
    MessageRead {
        /// To whom it was sent.
        party: PartyId,
        /// The message.
        message: MessageId,
        /// When.
        at: Timestamp,
    },
    /// What people gave in a case goes.
    DeleteContent(DeleteContent),
    /// A draft became a case, and goes.
    DropDraft(DraftId),
    /// An upload of a draft became evidence of a case: it no longer expires.
    AttachUpload {
        /// The upload.
        upload: FileId,
        /// The case.
        case: CaseId,
    },
}

impl RowWrite {
    /// The person under whose key a part of the row is sealed.
    pub(crate) fn sealing_party(&self) -> Option<PartyId> {
        match self {
            Self::Message(message) => Some(message.party),
            Self::Letter(letter) => Some(letter.party),
            Self::Rating(rating) => Some(rating.party),
            Self::Inbound(message) => message.party,
            Self::Case(_)
            | Self::CaseChanged(_)
            | Self::Task(_)
            | Self::TaskChanged(_)
            | Self::Document(_)
            | Self::Access(_)
            | Self::Publication(_)
            | Self::Payment(_)
            | Self::Correction(_)
            | Self::IncidentRaised(_)
            | Self::IncidentResolved { .. }
            | Self::Awaited { .. }
            | Self::InboundTaken { .. }
            | Self::Notice(_)
            | Self::BulkRun(_)
            | Self::Announcement { .. }
            | Self::CaseTime(_)
            | Self::Suspension { .. }
            | Self::MessageRead { .. }
            | Self::DeleteContent(_)
            | Self::DropDraft(_)
            | Self::AttachUpload { .. } => None,
        }
    }

    pub(crate) fn statements(&self, keys: &SealingKeys) -> Result<Vec<Statement>, StoreError> {
        Ok(vec![match self {
            Self::Case(case) => cases::upsert(case)?,
            Self::CaseChanged(both) => cases::change(&both.0, &both.1)?,
            Self::Task(task) => tasks::upsert(task)?,
            Self::TaskChanged(both) => tasks::change(&both.0, &both.1)?,
            Self::Message(message) => messages::insert(message, keys)?,
            Self::Document(document) => documents::upsert(document)?,
            Self::Access(access) => access_log::insert(access)?,
            Self::Publication(publication) => publications::upsert(publication)?,
            Self::Letter(letter) => outbox::insert(letter, keys)?,
            Self::Payment(payment) => payments::upsert(payment)?,
            Self::Rating(rating) => ratings::upsert(rating, keys)?,
            Self::Correction(correction) => corrections::upsert(correction)?,
            Self::CaseTime(time) => times::upsert(time),
            Self::Suspension { service, text } => publications::suspend(service, text.as_ref())?,
            Self::DeleteContent(delete) => return Ok(retention::delete_content(delete)),
            Self::IncidentRaised(row) => incidents::raise(row)?,
            Self::IncidentResolved { case, incident } => incidents::resolve(*case, *incident),
            Self::Awaited { case, names } => return Ok(inbound::awaited(*case, names)),
            Self::Inbound(message) => inbound::keep(message, keys)?,
            Self::InboundTaken { sender, id, case, at } => inbound::taken(sender, id, *case, *at),
            Self::Notice(row) => notices::insert(row),
            Self::BulkRun(run) => bulk::upsert(run)?,
            Self::Announcement { body, content, at, by } => bulk::announce(body.as_ref(), content, *at, by)?,
            Self::MessageRead { party, message, at } => messages::mark_read(*party, *message, *at),
            Self::DropDraft(draft) => drafts::delete(*draft),
            Self::AttachUpload { upload, case } => uploads::attach(*upload, *case),
        }])
    }
}
