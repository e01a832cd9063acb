//! What a person can do with a case: put something right, withdraw, appeal.

use afaq_app::AppError;
use afaq_app::cases::{CaseView, FieldProblem};
use afaq_base::CaseId;
use afaq_pack::From;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::question::{Filled, question};
use crate::form::{Block, Control, FormPage, Question};
use crate::html::{Typed, Words};
use crate::respond;
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names};
use crate::shell::Place;
use crate::texts::t;

/// The form of one act, with its words as keys.
struct Act {
    path: String,
    title: &'static str,
    help: &'static str,
    label: &'static str,
    button: &'static str,
    is_optional: bool,
    is_grave: bool,
}

const WITHDRAW: fn() -> Act = || Act {
    path: "withdraw".to_string(),
    title: "withdraw-title",
    help: "withdraw-help",
    label: "withdraw-reason",
    button: "withdraw",
    is_optional: true,
    is_grave: true,
};

const APPEAL: fn() -> Act = || Act {
    path: "appeal".to_string(),
    title: "appeal-title",
    help: "appeal-help",
    label: "appeal-text",
    button: "appeal-send",
    is_optional: false,
    is_grave: false,
};

fn text_form(
    web: &Web,
    view: &CaseView,
    act: &Act,
    typed: &str,
    error: Option<Words>,
    visit: &Visit,
) -> FormPage {
    let control =
        Control::LongText { value: Typed::new(typed), chars_max: afaq_domain::limits::TEXT_CHARS_MAX };
    let mut question = Question::new("text", t(visit.lang, act.label), control);
    question.is_optional = act.is_optional;
    question.error = error;
    form(web, view, act, vec![Block::Question(question)], visit)
}

fn form(web: &Web, view: &CaseView, act: &Act, blocks: Vec<Block>, visit: &Visit) -> FormPage {
    let case = format!("/cases/{}", view.id);
    let s = visit.titled(act.title).at(Place::Cases).back(visit.link(&case, t(visit.lang, "nav-back")));
    let s = visit.about(web, view.case.applicant_number, s);
    let mut form = FormPage::new(s, visit.href(&format!("{case}/{}", act.path)), blocks);
    form.over = names::words(&view.service.name, visit.lang);
    form.intro = Words::from(t(visit.lang, act.help));
    form.button = Words::from(t(visit.lang, act.button));
    form.is_grave = act.is_grave;
    form.cancel = Some(visit.link(&case, t(visit.lang, "cancel")));
    form.with_errors_collected()
}

fn answer(form: &FormPage) -> Response {
    respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, form)
}

async fn ask(web: &Web, visit: &Visit, case: &str, act: &Act) -> Result<Response, Fail> {
    let view = web.app.my_case(visit.person()?, id(case)?).await?;
    Ok(respond::page(&text_form(web, &view, act, "", None, visit)))
}

/// Leads back to the case, or shows what was typed with the reason why it can't be done.
async fn done(
    web: &Web,
    visit: &Visit,
    case: CaseId,
    act: &Act,
    typed: &str,
    done: Result<(), AppError>,
) -> Result<Response, Fail> {
    let Err(error) = done else { return Ok(respond::see_other(&visit.href(&format!("/cases/{case}")))) };
    let words = names::words(&refusal(error)?, visit.lang);
    let view = web.app.my_case(visit.person()?, case).await?;
    Ok(answer(&text_form(web, &view, act, typed, Some(words), visit)))
}

/// GET `/cases/{id}/withdraw`.
pub(crate) async fn withdraw(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    ask(&web, &visit, &case, &WITHDRAW()).await
}

/// POST `/cases/{id}/withdraw`.
pub(crate) async fn send_withdrawal(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (case, typed) = (id(&case)?, posted.one("text"));
    let outcome = web.app.withdraw(visit.person()?, case, typed).await;
    done(&web, &visit, case, &WITHDRAW(), typed, outcome).await
}

