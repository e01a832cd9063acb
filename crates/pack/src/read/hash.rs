//! The two hashes of a version: what it does, and everything that it says.

use sha2::{Digest, Sha256};

use super::PackFiles;

/// Texts for people may change without changing what the service does.
const TEXT_KEYS: [&str; 14] = [
    "label", "hint", "help", "error", "title", "name", "summary", "keywords", "subject", "body", "unit",
    "item", "add", "mend",
];

/// The behavior hash and the content hash, in hex.
pub(super) fn hashes(pack: &PackFiles) -> (String, String) {
    let mut content = Sha256::new();
    let mut behavior = Sha256::new();
    for (name, bytes) in pack {
        feed(&mut content, name.as_bytes());
        feed(&mut content, bytes);
        if !is_behavior(name) {
            continue;
        }
        feed(&mut behavior, name.as_bytes());
        match std::str::from_utf8(bytes) {
            Ok(text) if name.ends_with(".yaml") => feed(&mut behavior, without_texts(name, text).as_bytes()),
            Ok(text) if name == "rules.md" => feed(&mut behavior, rules_only(text).as_bytes()),
            _ => feed(&mut behavior, bytes),
        }
    }
    (hex(&behavior.finalize()), hex(&content.finalize()))
}

fn feed(hash: &mut Sha256, bytes: &[u8]) {
    // The length first: two files can never be taken for two others.
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

fn is_behavior(name: &str) -> bool {
    matches!(
        name,
        "service.yaml"
            | "data.yaml"
            | "form.yaml"
            | "rules.md"
            | "rules.dmn"
            | "process.bpmn"
            | "messages.yaml"
    )
}

/// The tree of a YAML file without the texts for people, written in one plain way.
fn without_texts(name: &str, text: &str) -> String {
    let source = crate::source::Source::new(name, text);
    let mut problems = crate::problem::Problems::default();
    let mut out = String::new();
    if let Some(root) = crate::yaml::read(&source, text, 1, &mut problems) {
        // The label names the version, so it changes with each: it says nothing of what the service does.
        let is_label = |key: &str| name == "service.yaml" && key == "label";
        match &root.value {
            crate::yaml::Value::Map(entries) => {
                write_map(entries.iter().filter(|(key, _)| !is_label(&key.text)), &mut out);
            }
            crate::yaml::Value::Scalar { .. } | crate::yaml::Value::List(_) => write(&root, &mut out),
        }
    }
    out
}

fn write(node: &crate::yaml::Node, out: &mut String) {
    use crate::yaml::Value;
    match &node.value {
        Value::Scalar { text, .. } => {
            out.push('"');
            out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
            out.push('"');
        }
        Value::List(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Map(entries) => write_map(entries.iter(), out),
    }
}

fn write_map<'a>(entries: impl Iterator<Item = &'a (crate::yaml::Key, crate::yaml::Node)>, out: &mut String) {
    out.push('{');
    // The order of keys means nothing, except where names are listed in the order of pages
    // and concepts: these are lists or are sorted here alike.
    let mut sorted: Vec<_> = entries.collect();
    sorted.sort_by(|one, other| one.0.text.cmp(&other.0.text));
    for (key, value) in sorted {
        let is_words = value.is_map() && value.get("ar").is_some() && value.get("en").is_some();
        if is_words && TEXT_KEYS.contains(&key.text.as_str()) {
            continue;
        }
        if is_words {
            // The label of a choice: its id counts, its words do not.
            out.push_str(&key.text);
            out.push(',');
            continue;
        }
        out.push_str(&key.text);
        out.push(':');
        write(value, out);
        out.push(',');
    }
    out.push('}');
}

/// The blocks and tables of the rules; the prose and the reasons' words are left out.
fn rules_only(text: &str) -> String {
    let mut out = String::new();
    let (mut in_block, mut is_reasons) = (false, false);
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(word) = trimmed.strip_prefix("```") {
            in_block = !in_block;
            is_reasons = in_block && word.trim() == "reasons";
            out.push_str(trimmed);
            out.push('\n');
        } else if is_reasons {
            if trimmed.starts_with("law:") || (!line.starts_with(' ') && trimmed.ends_with(':')) {
                out.push_str(trimmed);
                out.push('\n');
            }
        } else if in_block || trimmed.starts_with('|') {
            out.push_str(trimmed);
            out.push('\n');
        }
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
