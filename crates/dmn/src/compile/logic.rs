//! Parses boxed expressions in the scope in which they stand.

use std::collections::BTreeSet;
use std::sync::Arc;

use afaq_feel::{Expression as Feel, Scope, Type, UnaryTests, parse_expression, parse_unary_tests};

use super::program::{FunctionLogic, Logic};
use super::types::{Ty, Types};
use crate::limits;
use crate::model::{
    Binding, ContextEntry, Expression, ExpressionKind, FunctionDefinition, FunctionKind, Iteration, Text,
};
use crate::problem::{Problem, ProblemKind};

/// Compiles the expressions of one element.
pub(super) struct Compiler<'a, 'm> {
    model: usize,
    owner: &'a str,
    pub(super) types: &'a mut Types<'m>,
    problems: &'a mut Vec<(usize, Problem)>,
    paths: BTreeSet<Vec<String>>,
    /// Names that boxes around the expression define.
    locals: Vec<String>,
    depth: usize,
}

impl<'a, 'm> Compiler<'a, 'm> {
    pub(super) fn new(
        model: usize,
        owner: &'a str,
        types: &'a mut Types<'m>,
        problems: &'a mut Vec<(usize, Problem)>,
    ) -> Self {
        Self { model, owner, types, problems, paths: BTreeSet::new(), locals: Vec::new(), depth: 0 }
    }

    /// The paths of facts that all expressions compiled so far use.
    pub(super) fn paths(self) -> Vec<Vec<String>> {
        self.paths.into_iter().collect()
    }

    pub(super) fn report(&mut self, problem: Problem) {
        self.problems.push((self.model, problem.of(self.owner)));
    }

    pub(super) fn ty(&mut self, reference: Option<&str>) -> Arc<Ty> {
        self.types.get(self.model, reference, self.owner)
    }

    /// The logic, and the type that others see; `wanted` is what its place asks for.
    pub(super) fn expression(
        &mut self,
        expression: &Expression,
        scope: &Scope,
        wanted: &Type,
    ) -> (Logic, Type) {
        if self.depth > limits::EXPRESSION_DEPTH_MAX {
            let kind =
                ProblemKind::TooMuch { what: "depth of an expression", limit: limits::EXPRESSION_DEPTH_MAX };
            self.report(Problem::error(kind).at(expression.position));
            return (Logic::Broken, Type::Any);
        }
        self.depth += 1;
        let (logic, found) = self.kind(expression, scope, wanted);
        self.depth -= 1;
        match expression.type_ref.as_deref() {
            None => (logic, found),
            Some(reference) => {
                let ty = self.ty(Some(reference));
                let seen = if ty.is_any() { found } else { ty.feel.clone() };
                (if ty.is_any() { logic } else { Logic::Typed(ty, Box::new(logic)) }, seen)
            }
        }
    }

