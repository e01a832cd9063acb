//! Many cases at once: giving them to somebody, or deciding them, with a look at each before and after.

use afaq_app::cases::{BulkCase, BulkOutcome, BulkRow, DecisionForm, RulesSay};
use afaq_domain::cases::Choice as Outcome;
use afaq_pack::Service;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::desk::sections::{BulkPage, Cell, Table};
use crate::form::{Block, Choice, Control, FieldError, Hidden, Question};
use crate::html::{Code, Foreign, Typed, Words};
use crate::parts::{Notice, Tag, Tone, Value};
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// The value that puts cases back to the unit.
const NOBODY: &str = "nobody";

/// The cases that were picked: each an id and the version that was seen.
fn picked(posted: &Posted) -> Vec<BulkCase> {
    let cases = posted.all("pick").into_iter().filter_map(|pick| {
        let (id, version) = pick.split_once('.')?;
        Some(BulkCase { id: id.parse().ok()?, version: Some(version.parse().ok()?) })
    });
    cases.collect()
}

/// The cases of these rows as they stand now.
fn picks(rows: &[BulkRow]) -> Vec<Hidden> {
    let name = || Typed::new("pick");
    rows.iter()
        .map(|row| Hidden { name: name(), value: Typed::new(format!("{}.{}", row.id, row.version)) })
        .collect()
}

/// POST `/desk/bulk`: from the worklist; the button says what is to be done.
pub(crate) async fn begin(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let cases = picked(&posted);
    if cases.is_empty() {
        return Ok(respond::see_other(&visit.href("/desk?none=1")));
    }
    if posted.one("do") == "assign" {
        return assign_page(&web, &visit, &cases, None).await;
    }
    decide_page(&web, &visit, &cases, &Posted::default(), None).await
}

async fn assign_page(
    web: &Web,
    visit: &Visit,
    cases: &[BulkCase],
    error: Option<Words>,
) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let rows = web.app.bulk_preview(officer, cases, &DecisionForm::default()).await?;
    let mut options: Vec<Choice> = web
        .app
        .colleagues(officer)
        .into_iter()
        .map(|one| Choice::new(one.id, Words::new(one.name.get(lang).to_string()), false))
        .collect();
    options.push(Choice::new(NOBODY, t(lang, "desk-put-back"), false));
    let mut question = Question::new("officer", t(lang, "desk-assign-to"), Control::Radios { options });
    question.error = error;
    let status = if question.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = page(visit, "bulk-assign-title", &rows, false);
    page.action = visit.href("/desk/bulk/assign");
    page.blocks = vec![Block::Question(question)];
    page.buttons = vec![("assign", Words::from(t(lang, "bulk-assign")))];
    collect_errors(&mut page);
    Ok(respond::page_with(status, &page))
}

/// POST `/desk/bulk/assign`.
pub(crate) async fn assign(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let cases = picked(&posted);
    let to = match posted.one("officer") {
        "" => {
            let words = Words::from(t(visit.lang, "desk-assign-missing"));
            return assign_page(&web, &visit, &cases, Some(words)).await;
        }
        NOBODY => None,
        other => Some(other),
    };
    let rows = web.app.bulk_assign(officer, &cases, to).await?;
    let mut page = page(&visit, "bulk-assign-title", &rows, true);
    page.notices.push(told(&rows, "bulk-assigned", &visit));
    Ok(respond::page(&page))
}

