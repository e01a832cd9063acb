//! Runs parts as processes, ends those that stand still or grow, and counts what ended them.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::part::{Kind, Part};
use crate::progress::{self, Engine, Progress};
use crate::report::Report;
use crate::{expressions, tables};

/// So many cases run in one process.
const PART_EXPRESSIONS: u64 = 10_000;
const PART_TABLES: u64 = 250;
/// So long may one case take.
const CASE_TIME: Duration = Duration::from_secs(20);
/// So much memory may a process hold, in pages of 4 KiB.
const PAGES_MAX: u64 = 2 * 1024 * 1024 / 4;

/// What ended a process before its part was done.
enum End {
    StoodStill,
    Grew,
    Aborted,
}

/// Runs so many cases of a seed.
///
/// # Errors
/// A process cannot be started, or it ends without telling at which case.
pub fn run(kind: Kind, seed: u64, count: u64, report: &mut Report) -> std::io::Result<()> {
    let file = std::env::temp_dir().join(format!("differential-{}", std::process::id()));
    let size = if kind == Kind::Tables { PART_TABLES } else { PART_EXPRESSIONS };
    let mut from = 0;
    while from < count {
        let to = (from + size).min(count);
        let mut part = Part { kind, seed, from, to, file: file.clone(), without: Vec::new() };
        run_part(&mut part, report)?;
        from = to;
    }
    std::fs::remove_file(&file).or_else(|error| if count == 0 { Ok(()) } else { Err(error) })
}

fn run_part(part: &mut Part, report: &mut Report) -> std::io::Result<()> {
    loop {
        std::fs::write(&part.file, [0; 9])?;
        let child = Command::new(std::env::current_exe()?)
            .args(part.words())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (end, at) = match watch(child, &part.file)? {
            Ok(lines) => {
                report.take_in(&lines);
                return Ok(());
            }
            Err(ended) => ended,
        };
        if part.without.contains(&at.case) || !(part.from..part.to).contains(&at.case) {
            return Err(std::io::Error::other(format!("a part ended at an unknown case: {part:?}")));
        }
        part.without.push(at.case);
        let text = match part.kind {
            Kind::Expressions => expressions::text(part.seed, at.case),
            Kind::Tables => tables::text(part.seed, at.case),
        };
        report.difference(class(&end, at.engine), &text);
    }
}

fn class(end: &End, engine: Engine) -> &'static str {
    match (engine, end) {
        (Engine::Ours, _) => "? our engine does not end",
        (Engine::Theirs, End::StoodStill) => {
            "10.3.2: every expression has a value; the other engine had none after 20 s and was ended"
        }
        (Engine::Theirs, End::Grew) => {
            "10.3.2: every expression has a value; the other engine held more than 2 GiB and was ended"
        }
        (Engine::Theirs, End::Aborted) => "10.3.2: every expression has a value; the other engine aborts",
    }
}

/// Waits for a part: its report, or what ended it and where.
fn watch(mut child: Child, file: &PathBuf) -> std::io::Result<Result<String, (End, Progress)>> {
    let mut reader = child.stdout.take().ok_or_else(|| std::io::Error::other("no output"))?;
    let output = std::thread::spawn(move || {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut reader, &mut text).map(|_| text)
    });
    let (mut seen, mut since) = (progress::read(file), Instant::now());
    let end = loop {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return output.join().map_err(|_| std::io::Error::other("no report"))?.map(Ok);
            }
            break End::Aborted;
        }
        std::thread::sleep(Duration::from_millis(50));
        let now = progress::read(file);
        if now.map(|now| now.case) != seen.map(|seen| seen.case) {
            (seen, since) = (now, Instant::now());
        }
        let stands = since.elapsed() > CASE_TIME;
        if stands || pages(child.id()).is_some_and(|pages| pages > PAGES_MAX) {
            child.kill()?;
            child.wait()?;
            break if stands { End::StoodStill } else { End::Grew };
        }
    };
    let at = progress::read(file).ok_or_else(|| std::io::Error::other("no progress"))?;
    Ok(Err((end, at)))
}

/// Memory of a process, where the system tells.
fn pages(process: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/statm")).ok()?;
    text.split(' ').nth(1)?.parse().ok()
}
