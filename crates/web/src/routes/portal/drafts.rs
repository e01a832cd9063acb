//! A draft as a whole: its parts, its files, what is wrong in registers, deleting it.

use afaq_app::cases::{DraftView, FieldProblem, Next};
use afaq_base::FileId;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::acts::raw;
use super::corrections;
use super::pages::{known, next_href};
use super::question::Filled;
use crate::form::{Block, FormPage};
use crate::html::Words;
use crate::parts::{Tag, Tone};
use crate::portal::drafts::{TaskListPage, TaskRow, TaskSection};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;

/// GET `/drafts/{id}`.
pub(crate) async fn tasks(
    State(web): State<Web>,
    visit: Visit,
    Path(draft): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.draft(visit.person()?, id(&draft)?).await?;
    let s = visit.about(&web, view.draft.applicant, visit.titled("tasks-title").at(Place::Cases));
    let missing = view.missing();
    let mut done = 0;
    let mut tasks = Vec::new();
    for shown in view.pages() {
        let is_visited = view.draft.visited.contains(&shown.page.id);
        let is_open = shown
            .sections
            .iter()
            .flat_map(|(_, questions)| questions)
            .any(|q| missing.contains(&q.what.name()));
        let (tone, key) = match (is_visited, is_open) {
            (true, false) => (Tone::Good, "task-done"),
            (true, true) => (Tone::Warn, "task-started"),
            (false, _) => (Tone::Quiet, "task-open"),
        };
        done += usize::from(is_visited && !is_open);
        tasks.push(TaskRow {
            words: names::words(&shown.page.title, visit.lang),
            href: Some(visit.href(&format!("/drafts/{}/page/{}", view.id, shown.page.id))),
            state: Tag::new(tone, s.t(key)),
        });
    }
    let next = view.next(None);
    let is_ready = next == Next::Check;
    let check = TaskRow {
        words: Words::from(s.t("check-title")),
        href: is_ready.then(|| visit.href(&format!("/drafts/{}/check", view.id))),
        state: Tag::new(Tone::Quiet, s.t(if is_ready { "task-open" } else { "task-locked" })),
    };
    Ok(respond::page(&TaskListPage {
        over: names::words(&view.service.name, visit.lang),
        done,
        sections: vec![
            TaskSection { heading: Words::from(s.t("tasks-answers")), tasks },
            TaskSection { heading: Words::from(s.t("tasks-send")), tasks: vec![check] },
        ],
        kept_until: values::day(view.expires_at, visit.lang),
        go_on: next_href(&visit, view.id, &next),
        s,
    }))
}

/// POST `/drafts/{id}/delete`.
pub(crate) async fn delete(
    State(web): State<Web>,
    visit: Visit,
    Path(draft): Path<String>,
) -> Result<Response, Fail> {
    web.app.delete_draft(visit.person()?, id(&draft)?).await?;
    Ok(respond::see_other(&visit.href("/cases")))
}

/// GET `/drafts/{id}/files/{file}`.
pub(crate) async fn file(
    State(web): State<Web>,
    visit: Visit,
    Path((draft, file)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let file: FileId = id(&file)?;
    let (about, bytes) = web.app.draft_file(visit.person()?, id(&draft)?, file).await?;
    Ok(respond::file(&about.name, &about.media_type, bytes))
}

/// The form that calls a fact wrong, with what was typed and what is wrong with it.
fn wrong_form(
    web: &Web,
    view: &DraftView,
    path: &str,
    posted: &Posted,
    problem: Option<FieldProblem>,
    visit: &Visit,
) -> Result<FormPage, Fail> {
    let concept = view.service.concepts.get(path).ok_or(Fail::NotFound)?;
    let fact = known(view, visit).fact(path, None).ok_or(Fail::NotFound)?;
    let back = format!("/drafts/{}/check", view.id);
    let s = visit.about(web, view.draft.applicant, visit.titled("dispute-title").at(Place::Services));
    let cancel = visit.link(&back, s.t("cancel"));
    let button = Words::from(s.t("correction-send"));
    let action = visit.href(&format!("/drafts/{}/wrong/{path}", view.id));
    let problems: Vec<FieldProblem> = problem.into_iter().collect();
    let filled = Filled { fields: posted.fields.clone(), problems: &problems, visit };
    let mut blocks = vec![Block::Known(fact)];
    blocks.extend(corrections::questions(concept, &view.draft.facts, posted.one("words"), &filled));
    let mut form = FormPage::new(s, action, blocks);
    form.over = names::words(&view.service.name, visit.lang);
    form.intro = corrections::intro(&view.service, concept, visit);
    form.button = button;
    form.cancel = Some(cancel);
    Ok(form.with_errors_collected())
}

/// GET `/drafts/{id}/wrong/{path}`: says what it means to call a fact wrong.
pub(crate) async fn wrong(
    State(web): State<Web>,
    visit: Visit,
    Path((draft, path)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let view = web.app.draft(visit.person()?, id(&draft)?).await?;
    Ok(respond::page(&wrong_form(&web, &view, &path, &Posted::default(), None, &visit)?))
}

/// POST `/drafts/{id}/wrong/{path}`.
pub(crate) async fn dispute(
    State(web): State<Web>,
    visit: Visit,
    Path((draft, path)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (person, draft) = (visit.person()?, id(&draft)?);
    let raw = raw(&path, &posted);
    let claim = corrections::claim(&raw, &posted);
    match web.app.dispute_fact(person, draft, &path, claim).await {
        Ok(view) => Ok(respond::see_other(&next_href(&visit, view.id, &view.next(None)))),
        Err(error) => {
            let problem = corrections::problem(error, &path)?;
            let view = web.app.draft(person, draft).await?;
            let form = wrong_form(&web, &view, &path, &posted, Some(problem), &visit)?;
            Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form))
        }
    }
}
