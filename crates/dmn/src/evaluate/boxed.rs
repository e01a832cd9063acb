//! Evaluates boxed expressions.

use std::collections::BTreeSet;
use std::sync::Arc;

use afaq_feel::{Context, Date, Env, Expression, Meter, Range, Value};

use super::EvalError;
use super::coerce::{Leniency, coerce};
use super::function;
use super::recorder::Recorder;
use crate::compile::program::{Logic, Program};
use crate::limits;
use crate::model::Iteration;

/// Where an expression is evaluated.
pub(super) struct Frame<'a> {
    /// Name of the element, for traces and errors.
    pub(super) element: &'a str,
    pub(super) env: &'a Env,
    pub(super) recorder: &'a Arc<Recorder>,
    pub(super) program: &'a Arc<Program>,
    /// The budget that all expressions of one evaluation share.
    pub(super) meter: &'a mut Meter,
}

impl Frame<'_> {
    /// One FEEL expression.
    pub(super) fn feel(&mut self, expression: &Expression, vars: &Context) -> Result<Value, EvalError> {
        let outcome = expression.evaluate_within(vars, self.env, self.meter);
        self.meter.take_notes().into_iter().for_each(|note| self.recorder.note(note.message));
        outcome.map_err(|error| EvalError::Feel { element: self.element.to_owned(), error })
    }

    /// Any logic. The recursion is as deep as boxes are nested, which the compiler limits.
    pub(super) fn value(&mut self, logic: &Logic, vars: &Context) -> Result<Value, EvalError> {
        match logic {
            Logic::Broken => Ok(Value::Null),
            Logic::Literal(expression) => self.feel(expression, vars),
            Logic::Table(table) => self.table(table, vars),
            Logic::Context(entries) => self.context(entries, vars),
            Logic::Invocation { function, bindings } => {
                let function = self.value(function, vars)?;
                let mut arguments = Vec::with_capacity(bindings.len());
                for (name, binding) in bindings {
                    arguments.push((name.as_str().into(), self.value(binding, vars)?));
                }
                function::call(&function, arguments, self)
            }
            Logic::Function(logic) => Ok(function::boxed(logic, vars, self)),
            Logic::List(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|item| self.value(item, vars)).collect();
                Ok(Value::List(Arc::new(items?)))
            }
            Logic::Relation { columns, rows } => {
                let mut list = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut context = Context::new();
                    for (name, cell) in columns.iter().zip(row) {
                        let value = self.value(cell, vars)?;
                        context.set(name.as_str(), value);
                    }
                    list.push(Value::Context(Arc::new(context)));
                }
                Ok(Value::List(Arc::new(list)))
            }
            Logic::Conditional { condition, then, otherwise } => {
                let condition = self.value(condition, vars)?;
                self.conditional(condition, then, otherwise, vars)
            }
            Logic::Filter { list, condition } => {
                let list = self.value(list, vars)?;
                self.filter(list, condition, vars)
            }
            Logic::Iterator { iteration, variable, list, body } => {
                let list = self.value(list, vars)?;
                self.iterate(*iteration, variable, list, body, vars)
            }
            Logic::Typed(ty, inner) => {
                let value = self.value(inner, vars)?;
                match coerce(ty, value, self.env, Leniency::Exact) {
                    Some(value) => Ok(value),
                    None => {
                        self.recorder.note(format!("a value in `{}` does not fit its type", self.element));
                        Ok(Value::Null)
                    }
                }
            }
        }
    }

    fn context(&mut self, entries: &[(Option<String>, Logic)], vars: &Context) -> Result<Value, EvalError> {
        let mut vars = vars.clone();
        let mut own = Context::new();
        for (name, logic) in entries {
            let value = self.value(logic, &vars)?;
            match name {
                None => return Ok(value),
                Some(name) => {
                    vars.set(name.as_str(), value.clone());
                    own.set(name.as_str(), value);
                }
            }
        }
        Ok(Value::Context(Arc::new(own)))
    }

    fn conditional(
        &mut self,
        condition: Value,
        then: &Logic,
        otherwise: &Logic,
        vars: &Context,
    ) -> Result<Value, EvalError> {
        match condition {
            Value::Boolean(true) => self.value(then, vars),
            Value::Unknown(unknown) => {
                let (a, b) = (self.value(then, vars)?, self.value(otherwise, vars)?);
                Ok(if a == b { a } else { Value::Unknown(unknown) })
            }
            Value::Boolean(false) | Value::Null => self.value(otherwise, vars),
            _ => {
                self.recorder.note(format!("a condition in `{}` is neither true nor false", self.element));
                Ok(Value::Null)
            }
        }
    }

    /// The entries of a list; anything else counts as a list of one, null as an empty list.
    fn entries(&self, list: Value) -> Result<Arc<Vec<Value>>, EvalError> {
        let entries = match list {
            Value::List(items) => items,
            Value::Null => Arc::new(Vec::new()),
            Value::Range(range) => Arc::new(whole_numbers(&range)?),
            other => Arc::new(vec![other]),
        };
        if entries.len() > limits::ITERATIONS_MAX {
            return Err(EvalError::TooLong { limit: limits::ITERATIONS_MAX });
        }
        Ok(entries)
    }

    fn filter(&mut self, list: Value, condition: &Logic, vars: &Context) -> Result<Value, EvalError> {
        if matches!(list, Value::Unknown(_) | Value::Null) {
            return Ok(list);
        }
        let entries = self.entries(list)?;
        let mut kept = Vec::new();
        let mut names = BTreeSet::new();
        for entry in entries.iter() {
            let mut inner = vars.clone();
            // A member that is called `item` comes before the entry itself.
            inner.set("item", entry.clone());
            if let Value::Context(members) = entry {
                members.iter().for_each(|(name, value)| inner.set(name.clone(), value.clone()));
            }
            match self.value(condition, &inner)? {
                Value::Boolean(true) => kept.push(entry.clone()),
                Value::Unknown(unknown) => names.extend(unknown.names.iter().cloned()),
                Value::Number(number) => return Ok(nth(&entries, number.to_i64())),
                Value::Boolean(false) | Value::Null => {}
                _ => {
                    let note = format!("a filter in `{}` is neither a condition nor an index", self.element);
                    self.recorder.note(note);
                    return Ok(Value::Null);
                }
            }
        }
        if names.is_empty() { Ok(Value::List(Arc::new(kept))) } else { Ok(Value::unknown_of(names)) }
    }

    fn iterate(
        &mut self,
        iteration: Iteration,
        variable: &str,
        list: Value,
        body: &Logic,
        vars: &Context,
    ) -> Result<Value, EvalError> {
        match (&list, iteration) {
            (Value::Unknown(_), _) => return Ok(list),
            (Value::Null, _) => return Ok(Value::Null),
            _ => {}
        }
        let entries = self.entries(list)?;
        let mut inner = vars.clone();
        let mut results: Vec<Value> = Vec::with_capacity(entries.len());
        let mut names = BTreeSet::new();
        let mut has_null = false;
        for entry in entries.iter() {
            inner.set(variable, entry.clone());
            if iteration == Iteration::For {
                inner.set("partial", Value::List(Arc::new(results.clone())));
            }
            match (iteration, self.value(body, &inner)?) {
                (Iteration::For, value) => results.push(value),
                (Iteration::Every, Value::Boolean(false)) => return Ok(Value::Boolean(false)),
                (Iteration::Some, Value::Boolean(true)) => return Ok(Value::Boolean(true)),
                (_, Value::Boolean(_)) => {}
                (_, Value::Unknown(unknown)) => names.extend(unknown.names.iter().cloned()),
                (_, _) => has_null = true,
            }
        }
        Ok(match iteration {
            Iteration::For => Value::List(Arc::new(results)),
            _ if !names.is_empty() => Value::unknown_of(names),
            _ if has_null => Value::Null,
            Iteration::Every => Value::Boolean(true),
            Iteration::Some => Value::Boolean(false),
        })
    }
}

