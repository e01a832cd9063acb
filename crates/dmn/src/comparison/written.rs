//! Logic as one text, the same for the same logic wherever it stands and however it is spaced.

use std::fmt::Write;

use crate::compile::program::{FunctionLogic, Logic, TableLogic, Test};

/// The text of logic.
pub(super) fn logic(logic: &Logic) -> String {
    let mut out = String::new();
    write(logic, &mut out);
    out
}

fn write(logic: &Logic, out: &mut String) {
    match logic {
        Logic::Broken => out.push_str("broken;"),
        Logic::Literal(expression) => {
            let _ = write!(out, "literal {expression};");
        }
        Logic::Table(table) => self::table(table, out),
        Logic::Context(entries) => {
            out.push_str("context{");
            for (name, inner) in entries {
                let _ = write!(out, "{name:?}:");
                write(inner, out);
            }
            out.push('}');
        }
        Logic::Invocation { function, bindings } => {
            out.push_str("invoke{");
            write(function, out);
            for (name, inner) in bindings {
                let _ = write!(out, "{name:?}:");
                write(inner, out);
            }
            out.push('}');
        }
        Logic::Function(function) => self::function(function, out),
        Logic::List(items) => {
            out.push_str("list[");
            items.iter().for_each(|item| write(item, out));
            out.push(']');
        }
        Logic::Relation { columns, rows } => {
            let _ = write!(out, "relation{columns:?}[");
            for row in rows {
                row.iter().for_each(|cell| write(cell, out));
                out.push('|');
            }
            out.push(']');
        }
        Logic::Conditional { condition, then, otherwise } => {
            out.push_str("if{");
            [condition, then, otherwise].into_iter().for_each(|part| write(part, out));
            out.push('}');
        }
        Logic::Filter { list, condition } => {
            out.push_str("filter{");
            [list, condition].into_iter().for_each(|part| write(part, out));
            out.push('}');
        }
        Logic::Iterator { iteration, variable, list, body } => {
            let _ = write!(out, "{iteration:?} {variable:?}{{");
            [list, body].into_iter().for_each(|part| write(part, out));
            out.push('}');
        }
        Logic::Typed(ty, inner) => {
            let _ = write!(out, "as {} {:?}{{", ty.feel, ty.allowed.as_ref().map(ToString::to_string));
            write(inner, out);
            out.push('}');
        }
    }
}

fn function(function: &FunctionLogic, out: &mut String) {
    out.push_str("function(");
    for (name, ty) in &function.parameters {
        let _ = write!(out, "{name:?} {},", ty.feel);
    }
    out.push_str("){");
    write(&function.body, out);
    out.push('}');
}

fn table(table: &TableLogic, out: &mut String) {
    let _ = write!(out, "table {}[", table.policy.letter());
    for input in &table.inputs {
        let expression = input.expression.as_ref().map(ToString::to_string);
        let _ = write!(out, "{expression:?} {:?},", input.domain.as_ref().map(ToString::to_string));
    }
    out.push_str("=>");
    for output in &table.outputs {
        let default = output.default.as_ref().map(ToString::to_string);
        let _ = write!(out, "{:?} {:?} {default:?},", output.name, output.priorities);
    }
    for rule in &table.rules {
        out.push('|');
        for test in &rule.tests {
            match test {
                None => out.push('-'),
                Some(Test::Broken) => out.push('!'),
                Some(Test::Cell(tests)) => {
                    let _ = write!(out, "{tests}");
                }
            }
            out.push(',');
        }
        out.push_str("=>");
        for cell in &rule.outputs {
            let _ = write!(out, "{:?},", cell.as_ref().map(ToString::to_string));
        }
    }
    out.push(']');
}
