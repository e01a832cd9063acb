//! The store on PostgreSQL, beside SQLite: many clients, many processes, and a feed that is read meanwhile.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use afaq_store::{MasterKey, Options, Position, PostgresAddress, Store};
use afaq_testkit::postgres::{Safety, Server, run_sql};

use super::{Failure, at, clients_append, ms, parties, submission};

/// What tells a process that it is a part of the measurement.
pub const PART: &str = "part";

/// Clients of all processes together where several are measured.
const SHARED_CLIENTS: u128 = 144;

/// Opens the store of the measurement.
async fn open(address: &str, folder: &Path) -> Result<Store, Failure> {
    let address = PostgresAddress::parse(address, None)?;
    let options = Options { readers: 8, ..Options::default() };
    Ok(Store::open_postgres(&address, folder, MasterKey::from_bytes([7; 32]), options).await?)
}

/// Everything that is measured on PostgreSQL; without a server on this machine it says so.
pub async fn measure(folder: &Path, time: Duration, sqlite: &HashMap<u128, f64>) -> Result<(), Failure> {
    let server = match Server::start(Safety::Durable, "checkpoint_timeout = 15min\nwal_compression = on") {
        Ok(server) => server,
        Err(problem) => {
            println!("PostgreSQL is left out: {problem}");
            return Ok(());
        }
    };
    server.make_database("clients")?;
    let address = server.address("clients");
    let store = open(&address, folder).await?;
    parties(&store).await?;
    let mut next = 1_u128;
    for clients in [1_u128, 8, 64, 256] {
        let mut took = clients_append(&store, clients, next, time).await?;
        next += 1_000_000_000;
        took.sort_unstable();
        let rate = took.len() as f64 / time.as_secs_f64();
        let beside =
            sqlite.get(&clients).map_or(String::new(), |of| format!("{:.2} of SQLite's, ", rate / of));
        println!(
            "PostgreSQL, {clients} clients: {rate:.0} commands/s ({beside}p50 {:.2} ms, p99 {:.2} ms)",
            ms(at(&took, 50)),
            ms(at(&took, 99)),
        );
    }
    let found = store.integrity().await?;
    println!("{} events, {} MB, sound: {}", found.events, found.database_bytes / 1_000_000, found.is_sound());
    store.close().await;

    let mut single = 0.0;
    for processes in [1_u128, 3, 9] {
        let database = format!("processes_{processes}");
        server.make_database(&database)?;
        let rate = together(&server.address(&database), folder, processes, time).await?;
        if processes == 1 {
            single = rate;
        }
        println!(
            "PostgreSQL, {SHARED_CLIENTS} clients in {processes} processes: {rate:.0} commands/s ({:.2} of the single one)",
            rate / single
        );
    }
    server.make_database("feed")?;
    feed_under_killed_writers(&server, folder, time).await
}

/// Commands a second of some processes that begin together.
async fn together(address: &str, folder: &Path, processes: u128, time: Duration) -> Result<f64, Failure> {
    let store = open(address, folder).await?;
    parties(&store).await?;
    store.close().await;
    let mut parts = Vec::new();
    for n in 0..processes {
        let first = 1 + n * 1_000_000_000;
        parts.push(Part::start(address, folder, SHARED_CLIENTS / processes, first, time, "counts")?);
    }
    for part in &mut parts {
        part.wait_until_ready()?;
    }
    for part in &mut parts {
        part.go()?;
    }
    let mut count = 0_u64;
    for mut part in parts {
        let mut line = String::new();
        part.lines.read_line(&mut line)?;
        count += line.trim().parse::<u64>()?;
        part.child.wait()?;
    }
    Ok(count as f64 / time.as_secs_f64())
}

