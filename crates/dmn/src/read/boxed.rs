//! Reads boxed expressions and decision tables.

use roxmltree::Node;

use super::{FEEL_NAMESPACES, MODEL_NAMESPACES, Reader, normalized};
use crate::limits;
use crate::model::{
    Aggregation, Binding, ContextEntry, DecisionTable, Expression, ExpressionKind, FunctionDefinition,
    FunctionKind, HitPolicy, Input, Iteration, Output, Parameter, Rule, Text,
};
use crate::problem::ProblemKind;

/// The elements that are expressions.
const EXPRESSIONS: [&str; 12] = [
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "functionDefinition",
    "list",
    "relation",
    "conditional",
    "filter",
    "for",
    "every",
    "some",
];

impl<'a> Reader<'a> {
    pub(super) fn is_expression(node: Node<'_, 'a>) -> bool {
        EXPRESSIONS.contains(&node.tag_name().name())
    }

    /// Reports an expression language other than FEEL.
    pub(super) fn foreign_language(&mut self, node: Node<'_, 'a>) -> bool {
        let Some(language) = node.attribute("expressionLanguage") else { return false };
        let is_feel = FEEL_NAMESPACES.contains(&language)
            || MODEL_NAMESPACES.contains(&language)
            || language.is_empty()
            || language.eq_ignore_ascii_case("feel");
        if !is_feel {
            let what = format!("the expression language `{language}`");
            self.report(node, ProblemKind::Unsupported { what });
        }
        !is_feel
    }

    pub(super) fn expression(&mut self, node: Node<'_, 'a>, depth: usize) -> Expression {
        let mut type_ref = self.type_ref(node);
        let kind = if depth > limits::EXPRESSION_DEPTH_MAX {
            let limit = limits::EXPRESSION_DEPTH_MAX;
            self.report(node, ProblemKind::TooMuch { what: "depth of an expression", limit });
            ExpressionKind::Unsupported("an expression nested too deeply".to_owned())
        } else if self.foreign_language(node) {
            ExpressionKind::Unsupported("an expression in another language than FEEL".to_owned())
        } else {
            match node.tag_name().name() {
                "literalExpression" => self.literal(node),
                "decisionTable" => ExpressionKind::DecisionTable(Box::new(self.table(node))),
                "context" => self.context(node, depth),
                "invocation" => self.invocation(node, depth),
                "functionDefinition" => {
                    type_ref = None;
                    ExpressionKind::Function(Box::new(self.function(node, depth)))
                }
                "list" => ExpressionKind::List(self.expressions(node, depth)),
                "relation" => self.relation(node, depth),
                "conditional" => ExpressionKind::Conditional {
                    condition: Box::new(self.inner(node, "if", depth)),
                    then: Box::new(self.inner(node, "then", depth)),
                    otherwise: Box::new(self.inner(node, "else", depth)),
                },
                "filter" => ExpressionKind::Filter {
                    list: Box::new(self.inner(node, "in", depth)),
                    condition: Box::new(self.inner(node, "match", depth)),
                },
                "for" => self.iterator(node, Iteration::For, "return", depth),
                "every" => self.iterator(node, Iteration::Every, "satisfies", depth),
                "some" => self.iterator(node, Iteration::Some, "satisfies", depth),
                other => ExpressionKind::Unsupported(format!("the element `{other}`")),
            }
        };
        Expression { type_ref, position: self.position(node), kind }
    }

    fn literal(&mut self, node: Node<'_, 'a>) -> ExpressionKind {
        if let Some(imported) = self.child(node, "importedValues") {
            self.report(imported, ProblemKind::Unsupported { what: "`importedValues`".to_owned() });
            return ExpressionKind::Unsupported("imported values".to_owned());
        }
        ExpressionKind::Literal(self.text_of(node).unwrap_or_default())
    }

    fn expressions(&mut self, node: Node<'_, 'a>, depth: usize) -> Vec<Expression> {
        let items: Vec<_> = self.children(node).filter(|child| Self::is_expression(*child)).collect();
        items.into_iter().map(|item| self.expression(item, depth + 1)).collect()
    }

