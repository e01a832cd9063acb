//! Writes trees and values back as FEEL.

use std::fmt::{self, Write};

use crate::ast::{Args, Domain, Expr, Kind, Test};
use crate::{RangeForm, Value};

/// How tightly an operator binds; a looser part within a tighter one needs parentheses.
fn strength(kind: &Kind) -> u8 {
    match kind {
        Kind::If { .. } | Kind::For { .. } | Kind::Quantified { .. } | Kind::Function { .. } => 1,
        Kind::Or(_) => 2,
        Kind::And(_) => 3,
        Kind::Compare { .. } | Kind::Between { .. } | Kind::In { .. } | Kind::InstanceOf(..) => 4,
        Kind::Sum { .. } => 5,
        Kind::Product { .. } => 6,
        Kind::Power { .. } => 7,
        Kind::Negate(_) => 8,
        Kind::Number(number) if number.is_negative() => 8,
        _ => 9,
    }
}

fn list<W: Write, T>(
    out: &mut W,
    items: impl IntoIterator<Item = T>,
    between: &str,
    mut each: impl FnMut(&mut W, T) -> fmt::Result,
) -> fmt::Result {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.write_str(between)?;
        }
        each(out, item)?;
    }
    Ok(())
}

/// Writes a tree; `needed` is the strength that its surroundings ask for.
pub(crate) fn write_expr<W: Write>(out: &mut W, expr: &Expr, needed: u8) -> fmt::Result {
    let own = strength(&expr.kind);
    if own < needed {
        out.write_str("(")?;
        write_kind(out, &expr.kind)?;
        return out.write_str(")");
    }
    write_kind(out, &expr.kind)
}

fn write_kind<W: Write>(out: &mut W, kind: &Kind) -> fmt::Result {
    match kind {
        Kind::Null => out.write_str("null"),
        Kind::Boolean(value) => write!(out, "{value}"),
        Kind::Number(number) => write!(out, "{number}"),
        Kind::Text(text) => write_text(out, text),
        Kind::At(text, _) => {
            out.write_str("@")?;
            write_text(out, text)
        }
        Kind::Name(name) => out.write_str(&name.text),
        Kind::Path(inner, member) => {
            write_expr(out, inner, 9)?;
            write!(out, ".{member}")
        }
        Kind::Filter { list, condition, .. } => {
            write_expr(out, list, 9)?;
            out.write_str("[")?;
            write_expr(out, condition, 0)?;
            out.write_str("]")
        }
        Kind::Call { function, args } => {
            write_expr(out, function, 9)?;
            out.write_str("(")?;
            match args {
                Args::Positional(args) => list(out, args, ", ", |out, arg| write_expr(out, arg, 0))?,
                Args::Named(args) => list(out, args, ", ", |out, (name, arg)| {
                    write!(out, "{name}: ")?;
                    write_expr(out, arg, 0)
                })?,
            }
            out.write_str(")")
        }
        Kind::Negate(inner) => {
            out.write_str("-")?;
            write_expr(out, inner, 9)
        }
        Kind::Sum { first, rest } | Kind::Product { first, rest } | Kind::Power { first, rest } => {
            let own = strength(kind);
            write_expr(out, first, own + 1)?;
            for (op, part) in rest {
                write!(out, " {} ", op.sign())?;
                write_expr(out, part, own + 1)?;
            }
            Ok(())
        }
        Kind::Compare { op, left, right } => {
            write_expr(out, left, 4)?;
            write!(out, " {} ", op.sign())?;
            write_expr(out, right, 5)
        }
        Kind::Between { value, low, high } => {
            write_expr(out, value, 4)?;
            out.write_str(" between ")?;
            write_expr(out, low, 5)?;
            out.write_str(" and ")?;
            write_expr(out, high, 5)
        }
        Kind::In { value, tests, .. } => {
            write_expr(out, value, 4)?;
            out.write_str(" in (")?;
            write_tests(out, tests)?;
            out.write_str(")")
        }
        Kind::And(parts) => list(out, parts, " and ", |out, part| write_expr(out, part, 4)),
        Kind::Or(parts) => list(out, parts, " or ", |out, part| write_expr(out, part, 3)),
        Kind::If { condition, yes, no } => {
            out.write_str("if ")?;
            write_expr(out, condition, 0)?;
            out.write_str(" then ")?;
            write_expr(out, yes, 0)?;
            out.write_str(" else ")?;
            write_expr(out, no, 0)
        }
        Kind::For { iterators, body, .. } => {
            out.write_str("for ")?;
            write_iterators(out, iterators)?;
            out.write_str(" return ")?;
            write_expr(out, body, 0)
        }
        Kind::Quantified { every, iterators, body, .. } => {
            out.write_str(if *every { "every " } else { "some " })?;
            write_iterators(out, iterators)?;
            out.write_str(" satisfies ")?;
            write_expr(out, body, 0)
        }
        Kind::List(items) => {
            out.write_str("[")?;
            list(out, items, ", ", |out, item| write_expr(out, item, 0))?;
            out.write_str("]")
        }
        Kind::Context { entries, .. } => {
            out.write_str("{")?;
            list(out, entries, ", ", |out, (key, value)| {
                write_text(out, key)?;
                out.write_str(": ")?;
                write_expr(out, value, 0)
            })?;
            out.write_str("}")
        }
        Kind::Range { low, low_closed, high, high_closed } => match (low, high) {
            (Some(low), Some(high)) => {
                out.write_str(if *low_closed { "[" } else { "(" })?;
                write_expr(out, low, 5)?;
                out.write_str("..")?;
                write_expr(out, high, 5)?;
                out.write_str(if *high_closed { "]" } else { ")" })
            }
            (Some(end), None) | (None, Some(end)) => {
                let sign = match (low.is_some(), *low_closed || *high_closed) {
                    (true, true) => ">=",
                    (true, false) => ">",
                    (false, true) => "<=",
                    (false, false) => "<",
                };
                write!(out, "({sign} ")?;
                write_expr(out, end, 5)?;
                out.write_str(")")
            }
            (None, None) => out.write_str("null"),
        },
        Kind::EqualRange { negated, end } => {
            out.write_str(if *negated { "(!= " } else { "(= " })?;
            write_expr(out, end, 5)?;
            out.write_str(")")
        }
        Kind::Function { params, body, .. } => {
            out.write_str("function(")?;
            list(out, params, ", ", |out, (name, kind)| match kind {
                Some(kind) => write!(out, "{name}: {kind}"),
                None => out.write_str(name),
            })?;
            out.write_str(") ")?;
            write_expr(out, body, 0)
        }
        Kind::InstanceOf(inner, test) => {
            write_expr(out, inner, 4)?;
            write!(out, " instance of {}", test.text)
        }
    }
}

