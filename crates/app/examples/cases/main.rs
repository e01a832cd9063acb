//! Measures whole lives of cases in process: real packs and rules, durable commits, 64 clients.
//!
//! `cargo xtask bench cases`, or `cargo run --release -p afaq-app --example cases [SECONDS] [CLIENTS] [FOLDER]`
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod lives;
mod place;
mod ports;
mod raw;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use lives::{Tally, World};

/// What an allocator is worth: see docs/adr/0008.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Loops that do background work.
const WORKERS: usize = 4;
/// Stretches in which bare SQLite is measured.
const STRETCHES: u32 = 4;
/// Commands a second at least, as a part of bare grouped commits.
const RATIO_MIN: f64 = 0.3;
/// Commands a second at least, on a quiet machine.
const RATE_MIN: f64 = 4_000.0;
/// One client's slowest hundredth, at most so many times a bare flush's.
const ALONE_MAX: f64 = 3.0;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args_os().skip(1);
    let mut number =
        |otherwise: u64| arguments.next().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(otherwise);
    let (seconds, clients) = (number(10), number(64));
    let place = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(place)?;
    let time = Duration::from_secs(seconds);

    let (mut world, clock) = place::open(&folder.path().join("store")).await?;
    let mut flushes = raw::flushes(&folder.path().join("flushes"), time / 4)?;
    let database = folder.path().join("store/store.db");
    let why = |error: Failure| -> Failure {
        format!("{error}: {}", raw::failures(&database).unwrap_or_default()).into()
    };
    let alone = lives::alone(&world, &clock, Instant::now() + time / 2).await.map_err(why)?;
    flushes.extend(raw::flushes(&folder.path().join("flushes"), time / 4)?);
    println!("one client:");
    show(&alone);

    let world = {
        world.officers = world.app.ports().identity.officers();
        Arc::new(world)
    };
    let before = Usage::now();
    let events_before = world.app.store().feed_end().await?.seq();
    let begin = Instant::now();
    let (tally, jobs, lived) = together(&world, clients, begin + time).await.map_err(why)?;
    let took = begin.elapsed().as_secs_f64();
    let usage = Usage::now().since(&before);
    let events = world.app.store().feed_end().await?.seq() - events_before;

    let stats = world.app.store().integrity().await?;
    world.app.store().close().await;
    let commands = tally.commands() + jobs;
    let all = (commands + alone.commands()) as f64;
    // What one client did alone, with its background work, is in the store too: as many jobs for each command.
    let all = all + alone.commands() as f64 * jobs as f64 / tally.commands().max(1) as f64;
    let shape = raw::shape(&database, all)?;
    // The best of some stretches: neighbors on the machine make both slower, and the platform's run is longer.
    let mut raw = 0.0_f64;
    for _ in 0..STRETCHES {
        raw = raw.max(raw::grouped(&folder.path().join("raw.db"), time / 8, shape, 64)?);
    }
    let same_rows = raw::same_rows(&database, &folder.path().join("same.db"), all, 64.0)?;
    let rate = commands as f64 / took;

    println!("{clients} clients, {lived:.1} s and {:.1} s until all background work was done:", took - lived);
    show(&tally);
    println!("  {:<12} {jobs:>8}", "by jobs");
    println!("  cases ended: {:?}, refused commands: {}", tally.ended, tally.refused);
    println!(
        "  {commands} commands, {rate:.0} a second; {:.0} events a second; {:.2} events a command",
        events as f64 / took,
        events as f64 / commands as f64
    );
    let cases = tally.took.get("submit").map_or(1, Vec::len) + alone.took.get("submit").map_or(0, Vec::len);
    println!(
        "  {:.0} KB of database a case ({} cases)",
        stats.database_bytes as f64 / cases as f64 / 1_000.0,
        cases
    );
    println!(
        "  processor time: {:.0} us a command, of which {:.0} us the writing thread; {:.2} cores busy",
        usage.all * 1e6 / commands as f64,
        usage.writer * 1e6 / commands as f64,
        usage.all / took
    );
    println!("bare SQLite, one thread, synchronous=FULL, 64 commits a transaction, in this run:");
    println!(
        "  as many bytes appended to two tables without any index ({shape:?}): {raw:.0} commits a second"
    );
    println!(
        "  the rows of this run into the same tables with the same indexes, each once: {same_rows:.0} commits a second"
    );
    flushes.sort_unstable();
    let flush = at(&flushes, 99);
    println!("bare flush: p50 {:.2} ms, p99 {:.2} ms", ms(at(&flushes, 50)), ms(flush));
    let mut single: Vec<Duration> = alone.took.values().flatten().copied().collect();
    single.sort_unstable();
    let times = at(&single, 99).as_secs_f64() / flush.as_secs_f64();
    println!("targets:");
    target(
        rate / raw >= RATIO_MIN,
        &format!("{:.2} of bare grouped commits without indexes (at least {RATIO_MIN})", rate / raw),
    );
    target(
        rate / same_rows >= RATIO_MIN,
        &format!("{:.2} of bare grouped commits of the same rows (at least {RATIO_MIN})", rate / same_rows),
    );
    target(
        rate >= RATE_MIN,
        &format!("{rate:.0} commands a second (at least {RATE_MIN} on a quiet machine)"),
    );
    target(
        times <= ALONE_MAX,
        &format!(
            "one client's p99 {:.2} ms, {times:.1} of a bare flush's (at most {ALONE_MAX})",
            ms(at(&single, 99))
        ),
    );
    Ok(())
}