/// 256 clients in four processes write, two of them are killed on the way, and one reader follows the feed.
async fn feed_under_killed_writers(server: &Server, folder: &Path, time: Duration) -> Result<(), Failure> {
    let address = server.address("feed");
    let store = open(&address, folder).await?;
    parties(&store).await?;
    let mut parts = Vec::new();
    for n in 0..4_u128 {
        parts.push(Part::start(&address, folder, 64, 1 + n * 1_000_000_000, time, "names")?);
    }
    for part in &mut parts {
        part.wait_until_ready()?;
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let reader = tokio::spawn(follow(store.clone(), stopped));
    for part in &mut parts {
        part.go()?;
    }
    let mut readers = Vec::new();
    for (n, mut part) in parts.into_iter().enumerate() {
        readers.push(tokio::task::spawn_blocking(move || {
            let begin = Instant::now();
            let mut names = Vec::new();
            let mut line = String::new();
            loop {
                line.clear();
                match part.lines.read_line(&mut line) {
                    // A line that was cut by the kill is no acknowledgement.
                    Ok(read) if read > 0 && line.ends_with('\n') => names.push(line.trim().to_owned()),
                    _ => break,
                }
                if n < 2 && begin.elapsed() > time / 2 {
                    let _ = part.child.kill();
                }
            }
            let _ = part.child.wait();
            names
        }));
    }
    let mut acknowledged = HashSet::new();
    for reader in readers {
        acknowledged.extend(reader.await?);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    stop.send_replace(true);
    let followed = reader.await??;
    let missing = acknowledged.iter().filter(|name| !followed.seen.contains_key(*name)).count();
    let stored = run_sql(server.folder(), "feed", "select count(*) from events")?;
    println!(
        "feed under 256 clients, two of four processes killed: {} acknowledged commands, {missing} missing, {} events \
         of {} read, {} twice, {} out of order",
        acknowledged.len(),
        followed.read,
        stored.trim(),
        followed.twice,
        followed.disorder,
    );
    store.close().await;
    if missing + followed.twice + followed.disorder > 0 || followed.read.to_string() != stored.trim() {
        return Err("the feed skipped or repeated something".into());
    }
    Ok(())
}

/// What a reader of the feed has met.
#[derive(Default)]
struct Followed {
    seen: HashMap<String, u64>,
    read: u64,
    twice: usize,
    disorder: usize,
}

async fn follow(store: Store, stopped: tokio::sync::watch::Receiver<bool>) -> Result<Followed, Failure> {
    let mut followed = Followed::default();
    let mut place = Position::START;
    loop {
        let is_last = *stopped.borrow();
        let events = store.feed(place, 2_000).await?;
        for event in &events {
            followed.disorder += usize::from(event.position <= place);
            place = event.position;
            followed.read += 1;
            let version = followed.seen.entry(event.stream.id.clone()).or_default();
            followed.twice += usize::from(event.version <= *version);
            followed.disorder += usize::from(event.version > *version + 1);
            *version = event.version;
        }
        if events.is_empty() {
            if is_last {
                return Ok(followed);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A process of its own that writes.
struct Part {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Part {
    fn start(
        address: &str,
        folder: &Path,
        clients: u128,
        first: u128,
        time: Duration,
        says: &str,
    ) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(PART).arg(address).arg(folder);
        command.args([clients.to_string(), first.to_string(), time.as_secs().to_string(), says.to_owned()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let lines = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, lines })
    }

    fn wait_until_ready(&mut self) -> Result<(), Failure> {
        let mut line = String::new();
        self.lines.read_line(&mut line)?;
        if line.trim() == "ready" { Ok(()) } else { Err("a part did not become ready".into()) }
    }

    fn go(&mut self) -> Result<(), Failure> {
        let mut input = self.child.stdin.take().ok_or("no input")?;
        Ok(input.write_all(b"go\n")?)
    }
}

/// The work of one part.
pub async fn part(arguments: &[String]) -> Result<(), Failure> {
    let [address, folder, clients, first, seconds, says] = arguments else { return Err("arguments".into()) };
    let store = open(address, Path::new(folder)).await?;
    let (clients, first): (u128, u128) = (clients.parse()?, first.parse()?);
    let time = Duration::from_secs(seconds.parse()?);
    println!("ready");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    if says == "counts" {
        let took = clients_append(&store, clients, first, time).await?;
        println!("{}", took.len());
        store.close().await;
        return Ok(());
    }
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for client in 0..clients {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut n = first + client;
            while begin.elapsed() < time {
                let commit = submission(n)?;
                let name = commit.streams.first().map(|append| append.stream.id.clone()).unwrap_or_default();
                store.append(commit).await?;
                let mut out = std::io::stdout().lock();
                out.write_all(format!("{name}\n").as_bytes())?;
                out.flush()?;
                n += clients;
            }
            Ok::<_, Failure>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}
