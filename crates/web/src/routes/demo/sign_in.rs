//! Signing in to the demonstration, and going on with what was typed when a session had ended.

use afaq_app::AppError;
use afaq_base::code::Coded;
use afaq_base::{CivilNumber, Text};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::errors::{ErrorPage, Wrong};
use crate::form::{FieldError, FormPage, Hidden};
use crate::html::{Code, Foreign, Typed, Words};
use crate::portal::sign_in::{DemoPerson, SignInPage};
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::fields::{Asked, Posted};
use crate::routes::visit::{Visit, Who};
use crate::routes::{Web, names, session};
use crate::texts::t;

/// The query of the page.
#[derive(Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

/// GET `/sign-in?next=…`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Asked(Next { next }): Asked<Next>,
) -> Response {
    if web.settings.demonstration.is_none() {
        // An identity provider is connected in another way.
        return ErrorPage::new(visit.shell(Words::default()), Wrong::Unavailable).answer();
    }
    respond::page(&page(&web, &visit, &next, Vec::new(), "", None))
}

/// POST `/sign-in/go-on`: from a post whose session had ended; what was typed goes along.
pub(crate) async fn go_on(State(web): State<Web>, visit: Visit, posted: Posted) -> Response {
    respond::page(&page(&web, &visit, posted.one("next"), kept(&posted), "", None))
}

fn kept(posted: &Posted) -> Vec<Hidden> {
    posted
        .pairs()
        .filter(|(name, _)| name.starts_with(session::KEPT))
        .map(|(name, value)| Hidden { name: Typed::new(name), value: Typed::new(value) })
        .collect()
}

fn page(
    web: &Web,
    visit: &Visit,
    next: &str,
    kept: Vec<Hidden>,
    number: &str,
    error: Option<Text>,
) -> SignInPage {
    let lang = visit.lang;
    let mut s = visit.titled("sign-in-title");
    s.has_errors = error.is_some();
    let demonstration = web.settings.demonstration.as_ref();
    let people = demonstration.map(|demo| demo.people.as_slice()).unwrap_or_default();
    let people = people
        .iter()
        .filter_map(|(number, what)| {
            let person = web.app.person(*number).ok()?;
            Some(DemoPerson {
                key: Typed::new(number.to_string()),
                name: Foreign::new(person.name.get(lang)),
                civil_number: Some(Code::new(number)),
                what: names::words(what, lang),
            })
        })
        .collect();
    let officers = web
        .app
        .ports()
        .identity
        .officers()
        .into_iter()
        .map(|officer| DemoPerson {
            name: Foreign::new(officer.name.get(lang)),
            civil_number: None,
            what: names::unit_of(&web.app, &officer, lang),
            key: Typed::new(officer.id),
        })
        .collect();
    SignInPage {
        s,
        action: visit.href("/sign-in"),
        next: Typed::new(next),
        hidden: kept,
        civil_number: Typed::new(number),
        error: error
            .map(|text| FieldError { field: Typed::new("civil_number"), words: names::words(&text, lang) }),
        people,
        officers,
    }
}

/// POST `/sign-in`, as `who=KEY` or `civil_number=…`.
pub(crate) async fn sign_in(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let who = posted.one("who");
    let typed = if who.is_empty() { posted.one("civil_number") } else { who };
    let next = posted.one("next");
    let wrong = |text: Text| {
        let page = page(&web, &visit, next, kept(&posted), typed, Some(text));
        Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let is_officer = web.app.ports().identity.find_officer(who).is_some();
    let token = match (is_officer, CivilNumber::parse(typed)) {
        (true, _) => web.app.sign_in_officer(who).await,
        (false, Ok(number)) => web.app.sign_in_person(number).await,
        (false, Err(error)) => return wrong(error.text()),
    };
    let token = match token {
        Ok(token) => token,
        Err(AppError::NotFound) => {
            let text = Text::new(
                t(afaq_base::Lang::Ar, "sign-in-unknown"),
                t(afaq_base::Lang::En, "sign-in-unknown"),
            );
            return wrong(text);
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(old) = &visit.token {
        web.app.sign_out(old).await?;
    }
    let home = if is_officer { "/desk" } else { "/cases" };
    let next = if next.starts_with('/') { next } else { home };
    let kept = kept(&posted);
    let mut response = if kept.is_empty() {
        respond::see_other(&visit.href(next))
    } else {
        respond::page(&resume(&visit, next, kept))
    };
    session::set(&mut response, &web.settings, &token.0);
    Ok(response)
}

/// Signed in again: one button sends what was typed before.
fn resume(visit: &Visit, next: &str, kept: Vec<Hidden>) -> FormPage {
    let s = visit.titled("resume-title");
    let help = Words::from(s.t("resume-help"));
    let button = Words::from(s.t("resume-button"));
    let mut form = FormPage::new(s, visit.href(next), Vec::new());
    form.intro = help;
    form.button = button;
    form.hidden = kept
        .into_iter()
        .filter_map(|hidden| {
            let name = hidden.name.as_str().strip_prefix(session::KEPT)?.to_string();
            Some(Hidden { name: Typed::new(name), value: hidden.value })
        })
        .collect();
    form
}

/// POST `/sign-out`.
pub(crate) async fn sign_out(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    if let (Some(token), Who::Person(_) | Who::Officer(_)) = (&visit.token, &visit.who) {
        web.app.sign_out(token).await?;
    }
    let mut response = respond::see_other(&visit.href("/"));
    session::clear(&mut response, &web.settings);
    Ok(response)
}
