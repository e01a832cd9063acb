//! Input data from texts: JSON files, `--set` and cells of CSV, by the types that the model gives to its facts.

use std::path::Path;

use afaq_base::Lang;
use afaq_dmn::Compiled;
use afaq_feel::{Context, Type, Value};

use super::{fault, in_lang, json, limits};

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

/// The values inside of a value that do not fit, each with its path.
fn misfits(value: &Value, ty: &Type, path: &str, lang: Lang, wrong: &mut Vec<anyhow::Error>) {
    let before = wrong.len();
    match (value, ty) {
        (Value::Context(context), Type::Context(types)) => {
            for (name, value) in context.iter() {
                let inner = types.get(&**name).cloned().unwrap_or(Type::Any);
                let path = format!("{path}.{name}");
                if fitted(value.clone(), &inner, &path).is_none() {
                    misfits(value, &inner, &path, lang, wrong);
                }
            }
        }
        (Value::List(items), Type::List(inner)) => {
            for (at, item) in items.iter().enumerate() {
                if fitted(item.clone(), inner, path).is_none() {
                    misfits(item, inner, &format!("{path}[{}]", at + 1), lang, wrong);
                }
            }
        }
        _ => {}
    }
    if wrong.len() == before {
        wrong.push(misfit(&json::write(value), ty, path, lang));
    }
}

