//! Runs over many cases: in pieces, resumable, while the desk works on; each case once.

use std::sync::Arc;

use afaq_base::{BodyCode, CaseId, ServiceId, Text, Timestamp};
use afaq_domain::Refusal;
use afaq_domain::cases::{Action, Fate, Passage};
use afaq_domain::parties::Actor;
use afaq_store::{BulkRun, BulkScope, ClaimRequest, ClaimedJob, Commit, IdempotencyKey, NewJob, RowWrite};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::cases::With;
use crate::{App, AppError, limits};

/// The kind of the jobs that carry a run on.
pub(crate) const BULK: &str = "bulk";

/// What became of one case of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Changed,
    Untouched,
    Stayed,
    Failed(Vec<Text>),
}

/// What stood against single cases: how often each, and some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkReport {
    /// Each conflict in words, with how many cases it concerns and the numbers of some.
    pub conflicts: Vec<BulkConflict>,
    /// The numbers of some cases that stay.
    pub stayed: Vec<String>,
}

/// One conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkConflict {
    /// In words.
    pub words: Text,
    /// How many cases it concerns.
    pub cases: u64,
    /// The numbers of some of them.
    pub examples: Vec<String>,
}

impl BulkReport {
    pub(crate) fn conflict(&mut self, words: Text, number: &str) {
        let is_full = self.conflicts.len() >= limits::BULK_CONFLICTS;
        match self.conflicts.iter_mut().find(|one| one.words == words) {
            Some(one) => {
                one.cases += 1;
                if one.examples.len() < limits::BULK_EXAMPLES {
                    one.examples.push(number.to_string());
                }
            }
            None if !is_full => {
                self.conflicts.push(BulkConflict { words, cases: 1, examples: vec![number.to_string()] });
            }
            None => {}
        }
    }

    pub(crate) fn stays(&mut self, number: &str) {
        if self.stayed.len() < limits::BULK_EXAMPLES {
            self.stayed.push(number.to_string());
        }
    }
}

/// What a run does to each case.
enum Work {
    Calendar {
        announced_at: Timestamp,
        around: Box<(afaq_base::calendar::WorkingCalendar, afaq_base::calendar::WorkingCalendar, Text)>,
    },
    Passages(Box<crate::passages::Passages>),
}

impl App {
    pub(crate) async fn new_run(
        &self,
        kind: &str,
        service: Option<ServiceId>,
        content: Json,
        scope: &BulkScope,
        by: &str,
    ) -> Result<BulkRun, AppError> {
        Ok(BulkRun {
            run_id: afaq_base::DocumentId::from_bytes(self.fresh_in_order()).to_string(),
            kind: kind.to_string(),
            service_id: service,
            content,
            cursor: String::new(),
            total: self.store().count_open_cases(scope).await?,
            done: 0,
            changed: 0,
            stayed: 0,
            failed: 0,
            report: serde_json::to_value(BulkReport::default())?,
            started_at: self.now(),
            started_by: by.to_string(),
            ended_at: None,
        })
    }

    /// Stores a run with the job that carries it on.
    pub(crate) fn add_run(&self, commit: &mut Commit, run: &BulkRun) {
        commit.rows.push(RowWrite::BulkRun(Box::new(run.clone())));
        if run.ended_at.is_none() {
            let key = format!("{}/{}", run.run_id, run.done);
            commit.jobs.push(NewJob::new(BULK, key, self.now(), json!({ "run": run.run_id })));
        }
    }

    /// How far a run has come.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown run.
    pub async fn bulk_run(&self, run: &str) -> Result<BulkRun, AppError> {
        self.store().find_bulk_run(run).await?.ok_or(AppError::NotFound)
    }

