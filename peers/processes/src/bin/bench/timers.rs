//! Open instances with a timer each: their size on disk, and how soon timers that fall due are served.

use std::time::{Duration, Instant};

use afaq_base::Timestamp;
use afaq_bpmn::Input;
use afaq_feel::Context;
use afaq_store::{ClaimRequest, ClaimedJob};

use crate::durable::{instance_of, ms, open, part};
use crate::host::Host;
use crate::{Failure, at_most, models};

/// Timers that fall due each second.
const DUE_EACH_SECOND: u64 = 2_000;

/// Who make instances at the same time.
const CLIENTS: u64 = 256;

pub fn run(instances: u64, seconds: u64) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(folder.path(), instances, seconds))
}

async fn measure(folder: &std::path::Path, instances: u64, seconds: u64) -> Result<(), Failure> {
    let host = open(&folder.join("store"), &models::timer()?).await?;
    let empty = host.store.integrity().await?.database_bytes;
    // Virtual until all are there: the first timer falls due when serving begins.
    let begin = Instant::now();
    fill(&host, instances).await?;
    let made = begin.elapsed();
    println!(
        "{instances} open instances made in {:.0} s ({:.0} a second)",
        made.as_secs_f64(),
        instances as f64 / made.as_secs_f64()
    );
    let bytes = host.store.integrity().await?.database_bytes - empty;
    at_most(
        "bytes on disk for an open instance with its timer: log, indexes, rows to read",
        bytes as f64 / instances as f64,
        2_048.0,
    );
    serve(&host, seconds).await?;
    host.store.close().await;
    Ok(())
}

/// The instant that counts as the begin of serving.
fn epoch() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

async fn fill(host: &Host, instances: u64) -> Result<(), Failure> {
    let mut tasks = Vec::new();
    for client in 0..CLIENTS {
        let host = host.clone();
        tasks.push(tokio::spawn(async move {
            let mut number = client;
            while number < instances {
                let mut held = host.fresh((1_u128 << 64) + u128::from(number));
                let wait_ms = number * 1_000 / DUE_EACH_SECOND;
                let wait = format!("PT{}.{:03}S", wait_ms / 1_000, wait_ms % 1_000);
                let variables = Context::new().with("wait", wait.as_str());
                host.input(&mut held, &Input::Start { variables }, epoch(), None).await?;
                number += CLIENTS;
            }
            Ok::<_, Failure>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn serve(host: &Host, seconds: u64) -> Result<(), Failure> {
    let begin = Instant::now();
    let now = || Timestamp::from_microsecond(i64::try_from(begin.elapsed().as_micros()).unwrap_or(i64::MAX));
    let (mut late, mut working) = (Vec::new(), Vec::new());
    let mut memory = Vec::new();
    while begin.elapsed() < Duration::from_secs(seconds) {
        let request = ClaimRequest {
            worker: "bench".into(),
            now: now()?,
            lease: Duration::from_secs(60),
            kind: Some("timer".into()),
            limit: 500,
        };
        let claimed = host.store.claim_jobs(&request).await?;
        if claimed.len() < 100 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for job in claimed {
            let host = host.clone();
            working.push(tokio::spawn(async move { fire(&host, &job, begin).await }));
        }
        while working.len() > 2_000 {
            late.push(working.swap_remove(0).await??);
        }
        if memory.len() as u64 <= begin.elapsed().as_secs() / 10 {
            memory.push(resident_mb());
        }
    }
    for one in working {
        late.push(one.await??);
    }
    late.sort_unstable();
    println!(
        "{} timers served in {seconds} s; after falling due: p50 {:.0} ms, p99 {:.0} ms",
        late.len(),
        ms(part(&late, 50)),
        ms(part(&late, 99))
    );
    at_most("ms until the latest timer was served", ms(late.last().copied().unwrap_or_default()), 1_000.0);
    println!("memory every ten seconds, in MB: {memory:?}");
    Ok(())
}

/// Fires one timer; how long after it fell due that was durable.
async fn fire(host: &Host, job: &ClaimedJob, begin: Instant) -> Result<Duration, Failure> {
    let mut held = host.load(instance_of(job)?).await?;
    let timer = job.payload[1].as_u64().ok_or("a timer without its number")?;
    host.input(&mut held, &Input::FireTimer { timer }, job.due_at, Some(job.lease.clone())).await?;
    let due = Duration::from_micros(u64::try_from(job.due_at.as_microsecond()).unwrap_or(0));
    Ok(begin.elapsed().saturating_sub(due))
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
