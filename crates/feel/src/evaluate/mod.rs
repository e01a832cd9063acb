//! Evaluates trees within a budget.

mod call;
mod meter;
mod operators;
mod path;

pub use meter::{Env, EvalError, EvalErrorKind, Evaluated, Meter, Note};
pub(crate) use operators::{belongs, calculate, compare, instance_of};
pub(crate) use path::find_member;

use std::sync::Arc;

use crate::ast::{Binding, Domain, Expr, Iterator, Kind, Test};
use crate::context::Context;
use crate::function::{Defined, Function};
use crate::{Range, RangeForm, Truth, Value};

pub(crate) type Outcome = Result<Value, EvalError>;

/// One evaluation: the variables, the budget and the values of local variables by slot.
pub(crate) struct Machine<'a> {
    pub(crate) vars: &'a Context,
    pub(crate) env: &'a Env,
    pub(crate) meter: &'a mut Meter,
    pub(crate) locals: Vec<Value>,
    /// Inside a function: the variables that it took along from where it was written.
    pub(crate) captured: Option<Arc<Context>>,
    /// The place of the part that is evaluated, for notes and errors.
    place: (u32, u32),
}

impl<'a> Machine<'a> {
    pub(crate) fn new(
        vars: &'a Context,
        env: &'a Env,
        meter: &'a mut Meter,
        locals: Vec<Value>,
    ) -> Machine<'a> {
        Machine { vars, env, meter, locals, captured: None, place: (0, 0) }
    }

    /// Pays for work in proportion to its size.
    pub(crate) fn spend(&mut self, steps: usize) -> Result<(), EvalError> {
        self.meter.spend(steps as u64).map_err(|kind| self.error(kind))
    }

    pub(crate) fn error(&self, kind: EvalErrorKind) -> EvalError {
        EvalError { kind, start: self.place.0 as usize, end: self.place.1 as usize }
    }

    /// Null, with the reason noted.
    pub(crate) fn null(&mut self, reason: impl FnOnce() -> String) -> Value {
        let (start, end) = self.place;
        self.meter.note(|| Note { message: reason(), start: start as usize, end: end as usize });
        Value::Null
    }

    pub(crate) fn check_length(&self, length: usize) -> Result<(), EvalError> {
        if length > self.meter.limits().list_length {
            return Err(self.error(EvalErrorKind::ListLength));
        }
        Ok(())
    }

    pub(crate) fn check_text(&self, length: usize) -> Result<(), EvalError> {
        // The limit counts characters; bytes bound them from above by a factor of four.
        if length > self.meter.limits().text_length.saturating_mul(4) {
            return Err(self.error(EvalErrorKind::TextLength));
        }
        Ok(())
    }

    pub(crate) fn eval(&mut self, expr: &Expr) -> Outcome {
        match &expr.kind {
            Kind::Null => return Ok(Value::Null),
            Kind::Boolean(value) => return Ok(Value::Boolean(*value)),
            Kind::Number(value) => return Ok(Value::Number(*value)),
            Kind::Text(text) => return Ok(Value::String(text.clone())),
            Kind::At(_, value) => return Ok(value.clone()),
            _ => {}
        }
        self.place = (expr.start, expr.end);
        self.spend(1)?;
        self.meter.enter().map_err(|kind| self.error(kind))?;
        let result = self.eval_inner(expr);
        self.meter.leave();
        result
    }

    fn eval_inner(&mut self, expr: &Expr) -> Outcome {
        match &expr.kind {
            Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) | Kind::At(..) => Ok(Value::Null),
            Kind::Name(name) => Ok(self.lookup(&name.text, &name.binding)),
            Kind::Path(inner, member) => self.path(inner, member, expr),
            Kind::Filter { list, condition, slot } => self.filter(list, condition, *slot),
            Kind::Call { function, args } => self.call(function, args, expr),
            Kind::Negate(inner) => {
                let value = self.eval(inner)?;
                Ok(self.negate(value))
            }
            Kind::Sum { first, rest } | Kind::Product { first, rest } | Kind::Power { first, rest } => {
                self.arithmetic(first, rest, expr)
            }
            Kind::Compare { op, left, right } => {
                let (left, right) = (self.eval(left)?, self.eval(right)?);
                self.place = (expr.start, expr.end);
                Ok(self.compare(*op, &left, &right).into())
            }
            Kind::Between { value, low, high } => {
                let (value, low, high) = (self.eval(value)?, self.eval(low)?, self.eval(high)?);
                self.place = (expr.start, expr.end);
                Ok(self.between(&value, &low, &high).into())
            }
            Kind::In { value, tests, slot } => self.within(value, tests, *slot),
            Kind::And(parts) => self.logic(parts, false),
            Kind::Or(parts) => self.logic(parts, true),
            Kind::If { condition, yes, no } => self.choose(condition, yes, no),
            Kind::For { iterators, body, slot } => self.iterate(iterators, body, *slot),
            Kind::Quantified { every, iterators, body, slot } => {
                self.quantify(*every, iterators, body, *slot)
            }
            Kind::List(items) => {
                let items = items.iter().map(|item| self.eval(item)).collect::<Result<Vec<_>, _>>()?;
                Ok(Value::list(items))
            }
            Kind::Context { entries, slot } => self.context(entries, *slot),
            Kind::Range { low, low_closed, high, high_closed } => {
                self.range(low.as_deref(), *low_closed, high.as_deref(), *high_closed)
            }
            Kind::EqualRange { negated, end } => {
                let end = self.eval(end)?;
                if end.is_unknown() {
                    return Ok(end);
                }
                let form = if *negated { RangeForm::NotEqual } else { RangeForm::Equal };
                let (low, high) = (Some(end.clone()), Some(end));
                Ok(Value::Range(Arc::new(Range {
                    low,
                    low_closed: !negated,
                    high,
                    high_closed: !negated,
                    form,
                })))
            }
            Kind::Function { params, body, self_slot, slot } => {
                let captured = self.locals[..(*slot).min(self.locals.len())].to_vec();
                let (params, body, self_slot) = (params.clone(), body.clone(), *self_slot);
                let vars = Arc::new(self.captured_by(&body));
                let defined = Defined { params, body, captured, vars, self_slot };
                Ok(Value::Function(Arc::new(Function::Defined(defined))))
            }
            Kind::InstanceOf(inner, test) => {
                let value = self.eval(inner)?;
                Ok(operators::instance_of(&value, &test.kind))
            }
        }
    }

    fn variable(&self, name: &str) -> Option<&Value> {
        self.captured.as_ref().and_then(|captured| captured.get(name)).or_else(|| self.vars.get(name))
    }

    /// The variables that the body of a function names, as they are here.
    fn captured_by(&self, body: &Expr) -> Context {
        let mut vars = Context::new();
        for path in crate::check::paths([body]) {
            if let Some(name) = path.first()
                && let Some(value) = self.variable(name)
            {
                vars.set(name.as_str(), value.clone());
            }
        }
        vars
    }

    fn lookup(&mut self, name: &str, binding: &Binding) -> Value {
        match binding {
            Binding::Local(slot) => self.locals.get(*slot).cloned().unwrap_or_default(),
            Binding::Builtin(builtin) => Value::Function(Arc::new(Function::Builtin(*builtin))),
            Binding::Global => match self.variable(name) {
                Some(value) => value.clone(),
                None => self.null(|| format!("there is no value for `{name}`")),
            },
            Binding::Member { slot, outer } => {
                if let Some(Value::Context(item)) = self.locals.get(*slot)
                    && let Some(value) = item.get(name)
                {
                    return value.clone();
                }
                self.lookup(name, outer)
            }
        }
    }

    fn logic(&mut self, parts: &[Expr], decides: bool) -> Outcome {
        let mut result = Truth::from(!decides);
        for part in parts {
            let truth = self.truth(part)?;
            result = if decides { result.or(truth) } else { result.and(truth) };
            if result == Truth::from(decides) {
                break;
            }
        }
        Ok(result.into())
    }

    /// A condition's outcome; what is not a boolean has none.
    pub(crate) fn truth(&mut self, expr: &Expr) -> Result<Truth, EvalError> {
        Ok(match self.eval(expr)? {
            Value::Boolean(value) => Truth::from(value),
            Value::Unknown(unknown) => Truth::Unknown(unknown.names.clone()),
            _ => Truth::Null,
        })
    }

    fn choose(&mut self, condition: &Expr, yes: &Expr, no: &Expr) -> Outcome {
        match self.truth(condition)? {
            Truth::True => self.eval(yes),
            Truth::False | Truth::Null => self.eval(no),
            Truth::Unknown(mut names) => {
                let (yes, no) = (self.eval(yes)?, self.eval(no)?);
                if yes == no && !yes.is_unknown() {
                    return Ok(yes);
                }
                for value in [yes, no] {
                    if let Value::Unknown(unknown) = value {
                        names.extend(unknown.names.iter().cloned());
                    }
                }
                Ok(Value::unknown_of(names))
            }
        }
    }

    fn context(&mut self, entries: &[(Arc<str>, Expr)], slot: usize) -> Outcome {
        self.locals.truncate(slot);
        let mut context = Context::new();
        for (name, expr) in entries {
            let value = self.eval(expr);
            let value = match value {
                Ok(value) => value,
                Err(error) => {
                    self.locals.truncate(slot);
                    return Err(error);
                }
            };
            self.locals.push(value.clone());
            context.set(name.clone(), value);
        }
        self.locals.truncate(slot);
        Ok(Value::context(context))
    }

    fn range(
        &mut self,
        low: Option<&Expr>,
        low_closed: bool,
        high: Option<&Expr>,
        high_closed: bool,
    ) -> Outcome {
        let low = low.map(|low| self.eval(low)).transpose()?;
        let high = high.map(|high| self.eval(high)).transpose()?;
        if let Some(unknown) = [&low, &high].into_iter().flatten().find(|end| end.is_unknown()) {
            return Ok(unknown.clone());
        }
        let ordered = match (&low, &high) {
            (Some(Value::Null), _) | (_, Some(Value::Null)) => false,
            (Some(low), Some(high)) => {
                low.feel_compare(high).is_some_and(|order| order != std::cmp::Ordering::Greater)
            }
            _ => true,
        };
        if !ordered {
            return Ok(self.null(|| "the ends of the range are not of one kind, or run backward".to_owned()));
        }
        Ok(Value::Range(Arc::new(Range { low, low_closed, high, high_closed, form: RangeForm::Interval })))
    }

    fn filter(&mut self, list: &Expr, condition: &Expr, slot: usize) -> Outcome {
        let list = match self.eval(list)? {
            Value::List(items) => items,
            // Null is no list of one: there is nothing to choose from.
            outcome @ (Value::Null | Value::Unknown(_)) => return Ok(outcome),
            single => Arc::new(vec![single]),
        };
        if list.is_empty() {
            let by_index = matches!(condition.kind, Kind::Number(_));
            return Ok(if by_index { Value::Null } else { Value::List(list) });
        }
        let mut kept = Vec::new();
        let mut unknown = Truth::True;
        for item in list.iter() {
            self.locals.truncate(slot);
            self.locals.push(item.clone());
            let outcome = self.eval(condition);
            self.locals.truncate(slot);
            match outcome? {
                Value::Boolean(true) => kept.push(item.clone()),
                Value::Number(index) => return Ok(operators::element(&list, index)),
                Value::Unknown(names) => unknown = unknown.and(Truth::Unknown(names.names.clone())),
                Value::Boolean(false) | Value::Null => {}
                other => {
                    let kind = other.kind();
                    return Ok(self.null(|| format!("{kind} is neither a condition nor an index")));
                }
            }
        }
        Ok(if let Truth::Unknown(names) = unknown { Value::unknown_of(names) } else { Value::list(kept) })
    }

    /// The elements that a variable runs over, or `None` after a note.
    fn domain(&mut self, domain: &Domain) -> Result<Result<Arc<Vec<Value>>, Value>, EvalError> {
        let (low, high, outside) = match domain {
            Domain::List(list) => match self.eval(list)? {
                Value::List(items) => return Ok(Ok(items)),
                Value::Range(range) => match (&range.low, &range.high) {
                    // A range runs upward, and over those of its ends that belong to it.
                    (Some(low), Some(high)) => {
                        let outside = (i64::from(!range.low_closed), i64::from(!range.high_closed));
                        (low.clone(), high.clone(), Some(outside))
                    }
                    _ => return Ok(Err(self.null(|| "the range has no end".to_owned()))),
                },
                Value::Null => return Ok(Err(self.null(|| "there is no list to run over".to_owned()))),
                unknown @ Value::Unknown(_) => return Ok(Err(unknown)),
                single => return Ok(Ok(Arc::new(vec![single]))),
            },
            Domain::Span(low, high) => (self.eval(low)?, self.eval(high)?, None),
        };
        if let Some(unknown) = [&low, &high].into_iter().find(|end| end.is_unknown()) {
            return Ok(Err(unknown.clone()));
        }
        let number = |value: &Value| value.as_number().and_then(crate::Decimal::to_i64);
        let (make, low, high): (fn(i64) -> Value, i64, i64) = match (&low, &high) {
            (Value::Date(low), Value::Date(high)) => {
                let day = |day| crate::Date::from_days_since_epoch(day).map_or(Value::Null, Value::Date);
                (day, low.days_since_epoch(), high.days_since_epoch())
            }
            _ => match (number(&low), number(&high)) {
                (Some(low), Some(high)) => (Value::from, low, high),
                _ => return Ok(Err(self.null(|| "the ends of the range are no whole numbers".to_owned()))),
            },
        };
        let (low, high) = match outside {
            Some((first, last)) => (low.saturating_add(first), high.saturating_sub(last)),
            None => (low, high),
        };
        if outside.is_some() && low > high {
            return Ok(Ok(Arc::new(Vec::new())));
        }
        let length = low.abs_diff(high).saturating_add(1);
        self.check_length(usize::try_from(length).unwrap_or(usize::MAX))?;
        self.spend(length as usize)?;
        let items = if low <= high {
            (low..=high).map(make).collect()
        } else {
            (high..=low).rev().map(make).collect()
        };
        Ok(Ok(Arc::new(items)))
    }

    fn iterate(&mut self, iterators: &[Iterator], body: &Expr, slot: usize) -> Outcome {
        let mut results = Arc::new(Vec::new());
        let stop = self.iterate_from(iterators, body, slot, &mut results);
        self.locals.truncate(slot);
        Ok(stop?.unwrap_or(Value::List(results)))
    }

    /// Runs the variables that are left; gives a value when the whole has that outcome.
    fn iterate_from(
        &mut self,
        iterators: &[Iterator],
        body: &Expr,
        slot: usize,
        results: &mut Arc<Vec<Value>>,
    ) -> Result<Option<Value>, EvalError> {
        let Some((iterator, rest)) = iterators.split_first() else {
            // `partial` is lent to the body and taken back, so that it is not copied each time.
            self.locals.push(Value::List(std::mem::take(results)));
            let value = self.eval(body)?;
            self.locals.truncate(slot + 1);
            if let Some(Value::List(list)) = self.locals.pop() {
                *results = list;
            }
            self.check_length(results.len() + 1)?;
            Arc::make_mut(results).push(value);
            return Ok(None);
        };
        let items = match self.domain(&iterator.domain)? {
            Ok(items) => items,
            Err(outcome) => return Ok(Some(outcome)),
        };
        self.meter.enter().map_err(|kind| self.error(kind))?;
        for item in items.iter() {
            self.spend(1)?;
            self.locals.truncate(slot);
            self.locals.push(item.clone());
            let stop = self.iterate_from(rest, body, slot + 1, results)?;
            if stop.is_some() {
                self.meter.leave();
                return Ok(stop);
            }
        }
        self.locals.truncate(slot);
        self.meter.leave();
        Ok(None)
    }

    fn quantify(&mut self, every: bool, iterators: &[Iterator], body: &Expr, slot: usize) -> Outcome {
        let result = self.quantify_from(every, iterators, body, slot);
        self.locals.truncate(slot);
        Ok(result?.into())
    }

    fn quantify_from(
        &mut self,
        every: bool,
        iterators: &[Iterator],
        body: &Expr,
        slot: usize,
    ) -> Result<Truth, EvalError> {
        let Some((iterator, rest)) = iterators.split_first() else { return self.truth(body) };
        let items = match self.domain(&iterator.domain)? {
            Ok(items) => items,
            Err(Value::Unknown(unknown)) => return Ok(Truth::Unknown(unknown.names.clone())),
            Err(_) => return Ok(Truth::Null),
        };
        self.meter.enter().map_err(|kind| self.error(kind))?;
        let mut result = Truth::from(every);
        for item in items.iter() {
            self.spend(1)?;
            self.locals.truncate(slot);
            self.locals.push(item.clone());
            let truth = self.quantify_from(every, rest, body, slot + 1)?;
            result = if every { result.and(truth) } else { result.or(truth) };
            if result == Truth::from(!every) {
                break;
            }
        }
        self.locals.truncate(slot);
        self.meter.leave();
        Ok(result)
    }

    fn within(&mut self, value: &Expr, tests: &[Test], slot: usize) -> Outcome {
        let value = self.eval(value)?;
        self.locals.truncate(slot);
        self.locals.push(value.clone());
        let truth = self.any_test(&value, tests);
        self.locals.truncate(slot);
        Ok(truth?.into())
    }

    /// Whether a value passes one of the tests; the value stands in the slot of `?` already.
    pub(crate) fn any_test(&mut self, value: &Value, tests: &[Test]) -> Result<Truth, EvalError> {
        let mut result = Truth::False;
        for test in tests {
            let truth = self.test(value, test)?;
            result = result.or(truth);
            if result.is_true() {
                break;
            }
        }
        Ok(result)
    }

    fn test(&mut self, value: &Value, test: &Test) -> Result<Truth, EvalError> {
        let (expr, uses_input) = match test {
            Test::Compare(op, expr) => {
                let other = self.eval(expr)?;
                return Ok(self.compare(*op, value, &other));
            }
            Test::Matches { expr, uses_input } => (expr, *uses_input),
        };
        let other = self.eval(expr)?;
        if uses_input
            || (matches!(other, Value::Boolean(_))
                && !matches!(value, Value::Boolean(_) | Value::Null | Value::Unknown(_)))
        {
            return Ok(match other {
                Value::Boolean(value) => Truth::from(value),
                Value::Unknown(unknown) => Truth::Unknown(unknown.names.clone()),
                other if uses_input && !other.is_null() => operators::belongs(value, &other),
                _ => Truth::Null,
            });
        }
        self.spend(other.as_list().map_or(0, <[Value]>::len))?;
        Ok(operators::belongs(value, &other))
    }
}
