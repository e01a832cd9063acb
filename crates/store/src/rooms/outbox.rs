//! Letters, mails and SMS as they were sent; their content is sealed.

use afaq_base::{CaseId, PartyId, Timestamp};

use crate::keys::{bound_to, seal};
use crate::log::{Sealed, SealingKeys, check_sealed};
use crate::sql::{Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A letter to be stored.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// Single for each sending; the same key twice is one letter.
    pub key: String,
    /// How it went: `mail`, `sms`, `letter`.
    pub channel: String,
    /// To whom.
    pub party: PartyId,
    /// About which case.
    pub case_id: Option<CaseId>,
    /// When.
    pub sent_at: Timestamp,
    /// Address, subject and text; sealed under the key of the person.
    pub content: Vec<u8>,
}

/// A letter as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    /// Its number; later letters have larger ones.
    pub letter_no: u64,
    /// Its key.
    pub key: String,
    /// How it went.
    pub channel: String,
    /// To whom.
    pub party: PartyId,
    /// About which case.
    pub case_id: Option<CaseId>,
    /// When.
    pub sent_at: Timestamp,
    /// Address, subject and text: opened, or erased.
    pub content: Sealed,
}

pub(super) fn insert(letter: &NewLetter, keys: &SealingKeys) -> Result<Statement, StoreError> {
    check_name("the key of a letter", &letter.key)?;
    check_name("the channel of a letter", &letter.channel)?;
    check_sealed(&letter.content)?;
    let sealed = seal(keys.of(Some(letter.party))?, &bound_to(&["letter", &letter.key]), &letter.content)?;
    Ok(sql(
        "insert into outbox (key, channel, party, case_id, sent_at, content) values ($1, $2, $3, $4, $5, $6) \
         on conflict (key) do nothing",
        vec![
            Value::from(&letter.key),
            Value::from(&letter.channel),
            Value::id(&letter.party),
            Value::id_or_null(letter.case_id.as_ref()),
            letter.sent_at.into(),
            sealed.into(),
        ],
    ))
}

impl Store {
    /// Lists letters, the newest first, before a number (nothing: from the newest), opened.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if a content was altered.
    pub async fn outbox(&self, before: Option<u64>, limit: usize) -> Result<Vec<Letter>, StoreError> {
        let rows = self
            .read(sql(
                "select letter_no, key, channel, party, case_id, sent_at, content from outbox \
                 where letter_no < $1 order by letter_no desc limit $2",
                vec![
                    Value::count(before.unwrap_or(u64::MAX)),
                    Value::count(limit.min(limits::PAGE_ROWS_MAX) as u64),
                ],
            ))
            .await?;
        let mut letters = Vec::with_capacity(rows.len());
        for mut row in rows {
            let mut letter = Letter {
                letter_no: row.count()?,
                key: row.text()?,
                channel: row.text()?,
                party: row.id()?,
                case_id: row.id_or_null()?,
                sent_at: row.at()?,
                content: Sealed::Closed,
            };
            let sealed = row.bytes()?;
            let bound = bound_to(&["letter", &letter.key]);
            let opened = self
                .open_sealed(Some(letter.party), &bound, &sealed, || format!("letter {}", letter.letter_no))
                .await?;
            letter.content = opened.map_or(Sealed::Erased, Sealed::Opened);
            letters.push(letter);
        }
        Ok(letters)
    }
}
