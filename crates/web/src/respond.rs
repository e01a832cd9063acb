//! From a view to an answer.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::html::Href;

/// Answers 200 with the page.
pub fn page(view: &impl Template) -> Response {
    page_with(StatusCode::OK, view)
}

/// Answers with the page under another status: 422 for a form with errors, 404, 409, 500 ….
pub fn page_with(status: StatusCode, view: &impl Template) -> Response {
    match view.render() {
        Ok(html) => (status, Html(html)).into_response(),
        // Rendering into a string fails only if a value refuses to show itself: a fault, without details for the reader.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Answers 200 with a public page that browsers and proxies may keep for a minute.
pub fn public_page(view: &impl Template) -> Response {
    let mut response = page(view);
    let minute = axum::http::HeaderValue::from_static("public, max-age=60");
    response.headers_mut().insert(header::CACHE_CONTROL, minute);
    response
}

/// Answers with a file of a case: shown in the browser, under its own name, kept nowhere on the way.
pub fn file(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let encoded: String = name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    // Only types that a browser shows without running anything; all else is handed over as a download.
    let (kind, way) = match media_type {
        "application/pdf" | "image/jpeg" | "image/png" => (media_type, "inline"),
        _ => ("application/octet-stream", "attachment"),
    };
    let disposition = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// After a post: leads on with 303, so that a refresh posts nothing twice.
#[must_use]
pub fn see_other(to: &Href) -> Response {
    Redirect::to(to.as_str()).into_response()
}
