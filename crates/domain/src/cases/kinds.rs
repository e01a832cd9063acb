//! Whether a value is of the kind that a concept asks for.

use afaq_base::{CivilNumber, Iban};
use afaq_feel::Value;
use afaq_pack::{Concept, Kind};

/// Whether a value is of the concept's kind. Null is of none.
pub(super) fn fits(concept: &Concept, value: &Value) -> bool {
    match (&concept.kind, value) {
        (Kind::Text { max, .. }, Value::String(text)) => text.chars().count() <= *max as usize,
        (Kind::CivilNumber, Value::String(text)) => CivilNumber::parse(text).is_ok(),
        (Kind::Iban, Value::String(text)) => Iban::parse(text).is_ok(),
        (Kind::OneOf(choices), Value::String(text)) => choices.iter().any(|choice| *choice.id == **text),
        (Kind::ManyOf(choices), Value::List(chosen)) => chosen.iter().all(
            |one| matches!(one, Value::String(text) if choices.iter().any(|choice| *choice.id == **text)),
        ),
        (Kind::Country | Kind::Phone | Kind::Email, Value::String(_))
        | (Kind::Number { .. } | Kind::Money { .. }, Value::Number(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Boolean, Value::Boolean(_)) => true,
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
