//! Frames between parent and child: a length in four bytes (the most significant first), then that many bytes.

use std::io::{self, ErrorKind, Read, Write};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::{RenderError, TemplateProblem};
use crate::limits::{ASSETS_MAX, FRAME_BYTES_MAX, Limits};
use crate::request::{Asset, RenderRequest, Rendered};

/// What a child answers; the document itself follows in a frame of its own.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Set { pages: usize, replaced: Vec<char>, warnings: Vec<TemplateProblem> },
    Failed(RenderError),
}

/// Writes the limits, once, before the first request.
pub fn write_limits(out: &mut impl Write, limits: &Limits) -> io::Result<()> {
    write_json(out, limits)
}

/// Reads the limits.
pub fn read_limits(from: &mut impl Read) -> io::Result<Limits> {
    read_json(from)
}

/// Writes a request: itself, the names of its assets, the assets.
pub fn write_request(out: &mut impl Write, request: &RenderRequest) -> io::Result<()> {
    write_json(out, request)?;
    write_json(out, &request.assets.iter().map(|asset| &asset.name).collect::<Vec<_>>())?;
    request.assets.iter().try_for_each(|asset| write_frame(out, &asset.bytes))
}

/// Reads a request; `None` if the parent has closed the pipe between two requests.
pub fn read_request(from: &mut impl Read) -> io::Result<Option<RenderRequest>> {
    let Some(frame) = read_frame_or_end(from, FRAME_BYTES_MAX)? else { return Ok(None) };
    let mut request: RenderRequest = parse(&frame)?;
    let names: Vec<String> = read_json(from)?;
    if names.len() > ASSETS_MAX {
        return Err(invalid("too many assets"));
    }
    for name in names {
        request.assets.push(Asset { name, bytes: read_frame(from, FRAME_BYTES_MAX)? });
    }
    Ok(Some(request))
}

/// Writes an answer.
pub fn write_answer(out: &mut impl Write, answer: Result<Rendered, RenderError>) -> io::Result<()> {
    match answer {
        Ok(Rendered { pdf, pages, replaced, warnings }) => {
            write_json(out, &Answer::Set { pages, replaced, warnings })?;
            write_frame(out, &pdf)?;
        }
        Err(error) => write_json(out, &Answer::Failed(error))?,
    }
    out.flush()
}

/// Reads an answer; a child that answers anything else is not believed.
pub fn read_answer(from: &mut impl Read, limits: &Limits) -> io::Result<Result<Rendered, RenderError>> {
    Ok(match read_json(from)? {
        Answer::Set { pages, replaced, warnings } => {
            Ok(Rendered { pdf: read_frame(from, limits.output_bytes_max)?, pages, replaced, warnings })
        }
        Answer::Failed(error) => Err(error),
    })
}

fn write_json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write_frame(out, &serde_json::to_vec(value).map_err(io::Error::other)?)
}

fn read_json<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    parse(&read_frame(from, FRAME_BYTES_MAX)?)
}

fn parse<T: DeserializeOwned>(frame: &[u8]) -> io::Result<T> {
    serde_json::from_slice(frame).map_err(|_| invalid("a frame is not what it should be"))
}

fn write_frame(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| invalid("a frame is too long"))?;
    out.write_all(&length.to_be_bytes())?;
    out.write_all(bytes)
}

fn read_frame(from: &mut impl Read, bytes_max: usize) -> io::Result<Vec<u8>> {
    read_frame_or_end(from, bytes_max)?.ok_or_else(|| ErrorKind::UnexpectedEof.into())
}

/// Memory grows with what really arrives, never with what a length claims.
fn read_frame_or_end(from: &mut impl Read, bytes_max: usize) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::with_capacity(4);
    from.take(4).read_to_end(&mut head)?;
    let length = match <[u8; 4]>::try_from(head.as_slice()) {
        Ok(bytes) => u32::from_be_bytes(bytes) as usize,
        Err(_) if head.is_empty() => return Ok(None),
        Err(_) => return Err(ErrorKind::UnexpectedEof.into()),
    };
    if length > bytes_max {
        return Err(invalid("a frame is too long"));
    }
    let mut frame = Vec::new();
    from.take(length as u64).read_to_end(&mut frame)?;
    if frame.len() < length { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(Some(frame)) }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}
