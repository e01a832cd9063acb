//! Completing a fact that stands between the rules and a decision: what a register did not say, or what is disputed.

use afaq_app::AppError;
use afaq_app::cases::{CaseView, FieldProblem, PageAnswers};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::decide::back_to;
use crate::form::{Block, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::respond;
use crate::routes::facts::Known;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Posted;
use crate::routes::portal::acts::raw;
use crate::routes::portal::question::{Filled, question};
use crate::routes::visit::Visit;
use crate::routes::{Web, names};
use crate::shell::Place;
use crate::texts::t;

fn form(view: &CaseView, path: &str, filled: &Filled<'_>) -> Result<FormPage, Fail> {
    let (visit, lang) = (filled.visit, filled.visit.lang);
    let concept = view.service.concepts.get(path).ok_or(Fail::NotFound)?;
    let facts = &view.case.facts;
    let known = Known { service: &view.service, facts, visit, is_officer: true, earlier: None };
    let mut asked = question(concept, path, None, filled);
    asked.label = names::words(concept.called(), lang);
    let typed = filled.fields.get("reason").and_then(|values| values.first()).cloned().unwrap_or_default();
    let control =
        Control::LongText { value: Typed::new(typed), chars_max: afaq_domain::limits::TEXT_CHARS_MAX };
    let mut why =
        Question::new("reason", t(lang, "complete-why"), control).hint(t(lang, "complete-why-hint"));
    why.error = filled.problem("reason");
    let mut blocks: Vec<Block> = known.fact(path, None).map(Block::Known).into_iter().collect();
    blocks.extend([Block::Question(asked), Block::Question(why)]);
    let case = format!("/desk/cases/{}", view.id);
    let s = visit.titled("complete-title").at(Place::Worklist).back(back_to(view, visit));
    let mut form = FormPage::new(s, visit.href(&format!("{case}/complete/{path}")), blocks);
    form.over = names::words(&view.service.name, lang);
    form.intro = Words::from(t(lang, "complete-help"));
    form.button = Words::from(t(lang, "complete-button"));
    form.cancel = Some(visit.link(&case, t(lang, "cancel")));
    Ok(form.with_errors_collected())
}

/// The case, if the fact is one of those that an officer can complete now.
async fn open_case(web: &Web, visit: &Visit, case: &str, path: &str) -> Result<CaseView, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(case)?).await?;
    if view.open_facts().iter().any(|open| open == path) { Ok(view) } else { Err(Fail::NotFound) }
}

/// GET `/desk/cases/{id}/complete/{path}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path((case, path)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let view = open_case(&web, &visit, &case, &path).await?;
    let filled = Filled { fields: PageAnswers::new(), problems: &[], visit: &visit };
    Ok(respond::page(&form(&view, &path, &filled)?))
}

/// POST `/desk/cases/{id}/complete/{path}`.
pub(crate) async fn send(
    State(web): State<Web>,
    visit: Visit,
    Path((case, path)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let view = open_case(&web, &visit, &case, &path).await?;
    let answer = raw(&path, &posted);
    let done = web.app.complete_fact(visit.officer()?, view.id, &path, &answer, posted.one("reason")).await;
    let problems = match done {
        Ok(problems) if problems.is_empty() => {
            return Ok(respond::see_other(&visit.href(&format!("/desk/cases/{}", view.id))));
        }
        Ok(problems) => problems,
        Err(AppError::Refused(refusal)) => {
            vec![FieldProblem { field: "reason".to_string(), message: refusal.text() }]
        }
        Err(error) => return Err(error.into()),
    };
    let filled = Filled { fields: posted.fields, problems: &problems, visit: &visit };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&view, &path, &filled)?))
}
