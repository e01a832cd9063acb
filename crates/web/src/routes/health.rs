//! For those who run the program: does it live, is it ready, how does it do.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Web;
use super::metrics::StoreFigures;

/// Whether a request comes from this machine itself, or with the token of the settings. What a proxy passes
/// on comes from this machine only in appearance.
fn may_read(right: Option<&str>, headers: &HeaderMap, peer: Option<SocketAddr>) -> bool {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if let Some(right) = right {
        // Equal time for every wrong token.
        let differences = right.bytes().zip(token.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
        return right.len() == token.len() && differences == 0;
    }
    let is_passed_on = headers.contains_key(header::FORWARDED)
        || ["x-forwarded-for", "x-forwarded-host", "x-real-ip"]
            .iter()
            .any(|name| headers.contains_key(*name));
    !is_passed_on && peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback())
}

/// The program runs.
pub(crate) async fn live() -> &'static str {
    "live\n"
}

/// The store answers.
pub(crate) async fn ready(State(web): State<Web>) -> Response {
    match web.app.store().feed_end().await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
        }
    }
}

/// Figures for Prometheus: for this machine, and for whoever has the token.
pub(crate) async fn metrics(State(web): State<Web>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    if !may_read(web.settings.metrics_token.as_deref(), request.headers(), peer) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let store = web.app.store();
    let figures = async {
        let position = store.feed_end().await?.seq();
        let jobs = store.count_jobs(web.app.now()).await?;
        Ok::<_, afaq_app::rows::StoreError>(StoreFigures { position, jobs })
    };
    match figures.await {
        Ok(figures) => {
            let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
            (kind, web.metrics.text(&figures)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "no figures of the store");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token: Option<&str>, peer: &str, fields: &[(&'static str, &'static str)], expected: bool) {
        let headers = fields.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), header::HeaderValue::from_static(value))
        });
        let peer = format!("{peer}:9000").parse().ok();
        assert_eq!(may_read(token, &headers.collect(), peer), expected, "{token:?} {peer:?} {fields:?}");
    }

    #[test]
    fn figures_are_for_this_machine_and_for_whoever_has_the_token() {
        check(None, "127.0.0.1", &[], true);
        check(None, "[::1]", &[], true);
        check(None, "10.0.0.7", &[], false);
        check(None, "no", &[], false);
        check(None, "127.0.0.1", &[("x-forwarded-for", "10.0.0.7")], false);
        check(None, "10.0.0.7", &[("authorization", "Bearer ")], false);
        check(Some("a long token"), "10.0.0.7", &[("authorization", "Bearer a long token")], true);
        check(Some("a long token"), "127.0.0.1", &[], false);
        check(Some("a long token"), "127.0.0.1", &[("authorization", "Bearer a long tokem")], false);
        check(Some("a long token"), "127.0.0.1", &[("authorization", "a long token")], false);
    }
}
