//! A decision model as its author wrote it: elements, requirements and expressions, with positions.

mod expression;
mod kept;
mod table;
mod text;

pub use expression::{
    Binding, ContextEntry, Expression, ExpressionKind, FunctionDefinition, FunctionKind, Iteration, Parameter,
};
pub use kept::Kept;
pub(crate) use kept::{List, Original, Part};
pub use table::{Aggregation, DecisionTable, HitPolicy, Input, Output, Rule};
pub use text::{Position, Text};

/// A decision model (DMN 1.5, clause 6.3.2 `Definitions`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// Name of the model.
    pub name: String,
    /// Namespace that other models import.
    pub namespace: String,
    /// Identifier of the model, if it has one.
    pub id: Option<String>,
    /// Other models that this one uses.
    pub imports: Vec<Import>,
    /// Types that the model defines.
    pub item_definitions: Vec<ItemDefinition>,
    /// Facts that come from outside.
    pub input_data: Vec<InputData>,
    /// Decisions, in the order of the source.
    pub decisions: Vec<Decision>,
    /// Functions that decisions share.
    pub knowledge_models: Vec<BusinessKnowledgeModel>,
    /// Groups of decisions that can be invoked as one.
    pub services: Vec<DecisionService>,
    /// The text it was read from.
    pub kept: Kept,
}

/// Another model that this one uses under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Name under which its elements are found; empty: they stand beside our own.
    pub name: String,
    /// Namespace of the imported model.
    pub namespace: String,
    /// Kind of the import (a namespace of DMN for models).
    pub import_type: String,
    /// Where it stands.
    pub position: Option<Position>,
}

/// A type with a name (DMN 1.5, clause 7.3.2).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemDefinition {
    /// Name of the type or of the component.
    pub name: String,
    /// Type that this one is based on.
    pub type_ref: Option<String>,
    /// Whether a value is a list of the type.
    pub is_collection: bool,
    /// Unary tests that an item must pass.
    pub allowed_values: Option<Text>,
    /// Unary tests that the whole value must pass (DMN 1.5).
    pub type_constraint: Option<Text>,
    /// Components of a context type.
    pub components: Vec<ItemDefinition>,
    /// Set for a function type: the types of its parameters by name, and of its result.
    pub function: Option<FunctionItem>,
    /// Where it stands.
    pub position: Option<Position>,
}

/// The signature of a function type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FunctionItem {
    /// Name and type of each parameter.
    pub parameters: Vec<Parameter>,
    /// Type of the result.
    pub output_type_ref: Option<String>,
}

/// A fact that comes from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputData {
    /// Identifier within the model.
    pub id: String,
    /// Name in expressions.
    pub name: String,
    /// Its type.
    pub type_ref: Option<String>,
    /// Where it stands.
    pub position: Option<Position>,
}

/// What an element needs before it can be evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirements {
    /// Required input data.
    pub inputs: Vec<Reference>,
    /// Required decisions.
    pub decisions: Vec<Reference>,
    /// Required knowledge models and decision services.
    pub knowledge: Vec<Reference>,
}

/// A link to another element: its identifier, or `namespace#identifier` for one of another model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Namespace of the other model; none: this model.
    pub namespace: Option<String>,
    /// Identifier of the element.
    pub id: String,
    /// Where it stands.
    pub position: Option<Position>,
}

/// A decision: its logic and what it needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// Identifier within the model.
    pub id: String,
    /// Name, also of the variable that carries the result.
    pub name: String,
    /// What it is about, in words.
    pub description: Option<String>,
    /// The question that it answers.
    pub question: Option<String>,
    /// The answers it may give, in words.
    pub allowed_answers: Option<String>,
    /// Type of the result.
    pub type_ref: Option<String>,
    /// What it needs.
    pub requirements: Requirements,
    /// Its logic.
    pub expression: Option<Expression>,
    /// Where it stands.
    pub position: Option<Position>,
}

/// A function that decisions share (DMN 1.5, clause 6.3.9).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BusinessKnowledgeModel {
    /// Identifier within the model.
    pub id: String,
    /// Name in expressions.
    pub name: String,
    /// What it is about, in words.
    pub description: Option<String>,
    /// Type of the function or of its result, as models in the field write either.
    pub type_ref: Option<String>,
    /// What it needs (knowledge only).
    pub requirements: Requirements,
    /// Its logic.
    pub function: Option<FunctionDefinition>,
    /// Where it stands.
    pub position: Option<Position>,
}

/// Decisions that are invoked as one function (DMN 1.5, clause 6.3.10).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionService {
    /// Identifier within the model.
    pub id: String,
    /// Name in expressions.
    pub name: String,
    /// What it is about, in words.
    pub description: Option<String>,
    /// Type of the function or of its result.
    pub type_ref: Option<String>,
    /// Decisions whose results it gives.
    pub output_decisions: Vec<Reference>,
    /// Decisions that it evaluates on the way.
    pub encapsulated_decisions: Vec<Reference>,
    /// Decisions whose results are parameters.
    pub input_decisions: Vec<Reference>,
    /// Input data that are parameters.
    pub input_data: Vec<Reference>,
    /// Where it stands.
    pub position: Option<Position>,
}

impl Reference {
    /// A link to an element of the same model.
    #[must_use]
    pub fn local(id: impl Into<String>) -> Self {
        Self { namespace: None, id: id.into(), position: None }
    }
}

impl Model {
    /// Finds a decision by its identifier or, failing that, by its name.
    #[must_use]
    pub fn find_decision(&self, id_or_name: &str) -> Option<&Decision> {
        self.decisions
            .iter()
            .find(|decision| decision.id == id_or_name)
            .or_else(|| self.decisions.iter().find(|decision| decision.name == id_or_name))
    }
}
