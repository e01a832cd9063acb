//! The event log: commits go in, streams and the feed come out.

mod commit;
mod prepare;
mod read;

pub use commit::{Commit, Committed, IdempotencyKey, NewEvent, NewSnapshot, StreamAppend, StreamId};
pub(crate) use prepare::{
    PreparedCommit, PreparedSnapshot, PreparedStream, SealingKeys, check_sealed, prepare,
};
pub(crate) use read::place;
pub use read::{Sealed, Snapshot, StoredEvent};
