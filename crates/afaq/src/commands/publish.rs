//! `afaq publish` and `afaq suspend`: what the public sees, and from when on.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use afaq_base::{Date, Lang, Text};
use afaq_gateways::SystemClock;
use afaq_pack::Options as PackOptions;
use afaq_testkit::City;
use anyhow::{Context, bail};
use clap::Args;

use super::{runtime, write_out};
use crate::cli::Language;
use crate::packs;
use crate::settings;
use crate::wiring;

/// What `publish` needs.
#[derive(Debug, Args)]
pub struct Options {
    /// Folders of packs, or folders that hold packs
    #[arg(required = true)]
    packs: Vec<PathBuf>,
    /// The settings file of the installation
    #[arg(long)]
    settings: Option<PathBuf>,
    /// The first day on which the version is in force; by default today
    #[arg(long)]
    from: Option<Date>,
    /// Who publishes
    #[arg(long)]
    by: String,
    /// Show what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// The language of the report
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
}

/// What `suspend` needs.
#[derive(Debug, Args)]
pub struct SuspendOptions {
    /// The id of the service
    service: String,
    /// The settings file of the installation
    #[arg(long)]
    settings: Option<PathBuf>,
    /// What the public reads, in Arabic
    #[arg(long, required_unless_present = "lift")]
    ar: Option<String>,
    /// What the public reads, in English
    #[arg(long, required_unless_present = "lift")]
    en: Option<String>,
    /// Take requests again
    #[arg(long, conflicts_with_all = ["ar", "en"])]
    lift: bool,
}

/// Nobody lives in the house while services are published.
pub(super) fn opening() -> wiring::Opening {
    wiring::Opening {
        clock: Arc::new(SystemClock),
        city: Arc::new(City::generate(1, 0)),
        has_lazy_documents: true,
        repeatable: None,
    }
}

/// Checks, shows the difference and publishes.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let lang: Lang = options.lang.into();
    let packs = packs::find(&options.packs)?;
    for pack in &packs {
        let read = afaq_pack::read(&pack.files, &pack.shared, &PackOptions { publish: true });
        if read.problems.iter().any(|problem| problem.severity == afaq_pack::Severity::Error) {
            let name = pack.path.display();
            write_out(None, &afaq_pack::report::human(&read.problems, &pack.files, &pack.shared, lang))?;
            bail!("`{name}` can't be published; nothing was");
        }
    }
    let settings = settings::read(options.settings.as_deref(), std::env::vars())?;
    runtime()?.block_on(async {
        let house = wiring::open_demonstration(&settings, opening()).await?;
        let from = options.from.map_or_else(|| house.app.now(), afaq_base::time::start_of_day);
        for pack in &packs {
            let name = pack.path.display();
            let report = house
                .app
                .publish(&pack.files, &pack.shared, from, &options.by, options.dry_run)
                .await
                .with_context(|| format!("`{name}`"))?;
            let mut text = match (report.is_new, options.dry_run) {
                (false, _) => format!("{name}: nothing has changed\n"),
                (true, true) => format!("{name}: would be published\n"),
                (true, false) => {
                    format!("{name}: published, in force from {}\n", afaq_base::time::local_date(from))
                }
            };
            for change in &report.changes {
                text += &format!("  {}\n", change.get(lang));
            }
            write_out(None, &text)?;
        }
        house.app.store().close().await;
        Ok(ExitCode::SUCCESS)
    })
}

/// Stops new requests for a service, or opens it again.
pub fn suspend(options: &SuspendOptions) -> anyhow::Result<ExitCode> {
    let settings = settings::read(options.settings.as_deref(), std::env::vars())?;
    let text = match (&options.ar, &options.en) {
        (Some(ar), Some(en)) if !options.lift => Some(Text::new(ar, en)),
        _ => None,
    };
    runtime()?.block_on(async {
        let house = wiring::open_demonstration(&settings, opening()).await?;
        house
            .app
            .suspend(&options.service, text.as_ref())
            .await
            .with_context(|| format!("the service `{}`", options.service))?;
        house.app.store().close().await;
        let word = if text.is_some() { "takes no new requests" } else { "takes requests again" };
        write_out(None, &format!("{} {word}\n", options.service))?;
        Ok(ExitCode::SUCCESS)
    })
}
