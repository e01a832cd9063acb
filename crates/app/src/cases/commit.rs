//! From events to what is stored: open and sealed parts, rows to read, jobs.

use std::collections::BTreeMap;

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{BodyCode, CaseId, MessageId, Span, TaskId, Timestamp, UnitId};
use afaq_domain::cases::{
    Case, CaseEvent, CaseOutcome, DueJob, Event, Job, case_row, delete_after, jobs, task_rows,
};
use afaq_domain::parties::Actor;
use afaq_pack::{Service, Tell};
use afaq_store::{
    CaseRow, CaseTime, Commit, DeleteContent, DocumentRow, IncidentRow, NewEvent, NewJob, NewMessage,
    NoticeRow, PaymentRow, RowWrite, StreamAppend, StreamId, TaskRow,
};
use serde_json::{Value as Json, json};
use sha2::Digest;

use crate::AppError;

/// The stream of a case.
pub(crate) fn stream(case: CaseId) -> StreamId {
    StreamId::new("case", case)
}

/// Everything that a command on a case writes.
pub(crate) fn commit(
    id: CaseId,
    (old, service): (&Service, &Service),
    calendar: &WorkingCalendar,
    before: Option<&Case>,
    events: &[CaseEvent],
    after: &Case,
) -> Result<Commit, AppError> {
    let at = events.first().map_or(after.opened_at, |event| event.at);
    let expected_version = before.map_or(0, |case| case.version);
    let mut commit = Commit::new(at);
    let mut stored = Vec::with_capacity(events.len());
    for event in events {
        stored.push(store_event(event, after)?);
    }
    commit.streams.push(StreamAppend { stream: stream(id), expected_version, events: stored });
    for one in jobs(service, after, events, expected_version + 1) {
        let payload = json!({ "case": id, "job": one.job });
        commit.jobs.push(NewJob::new(one.job.kind(), job_key(id, &one), one.due_at, payload));
    }
    let now = row(id, service, calendar, after)?;
    commit.rows.push(match before {
        None => RowWrite::Case(Box::new(now)),
        Some(before) => RowWrite::CaseChanged(Box::new((row(id, old, calendar, before)?, now))),
    });
    commit.rows.extend(tasks(id, (old, service), before, after, at)?);
    commit.rows.extend(incidents(id, before, after, at)?);
    if let Some(names) = awaited(before.map(|before| (old, before)), service, after) {
        if !names.is_empty() {
            // What came before anybody waited is given to the case afterwards.
            let key = format!("{id}/{}", after.version);
            commit.jobs.push(NewJob::new(GIVE_KEPT, key, at, json!({ "case": id })));
        }
        commit.rows.push(RowWrite::Awaited { case: id, names });
    }
    commit.rows.extend(event_rows(id, service, events, after, expected_version)?);
    commit.rows.extend(events.iter().filter_map(|event| time_row(id, calendar, event, after)));
    Ok(commit)
}

/// A job's key follows from its case and its event, so that it can never stand twice.
fn job_key(id: CaseId, one: &DueJob) -> String {
    match &one.job {
        Job::FireTimer { timer, .. } => format!("{id}/{}/{timer}", one.version),
        Job::ReadRegisters { process_job } => format!("{id}/{}/{process_job}", one.version),
        Job::Escalate { rung, task: Some(task) } => format!("{id}/{}/{rung}/{task}", one.version),
        Job::Escalate { rung, task: None } => format!("{id}/{}/{rung}", one.version),
        Job::Remind { .. }
        | Job::TakeEffect { .. }
        | Job::EndLegalTime
        | Job::SetDocument { .. }
        | Job::Settle { .. }
        | Job::Deliver { .. } => {
            format!("{id}/{}", one.version)
        }
    }
}

