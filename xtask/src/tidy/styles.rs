//! Rules for what people see: one style sheet for both directions, every text in both languages.

use std::collections::BTreeSet;

use super::Fault;
use crate::shell;

/// Checks style sheets and texts.
pub fn check() -> anyhow::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for path in shell::files("crates", &[".css"])? {
        let text = std::fs::read_to_string(&path)?;
        let place = shell::short(&path);
        for (index, line) in text.lines().enumerate() {
            if let Some(word) = sided(line) {
                faults.push(Fault::at(
                    format!("{place}:{}", index + 1),
                    format!("`{word}`: use start and end, so that both directions work"),
                ));
            }
        }
    }
    for path in shell::files("crates", &["ar.ftl"])? {
        let arabic = keys(&std::fs::read_to_string(&path)?);
        let english = keys(&std::fs::read_to_string(path.with_file_name("en.ftl"))?);
        for key in arabic.symmetric_difference(&english) {
            faults.push(Fault::at(
                shell::short(&path),
                format!("the text `{key}` exists in one language only"),
            ));
        }
    }
    Ok(faults)
}

/// The first word of a line that names a side: `left`, `margin-right`, `border-left-color`.
fn sided(line: &str) -> Option<String> {
    let code = line.split("/*").next().unwrap_or_default();
    code.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .find(|word| word.split('-').any(|part| part == "left" || part == "right"))
        .map(str::to_string)
}

fn keys(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_string()))
        .collect()
}
