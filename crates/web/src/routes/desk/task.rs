//! Ending a task at once: asking the applicant or another body, an opinion, passing on.

use afaq_app::AppError;
use afaq_app::cases::{CaseView, DecisionForm, FieldProblem, TaskView};
use afaq_domain::Refusal;
use afaq_domain::cases::{Choice as Outcome, evidence_path};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::decide::{asks, back_to, known, overtaken, sets, task_of};
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Posted;
use crate::routes::portal::question::Filled;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t;

/// The choice of an address, if the task offers it here.
fn choice_of(task: &TaskView, word: &str) -> Result<Outcome, Fail> {
    Outcome::find(word)
        .filter(|choice| task.spec.outcomes.contains(choice))
        .filter(|choice| !matches!(choice, Outcome::Approve | Outcome::Refuse))
        .ok_or(Fail::NotFound)
}

/// Whether the choice comes with a text to somebody.
fn has_text(choice: Outcome) -> bool {
    match choice {
        Outcome::Ask | Outcome::Opinion | Outcome::Favorable | Outcome::Unfavorable => true,
        Outcome::Done => true,
        Outcome::Approve | Outcome::Refuse | Outcome::Forward | Outcome::Return => false,
    }
}

/// GET `/desk/cases/{id}/tasks/{task}/{choice}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path((case, task, choice)): Path<(String, String, String)>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    let task = task_of(&view, &task)?;
    let choice = choice_of(&task, &choice)?;
    let fields = known(&view, &task);
    Ok(respond::page(&form(&view, &task, choice, &Filled { fields, problems: &[], visit: &visit })))
}

fn form(view: &CaseView, task: &TaskView, choice: Outcome, filled: &Filled<'_>) -> FormPage {
    let (visit, lang) = (filled.visit, filled.visit.lang);
    let mut blocks = asks(view, task, filled);
    if has_text(choice) {
        for (name, key) in [("text_ar", text_keys(choice).0), ("text_en", text_keys(choice).1)] {
            let value =
                filled.fields.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
            let control = Control::LongText {
                value: Typed::new(value),
                chars_max: afaq_domain::limits::TEXT_CHARS_MAX,
            };
            let mut question = Question::new(name, t(lang, key), control);
            if name == "text_ar" {
                question.hint = Words::from(t(lang, "desk-text-hint"));
                question.error = filled.problem("text");
            }
            blocks.push(Block::Question(question));
        }
    }
    if choice == Outcome::Ask {
        let options = askable(view, filled);
        if !options.is_empty() {
            let items =
                Question::new("item", t(lang, "desk-ask-items"), Control::Many { options }).optional();
            blocks.push(Block::Question(items.hint(t(lang, "desk-ask-items-hint"))));
        }
    }
    let s = visit.shell(names::words(&choice.label(), lang)).at(Place::Worklist).back(back_to(view, visit));
    let path = format!("/desk/cases/{}", view.id);
    let action = visit.href(&format!("{path}/tasks/{}/{}", task.task, choice.word()));
    let mut form = FormPage::new(s, action, blocks);
    form.over = names::words(&task.spec.name, lang);
    form.intro = Words::from(t(lang, help_key(choice)));
    form.button = Words::from(t(lang, "desk-send"));
    form.cancel = Some(visit.link(&path, t(lang, "cancel")));
    form.with_errors_collected()
}

fn text_keys(choice: Outcome) -> (&'static str, &'static str) {
    match choice {
        Outcome::Favorable | Outcome::Unfavorable => ("opinion-text-ar", "opinion-text-en"),
        Outcome::Done => ("done-text-ar", "done-text-en"),
        _ => ("question-text-ar", "question-text-en"),
    }
}

fn help_key(choice: Outcome) -> &'static str {
    match choice {
        Outcome::Ask => "desk-ask-help",
        Outcome::Opinion => "desk-opinion-help",
        Outcome::Favorable | Outcome::Unfavorable => "desk-give-opinion-help",
        Outcome::Done => "desk-done-help",
        Outcome::Forward | Outcome::Return | Outcome::Approve | Outcome::Refuse => "desk-forward-help",
    }
}

/// What the applicant can be asked to give again.
fn askable(view: &CaseView, filled: &Filled<'_>) -> Vec<Choice> {
    let lang = filled.visit.lang;
    let chosen = filled.fields.get("item").cloned().unwrap_or_default();
    let papers = view.service.evidence.iter().map(|kind| evidence_path(&kind.id));
    let answers = view
        .service
        .concepts
        .iter()
        .filter(|concept| concept.is_asked() && !values::is_repeated(&view.service, concept))
        .map(|concept| concept.path.clone());
    papers
        .chain(answers)
        .map(|path| {
            let is_chosen = chosen.contains(&path);
            let label = values::label(&view.service, &path, lang);
            Choice::new(path, label, is_chosen)
        })
        .collect()
}

/// POST `/desk/cases/{id}/tasks/{task}/{choice}`.
pub(crate) async fn send(
    State(web): State<Web>,
    visit: Visit,
    Path((case, task, choice)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    let number: u64 = id(&task)?;
    let open = match task_of(&view, &task) {
        Ok(open) => open,
        Err(Fail::App(AppError::Refused(refusal))) => return Ok(overtaken(&view, &refusal, &posted, &visit)),
        Err(fail) => return Err(fail),
    };
    let choice = choice_of(&open, &choice)?;
    let sets = sets(Some(&open), &posted);
    let sent = DecisionForm {
        choice: choice.word().to_string(),
        reasons: Vec::new(),
        text_ar: posted.one("text_ar").to_string(),
        text_en: posted.one("text_en").to_string(),
        items: posted.all("item"),
        sets,
    };
    let problems = match web.app.end_task(officer, view.id, number, &sent).await {
        Ok(problems) if problems.is_empty() => {
            return Ok(respond::see_other(&visit.href(&format!("/desk/cases/{}", view.id))));
        }
        Ok(problems) => problems,
        Err(AppError::Refused(refusal @ (Refusal::TaskNotOpen { .. } | Refusal::WrongStage { .. }))) => {
            return Ok(overtaken(&view, &refusal, &posted, &visit));
        }
        Err(AppError::Refused(refusal)) => {
            vec![FieldProblem { field: "text".to_string(), message: refusal.text() }]
        }
        Err(error) => return Err(error.into()),
    };
    let filled = Filled { fields: posted.fields, problems: &problems, visit: &visit };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&view, &open, choice, &filled)))
}
