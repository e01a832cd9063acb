//! What officers do: take, pass on, prepare, undo, ask, give opinions, mend what stopped.

use std::collections::BTreeMap;

use afaq_base::{Fact, Source, Span, Text, Timestamp};
use afaq_bpmn::Input;
use afaq_feel::{Context, Value};
use afaq_pack::{From, Trigger};
use jiff::SignedDuration;

use super::event::{Choice, Event, Prepared};
use super::work::Work;
use super::{kinds, reasons, signing};
use crate::parties::Actor;
use crate::{Refusal, limits};

/// An officer takes the case, gives it to a colleague, or puts it back.
pub(super) fn assign(work: &mut Work<'_>, officer: Option<&str>) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    work.must_be_open()?;
    if work.case.assignee.as_deref() != officer {
        work.emit(Event::Assigned { officer: officer.map(str::to_string) });
    }
    Ok(())
}

/// Another unit of the body takes over.
pub(super) fn transfer(work: &mut Work<'_>, unit: &str, reason: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    work.must_be_open()?;
    Work::check_text(reason, true)?;
    if unit == work.case.unit {
        return Err(work.wrong_stage());
    }
    work.emit(Event::Transferred { unit: unit.to_string(), reason: reason.to_string() });
    Ok(())
}

/// An officer prepares a decision. It can be undone until its time is over; nothing leaves before.
pub(super) fn prepare(
    work: &mut Work<'_>,
    task: u64,
    choice: Choice,
    reasons: &[String],
    note: &str,
    sets: &BTreeMap<String, Value>,
) -> Result<(), Refusal> {
    let spec = work.open_task(task)?;
    let officer = work.must_be_officer(Some(spec))?.to_string();
    if work.case.prepared.is_some() {
        return Err(Refusal::TaskNotOpen { task });
    }
    signing::must_not_have_helped(work, &officer)?;
    if !matches!(choice, Choice::Approve | Choice::Refuse) || !spec.outcomes.contains(&choice) {
        return Err(Refusal::ChoiceNotOffered { choice: choice.word() });
    }
    if choice == Choice::Refuse && reasons.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    if let Some(id) = reasons.iter().find(|id| work.env.service.find_reason(id).is_none()) {
        return Err(Refusal::UnknownReason { id: id.clone() });
    }
    let is_disputed = work.case.facts.values().any(|fact| fact.standing() == afaq_base::Standing::Disputed);
    if is_disputed && work.env.service.while_disputed == afaq_pack::WhileDisputed::Waits {
        return Err(Refusal::CorrectionOpen);
    }
    Work::check_text(note, false)?;
    set_facts(work, &spec.asks, sets)?;
    let takes_effect_at = work.now() + work.env.undo;
    let reasons = if choice == Choice::Refuse { once_each(reasons) } else { Vec::new() };
    work.emit(Event::DecisionPrepared(Box::new(Prepared {
        task,
        choice,
        reasons,
        note: note.to_string(),
        officer,
        takes_effect_at,
        needs_second: spec.signatures > 1,
        second: None,
    })));
    Ok(())
}

/// The ids in their order, each once.
fn once_each(ids: &[String]) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for id in ids {
        if !once.contains(id) {
            once.push(id.clone());
        }
    }
    once
}

/// The prepared decision is taken back.
pub(super) fn undo(work: &mut Work<'_>) -> Result<(), Refusal> {
    let prepared = work.case.prepared.clone().ok_or_else(|| work.wrong_stage())?;
    let spec = work.open_task(prepared.task)?;
    work.must_be_officer(Some(spec))?;
    if !prepared.awaits_second() && work.now() >= prepared.takes_effect_at {
        return Err(Refusal::TooLate);
    }
    work.emit(Event::DecisionUndone {});
    // The decision that lay ready had kept silence from deciding.
    work.renew_legal_time();
    Ok(())
}

/// The time to undo is over: the decision is taken and the process goes on.
/// A decision that was undone meanwhile, perhaps for another one, changes nothing.
pub(super) fn take_effect(work: &mut Work<'_>, event: u64) -> Result<(), Refusal> {
    let Some(prepared) = work.case.prepared.clone() else { return Ok(()) };
    if work.case.prepared_at_version != event || prepared.awaits_second() {
        return Ok(());
    }
    if work.now() < prepared.takes_effect_at {
        return Err(work.wrong_stage());
    }
    let known = work.known();
    let given = prepared
        .reasons
        .iter()
        .filter_map(|id| reasons::known_reason(work.env.service, id, &known))
        .collect();
    let by = Actor::Officer { id: prepared.officer.clone(), body: task_body(work, prepared.task) };
    work.emit_by(
        by,
        Event::Decided { task: prepared.task, choice: prepared.choice, reasons: given, note: prepared.note },
    );
    work.drive(completed(prepared.task, prepared.choice))
}

