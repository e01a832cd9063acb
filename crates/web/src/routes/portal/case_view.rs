//! A case in the person's words: where it is, what to do, what happened, why it was decided so.

use std::collections::BTreeMap;

use afaq_app::cases::{CaseView, Look, MessageView};
use afaq_app::rows::DocumentRow as StoredDocument;
use afaq_app::{CorrectionView, RatingView};
use afaq_base::{Lang, MessageId};
use afaq_domain::cases::{Case, CaseOutcome, Event, ReasonGiven, Stage as CaseStage};

use crate::html::{Code, Foreign, Words};
use crate::known::FactGroup;
use crate::parts::{Row, Stage, Tag, TimelineItem, Tone, Value};
use crate::portal::cases::{CasePage, DecisionView, DocumentRow, LookRow, MessageRow, ReasonView, Todo};
use crate::routes::explained;
use crate::routes::facts::Known;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// Characters of a message's beginning that a list shows.
const EXCERPT_CHARS: usize = 140;

/// The page of a case.
pub(crate) fn page(
    web: &Web,
    view: &CaseView,
    messages: &[MessageView],
    rating: Option<&RatingView>,
    corrections: &[CorrectionView],
    visit: &Visit,
) -> CasePage {
    let (case, lang) = (&*view.case, visit.lang);
    let stage = case.stage();
    let is_open = case.closed.is_none();
    let s = visit.shell(names::words(&view.service.name, lang)).at(Place::Cases);
    let s = visit.about(web, case.applicant_number, s);
    let back = visit.link("/cases", s.t("cases-title"));
    CasePage {
        number: Code::new(case.number),
        over: names::body(&case.body, lang),
        state: if is_heard(case) {
            Tag::new(Tone::Info, s.t("state-appeal"))
        } else {
            names::stage(stage.code(), lang)
        },
        whereabouts: whereabouts(view, visit),
        promised: is_open.then(|| values::full_day(case.promised_on, lang)),
        clock: case.stopped_since.map(|_| {
            let reason = case.running_stop().map_or("applicant", |stop| stop.reason.word());
            let words = names::stopped_for(reason, lang);
            Tag::new(Tone::Warn, Words::new(format!("{} – {words}", s.t("clock-stopped"))))
        }),
        path: way(view, lang),
        ledger: crate::routes::ledger::ledger(web, &view.service, case, false, lang),
        todo: todo(view, visit),
        decision: decision(view, visit),
        why: explained::for_person(view, &known(view, visit)),
        timeline: timeline(view, visit),
        messages: messages.iter().rev().map(|message| message_row(message, None, visit)).collect(),
        documents: view.documents.iter().map(|document| document_row(view, document, visit)).collect(),
        answers: answers(view, visit),
        facts: facts(view, visit),
        looks: looks(web, &view.looks, visit),
        withdraw: is_open.then(|| visit.href(&format!("/cases/{}/withdraw", view.id))),
        appeal: appeal(web, view, visit),
        contact: vec![names::body(&case.body, lang), names::unit(&web.app, &case.body, &case.unit, lang)],
        body_href: Some(visit.href(&super::bodies::path(&case.body))),
        corrections: super::corrections::rows(corrections, visit),
        rating: super::rating::card(view, rating, visit),
        s: s.back(back),
    }
}

/// Whether somebody looks at an appeal of the person now.
fn is_heard(case: &Case) -> bool {
    let is_looked_at =
        matches!(case.stage(), CaseStage::WithOfficer | CaseStage::DecisionPrepared | CaseStage::Stopped);
    case.is_appealed && is_looked_at
}

/// The stages on the way of a case; nothing is left to show of one whose content was deleted.
fn way(view: &CaseView, lang: Lang) -> Vec<crate::ledger::PathItem> {
    if view.case.deleted_at.is_some() {
        return Vec::new();
    }
    let events = view.timeline.iter().map(|entry| &*entry.event);
    crate::routes::ledger::path(&view.service, &view.case, events, lang)
}

