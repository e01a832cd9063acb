//! How many instances a second one processor plays in memory, and that an old case is as light as a new one.
//!
//! `cargo run --release -p afaq-bpmn --example speed`

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures and tells")]

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use afaq_bpmn::{FeelEnv, Input, Instance, ProcessDefinition, advance, compile, decide, read};
use afaq_feel::{Context, Value};

const SECONDS: u64 = 3;
const LOOPS: usize = 10_000;

fn process(inside: &str) -> Result<ProcessDefinition, Box<dyn Error>> {
    let xml = format!(
        r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">{inside}</process></definitions>"#
    );
    let definitions = read(&xml).definitions.ok_or("it is not read")?;
    compile(&definitions, None).map_err(|problems| format!("{problems:?}").into())
}

const GATEWAY: &str = r#"<startEvent id="start"/><scriptTask id="script" scriptFormat="feel"><script>{total: amount * 2}</script></scriptTask>
<exclusiveGateway id="large" default="to_small"/><endEvent id="end_large"/><endEvent id="end_small"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="script"/><sequenceFlow id="f2" sourceRef="script" targetRef="large"/>
<sequenceFlow id="to_large" sourceRef="large" targetRef="end_large"><conditionExpression>total &gt; 100</conditionExpression></sequenceFlow>
<sequenceFlow id="to_small" sourceRef="large" targetRef="end_small"/>"#;

const TASK: &str = r#"<startEvent id="start"/><userTask id="task"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="task"/><sequenceFlow id="f2" sourceRef="task" targetRef="end"/>"#;

/// A case that goes round and round: a sub-process with a task, until somebody says that it is done.
const ROUND: &str = r#"<startEvent id="start"/><exclusiveGateway id="again"/>
<subProcess id="sub"><startEvent id="begin"/><userTask id="task"/><endEvent id="over"/>
<sequenceFlow id="s1" sourceRef="begin" targetRef="task"/><sequenceFlow id="s2" sourceRef="task" targetRef="over"/></subProcess>
<exclusiveGateway id="done" default="back"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="again"/><sequenceFlow id="f2" sourceRef="again" targetRef="sub"/><sequenceFlow id="f3" sourceRef="sub" targetRef="done"/>
<sequenceFlow id="back" sourceRef="done" targetRef="again"/><sequenceFlow id="out" sourceRef="done" targetRef="end"><conditionExpression>is_done = true</conditionExpression></sequenceFlow>"#;

fn input(
    process: &ProcessDefinition,
    instance: &mut Instance,
    input: &Input,
    env: &mut FeelEnv,
) -> Result<usize, Box<dyn Error>> {
    Ok(advance(process, instance, input, env)?.len())
}

fn complete(instance: &Instance, outputs: Context) -> Result<Input, Box<dyn Error>> {
    let task = *instance.tasks.keys().next().ok_or("no task waits")?;
    Ok(Input::CompleteTask { task, outputs })
}

/// How many instances a second.
fn rate(mut play: impl FnMut() -> Result<usize, Box<dyn Error>>) -> Result<(f64, f64), Box<dyn Error>> {
    for _ in 0..2_000 {
        play()?;
    }
    let (began, mut count, mut events) = (Instant::now(), 0_u32, 0.0);
    while began.elapsed() < Duration::from_secs(SECONDS) {
        for _ in 0..500 {
            #[expect(clippy::cast_precision_loss, reason = "a mean needs no exact count")]
            let of_one = play()? as f64;
            events += of_one;
            count += 1;
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    Ok((f64::from(count) / seconds, events / seconds))
}

/// The median time of one command, in nanoseconds.
fn command(process: &ProcessDefinition, instance: &Instance) -> Result<u128, Box<dyn Error>> {
    let mut env = FeelEnv::new(1_800_000_000_000);
    let next = complete(instance, Context::new())?;
    let mut times = Vec::new();
    for _ in 0..5_001 {
        let began = Instant::now();
        black_box(decide(process, black_box(instance), &next, &mut env)?);
        times.push(began.elapsed().as_nanos());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut env = FeelEnv::new(1_800_000_000_000);
    let gateway = process(GATEWAY)?;
    let (instances, events) = rate(|| {
        let mut instance = Instance::new();
        let variables = Context::new().with("amount", Value::from(70));
        let count = input(&gateway, &mut instance, &Input::Start { variables }, &mut env)?;
        if black_box(&instance).is_over() { Ok(count) } else { Err("it did not end".into()) }
    })?;
    println!("start, script, exclusive gateway, end: {instances:.0} instances/s, {events:.0} events/s");
    let task = process(TASK)?;
    let (instances, events) = rate(|| {
        let mut instance = Instance::new();
        let count = input(&task, &mut instance, &Input::Start { variables: Context::new() }, &mut env)?;
        let next = complete(&instance, Context::new().with("outcome", "approve"))?;
        let count = count + input(&task, &mut instance, &next, &mut env)?;
        if black_box(&instance).is_over() { Ok(count) } else { Err("it did not end".into()) }
    })?;
    println!("start, user task, complete, end: {instances:.0} instances/s, {events:.0} events/s");
    let round = process(ROUND)?;
    let mut instance = Instance::new();
    input(&round, &mut instance, &Input::Start { variables: Context::new() }, &mut env)?;
    let (new_bytes, new_ns) = (serde_json::to_vec(&instance)?.len(), command(&round, &instance)?);
    let mut count = 0;
    while count < LOOPS {
        let next = complete(&instance, Context::new())?;
        count += input(&round, &mut instance, &next, &mut env)?;
    }
    let (old_bytes, old_ns) = (serde_json::to_vec(&instance)?.len(), command(&round, &instance)?);
    #[expect(clippy::cast_precision_loss, reason = "shares")]
    let (bytes, time) = (old_bytes as f64 / new_bytes as f64, old_ns as f64 / new_ns as f64);
    println!(
        "after {count} events: {old_bytes} bytes ({bytes:.2} of a new one's), {old_ns} ns for a command ({time:.2} of a new one's)"
    );
    Ok(())
}
