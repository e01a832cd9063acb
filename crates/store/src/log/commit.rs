//! What one command writes: events, snapshots, rows to read and jobs, all or nothing.

use std::fmt;

use afaq_base::{PartyId, Timestamp};
use serde_json::Value as Json;

use crate::jobs::{JobKey, Lease, NewJob};
use crate::position::Position;
use crate::rooms::RowWrite;

/// The name of one stream: a kind (such as `case`) and an identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// What kind of thing it is, such as `case`.
    pub kind: String,
    /// Which one.
    pub id: String,
}

impl StreamId {
    /// Names a stream.
    pub fn new(kind: impl Into<String>, id: impl fmt::Display) -> Self {
        Self { kind: kind.into(), id: id.to_string() }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

/// Names one command, so that its repetition is recognized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of any text that the caller makes single for each command (and each person).
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// All that one command writes.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Recognizes a repeated command: it gets the first answer and changes nothing.
    pub key: Option<IdempotencyKey>,
    /// Events, stream by stream.
    pub streams: Vec<StreamAppend>,
    /// Snapshots of streams in this commit.
    pub snapshots: Vec<NewSnapshot>,
    /// Work that must be done afterwards.
    pub jobs: Vec<NewJob>,
    /// Work that need not be done any more, such as the timer of a task that is done.
    pub cancels_jobs: Vec<JobKey>,
    /// The job whose effect this commit is.
    pub completes_job: Option<Lease>,
    /// Rows to read.
    pub rows: Vec<RowWrite>,
    /// What the caller gets, also when it asks again with the same key. No personal values.
    pub answer: Json,
    /// When the command happened. Kept in whole microseconds.
    pub recorded_at: Timestamp,
}

impl Commit {
    /// An empty commit.
    pub fn new(recorded_at: Timestamp) -> Self {
        Self {
            key: None,
            streams: Vec::new(),
            snapshots: Vec::new(),
            jobs: Vec::new(),
            cancels_jobs: Vec::new(),
            completes_job: None,
            rows: Vec::new(),
            answer: Json::Null,
            recorded_at,
        }
    }
}

/// Events for one stream.
#[derive(Clone, Debug)]
pub struct StreamAppend {
    /// The stream.
    pub stream: StreamId,
    /// The version that the caller has read; 0 for a stream that does not exist yet.
    pub expected_version: u64,
    /// The events; the first one gets version `expected_version + 1`.
    pub events: Vec<NewEvent>,
}

/// One fact to be stored.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// What kind of fact it is.
    pub kind: String,
    /// Kinds, codes and times: all that measuring and auditing need, nothing personal.
    pub open: Json,
    /// Personal values, sealed under the key of `party` (without one: under the store's own key).
    pub sealed: Option<Vec<u8>>,
    /// The person whom the sealed part is about.
    pub party: Option<PartyId>,
}

/// The state of a stream at a version, so that reading need not begin at the first event.
#[derive(Clone, Debug)]
pub struct NewSnapshot {
    /// The stream.
    pub stream: StreamId,
    /// The version whose state this is.
    pub version: u64,
    /// Names the shape of the bytes; a reader passes over a shape that it does not know.
    pub format: String,
    /// The person under whose key it is sealed (without one: under the store's own key).
    pub party: Option<PartyId>,
    /// The state.
    pub state: Vec<u8>,
}

/// A commit that is durable.
#[derive(Clone, Debug, PartialEq)]
pub struct Committed {
    /// Everything of this commit lies at or before this place in the feed: who has read up to it has seen it all.
    pub position: Position,
    /// The answer of the commit, or of the first one with the same key.
    pub answer: Json,
    /// True if the key was known and nothing was written.
    pub is_repeated: bool,
}
