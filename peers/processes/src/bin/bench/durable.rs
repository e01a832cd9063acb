//! Our engine over the product's store: SQLite, write-ahead log, synchronous=FULL.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use afaq_base::{CaseId, Timestamp};
use afaq_bpmn::{Input, ProcessDefinition};
use afaq_feel::{Context, Value};
use afaq_store::{ClaimRequest, ClaimedJob, MasterKey, Options, Store};
use tokio::sync::Semaphore;

use crate::host::{Held, Host};
use crate::{Failure, models};

/// Who ask at the same time.
const CLIENTS: u128 = 64;

/// Roots of the cluster shape that run at the same time.
const ROOTS: usize = 64;

/// Elements that one life of the cluster shape passes: start, sub-process and end, and fifty times three.
const NODES_OF_ROOT: f64 = 153.0;

/// Pages of the file of bare flushes.
const FLUSHED_PAGES: u64 = 2_048;

/// What was measured.
pub struct Durable {
    pub rates: [f64; 2],
    pub one_p99_of_flush: f64,
    pub flow_nodes: f64,
}

pub fn run(stretch: Duration) -> Result<Durable, Failure> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut rates = [0.0; 2];
    for (at, process) in models::ours()?.into_iter().enumerate() {
        let host = runtime.block_on(open(&folder.path().join(format!("store{at}")), &process))?;
        let took = runtime.block_on(clients(&host, CLIENTS, 1, stretch))?;
        rates[at] = took.len() as f64 / stretch.as_secs_f64();
        let name = models::NAMES[at];
        println!(
            "  {:>10.0}  ours: {name}; a life's p50 {:.2} ms, p99 {:.2} ms",
            rates[at],
            ms(part(&took, 50)),
            ms(part(&took, 99))
        );
        runtime.block_on(host.store.close());
    }
    let one_p99_of_flush = one_client(&runtime, folder.path(), stretch)?;
    let flow_nodes = runtime.block_on(cluster(folder.path(), stretch))?;
    Ok(Durable { rates, one_p99_of_flush, flow_nodes })
}

pub async fn open(folder: &Path, process: &Arc<ProcessDefinition>) -> Result<Host, Failure> {
    let store = Store::open(folder, MasterKey::from_bytes([7; 32]), Options::default()).await?;
    let host = Host::new(&store, process)?;
    host.prepare().await?;
    Ok(host)
}

/// Whole lives by so many clients; how long each life took, sorted.
async fn clients(
    host: &Host,
    clients: u128,
    first: u128,
    stretch: Duration,
) -> Result<Vec<Duration>, Failure> {
    let begin = Instant::now();
    let mut tasks = Vec::new();
    for client in 0..clients {
        let host = host.clone();
        tasks.push(tokio::spawn(async move {
            let mut took = Vec::new();
            let mut number = (first << 64) + client;
            while begin.elapsed() < stretch {
                let one = Instant::now();
                life(&host, number).await?;
                took.push(one.elapsed());
                number += clients;
            }
            Ok::<_, Failure>(took)
        }));
    }
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await??);
    }
    took.sort_unstable();
    Ok(took)
}

/// Starts an instance; where a person has to do something, reads it anew and does it.
async fn life(host: &Host, number: u128) -> Result<(), Failure> {
    let mut held = host.fresh(number);
    let variables = Context::new().with("x", (number % 10) as i64);
    host.input(&mut held, &Input::Start { variables }, Timestamp::now(), None).await?;
    while held.instance.is_running() {
        held = host.load(held.id).await?;
        let &task = held.instance.tasks.keys().next().ok_or("an instance waits for nothing")?;
        host.input(&mut held, &Input::CompleteTask { task, outputs: Context::new() }, Timestamp::now(), None)
            .await?;
    }
    Ok(())
}

/// One client alone beside a bare flush, in turns, so that both see the same disk.
fn one_client(runtime: &tokio::runtime::Runtime, folder: &Path, stretch: Duration) -> Result<f64, Failure> {
    let [process, _] = models::ours()?;
    let host = runtime.block_on(open(&folder.join("one"), &process))?;
    let mut file = written_file(&folder.join("flush"))?;
    let (mut flushes, mut lives) = (Vec::new(), Vec::new());
    for turn in 0..10_u128 {
        let begin = Instant::now();
        while begin.elapsed() < stretch / 20 {
            let one = Instant::now();
            flush(&mut file)?;
            flushes.push(one.elapsed());
        }
        lives.extend(runtime.block_on(clients(&host, 1, 100 + turn, stretch / 20))?);
    }
    flushes.sort_unstable();
    lives.sort_unstable();
    let (flush, life) = (part(&flushes, 99), part(&lives, 99));
    println!(
        "  {:>10.2}  ms: one client's p99 (p50 {:.2}); a bare flush's p99 {:.2} ms (p50 {:.2})",
        ms(life),
        ms(part(&lives, 50)),
        ms(flush),
        ms(part(&flushes, 50))
    );
    runtime.block_on(host.store.close());
    Ok(life.as_secs_f64() / flush.as_secs_f64())
}