/// POST `/desk/bulk/decide`: shows what would come of each, prepares it, or takes it back.
pub(crate) async fn decide(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let cases = picked(&posted);
    if posted.one("do") == "undo" {
        let rows = web.app.bulk_undo(officer, &cases).await?;
        let mut page = page(&visit, "bulk-decide-title", &rows, true);
        page.notices.push(told(&rows, "bulk-undone", &visit));
        return Ok(respond::page(&page));
    }
    let form = form_of(&posted);
    let error = match Outcome::find(&form.choice) {
        None => Some(("outcome-0", Words::from(t(lang, "bulk-outcome-missing")))),
        Some(Outcome::Refuse) if form.reasons.is_empty() => {
            Some(("reason-0", names::words(&afaq_domain::Refusal::ReasonMissing.text(), lang)))
        }
        Some(_) => None,
    };
    if let Some((field, words)) = error {
        let error = FieldError { field: Typed::new(field), words };
        return decide_page(&web, &visit, &cases, &posted, Some(error)).await;
    }
    if posted.one("do") == "prepare" {
        let rows = web.app.bulk_decide(officer, &cases, &form).await?;
        let done: Vec<BulkRow> =
            rows.iter().filter(|row| row.outcome == BulkOutcome::Done).cloned().collect();
        let mut page = page(&visit, "bulk-decide-title", &rows, true);
        page.notices.push(told(&rows, "bulk-prepared", &visit));
        page.hidden = picks(&done);
        if !done.is_empty() {
            page.intro = Words::new(t_args(
                lang,
                "decide-undo-help",
                &[("n", &web.app.settings().undo_seconds.div_ceil(60))],
            ));
            page.buttons = vec![("undo", Words::from(t(lang, "bulk-undo")))];
        }
        return Ok(respond::page(&page));
    }
    let rows = web.app.bulk_preview(officer, &cases, &form).await?;
    let mut page = page(&visit, "bulk-decide-title", &rows, false);
    page.hidden.extend(kept(&posted));
    let count = rows.iter().filter(|row| row.outcome == BulkOutcome::Done).count();
    page.notices.push(told(&rows, "bulk-would", &visit));
    if rows.iter().any(|row| is_against(row, &form)) {
        page.notices.push(Notice {
            tone: Tone::Warn,
            heading: Words::from(t(lang, "bulk-against-head")),
            words: Words::from(t(lang, "bulk-against")),
            link: None,
        });
    }
    page.buttons = vec![("edit", Words::from(t(lang, "bulk-edit")))];
    if count > 0 {
        page.buttons.insert(0, ("prepare", Words::new(t_args(lang, "bulk-prepare", &[("n", &count)]))));
    }
    Ok(respond::page(&page))
}

/// Whether a decision goes against what the rules say.
fn is_against(row: &BulkRow, form: &DecisionForm) -> bool {
    let approves = form.choice == Outcome::Approve.word();
    row.outcome == BulkOutcome::Done
        && match row.rules {
            RulesSay::Nothing => !approves,
            RulesSay::Against(_) => approves,
            RulesSay::Undetermined => true,
        }
}

fn form_of(posted: &Posted) -> DecisionForm {
    DecisionForm {
        choice: posted.one("outcome").to_string(),
        reasons: posted.all("reason"),
        text_ar: posted.one("text_ar").to_string(),
        text_en: posted.one("text_en").to_string(),
        ..DecisionForm::default()
    }
}

/// What was chosen goes along to the next page.
fn kept(posted: &Posted) -> Vec<Hidden> {
    posted
        .pairs()
        .filter(|(name, _)| ["outcome", "reason", "text_ar", "text_en"].contains(name))
        .map(|(name, value)| Hidden { name: Typed::new(name), value: Typed::new(value) })
        .collect()
}

async fn decide_page(
    web: &Web,
    visit: &Visit,
    cases: &[BulkCase],
    posted: &Posted,
    error: Option<FieldError>,
) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let rows = web.app.bulk_preview(officer, cases, &DecisionForm::default()).await?;
    let service = web.app.service_of_all(&rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let problem = |field: &str| {
        error.as_ref().filter(|error| error.field.as_str() == field).map(|error| error.words.clone())
    };
    let options = [Outcome::Approve, Outcome::Refuse]
        // Without one service there are no common reasons.
        .into_iter()
        .filter(|outcome| *outcome == Outcome::Approve || service.is_some())
        .map(|outcome| {
            let is_chosen = posted.one("outcome") == outcome.word();
            Choice::new(outcome.word(), names::words(&outcome.label(), lang), is_chosen)
        })
        .collect();
    let mut outcome = Question::new("outcome", t(lang, "decide-outcome"), Control::Radios { options });
    outcome.error = problem("outcome-0");
    if service.is_none() {
        outcome.hint = Words::from(t(lang, "bulk-many-services"));
    }
    let mut blocks = vec![Block::Question(outcome)];
    if let Some(service) = &service {
        let mut reason = Question::new("reason", t(lang, "decide-reasons"), reasons(service, posted, visit));
        reason.error = problem("reason-0");
        blocks.push(Block::Question(reason.hint(t(lang, "bulk-reasons-hint")).optional()));
    }
    for (name, key) in [("text_ar", "decide-text-ar"), ("text_en", "decide-text-en")] {
        let control = Control::LongText {
            value: Typed::new(posted.one(name)),
            chars_max: afaq_domain::limits::TEXT_CHARS_MAX,
        };
        blocks.push(Block::Question(Question::new(name, t(lang, key), control).optional()));
    }
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = page(visit, "bulk-decide-title", &rows, false);
    page.intro = Words::from(t(lang, "bulk-decide-intro"));
    page.blocks = blocks;
    page.buttons = vec![("preview", Words::from(t(lang, "bulk-preview")))];
    collect_errors(&mut page);
    Ok(respond::page_with(status, &page))
}

