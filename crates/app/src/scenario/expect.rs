//! What a scenario expects, compared with what came of it.

use afaq_domain::cases::{Stage, context, feel_env, seen};
use afaq_feel::Value;
use afaq_pack::{Decisions, ExpectedEligibility, ScenarioStatus};

use super::Failure;
use super::world::World;

/// Compares everything that the scenario names.
pub(super) fn compare(world: &World<'_>) -> Vec<Failure> {
    let expect = &world.scenario.expect;
    let mut failures = Vec::new();
    let mut differ = |what: &str, expected: String, seen: String| {
        if expected != seen {
            failures.push(Failure::new(what, expected, seen));
        }
    };
    if let Some(expected) = expect.status {
        differ("status", expected.word().into(), status(world));
    }
    if let Some(expected) = expect.eligible {
        let expected = match expected {
            ExpectedEligibility::True => "true",
            ExpectedEligibility::False => "false",
            ExpectedEligibility::Undetermined => "undetermined",
        };
        differ("eligible", expected.into(), eligible(world));
    }
    if let Some(expected) = &expect.reasons {
        differ("reasons", list(expected), list(&reasons(world)));
    }
    if let Some(expected) = &expect.missing {
        differ("missing", list(expected), list(&missing(world)));
    }
    if let Some(expected) = &expect.fee {
        let fee = world.case.as_ref().and_then(|case| case.fee.as_ref()).map(|fee| fee.amount.to_string());
        differ("fee", expected.clone(), fee.unwrap_or_else(|| "none".into()));
    }
    if let Some(expected) = &expect.at {
        differ("at", expected.clone(), positions(world));
    }
    if let Some(expected) = &expect.messages {
        differ("messages", expected.join(", "), world.messages().join(", "));
    }
    if let Some(expected) = &expect.outputs {
        differ("outputs", list(expected), list(&outputs(world)));
    }
    if let Some(expected) = &expect.pages {
        differ("pages", expected.join(", "), world.pages.join(", "));
    }
    for name in &expect.not_asked {
        if world.asked.contains(name) {
            differ("not_asked", format!("`{name}` is not asked"), "it is asked".into());
        }
    }
    for (path, raw) in &expect.facts {
        differ(path, plain_number(raw.raw().unwrap_or_default()), fact(world, path));
    }
    if let Some(expected) = &expect.within {
        within(world, expected, &mut differ);
    }
    failures
}

fn list(names: &[String]) -> String {
    let mut sorted = names.to_vec();
    sorted.sort();
    if sorted.is_empty() { "none".into() } else { sorted.join(", ") }
}

fn status(world: &World<'_>) -> String {
    let Some(case) = &world.case else {
        return match &world.refusal {
            Some(afaq_domain::Refusal::AnswersMissing { .. } | afaq_domain::Refusal::MandateMissing)
            | None => ScenarioStatus::Draft.word().into(),
            Some(refusal) => format!("{} ({refusal})", ScenarioStatus::Draft.word()),
        };
    };
    match case.stage() {
        Stage::Closed(outcome) => outcome.word().into(),
        // Another body's opinion and a decision that can be undone are both work in officers' hands.
        Stage::WithOfficer | Stage::WithOtherBody | Stage::DecisionPrepared | Stage::AwaitingSignature
            if case.is_appealed =>
        {
            ScenarioStatus::Appealed.word().into()
        }
        Stage::WithOfficer | Stage::WithOtherBody | Stage::DecisionPrepared | Stage::AwaitingSignature => {
            ScenarioStatus::WithOfficer.word().into()
        }
        other
        @ (Stage::AwaitingPayment | Stage::WaitingForApplicant | Stage::Processing | Stage::Stopped) => {
            let incident = case.process.incidents.values().next().map(|one| format!(" ({})", one.reason));
            format!("{}{}", other.code(), incident.unwrap_or_default())
        }
    }
}

fn eligible(world: &World<'_>) -> String {
    let evaluation = world.case.as_ref().and_then(|case| case.evaluations.get(Decisions::ELIGIBLE));
    match evaluation.map(|evaluation| &evaluation.value) {
        Some(Value::Boolean(yes)) => yes.to_string(),
        Some(Value::Unknown(_)) => "undetermined".into(),
        Some(other) => other.to_string(),
        None => "not decided".into(),
    }
}

fn reasons(world: &World<'_>) -> Vec<String> {
    let Some(case) = &world.case else { return Vec::new() };
    let given = case.closed.as_ref().map_or(&case.reasons, |closed| &closed.reasons);
    if !given.is_empty() {
        return given.iter().map(|reason| reason.id.clone()).collect();
    }
    match case.evaluations.get(Decisions::REASONS).map(|evaluation| &evaluation.value) {
        Some(Value::List(ids)) => ids
            .iter()
            .filter_map(|id| match id {
                Value::String(id) => Some(id.to_string()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn missing(world: &World<'_>) -> Vec<String> {
    if world.case.is_none() {
        return match &world.refusal {
            Some(afaq_domain::Refusal::AnswersMissing { paths }) => paths.clone(),
            _ => Vec::new(),
        };
    }
    let evaluation = world.case.as_ref().and_then(|case| case.evaluations.get(Decisions::ELIGIBLE));
    match evaluation.map(|evaluation| &evaluation.value) {
        Some(Value::Unknown(unknown)) => unknown.names.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

fn positions(world: &World<'_>) -> String {
    let Some(case) = &world.case else { return "draft".into() };
    let places: Vec<String> = case.process.positions().map(|element| element.to_string()).collect();
    match (&case.process.last_end, places.is_empty()) {
        (Some(end), true) => end.to_string(),
        _ => places.join(", "),
    }
}

fn outputs(world: &World<'_>) -> Vec<String> {
    let outputs = world.case.as_ref().map(|case| case.outputs.as_slice()).unwrap_or_default();
    outputs.iter().filter(|output| output.issued.is_some()).map(|output| output.output.clone()).collect()
}

/// A fact or a decision as a person would type it; nothing where it is null.
fn fact(world: &World<'_>, path: &str) -> String {
    let facts = world.case.as_ref().map_or(&world.facts, |case| &case.facts);
    let evidence = world.case.as_ref().map(|case| case.evidence.clone()).unwrap_or_default();
    let known = context(world.service, facts, &evidence, world.now);
    let value = if world.service.decisions.ids.iter().any(|id| id == path) {
        let evaluated = world.service.decisions.compiled.evaluate(path, &known, &feel_env(world.now));
        evaluated.map(|evaluation| evaluation.value).ok()
    } else {
        facts.get(path).map(|fact| seen(path, fact)).or_else(|| known.get_path(path).cloned())
    };
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.to_string(),
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Number(number)) => plain_number(number.to_string()),
        Some(other) => other.to_string(),
    }
}

/// A number without zeros that say nothing; any other text as it is.
fn plain_number(text: String) -> String {
    let is_decimal =
        text.contains('.') && text.chars().all(|one| one.is_ascii_digit() || matches!(one, '.' | '-'));
    if is_decimal { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

fn within(world: &World<'_>, expected: &afaq_base::Span, differ: &mut impl FnMut(&str, String, String)) {
    let Some(from) = world.submitted_at else { return };
    let until =
        world.case.as_ref().and_then(|case| case.closed.as_ref()).map_or(world.now, |closed| closed.at);
    let Ok(latest) = world.calendar.deadline(from, *expected) else { return };
    let is_same_day = afaq_base::time::local_date(latest) >= afaq_base::time::local_date(until);
    if until > latest && !is_same_day {
        differ("within", format!("by {latest}"), format!("at {until}"));
    }
}
