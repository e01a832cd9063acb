//! Who is signed in, what they may do, and whether one may act for another.

use std::collections::BTreeSet;

use afaq_base::{CivilNumber, PartyId, Text, Timestamp};
use afaq_domain::cases::Helped;
use afaq_domain::parties::{Actor, Mandate, mandate_word};
use afaq_pack::{MandateKind, Service};
use afaq_ports::{Officer, RegisterAnswer, RegisterQuery};
use afaq_store::{NewAccess, NewSession, SessionRow, TokenHash};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::Digest;

use crate::{App, AppError, limits};

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The civil number.
    pub number: CivilNumber,
    /// The party that stands for this person in the store.
    pub party: PartyId,
    /// The name in both languages.
    pub name: Text,
    /// The officer who sits with the person at a counter and fills a form in with them. Such a session reaches
    /// nothing but the form.
    pub helped_by: Option<Helped>,
    /// For whom the person acts in this session, where that is somebody else.
    pub acts_for: Option<ActsFor>,
}

/// Somebody for whom a person acts, after a register confirmed the right to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActsFor {
    /// By which right.
    pub kind: MandateKind,
    /// The civil number of the one for whom they act.
    pub number: CivilNumber,
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
    Person {
        number: CivilNumber,
        #[serde(default)]
        acts_for: Option<Acting>,
    },
    Officer {
        id: String,
    },
    Helping {
        officer: String,
        number: CivilNumber,
        consent_at: Timestamp,
    },
}

/// For whom a session acts.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Acting {
    kind: String,
    number: CivilNumber,
}

impl Acting {
    fn kind(&self) -> Option<MandateKind> {
        KINDS.into_iter().find(|kind| mandate_word(*kind) == self.kind)
    }
}

