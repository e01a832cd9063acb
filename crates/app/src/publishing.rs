//! Publishing by two: an owner of services drafts a new version, sees it and its tests, and another approves it.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_base::{Date, ServiceId, Text, Timestamp, time};
use afaq_domain::Refusal;
use afaq_domain::catalogue::{self, Action, CatalogueEvent, Listing, Proposed};
use afaq_pack::edit::{self, Edit, Editable};
use afaq_pack::{PackFiles, Service, Severity};
use afaq_ports::Officer;
use afaq_store::{
    AppendError, Commit, NewEvent, NewPublication, PublicationRow, RowWrite, StreamAppend, StreamId,
};

use crate::cases::{FieldProblem, PageAnswers};
use crate::catalogue::Published;
use crate::scenario::{self, Failure};
use crate::team::seat;
use crate::{App, AppError, limits};

/// A service as its owners see it.
#[derive(Debug, Clone)]
pub struct OwnService {
    /// Its id.
    pub id: ServiceId,
    /// The version in force; nothing before the first one is.
    pub current: Option<Published>,
    /// Its record in the catalogue.
    pub listing: Listing,
    /// All versions, the newest first.
    pub versions: Vec<Version>,
}

/// One version with what is different in it.
#[derive(Debug, Clone)]
pub struct Version {
    /// The version.
    pub published: Published,
    /// Who made it; nothing where an operator published it.
    pub made_by: Option<String>,
    /// The differences to the version before, in words.
    pub changes: Vec<Text>,
}

/// A version that is being made, read, checked and tried.
#[derive(Debug, Clone)]
pub struct Made {
    /// The service as it would be; nothing where the checker finds errors.
    pub service: Option<Arc<Service>>,
    /// What the checker finds, in words.
    pub problems: Vec<Text>,
    /// The differences to the version that is changed, in words.
    pub changes: Vec<Text>,
    /// Fees that scenarios expect otherwise from now on: the scenario, before, after.
    pub expectations: Vec<(String, String, String)>,
    /// How each scenario went: its story, and what differed.
    pub scenarios: Vec<(Text, Vec<Failure>)>,
    /// Lines of the rules' prose that name an amount that has changed.
    pub mentions: Vec<String>,
    /// Whether another version was published since the draft was begun.
    pub is_outdated: bool,
    /// The content hash of what would be published.
    pub content: String,
    files: Option<Packed>,
}

impl Made {
    /// How many faults stand in the way of sending it on.
    #[must_use]
    pub fn faults(&self) -> usize {
        let failed = self.scenarios.iter().filter(|(_, failures)| !failures.is_empty()).count();
        failed + usize::from(self.service.is_none()) + usize::from(self.is_outdated)
    }
}

/// A pack with its country's library.
type Packed = (PackFiles, PackFiles);

fn stream(service: &ServiceId) -> StreamId {
    StreamId::new("catalogue", service.as_str())
}

