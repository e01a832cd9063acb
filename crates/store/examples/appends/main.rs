//! Measures the store on both backends: durable commits by 1 to 256 clients beside what the disk and raw SQLite give,
//! processes beside each other on one PostgreSQL, and a feed that is read while writers are killed.
//!
//! `cargo run --release -p afaq-store --example appends [FOLDER] [SECONDS]`
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod shared;

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use afaq_base::{BodyCode, CaseId, PartyId, ServiceId, TaskId, Timestamp};
use afaq_store::{
    CaseRow, Commit, IdempotencyKey, MasterKey, NewAccess, NewEvent, NewJob, Options, RowWrite, Store,
    StreamAppend, StreamId, TaskRow,
};
use serde_json::json;

/// Events in one commit, as a submission with its decision writes.
const EVENTS: usize = 8;

/// Persons among whom the commits are spread.
const PARTIES: u128 = 1_000;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let own: Vec<String> = std::env::args().skip(1).collect();
    if let Some((shared::PART, rest)) = own.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return shared::part(rest).await;
    }
    let mut arguments = std::env::args_os().skip(1);
    let place = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let seconds = arguments.next().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(5);
    let time = Duration::from_secs(seconds);
    let folder = tempfile::tempdir_in(place)?;

    let sync_p99 = bare_sync(folder.path(), time)?;
    let raw = raw_groups(&folder.path().join("raw.db"), time, 64)?;
    let raw_single = raw_groups(&folder.path().join("raw-single.db"), time, 1)?;
    println!("raw SQLite, the same bytes, 1 commit a transaction: {raw_single:.0} commits/s");
    println!("raw SQLite, the same bytes, 64 commits a transaction: {raw:.0} commits/s");

    let key = MasterKey::from_bytes([7; 32]);
    let store = Store::open(&folder.path().join("store"), key, Options::default()).await?;
    parties(&store).await?;
    let mut rates = HashMap::new();
    let mut next = 1_u128;
    for clients in [1_u128, 8, 64, 256] {
        let mut took = clients_append(&store, clients, next, time).await?;
        next += 1_000_000_000;
        took.sort_unstable();
        let rate = took.len() as f64 / time.as_secs_f64();
        rates.insert(clients, rate);
        let (p50, p99) = (at(&took, 50), at(&took, 99));
        println!(
            "SQLite, {clients} clients: {rate:.0} commands/s ({:.2} of raw groups), p50 {:.2} ms, p99 {:.2} ms ({:.1} of a bare fsync's)",
            rate / raw,
            ms(p50),
            ms(p99),
            p99.as_secs_f64() / sync_p99.as_secs_f64(),
        );
    }
    let found = store.integrity().await?;
    println!("{} events, {} MB, sound: {}", found.events, found.database_bytes / 1_000_000, found.is_sound());
    store.close().await;
    shared::measure(&folder.path().join("shared"), time, &rates).await
}

/// Persons whose keys and streams are there before the measurement.
async fn parties(store: &Store) -> Result<(), Failure> {
    for party in 0..PARTIES {
        let mut one = Commit::new(Timestamp::UNIX_EPOCH);
        one.streams.push(StreamAppend {
            stream: StreamId::new("party", party),
            expected_version: 0,
            events: vec![event(PartyId::from_u128(party), 0)],
        });
        store.append(one).await?;
    }
    Ok(())
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted
        .get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Appends 4 KiB and syncs, again and again.
fn bare_sync(folder: &Path, time: Duration) -> Result<Duration, Failure> {
    let mut file = File::create(folder.join("sync"))?;
    let mut took = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < time {
        let one = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        took.push(one.elapsed());
    }
    took.sort_unstable();
    let (p50, p99) = (at(&took, 50), at(&took, 99));
    println!(
        "bare fsync: {} a second, p50 {:.2} ms, p99 {:.2} ms",
        took.len() as u64 / time.as_secs().max(1),
        ms(p50),
        ms(p99)
    );
    Ok(p99)
}

/// One thread, one table without an index of its own: the same bytes as the store's commits.
fn raw_groups(path: &Path, time: Duration, group: u64) -> Result<f64, Failure> {
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 8192; \
         create table events (seq integer primary key, open text, sealed blob)",
    )?;
    let open = event(PartyId::from_u128(1), 0).open.to_string();
    let sealed = vec![7_u8; 241];
    let mut commits = 0_u64;
    let begin = Instant::now();
    while begin.elapsed() < time {
        connection.execute_batch("begin immediate")?;
        for _ in 0..group {
            // The events, and one row for each row and job.
            for _ in 0..EVENTS + 4 {
                connection
                    .prepare_cached("insert into events (open, sealed) values (?1, ?2)")?
                    .execute(rusqlite::params![open, sealed])?;
            }
        }
        connection.execute_batch("commit")?;
        commits += group;
    }
    Ok(commits as f64 / begin.elapsed().as_secs_f64())
}

