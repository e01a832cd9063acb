//! Passing a case on: taking, assigning, transferring; and the rarer acts: trying again, revoking.

use afaq_app::cases::CaseView;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::decide::back_to;
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::respond;
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names};
use crate::shell::Place;
use crate::texts::t;

/// The value that puts a case back to the unit.
const NOBODY: &str = "nobody";

fn done(view: &CaseView, visit: &Visit) -> Response {
    respond::see_other(&visit.href(&format!("/desk/cases/{}", view.id)))
}

fn form(view: &CaseView, path: &str, title: &'static str, blocks: Vec<Block>, visit: &Visit) -> FormPage {
    let s = visit.titled(title).at(Place::Worklist).back(back_to(view, visit));
    let case = format!("/desk/cases/{}", view.id);
    let mut form = FormPage::new(s, visit.href(&format!("{case}/{path}")), blocks);
    form.over = names::words(&view.service.name, visit.lang);
    form.button = Words::from(t(visit.lang, title));
    form.cancel = Some(visit.link(&case, t(visit.lang, "cancel")));
    form.with_errors_collected()
}

fn wrong(form: &FormPage) -> Response {
    respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, form)
}

fn reason(key: &'static str, posted: &Posted, error: Option<Words>, visit: &Visit) -> Block {
    let control = Control::LongText {
        value: Typed::new(posted.one("reason")),
        chars_max: afaq_domain::limits::TEXT_CHARS_MAX,
    };
    let mut question = Question::new("reason", t(visit.lang, key), control);
    question.error = error;
    Block::Question(question)
}

/// POST `/desk/cases/{id}/take`.
pub(crate) async fn take(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    web.app.assign(officer, id(&case)?, Some(&officer.id)).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}"))))
}

fn assignment(web: &Web, view: &CaseView, posted: &Posted, error: Option<Words>, visit: &Visit) -> FormPage {
    let lang = visit.lang;
    let mut options: Vec<Choice> = web
        .app
        .ports()
        .identity
        .officers()
        .into_iter()
        .filter(|officer| officer.body == view.case.body && officer.units.contains(&view.case.unit))
        .map(|officer| {
            let name = Words::new(officer.name.get(lang).to_string());
            let is_chosen = posted.one("officer") == officer.id;
            Choice::new(officer.id, name, is_chosen)
        })
        .collect();
    options.push(Choice::new(NOBODY, t(lang, "desk-put-back"), posted.one("officer") == NOBODY));
    let mut question = Question::new("officer", t(lang, "desk-assign-to"), Control::Radios { options });
    question.error = error;
    form(view, "assign", "desk-reassign", vec![Block::Question(question)], visit)
}

/// GET `/desk/cases/{id}/assign`.
pub(crate) async fn assign(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    Ok(respond::page(&assignment(&web, &view, &Posted::default(), None, &visit)))
}

/// POST `/desk/cases/{id}/assign`.
pub(crate) async fn send_assignment(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    let to = match posted.one("officer") {
        "" => {
            let words = Words::from(t(visit.lang, "desk-assign-missing"));
            return Ok(wrong(&assignment(&web, &view, &posted, Some(words), &visit)));
        }
        NOBODY => None,
        other => Some(other),
    };
    web.app.assign(officer, view.id, to).await?;
    Ok(done(&view, &visit))
}

fn transferal(
    web: &Web,
    view: &CaseView,
    posted: &Posted,
    errors: (Option<Words>, Option<Words>),
    visit: &Visit,
) -> FormPage {
    let lang = visit.lang;
    let options = web
        .app
        .ports()
        .identity
        .units()
        .into_iter()
        .filter(|unit| unit.body == view.case.body && unit.unit != view.case.unit)
        .map(|unit| {
            let is_chosen = posted.one("unit") == unit.unit;
            Choice::new(unit.unit, names::words(&unit.name, lang), is_chosen)
        })
        .collect();
    let mut question = Question::new("unit", t(lang, "desk-transfer-to"), Control::Radios { options });
    question.error = errors.0;
    let reason = reason("desk-transfer-why", posted, errors.1, visit);
    form(view, "transfer", "desk-transfer", vec![Block::Question(question), reason], visit)
}

/// GET `/desk/cases/{id}/transfer`.
pub(crate) async fn transfer(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    Ok(respond::page(&transferal(&web, &view, &Posted::default(), (None, None), &visit)))
}

/// POST `/desk/cases/{id}/transfer`.
pub(crate) async fn send_transfer(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    let unit = posted.one("unit");
    if unit.is_empty() {
        let words = Words::from(t(visit.lang, "desk-transfer-missing"));
        return Ok(wrong(&transferal(&web, &view, &posted, (Some(words), None), &visit)));
    }
    match web.app.transfer(officer, view.id, unit, posted.one("reason")).await {
        // The other unit has it now; this officer may not see it any more.
        Ok(()) => Ok(respond::see_other(&visit.href("/desk"))),
        Err(error) => {
            let words = names::words(&refusal(error)?, visit.lang);
            Ok(wrong(&transferal(&web, &view, &posted, (None, Some(words)), &visit)))
        }
    }
}

/// POST `/desk/cases/{id}/retry/{incident}`.
pub(crate) async fn retry(
    State(web): State<Web>,
    visit: Visit,
    Path((case, incident)): Path<(String, String)>,
) -> Result<Response, Fail> {
    web.app.retry(visit.officer()?, id(&case)?, id(&incident)?).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}"))))
}

fn revocation(
    view: &CaseView,
    document: &str,
    posted: &Posted,
    error: Option<Words>,
    visit: &Visit,
) -> FormPage {
    let blocks = vec![reason("desk-revoke-why", posted, error, visit)];
    let mut form = form(view, &format!("revoke/{document}"), "desk-revoke", blocks, visit);
    form.intro = Words::from(t(visit.lang, "desk-revoke-help"));
    form.is_grave = true;
    form
}

/// GET `/desk/cases/{id}/revoke/{document}`.
pub(crate) async fn revoke(
    State(web): State<Web>,
    visit: Visit,
    Path((case, document)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    let wanted: afaq_base::DocumentId = id(&document)?;
    if !view.case.outputs.iter().any(|output| output.document == wanted) {
        return Err(Fail::NotFound);
    }
    Ok(respond::page(&revocation(&view, &document, &Posted::default(), None, &visit)))
}

/// POST `/desk/cases/{id}/revoke/{document}`.
pub(crate) async fn send_revocation(
    State(web): State<Web>,
    visit: Visit,
    Path((case, document)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    match web.app.revoke(officer, view.id, id(&document)?, posted.one("reason")).await {
        Ok(()) => Ok(done(&view, &visit)),
        Err(error) => {
            let words = names::words(&refusal(error)?, visit.lang);
            Ok(wrong(&revocation(&view, &document, &posted, Some(words), &visit)))
        }
    }
}
