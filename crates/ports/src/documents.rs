//! The port that sets documents.

use afaq_base::{Text, Timestamp};

use crate::Fault;

/// One document to be set.
#[derive(Debug, Clone)]
pub struct DocumentRequest {
    /// The pack's template (Typst).
    pub template: String,
    /// The document's title in both languages.
    pub title: Text,
    /// The issuing body's name in both languages.
    pub body: Text,
    /// What the template may show: values, never source.
    pub data: serde_json::Value,
    /// The number printed on the document.
    pub number: String,
    /// The address of the public verification page, printed as a QR code.
    pub verification_url: String,
    /// The moment of issue, printed and set as the file's date.
    pub issued_at: Timestamp,
    /// Whether the document must say that it is an illustrative example.
    pub is_illustrative: bool,
}

/// Sets documents as PDF/A.
pub trait Documents: Send + Sync {
    /// Sets one document and gives the bytes of its file.
    ///
    /// # Errors
    /// A [`Fault`] that is not passing means that the template is broken.
    fn render(&self, request: &DocumentRequest) -> Result<Vec<u8>, Fault>;
}
