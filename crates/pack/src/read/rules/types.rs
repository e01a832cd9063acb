//! Types between the pack's concepts, FEEL and DMN.

use afaq_dmn::{InputData, ItemDefinition, Text};
use afaq_feel::Type;

use crate::model::{Concept, Kind};
use crate::read::data::Data;
use crate::read::formula::EVIDENCE;

/// The DMN name of a FEEL type, where it has one.
pub(super) fn type_ref(ty: &Type) -> Option<String> {
    let name = match ty {
        Type::Boolean => "boolean",
        Type::Number => "number",
        Type::String | Type::OneOf(_) => "string",
        Type::Date => "date",
        Type::Time => "time",
        Type::DateTime => "date and time",
        Type::DaysTime => "days and time duration",
        Type::YearsMonths => "years and months duration",
        _ => return None,
    };
    Some(name.to_owned())
}

/// All values that something of this type may have, as unary tests.
pub(super) fn domain(ty: &Type) -> Option<String> {
    match ty {
        Type::Boolean => Some("true, false".to_owned()),
        Type::OneOf(values) => Some(quoted(values.iter().map(String::as_str))),
        _ => None,
    }
}

/// All values that a concept may have, as unary tests.
pub(super) fn domain_of(concept: &Concept) -> Option<String> {
    match &concept.kind {
        Kind::Boolean => Some("true, false".to_owned()),
        Kind::OneOf(choices) => Some(quoted(choices.iter().map(|choice| choice.id.as_str()))),
        Kind::Country => Some(quoted(crate::countries::codes())),
        Kind::Number { min, max, .. } | Kind::Money { min, max } => match (min, max) {
            (Some(min), Some(max)) => Some(format!("[{min}..{max}]")),
            (Some(min), None) => Some(format!(">= {min}")),
            (None, Some(max)) => Some(format!("<= {max}")),
            (None, None) => None,
        },
        Kind::Text { .. }
        | Kind::Date
        | Kind::CivilNumber
        | Kind::Iban
        | Kind::Phone
        | Kind::Email
        | Kind::ManyOf(_) => None,
    }
}

fn quoted<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", ")
}

/// The facts as item definitions and input data, one for each group, and one for the papers.
pub(super) fn facts(data: &Data) -> (Vec<ItemDefinition>, Vec<InputData>) {
    let concepts = &data.concepts;
    let groups = concepts.groups().iter().map(|group| {
        let components: Vec<ItemDefinition> = concepts.of_group(&group.id).map(component).collect();
        (group.id.as_str(), group.many.is_some(), components)
    });
    let papers = data.evidence.iter().map(|kind| ItemDefinition {
        name: kind.id.clone(),
        type_ref: Some("boolean".to_owned()),
        ..ItemDefinition::default()
    });
    let papers = std::iter::once((EVIDENCE, false, papers.collect()));
    let (mut definitions, mut inputs) = (Vec::new(), Vec::new());
    for (id, is_collection, components) in groups.chain(papers) {
        if components.is_empty() {
            continue;
        }
        let name = format!("type_{id}");
        definitions.push(ItemDefinition {
            name: name.clone(),
            is_collection,
            components,
            ..ItemDefinition::default()
        });
        inputs.push(InputData {
            id: id.to_owned(),
            name: id.to_owned(),
            type_ref: Some(name),
            position: None,
        });
    }
    (definitions, inputs)
}

fn component(concept: &Concept) -> ItemDefinition {
    let (reference, is_collection) = match &concept.kind {
        Kind::Number { .. } | Kind::Money { .. } => ("number", false),
        Kind::Date => ("date", false),
        Kind::Boolean => ("boolean", false),
        Kind::ManyOf(_) => ("string", true),
        Kind::Text { .. }
        | Kind::CivilNumber
        | Kind::Country
        | Kind::Iban
        | Kind::Phone
        | Kind::Email
        | Kind::OneOf(_) => ("string", false),
    };
    let allowed = match &concept.kind {
        Kind::OneOf(choices) | Kind::ManyOf(choices) => {
            Some(quoted(choices.iter().map(|one| one.id.as_str())))
        }
        _ => None,
    };
    ItemDefinition {
        name: concept.leaf().to_owned(),
        type_ref: Some(reference.to_owned()),
        is_collection,
        allowed_values: allowed.map(Text::from),
        ..ItemDefinition::default()
    }
}
