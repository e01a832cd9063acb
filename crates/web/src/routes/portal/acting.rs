//! Acting for somebody else in the whole session, and letting the session go on.

use afaq_app::parties::KINDS;
use afaq_base::{CivilNumber, code::Coded};
use afaq_domain::parties::mandate_word;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::service::represents;
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::prose::ProsePage;
use crate::respond;
use crate::routes::fail::{Fail, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::{Visit, Who};
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// The form, with what was typed and what is wrong with the kind and the number.
fn form(web: &Web, visit: &Visit, posted: &Posted, errors: [Option<Words>; 2]) -> FormPage {
    let lang = visit.lang;
    let services = web.app.services();
    let is_offered = |kind| {
        services.iter().any(|one| one.service.representation.iter().any(|mandate| mandate.kind == kind))
    };
    let options = KINDS
        .into_iter()
        .filter(|kind| is_offered(*kind))
        .map(|kind| {
            let word = mandate_word(kind);
            Choice::new(word, t(lang, represents(kind)), posted.one("kind") == word)
        })
        .collect();
    let [wrong_kind, wrong_number] = errors;
    let mut kind = Question::new("kind", t(lang, "start-for-kind"), Control::Radios { options });
    kind.error = wrong_kind;
    let number = Control::CivilNumber { value: Typed::new(posted.one("number")) };
    let mut number =
        Question::new("number", t(lang, "start-for-number"), number).hint(t(lang, "civil-number-hint"));
    number.error = wrong_number;
    let s = visit.titled("acting-title").at(Place::Cases).back(visit.link("/cases", t(lang, "cases-title")));
    let mut page =
        FormPage::new(s, visit.href("/acting"), vec![Block::Question(kind), Block::Question(number)]);
    page.intro = Words::from(t(lang, "acting-help"));
    page.button = Words::from(t(lang, "acting-begin"));
    page.cancel = Some(visit.link("/cases", t(lang, "cancel")));
    page.with_errors_collected()
}

/// GET `/acting`.
pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Response {
    respond::page(&form(&web, &visit, &Posted::default(), [None, None]))
}

/// POST `/acting`.
pub(crate) async fn begin(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let person = visit.person()?;
    let token = visit.token.as_deref().ok_or(Fail::SignIn)?;
    let lang = visit.lang;
    let kind = KINDS.into_iter().find(|kind| mandate_word(*kind) == posted.one("kind"));
    let number = CivilNumber::parse(posted.one("number"));
    let errors = match (kind, number) {
        (Some(kind), Ok(number)) => match web.app.act_for(token, person, kind, number).await {
            Ok(()) => return Ok(respond::see_other(&visit.href("/cases"))),
            Err(error) => [None, Some(names::words(&refusal(error)?, lang))],
        },
        (kind, number) => [
            kind.is_none().then(|| Words::from(t(lang, "start-for-kind-missing"))),
            number.err().map(|error| names::words(&error.text(), lang)),
        ],
    };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&web, &visit, &posted, errors)))
}

/// POST `/acting/end`.
pub(crate) async fn end(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let token = visit.token.as_deref().ok_or(Fail::SignIn)?;
    web.app.act_as_oneself(token, visit.person()?).await?;
    Ok(respond::see_other(&visit.href("/cases")))
}

/// GET `/session`: lets the session go on, and says until when.
pub(crate) async fn session(State(web): State<Web>, mut visit: Visit) -> Result<Response, Fail> {
    let lang = visit.lang;
    let (title, lead) = match (&visit.who, &visit.token) {
        (Who::Person(_) | Who::Officer(_), Some(token)) => {
            let until = web.app.extend_session(token).await?;
            visit.session_ends = Some(until);
            let time = values::time_of_day(until, lang);
            ("session-title", Words::new(t_args(lang, "session-extended", &[("time", &time)])))
        }
        _ => ("session-none", Words::from(t(lang, "session-none-help"))),
    };
    let s = visit.titled(title);
    let links = match &visit.who {
        Who::Nobody => vec![visit.link("/sign-in", t(lang, "nav-sign-in"))],
        Who::Person(_) | Who::Officer(_) => Vec::new(),
    };
    Ok(respond::page(&ProsePage { s, lead, sections: Vec::new(), links }))
}
