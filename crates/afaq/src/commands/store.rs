//! `afaq store copy`: a whole installation from SQLite to PostgreSQL and back, compared event by event.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;

use super::{runtime, write_out};
use crate::{settings, wiring};

/// What can be done with a store.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Copy everything of a store into another that is new, and compare the two
    Copy {
        /// The settings file of the installation to copy; stop its program before
        from: PathBuf,
        /// The settings file of the new installation, with the same master key and the same place of files
        to: PathBuf,
    },
}

/// Does it.
pub fn run(action: &Action) -> anyhow::Result<ExitCode> {
    let Action::Copy { from, to } = action;
    let read = |file: &PathBuf| {
        settings::read(Some(file), std::iter::empty())
            .with_context(|| format!("the settings `{}`", file.display()))
    };
    let (from, to) = (read(from)?, read(to)?);
    if from.master_key != to.master_key {
        bail!("both installations need the same `master_key`: what is sealed goes over as it lies there");
    }
    if from.postgres()?.is_none() && !from.data.exists() {
        bail!("there is no store at `{}`", from.data.display());
    }
    runtime()?.block_on(async {
        let (source, target) = (wiring::open_store(&from).await?, wiring::open_store(&to).await?);
        let copied = source.copy_to(&target).await.context("the copy")?;
        source.close().await;
        target.close().await;
        write_out(
            None,
            &format!(
                "copied and compared: {} events, {} other rows\nfingerprint of both logs: {}\n{}",
                copied.events,
                copied.rows,
                copied.sha256,
                if from.data == to.data {
                    String::new()
                } else {
                    format!(
                        "bytes of files lie where `files` says; if that is the folder, bring `{0}/files` to `{1}/files` now\n",
                        from.data.display(),
                        to.data.display()
                    )
                }
            ),
        )?;
        Ok(ExitCode::SUCCESS)
    })
}
