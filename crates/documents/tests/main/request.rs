//! The request from which the tests start.

use afaq_base::{Text, Timestamp};
use afaq_documents::{DocumentLanguage, Limits, RenderRequest, Renderer};
use serde_json::json;

/// A letter whose own part is `template`.
pub fn letter(template: &str) -> RenderRequest {
    RenderRequest {
        template: format!("#import \"afaq.typ\": *\n#show: letter\n{template}"),
        assets: Vec::new(),
        data: json!({ "name": { "ar": "نورة عبدالله", "en": "Noura Abdullah" }, "number": "288020122596" }),
        lang: DocumentLanguage::Both,
        title: Text::new("إفادة", "Statement"),
        body: Text::new("الجهة المثال", "Example Authority"),
        document_number: "7K4M-2H9T-01".to_owned(),
        verification_url: "https://afaq.example/v/7K4M2H9T01".to_owned(),
        issued_at: Timestamp::UNIX_EPOCH,
        is_illustrative: true,
    }
}

/// A letter with the table that most documents have.
pub fn good() -> RenderRequest {
    letter(
        r#"#facts(fact(ar: "الاسم", en: "Name", data.name), fact(ar: "الرقم المدني", en: "Civil number", data.number))"#,
    )
}

/// Limits that a slow, loaded machine passes with good documents.
pub fn patient() -> Limits {
    Limits { workers_max: 1, timeout_ms: 60_000, queue_ms: 120_000, ..Limits::default() }
}

/// A renderer over this crate's own child program.
pub fn renderer(limits: Limits) -> Renderer {
    Renderer::new(env!("CARGO_BIN_EXE_afaq-typeset"), [] as [&str; 0], limits)
}
