//! Input data from texts: JSON files, `--set` and cells of CSV, by the types that the model gives to its facts.

use std::path::Path;

use afaq_base::Lang;
use afaq_dmn::Compiled;
use afaq_feel::{Context, Type, Value};
use anyhow::Context as _;

use super::{fault, json, limits};

/// The cell that says that a fact is not known (no register answered), which is not the same as null.
const UNKNOWN: &str = "?";

/// The type of a path: of an input and its members.
pub fn type_of(compiled: &Compiled, path: &str) -> Option<Type> {
    let (name, members) = match compiled.type_of(path) {
        Some(_) => (path, ""),
        None => path
            .match_indices('.')
            .rev()
            .map(|(at, _)| (&path[..at], &path[at + 1..]))
            .find(|(name, _)| compiled.type_of(name).is_some())?,
    };
    let mut ty = compiled.type_of(name)?.clone();
    for member in members.split('.').filter(|member| !member.is_empty()) {
        ty = match ty {
            Type::Context(mut entries) => entries.remove(member)?,
            Type::Any => Type::Any,
            _ => return None,
        };
    }
    Some(ty)
}

/// A value out of a text, as its type asks for. An empty text is null, `?` is not known.
pub fn value_of(text: &str, ty: &Type, path: &str) -> Option<Value> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Some(Value::Null);
    }
    if trimmed == UNKNOWN {
        return Some(Value::unknown(path));
    }
    let latin = latin_digits(trimmed);
    Some(match ty {
        Type::Number => Value::Number(latin.parse().ok()?),
        Type::Boolean => match trimmed {
            "true" | "yes" | "نعم" => Value::Boolean(true),
            "false" | "no" | "لا" => Value::Boolean(false),
            _ => return None,
        },
        Type::Date => Value::Date(latin.parse().ok()?),
        Type::Time => Value::Time(latin.parse().ok()?),
        Type::DateTime => Value::DateTime(latin.parse().ok()?),
        Type::DaysTime => Value::DaysTime(latin.parse().ok()?),
        Type::YearsMonths => Value::YearsMonths(latin.parse().ok()?),
        Type::String => Value::String(text.into()),
        Type::OneOf(names) => {
            names.iter().any(|name| name == trimmed).then(|| Value::String(trimmed.into()))?
        }
        Type::List(_) | Type::Context(_) => fitted(json::read(trimmed).ok()?, ty, path)?,
        Type::Any | Type::Null => guessed(trimmed, &latin),
        Type::Range(_) | Type::Function { .. } => return None,
    })
}

/// What a text without a type looks like.
fn guessed(text: &str, latin: &str) -> Value {
    if let Ok(number) = latin.parse() {
        return Value::Number(number);
    }
    match text {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        _ => match (latin.parse(), json::read(text)) {
            (Ok(date), _) => Value::Date(date),
            (_, Ok(value @ (Value::List(_) | Value::Context(_)))) => value,
            _ => Value::String(text.into()),
        },
    }
}

/// Arabic digits and their decimal sign become those that FEEL reads.
fn latin_digits(text: &str) -> String {
    text.chars()
        .map(|sign| match sign {
            '٠'..='٩' => char::from_digit(u32::from(sign) - u32::from('٠'), 10).unwrap_or(sign),
            '٫' => '.',
            other => other,
        })
        .collect()
}

/// A value out of JSON as its type asks for: dates and durations stand as texts there.
pub fn fitted(value: Value, ty: &Type, path: &str) -> Option<Value> {
    match (value, ty) {
        (Value::String(text), Type::String | Type::Any) => Some(Value::String(text)),
        (Value::String(text), ty) => value_of(&text, ty, path),
        (Value::Context(context), ty) => {
            if context.len() == 1
                && let Some(unknown) = context.get("unknown")
            {
                let names = unknown.as_list().unwrap_or_default().iter().filter_map(Value::as_str);
                let mut names: std::collections::BTreeSet<String> = names.map(str::to_owned).collect();
                if names.is_empty() {
                    names.insert(path.to_owned());
                }
                return Some(Value::unknown_of(names));
            }
            let mut entries = Context::new();
            for (name, value) in context.iter() {
                let inner = match ty {
                    Type::Context(types) => types.get(&**name).cloned().unwrap_or(Type::Any),
                    Type::Any => Type::Any,
                    _ => return None,
                };
                entries.set(name.clone(), fitted(value.clone(), &inner, &format!("{path}.{name}"))?);
            }
            Some(Value::context(entries))
        }
        (Value::List(items), ty) => {
            let inner = match ty {
                Type::List(inner) => (**inner).clone(),
                Type::Any => Type::Any,
                _ => return None,
            };
            let items: Option<Vec<Value>> =
                items.iter().map(|item| fitted(item.clone(), &inner, path)).collect();
            Some(Value::list(items?))
        }
        (value, ty) => ty.accepts(&value).then_some(value),
    }
}

