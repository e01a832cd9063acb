//! Background work: claimed by a durable write, done, and its effect stored once.

use std::collections::BTreeMap;
use std::time::Duration;

use afaq_base::{CaseId, DocumentId, FileId, Lang, Money, Text, Timestamp};
use afaq_domain::cases::{Action, Case, Facts, Job, context, feel_env};
use afaq_domain::parties::Actor;
use afaq_pack::{Cost, Gender, Output, Service};
use afaq_ports::DocumentRequest;
use afaq_store::{AfterFailure, ClaimRequest, ClaimedJob, DocumentRow, NewFile};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::bulk::BULK;
use crate::cases::GIVE_KEPT;
use crate::cases::{With, document_number};
use crate::{App, AppError, limits};

/// What one round of background work did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobsDone {
    /// Jobs that were done.
    pub done: usize,
    /// Jobs that failed and are tried again or given up.
    pub failed: usize,
}

/// Whether a job of this kind parks its case when it is given up: an officer sees it among the incidents.
pub(crate) fn is_parked(kind: &str) -> bool {
    matches!(kind, "set_document" | "read_registers")
}

#[derive(Deserialize)]
struct Kept {
    case: CaseId,
}

#[derive(Deserialize)]
struct Payload {
    case: CaseId,
    job: Job,
}

impl App {
    /// Claims the jobs that are due and does them.
    ///
    /// # Errors
    /// A fault of the store; a job's own fault is recorded with it.
    pub async fn run_jobs(&self, worker: &str) -> Result<JobsDone, AppError> {
        let claimed = self
            .store()
            .claim_jobs(&ClaimRequest {
                worker: worker.to_string(),
                now: self.now(),
                lease: Duration::from_secs(limits::JOB_LEASE_SECONDS),
                kind: None,
                limit: limits::JOBS_CLAIMED,
            })
            .await?;
        let mut lanes: BTreeMap<String, Vec<ClaimedJob>> = BTreeMap::new();
        for job in claimed {
            let lane = lane(&job, self.settings().has_lazy_documents);
            lanes.entry(lane).or_default().push(job);
        }
        // Side by side, so that their effects are committed together.
        let mut running = tokio::task::JoinSet::new();
        for jobs in lanes.into_values() {
            let app = self.clone();
            running.spawn(async move { app.run_lane(jobs).await });
        }
        let mut outcome = Ok(JobsDone::default());
        while let Some(ended) = running.join_next().await {
            let ended = ended.unwrap_or_else(|_| Err(AppError::Data("a job's task ended".into())));
            outcome = match (outcome, ended) {
                (Ok(all), Ok(lane)) => {
                    Ok(JobsDone { done: all.done + lane.done, failed: all.failed + lane.failed })
                }
                (Err(first), _) | (Ok(_), Err(first)) => Err(first),
            };
        }
        outcome
    }

    /// Does jobs one after the other.
    async fn run_lane(&self, jobs: Vec<ClaimedJob>) -> Result<JobsDone, AppError> {
        let mut done = JobsDone::default();
        for job in jobs {
            match self.run_job(&job).await {
                Ok(()) => done.done += 1,
                Err(error) => {
                    done.failed += 1;
                    self.job_failed(&job, &error).await?;
                }
            }
        }
        Ok(done)
    }

    async fn job_failed(&self, job: &ClaimedJob, error: &AppError) -> Result<(), AppError> {
        tracing::warn!(kind = %job.kind, attempt = job.lease.attempt, %error, "a job failed");
        let wait = limits::JOB_RETRY_SECONDS << job.lease.attempt.clamp(0, 10);
        let is_final = job.lease.attempt >= limits::JOB_ATTEMPTS_MAX
            || matches!(error, AppError::Fault(fault) if !fault.is_passing)
            // An erased person's case can't be read any more, whoever tries.
            || matches!(error, AppError::NotFound);
        let then = if is_final {
            AfterFailure::Dead(self.now())
        } else {
            AfterFailure::RetryAt(self.now() + SignedDuration::from_secs(wait))
        };
        self.store().fail_job(&job.lease, &error.to_string(), then).await?;
        if is_final && is_parked(&job.kind) && !matches!(error, AppError::NotFound) {
            self.park(job, error).await?;
        }
        Ok(())
    }

