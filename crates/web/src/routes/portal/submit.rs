//! The last look before a request is sent, sending it, and the receipt.

use afaq_app::cases::{DraftView, Next};
use afaq_app::{AppError, cases::CaseView};
use afaq_base::{Fact, Lang};
use afaq_domain::Refusal;
use afaq_domain::cases::Stage;
use afaq_feel::Value as Feel;
use afaq_pack::What;
use axum::extract::{Path, State};
use axum::response::Response;

use super::case_view::reason;
use super::pages::{known, next_href, version};
use crate::html::{Code, Foreign, MoneyView, Words};
use crate::parts::{Notice, Row, Tone, Value};
use crate::portal::drafts::{CheckPage, CheckSection, ConfirmationPage};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;

/// GET `/drafts/{id}/check`.
pub(crate) async fn check(
    State(web): State<Web>,
    visit: Visit,
    Path(draft): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.draft(visit.person()?, id(&draft)?).await?;
    let next = view.next(None);
    if next != Next::Check {
        return Ok(respond::see_other(&next_href(&visit, view.id, &next)));
    }
    let s = visit.about(&web, view.draft.applicant, visit.titled("check-title").at(Place::Services));
    let lang = visit.lang;
    let dispute = |path: &str| Some(visit.href(&format!("/drafts/{}/wrong/{path}", view.id)));
    Ok(respond::page(&CheckPage {
        over: names::words(&view.service.name, lang),
        sections: sections(&view, &visit),
        known: known(&view, &visit).held_by_registers(dispute),
        fee: view.fee().map(|fee| MoneyView::or_free(fee, lang)),
        notice: notice(&view, &visit),
        declaration: Words::from(s.t("check-declaration")),
        action: visit.href(&format!("/drafts/{}/check", view.id)),
        hidden: vec![version(&view)],
        s,
    }))
}

/// What the rules say already. Sending it is still the person's right.
fn notice(view: &DraftView, visit: &Visit) -> Option<Notice> {
    let reasons = view.reasons();
    if reasons.is_empty() {
        return None;
    }
    let words: Vec<String> = reasons
        .iter()
        .map(|one| reason(one, visit.lang))
        .map(|one| format!("{} {}", one.words, one.mend))
        .collect();
    Some(Notice {
        tone: Tone::Warn,
        heading: Words::from(crate::texts::t(visit.lang, "check-against")),
        words: Words::new(words.join(" ")),
        link: None,
    })
}

fn sections(view: &DraftView, visit: &Visit) -> Vec<CheckSection> {
    view.pages()
        .iter()
        .map(|shown| {
            let change = visit.href(&format!("/drafts/{}/page/{}", view.id, shown.page.id));
            let mut rows = Vec::new();
            for asked in shown.sections.iter().flat_map(|(_, questions)| questions) {
                rows.extend(rows_of(view, &asked.what, visit));
            }
            for row in &mut rows {
                row.change = Some(change.clone());
            }
            CheckSection { heading: names::words(&shown.page.title, visit.lang), rows }
        })
        .filter(|section| !section.rows.is_empty())
        .collect()
}

fn rows_of(view: &DraftView, what: &What, visit: &Visit) -> Vec<Row> {
    let (service, lang) = (&view.service, visit.lang);
    let given = |path: &str| view.draft.facts.get(path).and_then(Fact::value);
    let none = || Value::Missing(Words::from(crate::texts::t(lang, "value-none")));
    match what {
        What::Concept(path) => match service.concepts.get(path).filter(|concept| concept.is_asked()) {
            Some(concept) => {
                let shown = given(path).map_or_else(none, |found| known(view, visit).value(concept, found));
                vec![Row::new(names::words(&concept.label, lang), shown)]
            }
            None => Vec::new(),
        },
        What::Group(id) => {
            let entries = given(id).and_then(Feel::as_list).unwrap_or_default();
            values::group_rows(service, id, entries, lang)
        }
        What::Evidence(id) => {
            let files = view.draft.evidence.get(id).map(Vec::as_slice).unwrap_or_default();
            let shown = match files {
                [] => none(),
                files => Value::Many(
                    files
                        .iter()
                        .map(|file| {
                            let href = visit.href(&format!("/drafts/{}/files/{}", view.id, file.file));
                            Value::File(Foreign::new(&file.name), href)
                        })
                        .collect(),
                ),
            };
            vec![Row::new(values::label(service, &afaq_domain::cases::evidence_path(id), lang), shown)]
        }
    }
}

/// POST `/drafts/{id}/check`. A second click leads to the same case.
pub(crate) async fn submit(
    State(web): State<Web>,
    visit: Visit,
    Path(draft): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let person = visit.person()?;
    if posted.find("save").is_some() {
        return Ok(respond::see_other(&visit.href("/cases")));
    }
    match web.app.submit_draft(person, id(&draft)?).await {
        Ok(case) => Ok(respond::see_other(&visit.href(&format!("/cases/{case}/confirmation")))),
        // Something was missing: the page that asks for it comes next.
        Err(AppError::Refused(Refusal::AnswersMissing { .. })) => {
            let view = web.app.draft(person, id(&draft)?).await?;
            Ok(respond::see_other(&next_href(&visit, view.id, &view.next(None))))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET `/cases/{id}/confirmation`.
pub(crate) async fn confirmation(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let person = visit.person()?;
    let view = web.app.my_case(person, id(&case)?).await?;
    // At the counter one sees what was sent there, and no other request of the person.
    if person.helped_by.is_some() && view.case.helped != person.helped_by {
        return Err(Fail::NotFound);
    }
    let lang = visit.lang;
    let s =
        visit.about(&web, view.case.applicant_number, visit.titled("confirmation-title").at(Place::Cases));
    let is_open = view.case.closed.is_none();
    let mut links = Vec::new();
    if view.case.stage() == Stage::AwaitingPayment {
        links.push(visit.link(&format!("/cases/{}/pay", view.id), s.t("pay-title")));
    }
    Ok(respond::page(&ConfirmationPage {
        over: names::words(&view.service.name, lang),
        case: Code::new(view.case.number),
        promised: is_open.then(|| values::full_day(view.case.promised_on, lang)),
        next: next_steps(&view, lang),
        case_href: visit.href(&format!("/cases/{}", view.id)),
        links,
        s,
    }))
}

fn next_steps(view: &CaseView, lang: Lang) -> Vec<Words> {
    let keys: &[&'static str] = match view.case.stage() {
        Stage::AwaitingPayment => &["next-pay", "next-review", "next-message"],
        Stage::WaitingForApplicant => &["next-answer", "next-message"],
        Stage::Processing => &["next-document", "next-message"],
        Stage::WithOfficer
        | Stage::WithOtherBody
        | Stage::DecisionPrepared
        | Stage::AwaitingSignature
        | Stage::Stopped => &["next-review", "next-ask", "next-message"],
        Stage::Closed(_) => &["next-decided", "next-appeal"],
    };
    keys.iter().map(|key| Words::from(crate::texts::t(lang, key))).collect()
}
