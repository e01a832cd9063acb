//! Writes a model as XML: as it was read where nobody touched it, and else as DMN 1.5 that any editor opens.

mod boxed;
mod out;
mod patch;

use crate::model::{
    BusinessKnowledgeModel, Decision, DecisionService, Import, InputData, ItemDefinition, Model, Reference,
    Requirements,
};
use crate::read::{FEEL_NAMESPACES, MODEL_NAMESPACES};
use out::Out;

/// Writes a model as XML.
///
/// A model that was read keeps its text: what is unchanged is written byte for byte, with diagrams, extensions,
/// comments and layout; a changed cell or expression changes its own text alone; other changed elements are written
/// anew in their place, with the extensions they had. A model that was built is written as DMN 1.5.
#[must_use]
pub fn write(model: &Model) -> String {
    model.kept.0.as_ref().and_then(|original| patch::patched(original, model)).unwrap_or_else(|| fresh(model))
}

fn fresh(model: &Model) -> String {
    let mut out = Out::new();
    let [.., model_namespace] = MODEL_NAMESPACES;
    let [.., feel_namespace] = FEEL_NAMESPACES;
    let id = model.id.clone().unwrap_or_else(|| "definitions".to_owned());
    let attributes = [
        ("xmlns", Some(model_namespace)),
        ("id", Some(id.as_str())),
        ("name", Some(model.name.as_str())),
        ("namespace", Some(model.namespace.as_str())),
        ("expressionLanguage", Some(feel_namespace)),
    ];
    out.open("definitions", &attributes);
    for each in &model.imports {
        import(&mut out, each);
    }
    for item in &model.item_definitions {
        item_definition(&mut out, "itemDefinition", item);
    }
    for input in &model.input_data {
        input_data(&mut out, input);
    }
    for knowledge in &model.knowledge_models {
        knowledge_model(&mut out, knowledge);
    }
    for each in &model.decisions {
        decision(&mut out, each);
    }
    for each in &model.services {
        service(&mut out, each);
    }
    out.close("definitions");
    out.finish()
}

fn import(out: &mut Out, import: &Import) {
    let attributes = [
        ("name", Some(import.name.as_str())),
        ("namespace", Some(import.namespace.as_str())),
        ("importType", Some(import.import_type.as_str())),
    ];
    out.empty("import", &attributes);
}

fn item_definition(out: &mut Out, tag: &'static str, item: &ItemDefinition) {
    let collection = item.is_collection.then_some("true");
    out.open(tag, &[("name", Some(item.name.as_str())), ("isCollection", collection)]);
    if let Some(type_ref) =
        item.type_ref.as_ref().filter(|_| item.components.is_empty() && item.function.is_none())
    {
        out.leaf("typeRef", type_ref);
    }
    if let Some(values) = &item.allowed_values {
        out.text_in("allowedValues", values);
    }
    if let Some(values) = &item.type_constraint {
        out.text_in("typeConstraint", values);
    }
    for component in &item.components {
        item_definition(out, "itemComponent", component);
    }
    if let Some(function) = &item.function {
        out.open("functionItem", &[("outputTypeRef", function.output_type_ref.as_deref())]);
        for parameter in &function.parameters {
            let attributes =
                [("name", Some(parameter.name.as_str())), ("typeRef", parameter.type_ref.as_deref())];
            out.empty("parameters", &attributes);
        }
        out.close("functionItem");
    }
    out.close(tag);
}

fn input_data(out: &mut Out, input: &InputData) {
    out.open("inputData", &[("id", Some(input.id.as_str())), ("name", Some(input.name.as_str()))]);
    variable(out, &input.name, input.type_ref.as_deref());
    out.close("inputData");
}

fn variable(out: &mut Out, name: &str, type_ref: Option<&str>) {
    out.empty("variable", &[("name", Some(name)), ("typeRef", type_ref)]);
}

fn decision(out: &mut Out, decision: &Decision) {
    out.open("decision", &[("id", Some(decision.id.as_str())), ("name", Some(decision.name.as_str()))]);
    optional(out, "description", decision.description.as_deref());
    optional(out, "question", decision.question.as_deref());
    optional(out, "allowedAnswers", decision.allowed_answers.as_deref());
    variable(out, &decision.name, decision.type_ref.as_deref());
    requirements(out, &decision.requirements);
    if let Some(expression) = &decision.expression {
        boxed::expression(out, expression);
    }
    out.close("decision");
}

fn knowledge_model(out: &mut Out, knowledge: &BusinessKnowledgeModel) {
    let attributes = [("id", Some(knowledge.id.as_str())), ("name", Some(knowledge.name.as_str()))];
    out.open("businessKnowledgeModel", &attributes);
    optional(out, "description", knowledge.description.as_deref());
    variable(out, &knowledge.name, knowledge.type_ref.as_deref());
    if let Some(function) = &knowledge.function {
        boxed::function(out, "encapsulatedLogic", function);
    }
    requirements(out, &knowledge.requirements);
    out.close("businessKnowledgeModel");
}

fn service(out: &mut Out, service: &DecisionService) {
    out.open("decisionService", &[("id", Some(service.id.as_str())), ("name", Some(service.name.as_str()))]);
    optional(out, "description", service.description.as_deref());
    variable(out, &service.name, service.type_ref.as_deref());
    links(out, "outputDecision", &service.output_decisions);
    links(out, "encapsulatedDecision", &service.encapsulated_decisions);
    links(out, "inputDecision", &service.input_decisions);
    links(out, "inputData", &service.input_data);
    out.close("decisionService");
}

fn requirements(out: &mut Out, requirements: &Requirements) {
    let groups = [
        ("informationRequirement", "requiredInput", &requirements.inputs),
        ("informationRequirement", "requiredDecision", &requirements.decisions),
        ("knowledgeRequirement", "requiredKnowledge", &requirements.knowledge),
    ];
    for (outer, inner, references) in groups {
        for reference in references {
            out.open(outer, &[]);
            links(out, inner, std::slice::from_ref(reference));
            out.close(outer);
        }
    }
}

fn links(out: &mut Out, tag: &'static str, references: &[Reference]) {
    for reference in references {
        let href = format!("{}#{}", reference.namespace.as_deref().unwrap_or(""), reference.id);
        out.empty(tag, &[("href", Some(href.as_str()))]);
    }
}

fn optional(out: &mut Out, tag: &'static str, text: Option<&str>) {
    if let Some(text) = text {
        out.leaf(tag, text);
    }
}