/// Input data of one evaluation: a JSON file, then what is set by hand.
pub fn read(compiled: &Compiled, file: Option<&Path>, set: &[String], lang: Lang) -> anyhow::Result<Context> {
    let mut inputs = Context::new();
    if let Some(file) = file {
        let text = read_text(file, limits::JSON_BYTES_MAX, lang)?;
        let value = json::read(&text).map_err(|broken| {
            let (file, line, column) = (file.display(), broken.line, broken.column);
            fault(
                lang,
                format!("{file}:{line}:{column}: هذا ليس JSON سليماً: {}", broken.what.ar()),
                format!("{file}:{line}:{column}: this is no JSON: {}", broken.what.en()),
            )
        })?;
        let Value::Context(all) = value else {
            return Err(fault(
                lang,
                format!("{}: يُنتظر كائن JSON فيه المدخلات بأسمائها", file.display()),
                format!("{}: a JSON object with the inputs by their names is expected", file.display()),
            ));
        };
        let mut wrong = Vec::new();
        for (name, value) in all.iter() {
            let Some(ty) = type_of(compiled, name) else {
                wrong.push(no_fact(name, compiled, lang));
                continue;
            };
            match fitted(value.clone(), &ty, name) {
                Some(value) => inputs.set(name.clone(), value),
                None => misfits(value, &ty, name, lang, &mut wrong),
            }
        }
        if !wrong.is_empty() {
            let all: Vec<String> = wrong.iter().map(|one| format!("{}: {one}", file.display())).collect();
            return Err(anyhow::Error::msg(all.join("\n")));
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
        let ty = type_of(compiled, path).ok_or_else(|| no_fact(path, compiled, lang))?;
        let value = value_of(text, &ty, path).ok_or_else(|| misfit(text, &ty, path, lang))?;
        inputs.set_path(path, value);
    }
    Ok(inputs)
}

/// The text of a file within a limit.
pub fn read_text(file: &Path, bytes_max: u64, lang: Lang) -> anyhow::Result<String> {
    let name = file.display();
    let length = std::fs::metadata(file).map_err(|error| unreadable(file, &error, lang))?.len();
    if length > bytes_max {
        return Err(fault(
            lang,
            format!("{name}: الملف أكبر من الحد المسموح، وهو {} ميغابايت", bytes_max / 1_000_000),
            format!("{name}: the file is larger than the limit of {} MB", bytes_max / 1_000_000),
        ));
    }
    std::fs::read_to_string(file).map_err(|error| unreadable(file, &error, lang))
}

/// The model has no such fact; it is told what it has.
pub fn no_fact(path: &str, compiled: &Compiled, lang: Lang) -> anyhow::Error {
    let all: Vec<String> =
        compiled.inputs().take(limits::NAMES_SHOWN_MAX).map(|name| format!("`{name}`")).collect();
    let (ar, en) = (all.join("، "), all.join(", "));
    // A file of another separator is one long name.
    let (hint_ar, hint_en) = match path.contains([';', '\t']) {
        true => ("؛ افصل بين الأعمدة بفاصلة `,`", "; write a comma between columns"),
        false => ("", ""),
    };
    fault(
        lang,
        format!("ليس في النموذج مدخل باسم `{path}`{hint_ar}؛ مدخلاته: {ar}"),
        format!("the model has no input named `{path}`{hint_en}; its inputs are {en}"),
    )
}

/// A value does not fit the type of its fact.
pub fn misfit(text: &str, ty: &Type, path: &str, lang: Lang) -> anyhow::Error {
    let wanted = wanted(ty, lang);
    let text: String = text.chars().take(80).collect();
    fault(
        lang,
        format!("القيمة `{text}` لا تناسب `{path}`: المنتظر {wanted}"),
        format!("the value `{text}` does not fit `{path}`: {wanted} is expected"),
    )
}

/// What a type asks for, with an example.
fn wanted(ty: &Type, lang: Lang) -> String {
    let (ar, en) = match ty {
        Type::Number => ("عدد مثل 12.5", "a number such as 12.5"),
        Type::Boolean => ("true أو false", "true or false"),
        Type::Date => ("تاريخ مثل 2026-11-22", "a date such as 2026-11-22"),
        Type::Time => ("وقت مثل 08:30:00", "a time such as 08:30:00"),
        Type::DateTime => {
            ("تاريخ ووقت مثل 2026-11-22T08:30:00", "a date and time such as 2026-11-22T08:30:00")
        }
        Type::DaysTime => {
            ("مدة مثل P2DT3H (يومان وثلاث ساعات)", "a duration such as P2DT3H (two days and three hours)")
        }
        Type::YearsMonths => {
            ("مدة مثل P1Y6M (سنة وستة أشهر)", "a duration such as P1Y6M (a year and six months)")
        }
        Type::String => ("نص", "a text"),
        Type::List(_) => ("قائمة مثل [1, 2]", "a list such as [1, 2]"),
        Type::Context(_) => ("كائن JSON", "a JSON object"),
        Type::OneOf(names) => {
            let shown = names.iter().take(limits::NAMES_SHOWN_MAX).map(|name| format!("`{name}`"));
            let more = if names.len() > limits::NAMES_SHOWN_MAX { ", …" } else { "" };
            let names = shown.collect::<Vec<_>>().join(", ");
            return match lang {
                Lang::Ar => format!("إحدى القيم {names}{more}"),
                Lang::En => format!("one of {names}{more}"),
            };
        }
        other => return other.to_string(),
    };
    in_lang(lang, ar, en).to_owned()
}

/// What a file that cannot be opened or read is told as.
pub fn unreadable(file: &Path, error: &std::io::Error, lang: Lang) -> anyhow::Error {
    let name = file.display();
    let (ar, en) = match error.kind() {
        std::io::ErrorKind::NotFound => ("لا يوجد ملف بهذا الاسم", "there is no such file"),
        std::io::ErrorKind::PermissionDenied => ("لا تملك صلاحية قراءته", "you may not read it"),
        std::io::ErrorKind::InvalidData => ("محتواه ليس نص UTF-8", "it is no UTF-8 text"),
        std::io::ErrorKind::IsADirectory => ("هذا مجلد وليس ملفاً", "this is a folder, not a file"),
        _ => {
            return fault(
                lang,
                format!("تعذّرت قراءة `{name}`: {error}"),
                format!("can't read `{name}`: {error}"),
            );
        }
    };
    fault(lang, format!("تعذّرت قراءة `{name}`: {ar}"), format!("can't read `{name}`: {en}"))
}
