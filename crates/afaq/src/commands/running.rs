//! `afaq calendar announce` and `afaq migrate`: what changes for cases that run.

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_app::{App, BulkReport, MigrationPlan};
use afaq_base::calendar::{Announcement, Hours, Work};
use afaq_base::{BodyCode, Date, Lang, Text};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::{runtime, write_out};
use crate::cli::Language;
use crate::settings;
use crate::wiring;

/// What can be asked of calendars.
#[derive(Debug, Subcommand)]
pub enum CalendarAction {
    /// Announce a holiday, a working day or other hours, and move the deadlines of open cases
    Announce(AnnounceOptions),
}

/// What `calendar announce` needs.
#[derive(Debug, Args)]
pub struct AnnounceOptions {
    /// The first day
    #[arg(long)]
    from: Date,
    /// The last day; by default the first
    #[arg(long)]
    until: Option<Date>,
    /// What it is, in Arabic
    #[arg(long)]
    ar: String,
    /// What it is, in English
    #[arg(long)]
    en: String,
    /// Who announced it, and where it can be read
    #[arg(long)]
    source: String,
    /// Work as on any such weekday: an expected holiday does not take place
    #[arg(long, conflicts_with = "hours")]
    as_usual: bool,
    /// Work in these hours, such as 09:00-13:00; by default nobody works
    #[arg(long)]
    hours: Option<String>,
    /// Only this body; by default all
    #[arg(long)]
    body: Option<String>,
    /// Who announces
    #[arg(long)]
    by: String,
    /// The settings file of the installation
    #[arg(long)]
    settings: Option<PathBuf>,
}

/// What `migrate` needs.
#[derive(Debug, Args)]
pub struct MigrateOptions {
    /// The id of the service
    service: String,
    /// The label of the version to which its open cases go
    #[arg(long)]
    to: String,
    /// Show what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Why, for the history of each case
    #[arg(long, required_unless_present = "dry_run")]
    reason: Option<String>,
    /// Who moves them
    #[arg(long, required_unless_present = "dry_run")]
    by: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The language of the report
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// The settings file of the installation
    #[arg(long)]
    settings: Option<PathBuf>,
}

async fn open(path: Option<&std::path::Path>) -> anyhow::Result<wiring::House> {
    let settings = settings::read(path, std::env::vars())?;
    wiring::open_demonstration(&settings, super::publish::opening()).await
}

/// Waits for a run, whoever carries it on.
async fn finish(app: &App, run: &str) -> anyhow::Result<afaq_app::rows::BulkRun> {
    let worker = format!("command-{}", std::process::id());
    loop {
        app.finish_runs(&worker).await?;
        let now = app.bulk_run(run).await?;
        if now.ended_at.is_some() {
            return Ok(now);
        }
        // A server that runs meanwhile has the piece.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

/// `afaq calendar …`.
pub fn calendar(action: &CalendarAction) -> anyhow::Result<ExitCode> {
    let CalendarAction::Announce(options) = action;
    let work = match (&options.hours, options.as_usual) {
        (Some(hours), _) => Work::Open(vec![hours_of(hours)?]),
        (None, true) => Work::AsUsual,
        (None, false) => Work::Closed,
    };
    let announcement = Announcement {
        from: options.from,
        until: options.until,
        name: Text::new(&options.ar, &options.en),
        work,
        source: options.source.clone(),
    };
    let body = options.body.as_deref().map(BodyCode::parse).transpose().context("the code of the body")?;
    if let Some(body) = &body
        && afaq_base::bodies::find(body.as_str()).is_none()
    {
        bail!("no body has the code `{}`", body.as_str());
    }
    runtime()?.block_on(async {
        let house = open(options.settings.as_deref()).await?;
        let run = house.app.announce(body.as_ref(), &announcement, &options.by).await;
        let run = run.context("the announcement")?;
        let run = finish(&house.app, &run.run_id).await?;
        house.app.store().close().await;
        write_out(
            None,
            &format!("announced; of {} open cases {} have other deadlines now\n", run.done, run.changed),
        )?;
        Ok(if run.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    })
}

fn hours_of(text: &str) -> anyhow::Result<Hours> {
    let read = text.split_once('-').and_then(|(from, until)| {
        let clock = afaq_base::calendar::ClockTime::parse;
        Some(Hours { from: clock(from)?, until: clock(until)? })
    });
    read.with_context(|| format!("`{text}` are no hours such as 09:00-13:00"))
}

/// `afaq migrate`.
pub fn migrate(options: &MigrateOptions) -> anyhow::Result<ExitCode> {
    let lang: Lang = options.lang.into();
    runtime()?.block_on(async {
        let house = open(options.settings.as_deref()).await?;
        let plan = house.app.plan_migration(&options.service, &options.to).await;
        let plan = plan.with_context(|| format!("`{}` in version `{}`", options.service, options.to))?;
        if options.dry_run {
            write_out(None, &shown(&plan, options.json, lang)?)?;
            house.app.store().close().await;
            return Ok(if plan.conflicts == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) });
        }
        let (reason, by) = (options.reason.as_deref().unwrap_or_default(), options.by.as_deref());
        let run = house.app.start_migration(&options.service, &options.to, reason, by.unwrap_or_default());
        let run = finish(&house.app, &run.await?.run_id).await?;
        house.app.store().close().await;
        let report: BulkReport = serde_json::from_value(run.report.clone())?;
        let mut text = if options.json {
            let counts = serde_json::json!({
                "cases": run.done, "migrated": run.changed, "stayed": run.stayed, "failed": run.failed,
                "report": report,
            });
            format!("{counts}\n")
        } else {
            format!(
                "{} cases: {} migrated, {} stay, {} could not\n",
                run.done, run.changed, run.stayed, run.failed
            )
        };
        if !options.json {
            text += &conflicts(&report, lang);
        }
        write_out(None, &text)?;
        Ok(if run.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    })
}

fn shown(plan: &MigrationPlan, is_json: bool, lang: Lang) -> anyhow::Result<String> {
    if is_json {
        let versions: Vec<_> = plan
            .versions
            .iter()
            .map(|(label, cases, words)| serde_json::json!({"version": label, "cases": cases, "conflicts": words}))
            .collect();
        let json = serde_json::json!({
            "to": plan.label, "cases": plan.total, "would_migrate": plan.moves, "would_stay": plan.stays,
            "conflicts": plan.conflicts, "versions": versions, "report": plan.report,
        });
        return Ok(format!("{}\n", serde_json::to_string_pretty(&json)?));
    }
    let mut text = format!(
        "{} open cases of other versions: {} would go on by {}, {} would stay, {} cannot\n",
        plan.total, plan.moves, plan.label, plan.stays, plan.conflicts
    );
    for (label, cases, words) in &plan.versions {
        text += &format!("from {label}: {cases} cases\n");
        for one in words {
            text += &format!("  {}\n", one.get(lang));
        }
    }
    Ok(text + &conflicts(&plan.report, lang))
}

fn conflicts(report: &BulkReport, lang: Lang) -> String {
    report.conflicts.iter().fold(String::new(), |text, one| {
        text + &format!("  {} cases: {} ({})\n", one.cases, one.words.get(lang), one.examples.join(", "))
    })
}
