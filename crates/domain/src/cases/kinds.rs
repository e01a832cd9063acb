//! Whether a value is of the kind that a concept asks for.

use afaq_feel::Value;
use afaq_pack::{Concept, Kind, Service};

use crate::limits;

/// Whether a value is of the concept's kind and within its limits. Null is of none.
pub(super) fn fits(concept: &Concept, value: &Value) -> bool {
    match (&concept.kind, value) {
        (Kind::ManyOf(choices), Value::List(chosen)) => chosen.len() <= choices.len()
            && chosen.iter().all(
                |one| matches!(one, Value::String(text) if choices.iter().any(|choice| *choice.id == **text)),
            ),
        (Kind::Date, Value::Date(_)) | (Kind::Boolean, Value::Boolean(_)) => true,
        // The same reader as at the edge: what it would write otherwise is not clean.
        (_, Value::String(text)) => concept.parse_answer(text).is_ok_and(|read| read == *value),
        (Kind::Number { .. } | Kind::Money { .. }, Value::Number(number)) => {
            concept.parse_answer(&number.to_string()).is_ok()
        }
        (
            Kind::Text { .. }
            | Kind::CivilNumber
            | Kind::Iban
            | Kind::OneOf(_)
            | Kind::ManyOf(_)
            | Kind::Country
            | Kind::Phone
            | Kind::Email
            | Kind::Number { .. }
            | Kind::Money { .. }
            | Kind::Date
            | Kind::Boolean,
            _,
        ) => false,
    }
}

/// Whether a value is a list of entries of a repeating group, each field of its concept's kind.
pub(super) fn fits_group(service: &Service, id: &str, value: &Value) -> bool {
    let Some(many) = service.concepts.find_group(id).and_then(|group| group.many.as_ref()) else {
        return false;
    };
    let Value::List(entries) = value else { return false };
    let entries_max = limits::GROUP_ENTRIES_MAX.min(many.max as usize);
    let is_entry = |entry: &Value| match entry {
        Value::Context(fields) => fields.iter().all(|(name, value)| {
            service
                .concepts
                .get(&format!("{id}.{name}"))
                .is_some_and(|concept| *value == Value::Null || fits(concept, value))
        }),
        _ => false,
    };
    entries.len() <= entries_max && entries.iter().all(is_entry)
}
