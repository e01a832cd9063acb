//! A browser without a screen: one person's cookies, plain HTTP/1.1, one connection for each request.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long a person waits for one answer; a command is kept for a minute by the other side.
const ANSWER: Duration = Duration::from_secs(80);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// Bytes of one answer at most.
const ANSWER_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// One person's browser.
pub struct Browser {
    door: SocketAddr,
    cookie: Option<String>,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    /// Where a redirect leads to.
    pub location: Option<String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What a form sends.
pub enum Sent<'a> {
    Nothing,
    Fields(&'a [(String, String)]),
    /// Fields, and files: the name of the field, the name of the file, its bytes.
    Files(&'a [(String, String)], &'a [(String, String, Vec<u8>)]),
}

impl Browser {
    pub fn new(door: SocketAddr) -> Self {
        Self { door, cookie: None }
    }

    /// Sends one request and reads its answer; nothing where the connection failed or nothing came.
    pub fn ask(&mut self, path: &str, sent: &Sent<'_>) -> Option<Answer> {
        let (kind, body) = match sent {
            Sent::Nothing => (None, Vec::new()),
            Sent::Fields(fields) => {
                (Some("application/x-www-form-urlencoded".to_string()), urlencoded(fields))
            }
            Sent::Files(fields, files) => {
                let edge = "afaq-edge-5f1c2a";
                (Some(format!("multipart/form-data; boundary={edge}")), multipart(edge, fields, files))
            }
        };
        let method = if kind.is_some() { "POST" } else { "GET" };
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {0}\r\nConnection: close\r\n", self.door);
        if let Some(kind) = kind {
            head += &format!(
                "Origin: http://{}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n",
                self.door,
                body.len()
            );
        }
        if let Some(cookie) = &self.cookie {
            head += &format!("Cookie: {cookie}\r\n");
        }
        let mut line = TcpStream::connect_timeout(&self.door, CONNECT).ok()?;
        line.set_read_timeout(Some(ANSWER)).ok()?;
        line.set_write_timeout(Some(ANSWER)).ok()?;
        line.write_all(format!("{head}\r\n").as_bytes()).ok()?;
        line.write_all(&body).ok()?;
        let mut bytes = Vec::new();
        line.take(ANSWER_BYTES_MAX).read_to_end(&mut bytes).ok()?;
        self.read(&bytes)
    }

    fn read(&mut self, bytes: &[u8]) -> Option<Answer> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let find = |name: &str| {
            head.lines()
                .filter_map(|line| line.split_once(':'))
                .find_map(|(found, value)| found.eq_ignore_ascii_case(name).then(|| value.trim().to_string()))
        };
        if let Some(cookie) = find("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_string);
        }
        let raw = &bytes[end + 4..];
        let body = if find("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
            unchunked(raw)?
        } else {
            // Half an answer is none.
            match find("content-length").and_then(|value| value.parse::<usize>().ok()) {
                Some(length) => raw.get(..length)?.to_vec(),
                None => raw.to_vec(),
            }
        };
        Some(Answer { status, location: find("location"), body })
    }
}

fn unchunked(mut raw: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = raw.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&raw[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        raw = raw.get(end + 2..)?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(raw.get(..size)?);
        raw = raw.get(size + 2..)?;
    }
}

fn urlencoded(fields: &[(String, String)]) -> Vec<u8> {
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&").into_bytes()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            escaped.push(char::from(byte));
        } else {
            escaped += &format!("%{byte:02X}");
        }
    }
    escaped
}

fn multipart(edge: &str, fields: &[(String, String)], files: &[(String, String, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    for (name, file, bytes) in files {
        body.extend_from_slice(
            format!(
                "--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{edge}--\r\n").as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_whole_or_not_at_all() {
        let mut browser = Browser::new(SocketAddr::from(([127, 0, 0, 1], 1)));
        let mut read =
            |text: &str| browser.read(text.as_bytes()).map(|answer| (answer.status, answer.text()));
        assert_eq!(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"), Some((200, "ab".into())));
        assert_eq!(read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"), None);
        let chunked = "HTTP/1.1 303 See\r\nTransfer-Encoding: chunked\r\nSet-Cookie: s=1; Path=/\r\n\r\n";
        assert_eq!(read(&format!("{chunked}2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")), Some((303, "abc".into())));
        assert_eq!(read(&format!("{chunked}2\r\nab\r\n")), None);
        assert_eq!(browser.cookie.as_deref(), Some("s=1"));
    }
}
