//! Taking a decision: prepared, previewed as the person will read it, undone for some minutes.

use afaq_app::AppError;
use afaq_app::cases::{CaseView, DecisionForm, FieldProblem, Letter, PageAnswers, TaskView};
use afaq_base::Lang;
use afaq_domain::Refusal;
use afaq_domain::cases::{Choice as Outcome, ReasonGiven, reasons_of_rules};
use afaq_pack::{Reason, Service};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::case_view::{choice_tag, undetermined, used};
use crate::desk::decide::{DecidePage, LetterPreview, ReasonChoice};
use crate::errors::{ErrorPage, Wrong};
use crate::form::{Block, Choice, FieldError, Hidden};
use crate::html::{Code, Foreign, Typed, Words};
use crate::parts::{Link, Notice, Row, Tag, Tone, Value};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Posted;
use crate::routes::portal::acts::raw;
use crate::routes::portal::question::{Filled, put, question};
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t;

/// The open task of an address, if this officer may do it.
pub(crate) fn task_of(view: &CaseView, task: &str) -> Result<TaskView, Fail> {
    let number: u64 = id(task)?;
    let found = view.tasks.iter().find(|open| open.task == number);
    match found {
        Some(open) if open.is_mine => Ok(open.clone()),
        Some(_) => Err(Fail::NotFound),
        None => Err(Fail::App(AppError::Refused(Refusal::TaskNotOpen { task: number }))),
    }
}

/// GET `/desk/cases/{id}/tasks/{task}/decide`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path((case, task)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    let task = task_of(&view, &task)?;
    let posted = Posted { fields: known(&view, &task), files: Vec::new() };
    Ok(respond::page(&page(&web, &view, &task, &posted, &[], None, &visit).await?))
}

/// Takes the next case and leads to its decision; where there is none, to the worklist.
async fn next(web: &Web, visit: &Visit) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let Some(case) = web.app.take_next(officer).await? else {
        return Ok(respond::see_other(&visit.href("/desk?tab=unit")));
    };
    let task = web.app.task_to_decide(officer, case).await?;
    let path = match task {
        Some(task) => format!("/desk/cases/{case}/tasks/{task}/decide"),
        None => format!("/desk/cases/{case}"),
    };
    Ok(respond::see_other(&visit.href(&path)))
}

/// Puts a ready sentence behind what was written already.
async fn insert(web: &Web, officer: &afaq_ports::Officer, posted: &mut Posted) -> Result<(), Fail> {
    let team = web.app.team(&officer.body).await?;
    let number = posted.one("template").parse::<u64>().ok();
    let template = number.and_then(|number| team.templates.get(&number));
    if let Some(text) = template.and_then(afaq_domain::team::Template::text) {
        for (name, more) in [("text_ar", &text.ar), ("text_en", &text.en)] {
            let before = posted.one(name).trim_end().to_string();
            let whole = if before.is_empty() { more.clone() } else { format!("{before}\n{more}") };
            posted.fields.insert(name.to_string(), vec![whole]);
        }
    }
    Ok(())
}