/// GET `/cases/{id}/appeal`.
pub(crate) async fn appeal(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    ask(&web, &visit, &case, &APPEAL()).await
}

/// POST `/cases/{id}/appeal`.
pub(crate) async fn send_appeal(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (case, typed) = (id(&case)?, posted.one("text"));
    let outcome = web.app.appeal(visit.person()?, case, typed).await;
    done(&web, &visit, case, &APPEAL(), typed, outcome).await
}

/// The form that puts an answer right, or calls what a register says wrong.
fn correction(
    web: &Web,
    view: &CaseView,
    path: &str,
    posted: Option<&Posted>,
    problem: Option<FieldProblem>,
    visit: &Visit,
) -> Result<FormPage, Fail> {
    let concept = view.service.concepts.get(path).ok_or(Fail::NotFound)?;
    let known = view.case.facts.get(path).ok_or(Fail::NotFound)?;
    let act = |title, help, button| Act {
        path: format!("correct/{path}"),
        title,
        help,
        label: "",
        button,
        is_optional: false,
        is_grave: false,
    };
    match &concept.from {
        From::Applicant => {
            let mut fields = posted.map(|posted| posted.fields.clone()).unwrap_or_default();
            if posted.is_none() {
                super::question::put(
                    &mut fields,
                    path,
                    concept,
                    known.value().unwrap_or(&afaq_feel::Value::Null),
                );
            }
            let problems: Vec<_> = problem.into_iter().collect();
            let filled = Filled { fields, problems: &problems, visit };
            let blocks = vec![Block::Question(question(concept, path, None, &filled))];
            Ok(form(web, view, &act("correct-title", "correct-help", "correct-button"), blocks, visit))
        }
        From::Register { .. } => {
            let fact = super::case_view::known(view, visit).fact(path, None).ok_or(Fail::NotFound)?;
            let nothing = Posted::default();
            let posted = posted.unwrap_or(&nothing);
            let problems: Vec<_> = problem.into_iter().collect();
            let filled = Filled { fields: posted.fields.clone(), problems: &problems, visit };
            let mut blocks = vec![Block::Known(fact)];
            blocks.extend(super::corrections::questions(
                concept,
                &view.case.facts,
                posted.one("words"),
                &filled,
            ));
            let act = act("dispute-title", "dispute-help", "correction-send");
            let mut form = form(web, view, &act, blocks, visit);
            form.intro = super::corrections::intro(&view.service, concept, visit);
            Ok(form)
        }
        From::SignIn | From::Computed(_) | From::Officer => Err(Fail::NotFound),
    }
}

/// GET `/cases/{id}/correct/{path}`.
pub(crate) async fn correct(
    State(web): State<Web>,
    visit: Visit,
    Path((case, path)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let view = web.app.my_case(visit.person()?, id(&case)?).await?;
    Ok(respond::page(&correction(&web, &view, &path, None, None, &visit)?))
}

/// POST `/cases/{id}/correct/{path}`.
pub(crate) async fn send_correction(
    State(web): State<Web>,
    visit: Visit,
    Path((case, path)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (person, case) = (visit.person()?, id(&case)?);
    let raw = raw(&path, &posted);
    let claim = super::corrections::claim(&raw, &posted);
    match web.app.correct_own(person, case, &path, &raw, claim).await {
        Ok(()) => Ok(respond::see_other(&visit.href(&format!("/cases/{case}")))),
        Err(error) => {
            let problem = super::corrections::problem(error, &path)?;
            let view = web.app.my_case(person, case).await?;
            Ok(answer(&correction(&web, &view, &path, Some(&posted), Some(problem), &visit)?))
        }
    }
}

/// The text of one answer: three fields of a date, several choices, or one field.
pub(crate) fn raw(path: &str, posted: &Posted) -> String {
    let part = |name: &str| posted.one(&format!("{path}.{name}")).trim().to_string();
    let [day, month, year] = ["day", "month", "year"].map(part);
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return posted.all(path).join(",");
    }
    format!("{day}/{month}/{year}")
}
