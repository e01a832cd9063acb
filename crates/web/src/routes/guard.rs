//! Before and after each handler: who is it, may they, how often; and failures become pages.

use std::net::SocketAddr;

use afaq_app::parties::SignedIn;
use afaq_base::Lang;
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Web;
use super::fail::{Fail, Problem};
use super::fields::Posted;
use super::rate::Rate;
use super::session;
use super::table::{Needs, Verb};
use super::visit::{Visit, Who};
use super::whole::RequestId;
use crate::errors::{ErrorPage, Wrong};
use crate::form::Hidden;
use crate::html::{Typed, Words};
use crate::parts::Link;
use crate::{limits, respond};

/// What the guard of one route knows.
#[derive(Clone)]
pub(crate) struct Doorway {
    pub web: Web,
    pub lang: Lang,
    pub needs: Needs,
    pub verb: Verb,
    pub is_visitable: bool,
    pub is_at_counter: bool,
    pub rate: Option<Rate>,
}

/// Lets a request through to its handler, or says why not.
pub(crate) async fn guard(State(door): State<Doorway>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let path = path_of(&request, door.lang);
    let token = session::token(request.headers(), &door.web.settings);
    let mut visit = match visit(&door, path.clone(), token).await {
        Ok(visit) => visit,
        Err(fail) => {
            let visit = Visit::of_nobody(door.lang, path, &door.web);
            return page(&visit, &id, fail.into_response());
        }
    };
    if let Some(rate) = door.rate {
        let key = visit.token.clone().unwrap_or_else(|| address(&request));
        if !door.web.rates.take(rate, &key) {
            return page(&visit, &id, Fail::TooMany.into_response());
        }
    }
    let is_right = match (&visit.who, door.needs) {
        (_, Needs::Public | Needs::Demonstration) => true,
        (Who::Person(_), needs) => needs.is_person(),
        (Who::Officer(_), needs) => needs.is_officer(),
        (Who::Nobody, _) => false,
    };
    if !is_right {
        return sign_in_first(&door, &visit, request).await;
    }
    // Another sign-in would not help who is an officer already, and what one may not do is not there.
    let has_role = match (&visit.who, door.needs) {
        // At the counter there is the form and nothing else of the person's.
        (Who::Person(person), _) if person.helped_by.is_some() => door.is_at_counter,
        (Who::Officer(officer), Needs::UnitHead) => officer.is_head(),
        (Who::Officer(officer), Needs::Owner) => officer.is_owner(),
        (Who::Officer(officer), Needs::ProcessOwner) => afaq_app::desk::is_owner(officer),
        _ => true,
    };
    if !has_role {
        return page(&visit, &id, Fail::NotFound.into_response());
    }
    if door.verb == Verb::Get
        && let Err(fail) = visit.count_unread(&door.web).await
    {
        return page(&visit, &id, fail.into_response());
    }
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    page(&visit, &id, response)
}

async fn visit(door: &Doorway, path: String, token: Option<String>) -> Result<Visit, Fail> {
    let mut visit = Visit::of_nobody(door.lang, path, &door.web);
    let Some(token) = token else { return Ok(visit) };
    if let Some((signed_in, until)) = door.web.app.signed_in_until(&token).await? {
        visit.session_ends = Some(until);
        visit.who = match signed_in {
            SignedIn::Person(person) => Who::Person(person),
            SignedIn::Officer(officer) => Who::Officer(officer),
        };
        visit.token = Some(token);
    }
    Ok(visit)
}

/// The path and query without the language.
fn path_of(request: &Request, lang: Lang) -> String {
    let whole = request.uri().path_and_query().map_or("/", |whole| whole.as_str());
    let rest = whole.strip_prefix('/').and_then(|rest| rest.strip_prefix(lang.code())).unwrap_or("/");
    if rest.starts_with('/') { rest.to_string() } else { format!("/{rest}") }
}

/// The caller's address. Behind a proxy on this machine it is the one that the proxy names last.
fn address(request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    match peer {
        Some(peer) if !peer.is_loopback() => peer.to_string(),
        Some(_) | None => forwarded(request.headers()).unwrap_or_else(|| "local".to_string()),
    }
}

fn forwarded(headers: &HeaderMap) -> Option<String> {
    let list = headers.get("x-forwarded-for")?.to_str().ok()?;
    let last = list.rsplit(',').next()?.trim();
    (!last.is_empty() && last.len() <= 64).then(|| last.to_string())
}

/// Who only looks is led to the sign-in; who was sending something keeps it.
async fn sign_in_first(door: &Doorway, visit: &Visit, request: Request) -> Response {
    let next = visit.path.clone();
    let sign_in = visit.href(&format!("/sign-in?next={}", encode(&next)));
    if door.verb == Verb::Get {
        return respond::see_other(&sign_in);
    }
    let kept = match Posted::from_request(request, &door.web).await {
        Ok(posted) => posted,
        Err(fail) => return page(visit, &RequestId::default(), fail.into_response()),
    };
    if door.is_visitable && kept.fields.is_empty() {
        return respond::see_other(&sign_in);
    }
    let s = visit.shell(Words::default());
    let link = Link::new(visit.href("/sign-in/go-on"), s.t("error-session-again"));
    let mut hidden = vec![Hidden { name: Typed::new("next"), value: Typed::new(next) }];
    hidden.extend(kept.pairs().map(|(name, value)| Hidden {
        name: Typed::new(format!("{}{name}", session::KEPT)),
        value: Typed::new(value),
    }));
    hidden.truncate(limits::KEPT_VALUES_MAX);
    ErrorPage::new(s, Wrong::SessionEnded).keep(Vec::new(), hidden, link).answer()
}

/// Encodes a path for the query of an address.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

/// A failure becomes a page; any other answer stays as it is.
fn page(visit: &Visit, id: &RequestId, mut response: Response) -> Response {
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_bare_error(&response) => Problem::of_status(response.status()),
        None => return response,
    };
    if problem.wrong == Wrong::SessionEnded {
        return respond::see_other(&visit.href(&format!("/sign-in?next={}", encode(&visit.path))));
    }
    problem.answer(visit.shell(Words::default()), id)
}

/// Whether the answer is an error that has no page yet.
pub(crate) fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    (status.is_client_error() || status.is_server_error()) && !is_page
}
