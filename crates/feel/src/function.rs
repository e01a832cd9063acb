//! Functions as values.

use std::fmt;
use std::sync::Arc;

use crate::ast::Expr;
use crate::builtin::Builtin;
use crate::evaluate::Meter;
use crate::{Context, Env, EvalError, Scope, Type, Value};

/// A function as a value.
#[derive(Debug)]
pub enum Function {
    /// A function of the standard.
    Builtin(Builtin),
    /// A function written in FEEL, with the values that it saw where it was written.
    Defined(Defined),
    /// A function that the caller of this crate supplies, such as a business knowledge model.
    Native(Arc<dyn NativeFunction>),
}

/// A function written in FEEL.
#[derive(Debug)]
pub struct Defined {
    pub(crate) params: Vec<(Arc<str>, Option<Type>)>,
    pub(crate) body: Arc<Expr>,
    pub(crate) captured: Vec<Value>,
    /// The variables of the caller that its body names, as they were where it was written.
    pub(crate) vars: Arc<Context>,
    /// Where the function finds itself, for an entry of a context that calls itself.
    pub(crate) self_slot: Option<usize>,
}

/// A function that the caller of this crate supplies.
pub trait NativeFunction: fmt::Debug + Send + Sync {
    /// Its name, for notes.
    fn name(&self) -> &str;

    /// Its parameters with their types.
    fn params(&self) -> &[(String, Type)];

    /// Calls it with one value for each parameter. Expressions that it evaluates should share `meter`,
    /// so that one budget holds for all.
    ///
    /// # Errors
    /// When the budget is spent.
    fn call(&self, args: &[Value], env: &Env, meter: &mut Meter) -> Result<Value, EvalError>;
}

impl Function {
    /// A value from a function that the caller supplies.
    pub fn native(function: impl NativeFunction + 'static) -> Value {
        Value::Function(Arc::new(Function::Native(Arc::new(function))))
    }

    /// Whether it is a function of this type, as far as its own types are known: it takes what the type promises
    /// and gives what the type asks for. `Any` in the type says that its author did not say.
    pub(crate) fn conforms(&self, params: &[Type], result: &Type) -> bool {
        let takes = |own: &Type, promised: &Type| *promised == Type::Any || promised.conforms_to(own);
        let gives = |own: &Type| *own == Type::Any || own.conforms_to(result);
        self.accepts_count(params.len())
            && match self {
                Function::Builtin(builtin) => gives(&builtin.result()),
                Function::Native(native) => {
                    native.params().iter().zip(params).all(|((_, own), promised)| takes(own, promised))
                }
                Function::Defined(defined) => {
                    let own = defined.params.iter().map(|(_, kind)| kind.clone().unwrap_or(Type::Any));
                    let own: Vec<Type> = own.collect();
                    let mut locals = vec![Type::Any; defined.captured.len()];
                    if let Some(slot) = defined.self_slot {
                        locals.resize(slot + 1, Type::Any);
                    }
                    locals.extend(own.iter().cloned());
                    own.iter().zip(params).all(|(own, promised)| takes(own, promised))
                        && gives(&crate::check::infer(&defined.body, &Scope::new(), locals))
                }
            }
    }

    /// Whether it can be called with so many arguments.
    pub fn accepts_count(&self, count: usize) -> bool {
        match self {
            Function::Builtin(builtin) => builtin.accepts_count(count),
            Function::Defined(defined) => defined.params.len() == count,
            Function::Native(native) => native.params().len() == count,
        }
    }
}
