//! Pages that are the same for everybody who has not signed in, kept as they leave the house: compressed, with headers.
//!
//! A handler marks such a page with [`for_everybody`]. It is kept until the published services change, and for a few
//! seconds at most, since dates on it may move on. Whoever sends a session's cookie never gets a kept page.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use super::{Web, session};
use crate::limits;

/// Marks a page that is the same for everybody.
#[derive(Clone)]
struct ForEverybody;

/// Marks a page: whoever asks for it without a session may get the same bytes for some seconds.
pub(crate) fn for_everybody(mut response: Response) -> Response {
    response.extensions_mut().insert(ForEverybody);
    response
}

struct Page {
    stamp: u64,
    made: Instant,
    headers: HeaderMap,
    body: Bytes,
}

/// All kept pages, by path and by whether they are compressed.
#[derive(Default)]
pub(crate) struct Kept {
    pages: Mutex<HashMap<(String, bool), Page>>,
}

impl Kept {
    fn find(&self, path: &str, is_compressed: bool, stamp: u64, now: Instant) -> Option<Response> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.get(&(path.to_string(), is_compressed))?;
        let is_good = page.stamp == stamp && now.duration_since(page.made) <= limits::KEPT_PAGE_TIME;
        is_good.then(|| {
            let mut response = Response::new(Body::from(page.body.clone()));
            *response.headers_mut() = page.headers.clone();
            response
        })
    }

    fn put(&self, path: String, is_compressed: bool, page: Page) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= limits::KEPT_PAGES_MAX {
            pages.clear();
        }
        pages.insert((path, is_compressed), page);
    }
}

/// Answers with a kept page, or lets the request through and keeps what comes back if it is for everybody.
pub(crate) async fn serve(State(web): State<Web>, request: Request, next: Next) -> Response {
    let is_plain = *request.method() == Method::GET
        && request.uri().query().is_none()
        && session::token(request.headers(), &web.settings).is_none();
    if !is_plain {
        return next.run(request).await;
    }
    let path = request.uri().path().to_string();
    let is_compressed = takes_gzip(request.headers());
    // The stamp from before: a page that was made while the services changed is out of date at once.
    let (stamp, now) = (web.app.catalogue_stamp(), Instant::now());
    if let Some(page) = web.kept.find(&path, is_compressed, stamp, now) {
        return page;
    }
    let mut response = next.run(request).await;
    let is_for_everybody = response.extensions_mut().remove::<ForEverybody>().is_some();
    if !is_for_everybody || response.status() != StatusCode::OK {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, limits::KEPT_PAGE_BYTES_MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut headers = parts.headers.clone();
    headers.remove(header::TRANSFER_ENCODING);
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
    web.kept.put(
        path,
        is_compressed,
        Page { stamp, made: now, headers: headers.clone(), body: body.clone() },
    );
    let mut response = Response::from_parts(parts, Body::from(body));
    *response.headers_mut() = headers;
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';');
        let is_gzip = parts.next().is_some_and(|name| name.trim().eq_ignore_ascii_case("gzip"));
        // `gzip;q=0` refuses it.
        let is_refused = parts.any(|part| matches!(part.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        is_gzip && !is_refused
    })
}
