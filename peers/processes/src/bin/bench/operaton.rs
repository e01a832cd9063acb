//! Operaton, the living fork of Camunda 7: embedded, warmed up, on a PostgreSQL of its own that is stopped afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::{Failure, models, peers};

/// Instances a second, with full history and with none.
#[derive(Clone, Copy)]
pub struct Operaton {
    pub full: [f64; 2],
    pub none: [f64; 2],
}

pub fn run(maven: Option<&String>, stretch: Duration) -> Result<Option<Operaton>, Failure> {
    let (Some(maven), Some(bin)) = (maven, postgres_programs()) else {
        println!("           -  Operaton: left out, it needs Maven, Java and PostgreSQL");
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let xml = peers::write(folder.path(), &models::script("groovy", "x + 1", "${y &gt; 5}"))?;
    let project = peers::beside("java");
    let mut build = Command::new(maven);
    build
        .args(["-q", "-B", "package", "dependency:copy-dependencies"])
        .arg("-f")
        .arg(project.join("pom.xml"));
    let built = build.arg(format!("-DbuildDirectory={}", folder.path().join("java").display())).output()?;
    if !built.status.success() {
        let text = String::from_utf8_lossy(&built.stdout).into_owned();
        return Err(format!("Operaton's program does not build: {text}").into());
    }
    let server = Server::start(&bin)?;
    let classes = folder.path().join("java");
    let path = format!("{}:{}/*", classes.join("classes").display(), classes.join("dependency").display());
    let mut all = [[0.0; 2]; 2];
    for (history, rates) in ["full", "none"].into_iter().zip(&mut all) {
        server.create(history)?;
        let url = format!("jdbc:postgresql://127.0.0.1:{}/{history}?user=bench", server.port);
        let mut command = Command::new("java");
        command.args(["-Xmx2g", "-cp", &path, "Bench", &url, history]);
        command.arg(&xml).arg(stretch.as_secs().to_string());
        let figures = peers::figures(&mut command)?;
        *rates = peers::both(&figures, "durable")?;
        for (rate, name) in rates.iter().zip(models::NAMES) {
            println!(
                "  {rate:>10.0}  Operaton, history {history}, PostgreSQL with synchronous_commit on: {name}"
            );
        }
    }
    Ok(Some(Operaton { full: all[0], none: all[1] }))
}

/// The folder of PostgreSQL's server programs.
fn postgres_programs() -> Option<PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|one| one.path().join("bin")).collect();
    all.retain(|bin| bin.join("initdb").is_file());
    all.sort();
    all.pop()
}

/// A PostgreSQL server on loopback that stops when it is dropped.
struct Server {
    bin: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
}

impl Server {
    fn start(bin: &Path) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { bin: bin.to_owned(), folder, port };
        if is_root() {
            run_all(Command::new("chown").arg("postgres").arg(server.folder.path()))?;
        }
        let data = server.folder.path().join("data").display().to_string();
        server.run("initdb", &["-D", &data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale"])?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c synchronous_commit=on -c shared_buffers=512MB -c max_connections=200"
        );
        let log = server.folder.path().join("log").display().to_string();
        server.run("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"])?;
        Ok(server)
    }

    fn create(&self, database: &str) -> Result<(), Failure> {
        self.run("createdb", &["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "bench", database])
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), Failure> {
        let program = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        run_all(command.args(arguments).current_dir(self.folder.path()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.path().join("data").display().to_string();
        if let Err(failure) = self.run("pg_ctl", &["-D", &data, "-w", "-m", "fast", "stop"]) {
            eprintln!("PostgreSQL was not stopped: {failure}");
        }
    }
}

fn run_all(command: &mut Command) -> Result<(), Failure> {
    // A server that stays would keep a pipe open.
    let done = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status()?;
    if done.success() { Ok(()) } else { Err(format!("{command:?} failed").into()) }
}

fn is_root() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"))
    })
}
