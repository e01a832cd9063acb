//! Functions on texts.

use super::{as_items, decimal, given, single, text};
use crate::evaluate::{EvalErrorKind, Machine, Outcome};
use crate::regex::{Regex, RegexError};
use crate::{Rounding, Value};

fn make(text: Option<String>) -> Outcome {
    Ok(text.map_or(Value::Null, Value::string))
}

pub(super) fn string(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let text = match args.first() {
        None | Some(Value::Null | Value::Function(_)) => return Ok(Value::Null),
        Some(value) => crate::print::plain(value),
    };
    machine.check_text(text.len())?;
    machine.spend(text.len() / 64)?;
    make(Some(text))
}

fn whole(args: &[Value], at: usize) -> Option<i64> {
    decimal(args, at)?.round(0, Rounding::Down)?.to_i64()
}

pub(super) fn substring(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    make(cut(args))
}

fn cut(args: &[Value]) -> Option<String> {
    let text = text(args, 0)?;
    let length = text.chars().count();
    let start = match whole(args, 1)? {
        0 => return None,
        index if index > 0 => usize::try_from(index - 1).ok()?,
        index => length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?,
    };
    let take =
        if given(args, 2) { usize::try_from(whole(args, 2)?).ok().filter(|take| *take > 0)? } else { length };
    Some(text.chars().skip(start).take(take).collect())
}

pub(super) fn string_length(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    Ok(text(args, 0).map_or(Value::Null, |text| Value::from(text.chars().count() as i64)))
}

pub(super) fn upper_case(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    make(text(args, 0).map(str::to_uppercase))
}

pub(super) fn lower_case(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    make(text(args, 0).map(str::to_lowercase))
}

fn pair(args: &[Value]) -> Option<(&str, &str)> {
    text(args, 0).zip(text(args, 1))
}

pub(super) fn substring_before(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    make(pair(args).map(|(text, part)| text.split_once(part).map_or("", |(head, _)| head).to_owned()))
}

pub(super) fn substring_after(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    make(pair(args).map(|(text, part)| text.split_once(part).map_or("", |(_, tail)| tail).to_owned()))
}

fn test(args: &[Value], test: fn(&str, &str) -> bool) -> Outcome {
    Ok(pair(args).map_or(Value::Null, |(text, part)| Value::Boolean(test(text, part))))
}

pub(super) fn contains(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    test(args, |text, part| text.contains(part))
}

pub(super) fn starts_with(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    test(args, |text, part| text.starts_with(part))
}

pub(super) fn ends_with(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    test(args, |text, part| text.ends_with(part))
}

fn pattern(machine: &mut Machine<'_>, args: &[Value], flags_at: usize) -> Option<Regex> {
    let flags = if given(args, flags_at) { text(args, flags_at)? } else { "" };
    match Regex::new(text(args, 1)?, flags) {
        Ok(regex) => Some(regex),
        Err(problem) => {
            machine.null(|| format!("the pattern is not valid: {problem}"));
            None
        }
    }
}

/// Runs a search with the steps that are left; it pays for what it used.
fn run<T>(
    machine: &mut Machine<'_>,
    search: impl FnOnce(&mut u64) -> Result<T, RegexError>,
) -> Result<T, crate::EvalError> {
    let all = machine.meter.steps_left();
    let mut left = all;
    let found = search(&mut left);
    machine.spend(usize::try_from(all - left).unwrap_or(usize::MAX))?;
    found.map_err(|_| machine.error(EvalErrorKind::Steps))
}

pub(super) fn matches(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let (Some(input), Some(regex)) = (text(args, 0), pattern(machine, args, 2)) else {
        return Ok(Value::Null);
    };
    let input: Vec<char> = input.chars().collect();
    Ok(Value::Boolean(run(machine, |left| regex.find(&input, 0, left))?.is_some()))
}

pub(super) fn replace(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let (Some(input), Some(replacement)) = (text(args, 0), text(args, 2)) else { return Ok(Value::Null) };
    let Some(regex) = pattern(machine, args, 3) else { return Ok(Value::Null) };
    let input: Vec<char> = input.chars().collect();
    let length = machine.meter.limits().text_length;
    match run(machine, |left| regex.replace(&input, replacement, length, left))? {
        Some(result) => make(Some(result)),
        None => Ok(Value::Null),
    }
}

pub(super) fn split(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let (Some(input), Some(regex)) = (text(args, 0), pattern(machine, args, 2)) else {
        return Ok(Value::Null);
    };
    let input: Vec<char> = input.chars().collect();
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some((start, end)) = run(machine, |left| regex.find(&input, at, left))? {
        if end == start {
            at = end + 1;
            if at > input.len() {
                break;
            }
            continue;
        }
        parts.push(Value::string(input[from..start].iter().collect::<String>()));
        machine.check_length(parts.len())?;
        (from, at) = (end, end);
    }
    parts.push(Value::string(input[from..].iter().collect::<String>()));
    Ok(Value::list(parts))
}

pub(super) fn string_join(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(items) = args.first().and_then(as_items) else { return Ok(Value::Null) };
    let delimiter = match args.get(1).map(single) {
        None | Some(Value::Null) => "",
        Some(Value::String(delimiter)) => delimiter,
        Some(_) => return Ok(Value::Null),
    };
    let mut joined = String::new();
    let mut first = true;
    for item in items.iter() {
        let part = match item {
            Value::Null => continue,
            Value::String(part) => part,
            _ => return Ok(Value::Null),
        };
        machine.check_text(joined.len() + part.len() + delimiter.len())?;
        if !first {
            joined.push_str(delimiter);
        }
        first = false;
        joined.push_str(part);
    }
    make(Some(joined))
}
