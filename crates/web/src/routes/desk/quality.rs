//! Notes for colleagues, the second signature, and reviews of decided cases that were drawn.

use afaq_app::cases::CaseView;
use afaq_domain::cases::Finding;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::decide::back_to;
use crate::desk::sections::{Cell, Section, SectionsPage, Table};
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Code, Num, Typed, Words};
use crate::parts::{Row, Value};
use crate::respond;
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t;

/// The key of the words for a finding.
pub(crate) fn finding_key(finding: Finding) -> &'static str {
    match finding {
        Finding::Right => "finding-right",
        Finding::Flawed => "finding-flawed",
        Finding::Wrong => "finding-wrong",
    }
}

fn long_text(name: &'static str, key: &'static str, posted: &Posted, visit: &Visit) -> Question {
    let control = Control::LongText {
        value: Typed::new(posted.one(name)),
        chars_max: afaq_domain::limits::TEXT_CHARS_MAX,
    };
    Question::new(name, t(visit.lang, key), control)
}

fn form(view: &CaseView, path: &str, title: &'static str, blocks: Vec<Block>, visit: &Visit) -> FormPage {
    let s = visit.titled(title).at(Place::Worklist).back(back_to(view, visit));
    let case = format!("/desk/cases/{}", view.id);
    let mut form = FormPage::new(s, visit.href(&format!("{case}/{path}")), blocks);
    form.over = names::words(&view.service.name, visit.lang);
    form.button = Words::from(t(visit.lang, "desk-save"));
    form.cancel = Some(visit.link(&case, t(visit.lang, "cancel")));
    form.with_errors_collected()
}

fn note_form(view: &CaseView, posted: &Posted, error: Option<Words>, visit: &Visit) -> FormPage {
    let mut question = long_text("text", "decide-note", posted, visit).hint(t(visit.lang, "note-hint"));
    question.error = error;
    form(view, "note", "note-title", vec![Block::Question(question)], visit)
}

/// GET `/desk/cases/{id}/note`.
pub(crate) async fn note(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    Ok(respond::page(&note_form(&view, &Posted::default(), None, &visit)))
}

/// POST `/desk/cases/{id}/note`.
pub(crate) async fn send_note(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    match web.app.note(officer, id(&case)?, posted.one("text")).await {
        Ok(()) => Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}")))),
        Err(error) => {
            let words = names::words(&refusal(error)?, visit.lang);
            let view = web.app.case_on_desk(officer, id(&case)?).await?;
            let page = note_form(&view, &posted, Some(words), &visit);
            Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

/// POST `/desk/cases/{id}/sign`.
pub(crate) async fn sign(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    web.app.countersign(visit.officer()?, id(&case)?).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}"))))
}

fn review_form(view: &CaseView, posted: &Posted, error: Option<Words>, visit: &Visit) -> FormPage {
    let options = Finding::ALL
        .into_iter()
        .map(|one| {
            let words = t(visit.lang, finding_key(one));
            Choice::new(one.word(), words, posted.one("finding") == one.word())
        })
        .collect();
    let mut finding = Question::new("finding", t(visit.lang, "review-finding"), Control::Radios { options });
    let mut text = long_text("text", "review-text", posted, visit).hint(t(visit.lang, "review-text-hint"));
    if posted.one("finding").is_empty() {
        finding.error = error;
    } else {
        text.error = error;
    }
    form(view, "review", "review-title", vec![Block::Question(finding), Block::Question(text)], visit)
}

/// GET `/desk/cases/{id}/review`.
pub(crate) async fn review(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    Ok(respond::page(&review_form(&view, &Posted::default(), None, &visit)))
}

/// POST `/desk/cases/{id}/review`.
pub(crate) async fn send_review(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    let wrong = |words: Words| {
        let page = review_form(&view, &posted, Some(words), &visit);
        Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let Some(finding) = Finding::find(posted.one("finding")) else {
        return wrong(Words::from(t(visit.lang, "review-finding-missing")));
    };
    match web.app.review(officer, view.id, finding, posted.one("text")).await {
        Ok(()) => Ok(respond::see_other(&visit.href("/desk/quality"))),
        Err(error) => wrong(names::words(&refusal(error)?, visit.lang)),
    }
}

/// GET `/desk/quality`: decided cases that were drawn.
pub(crate) async fn list(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let sample = web.app.sample(officer).await?;
    let s =
        visit.titled("quality-title").at(Place::Team).back(visit.link("/desk/team", t(lang, "team-title")));
    let mut page = SectionsPage::new(s);
    page.intro = Words::from(t(lang, "quality-intro"));
    let mut open = Section::new(t(lang, "quality-open"));
    if sample.open.is_empty() {
        open.words.push(Words::from(t(lang, "quality-none")));
    } else {
        let rows = sample.open.iter().map(|row| {
            let number = Value::Code(Code::new(&row.number));
            let closed = row.closed_at.map(|at| Value::Date(values::day(at, lang)));
            let outcome = names::stage(row.outcome.as_deref().unwrap_or(&row.stage), lang);
            vec![
                Cell::Link(number, visit.href(&format!("/desk/cases/{}", row.case_id))),
                Cell::words(names::of_json(&row.title, lang)),
                closed.map_or(Cell::Empty, Cell::Value),
                Cell::Value(Value::Tag(outcome)),
                Cell::Link(
                    Value::Words(Words::from(t(lang, "review-start"))),
                    visit.href(&format!("/desk/cases/{}/review", row.case_id)),
                ),
            ]
        });
        let head = ["col-number", "col-service", "col-decided", "bulk-outcome"];
        let mut head: Vec<Words> = head.into_iter().map(|key| Words::from(t(lang, key))).collect();
        head.push(Words::default());
        open.table = Some(Table { head, rows: rows.collect() });
    }
    if sample.for_others > 0 {
        open.words.push(Words::new(crate::texts::t_args(
            lang,
            "quality-others",
            &[("n", &sample.for_others)],
        )));
    }
    let mut found = Section::new(t(lang, "quality-found"));
    for finding in Finding::ALL {
        let count = sample.found.get(&finding).copied().unwrap_or_default();
        found.rows.push(Row::new(t(lang, finding_key(finding)), Value::Num(Num::new(count))));
    }
    page.sections = vec![open, found];
    Ok(respond::page(&page))
}
