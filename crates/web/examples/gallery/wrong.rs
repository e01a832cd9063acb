//! Sample pages for what went wrong.

use afaq_base::Lang;
use afaq_web::errors::{ErrorPage, Wrong};
use afaq_web::form::Hidden;
use afaq_web::html::{Code, Typed, Words};
use afaq_web::shell::Place;
use afaq_web::texts::{t, t_args};
use axum::response::Response;

use crate::Page;
use crate::sample::*;

pub fn pages() -> Vec<Page> {
    vec![
        ("/error-404", not_found),
        ("/error-400", |lang| plain(lang, "/error-400", Wrong::BadRequest)),
        ("/error-409", stale),
        ("/error-413", too_large),
        ("/error-429", |lang| plain(lang, "/error-429", Wrong::TooMany)),
        ("/error-500", fault),
        ("/error-503", |lang| plain(lang, "/error-503", Wrong::Unavailable)),
        ("/error-session", session_ended),
    ]
}

fn view(lang: Lang, path: &'static str, wrong: Wrong) -> ErrorPage {
    ErrorPage::new(public(lang, path, Words::default(), Place::Elsewhere), wrong)
}

fn plain(lang: Lang, path: &'static str, wrong: Wrong) -> Response {
    view(lang, path, wrong).answer()
}

pub fn not_found(lang: Lang) -> Response {
    plain(lang, "/error-404", Wrong::NotFound)
}

fn too_large(lang: Lang) -> Response {
    let mut view = view(lang, "/error-413", Wrong::TooLarge);
    let limit = afaq_web::html::Num::new("5 MB");
    view.words = Words::from(t_args(lang, "error-413-limit", &[("size", &limit)]));
    view.answer()
}

fn fault(lang: Lang) -> Response {
    let mut view = view(lang, "/error-500", Wrong::Fault);
    view.reference = Some(Code::new("01J9-ZK3F-77QD"));
    view.answer()
}

fn hidden() -> Vec<Hidden> {
    vec![Hidden { name: Typed::new("remarks"), value: Typed::new("\"><script>alert(1)</script>") }]
}

fn stale(lang: Lang) -> Response {
    let again = link(lang, "/check", t(lang, "error-stale-again"));
    view(lang, "/error-409", Wrong::Stale).keep(answers(lang, false), hidden(), again).answer()
}

fn session_ended(lang: Lang) -> Response {
    let again = link(lang, "/sign-in", t(lang, "error-session-again"));
    view(lang, "/error-session", Wrong::SessionEnded).keep(answers(lang, false), hidden(), again).answer()
}