/// Personal content goes under the person's key; kinds, codes and times stay open.
fn store_event(event: &CaseEvent, case: &Case) -> Result<NewEvent, AppError> {
    let kind = event.what.kind().to_string();
    Ok(match open_part(event) {
        None => NewEvent { kind, open: serde_json::to_value(event)?, sealed: None, party: None },
        Some(open) => {
            let sealed = Some(serde_json::to_vec(event)?);
            NewEvent { kind, open, sealed, party: Some(case.applicant) }
        }
    })
}

/// The open part of an event with personal content; `None` where the whole event is open.
fn open_part(event: &CaseEvent) -> Option<Json> {
    let what = match &event.what {
        Event::Submitted(first) => json!({
            "number": first.number, "service": first.service, "behavior": first.behavior,
            "body": first.body, "unit": first.unit, "promised_on": first.promised_on,
            "readings": first.readings, "represented": first.mandate.is_some(), "helped": first.helped.is_some(),
        }),
        Event::Progressed { moves, due } => json!({ "moves": open_moves(moves), "due": due }),
        Event::Evaluated { decision, .. } => json!({ "decision": decision }),
        Event::FactsRead { readings, .. } => json!({ "readings": readings }),
        Event::FactCorrected { path, .. } => json!({ "path": path }),
        Event::Transferred { unit, .. } => json!({ "unit": unit }),
        Event::Asked { items, answer_by, .. } => json!({ "items": items, "answer_by": answer_by }),
        Event::OpinionGiven { body, .. } => json!({ "body": body }),
        Event::DecisionPrepared(prepared) => {
            json!({ "choice": prepared.choice, "reasons": prepared.reasons, "takes_effect_at": prepared.takes_effect_at })
        }
        Event::Decided { choice, reasons, .. } => {
            let ids: Vec<&str> = reasons.iter().map(|reason| reason.id.as_str()).collect();
            json!({ "choice": choice, "reasons": ids })
        }
        Event::Closed { outcome, reasons } => {
            let ids: Vec<&str> = reasons.iter().map(|reason| reason.id.as_str()).collect();
            json!({ "outcome": outcome, "reasons": ids })
        }
        Event::MessageSent { message, .. } => json!({ "message": message }),
        Event::OutputRequested { output, document, job, .. } => {
            json!({ "output": output, "document": document, "job": job })
        }
        Event::ClockStopped { reason, .. } => json!({ "reason": reason }),
        Event::Intervened { what, element, to, .. } => {
            json!({ "what": what, "element": element, "to": to })
        }
        Event::Migrated { from, to, label, .. } => json!({ "from": from, "to": to, "label": label }),
        Event::MessageCame { message, sender, id, .. } => {
            json!({ "message": message, "sender": sender, "id": id })
        }
        Event::ActionDone { action, task, .. } => json!({ "action": action, "task": task }),
        Event::Answered { .. }
        | Event::OpinionAsked { .. }
        | Event::OutputRevoked { .. }
        | Event::Withdrawn { .. }
        | Event::Held { .. }
        | Event::Released { .. }
        | Event::Noted { .. }
        | Event::Appealed { .. } => json!({}),
        Event::Reviewed { finding, .. } => json!({ "finding": finding }),
        Event::Assigned { .. }
        | Event::DecisionUndone {}
        | Event::Countersigned { .. }
        | Event::FeeAsked { .. }
        | Event::FeePaid { .. }
        | Event::PaymentSurplus { .. }
        | Event::OutputIssued { .. }
        | Event::ClockStarted { .. }
        | Event::RungsPlanned { .. }
        | Event::Escalated { .. }
        | Event::DeadlinesMoved { .. }
        | Event::ActionBegun { .. }
        | Event::LegalTime { .. }
        | Event::DecidedBySilence { .. }
        | Event::ContentDeleted { .. }
        | Event::Reopened { .. } => return None,
    };
    Some(json!({ "at": event.at, "by": open_actor(&event.by), "what": what }))
}

