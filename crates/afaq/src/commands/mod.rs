//! The commands, one file each.

pub mod backup;
pub mod check;
pub mod demo;
pub mod docs;
pub mod doctor;
pub mod explain;
pub mod new;
pub mod process;
pub mod publish;
pub mod running;
pub mod schema;
pub mod seed;
pub mod serve;
pub mod simulate;
pub mod store;
pub mod test;

use std::io::Write;
use std::path::Path;

use anyhow::Context;

/// What runs everything that waits.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime")
}

/// Writes to a file, or to standard output.
pub fn write_out(out: Option<&Path>, text: &str) -> anyhow::Result<()> {
    match out {
        Some(path) => std::fs::write(path, text).with_context(|| format!("can't write `{}`", path.display())),
        None => match std::io::stdout().write_all(text.as_bytes()) {
            // A reader that has seen enough (a pager, `head`) is no fault.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other.context("can't write to standard output"),
        },
    }
}