    fn kind(&mut self, expression: &Expression, scope: &Scope, wanted: &Type) -> (Logic, Type) {
        match &expression.kind {
            ExpressionKind::Literal(text) => match self.literal(text, scope) {
                Some((parsed, found)) => (Logic::Literal(parsed), found),
                None => (Logic::Broken, Type::Any),
            },
            ExpressionKind::DecisionTable(table) => self.table(table, scope, wanted),
            ExpressionKind::Context(entries) => self.context(entries, scope),
            ExpressionKind::Invocation { function, bindings } => self.invocation(function, bindings, scope),
            ExpressionKind::Function(definition) => {
                let result = Ty::any();
                let params = definition.parameters.iter();
                let params = params.map(|each| self.ty(each.type_ref.as_deref()).feel.clone()).collect();
                let function = self.function(definition, scope, result);
                (Logic::Function(Arc::new(function)), Type::Function { params, result: Box::new(Type::Any) })
            }
            ExpressionKind::List(items) => {
                let items = items.iter().map(|item| self.expression(item, scope, &Type::Any).0).collect();
                (Logic::List(items), Type::List(Box::new(Type::Any)))
            }
            ExpressionKind::Relation { columns, rows } => self.relation(expression, columns, rows, scope),
            ExpressionKind::Conditional { condition, then, otherwise } => {
                let condition = Box::new(self.expression(condition, scope, &Type::Boolean).0);
                let (then, seen) = self.expression(then, scope, wanted);
                let (otherwise, other) = self.expression(otherwise, scope, wanted);
                let seen = if seen == other { seen } else { Type::Any };
                (Logic::Conditional { condition, then: Box::new(then), otherwise: Box::new(otherwise) }, seen)
            }
            ExpressionKind::Filter { list, condition } => {
                let (list, seen) = self.expression(list, scope, &Type::Any);
                let item = item_of(&seen);
                let mut inner = scope.clone();
                let outside = self.locals.len();
                self.locals.push("item".to_owned());
                if let Type::Context(members) = &item {
                    for (name, member) in members {
                        self.locals.push(name.clone());
                        inner = inner.with(name.as_str(), member.clone());
                    }
                }
                let inner = inner.with("item", item);
                let condition = Box::new(self.expression(condition, &inner, &Type::Any).0);
                self.locals.truncate(outside);
                (Logic::Filter { list: Box::new(list), condition }, seen)
            }
            ExpressionKind::Iterator { iteration, variable, list, body } => {
                let (list, seen) = self.expression(list, scope, &Type::Any);
                let inner = scope.clone().with(variable.as_str(), item_of(&seen));
                let inner = inner.with("partial", Type::List(Box::new(Type::Any)));
                let outside = self.locals.len();
                self.locals.extend([variable.clone(), "partial".to_owned()]);
                let (body, result) = self.expression(body, &inner, &Type::Any);
                self.locals.truncate(outside);
                let seen = match iteration {
                    Iteration::For => Type::List(Box::new(result)),
                    Iteration::Every | Iteration::Some => Type::Boolean,
                };
                let (list, body) = (Box::new(list), Box::new(body));
                (Logic::Iterator { iteration: *iteration, variable: variable.clone(), list, body }, seen)
            }
            ExpressionKind::Unsupported(what) => {
                self.report(
                    Problem::error(ProblemKind::Unsupported { what: what.clone() }).at(expression.position),
                );
                (Logic::Broken, Type::Any)
            }
        }
    }

    /// Parses and checks one FEEL expression.
    pub(super) fn literal(&mut self, text: &Text, scope: &Scope) -> Option<(Feel, Type)> {
        if text.is_blank() {
            let kind = ProblemKind::Missing { element: self.owner.to_owned(), what: "expression" };
            self.report(Problem::error(kind).at(text.position));
            return None;
        }
        match parse_expression(&text.value, scope) {
            Ok(parsed) => {
                let (found, problems) = parsed.check(scope);
                self.feel(text, problems);
                self.use_paths(parsed.paths());
                Some((parsed, found))
            }
            Err(problems) => {
                self.feel(text, problems);
                None
            }
        }
    }

    /// Parses and checks one cell of unary tests.
    pub(super) fn tests(&mut self, text: &Text, scope: &Scope, input: &Type) -> Option<UnaryTests> {
        match parse_unary_tests(&text.value, scope, input) {
            Ok(parsed) => {
                let problems = parsed.check(scope);
                self.feel(text, problems);
                self.use_paths(parsed.paths());
                Some(parsed)
            }
            Err(problems) => {
                self.feel(text, problems);
                None
            }
        }
    }

    fn use_paths(&mut self, paths: Vec<Vec<String>>) {
        let locals = &self.locals;
        let is_free = |path: &Vec<String>| path.first().is_some_and(|first| !locals.contains(first));
        self.paths.extend(paths.into_iter().filter(is_free));
    }

    fn feel(&mut self, text: &Text, problems: Vec<afaq_feel::Problem>) {
        for problem in problems {
            let place = text.place(problem.start);
            self.report(Problem::error(ProblemKind::Feel(problem)).at(place));
        }
    }