/// All kinds of mandates.
pub const KINDS: [MandateKind; 3] = [MandateKind::Guardian, MandateKind::Agent, MandateKind::CompanyOfficer];

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
        Ok(Person { number, party: self.party_of(number), name: known.name, acts_for: None, helped_by: None })
    }

    /// Starts a session for a person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown person; a fault of the store.
    pub async fn sign_in_person(&self, number: CivilNumber) -> Result<Token, AppError> {
        let person = self.person(number)?;
        self.start(&Subject::Person { number, acts_for: None }, person.party.to_string()).await
    }

    /// Starts a session for an officer.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown officer; a fault of the store.
    pub async fn sign_in_officer(&self, id: &str) -> Result<Token, AppError> {
        let officer = self.ports().identity.find_officer(id).ok_or(AppError::NotFound)?;
        self.start(&Subject::Officer { id: officer.id.clone() }, format!("officer/{}", officer.id)).await
    }

    /// Starts a session in which an officer fills in a form with a person who is there and has agreed. It is
    /// recorded as a look at the person's data.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown person; a fault of the store.
    pub async fn start_helping(&self, officer: &Officer, number: CivilNumber) -> Result<Token, AppError> {
        let person = self.person(number)?;
        self.store()
            .record_access(&NewAccess {
                officer: officer.id.clone(),
                body: crate::cases::body(&officer.body)?,
                case_id: None,
                party: Some(person.party),
                action: "counter".to_string(),
                reason: "counter_help".to_string(),
                at: self.now(),
            })
            .await?;
        let subject = Subject::Helping { officer: officer.id.clone(), number, consent_at: self.now() };
        self.start(&subject, format!("officer/{}", officer.id)).await
    }

    /// Ends the help at the counter; gives the officer a session of their own again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nobody is helped; a fault of the store.
    pub async fn end_helping(&self, person: &Person, token: &str) -> Result<Token, AppError> {
        let helped = person.helped_by.as_ref().ok_or(AppError::NotFound)?;
        self.sign_out(token).await?;
        self.sign_in_officer(&helped.officer).await
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
        Ok(self.signed_in_until(token).await?.map(|(who, _)| who))
    }

    /// Who a token stands for, and when its session ends if nothing more is done; `None` when it has ended.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn signed_in_until(&self, token: &str) -> Result<Option<(SignedIn, Timestamp)>, AppError> {
        let (hash, now) = (hash(token), self.now());
        let Some(row) = self.session(&hash, now).await? else { return Ok(None) };
        let mut until = row.idle_expires_at;
        // A write for each page would cost a disk flush; once in a while is enough.
        if now.duration_since(row.seen_at) > SignedDuration::from_mins(limits::SESSION_TOUCH_MINUTES) {
            let idle = now + self.settings().session_idle();
            self.store().touch_session(&hash, now, idle).await?;
            until = idle.min(row.absolute_expires_at);
            self.inner.memory.sessions.forget(&hash);
        }
        let who = match serde_json::from_value(row.data)? {
            Subject::Person { number, acts_for } => self.person(number).ok().map(|person| {
                let acts_for = acts_for.and_then(|acting| self.acts_for(&acting));
                SignedIn::Person(Person { acts_for, ..person })
            }),
            Subject::Helping { officer, number, consent_at } => {
                let officer = self.ports().identity.find_officer(&officer);
                self.person(number).ok().zip(officer).map(|(mut person, officer)| {
                    let (officer, body) = (officer.id, officer.body);
                    person.helped_by = Some(Helped { officer, body, consent_at });
                    SignedIn::Person(person)
                })
            }
            Subject::Officer { id } => self.ports().identity.find_officer(&id).map(SignedIn::Officer),
        };
        Ok(who.map(|who| (who, until)))
    }

    /// Lets a session go on from now for as long as one without any action does. Gives its new end.
    ///
    /// # Errors
    /// [`AppError::SignIn`] when it has ended; a fault of the store.
    pub async fn extend_session(&self, token: &str) -> Result<Timestamp, AppError> {
        let (hash, now) = (hash(token), self.now());
        let row = self.store().find_session(&hash, now).await?.ok_or(AppError::SignIn)?;
        let idle = now + self.settings().session_idle();
        self.store().touch_session(&hash, now, idle).await?;
        self.inner.memory.sessions.forget(&hash);
        Ok(idle.min(row.absolute_expires_at))
    }

    fn acts_for(&self, acting: &Acting) -> Option<ActsFor> {
        let name = self.person(acting.number).ok()?.name;
        Some(ActsFor { kind: acting.kind()?, number: acting.number, name })
    }

    /// From now on this session acts for somebody else, after a register has confirmed the right to. Each
    /// service verifies it once more in its own register before anything is read.
    ///
    /// # Errors
    /// [`AppError::Refused`] where no register confirms it; one and the same for a number that nobody has.
    pub async fn act_for(
        &self,
        token: &str,
        person: &Person,
        kind: MandateKind,
        number: CivilNumber,
    ) -> Result<(), AppError> {
        let mut asked = BTreeSet::new();
        let mut is_confirmed = false;
        for published in self.services() {
            let service = &published.service;
            for mandate in service.representation.iter().filter(|mandate| mandate.kind == kind) {
                if !is_confirmed && asked.insert(mandate.register.clone()) {
                    is_confirmed = self.find_mandate(service, kind, number, person).await.is_ok();
                }
            }
        }
        if !is_confirmed || number == person.number || self.person(number).is_err() {
            return Err(afaq_domain::Refusal::MandateMissing.into());
        }
        let acting = Acting { kind: mandate_word(kind).to_string(), number };
        self.set_acting(token, person, Some(acting)).await
    }

    /// From now on this session acts for the person alone.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn act_as_oneself(&self, token: &str, person: &Person) -> Result<(), AppError> {
        self.set_acting(token, person, None).await
    }

    async fn set_acting(
        &self,
        token: &str,
        person: &Person,
        acts_for: Option<Acting>,
    ) -> Result<(), AppError> {
        let data = serde_json::to_value(Subject::Person { number: person.number, acts_for })?;
        let hash = hash(token);
        self.store().set_session_data(&hash, &data).await?;
        // What one may do on behalf of whom counts from the next page on.
        self.inner.memory.sessions.forget(&hash);
        Ok(())
    }

    /// The name of the one whose case a row is, where that is not this person but somebody they act for.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn about(&self, person: &Person, row: &afaq_store::CaseRow) -> Result<Option<Text>, AppError> {
        if row.applicant == person.party || row.representative != Some(person.party) {
            return Ok(None);
        }
        let number = match self.applicant_number(row.case_id).await {
            Ok(number) => number,
            Err(AppError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(self.person(number).map_or_else(|_| Text::same(number.to_string()), |known| known.name)))
    }

    /// A session that holds now. One that was read lately is not read again; one that ends here is forgotten.
    async fn session(&self, hash: &TokenHash, now: Timestamp) -> Result<Option<SessionRow>, AppError> {
        let epoch = match self.inner.memory.sessions.get(hash, now) {
            Ok(row) if row.idle_expires_at > now => return Ok(Some(row)),
            Ok(_) => return Ok(None),
            Err(epoch) => epoch,
        };
        let found = self.store().find_session(hash, now).await?;
        if let Some(row) = &found {
            self.inner.memory.sessions.put(*hash, row.clone(), now, epoch);
        }
        Ok(found)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn sign_out(&self, token: &str) -> Result<(), AppError> {
        let hash = hash(token);
        self.store().end_session(&hash).await?;
        self.inner.memory.sessions.forget(&hash);
        Ok(())
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
        self.inner.memory.sessions.forget_all();
        self.inner.memory.forget_party(party);
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
            kind: mandate_word(kind).to_string(),
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
