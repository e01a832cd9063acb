//! Examples of whole documents, set in this process.

use serde_json::json;

use crate::limits::{DATA_DEPTH_MAX, Limits, TEMPLATE_BYTES_MAX};
use crate::{Asset, DocumentLanguage, RenderError, RenderRequest, Rendered, render, sample};

fn set(request: &RenderRequest) -> Rendered {
    render(request, &Limits::default()).unwrap()
}

fn with(change: impl FnOnce(&mut RenderRequest)) -> RenderRequest {
    let mut request = sample::request();
    change(&mut request);
    request
}

fn has(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|window| window == words.as_bytes())
}

/// Where somebody looks at the pictures, the files are kept: `AFAQ_KEEP_DOCUMENTS=folder`.
fn keep(name: &str, rendered: &Rendered) {
    if let Some(folder) = std::env::var_os("AFAQ_KEEP_DOCUMENTS") {
        std::fs::write(std::path::Path::new(&folder).join(name), &rendered.pdf).unwrap();
    }
}

#[test]
fn a_bilingual_decision_is_an_archivable_tagged_document() {
    let rendered = set(&sample::request());
    keep("both.pdf", &rendered);
    assert_eq!((rendered.pages, rendered.replaced.len()), (1, 0));
    let pdf = &rendered.pdf;
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for marker in [
        "/StructTreeRoot",
        "/MarkInfo",
        "pdfaid:part>3<",
        "pdfaid:conformance>A<",
        "pdfuaid:part>1<",
        "/Lang",
    ] {
        assert!(has(pdf, marker), "no {marker}");
    }
    assert!(!has(pdf, "/JavaScript"));
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    assert_eq!(set(&sample::request()), set(&sample::request()));
}

#[test]
fn each_language_alone_is_set_too() {
    for (lang, name) in [(DocumentLanguage::Ar, "ar.pdf"), (DocumentLanguage::En, "en.pdf")] {
        let rendered = set(&with(|request| request.lang = lang));
        keep(name, &rendered);
        assert_eq!(rendered.pages, 1);
    }
}

#[test]
fn a_certificate_is_set() {
    let rendered = set(&with(|request| {
        request.template = request.template.replace("#show: letter", "#show: certificate");
        request.is_illustrative = false;
    }));
    keep("certificate.pdf", &rendered);
    assert_eq!(rendered.pages, 1);
}

#[test]
fn a_long_letter_has_several_pages() {
    let rendered = set(&with(|request| {
        request.template.push_str("#for i in range(60) { facts(fact(ar: \"بند\", en: \"Item\", i)) }");
    }));
    keep("long.pdf", &rendered);
    assert!(rendered.pages > 3);
}

#[test]
fn values_are_never_read_as_source() {
    let hostile = "#import \"evil.typ\" #panic() $x^2$ *bold* `raw` <label> @ref = heading \\ // comment";
    let rendered = set(&with(|request| {
        request.data["name"] = json!({ "ar": hostile, "en": hostile });
        request.title.en = hostile.to_owned();
        request.body.ar = hostile.to_owned();
    }));
    keep("hostile.pdf", &rendered);
    assert!(rendered.replaced.is_empty(), "{:?}", rendered.replaced);
}

#[test]
fn controls_vanish_and_unknown_characters_are_reported() {
    let rendered = set(&with(|request| {
        request.data["name"]["en"] = json!("Al\u{202E}i\u{0} 李 😀 \u{FEFF}\u{E000}");
    }));
    keep("replaced.pdf", &rendered);
    assert!(
        rendered.replaced.contains(&'李') && rendered.replaced.contains(&'😀'),
        "{:?}",
        rendered.replaced
    );
    assert!(!rendered.replaced.contains(&'\u{202E}'));
}

#[test]
fn names_from_abroad_are_shown() {
    let rendered =
        set(&with(|request| request.data["name"]["en"] = json!("Nguyễn Thị Ānanda Çağrı Κώστας Юрий")));
    keep("abroad.pdf", &rendered);
    assert!(rendered.replaced.is_empty(), "{:?}", rendered.replaced);
}

#[test]
fn a_name_with_latin_abbreviation_and_brackets_keeps_its_order() {
    let rendered = set(&with(|request| {
        request.data["name"]["ar"] = json!("شركة النور W.L.L. (الكويت)");
        request.data["degree"]["ar"] = json!("50% ≠ 40%");
    }));
    keep("mixed.pdf", &rendered);
    assert!(rendered.replaced.is_empty(), "{:?}", rendered.replaced);
}