fn target(is_met: bool, what: &str) {
    println!("  {} {what}", if is_met { "met   " } else { "MISSED" });
}

/// All clients and the background work, until the time is over and nothing is left to do.
async fn together(world: &Arc<World>, clients: u64, until: Instant) -> Result<(Tally, usize, f64), Failure> {
    let begin = Instant::now();
    let is_over = Arc::new(AtomicBool::new(false));
    let jobs = Arc::new(AtomicUsize::new(0));
    let mut workers = Vec::new();
    for number in 0..WORKERS {
        let (app, is_over, jobs) = (world.app.clone(), is_over.clone(), jobs.clone());
        workers.push(tokio::spawn(async move {
            loop {
                let last = is_over.load(Ordering::Relaxed);
                let done = app.run_jobs(&format!("worker-{number}")).await?;
                jobs.fetch_add(done.done, Ordering::Relaxed);
                if done.failed > 0 {
                    return Err(Failure::from("a job failed"));
                }
                if done.done == 0 {
                    if last {
                        return Ok::<_, Failure>(());
                    }
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
        }));
    }
    let mut tasks = Vec::new();
    for client in 0..clients {
        let world = world.clone();
        tasks.push(tokio::spawn(async move { lives::client(&world, client, until).await }));
    }
    let mut tally = Tally::default();
    for task in tasks {
        tally.join(task.await??);
    }
    let lived = begin.elapsed().as_secs_f64();
    is_over.store(true, Ordering::Relaxed);
    for worker in workers {
        worker.await??;
    }
    Ok((tally, jobs.load(Ordering::Relaxed), lived))
}

fn show(tally: &Tally) {
    let line = |kind: &str, took: &[Duration]| {
        let mut sorted = took.to_vec();
        sorted.sort_unstable();
        println!(
            "  {kind:<12} {:>8}  p50 {:>7.2} ms  p99 {:>7.2} ms",
            sorted.len(),
            ms(at(&sorted, 50)),
            ms(at(&sorted, 99))
        );
    };
    let mut all = Vec::new();
    for (kind, took) in &tally.took {
        line(kind, took);
        all.extend(took.iter().copied());
    }
    line("all", &all);
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Processor time in seconds, as the system counts it; nothing where it does not tell.
struct Usage {
    all: f64,
    writer: f64,
}

impl Usage {
    fn now() -> Self {
        let mut usage = Self { all: ticks(Path::new("/proc/self/stat")), writer: 0.0 };
        for entry in std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten() {
            let name = std::fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
            if name.trim() == "store-writer" {
                usage.writer = ticks(&entry.path().join("stat"));
            }
        }
        usage
    }

    fn since(&self, before: &Self) -> Self {
        Self { all: self.all - before.all, writer: self.writer - before.writer }
    }
}

fn ticks(stat: &Path) -> f64 {
    let text = std::fs::read_to_string(stat).unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks =
        |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}
