//! Measures decisions beside other engines, in one run and on one core: `cargo xtask bench decisions`.

mod java;
mod oracle;
mod python;
mod table;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use afaq_feel::{Context, Date, DateTime, Decimal, Env, Facts, Meter, Scope, Type, Value, parse_expression};
use table::People;

/// What can go wrong in a measurement.
type Failure = Box<dyn std::error::Error>;

const CONDITION: &str = "applicant.age >= 21 and degree = \"severe\"";

/// Texts as rules have them.
const TEXTS: [&str; 5] = [
    CONDITION,
    "if degree = \"severe\" then applicant.salary * 0.25 else 0",
    "applicant.salary between 100.250 and 800 or applicant.age in [18..60)",
    "date(\"2024-02-29\") + duration(\"P1Y6M\")",
    "some n in [1, 2, 3] satisfies n * 2 > applicant.age - 30",
];

/// People for rows, and for columns.
const ROWS: usize = 2_000;
const COLUMN_ROWS: usize = 2_000_000;

fn main() -> Result<(), Failure> {
    let python = std::env::args().nth(1);
    let env = Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 11, 23).ok_or("a date")?));
    println!("one core; time for one, the best of many short stretches; what is wanted stands behind it\n");
    parsing()?;
    conditions(&env)?;
    let people = People::new(COLUMN_ROWS);
    let oracle_row = rows(&people, &env)?;
    columns(&people, &env, oracle_row, python.as_deref())
}

fn parsing() -> Result<(), Failure> {
    let scope = Scope::new().with("applicant", Type::Any).with("degree", Type::String);
    let (_, other) = oracle::condition(CONDITION)?;
    let (mut ours, mut theirs) = (0.0, 0.0);
    for text in TEXTS {
        ours += best(|| parse_expression(black_box(text), &scope).is_ok())?;
        theirs += best(|| oracle::parse(&other, black_box(text)))?;
    }
    let count = TEXTS.len() as f64;
    print("reading an expression", ours / count);
    print("  dsntk", theirs / count);
    wanted("  times as fast as dsntk", theirs / ours, 2.0);
    Ok(())
}

fn conditions(env: &Env) -> Result<(), Failure> {
    let number = |text: &str| -> Result<Value, Failure> {
        Ok(Value::Number(text.parse::<Decimal>().map_err(|_| "a number")?))
    };
    let applicant = Context::new().with("age", number("34")?).with("salary", number("410.500")?);
    let known = Context::new().with("applicant", Value::context(applicant)).with("degree", "severe");
    let scope = Scope::new().with("applicant", Type::Any).with("degree", Type::String);
    let condition = parse_expression(CONDITION, &scope).map_err(|problems| format!("{problems:?}"))?;
    let facts = Arc::new(Facts::of([vec!["applicant", "age"], vec!["degree"]]));
    let prepared = condition.prepare(&facts);
    let row = facts.row(&known);
    let by_row = best(|| prepared.evaluate(black_box(&row), env) == Ok(Value::Boolean(true)))?;
    let by_name = best(|| condition.evaluate(black_box(&known), env).is_ok())?;
    let by_tree = best(|| {
        let mut meter = Meter::new(&env.limits);
        condition.evaluate_by_tree(black_box(&known), env, &mut meter).is_ok()
    })?;
    let (evaluator, scope) = oracle::condition(CONDITION)?;
    let other = best(|| matches!(evaluator(black_box(&scope)), dsntk_feel::values::Value::Boolean(true)))?;
    print("a prepared condition with two comparisons, facts in slots", by_row);
    print("  facts by name", by_name);
    print("  by the general evaluator", by_tree);
    print("  dsntk", other);
    wanted("  times as fast as dsntk", other / by_row, 3.0);
    Ok(())
}

