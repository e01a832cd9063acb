//! `afaq doctor`: looks an installation over and says what to do.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use afaq_gateways::SystemClock;
use afaq_ports::Clock;
use afaq_store::Store;
use clap::Args;

use super::{runtime, write_out};
use crate::settings::Settings;
use crate::{settings, wiring};

mod region;

/// Jobs that were given up and that one look lists.
const DEAD_JOBS_SHOWN: usize = 10;
/// Jobs that may be due before somebody must look: the background takes them at once.
const DUE_JOBS_MAX: u64 = 1_000;

/// What `doctor` needs.
#[derive(Debug, Args)]
pub struct Options {
    /// The settings file of the installation
    #[arg(long)]
    settings: Option<PathBuf>,
    /// Let background work that was given up be tried again
    #[arg(long)]
    revive: bool,
}

/// One finding: whether it is well, what was looked at, what to do.
struct Finding {
    is_well: bool,
    what: String,
    advice: &'static str,
}

/// All findings.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, is_well: bool, what: impl Into<String>, advice: &'static str) {
        self.0.push(Finding { is_well, what: what.into(), advice });
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for Finding { is_well, what, advice } in &self.0 {
            text += &format!("{} {what}\n", if *is_well { "ok  " } else { "LOOK" });
            if !is_well {
                text += &format!("     {advice}\n");
            }
        }
        text
    }

    fn are_well(&self) -> bool {
        self.0.iter().all(|finding| finding.is_well)
    }
}

/// Looks at settings, keys, store, jobs and disk. The exit code is 1 where something must be done.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let settings = settings::read(options.settings.as_deref(), std::env::vars())?;
    let runtime = runtime()?;
    let findings = runtime.block_on(look(&settings, options.revive))?;
    write_out(None, &findings.text())?;
    Ok(if findings.are_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn look(settings: &Settings, revive: bool) -> anyhow::Result<Findings> {
    let mut findings = Findings::default();
    of_settings(settings, &mut findings);
    let (data, key) = (&settings.data, &settings.master_key);
    if settings.store.is_none() && !data.exists() {
        findings.add(
            false,
            format!("there is no store at `{}` yet", data.display()),
            "start `afaq serve` once; if there was one, look whether its disk is mounted before you do",
        );
        return Ok(findings);
    }
    findings.add(
        key.is_file(),
        format!("the master key `{}` is there", key.display()),
        "without its key the store can't be read: bring the key back from its safe place, never make a new one",
    );
    of_folders(data, key, &mut findings);
    of_disk(data, &mut findings);
    // Also where nothing takes writes and the store can't be opened.
    if let Some(address) = settings.postgres()? {
        region::told(&address.look().await, SystemClock.now(), &mut findings);
    }
    if key.is_file() {
        match wiring::open_store(settings).await {
            Ok(store) => {
                of_store(&store, revive, &mut findings).await?;
                of_objects(&store, &mut findings).await;
                store.close().await;
            }
            Err(error) => findings.add(
                false,
                format!("the store can't be opened: {error:#}"),
                "`afaq explain` tells about the code; if key and store don't belong together, bring the right key back",
            ),
        }
    }
    Ok(findings)
}

fn of_settings(settings: &Settings, findings: &mut Findings) {
    findings.add(
        settings.demonstration.is_none(),
        "people, registers and sign-in are real",
        "this installation shows generated people; never put real data into it",
    );
    findings.add(
        settings.clamd.is_some(),
        "uploads are scanned",
        "set `clamd` to the address of a ClamAV daemon; without one only a test signature is found",
    );
    findings.add(
        settings.base_url.starts_with("https://"),
        format!("people reach the portal under `{}`", settings.base_url),
        "put a proxy with TLS in front and set `base_url` to its https address",
    );
    findings.add(
        settings.listen.ip().is_loopback(),
        format!("the program listens on {}", settings.listen),
        "only the proxy should reach it: set `listen` to a loopback address, or close the port to all others",
    );
}

/// Keys and data lie apart, and nobody else can look into them.
fn of_folders(data: &Path, key: &Path, findings: &mut Findings) {
    let is_apart = !key.starts_with(data);
    findings.add(
        is_apart,
        "the master key lies outside of the data",
        "whoever copies the folder of the data copies the key with it: move the key and set `master_key`",
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let is_private = std::fs::metadata(data).is_ok_and(|about| about.permissions().mode() & 0o077 == 0);
        findings.add(
            is_private,
            format!("`{}` is closed to other accounts", data.display()),
            "close it: `chmod 700` on the folder, and on nothing above that others need",
        );
    }
}

async fn of_store(store: &Store, revive: bool, findings: &mut Findings) -> anyhow::Result<()> {
    let integrity = store.integrity().await?;
    findings.add(
        integrity.is_sound(),
        match integrity.problems.as_slice() {
            [] => format!(
                "the store is sound: {} events, {} files, {} MB",
                integrity.events,
                integrity.files,
                integrity.database_bytes / 1_000_000
            ),
            problems => format!("the store is damaged: {}", problems.join("; ")),
        },
        "stop the program, keep a copy of the folder as it is, and restore the last good backup",
    );
    findings.add(
        !store.is_repeatable().await?,
        "the keys of this store were drawn by chance",
        "`afaq seed` made this store and its keys follow from a seed: for trying only, make a new one for real use",
    );
    let jobs = store.count_jobs(SystemClock.now()).await?;
    findings.add(
        jobs.due <= DUE_JOBS_MAX,
        format!("background work: {} due, {} later, {} under way", jobs.due, jobs.later, jobs.claimed),
        "does `afaq serve` run? if it does, the log says what it waits for",
    );
    let dead = store.dead_jobs(DEAD_JOBS_SHOWN).await?;
    if revive {
        for job in &dead {
            store.revive_job(job.job_no, SystemClock.now()).await?;
        }
        findings.add(true, format!("{} pieces of background work will be tried again", dead.len()), "");
        return Ok(());
    }
    let names: Vec<String> = dead
        .iter()
        .map(|job| format!("{} ({})", job.kind, job.last_error.as_deref().unwrap_or("no reason kept")))
        .collect();
    findings.add(
        dead.is_empty(),
        match names.as_slice() {
            [] => "no background work was given up".to_string(),
            names => format!("{} pieces of background work were given up: {}", jobs.dead, names.join("; ")),
        },
        "mend the cause that stands beside each, then `afaq doctor --revive`: ten at a time are tried again",
    );
    Ok(())
}

/// The disk of this machine has room; a machine that does not tell is left out.
fn of_disk(data: &Path, findings: &mut Findings) {
    let told = std::process::Command::new("df").args(["--output=avail,size", "-B1"]).arg(data).output();
    let Some(text) = told.ok().filter(|told| told.status.success()) else { return };
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    let numbers: Vec<u64> = text
        .lines()
        .last()
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|one| one.parse().ok())
        .collect();
    if let [free, size] = numbers[..] {
        findings.add(
            free * 10 >= size,
            format!(
                "{} GB of {} GB are free at `{}`",
                free / 1_000_000_000,
                size / 1_000_000_000,
                data.display()
            ),
            "make room before it is full: nothing is written on a full disk",
        );
    }
}