fn write_iterators<W: Write>(out: &mut W, iterators: &[crate::ast::Iterator]) -> fmt::Result {
    list(out, iterators, ", ", |out, iterator| {
        write!(out, "{} in ", iterator.name)?;
        match &iterator.domain {
            Domain::List(list) => write_expr(out, list, 0),
            Domain::Span(low, high) => {
                write_expr(out, low, 5)?;
                out.write_str("..")?;
                write_expr(out, high, 5)
            }
        }
    })
}

pub(crate) fn write_tests<W: Write>(out: &mut W, tests: &[Test]) -> fmt::Result {
    list(out, tests, ", ", |out, test| match test {
        Test::Compare(op, expr) => {
            write!(out, "{} ", op.sign())?;
            write_expr(out, expr, 5)
        }
        Test::Matches { expr, .. } => write_expr(out, expr, 0),
    })
}

/// A text in quotation marks.
fn write_text<W: Write>(out: &mut W, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for sign in text.chars() {
        match sign {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\r' => out.write_str("\\r")?,
            '\t' => out.write_str("\\t")?,
            sign => out.write_char(sign)?,
        }
    }
    out.write_char('"')
}

/// What FEEL's `string()` gives: a text as it is, anything else as it is written.
pub(crate) fn plain(value: &Value) -> String {
    let mut out = String::new();
    let written = match value {
        Value::String(text) => out.write_str(text),
        value => write(&mut out, value, 64, false),
    };
    debug_assert!(written.is_ok());
    out
}

pub(crate) fn write_value<W: Write>(out: &mut W, value: &Value, depth: u32) -> fmt::Result {
    write(out, value, depth, true)
}

/// Writes a value; `literal` marks dates and durations so that the text can be read again.
fn write<W: Write>(out: &mut W, value: &Value, depth: u32, literal: bool) -> fmt::Result {
    let Some(depth) = depth.checked_sub(1) else { return out.write_str("…") };
    let (open, close) = if literal { ("@\"", "\"") } else { ("", "") };
    match value {
        Value::Null => out.write_str("null"),
        Value::Boolean(value) => write!(out, "{value}"),
        Value::Number(number) => write!(out, "{number}"),
        Value::String(text) => write_text(out, text),
        Value::Date(value) => write!(out, "{open}{value}{close}"),
        Value::Time(value) => write!(out, "{open}{value}{close}"),
        Value::DateTime(value) => write!(out, "{open}{value}{close}"),
        Value::DaysTime(value) => write!(out, "{open}{value}{close}"),
        Value::YearsMonths(value) => write!(out, "{open}{value}{close}"),
        Value::List(items) => {
            out.write_str("[")?;
            list(out, items.iter(), ", ", |out, item| write(out, item, depth, literal))?;
            out.write_str("]")
        }
        Value::Context(context) => {
            out.write_str("{")?;
            list(out, context.iter(), ", ", |out, (key, value)| {
                let plain = key.chars().all(|sign| sign == ' ' || crate::parse::is_name_part(sign));
                if plain {
                    out.write_str(key)?
                } else {
                    write_text(out, key)?
                }
                out.write_str(": ")?;
                write(out, value, depth, literal)
            })?;
            out.write_str("}")
        }
        Value::Range(range) if range.form != RangeForm::Interval => {
            out.write_str(if range.form == RangeForm::Equal { "(= " } else { "(!= " })?;
            range.low.as_ref().map_or(Ok(()), |low| write(out, low, depth, literal))?;
            out.write_str(")")
        }
        Value::Range(range) => {
            out.write_str(if range.low_closed { "[" } else { "(" })?;
            range.low.as_ref().map_or(Ok(()), |low| write(out, low, depth, literal))?;
            out.write_str("..")?;
            range.high.as_ref().map_or(Ok(()), |high| write(out, high, depth, literal))?;
            out.write_str(if range.high_closed { "]" } else { ")" })
        }
        Value::Function(_) => out.write_str("function"),
        Value::Unknown(unknown) => {
            out.write_str("unknown(")?;
            list(out, &unknown.names, ", ", |out, name| out.write_str(name))?;
            out.write_str(")")
        }
    }
}