async fn clients_append(
    store: &Store,
    clients: u128,
    first: u128,
    time: Duration,
) -> Result<Vec<Duration>, Failure> {
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for client in 0..clients {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            let mut took = Vec::new();
            // Names grow with time, as the platform's do.
            let mut n = first + client;
            while begin.elapsed() < time {
                let commit = submission(n)?;
                n += clients;
                let one = Instant::now();
                store.append(commit).await?;
                took.push(one.elapsed());
            }
            Ok::<_, Failure>(took)
        }));
    }
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await??);
    }
    Ok(took)
}

fn event(party: PartyId, n: usize) -> NewEvent {
    NewEvent {
        kind: "decision_taken".into(),
        open: json!({
            "element": format!("element_{n}"), "rule": "r12", "outcome": "granted", "engine": "1.0",
            "at": "2026-11-22T09:00:00Z", "unit": "pada.allowances", "reasons": ["severe_disability", "carer_lives_with"],
        }),
        sealed: Some(vec![7; 200]),
        party: Some(party),
    }
}

fn submission(n: u128) -> Result<Commit, Failure> {
    let now = Timestamp::from_second(1_800_000_000)?;
    let (case, party) = (CaseId::from_u128(n), PartyId::from_u128(n % PARTIES));
    let body = BodyCode::parse("PADA")?;
    let mut commit = Commit::new(now);
    commit.key = Some(IdempotencyKey::new(case.to_string()));
    commit.answer = json!({"case": case, "number": "7K4M-2P9T"});
    commit.streams.push(StreamAppend {
        stream: StreamId::new("case", case),
        expected_version: 0,
        events: (0..EVENTS).map(|n| event(party, n)).collect(),
    });
    commit.jobs.push(NewJob::new("letter", case.to_string(), now, json!({"case": case})));
    commit.rows.push(RowWrite::Case(Box::new(CaseRow {
        case_id: case,
        number: case.to_string(),
        service_id: ServiceId::parse("kw.pada.carer_allowance")?,
        pack_version: "2026.1".into(),
        body: body.clone(),
        unit: None,
        applicant: party,
        representative: None,
        stage: "under_review".into(),
        assignee: None,
        submitted_at: now,
        due_at: Some(now),
        promised_on: None,
        waiting_since: None,
        closed_at: None,
        outcome: None,
        title: json!({"ar": "بدل رعاية", "en": "Carer's allowance"}),
        version: EVENTS as u64,
        delete_after: None,
        deleted_at: None,
    })));
    commit.rows.push(RowWrite::Task(Box::new(TaskRow {
        task_id: TaskId::from_u128(n),
        case_id: case,
        element: "review".into(),
        role: "reviewer".into(),
        body: body.clone(),
        unit: None,
        assignee: None,
        opened_at: now,
        due_at: Some(now),
        done_at: None,
    })));
    commit.rows.push(RowWrite::Access(NewAccess {
        officer: "officer-1".into(),
        body,
        case_id: Some(case),
        party: Some(party),
        action: "opened".into(),
        reason: "task".into(),
        at: now,
    }));
    Ok(commit)
}
