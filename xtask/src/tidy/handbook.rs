//! The handbook names every setting, every log line and every figure that the code has, and none that it has not.

use std::collections::BTreeSet;

use super::Fault;
use crate::shell;

const HANDBOOK: &str = "docs/handbook.md";

/// Checks the handbook's tables against the code.
pub fn check() -> anyhow::Result<Vec<Fault>> {
    let handbook = std::fs::read_to_string(shell::root().join(HANDBOOK))?;
    let mut lines = BTreeSet::new();
    let mut figures = BTreeSet::new();
    for path in shell::files("crates", &[".rs"])? {
        let text = std::fs::read_to_string(&path)?;
        let place = shell::short(&path);
        if !place.contains("/src/") || place.contains("/tests") {
            continue;
        }
        lines.extend(log_lines(&text));
        figures.extend(after_each(&text, "# TYPE afaq_").into_iter().map(|name| format!("afaq_{name}")));
    }
    let settings = std::fs::read_to_string(shell::root().join("crates/afaq/src/settings.rs"))?;
    let settings = fields(&settings, "pub struct Settings {");
    let mut faults = Vec::new();
    for (title, found) in [("Log lines", lines), ("Figures", figures), ("Settings", settings)] {
        let told = table(&handbook, title);
        for missing in found.difference(&told) {
            faults.push(Fault::at(HANDBOOK, format!("`{missing}` is missing in the table under `{title}`")));
        }
        for gone in told.difference(&found) {
            faults.push(Fault::at(HANDBOOK, format!("`{gone}` under `{title}` is not in the code any more")));
        }
    }
    Ok(faults)
}

/// The messages of log lines of level `info` and above.
fn log_lines(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for level in ["tracing::error!(", "tracing::warn!(", "tracing::info!("] {
        for (at, _) in text.match_indices(level) {
            // The message is the one text in it: what changes stands in fields.
            found.extend(text[at + level.len()..].split('"').nth(1).map(str::to_string));
        }
    }
    found
}

fn after_each(text: &str, mark: &str) -> Vec<String> {
    let ends = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let rests = text.match_indices(mark).map(|(at, _)| &text[at + mark.len()..]);
    rests.filter_map(|rest| rest.split(ends).next()).map(str::to_string).collect()
}

/// The names of the public fields of a struct.
fn fields(text: &str, begin: &str) -> BTreeSet<String> {
    let inside = text.split_once(begin).map(|(_, rest)| rest).unwrap_or_default();
    let inside = inside.split("\n}").next().unwrap_or_default();
    let named = inside.lines().filter_map(|line| line.trim().strip_prefix("pub "));
    named.filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_string()).collect()
}

/// What stands in backticks at the beginning of each row of the table under a title.
fn table(text: &str, title: &str) -> BTreeSet<String> {
    let under = text.lines().skip_while(|line| line.trim_start_matches('#').trim() != title).skip(1);
    let rows = under.take_while(|line| !line.starts_with('#')).filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`')).map(|(name, _)| name.to_string()).collect()
}
