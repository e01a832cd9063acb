//! `afaq decide analyze`: what is wrong with the rules, with an example for each.

use std::process::ExitCode;

use afaq_base::Lang;
use afaq_dmn::{Finding, Model};

use super::model::{self, Loaded};
use super::{Form, Of, in_lang, json};

/// Analyzes a model. The exit code is 1 where it has defects.
pub fn run(of: &Of) -> anyhow::Result<ExitCode> {
    let lang: Lang = of.lang.into();
    let loaded = model::load(&of.model, &of.which, lang)?;
    let findings = findings(&loaded, of.decision.as_deref());
    let has_defects = findings.iter().any(|(_, finding)| finding.is_defect());
    let text = match of.format {
        Form::Text => report(&loaded, &findings, lang),
        Form::Json => as_json(&findings),
    };
    crate::commands::write_out(None, &text)?;
    Ok(if has_defects { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The findings of a model, or of one of its decisions.
pub fn findings(loaded: &Loaded, decision: Option<&str>) -> Vec<(String, Finding)> {
    let others: Vec<&Model> = loaded.others.iter().collect();
    let all = loaded.model.analyze(&others);
    let named = decision.and_then(|name| loaded.model.find_decision(name)).map(|found| found.name.clone());
    all.into_iter().filter(|(owner, _)| named.as_ref().is_none_or(|name| name == owner)).collect()
}

/// One finding as a line.
pub fn line(finding: &Finding, lang: Lang) -> String {
    let place = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!("{line}:{column}: "),
        _ => String::new(),
    };
    let message = match lang {
        Lang::Ar => finding.message_ar(),
        Lang::En => finding.message_en(),
    };
    format!("{} {place}{message}", finding.code())
}

fn report(loaded: &Loaded, findings: &[(String, Finding)], lang: Lang) -> String {
    let mut text = String::new();
    for warning in &loaded.warnings {
        text += &format!("{warning}\n");
    }
    for (owner, finding) in findings {
        let weight = if finding.is_defect() {
            in_lang(lang, "خلل", "defect")
        } else {
            in_lang(lang, "ملاحظة", "remark")
        };
        text += &format!("{weight} `{owner}` {}\n", line(finding, lang));
    }
    let defects = findings.iter().filter(|(_, finding)| finding.is_defect()).count();
    let remarks = findings.len() - defects;
    text + &match lang {
        Lang::Ar => format!("الخلل: {defects}، الملاحظات: {remarks}\n"),
        Lang::En => format!("defects: {defects}, remarks: {remarks}\n"),
    }
}

fn as_json(findings: &[(String, Finding)]) -> String {
    let one = |(owner, finding): &(String, Finding)| {
        let number = |value: Option<u32>| value.map_or("null".to_owned(), |value| value.to_string());
        format!(
            "{{\"decision\": {}, \"code\": {}, \"defect\": {}, \"rules\": {:?}, \"line\": {}, \"column\": {}, \"ar\": {}, \"en\": {}}}",
            json::text(owner),
            json::text(finding.code()),
            finding.is_defect(),
            finding.rules,
            number(finding.line),
            number(finding.column),
            json::text(&finding.message_ar()),
            json::text(&finding.message_en())
        )
    };
    format!("[\n{}\n]\n", findings.iter().map(one).collect::<Vec<_>>().join(",\n"))
}
