//! Fits values to types: a list of one becomes its item, a date a point in time, and what does not fit null.

use std::sync::Arc;

use afaq_feel::{Context, DateTime, Env, Truth, Type, UnaryTests, Value};

use crate::compile::types::{Shape, Ty};

/// The value as the type wants it; none when it does not fit.
pub(crate) fn coerce(ty: &Ty, value: Value, env: &Env, leniency: Leniency) -> Option<Value> {
    // Most values fit as they are, and are then neither copied nor compared.
    if fits_as_it_is(ty, &value, env) { Some(value) } else { fitted(ty, value, env, leniency) }
}

/// Whether the type would change nothing of the value.
pub(crate) fn fits_as_it_is(ty: &Ty, value: &Value, env: &Env) -> bool {
    if ty.is_any() || matches!(value, Value::Null | Value::Unknown(_)) {
        return true;
    }
    let has_shape = match (&ty.shape, value) {
        (Shape::Any, _) => true,
        (Shape::Function | Shape::Simple, _) => ty.feel.accepts(value),
        (Shape::List(item), Value::List(items)) => items.iter().all(|each| fits_as_it_is(item, each, env)),
        (Shape::Context(components), Value::Context(context)) => components
            .iter()
            .all(|(name, ty)| context.get(name).is_some_and(|member| fits_as_it_is(ty, member, env))),
        (Shape::List(_) | Shape::Context(_), _) => false,
    };
    has_shape && is_allowed(ty, value, env)
}

/// Whether the value is one of those to which the type is restricted.
fn is_allowed(ty: &Ty, value: &Value, env: &Env) -> bool {
    let passes = |tests: &UnaryTests| {
        !matches!(tests.matches(value, &Context::new(), env), Ok(Truth::False | Truth::Null) | Err(_))
    };
    [&ty.allowed, &ty.constraint].into_iter().flatten().chain(&ty.inherited).all(passes)
}

fn fitted(ty: &Ty, value: Value, env: &Env, leniency: Leniency) -> Option<Value> {
    if ty.is_any() || matches!(value, Value::Null | Value::Unknown(_)) {
        return Some(value);
    }
    let fit = match &ty.shape {
        Shape::Any => Some(value),
        Shape::Function => ty.feel.accepts(&value).then_some(value),
        Shape::Simple => simple(&ty.feel, value),
        Shape::List(item) => list(item, value, env, leniency),
        Shape::Context(components) => context(components, value, env, leniency),
    }?;
    is_allowed(ty, &fit, env).then_some(fit)
}

/// What is missing in a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leniency {
    /// A context without one of its components does not fit.
    Exact,
    /// A missing component counts as null: input data come as far as they are known.
    MissingIsNull,
}

/// The paths of what does not fit in input data, where it became null.
pub(super) fn misfits(ty: &Ty, value: &Value, env: &Env, path: &str, found: &mut Vec<String>) {
    if let (Shape::Context(components), Value::Context(context)) = (&ty.shape, value) {
        for (name, component) in components {
            if let Some(member) = context.get(name) {
                misfits(component, member, env, &format!("{path}.{name}"), found);
            }
        }
    } else if coerce(ty, value.clone(), env, Leniency::MissingIsNull).is_none() {
        found.push(path.to_owned());
    }
}

fn simple(feel: &Type, value: Value) -> Option<Value> {
    if feel.accepts(&value) {
        return Some(value);
    }
    match value {
        Value::List(items) => match items.as_slice() {
            [only] if !matches!(only, Value::List(_)) => simple(feel, only.clone()),
            _ => None,
        },
        Value::Date(date) if *feel == Type::DateTime => Some(Value::DateTime(DateTime::midnight_utc(date))),
        _ => None,
    }
}

fn list(item: &Ty, value: Value, env: &Env, leniency: Leniency) -> Option<Value> {
    let Value::List(items) = value else {
        let only = fitted(item, value, env, leniency)?;
        return Some(Value::List(Arc::new(vec![only])));
    };
    let fit: Option<Vec<Value>> =
        items.iter().map(|each| fitted(item, each.clone(), env, leniency)).collect();
    fit.map(|items| Value::List(Arc::new(items)))
}

fn context(components: &[(String, Arc<Ty>)], value: Value, env: &Env, leniency: Leniency) -> Option<Value> {
    let context = match value {
        Value::Context(context) => context,
        Value::List(items) => match items.as_slice() {
            [Value::Context(only)] => Arc::clone(only),
            _ => return None,
        },
        _ => return None,
    };
    let mut fit = (*context).clone();
    for (name, ty) in components {
        match context.get(name) {
            Some(member) => {
                let member = fitted(ty, member.clone(), env, leniency);
                match (member, leniency) {
                    (Some(member), _) => fit.set(name.as_str(), member),
                    (None, Leniency::MissingIsNull) => fit.set(name.as_str(), Value::Null),
                    (None, Leniency::Exact) => return None,
                };
            }
            None if leniency == Leniency::MissingIsNull => {
                fit.set(name.as_str(), Value::Null);
            }
            None => return None,
        }
    }
    Some(Value::Context(Arc::new(fit)))
}
