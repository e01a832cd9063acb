//! Plays a change of the law: 10,000 open cases of a real pack are looked at and moved, while the desk works on.
//!
//! `cargo xtask bench migration`, or `cargo run --release -p afaq-app --example migration [CASES] [FOLDER]`
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod desk;
mod law;
#[path = "../cases/lives.rs"]
#[expect(dead_code, reason = "here cases are only opened")]
mod lives;
#[path = "../cases/ports.rs"]
#[expect(dead_code, reason = "here the clock runs by itself")]
mod ports;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use afaq_app::{App, BulkReport, Ports, Settings};
use afaq_base::{CaseId, Lang, Timestamp};
use afaq_store::{BulkRun, MasterKey, Options, Store};
use afaq_testkit::City;

use ports::{CityPorts, FastClock, Outside, SeededEntropy};

/// What an allocator is worth: see docs/adr/0008.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// People of the city.
const PEOPLE: usize = 2_000;
/// Seconds for the dry run and the run together, at most.
const SECONDS_MAX: f64 = 10.0;
/// When the cases are opened, and when the program begins anew: later than everything before, however long it took.
const FIRST_DAY: &str = "2026-11-22T06:00:00Z";
const SECOND_DAY: &str = "2026-11-29T06:00:00Z";
/// The desk alone, before anything is moved.
const BEFORE: Duration = Duration::from_secs(4);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args_os().skip(1);
    let count = arguments.next().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(10_000);
    let place = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(place)?;
    let at = folder.path().join("store");
    let city = Arc::new(City::generate(42, PEOPLE));

    let cases = {
        let begin = Instant::now();
        let app = open(&at, &city, 1, FIRST_DAY).await?;
        let cases = law::open_cases(&app, &city, count).await?;
        println!("{} open cases of {} in {:.1} s", cases.len(), law::SERVICE, begin.elapsed().as_secs_f64());
        app.store().close().await;
        cases
    };
    // Begun anew: nothing of them is in memory.
    let app = open(&at, &city, 1 << 32, SECOND_DAY).await?;
    law::publish_next(&app).await?;
    let is_over = Arc::new(AtomicBool::new(false));
    let worker = tokio::spawn(work(app.clone(), is_over.clone()));

    let before = desk::work(&app, &cases, BEFORE, None).await?;
    let moving = Arc::new(AtomicBool::new(true));
    let desk = {
        let (app, cases, moving) = (app.clone(), cases.clone(), moving.clone());
        tokio::spawn(async move { desk::work(&app, &cases, Duration::from_secs(120), Some(moving)).await })
    };
    let begin = Instant::now();
    let plan = app.plan_migration(law::SERVICE, law::LABEL).await?;
    let planned = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let run = app.start_migration(law::SERVICE, law::LABEL, "قانون جديد", "owner").await?;
    let run = until_over(&app, &run.run_id).await?;
    let moved = begin.elapsed().as_secs_f64();
    moving.store(false, Ordering::Relaxed);
    let during = desk.await??;
    is_over.store(true, Ordering::Relaxed);
    worker.await??;

    println!(
        "dry run: {} cases in {planned:.2} s: {} go on, {} stay, {} conflict",
        plan.total, plan.moves, plan.stays, plan.conflicts
    );
    told(&plan.report);
    println!(
        "run: {} cases in {moved:.2} s: {} moved, {} stayed, {} not moved",
        run.done, run.changed, run.stayed, run.failed
    );
    told(&serde_json::from_value(run.report.clone())?);
    println!("the desk before, each second {} commands and {} looks:", desk::COMMANDS, desk::LOOKS);
    before.show();
    println!("the desk meanwhile:");
    during.show();
    checked(&app, &cases, &run, plan.conflicts).await?;
    println!("targets:");
    let all = planned + moved;
    let word = if all < SECONDS_MAX { "met   " } else { "MISSED" };
    println!("  {word} dry run and run in {all:.2} s (less than {SECONDS_MAX})");
    Ok(())
}

async fn open(folder: &Path, city: &Arc<City>, number: u64, day: &str) -> Result<App, Failure> {
    let store = Store::open(folder, MasterKey::from_bytes([7; 32]), Options::default()).await?;
    let people = Arc::new(CityPorts { city: city.clone(), desk: std::sync::RwLock::default() });
    let ports = Ports {
        clock: Arc::new(FastClock::at(day.parse::<Timestamp>()?, Instant::now(), ports::SPEED)),
        entropy: Arc::new(SeededEntropy::from(number)),
        registers: people.clone(),
        payment: Arc::new(Outside),
        letters: Arc::new(Outside),
        scanner: Arc::new(Outside),
        documents: Arc::new(Outside),
        identity: people.clone(),
    };
    let settings = Settings { has_lazy_documents: true, ..Settings::default() };
    let app = App::open(store, ports, settings).await?;
    if app.services().is_empty() {
        law::publish_first(&app).await?;
    }
    people.staff(&app);
    Ok(app)
}

/// Background work as the program does it.
async fn work(app: App, is_over: Arc<AtomicBool>) -> Result<(), Failure> {
    while !is_over.load(Ordering::Relaxed) {
        if app.run_jobs("worker").await?.done == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    Ok(())
}

async fn until_over(app: &App, run: &str) -> Result<BulkRun, Failure> {
    loop {
        let run = app.bulk_run(run).await?;
        if run.ended_at.is_some() {
            return Ok(run);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn told(report: &BulkReport) {
    for one in &report.conflicts {
        println!("  {} cases ({}): {}", one.cases, one.examples.join(", "), one.words.get(Lang::En));
        println!("    {}", one.words.get(Lang::Ar));
    }
    println!("  staying, for instance: {}", report.stayed.join(", "));
}

/// What was reported is so: nobody was lost, and every case is under the version that the report says.
async fn checked(app: &App, cases: &[CaseId], run: &BulkRun, conflicts: u64) -> Result<(), Failure> {
    if run.changed + run.stayed + run.failed != run.done || run.failed == 0 || conflicts == 0 {
        return Err(format!("the report does not add up: {run:?}").into());
    }
    let left = app.plan_migration(law::SERVICE, law::LABEL).await?;
    println!(
        "afterwards {} open cases are under the old version: {} stay by the rule, {} conflict",
        left.total, left.stays, left.conflicts
    );
    let mut failed = 0;
    for id in cases.iter().step_by(37) {
        if app.case_row(*id).await.is_err() {
            failed += 1;
        }
    }
    if failed > 0 { Err("cases are lost".into()) } else { Ok(()) }
}
