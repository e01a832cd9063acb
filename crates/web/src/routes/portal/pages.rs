//! The pages of a form: shown, answered, saved for later; nothing that was typed is lost.

use afaq_app::AppError;
use afaq_app::cases::{DraftView, FieldProblem, Next, PageAnswers};
use afaq_app::parties::Person;
use afaq_base::{DraftId, FileId};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::question::{Filled, add_entry, blocks, known_fields, remove_entry};
use crate::errors::{ErrorPage, Wrong};
use crate::form::{FieldError, FormPage, Hidden, Progress};
use crate::html::{Foreign, Href, Typed, Words};
use crate::limits;
use crate::parts::{Link, Row, Value};
use crate::respond;
use crate::routes::facts::Known;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::{Posted, PostedFile};
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;

/// What is known of a draft.
pub(crate) fn known<'a>(view: &'a DraftView, visit: &'a Visit) -> Known<'a> {
    Known { service: &view.service, facts: &view.draft.facts, visit, is_officer: false, earlier: None }
}

/// Where a person goes next.
pub(crate) fn next_href(visit: &Visit, draft: DraftId, next: &Next) -> Href {
    match next {
        Next::Page(page) => visit.href(&format!("/drafts/{draft}/page/{page}")),
        Next::Check => visit.href(&format!("/drafts/{draft}/check")),
        Next::Mend(_) => visit.href(&format!("/drafts/{draft}")),
    }
}

/// GET `/drafts/{id}/page/{page}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path((draft, page)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let view = web.app.draft(visit.person()?, id(&draft)?).await?;
    let fields = known_fields(&view);
    match form(&web, &view, &page, fields, &[], &visit) {
        Some(form) => Ok(respond::page(&form)),
        // Another answer has taken the page away.
        None => Ok(respond::see_other(&visit.href(&format!("/drafts/{draft}")))),
    }
}

fn form(
    web: &Web,
    view: &DraftView,
    page: &str,
    fields: PageAnswers,
    problems: &[FieldProblem],
    visit: &Visit,
) -> Option<FormPage> {
    let pages = view.pages();
    let at = pages.iter().position(|shown| shown.page.id == page)?;
    let shown = pages.get(at)?;
    let filled = Filled { fields, problems, visit };
    let back = match at.checked_sub(1).and_then(|before| pages.get(before)) {
        Some(before) => format!("/drafts/{}/page/{}", view.id, before.page.id),
        None => format!("/drafts/{}", view.id),
    };
    let mut s = visit.shell(names::words(&shown.page.title, visit.lang)).at(Place::Services);
    s = visit
        .about(web, view.draft.applicant, s)
        .back(visit.link(&back, crate::texts::t(visit.lang, "nav-back")));
    let action = visit.href(&format!("/drafts/{}/page/{page}", view.id));
    let mut form = FormPage::new(s, action, blocks(view, shown, &filled));
    form.over = names::words(&view.service.name, visit.lang);
    form.progress = (pages.len() > 1).then_some(Progress { page: at + 1, pages: pages.len() });
    form.intro = shown.page.help.as_ref().map(|help| names::words(help, visit.lang)).unwrap_or_default();
    form.hidden = vec![version(view)];
    form.save_later = true;
    // A group as a whole has no field of its own to which its error could belong.
    for (_, questions) in &shown.sections {
        for asked in questions {
            let name = asked.what.name();
            if let (afaq_pack::What::Group(_), Some(words)) = (&asked.what, filled.problem(&name)) {
                form.errors.push(FieldError { field: Typed::new(name), words });
            }
        }
    }
    Some(form.with_errors_collected())
}

/// The version of a draft, so that a stale page is found.
pub(crate) fn version(view: &DraftView) -> Hidden {
    Hidden { name: Typed::new("version"), value: Typed::new(view.version.to_string()) }
}

