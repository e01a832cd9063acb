//! What the tests share: a short notation for processes, and a driver under virtual time.

use afaq_bpmn::{
    Definitions, Env, Event, FeelEnv, Input, Instance, ProcessDefinition, Refusal, advance, compile, decide,
    read,
};
use afaq_feel::{Context, Value};

pub const NOW_MS: i64 = 1_800_000_000_000;

/// A whole file around the inside of one process.
pub fn file(inside: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:afaq="urn:afaq:bpmn:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<message id="answer" name="answer"/><signal id="one" name="one"/><signal id="two" name="two"/><escalation id="up" escalationCode="U"/><error id="broken" errorCode="E1"/><error id="other" errorCode="E2"/>
<process id="p" isExecutable="true">
{inside}
</process></definitions>"#
    )
}

/// `a>b` is a flow; `a>b?condition` one with a condition.
pub fn flows(text: &str) -> String {
    let mut out = String::new();
    for flow in text.split_whitespace() {
        let (ends, condition) = flow.split_once('?').unwrap_or((flow, ""));
        let (source, target) = ends.split_once('>').expect("a flow");
        let condition = if condition.is_empty() {
            String::new()
        } else {
            let condition = condition.replace('_', " ").replace('<', "&lt;");
            format!("<conditionExpression>{condition}</conditionExpression>")
        };
        out.push_str(&format!(
            "<sequenceFlow id=\"{source}-{target}\" sourceRef=\"{source}\" targetRef=\"{target}\">{condition}</sequenceFlow>\n"
        ));
    }
    out
}

pub fn definitions(inside: &str) -> Definitions {
    let read = read(&file(inside));
    read.definitions.unwrap_or_else(|| panic!("{:?}", read.problems))
}

pub fn process(inside: &str) -> ProcessDefinition {
    match compile(&definitions(inside), None) {
        Ok(process) => process,
        Err(problems) => {
            panic!("{}", problems.iter().map(|problem| problem.message_en()).collect::<Vec<_>>().join("\n"))
        }
    }
}

/// An instance that is driven, with all its events.
pub struct Driver {
    pub process: ProcessDefinition,
    pub instance: Instance,
    pub events: Vec<Event>,
    pub now_ms: i64,
}

impl Driver {
    pub fn new(process: ProcessDefinition) -> Self {
        Self { process, instance: Instance::new(), events: Vec::new(), now_ms: NOW_MS }
    }

    pub fn start(inside: &str, variables: &[(&str, Value)]) -> Self {
        let mut driver = Self::new(process(inside));
        driver.input(&Input::Start { variables: context(variables) }).expect("it starts");
        driver
    }

    pub fn input_with(&mut self, input: &Input, env: &mut dyn Env) -> Result<(), Refusal> {
        let before = self.instance.clone();
        let events = match decide(&self.process, &self.instance, input, env) {
            Ok(events) => events,
            Err(refusal) => {
                let mut same = before.clone();
                assert_eq!(advance(&self.process, &mut same, input, env), Err(refusal.clone()));
                assert_eq!(same, before);
                return Err(refusal);
            }
        };
        for event in &events {
            self.instance.apply(&self.process, event);
        }
        // Judging and taking in at once gives the same.
        let mut advanced = before;
        let again = advance(&self.process, &mut advanced, input, env);
        if again.as_ref() == Ok(&events) {
            assert_eq!(advanced, self.instance);
        }
        self.events.extend(events);
        Ok(())
    }

    pub fn input(&mut self, input: &Input) -> Result<(), Refusal> {
        let mut env = FeelEnv::new(self.now_ms)
            .with_decision("fee", |_| Ok(Value::from(12)))
            .with_decision("silent", |_| Ok(Value::unknown("applicant.is_employed")));
        self.input_with(input, &mut env)
    }

    /// Completes the user task or job that waits at an element.
    pub fn done(&mut self, element: &str) {
        self.done_with(element, &[]);
    }

    pub fn done_with(&mut self, element: &str, outputs: &[(&str, Value)]) {
        let outputs = context(outputs);
        let task =
            self.instance.tasks.iter().find(|(_, open)| &*open.element == element).map(|(task, _)| *task);
        let job = self.instance.jobs.iter().find(|(_, open)| &*open.element == element).map(|(job, _)| *job);
        let input = match (task, job) {
            (Some(task), _) => Input::CompleteTask { task, outputs },
            (_, Some(job)) => Input::CompleteJob { job, outputs },
            _ => panic!("nothing waits at `{element}`: {:?}", self.instance),
        };
        self.input(&input).expect("it is completed");
    }

    /// Lets virtual time pass, firing what falls due in its order.
    pub fn wait_ms(&mut self, ms: i64) {
        let until = self.now_ms + ms;
        while let Some((&timer, open)) =
            self.instance.timers.iter().min_by_key(|(number, t)| (t.due_ms, **number))
        {
            if open.due_ms > until {
                break;
            }
            self.now_ms = self.now_ms.max(open.due_ms);
            self.input(&Input::FireTimer { timer }).expect("it fires");
        }
        self.now_ms = until;
    }

    /// The elements that were entered, in order.
    pub fn trace(&self) -> String {
        let entered = self.events.iter().filter_map(|event| match event {
            Event::ElementEntered { element, .. } => Some(&**element),
            _ => None,
        });
        entered.collect::<Vec<_>>().join(" ")
    }

    /// Where the tokens are.
    pub fn at(&self) -> String {
        self.instance.positions().map(|element| &**element).collect::<Vec<_>>().join(" ")
    }

    /// Kills it at every event: what is written of events and state gives the state that was live.
    pub fn check_every_prefix(&self) {
        let mut live = Instance::new();
        for event in &self.events {
            let written = serde_json::to_string(event).expect("an event is written");
            let event: Event = serde_json::from_str(&written).expect("an event is read");
            live.apply(&self.process, &event);
            let written = serde_json::to_string(&live).expect("a state is written");
            let kept: Instance = serde_json::from_str(&written).expect("a state is read");
            assert_eq!(kept, live, "after {event:?}");
            live = kept;
        }
        assert_eq!(live, self.instance);
    }

    /// Replays every prefix and compares with the live state at the end.
    pub fn check_replay(&self) {
        let replayed = Instance::replay(&self.process, &self.events);
        assert_eq!(replayed, self.instance);
    }
}

pub fn context(entries: &[(&str, Value)]) -> Context {
    let mut context = Context::new();
    for (name, value) in entries {
        context.set(*name, value.clone());
    }
    context
}
