//! Builds a model by code: what was written literately becomes the same model as one read from XML.

use std::collections::{BTreeMap, BTreeSet};

use afaq_feel::{Scope, Type};

use crate::compile::names_used;
use crate::model::{
    BusinessKnowledgeModel, Decision, Expression, FunctionDefinition, InputData, ItemDefinition, Model,
    Parameter, Position, Reference,
};

/// A model in the making.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    model: Model,
    seen: BTreeMap<String, Type>,
}

impl Model {
    /// Begins a model with this name.
    #[must_use]
    pub fn builder(name: &str) -> Builder {
        let namespace = format!("urn:model:{}", name.split_whitespace().collect::<Vec<_>>().join("-"));
        Builder {
            model: Model { name: name.to_owned(), namespace, ..Model::default() },
            seen: BTreeMap::new(),
        }
    }
}

impl Builder {
    /// Sets the namespace.
    #[must_use]
    pub fn namespace(mut self, namespace: &str) -> Self {
        namespace.clone_into(&mut self.model.namespace);
        self
    }

    /// Adds a type with a name.
    #[must_use]
    pub fn item_definition(mut self, item: ItemDefinition) -> Self {
        self.model.item_definitions.push(item);
        self
    }

    /// Adds a fact that comes from outside; its type is defined in the model where it has no name of its own.
    #[must_use]
    pub fn input(mut self, name: &str, ty: &Type) -> Self {
        let type_ref = self.define(name, ty);
        self.seen.insert(name.to_owned(), ty.clone());
        let input = InputData { id: name.to_owned(), name: name.to_owned(), type_ref, position: None };
        self.model.input_data.push(input);
        self
    }

    /// Adds a decision; what it requires is found in its expressions.
    #[must_use]
    pub fn decision(self, name: &str, ty: Option<&Type>, expression: Expression) -> Self {
        self.decision_at(name, ty, expression, None)
    }

    /// Adds a decision with its place in the source.
    #[must_use]
    pub fn decision_at(
        mut self,
        name: &str,
        ty: Option<&Type>,
        expression: Expression,
        position: Option<Position>,
    ) -> Self {
        let type_ref = ty.and_then(|ty| self.define(name, ty));
        self.seen.insert(name.to_owned(), ty.cloned().unwrap_or(Type::Any));
        self.model.decisions.push(Decision {
            id: name.to_owned(),
            name: name.to_owned(),
            type_ref,
            expression: Some(expression),
            position,
            ..Decision::default()
        });
        self
    }

    /// Adds a function that decisions share.
    #[must_use]
    pub fn knowledge_model(mut self, name: &str, parameters: &[(&str, Type)], body: Expression) -> Self {
        let parameters = parameters.iter().map(|(parameter, ty)| Parameter {
            name: (*parameter).to_owned(),
            type_ref: self.define(&format!("{name} {parameter}"), ty),
        });
        let parameters: Vec<Parameter> = parameters.collect();
        let params = vec![Type::Any; parameters.len()];
        self.seen.insert(name.to_owned(), Type::Function { params, result: Box::new(Type::Any) });
        let function = FunctionDefinition { parameters, body: Some(body), ..FunctionDefinition::default() };
        self.model.knowledge_models.push(BusinessKnowledgeModel {
            id: name.to_owned(),
            name: name.to_owned(),
            function: Some(function),
            ..BusinessKnowledgeModel::default()
        });
        self
    }

