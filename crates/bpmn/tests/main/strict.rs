//! The strict profile on the public suite of invalid models: each is refused by its rule.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afaq_bpmn::{check_strict, explanations};

use crate::betsy::shared;

fn models(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            models(&entry, found);
        } else if entry.extension().is_some_and(|end| end == "bpmn") {
            found.push(entry);
        }
    }
}

/// Codes that a broken rule brings with it, because the rules overlap.
fn goes_with(rule: &str) -> &'static [&'static str] {
    match rule {
        "EXT002" | "EXT003" => &["EXT101", "EXT102", "EXT107", "REF001", "EXT150", "EXT151", "EXT011"],
        _ => &[],
    }
}

#[test]
fn every_invalid_model_is_refused_by_its_rule() {
    let Some(folder) = shared("bpmn-betsy") else {
        assert!(std::env::var_os("AFAQ_REQUIRE_SHARED").is_none(), "the shared suites are missing");
        println!("skipped: the shared folder with the suite is not here");
        return;
    };
    let mut all = Vec::new();
    models(&folder.join("bpmn_constraints"), &mut all);
    let (mut missed, mut besides) = (Vec::new(), BTreeMap::new());
    for model in &all {
        let rule = model.parent().and_then(|parent| parent.file_name()).expect("a rule").to_string_lossy();
        let bytes = std::fs::read(model).expect("a model");
        let problems = check_strict(&String::from_utf8_lossy(&bytes));
        let name = model.file_name().expect("a name").to_string_lossy().into_owned();
        let is_of = |code: &str| code.starts_with(&*rule);
        if !problems.iter().any(|problem| is_of(problem.code())) {
            let codes: Vec<String> = problems.iter().map(|p| format!("{} {}", p.code(), p.element)).collect();
            missed.push(format!("{name}: {codes:?}"));
        }
        let more: Vec<String> = problems
            .iter()
            .filter(|p| !is_of(p.code()) && !goes_with(&rule).contains(&p.code()))
            .map(|p| format!("{} {}", p.code(), p.element))
            .collect();
        if !more.is_empty() {
            besides.insert(name, more);
        }
    }
    println!("{} of {} models are refused by their rule", all.len() - missed.len(), all.len());
    if std::env::var_os("AFAQ_BESIDES").is_some() {
        besides.iter().for_each(|(name, codes)| println!("{name}: {}", codes.join(", ")));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Rules that valid models of the suites break: what their scripts and messages leave to the engine.
const LEFT_TO_ENGINES: &[&str] = &["EXT012", "EXT053", "EXT125", "EXT127", "EXT128", "EXT145"];

#[test]
fn valid_models_break_no_rule_but_those_that_are_left_to_engines() {
    let (Some(betsy), Some(miwg)) = (shared("bpmn-betsy"), shared("bpmn-miwg")) else { return };
    let mut all = Vec::new();
    for group in ["activities", "basics", "cfpatterns", "data", "errors", "events", "gateways"] {
        models(&betsy.join(group), &mut all);
    }
    models(&miwg, &mut all);
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for model in &all {
        let name = model.file_stem().expect("a name").to_string_lossy();
        for problem in check_strict(&std::fs::read_to_string(model).expect("a model")) {
            if !LEFT_TO_ENGINES.contains(&problem.code()) {
                found.entry(problem.code()).or_default().push(format!("{name}/{}", problem.element));
            }
        }
    }
    for (code, at) in &found {
        println!("{code} {} {:?}", at.len(), &at[..at.len().min(6)]);
    }
}

#[test]
fn every_rule_is_explained_in_both_languages() {
    let all = explanations();
    assert!(all.iter().all(|one| !one.en.is_empty() && !one.ar.is_empty()));
    assert!(all.iter().any(|one| one.code == "EXT002") && all.iter().any(|one| one.code == "REF001"));
}