fn whereabouts(view: &CaseView, visit: &Visit) -> Words {
    let (case, lang) = (&view.case, visit.lang);
    let body = names::body(&case.body, lang);
    let of_body = |key| Words::new(t_args(lang, key, &[("body", &body)]));
    if is_heard(case) {
        return of_body("where-appeal");
    }
    match case.stage() {
        CaseStage::AwaitingPayment => Words::from(t(lang, "where-payment")),
        CaseStage::WaitingForApplicant => Words::from(t(lang, "where-waiting")),
        CaseStage::WithOfficer | CaseStage::DecisionPrepared | CaseStage::AwaitingSignature => {
            of_body("where-officer")
        }
        CaseStage::Stopped => of_body("where-stopped"),
        CaseStage::WithOtherBody => Words::from(t(lang, "where-other-body")),
        CaseStage::Processing => of_body("where-processing"),
        CaseStage::Closed(CaseOutcome::Approved) => Words::from(t(lang, "where-approved")),
        CaseStage::Closed(CaseOutcome::Refused) => Words::from(t(lang, "where-refused")),
        CaseStage::Closed(CaseOutcome::Expired) => Words::from(t(lang, "where-expired")),
        CaseStage::Closed(CaseOutcome::Withdrawn) => Words::from(t(lang, "where-withdrawn")),
    }
}

fn todo(view: &CaseView, visit: &Visit) -> Vec<Todo> {
    let (case, lang) = (&view.case, visit.lang);
    let mut todo = Vec::new();
    if let Some(asked) = case.asked.as_ref().filter(|_| case.stage() == CaseStage::WaitingForApplicant) {
        todo.push(Todo {
            words: Words::new(afaq_base::text::clean_text(asked.question.get(lang))),
            due: Some(values::day(asked.answer_by, lang)),
            link: visit.link(&format!("/cases/{}/answer", view.id), t(lang, "todo-answer")),
        });
    }
    if case.stage() == CaseStage::AwaitingPayment
        && let Some(fee) = &case.fee
    {
        let fee = crate::html::MoneyView::new(fee.amount, lang);
        todo.push(Todo {
            words: Words::new(t_args(lang, "todo-pay-words", &[("fee", &fee)])),
            due: None,
            link: visit.link(&format!("/cases/{}/pay", view.id), t(lang, "pay-title")),
        });
    }
    todo
}

fn decision(view: &CaseView, visit: &Visit) -> Option<DecisionView> {
    let lang = visit.lang;
    let closed = view.case.closed.as_ref()?;
    let key = match closed.outcome {
        CaseOutcome::Approved => "decision-approved",
        CaseOutcome::Refused => "decision-refused",
        CaseOutcome::Expired => "decision-expired",
        CaseOutcome::Withdrawn => "decision-withdrawn",
    };
    let note = afaq_base::text::clean_text(&view.case.note);
    let words = if note.is_empty() { t(lang, key).to_string() } else { format!("{} {note}", t(lang, key)) };
    Some(DecisionView {
        outcome: names::stage(closed.outcome.word(), lang),
        words: Words::new(words),
        reasons: closed.reasons.iter().map(|one| reason(one, lang)).collect(),
        at: values::moment(closed.at, lang),
    })
}

/// One reason with its law and how to mend it.
pub(crate) fn reason(given: &ReasonGiven, lang: Lang) -> ReasonView {
    ReasonView {
        words: names::words(&given.text, lang),
        law: given.law.as_ref().map(|law| names::words(&law.name, lang)).unwrap_or_default(),
        is_unverified: given.law.as_ref().is_some_and(|law| law.is_unverified),
        mend: given.mend.as_ref().map(|mend| names::words(mend, lang)).unwrap_or_default(),
    }
}

/// What happened and what comes, in the person's words: no step inside the office, no name of an officer.
fn timeline(view: &CaseView, visit: &Visit) -> Vec<TimelineItem> {
    let lang = visit.lang;
    let mut items: Vec<TimelineItem> = Vec::new();
    for entry in &view.timeline {
        let Some((key, more)) = told(&entry.event.what, lang) else { continue };
        items.push(TimelineItem {
            stage: Stage::Done,
            words: Words::from(t(lang, key)),
            more,
            at: Some(values::moment(entry.event.at, lang)),
            who: None,
        });
    }
    let now = match view.case.stage() {
        _ if is_heard(&view.case) => "now-appeal",
        CaseStage::AwaitingPayment => "now-payment",
        CaseStage::WaitingForApplicant => "now-waiting",
        CaseStage::WithOfficer | CaseStage::DecisionPrepared | CaseStage::AwaitingSignature => "now-officer",
        CaseStage::Stopped => "now-stopped",
        CaseStage::WithOtherBody => "now-other-body",
        CaseStage::Processing => "now-processing",
        CaseStage::Closed(_) => return items,
    };
    let coming = |stage, key| TimelineItem {
        stage,
        words: Words::from(t(lang, key)),
        more: Words::default(),
        at: None,
        who: None,
    };
    items.push(coming(Stage::Now, now));
    items.push(coming(Stage::Next, "next-decision"));
    if !view.service.outputs.is_empty() {
        items.push(coming(Stage::Next, "next-issue"));
    }
    items
}