fn open_actor(actor: &Actor) -> Json {
    match actor {
        Actor::Applicant => json!("applicant"),
        Actor::Representative { .. } => json!("representative"),
        Actor::Officer { id, body } => json!({ "officer": id, "body": body }),
        Actor::Rules => json!("rules"),
        Actor::Clock => json!("clock"),
        Actor::Gateway => json!("gateway"),
        Actor::System { name } => json!({ "system": name }),
    }
}

/// The path of the process: kinds and elements, without values.
fn open_moves(moves: &[afaq_bpmn::Event]) -> Vec<Json> {
    moves
        .iter()
        .filter_map(|one| {
            let value = serde_json::to_value(one).ok()?;
            let element = value.get("element").or_else(|| value.get("flow")).cloned().unwrap_or(Json::Null);
            Some(json!([value.get("kind")?, element]))
        })
        .collect()
}

fn row(id: CaseId, service: &Service, calendar: &WorkingCalendar, case: &Case) -> Result<CaseRow, AppError> {
    let row = case_row(case);
    Ok(CaseRow {
        case_id: id,
        number: row.number.to_string(),
        service_id: case.service.clone(),
        pack_version: row.behavior,
        body: body(&row.body)?,
        unit: Some(unit(&row.unit)?),
        applicant: row.applicant,
        representative: row.representative,
        stage: row.stage.to_string(),
        assignee: row.assignee,
        submitted_at: row.opened_at,
        due_at: row.due_at,
        promised_on: Some(row.promised_on),
        waiting_since: row.waiting_since,
        closed_at: row.closed_at,
        outcome: case.closed.as_ref().map(|closed| closed.outcome.word().to_string()),
        title: json!({ "ar": service.name.ar, "en": service.name.en }),
        version: row.version,
        delete_after: delete_after(service, case, calendar),
        deleted_at: case.deleted_at,
    })
}

pub(crate) fn body(code: &str) -> Result<BodyCode, AppError> {
    BodyCode::parse(code).map_err(|_| AppError::Data("the code of a body".into()))
}

pub(crate) fn unit(id: &str) -> Result<UnitId, AppError> {
    UnitId::parse(id).map_err(|_| AppError::Data("the id of a unit".into()))
}

/// A task's identifier follows from its case and its number, so that a repetition hits the same row.
pub(crate) fn task_id(case: CaseId, task: u64) -> TaskId {
    TaskId::from_u128(case.as_u128().wrapping_add(u128::from(task) << 32))
}

/// The kind of the jobs that give a case what came before it waited.
pub(crate) const GIVE_KEPT: &str = "give_kept";

/// The messages of other systems that the case waits for, where they are others than before.
fn awaited(
    before: Option<(&Service, &Case)>,
    service: &Service,
    after: &Case,
) -> Option<Vec<(String, String)>> {
    let names = |service: &Service, case: &Case| -> Vec<(String, String)> {
        case.awaited(service).map(|(name, key)| (name.to_string(), key)).collect()
    };
    let stood = before.map(|(service, case)| names(service, case)).unwrap_or_default();
    let now = names(service, after);
    (stood != now).then_some(now)
}

/// The rows of incidents that came up or are over.
fn incidents(
    id: CaseId,
    before: Option<&Case>,
    after: &Case,
    at: Timestamp,
) -> Result<Vec<RowWrite>, AppError> {
    let mut rows = Vec::new();
    let was = |incident: &u64| before.is_some_and(|case| case.process.incidents.contains_key(incident));
    for (incident, found) in after.process.incidents.iter().filter(|(incident, _)| !was(incident)) {
        rows.push(RowWrite::IncidentRaised(IncidentRow {
            case_id: id,
            incident: *incident,
            service_id: after.service.clone(),
            body: body(&after.body)?,
            element: found.element.to_string(),
            raised_at: at,
        }));
    }
    let stood = before.into_iter().flat_map(|case| case.process.incidents.keys());
    for incident in stood.filter(|incident| !after.process.incidents.contains_key(incident)) {
        rows.push(RowWrite::IncidentResolved { case: id, incident: *incident });
    }
    Ok(rows)
}