/// A file whose pages are on the disk already: a flush of one of them writes nothing but that page, as a flush of the
/// write-ahead log does when it begins anew.
fn written_file(path: &Path) -> Result<File, Failure> {
    let mut file = File::create(path)?;
    for _ in 0..FLUSHED_PAGES {
        file.write_all(&[1; 4096])?;
    }
    file.sync_all()?;
    file.rewind()?;
    Ok(file)
}

fn flush(file: &mut File) -> Result<(), Failure> {
    if file.stream_position()? >= FLUSHED_PAGES * 4096 {
        file.rewind()?;
    }
    file.write_all(&[7; 4096])?;
    Ok(file.sync_data()?)
}

/// Roots with fifty sub-processes each, 11 kB of variables, one job in each; workers claim and do them.
async fn cluster(folder: &Path, stretch: Duration) -> Result<f64, Failure> {
    let host = open(&folder.join("cluster"), &models::cluster()?).await?;
    let places = Arc::new(Semaphore::new(ROOTS));
    let begin = Instant::now();
    let starter = tokio::spawn(start_roots(host.clone(), places.clone(), begin, stretch));
    let mut ended = 0_u64;
    let mut working = Vec::new();
    while !starter.is_finished() || host.store.next_job_at().await?.is_some() {
        let request = ClaimRequest {
            worker: "bench".into(),
            now: Timestamp::now(),
            lease: Duration::from_secs(60),
            kind: Some("work".into()),
            limit: 500,
        };
        let claimed = host.store.claim_jobs(&request).await?;
        if claimed.is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        for jobs in by_instance(claimed) {
            let (host, places) = (host.clone(), places.clone());
            working.push(tokio::spawn(async move {
                let is_over = work(&host, jobs).await?;
                if is_over {
                    places.add_permits(1);
                }
                Ok::<_, Failure>(is_over)
            }));
        }
        while working.len() > 4 * ROOTS {
            ended += u64::from(working.swap_remove(0).await??);
        }
    }
    starter.await??;
    for one in working {
        ended += u64::from(one.await??);
    }
    let rate = ended as f64 * NODES_OF_ROOT / begin.elapsed().as_secs_f64();
    println!("  {rate:>10.0}  flow nodes/s in the cluster's shape ({ended} roots of 50 sub-processes)");
    host.store.close().await;
    Ok(rate)
}

async fn start_roots(
    host: Host,
    places: Arc<Semaphore>,
    begin: Instant,
    stretch: Duration,
) -> Result<(), Failure> {
    let payload = Value::from("آ".repeat(5_500).as_str());
    let mut number = 1_u128;
    while begin.elapsed() < stretch {
        places.acquire().await?.forget();
        let mut held = host.fresh(number << 64);
        number += 1;
        let variables = Context::new().with("payload", payload.clone());
        host.input(&mut held, &Input::Start { variables }, Timestamp::now(), None).await?;
    }
    Ok(())
}

fn by_instance(claimed: Vec<ClaimedJob>) -> Vec<Vec<ClaimedJob>> {
    let mut all: std::collections::BTreeMap<String, Vec<ClaimedJob>> = std::collections::BTreeMap::new();
    for job in claimed {
        let id = job.payload[0].as_str().unwrap_or_default().to_owned();
        all.entry(id).or_default().push(job);
    }
    all.into_values().collect()
}

/// Does the claimed jobs of one instance, one durable command each; whether the instance is over then.
async fn work(host: &Host, jobs: Vec<ClaimedJob>) -> Result<bool, Failure> {
    let Some(first) = jobs.first() else { return Ok(false) };
    let mut held = host.load(instance_of(first)?).await?;
    for job in jobs {
        let number = job.payload[1].as_u64().ok_or("a job without its number")?;
        let lease = Some(job.lease.clone());
        // Two batches of one instance may meet; the later one reads again.
        while let Err(failure) = complete(host, &mut held, number, lease.clone()).await {
            if !failure.to_string().contains("version") {
                return Err(failure);
            }
            held = host.load(held.id).await?;
        }
    }
    Ok(held.instance.is_over())
}

async fn complete(
    host: &Host,
    held: &mut Held,
    job: u64,
    lease: Option<afaq_store::Lease>,
) -> Result<(), Failure> {
    host.input(held, &Input::CompleteJob { job, outputs: Context::new() }, Timestamp::now(), lease).await
}

pub fn instance_of(job: &ClaimedJob) -> Result<CaseId, Failure> {
    Ok(job.payload[0].as_str().ok_or("a job without its instance")?.parse()?)
}

pub fn part(sorted: &[Duration], percent: usize) -> Duration {
    sorted
        .get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
