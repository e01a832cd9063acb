//! One command on one case: load, judge, store, and judge again when somebody else was faster.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{CaseId, CivilNumber, PartyId, ServiceId};
use afaq_domain::Refusal;
use afaq_domain::cases::{Action, Case, CaseEvent, Command, Env, Event, decide};
use afaq_domain::parties::Actor;
use afaq_pack::Service;
use afaq_store::{AppendError, Commit, IdempotencyKey, Lease, RowWrite, Sealed, StoredEvent, StreamAppend};

use super::commit::{commit, stream};
use super::reading::TimelineEntry;
use crate::{App, AppError, limits};

/// A case in memory with the version of the service that it is pinned to.
#[derive(Clone)]
pub(crate) struct Loaded {
    pub case: Arc<Case>,
    pub service: Arc<Service>,
}

/// Cases that were used lately. Only a hint: the store's versions decide.
#[derive(Default)]
pub(crate) struct CaseCache {
    cases: Mutex<HashMap<CaseId, Arc<Case>>>,
    /// Messages that were just sent and that a carrier will soon fetch, with whose they are.
    messages: Mutex<HashMap<(CaseId, u64), (PartyId, CaseEvent)>>,
    /// Whose case it is: all that lists need of it.
    applicants: Mutex<HashMap<CaseId, (PartyId, CivilNumber)>>,
    /// What happened in cases that were read lately, with whose they are.
    timelines: Mutex<HashMap<CaseId, (PartyId, Timeline)>>,
}

/// What happened in a case, the oldest first; its length is the case's version.
pub(crate) type Timeline = Arc<Vec<TimelineEntry>>;

impl CaseCache {
    fn get(&self, id: CaseId) -> Option<Arc<Case>> {
        self.cases.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn put(&self, id: CaseId, case: Arc<Case>) {
        let mut cases = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        if cases.len() >= limits::CASES_CACHED_MAX {
            // Half of them go; which ones does not matter for anybody.
            let mut is_kept = false;
            cases.retain(|_, _| {
                is_kept = !is_kept;
                is_kept
            });
        }
        let is_newer = cases.get(&id).is_none_or(|known| known.version < case.version);
        if is_newer {
            cases.insert(id, case);
        }
    }

    fn put_messages(&self, id: CaseId, case: &Case, events: Vec<CaseEvent>) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        if messages.len() >= limits::MESSAGES_CACHED_MAX {
            // Those that nobody fetched were carried by another process.
            messages.clear();
        }
        let first = case.version + 1 - events.len() as u64;
        for (version, event) in (first..).zip(events) {
            if matches!(event.what, Event::MessageSent { .. }) {
                messages.insert((id, version), (case.applicant, event));
            }
        }
    }

    fn timeline(&self, id: CaseId, version: u64) -> Option<Timeline> {
        let timelines = self.timelines.lock().unwrap_or_else(PoisonError::into_inner);
        let known = timelines.get(&id).map(|(_, timeline)| timeline.clone());
        known.filter(|timeline| timeline.len() as u64 == version)
    }

    fn put_timeline(&self, id: CaseId, applicant: PartyId, timeline: Timeline) {
        let mut timelines = self.timelines.lock().unwrap_or_else(PoisonError::into_inner);
        if timelines.len() >= limits::TIMELINES_CACHED_MAX {
            timelines.clear();
        }
        timelines.insert(id, (applicant, timeline));
    }

    fn take_message(&self, id: CaseId, version: u64) -> Option<CaseEvent> {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.remove(&(id, version)).map(|(_, event)| event)
    }

    /// Nothing of an erased person stays in memory.
    pub(crate) fn forget_party(&self, party: PartyId) {
        self.messages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, (applicant, _)| *applicant != party);
        self.applicants
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, (applicant, _)| *applicant != party);
        self.timelines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, (applicant, _)| *applicant != party);
        let mut cases = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        cases.retain(|_, case| {
            case.applicant != party
                && case.mandate.as_ref().is_none_or(|mandate| mandate.representative != party)
        });
    }

    pub(crate) fn forget(&self, id: CaseId) {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).retain(|(case, _), _| *case != id);
        self.timelines.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        self.cases.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}

/// What travels with a command besides what it asks.
#[derive(Default)]
pub(crate) struct With {
    /// Recognizes a repeated command.
    pub key: Option<IdempotencyKey>,
    /// The job whose effect the command is.
    pub lease: Option<Lease>,
    /// Further rows of the same transaction.
    pub rows: Vec<RowWrite>,
    /// Further streams of the same transaction.
    pub streams: Vec<StreamAppend>,
    /// The version by which it is judged, where the case is to go on by another one.
    pub service: Option<Arc<Service>>,
    /// The calendar by which it is judged, where that is not the present one.
    pub calendar: Option<Arc<WorkingCalendar>>,
}