fn reasons(service: &Service, posted: &Posted, visit: &Visit) -> Control {
    let options = service
        .reasons
        .iter()
        .map(|reason| {
            let is_chosen = posted.all("reason").contains(&reason.id);
            Choice::new(reason.id.clone(), Words::new(reason.text.outline(visit.lang)), is_chosen)
        })
        .collect();
    Control::Many { options }
}

fn collect_errors(page: &mut BulkPage) {
    page.errors = page.blocks.iter().flat_map(Block::errors).collect();
    page.s.has_errors = !page.errors.is_empty();
}

fn page(visit: &Visit, title: &'static str, rows: &[BulkRow], is_over: bool) -> BulkPage {
    let lang = visit.lang;
    let s = visit.titled(title).at(Place::Worklist).back(visit.link("/desk", t(lang, "worklist-title")));
    let back = if is_over { "bulk-back" } else { "cancel" };
    BulkPage {
        s,
        intro: Words::default(),
        notices: Vec::new(),
        errors: Vec::new(),
        action: visit.href("/desk/bulk/decide"),
        hidden: picks(rows),
        blocks: Vec::new(),
        buttons: Vec::new(),
        table: table(rows, visit),
        back: visit.link("/desk", t(lang, back)),
    }
}

fn table(rows: &[BulkRow], visit: &Visit) -> Table {
    let lang = visit.lang;
    let head = ["col-number", "col-applicant", "col-service", "bulk-rules", "bulk-outcome"];
    let rows = rows.iter().map(|row| {
        let rules = match row.rules {
            RulesSay::Nothing => Tag::new(Tone::Good, t(lang, "rule-no-reason")),
            RulesSay::Against(count) => Tag::new(Tone::Bad, t_args(lang, "rule-reasons", &[("n", &count)])),
            RulesSay::Undetermined => Tag::new(Tone::Warn, t(lang, "state-undetermined")),
        };
        let outcome = match &row.outcome {
            BulkOutcome::Done => Value::Tag(Tag::new(Tone::Good, t(lang, "bulk-yes"))),
            BulkOutcome::Refused(text) => Value::Words(names::words(text, lang)),
        };
        let name = row.applicant.as_ref().map_or("—", |name| name.get(lang));
        vec![
            Cell::Link(Value::Code(Code::new(&row.number)), visit.href(&format!("/desk/cases/{}", row.id))),
            Cell::Value(Value::Foreign(Foreign::new(name))),
            Cell::words(names::words(&row.service, lang)),
            Cell::Value(Value::Tag(rules)),
            Cell::Value(outcome),
        ]
    });
    Table { rows: rows.collect(), head: head.into_iter().map(|key| Words::from(t(lang, key))).collect() }
}

/// How many were and were not done.
fn told(rows: &[BulkRow], key: &'static str, visit: &Visit) -> Notice {
    let done = rows.iter().filter(|row| row.outcome == BulkOutcome::Done).count();
    let left = rows.len() - done;
    let tone = if left == 0 { Tone::Good } else { Tone::Warn };
    let more = match left {
        0 => Words::default(),
        left => Words::new(t_args(visit.lang, "bulk-left", &[("n", &left)])),
    };
    Notice { tone, heading: Words::new(t_args(visit.lang, key, &[("n", &done)])), words: more, link: None }
}
