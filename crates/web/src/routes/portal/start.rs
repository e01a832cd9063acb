//! Starting a request, for oneself or, by a mandate, for another.

use afaq_app::parties::Person;
use afaq_base::{CivilNumber, code::Coded};
use afaq_domain::parties::mandate_word;
use afaq_pack::{MandateKind, Service};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::pages::next_href;
use super::service::represents;
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::respond;
use crate::routes::fail::{Fail, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names};
use crate::shell::Place;
use crate::texts::t;

/// POST `/services/{id}/start`.
pub(crate) async fn start(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    begin(&web, &visit, &id, None).await
}

/// GET `/services/{id}/start`, reached after a sign-in: goes on with the draft that is there, else starts one.
pub(crate) async fn again(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let person = visit.person()?;
    // At the counter every form is begun anew: what the person began alone is nobody's business there.
    if person.helped_by.is_some() {
        return begin(&web, &visit, &id, None).await;
    }
    let drafts = web.app.drafts(person).await?;
    match drafts.iter().find(|draft| draft.service_id.as_str() == id) {
        Some(draft) => Ok(respond::see_other(&visit.href(&format!("/drafts/{}", draft.draft_id)))),
        None => begin(&web, &visit, &id, None).await,
    }
}

async fn begin(
    web: &Web,
    visit: &Visit,
    service: &str,
    represents: Option<(MandateKind, CivilNumber)>,
) -> Result<Response, Fail> {
    let person: &Person = visit.person()?;
    let acting = person.acts_for.as_ref().map(|other| (other.kind, other.number));
    let represents = represents.or(acting);
    let id = web.app.start_draft(person, service, represents, visit.lang).await?;
    let view = web.app.draft(person, id).await?;
    Ok(respond::see_other(&next_href(visit, id, &view.next(None))))
}

/// GET `/services/{id}/start-for`.
pub(crate) async fn for_another(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let service = web.app.service(&id)?.service;
    if service.representation.is_empty() {
        return Err(Fail::NotFound);
    }
    Ok(respond::page(&form(&service, &visit, &Posted::default())))
}

/// POST `/services/{id}/start-for`.
pub(crate) async fn start_for_another(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let service = web.app.service(&id)?.service;
    let mut view = form(&service, &visit, &posted);
    let kind = service
        .representation
        .iter()
        .map(|mandate| mandate.kind)
        .find(|kind| mandate_word(*kind) == posted.one("kind"));
    let number = CivilNumber::parse(posted.one("number"));
    let mut wrong = |at: usize, words: Words| {
        if let Some(Block::Question(question)) = view.blocks.get_mut(at) {
            question.error = Some(words);
        }
    };
    match (kind, number) {
        (Some(kind), Ok(number)) => match begin(&web, &visit, &id, Some((kind, number))).await {
            Err(Fail::App(error)) => wrong(1, names::words(&refusal(error)?, visit.lang)),
            other => return other,
        },
        (kind, number) => {
            if kind.is_none() {
                wrong(0, Words::from(t(visit.lang, "start-for-kind-missing")));
            }
            if let Err(error) = number {
                wrong(1, names::words(&error.text(), visit.lang));
            }
        }
    }
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &view.with_errors_collected()))
}

fn form(service: &Service, visit: &Visit, posted: &Posted) -> FormPage {
    let s = visit.titled("start-for-title").at(Place::Services);
    let options = service
        .representation
        .iter()
        .map(|mandate| {
            let word = mandate_word(mandate.kind);
            Choice::new(word, t(visit.lang, represents(mandate.kind)), posted.one("kind") == word)
        })
        .collect();
    let kind = Question::new("kind", s.t("start-for-kind"), Control::Radios { options });
    let number = Control::CivilNumber { value: Typed::new(posted.one("number")) };
    let number = Question::new("number", s.t("start-for-number"), number).hint(s.t("civil-number-hint"));
    let path = format!("/services/{}", service.id.as_str());
    let mut view = FormPage::new(
        s,
        visit.href(&format!("{path}/start-for")),
        vec![Block::Question(kind), Block::Question(number)],
    );
    view.over = names::words(&service.name, visit.lang);
    view.intro = Words::from(t(visit.lang, "start-for-help"));
    view.cancel = Some(visit.link(&path, t(visit.lang, "cancel")));
    view
}
