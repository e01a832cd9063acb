//! A compiled model: elements with resolved needs and parsed logic.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_feel::{Expression, Type, UnaryTests, Value};

use super::types::Ty;
use crate::model::{HitPolicy, Iteration};
use crate::prepared::Index;

/// All elements of a model and of what it imports.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) nodes: Vec<Node>,
    pub(crate) by_id: BTreeMap<String, usize>,
    pub(crate) by_name: BTreeMap<String, usize>,
}

/// One element.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Names of the imports on the way from the model itself to this element's model.
    pub(crate) imported: Vec<String>,
    /// Names of the elements that its expressions may use.
    pub(crate) needs: Vec<Need>,
    /// Type of its value; of its result, for functions.
    pub(crate) ty: Arc<Ty>,
    /// What other expressions see.
    pub(crate) seen: Type,
    pub(crate) kind: Kind,
}

/// An element that another one needs, and the name under which it appears there.
#[derive(Debug, Clone)]
pub(crate) struct Need {
    /// Names of the imports on the way to it; none for an element of the same model.
    pub(crate) import: Vec<String>,
    pub(crate) name: String,
    pub(crate) node: usize,
}

/// What an element is.
#[derive(Debug)]
pub(crate) enum Kind {
    Input,
    Decision { logic: Logic, paths: Vec<Vec<String>> },
    Knowledge(Arc<FunctionLogic>),
    Service(ServiceLogic),
}

/// Parameters and results of a decision service.
#[derive(Debug)]
pub(crate) struct ServiceLogic {
    /// Input data, then input decisions: the order of the parameters.
    pub(crate) parameters: Vec<usize>,
    pub(crate) outputs: Vec<usize>,
}

/// A function written in a box.
#[derive(Debug)]
pub(crate) struct FunctionLogic {
    pub(crate) parameters: Vec<(String, Arc<Ty>)>,
    pub(crate) result: Arc<Ty>,
    pub(crate) body: Logic,
}

/// Parsed logic.
#[derive(Debug)]
pub(crate) enum Logic {
    /// Nothing that could be executed; its problem was reported.
    Broken,
    Literal(Expression),
    Table(Box<TableLogic>),
    Context(Vec<(Option<String>, Logic)>),
    Invocation {
        function: Box<Logic>,
        bindings: Vec<(String, Logic)>,
    },
    Function(Arc<FunctionLogic>),
    List(Vec<Logic>),
    Relation {
        columns: Vec<String>,
        rows: Vec<Vec<Logic>>,
    },
    Conditional {
        condition: Box<Logic>,
        then: Box<Logic>,
        otherwise: Box<Logic>,
    },
    Filter {
        list: Box<Logic>,
        condition: Box<Logic>,
    },
    Iterator {
        iteration: Iteration,
        variable: String,
        list: Box<Logic>,
        body: Box<Logic>,
    },
    /// A value that is coerced to a type.
    Typed(Arc<Ty>, Box<Logic>),
}

/// A parsed decision table.
#[derive(Debug)]
pub(crate) struct TableLogic {
    pub(crate) policy: HitPolicy,
    pub(crate) inputs: Vec<InputLogic>,
    pub(crate) outputs: Vec<OutputLogic>,
    pub(crate) rules: Vec<RuleLogic>,
    /// Types of the input columns.
    pub(crate) types: Vec<Type>,
    /// Whether it is proven that some rule matches whatever the inputs are.
    pub(crate) is_complete: bool,
    /// Finds the rules that match.
    pub(crate) index: Option<Index>,
}

#[derive(Debug)]
pub(crate) struct InputLogic {
    pub(crate) expression: Option<Expression>,
    pub(crate) ty: Arc<Ty>,
    pub(crate) domain: Option<UnaryTests>,
}

#[derive(Debug)]
pub(crate) struct OutputLogic {
    pub(crate) name: Option<String>,
    pub(crate) ty: Arc<Ty>,
    /// Values in falling priority.
    pub(crate) priorities: Vec<Value>,
    pub(crate) default: Option<Expression>,
}

#[derive(Debug)]
pub(crate) struct RuleLogic {
    /// None: every value passes. A cell that could not be read never matches.
    pub(crate) tests: Vec<Option<Test>>,
    pub(crate) outputs: Vec<Option<Expression>>,
    pub(crate) annotations: Vec<(String, String)>,
}

#[derive(Debug)]
pub(crate) enum Test {
    Cell(UnaryTests),
    Broken,
}
