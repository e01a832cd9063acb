//! The one binary: settings, wiring and commands.

mod cli;
mod commands;
mod demo;
mod packs;
mod settings;
mod wiring;

use std::process::ExitCode;

/// A command makes and drops many small values: the system's allocator took a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
