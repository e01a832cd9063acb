//! What is made of a service: mutants, the page for reviewers, differences, schemas, reports, answers.

use afaq_base::Lang;
use afaq_pack::{Gender, Options, Service, diff, docs_html, mutants, read, report, schema};

use crate::support::{load, repository, shared};

fn service() -> Service {
    let pack = load(&repository().join("packs/kw/pada.carer-allowance"));
    read(&pack, &shared(), &Options::default()).service.expect("the pack passes")
}

#[test]
fn every_mutant_can_be_made_and_has_its_own_name() {
    let service = service();
    let all = mutants(&service);
    assert!(all.len() > 50, "{}", all.len());
    let mut ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for mutant in &all {
        assert!(mutant.description.is_complete(), "{}", mutant.id);
        let _ = mutant.apply(&service);
    }
}

#[test]
fn the_page_for_reviewers_is_whole_in_both_languages() {
    let service = service();
    for lang in Lang::ALL {
        let page = docs_html(&service, lang);
        assert!(page.contains(service.name.get(lang)) && page.contains("<svg"));
        assert!(page.ends_with("</main></body></html>\n"));
    }
}

#[test]
fn a_version_differs_from_itself_in_nothing() {
    let mut changed = service();
    assert_eq!(diff(&service(), &changed), []);
    changed.messages.pop();
    assert_eq!(diff(&service(), &changed).len(), 1);
}

#[test]
fn hashes_tell_words_from_behavior() {
    let pack = load(&repository().join("packs/kw/pada.carer-allowance"));
    let hashes = |find: &str, make: &str| {
        let mut pack = pack.clone();
        for (name, bytes) in &mut pack {
            if name.starts_with("scenarios/") {
                continue;
            }
            let text = String::from_utf8(bytes.clone()).expect("text");
            *bytes = text.replace(find, make).into_bytes();
        }
        let service = read(&pack, &shared(), &Options::default()).service.expect("it passes");
        (service.behavior_hash, service.content_hash)
    };
    let (behavior, content) = hashes("\u{0}", "");
    let (same, other) = hashes("Who do you care for?", "For whom do you care?");
    assert_eq!(behavior, same);
    assert_ne!(content, other);
    let (relabeled, _) = hashes("label: \"2026.1\"", "label: \"2026.2\"");
    assert_eq!(behavior, relabeled, "a new label alone changes nothing that the service does");
    let (changed, _) = hashes("answer_within: P30D", "answer_within: P31D");
    assert_ne!(behavior, changed);
}

#[test]
fn schemas_and_reports_are_json() {
    for (name, schema) in schema() {
        assert!(schema["$defs"].is_object(), "{name}");
    }
    let read = read(&Default::default(), &Default::default(), &Options::default());
    assert_eq!(report::sarif(&read.problems)["version"], "2.1.0");
    assert!(report::json(&read.problems)["problems"].as_array().is_some_and(|all| !all.is_empty()));
}

#[test]
fn answers_are_read_as_people_type_them() {
    let service = service();
    let check = |path: &str, raw: &str, shown: Option<&str>| {
        let concept = service.concepts.get(path).expect("a concept");
        let value = concept.parse_answer(raw).ok();
        assert_eq!(value.map(|value| concept.show(&value, Lang::En)).as_deref(), shown, "{path} {raw}");
    };
    check("cared_for.civil_number", "٢٢٧٠٨١٦٦٠٥١٦", Some("227081660516"));
    check("cared_for.civil_number", " 2270 8166 0516\u{202E}", Some("227081660516"));
    check("cared_for.civil_number", "227081660517", None);
    check("cared_for.civil_number", "", None);
    check("cared_for.degree", "severe", Some("Severe"));
    check("cared_for.degree", "Severe!", None);
    check("cared_for.birth_date", "٢٩/٢/٢٠٢٤", Some("29 February 2024"));
    check("cared_for.birth_date", "29/2/2023", None);
    check("applicant.is_employed", "نعم", Some("yes"));
    check("applicant.nationality", "kw", Some("Kuwait"));
    let shown = |path: &str, raw: &str, lang, gender| {
        let concept = service.concepts.get(path).expect("a concept");
        concept.show_of(&concept.parse_answer(raw).expect("a value"), lang, gender)
    };
    let married = |gender| shown("applicant.marital_status", "married", Lang::Ar, gender);
    assert_eq!([married(Gender::Masculine), married(Gender::Feminine)], ["متزوج", "متزوجة"]);
    let called = |path: &str| service.concepts.get(path).expect("a concept").called().en.clone();
    assert_eq!(called("applicant.civil_number"), "Civil number", "not \"Your civil number\" to an officer");
    assert_eq!(called("cared_for.degree"), "Degree of disability", "the label where there is no name");
    check("applicant.name_ar", &"م".repeat(201), None);
    check("applicant.name_ar", &"م".repeat(200_000), None);
}
