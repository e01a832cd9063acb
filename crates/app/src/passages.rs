//! A law changed: the plan by which running cases go on, a dry run over all of them, then the run itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_base::{CaseId, Date, ServiceId, Text, Timestamp, time};
use afaq_domain::cases::{Case, Fate, Passage, fate, plan_passage};
use afaq_domain::parties::Actor;
use afaq_ports::Officer;
use afaq_store::{BulkRun, BulkScope, Commit};
use serde_json::{Value as Json, json};

use crate::bulk::BulkReport;
use crate::{App, AppError, Published, limits};

/// The passages from every other version of a service to one of them.
pub(crate) struct Passages {
    pub new: Published,
    pub in_force: Date,
    pub of: BTreeMap<String, Arc<Passage>>,
    pub by: Actor,
    pub reason: String,
}

impl Passages {
    pub fn fate(&self, passage: &Passage, case: &Case, now: Timestamp) -> Fate {
        fate(passage, &self.new.service, case, self.in_force, now)
    }
}

/// What a migration would do.
#[derive(Debug, Clone, Default)]
pub struct MigrationPlan {
    /// The label of the version to which cases go.
    pub label: String,
    /// What stands against it at single elements, for each version from which cases come: its label, how many
    /// cases are pinned to it, and the conflicts in words.
    pub versions: Vec<(String, u64, Vec<Text>)>,
    /// Open cases of other versions.
    pub total: u64,
    /// How many go on.
    pub moves: u64,
    /// How many stay by a rule.
    pub stays: u64,
    /// How many can't go on.
    pub conflicts: u64,
    /// Conflicts and examples.
    pub report: BulkReport,
}

impl App {
    /// The label of each version of a service, in the order in which they take effect.
    pub fn version_labels(&self, id: &ServiceId) -> Vec<String> {
        self.versions(id).into_iter().map(|one| one.service.label.clone()).collect()
    }

    async fn passages(
        &self,
        id: &ServiceId,
        label: &str,
        by: Actor,
        reason: &str,
    ) -> Result<Passages, AppError> {
        let versions = self.versions(id);
        let new = versions.iter().rev().find(|one| one.service.label == label).cloned();
        let new = new.ok_or(AppError::NotFound)?;
        let mut of = BTreeMap::new();
        for old in versions.iter().filter(|one| one.service.behavior_hash != new.service.behavior_hash) {
            let passage = plan_passage(&old.service, &new.service);
            of.insert(old.service.behavior_hash.clone(), Arc::new(passage));
        }
        let in_force = time::local_date(new.effective_from);
        Ok(Passages { new, in_force, of, by, reason: reason.to_string() })
    }

    pub(crate) async fn passages_of(&self, id: &ServiceId, content: &Json) -> Result<Passages, AppError> {
        let text = |key: &str| content.get(key).and_then(Json::as_str).unwrap_or_default();
        let by = serde_json::from_value(content.get("by").cloned().unwrap_or_default())?;
        self.passages(id, text("to"), by, text("reason")).await
    }

    /// Looks at every open case of a service and says what a migration would do, changing nothing.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown service or version.
    pub async fn plan_migration(&self, service: &str, label: &str) -> Result<MigrationPlan, AppError> {
        let id = ServiceId::parse(service).map_err(|_| AppError::NotFound)?;
        let passages = Arc::new(self.passages(&id, label, Actor::Clock, "").await?);
        let behavior = passages.new.service.behavior_hash.clone();
        let scope = BulkScope::OtherVersions { service: id.clone(), behavior };
        let mut plan = MigrationPlan { label: label.to_string(), ..MigrationPlan::default() };
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut after: Option<CaseId> = None;
        loop {
            let ids = self.store().open_cases_after(&scope, after, limits::BULK_CHUNK).await?;
            let mut running = tokio::task::JoinSet::new();
            for ids in ids.chunks(limits::BULK_CHUNK / 8) {
                let (app, passages, ids) = (self.clone(), passages.clone(), ids.to_vec());
                running.spawn(async move { app.fates(&passages, ids).await });
            }
            while let Some(ended) = running.join_next().await {
                let fates = ended.map_err(|_| AppError::Data("a task ended".into()))??;
                for (number, behavior, fate) in fates {
                    *counts.entry(behavior).or_default() += 1;
                    plan.total += 1;
                    match fate {
                        Fate::Moves => plan.moves += 1,
                        Fate::Stays => {
                            plan.stays += 1;
                            plan.report.stays(&number);
                        }
                        Fate::Conflicts(words) => {
                            plan.conflicts += 1;
                            words.into_iter().for_each(|words| plan.report.conflict(words, &number));
                        }
                    }
                }
            }
            after = ids.last().copied();
            if ids.len() < limits::BULK_CHUNK {
                break;
            }
        }
        for (behavior, passage) in &passages.of {
            let Some(cases) = counts.get(behavior) else { continue };
            let label = self.service_of(&id, behavior)?.label.clone();
            let words = passage.plan.conflicts.iter();
            let words = words.map(|one| Text::new(one.message_ar(), one.message_en())).collect();
            plan.versions.push((label, *cases, words));
        }
        Ok(plan)
    }

    async fn fates(
        &self,
        passages: &Passages,
        ids: Vec<CaseId>,
    ) -> Result<Vec<(String, String, Fate)>, AppError> {
        let mut fates = Vec::with_capacity(ids.len());
        for id in ids {
            let case = match self.load(id).await {
                Ok(loaded) => loaded.case,
                // An erased person's case goes nowhere.
                Err(AppError::NotFound) => continue,
                Err(error) => return Err(error),
            };
            let Some(passage) = passages.of.get(&case.behavior) else { continue };
            let fate = passages.fate(passage, &case, self.now());
            fates.push((case.number.to_string(), case.behavior.clone(), fate));
        }
        Ok(fates)
    }

    /// Begins to move the open cases of a service to another version, in the background.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown service or version.
    pub async fn start_migration(
        &self,
        service: &str,
        label: &str,
        reason: &str,
        by: &str,
    ) -> Result<BulkRun, AppError> {
        let id = ServiceId::parse(service).map_err(|_| AppError::NotFound)?;
        let body = self.service(service)?.service.body.as_str().to_string();
        let by = Actor::Officer { id: by.to_string(), body };
        let reason = afaq_base::text::clean_text(reason);
        let passages = self.passages(&id, label, by.clone(), &reason).await?;
        let behavior = passages.new.service.behavior_hash.clone();
        let scope = BulkScope::OtherVersions { service: id.clone(), behavior };
        let content = json!({ "to": label, "reason": reason, "by": by });
        let who = match &by {
            Actor::Officer { id, .. } => id.clone(),
            _ => String::new(),
        };
        let run = self.new_run("migrate", Some(id), content, &scope, &who).await?;
        let mut commit = Commit::new(self.now());
        self.add_run(&mut commit, &run);
        self.store().append(commit).await?;
        Ok(run)
    }

    /// The services whose processes an officer owns.
    pub fn owned_services(&self, officer: &Officer) -> Vec<Published> {
        if !crate::desk::is_owner(officer) {
            return Vec::new();
        }
        self.services().into_iter().filter(|one| one.service.body.as_str() == officer.body).collect()
    }
}
