//! `afaq demo`: everything at once in a temporary folder, ready in seconds.
//!
//! A process of its own plays the past and ends: the house then opens as light as one that has long been there.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use afaq_gateways::{SystemClock, VirtualClock};
use afaq_ports::Clock;
use afaq_testkit::City;
use anyhow::Context;
use clap::Args;
use jiff::SignedDuration;

use super::{runtime, serve, write_out};
use crate::city::{self, Stage};
use crate::settings::{Demonstration, LogFormat, Settings};
use crate::{demo, packs, wiring};

/// Days that the past goes back.
const PAST_DAYS: i64 = 120;

/// What the demonstration can be told.
#[derive(Debug, Args)]
pub struct Options {
    /// The port on this machine; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How many generated people
    #[arg(long, default_value_t = 2_000)]
    people: usize,
    /// How many past cases
    #[arg(long, default_value_t = 300)]
    cases: usize,
    /// The seed of people and cases
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Keep the store in this folder instead of a temporary one
    #[arg(long)]
    data: Option<PathBuf>,
    /// Seconds in which a prepared decision can be undone; tests that wait for its effect take few
    #[arg(long, hide = true, default_value_t = afaq_domain::limits::UNDO_SECONDS)]
    undo_seconds: u32,
    /// Only publish the services and play the past
    #[arg(long, hide = true, requires = "data")]
    past_only: bool,
}

/// Runs until it is stopped.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let temporary = tempfile::Builder::new().prefix("afaq-demo-").tempdir().context("a temporary folder")?;
    let folder = options.data.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    let runtime = runtime()?;
    if options.past_only {
        runtime.block_on(play_past(&settings(options, &folder, None), options))?;
        return Ok(ExitCode::SUCCESS);
    }
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)))
            .await
            .with_context(|| format!("port {} is taken; choose another with --port", options.port))?;
        let settings = settings(options, &folder, Some(listener.local_addr()?));
        serve::start_logging(&settings)?;
        past(options, &folder).await?;
        let clock = Arc::new(VirtualClock::at(SystemClock.now()));
        let house = open(&settings, options, clock.clone()).await?;
        house.identity.set_roles(wiring::roles(&house.app));
        clock.release();
        let lines = guide(&house, &settings.base_url);
        serve::until_stopped(house, listener, &settings, || write_out(None, &lines)).await
    })?;
    drop(temporary);
    Ok(ExitCode::SUCCESS)
}

fn settings(options: &Options, folder: &Path, address: Option<SocketAddr>) -> Settings {
    let mut settings = Settings {
        data: folder.join("data"),
        master_key: folder.join("master.key"),
        log_format: LogFormat::Text,
        log: "warn".into(),
        undo_seconds: options.undo_seconds,
        demonstration: Some(Demonstration { people: options.people, seed: options.seed, city: None }),
        ..Settings::default()
    };
    if let Some(address) = address {
        settings.listen = address;
        settings.base_url = format!("http://{address}");
    }
    settings
}

/// Has the past played by this program in another process, and waits for it.
async fn past(options: &Options, folder: &Path) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("the path of this program")?;
    let status = tokio::process::Command::new(program)
        .arg("demo")
        .arg("--past-only")
        .arg("--data")
        .arg(folder)
        .args(["--people".into(), options.people.to_string()])
        .args(["--cases".into(), options.cases.to_string()])
        .args(["--seed".into(), options.seed.to_string()])
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .status()
        .await
        .context("the process that plays the past")?;
    // It has said why.
    anyhow::ensure!(status.success(), "the past could not be played ({status})");
    Ok(())
}

async fn open(
    settings: &Settings,
    options: &Options,
    clock: Arc<VirtualClock>,
) -> anyhow::Result<wiring::House> {
    let today = afaq_base::time::local_date(SystemClock.now());
    let opening = wiring::Opening {
        clock,
        city: Arc::new(City::generate_on(options.seed, options.people, today)),
        has_lazy_documents: true,
        repeatable: None,
    };
    wiring::open_demonstration(settings, opening).await
}

/// Publishes the packs and plays the past, unless the store has one.
async fn play_past(settings: &Settings, options: &Options) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let from = now - SignedDuration::from_hours(24 * PAST_DAYS);
    let clock = Arc::new(VirtualClock::at(from));
    let bar = indicatif::ProgressBar::new(options.cases as u64);
    bar.set_style(
        indicatif::ProgressStyle::with_template("{msg:32} [{bar:30}] {pos}/{len}")
            .context("the progress bar")?,
    );
    bar.set_message(format!("{} people", options.people));
    let house = open(settings, options, clock.clone()).await?;
    // Asked before anything is published, which is an event, too.
    let is_new = house.app.is_new().await?;
    bar.set_message("publishing services");
    packs::publish_demo(&house.app, from).await?;
    house.identity.set_roles(wiring::roles(&house.app));
    if is_new {
        bar.set_message("playing past cases");
        let stage = Stage {
            app: house.app.clone(),
            city: house.city.clone(),
            clock: clock.clone(),
            registers: house.registers.clone(),
            payment: house.payment.clone(),
            is_alive: false,
            desks_rest_from: Some(now - SignedDuration::from_hours(24 * city::OPEN_DAYS)),
        };
        let wishes = city::of_the_demonstration(&house.city, &house.app, options.cases, from, now);
        city::play(&stage, wishes, now, |begun| bar.set_position(begun as u64)).await?;
    }
    bar.finish_and_clear();
    house.app.store().close().await;
    Ok(())
}

/// Where to click and as whom.
fn guide(house: &wiring::House, base_url: &str) -> String {
    let mut text = format!(
        "\nAfaq is ready.\n\n  Portal (Arabic)   {base_url}/ar\n  Portal (English)  {base_url}/en\n  Officers' desk    {base_url}/en/desk\n  Letters sent      {base_url}/en/demo/outbox\n\nSign in as (everybody here is generated):\n"
    );
    for (number, story) in demo::guide(&house.city) {
        text += &format!("  {number}  {}\n", story.en);
    }
    text += "\nOfficers:\n";
    for officer in house.app.ports().identity.officers() {
        text += &format!("  {:28} {}\n", officer.id, officer.name.en);
    }
    text += "\nStop with Ctrl-C.\n";
    text
}