fn told(event: &Event, lang: Lang) -> Option<(&'static str, Words)> {
    let empty = Words::default;
    let clean = |text: &str| Words::new(afaq_base::text::clean_text(text));
    Some(match event {
        Event::Submitted(_) => ("told-submitted", empty()),
        Event::FactsRead { .. } => ("told-facts-read", empty()),
        Event::FactCorrected { .. } => ("told-corrected", empty()),
        Event::Asked { question, .. } => ("told-asked", clean(question.get(lang))),
        Event::Answered { .. } => ("told-answered", empty()),
        Event::OpinionAsked { .. } => ("told-opinion-asked", empty()),
        Event::OpinionGiven { body, .. } => ("told-opinion-given", names::body(body, lang)),
        Event::FeeAsked { fee, .. } => ("told-fee-asked", Words::new(fee.display(lang))),
        Event::FeePaid { paid, .. } => ("told-fee-paid", Words::new(paid.display(lang))),
        Event::PaymentSurplus { paid, .. } => ("told-surplus", Words::new(paid.display(lang))),
        Event::OutputIssued { .. } => ("told-issued", empty()),
        Event::OutputRevoked { reason, .. } => ("told-revoked", clean(reason)),
        Event::Withdrawn { .. } => ("told-withdrawn", empty()),
        Event::Appealed { .. } => ("told-appealed", empty()),
        Event::Reopened { .. } => ("told-reopened", empty()),
        Event::DecidedBySilence { law, .. } => ("told-silence", names::words(&law.name, lang)),
        Event::ContentDeleted { .. } => ("told-deleted", empty()),
        Event::Transferred { .. } => ("told-transferred", empty()),
        Event::DeadlinesMoved { why, promised_on: Some(_), .. } => {
            ("told-promise-moved", names::words(why, lang))
        }
        Event::MessageCame { .. } => ("told-message-came", empty()),
        Event::Migrated { .. } => ("told-migrated", empty()),
        Event::Closed { outcome, .. } => match outcome {
            CaseOutcome::Approved => ("told-approved", empty()),
            CaseOutcome::Refused => ("told-refused", empty()),
            CaseOutcome::Expired => ("told-expired", empty()),
            // It is told already that the person withdrew it.
            CaseOutcome::Withdrawn => return None,
        },
        Event::Progressed { .. }
        | Event::Evaluated { .. }
        | Event::Assigned { .. }
        | Event::DecisionPrepared(_)
        | Event::DecisionUndone {}
        | Event::Countersigned { .. }
        | Event::Noted { .. }
        | Event::Reviewed { .. }
        | Event::Decided { .. }
        | Event::OutputRequested { .. }
        | Event::MessageSent { .. }
        | Event::ClockStopped { .. }
        | Event::RungsPlanned { .. }
        | Event::Escalated { .. }
        | Event::DeadlinesMoved { promised_on: None, .. }
        | Event::Intervened { .. }
        | Event::ActionBegun { .. }
        | Event::ActionDone { .. }
        | Event::LegalTime { .. }
        | Event::Held { .. }
        | Event::Released { .. }
        | Event::ClockStarted { .. } => return None,
    })
}

/// A message in a list; `number` is its case's, where the list is not of one case.
pub(crate) fn message_row(message: &MessageView, number: Option<Code>, visit: &Visit) -> MessageRow {
    let body = message.body.get(visit.lang);
    let mut excerpt: String =
        body.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(EXCERPT_CHARS).collect();
    if body.chars().count() > EXCERPT_CHARS {
        excerpt.push('…');
    }
    MessageRow {
        href: visit.href(&message_path(message.row.message_id, message)),
        subject: Words::new(message.subject.get(visit.lang).to_string()),
        excerpt: Words::new(excerpt),
        at: values::moment(message.row.sent_at, visit.lang),
        is_unread: message.row.read_at.is_none(),
        case: number,
    }
}

fn message_path(id: MessageId, message: &MessageView) -> String {
    match message.row.case_id {
        Some(case) => format!("/cases/{case}/messages/{id}"),
        None => format!("/messages/{id}"),
    }
}

