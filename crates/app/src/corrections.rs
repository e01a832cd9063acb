//! "This is wrong": a correction at the body that holds the fact, its answer, and what follows for the case.

use std::sync::Arc;

use afaq_base::{CaseId, Fact, MessageId, RegisterId, Span, TaskId, Text, Timestamp};
use afaq_domain::cases::{Action, Facts, Job};
use afaq_domain::corrections::{Answer, Correction, Event, Opened, answer, open};
use afaq_domain::parties::Actor;
use afaq_domain::{Refusal, limits};
use afaq_feel::Value;
use afaq_pack::{Concept, From, Service};
use afaq_ports::Officer;
use afaq_store::{
    AppendError, Commit, CorrectionRow, Cursor, NewAccess, NewEvent, NewJob, NewMessage, Page, RowWrite,
    Sealed, StreamAppend, StreamId,
};
use sha2::Digest;

use crate::cases::With;
use crate::parties::{Person, actor_of};
use crate::{App, AppError};

/// The role of officers who answer for a body's registers.
pub const REGISTRAR: &str = "registrar";

/// What a person says about a fact that they call wrong, as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Claim<'a> {
    /// What would be right; may be empty.
    pub value: &'a str,
    /// Their own words; may be empty.
    pub words: &'a str,
}

/// A correction with what its page shows.
#[derive(Debug, Clone)]
pub struct CorrectionView {
    /// Which one.
    pub id: TaskId,
    /// What was asked and answered.
    pub correction: Correction,
    /// The version of the service whose words the fact is called by.
    pub service: Arc<Service>,
    /// The moment of this view.
    pub now: Timestamp,
}

impl CorrectionView {
    /// The fact that is called wrong.
    #[must_use]
    pub fn concept(&self) -> Option<&Concept> {
        self.service.concepts.get(&self.correction.asked.path)
    }
}

