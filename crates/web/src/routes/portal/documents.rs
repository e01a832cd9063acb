//! Issued documents: the person's own, and the public page that verifies one.

use afaq_app::rows::DocumentRow as Stored;
use afaq_base::DocumentId;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value as Json;

use super::case_view::document;
use crate::html::{Code, Foreign, Typed};
use crate::portal::documents::{DocumentsPage, Verified, VerifyPage, VerifyResult};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Asked;
use crate::routes::guard::encode;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;

/// Characters of a code that are looked at.
const CODE_CHARS_MAX: usize = 100;

/// GET `/documents`.
pub(crate) async fn list(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let person = visit.person()?;
    let mut documents = Vec::new();
    for row in web.app.my_documents(person).await? {
        let code = web.app.document_code(person, &row).await?;
        documents.push(document(&row, code.map(Code::new).unwrap_or_default(), web.app.now(), &visit));
    }
    Ok(respond::page(&DocumentsPage { s: visit.titled("documents-title").at(Place::Documents), documents }))
}

/// GET `/documents/{id}.pdf`.
pub(crate) async fn file(
    State(web): State<Web>,
    visit: Visit,
    Path(file): Path<String>,
) -> Result<Response, Fail> {
    let (row, bytes) = web.app.my_document(visit.person()?, of_file(&file)?).await?;
    Ok(respond::file(&format!("{}.pdf", row.number), "application/pdf", bytes))
}

/// The document that a file's name means.
pub(crate) fn of_file(name: &str) -> Result<DocumentId, Fail> {
    id(name.strip_suffix(".pdf").ok_or(Fail::NotFound)?)
}

/// The query of the form.
#[derive(Default, Deserialize)]
pub(crate) struct CodeAsked {
    code: Option<String>,
}

/// GET `/verify`, with `?code=…` from the form.
pub(crate) async fn verify_form(visit: Visit, Asked(asked): Asked<CodeAsked>) -> Response {
    let code = asked.code.unwrap_or_default();
    let code: String = code.chars().filter(|c| !c.is_whitespace()).take(CODE_CHARS_MAX).collect();
    if code.is_empty() {
        return respond::page(&view(&visit, "", None));
    }
    respond::see_other(&visit.href(&format!("/verify/{}", encode(&code))))
}

/// GET `/verify/{code}`.
pub(crate) async fn verify(
    State(web): State<Web>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Response, Fail> {
    let code: String = code.chars().take(CODE_CHARS_MAX).collect();
    let found = web.app.verify(&code).await?;
    let result = match found {
        None => VerifyResult::NotFound,
        Some(row) => {
            let fingerprint = web.app.document_fingerprint(&row).await?;
            result(&row, &code, fingerprint, web.app.now(), &visit)
        }
    };
    Ok(respond::page(&view(&visit, &code, Some(result))))
}

fn view(visit: &Visit, code: &str, result: Option<VerifyResult>) -> VerifyPage {
    VerifyPage {
        s: visit.titled("verify-title").at(Place::Verify),
        action: visit.href("/verify"),
        code: Typed::new(code),
        error: None,
        result,
    }
}

/// What the public learns: the document, not the person.
fn result(
    row: &Stored,
    code: &str,
    fingerprint: Option<String>,
    now: afaq_base::Timestamp,
    visit: &Visit,
) -> VerifyResult {
    let lang = visit.lang;
    let name = |key: &str| row.summary.get(key).map(|name| names::of_json(name, lang)).unwrap_or_default();
    let body = row.summary.get("body").and_then(Json::as_str).unwrap_or_default();
    let verified = Verified {
        name: name("name"),
        body: names::body(body, lang),
        holder: Foreign::default(),
        issued: values::day(row.issued_at, lang),
        valid_until: row.valid_until.map(|until| values::day(until, lang)),
        code: Code::new(code),
        fingerprint: fingerprint.map(Code::new).unwrap_or_default(),
    };
    match (row.revoked_at, row.valid_until) {
        (Some(at), _) => VerifyResult::Revoked(verified, values::day(at, lang)),
        (None, Some(until)) if until < now => VerifyResult::Expired(verified, values::day(until, lang)),
        (None, _) => VerifyResult::Valid(verified),
    }
}
