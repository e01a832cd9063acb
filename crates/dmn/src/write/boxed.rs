//! Writes boxed expressions and decision tables.

use super::out::Out;
use crate::model::{
    Aggregation, DecisionTable, Expression, ExpressionKind, FunctionDefinition, FunctionKind, HitPolicy,
    Iteration,
};

pub(super) fn expression(out: &mut Out, expression: &Expression) {
    let typed = [("typeRef", expression.type_ref.as_deref())];
    match &expression.kind {
        ExpressionKind::Literal(text) => {
            out.open("literalExpression", &typed);
            out.leaf("text", &text.value);
            out.close("literalExpression");
        }
        ExpressionKind::DecisionTable(inner) => table(out, inner, expression.type_ref.as_deref()),
        ExpressionKind::Context(entries) => {
            out.open("context", &typed);
            for entry in entries {
                out.open("contextEntry", &[]);
                if let Some(name) = &entry.name {
                    let attributes = [("name", Some(name.as_str())), ("typeRef", entry.type_ref.as_deref())];
                    out.empty("variable", &attributes);
                }
                self::expression(out, &entry.value);
                out.close("contextEntry");
            }
            out.close("context");
        }
        ExpressionKind::Invocation { function, bindings } => {
            out.open("invocation", &typed);
            self::expression(out, function);
            for binding in bindings {
                out.open("binding", &[]);
                out.empty("parameter", &[("name", Some(binding.parameter.as_str()))]);
                self::expression(out, &binding.value);
                out.close("binding");
            }
            out.close("invocation");
        }
        ExpressionKind::Function(definition) => function(out, "functionDefinition", definition),
        ExpressionKind::List(items) => {
            out.open("list", &typed);
            items.iter().for_each(|item| self::expression(out, item));
            out.close("list");
        }
        ExpressionKind::Relation { columns, rows } => {
            out.open("relation", &typed);
            columns.iter().for_each(|name| out.empty("column", &[("name", Some(name.as_str()))]));
            for row in rows {
                out.open("row", &[]);
                row.iter().for_each(|cell| self::expression(out, cell));
                out.close("row");
            }
            out.close("relation");
        }
        ExpressionKind::Conditional { condition, then, otherwise } => {
            out.open("conditional", &typed);
            inner(out, "if", condition);
            inner(out, "then", then);
            inner(out, "else", otherwise);
            out.close("conditional");
        }
        ExpressionKind::Filter { list, condition } => {
            out.open("filter", &typed);
            inner(out, "in", list);
            inner(out, "match", condition);
            out.close("filter");
        }
        ExpressionKind::Iterator { iteration, variable, list, body } => {
            let (tag, result) = match iteration {
                Iteration::For => ("for", "return"),
                Iteration::Every => ("every", "satisfies"),
                Iteration::Some => ("some", "satisfies"),
            };
            out.open(
                tag,
                &[("typeRef", expression.type_ref.as_deref()), ("iteratorVariable", Some(variable))],
            );
            inner(out, "in", list);
            inner(out, result, body);
            out.close(tag);
        }
        ExpressionKind::Unsupported(_) => {}
    }
}

fn inner(out: &mut Out, tag: &'static str, expression: &Expression) {
    out.open(tag, &[]);
    self::expression(out, expression);
    out.close(tag);
}

pub(super) fn function(out: &mut Out, tag: &'static str, function: &FunctionDefinition) {
    let kind = match function.kind {
        FunctionKind::Feel => "FEEL",
        FunctionKind::Java => "Java",
        FunctionKind::Pmml => "PMML",
    };
    out.open(tag, &[("kind", Some(kind)), ("typeRef", function.type_ref.as_deref())]);
    for parameter in &function.parameters {
        let attributes =
            [("name", Some(parameter.name.as_str())), ("typeRef", parameter.type_ref.as_deref())];
        out.empty("formalParameter", &attributes);
    }
    if let Some(body) = &function.body {
        expression(out, body);
    }
    out.close(tag);
}

fn table(out: &mut Out, table: &DecisionTable, type_ref: Option<&str>) {
    let attributes = [
        ("hitPolicy", Some(policy(table.hit_policy))),
        ("aggregation", aggregation(table.hit_policy)),
        ("outputLabel", table.output_label.as_deref()),
        ("preferredOrientation", table.orientation.as_deref()),
        ("typeRef", type_ref),
    ];
    out.open("decisionTable", &attributes);
    for input in &table.inputs {
        out.open("input", &[("label", input.label.as_deref())]);
        out.open("inputExpression", &[("typeRef", input.type_ref.as_deref())]);
        out.leaf("text", &input.expression.value);
        out.close("inputExpression");
        if let Some(domain) = &input.domain {
            out.text_in("inputValues", domain);
        }
        out.close("input");
    }
    for output in &table.outputs {
        let attributes = [
            ("name", output.name.as_deref()),
            ("label", output.label.as_deref()),
            ("typeRef", output.type_ref.as_deref()),
        ];
        out.open("output", &attributes);
        if let Some(domain) = &output.domain {
            out.text_in("outputValues", domain);
        }
        if let Some(default) = &output.default {
            out.text_in("defaultOutputEntry", default);
        }
        out.close("output");
    }
    table.annotations.iter().for_each(|name| out.empty("annotation", &[("name", Some(name.as_str()))]));
    for rule in &table.rules {
        out.open("rule", &[("id", rule.id.as_deref())]);
        if let Some(description) = &rule.description {
            out.leaf("description", description);
        }
        rule.tests.iter().for_each(|cell| out.text_in("inputEntry", cell));
        rule.outputs.iter().for_each(|cell| out.text_in("outputEntry", cell));
        rule.annotations.iter().for_each(|note| out.text_in("annotationEntry", &note.as_str().into()));
        out.close("rule");
    }
    out.close("decisionTable");
}

fn policy(policy: HitPolicy) -> &'static str {
    match policy {
        HitPolicy::Unique => "UNIQUE",
        HitPolicy::Any => "ANY",
        HitPolicy::Priority => "PRIORITY",
        HitPolicy::First => "FIRST",
        HitPolicy::Collect(_) => "COLLECT",
        HitPolicy::RuleOrder => "RULE ORDER",
        HitPolicy::OutputOrder => "OUTPUT ORDER",
    }
}

fn aggregation(policy: HitPolicy) -> Option<&'static str> {
    let HitPolicy::Collect(aggregation) = policy else { return None };
    aggregation.map(|aggregation| match aggregation {
        Aggregation::Sum => "SUM",
        Aggregation::Min => "MIN",
        Aggregation::Max => "MAX",
        Aggregation::Count => "COUNT",
    })
}
