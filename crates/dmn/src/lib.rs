//! Decision models: read, check, evaluate and explain.

mod analyze;
mod builder;
mod cases;
mod comparison;
mod compile;
mod evaluate;
mod explanation;
mod explore;
mod facts;
pub mod limits;
pub mod model;
mod mutants;
mod prepared;
mod problem;
mod read;
#[cfg(test)]
mod tests;
mod uses;
mod versions;
mod write;

pub use analyze::{Finding, FindingKind, NotDecided, Witness, analyze};
pub use builder::Builder;
pub use cases::{Case, Cases, Goal, Missed};
pub use comparison::{Comparison, Difference, Population, Transition, Verdict};
pub use compile::Compiled;
pub use evaluate::{DecisionTrace, EvalError, Evaluation, FiredRule, InputUsed};
pub use explanation::{
    Change, ChangedFact, Condition, DecisionExplained, Explanation, OpenFact, Outcome, PlainWords,
    RuleExplained, Said, Sentence, SentenceKind, Wanted, Words,
};
pub use model::{
    Aggregation, Binding, BusinessKnowledgeModel, ContextEntry, Decision, DecisionService, DecisionTable,
    Expression, ExpressionKind, FunctionDefinition, FunctionItem, FunctionKind, HitPolicy, Import, Input,
    InputData, ItemDefinition, Iteration, Kept, Model, Output, Parameter, Position, Reference, Requirements,
    Rule, Text,
};
pub use mutants::{Mutant, mutants};
pub use prepared::{Answer, Answers, Fired, Prepared, Sweep, TableOutcome};
pub use problem::{Problem, ProblemKind, Severity};
pub use read::{FEEL_NAMESPACES, MODEL_NAMESPACES, Read, read};
pub use versions::{Choice, Version, VersionError, Versions};
pub use write::write;