/// The object store answers, keeps what is deleted, and has what the store names.
async fn of_objects(store: &Store, findings: &mut Findings) {
    let look = match store.look_at_objects().await {
        Ok(None) => return,
        Ok(Some(look)) => look,
        Err(error) => {
            let causes: Vec<String> =
                std::iter::successors(Some(&error as &dyn std::error::Error), |cause| cause.source())
                    .map(ToString::to_string)
                    .collect();
            findings.add(
                false,
                format!("the object store of the files can't be read: {}", causes.join(": ")),
                "look at `s3`, `bucket` and the credentials in `[files]`, and whether this machine reaches it",
            );
            return;
        }
    };
    findings.add(
        look.missing.is_empty(),
        match look.missing.as_slice() {
            [] => format!("files lie in `{}`; the newest {} are there", look.place, look.looked_for),
            missing => format!("{} of the newest files are not there: {}", missing.len(), missing.join(", ")),
        },
        "bring the named objects back from their versions or from the replica of the bucket",
    );
    findings.add(
        look.keeps_versions != Some(false),
        match look.keeps_versions {
            None => "the object store does not say whether it keeps versions: ask who runs it",
            Some(true) => "the bucket keeps versions of what is deleted",
            Some(false) => "the bucket keeps no versions",
        },
        "turn versioning on for the bucket, and let old versions go after 36 days: a restored database names them",
    );
    findings.add(
        look.has_lock != Some(false),
        match look.has_lock {
            None => "the object store does not say whether the bucket has a lock: ask who runs it",
            Some(true) => "the bucket has a lock",
            Some(false) => "the bucket has no lock",
        },
        "make a bucket with object lock and a retention of 35 days: then nobody deletes files before, by slip or malice",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn found(settings: &Settings) -> Vec<(bool, String)> {
        let findings = look(settings, false).await.expect("a look");
        let told = findings.0.into_iter().map(|finding| (finding.is_well, finding.what));
        // How full the disk is on which tests run says nothing about the program.
        told.filter(|(_, what)| !what.contains("GB are free at")).collect()
    }

    #[tokio::test]
    async fn each_thing_that_is_wrong_is_found_with_advice() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, master_key) = (folder.path().join("data"), folder.path().join("keys/master.key"));
        let settings = Settings {
            data: data.clone(),
            master_key: master_key.clone(),
            base_url: "https://services.example".into(),
            clamd: "127.0.0.1:3310".parse().ok(),
            ..Settings::default()
        };
        let is_wrong = |all: &[(bool, String)], words: &str| {
            all.iter().any(|(is_well, what)| !is_well && what.contains(words))
        };
        let all = found(&settings).await;
        assert!(is_wrong(&all, "there is no store"), "{all:?}");

        wiring::open_store(&settings).await.expect("a store").close().await;
        let all = found(&settings).await;
        assert!(all.iter().all(|(is_well, _)| *is_well), "{all:?}");

        let bad = Settings { listen: ([0, 0, 0, 0], 80).into(), clamd: None, ..settings.clone() };
        let all = found(&bad).await;
        assert!(is_wrong(&all, "listens on 0.0.0.0:80"), "{all:?}");
        let hopeful = look(&bad, false).await.expect("a look").text();
        assert!(hopeful.contains("LOOK") && hopeful.contains("ClamAV"), "{hopeful}");

        let key = std::fs::read(&master_key).expect("the key");
        std::fs::remove_file(&master_key).expect("the key is moved away");
        let all = found(&settings).await;
        assert!(is_wrong(&all, "master.key` is there"), "{all:?}");
        let other = String::from_utf8(key).expect("a text").replace(['0', '1', '2'], "f");
        std::fs::write(&master_key, other).expect("a wrong key");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&master_key, std::fs::Permissions::from_mode(0o600)).expect("a mode");
            std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).expect("a mode");
        }
        let all = found(&settings).await;
        assert!(is_wrong(&all, "can't be opened") && is_wrong(&all, "closed to other accounts"), "{all:?}");
    }
}
