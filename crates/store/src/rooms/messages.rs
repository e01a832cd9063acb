//! Messages to persons inside the platform; their content is sealed.

use afaq_base::{CaseId, MessageId, PartyId, Timestamp};

use super::page::{self, Cursor, Page};
use crate::keys::{bound_to, seal};
use crate::log::{Sealed, SealingKeys, check_sealed};
use crate::sql::{Row, Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A message to be stored.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The message.
    pub message_id: MessageId,
    /// To whom.
    pub party: PartyId,
    /// About which case.
    pub case_id: Option<CaseId>,
    /// What kind of message: a code of the pack or the domain.
    pub kind: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// What it says; sealed under the key of the person.
    pub content: Vec<u8>,
}

/// A message as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The message.
    pub message_id: MessageId,
    /// To whom.
    pub party: PartyId,
    /// About which case.
    pub case_id: Option<CaseId>,
    /// What kind of message.
    pub kind: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it was first read.
    pub read_at: Option<Timestamp>,
    /// What it says: opened, or erased.
    pub content: Sealed,
}

const COLUMNS: &str = "message_id, party, case_id, kind, sent_at, read_at, content";

pub(super) fn insert(message: &NewMessage, keys: &SealingKeys) -> Result<Statement, StoreError> {
    check_name("the kind of a message", &message.kind)?;
    check_sealed(&message.content)?;
    let sealed = seal(keys.of(Some(message.party))?, &bound(message.message_id), &message.content)?;
    Ok(sql(
        "insert into messages (message_id, party, case_id, kind, sent_at, content) values ($1, $2, $3, $4, $5, $6)",
        vec![
            Value::id(&message.message_id),
            Value::id(&message.party),
            Value::id_or_null(message.case_id.as_ref()),
            Value::from(&message.kind),
            message.sent_at.into(),
            sealed.into(),
        ],
    ))
}

/// Only the first reading counts; `party` keeps others from marking it.
pub(super) fn mark_read(party: PartyId, message: MessageId, at: Timestamp) -> Statement {
    sql(
        "update messages set read_at = coalesce(read_at, $1) where party = $2 and message_id = $3 returning message_id",
        vec![at.into(), Value::id(&party), Value::id(&message)],
    )
    .must_hit("the message")
}

/// The messages about a case, as they were sent, closed.
pub(super) fn of_case(case: CaseId) -> Statement {
    sql(
        format!("select {COLUMNS} from messages where case_id = $1 order by sent_at, message_id limit $2"),
        vec![Value::id(&case), Value::count(limits::PAGE_ROWS_MAX as u64)],
    )
}

fn bound(message: MessageId) -> Vec<u8> {
    bound_to(&["message", &message.to_string()])
}

impl Store {
    /// Lists the messages of a person, the newest first, opened.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if a content was altered.
    pub async fn messages_of_party(
        &self,
        party: PartyId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Message>, StoreError> {
        let (key, id) = page::after_all(after);
        let rows = self
            .read(sql(
                format!(
                    "select {COLUMNS} from messages where party = $1 and (sent_at, message_id) < ($2, $3) \
                     order by sent_at desc, message_id desc limit $4"
                ),
                vec![Value::id(&party), Value::Int(key), id, Value::Int(page::asked(limit))],
            ))
            .await?;
        let messages = self.open_messages(rows).await?;
        Ok(page::page(messages, limit, |message| Cursor {
            key: message.sent_at.as_microsecond(),
            id: message.message_id.to_bytes(),
        }))
    }

    /// Lists the messages about a case, as they were sent, opened.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if a content was altered.
    pub async fn messages_of_case(&self, case: CaseId) -> Result<Vec<Message>, StoreError> {
        let rows = self.read(of_case(case)).await?;
        self.open_messages(rows).await
    }

    /// Counts the messages that a person has not read.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_unread_messages(&self, party: PartyId) -> Result<u64, StoreError> {
        let mut rows = self
            .read(sql(
                "select count(*) from (select 1 from messages where party = $1 and read_at is null limit $2) as counted",
                vec![Value::id(&party), Value::count(limits::COUNTED_ROWS_MAX)],
            ))
            .await?;
        rows.pop().map_or(Ok(0), |mut row| row.count())
    }

    /// Notes that a person has read a message of theirs; only the first time counts.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the person has no such message.
    pub async fn mark_message_read(
        &self,
        party: PartyId,
        message: MessageId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(mark_read(party, message, at)).await.map(drop)
    }

    pub(super) async fn open_messages(&self, rows: Vec<Row>) -> Result<Vec<Message>, StoreError> {
        let mut messages = Vec::with_capacity(rows.len());
        for mut row in rows {
            let mut message = Message {
                message_id: row.id()?,
                party: row.id()?,
                case_id: row.id_or_null()?,
                kind: row.text()?,
                sent_at: row.at()?,
                read_at: row.at_or_null()?,
                content: Sealed::Closed,
            };
            let sealed = row.bytes()?;
            let opened = self
                .open_sealed(Some(message.party), &bound(message.message_id), &sealed, || {
                    format!("message {}", message.message_id)
                })
                .await?;
            message.content = opened.map_or(Sealed::Erased, Sealed::Opened);
            messages.push(message);
        }
        Ok(messages)
    }
}
