//! Reading the log: one stream, the feed over all streams, snapshots.

use std::collections::{BTreeSet, HashMap};

use afaq_base::{PartyId, Timestamp};
use serde_json::Value as Json;

use super::commit::StreamId;
use super::prepare::{bound_to_event, bound_to_snapshot};
use crate::keys::{KeyState, open};
use crate::position::Position;
use crate::sql::{Row, Value, sql};
use crate::{Store, StoreError, limits};

/// One stored fact.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// Its place in the feed over all streams.
    pub position: Position,
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream, from 1, without gaps.
    pub version: u64,
    /// What kind of fact it is.
    pub kind: String,
    /// What is not personal.
    pub open: Json,
    /// What is personal.
    pub sealed: Sealed,
    /// The person whom the sealed part is about.
    pub party: Option<PartyId>,
    /// When it was recorded, in whole microseconds.
    pub recorded_at: Timestamp,
}

/// The personal part of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// The event has none.
    Nothing,
    /// It is there, and was not opened: the feed never opens it.
    Closed,
    /// It was opened.
    Opened(Vec<u8>),
    /// The key of the person was destroyed, or its time was over: nobody can read it any more.
    Erased,
}

/// A stored state of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The version whose state this is.
    pub version: u64,
    /// The shape of the bytes.
    pub format: String,
    /// The state.
    pub state: Vec<u8>,
}

const COLUMNS: &str = "s.kind, s.id, e.version, e.kind, e.open, e.sealed, e.party, e.recorded_at";

/// An event as read, with its sealed bytes still closed.
struct Closed {
    event: StoredEvent,
    bytes: Option<Vec<u8>>,
}

impl Store {
    /// Reads the events of one stream after a version (0: all), with their personal parts opened.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if a sealed part was altered or moved.
    pub async fn load_stream(
        &self,
        stream: &StreamId,
        after_version: u64,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let mut events = Vec::new();
        let mut after = after_version;
        loop {
            let rows = self
                .look_up(sql(
                    format!(
                        "select {}, {COLUMNS} from streams s join events e on e.stream_no = s.stream_no \
                         where s.kind = $1 and s.id = $2 and e.version > $3 order by e.version limit $4",
                        self.database().place()
                    ),
                    vec![
                        Value::from(&stream.kind),
                        Value::from(&stream.id),
                        Value::count(after),
                        Value::count(limits::READ_EVENTS_MAX as u64),
                    ],
                ))
                .await?;
            let read = rows.len();
            let closed = rows.into_iter().map(event).collect::<Result<Vec<_>, _>>()?;
            after = closed.last().map_or(after, |last| last.event.version);
            events.extend(self.open_events(closed).await?);
            if read < limits::READ_EVENTS_MAX {
                return Ok(events);
            }
        }
    }

    /// Reads one event of a stream, with its personal part opened; nothing if there is none.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if the sealed part was altered or moved.
    pub async fn load_event(
        &self,
        stream: &StreamId,
        version: u64,
    ) -> Result<Option<StoredEvent>, StoreError> {
        let rows = self
            .look_up(sql(
                format!(
                    "select {}, {COLUMNS} from streams s join events e on e.stream_no = s.stream_no \
                     where s.kind = $1 and s.id = $2 and e.version = $3",
                    self.database().place()
                ),
                vec![Value::from(&stream.kind), Value::from(&stream.id), Value::count(version)],
            ))
            .await?;
        let closed = rows.into_iter().map(event).collect::<Result<Vec<_>, _>>()?;
        Ok(self.open_events(closed).await?.pop())
    }

