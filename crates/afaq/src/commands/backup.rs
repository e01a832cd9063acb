//! `afaq backup` and `afaq restore`: a verified copy of the whole store, and the way back.

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_gateways::SystemClock;
use afaq_ports::Clock;
use anyhow::{Context, bail};
use clap::Args;

use super::{runtime, write_out};
use crate::{settings, wiring};

/// What `backup` needs.
#[derive(Debug, Args)]
pub struct Options {
    /// The new folder of the copy
    to: PathBuf,
    /// The settings file of the installation
    #[arg(long)]
    settings: Option<PathBuf>,
}

/// What `restore` needs.
#[derive(Debug, Args)]
pub struct RestoreOptions {
    /// The folder of the copy
    backup: PathBuf,
    /// The new folder of the store
    to: PathBuf,
}

/// Copies the store while others use it, and verifies the copy.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let settings = settings::read(options.settings.as_deref(), std::env::vars())?;
    if !settings.data.exists() {
        bail!("there is no store at `{}`", settings.data.display());
    }
    runtime()?.block_on(async {
        let store = wiring::open_store(&settings).await?;
        let manifest = store.backup(&options.to, SystemClock.now()).await.context("the backup")?;
        store.close().await;
        afaq_store::verify_backup(&options.to).await.context("the copy does not verify")?;
        write_out(
            None,
            &format!(
                "copied and verified: {}\n{}\nthe master key `{}` is not in it: keep a copy of it in another place\n",
                options.to.display(),
                serde_json::to_string_pretty(&manifest)?,
                settings.master_key.display()
            ),
        )?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Makes a store from a copy. An existing folder is never written over.
pub fn restore(options: &RestoreOptions) -> anyhow::Result<ExitCode> {
    runtime()?.block_on(async {
        let manifest =
            afaq_store::restore_backup(&options.backup, &options.to).await.context("the restoring")?;
        write_out(
            None,
            &format!(
                "restored and verified: {}\n{}\n",
                options.to.display(),
                serde_json::to_string_pretty(&manifest)?
            ),
        )?;
        Ok(ExitCode::SUCCESS)
    })
}
