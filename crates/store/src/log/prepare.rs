//! Makes a commit ready for the writer, in the caller's own task: limits, JSON texts, sealing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use afaq_base::PartyId;
use serde_json::Value as Json;

use super::commit::{Commit, StreamId};
use crate::RowWrite;
use crate::database::Database;
use crate::keys::{DataKey, Keyring, bound_to, seal};
use crate::sql::{Statement, check_name, json_text};
use crate::{Lease, Options, StoreError, limits};

/// A commit of which nothing can be refused any more but by the state of the store.
pub(crate) struct PreparedCommit {
    pub(crate) key: Option<String>,
    pub(crate) streams: Vec<PreparedStream>,
    pub(crate) snapshots: Vec<PreparedSnapshot>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) completes_job: Option<Lease>,
    /// Persons under whose keys something was sealed; the keys must still live when it is written.
    pub(crate) parties: Vec<PartyId>,
    pub(crate) answer: Json,
    pub(crate) answer_text: String,
    pub(crate) recorded_at: i64,
    /// Answers recorded before this instant are no longer given again.
    pub(crate) answers_since: i64,
    pub(crate) weight: usize,
    /// Whether it deletes what people gave: then no trace of it may stay in the file.
    pub(crate) deletes_content: bool,
}

/// Events for one stream, ready to be written.
pub(crate) struct PreparedStream {
    pub(crate) stream: StreamId,
    pub(crate) expected_version: i64,
    pub(crate) events: Vec<PreparedEvent>,
}

/// One event, ready to be written.
pub(crate) struct PreparedEvent {
    pub(crate) kind: String,
    pub(crate) open: String,
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) party: Option<PartyId>,
}

/// One snapshot, ready to be written.
pub(crate) struct PreparedSnapshot {
    pub(crate) stream: StreamId,
    pub(crate) version: i64,
    pub(crate) format: String,
    pub(crate) party: Option<PartyId>,
    pub(crate) sealed: Vec<u8>,
}

/// The keys that a commit needs.
pub(crate) struct SealingKeys {
    system: Arc<DataKey>,
    parties: HashMap<PartyId, Arc<DataKey>>,
}

impl SealingKeys {
    /// The key of a person, or the store's own.
    pub(crate) fn of(&self, party: Option<PartyId>) -> Result<&DataKey, StoreError> {
        match party {
            None => Ok(&self.system),
            Some(party) => self
                .parties
                .get(&party)
                .map(Arc::as_ref)
                .ok_or_else(|| StoreError::damaged("a key was not fetched")),
        }
    }

    pub(crate) async fn fetch(
        keyring: &Keyring,
        database: &Database,
        parties: &BTreeSet<PartyId>,
        at: afaq_base::Timestamp,
    ) -> Result<Self, StoreError> {
        Ok(Self { system: keyring.system(), parties: keyring.ensure(database, parties, at).await? })
    }
}

/// Checks, writes as text and seals.
pub(crate) async fn prepare(
    commit: Commit,
    keyring: &Keyring,
    database: &Database,
    options: &Options,
) -> Result<PreparedCommit, StoreError> {
    check_counts(&commit)?;
    let bytes_max = bytes_max(&commit);
    let parties = sealing_parties(&commit);
    let keys = SealingKeys::fetch(keyring, database, &parties, commit.recorded_at).await?;

    let mut statements = Vec::with_capacity(commit.rows.len() + commit.jobs.len());
    for row in &commit.rows {
        statements.extend(row.statements(&keys)?);
    }
    for job in &commit.jobs {
        statements.push(job.statement(commit.recorded_at)?);
    }
    for job in &commit.cancels_jobs {
        statements.push(job.cancel_statement(commit.recorded_at)?);
    }
    for statement in &statements {
        statement.check()?;
    }

    let mut snapshots = Vec::with_capacity(commit.snapshots.len());
    for snapshot in commit.snapshots {
        check_stream(&snapshot.stream)?;
        check_name("the format of a snapshot", &snapshot.format)?;
        check_sealed(&snapshot.state)?;
        let bound = bound_to_snapshot(&snapshot.stream, snapshot.version, &snapshot.format);
        snapshots.push(PreparedSnapshot {
            sealed: seal(keys.of(snapshot.party)?, &bound, &snapshot.state)?,
            stream: snapshot.stream,
            version: small(snapshot.version)?,
            format: snapshot.format,
            party: snapshot.party,
        });
    }

    let mut streams = Vec::with_capacity(commit.streams.len());
    for append in commit.streams {
        check_stream(&append.stream)?;
        let mut version = append.expected_version;
        let mut events = Vec::with_capacity(append.events.len());
        for event in append.events {
            version += 1;
            check_name("the kind of an event", &event.kind)?;
            let sealed = match &event.sealed {
                None => None,
                Some(plain) => {
                    check_sealed(plain)?;
                    let bound = bound_to_event(&append.stream, version, &event.kind);
                    Some(seal(keys.of(event.party)?, &bound, plain)?)
                }
            };
            events.push(PreparedEvent {
                open: json_text("the open part of an event", &event.open)?,
                kind: event.kind,
                sealed,
                party: event.party,
            });
        }
        small(version)?;
        streams.push(PreparedStream {
            stream: append.stream,
            expected_version: small(append.expected_version)?,
            events,
        });
    }

    let recorded_at = commit.recorded_at.as_microsecond();
    let window = i64::try_from(options.answers_kept.as_micros()).unwrap_or(i64::MAX);
    let mut prepared = PreparedCommit {
        key: commit.key.map(|key| key.as_str().to_owned()),
        streams,
        snapshots,
        statements,
        completes_job: commit.completes_job,
        parties: parties.into_iter().collect(),
        answer_text: json_text("the answer of a commit", &commit.answer)?,
        answer: commit.answer,
        recorded_at,
        answers_since: recorded_at.saturating_sub(window),
        weight: 0,
        deletes_content: commit.rows.iter().any(|row| matches!(row, RowWrite::DeleteContent(_))),
    };
    prepared.weight = weight(&prepared);
    if prepared.weight > bytes_max {
        return Err(StoreError::TooLarge { what: "a commit (bytes)", limit: bytes_max });
    }
    Ok(prepared)
}

