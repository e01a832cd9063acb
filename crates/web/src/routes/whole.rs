//! Around every request: its number, its time limit, its count; and a page for errors that have none yet.

use afaq_base::Lang;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::{Instant, timeout};

use super::Web;
use super::fail::{Fail, Problem};
use super::guard::is_bare_error;
use super::language::preferred;
use crate::html::Words;
use crate::limits;
use crate::shell::Shell;

/// The number of a request, to find it in the logs.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Wraps a request.
pub(crate) async fn around(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id =
        RequestId(web.app.ports().entropy.bytes().iter().take(6).map(|byte| format!("{byte:02x}")).collect());
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_string();
    let path = request.uri().path().to_string();
    let lang = lang_of(&path).unwrap_or_else(|| preferred(request.headers()));
    let mut response = match timeout(limits::REQUEST_TIME_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => axum::http::StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    if let Some(problem) = problem(&mut response).filter(|_| is_for_people(&path)) {
        let headers = std::mem::take(response.headers_mut());
        let mut shell = Shell::new(lang, "/", Words::default());
        shell.is_demonstration = web.settings.demonstration.is_some();
        response = problem.answer(shell, &id);
        for (name, value) in headers {
            // The security headers were set further in; they hold for this page, too.
            if let Some(name) = name.filter(|name| !response.headers().contains_key(name) && is_kept(name)) {
                response.headers_mut().insert(name, value);
            }
        }
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    let status = response.status().as_u16();
    web.metrics.count(&route, &method, status, started.elapsed());
    tracing::debug!(request = %id.0, %method, route, status, "request");
    response
}

fn is_kept(name: &HeaderName) -> bool {
    use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
    ![CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING].contains(name)
}

fn problem(response: &mut Response) -> Option<Problem> {
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => Some(problem),
        None if is_bare_error(response) => Some(Problem::of_status(response.status())),
        None => None,
    }
}

/// Machines read plain answers.
fn is_for_people(path: &str) -> bool {
    !["/health/", "/metrics", "/assets/", "/gateway/"].iter().any(|start| path.starts_with(start))
}

fn lang_of(path: &str) -> Option<Lang> {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    Lang::ALL.into_iter().find(|lang| lang.code() == first)
}

/// There is no such address.
pub(crate) async fn not_found() -> Response {
    Fail::NotFound.into_response()
}
