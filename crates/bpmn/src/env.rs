//! What an instance asks of its surroundings: the time, values of expressions, decisions, due times.

use afaq_feel::{Context, Expression, Value};

use crate::process::TimerDefinition;

/// The surroundings of one call of [`crate::decide`].
///
/// Every answer is stored in the events, so that replay asks nothing. An `Err` raises an incident
/// with that text as its reason.
pub trait Env {
    /// The present instant, in Unix milliseconds.
    fn now_ms(&self) -> i64;

    /// The value of an expression.
    ///
    /// # Errors
    ///
    /// Why it has no value.
    fn evaluate(&mut self, expression: &Expression, variables: &Context) -> Result<Value, String>;

    /// The outcome of a decision.
    ///
    /// # Errors
    ///
    /// Why it has no outcome.
    fn decide(&mut self, decision: &str, variables: &Context) -> Result<Value, String>;

    /// The instant at which a timer is due that begins at `from_ms`, in Unix milliseconds.
    ///
    /// # Errors
    ///
    /// Why it cannot be computed.
    fn due_ms(&mut self, timer: &TimerDefinition, from_ms: i64, variables: &Context) -> Result<i64, String>;
}
