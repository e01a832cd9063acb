//! Who is signed in, what they may do, and whether one may act for another.

use afaq_base::{CivilNumber, PartyId, Text, Timestamp};
use afaq_domain::parties::{Actor, Mandate};
use afaq_pack::{MandateKind, Service};
use afaq_ports::{Officer, RegisterAnswer, RegisterQuery};
use afaq_store::{NewSession, TokenHash};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::Digest;

use crate::{App, AppError};

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The civil number.
    pub number: CivilNumber,
    /// The party that stands for this person in the store.
    pub party: PartyId,
    /// The name in both languages.
    pub name: Text,
}

/// Who is behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// A citizen or resident.
    Person(Person),
    /// An officer of a body.
    Officer(Officer),
}

/// What a session remembers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
enum Subject {
    Person { number: CivilNumber },
    Officer { id: String },
}

/// A session's token: it stands in the person's cookie and nowhere else.
pub struct Token(pub String);

impl App {
    /// The party of a civil number: the same until the person is erased. Whoever comes back is a new party.
    pub fn party_of(&self, number: CivilNumber) -> PartyId {
        self.store().party_of(&number.to_string())
    }

    /// The person with this civil number, as the identity provider knows them.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none.
    pub fn person(&self, number: CivilNumber) -> Result<Person, AppError> {
        let known = self.ports().identity.find_person(&number).ok_or(AppError::NotFound)?;
        Ok(Person { number, party: self.party_of(number), name: known.name })
    }

    /// Starts a session for a person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown person; a fault of the store.
    pub async fn sign_in_person(&self, number: CivilNumber) -> Result<Token, AppError> {
        let person = self.person(number)?;
        self.start(&Subject::Person { number }, person.party.to_string()).await
    }

    /// Starts a session for an officer.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown officer; a fault of the store.
    pub async fn sign_in_officer(&self, id: &str) -> Result<Token, AppError> {
        let officer = self.ports().identity.find_officer(id).ok_or(AppError::NotFound)?;
        self.start(&Subject::Officer { id: officer.id.clone() }, format!("officer/{}", officer.id)).await
    }

    async fn start(&self, subject: &Subject, name: String) -> Result<Token, AppError> {
        let (first, second) = (self.fresh(), self.fresh());
        let token: String = first.iter().chain(&second).map(|byte| format!("{byte:02x}")).collect();
        let now = self.now();
        self.store()
            .start_session(&NewSession {
                token_hash: hash(&token),
                subject: name,
                data: serde_json::to_value(subject)?,
                created_at: now,
                idle_expires_at: now + self.settings().session_idle(),
                absolute_expires_at: now + self.settings().session(),
            })
            .await?;
        Ok(Token(token))
    }

    /// Who a token stands for; `None` when its session has ended.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn signed_in(&self, token: &str) -> Result<Option<SignedIn>, AppError> {
        let (hash, now) = (hash(token), self.now());
        let Some(row) = self.store().find_session(&hash, now).await? else { return Ok(None) };
        // A write for each page would cost a disk flush; once in a while is enough.
        if now.duration_since(row.seen_at) > SignedDuration::from_mins(10) {
            let idle = now + self.settings().session_idle();
            self.store().touch_session(&hash, now, idle).await?;
        }
        Ok(match serde_json::from_value(row.data)? {
            Subject::Person { number } => self.person(number).ok().map(SignedIn::Person),
            Subject::Officer { id } => self.ports().identity.find_officer(&id).map(SignedIn::Officer),
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn sign_out(&self, token: &str) -> Result<(), AppError> {
        Ok(self.store().end_session(&hash(token)).await?)
    }

    /// Erases a person: the key of everything that is sealed for them is destroyed, their sessions end,
    /// and what was held in memory goes too.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn forget_party(&self, party: PartyId) -> Result<(), AppError> {
        self.store().forget_party(party, self.now()).await?;
        self.store().end_sessions_of(&party.to_string()).await?;
        self.inner.cases.forget_party(party);
        Ok(())
    }

    /// Looks up whether a person may act for another, as the pack allows it.
    ///
    /// # Errors
    /// [`AppError::Refused`] where the pack or the register does not allow it.
    pub(crate) async fn find_mandate(
        &self,
        service: &Service,
        kind: MandateKind,
        represented: CivilNumber,
        person: &Person,
    ) -> Result<Mandate, AppError> {
        let missing = afaq_domain::Refusal::MandateMissing;
        let allowed =
            service.representation.iter().find(|mandate| mandate.kind == kind).ok_or(missing.clone())?;
        let keys = mandate_keys(service, &allowed.register, represented, person.number);
        let registers = self.ports().registers.clone();
        let query = RegisterQuery { register: allowed.register.clone(), keys };
        let deadline = self.settings().register_deadline_ms;
        let answer = tokio::task::spawn_blocking(move || registers.read(&query, deadline)).await;
        let is_verified =
            matches!(&answer, Ok(RegisterAnswer::Record(record)) if confirms(kind, record, person.number));
        if !is_verified {
            return Err(missing.into());
        }
        Ok(Mandate {
            kind: afaq_domain::parties::mandate_word(kind).to_string(),
            representative: person.party,
            representative_number: person.number,
            is_verified,
            register: allowed.register.clone(),
        })
    }
}

/// The keys under which a register is asked for a mandate: the represented person, and where it takes two,
/// also the one who acts.
pub(crate) fn mandate_keys(
    service: &Service,
    register: &str,
    represented: CivilNumber,
    representative: CivilNumber,
) -> Vec<String> {
    match service.find_register(register).map(|register| register.key.parts()) {
        Some(2) => vec![represented.to_string(), representative.to_string()],
        Some(_) | None => vec![represented.to_string()],
    }
}

/// Whether a register's record names this person as the one who may act.
///
/// A record of a person names `guardian`, `father` and `mother`; other registers name an `agent`
/// or an `officer`.
pub(crate) fn confirms(kind: MandateKind, record: &Map<String, Json>, person: CivilNumber) -> bool {
    let fields: &[&str] = match kind {
        MandateKind::Guardian => &["guardian", "father"],
        MandateKind::Agent => &["agent"],
        MandateKind::CompanyOfficer => &["officer"],
    };
    let number = person.to_string();
    // Where a guardian is named, the father is not asked.
    fields
        .iter()
        .find_map(|field| record.get(*field).and_then(Json::as_str))
        .is_some_and(|named| named == number)
}

fn hash(token: &str) -> TokenHash {
    sha2::Sha256::digest(token.as_bytes()).into()
}

impl SignedIn {
    /// The person, if it is one.
    ///
    /// # Errors
    /// [`AppError::SignIn`] for an officer.
    pub fn person(&self) -> Result<&Person, AppError> {
        match self {
            Self::Person(person) => Ok(person),
            Self::Officer(_) => Err(AppError::SignIn),
        }
    }

    /// The officer, if it is one.
    ///
    /// # Errors
    /// [`AppError::SignIn`] for a person.
    pub fn officer(&self) -> Result<&Officer, AppError> {
        match self {
            Self::Officer(officer) => Ok(officer),
            Self::Person(_) => Err(AppError::SignIn),
        }
    }
}

/// The actor that an officer is in a case.
pub(crate) fn actor_of(officer: &Officer) -> Actor {
    Actor::Officer { id: officer.id.clone(), body: officer.body.clone() }
}

/// A moment some days later.
pub(crate) fn days_later(at: Timestamp, days: i64) -> Timestamp {
    at + SignedDuration::from_hours(24 * days)
}
