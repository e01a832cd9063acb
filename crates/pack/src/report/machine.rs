//! Problems for machines: our own JSON, and SARIF 2.1.0 for code hosts and editors.

use serde_json::{Value, json};

use crate::codes;
use crate::problem::{Problem, Severity};

/// All problems as JSON.
#[must_use]
pub fn json(problems: &[Problem]) -> Value {
    json!({ "problems": problems })
}

/// All problems as SARIF 2.1.0 (columns count Unicode code points).
#[must_use]
pub fn sarif(problems: &[Problem]) -> Value {
    let rules: Vec<Value> = codes::all()
        .iter()
        .filter(|one| problems.iter().any(|problem| problem.code == one.code))
        .map(|one| {
            json!({
                "id": one.code,
                "shortDescription": {"text": one.title.en},
                "fullDescription": {"text": one.why.en},
                "help": {"text": one.mend.en},
                "defaultConfiguration": {"level": level(one.severity)},
            })
        })
        .collect();
    let results: Vec<Value> = problems
        .iter()
        .map(|problem| {
            json!({
                "ruleId": problem.code,
                "level": level(problem.severity),
                "message": {"text": format!("{}. {}", problem.message.en, problem.help.en)},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": problem.file},
                    "region": {"startLine": problem.line, "startColumn": problem.column},
                }}],
                "properties": {"message_ar": problem.message.ar, "help_ar": problem.help.ar},
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "afaq", "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