/// Who is told that time runs out.
fn notice(
    id: CaseId,
    version: u64,
    service: &Service,
    case: &Case,
    (tell, element, at): (&Tell, Option<&str>, Timestamp),
) -> Result<RowWrite, AppError> {
    let mut row = NoticeRow {
        case_id: id,
        version,
        body: body(&case.body)?,
        unit: Some(unit(&case.unit)?),
        role: None,
        officer: None,
        element: element.map(str::to_string),
        at,
    };
    match tell {
        Tell::Assignee => row.officer.clone_from(&case.assignee),
        Tell::UnitHead => row.role = Some(Tell::UNIT_HEAD.to_string()),
        Tell::Role(role) => {
            row.role = Some(role.clone());
            row.unit = None;
            if let Some(found) = service.find_role(role) {
                row.body = found.body.clone();
            }
        }
    }
    Ok(RowWrite::Notice(row))
}

/// The open tasks of a case, by their numbers.
fn open_tasks(id: CaseId, service: &Service, case: &Case) -> Result<BTreeMap<u64, TaskRow>, AppError> {
    let rows = task_rows(service, case).into_iter().map(|task| {
        let row = TaskRow {
            task_id: task_id(id, task.task),
            case_id: id,
            element: task.element,
            role: task.role,
            body: body(&task.body)?,
            unit: Some(unit(&task.unit)?),
            assignee: case.assignee.clone(),
            opened_at: task.opened_at,
            due_at: Some(task.due_at),
            done_at: None,
        };
        Ok((task.task, row))
    });
    rows.collect()
}

/// The rows of tasks that came up, changed, or are done.
pub(super) fn tasks(
    id: CaseId,
    (old, service): (&Service, &Service),
    before: Option<&Case>,
    after: &Case,
    at: Timestamp,
) -> Result<Vec<RowWrite>, AppError> {
    let mut stood = before.map(|before| open_tasks(id, old, before)).transpose()?.unwrap_or_default();
    let mut rows = Vec::new();
    for (task, now) in open_tasks(id, service, after)? {
        match stood.remove(&task) {
            None => rows.push(RowWrite::Task(Box::new(now))),
            Some(before) if before == now => {}
            Some(before) => rows.push(RowWrite::TaskChanged(Box::new((before, now)))),
        }
    }
    for gone in stood.into_values() {
        // A case that has ended is nobody's any more; its done task stays with who had it.
        let now = TaskRow { done_at: Some(at), ..gone.clone() };
        rows.push(RowWrite::TaskChanged(Box::new((gone, now))));
    }
    Ok(rows)
}

/// How long a case took that this event ends with a decision; nothing for one that the person gave up.
fn time_row(id: CaseId, calendar: &WorkingCalendar, event: &CaseEvent, after: &Case) -> Option<RowWrite> {
    let Event::Closed { outcome, .. } = &event.what else { return None };
    if !matches!(outcome, CaseOutcome::Approved | CaseOutcome::Refused) {
        return None;
    }
    let minutes = calendar.working_time_between(after.opened_at, event.at).ok()?;
    Some(RowWrite::CaseTime(CaseTime {
        service_id: after.service.clone(),
        case_id: id,
        closed_at: event.at,
        worked_minutes: (minutes - after.stopped_minutes).max(0),
        is_on_time: afaq_base::time::local_date(event.at) <= after.promised_on,
    }))
}

