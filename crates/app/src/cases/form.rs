//! What a person typed on one page: read by the kinds of the pack's concepts, nothing typed is lost.

use std::collections::BTreeMap;

use afaq_base::{Fact, Source, Text, Timestamp};
use afaq_domain::cases::{Facts, intake::ShownPage};
use afaq_feel::{Context, Value};
use afaq_pack::{Concept, Kind, Service, What};

/// The fields of a posted form, each with all its values.
pub type PageAnswers = BTreeMap<String, Vec<String>>;

/// Something is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name.
    pub field: String,
    /// What the person reads.
    pub message: Text,
}

/// What came of reading a page.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub facts: Facts,
    pub problems: Vec<FieldProblem>,
    /// What was typed and is not (yet) an answer, by field.
    pub typed: BTreeMap<String, String>,
    /// Questions that were left empty and may be.
    pub cleared: Vec<String>,
}

/// Reads every question of a page out of the posted fields. Fields that the page does not ask are passed over.
pub(crate) fn read(service: &Service, page: &ShownPage<'_>, answers: &PageAnswers, now: Timestamp) -> Read {
    let mut read = Read::default();
    for question in page.sections.iter().flat_map(|(_, questions)| questions) {
        match &question.what {
            What::Concept(path) => {
                if let Some(concept) = service.concepts.get(path).filter(|concept| concept.is_asked()) {
                    read_concept(concept, path, answers, now, &mut read);
                }
            }
            What::Group(id) => read_group(service, id, answers, now, &mut read),
            What::Evidence(_) => {}
        }
    }
    read
}

fn read_concept(concept: &Concept, path: &str, answers: &PageAnswers, now: Timestamp, read: &mut Read) {
    let raw = raw(concept, path, answers);
    if raw.trim().is_empty() {
        if concept.optional {
            read.cleared.push(path.to_string());
        } else {
            read.problems.push(FieldProblem { field: path.to_string(), message: missing(concept) });
        }
        return;
    }
    match concept.parse_answer(&raw) {
        Ok(value) => {
            read.facts.insert(path.to_string(), Fact::asserted(value, Source::Applicant, now));
        }
        Err(error) => {
            keep_typed(concept, path, answers, &raw, read);
            let message = concept.error.clone().unwrap_or(error.message);
            read.problems.push(FieldProblem { field: path.to_string(), message });
        }
    }
}

/// A date comes in three fields, several choices in one field with several values, all else in one.
fn raw(concept: &Concept, path: &str, answers: &PageAnswers) -> String {
    let one = |name: &str| answers.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
    match &concept.kind {
        Kind::Date => {
            let [day, month, year] = ["day", "month", "year"].map(|part| one(&format!("{path}.{part}")));
            if [&day, &month, &year].iter().all(|part| part.trim().is_empty()) {
                return one(path);
            }
            let digits = |text: &str| afaq_base::digits::normalize(text.trim()).into_owned();
            format!("{:0>4}-{:0>2}-{:0>2}", digits(&year), digits(&month), digits(&day))
        }
        Kind::ManyOf(_) => answers.get(path).map(|values| values.join(",")).unwrap_or_default(),
        Kind::Text { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Boolean
        | Kind::CivilNumber
        | Kind::Country
        | Kind::Iban
        | Kind::Phone
        | Kind::Email
        | Kind::OneOf(_) => one(path),
    }
}

fn keep_typed(concept: &Concept, path: &str, answers: &PageAnswers, raw: &str, read: &mut Read) {
    if concept.kind == Kind::Date {
        for part in ["day", "month", "year"] {
            let name = format!("{path}.{part}");
            let value = answers.get(&name).and_then(|values| values.first()).cloned().unwrap_or_default();
            read.typed.insert(name, value);
        }
    } else {
        read.typed.insert(path.to_string(), raw.to_string());
    }
}

fn missing(concept: &Concept) -> Text {
    concept.error.clone().unwrap_or_else(|| match concept.kind {
        Kind::OneOf(_) | Kind::ManyOf(_) | Kind::Boolean => Text::new(
            format!("اختر: {}", concept.label.ar),
            format!("Choose an answer: {}", concept.label.en),
        ),
        Kind::Text { .. }
        | Kind::Number { .. }
        | Kind::Money { .. }
        | Kind::Date
        | Kind::CivilNumber
        | Kind::Country
        | Kind::Iban
        | Kind::Phone
        | Kind::Email => {
            Text::new(format!("أدخل: {}", concept.label.ar), format!("Enter: {}", concept.label.en))
        }
    })
}

/// A repeating group comes as `group.0.field`, `group.1.field` …; entries without any answer are dropped.
fn read_group(service: &Service, id: &str, answers: &PageAnswers, now: Timestamp, read: &mut Read) {
    let Some(many) = service.concepts.find_group(id).and_then(|group| group.many.as_ref()) else { return };
    let mut entries = Vec::new();
    for index in 0..many.max as usize {
        let prefix = format!("{id}.{index}");
        let is_there = answers.iter().any(|(name, values)| {
            name.starts_with(&format!("{prefix}.")) && values.iter().any(|v| !v.trim().is_empty())
        });
        if !is_there {
            continue;
        }
        let mut entry = Context::new();
        for concept in service.concepts.of_group(id) {
            let mut one = Read::default();
            read_concept(concept, &format!("{prefix}.{}", concept.leaf()), answers, now, &mut one);
            for fact in one.facts.values() {
                entry.set(concept.leaf(), fact.value().cloned().unwrap_or(Value::Null));
            }
            read.problems.extend(one.problems);
            read.typed.extend(one.typed);
        }
        entries.push(Value::context(entry));
    }
    if entries.len() < many.min as usize {
        read.problems.push(FieldProblem {
            field: id.to_string(),
            message: Text::new(format!("أضف {} على الأقل", many.min), format!("Add at least {}", many.min)),
        });
    }
    read.facts.insert(id.to_string(), Fact::asserted(Value::list(entries), Source::Applicant, now));
}
