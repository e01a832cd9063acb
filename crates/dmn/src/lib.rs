//! Decision models: read, check, evaluate and explain.

pub mod limits;
pub mod model;
mod problem;
mod read;
mod write;

pub use model::{
    Aggregation, Binding, BusinessKnowledgeModel, ContextEntry, Decision, DecisionService, DecisionTable,
    Expression, ExpressionKind, FunctionDefinition, FunctionItem, FunctionKind, HitPolicy, Import, Input,
    InputData, ItemDefinition, Iteration, Model, Output, Parameter, Position, Reference, Requirements, Rule,
    Text,
};
pub use problem::{Problem, ProblemKind, Severity};
pub use read::{FEEL_NAMESPACES, MODEL_NAMESPACES, Read, read};
pub use write::write;
