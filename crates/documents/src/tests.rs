//! Examples of whole documents, set in this process.

use crate::limits::Limits;
use crate::{render, sample};

#[test]
fn a_bilingual_decision_is_set() {
    let rendered = render(&sample::request(), &Limits::default()).unwrap();
    assert!(rendered.pdf.starts_with(b"%PDF-1.7"));
    std::fs::write(std::env::temp_dir().join("afaq-doc.pdf"), &rendered.pdf).unwrap();
}
