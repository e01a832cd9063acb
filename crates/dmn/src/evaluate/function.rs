//! Functions of the model as values that FEEL can call: knowledge models, decision services, boxed functions.

use std::sync::Arc;

use afaq_feel::{Context, Env, EvalErrorKind, Function, Meter, NativeFunction, Type, Value};

use super::EvalError;
use super::boxed::Frame;
use super::coerce::{Leniency, coerce};
use super::recorder::Recorder;
use super::run::{Run, variables};
use crate::compile::program::{FunctionLogic, Kind, Program};
use crate::compile::types::Ty;

/// The function that an element stands for.
pub(super) fn value(program: &Arc<Program>, node: usize, recorder: &Arc<Recorder>) -> Value {
    let element = &program.nodes[node];
    let params = match &element.kind {
        Kind::Knowledge(logic) => params_of(logic),
        Kind::Service(logic) => {
            logic.parameters.iter().map(|node| (program.nodes[*node].name.clone(), Type::Any)).collect()
        }
        Kind::Decision { .. } | Kind::Input => return Value::Null,
    };
    Function::native(Element { program: Arc::clone(program), node, recorder: Arc::clone(recorder), params })
}

/// A function that was written in a box, with the values around it.
pub(super) fn boxed(logic: &Arc<FunctionLogic>, vars: &Context, frame: &Frame<'_>) -> Value {
    Function::native(Boxed {
        logic: Arc::clone(logic),
        vars: vars.clone(),
        element: frame.element.to_owned(),
        program: Arc::clone(frame.program),
        recorder: Arc::clone(frame.recorder),
        params: params_of(logic),
    })
}

fn params_of(logic: &FunctionLogic) -> Vec<(String, Type)> {
    // The types are checked when the arguments arrive, with the coercions of DMN: FEEL lets anything through.
    logic.parameters.iter().map(|(name, _)| (name.clone(), Type::Any)).collect()
}

/// Calls a function value with named arguments; what is no function gives null.
pub(super) fn call(
    function: &Value,
    arguments: Vec<(Arc<str>, Value)>,
    frame: &mut Frame<'_>,
) -> Result<Value, EvalError> {
    match function {
        Value::Function(function) => function
            .call_named(arguments, frame.env, frame.meter)
            .map_err(|error| EvalError::Feel { element: frame.element.to_owned(), error }),
        Value::Unknown(_) => Ok(function.clone()),
        _ => {
            frame.recorder.note(format!("`{}` invokes something that is no function", frame.element));
            Ok(Value::Null)
        }
    }
}

/// Calls a knowledge model with its arguments in order.
pub(super) fn call_knowledge(
    program: &Arc<Program>,
    node: usize,
    arguments: Vec<Value>,
    env: &Env,
    recorder: &Arc<Recorder>,
    meter: &mut Meter,
) -> Result<Value, EvalError> {
    let element = &program.nodes[node];
    let Kind::Knowledge(logic) = &element.kind else { return Ok(Value::Null) };
    let vars = variables(&element.needs, |need| value(program, need.node, recorder));
    let mut frame = Frame { element: &element.name, env, recorder, program, meter };
    let Some(result) = apply(logic, vars, arguments, &mut frame)? else { return Ok(Value::Null) };
    Ok(fit(&element.ty, result, &frame))
}

/// Binds the arguments and evaluates the body; none when an argument does not fit its parameter.
fn apply(
    logic: &FunctionLogic,
    mut vars: Context,
    arguments: Vec<Value>,
    frame: &mut Frame<'_>,
) -> Result<Option<Value>, EvalError> {
    for ((name, ty), argument) in logic.parameters.iter().zip(arguments) {
        match coerce(ty, argument, frame.env, Leniency::Exact) {
            Some(value) => vars.set(name.as_str(), value),
            None => {
                frame
                    .recorder
                    .note(format!("the argument `{name}` of `{}` does not fit its type", frame.element));
                return Ok(None);
            }
        }
    }
    frame.recorder.enter()?;
    let outcome = frame.value(&logic.body, &vars);
    frame.recorder.leave();
    outcome.map(|value| Some(fit(&logic.result, value, frame)))
}

fn fit(ty: &Ty, value: Value, frame: &Frame<'_>) -> Value {
    coerce(ty, value, frame.env, Leniency::Exact).unwrap_or_else(|| {
        frame.recorder.note(format!("the result of `{}` does not fit its type", frame.element));
        Value::Null
    })
}

/// An element of the model that is a function.
#[derive(Debug)]
struct Element {
    program: Arc<Program>,
    node: usize,
    recorder: Arc<Recorder>,
    params: Vec<(String, Type)>,
}

impl NativeFunction for Element {
    fn name(&self) -> &str {
        &self.program.nodes[self.node].name
    }

    fn params(&self) -> &[(String, Type)] {
        &self.params
    }

    fn call(&self, args: &[Value], env: &Env, meter: &mut Meter) -> Result<Value, afaq_feel::EvalError> {
        let element = &self.program.nodes[self.node];
        let outcome = match &element.kind {
            Kind::Knowledge(_) => {
                call_knowledge(&self.program, self.node, args.to_vec(), env, &self.recorder, meter)
            }
            Kind::Service(logic) => self.recorder.enter().and_then(|()| {
                let nothing = Context::new();
                let mut run = Run::new(&self.program, env, Arc::clone(&self.recorder), &nothing, meter);
                let mut presets = logic.parameters.iter().zip(args);
                let all_fit = presets.all(|(node, value)| run.preset(*node, value.clone(), Leniency::Exact));
                let outcome = if all_fit { run.service(self.node) } else { Ok(Value::Null) };
                self.recorder.leave();
                outcome
            }),
            Kind::Decision { .. } | Kind::Input => Ok(Value::Null),
        };
        outcome.map_err(into_feel)
    }
}

/// A function out of a box.
#[derive(Debug)]
struct Boxed {
    logic: Arc<FunctionLogic>,
    vars: Context,
    element: String,
    program: Arc<Program>,
    recorder: Arc<Recorder>,
    params: Vec<(String, Type)>,
}

impl NativeFunction for Boxed {
    fn name(&self) -> &str {
        &self.element
    }

    fn params(&self) -> &[(String, Type)] {
        &self.params
    }

    fn call(&self, args: &[Value], env: &Env, meter: &mut Meter) -> Result<Value, afaq_feel::EvalError> {
        let mut frame =
            Frame { element: &self.element, env, recorder: &self.recorder, program: &self.program, meter };
        let outcome = apply(&self.logic, self.vars.clone(), args.to_vec(), &mut frame);
        outcome.map(|value| value.unwrap_or(Value::Null)).map_err(into_feel)
    }
}

/// What a function of the model reports through FEEL.
fn into_feel(error: EvalError) -> afaq_feel::EvalError {
    match error {
        EvalError::Feel { error, .. } => error,
        EvalError::TooLong { .. } => {
            afaq_feel::EvalError { kind: EvalErrorKind::ListLength, start: 0, end: 0 }
        }
        EvalError::TooDeep { .. } | EvalError::NotFound { .. } => {
            afaq_feel::EvalError { kind: EvalErrorKind::Depth, start: 0, end: 0 }
        }
    }
}