/// POST `/desk/cases/{id}/tasks/{task}/decide`: the button says whether to preview or to prepare.
pub(crate) async fn send(
    State(web): State<Web>,
    visit: Visit,
    Path((case, task)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    let number: u64 = id(&task)?;
    if posted.one("do") == "insert" {
        let mut posted = posted;
        insert(&web, officer, &mut posted).await?;
        let task = task_of(&view, &task)?;
        return Ok(respond::page(&page(&web, &view, &task, &posted, &[], None, &visit).await?));
    }
    let form = form(&view, number, &posted);
    let is_preview = posted.one("do") == "preview";
    let done = if is_preview && !form.choice.is_empty() {
        web.app
            .preview_decision(officer, view.id, number, &form)
            .await
            .map(|letters| (Vec::new(), Some(letters)))
    } else {
        web.app.end_task(officer, view.id, number, &form).await.map(|problems| (problems, None))
    };
    let (problems, letters) = match done {
        Ok((problems, None)) if problems.is_empty() && posted.one("do") == "next" => {
            return next(&web, &visit).await;
        }
        Ok((problems, None)) if problems.is_empty() => {
            return Ok(respond::see_other(&visit.href(&format!("/desk/cases/{}", view.id))));
        }
        Ok(found) => found,
        Err(AppError::Refused(refusal @ (Refusal::TaskNotOpen { .. } | Refusal::WrongStage { .. }))) => {
            return Ok(overtaken(&view, &refusal, &posted, &visit));
        }
        Err(AppError::Refused(refusal)) => (vec![problem(&refusal)], None),
        Err(error) => return Err(error.into()),
    };
    let task = task_of(&view, &task)?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = page(&web, &view, &task, &posted, &problems, letters, &visit).await?;
    Ok(respond::page_with(status, &page))
}

/// What is known already of what the task asks.
pub(crate) fn known(view: &CaseView, task: &TaskView) -> PageAnswers {
    let mut fields = PageAnswers::new();
    for path in &task.spec.asks {
        let known = view.case.facts.get(path).and_then(afaq_base::Fact::value);
        if let (Some(concept), Some(known)) = (view.service.concepts.get(path), known) {
            put(&mut fields, path, concept, known);
        }
    }
    fields
}

/// What the task asks, as questions.
pub(crate) fn asks(view: &CaseView, task: &TaskView, filled: &Filled<'_>) -> Vec<Block> {
    let concepts = task.spec.asks.iter().filter_map(|path| Some((path, view.service.concepts.get(path)?)));
    concepts.map(|(path, concept)| Block::Question(question(concept, path, None, filled))).collect()
}

/// The values of what a task asks, as they were posted.
pub(crate) fn sets(task: Option<&TaskView>, posted: &Posted) -> PageAnswers {
    let asks = task.map(|task| task.spec.asks.as_slice()).unwrap_or_default();
    asks.iter().map(|path| (path.clone(), vec![raw(path, posted)])).collect()
}

fn form(view: &CaseView, task: u64, posted: &Posted) -> DecisionForm {
    DecisionForm {
        sets: sets(view.tasks.iter().find(|open| open.task == task), posted),
        choice: posted.one("outcome").to_string(),
        reasons: posted.all("reason"),
        text_ar: posted.one("text_ar").to_string(),
        text_en: posted.one("text_en").to_string(),
        ..DecisionForm::default()
    }
}

fn problem(refusal: &Refusal) -> FieldProblem {
    let field = match refusal {
        Refusal::ReasonMissing | Refusal::UnknownReason { .. } => "reason",
        Refusal::TextLength { .. } => "text_ar",
        _ => "choice",
    };
    FieldProblem { field: field.to_string(), message: refusal.text() }
}

/// A colleague was faster: what was written is shown, so that it can be used again.
pub(crate) fn overtaken(view: &CaseView, refusal: &Refusal, posted: &Posted, visit: &Visit) -> Response {
    let lang = visit.lang;
    let labels = [
        ("text_ar", "decide-text-ar"),
        ("text_en", "decide-text-en"),
        ("reason", "decide-reasons"),
        ("outcome", "decide-outcome"),
    ];
    let mut kept = Vec::new();
    for (name, key) in labels {
        let values: Vec<String> = posted
            .all(name)
            .into_iter()
            .filter(|value| !value.trim().is_empty())
            .map(|value| match (name, view.service.find_reason(&value), Outcome::find(&value)) {
                ("reason", Some(reason), _) => reason.text.source.get(lang).to_string(),
                ("outcome", _, Some(outcome)) => outcome.label().get(lang).to_string(),
                _ => value,
            })
            .collect();
        if !values.is_empty() {
            let shown = values.iter().map(|value| Value::LongForeign(Foreign::new(value))).collect();
            kept.push(Row::new(t(lang, key), Value::Many(shown)));
        }
    }
    let mut page = ErrorPage::new(visit.shell(Words::default()), Wrong::Stale);
    page.words = names::words(&refusal.text(), lang);
    page.kept = kept;
    page.links = vec![visit.link(&format!("/desk/cases/{}", view.id), t(lang, "error-stale-again"))];
    page.answer()
}

async fn page(
    web: &Web,
    view: &CaseView,
    task: &TaskView,
    posted: &Posted,
    problems: &[FieldProblem],
    letters: Option<Vec<Letter>>,
    visit: &Visit,
) -> Result<DecidePage, Fail> {
    let (case, service, lang) = (&view.case, &view.service, visit.lang);
    let team = web.app.team(task.spec.body.as_str()).await?;
    let templates = [Outcome::Approve, Outcome::Refuse]
        .into_iter()
        .flat_map(|choice| team.templates_for(choice, service.id.as_str()))
        .map(|(number, one)| {
            let words = format!("{} – {}", one.choice.label().get(lang), one.name.get(lang));
            Choice::new(number.to_string(), words, posted.one("template") == number.to_string())
        })
        .collect();
    let against = reasons_of_rules(service, case, view.now);
    let is_fresh = posted.find("do").is_none();
    let filled = Filled { fields: posted.fields.clone(), problems, visit };
    let eligible = case.evaluations.get(afaq_pack::Decisions::ELIGIBLE);
    let is_undetermined = eligible.is_some_and(|eligible| eligible.value.is_unknown());
    let recommended = match (is_undetermined, against.is_empty()) {
        (true, _) => Tag::new(Tone::Warn, t(lang, "state-undetermined")),
        (false, true) => choice_tag(Outcome::Approve, lang),
        (false, false) => choice_tag(Outcome::Refuse, lang),
    };
    let mut notices: Vec<Notice> = undetermined(view, lang).into_iter().collect();
    if letters.as_deref().is_some_and(<[Letter]>::is_empty) {
        notices.push(no_letter(lang));
    }
    let outcomes = task
        .spec
        .outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Outcome::Approve | Outcome::Refuse))
        .map(|outcome| {
            Choice::new(
                outcome.word(),
                names::words(&outcome.label(), lang),
                posted.one("outcome") == outcome.word(),
            )
        })
        .collect();
    let chosen = |reason: &Reason| {
        if is_fresh {
            against.iter().any(|given| given.id == reason.id)
        } else {
            posted.all("reason").contains(&reason.id)
        }
    };
    let (reasons, others) = choices(service, &against, chosen, lang);
    let are_others_open =
        others.iter().any(|one| one.choice.is_chosen) || (reasons.is_empty() && !problems.is_empty());
    let path = format!("/desk/cases/{}", view.id);
    let mut s = visit.titled("decide-title").at(Place::Worklist);
    s = s.back(visit.link(&path, t(lang, "nav-back")));
    s.has_errors = !problems.is_empty();
    let applicant = web.app.person(case.applicant_number).map(|person| person.name.get(lang).to_string());
    Ok(DecidePage {
        s,
        templates,
        needs_second: task.spec.signatures > 1,
        number: Code::new(case.number),
        service: names::words(&service.name, lang),
        applicant: Foreign::new(applicant.unwrap_or_else(|_| case.applicant_number.to_string())),
        recommended,
        used: used(view, afaq_pack::Decisions::ELIGIBLE, lang),
        notices,
        is_undetermined,
        action: visit.href(&format!("{path}/tasks/{}/decide", task.task)),
        hidden: vec![Hidden { name: Typed::new("version"), value: Typed::new(case.version.to_string()) }],
        errors: problems.iter().map(|problem| field_error(problem, lang)).collect(),
        asks: asks(view, task, &filled),
        outcomes,
        reasons,
        others,
        are_others_open,
        text_ar: Typed::new(posted.one("text_ar")),
        text_en: Typed::new(posted.one("text_en")),
        preview: letters.filter(|letters| !letters.is_empty()).map(|letters| preview(&letters)),
        undo_minutes: usize::try_from(web.app.settings().undo_seconds.div_ceil(60)).unwrap_or_default(),
        cancel: visit.href(&path),
    })
}

