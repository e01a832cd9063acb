//! One evaluation: walks the requirements graph without recursion and remembers every result.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_feel::{Context, Env, Meter, Value};

use super::EvalError;
use super::boxed::Frame;
use super::coerce::{Leniency, coerce, fits_as_it_is, misfits};
use super::function;
use super::recorder::Recorder;
use super::trace::{DecisionTrace, InputUsed, tellable};
use crate::compile::program::{Kind, Need, Node, Program};

/// The state of one evaluation.
pub(super) struct Run<'a> {
    program: &'a Arc<Program>,
    env: &'a Env,
    recorder: Arc<Recorder>,
    inputs: &'a Context,
    meter: &'a mut Meter,
    results: BTreeMap<usize, Value>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        program: &'a Arc<Program>,
        env: &'a Env,
        recorder: Arc<Recorder>,
        inputs: &'a Context,
        meter: &'a mut Meter,
    ) -> Self {
        Self { program, env, recorder, inputs, meter, results: BTreeMap::new() }
    }

    /// Gives an element its value from outside; false when the value does not fit, which makes it null.
    pub(super) fn preset(&mut self, node: usize, value: Value, leniency: Leniency) -> bool {
        let ty = &self.program.nodes[node].ty;
        let fitted = coerce(ty, value, self.env, leniency);
        let fits = fitted.is_some();
        self.results.insert(node, fitted.unwrap_or(Value::Null));
        fits
    }

    /// The value of an input or a decision; what it requires is evaluated first.
    pub(super) fn value_of(&mut self, node: usize) -> Result<Value, EvalError> {
        let mut open = vec![node];
        let mut entered = BTreeSet::new();
        while let Some(&current) = open.last() {
            if self.results.contains_key(&current) {
                open.pop();
                continue;
            }
            let program = self.program;
            let needs = &program.nodes[current].needs;
            entered.insert(current);
            let is_value = |need: &&Need| {
                matches!(program.nodes[need.node].kind, Kind::Decision { .. } | Kind::Input)
                    && !self.results.contains_key(&need.node)
                    && !entered.contains(&need.node)
            };
            let missing: Vec<usize> = needs.iter().filter(is_value).map(|need| need.node).collect();
            if missing.is_empty() {
                let value = self.compute(current)?;
                self.results.insert(current, value);
                open.pop();
            } else {
                open.extend(missing);
            }
        }
        Ok(self.results.get(&node).cloned().unwrap_or(Value::Null))
    }

    /// The results of a service's output decisions; parameters were preset.
    pub(super) fn service(&mut self, node: usize) -> Result<Value, EvalError> {
        let element = &self.program.nodes[node];
        let Kind::Service(logic) = &element.kind else { return Ok(Value::Null) };
        let value = match logic.outputs.as_slice() {
            [only] => self.value_of(*only)?,
            outputs => {
                let mut all = Context::new();
                for output in outputs {
                    let value = self.value_of(*output)?;
                    all.set(self.program.nodes[*output].name.as_str(), value);
                }
                Value::Context(Arc::new(all))
            }
        };
        Ok(coerce(&element.ty, value, self.env, Leniency::Exact).unwrap_or(Value::Null))
    }

    fn compute(&mut self, node: usize) -> Result<Value, EvalError> {
        let element = &self.program.nodes[node];
        let (logic, paths) = match &element.kind {
            Kind::Input => {
                let value = self.input(node);
                if fits_as_it_is(&element.ty, &value, self.env) {
                    return Ok(value);
                }
                let fitted = coerce(&element.ty, value.clone(), self.env, Leniency::MissingIsNull);
                let fitted = fitted.unwrap_or(Value::Null);
                if fitted != value {
                    let mut found = Vec::new();
                    misfits(&element.ty, &value, self.env, &element.name, &mut found);
                    found
                        .iter()
                        .for_each(|path| self.recorder.note(format!("`{path}` does not fit its type")));
                }
                return Ok(fitted);
            }
            Kind::Decision { logic, paths } => (logic, paths),
            Kind::Knowledge(_) | Kind::Service(_) => return Ok(Value::Null),
        };
        let vars = self.variables(&element.needs);
        self.recorder.begin();
        let mut frame = Frame {
            element: &element.name,
            env: self.env,
            recorder: &self.recorder,
            program: self.program,
            meter: self.meter,
        };
        let outcome = frame.value(logic, &vars);
        let fired = self.recorder.end();
        let value = outcome?;
        // Shared inside, so that keeping it for a note costs next to nothing.
        let given = value.clone();
        let (result, mut notes) = match coerce(&element.ty, value, self.env, Leniency::Exact) {
            Some(value) => (value, fired.notes),
            None => {
                let mut notes = fired.notes;
                notes.push(format!("the result `{given}` does not fit the type of the decision"));
                (Value::Null, notes)
            }
        };
        notes.dedup();
        let inputs = paths.iter().filter_map(|path| {
            let (first, rest) = path.split_first()?;
            let mut value = vars.get(first)?;
            for name in rest {
                let Value::Context(context) = value else { break };
                value = context.get(name)?;
            }
            (!matches!(value, Value::Function(_)))
                .then(|| InputUsed { path: path.join("."), value: tellable(value) })
        });
        self.recorder.keep(DecisionTrace {
            id: element.id.clone(),
            name: element.name.clone(),
            inputs: inputs.collect(),
            rules: fired.rules,
            undecided: fired.undecided,
            result: tellable(&result),
            notes,
        });
        Ok(result)
    }

    fn input(&self, node: usize) -> Value {
        given(&self.program.nodes[node], self.inputs).unwrap_or(Value::Null)
    }

    /// What the expressions of an element see.
    fn variables(&self, needs: &[Need]) -> Context {
        let value = |need: &Need| match self.results.get(&need.node) {
            Some(value) => value.clone(),
            None => function::value(self.program, need.node, &self.recorder),
        };
        variables(needs, value)
    }
}

/// What was given for an element: by its name, and for imported ones inside of the imports' names or behind them
/// with dots. An imported element that nobody qualified is looked for by its plain name at last.
pub(super) fn given(element: &Node, inputs: &Context) -> Option<Value> {
    let (name, path) = (&element.name, &element.imported);
    if !path.is_empty() {
        let mut inside = Some(inputs);
        for import in path {
            inside = inside.and_then(|context| context.get(import)).and_then(Value::as_context);
        }
        if let Some(value) = inside.and_then(|context| context.get(name)) {
            return Some(value.clone());
        }
        let full = path.iter().chain([name]).map(String::as_str).collect::<Vec<_>>().join(".");
        if let Some(value) = inputs.get(&full) {
            return Some(value.clone());
        }
    }
    inputs.get(name).cloned()
}

/// A context of the needs; imported ones stand inside a context with the import's name.
pub(super) fn variables(needs: &[Need], value: impl Fn(&Need) -> Value) -> Context {
    let mut vars = Context::new();
    for need in needs {
        set_inside(&mut vars, &need.import, &need.name, value(need));
    }
    vars
}

/// Paths of imports are as deep as `limits::IMPORT_DEPTH_MAX`, and so is the recursion.
fn set_inside(vars: &mut Context, path: &[String], name: &str, value: Value) {
    match path.split_first() {
        None => vars.set(name, value),
        Some((first, rest)) => {
            let mut around = vars.get(first).and_then(Value::as_context).cloned().unwrap_or_default();
            set_inside(&mut around, rest, name, value);
            vars.set(first.as_str(), Value::context(around));
        }
    }
}