fn task_body(work: &Work<'_>, task: u64) -> String {
    work.open_task(task).map_or_else(|_| work.case.body.clone(), |spec| spec.body.as_str().to_string())
}

/// A task ends at once: a question to the applicant or another body, an opinion, a check.
pub(super) fn finish(
    work: &mut Work<'_>,
    task: u64,
    choice: Choice,
    text: &Text,
    items: &[String],
    sets: &BTreeMap<String, Value>,
) -> Result<(), Refusal> {
    let spec = work.open_task(task)?;
    work.must_be_officer(Some(spec))?;
    if work.case.prepared.is_some() {
        return Err(work.wrong_stage());
    }
    if !spec.outcomes.contains(&choice) {
        return Err(Refusal::ChoiceNotOffered { choice: choice.word() });
    }
    set_facts(work, &spec.asks, sets)?;
    if work.case.extra.open.contains_key(&task) {
        return super::actions::done(work, task, text);
    }
    match choice {
        Choice::Approve | Choice::Refuse => return Err(Refusal::ChoiceNotOffered { choice: choice.word() }),
        Choice::Ask => ask(work, text, items)?,
        Choice::Opinion => {
            check_both(text)?;
            work.emit(Event::OpinionAsked { question: text.clone() });
        }
        Choice::Favorable | Choice::Unfavorable => {
            check_both(text)?;
            let words = text.get(work.case.language).to_string();
            work.emit(Event::OpinionGiven { body: spec.body.as_str().to_string(), text: words });
        }
        Choice::Forward | Choice::Return | Choice::Done => {}
    }
    work.drive(completed(task, choice))
}

fn completed(task: u64, choice: Choice) -> Input {
    let mut outputs = Context::new();
    outputs.set("outcome", Value::from(choice.word()));
    Input::CompleteTask { task, outputs }
}

fn check_both(text: &Text) -> Result<(), Refusal> {
    Work::check_text(&text.ar, true)?;
    Work::check_text(&text.en, true)
}

fn ask(work: &mut Work<'_>, question: &Text, items: &[String]) -> Result<(), Refusal> {
    check_both(question)?;
    if work.case.asks >= limits::ASKS_MAX {
        return Err(Refusal::OverLimit { what: "questions to the applicant", max: limits::ASKS_MAX });
    }
    for name in items {
        let is_evidence =
            name.strip_prefix("evidence.").is_some_and(|id| work.env.service.find_evidence(id).is_some());
        let is_answer = work.env.service.concepts.get(name).is_some_and(afaq_pack::Concept::is_asked);
        if !is_evidence && !is_answer {
            return Err(Refusal::NotSettable { path: name.clone() });
        }
    }
    let answer_by = answer_by(work)?;
    let remind_after = work.env.service.waits.as_ref().and_then(|waits| waits.remind_after);
    // A reminder after the time to answer would only hurt.
    let remind_at = remind_after.map(|span| add(work, span)).transpose()?.filter(|at| *at < answer_by);
    work.emit(Event::Asked { question: question.clone(), items: items.to_vec(), answer_by, remind_at });
    work.tell(Trigger::Asked);
    Ok(())
}

fn answer_by(work: &Work<'_>) -> Result<Timestamp, Refusal> {
    match &work.env.service.waits {
        Some(waits) => add(work, waits.answer_within),
        None => Ok(work.now() + SignedDuration::from_hours(24 * limits::ANSWER_DAYS)),
    }
}

/// A moment after a span in the working calendar of the body.
pub(super) fn add(work: &Work<'_>, span: Span) -> Result<Timestamp, Refusal> {
    work.env
        .calendar
        .deadline(work.now(), span)
        .map_err(|error| Refusal::Process { reason: error.to_string() })
}

/// Values that an officer found: only concepts that the task asks for.
fn set_facts(work: &mut Work<'_>, asks: &[String], sets: &BTreeMap<String, Value>) -> Result<(), Refusal> {
    for (path, value) in sets {
        let concept =
            work.env.service.concepts.get(path).filter(|concept| matches!(concept.from, From::Officer));
        let Some(concept) = concept.filter(|_| asks.contains(path)) else {
            return Err(Refusal::NotSettable { path: path.clone() });
        };
        if *value != Value::Null && !kinds::fits(concept, value) {
            return Err(Refusal::WrongValue { path: path.clone() });
        }
        let fact = Fact::verified(value.clone(), Source::Officer, work.now());
        work.emit(Event::FactCorrected { path: path.clone(), fact, reason: "check".into() });
    }
    if sets.is_empty() { Ok(()) } else { work.evaluate_again() }
}
