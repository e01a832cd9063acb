//! What people do after they applied: answer, correct, withdraw, appeal.

use std::collections::BTreeMap;

use afaq_base::{Fact, Source, Timestamp};
use afaq_bpmn::Input;
use afaq_feel::{Context, Value};
use afaq_pack::{CaseOutcome, Concept, From, Trigger};

use super::event::{Event, EvidenceFile, Facts};
use super::kinds;
use super::state::Stage;
use super::work::Work;
use crate::parties::Actor;
use crate::{Refusal, limits};

/// The answer to what an officer asked. The clock goes on and the promise moves by the time it stood still.
pub(super) fn answer(
    work: &mut Work<'_>,
    facts: &Facts,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
    text: &str,
) -> Result<(), Refusal> {
    work.must_be_person()?;
    if work.case.stage() != Stage::WaitingForApplicant {
        return Err(work.wrong_stage());
    }
    // The time is over, though the clock has not yet come to say so.
    if work.case.process.timers.values().any(|timer| timer.due_ms <= work.now().as_millisecond()) {
        return Err(Refusal::TooLate);
    }
    Work::check_text(text, false)?;
    check_settable(work, facts, evidence)?;
    let items = work.case.asked.as_ref().map(|asked| asked.items.clone()).unwrap_or_default();
    let still_missing: Vec<String> =
        items.into_iter().filter(|name| !is_given(name, facts, evidence)).collect();
    if !still_missing.is_empty() {
        return Err(Refusal::AnswersMissing { paths: still_missing });
    }
    let is_empty = facts.is_empty() && evidence.is_empty() && text.trim().is_empty();
    if is_empty {
        return Err(Refusal::AnswersMissing { paths: vec!["text".into()] });
    }
    let name = work.waiting_message().ok_or_else(|| work.wrong_stage())?;
    work.emit(Event::Answered { facts: facts.clone(), evidence: evidence.clone(), text: text.to_string() });
    work.is_answered = true;
    work.start_clock()?;
    work.tell(Trigger::Answered);
    if !facts.is_empty() || !evidence.is_empty() {
        work.evaluate_again()?;
    }
    work.is_answered = false;
    work.drive(Input::Deliver { message: name, payload: Context::new() })
}

/// Reminds the applicant of a question that is still open.
pub(super) fn remind(work: &mut Work<'_>, answer_by: Timestamp) {
    let is_open = work.case.asked.as_ref().is_some_and(|asked| asked.answer_by == answer_by);
    if is_open && work.case.stage() == Stage::WaitingForApplicant {
        work.tell(Trigger::Reminded);
    }
}

fn is_given(name: &str, facts: &Facts, evidence: &BTreeMap<String, Vec<EvidenceFile>>) -> bool {
    match name.strip_prefix("evidence.") {
        Some(id) => evidence.get(id).is_some_and(|files| !files.is_empty()),
        None => facts.get(name).and_then(Fact::value).is_some_and(|value| *value != Value::Null),
    }
}

/// People set only what the pack asks them, with files that its evidence allows.
pub(super) fn check_settable(
    work: &Work<'_>,
    facts: &Facts,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
) -> Result<(), Refusal> {
    for (path, fact) in facts {
        if fact.source() != &Source::Applicant {
            return Err(Refusal::NotSettable { path: path.clone() });
        }
        super::submit::check_fact(work.env.service, path, fact)?;
    }
    check_evidence(work.env.service, evidence)
}

/// Files must belong to evidence of the pack, be of a type it takes and within its size.
pub(super) fn check_evidence(
    service: &afaq_pack::Service,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
) -> Result<(), Refusal> {
    evidence.iter().try_for_each(|(id, files)| check_files(service, id, files))
}

/// The files of one kind of evidence.
pub(super) fn check_files(
    service: &afaq_pack::Service,
    id: &str,
    files: &[EvidenceFile],
) -> Result<(), Refusal> {
    let kind = service.find_evidence(id).ok_or_else(|| Refusal::NotSettable { path: id.to_string() })?;
    if files.len() > limits::FILES_PER_EVIDENCE_MAX {
        return Err(Refusal::OverLimit { what: "files", max: limits::FILES_PER_EVIDENCE_MAX });
    }
    let is_fitting = |file: &EvidenceFile| {
        file.size_bytes <= kind.max_bytes
            && kind.accepts.iter().any(|media| media.media_type() == file.media_type)
    };
    if files.iter().all(is_fitting) {
        Ok(())
    } else {
        Err(Refusal::WrongValue { path: format!("evidence.{id}") })
    }
}

