//! Answering what an officer asked: words, values and files together.

use std::collections::BTreeMap;

use afaq_app::cases::{CaseView, FieldProblem, SentFile};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::acts::raw;
use super::question::{Filled, question, upload_question};
use crate::form::{Block, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::respond;
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t;

fn form(web: &Web, view: &CaseView, filled: &Filled<'_>) -> Result<FormPage, Fail> {
    let (visit, service) = (filled.visit, &view.service);
    let asked = view.case.asked.as_ref().ok_or(Fail::NotFound)?;
    let mut blocks: Vec<Block> =
        values::paragraphs(&afaq_base::text::clean_text(asked.question.get(visit.lang)))
            .into_iter()
            .map(Block::Words)
            .collect();
    for item in &asked.items {
        if let Some(kind) = item.strip_prefix("evidence.").and_then(|id| service.find_evidence(id)) {
            let label = names::words(&kind.label, visit.lang);
            let hint = kind.hint.as_ref().map(|hint| names::words(hint, visit.lang));
            blocks.push(Block::Question(upload_question(item, kind, label, hint, None, filled)));
        } else if let Some(concept) = service.concepts.get(item) {
            blocks.push(Block::Question(question(concept, item, None, filled)));
        }
    }
    let value = filled.fields.get("text").and_then(|values| values.first()).cloned().unwrap_or_default();
    let control =
        Control::LongText { value: Typed::new(value), chars_max: afaq_domain::limits::TEXT_CHARS_MAX };
    let mut words = Question::new("text", t(visit.lang, "answer-text"), control);
    words.is_optional = !asked.items.is_empty();
    words.error = filled.problem("text");
    blocks.push(Block::Question(words));
    let case = format!("/cases/{}", view.id);
    let s = visit.titled("answer-title").at(Place::Cases).back(visit.link(&case, t(visit.lang, "nav-back")));
    let s = visit.about(web, view.case.applicant_number, s);
    let mut form = FormPage::new(s, visit.href(&format!("{case}/answer")), blocks);
    form.over = names::words(&service.name, visit.lang);
    form.button = Words::from(t(visit.lang, "answer-send"));
    form.cancel = Some(visit.link(&case, t(visit.lang, "cancel")));
    Ok(form.with_errors_collected())
}

/// GET `/cases/{id}/answer`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.my_case(visit.person()?, id(&case)?).await?;
    if view.case.asked.is_none() {
        return Ok(respond::see_other(&visit.href(&format!("/cases/{case}"))));
    }
    let mut fields = BTreeMap::new();
    for item in view.case.asked.iter().flat_map(|asked| &asked.items) {
        let known = view.case.facts.get(item).and_then(afaq_base::Fact::value);
        if let (Some(concept), Some(known)) = (view.service.concepts.get(item), known) {
            super::question::put(&mut fields, item, concept, known);
        }
    }
    let filled = Filled { fields, problems: &[], visit: &visit };
    Ok(respond::page(&form(&web, &view, &filled)?))
}

/// POST `/cases/{id}/answer`.
pub(crate) async fn send(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (person, case) = (visit.person()?, id(&case)?);
    let view = web.app.my_case(person, case).await?;
    let items: Vec<String> = view.case.asked.iter().flat_map(|asked| asked.items.clone()).collect();
    let mut answers = BTreeMap::new();
    for item in &items {
        answers.insert(item.clone(), vec![raw(item, &posted)]);
    }
    let mut files = Vec::new();
    let text = posted.one("text").to_string();
    let fields = posted.fields;
    for file in posted.files {
        let Some(evidence) = file.field.strip_prefix("evidence.") else { return Err(Fail::BadRequest) };
        files.push(SentFile { evidence: evidence.to_string(), name: file.name, bytes: file.bytes });
    }
    let problems = match web.app.answer_request(person, case, &text, &answers, files).await {
        Ok(problems) if problems.is_empty() => {
            return Ok(respond::see_other(&visit.href(&format!("/cases/{case}"))));
        }
        Ok(problems) => problems,
        Err(afaq_app::AppError::Refused(afaq_domain::Refusal::AnswersMissing { paths })) => {
            let message = afaq_domain::Refusal::AnswersMissing { paths: Vec::new() }.text();
            paths.into_iter().map(|field| FieldProblem { field, message: message.clone() }).collect()
        }
        Err(error) => vec![FieldProblem { field: "text".to_string(), message: refusal(error)? }],
    };
    let filled = Filled { fields, problems: &problems, visit: &visit };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&web, &view, &filled)?))
}
