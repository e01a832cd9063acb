//! `afaq explain`: what a code means, why it matters and how to mend it.

use std::process::ExitCode;

use afaq_base::{ErrorCode, Lang};
use anyhow::bail;

use super::write_out;

/// Explains a code.
pub fn run(code: &str, lang: Lang) -> anyhow::Result<ExitCode> {
    let code = code.trim().to_ascii_uppercase();
    if let Some(found) = afaq_pack::codes::explain(&code) {
        let (title, why, mend) = (found.title.get(lang), found.why.get(lang), found.mend.get(lang));
        write_out(None, &format!("{code}: {title}\n\n{why}\n{mend}\n\n{}\n", found.example))?;
        return Ok(ExitCode::SUCCESS);
    }
    let entry = ErrorCode::parse(&code).and_then(|parsed| {
        afaq_base::code::ENTRIES
            .iter()
            .chain(afaq_documents::code::ENTRIES)
            .chain(afaq_store::code::ENTRIES)
            .find(|entry| entry.code == parsed)
    });
    match entry {
        Some(entry) => {
            let (title, help) = (entry.title.get(lang), entry.help.get(lang));
            write_out(None, &format!("{code}: {title}\n\n{help}\n"))?;
            Ok(ExitCode::SUCCESS)
        }
        None => bail!("there is no code `{code}`"),
    }
}
