//! `cargo xtask zones`: a region of three zones, people at it, every fault that may come, and a judgment of all that
//! was acknowledged.

mod audit;
mod checker;
mod faults;
mod history;
mod html;
mod http;
mod people;
mod region;
mod report;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};

use crate::shell;
use faults::FAULTS;
use region::Region;

/// Runs what was asked for.
///
/// # Errors
/// A region that can't be built, or a promise that was broken.
pub fn run(words: &[&str]) -> anyhow::Result<()> {
    match words {
        [] => all(false),
        ["short"] => all(true),
        // Inside of the namespace that lies outside of the zones.
        ["people", door, history, until] => {
            people::run(door.parse().context("the door")?, Path::new(history), Path::new(until))
        }
        ["judge", history] => judge(Path::new(history)),
        other => bail!("unknown words `{}`", other.join(" ")),
    }
}

/// Builds the region, lets people at it, lets every fault happen, and judges.
fn all(is_short: bool) -> anyhow::Result<()> {
    if let Some(why) = region::missing() {
        println!("── zones: skipped: {why}");
        return Ok(());
    }
    let program = match std::env::var_os("AFAQ_ZONES_PROGRAM") {
        Some(program) => PathBuf::from(program),
        None => {
            shell::step("zones: the program", &mut shell::cargo(&["build", "--quiet", "--package", "afaq"]))?;
            let target = std::env::var_os("CARGO_TARGET_DIR")
                .map_or_else(|| shell::root().join("target"), PathBuf::from);
            target.join("debug/afaq")
        }
    };
    let folder =
        PathBuf::from(std::env::var_os("AFAQ_REGION_DIR").unwrap_or_else(|| "/var/lib/afaq-region".into()));
    println!("── zones: the region");
    let region = Region::up(&program, &folder)?;
    region.publish("1")?;
    std::thread::sleep(Duration::from_secs(2));
    region.call(&["backup"])?;

    let (history, stop) = (folder.join("history.jsonl"), folder.join("stop"));
    let _ = std::fs::remove_file(&stop);
    let this = folder.join("xtask");
    std::fs::copy(std::env::current_exe()?, &this)?;
    let words = ["zones", "people", &region.door(), &history.to_string_lossy(), &stop.to_string_lossy()];
    let mut people = region.outside(&this, &words)?;
    let happened = happen(&region, &mut people, is_short);
    std::fs::write(&stop, b"")?;
    let ended = people.wait().context("people")?;
    let stretches = happened?;
    if !ended.success() {
        bail!("the people ended with {ended}");
    }

    let mut recorded = history::read(&history)?;
    let (table, mut broken) = report::table(&recorded, &stretches);
    println!("{table}");
    recorded.extend(audit::cases(&region, &recorded)?);
    let findings = checker::check(&recorded).into_iter().chain(audit::decisions(&region, &recorded)?);
    broken.extend(findings.map(|finding| format!("{:?}: {}", finding.wrong, finding.what)));
    broken.extend(audit::laws(&region)?);
    println!("   {} operations were judged; the history lies in {}", recorded.len(), history.display());
    if !is_short {
        broken.extend(back(&region, &recorded)?);
    }
    for one in &broken {
        println!("   BROKEN {one}");
    }
    if broken.is_empty() { Ok(()) } else { bail!("zones: {} promises were broken", broken.len()) }
}

/// Lets the faults happen one after the other while people are at it.
fn happen(
    region: &Region,
    people: &mut std::process::Child,
    is_short: bool,
) -> anyhow::Result<Vec<faults::Stretch>> {
    let wanted = std::env::var_os("AFAQ_ZONES_FAULTS").map(|wanted| wanted.to_string_lossy().into_owned());
    let mut stretches = Vec::new();
    std::thread::sleep(Duration::from_secs(5));
    for fault in FAULTS.iter().filter(|fault| !is_short || fault.is_short) {
        if wanted.as_ref().is_some_and(|wanted| !fault.name.contains(wanted.as_str())) {
            continue;
        }
        println!("   {}", fault.name);
        stretches.push(fault.happen(region)?);
        if let Some(ended) = people.try_wait()? {
            bail!("the people ended with {ended} during: {}", fault.name);
        }
    }
    Ok(stretches)
}

/// Takes the whole region back to a moment: what was acknowledged before it is there, and nothing after it.
fn back(region: &Region, history: &[history::Operation]) -> anyhow::Result<Vec<String>> {
    println!("   the region goes back to a moment");
    let zone = region.leader().context("no primary")?;
    let count = "select count(*) from events";
    let (before, moment) = (region.sql(&zone, "afaq", count)?, region.sql(&zone, "afaq", "select now()")?);
    std::thread::sleep(Duration::from_secs(1));
    // What is to be undone: everything a slip could destroy.
    region.sql(&zone, "afaq", "create table slip as select 1 as x; truncate messages")?;
    let begun = region::now();
    region.call(&["return", moment.trim()])?;
    println!("   the region is back after {:.0} s", region::now() - begun);
    let zone = region.await_leader(None, Duration::from_secs(60))?;
    let mut broken = audit::laws(region)?;
    let after = region.sql(&zone, "afaq", count)?;
    if after.trim().parse::<u64>().unwrap_or(0) < before.trim().parse::<u64>().unwrap_or(u64::MAX) {
        broken.push(format!("restored: {} events instead of {}", after.trim(), before.trim()));
    }
    if region.sql(&zone, "afaq", "select to_regclass('slip') is null")?.trim() != "t" {
        broken.push("restored: what came after the moment is there".into());
    }
    if region.sql(&zone, "afaq", "select count(*) > 0 from messages")?.trim() != "t" {
        broken.push("restored: what was destroyed is not back".into());
    }
    let mut judged = history.to_vec();
    judged.extend(audit::cases(region, history)?);
    broken
        .extend(checker::check(&judged).iter().map(|one| format!("restored: {:?}: {}", one.wrong, one.what)));
    Ok(broken)
}

/// Judges a history that was recorded.
fn judge(path: &Path) -> anyhow::Result<()> {
    let history = history::read(path)?;
    let findings = checker::check(&history);
    for finding in &findings {
        println!("   {:?}: {}", finding.wrong, finding.what);
    }
    println!("   {} operations, {} findings", history.len(), findings.len());
    if findings.is_empty() { Ok(()) } else { bail!("{} findings", findings.len()) }
}
