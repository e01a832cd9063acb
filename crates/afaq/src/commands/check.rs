//! `afaq check`: all problems of packs at once, each with its place and a way to mend it.

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_pack::{Options, report};

use super::write_out;
use crate::cli::Format;
use crate::packs;

/// Checks packs. The exit code is 1 where there is at least one error.
pub fn run(folders: &[PathBuf], format: Format, lang: Lang) -> anyhow::Result<ExitCode> {
    let mut has_errors = false;
    let mut reports = Vec::new();
    for pack in packs::find(folders)? {
        let read = afaq_pack::read(&pack.files, &pack.shared, &Options::default());
        has_errors |= read.problems.iter().any(|problem| problem.severity == afaq_pack::Severity::Error);
        reports.push((pack, read));
    }
    let mut text = String::new();
    match format {
        Format::Human => {
            for (pack, read) in &reports {
                let name = pack.path.display().to_string();
                text += &report::human(&name, &pack.files, &pack.shared, read, lang);
            }
        }
        Format::Json | Format::Sarif => {
            let all: Vec<_> =
                reports.iter().map(|(pack, read)| (pack.path.display().to_string(), read)).collect();
            text = match format {
                Format::Sarif => report::sarif(&all, lang),
                Format::Json | Format::Human => report::json(&all),
            };
            text.push('\n');
        }
    }
    write_out(None, &text)?;
    Ok(if has_errors { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