/// The place of a correction in a case: the same fact is called wrong once.
fn id_of(case: CaseId, path: &str) -> TaskId {
    let hash = sha2::Sha256::digest(format!("correction/{case}/{path}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    TaskId::from_bytes(bytes)
}

/// The stream of a correction is named after its case first, so that it goes with the rest of the case.
fn stream(case: CaseId, id: TaskId) -> StreamId {
    StreamId::new("correction", format!("{case}.{id}"))
}

/// What registers a fact is read from, and under which numbers; `None` where no register holds it.
fn held(service: &Service, facts: &Facts, path: &str) -> Option<(RegisterId, Vec<String>, String)> {
    let From::Register { register, key, .. } = &service.concepts.get(path)?.from else { return None };
    let keys = key
        .iter()
        .map(|path| facts.get(path).and_then(Fact::value).and_then(Value::as_str).map(str::to_string))
        .collect::<Option<_>>()?;
    let body = service.find_register(register)?.body.as_str().to_string();
    Some((RegisterId::parse(register).ok()?, keys, body))
}

impl App {
    /// What to store when a person calls a fact of a register wrong; `None` where its correction is open already.
    ///
    /// # Errors
    /// A claim that is none of the fact's kind, words that are too long, a fact that no register holds.
    pub(crate) async fn open_correction(
        &self,
        case: CaseId,
        applicant: afaq_base::PartyId,
        service: &Service,
        facts: &Facts,
        path: &str,
        claim: Claim<'_>,
    ) -> Result<Option<Commit>, AppError> {
        let concept = service.concepts.get(path).ok_or(AppError::NotFound)?;
        let (register, keys, body) = held(service, facts, path).ok_or(AppError::NotFound)?;
        let value = match claim.value.trim() {
            "" => None,
            raw => Some(
                concept
                    .parse_answer(raw)
                    .map_err(|error| AppError::Field { field: path.to_string(), message: error.message })?,
            ),
        };
        let id = id_of(case, path);
        let holder = crate::cases::body(&body)?;
        let days = Span::WorkingDays(limits::CORRECTION_WORKING_DAYS);
        let due_at = self
            .calendar(&holder)
            .deadline(self.now(), days)
            .map_err(|error| AppError::Data(error.to_string()))?;
        let event = open(Opened {
            applicant,
            case,
            service: service.id.as_str().to_string(),
            behavior: service.behavior_hash.clone(),
            path: path.to_string(),
            register,
            keys,
            said: facts.get(path).and_then(Fact::value).cloned().unwrap_or(Value::Null),
            claim: value,
            words: claim.words.to_string(),
            body,
            due_at,
        })?;
        if self.store().find_correction(id).await?.is_some() {
            return Ok(None);
        }
        let now = self.now();
        let correction = Correction::replay(vec![(now, event.clone())]);
        let correction = correction.ok_or_else(|| AppError::Data("a correction".into()))?;
        self.commit_of(id, &correction, event, 0).map(Some)
    }

    fn commit_of(
        &self,
        id: TaskId,
        correction: &Correction,
        event: Event,
        expected_version: u64,
    ) -> Result<Commit, AppError> {
        let asked = &correction.asked;
        let mut commit = Commit::new(self.now());
        commit.streams.push(StreamAppend {
            stream: stream(asked.case, id),
            expected_version,
            events: vec![NewEvent {
                kind: event.kind().to_string(),
                open: serde_json::json!({ "at": self.now(), "path": asked.path, "state": correction.state() }),
                sealed: Some(serde_json::to_vec(&(self.now(), &event))?),
                party: Some(asked.applicant),
            }],
        });
        commit.rows.push(RowWrite::Correction(Box::new(CorrectionRow {
            correction_id: id,
            case_id: asked.case,
            party: asked.applicant,
            service_id: afaq_base::ServiceId::parse(&asked.service)
                .map_err(|_| AppError::Data("the service of a correction".into()))?,
            pack_version: asked.behavior.clone(),
            body: crate::cases::body(&asked.body)?,
            register: asked.register.as_str().to_string(),
            path: asked.path.clone(),
            state: correction.state().to_string(),
            opened_at: correction.opened_at,
            due_at: asked.due_at,
            answered_at: correction.answered.as_ref().map(|answered| answered.at),
        })));
        Ok(commit)
    }

    /// Stores a correction; one that another tab has opened meanwhile is the same.
    pub(crate) async fn store_correction(&self, commit: Option<Commit>) -> Result<(), AppError> {
        match commit {
            None => Ok(()),
            Some(commit) => match self.store().append(commit).await {
                Ok(_) | Err(AppendError::Conflict { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            },
        }
    }

    async fn load_correction(&self, id: TaskId) -> Result<(CorrectionView, u64), AppError> {
        let row = self.store().find_correction(id).await?.ok_or(AppError::NotFound)?;
        let stored = self.store().load_stream(&stream(row.case_id, id), 0).await?;
        let version = stored.len() as u64;
        let events = stored
            .iter()
            .map(|event| match &event.sealed {
                Sealed::Opened(bytes) => Ok(serde_json::from_slice(bytes)?),
                Sealed::Nothing | Sealed::Erased | Sealed::Closed => Err(AppError::NotFound),
            })
            .collect::<Result<_, AppError>>()?;
        let correction = Correction::replay(events).ok_or(AppError::NotFound)?;
        let service =
            afaq_base::ServiceId::parse(&correction.asked.service).map_err(|_| AppError::NotFound)?;
        let service = self.service_of(&service, &correction.asked.behavior)?;
        Ok((CorrectionView { id, correction, service, now: self.now() }, version))
    }

    async fn views(&self, rows: Vec<CorrectionRow>) -> Result<Vec<CorrectionView>, AppError> {
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            match self.load_correction(row.correction_id).await {
                Ok((view, _)) => views.push(view),
                // What was said is deleted or erased: nothing is left to show.
                Err(AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(views)
    }

    /// The corrections that this person asked for, the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn my_corrections(&self, person: &Person) -> Result<Vec<CorrectionView>, AppError> {
        let rows = self.store().corrections_of_party(person.party).await?;
        self.views(rows).await
    }

    /// The corrections of a person's own case, as they came.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another person's case.
    pub async fn corrections_of(&self, person: &Person, id: CaseId) -> Result<Vec<CorrectionView>, AppError> {
        self.own_case(person, id).await?;
        let rows = self.store().corrections_of_case(id).await?;
        self.views(rows).await
    }

    /// What waits for this officer's body as the holder of registers, the first due first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an officer who does not answer for registers.
    pub async fn corrections_on_desk(
        &self,
        officer: &Officer,
        after: Option<&Cursor>,
    ) -> Result<Page<CorrectionRow>, AppError> {
        let body = must_be_registrar(officer)?;
        Ok(self.store().open_corrections(&body, after, crate::limits::PAGE_ROWS).await?)
    }

    /// One correction on the desk of the body that holds the fact. The look is recorded.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also for other bodies.
    pub async fn correction_on_desk(
        &self,
        officer: &Officer,
        id: TaskId,
    ) -> Result<CorrectionView, AppError> {
        let body = must_be_registrar(officer)?;
        let (view, _) = self.load_correction(id).await?;
        if view.correction.asked.body != officer.body {
            return Err(AppError::NotFound);
        }
        self.store()
            .record_access(&NewAccess {
                officer: officer.id.clone(),
                body,
                case_id: Some(view.correction.asked.case),
                party: Some(view.correction.asked.applicant),
                action: "correction".to_string(),
                reason: "correction".to_string(),
                at: self.now(),
            })
            .await?;
        Ok(view)
    }

    /// Takes the holder's answer: the person is told, and the case goes on with what is right.
    ///
    /// # Errors
    /// A refusal of what was answered, or a value that is none of the fact's kind.
    pub async fn answer_correction(
        &self,
        officer: &Officer,
        id: TaskId,
        is_accepted: bool,
        raw: &str,
        reason: &str,
    ) -> Result<(), AppError> {
        must_be_registrar(officer)?;
        let (view, version) = self.load_correction(id).await?;
        let (concept, mut correction) = (view.concept().ok_or(AppError::NotFound)?, view.correction.clone());
        let given = if is_accepted {
            let wrong = |message| AppError::Field { field: correction.asked.path.clone(), message };
            let value = concept.parse_answer(raw).map_err(|error| wrong(error.message))?;
            if value == Value::Null {
                return Err(wrong(Refusal::WrongValue { path: String::new() }.text()));
            }
            Answer::Accept(value)
        } else {
            Answer::Refuse
        };
        let event = answer(&correction, &given, reason, (&officer.id, &officer.body), self.now())?;
        if let Event::Answered(answered) = &event {
            correction.answered = Some(answered.clone());
        }
        let mut commit = self.commit_of(id, &correction, event, version)?;
        commit.rows.push(self.message(id, concept, &correction)?);
        let case = correction.asked.case;
        let job = Job::Settle { correction: id };
        let payload = serde_json::json!({ "case": case, "job": job });
        commit.jobs.push(NewJob::new(job.kind(), format!("{case}/{id}"), self.now(), payload));
        self.store().append(commit).await?;
        Ok(())
    }

    /// What the person is told: one thing, and why.
    fn message(&self, id: TaskId, concept: &Concept, correction: &Correction) -> Result<RowWrite, AppError> {
        let holder = afaq_base::bodies::find(&correction.asked.body)
            .map_or_else(|| Text::same(&correction.asked.body), |body| body.name.clone());
        let what = concept.called();
        let answered = correction.answered.as_ref();
        let reason = answered.map(|answered| answered.reason.as_str()).unwrap_or_default();
        let (subject, first) = if answered.is_some_and(|answered| answered.is_accepted) {
            (
                Text::new("صُححت معلومة عنك", "A fact about you was corrected"),
                Text::new(
                    format!("صححت {} المعلومة «{}» كما طلبت، ويُنظر في طلبك على أساسها.", holder.ar, what.ar),
                    format!(
                        "{} has corrected “{}” as you asked. Your request goes on with it.",
                        holder.en, what.en
                    ),
                ),
            )
        } else {
            (
                Text::new("لم تُصحح المعلومة", "The fact was not corrected"),
                Text::new(
                    format!("راجعت {} المعلومة «{}» ورأت أنها صحيحة في سجلّها.", holder.ar, what.ar),
                    format!("{} has looked at “{}” and found its register right.", holder.en, what.en),
                ),
            )
        };
        let paragraph =
            |text: &str| if reason.is_empty() { text.to_string() } else { format!("{text}\n{reason}") };
        let body = Text::new(paragraph(&first.ar), paragraph(&first.en));
        Ok(RowWrite::Message(NewMessage {
            message_id: MessageId::from_u128(id.as_u128()),
            party: correction.asked.applicant,
            case_id: None,
            kind: "correction_answered".to_string(),
            sent_at: self.now(),
            content: serde_json::to_vec(&serde_json::json!({ "subject": subject, "body": body }))?,
        }))
    }

    /// The case takes in what the holder said; a draft that is not yet a case does so when it is handed in.
    pub(crate) async fn settle(&self, case: CaseId, id: TaskId, with: With) -> Result<(), AppError> {
        let (view, _) = self.load_correction(id).await?;
        let asked = view.correction.asked;
        let Some(answered) = view.correction.answered else { return Ok(()) };
        if self.store().find_case(case).await?.is_none() {
            if let Some(lease) = &with.lease {
                self.store().complete_job(lease, self.now()).await?;
            }
            return Ok(());
        }
        let by = Actor::Officer { id: answered.officer, body: asked.body };
        let action = Action::Settle { path: asked.path, value: answered.value, reason: answered.reason };
        match self.execute(case, by, action, with).await {
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// What holders had answered before a draft was handed in.
    pub(crate) async fn settle_all(&self, case: CaseId) -> Result<(), AppError> {
        for row in self.store().corrections_of_case(case).await? {
            if row.answered_at.is_some() {
                self.settle(case, row.correction_id, With::default()).await?;
            }
        }
        Ok(())
    }
}

fn must_be_registrar(officer: &Officer) -> Result<afaq_base::BodyCode, AppError> {
    let Actor::Officer { body, .. } = actor_of(officer) else { return Err(AppError::NotFound) };
    if officer.roles.iter().any(|role| role == REGISTRAR) {
        crate::cases::body(&body)
    } else {
        Err(AppError::NotFound)
    }
}
