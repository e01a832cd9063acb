//! Evaluation in full detail: of every table that is asked, how each cell of each rule came out.

use std::sync::Arc;

use afaq_feel::{Context, Env, Meter, Truth, Value};

use super::boxed::Frame;
use super::coerce::Leniency;
use super::recorder::Recorder;
use super::run::Run;
use super::{EvalError, Evaluation};
use crate::compile::Compiled;
use crate::compile::program::{Kind, TableLogic, Test};

/// A table that was asked.
#[derive(Debug, Clone)]
pub(crate) struct TableSeen {
    /// The element in which it stands.
    pub(crate) element: String,
    /// Which table it is: see [`identity`].
    pub(crate) table: usize,
    /// The values of its input expressions.
    pub(crate) inputs: Vec<Value>,
    /// For each rule, how each cell came out.
    pub(crate) truths: Vec<Vec<Truth>>,
}

/// Tells tables of one program apart.
pub(crate) fn identity(table: &TableLogic) -> usize {
    std::ptr::from_ref(table).addr()
}

impl Frame<'_> {
    /// Notes how each cell comes out, if somebody wants to know.
    pub(super) fn note_detail(
        &mut self,
        table: &TableLogic,
        inputs: &[Value],
        vars: &Context,
    ) -> Result<(), EvalError> {
        if !self.recorder.wants_detail() {
            return Ok(());
        }
        let mut truths = Vec::with_capacity(table.rules.len());
        for rule in &table.rules {
            let mut cells = Vec::with_capacity(inputs.len());
            for (test, input) in rule.tests.iter().zip(inputs) {
                cells.push(match test {
                    None => Truth::True,
                    Some(Test::Broken) => Truth::False,
                    Some(Test::Cell(tests)) => self.truth(tests, input, vars)?,
                });
            }
            truths.push(cells);
        }
        self.recorder.see(TableSeen {
            element: self.element.to_owned(),
            table: identity(table),
            inputs: inputs.to_vec(),
            truths,
        });
        Ok(())
    }
}

impl Compiled {
    /// Evaluates a decision or service and tells what every table on the way saw.
    pub(crate) fn evaluate_in_detail(
        &self,
        name: &str,
        inputs: &Context,
        env: &Env,
    ) -> Result<(Evaluation, Vec<TableSeen>), EvalError> {
        self.evaluate_noting(name, inputs, env, Recorder::with_detail())
    }

    /// Evaluates a decision or service where unknown facts may also be null.
    pub(crate) fn evaluate_counting_null(
        &self,
        name: &str,
        inputs: &Context,
        env: &Env,
    ) -> Result<Value, EvalError> {
        let (evaluation, _) = self.evaluate_noting(name, inputs, env, Recorder::counting_null())?;
        Ok(evaluation.value)
    }

    fn evaluate_noting(
        &self,
        name: &str,
        inputs: &Context,
        env: &Env,
        recorder: Recorder,
    ) -> Result<(Evaluation, Vec<TableSeen>), EvalError> {
        let node = self.find(name)?;
        let recorder = Arc::new(recorder);
        let mut meter = Meter::new(&env.limits);
        let mut run = Run::new(&self.program, env, Arc::clone(&recorder), inputs, &mut meter);
        let value = match &self.program.nodes[node].kind {
            Kind::Decision { .. } | Kind::Input => run.value_of(node)?,
            Kind::Service(logic) => {
                for parameter in &logic.parameters {
                    let name = &self.program.nodes[*parameter].name;
                    let value = inputs.get(name).cloned().unwrap_or(Value::Null);
                    run.preset(*parameter, value, Leniency::MissingIsNull);
                }
                run.service(node)?
            }
            Kind::Knowledge(_) => return Ok((self.invoke(name, inputs, env)?, Vec::new())),
        };
        let tables = recorder.take_seen();
        Ok((Evaluation { value, trace: recorder.take() }, tables))
    }
}
