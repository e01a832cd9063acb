//! What runs inside a child process.

use std::io::{self, BufWriter, Read, Write};
use std::thread;

use rlimit::Resource;

use crate::error::RenderError;
use crate::limits::{Limits, STACK_BYTES};
use crate::request::{RenderRequest, Rendered};
use crate::sample;
use crate::typeset::render;
use crate::wire;

/// Open files that a child may have: its three pipes and one to spare.
const OPEN_FILES_MAX: u64 = 4;

/// Runs a child: reads limits and then requests from the standard input, writes answers to the standard output,
/// until the parent closes the pipe. Gives the exit code.
///
/// The limits take hold before the first request is read. A template cannot open files or connections, and the
/// process cannot write files or leave a memory image behind.
#[must_use]
pub fn child_main() -> i32 {
    // The usual message would print what the panicking code was given, which may be a person's data.
    std::panic::set_hook(Box::new(|_| {}));
    match serve(&mut io::stdin().lock(), &mut BufWriter::new(io::stdout().lock())) {
        Ok(()) => 0,
        Err(_) => 1,
    }
}

fn serve(from: &mut impl Read, out: &mut impl Write) -> io::Result<()> {
    let limits = wire::read_limits(from)?;
    restrict(&limits)?;
    warm(&limits);
    while let Some(request) = wire::read_request(from)? {
        match on_own_stack(request, &limits) {
            Some(answer) => wire::write_answer(out, answer)?,
            None => {
                // After a panic the library's caches cannot be trusted: answer, then end.
                wire::write_answer(
                    out,
                    Err(RenderError::Crashed { how: "a fault of the typesetting library".to_owned() }),
                )?;
                return Err(io::Error::other("panicked"));
            }
        }
    }
    Ok(())
}

/// Sets the limits of this process, which it cannot raise again.
fn restrict(limits: &Limits) -> io::Result<()> {
    let memory = limits.memory_mb.saturating_mul(1024 * 1024);
    // A child that is caught in a loop when its parent is killed must not run on for ever.
    let processor_s = limits.child_age_s_max.saturating_add(limits.timeout_ms / 1000).saturating_add(1);
    for (resource, limit) in [
        (Resource::AS, memory),
        (Resource::CPU, processor_s),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, OPEN_FILES_MAX),
    ] {
        if resource.is_supported() {
            resource.set(limit, limit)?;
        }
    }
    Ok(())
}

/// Reads fonts and fills the caches with our library's own evaluation, so that the first document waits less.
fn warm(limits: &Limits) {
    drop(on_own_stack(sample::request(), limits));
}

/// `None` if the thread panicked or could not be started.
fn on_own_stack(request: RenderRequest, limits: &Limits) -> Option<Result<Rendered, RenderError>> {
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, move || render(&request, limits))
            .ok()?
            .join()
            .ok()
    })
}
