//! Messages of other systems: kept until a case takes them or their time is over, each counted once.

use afaq_base::{CaseId, PartyId, Timestamp};

use crate::keys::{bound_to, seal};
use crate::log::{SealingKeys, check_sealed};
use crate::sql::{Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A message to be kept.
#[derive(Clone, Debug)]
pub struct NewInbound {
    /// The system that sent it.
    pub sender: String,
    /// The sender's own number of it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The key that it belongs to.
    pub key: String,
    /// The person it is about, where that is known already.
    pub party: Option<PartyId>,
    /// What it says; sealed under the key of the person, or of the house where nobody is known yet.
    pub payload: Vec<u8>,
    /// When it came.
    pub received_at: Timestamp,
    /// Until when it is kept.
    pub expires_at: Timestamp,
}

/// A message that nobody has taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptInbound {
    /// The system that sent it.
    pub sender: String,
    /// The sender's own number of it.
    pub id: String,
    /// What it says.
    pub payload: Vec<u8>,
}

/// Stands where a message is about nobody that is known yet.
const NOBODY: PartyId = PartyId::from_u128(0);

fn bound(sender: &str, id: &str) -> Vec<u8> {
    bound_to(&["inbound", sender, id])
}

pub(super) fn keep(message: &NewInbound, keys: &SealingKeys) -> Result<Statement, StoreError> {
    check_name("the sender of a message", &message.sender)?;
    check_name("the number of a message", &message.id)?;
    check_name("the name of a message", &message.name)?;
    check_name("the key of a message", &message.key)?;
    check_sealed(&message.payload)?;
    let sealed = seal(keys.of(message.party)?, &bound(&message.sender, &message.id), &message.payload)?;
    Ok(sql(
        "insert into inbound_messages (sender, id, name, key, party, payload, received_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (sender, id) do nothing",
        vec![
            Value::from(&message.sender),
            Value::from(&message.id),
            Value::from(&message.name),
            Value::from(&message.key),
            Value::id(&message.party.unwrap_or(NOBODY)),
            sealed.into(),
            message.received_at.into(),
            message.expires_at.into(),
        ],
    ))
}

/// A message was taken: what it says stands in the case from now on.
pub(super) fn taken(sender: &str, id: &str, case: CaseId, at: Timestamp) -> Statement {
    sql(
        "update inbound_messages set payload = null, taken_at = $1, case_id = $2 where sender = $3 and id = $4",
        vec![at.into(), Value::id(&case), sender.into(), id.into()],
    )
}

pub(super) fn awaited(case: CaseId, names: &[(String, String)]) -> Vec<Statement> {
    let mut statements = vec![sql("delete from awaited_messages where case_id = $1", vec![Value::id(&case)])];
    statements.extend(names.iter().map(|(name, key)| {
        sql(
            "insert into awaited_messages (name, key, case_id) values ($1, $2, $3) \
             on conflict (name, key, case_id) do nothing",
            vec![Value::from(name), Value::from(key), Value::id(&case)],
        )
    }));
    statements
}

impl Store {
    /// The case that waits for a message of this name and key.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_awaiting(&self, name: &str, key: &str) -> Result<Option<CaseId>, StoreError> {
        let rows = self
            .read(sql(
                "select case_id from awaited_messages where name = $1 and key = $2 order by case_id limit 1",
                vec![name.into(), key.into()],
            ))
            .await?;
        rows.into_iter().next().map(|mut row| row.id()).transpose()
    }

    /// Whether a message came before, and whether a case has taken it.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_inbound(&self, sender: &str, id: &str) -> Result<Option<bool>, StoreError> {
        let rows = self
            .read(sql(
                "select case when taken_at is null then 0 else 1 end from inbound_messages \
                 where sender = $1 and id = $2",
                vec![sender.into(), id.into()],
            ))
            .await?;
        rows.into_iter().next().map(|mut row| row.int().map(|taken| taken == 1)).transpose()
    }

    /// How many messages of a sender wait for a case.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_inbound(&self, sender: &str) -> Result<u64, StoreError> {
        let rows = self
            .read(sql(
                "select count(*) from inbound_messages where sender = $1 and payload is not null",
                vec![sender.into()],
            ))
            .await?;
        rows.into_iter().next().map_or(Ok(0), |mut row| row.count())
    }

    /// The oldest message that waits for this name and key, opened; nothing where none does.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if a content was altered.
    pub async fn find_kept_inbound(
        &self,
        name: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<KeptInbound>, StoreError> {
        let rows = self
            .read(sql(
                "select sender, id, party, payload from inbound_messages \
                 where name = $1 and key = $2 and payload is not null and expires_at > $3 \
                 order by message_no limit 1",
                vec![name.into(), key.into(), now.into()],
            ))
            .await?;
        let Some(mut row) = rows.into_iter().next() else { return Ok(None) };
        let (sender, id, party): (_, _, PartyId) = (row.text()?, row.text()?, row.id()?);
        let sealed = row.bytes()?;
        let opened = self
            .open_sealed(Some(party).filter(|party| *party != NOBODY), &bound(&sender, &id), &sealed, || {
                format!("message {sender}/{id}")
            })
            .await?;
        Ok(opened.map(|payload| KeptInbound { sender, id, payload }))
    }

    /// Forgets what kept messages say whose time is over; that they came stays known.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn expire_inbound(&self, now: Timestamp) -> Result<(), StoreError> {
        self.write(sql(
            "update inbound_messages set payload = null where message_no in \
             (select message_no from inbound_messages where payload is not null and expires_at <= $1 limit $2)",
            vec![now.into(), Value::count(limits::PAGE_ROWS_MAX as u64)],
        ))
        .await
        .map(drop)
    }
}