/// Rows; gives what one table takes dsntk.
fn rows(people: &People, env: &Env) -> Result<f64, Failure> {
    let compiled = table::compiled()?;
    let prepared = compiled.prepare("support")?;
    if !prepared.is_compiled() {
        return Err("the table is not compiled".into());
    }
    let engine = oracle::Engine::new(&afaq_dmn::write(&table::model()))?;
    let (mut ours, mut by_name, mut theirs, mut results) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for at in 0..ROWS {
        let row = people.row(at)?;
        by_name.push(prepared.facts().context(&row));
        theirs.push(oracle::person(people, at, &row[0])?);
        ours.push(row);
    }
    for (row, other) in ours.iter().zip(&theirs) {
        let value = prepared.evaluate(row, env)?.value;
        let output = |name: &str| value.as_context().and_then(|context| context.get(name));
        let reason = output("reason").map(ToString::to_string);
        if reason.as_deref() != Some(engine.reason(other).as_str()) {
            return Err(format!("{row:?} gives {reason:?} here and {} there", engine.reason(other)).into());
        }
        let benefit = output("benefit").and_then(Value::as_number).map(|it| it.normalized().to_string());
        let text = |name| output(name).and_then(Value::as_str).unwrap_or_default();
        results.push(format!("{}\t{}\t{}", benefit.unwrap_or_default(), text("level"), text("reason")));
    }
    let all = |one: &mut dyn FnMut(usize) -> bool| {
        let time = stretch(|| (0..ROWS).all(&mut *one), 1)?;
        Ok::<f64, Failure>(time / ROWS as f64)
    };
    let by_row = all(&mut |at| black_box(prepared.evaluate(black_box(&ours[at]), env)).is_ok())?;
    let with_trace =
        all(&mut |at| black_box(compiled.evaluate("support", black_box(&by_name[at]), env)).is_ok())?;
    let other = all(&mut |at| {
        matches!(black_box(engine.evaluate(black_box(&theirs[at]))), dsntk_feel::values::Value::Context(_))
    })?;
    println!("\n{ROWS} rows, a table of 12 rules with 4 inputs and 3 outputs; results agree");
    print("the table by rows, prepared, with the rules that fired", by_row);
    print("  with all that explains it, facts by name", with_trace);
    print("  dsntk", other);
    wanted("  times as fast as dsntk", other / by_row, 10.0);
    java::rows(people, ROWS, by_row, &results)?;
    Ok(other)
}

fn columns(people: &People, env: &Env, oracle_row: f64, python: Option<&str>) -> Result<(), Failure> {
    let prepared = table::compiled()?.prepare("support")?;
    let columns = people.columns();
    let columns: Vec<&afaq_feel::Column> = columns.iter().collect();
    let names: Vec<String> = (0..prepared.facts().len()).map(|slot| prepared.facts().name(slot)).collect();
    if names != ["birth", "income", "kind", "stay"] {
        return Err(format!("facts in another order: {names:?}").into());
    }
    let mut counts = vec![0_u64; table::RULES.len() + 1];
    let answers = prepared.evaluate_columns(&columns, 0..people.len(), env);
    answers.codes(0).iter().for_each(|code| counts[*code as usize] += 1);
    drop(answers);
    let time = stretch(
        || !black_box(prepared.evaluate_columns(black_box(&columns), 0..people.len(), env)).is_empty(),
        1,
    )?;
    let one = time / people.len() as f64;
    println!("\n{} rows held as columns", people.len());
    print("the table by columns, with the rule that fired", one);
    println!("{:>12.1} million tables a second", 1e3 / one);
    wanted("  times as fast as dsntk by rows", oracle_row / one, 100.0);
    match python {
        None => println!("             numpy and OpenFisca: not measured, since no Python was found"),
        Some(python) => {
            python::numpy(python, people, &counts, one)?;
            python::openfisca(python, env)?;
        }
    }
    Ok(())
}

/// Nanoseconds that one takes in the best of many short stretches.
fn best(one: impl FnMut() -> bool) -> Result<f64, Failure> {
    stretch(one, 200)
}

fn stretch(mut one: impl FnMut() -> bool, times: u32) -> Result<f64, Failure> {
    const TIME: Duration = Duration::from_millis(1_000);
    let begin = Instant::now();
    let mut best = Duration::MAX;
    let mut rounds = 0;
    while begin.elapsed() < TIME || rounds < 3 {
        let stretch = Instant::now();
        for _ in 0..times {
            if !one() {
                return Err("something that is measured failed".into());
            }
        }
        best = best.min(stretch.elapsed());
        rounds += 1;
    }
    Ok(best.as_secs_f64() * 1e9 / f64::from(times))
}

fn print(what: &str, nanos: f64) {
    println!("{nanos:>9.1} ns  {what}");
}

fn wanted(what: &str, times: f64, least: f64) {
    let verdict = if times >= least { "met" } else { "MISSED" };
    println!("{times:>9.1}     {what}: {verdict} (wanted {least})");
}
