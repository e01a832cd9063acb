//! Functions on lists and contexts.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{as_items, decimal, single};
use crate::context::Context;
use crate::evaluate::{Machine, Outcome};
use crate::function::Function;
use crate::{Decimal, Rounding, Truth, Value};

/// The elements of the one list, or the arguments themselves.
fn all_items(args: &[Value]) -> Option<Arc<Vec<Value>>> {
    match args {
        [one] => as_items(one),
        many => Some(Arc::new(many.to_vec())),
    }
}

fn numbers(args: &[Value]) -> Option<Vec<Decimal>> {
    all_items(args)?.iter().map(Value::as_number).collect()
}

fn number(number: Option<Decimal>) -> Outcome {
    Ok(number.map_or(Value::Null, Value::Number))
}

fn truth_of(value: &Value) -> Truth {
    match value {
        Value::Boolean(value) => Truth::from(*value),
        Value::Unknown(unknown) => Truth::Unknown(unknown.names.clone()),
        _ => Truth::Null,
    }
}

pub(super) fn not(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    Ok(args.first().map_or(Truth::Null, |arg| truth_of(single(arg))).negate().into())
}

pub(super) fn list_contains(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let [list, element] = args else { return Ok(Value::Null) };
    let Some(items) = as_items(list) else { return Ok(Value::Null) };
    machine.spend(items.len())?;
    let mut result = Truth::False;
    for item in items.iter() {
        let same = item.feel_equals(element);
        result = result.or(if same == Truth::Null { Truth::False } else { same });
    }
    Ok(result.into())
}

pub(super) fn count(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    Ok(args.first().and_then(as_items).map_or(Value::Null, |items| Value::from(items.len() as i64)))
}

fn extreme(args: &[Value], wanted: Ordering) -> Outcome {
    let Some(items) = all_items(args) else { return Ok(Value::Null) };
    let mut best: Option<&Value> = None;
    for item in items.iter() {
        match best {
            None => best = Some(item),
            Some(known) => match item.feel_compare(known) {
                None => return Ok(Value::Null),
                Some(order) if order == wanted => best = Some(item),
                Some(_) => {}
            },
        }
    }
    Ok(best.filter(|best| best.feel_compare(best).is_some()).cloned().unwrap_or_default())
}

pub(super) fn min(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    extreme(args, Ordering::Less)
}

pub(super) fn max(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    extreme(args, Ordering::Greater)
}

fn total(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |sum, next| sum.checked_add(*next)).filter(|_| !numbers.is_empty())
}

pub(super) fn sum(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    number(numbers(args).and_then(|all| total(&all)))
}

pub(super) fn mean(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    number(numbers(args).and_then(|all| total(&all)?.checked_div(Decimal::from(all.len() as i64))))
}

pub(super) fn product(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    number(
        numbers(args)
            .filter(|all| !all.is_empty())
            .and_then(|all| all.into_iter().try_fold(Decimal::ONE, Decimal::checked_mul)),
    )
}

pub(super) fn median(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(mut all) = numbers(args).filter(|all| !all.is_empty()) else { return Ok(Value::Null) };
    all.sort();
    let middle = all.len() / 2;
    if all.len() % 2 == 1 {
        return number(all.get(middle).copied());
    }
    number(all[middle - 1].checked_add(all[middle]).and_then(|sum| sum.checked_div(Decimal::from(2))))
}

/// The standard deviation of a sample.
pub(super) fn stddev(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(all) = numbers(args).filter(|all| all.len() > 1) else { return Ok(Value::Null) };
    let deviation = || {
        let count = Decimal::from(all.len() as i64);
        let sum = all.iter().try_fold(Decimal::ZERO, |sum, next| sum.checked_add(*next))?;
        let mean = sum.checked_div(count)?;
        let squares = all.iter().try_fold(Decimal::ZERO, |sum, next| {
            let gap = next.checked_sub(mean)?;
            sum.checked_add(gap.checked_mul(gap)?)
        })?;
        squares.checked_div(count.checked_sub(Decimal::ONE)?)?.sqrt()
    };
    number(deviation())
}

pub(super) fn mode(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(mut all) = numbers(args) else { return Ok(Value::Null) };
    all.sort();
    let runs: Vec<(Decimal, usize)> =
        all.chunk_by(|left, right| left == right).map(|run| (run[0], run.len())).collect();
    let most = runs.iter().map(|(_, length)| *length).max().unwrap_or(0);
    let modes = runs.into_iter().filter(|(_, length)| *length == most).map(|(value, _)| Value::Number(value));
    Ok(Value::list(modes.collect()))
}

fn fold(args: &[Value], decides: bool) -> Outcome {
    if let [unknown @ Value::Unknown(_)] = args {
        return Ok(unknown.clone());
    }
    let Some(items) = all_items(args) else { return Ok(Value::Null) };
    let mut result = Truth::from(!decides);
    for item in items.iter() {
        let truth = truth_of(item);
        if truth == Truth::Null && !item.is_null() {
            return Ok(Value::Null);
        }
        result = if decides { result.or(truth) } else { result.and(truth) };
    }
    Ok(result.into())
}

