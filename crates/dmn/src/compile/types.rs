//! Types of a model, resolved: what FEEL checks at compile time, and what values are coerced to when they arrive.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_feel::{Region, Scope, Type, UnaryTests, Value, parse_unary_tests};

use crate::model::{ItemDefinition, Model, Text};
use crate::problem::{Problem, ProblemKind};

/// A resolved type.
#[derive(Debug)]
pub(crate) struct Ty {
    /// What FEEL's checker sees.
    pub(crate) feel: Type,
    /// What values must look like.
    pub(crate) shape: Shape,
    /// Tests for each item.
    pub(crate) allowed: Option<UnaryTests>,
    /// Tests for the value as a whole.
    pub(crate) constraint: Option<UnaryTests>,
    /// Tests of the types that this one is based on and restricts further.
    pub(crate) inherited: Vec<UnaryTests>,
}

/// What values of a type must look like.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Anything.
    Any,
    /// A simple value of the FEEL type.
    Simple,
    /// A list of items.
    List(Arc<Ty>),
    /// A context with these components.
    Context(Vec<(String, Arc<Ty>)>),
    /// A function.
    Function,
}

impl Ty {
    /// The type of anything.
    pub(crate) fn any() -> Arc<Self> {
        Self::simple(Type::Any)
    }

    fn simple(feel: Type) -> Arc<Self> {
        let shape = match &feel {
            Type::Any => Shape::Any,
            Type::Function { .. } => Shape::Function,
            _ => Shape::Simple,
        };
        Arc::new(Self { feel, shape, allowed: None, constraint: None, inherited: Vec::new() })
    }

    fn list(item: Arc<Self>) -> Self {
        Self {
            feel: Type::List(Box::new(item.feel.clone())),
            shape: Shape::List(item),
            allowed: None,
            constraint: None,
            inherited: Vec::new(),
        }
    }

    /// Whether every value passes without a look.
    pub(crate) fn is_any(&self) -> bool {
        matches!(self.shape, Shape::Any)
            && self.allowed.is_none()
            && self.constraint.is_none()
            && self.inherited.is_empty()
    }
}

/// Looks types up by name, each once.
pub(crate) struct Types<'m> {
    models: &'m [&'m Model],
    known: BTreeMap<(usize, String), Arc<Ty>>,
    open: Vec<(usize, String)>,
    pub(crate) problems: Vec<(usize, Problem)>,
}

