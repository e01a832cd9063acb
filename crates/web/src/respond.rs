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

/// After a post: leads on with 303, so that a refresh posts nothing twice.
#[must_use]
pub fn see_other(to: &Href) -> Response {
    Redirect::to(to.as_str()).into_response()
}