pub(super) fn all(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    fold(args, false)
}

pub(super) fn any(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    fold(args, true)
}

fn whole(args: &[Value], at: usize) -> Option<i64> {
    decimal(args, at)?.round(0, Rounding::Down)?.to_i64()
}

/// The place that an index from 1, or from the end, names.
fn place(index: i64, length: usize) -> Option<usize> {
    let at = match index {
        0 => return None,
        index if index > 0 => usize::try_from(index - 1).ok()?,
        index => length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?,
    };
    (at < length).then_some(at)
}

pub(super) fn sublist(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let found = args.first().and_then(as_items).and_then(|items| {
        let start = place(whole(args, 1)?, items.len())?;
        let length =
            if args.len() > 2 { usize::try_from(whole(args, 2)?).ok()? } else { items.len() - start };
        let end = start.checked_add(length).filter(|end| *end <= items.len())?;
        Some(Value::list(items[start..end].to_vec()))
    });
    Ok(found.unwrap_or_default())
}

pub(super) fn append(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some((list, items)) = args.split_first() else { return Ok(Value::Null) };
    if list.is_unknown() {
        return Ok(list.clone());
    }
    let Some(mut all) = as_items(list) else { return Ok(Value::Null) };
    machine.check_length(all.len() + items.len())?;
    machine.spend(all.len())?;
    Arc::make_mut(&mut all).extend(items.iter().cloned());
    Ok(Value::List(all))
}

pub(super) fn concatenate(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let mut all = Vec::new();
    for arg in args {
        let Some(items) = as_items(arg) else { return Ok(Value::Null) };
        machine.check_length(all.len() + items.len())?;
        machine.spend(items.len())?;
        all.extend(items.iter().cloned());
    }
    Ok(Value::list(all))
}

pub(super) fn insert_before(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let found = args.first().and_then(as_items).zip(whole(args, 1));
    let Some((mut items, at)) =
        found.and_then(|(items, index)| Some((items.clone(), place(index, items.len())?)))
    else {
        return Ok(Value::Null);
    };
    machine.check_length(items.len() + 1)?;
    Arc::make_mut(&mut items).insert(at, args.get(2).cloned().unwrap_or_default());
    Ok(Value::List(items))
}

pub(super) fn remove(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let found = args.first().and_then(as_items).zip(whole(args, 1));
    let Some((mut items, at)) =
        found.and_then(|(items, index)| Some((items.clone(), place(index, items.len())?)))
    else {
        return Ok(Value::Null);
    };
    Arc::make_mut(&mut items).remove(at);
    Ok(Value::List(items))
}

pub(super) fn list_replace(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let [list, which, item] = args else { return Ok(Value::Null) };
    let Some(mut items) = as_items(list) else { return Ok(Value::Null) };
    if let Value::Function(matches) = which {
        let mut replaced = Vec::with_capacity(items.len());
        for old in items.iter() {
            match machine.apply(matches, vec![old.clone(), item.clone()])? {
                Value::Boolean(true) => replaced.push(item.clone()),
                Value::Boolean(false) => replaced.push(old.clone()),
                unknown @ Value::Unknown(_) => return Ok(unknown),
                _ => return Ok(Value::Null),
            }
        }
        return Ok(Value::list(replaced));
    }
    let Some(at) = whole(args, 1).and_then(|index| place(index, items.len())) else { return Ok(Value::Null) };
    Arc::make_mut(&mut items)[at] = item.clone();
    Ok(Value::List(items))
}

pub(super) fn reverse(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let items = args.first().and_then(as_items);
    Ok(items.map_or(Value::Null, |items| Value::list(items.iter().rev().cloned().collect())))
}

pub(super) fn index_of(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let [list, wanted] = args else { return Ok(Value::Null) };
    let Some(items) = as_items(list) else { return Ok(Value::Null) };
    let places = items.iter().enumerate().filter(|(_, item)| item.feel_equals(wanted).is_true());
    Ok(Value::list(places.map(|(at, _)| Value::from(at as i64 + 1)).collect()))
}

fn distinct(machine: &mut Machine<'_>, items: &[Value]) -> Outcome {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        // Comparing costs a fraction of an operation.
        machine.spend(1 + kept.len() / 16)?;
        if !kept.iter().any(|known| known.feel_equals(item).is_true()) {
            kept.push(item.clone());
        }
    }
    Ok(Value::list(kept))
}

pub(super) fn union(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    match concatenate(machine, args)? {
        Value::List(items) => distinct(machine, &items),
        other => Ok(other),
    }
}

pub(super) fn distinct_values(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    match args.first().and_then(as_items) {
        Some(items) => distinct(machine, &items),
        None => Ok(Value::Null),
    }
}

