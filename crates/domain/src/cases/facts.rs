//! Facts as the rules see them: paths become contexts, what is not known becomes *unknown*.

use std::collections::BTreeMap;

use afaq_base::{Fact, Timestamp};
use afaq_feel::{Context, DateTime, Env, Value, Zone};
use afaq_pack::{From, Service};

use super::event::{EvidenceFile, Facts};

/// The value that rules see for one fact (law 6: unavailable and disputed are unknown, never no).
pub fn seen(path: &str, fact: &Fact<Value>) -> Value {
    fact.usable().cloned().unwrap_or_else(|| Value::unknown(path))
}

/// The context in which every rule, condition and text of a pack is evaluated.
///
/// Every concept of the pack is present (null where nothing is known yet), computed values are
/// worked out in the order of the pack, and `evidence.ID` says whether that evidence is there.
pub fn context(
    service: &Service,
    facts: &Facts,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
    now: Timestamp,
) -> Context {
    let mut context = Context::new();
    let env = feel_env(now);
    // First, since computed values may ask which papers are there.
    for kind in &service.evidence {
        let path = evidence_path(&kind.id);
        let is_given = evidence.get(&kind.id).is_some_and(|files| !files.is_empty());
        let value = match facts.get(&path) {
            _ if is_given => Value::Boolean(true),
            Some(fact) => seen(&path, fact),
            None => Value::Boolean(false),
        };
        context.set_path(&path, value);
    }
    for concept in &service.concepts {
        let value = match (&concept.from, facts.get(&concept.path)) {
            (From::Computed(formula), None) => {
                formula.expression.evaluate(&context, &env).map_or(Value::Null, |evaluated| evaluated.value)
            }
            (_, Some(fact)) => seen(&concept.path, fact),
            (From::SignIn | From::Applicant | From::Officer | From::Register { .. }, None) => Value::Null,
        };
        context.set_path(&concept.path, value);
    }
    for group in service.concepts.groups().iter().filter(|group| group.many.is_some()) {
        if let Some(fact) = facts.get(&group.id) {
            context.set(group.id.as_str(), seen(&group.id, fact));
        }
    }
    context
}

/// The path under which rules see whether evidence is there.
pub fn evidence_path(id: &str) -> String {
    format!("evidence.{id}")
}

/// FEEL's surroundings at a moment: `now()` and `today()` read Kuwait's time.
pub fn feel_env(now: Timestamp) -> Env {
    let zone = Zone::from_offset(3 * 3_600).unwrap_or(Zone::UTC);
    let local = DateTime::from_instant_nanos(now.as_nanosecond(), zone);
    #[expect(
        clippy::expect_used,
        reason = "a timestamp's years are within FEEL's, which reach to 999,999,999"
    )]
    Env::new(local.expect("a timestamp is a date of FEEL"))
}
