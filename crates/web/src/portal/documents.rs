//! My documents, and the public page that verifies one.

use askama::Template;

use super::cases::DocumentRow;
use crate::form::FieldError;
use crate::html::{Code, DateView, Foreign, Href, Typed, Words};
use crate::shell::Shell;

/// The person's issued documents.
#[derive(Template)]
#[template(path = "portal/documents.html")]
pub struct DocumentsPage {
    /// The frame.
    pub s: Shell,
    /// The newest first.
    pub documents: Vec<DocumentRow>,
}

/// Verify a document: public, without sign-in.
#[derive(Template)]
#[template(path = "portal/verify.html")]
pub struct VerifyPage {
    /// The frame.
    pub s: Shell,
    /// Where the code is asked for (a get, as `code=…`).
    pub action: Href,
    /// The code that was typed.
    pub code: Typed,
    /// What is wrong with the code as typed.
    pub error: Option<FieldError>,
    /// What was found; nothing before anybody asked.
    pub result: Option<VerifyResult>,
}

/// What is known of a document.
#[derive(Clone, Debug)]
pub enum VerifyResult {
    /// It is as issued and valid.
    Valid(Verified),
    /// It was issued, and revoked.
    Revoked(Verified, DateView),
    /// It was issued; its time is over.
    Expired(Verified, DateView),
    /// No such document was issued.
    NotFound,
}

/// What the public may know of an issued document.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Its name.
    pub name: Words,
    /// The body that issued it.
    pub body: Words,
    /// For whom, as much as may be shown.
    pub holder: Foreign,
    /// When it was issued.
    pub issued: DateView,
    /// Until when it is valid.
    pub valid_until: Option<DateView>,
    /// Its code.
    pub code: Code,
    /// Its fingerprint.
    pub fingerprint: Code,
}
