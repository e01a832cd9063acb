//! The strict profile on the public suite of invalid models: each is refused by its rule.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afaq_bpmn::{check_strict, explanations};

use crate::betsy::shared;

pub fn models(folder: &Path, found: &mut Vec<PathBuf>) {
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
pub const LEFT_TO_ENGINES: &[&str] = &["EXT012", "EXT053", "EXT125", "EXT127", "EXT128", "EXT145"];

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

/// What stands between start and end, the rule that it breaks and the element at fault; without what is
/// marked with `[-…-]` it breaks none.
const OWN: &[(&str, &str, &str)] = &[
    (
        r#"<exclusiveGateway id="g" [-gatewayDirection="Converging"-]><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing></exclusiveGateway>"#,
        "EXT017",
        "g",
    ),
    (
        r#"<task id="g" [-startQuantity="0"-]><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing></task>"#,
        "EXT037",
        "g",
    ),
    (
        r#"<task id="g" [-completionQuantity="-1"-]><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing></task>"#,
        "EXT038",
        "g",
    ),
    (
        r#"<task id="g"><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing><ioSpecification><dataOutput id="o"/><dataOutput id="q"/><inputSet/><outputSet id="os"><dataOutputRefs>o</dataOutputRefs>[-<whileExecutingOutputRefs>q</whileExecutingOutputRefs>-]</outputSet><outputSet><dataOutputRefs>q</dataOutputRefs></outputSet></ioSpecification></task>"#,
        "EXT090",
        "q",
    ),
    (
        r#"<task id="g"><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing></task>[-<sequenceFlow id="back" sourceRef="g" targetRef="s"/>-]"#,
        "EXT102",
        "s",
    ),
    (
        r#"<intermediateCatchEvent id="g"><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing><timerEventDefinition><timeDate xsi:type="tFormalExpression">[-2026-13-01-]2026-11-22T09:00:00Z</timeDate></timerEventDefinition></intermediateCatchEvent>"#,
        "EXT132",
        "g",
    ),
    (
        r#"<subProcess id="g"><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing><startEvent id="is"><outgoing>in</outgoing>[-<signalEventDefinition/>-]</startEvent><endEvent id="ie"><incoming>in</incoming></endEvent><sequenceFlow id="in" sourceRef="is" targetRef="ie"/></subProcess>"#,
        "EXT100",
        "is",
    ),
    (
        r#"<transaction id="g" [-method="by hand"-]><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing><startEvent id="is"><outgoing>in</outgoing></startEvent><endEvent id="ie"><incoming>in</incoming></endEvent><sequenceFlow id="in" sourceRef="is" targetRef="ie"/></transaction>"#,
        "EXT060",
        "g",
    ),
    (
        r#"<adHocSubProcess id="g"><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing><task id="t"/>[-<endEvent id="ie"><incoming>in</incoming></endEvent><sequenceFlow id="in" sourceRef="t" targetRef="ie"/>-]</adHocSubProcess>"#,
        "EXT062",
        "g",
    ),
    (
        r#"<callActivity id="g" [-calledElement="nothing"-]><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing></callActivity>"#,
        "REF001",
        "g",
    ),
    (
        r#"<task id="g" [-default="s-g"-]><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing></task>"#,
        "EXT026",
        "g",
    ),
    (
        r#"<task id="g"><incoming>s-g</incoming><outgoing>g-e</outgoing><outgoing>g-f</outgoing>[-<multiInstanceLoopCharacteristics><completionCondition xsi:type="tFormalExpression">x = 1</completionCondition></multiInstanceLoopCharacteristics>-]</task>"#,
        "EXT067",
        "g",
    ),
];

fn without_marks(text: &str, keep: bool) -> String {
    let mut out = String::new();
    for (at, part) in text.split("[-").enumerate() {
        match part.split_once("-]") {
            Some((marked, rest)) if at > 0 => {
                if keep {
                    out.push_str(marked);
                }
                out.push_str(rest);
            }
            _ => out.push_str(part),
        }
    }
    out
}

#[test]
fn own_models_are_refused_by_their_rule_and_accepted_when_repaired() {
    for (inside, rule, element) in OWN {
        let model = |keep: bool| {
            format!(
                r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><process id="p" isExecutable="true"><startEvent id="s"><outgoing>s-g</outgoing></startEvent><sequenceFlow id="s-g" sourceRef="s" targetRef="g"/>{}<sequenceFlow id="g-e" sourceRef="g" targetRef="e"/><sequenceFlow id="g-f" sourceRef="g" targetRef="f"/><endEvent id="e"><incoming>g-e</incoming></endEvent><endEvent id="f"><incoming>g-f</incoming></endEvent></process></definitions>"#,
                without_marks(inside, keep)
            )
        };
        let codes = |xml: &str| -> Vec<(&'static str, String)> {
            check_strict(xml).iter().map(|problem| (problem.code(), problem.element.to_string())).collect()
        };
        // What stands for a time is put before the right one.
        let broken = model(true).replace("2026-13-012026-11-22T09:00:00Z", "2026-13-01");
        let found = codes(&broken);
        assert!(found.contains(&(*rule, (*element).to_owned())), "{rule} {element}: {found:?}");
        let repaired = codes(&model(false));
        assert!(repaired.is_empty(), "{rule}: {repaired:?}\n{}", model(false));
    }
}