#[test]
fn a_very_long_value_does_not_leave_the_page() {
    let rendered = set(&with(|request| request.data["file"] = json!("ABCDEFGHIJ".repeat(60))));
    keep("long-value.pdf", &rendered);
}

/// Every problem names its line and its column in characters, also after Arabic text.
#[test]
fn a_broken_template_names_line_and_column() {
    for (template, line, column) in [
        ("#nope", 1, 2),
        ("سطر\nالاسم #nope", 2, 8),
        ("#import \"afaq.typ\": *\n#data.missing", 2, 7),
        ("#let x = (", 1, 10),
        ("#image(\"qr.svg\", width: true)", 1, 25),
        ("#import \"afaq.typ\": *\n\n#date(\"tomorrow\").ar", 3, 2),
    ] {
        let error =
            render(&with(|request| request.template = template.to_owned()), &Limits::default()).unwrap_err();
        let RenderError::Template { problems } = &error else { panic!("{error:?}") };
        assert_eq!(
            (problems[0].file.as_str(), problems[0].line, problems[0].column),
            ("template.typ", line, column),
            "{error:?}"
        );
    }
}

#[test]
fn a_font_that_is_not_embedded_is_a_warning() {
    let rendered = set(&with(|request| request.template.push_str("#text(font: \"Arial\")[x]")));
    assert!(
        rendered.warnings.iter().any(|warning| warning.message.contains("unknown font family")),
        "{:?}",
        rendered.warnings
    );
}

#[test]
fn our_own_library_gives_no_warning() {
    assert_eq!(set(&sample::request()).warnings, Vec::new());
}

#[test]
fn a_code_shows_the_whole_address_in_dark_runs() {
    let svg = crate::qr::svg("https://afaq.example/v/7K4M2H9T01").unwrap();
    assert!(
        svg.starts_with("<svg ") && svg.contains("viewBox=\"0 0 37 37\"") && svg.contains("M4 4h7v1h-7z"),
        "{svg}"
    );
}

#[test]
fn a_picture_needs_a_description() {
    let picture = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#;
    let request = |template: &str| {
        with(|request| {
            request.assets.push(Asset { name: "seal.svg".to_owned(), bytes: picture.to_vec() });
            request.template.push_str(template);
        })
    };
    set(&request("#image(\"assets/seal.svg\", alt: \"Seal\")"));
    let error = render(&request("#image(\"assets/seal.svg\")"), &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("alt"), "{error}");
}

fn check_refused(change: impl FnOnce(&mut RenderRequest), words: &str) {
    let error = render(&with(change), &Limits::default()).unwrap_err();
    assert!(matches!(&error, RenderError::Request { what } if what.contains(words)), "{error:?}");
}

#[test]
fn a_template_over_the_limit_is_refused() {
    check_refused(|request| request.template = " ".repeat(TEMPLATE_BYTES_MAX + 1), "longer than 256 KB");
}

#[test]
fn data_nested_too_deeply_are_refused() {
    check_refused(
        |request| request.data = (0..=DATA_DEPTH_MAX + 1).fold(json!(1), |inner, _| json!({ "a": inner })),
        "deeper than 32",
    );
}

#[test]
fn data_with_too_many_values_are_refused() {
    check_refused(|request| request.data = json!({ "all": vec![1; 60_000] }), "more than 50000 values");
}

#[test]
fn data_that_are_no_group_are_refused() {
    check_refused(|request| request.data = json!([1]), "group of named values");
}

#[test]
fn addresses_that_are_no_web_addresses_are_refused() {
    for url in ["", "javascript:alert(1)", "https://", "https://a b", "https://مثال"] {
        check_refused(|request| request.verification_url = url.to_owned(), "verification_url");
    }
}

#[test]
fn an_empty_title_is_refused() {
    check_refused(|request| request.title.en = " ".to_owned(), "title.en");
}

#[test]
fn assets_cannot_have_paths_as_names() {
    for name in ["../x.svg", "a/b.svg", ".svg", "x.pdf", "X.svg", "x", "a.b.svg"] {
        check_refused(
            |request| request.assets.push(Asset { name: name.to_owned(), bytes: Vec::new() }),
            "wrong name",
        );
    }
}
