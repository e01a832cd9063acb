//! For those who run the program: does it live, is it ready, how does it do.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Web;
use super::metrics::StoreFigures;

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

/// Figures for Prometheus.
pub(crate) async fn metrics(State(web): State<Web>) -> Response {
    let store = web.app.store();
    let figures = async {
        let position = store.feed_end().await?;
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
