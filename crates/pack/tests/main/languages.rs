//! Further languages: a file that only a translator touches, checked, and there for whoever asks.

use std::path::Path;

use afaq_feel::{Context, Value};
use afaq_pack::{Options, PackFiles, codes, read};

use crate::support::{load, shared};

fn with(texts: &str) -> PackFiles {
    let mut pack = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects/base"));
    pack.insert("texts.ur.yaml".to_owned(), texts.as_bytes().to_vec());
    pack
}

/// The codes and places of what is found.
fn check(texts: &str, expected: &[&str]) {
    let read = read(&with(texts), &shared(), &Options::default());
    let mut found: Vec<String> = read
        .problems
        .iter()
        .map(|one| format!("{} {}:{}:{}", one.code, one.file, one.line, one.column))
        .collect();
    found.sort();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected, "{texts}");
}

#[test]
fn translations_are_checked() {
    let missing = format!("{} texts.ur.yaml:1:1", codes::UNTRANSLATED);
    check("service.name: ٹیسٹ کی خدمت", &[&missing]);
    check(
        "service.name: ٹیسٹ کی خدمت\nservice.nam: ٹیسٹ",
        &[&missing, &format!("{} texts.ur.yaml:2:1", codes::UNKNOWN_TEXT)],
    );
    check(
        "pages: [a]",
        &[
            &missing,
            &format!("{} texts.ur.yaml:1:1", codes::UNKNOWN_TEXT),
            &format!("{} texts.ur.yaml:1:8", codes::WRONG_SHAPE),
        ],
    );
    // A value that a translation names wrongly is as wrong as one of the pack.
    check(
        "messages.received.subject: 'درخواست {case.numbr}'",
        &[&missing, &format!("{} texts.ur.yaml:1:38", codes::FEEL_NAME)],
    );
    let hidden = format!("{} texts.ur.yaml:1:15", codes::HIDDEN_CHARACTER);
    check("service.name: \"a\u{202E}b\"", &[&missing, &hidden]);
}

#[test]
fn translations_are_there_for_whoever_asks() {
    let pack = with(
        "service.name: ٹیسٹ کی خدمت\n\
         service.law.basis.name: ٹیسٹ کا قانون\n\
         form.pages.who.title: کون؟\n\
         process.review: جائزہ\n\
         messages.received.subject: 'آپ کی درخواست {case.number}'\n\
         rules.reasons.papers: کاغذات ناکافی ہیں۔\n\
         rules.reasons.papers.mend: صاف کاغذات دیں۔\n",
    );
    let service = read(&pack, &shared(), &Options::default()).service.expect("it passes");
    assert_eq!(service.languages, ["ur"]);
    assert_eq!(service.name.find("ur"), Some("ٹیسٹ کی خدمت"));
    assert_eq!(service.law[0].name.find("ur"), Some("ٹیسٹ کا قانون"));
    assert_eq!(service.form.pages[0].title.find("ur"), Some("کون؟"));
    assert_eq!(service.form.pages[1].title.find("ur"), None, "what has no words there");
    assert_eq!(service.tasks["review"].name.find("ur"), Some("جائزہ"));
    let papers = service.find_reason("papers").expect("a reason");
    assert_eq!(papers.text.source.find("ur"), Some("کاغذات ناکافی ہیں۔"));
    assert_eq!(papers.mend.source.find("ur"), Some("صاف کاغذات دیں۔"));
    let case = Value::context(Context::new().with("number", "A-1"));
    let values = Context::new().with("case", case);
    let subject = &service.find_message("received").expect("a message").subject;
    assert_eq!(subject.render_in(&values, &service, "ur").as_deref(), Some("آپ کی درخواست A-1"));
    assert_eq!(subject.render_in(&values, &service, "fil"), None);
}

/// A corrected translation reaches running cases: it changes what is said, not what happens.
#[test]
fn translations_change_no_behavior() {
    let hash = |texts: &str| {
        let service = read(&with(texts), &shared(), &Options::default()).service.expect("it passes");
        (service.behavior_hash, service.content_hash)
    };
    let (one, other) = (hash("service.name: ٹیسٹ"), hash("service.name: ٹیسٹ کی خدمت"));
    assert_eq!(one.0, other.0);
    assert_ne!(one.1, other.1);
}
