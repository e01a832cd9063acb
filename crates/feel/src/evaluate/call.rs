//! Calls of functions: of the standard, written in FEEL, or supplied by the caller.

use std::sync::Arc;

use super::{Machine, Outcome};
use crate::ast::{Args, Binding, Expr, Kind, Name};
use crate::function::{Defined, Function};
use crate::{Context, Env, Meter, Type, Value};

impl Machine<'_> {
    pub(super) fn call(&mut self, function: &Expr, args: &Args, whole: &Expr) -> Outcome {
        let builtin = match &function.kind {
            Kind::Name(Name { binding: Binding::Builtin(builtin), .. }) => Some(*builtin),
            _ => None,
        };
        let function = match builtin {
            Some(builtin) => Arc::new(Function::Builtin(builtin)),
            None => match self.eval(function)? {
                Value::Function(function) => function,
                unknown @ Value::Unknown(_) => return Ok(unknown),
                other => return Ok(self.null(|| format!("{} is called like a function", other.kind()))),
            },
        };
        let values = match args {
            Args::Positional(args) => args.iter().map(|arg| self.eval(arg)).collect::<Result<Vec<_>, _>>()?,
            Args::Named(args) => {
                let mut values = Vec::with_capacity(args.len());
                for (name, arg) in args {
                    values.push((name.clone(), self.eval(arg)?));
                }
                match order(&function, values) {
                    Some(values) => values,
                    None => return Ok(self.null(|| "the names of the arguments do not fit".to_owned())),
                }
            }
        };
        self.place = (whole.start, whole.end);
        self.apply(&function, values)
    }

    /// Calls a function with its arguments in order.
    pub(crate) fn apply(&mut self, function: &Arc<Function>, mut args: Vec<Value>) -> Outcome {
        self.spend(1)?;
        if !function.accepts_count(args.len()) {
            return Ok(self.null(|| "a function is called with the wrong number of arguments".to_owned()));
        }
        match &**function {
            Function::Builtin(builtin) => builtin.call(self, &args),
            Function::Defined(defined) => {
                for (arg, (_, kind)) in args.iter_mut().zip(&defined.params) {
                    if let Some(kind) = kind {
                        *arg = coerce(std::mem::take(arg), kind);
                    }
                }
                self.run(function, defined, args)
            }
            Function::Native(native) => {
                for (arg, (_, kind)) in args.iter_mut().zip(native.params()) {
                    *arg = coerce(std::mem::take(arg), kind);
                }
                self.meter.enter().map_err(|kind| self.error(kind))?;
                let result = native.call(&args, self.env, self.meter);
                self.meter.leave();
                result
            }
        }
    }

    fn run(&mut self, function: &Arc<Function>, defined: &Defined, args: Vec<Value>) -> Outcome {
        let mut locals = defined.captured.clone();
        if let Some(slot) = defined.self_slot {
            locals.truncate(slot);
            locals.push(Value::Function(function.clone()));
        }
        locals.extend(args);
        let outside = std::mem::replace(&mut self.locals, locals);
        let around = self.captured.replace(defined.vars.clone());
        let result = self.eval(&defined.body);
        self.captured = around;
        self.locals = outside;
        result
    }
}

/// Named arguments in the order of the parameters.
fn order(function: &Function, mut named: Vec<(Arc<str>, Value)>) -> Option<Vec<Value>> {
    let mut take = |name: &str| {
        let at = named.iter().position(|(given, _)| **given == *name)?;
        Some(named.swap_remove(at).1)
    };
    let values = match function {
        Function::Builtin(builtin) => {
            let is_list =
                |name: &str| named.iter().any(|(given, value)| **given == *name && value.as_list().is_some());
            if builtin.name() == "context put" && is_list("key") {
                // A list of keys has a parameter of its own.
                return None;
            }
            let names: Vec<Arc<str>> = named.iter().map(|(name, _)| name.clone()).collect();
            return builtin.order(&names).map(|places| {
                places.into_iter().map(|at| at.map_or(Value::Null, |at| named[at].1.clone())).collect()
            });
        }
        Function::Defined(defined) => {
            defined.params.iter().map(|(name, _)| take(name)).collect::<Option<Vec<_>>>()?
        }
        Function::Native(native) => {
            native.params().iter().map(|(name, _)| take(name)).collect::<Option<Vec<_>>>()?
        }
    };
    named.is_empty().then_some(values)
}

/// A value as a type wants it: one element out of a list, a list around one value, or null.
pub(crate) fn coerce(value: Value, kind: &Type) -> Value {
    if kind.accepts(&value) {
        return value;
    }
    match (&value, kind) {
        (Value::List(items), kind) if items.len() == 1 && kind.accepts(&items[0]) => items[0].clone(),
        (_, Type::List(item)) if item.accepts(&value) => Value::list(vec![value]),
        (Value::Date(date), Type::DateTime) => Value::DateTime(crate::DateTime::midnight_utc(*date)),
        _ => Value::Null,
    }
}

impl Function {
    /// Calls a function value with arguments by name; names that do not fit give null.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn call_named(
        self: &Arc<Function>,
        named: Vec<(Arc<str>, Value)>,
        env: &Env,
        meter: &mut Meter,
    ) -> Outcome {
        let vars = Context::new();
        let mut machine = Machine::new(&vars, env, meter, Vec::new());
        match order(self, named) {
            Some(values) => machine.apply(self, values),
            None => Ok(machine.null(|| "the names of the arguments do not fit".to_owned())),
        }
    }
}
