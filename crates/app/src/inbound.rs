//! Messages of other systems: who may send which, taken once, and kept for a while where no case waits yet.

use std::collections::BTreeMap;

use afaq_base::{CaseId, CaseNumber, CivilNumber, PartyId, Text};
use afaq_domain::Refusal;
use afaq_domain::cases::{Action, Inbound};
use afaq_domain::parties::Actor;
use afaq_feel::{Context, Value};
use afaq_store::{Commit, IdempotencyKey, NewInbound, RowWrite};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value as Json;
use sha2::Digest;

use crate::cases::With;
use crate::{App, AppError, limits};

/// A system that may send messages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The SHA-256 of its secret, in hexadecimal: the secret itself stands nowhere here.
    pub secret_sha256: String,
    /// The names of the messages that it may send.
    pub messages: Vec<String>,
}

/// A message as it came.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incoming {
    /// The sender's own number of it: the same one twice counts once.
    pub id: String,
    /// What it belongs to: the number of a case, a civil number, or whatever key the process computes.
    pub key: String,
    /// How long it is kept where no case waits for it yet.
    #[serde(default)]
    pub keep_seconds: Option<i64>,
    /// What it says: names with texts, numbers and truth values.
    #[serde(default)]
    pub values: BTreeMap<String, Json>,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// A case has taken it.
    Taken,
    /// No case waits for it yet: it is kept.
    Kept,
    /// It came before.
    Repeated,
}

impl Received {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Kept => "kept",
            Self::Repeated => "repeated",
        }
    }
}

fn field(field: &str, ar: &str, en: &str) -> AppError {
    AppError::Field { field: field.into(), message: Text::new(ar, en) }
}

/// What a message says, as the process sees it.
fn payload(values: &BTreeMap<String, Json>) -> Result<Value, AppError> {
    if values.len() > limits::INBOUND_VALUES_MAX {
        return Err(field("values", "قيم كثيرة", "too many values"));
    }
    let mut context = Context::new();
    for (name, value) in values {
        let value = match value {
            Json::Null => Value::Null,
            Json::Bool(is_true) => Value::Boolean(*is_true),
            Json::Number(number) => number
                .to_string()
                .parse()
                .map(Value::Number)
                .map_err(|_| field("values", "عدد غير مفهوم", "a number that can't be read"))?,
            Json::String(text) => Value::from(afaq_base::text::clean_text(text).as_str()),
            Json::Array(_) | Json::Object(_) => {
                return Err(field(
                    "values",
                    "القيم نصوص وأعداد فقط",
                    "values are texts, numbers and truth values",
                ));
            }
        };
        context.set(name.as_str(), value);
    }
    Ok(Value::context(context))
}

impl App {
    /// The sender with this secret; nothing where there is none. Every hash is looked at, whichever fits.
    pub fn find_sender(&self, secret: &str) -> Option<String> {
        let hash: [u8; 32] = sha2::Sha256::digest(secret.as_bytes()).into();
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut found = None;
        for (name, sender) in &self.settings().senders {
            let known = sender.secret_sha256.to_ascii_lowercase();
            let differences = known
                .bytes()
                .zip(hash.bytes())
                .fold(known.len() ^ hash.len(), |sum, (one, other)| sum | usize::from(one ^ other));
            if differences == 0 {
                found = Some(name.clone());
            }
        }
        found
    }

