//! `afaq new`: a small pack that passes the check, to begin from.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};

use super::write_out;

/// Makes a pack in a new folder.
pub fn run(id: &str, folder: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let files = afaq_pack::scaffold(id)
        .with_context(|| format!("`{id}` is no id of a service: write kw.body.name in small letters"))?;
    let folder = folder.unwrap_or_else(|| PathBuf::from(id));
    if folder.exists() {
        bail!("`{}` exists already", folder.display());
    }
    for (path, bytes) in files {
        let file = folder.join(&path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)
                .with_context(|| format!("can't make the folder `{}`", parent.display()))?;
        }
        std::fs::write(&file, bytes).with_context(|| format!("can't write `{}`", file.display()))?;
    }
    let shown = folder.display();
    write_out(None, &format!("made {shown}\nnext: afaq check {shown} && afaq test {shown}\n"))?;
    Ok(ExitCode::SUCCESS)
}