/// Input data of one evaluation: a JSON file, then what is set by hand.
pub fn read(compiled: &Compiled, file: Option<&Path>, set: &[String], lang: Lang) -> anyhow::Result<Context> {
    let mut inputs = Context::new();
    if let Some(file) = file {
        let text = read_text(file, limits::JSON_BYTES_MAX, lang)?;
        let value = json::read(&text).map_err(|broken| {
            let (file, line, column) = (file.display(), broken.line, broken.column);
            let what = broken.what;
            fault(
                lang,
                format!("{file}:{line}:{column}: هذا ليس JSON سليماً ({what})"),
                format!("{file}:{line}:{column}: this is no JSON: {what}"),
            )
        })?;
        let Value::Context(all) = value else {
            return Err(fault(
                lang,
                format!("{}: يُنتظر كائن JSON فيه المدخلات بأسمائها", file.display()),
                format!("{}: a JSON object with the inputs by their names is expected", file.display()),
            ));
        };
        for (name, value) in all.iter() {
            let ty = type_of(compiled, name).ok_or_else(|| no_fact(name, lang))?;
            let shown = json::write(value);
            let value = fitted(value.clone(), &ty, name).ok_or_else(|| misfit(&shown, &ty, name, lang))?;
            inputs.set(name.clone(), value);
        }
    }
    for one in set {
        let (path, text) = one.split_once('=').ok_or_else(|| {
            fault(
                lang,
                format!("`{one}` ليست بصيغة الاسم=القيمة"),
                format!("`{one}` is not written as name=value"),
            )
        })?;
        let path = path.trim();
        let ty = type_of(compiled, path).ok_or_else(|| no_fact(path, lang))?;
        let value = value_of(text, &ty, path).ok_or_else(|| misfit(text, &ty, path, lang))?;
        inputs.set_path(path, value);
    }
    Ok(inputs)
}

/// The text of a file within a limit.
pub fn read_text(file: &Path, bytes_max: u64, lang: Lang) -> anyhow::Result<String> {
    let name = file.display();
    let opened = || in_file(lang, &name.to_string());
    let length = std::fs::metadata(file).with_context(opened)?.len();
    if length > bytes_max {
        return Err(fault(
            lang,
            format!("{name}: الملف أكبر من الحد المسموح، وهو {} ميغابايت", bytes_max / 1_000_000),
            format!("{name}: the file is larger than the limit of {} MB", bytes_max / 1_000_000),
        ));
    }
    std::fs::read_to_string(file).with_context(opened)
}

fn in_file(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ar => format!("تعذّرت قراءة `{name}`"),
        Lang::En => format!("can't read `{name}`"),
    }
}

/// The model has no such fact.
pub fn no_fact(path: &str, lang: Lang) -> anyhow::Error {
    fault(
        lang,
        format!("ليس في النموذج مدخل باسم `{path}`"),
        format!("the model has no input named `{path}`"),
    )
}

/// A value does not fit the type of its fact.
pub fn misfit(text: &str, ty: &Type, path: &str, lang: Lang) -> anyhow::Error {
    let wanted = match ty {
        Type::OneOf(names) => names.join(", "),
        other => other.to_string(),
    };
    let text: String = text.chars().take(80).collect();
    fault(
        lang,
        format!("القيمة `{text}` لا تناسب `{path}`: المنتظر {wanted}"),
        format!("the value `{text}` does not fit `{path}`: {wanted} is expected"),
    )
}
