//! Measures the engines alone: one condition, one decision table of twelve rules, one step of a small process.
//!
//! `cargo run --release -p afaq-domain --example speed`
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use afaq_bpmn::{FeelEnv, Instance};
use afaq_dmn::{DecisionTable, Expression, HitPolicy, Model, Output, Rule};
use afaq_feel::{Context, Date, DateTime, Env, Scope, Type, Value, parse_expression};

type Failure = Box<dyn std::error::Error>;

/// How long each thing is measured.
const TIME: Duration = Duration::from_secs(1);

/// A process as small services have it: a check, a task of an officer, two ends.
const PROCESS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="p" isExecutable="true">
<startEvent id="start"/><userTask id="review"/><exclusiveGateway id="decided" default="no"/>
<endEvent id="approved"/><endEvent id="refused"/>
<sequenceFlow id="a" sourceRef="start" targetRef="review"/>
<sequenceFlow id="b" sourceRef="review" targetRef="decided"/>
<sequenceFlow id="yes" sourceRef="decided" targetRef="approved"><conditionExpression>outcome = "approve"</conditionExpression></sequenceFlow>
<sequenceFlow id="no" sourceRef="decided" targetRef="refused"/>
</process></definitions>"#;

fn main() -> Result<(), Failure> {
    let now = Date::from_ymd(2026, 11, 22).ok_or("a date")?;
    let env = Env::new(DateTime::midnight_utc(now));
    let applicant = Context::new().with("age", number("34")?).with("salary", number("410.500")?);
    let known = Context::new().with("applicant", Value::context(applicant)).with("degree", "severe");

    let scope = Scope::new().with("applicant", Type::Any).with("degree", Type::String);
    let condition = parse_expression("applicant.age >= 21 and degree = \"severe\"", &scope)
        .map_err(|problems| format!("{problems:?}"))?;
    measure("a condition with two comparisons", || {
        black_box(condition.evaluate(black_box(&known), &env)).is_ok()
    })?;

    let fees = table()?;
    let facts = Context::new().with("age", number("34")?).with("degree", "severe");
    measure("a table of 12 rules with 2 inputs, and what explains its result", || {
        black_box(fees.evaluate("fee", black_box(&facts), &env)).is_ok()
    })?;

    let read = afaq_bpmn::read(PROCESS);
    let definitions = read.definitions.ok_or("a process that does not read")?;
    let process = afaq_bpmn::compile(&definitions, None).map_err(|problems| format!("{problems:?}"))?;
    let mut surroundings = FeelEnv::new(1_800_000_000_000);
    let start = afaq_bpmn::Input::Start { variables: Context::new() };
    let mut instance = Instance::new();
    for event in afaq_bpmn::decide(&process, &instance, &start, &mut surroundings)? {
        instance.apply(&process, &event);
    }
    let task = *instance.tasks.keys().next().ok_or("a process without a task")?;
    let end = afaq_bpmn::Input::CompleteTask { task, outputs: Context::new().with("outcome", "approve") };
    measure("the end of a task, a gateway and the end of a process", || {
        black_box(afaq_bpmn::decide(&process, black_box(&instance), &end, &mut surroundings)).is_ok()
    })
}

fn number(text: &str) -> Result<Value, Failure> {
    Ok(Value::Number(text.parse().map_err(|_| "a number")?))
}

/// Fees by age and degree: twelve rules, of which the last but one matches.
fn table() -> Result<afaq_dmn::Compiled, Failure> {
    let mut rules = Vec::new();
    for (from, until) in [(0, 6), (6, 12), (12, 18), (18, 21), (21, 30), (30, 200)] {
        for degree in ["severe", "simple"] {
            rules.push(Rule {
                tests: vec![format!("[{from}..{until})").into(), format!("\"{degree}\"").into()],
                outputs: vec![format!("{}", from + 1).into()],
                ..Rule::default()
            });
        }
    }
    let input = |name: &str| afaq_dmn::Input { expression: name.into(), ..afaq_dmn::Input::default() };
    let table = DecisionTable {
        hit_policy: HitPolicy::from_letter("U").ok_or("a policy")?,
        inputs: vec![input("age"), input("degree")],
        outputs: vec![Output::default()],
        rules,
        ..DecisionTable::default()
    };
    let model = Model::builder("fees")
        .input("age", &Type::Number)
        .input("degree", &Type::OneOf(vec!["simple".to_owned(), "severe".to_owned()]))
        .decision("fee", None, Expression::table(table))
        .build();
    Ok(model.compile().map_err(|problems| format!("{problems:?}"))?)
}

/// Repeats a thing for a while, and prints what one costs in the best of many short stretches.
fn measure(what: &str, mut one: impl FnMut() -> bool) -> Result<(), Failure> {
    const STRETCH: u32 = 200;
    let begin = Instant::now();
    let mut best = Duration::MAX;
    while begin.elapsed() < TIME {
        let stretch = Instant::now();
        for _ in 0..STRETCH {
            if !one() {
                return Err(format!("{what}: it failed").into());
            }
        }
        best = best.min(stretch.elapsed());
    }
    println!("{:>9.0} ns  {what}", best.as_secs_f64() * 1e9 / f64::from(STRETCH));
    Ok(())
}