    fn context(&mut self, entries: &[ContextEntry], scope: &Scope) -> (Logic, Type) {
        let mut scope = scope.clone();
        let mut members = std::collections::BTreeMap::new();
        let mut compiled = Vec::with_capacity(entries.len());
        let mut result = None;
        let outside = self.locals.len();
        for entry in entries {
            let ty = self.ty(entry.type_ref.as_deref());
            let (mut logic, mut seen) = self.expression(&entry.value, &scope, &ty.feel);
            if !ty.is_any() {
                seen = ty.feel.clone();
                logic = Logic::Typed(ty, Box::new(logic));
            }
            match &entry.name {
                Some(name) => {
                    scope = scope.with(name.as_str(), seen.clone());
                    self.locals.push(name.clone());
                    members.insert(name.clone(), seen);
                }
                None => result = Some(seen),
            }
            compiled.push((entry.name.clone(), logic));
        }
        self.locals.truncate(outside);
        (Logic::Context(compiled), result.unwrap_or(Type::Context(members)))
    }

    fn invocation(&mut self, function: &Expression, bindings: &[Binding], scope: &Scope) -> (Logic, Type) {
        let (function, seen) = self.expression(function, scope, &Type::Any);
        let bindings = bindings
            .iter()
            .map(|binding| (binding.parameter.clone(), self.expression(&binding.value, scope, &Type::Any).0))
            .collect();
        let result = match seen {
            Type::Function { result, .. } => *result,
            _ => Type::Any,
        };
        (Logic::Invocation { function: Box::new(function), bindings }, result)
    }

    pub(super) fn function(
        &mut self,
        definition: &FunctionDefinition,
        scope: &Scope,
        result: Arc<Ty>,
    ) -> FunctionLogic {
        let mut inner = scope.clone();
        let outside = self.locals.len();
        let mut parameters = Vec::with_capacity(definition.parameters.len());
        for parameter in &definition.parameters {
            let ty = self.ty(parameter.type_ref.as_deref());
            inner = inner.with(parameter.name.as_str(), ty.feel.clone());
            self.locals.push(parameter.name.clone());
            parameters.push((parameter.name.clone(), ty));
        }
        let foreign = match definition.kind {
            FunctionKind::Feel => None,
            FunctionKind::Java => Some("a Java function"),
            FunctionKind::Pmml => Some("a PMML function"),
        };
        let body = match (&definition.body, foreign) {
            (_, Some(what)) => {
                let kind = ProblemKind::Unsupported { what: what.to_owned() };
                self.report(Problem::error(kind).at(definition.position));
                Logic::Broken
            }
            (Some(body), None) => self.expression(body, &inner, &result.feel).0,
            (None, None) => {
                let kind = ProblemKind::Missing { element: self.owner.to_owned(), what: "expression" };
                self.report(Problem::error(kind).at(definition.position));
                Logic::Broken
            }
        };
        self.locals.truncate(outside);
        FunctionLogic { parameters, result, body }
    }

    fn relation(
        &mut self,
        expression: &Expression,
        columns: &[String],
        rows: &[Vec<Expression>],
        scope: &Scope,
    ) -> (Logic, Type) {
        let mut compiled = Vec::with_capacity(rows.len());
        for row in rows {
            if row.len() != columns.len() {
                let kind =
                    ProblemKind::CellCount { side: "output", columns: columns.len(), cells: row.len() };
                self.report(Problem::error(kind).at(expression.position));
            }
            compiled.push(row.iter().map(|cell| self.expression(cell, scope, &Type::Any).0).collect());
        }
        let members = columns.iter().map(|name| (name.clone(), Type::Any)).collect();
        let seen = Type::List(Box::new(Type::Context(members)));
        (Logic::Relation { columns: columns.to_vec(), rows: compiled }, seen)
    }
}

fn item_of(seen: &Type) -> Type {
    match seen {
        Type::List(item) => (**item).clone(),
        _ => Type::Any,
    }
}
