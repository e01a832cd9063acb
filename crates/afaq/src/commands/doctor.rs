//! `afaq doctor`: looks an installation over and says what to do.

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_gateways::SystemClock;
use afaq_ports::Clock;
use clap::Args;

use super::{runtime, write_out};
use crate::{settings, wiring};

/// What `doctor` needs.
#[derive(Debug, Args)]
pub struct Options {
    /// The settings file of the installation
    #[arg(long)]
    settings: Option<PathBuf>,
}

/// One finding: whether it is well, what was looked at, what to do.
struct Finding {
    is_well: bool,
    what: String,
    advice: &'static str,
}

/// Looks at settings, keys, store, jobs and disk. The exit code is 1 where something must be done.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let settings = settings::read(options.settings.as_deref(), std::env::vars())?;
    let runtime = runtime()?;
    let findings = runtime.block_on(look(&settings))?;
    let mut text = String::new();
    for finding in &findings {
        text += &format!("{} {}\n", if finding.is_well { "ok  " } else { "LOOK" }, finding.what);
        if !finding.is_well {
            text += &format!("     {}\n", finding.advice);
        }
    }
    write_out(None, &text)?;
    let is_well = findings.iter().all(|finding| finding.is_well);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn look(settings: &settings::Settings) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut add =
        |is_well: bool, what: String, advice: &'static str| findings.push(Finding { is_well, what, advice });
    add(
        settings.demonstration.is_none(),
        "people, registers and sign-in are real".into(),
        "this installation shows generated people; never put real data into it",
    );
    add(
        settings.clamd.is_some(),
        "uploads are scanned".into(),
        "set `clamd` to the address of a ClamAV daemon; without one only a test signature is found",
    );
    add(
        settings.base_url.starts_with("https://"),
        format!("people reach the portal under `{}`", settings.base_url),
        "put a proxy with TLS in front and set `base_url` to its https address",
    );
    add(
        !settings.data.exists() || settings.master_key.is_file(),
        format!("the master key `{}` is there", settings.master_key.display()),
        "without its key the store can't be read: bring the key back from its safe place",
    );
    if settings.data.exists() && settings.master_key.is_file() {
        let store = wiring::open_store(&settings.data, &settings.master_key).await?;
        let integrity = store.integrity().await?;
        add(
            integrity.is_sound(),
            "the store is sound".into(),
            "stop the program and restore the last good backup",
        );
        let jobs = store.count_jobs(SystemClock.now()).await?;
        add(
            jobs.dead == 0,
            format!("jobs: {} due, {} later, {} given up", jobs.due, jobs.later, jobs.dead),
            "look at the log for `a job failed`; once the cause is mended, revive them",
        );
        store.close().await;
    } else if !settings.data.exists() {
        add(
            false,
            format!("there is no store at `{}` yet", settings.data.display()),
            "start `afaq serve` once",
        );
    }
    Ok(findings)
}
