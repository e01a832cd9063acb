//! `afaq docs`: the whole service as one page for reviewers.

use std::path::Path;
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_pack::Options;
use anyhow::bail;

use super::write_out;
use crate::packs;

/// Writes the page.
pub fn run(folder: &Path, out: Option<&Path>, lang: Lang) -> anyhow::Result<ExitCode> {
    let pack = packs::read(folder)?;
    let read = afaq_pack::read(&pack.files, &pack.shared, &Options::default());
    let Some(service) = read.service else {
        bail!("the pack has faults; run `afaq check {}`", folder.display());
    };
    write_out(out, &afaq_pack::docs_html(&service, lang))?;
    Ok(ExitCode::SUCCESS)
}