/// Rows that belong to single events: messages, documents, payments.
fn event_rows(
    id: CaseId,
    service: &Service,
    events: &[CaseEvent],
    after: &Case,
    first: u64,
) -> Result<Vec<RowWrite>, AppError> {
    let mut rows = Vec::new();
    for (version, event) in (first + 1..).zip(events) {
        match &event.what {
            Event::MessageSent { message, subject, body } => rows.push(RowWrite::Message(NewMessage {
                message_id: MessageId::from_u128(id.as_u128().wrapping_add(u128::from(version) << 64)),
                party: after.applicant,
                case_id: Some(id),
                kind: message.clone(),
                sent_at: event.at,
                content: serde_json::to_vec(&json!({ "subject": subject, "body": body }))?,
            })),
            Event::Escalated { tell, element, .. } => {
                let about = (tell, element.as_deref(), event.at);
                rows.push(notice(id, version, service, after, about)?);
            }
            Event::FeeAsked { reference, fee, .. } => rows.push(RowWrite::Payment(PaymentRow {
                reference: reference.clone(),
                case_id: id,
                amount_fils: fee.fils(),
                state: "due".into(),
                at: event.at,
            })),
            Event::PaymentSurplus { reference, transaction, paid } => {
                rows.push(RowWrite::Payment(PaymentRow {
                    reference: surplus_row(reference, transaction),
                    case_id: id,
                    amount_fils: paid.fils(),
                    state: "surplus".into(),
                    at: event.at,
                }));
            }
            // In the same transaction as the event that says so.
            Event::ContentDeleted { .. } => rows.push(RowWrite::DeleteContent(DeleteContent {
                case: id,
                stream: stream(id),
                at: event.at,
            })),
            Event::FeePaid { reference, paid, .. } => rows.push(RowWrite::Payment(PaymentRow {
                reference: reference.clone(),
                case_id: id,
                amount_fils: paid.fils(),
                state: "paid".into(),
                at: event.at,
            })),
            Event::OutputIssued { document, .. } | Event::OutputRevoked { document, .. } => {
                rows.extend(document_row(id, service, after, *document));
            }
            _ => {}
        }
    }
    Ok(rows)
}

/// The row of a payment that is to be paid back, beside the one that was due: named by a hash, since the
/// gateway's number may have any form.
fn surplus_row(reference: &str, transaction: &str) -> String {
    let hash = sha2::Sha256::digest(transaction.as_bytes());
    let short: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{reference}/{short}")
}

fn document_row(
    id: CaseId,
    service: &Service,
    case: &Case,
    document: afaq_base::DocumentId,
) -> Option<RowWrite> {
    let issued = case.outputs.iter().find(|output| output.document == document)?;
    let output = service.find_output(&issued.output)?;
    let (file, at) = issued.issued?;
    Some(RowWrite::Document(Box::new(DocumentRow {
        document_id: document,
        number: document_number(case, document),
        case_id: id,
        party: case.applicant,
        output: issued.output.clone(),
        file_id: Some(file),
        code_hash: code_hash(&issued.code),
        issued_at: at,
        valid_until: output.valid_for.and_then(|span| valid_until(at, span)),
        revoked_at: issued.revoked.as_ref().map(|(_, at)| *at),
        summary: json!({
            "name": { "ar": output.name.ar, "en": output.name.en },
            "service": { "ar": service.name.ar, "en": service.name.en },
            "body": case.body,
            "illustrative": service.illustrative,
        }),
    })))
}

/// The number printed on a document: the case's number and which of its documents it is.
pub(crate) fn document_number(case: &Case, document: afaq_base::DocumentId) -> String {
    let index = case.outputs.iter().position(|output| output.document == document).unwrap_or_default();
    format!("{}-{}", case.number, index + 1)
}

/// How long a document counts that is valid for a span of calendar time from its issue.
pub(crate) fn valid_until(issued_at: Timestamp, span: Span) -> Option<Timestamp> {
    match span {
        Span::Calendar(period) => {
            period.after(afaq_base::time::local_datetime(issued_at)).map(afaq_base::time::from_local)
        }
        Span::WorkingDays(_) | Span::WorkingHours(_) => None,
    }
}

/// The hash under which a verification code is found: the code itself stands only on the document.
pub(crate) fn code_hash(code: &str) -> [u8; 32] {
    sha2::Sha256::digest(code.as_bytes()).into()
}
