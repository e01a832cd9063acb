//! What the tests begin with: a backend, a store in a temporary folder, times, names, commits.

use std::ffi::OsString;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use afaq_base::{BodyCode, CaseId, PartyId, ServiceId, Timestamp};
use afaq_store::{
    CaseRow, Commit, IdempotencyKey, MasterKey, NewEvent, Options, Position, PostgresAddress, Store,
    StoreError, StoredEvent, StreamAppend, StreamId,
};
use afaq_testkit::postgres::{Safety, Server, dump, make_database, run_sql};
use serde_json::json;

/// A backend that can be opened at a place, again and again.
pub trait Backend: Sync {
    fn open_with(
        &self,
        place: &Path,
        key: MasterKey,
        options: Options,
    ) -> impl Future<Output = Result<Store, StoreError>> + Send;

    /// Changes stored data behind the store's back; answers how many rows were hit. Bytes stand as `x'00'`.
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

    /// Whether bytes can be found in what is stored.
    fn holds(&self, place: &Path, needle: &[u8]) -> bool;

    /// Writes a step of a newer program down that this one cannot live with.
    fn newer_schema(&self) -> &'static str {
        "insert into schema_versions (version, name, sha256) values (999, 'future', x'00')"
    }

    /// The wrapped key of a person.
    fn wrapped_key(&self, place: &Path, party: PartyId) -> Vec<u8>;

    /// What a process of its own needs to open the same place.
    fn child(&self, place: &Path) -> Vec<(&'static str, OsString)>;

    /// Whether there is such a backend on this machine; what is missing is said where it is asked for.
    fn is_here(&self) -> bool {
        true
    }
}

/// Where the folder keeps the bytes of an address.
fn in_folder(place: &Path, address: &str) -> PathBuf {
    place.join("files").join(&address[..2]).join(&address[2..4]).join(address)
}

/// Names the folder to a process of its own.
pub const CHILD_FOLDER: &str = "AFAQ_STORE_TEST_CHILD";

/// Names the folder of the server's socket to a process of its own.
pub const CHILD_SERVER: &str = "AFAQ_STORE_TEST_SERVER";

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

    fn holds(&self, place: &Path, needle: &[u8]) -> bool {
        folder_holds(place, needle)
    }

    fn wrapped_key(&self, place: &Path, party: PartyId) -> Vec<u8> {
        let connection = rusqlite::Connection::open(place.join("store.db")).unwrap();
        let text = "select wrapped from party_keys where party = ?1";
        connection.query_row(text, [party.to_bytes()], |row| row.get(0)).unwrap()
    }

    fn child(&self, place: &Path) -> Vec<(&'static str, OsString)> {
        vec![(CHILD_FOLDER, place.into())]
    }
}

fn folder_holds(folder: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return folder_holds(&path, needle);
        }
        std::fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle)
    })
}

/// The store on PostgreSQL: one server for all tests, a database for each place.
pub struct Postgres;

static SERVER: OnceLock<Result<Mutex<Server>, String>> = OnceLock::new();

impl Postgres {
    /// The folder of the server's socket.
    pub fn server() -> PathBuf {
        if let Some(given) = std::env::var_os(CHILD_SERVER) {
            return given.into();
        }
        let server = SERVER.get_or_init(|| Server::start(Safety::Quick, "").map(Mutex::new));
        server.as_ref().unwrap().lock().unwrap().folder().to_owned()
    }

    /// The database of a place.
    pub fn database(place: &Path) -> String {
        let mut hasher = DefaultHasher::new();
        place.hash(&mut hasher);
        format!("place_{:016x}", hasher.finish())
    }

    pub fn address(place: &Path) -> PostgresAddress {
        let (server, name) = (Self::server(), Self::database(place));
        make_database(&server, &name).unwrap();
        PostgresAddress::parse(&format!("postgres://afaq@/{name}?host={}", server.display()), None).unwrap()
    }
}

impl Backend for Postgres {
    async fn open_with(&self, place: &Path, key: MasterKey, options: Options) -> Result<Store, StoreError> {
        Store::open_postgres(&Self::address(place), place, key, options).await
    }

    fn tamper(&self, place: &Path, sql: &str) -> usize {
        // The same change in words of PostgreSQL.
        let plain = sql.replace("zeroblob(80)", &format!("x'{}'", "00".repeat(80)));
        let mut parts = plain.split("x'");
        let mut sql = parts.next().unwrap().to_owned();
        for part in parts {
            let (hex, after) = part.split_once('\'').unwrap();
            if hex.len() == 32 {
                sql += &format!("cast('{hex}' as uuid){after}");
            } else {
                sql += &format!("decode('{hex}', 'hex'){after}");
            }
        }
        let done = run_sql(&Self::server(), &Self::database(place), &sql).unwrap();
        done.trim().rsplit(' ').next().unwrap().parse().unwrap()
    }

    fn holds(&self, place: &Path, needle: &[u8]) -> bool {
        let hex: String = needle.iter().map(|byte| format!("{byte:02x}")).collect();
        let dump = dump(&Self::server(), &Self::database(place)).unwrap();
        let is_text = std::str::from_utf8(needle).is_ok_and(|text| dump.contains(text));
        is_text || dump.contains(&hex) || folder_holds(place, needle)
    }

    fn wrapped_key(&self, place: &Path, party: PartyId) -> Vec<u8> {
        let party: String = party.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let text = format!("select encode(wrapped, 'hex') from party_keys where party = '{party}'");
        let hex = run_sql(&Self::server(), &Self::database(place), &text).unwrap();
        let hex = hex.trim();
        (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap()).collect()
    }

    fn newer_schema(&self) -> &'static str {
        "insert into schema_versions (version, name, sha256, works_from) values (999, 'future', x'00', 999)"
    }

    fn child(&self, place: &Path) -> Vec<(&'static str, OsString)> {
        vec![(CHILD_FOLDER, place.into()), (CHILD_SERVER, Self::server().into())]
    }

    fn is_here(&self) -> bool {
        let server = SERVER.get_or_init(|| Server::start(Safety::Quick, "").map(Mutex::new));
        let Err(problem) = server else { return true };
        assert!(std::env::var_os("AFAQ_REQUIRE_SHARED").is_none(), "{problem}");
        eprintln!("skipped: {problem}");
        false
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

    /// The whole feed, with everything that was written until now.
    pub async fn feed(&self) -> Vec<StoredEvent> {
        feed_of(&self.store).await
    }

    pub fn tamper(&self, sql: &str) {
        assert!(self.backend.tamper(&self.place(), sql) > 0, "nothing was tampered with");
    }
}

/// The whole feed of a store, with everything that its process has written until now. On PostgreSQL other tests'
/// transactions may hold it back for a moment.
pub async fn feed_of(store: &Store) -> Vec<StoredEvent> {
    let newest = *store.watch().borrow();
    assert!(store.wait_for(newest, Duration::from_secs(30)).await.unwrap(), "something holds the feed back");
    store.feed(Position::START, 10_000).await.unwrap()
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
