//! A life that was played, lived again under another name: for measurements that need many cases and have little time.

use afaq_app::App;
use afaq_app::parties::Person;
use afaq_base::{CaseId, CaseNumber, DocumentId, Timestamp};
use afaq_domain::cases::CaseEvent;
use afaq_store::{Sealed, StreamId};
use jiff::SignedDuration;
use serde_json::Value as Json;

use crate::Failure;

/// A life that was played.
#[derive(Clone)]
pub struct Life {
    /// Whether the case has not ended.
    pub is_open: bool,
    /// Its length in bytes.
    pub bytes: usize,
    events: Json,
}

impl Life {
    /// The life of a stored case.
    pub async fn of(app: &App, stream: &StreamId) -> Result<Self, Failure> {
        let mut events = Vec::new();
        let mut is_open = true;
        for stored in app.store().load_stream(stream, 0).await? {
            is_open = is_open && stored.kind != "closed";
            events.push(match &stored.sealed {
                Sealed::Opened(bytes) => serde_json::from_slice(bytes)?,
                Sealed::Nothing | Sealed::Closed | Sealed::Erased => stored.open,
            });
        }
        let bytes = events.iter().map(|event: &Json| event.to_string().len()).sum();
        Ok(Self { is_open, bytes, events: Json::Array(events) })
    }

    /// Lives it again as another person's n-th case, submitted at another time, and takes that in.
    pub async fn again(
        &self,
        app: &App,
        person: &Person,
        n: u64,
        at: Timestamp,
    ) -> Result<(CaseId, CaseNumber), Failure> {
        let first = &self.events[0];
        let submitted: Timestamp = first["at"].as_str().ok_or("an event without a time")?.parse()?;
        let names =
            Names { person: person.clone(), number: CaseNumber::new(n), shift: at.duration_since(submitted) };
        let mut events = self.events.clone();
        names.put(&mut events, "");
        let events: Vec<CaseEvent> = serde_json::from_value(events)?;
        let mut id = [0; 16];
        let time = u64::try_from(at.as_millisecond()).unwrap_or_default() << 16;
        id[..8].copy_from_slice(&time.to_be_bytes());
        id[8..].copy_from_slice(&(n.wrapping_mul(0x9E37_79B9_7F4A_7C15)).to_be_bytes());
        let id = CaseId::from_bytes(id);
        app.take_in(id, &events).await?;
        Ok((id, names.number))
    }
}

/// The names under which a life is lived again.
struct Names {
    person: Person,
    number: CaseNumber,
    shift: SignedDuration,
}

impl Names {
    fn put(&self, value: &mut Json, name: &str) {
        match value {
            Json::Array(items) => items.iter_mut().for_each(|item| self.put(item, name)),
            Json::Object(fields) => fields.iter_mut().for_each(|(name, field)| self.put(field, name)),
            Json::String(text) => {
                let new = match name {
                    "applicant" => self.person.party.to_string(),
                    "applicant_number" => self.person.number.to_string(),
                    "number" => self.number.to_string(),
                    // What is named more than once in a life is named alike, since it follows from the old name.
                    "document" => DocumentId::from_u128(self.again(text)).to_string(),
                    "code" | "reference" => DocumentId::from_u128(self.again(text)).to_string(),
                    _ => match text.parse::<Timestamp>() {
                        Ok(at) if text.ends_with('Z') => (at + self.shift).to_string(),
                        Ok(_) | Err(_) => return,
                    },
                };
                *text = new;
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn again(&self, old: &str) -> u128 {
        let own = self.number.to_string();
        let mut hash = 0xcbf2_9ce4_8422_2325_u128;
        for byte in own.bytes().chain(old.bytes()) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B);
        }
        hash
    }
}