    /// The model, with the requirements of every decision and function.
    #[must_use]
    pub fn build(self) -> Model {
        let Self { mut model, seen } = self;
        let inputs: BTreeSet<String> = model.input_data.iter().map(|input| input.name.clone()).collect();
        let decisions: BTreeSet<String> =
            model.decisions.iter().map(|decision| decision.name.clone()).collect();
        let functions: BTreeSet<String> =
            model.knowledge_models.iter().map(|each| each.name.clone()).collect();
        let pick = |used: &BTreeSet<String>, from: &BTreeSet<String>| -> Vec<Reference> {
            used.intersection(from).map(Reference::local).collect()
        };
        let used: Vec<BTreeSet<String>> = model
            .decisions
            .iter()
            .map(|decision| {
                decision.expression.as_ref().map_or(BTreeSet::new(), |each| used_by(&model, each, &seen))
            })
            .collect();
        let used_by_functions: Vec<BTreeSet<String>> = model
            .knowledge_models
            .iter()
            .map(|each| {
                let Some(function) = &each.function else { return BTreeSet::new() };
                let mut inner = seen.clone();
                inner.extend(function.parameters.iter().map(|parameter| (parameter.name.clone(), Type::Any)));
                let mut used =
                    function.body.as_ref().map_or(BTreeSet::new(), |body| used_by(&model, body, &inner));
                function.parameters.iter().for_each(|parameter| {
                    used.remove(&parameter.name);
                });
                used
            })
            .collect();
        for (decision, used) in model.decisions.iter_mut().zip(&used) {
            decision.requirements.inputs = pick(used, &inputs);
            decision.requirements.decisions = pick(used, &decisions);
            decision.requirements.knowledge = pick(used, &functions);
        }
        for (knowledge, used) in model.knowledge_models.iter_mut().zip(&used_by_functions) {
            knowledge.requirements.knowledge = pick(used, &functions);
        }
        model
    }

    /// The name of a type; one without a name is defined as `tNAME`.
    fn define(&mut self, name: &str, ty: &Type) -> Option<String> {
        if *ty == Type::Any {
            return None;
        }
        if let Some(simple) = simple_name(ty) {
            return Some(simple.to_owned());
        }
        let mut type_name = format!("t{name}");
        while self.model.item_definitions.iter().any(|item| item.name == type_name) {
            type_name.push('_');
        }
        let item = item_of(&type_name, ty);
        self.model.item_definitions.push(item);
        Some(type_name)
    }
}

/// The names that an expression uses. Only names that stand somewhere in its texts are looked at, since a scope
/// with all names of a large model would have to be gone through for every cell.
fn used_by(model: &Model, expression: &Expression, seen: &BTreeMap<String, Type>) -> BTreeSet<String> {
    let mut texts = String::new();
    expression.each_text(&mut |text| {
        texts.extend(text.value.split_whitespace().flat_map(|word| [word, " "]));
    });
    let mut scope = Scope::new();
    for (name, ty) in seen {
        // A name with signs may be written with other spaces, so its first word decides.
        if name
            .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
            .next()
            .is_none_or(|word| texts.contains(word))
        {
            scope.add(name, ty.clone());
        }
    }
    names_used(model, expression, &scope)
}

fn simple_name(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Any => "Any",
        Type::Boolean => "boolean",
        Type::Number => "number",
        Type::String => "string",
        Type::Date => "date",
        Type::Time => "time",
        Type::DateTime => "date and time",
        Type::DaysTime => "days and time duration",
        Type::YearsMonths => "years and months duration",
        _ => return None,
    })
}

/// A type as an item definition or component.
fn item_of(name: &str, ty: &Type) -> ItemDefinition {
    let mut item = ItemDefinition { name: name.to_owned(), ..ItemDefinition::default() };
    match ty {
        Type::List(inner) => {
            item = item_of(name, inner);
            if item.is_collection {
                // A list of lists needs a type between: the inner one is left open.
                item = ItemDefinition {
                    name: name.to_owned(),
                    type_ref: Some("Any".to_owned()),
                    ..ItemDefinition::default()
                };
            }
            item.is_collection = true;
        }
        Type::Context(members) => {
            item.components = members.iter().map(|(member, ty)| item_of(member, ty)).collect();
            if members.is_empty() {
                item.type_ref = Some("context".to_owned());
            }
        }
        Type::OneOf(names) => {
            item.type_ref = Some("string".to_owned());
            let quoted: Vec<String> =
                names.iter().map(|name| afaq_feel::Value::from(name.as_str()).to_string()).collect();
            item.allowed_values = Some(quoted.join(", ").into());
        }
        simple => item.type_ref = Some(simple_name(simple).unwrap_or("Any").to_owned()),
    }
    item
}
