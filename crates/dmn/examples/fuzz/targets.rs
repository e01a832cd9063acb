//! What is tried with a text, and what must hold beside not panicking.

use afaq_dmn::{read, write};
use afaq_feel::{
    Context, Date, DateTime, Env, Limits, Scope, Type, Value, parse_expression, parse_unary_tests,
};

fn env() -> Env {
    let day = Date::from_ymd(2026, 11, 22).expect("a day");
    let limits = Limits { steps: 20_000, depth: 256, list_length: 5_000, text_length: 20_000 };
    Env { limits, ..Env::new(DateTime::midnight_utc(day)) }
}

fn scope() -> Scope {
    Scope::new()
        .with("x", Type::Number)
        .with("u", Type::Boolean)
        .with("a b", Type::list(Type::Number))
        .with("دخل", Type::context([("شهري", Type::Number), ("سنوي", Type::Number)]))
}

fn facts() -> Context {
    let mut facts = Context::new()
        .with("x", Value::from(7))
        .with("u", Value::unknown("u"))
        .with("a b", Value::list(vec![Value::from(1), Value::Null, Value::unknown("v")]));
    facts.set_path("دخل.شهري", Value::from(912));
    facts
}

/// Reads, checks, prints, alters and evaluates; the same twice is the same.
pub fn expression(text: &str) -> Result<(), String> {
    let scope = scope();
    let parsed = match parse_expression(text, &scope) {
        Ok(parsed) => parsed,
        Err(problems) => return told(&problems, text),
    };
    let (_, problems) = parsed.check(&scope);
    told(&problems, text)?;
    let _ = parsed.to_string();
    let (first, second) = (parsed.evaluate(&facts(), &env()), parsed.evaluate(&facts(), &env()));
    let same = match (&first, &second) {
        // Functions are values of their own each time.
        (Ok(first), Ok(second)) => {
            first.value == second.value || first.value.to_string() == second.value.to_string()
        }
        (first, second) => first == second,
    };
    if same { Ok(()) } else { Err(format!("twice is not the same: {first:?} {second:?}")) }
}

/// Unary tests of inputs of several types.
pub fn cell(text: &str) -> Result<(), String> {
    let scope = scope();
    for (kind, input) in
        [(Type::Number, Value::from(3)), (Type::String, Value::string("a")), (Type::Any, Value::Null)]
    {
        match parse_unary_tests(text, &scope, &kind) {
            Err(problems) => told(&problems, text)?,
            Ok(tests) => {
                told(&tests.check(&scope), text)?;
                let _ = (tests.as_region(), tests.to_string());
                let _ = tests.matches(&input, &facts(), &env());
            }
        }
    }
    Ok(())
}

/// Reads a model, writes it back, compiles it and evaluates every decision.
pub fn model(text: &str) -> Result<(), String> {
    let read = read(text);
    let Some(model) = read.model else {
        return if read.problems.is_empty() { Err("no model and no problem".to_owned()) } else { Ok(()) };
    };
    if write(&model) != text {
        return Err("it is not written as it was read".to_owned());
    }
    let (compiled, problems) = model.compile_lenient(&[&model]);
    for problem in read.problems.iter().chain(&problems) {
        if problem.message_en().is_empty() || problem.message_ar().is_empty() {
            return Err(format!("a problem without words: {problem:?}"));
        }
    }
    let names: Vec<String> = compiled.decisions().map(str::to_owned).collect();
    for name in names {
        let _ = compiled.evaluate(&name, &facts(), &env());
    }
    Ok(())
}

/// Every problem has its place inside of the text and words in both languages.
fn told(problems: &[afaq_feel::Problem], text: &str) -> Result<(), String> {
    let length = text.chars().count();
    for problem in problems {
        let has_place = problem.start <= problem.end && problem.start <= length;
        if !has_place || problem.message_en().is_empty() || problem.message_ar().is_empty() {
            return Err(format!("a problem without place or words: {problem:?}"));
        }
    }
    Ok(())
}