/// What the sealed part of an event is bound to.
pub(super) fn bound_to_event(stream: &StreamId, version: u64, kind: &str) -> Vec<u8> {
    bound_to(&["event", &stream.kind, &stream.id, &version.to_string(), kind])
}

/// What a snapshot is bound to.
pub(super) fn bound_to_snapshot(stream: &StreamId, version: u64, format: &str) -> Vec<u8> {
    bound_to(&["snapshot", &stream.kind, &stream.id, &version.to_string(), format])
}

/// A published version carries its files, which have a limit of their own.
fn bytes_max(commit: &Commit) -> usize {
    let publications = commit.rows.iter().filter(|row| matches!(row, RowWrite::Publication(_))).count();
    limits::COMMIT_BYTES_MAX + publications.min(1) * limits::PUBLICATION_BYTES_MAX
}

fn check_counts(commit: &Commit) -> Result<(), StoreError> {
    let events: usize = commit.streams.iter().map(|append| append.events.len()).sum();
    for (what, count, limit) in [
        ("the number of streams in a commit", commit.streams.len(), limits::COMMIT_STREAMS_MAX),
        ("the number of snapshots in a commit", commit.snapshots.len(), limits::COMMIT_STREAMS_MAX),
        ("the number of events in a commit", events, limits::COMMIT_EVENTS_MAX),
        ("the number of rows in a commit", commit.rows.len(), limits::COMMIT_ROWS_MAX),
        ("the number of jobs in a commit", commit.jobs.len(), limits::COMMIT_JOBS_MAX),
        ("the number of canceled jobs in a commit", commit.cancels_jobs.len(), limits::COMMIT_JOBS_MAX),
    ] {
        if count > limit {
            return Err(StoreError::TooLarge { what, limit });
        }
    }
    let streams: BTreeSet<&StreamId> = commit.streams.iter().map(|append| &append.stream).collect();
    if streams.len() < commit.streams.len() {
        return Err(StoreError::BadValue { what: "a commit", problem: "it names one stream twice" });
    }
    if let Some(key) = &commit.key {
        check_name("an idempotency key", key.as_str())?;
    }
    Ok(())
}

fn sealing_parties(commit: &Commit) -> BTreeSet<PartyId> {
    let events = commit.streams.iter().flat_map(|append| &append.events);
    events
        .filter(|event| event.sealed.is_some())
        .filter_map(|event| event.party)
        .chain(commit.snapshots.iter().filter_map(|snapshot| snapshot.party))
        .chain(commit.rows.iter().filter_map(|row| row.sealing_party()))
        .collect()
}

fn check_stream(stream: &StreamId) -> Result<(), StoreError> {
    check_name("the kind of a stream", &stream.kind)?;
    check_name("the id of a stream", &stream.id)
}

pub(crate) fn check_sealed(plain: &[u8]) -> Result<(), StoreError> {
    if plain.len() > limits::SEALED_BYTES_MAX {
        return Err(StoreError::TooLarge { what: "a sealed value (bytes)", limit: limits::SEALED_BYTES_MAX });
    }
    Ok(())
}

fn small(version: u64) -> Result<i64, StoreError> {
    match i64::try_from(version) {
        Ok(small) if version <= limits::STREAM_EVENTS_MAX => Ok(small),
        _ => Err(StoreError::TooLarge {
            what: "the number of events in a stream",
            limit: usize::try_from(limits::STREAM_EVENTS_MAX).unwrap_or(usize::MAX),
        }),
    }
}

fn weight(commit: &PreparedCommit) -> usize {
    let events = commit.streams.iter().flat_map(|stream| &stream.events);
    let events: usize =
        events.map(|event| 64 + event.open.len() + event.sealed.as_ref().map_or(0, Vec::len)).sum();
    let snapshots: usize = commit.snapshots.iter().map(|snapshot| snapshot.sealed.len()).sum();
    let rows: usize = commit.statements.iter().map(Statement::weight).sum();
    events + snapshots + rows + commit.answer_text.len()
}
