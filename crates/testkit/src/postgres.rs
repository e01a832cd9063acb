//! A PostgreSQL server of its own for tests and measurements, from Debian's package; it ends with this process.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// Where Debian keeps the servers, one folder a version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The account that runs a server where this program runs as root, which no server allows.
const ACCOUNT: &str = "postgres";

/// How safe the server writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// As in use: a commit is on the disk.
    Durable,
    /// Quicker: what a crash of the machine would lose is no matter.
    Quick,
}

/// A running server on a socket in a folder of its own.
pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    is_root: bool,
    settings: String,
    guard: Child,
}

impl Server {
    /// Makes and starts a server. `settings` are lines of its configuration file.
    ///
    /// # Errors
    /// In words, where there is no PostgreSQL on this machine or it does not start.
    pub fn start(safety: Safety, settings: &str) -> Result<Self, String> {
        let programs = programs()?;
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("afaq-pg-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let is_root = output(Command::new("id").arg("-u"))?.trim() == "0";
        if is_root {
            output(Command::new("chown").arg(ACCOUNT).arg(&folder))?;
        }
        let data = folder.join("data");
        let mut make = account(is_root, &programs.join("initdb"));
        make.args(["-E", "UTF8", "--no-locale", "-A", "trust", "-U", "afaq", "--no-sync", "-D"]).arg(&data);
        output(&mut make)?;
        let quick = "fsync = off\nfull_page_writes = off\n";
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 500\n\
             shared_buffers = 128MB\nmax_wal_size = 2GB\nlog_min_messages = warning\n{}{settings}\n",
            folder.display(),
            if safety == Safety::Quick { quick } else { "" },
        );
        // Whatever happens to this process, its end closes the pipe, and the server goes with it.
        let mut guard = account(is_root, Path::new("sh"));
        guard.arg("-c").arg(format!(
            "trap '' INT TERM HUP; cat > /dev/null; {}/pg_ctl -D {}/data -m immediate stop; rm -rf {}",
            programs.display(),
            folder.display(),
            folder.display()
        ));
        guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let guard = guard.spawn().map_err(|error| format!("sh: {error}"))?;
        let server = Self { programs, folder, is_root, settings, guard };
        server.configure()?;
        server.start_again()?;
        Ok(server)
    }

    fn configure(&self) -> Result<(), String> {
        let path = self.folder.join("data/postgresql.auto.conf");
        let mut write = account(self.is_root, Path::new("tee"));
        write.arg(path).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut write = write.spawn().map_err(|error| format!("tee: {error}"))?;
        if let Some(mut input) = write.stdin.take() {
            input.write_all(self.settings.as_bytes()).map_err(|error| error.to_string())?;
        }
        write.wait().map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Starts the server again after it was stopped.
    ///
    /// # Errors
    /// In words, if it does not start.
    pub fn start_again(&self) -> Result<(), String> {
        let mut start = self.control();
        start.args(["-w", "-t", "60", "-l"]).arg(self.folder.join("log")).arg("start");
        output(&mut start).map(drop)
    }

    /// Stops the server as a crash would: nothing is ended in order.
    ///
    /// # Errors
    /// In words, if it does not stop.
    pub fn crash(&self) -> Result<(), String> {
        output(self.control().args(["-m", "immediate", "stop"])).map(drop)
    }

    fn control(&self) -> Command {
        let mut control = account(self.is_root, &self.programs.join("pg_ctl"));
        control.arg("-D").arg(self.folder.join("data"));
        control
    }

    /// The address of a database on this server.
    #[must_use]
    pub fn address(&self, database: &str) -> String {
        format!("postgres://afaq@/{database}?host={}", self.folder.display())
    }

    /// The folder with the server's socket and data.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a database, unless it is there.
    ///
    /// # Errors
    /// In words.
    pub fn make_database(&self, name: &str) -> Result<(), String> {
        make_database(&self.folder, name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

/// Makes a database on the server whose socket lies in a folder, unless it is there.
///
/// # Errors
/// In words.
pub fn make_database(server: &Path, name: &str) -> Result<(), String> {
    match run_sql(server, "postgres", &format!("create database {name} template template0")) {
        Err(problem) if !problem.contains("already exists") && !problem.contains("pg_database_datname") => {
            Err(problem)
        }
        _ => Ok(()),
    }
}

/// Runs SQL in a database of the server whose socket lies in a folder; gives what it answers, line by line.
///
/// # Errors
/// In words.
pub fn run_sql(server: &Path, database: &str, sql: &str) -> Result<String, String> {
    let mut psql = Command::new("psql");
    psql.args(["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "afaq", "-h"]).arg(server);
    output(psql.args(["-d", database, "-c", sql]))
}

/// Everything in a database as text, bytes in hexadecimal.
///
/// # Errors
/// In words.
pub fn dump(server: &Path, database: &str) -> Result<String, String> {
    output(Command::new("pg_dump").args(["-a", "-U", "afaq", "-h"]).arg(server).args(["-d", database]))
}

/// The programs of the newest server on this machine.
fn programs() -> Result<PathBuf, String> {
    let missing =
        || "there is no PostgreSQL server on this machine (Debian's package `postgresql`)".to_owned();
    let versions = std::fs::read_dir(DEBIAN).map_err(|_| missing())?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|version| {
            let path = version.ok()?.path();
            let number = path.file_name()?.to_str()?.parse().ok()?;
            Some((number, path.join("bin"))).filter(|(_, programs)| programs.join("initdb").is_file())
        })
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs).ok_or_else(missing)
}

fn account(is_root: bool, program: &Path) -> Command {
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", ACCOUNT, "--"]).arg(program).current_dir("/");
    command
}

fn output(command: &mut Command) -> Result<String, String> {
    // A server that stays must not hold our pipes open.
    let is_start = command.get_args().any(|argument| argument == "start");
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null());
    if is_start {
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        let status = status.map_err(|error| format!("{name}: {error}"))?;
        return if status.success() { Ok(String::new()) } else { Err("the server does not start".into()) };
    }
    let done = command.output().map_err(|error| format!("{name}: {error}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    Err(format!("{name}: {}", String::from_utf8_lossy(&done.stderr).trim()))
}
