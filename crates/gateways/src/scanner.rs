//! Virus scanners: a real one over its socket, and one that knows the test signature alone.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use afaq_ports::{Fault, Scanner, Verdict};

/// The test signature that every scanner reports (EICAR, 2003), in two parts so that no scanner reports this file.
const TEST_SIGNATURE: [&str; 2] =
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];

/// Finds the test signature and nothing else: for the demonstration.
#[derive(Debug, Default, Clone, Copy)]
pub struct TestScanner;

impl Scanner for TestScanner {
    fn scan(&self, bytes: &[u8]) -> Result<Verdict, Fault> {
        let signature = TEST_SIGNATURE.concat();
        let is_found = bytes.windows(signature.len()).any(|window| window == signature.as_bytes());
        Ok(if is_found { Verdict::Infected("EICAR test file".into()) } else { Verdict::Clean })
    }
}

/// The scanner of ClamAV, over its protocol `INSTREAM`.
#[derive(Debug, Clone)]
pub struct Clamd {
    address: SocketAddr,
    timeout: Duration,
}

/// Bytes of one piece of the stream.
const PIECE_BYTES: usize = 64 * 1024;

impl Clamd {
    /// A scanner at an address.
    pub fn new(address: SocketAddr, timeout: Duration) -> Self {
        Self { address, timeout }
    }

    fn ask(&self, bytes: &[u8]) -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&self.address, self.timeout)?;
        stream.set_read_timeout(Some(self.timeout))?;
        stream.set_write_timeout(Some(self.timeout))?;
        stream.write_all(b"zINSTREAM\0")?;
        for piece in bytes.chunks(PIECE_BYTES) {
            let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
            stream.write_all(&length.to_be_bytes())?;
            stream.write_all(piece)?;
        }
        stream.write_all(&0_u32.to_be_bytes())?;
        let mut answer = Vec::new();
        stream.take(4_096).read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).trim_end_matches('\0').to_string())
    }
}

impl Scanner for Clamd {
    fn scan(&self, bytes: &[u8]) -> Result<Verdict, Fault> {
        let fault = |what: String| Fault { system: "virus scanner".into(), what, is_passing: true };
        let answer = self.ask(bytes).map_err(|error| fault(error.to_string()))?;
        let verdict = answer.strip_prefix("stream: ").unwrap_or(&answer);
        if verdict == "OK" {
            return Ok(Verdict::Clean);
        }
        match verdict.strip_suffix(" FOUND") {
            Some(name) => Ok(Verdict::Infected(name.to_string())),
            None => Err(fault(format!("unexpected answer: {verdict}"))),
        }
    }
}