    /// The process waits for a job that will not be done: its token stops, and somebody looks.
    async fn park(&self, job: &ClaimedJob, error: &AppError) -> Result<(), AppError> {
        let payload: Payload = serde_json::from_value(job.payload.clone())?;
        let waiting = match payload.job {
            Job::ReadRegisters { process_job } => Some(process_job),
            Job::SetDocument { document } => {
                let loaded = self.load(payload.case).await?;
                let output = loaded.case.outputs.iter().find(|output| output.document == document);
                output.map(|output| output.job)
            }
            _ => None,
        };
        let Some(waiting) = waiting else { return Ok(()) };
        let action = Action::FailJob { job: waiting, reason: error.to_string() };
        match self.execute(payload.case, Actor::Clock, action, With::default()).await {
            Ok(_) | Err(AppError::Refused(_) | AppError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn run_job(&self, claimed: &ClaimedJob) -> Result<(), AppError> {
        match claimed.kind.as_str() {
            BULK => return self.bulk_step(claimed).await,
            GIVE_KEPT => {
                let kept: Kept = serde_json::from_value(claimed.payload.clone())?;
                self.give_kept(kept.case).await?;
                self.store().complete_job(&claimed.lease, self.now()).await?;
                return Ok(());
            }
            _ => {}
        }
        let payload: Payload = serde_json::from_value(claimed.payload.clone())?;
        let id = payload.case;
        let with = With { lease: Some(claimed.lease.clone()), ..With::default() };
        match payload.job {
            Job::FireTimer { timer, planned_ms } => {
                self.execute(id, Actor::Clock, Action::FireTimer { timer, planned_ms }, with).await?;
            }
            Job::TakeEffect { event } => {
                self.execute(id, Actor::Clock, Action::TakeEffect { event }, with).await?;
            }
            Job::Remind { answer_by } => {
                self.execute(id, Actor::Clock, Action::Remind { answer_by }, with).await?;
            }
            Job::EndLegalTime => {
                self.execute(id, Actor::Clock, Action::EndLegalTime, with).await?;
            }
            Job::Escalate { rung, task } => {
                self.execute(id, Actor::Clock, Action::Escalate { rung, task }, with).await?;
            }
            Job::SetDocument { document } => self.set_document(id, document, with).await?,
            Job::ReadRegisters { .. } => self.read_again(id, with).await?,
            Job::Deliver { event } => self.deliver(id, event, claimed).await?,
            Job::Settle { correction } => self.settle(id, correction, with).await?,
        }
        Ok(())
    }

    /// Sets a document, stores its bytes, and only then lets the case go on.
    async fn set_document(&self, id: CaseId, document: DocumentId, with: With) -> Result<(), AppError> {
        let file = file_of(document);
        if !self.settings().has_lazy_documents {
            let loaded = self.load_newest(id).await?;
            self.render(&loaded.case, &loaded.service, document, file, self.now()).await?;
        }
        self.execute(id, Actor::Clock, Action::Issue { document, file }, with).await?;
        Ok(())
    }

    async fn render(
        &self,
        case: &Case,
        service: &Service,
        document: DocumentId,
        file: FileId,
        issued_at: Timestamp,
    ) -> Result<(), AppError> {
        if self.store().find_file(file).await?.is_some() {
            return Ok(());
        }
        let issued =
            case.outputs.iter().find(|output| output.document == document).ok_or(AppError::NotFound)?;
        let output = service.find_output(&issued.output).ok_or(AppError::NotFound)?;
        let body = afaq_base::bodies::find(&case.body)
            .map_or_else(|| Text::same(&case.body), |body| body.name.clone());
        let request = DocumentRequest {
            template: output.source.clone(),
            title: output.name.clone(),
            body,
            data: document_data(case, service, output, issued_at),
            number: document_number(case, document),
            verification_url: format!("{}/verify/{}", self.settings().base_url, issued.code),
            issued_at,
            is_illustrative: service.illustrative,
        };
        let documents = self.ports().documents.clone();
        let bytes = tokio::task::spawn_blocking(move || documents.render(&request))
            .await
            .map_err(|_| AppError::Data("the document's thread ended".into()))??;
        let new = NewFile {
            file_id: file,
            party: Some(case.applicant),
            media_type: "application/pdf".to_string(),
            bytes_max: bytes.len() as u64,
            now: self.now(),
        };
        self.store().put_file(&new, &mut &bytes[..]).await?;
        Ok(())
    }

    /// The bytes of an issued document; an older one of the demonstration is set when it is first opened.
    pub(crate) async fn document_bytes(&self, row: &DocumentRow) -> Result<Vec<u8>, AppError> {
        let file = row.file_id.unwrap_or_else(|| file_of(row.document_id));
        if self.store().find_file(file).await?.is_none() {
            let loaded = self.load(row.case_id).await?;
            self.render(&loaded.case, &loaded.service, row.document_id, file, row.issued_at).await?;
        }
        Ok(self.store().read_file(file, u64::MAX).await?)
    }

    async fn read_again(&self, id: CaseId, with: With) -> Result<(), AppError> {
        let loaded = self.load_newest(id).await?;
        let is_read = |fact: &afaq_base::Fact<afaq_feel::Value>| {
            matches!(fact.source(), afaq_base::Source::Register(_))
        };
        // What a person disputes stays disputed: another reading can't settle it.
        let is_disputed =
            |fact: &afaq_base::Fact<afaq_feel::Value>| fact.standing() == afaq_base::Standing::Disputed;
        let mut facts: Facts = loaded
            .case
            .facts
            .iter()
            .filter(|(_, fact)| !is_read(fact) || is_disputed(fact))
            .map(|(path, fact)| (path.clone(), fact.clone()))
            .collect();
        let mut readings = Vec::new();
        self.read_registers(&loaded.service, &mut facts, &mut readings).await?;
        facts.retain(|_, fact| is_read(fact) && !is_disputed(fact));
        self.execute(id, Actor::Clock, Action::TakeReadings { facts, readings }, with).await?;
        Ok(())
    }
}

/// A document's file has the document's number, so that setting it again meets the same file.
fn file_of(document: DocumentId) -> FileId {
    FileId::from_u128(document.as_u128())
}

/// Jobs of one lane are done one after the other: those of one case, and the setting of documents,
/// for which there are only a few processes.
fn lane(job: &ClaimedJob, has_lazy_documents: bool) -> String {
    if job.kind == BULK {
        return BULK.to_string();
    }
    let is_slow = job.kind == "set_document" && !has_lazy_documents;
    match job.payload.get("case").and_then(serde_json::Value::as_str) {
        Some(case) if !is_slow => case.to_string(),
        Some(_) | None => "documents".to_string(),
    }
}

/// What a document's template may show: the facts and decisions that the pack names for it, as words.
///
/// Each stands under its path, as `data.applicant.name_ar`; `data.case` holds the case's own number and note.
fn document_data(case: &Case, service: &Service, output: &Output, issued_at: Timestamp) -> serde_json::Value {
    let known = context(service, &case.facts, &case.evidence, issued_at);
    let mut data = serde_json::Map::new();
    for path in &output.data {
        let shown = match service.concepts.get(path) {
            Some(concept) => {
                let value = known.get_path(path).cloned().unwrap_or(afaq_feel::Value::Null);
                let gender = Gender::of(known.get_path(&format!("{}.gender", concept.head())));
                Text::new(
                    concept.show_of(&value, Lang::Ar, gender),
                    concept.show_of(&value, Lang::En, gender),
                )
            }
            None => decision_in_words(service, path, &known, issued_at),
        };
        put(&mut data, path, in_languages(&shown));
    }
    data.insert("case".into(), serde_json::json!({ "number": case.number.to_string(), "note": case.note }));
    serde_json::Value::Object(data)
}

/// What a decision comes to for the facts of the case; an amount where it is the fee.
fn decision_in_words(service: &Service, id: &str, known: &afaq_feel::Context, at: Timestamp) -> Text {
    let value = service
        .decisions
        .compiled
        .evaluate(id, known, &feel_env(at))
        .map_or(afaq_feel::Value::Null, |evaluation| evaluation.value);
    let is_fee = matches!(&service.cost, Cost::Decision(cost) if cost == id);
    let amount = match &value {
        afaq_feel::Value::Number(number) if is_fee => Money::parse(&number.to_string()).ok(),
        _ => None,
    };
    match amount {
        Some(amount) => Text::new(amount.display(Lang::Ar), amount.display(Lang::En)),
        None => Text::new(afaq_pack::plain(&value, Lang::Ar), afaq_pack::plain(&value, Lang::En)),
    }
}

/// A text alike in both languages as one string, any other with both.
fn in_languages(shown: &Text) -> serde_json::Value {
    if shown.ar == shown.en {
        serde_json::json!(shown.ar)
    } else {
        serde_json::json!({ "ar": shown.ar, "en": shown.en })
    }
}

/// Sets a value under a path of a group and a name.
fn put(data: &mut serde_json::Map<String, serde_json::Value>, path: &str, value: serde_json::Value) {
    match path.split_once('.') {
        None => {
            data.insert(path.to_string(), value);
        }
        Some((group, rest)) => {
            let inner = data.entry(group).or_insert_with(|| serde_json::json!({}));
            if let serde_json::Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}
