//! The desk meanwhile: officers take cases, decide and look at their lists, at a bounded rate.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use afaq_app::cases::{DecisionForm, WorkTab};
use afaq_app::{App, AppError};
use afaq_base::CaseId;
use afaq_ports::Officer;
use afaq_testkit::Rng;

use crate::Failure;

/// Commands each second.
pub const COMMANDS: u64 = 50;
/// Looks at a worklist or a case each second.
pub const LOOKS: u64 = 50;

/// How long each kind took, from the moment at which it was to begin.
#[derive(Default)]
pub struct Latencies {
    took: BTreeMap<&'static str, Vec<Duration>>,
    refused: usize,
}

impl Latencies {
    pub fn show(&self) {
        for (kind, took) in &self.took {
            let mut sorted = took.clone();
            sorted.sort_unstable();
            let at = |percent: usize| {
                let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
                sorted.get(index).copied().unwrap_or_default().as_secs_f64() * 1_000.0
            };
            println!(
                "  {kind:<10} {:>6}  p50 {:>7.2} ms  p99 {:>7.2} ms  most {:>7.2} ms",
                sorted.len(),
                at(50),
                at(99),
                at(100)
            );
        }
        println!("  refused    {:>6}", self.refused);
    }
}

/// Works until the time is over, or until nobody moves cases any more.
pub async fn work(
    app: &App,
    cases: &[CaseId],
    time: Duration,
    moving: Option<Arc<AtomicBool>>,
) -> Result<Latencies, Failure> {
    let mut rng = Rng::new(if moving.is_some() { 5 } else { 3 });
    let begin = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    let mut latencies = Latencies::default();
    let step = Duration::from_micros(1_000_000 / (COMMANDS + LOOKS));
    for number in 0_u32.. {
        let at = begin + step * number;
        if at >= begin + time || moving.as_ref().is_some_and(|moving| !moving.load(Ordering::Relaxed)) {
            break;
        }
        tokio::time::sleep_until(at.into()).await;
        let (app, id) = (app.clone(), *rng.pick(cases));
        // Open loop: whoever waits for an answer keeps nobody from asking.
        running.spawn(async move {
            let officers = app.ports().identity.officers();
            let kind = match number % 4 {
                0 => "worklist",
                1 => "assign",
                2 => "open case",
                _ => "decide",
            };
            let done = one(&app, &officers, kind, id).await;
            (kind, at.elapsed(), done)
        });
        while let Some(ended) = running.try_join_next() {
            take(&mut latencies, ended?)?;
        }
    }
    while let Some(ended) = running.join_next().await {
        take(&mut latencies, ended?)?;
    }
    Ok(latencies)
}

fn take(
    latencies: &mut Latencies,
    (kind, took, done): (&'static str, Duration, Result<(), AppError>),
) -> Result<(), Failure> {
    match done {
        Ok(()) => latencies.took.entry(kind).or_default().push(took),
        // It was decided already, or waits for somebody else.
        Err(AppError::Refused(_) | AppError::NotFound) => latencies.refused += 1,
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn one(app: &App, officers: &[Officer], kind: &str, id: CaseId) -> Result<(), AppError> {
    let officer = officers.iter().find(|one| one.roles.iter().any(|role| role == "case_officer"));
    let officer = officer.ok_or(AppError::NotFound)?;
    match kind {
        "worklist" => app.worklist(officer, WorkTab::Unit, None).await.map(drop),
        "assign" => app.assign(officer, id, Some(&officer.id)).await,
        "open case" => app.case_on_desk(officer, id).await.map(drop),
        _ => {
            let task = app.task_to_decide(officer, id).await?.ok_or(AppError::NotFound)?;
            let form = DecisionForm { choice: "approve".into(), ..DecisionForm::default() };
            match app.end_task(officer, id, task, &form).await?.is_empty() {
                true => Ok(()),
                false => Err(AppError::NotFound),
            }
        }
    }
}
