//! The models that all engines run, each in its own language of expressions.

use std::sync::Arc;

use afaq_bpmn::{ProcessDefinition, compile, read};

use crate::Failure;

/// The names of the two models of every engine.
pub const NAMES: [&str; 2] = ["start, script, gateway, end", "start, user task, end"];

const SCRIPT: &str = include_str!("../../../models/script.bpmn");
const TASK: &str = include_str!("../../../models/task.bpmn");
const CLUSTER: &str = include_str!("../../../models/cluster.bpmn");
const TIMER: &str = include_str!("../../../models/timer.bpmn");

/// The script model with the format, the script and the condition of an engine.
pub fn script(format: &str, add: &str, is_high: &str) -> String {
    SCRIPT.replace("@FORMAT@", format).replace("@ADD@", add).replace("@IS_HIGH@", is_high)
}

/// The model with a user task.
pub fn task() -> String {
    TASK.to_owned()
}

/// Our two models, compiled.
pub fn ours() -> Result<[Arc<ProcessDefinition>; 2], Failure> {
    Ok([compiled(&script("feel", "{ y: x + 1 }", "y > 5"))?, compiled(TASK)?])
}

/// The shape of the published cluster figures.
pub fn cluster() -> Result<Arc<ProcessDefinition>, Failure> {
    compiled(CLUSTER)
}

/// A process that waits for the time that its variable `wait` says.
pub fn timer() -> Result<Arc<ProcessDefinition>, Failure> {
    compiled(&TIMER.replace("@WAIT@", "duration(wait)"))
}

fn compiled(xml: &str) -> Result<Arc<ProcessDefinition>, Failure> {
    let definitions = read(xml).definitions.ok_or("a model is not read")?;
    let problems = |all: Vec<afaq_bpmn::Problem>| {
        all.iter().map(afaq_bpmn::Problem::message_en).collect::<Vec<_>>().join("; ")
    };
    Ok(compile(&definitions, None).map(Arc::new).map_err(problems)?)
}