/// POST `/drafts/{id}/page/{page}`.
pub(crate) async fn answer(
    State(web): State<Web>,
    visit: Visit,
    Path((draft, page)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let person = visit.person()?;
    let draft = id(&draft)?;
    let view = web.app.draft(person, draft).await?;
    if let Some(group) = posted.find("add") {
        let mut fields = posted.fields.clone();
        add_entry(&view.service, &mut fields, group);
        return again(&web, &view, &page, fields, &visit);
    }
    match posted.find("remove").map(|what| what.split_once('.')) {
        Some(Some(("evidence", kind))) => {
            let view = remove_files(&web, person, view, kind).await?;
            return again(&web, &view, &page, posted.fields, &visit);
        }
        Some(Some((group, index))) => {
            let mut fields = posted.fields.clone();
            remove_entry(&mut fields, group, id(index)?);
            return again(&web, &view, &page, fields, &visit);
        }
        Some(None) => return Err(Fail::BadRequest),
        None => {}
    }
    if posted.one("version").parse() != Ok(view.version) {
        return Ok(stale(&view, &page, &posted, &visit));
    }
    let Posted { fields, files } = posted;
    let (view, mut refused) = take_files(&web, person, view, files).await?;
    match web.app.answer_page(person, draft, view.version, &page, &fields).await {
        Ok((view, next)) => {
            let is_later = fields.contains_key("save");
            if let Next::Mend(problems) = &next {
                // What is wrong with a file says more than that it is missing.
                refused.extend(
                    problems
                        .iter()
                        .filter(|one| !refused.iter().any(|file| file.field == one.field))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
            if is_later {
                return Ok(respond::see_other(&visit.href("/cases")));
            }
            if !refused.is_empty() {
                let mut all = known_fields(&view);
                all.extend(fields);
                return match form(&web, &view, &page, all, &refused, &visit) {
                    Some(form) => Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form)),
                    None => Ok(respond::see_other(&visit.href(&format!("/drafts/{draft}")))),
                };
            }
            Ok(respond::see_other(&next_href(&visit, draft, &next)))
        }
        Err(AppError::Stale) => {
            let newest = web.app.draft(person, draft).await?;
            Ok(stale(&newest, &page, &Posted { fields, files: Vec::new() }, &visit))
        }
        Err(error) => Err(error.into()),
    }
}

/// The page once more, with what the form held.
fn again(
    web: &Web,
    view: &DraftView,
    page: &str,
    fields: PageAnswers,
    visit: &Visit,
) -> Result<Response, Fail> {
    form(web, view, page, fields, &[], visit).map(|form| respond::page(&form)).ok_or(Fail::NotFound)
}

/// Takes the files of a page in; a new one takes the place of those that were there.
async fn take_files(
    web: &Web,
    person: &Person,
    mut view: DraftView,
    files: Vec<PostedFile>,
) -> Result<(DraftView, Vec<FieldProblem>), Fail> {
    let mut problems = Vec::new();
    for file in files {
        let Some(kind) = file.field.strip_prefix("evidence.") else { return Err(Fail::BadRequest) };
        let old: Vec<FileId> =
            view.draft.evidence.get(kind).into_iter().flatten().map(|file| file.file).collect();
        match web.app.add_evidence(person, view.id, kind, &file.name, &file.bytes).await {
            Ok(after) => {
                view = after;
                for gone in old {
                    view = web.app.remove_evidence(person, view.id, kind, gone).await?;
                }
            }
            Err(AppError::File(problem)) => {
                problems.push(FieldProblem { field: file.field, message: problem.text() });
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((view, problems))
}

async fn remove_files(
    web: &Web,
    person: &Person,
    mut view: DraftView,
    kind: &str,
) -> Result<DraftView, Fail> {
    let old: Vec<FileId> =
        view.draft.evidence.get(kind).into_iter().flatten().map(|file| file.file).collect();
    for gone in old {
        view = web.app.remove_evidence(person, view.id, kind, gone).await?;
    }
    Ok(view)
}

/// Somebody changed the draft meanwhile, perhaps in another tab: what was typed is shown and can be sent again.
fn stale(view: &DraftView, page: &str, posted: &Posted, visit: &Visit) -> Response {
    let lang = visit.lang;
    let typed = posted
        .pairs()
        .filter(|(name, value)| !matches!(*name, "version" | "save") && !value.trim().is_empty());
    let mut kept: Vec<Row> = typed
        .map(|(name, value)| Row::new(field_label(view, name, lang), Value::Foreign(Foreign::new(value))))
        .collect();
    kept.truncate(limits::KEPT_VALUES_MAX);
    let mut hidden = vec![version(view)];
    hidden.extend(
        posted
            .pairs()
            .filter(|(name, _)| *name != "version")
            .map(|(name, value)| Hidden { name: Typed::new(name), value: Typed::new(value) }),
    );
    let s = visit.shell(Words::default());
    let again = Link::new(
        visit.href(&format!("/drafts/{}/page/{page}", view.id)),
        s.t(if kept.is_empty() { "error-stale-again" } else { "error-stale-send" }),
    );
    let look = visit.link(&format!("/drafts/{}/page/{page}", view.id), s.t("error-stale-look"));
    let mut error = ErrorPage::new(s, Wrong::Stale).keep(kept, hidden, again);
    error.links.insert(0, look);
    error.answer()
}

fn field_label(view: &DraftView, name: &str, lang: afaq_base::Lang) -> Words {
    let path = [".day", ".month", ".year"].iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name);
    values::label(&view.service, path, lang)
}
