//! Surroundings for plain use: FEEL as it stands, calendar time at a fixed offset.

use std::collections::BTreeMap;

use afaq_feel::{Context, DateTime, Expression, Value, Zone};

use crate::env::Env;
use crate::process::{TimerDefinition, TimerValue};
use crate::time;

/// A decision as a function of the variables.
pub type DecisionFn = Box<dyn FnMut(&Context) -> Result<Value, String>>;

/// Surroundings with a given present and given decisions. Working time is not known here: a timer
/// that asks for it raises an incident.
pub struct FeelEnv {
    now_ms: i64,
    offset_minutes: i16,
    decisions: BTreeMap<String, DecisionFn>,
}

impl FeelEnv {
    /// Surroundings at an instant, in Unix milliseconds, at Greenwich.
    pub fn new(now_ms: i64) -> Self {
        Self { now_ms, offset_minutes: 0, decisions: BTreeMap::new() }
    }

    /// The offset east of Greenwich for FEEL's `now()` and for times without one, in minutes.
    #[must_use]
    pub fn with_offset_minutes(mut self, minutes: i16) -> Self {
        self.offset_minutes = minutes;
        self
    }

    /// Adds a decision.
    #[must_use]
    pub fn with_decision(
        mut self,
        name: &str,
        decision: impl FnMut(&Context) -> Result<Value, String> + 'static,
    ) -> Self {
        self.decisions.insert(name.to_owned(), Box::new(decision));
        self
    }

    /// Moves the present.
    pub fn set_now_ms(&mut self, now_ms: i64) {
        self.now_ms = now_ms;
    }
}

/// The ISO 8601 text of a timer, its expression evaluated.
///
/// # Errors
///
/// The expression has no value, is undetermined, or is no time.
pub fn timer_text(env: &mut dyn Env, timer: &TimerDefinition, variables: &Context) -> Result<String, String> {
    let expression = match &timer.value {
        TimerValue::Text(text) => return Ok(text.clone()),
        TimerValue::Expression(expression) => expression,
    };
    match env.evaluate(expression, variables)? {
        Value::String(text) => Ok(text.to_string()),
        Value::Date(date) => Ok(date.to_string()),
        Value::DateTime(instant) => Ok(instant.to_string()),
        Value::DaysTime(duration) => Ok(duration.to_string()),
        Value::YearsMonths(duration) => Ok(duration.to_string()),
        Value::Unknown(unknown) => {
            let names: Vec<String> = unknown.names.iter().cloned().collect();
            Err(format!("the timer is undetermined; missing: {}", names.join(", ")))
        }
        _ => Err("the timer's expression gives no time".to_owned()),
    }
}

impl Env for FeelEnv {
    fn now_ms(&self) -> i64 {
        self.now_ms
    }

    fn evaluate(&mut self, expression: &Expression, variables: &Context) -> Result<Value, String> {
        let zone = Zone::from_offset(i32::from(self.offset_minutes) * 60).unwrap_or(Zone::UTC);
        let now = DateTime::from_instant_nanos(i128::from(self.now_ms) * 1_000_000, zone)
            .ok_or("the present is beyond the calendar")?;
        match expression.evaluate(variables, &afaq_feel::Env::new(now)) {
            Ok(evaluated) => Ok(evaluated.value),
            Err(error) => Err(error.to_string()),
        }
    }

    fn decide(&mut self, decision: &str, variables: &Context) -> Result<Value, String> {
        match self.decisions.get_mut(decision) {
            Some(function) => function(variables),
            None => Err(format!("there is no decision `{decision}`")),
        }
    }

    fn due_ms(&mut self, timer: &TimerDefinition, from_ms: i64, variables: &Context) -> Result<i64, String> {
        if timer.is_working_time {
            return Err("working time is not known here".to_owned());
        }
        let text = timer_text(self, timer, variables)?;
        time::due_ms(timer.kind, &text, from_ms, i64::from(self.offset_minutes) * 60_000)
            .ok_or_else(|| format!("`{text}` is no time"))
    }
}