    /// The version of a stream; 0 if it does not exist.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn stream_version(&self, stream: &StreamId) -> Result<u64, StoreError> {
        let mut rows = self
            .look_up(sql(
                "select coalesce(max(e.version), 0) from streams s join events e on e.stream_no = s.stream_no \
                 where s.kind = $1 and s.id = $2",
                vec![Value::from(&stream.kind), Value::from(&stream.id)],
            ))
            .await?;
        rows.pop().map_or(Ok(0), |mut row| row.count())
    }

    /// Reads the feed after a place: every event once, in an order that never changes.
    /// Personal parts stay closed.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn feed(&self, after: Position, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        let limit = limit.min(limits::READ_EVENTS_MAX);
        let columns = format!("{}, {COLUMNS}", self.database().place());
        let rows = self.read(self.database().feed(&columns, after, limit)).await?;
        rows.into_iter().map(|row| event(row).map(|closed| closed.event)).collect()
    }

    /// The newest place in the feed that can be read; [`Position::START`] if nothing was ever stored.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn feed_end(&self) -> Result<Position, StoreError> {
        let mut rows = self.read(self.database().feed_end()).await?;
        rows.pop().map_or(Ok(Position::START), |mut row| place(&mut row))
    }

    /// Reads the newest snapshot of a stream; nothing if there is none or its person was erased.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if it was altered or moved.
    pub async fn load_snapshot(&self, stream: &StreamId) -> Result<Option<Snapshot>, StoreError> {
        let mut rows = self
            .read(sql(
                "select n.version, n.format, n.party, n.sealed from streams s \
                 join snapshots n on n.stream_no = s.stream_no where s.kind = $1 and s.id = $2",
                vec![Value::from(&stream.kind), Value::from(&stream.id)],
            ))
            .await?;
        let Some(mut row) = rows.pop() else { return Ok(None) };
        let (version, format) = (row.count()?, row.text()?);
        let (party, sealed) = (row.id_or_null::<PartyId>()?, row.bytes()?);
        let bound = bound_to_snapshot(stream, version, &format);
        let state =
            self.open_sealed(party, &bound, &sealed, || format!("the snapshot of `{stream}`")).await?;
        Ok(state.map(|state| Snapshot { version, format, state }))
    }

    /// Opens sealed bytes; nothing if the person's key was destroyed.
    pub(crate) async fn open_sealed(
        &self,
        party: Option<PartyId>,
        bound: &[u8],
        sealed: &[u8],
        what: impl FnOnce() -> String,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let keys = self.keys_of(party.into_iter().collect()).await?;
        match party.map(|party| keys.get(&party)) {
            None => open(&self.keyring().system(), bound, sealed),
            Some(Some(KeyState::Live(key))) => open(key, bound, sealed),
            Some(Some(KeyState::Erased)) => return Ok(None),
            Some(Some(KeyState::Missing) | None) => None,
        }
        .map(Some)
        .ok_or_else(|| StoreError::Tampered { what: what() })
    }

    /// The keys of some persons.
    pub(crate) async fn keys_of(
        &self,
        parties: BTreeSet<PartyId>,
    ) -> Result<HashMap<PartyId, KeyState>, StoreError> {
        if parties.is_empty() {
            return Ok(HashMap::new());
        }
        self.keyring().find(self.database(), &parties).await
    }

    async fn open_events(&self, closed: Vec<Closed>) -> Result<Vec<StoredEvent>, StoreError> {
        let parties =
            closed.iter().filter(|one| one.bytes.is_some()).filter_map(|one| one.event.party).collect();
        let keys = self.keys_of(parties).await?;
        let system = self.keyring().system();
        let mut events = Vec::with_capacity(closed.len());
        for Closed { mut event, bytes } in closed {
            if let Some(bytes) = bytes {
                let key = match event.party.map(|party| keys.get(&party)) {
                    None => Some(&system),
                    Some(Some(KeyState::Live(key))) => Some(key),
                    Some(Some(KeyState::Erased)) => None,
                    Some(Some(KeyState::Missing) | None) => return Err(tampered(&event)),
                };
                let bound = bound_to_event(&event.stream, event.version, &event.kind);
                event.sealed = match key {
                    None => Sealed::Erased,
                    Some(key) => {
                        open(key, &bound, &bytes).map(Sealed::Opened).ok_or_else(|| tampered(&event))?
                    }
                };
            }
            events.push(event);
        }
        Ok(events)
    }
}

/// Reads a place in the feed.
pub(crate) fn place(row: &mut Row) -> Result<Position, StoreError> {
    let timeline = u32::try_from(row.count()?).map_err(|_| StoreError::damaged("a timeline is too large"))?;
    Ok(Position::event(timeline, row.count()?, row.count()?))
}

fn tampered(event: &StoredEvent) -> StoreError {
    StoreError::Tampered { what: format!("event {} of `{}`", event.version, event.stream) }
}

fn event(mut row: Row) -> Result<Closed, StoreError> {
    let mut event = StoredEvent {
        position: place(&mut row)?,
        stream: StreamId { kind: row.text()?, id: row.text()? },
        version: row.count()?,
        kind: row.text()?,
        open: row.json()?,
        sealed: Sealed::Nothing,
        party: None,
        recorded_at: Timestamp::UNIX_EPOCH,
    };
    let bytes = row.bytes_or_null()?;
    event.party = row.id_or_null()?;
    // A sealed part that is gone while its person is named was deleted when its time was over.
    event.sealed = match (&bytes, &event.party) {
        (Some(_), _) => Sealed::Closed,
        (None, Some(_)) => Sealed::Erased,
        (None, None) => Sealed::Nothing,
    };
    event.recorded_at = row.at()?;
    Ok(Closed { event, bytes })
}