impl<'m> Types<'m> {
    pub(crate) fn new(models: &'m [&'m Model]) -> Self {
        Self { models, known: BTreeMap::new(), open: Vec::new(), problems: Vec::new() }
    }

    /// All types that expressions of a model may name in `instance of`, as FEEL sees them: without their constraints.
    pub(crate) fn named_types(&mut self, model: usize) -> Vec<(String, Type)> {
        let models = self.models;
        let Some(own) = models.get(model) else { return Vec::new() };
        let mut names: Vec<String> = own.item_definitions.iter().map(|item| item.name.clone()).collect();
        for import in &own.imports {
            let Some(other) = models.iter().find(|other| other.namespace == import.namespace) else {
                continue;
            };
            let dot = if import.name.is_empty() { "" } else { "." };
            names.extend(
                other.item_definitions.iter().map(|item| format!("{}{dot}{}", import.name, item.name)),
            );
        }
        let found = names.into_iter().filter_map(|name| {
            let ty = unconstrained(&self.find(model, &name)?.feel);
            Some((name, ty))
        });
        found.collect()
    }

    /// The type that `reference` names in the model with this index; an unknown one is reported and then anything.
    pub(crate) fn get(&mut self, model: usize, reference: Option<&str>, owner: &str) -> Arc<Ty> {
        let Some(name) = reference else { return Ty::any() };
        match self.find(model, name) {
            Some(found) => found,
            None => {
                let kind = ProblemKind::UnknownType { name: name.to_owned() };
                self.problems.push((model, Problem::error(kind).of(owner)));
                Ty::any()
            }
        }
    }

    fn find(&mut self, model: usize, name: &str) -> Option<Arc<Ty>> {
        let models = self.models;
        if let Some(item) = models.get(model)?.item_definitions.iter().find(|item| item.name == name) {
            return Some(self.named(model, item));
        }
        if let Some(simple) = builtin(name) {
            return Some(Ty::simple(simple));
        }
        for import in &models.get(model)?.imports {
            let local = if import.name.is_empty() {
                Some(name)
            } else {
                name.strip_prefix(import.name.as_str()).and_then(|rest| rest.strip_prefix('.'))
            };
            let target = models.iter().position(|other| other.namespace == import.namespace);
            let (Some(local), Some(target)) = (local, target) else { continue };
            if let Some(item) = models[target].item_definitions.iter().find(|item| item.name == local) {
                return Some(self.named(target, item));
            }
            // A type of a model that the imported one imports; each step makes the name shorter.
            if local.len() < name.len()
                && builtin(local).is_none()
                && let Some(found) = self.find(target, local)
            {
                return Some(found);
            }
        }
        None
    }

    fn named(&mut self, model: usize, item: &'m ItemDefinition) -> Arc<Ty> {
        let key = (model, item.name.clone());
        if let Some(known) = self.known.get(&key) {
            return Arc::clone(known);
        }
        if self.open.contains(&key) {
            return Ty::any();
        }
        self.open.push(key.clone());
        let found = self.resolve(model, item, &item.name);
        self.open.pop();
        self.known.insert(key, Arc::clone(&found));
        found
    }

    fn resolve(&mut self, model: usize, item: &'m ItemDefinition, owner: &str) -> Arc<Ty> {
        let mut ty = if let Some(function) = &item.function {
            let params = function.parameters.iter();
            let params =
                params.map(|each| self.get(model, each.type_ref.as_deref(), owner).feel.clone()).collect();
            let result = self.get(model, function.output_type_ref.as_deref(), owner).feel.clone();
            let feel = Type::Function { params, result: Box::new(result) };
            Ty { feel, shape: Shape::Function, allowed: None, constraint: None, inherited: Vec::new() }
        } else if item.components.is_empty() {
            let own = item.type_ref.as_deref() == Some(item.name.as_str()) && builtin(&item.name).is_none();
            if own {
                let kind = ProblemKind::CyclicType { name: item.name.clone() };
                self.problems.push((model, Problem::error(kind).of(owner).at(item.position)));
            }
            self.base(model, item, owner)
        } else {
            let components: Vec<_> = item
                .components
                .iter()
                .map(|component| (component.name.clone(), self.resolve(model, component, owner)))
                .collect();
            let members = components.iter().map(|(name, ty)| (name.clone(), ty.feel.clone())).collect();
            Ty {
                feel: Type::Context(members),
                shape: Shape::Context(components),
                allowed: None,
                constraint: None,
                inherited: Vec::new(),
            }
        };
        if let Some(own) = self.tests(model, item.allowed_values.as_ref(), &ty.feel, owner) {
            ty.inherited.extend(ty.allowed.replace(own));
        }
        if let Some(names) = ty.allowed.as_ref().and_then(names_of)
            && ty.feel == Type::String
        {
            ty.feel = Type::OneOf(names);
        }
        if item.is_collection {
            ty = Ty::list(Arc::new(ty));
        }
        if let Some(own) = self.tests(model, item.type_constraint.as_ref(), &ty.feel, owner) {
            ty.inherited.extend(ty.constraint.replace(own));
        }
        Arc::new(ty)
    }

    /// The type on which an item definition without components is based.
    fn base(&mut self, model: usize, item: &'m ItemDefinition, owner: &str) -> Ty {
        let base = match item.type_ref.as_deref() {
            Some(name) if name == item.name => builtin(name).map_or_else(Ty::any, Ty::simple),
            reference => self.get(model, reference, owner),
        };
        let shape = match &base.shape {
            Shape::Any => Shape::Any,
            Shape::Simple => Shape::Simple,
            Shape::Function => Shape::Function,
            Shape::List(item) => Shape::List(Arc::clone(item)),
            Shape::Context(components) => Shape::Context(components.clone()),
        };
        let constraint = base.constraint.clone();
        let inherited = base.inherited.clone();
        Ty { feel: base.feel.clone(), shape, allowed: base.allowed.clone(), constraint, inherited }
    }

    fn tests(&mut self, model: usize, text: Option<&Text>, feel: &Type, owner: &str) -> Option<UnaryTests> {
        let text = text.filter(|text| !text.is_blank())?;
        match parse_unary_tests(&text.value, &Scope::new(), feel) {
            Ok(tests) => Some(tests),
            Err(problems) => {
                for problem in problems {
                    let place = text.place(problem.start);
                    self.problems
                        .push((model, Problem::error(ProblemKind::Feel(problem)).of(owner).at(place)));
                }
                None
            }
        }
    }
}

/// A type whose texts are not a closed set.
fn unconstrained(ty: &Type) -> Type {
    match ty {
        Type::OneOf(_) => Type::String,
        Type::List(item) => Type::List(Box::new(unconstrained(item))),
        Type::Context(members) => {
            Type::Context(members.iter().map(|(name, ty)| (name.clone(), unconstrained(ty))).collect())
        }
        other => other.clone(),
    }
}

/// The texts, if the tests are nothing but a list of texts.
pub(crate) fn names_of(tests: &UnaryTests) -> Option<Vec<String>> {
    let Region::Values { negated: false, values } = tests.as_region()? else { return None };
    values
        .iter()
        .map(|value| match value {
            Value::String(text) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

/// The types that FEEL knows by name; DMN 1.1 wrote some of them differently.
pub(crate) fn builtin(name: &str) -> Option<Type> {
    Some(match name {
        "Any" | "any" => Type::Any,
        "Null" => Type::Null,
        "boolean" => Type::Boolean,
        "number" => Type::Number,
        "string" => Type::String,
        "date" => Type::Date,
        "time" => Type::Time,
        "date and time" | "dateTime" => Type::DateTime,
        "days and time duration" | "dayTimeDuration" => Type::DaysTime,
        "years and months duration" | "yearMonthDuration" => Type::YearsMonths,
        "list" => Type::List(Box::new(Type::Any)),
        "context" => Type::Context(BTreeMap::new()),
        "range" => Type::Range(Box::new(Type::Any)),
        _ => return None,
    })
}