/// A fact of the catalogue as it is stored: nothing in it is personal.
pub(crate) fn appended(
    service: &ServiceId,
    expected_version: u64,
    events: &[CatalogueEvent],
) -> Result<StreamAppend, AppError> {
    let events = events
        .iter()
        .map(|event| {
            let kind = event.what.kind().to_string();
            Ok(NewEvent { kind, open: serde_json::to_value(event)?, sealed: None, party: None })
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    Ok(StreamAppend { stream: stream(service), expected_version, events })
}

impl App {
    /// The record of a service in the catalogue.
    pub(crate) async fn listing(&self, service: &ServiceId) -> Result<Listing, AppError> {
        let stored = self.store().load_stream(&stream(service), 0).await?;
        let events = stored
            .into_iter()
            .map(|event| Ok(serde_json::from_value::<CatalogueEvent>(event.open)?))
            .collect::<Result<Vec<_>, AppError>>()?;
        Ok(Listing::replay(&events))
    }

    /// The services of an officer's body with their versions.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn own_services(&self, officer: &Officer) -> Result<Vec<OwnService>, AppError> {
        let mut all = Vec::new();
        for (id, versions) in self.versions_of_body(&officer.body) {
            all.push(self.own(id, &versions).await?);
        }
        Ok(all)
    }

    /// One service of an officer's body.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another body's.
    pub async fn own_service(&self, officer: &Officer, id: &str) -> Result<OwnService, AppError> {
        let own = self.versions_of_body(&officer.body).into_iter().find(|(own, _)| own.as_str() == id);
        let (id, versions) = own.ok_or(AppError::NotFound)?;
        self.own(id, &versions).await
    }

    async fn own(&self, id: ServiceId, versions: &[Published]) -> Result<OwnService, AppError> {
        let listing = self.listing(&id).await?;
        let mut shown = Vec::new();
        let mut before: Option<&Published> = None;
        for published in versions {
            let changes = before.map_or_else(Vec::new, |before| words(&before.service, &published.service));
            let released = listing.released.iter().find(|one| one.content == published.service.content_hash);
            let made_by = released.and_then(|one| one.made_by.clone());
            shown.push(Version { published: published.clone(), made_by, changes });
            before = Some(published);
        }
        shown.reverse();
        Ok(OwnService { current: self.service(id.as_str()).ok(), id, listing, versions: shown })
    }

    /// What an owner can change of a service: as it is now, and as the draft has it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another body's service.
    pub async fn editable(
        &self,
        officer: &Officer,
        id: &str,
    ) -> Result<(OwnService, Editable, Vec<Edit>), AppError> {
        let own = self.own_service(officer, id).await?;
        let newest = own.versions.first().ok_or(AppError::NotFound)?;
        let (pack, _) = self.files_of(&newest.published).await?;
        let editable = edit::editable(&pack, &newest.published.service);
        let edits = own.listing.proposal.as_ref().map(|draft| draft.what.edits.clone()).unwrap_or_default();
        Ok((own, editable, edits))
    }

    /// Takes in what an owner wants to change: fields by their names, each compared with what is in force.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for another body's service.
    pub async fn draft_version(
        &self,
        officer: &Officer,
        id: &str,
        form: &PageAnswers,
    ) -> Result<Vec<FieldProblem>, AppError> {
        let (own, editable, _) = self.editable(officer, id).await?;
        let newest = own.versions.first().ok_or(AppError::NotFound)?.published.service.clone();
        let (mut edits, mut problems) = read_form(&editable, form);
        let label = one(form, "label");
        let is_label = !label.is_empty()
            && label.len() <= limits::LABEL_CHARS_MAX
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        if !is_label || own.versions.iter().any(|version| version.published.service.label == label) {
            problems.push(FieldProblem {
                field: "label".into(),
                message: Text::new(
                    "اكتب رقماً جديداً للنسخة، مثل 2026.2، لم يُستخدم من قبل.",
                    "Give the version a new number such as 2026.2 that no other version has.",
                ),
            });
        }
        if !problems.is_empty() {
            return Ok(problems);
        }
        if !edits.is_empty() {
            edits.insert(0, Edit::Label { to: label });
        }
        let note = afaq_base::text::clean_text(&one(form, "note"));
        let proposed = Proposed { base: newest.content_hash.clone(), edits, note };
        self.change_listing(officer, &own.id, Action::Draft(proposed), Vec::new()).await?;
        Ok(Vec::new())
    }

    /// Makes the version that is drafted: reads it, checks it, plays its scenarios.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nothing is drafted.
    pub async fn made_version(&self, officer: &Officer, id: &str) -> Result<(OwnService, Made), AppError> {
        let own = self.own_service(officer, id).await?;
        let proposal = own.listing.proposal.clone().ok_or(AppError::NotFound)?;
        let base = own.versions.iter().find(|one| one.published.service.content_hash == proposal.what.base);
        let base = base.ok_or(AppError::NotFound)?.published.clone();
        let newest = own.versions.first().map(|one| one.published.service.content_hash.clone());
        let is_outdated = newest.is_some_and(|newest| newest != proposal.what.base);
        let (pack, shared) = self.files_of(&base).await?;
        let calendar = self.calendar(&base.service.body);
        let making = tokio::task::spawn_blocking(move || {
            make(&base.service, pack, shared, &proposal.what.edits, calendar)
        });
        let mut made = making.await.map_err(|_| AppError::Data("a version that can't be made".into()))?;
        made.is_outdated = is_outdated;
        Ok((own, made))
    }

    /// Drops the draft.
    ///
    /// # Errors
    /// A refusal.
    pub async fn drop_version(&self, officer: &Officer, id: &str) -> Result<(), AppError> {
        let own = self.own_service(officer, id).await?;
        self.change_listing(officer, &own.id, Action::Drop, Vec::new()).await
    }

    /// Sends the draft to a second owner, if it passes its check and its scenarios.
    ///
    /// # Errors
    /// A refusal.
    pub async fn send_version(&self, officer: &Officer, id: &str) -> Result<(), AppError> {
        let (own, made) = self.made_version(officer, id).await?;
        let action = Action::Send { content: made.content.clone(), faults: made.faults() };
        self.change_listing(officer, &own.id, action, Vec::new()).await
    }

    /// Sends a version back to its maker.
    ///
    /// # Errors
    /// A refusal, for instance for the maker.
    pub async fn return_version(&self, officer: &Officer, id: &str, reason: &str) -> Result<(), AppError> {
        let own = self.own_service(officer, id).await?;
        let action = Action::Return { reason: afaq_base::text::clean_text(reason) };
        self.change_listing(officer, &own.id, action, Vec::new()).await
    }

    /// Approves a version of another owner and publishes it, in force from a day on.
    ///
    /// # Errors
    /// A refusal, for instance for the maker, or where anything has changed since it was sent.
    pub async fn approve_version(&self, officer: &Officer, id: &str, from: Date) -> Result<(), AppError> {
        let (own, made) = self.made_version(officer, id).await?;
        let (Some(service), Some((pack, shared)), 0) = (&made.service, &made.files, made.faults()) else {
            return Err(Refusal::HasFaults { count: made.faults().max(1) }.into());
        };
        let now = self.now();
        let is_today = time::local_date(now) == from;
        let effective_from = if is_today { now } else { time::start_of_day(from) };
        let newest = own.versions.first();
        let suspended = newest.and_then(|one| one.published.stopped.clone());
        let row = PublicationRow {
            service_id: service.id.clone(),
            version: service.label.clone(),
            body: service.body.clone(),
            behavior_hash: service.behavior_hash.clone(),
            content_hash: service.content_hash.clone(),
            published_at: now,
            effective_from,
            suspended,
            published_by: officer.id.clone(),
        };
        let files = crate::catalogue::packed(pack, shared)?;
        let rows = vec![RowWrite::Publication(Box::new(NewPublication { row, files }))];
        let (label, content) = (service.label.clone(), made.content.clone());
        let action = Action::Approve { label, content, effective_from };
        // At once means at this moment, however long the rest takes.
        self.change_listing_at(now, officer, &own.id, action, rows).await?;
        self.reload_catalogue().await
    }

    /// Stops new requests for a service, or gives it up.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] for a service in its place that is not there.
    pub async fn stop_service(
        &self,
        officer: &Officer,
        id: &str,
        text: &Text,
        retire: Option<Option<&str>>,
    ) -> Result<(), AppError> {
        let own = self.own_service(officer, id).await?;
        let text = Text::new(afaq_base::text::clean_text(&text.ar), afaq_base::text::clean_text(&text.en));
        let action = match retire {
            None => Action::Suspend { text: text.clone() },
            Some(other) => {
                let replaced_by = match other {
                    Some(other) if other == id => return Err(AppError::NotFound),
                    Some(other) => Some(self.service(other)?.service.id.clone()),
                    None => None,
                };
                Action::Retire { text: text.clone(), replaced_by }
            }
        };
        let stopped = match &action {
            Action::Retire { replaced_by, .. } => serde_json::json!({
                "ar": text.ar, "en": text.en, "retired": true,
                "replaced_by": replaced_by.as_ref().map(ServiceId::as_str),
            }),
            _ => serde_json::to_value(&text)?,
        };
        let rows = vec![RowWrite::Suspension { service: own.id.clone(), text: Some(stopped) }];
        self.change_listing(officer, &own.id, action, rows).await?;
        self.reload_catalogue().await
    }

    /// Lets a service take requests again.
    ///
    /// # Errors
    /// A refusal where it does.
    pub async fn open_service(&self, officer: &Officer, id: &str) -> Result<(), AppError> {
        let own = self.own_service(officer, id).await?;
        let rows = vec![RowWrite::Suspension { service: own.id.clone(), text: None }];
        self.change_listing(officer, &own.id, Action::Open, rows).await?;
        self.reload_catalogue().await
    }

    async fn change_listing(
        &self,
        officer: &Officer,
        id: &ServiceId,
        action: Action,
        rows: Vec<RowWrite>,
    ) -> Result<(), AppError> {
        self.change_listing_at(self.now(), officer, id, action, rows).await
    }

    async fn change_listing_at(
        &self,
        now: Timestamp,
        officer: &Officer,
        id: &ServiceId,
        action: Action,
        rows: Vec<RowWrite>,
    ) -> Result<(), AppError> {
        for _ in 0..limits::RETRIES_MAX {
            let listing = self.listing(id).await?;
            let events = catalogue::decide(&listing, &seat(officer), now, action.clone())?;
            let mut commit = Commit::new(now);
            commit.streams.push(appended(id, listing.version, &events)?);
            commit.rows.clone_from(&rows);
            match self.store().append(commit).await {
                Ok(_) => return Ok(()),
                Err(AppendError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refusal::WrongStage { stage: "busy" }.into())
    }
}

fn words(before: &Service, after: &Service) -> Vec<Text> {
    afaq_pack::diff(before, after).into_iter().map(|change| change.text).collect()
}

fn one(form: &PageAnswers, name: &str) -> String {
    let value = form.get(name).and_then(|values| values.first());
    value.map(|value| afaq_base::text::clean_line(value)).unwrap_or_default()
}

/// The changes that a form asks for, and what is wrong in it.
fn read_form(editable: &Editable, form: &PageAnswers) -> (Vec<Edit>, Vec<FieldProblem>) {
    let (mut edits, mut problems) = (Vec::new(), Vec::new());
    let mut wrong = |field: &str, ar: &str, en: &str| {
        problems.push(FieldProblem { field: field.into(), message: Text::new(ar, en) });
    };
    for (field, now) in [("name", &editable.name), ("summary", &editable.summary)] {
        let to = Text::new(one(form, &format!("{field}.ar")), one(form, &format!("{field}.en")));
        for (part, lang) in [(&to.ar, "ar"), (&to.en, "en")] {
            if part.is_empty() || part.chars().count() > limits::PACK_TEXT_CHARS_MAX {
                wrong(&format!("{field}.{lang}"), "اكتب نصاً.", "Write a text.");
            }
        }
        if to != *now {
            edits.push(if field == "name" { Edit::Name { to } } else { Edit::Summary { to } });
        }
    }
    let mut days = |field: &str, now: u32| -> Option<u32> {
        let written = one(form, field);
        let typed = afaq_base::digits::normalize(&written);
        match typed.parse::<u32>() {
            Ok(days) if (1..=limits::TARGET_DAYS_MAX).contains(&days) => (days != now).then_some(days),
            Ok(_) | Err(_) => {
                wrong(field, "اكتب عدداً من أيام العمل، من 1 إلى 365.", "Write working days from 1 to 365.");
                None
            }
        }
    };
    if let Some(now) = editable.promise
        && let Some(working_days) = days("promise", now)
    {
        edits.push(Edit::Promise { working_days });
    }
    for (task, _, now) in &editable.targets {
        if let Some(working_days) = days(&format!("target.{task}"), *now) {
            edits.push(Edit::Target { task: task.clone(), working_days });
        }
    }
    for amount in &editable.amounts {
        let field = format!("amount.{}.{}", amount.decision, amount.index);
        let typed = one(form, &field);
        let (to, now) = (afaq_base::Money::parse(&typed), afaq_base::Money::parse(&amount.value));
        match to {
            Ok(to) if !to.is_negative() => {
                if now.is_ok_and(|now| now != to) {
                    let (decision, index) = (amount.decision.clone(), amount.index);
                    edits.push(Edit::Amount { decision, index, to: to.to_string() });
                }
            }
            Ok(_) | Err(_) => {
                wrong(&field, "اكتب مبلغاً بالدينار، مثل 12.500.", "Write an amount in KWD such as 12.500.");
            }
        }
    }
    (edits, problems)
}

/// Makes a version: changes the files, lets the scenarios' fees follow, reads, checks, plays.
fn make(
    base: &Service,
    pack: PackFiles,
    shared: PackFiles,
    edits: &[Edit],
    calendar: &afaq_base::calendar::WorkingCalendar,
) -> Made {
    let mut made = Made {
        service: None,
        problems: Vec::new(),
        changes: Vec::new(),
        expectations: Vec::new(),
        scenarios: Vec::new(),
        mentions: mentions(&pack, base, edits),
        is_outdated: false,
        content: String::new(),
        files: None,
    };
    let mut changed = match edit::apply(&pack, base, edits) {
        Ok(changed) => changed,
        Err((_, error)) => {
            made.problems.push(error.text());
            return made;
        }
    };
    let Some(mut service) = read(&changed, &shared, &mut made) else { return made };
    let mut played = scenario::play_all(&service, calendar);
    let follow = follow_fees(base, &played);
    if !follow.is_empty() && edits.iter().any(|edit| matches!(edit, Edit::Amount { .. })) {
        let (mut scenarios, mut told) = (changed.clone(), Vec::new());
        for (scenario, before, after) in follow {
            let edit = Edit::ExpectedFee { scenario: scenario.clone(), to: after.clone() };
            // A scenario that takes its fee from another one follows that one.
            if let Ok(patched) = edit::apply(&scenarios, &service, std::slice::from_ref(&edit)) {
                scenarios = patched;
                told.push((scenario, before, after));
            }
        }
        if let Some(again) = read(&scenarios, &shared, &mut made) {
            (changed, service, made.expectations) = (scenarios, again, told);
            played = scenario::play_all(&service, calendar);
        }
    }
    made.changes = words(base, &service);
    let stories: BTreeMap<&str, &Text> =
        service.scenarios.iter().map(|one| (one.id.as_str(), &one.story)).collect();
    made.scenarios = played
        .into_iter()
        .map(|one| {
            let story =
                stories.get(one.id.as_str()).map_or_else(|| Text::same(&one.id), |story| (*story).clone());
            (story, one.failures)
        })
        .collect();
    made.content.clone_from(&service.content_hash);
    made.service = Some(Arc::new(service));
    made.files = Some((changed, shared));
    made
}

fn read(pack: &PackFiles, shared: &PackFiles, made: &mut Made) -> Option<Service> {
    let read = afaq_pack::read(pack, shared, &afaq_pack::Options { publish: true });
    made.problems = read
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| {
            let place = format!("{}:{}", problem.file, problem.line);
            Text::new(
                format!("{} ({place})", problem.message.ar),
                format!("{} ({place})", problem.message.en),
            )
        })
        .collect();
    let is_clean = made.problems.is_empty();
    read.service.filter(|_| is_clean)
}

/// Scenarios that differ in their fee alone: the scenario, what it expects, what it sees now.
fn follow_fees(base: &Service, played: &[scenario::Played]) -> Vec<(String, String, String)> {
    let expects = |id: &str| base.scenarios.iter().any(|one| one.id == id && one.expect.fee.is_some());
    played
        .iter()
        .filter(|one| expects(&one.id))
        .filter_map(|one| match one.failures.as_slice() {
            [failure] if failure.what == "fee" && failure.seen != "none" => {
                Some((one.id.clone(), failure.expected.clone(), failure.seen.clone()))
            }
            _ => None,
        })
        .collect()
}

/// Lines of prose in the rules that name an amount that changes: the owner must know that they stay.
fn mentions(pack: &PackFiles, base: &Service, edits: &[Edit]) -> Vec<String> {
    let amounts = edit::editable(pack, base).amounts;
    let changed = edits.iter().filter_map(|edit| match edit {
        Edit::Amount { decision, index, .. } => {
            amounts.iter().find(|one| one.decision == *decision && one.index == *index)
        }
        _ => None,
    });
    let names: Vec<String> = changed
        .filter_map(|one| afaq_base::Money::parse(&one.value).ok())
        .filter(|money| money.fils() > 0)
        .map(|money| money.to_string())
        .collect();
    let rules = pack.get("rules.md").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut found = Vec::new();
    let mut is_block = false;
    for line in rules.unwrap_or_default().lines() {
        if line.trim().starts_with("```") {
            is_block = !is_block;
        } else if !is_block && !line.trim().starts_with('|') && names.iter().any(|name| line.contains(name)) {
            found.push(line.trim().to_string());
        }
    }
    found
}

/// The moment at which a version comes or came into force, for lists.
impl Version {
    /// Whether it is in force later than this moment.
    #[must_use]
    pub fn is_coming(&self, now: Timestamp) -> bool {
        self.published.effective_from > now
    }
}