    /// Carries runs on until none is left, for commands that wait for the end.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn finish_runs(&self, worker: &str) -> Result<(), AppError> {
        loop {
            let request = ClaimRequest {
                worker: worker.to_string(),
                now: self.now(),
                lease: std::time::Duration::from_secs(limits::JOB_LEASE_SECONDS),
                kind: Some(BULK.to_string()),
                limit: 1,
            };
            let claimed = self.store().claim_jobs(&request).await?;
            let Some(job) = claimed.first() else { return Ok(()) };
            self.bulk_step(job).await?;
        }
    }

    /// One piece of a run; the next one is a job of its own, so that other work comes between.
    pub(crate) async fn bulk_step(&self, claimed: &ClaimedJob) -> Result<(), AppError> {
        let name = claimed.payload.get("run").and_then(Json::as_str).unwrap_or_default().to_string();
        let run = self.store().find_bulk_run(&name).await?.filter(|run| run.ended_at.is_none());
        let Some(mut run) = run else {
            self.store().complete_job(&claimed.lease, self.now()).await?;
            return Ok(());
        };
        let (work, scope) = self.work_of(&run).await?;
        let after: Option<CaseId> = run.cursor.parse().ok();
        let ids = self.store().open_cases_after(&scope, after, limits::BULK_CHUNK).await?;
        let work = Arc::new(work);
        let mut running = tokio::task::JoinSet::new();
        for id in ids.iter().copied() {
            let (app, work, run) = (self.clone(), work.clone(), run.run_id.clone());
            let by = self.bulk_actor(&run, &work);
            running.spawn(async move { (id, app.bulk_one(id, &run, &work, by).await) });
        }
        let mut report: BulkReport = serde_json::from_value(run.report.clone())?;
        while let Some(ended) = running.join_next().await {
            let Ok((id, outcome)) = ended else {
                run.failed += 1;
                continue;
            };
            match outcome {
                Ok((_, Outcome::Changed)) => run.changed += 1,
                Ok((_, Outcome::Untouched)) => {}
                Ok((number, Outcome::Stayed)) => {
                    run.stayed += 1;
                    report.stays(&number);
                }
                Ok((number, Outcome::Failed(words))) => {
                    run.failed += 1;
                    words.into_iter().for_each(|words| report.conflict(words, &number));
                }
                // A whole store that fails ends this piece; it is tried again.
                Err(AppError::Store(fault)) => return Err(fault.into()),
                Err(error) => {
                    tracing::warn!(case = %id, %error, "a case of a run");
                    run.failed += 1;
                    let words = Text::new("تعذّرت قراءة الطلب", "the case could not be read");
                    report.conflict(words, "–");
                }
            }
        }
        run.done += ids.len() as u64;
        run.report = serde_json::to_value(&report)?;
        match ids.last() {
            Some(last) if ids.len() == limits::BULK_CHUNK => run.cursor = last.to_string(),
            _ => run.ended_at = Some(self.now()),
        }
        let mut commit = Commit::new(self.now());
        commit.completes_job = Some(claimed.lease.clone());
        self.add_run(&mut commit, &run);
        match self.store().append(commit).await {
            Ok(_) | Err(afaq_store::AppendError::LeaseLost { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn work_of(&self, run: &BulkRun) -> Result<(Work, BulkScope), AppError> {
        if let Some(service) = &run.service_id {
            let passages = self.passages_of(service, &run.content).await?;
            let behavior = passages.new.service.behavior_hash.clone();
            return Ok((
                Work::Passages(Box::new(passages)),
                BulkScope::OtherVersions { service: service.clone(), behavior },
            ));
        }
        let number = run.content.get("announcement").and_then(Json::as_u64).unwrap_or_default();
        let body: Option<BodyCode> =
            serde_json::from_value(run.content.get("body").cloned().unwrap_or_default())?;
        // From here on this process reckons by the announced calendar, too.
        self.refresh_calendars().await?;
        let around = Box::new(self.calendars_around(number).await?);
        Ok((Work::Calendar { announced_at: run.started_at, around }, BulkScope::Body(body)))
    }

    fn bulk_actor(&self, _run: &str, work: &Work) -> Actor {
        match work {
            Work::Calendar { .. } => Actor::Clock,
            Work::Passages(passages) => passages.by.clone(),
        }
    }

    async fn bulk_one(
        &self,
        id: CaseId,
        run: &str,
        work: &Work,
        by: Actor,
    ) -> Result<(String, Outcome), AppError> {
        let loaded = self.load(id).await?;
        let number = loaded.case.number.to_string();
        // Once for each run, also where the program ends between a case and the run's own row.
        let key = IdempotencyKey::new(format!("bulk/{run}/{id}"));
        match work {
            Work::Calendar { announced_at, around } => {
                let body = &loaded.service.body;
                let calendar: Arc<_> = Arc::new(around.1.for_body(body));
                let action = Action::MoveDeadlines {
                    before: Arc::new(around.0.for_body(body)),
                    announced_at: *announced_at,
                    why: around.2.clone(),
                };
                let with = With { key: Some(key), calendar: Some(calendar), ..With::default() };
                let after = self.execute(id, by, action, with).await?;
                let is_changed = after.case.version > loaded.case.version;
                Ok((number, if is_changed { Outcome::Changed } else { Outcome::Untouched }))
            }
            Work::Passages(passages) => {
                let Some(passage) = passages.of.get(&loaded.case.behavior) else {
                    return Ok((number, Outcome::Untouched));
                };
                match passages.fate(passage, &loaded.case, self.now()) {
                    Fate::Stays => Ok((number, Outcome::Stayed)),
                    Fate::Conflicts(words) => Ok((number, Outcome::Failed(words))),
                    Fate::Moves => {
                        let outcome = self.migrate_one(id, passages, passage, by, key).await;
                        match outcome {
                            Ok(_) => Ok((number, Outcome::Changed)),
                            Err(AppError::Refused(refusal)) => Ok((number, of_refusal(&refusal))),
                            Err(error) => Err(error),
                        }
                    }
                }
            }
        }
    }

    async fn migrate_one(
        &self,
        id: CaseId,
        passages: &crate::passages::Passages,
        passage: &Arc<Passage>,
        by: Actor,
        key: IdempotencyKey,
    ) -> Result<(), AppError> {
        let action = Action::Migrate {
            passage: passage.clone(),
            in_force: passages.in_force,
            reason: passages.reason.clone(),
        };
        let with = With { key: Some(key), service: Some(passages.new.service.clone()), ..With::default() };
        self.execute(id, by, action, with).await.map(drop)
    }
}

/// A case that moved on meanwhile stays where it is; it is told why.
fn of_refusal(refusal: &Refusal) -> Outcome {
    match refusal {
        Refusal::Process { reason } => Outcome::Failed(vec![Text::new(
            format!("لا يقبل الإجراء هذا الانتقال: {reason}"),
            format!("the process does not take this passage: {reason}"),
        )]),
        other => Outcome::Failed(vec![other.text()]),
    }
}
