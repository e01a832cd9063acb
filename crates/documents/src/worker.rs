//! The parent's side of one child process.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::error::RenderError;
use crate::limits::{LAST_WORDS_BYTES_MAX, Limits, STACK_BYTES};
use crate::request::{RenderRequest, Rendered};
use crate::wire;

type Answer = io::Result<Result<Rendered, RenderError>>;

/// A running child. Dropping it ends the process and collects it.
#[derive(Debug)]
pub struct Worker {
    child: Child,
    requests: Option<SyncSender<Vec<u8>>>,
    answers: Receiver<Answer>,
    last_words: Arc<Mutex<Vec<u8>>>,
    served: u32,
    started: Instant,
}

impl Worker {
    /// Starts a child with an empty environment and hands it its limits.
    pub fn start(program: &Path, args: &[String], limits: &Limits) -> Result<Self, RenderError> {
        let failed = |error: io::Error| RenderError::Start { what: error.to_string() };
        let mut child = Command::new(program)
            .args(args)
            .env_clear()
            // One thread and one arena: less memory, and the same order of work everywhere.
            .env("RAYON_NUM_THREADS", "1")
            .env("MALLOC_ARENA_MAX", "1")
            .env("RUST_MIN_STACK", STACK_BYTES.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let (stdin, stdout, stderr) = match (child.stdin.take(), child.stdout.take(), child.stderr.take()) {
            (Some(stdin), Some(stdout), Some(stderr)) => (stdin, stdout, stderr),
            _ => return Err(failed(io::Error::other("no pipes"))),
        };

        // Three threads, so that a child that neither reads nor writes can never block its parent.
        let (requests, to_write) = sync_channel::<Vec<u8>>(1);
        let (to_parent, answers) = sync_channel::<Answer>(1);
        let last_words = Arc::new(Mutex::new(Vec::new()));
        let name = |what: &str| thread::Builder::new().name(format!("documents-{what}"));
        name("write").spawn(move || write_all(stdin, &to_write)).map_err(failed)?;
        let answer_limits = limits.clone();
        name("read").spawn(move || read_all(stdout, &to_parent, &answer_limits)).map_err(failed)?;
        let words = Arc::clone(&last_words);
        name("words").spawn(move || listen(stderr, &words)).map_err(failed)?;

        let mut hello = Vec::new();
        wire::write_limits(&mut hello, limits).map_err(failed)?;
        let worker = Self { child, requests: Some(requests), answers, last_words, served: 0, started: now() };
        worker.send(hello);
        Ok(worker)
    }

    /// Lets the child set one document. After any error of this call other than the request's own the child is
    /// not to be used again: see [`Self::is_fit`].
    pub fn render(&mut self, request: &RenderRequest, limits: &Limits) -> Result<Rendered, RenderError> {
        let mut frames = Vec::new();
        wire::write_request(&mut frames, request)
            .map_err(|_| RenderError::Request { what: "the request cannot be handed over".to_owned() })?;
        self.served += 1;
        self.send(frames);
        match self.answers.recv_timeout(limits.timeout()) {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(self.obituary(limits)),
            Err(RecvTimeoutError::Timeout) => {
                self.end();
                Err(RenderError::TimedOut { timeout_ms: limits.timeout_ms })
            }
        }
    }

    /// Whether the child lives and is young enough for another document.
    pub fn is_fit(&mut self, limits: &Limits) -> bool {
        self.requests.is_some()
            && self.served < limits.documents_per_child_max
            && self.started.elapsed().as_secs() < limits.child_age_s_max
            && matches!(self.child.try_wait(), Ok(None))
    }

    fn send(&self, frames: Vec<u8>) {
        // If the writer has ended, so has the child, and the missing answer tells it.
        if let Some(requests) = &self.requests {
            drop(requests.send(frames));
        }
    }

    fn end(&mut self) -> Option<ExitStatus> {
        self.requests = None;
        // A child that has already ended cannot be killed, which is no failure.
        drop(self.child.kill());
        self.child.wait().ok()
    }

    /// Says how the child ended. Its last words only choose among fixed texts: they may hold personal data.
    fn obituary(&mut self, limits: &Limits) -> RenderError {
        let status = self.end();
        // A moment for the listening thread, which ends with the child's pipe.
        let words = (0..50)
            .find_map(|_| {
                if Arc::strong_count(&self.last_words) == 1 {
                    return Some(());
                }
                thread::sleep(std::time::Duration::from_millis(2));
                None
            })
            .map_or_else(String::new, |()| {
                String::from_utf8_lossy(&self.last_words.lock().unwrap_or_else(PoisonError::into_inner))
                    .into_owned()
            });
        if words.contains("memory allocation of") || words.contains("out of memory") {
            return RenderError::OutOfMemory { memory_mb: limits.memory_mb };
        }
        if words.contains("overflowed its stack") {
            return RenderError::Crashed { how: "nested too deeply".to_owned() };
        }
        RenderError::Crashed { how: status.map_or_else(|| "unknown".to_owned(), |status| status.to_string()) }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

fn write_all(mut stdin: std::process::ChildStdin, frames: &Receiver<Vec<u8>>) {
    use std::io::Write as _;
    while let Ok(frame) = frames.recv() {
        if stdin.write_all(&frame).and_then(|()| stdin.flush()).is_err() {
            return;
        }
    }
}

fn read_all(mut stdout: std::process::ChildStdout, answers: &SyncSender<Answer>, limits: &Limits) {
    loop {
        let answer = wire::read_answer(&mut stdout, limits);
        let is_last = answer.is_err();
        if answers.send(answer).is_err() || is_last {
            return;
        }
    }
}

/// Keeps the beginning of what the child says and reads on, so that it never waits for us.
fn listen(mut stderr: std::process::ChildStderr, words: &Mutex<Vec<u8>>) {
    let mut buffer = [0_u8; 1024];
    while let Ok(length) = stderr.read(&mut buffer) {
        if length == 0 {
            return;
        }
        let mut kept = words.lock().unwrap_or_else(PoisonError::into_inner);
        let room = LAST_WORDS_BYTES_MAX.saturating_sub(kept.len());
        kept.extend(buffer.iter().take(length.min(room)));
    }
}

#[expect(clippy::disallowed_methods, reason = "the age of a process is measured, no decision hangs on it")]
fn now() -> Instant {
    Instant::now()
}