/// The reasons to choose from: what the rules found and what only officers can find, then all others without values.
fn choices(
    service: &Service,
    found: &[ReasonGiven],
    is_chosen: impl Fn(&Reason) -> bool,
    lang: Lang,
) -> (Vec<ReasonChoice>, Vec<ReasonChoice>) {
    let words = |reason: &Reason| match found.iter().find(|given| given.id == reason.id) {
        Some(given) => names::words(&given.text, lang),
        None => Words::new(reason.text.outline(lang)),
    };
    let is_first = |reason: &Reason| reason.by_officer || found.iter().any(|given| given.id == reason.id);
    let (mut first, rest): (Vec<&Reason>, Vec<&Reason>) =
        service.reasons.iter().partition(|one| is_first(one));
    first.sort_by_key(|reason| reason.by_officer);
    let mut at = 0;
    let mut choice = |reason: &Reason| {
        let law = service.find_law(&reason.law);
        at += 1;
        ReasonChoice {
            field: Typed::new(format!("reason-{}", at - 1)),
            choice: Choice::new(reason.id.clone(), words(reason), is_chosen(reason)),
            law: law.map(|law| names::words(&law.name, lang)).unwrap_or_default(),
            is_unverified: law.is_some_and(|law| law.unverified),
        }
    };
    let first = first.into_iter().map(&mut choice).collect();
    (first, rest.into_iter().map(&mut choice).collect())
}

fn no_letter(lang: Lang) -> Notice {
    Notice {
        tone: Tone::Info,
        heading: Words::default(),
        words: Words::from(t(lang, "decide-no-letter")),
        link: None,
    }
}

fn field_error(problem: &FieldProblem, lang: Lang) -> FieldError {
    let field = match problem.field.as_str() {
        "choice" => "outcome-0",
        "reason" => "reason-0",
        other => other,
    };
    FieldError { field: Typed::new(field), words: names::words(&problem.message, lang) }
}

fn preview(letters: &[Letter]) -> LetterPreview {
    let text = |lang| {
        letters
            .iter()
            .flat_map(|letter| {
                let mut lines = vec![Words::new(letter.subject.get(lang).to_string())];
                lines.extend(values::paragraphs(letter.body.get(lang)));
                lines
            })
            .collect()
    };
    LetterPreview { ar: text(Lang::Ar), en: text(Lang::En) }
}

/// POST `/desk/cases/{id}/undo`.
pub(crate) async fn undo(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    web.app.undo_decision(visit.officer()?, id(&case)?).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}"))))
}

/// The way back to a case.
pub(crate) fn back_to(view: &CaseView, visit: &Visit) -> Link {
    visit.link(&format!("/desk/cases/{}", view.id), t(visit.lang, "nav-back"))
}
