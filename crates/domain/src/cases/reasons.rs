//! Why a request is refused: the reasons that the rules give, in words fixed when they are given.

use afaq_base::Timestamp;
use afaq_feel::Value;
use afaq_pack::{Decisions, Service};

use super::event::{LawNamed, ReasonGiven};
use super::facts::{context, feel_env};
use super::messages::fill;
use super::state::Case;

/// One reason of the pack in words for this case; `None` where the pack does not know it.
pub fn reason(service: &Service, case: &Case, id: &str, now: Timestamp) -> Option<ReasonGiven> {
    let found = service.find_reason(id)?;
    let known = context(service, &case.facts, &case.evidence, now);
    let law = service
        .find_law(&found.law)
        .map(|law| LawNamed { name: law.name.clone(), is_unverified: law.unverified });
    Some(ReasonGiven {
        id: id.to_string(),
        text: fill(service, &found.text, &known),
        mend: Some(fill(service, &found.mend, &known)),
        law,
    })
}

/// All reasons that the rules give against this case now.
pub fn reasons_of_rules(service: &Service, case: &Case, now: Timestamp) -> Vec<ReasonGiven> {
    let known = context(service, &case.facts, &case.evidence, now);
    let evaluated = service.decisions.compiled.evaluate(Decisions::REASONS, &known, &feel_env(now));
    let Ok(evaluation) = evaluated else { return Vec::new() };
    let Value::List(ids) = &evaluation.value else { return Vec::new() };
    ids.iter()
        .filter_map(|id| match id {
            Value::String(id) => reason(service, case, id, now),
            _ => None,
        })
        .collect()
}
