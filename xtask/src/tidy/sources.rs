//! Rules for source files: the first line, purity of the lower floors, no paths of machines.

use super::Fault;
use crate::shell;

/// The pure floors, 0 to 3.
const PURE: &[&str] = &["base", "feel", "dmn", "bpmn", "pack", "domain", "ports"];

/// What a pure floor may not say, each with the reason.
const IMPURE: &[(&str, &str)] = &[
    ("std::fs", "no files below floor 4"),
    ("std::net", "no network below floor 4"),
    ("std::thread", "no threads below floor 4: the caller spreads work"),
    ("std::env", "no environment below floor 4"),
    ("SystemTime", "time comes in with the command"),
    ("std::time::Instant", "time comes in with the command"),
    ("Timestamp::now", "time comes in with the command"),
    ("Zoned::now", "time comes in with the command"),
    ("async fn", "nothing waits below floor 4"),
    ("tokio::", "nothing waits below floor 4"),
    ("tracing::", "no logging below floor 4"),
    ("getrandom", "identifiers come in with the command"),
    ("thread_local!", "no state of threads below floor 4"),
    ("static mut", "no shared state"),
];

/// Checks every source file of the house.
pub fn check() -> anyhow::Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for path in shell::files(".", &[".rs"])? {
        let text = std::fs::read_to_string(&path)?;
        let place = shell::short(&path);
        if !text.starts_with("//!") {
            faults.push(Fault::at(&place, "begins with one `//!` sentence that says what the file is for"));
        }
        let is_pure = PURE.iter().any(|room| place.starts_with(&format!("crates/{room}/src/")));
        if is_pure && !place.ends_with("tests.rs") && !place.contains("/tests/") {
            faults.extend(impurities(&place, &text));
        }
    }
    Ok(faults)
}

fn impurities(place: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            break;
        }
        let code = line.split("//").next().unwrap_or_default();
        for (word, reason) in IMPURE {
            if code.contains(word) {
                faults.push(Fault::at(format!("{place}:{}", index + 1), format!("`{word}`: {reason}")));
            }
        }
    }
    faults
}
