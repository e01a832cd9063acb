//! A small document that warms a new child, and from which tests start.

use afaq_base::{Text, Timestamp};
use serde_json::json;

use crate::request::{DocumentLanguage, RenderRequest};

/// A bilingual decision about nobody; its civil number is one that the rules of civil numbers give out for tests.
pub fn request() -> RenderRequest {
    RenderRequest {
        template: include_str!("typst/sample.typ").to_owned(),
        assets: Vec::new(),
        data: json!({
            "name": { "ar": "نورة عبدالله المثال", "en": "Noura Abdullah Al-Mithal" },
            "civil_number": "288020122596",
            "degree": { "ar": "شديدة", "en": "Severe" },
            "amount": "300.000",
            "from": "2026-12-01",
            "file": "PADA-2026/1187",
        }),
        lang: DocumentLanguage::Both,
        title: Text::new("قرار منح مخصص الرعاية", "Decision to Grant the Carer's Allowance"),
        body: Text::new("الهيئة العامة لشؤون ذوي الإعاقة", "Public Authority for the Disabled"),
        document_number: "7K4M-2H9T-01".to_owned(),
        verification_url: "https://afaq.example/v/7K4M2H9T01".to_owned(),
        issued_at: Timestamp::UNIX_EPOCH,
        is_illustrative: true,
    }
}
