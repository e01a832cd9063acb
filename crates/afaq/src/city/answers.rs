//! What a generated person answers to a question of any pack.

use afaq_base::CivilNumber;
use afaq_pack::{About, Concept, Kind};
use afaq_testkit::{City, Rng};

/// The raw text that a person types for a concept.
pub fn answer(city: &City, rng: &mut Rng, person: CivilNumber, concept: &Concept) -> String {
    if let Some(likely) = city.likely_answer(person, &concept.path) {
        return likely;
    }
    match &concept.kind {
        Kind::CivilNumber => relative(city, person, concept.about).to_string(),
        Kind::Iban => city
            .find(person)
            .and_then(|person| person.iban.as_ref())
            .map_or_else(|| "KW81CBKU0000000000001234560101".to_string(), ToString::to_string),
        Kind::Boolean => (if rng.below(2) == 0 { "false" } else { "true" }).to_string(),
        Kind::OneOf(choices) => rng.pick(choices).id.clone(),
        Kind::ManyOf(choices) => choices.first().map(|choice| choice.id.clone()).unwrap_or_default(),
        Kind::Date => city.today().to_string(),
        Kind::Money { .. } => "250.000".to_string(),
        Kind::Number { min, .. } => min.as_ref().map_or_else(|| "1".to_string(), ToString::to_string),
        Kind::Phone => format!("5{:07}", rng.below(10_000_000)),
        Kind::Email => "person@example.com".to_string(),
        Kind::Country => "KW".to_string(),
        Kind::Text { .. } => "كما هو موضح في المستند المرفق".to_string(),
    }
}

/// The relative whom a request is most likely about: one with a disability, else a child, else anybody near.
fn relative(city: &City, person: CivilNumber, about: About) -> CivilNumber {
    if about == About::Applicant {
        return person;
    }
    let relatives = city.relatives(person);
    relatives
        .iter()
        .find(|(_, relative)| relative.disability.is_some())
        .or_else(|| relatives.first())
        .map_or(person, |(_, relative)| relative.civil_number)
}
