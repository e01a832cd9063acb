//! Before a request: which registers are read, which pages are shown, what is still missing.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::{Fact, RegisterId, Source, Timestamp};
use afaq_feel::{Context, Value};
use afaq_pack::{About, Concept, Formula, From, Kind, Page, Question, Section, Service, What};
use serde_json::Value as Json;

use super::event::{EvidenceFile, Facts};
use super::facts::{context, evidence_path, feel_env};

/// A question to a register that the pack needs and that may be asked now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Query {
    /// The register.
    pub register: String,
    /// The keys: one civil number, or two for a relation.
    pub keys: Vec<String>,
    /// The paths that the answer will fill.
    pub paths: Vec<String>,
}

/// What a register said.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The record's fields.
    Record(serde_json::Map<String, Json>),
    /// It holds nothing under these keys.
    NoRecord,
    /// It did not answer.
    Silent,
}

/// The questions to registers that are open: keys are known, nothing was read yet, and what is
/// about another person only after the relation holds (law 7).
pub fn queries(service: &Service, facts: &Facts, now: Timestamp) -> Vec<Query> {
    let known = context(service, facts, &BTreeMap::new(), now);
    let mut open: BTreeMap<(String, Vec<String>), BTreeSet<String>> = BTreeMap::new();
    for concept in &service.concepts {
        let From::Register { register, key, .. } = &concept.from else { continue };
        if facts.contains_key(&concept.path) || !may_be_read(concept, &known, now) {
            continue;
        }
        if let Some(keys) = key_values(key, facts) {
            open.entry((register.clone(), keys)).or_default().insert(concept.path.clone());
        }
    }
    for kind in &service.evidence {
        let path = evidence_path(&kind.id);
        let Some(register) = &kind.unless else { continue };
        if facts.contains_key(&path) || !holds(kind.when.as_ref(), &known, now) {
            continue;
        }
        if let Some(keys) = key_values(&["applicant.civil_number".to_string()], facts) {
            open.entry((register.clone(), keys)).or_default().insert(path);
        }
    }
    open.into_iter()
        .map(|((register, keys), paths)| Query { register, keys, paths: paths.into_iter().collect() })
        .collect()
}

fn may_be_read(concept: &Concept, known: &Context, now: Timestamp) -> bool {
    match (&concept.after, concept.about) {
        (Some(after), About::Applicant | About::AnotherPerson) => holds(Some(after), known, now),
        (None, About::Applicant) => true,
        // The checker refuses such a pack; here the door stays shut all the same.
        (None, About::AnotherPerson) => false,
    }
}

fn key_values(paths: &[String], facts: &Facts) -> Option<Vec<String>> {
    paths
        .iter()
        .map(|path| match facts.get(path).and_then(Fact::usable) {
            Some(Value::String(text)) if !text.is_empty() => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

/// Takes a register's answer in as facts.
pub fn take(service: &Service, query: &Query, answer: &Answer, at: Timestamp, facts: &mut Facts) {
    let Ok(register) = RegisterId::parse(&query.register) else { return };
    let source = Source::Register(register);
    for path in &query.paths {
        let value = match (answer, service.concepts.get(path)) {
            (Answer::Silent, _) => None,
            (Answer::NoRecord, Some(_)) => Some(Value::Null),
            (Answer::NoRecord, None) => Some(Value::Boolean(false)),
            (Answer::Record(_), None) => Some(Value::Boolean(true)),
            (Answer::Record(record), Some(concept)) => match field(concept).and_then(|name| record.get(name))
            {
                None | Some(Json::Null) => Some(Value::Null),
                // A record whose value is not of the declared kind is as good as no answer.
                Some(json) => value_of(concept, json),
            },
        };
        let fact = match value {
            Some(value) => Fact::verified(value, source.clone(), at),
            None => Fact::unavailable(source.clone(), at),
        };
        facts.insert(path.clone(), fact);
    }
}

fn field(concept: &Concept) -> Option<&str> {
    match &concept.from {
        From::Register { field, .. } => Some(field),
        From::SignIn | From::Applicant | From::Computed(_) | From::Officer => None,
    }
}

/// A register's value as a value of the concept's kind; `None` where it is not of that kind.
pub fn value_of(concept: &Concept, json: &Json) -> Option<Value> {
    match (&concept.kind, json) {
        (Kind::Boolean, Json::Bool(yes)) => Some(Value::Boolean(*yes)),
        (Kind::Money { .. } | Kind::Number { .. }, Json::Number(number)) => {
            number.to_string().parse().ok().map(Value::Number)
        }
        (_, Json::String(text)) => concept.parse_answer(text).ok(),
        (_, Json::Bool(_) | Json::Number(_) | Json::Null | Json::Array(_) | Json::Object(_)) => None,
    }
}

/// A page with the questions that are shown on it now.
#[derive(Debug, Clone)]
pub struct ShownPage<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its sections with at least one question.
    pub sections: Vec<(&'a Section, Vec<&'a Question>)>,
}

/// The pages that this person sees, given what is known.
///
/// A condition that is unknown shows nothing: an officer asks later for what turns out to be needed.
pub fn pages<'a>(
    service: &'a Service,
    facts: &Facts,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
    now: Timestamp,
) -> Vec<ShownPage<'a>> {
    let known = context(service, facts, evidence, now);
    let mut shown = Vec::new();
    for page in service.form.pages.iter().filter(|page| holds(page.when.as_ref(), &known, now)) {
        let sections: Vec<_> = page
            .sections
            .iter()
            .filter(|section| holds(section.when.as_ref(), &known, now))
            .map(|section| {
                let questions: Vec<&Question> = section
                    .questions
                    .iter()
                    .filter(|question| {
                        holds(question.when.as_ref(), &known, now)
                            && is_needed(service, question, facts, &known, now)
                    })
                    .collect();
                (section, questions)
            })
            .filter(|(_, questions)| !questions.is_empty())
            .collect();
        if !sections.is_empty() {
            shown.push(ShownPage { page, sections });
        }
    }
    shown
}

