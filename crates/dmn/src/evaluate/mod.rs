//! Evaluates decisions, services and functions, and keeps what explains the result.

mod boxed;
mod coerce;
pub(crate) mod detail;
mod function;
mod recorder;
mod run;
mod table;
mod trace;

use std::sync::Arc;

use afaq_feel::{Context, Env, Meter, Value};

use crate::compile::Compiled;
use crate::compile::program::{Kind, Program, TableLogic};
use boxed::Frame;
pub(crate) use coerce::Leniency;
pub(crate) use coerce::{coerce, fits_as_it_is as fits};
use recorder::Recorder;
use run::Run;
pub(crate) use table::{Matching, joined};
pub use trace::{DecisionTrace, Evaluation, FiredRule, InputUsed};

/// Why nothing came out at all. Nulls and unknown values are outcomes, not errors.
#[derive(Debug, Clone, PartialEq)]
pub enum EvalError {
    /// The model has no such decision, service or function.
    NotFound {
        /// What was asked for.
        name: String,
    },
    /// Functions call each other too deeply or too often.
    TooDeep {
        /// The limit.
        limit: u32,
    },
    /// A list is too long to walk over.
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// FEEL gave up.
    Feel {
        /// The element that was evaluated.
        element: String,
        /// Why.
        error: afaq_feel::EvalError,
    },
}

impl EvalError {
    /// The stable code of its kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "DMN201",
            Self::TooDeep { .. } => "DMN202",
            Self::TooLong { .. } => "DMN203",
            Self::Feel { error, .. } => error.kind.code(),
        }
    }

    /// What happened, in English.
    #[must_use]
    pub fn message_en(&self) -> String {
        match self {
            Self::NotFound { name } => format!("the model has no decision, service or function `{name}`"),
            Self::TooDeep { limit } => format!("functions call each other too deeply; the limit is {limit}"),
            Self::TooLong { limit } => format!("a list is too long; the limit is {limit} entries"),
            Self::Feel { element, error } => {
                format!("`{element}` cannot be evaluated: {}", error.kind.message_en())
            }
        }
    }

    /// What happened, in Arabic.
    #[must_use]
    pub fn message_ar(&self) -> String {
        match self {
            Self::NotFound { name } => format!("ليس في النموذج قرار أو خدمة أو دالة باسم `{name}`"),
            Self::TooDeep { limit } => format!("تستدعي الدوال بعضها بعمق أكبر من المسموح، والحد هو {limit}"),
            Self::TooLong { limit } => format!("القائمة أطول من المسموح، والحد هو {limit}"),
            Self::Feel { element, error } => format!("تعذّر تقييم `{element}`: {}", error.kind.message_ar()),
        }
    }
}

impl std::fmt::Display for EvalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code(), self.message_en())
    }
}

impl std::error::Error for EvalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Feel { error, .. } => Some(error),
            Self::NotFound { .. } | Self::TooDeep { .. } | Self::TooLong { .. } => None,
        }
    }
}

/// What a table gives when certain rules match, told to nobody.
pub(crate) fn conclude(
    program: &Arc<Program>,
    element: &str,
    table: &TableLogic,
    matching: &Matching,
    vars: &Context,
    env: &Env,
    meter: &mut Meter,
) -> Result<Value, EvalError> {
    let recorder = Arc::new(Recorder::new());
    Frame { element, env, recorder: &recorder, program, meter }.conclude(table, matching, vars)
}

impl Compiled {
    /// Evaluates a decision (by identifier or name) with everything that it requires.
    ///
    /// Input data are taken from `inputs` by name. The name of a decision service gives the results of its
    /// output decisions.
    ///
    /// # Errors
    /// When there is no such decision, or a limit is exceeded.
    pub fn evaluate(&self, decision: &str, inputs: &Context, env: &Env) -> Result<Evaluation, EvalError> {
        let node = self.find(decision)?;
        match &self.program.nodes[node].kind {
            Kind::Service(_) => self.evaluate_service(decision, inputs, env),
            Kind::Knowledge(_) => self.invoke(decision, inputs, env),
            Kind::Decision { .. } | Kind::Input => {
                let recorder = Arc::new(Recorder::new());
                let mut meter = Meter::new(&env.limits);
                let mut run = Run::new(&self.program, env, Arc::clone(&recorder), inputs, &mut meter);
                let value = run.value_of(node)?;
                Ok(Evaluation { value, trace: recorder.take() })
            }
        }
    }

    /// Evaluates a decision service; its input data and input decisions are taken from `inputs` by name.
    ///
    /// # Errors
    /// When there is no such service, or a limit is exceeded.
    pub fn evaluate_service(
        &self,
        service: &str,
        inputs: &Context,
        env: &Env,
    ) -> Result<Evaluation, EvalError> {
        let node = self.find(service)?;
        let Kind::Service(logic) = &self.program.nodes[node].kind else {
            return Err(EvalError::NotFound { name: service.to_owned() });
        };
        let recorder = Arc::new(Recorder::new());
        let mut meter = Meter::new(&env.limits);
        let mut run = Run::new(&self.program, env, Arc::clone(&recorder), inputs, &mut meter);
        for parameter in &logic.parameters {
            let value = run::given(&self.program.nodes[*parameter], inputs).unwrap_or(Value::Null);
            run.preset(*parameter, value, Leniency::MissingIsNull);
        }
        let value = run.service(node)?;
        Ok(Evaluation { value, trace: recorder.take() })
    }

    /// Invokes a business knowledge model or a decision service with arguments by name.
    ///
    /// # Errors
    /// When there is no such function, or a limit is exceeded.
    pub fn invoke(&self, function: &str, arguments: &Context, env: &Env) -> Result<Evaluation, EvalError> {
        let node = self.find(function)?;
        match &self.program.nodes[node].kind {
            Kind::Service(_) => self.evaluate_service(function, arguments, env),
            Kind::Decision { .. } | Kind::Input => Err(EvalError::NotFound { name: function.to_owned() }),
            Kind::Knowledge(logic) => {
                let recorder = Arc::new(Recorder::new());
                let values = logic.parameters.iter();
                let values =
                    values.map(|(name, _)| arguments.get(name).cloned().unwrap_or(Value::Null)).collect();
                let value = function::call_knowledge(
                    &self.program,
                    node,
                    values,
                    env,
                    &recorder,
                    &mut Meter::new(&env.limits),
                )?;
                Ok(Evaluation { value, trace: recorder.take() })
            }
        }
    }

    pub(crate) fn find(&self, name: &str) -> Result<usize, EvalError> {
        let program = &self.program;
        let found = program.by_id.get(name).or_else(|| program.by_name.get(name)).copied();
        found.ok_or_else(|| EvalError::NotFound { name: name.to_owned() })
    }
}