    /// The first expression among the children; a missing one is a problem.
    fn first(&mut self, node: Node<'_, 'a>, depth: usize) -> Expression {
        let found = self.children(node).find(|child| Self::is_expression(*child));
        match found {
            Some(child) => self.expression(child, depth + 1),
            None => {
                let element = node.tag_name().name().to_owned();
                self.report(node, ProblemKind::Missing { element, what: "expression" });
                let kind = ExpressionKind::Unsupported("a missing expression".to_owned());
                Expression { type_ref: None, position: self.position(node), kind }
            }
        }
    }

    fn inner(&mut self, node: Node<'_, 'a>, name: &'static str, depth: usize) -> Expression {
        match self.child(node, name) {
            Some(child) => self.first(child, depth),
            None => {
                let element = node.tag_name().name().to_owned();
                self.report(node, ProblemKind::Missing { element, what: name });
                let kind = ExpressionKind::Unsupported("a missing expression".to_owned());
                Expression { type_ref: None, position: self.position(node), kind }
            }
        }
    }

    fn context(&mut self, node: Node<'_, 'a>, depth: usize) -> ExpressionKind {
        let entries: Vec<_> =
            self.children(node).filter(|child| child.tag_name().name() == "contextEntry").collect();
        let entries = entries.into_iter().map(|entry| {
            let variable = self.child(entry, "variable");
            let name = variable.map(|variable| self.required(variable, "name"));
            let type_ref = variable.and_then(|variable| self.type_ref(variable));
            ContextEntry { name, type_ref, value: self.first(entry, depth) }
        });
        ExpressionKind::Context(entries.collect())
    }

    fn invocation(&mut self, node: Node<'_, 'a>, depth: usize) -> ExpressionKind {
        let function = Box::new(self.first(node, depth));
        let bindings: Vec<_> =
            self.children(node).filter(|child| child.tag_name().name() == "binding").collect();
        let mut read = Vec::new();
        for binding in bindings {
            let Some(parameter) = self.child(binding, "parameter") else {
                self.report(
                    binding,
                    ProblemKind::Missing { element: "binding".to_owned(), what: "parameter" },
                );
                continue;
            };
            let parameter = self.required(parameter, "name");
            if self.children(binding).any(Self::is_expression) {
                read.push(Binding { parameter, value: self.first(binding, depth) });
            }
        }
        ExpressionKind::Invocation { function, bindings: read }
    }

    pub(super) fn function(&mut self, node: Node<'_, 'a>, depth: usize) -> FunctionDefinition {
        let kind = match node.attribute("kind").unwrap_or("FEEL").to_ascii_lowercase().as_str() {
            "java" | "j" => FunctionKind::Java,
            "pmml" | "p" => FunctionKind::Pmml,
            _ => FunctionKind::Feel,
        };
        match kind {
            FunctionKind::Java => {
                self.report(node, ProblemKind::Unsupported { what: "a Java function".to_owned() })
            }
            FunctionKind::Pmml => {
                self.report(node, ProblemKind::Unsupported { what: "a PMML function".to_owned() })
            }
            FunctionKind::Feel => {}
        }
        let parameters: Vec<_> =
            self.children(node).filter(|child| child.tag_name().name() == "formalParameter").collect();
        let parameters = parameters
            .into_iter()
            .map(|child| Parameter { name: self.required(child, "name"), type_ref: self.type_ref(child) })
            .collect();
        let has_body = self.children(node).any(Self::is_expression);
        FunctionDefinition {
            kind,
            parameters,
            body: has_body.then(|| self.first(node, depth)),
            type_ref: self.type_ref(node),
            position: self.position(node),
        }
    }

    fn relation(&mut self, node: Node<'_, 'a>, depth: usize) -> ExpressionKind {
        let mut columns = Vec::new();
        let mut rows = Vec::new();
        for child in self.children(node) {
            match child.tag_name().name() {
                "column" => columns.push(self.required(child, "name")),
                "row" => rows.push(self.expressions(child, depth)),
                _ => {}
            }
        }
        ExpressionKind::Relation { columns, rows }
    }

    fn iterator(
        &mut self,
        node: Node<'_, 'a>,
        iteration: Iteration,
        body: &'static str,
        depth: usize,
    ) -> ExpressionKind {
        let variable = self.required(node, "iteratorVariable");
        let list = Box::new(self.inner(node, "in", depth));
        let body = Box::new(self.inner(node, body, depth));
        ExpressionKind::Iterator { iteration, variable, list, body }
    }