/// Evidence is needed when its own condition holds and no register has proved it already.
fn is_needed(service: &Service, question: &Question, facts: &Facts, known: &Context, now: Timestamp) -> bool {
    match &question.what {
        What::Concept(_) | What::Group(_) => true,
        What::Evidence(id) => service.find_evidence(id).is_some_and(|kind| {
            let is_proved =
                facts.get(&evidence_path(id)).and_then(Fact::usable) == Some(&Value::Boolean(true));
            !is_proved && holds(kind.when.as_ref(), known, now)
        }),
    }
}

/// The names of all questions that must still be answered before the request can be handed in.
pub fn missing(
    service: &Service,
    facts: &Facts,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
    now: Timestamp,
) -> Vec<String> {
    look(service, facts, evidence, now).missing
}

/// Which questions are shown, and which of them are still open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The names of all questions that are shown.
    pub asked: BTreeSet<String>,
    /// The names of those that must still be answered, in the order of the form.
    pub missing: Vec<String>,
}

/// Whether a fact of a draft is of this pack: from where the pack says, and of its kind.
pub fn fits(service: &Service, path: &str, fact: &Fact<Value>) -> bool {
    super::submit::check_fact(service, path, fact).is_ok()
}

/// Whether files of a draft are what this evidence of the pack takes.
pub fn fits_evidence(service: &Service, id: &str, files: &[EvidenceFile]) -> bool {
    super::applicant::check_files(service, id, files).is_ok()
}

/// Looks through the form as this person sees it.
pub fn look(
    service: &Service,
    facts: &Facts,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
    now: Timestamp,
) -> Look {
    let mut look = Look::default();
    for shown in pages(service, facts, evidence, now) {
        for question in shown.sections.iter().flat_map(|(_, questions)| questions) {
            let name = question.what.name();
            if !is_answered(service, &question.what, facts, evidence) {
                look.missing.push(name.clone());
            }
            look.asked.insert(name);
        }
    }
    look
}

fn is_answered(
    service: &Service,
    what: &What,
    facts: &Facts,
    evidence: &BTreeMap<String, Vec<EvidenceFile>>,
) -> bool {
    let has = |path: &str| facts.get(path).and_then(Fact::value).is_some_and(|value| *value != Value::Null);
    match what {
        What::Evidence(id) => {
            evidence.get(id).is_some_and(|files| !files.is_empty())
                || service.find_evidence(id).is_some_and(|kind| kind.optional)
        }
        What::Concept(path) => match service.concepts.get(path) {
            Some(concept) if concept.is_asked() => concept.optional || has(path),
            Some(_) | None => true,
        },
        What::Group(id) => {
            service.concepts.find_group(id).and_then(|group| group.many.as_ref()).is_none_or(|many| {
                match facts.get(id).and_then(Fact::value) {
                    Some(Value::List(entries)) => entries.len() >= many.min as usize,
                    _ => many.min == 0,
                }
            })
        }
    }
}

/// Whether a condition holds; no condition holds always, an unknown one does not.
pub fn holds(when: Option<&Formula>, known: &Context, now: Timestamp) -> bool {
    when.is_none_or(|formula| {
        formula
            .expression
            .evaluate(known, &feel_env(now))
            .is_ok_and(|evaluated| evaluated.value == Value::Boolean(true))
    })
}
