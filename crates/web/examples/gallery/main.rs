//! Serves every page with sample views on loopback, in both languages: for looking, and for the browser tests.
//!
//! Run it with `cargo run -p afaq-web --example gallery [PORT]`; `/pages` lists the pages, one a line.

mod cases;
mod demo;
mod desk;
mod drafts;
mod explained;
mod forms;
mod owner;
mod people;
mod portal;
mod sample;
mod team;
mod wrong;

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_base::Lang;
use afaq_web::{assets, headers};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

/// A page of the gallery: its path without the language, and how it is made.
type Page = (&'static str, fn(Lang) -> Response);

fn pages() -> Vec<Page> {
    [
        portal::pages(),
        drafts::pages(),
        cases::pages(),
        forms::pages(),
        people::pages(),
        desk::pages(),
        owner::pages(),
        demo::pages(),
        wrong::pages(),
    ]
    .concat()
}

type Pages = Arc<BTreeMap<&'static str, fn(Lang) -> Response>>;

async fn show(State(pages): State<Pages>, uri: Uri) -> Response {
    let path = uri.path();
    let (lang, rest) = match (path.strip_prefix("/ar"), path.strip_prefix("/en")) {
        (Some(rest), _) => (Lang::Ar, rest),
        (_, Some(rest)) => (Lang::En, rest),
        _ => return Redirect::to("/ar/").into_response(),
    };
    pages.get(rest).map_or_else(|| wrong::not_found(lang), |page| page(lang))
}

async fn list(State(pages): State<Pages>) -> String {
    pages.keys().fold(String::new(), |all, path| all + path + "\n")
}

async fn post() -> Response {
    (StatusCode::SEE_OTHER, [("location", "/ar/")]).into_response()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), std::io::Error> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(4080_u16);
    let pages: Pages = Arc::new(pages().into_iter().collect());
    let app = Router::new()
        .route("/assets/{name}", get(assets::serve))
        .route("/pages", get(list))
        .fallback(get(show).post(post))
        .layer(axum::middleware::from_fn_with_state(headers::Policy::new(None), headers::secure))
        .with_state(pages);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    say(port);
    axum::serve(listener, app).await
}

#[expect(clippy::print_stdout, reason = "an example tells on the terminal where it can be seen")]
fn say(port: u16) {
    println!("http://127.0.0.1:{port}/ar/");
}
