//! A draft becomes a case: completeness is judged once more, then the process starts.

use afaq_base::{Date, Timestamp};
use afaq_bpmn::Input;
use afaq_feel::{Context, Value};
use afaq_pack::{From, Trigger};

use super::command::{Command, Submit};
use super::decide::Env;
use super::event::{CaseEvent, Event, Submitted};
use super::state::Case;
use super::work::Work;
use super::{applicant, intake, kinds};
use crate::Refusal;
use crate::parties::{Actor, mandate_word};

/// Judges a draft and opens the case.
pub(super) fn submit(
    draft: &Submit,
    command: &Command,
    env: &Env<'_>,
) -> Result<(Vec<CaseEvent>, Case), Refusal> {
    check(draft, command, env)?;
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
            facts: draft.facts.clone(),
            evidence: draft.evidence.clone(),
            readings: draft.readings.clone(),
            promised_on: promised_on(env, command.at)?,
        })),
    };
    let case = Case::replay(env.service, std::slice::from_ref(&first))
        .ok_or_else(|| Refusal::Process { reason: "the first event opens no case".into() })?;
    let mut work = Work::new(case, command, env);
    work.events.push(first);
    work.tell(Trigger::Submitted);
    work.start_process(false)?;
    Ok(work.finish())
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
                && env.service.representation.iter().any(|allowed| mandate_word(allowed.kind) == mandate.kind) => {}
        (Actor::Representative { .. }, _) => return Err(Refusal::MandateMissing),
        _ => return Err(Refusal::NotAllowed),
    }
    for (path, fact) in &draft.facts {
        if let Some(concept) = env.service.concepts.get(path) {
            let is_fitting = match concept.from {
                From::SignIn | From::Applicant | From::Register { .. } => {
                    fact.value().is_none_or(|value| *value == Value::Null || kinds::fits(concept, value))
                }
                From::Computed(_) | From::Officer => false,
            };
            if !is_fitting {
                return Err(Refusal::WrongValue { path: path.clone() });
            }
        }
    }
    applicant::check_evidence(env.service, &draft.evidence)?;
    let missing = intake::missing(env.service, &draft.facts, &draft.evidence, command.at);
    if missing.is_empty() { Ok(()) } else { Err(Refusal::AnswersMissing { paths: missing }) }
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

impl Work<'_> {
    /// Starts the process; `is_appeal` lets it take the way that the pack draws for an appeal.
    pub fn start_process(&mut self, is_appeal: bool) -> Result<(), Refusal> {
        let mut variables = Context::new();
        variables.set("appeal", Value::Boolean(is_appeal));
        self.drive(Input::Start { variables })
    }
}
