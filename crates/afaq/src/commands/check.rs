//! `afaq check`: all problems of packs at once, each with its place and a way to mend it.

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_pack::{Options, Problem, report};

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
                text += &format!("{}\n", pack.path.display());
                text += &report::human(&read.problems, &pack.files, &pack.shared, lang);
            }
        }
        Format::Json | Format::Sarif => {
            // Of several packs, each problem's file begins with its pack's folder.
            let problems: Vec<Problem> = reports
                .into_iter()
                .flat_map(|(pack, read)| placed(pack.path.display().to_string(), read.problems))
                .collect();
            let value = match format {
                Format::Sarif => report::sarif(&problems),
                Format::Json | Format::Human => report::json(&problems),
            };
            text = format!("{}\n", serde_json::to_string_pretty(&value)?);
        }
    }
    write_out(None, &text)?;
    Ok(if has_errors { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn placed(folder: String, problems: Vec<Problem>) -> impl Iterator<Item = Problem> {
    problems.into_iter().map(move |mut problem| {
        problem.file = format!("{folder}/{}", problem.file);
        problem
    })
}
