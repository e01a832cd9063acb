//! Routes and handlers: a handler extracts, calls one use case, and shows a view; it decides nothing.

mod demo;
mod desk;
mod explained;
mod facts;
mod fail;
mod fields;
mod guard;
mod health;
mod inbound;
pub(crate) mod kept;
mod language;
mod ledger;
mod metrics;
mod names;
mod portal;
mod rate;
mod session;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod values;
mod visit;
mod whole;

use std::net::SocketAddr;
use std::sync::Arc;

use afaq_app::App;
use afaq_base::{CivilNumber, Lang, Money, Text};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::{assets, headers, limits};

/// How the pages behave in this installation.
#[derive(Clone, Default)]
pub struct Settings {
    /// Says that people, registers and payments are invented, and lets anybody sign in as anybody.
    pub demonstration: Option<Demonstration>,
    /// Whether people reach the pages by https: cookies then travel by https alone.
    pub is_https: bool,
    /// The token with which other machines read the figures; without one, only this machine does.
    pub metrics_token: Option<String>,
}

/// Signs a call of the demonstration's payment gateway: reference, transaction and amount give the signature.
pub type SignPayment = Arc<dyn Fn(&str, &str, Money) -> String + Send + Sync>;

/// What only a demonstration has.
#[derive(Clone)]
pub struct Demonstration {
    /// Whom one can be, and what each is good for.
    pub people: Vec<(CivilNumber, Text)>,
    /// Signs a call of the gateway.
    pub sign_payment: SignPayment,
}

/// What handlers share.
#[derive(Clone)]
pub(crate) struct Web {
    pub app: App,
    pub settings: Arc<Settings>,
    pub rates: Arc<rate::Rates>,
    pub kept: Arc<kept::Kept>,
    pub metrics: Arc<metrics::Metrics>,
}

/// All pages over the use cases.
pub fn router(app: App, settings: Settings) -> Router {
    let policy = headers::Policy::new(app.ports().payment.origin().as_deref());
    let web = Web {
        app,
        settings: Arc::new(settings),
        rates: Arc::default(),
        kept: Arc::default(),
        metrics: Arc::default(),
    };
    let mut router = Router::new()
        .route("/", get(language::home))
        .route("/verify/{code}", get(language::verify))
        // Compressed once, as well as can be, and kept.
        .route(
            "/assets/{name}",
            get(assets::serve).layer(
                CompressionLayer::new().quality(CompressionLevel::Best).compress_when(is_worth_compressing),
            ),
        )
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route(
            "/gateway/payments",
            post(portal::pay::called).layer(DefaultBodyLimit::max(limits::CALL_BYTES_MAX)),
        )
        // Needs the secret of a sender that may send a message of this name.
        .route(
            "/api/messages/{name}",
            post(inbound::receive).layer(DefaultBodyLimit::max(limits::CALL_BYTES_MAX)),
        );
    for lang in Lang::ALL {
        for route in table::routes(web.settings.demonstration.is_some()) {
            router = router.route(&route.full_path(lang), route.guarded(&web, lang));
        }
        // The home page is reached with and without the slash at its end.
        router = router.route(&format!("/{}", lang.code()), get(language::add_slash));
    }
    router
        .fallback(whole::not_found)
        .method_not_allowed_fallback(whole::not_found)
        .layer(CatchPanicLayer::new())
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_worth_compressing))
        .layer(from_fn_with_state(policy, headers::secure))
        .layer(from_fn_with_state(web.clone(), kept::serve))
        .layer(from_fn_with_state(web.clone(), whole::around))
        .with_state(web)
}

/// Pages and drawings are; fonts and documents are compressed already.
fn is_worth_compressing(
    _: axum::http::StatusCode,
    _: axum::http::Version,
    headers: &axum::http::HeaderMap,
    _: &axum::http::Extensions,
) -> bool {
    let kind =
        headers.get(axum::http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/") || kind.starts_with("image/svg")
}

/// Serves the pages until the future is ready, then lets requests that run come to their end.
///
/// # Errors
/// A fault of the listener.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(until).await
}
