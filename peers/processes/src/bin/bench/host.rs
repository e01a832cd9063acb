//! The thinnest durable host of processes: the engine over the product's own log, rows and jobs.
//!
//! Nothing is kept between two commands unless the caller keeps it: an instance is its last snapshot and the events
//! after it. Variables and moves are sealed under the key of the person, as a case's are.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use afaq_base::{BodyCode, CaseId, PartyId, ServiceId, TaskId, Timestamp};
use afaq_bpmn::{Event, FeelEnv, Input, Instance, ProcessDefinition, decide};
use afaq_store::{
    CaseRow, Commit, IdempotencyKey, JobKey, Lease, NewEvent, NewJob, NewSnapshot, RowWrite, Store,
    StreamAppend, StreamId, TaskRow,
};
use serde_json::json;

use crate::Failure;

/// Persons among whom the instances are spread.
const PARTIES: u128 = 10_000;

/// A snapshot is written with a new instance and after so many versions.
const SNAPSHOT_EVERY: u64 = 25;

/// Who runs instances of one process.
#[derive(Clone)]
pub struct Host {
    pub store: Store,
    pub process: Arc<ProcessDefinition>,
    body: BodyCode,
    service: ServiceId,
    commands: Arc<AtomicU64>,
}

/// An instance as it stands.
pub struct Held {
    pub id: CaseId,
    pub instance: Instance,
    pub version: u64,
}

impl Host {
    pub fn new(store: &Store, process: &Arc<ProcessDefinition>) -> Result<Self, Failure> {
        Ok(Self {
            store: store.clone(),
            process: process.clone(),
            body: BodyCode::parse("PADA")?,
            service: ServiceId::parse("kw.pada.bench")?,
            commands: Arc::new(AtomicU64::new(0)),
        })
    }

    fn stream(id: CaseId) -> StreamId {
        StreamId::new("case", id)
    }

    /// A new instance that has not begun.
    pub fn fresh(&self, number: u128) -> Held {
        Held { id: CaseId::from_u128(number), instance: Instance::new(), version: 0 }
    }

    /// Reads an instance: its snapshot, and the events after it.
    pub async fn load(&self, id: CaseId) -> Result<Held, Failure> {
        let stream = Self::stream(id);
        let snapshot = self.store.load_snapshot(&stream).await?.ok_or("an instance is not there")?;
        let mut instance: Instance = serde_json::from_slice(&snapshot.state)?;
        let mut version = snapshot.version;
        for stored in self.store.load_stream(&stream, version).await? {
            version = stored.version;
            let afaq_store::Sealed::Opened(bytes) = stored.sealed else {
                return Err("an event is closed".into());
            };
            for event in serde_json::from_slice::<Vec<Event>>(&bytes)? {
                instance.apply(&self.process, &event);
            }
        }
        Ok(Held { id, instance, version })
    }

    /// One command, durable when it returns.
    pub async fn input(
        &self,
        held: &mut Held,
        input: &Input,
        now: Timestamp,
        job: Option<Lease>,
    ) -> Result<(), Failure> {
        let events = self.decided(held, input, now)?;
        let party = PartyId::from_u128(held.id.as_u128() % PARTIES);
        let stream = Self::stream(held.id);
        let mut commit = Commit::new(now);
        commit.key = Some(IdempotencyKey::new(format!("{}/{}", held.id, held.version)));
        commit.completes_job = job;
        commit.streams.push(StreamAppend {
            stream: stream.clone(),
            expected_version: held.version,
            events: vec![NewEvent {
                kind: "progressed".into(),
                open: json!({ "moves": events.len() }),
                sealed: Some(serde_json::to_vec(&events)?),
                party: Some(party),
            }],
        });
        held.version += 1;
        if held.instance.is_running() && held.version % SNAPSHOT_EVERY == 1 {
            commit.snapshots.push(NewSnapshot {
                stream,
                version: held.version,
                format: "instance".into(),
                party: Some(party),
                state: serde_json::to_vec(&held.instance)?,
            });
        }
        self.jobs(held.id, &events, now, &mut commit)?;
        self.rows(held, party, &events, now, &mut commit);
        self.store.append(commit).await?;
        self.commands.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// What the engine makes of an input, taken in.
    fn decided(&self, held: &mut Held, input: &Input, now: Timestamp) -> Result<Vec<Event>, Failure> {
        let mut env = FeelEnv::new(now.as_millisecond());
        let events =
            decide(&self.process, &held.instance, input, &mut env).map_err(|refusal| refusal.to_string())?;
        for event in &events {
            held.instance.apply(&self.process, event);
        }
        Ok(events)
    }

    fn jobs(&self, id: CaseId, events: &[Event], now: Timestamp, commit: &mut Commit) -> Result<(), Failure> {
        for event in events {
            match event {
                Event::TimerArmed { timer, due_ms, .. } => {
                    let due = Timestamp::from_millisecond(*due_ms)?;
                    commit.jobs.push(NewJob::new("timer", format!("{id}/{timer}"), due, json!([id, timer])));
                }
                Event::TimerDisarmed { timer, .. } => {
                    commit.cancels_jobs.push(JobKey::new("timer", format!("{id}/{timer}")));
                }
                Event::JobRequested { job, .. } => {
                    commit.jobs.push(NewJob::new("work", format!("{id}/{job}"), now, json!([id, job])));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn rows(&self, held: &Held, party: PartyId, events: &[Event], now: Timestamp, commit: &mut Commit) {
        let id = held.id;
        let is_over = held.instance.is_over();
        if held.version == 1 || is_over {
            commit.rows.push(RowWrite::Case(Box::new(CaseRow {
                case_id: id,
                number: id.to_string(),
                service_id: self.service.clone(),
                pack_version: "1".into(),
                body: self.body.clone(),
                unit: None,
                applicant: party,
                representative: None,
                stage: if is_over { "closed".into() } else { "under_review".into() },
                assignee: None,
                submitted_at: now,
                due_at: None,
                promised_on: None,
                waiting_since: None,
                closed_at: is_over.then_some(now),
                outcome: None,
                title: json!(null),
                version: held.version,
                delete_after: None,
                deleted_at: None,
            })));
        }
        for event in events {
            let (Event::TaskOpened { task, element, .. }
            | Event::TaskCompleted { task, element, .. }
            | Event::TaskCanceled { task, element }) = event
            else {
                continue;
            };
            let is_open = matches!(event, Event::TaskOpened { .. });
            commit.rows.push(RowWrite::Task(Box::new(TaskRow {
                task_id: TaskId::from_u128((id.as_u128() << 16) | u128::from(*task)),
                case_id: id,
                element: element.to_string(),
                role: "officer".into(),
                body: self.body.clone(),
                unit: None,
                assignee: None,
                opened_at: now,
                due_at: None,
                done_at: (!is_open).then_some(now),
            })));
        }
    }

    /// The persons whose keys seal the instances are made before anything is measured.
    pub async fn prepare(&self) -> Result<(), Failure> {
        let mut waiting = Vec::new();
        for party in 0..PARTIES {
            let mut commit = Commit::new(Timestamp::UNIX_EPOCH);
            commit.streams.push(StreamAppend {
                stream: StreamId::new("party", party),
                expected_version: 0,
                events: vec![NewEvent {
                    kind: "known".into(),
                    open: json!({}),
                    sealed: Some(vec![1]),
                    party: Some(PartyId::from_u128(party)),
                }],
            });
            let store = self.store.clone();
            waiting.push(tokio::spawn(async move { store.append(commit).await.map(drop) }));
        }
        for one in waiting {
            one.await??;
        }
        Ok(())
    }
}