    /// Takes a message of another system.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a message that this sender may not send; [`AppError::Field`] for one that
    /// can't be read.
    pub async fn receive(&self, sender: &str, name: &str, incoming: &Incoming) -> Result<Received, AppError> {
        let known = self.settings().senders.get(sender).ok_or(AppError::NotFound)?;
        if !known.messages.iter().any(|one| one == name) {
            return Err(AppError::NotFound);
        }
        let is_id = (1..=limits::INBOUND_ID_CHARS_MAX).contains(&incoming.id.chars().count())
            && !incoming.id.chars().any(char::is_control);
        if !is_id {
            return Err(field("id", "رقم الرسالة ناقص أو طويل", "the message's id is missing or too long"));
        }
        let says = payload(&incoming.values)?;
        let (key, party) = self.belonging(name, &incoming.key).await?;
        if self.store().find_inbound(sender, &incoming.id).await?.is_some() {
            return Ok(Received::Repeated);
        }
        if self.store().count_inbound(sender).await? >= limits::INBOUND_KEPT_MAX {
            return Err(AppError::Refused(Refusal::OverLimit {
                what: "kept messages",
                max: usize::try_from(limits::INBOUND_KEPT_MAX).unwrap_or(usize::MAX),
            }));
        }
        let keep = incoming.keep_seconds.unwrap_or(limits::INBOUND_KEEP_SECONDS);
        let keep = SignedDuration::from_secs(keep.clamp(0, limits::INBOUND_KEEP_SECONDS_MAX));
        let mut commit = Commit::new(self.now());
        commit.rows.push(RowWrite::Inbound(NewInbound {
            sender: sender.to_string(),
            id: incoming.id.clone(),
            name: name.to_string(),
            key: key.clone(),
            party,
            payload: serde_json::to_vec(&says)?,
            received_at: self.now(),
            expires_at: self.now() + keep,
        }));
        // First it is kept, then given to who waits: whatever happens between, it is not lost.
        self.store().append(commit).await?;
        match self.store().find_awaiting(name, &key).await? {
            Some(case) if self.give_kept(case).await? > 0 => Ok(Received::Taken),
            Some(_) | None => Ok(Received::Kept),
        }
    }

    /// The key in its stored form, and the person it is about: what a message says is sealed for them.
    ///
    /// A key that the process computes from its case says nothing of a person until a case waits for it.
    async fn belonging(&self, name: &str, key: &str) -> Result<(String, Option<PartyId>), AppError> {
        if let Ok(number) = CaseNumber::parse(key)
            && let Some(row) = self.store().find_case_by_number(&number.to_string()).await?
        {
            return Ok((number.to_string(), Some(row.applicant)));
        }
        if let Ok(number) = CivilNumber::parse(key) {
            return Ok((number.to_string(), Some(self.party_of(number))));
        }
        let is_key = (1..=limits::INBOUND_ID_CHARS_MAX).contains(&key.chars().count())
            && !key.chars().any(char::is_control)
            && key.trim() == key;
        if !is_key {
            return Err(field(
                "key",
                "مفتاح الرسالة ناقص أو طويل أو فيه رموز خفية",
                "the message's key is missing or too long, or has hidden characters",
            ));
        }
        let awaiting = match self.store().find_awaiting(name, key).await? {
            Some(case) => self.store().find_case(case).await?,
            None => None,
        };
        Ok((key.to_string(), awaiting.map(|row| row.applicant)))
    }

    /// Gives a case the kept messages that it waits for. Gives how many it has taken.
    pub(crate) async fn give_kept(&self, id: CaseId) -> Result<usize, AppError> {
        let mut taken = 0;
        for _ in 0..limits::INBOUND_ROUNDS_MAX {
            let loaded = self.load_newest(id).await?;
            let awaited: Vec<(String, String)> =
                loaded.case.awaited(&loaded.service).map(|(name, key)| (name.to_string(), key)).collect();
            let mut found = None;
            for (name, key) in awaited {
                if let Some(kept) = self.store().find_kept_inbound(&name, &key, self.now()).await? {
                    found = Some((name, key, kept));
                    break;
                }
            }
            let Some((name, key, kept)) = found else { break };
            let inbound = Inbound {
                name,
                key,
                sender: kept.sender.clone(),
                id: kept.id.clone(),
                payload: serde_json::from_slice(&kept.payload)?,
            };
            let with = With {
                key: Some(IdempotencyKey::new(format!("inbound/{}/{}", kept.sender, kept.id))),
                rows: vec![RowWrite::InboundTaken {
                    sender: kept.sender.clone(),
                    id: kept.id,
                    case: id,
                    at: self.now(),
                }],
                ..With::default()
            };
            let by = Actor::System { name: kept.sender };
            match self.execute(id, by, Action::TakeMessage(Box::new(inbound)), with).await {
                Ok(_) => taken += 1,
                // The case has moved on meanwhile: the message goes on waiting.
                Err(AppError::Refused(_)) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(taken)
    }
}