/// A value is put right: by the person for their own answers, by an officer for any of the case.
pub(super) fn correct(work: &mut Work<'_>, path: &str, value: &Value, reason: &str) -> Result<(), Refusal> {
    work.must_be_open()?;
    // The rules have decided and nobody looks any more: a changed fact would slip past both, and past the fee.
    if matches!(
        work.case.stage(),
        Stage::DecisionPrepared | Stage::AwaitingSignature | Stage::AwaitingPayment | Stage::Processing
    ) {
        return Err(work.wrong_stage());
    }
    Work::check_text(reason, false)?;
    let concept = work
        .env
        .service
        .concepts
        .get(path)
        .filter(|concept| !super::submit::is_of_rows(work.env.service, concept))
        .ok_or_else(|| Refusal::NotSettable { path: path.into() })?;
    let now = work.now();
    let fact = match (&work.command.by, &concept.from) {
        (Actor::Applicant | Actor::Representative { .. }, From::Applicant) => {
            check_kind(concept, value)?;
            Fact::asserted(value.clone(), Source::Applicant, now)
        }
        (Actor::Officer { .. }, From::Applicant | From::Officer | From::Register { .. }) => {
            work.must_be_officer(None)?;
            check_kind(concept, value)?;
            Fact::verified(value.clone(), Source::Officer, now)
        }
        // A person says that a register is wrong: the fact is disputed, so that nobody is refused for it.
        (Actor::Applicant | Actor::Representative { .. }, From::Register { .. }) => {
            let known =
                work.case.facts.get(path).ok_or_else(|| Refusal::NotSettable { path: path.into() })?;
            known.clone().disputed(now)
        }
        _ => return Err(Refusal::NotSettable { path: path.into() }),
    };
    // An officer who completes what was missing corrects nothing of which the person must be told.
    let had_value =
        work.case.facts.get(path).and_then(Fact::value).is_some_and(|before| *before != Value::Null);
    work.emit(Event::FactCorrected { path: path.to_string(), fact, reason: reason.to_string() });
    if had_value || work.command.by.is_person() {
        work.tell(Trigger::Corrected);
    }
    work.evaluate_again()
}

/// The body that holds a disputed fact has said what is right: the rules are asked again with it.
/// Where nobody disputes it any more, or the case has gone on without it, nothing changes.
pub(super) fn settle(work: &mut Work<'_>, path: &str, value: &Value, reason: &str) -> Result<(), Refusal> {
    let is_over = matches!(
        work.case.stage(),
        Stage::Closed(_) | Stage::DecisionPrepared | Stage::AwaitingPayment | Stage::Processing
    );
    let known = work.case.facts.get(path).map(Fact::standing);
    let is_disputed = known == Some(afaq_base::Standing::Disputed);
    if is_over || !is_disputed {
        return Ok(());
    }
    let concept = work.env.service.concepts.get(path);
    let concept = concept.ok_or_else(|| Refusal::NotSettable { path: path.into() })?;
    let From::Register { register, .. } = &concept.from else {
        return Err(Refusal::NotSettable { path: path.into() });
    };
    let holder = work.env.service.find_register(register).map(|register| register.body.as_str());
    match &work.command.by {
        Actor::Officer { body, .. } if holder == Some(body.as_str()) => {}
        _ => return Err(Refusal::NotAllowed),
    }
    if *value != Value::Null {
        check_kind(concept, value)?;
    }
    // An officer's word is not read over again when registers are asked once more.
    let fact = Fact::verified(value.clone(), Source::Officer, work.now());
    work.emit(Event::FactCorrected { path: path.to_string(), fact, reason: reason.to_string() });
    work.tell(Trigger::Corrected);
    work.evaluate_again()
}

fn check_kind(concept: &Concept, value: &Value) -> Result<(), Refusal> {
    if kinds::fits(concept, value) { Ok(()) } else { Err(Refusal::WrongValue { path: concept.path.clone() }) }
}

/// The applicant takes the request back. What was paid is not decided here.
pub(super) fn withdraw(work: &mut Work<'_>, reason: &str) -> Result<(), Refusal> {
    work.must_be_person()?;
    work.must_be_open()?;
    Work::check_text(reason, false)?;
    work.emit(Event::Withdrawn { reason: reason.to_string() });
    work.cancel_process()?;
    work.close(CaseOutcome::Withdrawn);
    Ok(())
}

/// The applicant appeals against a refusal: the case is open again, in other hands.
pub(super) fn appeal(work: &mut Work<'_>, text: &str) -> Result<(), Refusal> {
    work.must_be_person()?;
    Work::check_text(text, true)?;
    let Some(appeal) = &work.env.service.appeal else { return Err(work.wrong_stage()) };
    let Some(closed) = work.case.closed.clone() else { return Err(work.wrong_stage()) };
    if closed.outcome != CaseOutcome::Refused || work.case.is_appealed {
        return Err(work.wrong_stage());
    }
    let until = work
        .env
        .calendar
        .deadline(closed.at, appeal.within)
        .map_err(|error| Refusal::Process { reason: error.to_string() })?;
    if work.now() > until {
        return Err(Refusal::TooLate);
    }
    work.emit(Event::Appealed { text: text.to_string() });
    let promised_on = super::submit::promised_on(work.env, work.now())?;
    work.emit_by(Actor::Rules, Event::Reopened { promised_on });
    work.tell(Trigger::Appealed);
    work.plan_rungs()?;
    work.start_process(super::submit::Start::Appeal)
}