pub(super) fn flatten(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(items) = args.first().and_then(as_items) else { return Ok(Value::Null) };
    let mut flat = Vec::new();
    let mut waiting: Vec<Value> = items.iter().rev().cloned().collect();
    while let Some(item) = waiting.pop() {
        machine.spend(1)?;
        match item {
            Value::List(inner) => waiting.extend(inner.iter().rev().cloned()),
            item => flat.push(item),
        }
        machine.check_length(flat.len())?;
    }
    Ok(Value::list(flat))
}

/// Merge sort, since the order may come from a function that contradicts itself.
pub(super) fn sort(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(items) = args.first().and_then(as_items) else { return Ok(Value::Null) };
    let precedes = match args.get(1) {
        Some(Value::Function(function)) => Some(function.clone()),
        None | Some(Value::Null) => None,
        Some(_) => return Ok(Value::Null),
    };
    let mut runs: Vec<Vec<Value>> = items.iter().map(|item| vec![item.clone()]).collect();
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut waiting = runs.into_iter();
        while let Some(left) = waiting.next() {
            match waiting.next() {
                None => merged.push(left),
                Some(right) => match merge(machine, left, right, precedes.as_ref())? {
                    Ok(run) => merged.push(run),
                    Err(outcome) => return Ok(outcome),
                },
            }
        }
        runs = merged;
    }
    Ok(Value::list(runs.pop().unwrap_or_default()))
}

type Merged = Result<Result<Vec<Value>, Value>, crate::EvalError>;

fn merge(
    machine: &mut Machine<'_>,
    left: Vec<Value>,
    right: Vec<Value>,
    precedes: Option<&Arc<Function>>,
) -> Merged {
    let mut result = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
        machine.spend(1)?;
        let swap = match precedes {
            None => match second.feel_compare(first) {
                Some(order) => order == Ordering::Less,
                None => return Ok(Err(Value::Null)),
            },
            Some(function) => match machine.apply(function, vec![second.clone(), first.clone()])? {
                Value::Boolean(before) => before,
                unknown @ Value::Unknown(_) => return Ok(Err(unknown)),
                _ => return Ok(Err(Value::Null)),
            },
        };
        result.extend(if swap { right.next() } else { left.next() });
    }
    result.extend(left);
    result.extend(right);
    Ok(Ok(result))
}

fn keys(value: &Value) -> Option<Vec<Arc<str>>> {
    as_items(value)?
        .iter()
        .map(|key| if let Value::String(key) = key { Some(key.clone()) } else { None })
        .collect()
}

pub(super) fn get_value(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let [context, key] = args else { return Ok(Value::Null) };
    let Some(path) = keys(key).filter(|path| !path.is_empty()) else { return Ok(Value::Null) };
    let mut value = single(context);
    for key in &path {
        match value {
            Value::Context(context) => match context.get(key) {
                Some(inner) => value = inner,
                None => return Ok(Value::Null),
            },
            unknown @ Value::Unknown(_) => return Ok(unknown.clone()),
            _ => return Ok(Value::Null),
        }
    }
    Ok(value.clone())
}

pub(super) fn get_entries(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(Value::Context(context)) = args.first().map(single) else { return Ok(Value::Null) };
    let entries = context.iter().map(|(key, value)| {
        Value::context(Context::new().with("key", Value::String(key.clone())).with("value", value.clone()))
    });
    Ok(Value::list(entries.collect()))
}

pub(super) fn context(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(items) = args.first().and_then(as_items) else { return Ok(Value::Null) };
    let mut result = Context::new();
    for item in items.iter() {
        let Value::Context(entry) = item else { return Ok(Value::Null) };
        let (Some(Value::String(key)), Some(value)) = (entry.get("key"), entry.get("value")) else {
            return Ok(Value::Null);
        };
        if result.get(key).is_some() {
            return Ok(Value::Null);
        }
        result.set(key.clone(), value.clone());
    }
    Ok(Value::context(result))
}

pub(super) fn context_put(_: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let [context, key, value] = args else { return Ok(Value::Null) };
    let (Value::Context(context), Some(path)) = (single(context), keys(key)) else { return Ok(Value::Null) };
    Ok(put(context, &path, value).map_or(Value::Null, Value::context))
}

fn put(context: &Context, path: &[Arc<str>], value: &Value) -> Option<Context> {
    let (key, rest) = path.split_first()?;
    let mut result = context.clone();
    let inner = match (rest.is_empty(), context.get(key)) {
        (true, _) => value.clone(),
        (false, Some(Value::Context(inner))) if rest.len() < 64 => Value::context(put(inner, rest, value)?),
        _ => return None,
    };
    result.set(key.clone(), inner);
    Some(result)
}

pub(super) fn context_merge(machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
    let Some(items) = args.first().and_then(as_items) else { return Ok(Value::Null) };
    let mut result = Context::new();
    for item in items.iter() {
        let Value::Context(context) = item else { return Ok(Value::Null) };
        machine.spend(context.len())?;
        for (key, value) in context.iter() {
            result.set(key.clone(), value.clone());
        }
    }
    Ok(Value::context(result))
}
