//! Why a request is refused: the reasons that the rules give, in words fixed when they are given.

use afaq_base::Timestamp;
use afaq_feel::{Context, Value};
use afaq_pack::{Decisions, Service};

use super::event::{LawNamed, ReasonGiven};
use super::facts::{context, feel_env};
use super::messages::fill;
use super::state::Case;

/// One reason of the pack in words for this case; `None` where the pack does not know it.
pub fn reason(service: &Service, case: &Case, id: &str, now: Timestamp) -> Option<ReasonGiven> {
    known_reason(service, id, &context(service, &case.facts, &case.evidence, now))
}

/// One reason in words, out of what is known.
pub(super) fn known_reason(service: &Service, id: &str, known: &Context) -> Option<ReasonGiven> {
    let found = service.find_reason(id)?;
    let law = service
        .find_law(&found.law)
        .map(|law| LawNamed { name: law.name.clone(), is_unverified: law.unverified });
    Some(ReasonGiven {
        id: id.to_string(),
        text: fill(service, &found.text, known),
        mend: Some(fill(service, &found.mend, known)),
        law,
    })
}

/// All reasons that the rules give against this case now.
pub fn reasons_of_rules(service: &Service, case: &Case, now: Timestamp) -> Vec<ReasonGiven> {
    known_reasons(service, case, &context(service, &case.facts, &case.evidence, now), now)
}

/// The reasons as the process has decided them already, or else decided now.
pub(super) fn known_reasons(
    service: &Service,
    case: &Case,
    known: &Context,
    now: Timestamp,
) -> Vec<ReasonGiven> {
    let value = match case.evaluations.get(Decisions::REASONS) {
        Some(evaluation) => evaluation.value.clone(),
        None => match service.decisions.compiled.evaluate(Decisions::REASONS, known, &feel_env(now)) {
            Ok(evaluation) => evaluation.value,
            Err(_) => return Vec::new(),
        },
    };
    let Value::List(ids) = &value else { return Vec::new() };
    ids.iter()
        .filter_map(|id| match id {
            Value::String(id) => known_reason(service, id, known),
            _ => None,
        })
        .collect()
}