    fn table(&mut self, node: Node<'_, 'a>) -> DecisionTable {
        let mut table = DecisionTable {
            hit_policy: self.hit_policy(node),
            output_label: node.attribute("outputLabel").map(str::to_owned),
            orientation: node.attribute("preferredOrientation").map(str::to_owned),
            position: self.position(node),
            ..DecisionTable::default()
        };
        for child in self.children(node) {
            match child.tag_name().name() {
                "input" => table.inputs.push(self.input(child)),
                "output" => table.outputs.push(self.output(child)),
                "annotation" => table.annotations.push(child.attribute("name").unwrap_or("").to_owned()),
                "rule" => {
                    if table.rules.len() == limits::RULES_MAX {
                        self.report(child, ProblemKind::TooMuch { what: "rules", limit: limits::RULES_MAX });
                        break;
                    }
                    let rule = self.rule(child);
                    table.rules.push(rule);
                }
                _ => {}
            }
        }
        table
    }

    fn hit_policy(&mut self, node: Node<'_, 'a>) -> HitPolicy {
        let aggregation = match node.attribute("aggregation") {
            None => None,
            Some("SUM") => Some(Aggregation::Sum),
            Some("MIN") => Some(Aggregation::Min),
            Some("MAX") => Some(Aggregation::Max),
            Some("COUNT") => Some(Aggregation::Count),
            Some(other) => {
                self.report(
                    node,
                    ProblemKind::BadValue { attribute: "aggregation", value: other.to_owned() },
                );
                None
            }
        };
        match node.attribute("hitPolicy").unwrap_or("UNIQUE") {
            "UNIQUE" => HitPolicy::Unique,
            "ANY" => HitPolicy::Any,
            "PRIORITY" => HitPolicy::Priority,
            "FIRST" => HitPolicy::First,
            "COLLECT" => HitPolicy::Collect(aggregation),
            "RULE ORDER" => HitPolicy::RuleOrder,
            "OUTPUT ORDER" => HitPolicy::OutputOrder,
            other => {
                self.report(node, ProblemKind::BadValue { attribute: "hitPolicy", value: other.to_owned() });
                HitPolicy::Unique
            }
        }
    }

    fn input(&mut self, node: Node<'_, 'a>) -> Input {
        let expression = self.child(node, "inputExpression");
        if let Some(expression) = expression {
            self.foreign_language(expression);
        }
        Input {
            expression: expression.and_then(|inner| self.text_of(inner)).unwrap_or_default(),
            type_ref: expression.and_then(|inner| self.type_ref(inner)),
            domain: self.child(node, "inputValues").and_then(|inner| self.text_of(inner)),
            label: node.attribute("label").map(str::to_owned),
        }
    }

    fn output(&mut self, node: Node<'_, 'a>) -> Output {
        Output {
            name: node.attribute("name").map(normalized).filter(|name| !name.is_empty()),
            type_ref: self.type_ref(node),
            domain: self.child(node, "outputValues").and_then(|inner| self.text_of(inner)),
            default: self.child(node, "defaultOutputEntry").and_then(|inner| self.text_of(inner)),
            label: node.attribute("label").map(str::to_owned),
        }
    }

    fn rule(&mut self, node: Node<'_, 'a>) -> Rule {
        let mut rule = Rule {
            id: node.attribute("id").map(str::to_owned),
            position: self.position(node),
            ..Rule::default()
        };
        for child in self.children(node) {
            self.foreign_language(child);
            match child.tag_name().name() {
                "inputEntry" => rule.tests.push(self.cell(child)),
                "outputEntry" => rule.outputs.push(self.cell(child)),
                "annotationEntry" => {
                    let note = self.text_of(child).map(|text| text.value).unwrap_or_default();
                    rule.annotations.push(note);
                }
                "description" => rule.description = Some(self.content(child).value),
                _ => {}
            }
        }
        rule
    }

    fn cell(&self, node: Node<'_, 'a>) -> Text {
        self.text_of(node).unwrap_or_else(|| Text { position: self.position(node), ..Text::default() })
    }
}
