//! The event log, rows to read, drafts, jobs, keys and files: on one SQLite file or in PostgreSQL, with a folder or
//! an object store.
//!
//! The store knows no domain: it keeps kinds, JSON and bytes under the identifiers of `base`. All of one
//! command goes into one [`Commit`]; commits that wait are written together and answered after they are
//! durable. Personal values are sealed under a key of the person; [`Store::forget_party`] destroys it.

mod backup;
mod certificate;
pub mod code;
mod copy;
mod database;
mod error;
mod files;
mod fingerprint;
mod health;
mod jobs;
mod keys;
pub mod limits;
mod log;
mod options;
mod position;
mod postgres;
mod rooms;
mod sql;
mod sqlite;
mod store;
mod sweep;
mod tls;

pub use backup::{BackupManifest, restore_backup, verify_backup};
pub use copy::Copied;
pub use error::{AppendError, StoreError};
pub use files::{FileReader, FilesPlace, NewFile, ObjectStoreLook, Patience, S3Options, Secret, StoredFile};
pub use fingerprint::Fingerprint;
pub use health::Integrity;
pub use jobs::{
    AfterFailure, ClaimRequest, ClaimedJob, DeadJob, IfKnown, JobCounts, JobKey, Lease, LeaseOutcome, NewJob,
};
pub use keys::{MasterKey, Seed};
pub use log::{
    Commit, Committed, IdempotencyKey, NewEvent, NewSnapshot, Sealed, Snapshot, StoredEvent, StreamAppend,
    StreamId,
};
pub use options::Options;
pub use position::Position;
pub use postgres::{PostgresAddress, PrimaryLook, RegionLook, ServerLook};
pub use rooms::*;
pub use store::Store;
pub use sweep::Swept;
