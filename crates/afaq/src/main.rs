//! The one binary: settings, wiring and commands.

mod city;
mod cli;
mod commands;
mod decide;
mod demo;
mod files;
mod packs;
mod settings;
mod wiring;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
