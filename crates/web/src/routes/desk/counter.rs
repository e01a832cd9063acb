//! Help at a counter: an officer fills in the same form with a person who is there and agrees.

use afaq_app::AppError;
use afaq_base::CivilNumber;
use afaq_base::code::Coded;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, session};
use crate::shell::Place;
use crate::texts::t;

fn form(web: &Web, visit: &Visit, posted: &Posted, error: Option<(&str, Words)>) -> Result<FormPage, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let problem =
        |field: &str| error.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, words)| words.clone());
    let number = Control::CivilNumber { value: Typed::new(posted.one("number")) };
    let mut number = Question::new("number", t(lang, "counter-number"), number);
    number.error = problem("number");
    let own = web.app.services().into_iter().filter(|one| one.service.body.as_str() == officer.body);
    let options = own
        .filter(|one| one.suspended.is_none())
        .map(|one| {
            let id = one.service.id.as_str().to_string();
            let is_chosen = posted.one("service") == id;
            Choice::new(id, names::words(&one.service.name, lang), is_chosen)
        })
        .collect();
    let mut service = Question::new("service", t(lang, "counter-service"), Control::Select { options });
    service.error = problem("service");
    let options = vec![Choice::new("yes", t(lang, "counter-agrees"), posted.one("consent") == "yes")];
    let mut consent = Question::new("consent", t(lang, "counter-consent"), Control::Many { options });
    consent.error = problem("consent");
    let blocks = [number, service, consent].map(Block::Question).to_vec();
    let back = visit.link("/desk", t(lang, "worklist-title"));
    let s = visit.titled("counter-title").at(Place::Worklist).back(back);
    let mut form = FormPage::new(s, visit.href("/desk/counter"), blocks);
    form.intro = Words::from(t(lang, "counter-intro"));
    form.button = Words::from(t(lang, "counter-begin"));
    form.cancel = Some(visit.link("/desk", t(lang, "cancel")));
    Ok(form.with_errors_collected())
}

/// GET `/desk/counter`.
pub(crate) async fn ask(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    Ok(respond::page(&form(&web, &visit, &Posted::default(), None)?))
}

/// POST `/desk/counter`: the officer's session becomes one in which the form, and nothing else, is reached.
pub(crate) async fn begin(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let wrong = |field, words: Words| {
        let page = form(&web, &visit, &posted, Some((field, words)))?;
        Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let number = match CivilNumber::parse(posted.one("number")) {
        Ok(number) => number,
        Err(error) => return wrong("number", names::words(&error.text(), lang)),
    };
    let service = web.app.service(posted.one("service")).ok();
    let own = service.filter(|one| one.service.body.as_str() == officer.body);
    let Some(service) = own else {
        return wrong("service", Words::from(t(lang, "counter-service-missing")));
    };
    if posted.one("consent") != "yes" {
        return wrong("consent", Words::from(t(lang, "counter-consent-missing")));
    }
    let token = match web.app.start_helping(officer, number).await {
        Ok(token) => token,
        Err(AppError::NotFound) => return wrong("number", Words::from(t(lang, "sign-in-unknown"))),
        Err(error) => return Err(error.into()),
    };
    if let Some(old) = &visit.token {
        web.app.sign_out(old).await?;
    }
    let path = format!("/services/{}/start", service.service.id.as_str());
    let mut response = respond::see_other(&visit.href(&path));
    session::set(&mut response, &web.settings, &token.0);
    Ok(response)
}

/// POST `/counter/end`: the officer is back at the desk.
pub(crate) async fn end(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let token = visit.token.as_deref().ok_or(Fail::SignIn)?;
    let own = web.app.end_helping(visit.person()?, token).await?;
    let mut response = respond::see_other(&visit.href("/desk"));
    session::set(&mut response, &web.settings, &own.0);
    Ok(response)
}
