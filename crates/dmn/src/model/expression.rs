//! Boxed expressions: the shapes in which DMN writes logic.

use super::{DecisionTable, Position, Text};

/// A boxed expression (DMN 1.5, clause 7.3 and 10.2).
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Type that the author gave to its value.
    pub type_ref: Option<String>,
    /// Where it stands.
    pub position: Option<Position>,
    /// What it is.
    pub kind: ExpressionKind,
}

/// The kinds of boxed expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// One FEEL expression.
    Literal(Text),
    /// A decision table.
    DecisionTable(Box<DecisionTable>),
    /// Named entries one after the other; the last one without a name is the result.
    Context(Vec<ContextEntry>),
    /// A function applied to named arguments.
    Invocation {
        /// What is invoked.
        function: Box<Expression>,
        /// The arguments.
        bindings: Vec<Binding>,
    },
    /// A function as a value.
    Function(Box<FunctionDefinition>),
    /// A list of expressions.
    List(Vec<Expression>),
    /// A list of contexts, written as a table.
    Relation {
        /// Names of the columns.
        columns: Vec<String>,
        /// Rows of cells.
        rows: Vec<Vec<Expression>>,
    },
    /// `if` in a box.
    Conditional {
        /// The condition.
        condition: Box<Expression>,
        /// The value when it holds.
        then: Box<Expression>,
        /// The value otherwise.
        otherwise: Box<Expression>,
    },
    /// A filter in a box.
    Filter {
        /// The list.
        list: Box<Expression>,
        /// The condition for each entry.
        condition: Box<Expression>,
    },
    /// `for`, `every` or `some` in a box.
    Iterator {
        /// Which of the three.
        iteration: Iteration,
        /// Name of the variable that takes each entry.
        variable: String,
        /// The list.
        list: Box<Expression>,
        /// What is computed or tested for each entry.
        body: Box<Expression>,
    },
    /// Something that was read but cannot be executed, by its name.
    Unsupported(String),
}

/// What a boxed iterator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Iteration {
    /// Collects a value for each entry.
    For,
    /// Tests that all entries pass.
    Every,
    /// Tests that at least one entry passes.
    Some,
}

/// One entry of a boxed context.
#[derive(Debug, Clone, PartialEq)]
pub struct ContextEntry {
    /// Its name; none: the result of the context.
    pub name: Option<String>,
    /// Its type.
    pub type_ref: Option<String>,
    /// Its value.
    pub value: Expression,
}

/// One named argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// Name of the parameter.
    pub parameter: String,
    /// The value.
    pub value: Expression,
}

/// A parameter of a function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_ref: Option<String>,
}

/// In what language a function is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FunctionKind {
    /// FEEL or a boxed expression.
    #[default]
    Feel,
    /// A method of a Java class: read, never executed.
    Java,
    /// A PMML model: read, never executed.
    Pmml,
}

/// A function: parameters and body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FunctionDefinition {
    /// In what language it is written.
    pub kind: FunctionKind,
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Option<Expression>,
    /// Type of the function or of its result.
    pub type_ref: Option<String>,
    /// Where it stands.
    pub position: Option<Position>,
}

impl Expression {
    /// A FEEL expression without a position.
    #[must_use]
    pub fn literal(text: impl Into<Text>) -> Self {
        let text = text.into();
        Self { type_ref: None, position: text.position, kind: ExpressionKind::Literal(text) }
    }

    /// Calls `visit` with every FEEL text inside, in the order of the source.
    pub fn each_text(&self, visit: &mut dyn FnMut(&Text)) {
        match &self.kind {
            ExpressionKind::Literal(text) => visit(text),
            ExpressionKind::DecisionTable(table) => {
                table.inputs.iter().for_each(|input| {
                    visit(&input.expression);
                    input.domain.iter().for_each(&mut *visit);
                });
                table.outputs.iter().for_each(|output| {
                    output.domain.iter().chain(&output.default).for_each(&mut *visit);
                });
                let cells = table.rules.iter().flat_map(|rule| rule.tests.iter().chain(&rule.outputs));
                cells.for_each(visit);
            }
            ExpressionKind::Context(entries) => entries.iter().for_each(|entry| entry.value.each_text(visit)),
            ExpressionKind::Invocation { function, bindings } => {
                function.each_text(visit);
                bindings.iter().for_each(|binding| binding.value.each_text(visit));
            }
            ExpressionKind::Function(definition) => {
                definition.body.iter().for_each(|body| body.each_text(visit));
            }
            ExpressionKind::List(items) => items.iter().for_each(|item| item.each_text(visit)),
            ExpressionKind::Relation { rows, .. } => {
                rows.iter().flatten().for_each(|cell| cell.each_text(visit))
            }
            ExpressionKind::Conditional { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(|part| part.each_text(visit));
            }
            ExpressionKind::Filter { list, condition } => {
                list.each_text(visit);
                condition.each_text(visit);
            }
            ExpressionKind::Iterator { list, body, .. } => {
                list.each_text(visit);
                body.each_text(visit);
            }
            ExpressionKind::Unsupported(_) => {}
        }
    }

    /// Calls `visit` with every FEEL text inside, to change it; in the same order as [`Expression::each_text`].
    pub(crate) fn each_text_mut(&mut self, visit: &mut dyn FnMut(&mut Text)) {
        match &mut self.kind {
            ExpressionKind::Literal(text) => visit(text),
            ExpressionKind::DecisionTable(table) => {
                table.inputs.iter_mut().for_each(|input| {
                    visit(&mut input.expression);
                    input.domain.iter_mut().for_each(&mut *visit);
                });
                table.outputs.iter_mut().for_each(|output| {
                    output.domain.iter_mut().chain(&mut output.default).for_each(&mut *visit);
                });
                let cells =
                    table.rules.iter_mut().flat_map(|rule| rule.tests.iter_mut().chain(&mut rule.outputs));
                cells.for_each(visit);
            }
            ExpressionKind::Context(entries) => {
                entries.iter_mut().for_each(|entry| entry.value.each_text_mut(visit))
            }
            ExpressionKind::Invocation { function, bindings } => {
                function.each_text_mut(visit);
                bindings.iter_mut().for_each(|binding| binding.value.each_text_mut(visit));
            }
            ExpressionKind::Function(definition) => {
                definition.body.iter_mut().for_each(|body| body.each_text_mut(visit));
            }
            ExpressionKind::List(items) => items.iter_mut().for_each(|item| item.each_text_mut(visit)),
            ExpressionKind::Relation { rows, .. } => {
                rows.iter_mut().flatten().for_each(|cell| cell.each_text_mut(visit))
            }
            ExpressionKind::Conditional { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(|part| part.each_text_mut(visit));
            }
            ExpressionKind::Filter { list, condition } => {
                list.each_text_mut(visit);
                condition.each_text_mut(visit);
            }
            ExpressionKind::Iterator { list, body, .. } => {
                list.each_text_mut(visit);
                body.each_text_mut(visit);
            }
            ExpressionKind::Unsupported(_) => {}
        }
    }

    /// A decision table.
    #[must_use]
    pub fn table(table: DecisionTable) -> Self {
        Self {
            type_ref: None,
            position: table.position,
            kind: ExpressionKind::DecisionTable(Box::new(table)),
        }
    }
}
