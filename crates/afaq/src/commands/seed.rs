//! `afaq seed`: generated people with their registers, and years of cases played through the real engine.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use afaq_base::{Date, time};
use afaq_gateways::VirtualClock;
use afaq_testkit::City;
use afaq_testkit::city::{PEOPLE_MAX, TODAY};
use anyhow::{Context, bail};
use clap::Args;
use jiff::SignedDuration;

use super::{runtime, write_out};
use crate::city::{self, Kept, Stage, Tally};
use crate::settings::{Demonstration, Settings};
use crate::{packs, wiring};

/// What `seed` can be told.
#[derive(Debug, Args)]
pub struct Options {
    /// How many people
    #[arg(long, default_value_t = 2_000)]
    people: usize,
    /// The seed; the same seed gives the same people and the same past
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write people to; by default standard output
    #[arg(long, conflicts_with = "into")]
    out: Option<PathBuf>,
    /// A new folder: a store with the past of these people, its key and its settings
    #[arg(long)]
    into: Option<PathBuf>,
    /// How many years of cases
    #[arg(long, default_value_t = 1, requires = "into")]
    years: u32,
    /// The day on which the past ends
    #[arg(long, requires = "into", default_value_t = TODAY)]
    until: Date,
}

/// Writes one JSON object for each person, or plays years of cases.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if options.people == 0 || options.people > PEOPLE_MAX {
        bail!("between 1 and {PEOPLE_MAX} people can be generated");
    }
    match &options.into {
        Some(folder) => fill(options, folder),
        None => people(options),
    }
}

fn people(options: &Options) -> anyhow::Result<ExitCode> {
    let city = City::generate(options.seed, options.people);
    let mut text = String::new();
    for person in city.people() {
        let number = person.civil_number.to_string();
        let mut registers = serde_json::Map::new();
        for register in City::registers() {
            if let Some(record) = city.register_record(register, &number) {
                registers.insert((*register).to_string(), record);
            }
        }
        let line = serde_json::json!({ "civil_number": number, "registers": registers });
        text += &format!("{line}\n");
    }
    write_out(options.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}

fn fill(options: &Options, folder: &Path) -> anyhow::Result<ExitCode> {
    city::check_years(options.years)?;
    if std::fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some()) {
        bail!("`{}` is not empty: name a new folder", folder.display());
    }
    std::fs::create_dir_all(folder).with_context(|| format!("can't make `{}`", folder.display()))?;
    let folder = folder.canonicalize().context("the folder")?;
    #[expect(clippy::disallowed_methods, reason = "who fills a store wants to know how long it took")]
    let begun = Instant::now();
    let (tally, fingerprint) = runtime()?.block_on(played(options, &folder))?;
    let seconds = begun.elapsed().as_secs_f64();
    let memory = memory_peak_mb().map_or_else(String::new, |mb| format!(", {mb} MB of memory at most"));
    write_out(
        None,
        &format!(
            "{tally}\n{} cases of {} people in {} years; {} events, SHA-256 {}\nplayed in {seconds:.0} s{memory}\n\
             serve it: afaq serve --settings {}\n",
            tally.cases(),
            options.people,
            options.years,
            fingerprint.events,
            fingerprint.sha256,
            folder.join("afaq.toml").display()
        ),
    )?;
    Ok(ExitCode::SUCCESS)
}

async fn played(options: &Options, folder: &Path) -> anyhow::Result<(Tally, afaq_store::Fingerprint)> {
    let days = 365 * i64::from(options.years);
    let made_on = options.until.saturating_sub(SignedDuration::from_hours(24 * days));
    let (from, until) = (time::start_of_day(made_on), time::start_of_day(options.until));
    let clock = Arc::new(VirtualClock::at(from));
    let city = Arc::new(City::generate_over(options.seed, options.people, made_on, days));
    let settings = Settings {
        data: folder.join("data"),
        master_key: folder.join("master.key"),
        demonstration: Some(Demonstration {
            people: options.people,
            seed: options.seed,
            city: Some(folder.join("city.json")),
        }),
        ..Settings::default()
    };
    let opening = wiring::Opening {
        clock: clock.clone(),
        city: city.clone(),
        has_lazy_documents: true,
        repeatable: Some(options.seed),
    };
    let house = wiring::open_demonstration(&settings, opening).await?;
    packs::publish_demo(&house.app, from).await?;
    house.identity.set_roles(wiring::roles(&house.app));
    let wishes = city::of_years(&city, &house.app, made_on, options.until);
    let bar = indicatif::ProgressBar::new(wishes.len() as u64);
    bar.set_style(
        indicatif::ProgressStyle::with_template("{msg:20} [{bar:30}] {pos}/{len} {elapsed}")
            .context("the progress bar")?,
    );
    bar.set_message(format!("{} people", options.people));
    let stage = Stage {
        app: house.app.clone(),
        city: city.clone(),
        clock,
        registers: house.registers.clone(),
        payment: house.payment.clone(),
        is_alive: true,
        desks_rest_from: None,
    };
    let tally = city::play(&stage, wishes, until, |begun| bar.set_position(begun as u64)).await?;
    bar.finish_and_clear();
    let fingerprint = house.app.store().fingerprint().await?;
    house.renderer.rest();
    house.app.store().close().await;
    Kept::of(&city, options.people, days).write(&folder.join("city.json"))?;
    write_settings(&settings, folder)?;
    Ok((tally, fingerprint))
}

/// Settings with which the folder can be served.
fn write_settings(settings: &Settings, folder: &Path) -> anyhow::Result<()> {
    let path = folder.join("afaq.toml");
    let mut file =
        std::fs::File::create(&path).with_context(|| format!("can't write `{}`", path.display()))?;
    let quoted = |path: &Path| toml::Value::String(path.display().to_string()).to_string();
    let Some(demonstration) = &settings.demonstration else { return Ok(()) };
    write!(
        file,
        "# A demonstration: everybody in it is generated, and its keys follow from its seed.\n\
         data = {}\nmaster_key = {}\nlog_format = \"text\"\n\n[demonstration]\npeople = {}\nseed = {}\ncity = {}\n",
        quoted(&settings.data),
        quoted(&settings.master_key),
        demonstration.people,
        demonstration.seed,
        quoted(&folder.join("city.json"))
    )
    .with_context(|| format!("can't write `{}`", path.display()))
}

/// The most memory that this process has had, as Linux tells it.
fn memory_peak_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1_024)
}