impl App {
    /// Loads a case as it stands.
    pub(crate) async fn load(&self, id: CaseId) -> Result<Loaded, AppError> {
        if let Some(case) = self.inner.cases.get(id) {
            // Where other processes write too, what is in memory may lie behind.
            if !self.store().is_shared() || self.store().stream_version(&stream(id)).await? <= case.version {
                let service = self.service_of(&case.service, &case.behavior)?;
                return Ok(Loaded { case, service });
            }
            self.inner.cases.forget(id);
        }
        let events = self.load_events(id).await?;
        let Some(first) = events.first() else { return Err(AppError::NotFound) };
        let Event::Submitted(submitted) = &first.what else {
            return Err(AppError::Data("a case that does not begin with its submission".into()));
        };
        let versions = self.versions_of(&submitted.service, &submitted.behavior, &events)?;
        let find = |behavior: &str| versions.get(behavior).map(|service| &**service);
        let case = Case::replay_with(find, &events).ok_or(AppError::NotFound)?;
        let service = self.service_of(&case.service, &case.behavior)?;
        let case = Arc::new(case);
        self.inner.cases.put(id, case.clone());
        self.inner.cases.put_timeline(id, case.applicant, told(events));
        Ok(Loaded { case, service })
    }

    /// The versions by which a case has gone.
    pub(super) fn versions_of(
        &self,
        id: &ServiceId,
        first: &str,
        events: &[CaseEvent],
    ) -> Result<HashMap<String, Arc<Service>>, AppError> {
        let later = events.iter().filter_map(|event| match &event.what {
            Event::Migrated { to, .. } => Some(to.as_str()),
            _ => None,
        });
        std::iter::once(first)
            .chain(later)
            .map(|behavior| Ok((behavior.to_string(), self.service_of(id, behavior)?)))
            .collect()
    }

    /// Loads a case, and once more if what was in memory lies behind the store.
    pub(crate) async fn load_newest(&self, id: CaseId) -> Result<Loaded, AppError> {
        let loaded = self.load(id).await?;
        if self.store().stream_version(&stream(id)).await? <= loaded.case.version {
            return Ok(loaded);
        }
        self.inner.cases.forget(id);
        self.load(id).await
    }

    /// What happened in a case up to a version.
    pub(crate) async fn timeline(&self, id: CaseId, version: u64) -> Result<Timeline, AppError> {
        if let Some(known) = self.inner.cases.timeline(id, version) {
            return Ok(known);
        }
        let timeline = told(self.load_events(id).await?);
        if let Some(case) = self.inner.cases.get(id) {
            self.inner.cases.put_timeline(id, case.applicant, timeline.clone());
        }
        Ok(timeline)
    }

    /// Whose case it is, from memory or from its first event alone.
    pub(crate) async fn applicant_number(&self, id: CaseId) -> Result<CivilNumber, AppError> {
        if let Some(case) = self.inner.cases.get(id) {
            return Ok(case.applicant_number);
        }
        let known =
            self.inner.cases.applicants.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied();
        if let Some((_, number)) = known {
            return Ok(number);
        }
        let first = self.store().load_event(&stream(id), 1).await?.ok_or(AppError::NotFound)?;
        let Event::Submitted(submitted) = event(&first)?.what else {
            return Err(AppError::Data("a case that does not begin with its submission".into()));
        };
        let number = submitted.applicant_number;
        let mut applicants = self.inner.cases.applicants.lock().unwrap_or_else(PoisonError::into_inner);
        if applicants.len() >= limits::CASES_CACHED_MAX {
            applicants.clear();
        }
        applicants.insert(id, (submitted.applicant, number));
        Ok(number)
    }

    /// All events of a case.
    pub(crate) async fn load_events(&self, id: CaseId) -> Result<Vec<CaseEvent>, AppError> {
        let stored = self.store().load_stream(&stream(id), 0).await?;
        stored.iter().map(event).collect()
    }

    /// A message of a case by the number of its event, for its carrier.
    pub(crate) async fn load_message(&self, id: CaseId, version: u64) -> Result<Option<CaseEvent>, AppError> {
        if let Some(message) = self.inner.cases.take_message(id, version) {
            return Ok(Some(message));
        }
        self.store().load_event(&stream(id), version).await?.as_ref().map(event).transpose()
    }

