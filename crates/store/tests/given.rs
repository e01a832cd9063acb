//! What the tests begin with: a backend, a store in a temporary folder, times, names, commits.

use std::future::Future;
use std::path::{Path, PathBuf};

use afaq_base::{BodyCode, CaseId, PartyId, ServiceId, Timestamp};
use afaq_store::{
    CaseRow, Commit, IdempotencyKey, MasterKey, NewEvent, Options, Store, StoreError, StreamAppend, StreamId,
};
use serde_json::json;

/// A backend that can be opened at a place, again and again.
pub trait Backend: Sync {
    fn open_with(
        &self,
        place: &Path,
        key: MasterKey,
        options: Options,
    ) -> impl Future<Output = Result<Store, StoreError>> + Send;

    /// Changes stored data behind the store's back; answers how many rows were hit.
    fn tamper(&self, place: &Path, sql: &str) -> usize;

    /// The sealed bytes that lie under an address.
    fn stored(&self, place: &Path, address: &str) -> Option<Vec<u8>> {
        std::fs::read(in_folder(place, address)).ok()
    }

    /// Puts other bytes under an address, or takes them away.
    fn alter(&self, place: &Path, address: &str, bytes: Option<Vec<u8>>) {
        let path = in_folder(place, address);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        match bytes {
            Some(bytes) => std::fs::write(path, bytes).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
    }
}

/// Where the folder keeps the bytes of an address.
fn in_folder(place: &Path, address: &str) -> PathBuf {
    place.join("files").join(&address[..2]).join(&address[2..4]).join(address)
}

/// The store on SQLite.
pub struct Sqlite;

impl Backend for Sqlite {
    async fn open_with(&self, place: &Path, key: MasterKey, options: Options) -> Result<Store, StoreError> {
        Store::open(place, key, options).await
    }

    fn tamper(&self, place: &Path, sql: &str) -> usize {
        let connection = rusqlite::Connection::open(place.join("store.db")).unwrap();
        connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
        connection.execute(sql, []).unwrap()
    }
}

pub struct Given<'a, B> {
    pub backend: &'a B,
    pub folder: tempfile::TempDir,
    pub store: Store,
}

impl<'a, B: Backend> Given<'a, B> {
    pub async fn new(backend: &'a B) -> Self {
        Self::with(backend, Options::default()).await
    }

    pub async fn with(backend: &'a B, options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = backend.open_with(&folder.path().join("store"), key(), options).await.unwrap();
        Self { backend, folder, store }
    }

    pub fn place(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    pub async fn reopened(&mut self) {
        self.store.close().await;
        self.store = self.open_again().await;
    }

    pub async fn open_again(&self) -> Store {
        self.backend.open_with(&self.place(), key(), Options::default()).await.unwrap()
    }

    pub fn tamper(&self, sql: &str) {
        assert!(self.backend.tamper(&self.place(), sql) > 0, "nothing was tampered with");
    }
}

pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

pub fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

/// The n-th minute of the tests' time.
pub fn minute(n: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + n * 60).unwrap()
}

pub fn party(n: u128) -> PartyId {
    PartyId::from_u128(n)
}

pub fn case(n: u128) -> CaseId {
    CaseId::from_u128(n)
}

pub fn body(code: &str) -> BodyCode {
    BodyCode::parse(code).unwrap()
}

pub fn service() -> ServiceId {
    ServiceId::parse("kw.pada.carer_allowance").unwrap()
}

pub fn stream(id: impl std::fmt::Display) -> StreamId {
    StreamId::new("case", id)
}

pub fn open_event(kind: &str) -> NewEvent {
    NewEvent { kind: kind.into(), open: json!({"kind": kind}), sealed: None, party: None }
}

pub fn sealed_event(kind: &str, whose: PartyId, secret: &str) -> NewEvent {
    NewEvent { kind: kind.into(), open: json!({}), sealed: Some(secret.into()), party: Some(whose) }
}

/// A commit of some events to one stream.
pub fn commit(id: impl std::fmt::Display, expected_version: u64, events: Vec<NewEvent>) -> Commit {
    let mut commit = Commit::new(minute(0));
    commit.streams.push(StreamAppend { stream: stream(id), expected_version, events });
    commit
}

pub fn keyed(mut commit: Commit, key: &str) -> Commit {
    commit.key = Some(IdempotencyKey::new(key));
    commit.answer = json!({"answer": key});
    commit
}

pub fn case_row(n: u128) -> CaseRow {
    CaseRow {
        case_id: case(n),
        number: format!("7K4M-{n:04}"),
        service_id: service(),
        pack_version: "2026.1".into(),
        body: body("PADA"),
        unit: None,
        applicant: party(1),
        representative: None,
        stage: "under_review".into(),
        assignee: None,
        submitted_at: minute(i64::try_from(n).unwrap()),
        due_at: None,
        promised_on: None,
        waiting_since: None,
        closed_at: None,
        outcome: None,
        title: json!({"ar": "بدل رعاية", "en": "Carer's allowance"}),
        version: 1,
        delete_after: None,
        deleted_at: None,
    }
}
