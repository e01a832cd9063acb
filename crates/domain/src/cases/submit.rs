//! A draft becomes a case: completeness is judged once more, then the process starts.

use std::collections::BTreeMap;

use afaq_base::{Date, Fact, Source, Standing, Timestamp};
use afaq_bpmn::Input;
use afaq_feel::{Context, Value};
use afaq_pack::{Concept, From, Service, Trigger};

use super::command::{Command, Submit};
use super::decide::Env;
use super::event::{CaseEvent, Event, EvidenceFile, Facts, Submitted};
use super::facts::evidence_path;
use super::state::Case;
use super::work::Work;
use super::{applicant, intake, kinds};
use crate::Refusal;
use crate::parties::{Actor, mandate_word};

type EvidenceFiles = BTreeMap<String, Vec<EvidenceFile>>;

/// Judges a draft and opens the case.
pub(super) fn submit(
    draft: &Submit,
    command: &Command,
    env: &Env<'_>,
) -> Result<(Vec<CaseEvent>, Case), Refusal> {
    check(draft, command, env)?;
    let (facts, evidence) = shown_only(draft, command, env)?;
    let first = CaseEvent {
        at: command.at,
        by: command.by.clone(),
        what: Event::Submitted(Box::new(Submitted {
            number: draft.number,
            service: env.service.id.clone(),
            behavior: env.service.behavior_hash.clone(),
            body: env.service.body.as_str().to_string(),
            unit: first_unit(env),
            applicant: draft.applicant,
            applicant_number: draft.applicant_number,
            mandate: draft.mandate.clone(),
            language: draft.language,
            facts,
            evidence,
            readings: draft.readings.clone(),
            promised_on: promised_on(env, command.at)?,
            helped: draft.helped.clone(),
        })),
    };
    let case = Case::replay(env.service, std::slice::from_ref(&first))
        .ok_or_else(|| Refusal::Process { reason: "the first event opens no case".into() })?;
    let mut work = Work::new(case, command, env);
    work.events.push(first);
    work.tell(Trigger::Submitted);
    work.begin_legal_time()?;
    work.plan_rungs()?;
    work.start_process(Start::Request)?;
    Ok(work.finish())
}

/// Answers to questions that are no longer shown are dropped: what a person took back must not count.
fn shown_only(draft: &Submit, command: &Command, env: &Env<'_>) -> Result<(Facts, EvidenceFiles), Refusal> {
    let (mut facts, mut evidence) = (draft.facts.clone(), draft.evidence.clone());
    loop {
        let look = intake::look(env.service, &facts, &evidence, command.at);
        let before = facts.len() + evidence.len();
        facts.retain(|path, fact| *fact.source() != Source::Applicant || look.asked.contains(path));
        evidence.retain(|id, _| look.asked.contains(&evidence_path(id)));
        // Each round drops something, so there are never more rounds than answers.
        if facts.len() + evidence.len() == before {
            return if look.missing.is_empty() {
                Ok((facts, evidence))
            } else {
                Err(Refusal::AnswersMissing { paths: look.missing })
            };
        }
    }
}

fn check(draft: &Submit, command: &Command, env: &Env<'_>) -> Result<(), Refusal> {
    if env.is_suspended {
        return Err(Refusal::Suspended);
    }
    match (&command.by, &draft.mandate) {
        (Actor::Applicant, None) => {}
        (Actor::Representative { party }, Some(mandate))
            if mandate.is_verified
                && mandate.representative == *party
                && env
                    .service
                    .representation
                    .iter()
                    .any(|allowed| mandate_word(allowed.kind) == mandate.kind) => {}
        (Actor::Representative { .. }, _) => return Err(Refusal::MandateMissing),
        _ => return Err(Refusal::NotAllowed),
    }
    for (path, fact) in &draft.facts {
        check_fact(env.service, path, fact)?;
        let is_other_person = *fact.source() == Source::SignIn
            && matches!(fact.value(), Some(Value::String(number)) if **number != *draft.applicant_number.as_str());
        if is_other_person {
            return Err(Refusal::WrongValue { path: path.clone() });
        }
    }
    applicant::check_evidence(env.service, &draft.evidence)
}

/// A fact must be of the pack, come from where the pack says, and be of its kind.
pub(super) fn check_fact(service: &Service, path: &str, fact: &Fact<Value>) -> Result<(), Refusal> {
    let not_settable = || Refusal::NotSettable { path: path.to_string() };
    let is_there = |value: &Value| *value != Value::Null;
    let (is_own_source, is_fitting) = match service.concepts.get(path) {
        Some(concept) if is_of_rows(service, concept) => return Err(not_settable()),
        Some(concept) => {
            let is_own_source = match (&concept.from, fact.source()) {
                (From::SignIn, Source::SignIn) => true,
                (From::Applicant, Source::Applicant) => fact.standing() == Standing::Asserted,
                (From::Register { register, .. }, Source::Register(read)) => read.as_str() == register,
                _ => false,
            };
            let value = fact.value().filter(|value| is_there(value));
            (is_own_source, value.is_none_or(|value| kinds::fits(concept, value)))
        }
        None if service.concepts.find_group(path).is_some() => (
            *fact.source() == Source::Applicant && fact.standing() == Standing::Asserted,
            fact.value().is_some_and(|value| kinds::fits_group(service, path, value)),
        ),
        None => {
            let kind = path.strip_prefix("evidence.").and_then(|id| service.find_evidence(id));
            let register = kind.and_then(|kind| kind.unless.as_ref()).ok_or_else(not_settable)?;
            let is_own_source = matches!(fact.source(), Source::Register(read) if read.as_str() == register);
            (is_own_source, matches!(fact.value(), None | Some(Value::Boolean(_))))
        }
    };
    if !is_own_source {
        return Err(not_settable());
    }
    if is_fitting { Ok(()) } else { Err(Refusal::WrongValue { path: path.to_string() }) }
}

/// Whether a concept is a field of a repeating group: its values stand in the group's entries.
pub(super) fn is_of_rows(service: &Service, concept: &Concept) -> bool {
    service.concepts.find_group(concept.head()).is_some_and(|group| group.many.is_some())
}

/// The unit of the first role of the pack that belongs to the body in charge.
fn first_unit(env: &Env<'_>) -> String {
    env.service
        .roles
        .iter()
        .find(|role| role.body == env.service.body)
        .and_then(|role| role.unit.clone())
        .unwrap_or_else(|| "main".to_string())
}

/// The date that a person is promised when the request comes in at this moment.
pub(super) fn promised_on(env: &Env<'_>, now: Timestamp) -> Result<Date, Refusal> {
    env.calendar
        .deadline(now, env.service.promise.span)
        .map(afaq_base::time::local_date)
        .map_err(|error| Refusal::Process { reason: error.to_string() })
}

/// Why a process starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A request was handed in.
    Request,
    /// An appeal opened the case again.
    Appeal,
    /// The legal time is over without a decision.
    Silence,
}

impl Work<'_> {
    /// Starts the process; the reason lets it take the way that the pack draws for it.
    pub fn start_process(&mut self, start: Start) -> Result<(), Refusal> {
        let mut variables = Context::new();
        variables.set("appeal", Value::Boolean(start == Start::Appeal));
        variables.set("silence", Value::Boolean(start == Start::Silence));
        self.drive(Input::Start { variables })
    }
}