    /// Judges a command and stores what it gives. Somebody else's change meanwhile is judged with it.
    pub(crate) async fn execute(
        &self,
        id: CaseId,
        by: Actor,
        action: Action,
        with: With,
    ) -> Result<Loaded, AppError> {
        for _ in 0..limits::RETRIES_MAX {
            let before = self.load(id).await?;
            let service = with.service.clone().unwrap_or_else(|| before.service.clone());
            let calendar = with.calendar.as_deref();
            let judged = self.judge(id, Some(&before), &service, calendar, by.clone(), action.clone());
            let is_nothing = match &judged {
                Ok((_, events, _)) => events.is_empty() && with.rows.is_empty(),
                Err(_) => true,
            };
            // Whoever is told that nothing happens is told so by the case as it stands in the store: memory
            // may lie behind, when somebody else's command was stored a moment ago.
            if is_nothing && self.store().stream_version(&stream(id)).await? > before.case.version {
                self.inner.cases.forget(id);
                continue;
            }
            let (mut writes, events, after) = judged?;
            if is_nothing {
                // Nothing to record; a job that came too late is done all the same.
                if let Some(lease) = &with.lease {
                    self.store().complete_job(lease, self.now()).await?;
                }
                return Ok(before);
            }
            writes.key = with.key.clone();
            writes.completes_job = with.lease.clone();
            writes.rows.extend(with.rows.iter().cloned());
            writes.streams.extend(with.streams.iter().cloned());
            match self.store().append(writes).await {
                Ok(committed) if committed.is_repeated => {
                    self.inner.cases.forget(id);
                    return self.load(id).await;
                }
                Ok(_) => {
                    self.inner.memory.unread.forget(&after.applicant);
                    if matches!(by, Actor::Officer { .. }) {
                        // Officers see at once what they and their colleagues did.
                        self.inner.counts.forget_few();
                    }
                    let case = Arc::new(after);
                    self.inner.cases.put_messages(id, &case, events);
                    self.inner.cases.put(id, case.clone());
                    return Ok(Loaded { case, service });
                }
                Err(AppendError::Conflict { .. }) => self.inner.cases.forget(id),
                // Another worker has the job already: its effect is not ours to repeat.
                Err(AppendError::LeaseLost { .. }) => return Ok(before),
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Refused(Refusal::WrongStage { stage: "busy" }))
    }

    /// Opens a case with its first command.
    pub(crate) async fn open_case(
        &self,
        id: CaseId,
        service: Arc<Service>,
        by: Actor,
        action: Action,
        with: With,
    ) -> Result<Option<Loaded>, AppError> {
        let (mut writes, events, after) = self.judge(id, None, &service, None, by, action)?;
        writes.key = with.key;
        writes.rows.extend(with.rows);
        writes.answer = serde_json::json!({ "case": id });
        let committed = self.store().append(writes).await?;
        if committed.is_repeated {
            return Ok(None);
        }
        self.inner.memory.unread.forget(&after.applicant);
        let case = Arc::new(after);
        self.inner.cases.put_messages(id, &case, events);
        self.inner.cases.put(id, case.clone());
        Ok(Some(Loaded { case, service }))
    }

    pub(super) fn judge(
        &self,
        id: CaseId,
        before: Option<&Loaded>,
        service: &Service,
        calendar: Option<&WorkingCalendar>,
        by: Actor,
        action: Action,
    ) -> Result<(Commit, Vec<CaseEvent>, Case), AppError> {
        let needed = 4 + 4 * service.outputs.len();
        let version = before.map_or(0, |loaded| loaded.case.version);
        let entropy = (0_u64..)
            .take(needed)
            .map(|number| self.fresh_for("case", id.as_u128(), (version << 16) | number))
            .collect();
        let command = Command { by, at: self.now(), entropy, action };
        let env = Env {
            service,
            calendar: calendar.unwrap_or_else(|| self.calendar(&service.body)),
            is_suspended: before.is_none() && self.is_suspended(&service.id),
            undo: self.settings().undo(),
            link: &self.case_link(id),
        };
        let case = before.map(|loaded| &*loaded.case);
        let (events, after) = decide(case, &command, &env)?;
        let old = before.map_or(service, |loaded| &*loaded.service);
        let mut writes = commit(id, (old, service), env.calendar, case, &events, &after)?;
        if self.settings().has_lazy_documents {
            // The store wants the bytes of a named file to be there; these are set when first opened.
            for row in &mut writes.rows {
                if let RowWrite::Document(document) = row {
                    document.file_id = None;
                }
            }
        }
        Ok((writes, events, after))
    }
}

fn told(events: Vec<CaseEvent>) -> Timeline {
    let entries = (1..).zip(events);
    Arc::new(entries.map(|(version, event)| TimelineEntry { version, event: Arc::new(event) }).collect())
}

/// A stored event as the domain's.
fn event(stored: &StoredEvent) -> Result<CaseEvent, AppError> {
    match &stored.sealed {
        Sealed::Opened(bytes) => Ok(serde_json::from_slice(bytes)?),
        Sealed::Nothing => Ok(serde_json::from_value(stored.open.clone())?),
        Sealed::Erased | Sealed::Closed => Err(AppError::NotFound),
    }
}