fn document_row(view: &CaseView, row: &StoredDocument, visit: &Visit) -> DocumentRow {
    let code = view
        .case
        .outputs
        .iter()
        .find(|output| output.document == row.document_id)
        .map(|output| Code::new(&output.code))
        .unwrap_or_default();
    document(row, code, view.now, visit)
}

/// An issued document in a list.
pub(crate) fn document(
    row: &StoredDocument,
    code: Code,
    now: afaq_base::Timestamp,
    visit: &Visit,
) -> DocumentRow {
    let lang = visit.lang;
    let body = row.summary.get("body").and_then(serde_json::Value::as_str).unwrap_or_default();
    let (tone, key) = match (row.revoked_at, row.valid_until) {
        (Some(_), _) => (Tone::Bad, "document-revoked"),
        (None, Some(until)) if until < now => (Tone::Quiet, "document-expired"),
        (None, _) => (Tone::Good, "document-valid"),
    };
    DocumentRow {
        href: visit.href(&format!("/documents/{}.pdf", row.document_id)),
        name: row.summary.get("name").map(|name| names::of_json(name, lang)).unwrap_or_default(),
        body: names::body(body, lang),
        issued: values::day(row.issued_at, lang),
        valid_until: row.valid_until.map(|until| values::day(until, lang)),
        state: Tag::new(tone, t(lang, key)),
        code,
    }
}

fn answers(view: &CaseView, visit: &Visit) -> Vec<Row> {
    let case = &view.case;
    let mut rows = Vec::new();
    for concept in view.service.concepts.iter() {
        let is_own = concept.is_asked() && !values::is_repeated(&view.service, concept);
        let Some(found) = case.facts.get(&concept.path).and_then(afaq_base::Fact::value).filter(|_| is_own)
        else {
            continue;
        };
        let shown = known(view, visit).value(concept, found);
        let mut row = Row::new(names::words(&concept.label, visit.lang), shown);
        row.change = case
            .closed
            .is_none()
            .then(|| visit.href(&format!("/cases/{}/correct/{}", view.id, concept.path)));
        rows.push(row);
    }
    rows.extend(known(view, visit).repeated());
    for (kind, files) in &case.evidence {
        let label = values::label(&view.service, &afaq_domain::cases::evidence_path(kind), visit.lang);
        let files = files.iter().map(|file| {
            let href = visit.href(&format!("/cases/{}/evidence/{}", view.id, file.file));
            Value::File(Foreign::new(&file.name), href)
        });
        rows.push(Row::new(label, Value::Many(files.collect())));
    }
    rows
}

/// What is known of a case, for the person.
pub(crate) fn known<'a>(view: &'a CaseView, visit: &'a Visit) -> Known<'a> {
    Known { service: &view.service, facts: &view.case.facts, visit, is_officer: false, earlier: None }
}

fn facts(view: &CaseView, visit: &Visit) -> Vec<FactGroup> {
    let is_open = view.case.closed.is_none();
    known(view, visit)
        .held_by_registers(|path| is_open.then(|| visit.href(&format!("/cases/{}/correct/{path}", view.id))))
}

/// People learn which office looked, when, and why; each office once an hour.
fn looks(web: &Web, looks: &[Look], visit: &Visit) -> Vec<LookRow> {
    let lang = visit.lang;
    let mut seen: BTreeMap<(String, i64), ()> = BTreeMap::new();
    let mut rows = Vec::new();
    for look in looks {
        let access = &look.entry.access;
        let hour = access.at.as_second() / 3_600;
        if seen.insert((access.officer.clone(), hour), ()).is_some() {
            continue;
        }
        let officer = web.app.ports().identity.find_officer(&access.officer);
        let who = officer.map_or_else(
            || names::body(access.body.as_str(), lang),
            |officer| names::unit_of(&web.app, &officer, lang),
        );
        rows.push(LookRow {
            at: values::moment(access.at, lang),
            who: Foreign::new(who.as_str()),
            why: Words::from(t(lang, "look-case-work")),
        });
    }
    rows
}

fn appeal(
    web: &Web,
    view: &CaseView,
    visit: &Visit,
) -> Option<(crate::html::Href, Option<crate::html::DateView>)> {
    let until = web.app.appeal_until(&view.service, &view.case as &Case)?;
    (until >= view.now)
        .then(|| (visit.href(&format!("/cases/{}/appeal", view.id)), Some(values::day(until, visit.lang))))
}
