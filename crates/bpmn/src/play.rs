//! Plays a process under virtual time: every task and job is done, every timer falls due.

use std::collections::BTreeMap;

use afaq_feel::Context;

use crate::decide::{Input, Refusal, decide};
use crate::definitions::ElementId;
use crate::event::Event;
use crate::feel_env::FeelEnv;
use crate::instance::{Awaited, Instance};
use crate::process::ProcessDefinition;

/// What a play needs.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// The present at the start, in Unix milliseconds.
    pub now_ms: i64,
    /// The first variables.
    pub variables: Context,
    /// What is merged into the variables when the task or job of an element is done.
    pub outputs: BTreeMap<String, Context>,
    /// Messages and signals that come, each as soon as somebody waits for it.
    pub messages: Vec<String>,
    /// The most inputs.
    pub inputs_max: usize,
}

/// What a play left.
#[derive(Debug, Clone)]
pub struct Played {
    /// All that happened, with the instant of each input in Unix milliseconds.
    pub events: Vec<(i64, Event)>,
    /// Where it stands.
    pub instance: Instance,
    /// The present at the end, in Unix milliseconds.
    pub now_ms: i64,
    /// Whether it was stopped after `inputs_max` inputs.
    pub is_cut: bool,
}

/// Plays one instance from its plain start, or from the first thing that begins one.
///
/// # Errors
///
/// The process has no beginning.
pub fn play(process: &ProcessDefinition, script: &Script) -> Result<Played, Refusal> {
    let mut played =
        Played { events: Vec::new(), instance: Instance::new(), now_ms: script.now_ms, is_cut: false };
    let variables = script.variables.clone();
    let first = match process.triggers.first() {
        Some(begins) if process.content.starts.is_empty() => {
            Input::StartAt { element: process.node(begins.node).base.id.clone(), variables }
        }
        _ => Input::Start { variables },
    };
    played.input(process, &first)?;
    let mut messages = script.messages.clone();
    for _ in 0..script.inputs_max {
        let Some(input) = played.next(script, &mut messages) else { return Ok(played) };
        played.input(process, &input)?;
    }
    played.is_cut = played.instance.is_running();
    Ok(played)
}

impl Played {
    fn input(&mut self, process: &ProcessDefinition, input: &Input) -> Result<(), Refusal> {
        let mut env = FeelEnv::new(self.now_ms);
        for event in decide(process, &self.instance, input, &mut env)? {
            self.instance.apply(process, &event);
            self.events.push((self.now_ms, event));
        }
        Ok(())
    }

    /// What happens next: work that waits, then messages, then the next timer.
    fn next(&mut self, script: &Script, messages: &mut Vec<String>) -> Option<Input> {
        let outputs = |element: &ElementId| script.outputs.get(&**element).cloned().unwrap_or_default();
        if let Some((&task, open)) = self.instance.tasks.iter().next() {
            return Some(Input::CompleteTask { task, outputs: outputs(&open.element) });
        }
        if let Some((&job, open)) = self.instance.jobs.iter().next() {
            return Some(Input::CompleteJob { job, outputs: outputs(&open.element) });
        }
        let waits = |name: &String| {
            self.instance.subscriptions.values().find(|open| open.name == *name).map(|open| open.what)
        };
        let found = messages.iter().enumerate().find_map(|(at, name)| Some((at, waits(name)?)));
        if let Some((at, what)) = found {
            let name = messages.remove(at);
            return Some(match what {
                Awaited::Signal => Input::Signal { name, payload: Context::new() },
                _ => Input::Deliver { message: name, payload: Context::new() },
            });
        }
        let next = self.instance.timers.iter().min_by_key(|(number, open)| (open.due_ms, **number))?;
        let (&timer, due_ms) = (next.0, next.1.due_ms);
        self.now_ms = self.now_ms.max(due_ms);
        Some(Input::FireTimer { timer })
    }
}
