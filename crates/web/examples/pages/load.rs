//! An open-loop load generator: requests leave by a timetable, whether or not the answers before them came.
//!
//! Each latency counts from the moment at which the timetable wanted the request sent. A server that stalls is
//! charged with everybody who would have come meanwhile (coordinated omission is corrected).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Connections that are kept open; each has one request under way at most.
pub const CONNECTIONS: usize = 64;
/// Bytes that one answer may have.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// What a stretch of load gave.
#[derive(Default)]
pub struct Outcome {
    /// Latencies in microseconds.
    pub took_us: Vec<u32>,
    /// Answers that were no 200.
    pub wrong: usize,
    /// Bytes of all answers.
    pub bytes: u64,
    /// How long the stretch was.
    pub seconds: f64,
}

impl Outcome {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.took_us.len() as f64 / self.seconds.max(0.001)
    }

    /// The latency below which so many of a thousand lie, in milliseconds.
    pub fn permille_ms(&mut self, permille: usize) -> f64 {
        self.took_us.sort_unstable();
        let last = self.took_us.len().saturating_sub(1);
        let at = (self.took_us.len() * permille / 1_000).min(last);
        self.took_us.get(at).map_or(0.0, |us| f64::from(*us) / 1_000.0)
    }
}

/// Which requests are sent, and how fast.
#[derive(Clone)]
pub struct Plan {
    /// Where the server listens.
    pub to: SocketAddr,
    /// Whole requests; connections take them in turn.
    pub requests: Arc<Vec<Vec<u8>>>,
    /// Requests a second by the timetable; without it each connection sends as soon as it has its answer.
    pub rate: Option<f64>,
    /// How long.
    pub time: Duration,
}

/// Sends the load from a thread of its own and waits for its end.
pub fn run(plan: &Plan) -> std::io::Result<Outcome> {
    let plan = plan.clone();
    let thread = std::thread::Builder::new().name("load".into()).spawn(move || {
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(all(&plan))
    })?;
    thread.join().map_err(|_| std::io::Error::other("the load's thread ended"))?
}

async fn all(plan: &Plan) -> std::io::Result<Outcome> {
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(plan.to).await?);
    }
    // A moment to settle, so that the timetable begins with all connections there.
    let begin = Instant::now() + Duration::from_millis(20);
    let mut tasks = Vec::new();
    for (number, connection) in connections.into_iter().enumerate() {
        let plan = plan.clone();
        tasks.push(tokio::spawn(async move { one(connection, number, &plan, begin).await }));
    }
    let mut outcome = Outcome::default();
    for task in tasks {
        let part = task.await.map_err(|_| std::io::Error::other("a connection's task ended"))??;
        outcome.took_us.extend(part.took_us);
        outcome.wrong += part.wrong;
        outcome.bytes += part.bytes;
    }
    outcome.seconds = begin.elapsed().as_secs_f64();
    Ok(outcome)
}

async fn one(
    mut connection: Connection,
    number: usize,
    plan: &Plan,
    begin: Instant,
) -> std::io::Result<Outcome> {
    let mut outcome = Outcome::default();
    let end = begin + plan.time;
    tokio::time::sleep_until(begin.into()).await;
    for turn in 0.. {
        let wanted = match plan.rate {
            Some(rate) => begin + Duration::from_secs_f64((turn * CONNECTIONS + number) as f64 / rate),
            None => Instant::now(),
        };
        // A server that is far behind its timetable has failed: nobody waits for it without end.
        if wanted >= end || Instant::now() >= end + plan.time {
            break;
        }
        if wanted > Instant::now() {
            tokio::time::sleep_until(wanted.into()).await;
        }
        let request = &plan.requests[(turn * CONNECTIONS + number) % plan.requests.len()];
        let answer = connection.ask(request).await?;
        outcome.wrong += usize::from(answer.status != 200);
        outcome.bytes += answer.bytes as u64;
        outcome.took_us.push(u32::try_from(wanted.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    Ok(outcome)
}

/// One kept connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What matters of an answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its bytes, head and body.
    pub bytes: usize,
}

impl Connection {
    /// Connects.
    pub async fn open(to: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if let Some(answer) = whole(&self.buffer)? {
                return Ok(answer);
            }
            if self.buffer.len() > ANSWER_BYTES_MAX {
                return Err(std::io::Error::other("an answer without end"));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::Error::other("the server closed a connection"));
            }
        }
    }

    /// The last answer as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.buffer).into_owned()
    }
}

/// The answer, once it is there whole.
fn whole(buffer: &[u8]) -> std::io::Result<Option<Answer>> {
    let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&buffer[..head]).map_err(std::io::Error::other)?;
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other("an answer without a status"))?;
    let (mut length, mut is_chunked) = (None, false);
    for line in text.split("\r\n").skip(1) {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<usize>().ok();
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            is_chunked = value.trim().eq_ignore_ascii_case("chunked");
        }
    }
    let body = head + 4;
    let end = if is_chunked { chunks(buffer, body) } else { Some(body + length.unwrap_or_default()) };
    Ok(end.filter(|end| *end <= buffer.len()).map(|bytes| Answer { status, bytes }))
}

/// Where a chunked body ends; nothing while a part is missing.
fn chunks(buffer: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let line = buffer.get(at..)?.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(buffer.get(at..at + line)?).ok()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        at += line + 2 + size + 2;
        if size == 0 {
            return Some(at);
        }
    }
}