/// The entry with a number from 1, or from the end when it is negative.
fn nth(entries: &[Value], number: Option<i64>) -> Value {
    let index = match number {
        Some(number) if number > 0 => usize::try_from(number - 1).ok(),
        Some(number) if number < 0 => {
            usize::try_from(number.unsigned_abs()).ok().and_then(|back| entries.len().checked_sub(back))
        }
        _ => None,
    };
    index.and_then(|index| entries.get(index)).cloned().unwrap_or(Value::Null)
}

/// The whole numbers or days of a range that has both ends.
fn whole_numbers(range: &Range) -> Result<Vec<Value>, EvalError> {
    let end = |value: &Option<Value>| match value {
        Some(Value::Number(number)) => number.to_i64(),
        Some(Value::Date(date)) => Some(date.days_since_epoch()),
        _ => None,
    };
    let (Some(low), Some(high)) = (end(&range.low), end(&range.high)) else { return Ok(Vec::new()) };
    let item = |number: i64| match range.low {
        Some(Value::Date(_)) => Date::from_days_since_epoch(number).map_or(Value::Null, Value::Date),
        _ => Value::from(number),
    };
    let low = if range.low_closed { low } else { low.saturating_add(1) };
    let high = if range.high_closed { high } else { high.saturating_sub(1) };
    if high.saturating_sub(low) >= i64::try_from(limits::ITERATIONS_MAX).unwrap_or(i64::MAX) {
        return Err(EvalError::TooLong { limit: limits::ITERATIONS_MAX });
    }
    Ok((low..=high).map(item).collect())
}
