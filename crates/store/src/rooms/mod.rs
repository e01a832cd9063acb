//! Rows to read, room by room: plain structs, one upsert each, queries with keyset paging.

mod access_log;
mod beside;
mod cases;
mod corrections;
mod documents;
mod drafts;
mod letter_preferences;
mod messages;
mod outbox;
mod page;
mod payments;
mod publications;
mod ratings;
mod retention;
mod sessions;
mod tasks;
mod uploads;

use afaq_base::{CaseId, DraftId, FileId, MessageId, PartyId, Timestamp};

use crate::StoreError;
use crate::log::SealingKeys;
use crate::sql::Statement;

pub use access_log::{AccessLogEntry, AccessLogQuery, NewAccess};
pub use beside::BesideCase;
pub use cases::{Assignee, CaseRow, Worklist, WorklistShow};
pub use corrections::CorrectionRow;
pub use documents::DocumentRow;
pub use drafts::{Draft, DraftSaved, DraftSummary, SaveDraft};
pub use messages::{Message, NewMessage};
pub use outbox::{Letter, NewLetter};
pub use page::{Cursor, Page};
pub use payments::PaymentRow;
pub use publications::{NewPublication, PublicationFiles, PublicationRow};
pub use ratings::{NewRating, RatingRow};
pub use retention::DeleteContent;
pub use sessions::{NewSession, SessionRow, TokenHash};
pub use tasks::TaskRow;
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
    /// A message was read.
    MessageRead {
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
            Self::Case(_)
            | Self::CaseChanged(_)
            | Self::Task(_)
            | Self::TaskChanged(_)
            | Self::Document(_)
            | Self::Access(_)
            | Self::Publication(_)
            | Self::Payment(_)
            | Self::Correction(_)
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
            Self::DeleteContent(delete) => return Ok(retention::delete_content(delete)),
            Self::MessageRead { message, at } => messages::mark_read(*message, None, *at),
            Self::DropDraft(draft) => drafts::delete(*draft),
            Self::AttachUpload { upload, case } => uploads::attach(*upload, *case),
        }])
    }
}
