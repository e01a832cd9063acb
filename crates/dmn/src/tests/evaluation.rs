//! Results under every hit policy, with known and unknown facts, and what explains them.

use afaq_feel::{Context, Date, DateTime, Env, Scope, Type, Value, parse_expression};

use super::boxed;
use crate::{Compiled, EvalError, Evaluation, Expression, Model};

fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 1, 1).unwrap()))
}

fn value(text: &str) -> Value {
    let parsed = parse_expression(text, &Scope::new()).unwrap();
    parsed.evaluate(&Context::new(), &env()).unwrap().value
}

fn inputs(age: &Value, degree: &Value) -> Context {
    Context::new().with("age", age.clone()).with("degree", degree.clone())
}

fn model(policy: &str, rows: &[&str]) -> Compiled {
    let degree = Type::OneOf(vec!["simple".to_owned(), "severe".to_owned()]);
    let model = Model::builder("m").input("age", &Type::Number).input("degree", &degree);
    let model = model.decision("d", None, boxed(policy, rows)).build();
    model.compile().unwrap()
}

fn check(policy: &str, rows: &[&str], age: &str, degree: &str, expected: &str) {
    let of = |text: &str| if text == "?" { Value::unknown("register") } else { value(text) };
    let expected = if expected == "?" { Value::unknown("register") } else { value(expected) };
    let done = model(policy, rows).evaluate("d", &inputs(&of(age), &of(degree)), &env()).unwrap();
    assert_eq!(done.value, expected, "{done:#?}");
}

const FEES: [&str; 4] =
    ["age; degree => fee", "< 18; - => 0", ">= 18; \"simple\" => 10", ">= 18; \"severe\" => 5"];

#[test]
fn a_unique_rule_decides() {
    check("U", &FEES, "20", "\"severe\"", "5");
}

#[test]
fn no_rule_gives_null() {
    check("U", &["age; degree => fee", "< 18; - => 0"], "20", "\"severe\"", "null");
}

#[test]
fn two_rules_break_uniqueness() {
    check("U", &["age; degree => fee", "> 1; - => 1", "> 2; - => 1"], "20", "\"severe\"", "null");
}

#[test]
fn any_wants_the_same_result() {
    check("A", &["age; degree => fee", "> 1; - => 1", "> 2; - => 1"], "20", "\"severe\"", "1");
    check("A", &["age; degree => fee", "> 1; - => 1", "> 2; - => 2"], "20", "\"severe\"", "null");
}

#[test]
fn the_first_rule_decides() {
    check("F", &["age; degree => fee", "> 1; - => 1", "> 2; - => 2"], "20", "\"severe\"", "1");
}

#[test]
fn the_output_with_priority_decides() {
    let rows = ["age; degree => fee of 3,2,1", "> 1; - => 1", "> 2; - => 2"];
    check("P", &rows, "20", "\"severe\"", "2");
    check("O", &rows, "20", "\"severe\"", "[2, 1]");
}

#[test]
fn results_are_collected() {
    let rows = ["age; degree => fee", "> 1; - => 1", "> 2; - => 2", "> 90; - => 9"];
    check("C", &rows, "20", "\"severe\"", "[1, 2]");
    check("R", &rows, "20", "\"severe\"", "[1, 2]");
    check("C+", &rows, "20", "\"severe\"", "3");
    check("C<", &rows, "20", "\"severe\"", "1");
    check("C>", &rows, "20", "\"severe\"", "2");
    check("C#", &rows, "20", "\"severe\"", "2");
}

#[test]
fn several_outputs_are_a_context() {
    check("U", &["age; degree => a; b", "> 1; - => 1; \"x\""], "20", "\"severe\"", "{a: 1, b: \"x\"}");
}

#[test]
fn an_unknown_fact_that_decides_makes_the_result_unknown() {
    check("U", &FEES, "20", "?", "?");
    check("U", &FEES, "?", "\"severe\"", "?");
}

#[test]
fn an_unknown_fact_that_decides_nothing_is_not_needed() {
    check("U", &FEES, "7", "?", "0");
    check("U", &["age; degree => fee", "-; \"simple\" => 3", "-; \"severe\" => 3"], "7", "?", "3");
}

#[test]
fn no_rule_is_a_possible_outcome_of_an_incomplete_table() {
    check("U", &["age; degree => fee", "-; \"simple\" => 3"], "7", "?", "?");
}

#[test]
fn a_first_rule_behind_an_undecided_one_waits() {
    check("F", &["age; degree => fee", "-; \"simple\" => 3", "-; - => 4"], "7", "?", "?");
    check("F", &["age; degree => fee", "> 1; - => 3", "-; \"simple\" => 4"], "7", "?", "3");
}

#[test]
fn collected_reasons_with_an_unknown_fact_are_unknown() {
    check("C", &["age; degree => fee", "-; \"simple\" => 3", "> 1; - => 4"], "7", "?", "?");
    check("C", &["age; degree => fee", "-; \"simple\" => 3", "> 1; - => 4"], "7", "\"severe\"", "[4]");
}

#[test]
fn the_trace_names_inputs_and_rules() {
    let done = model("U", &FEES).evaluate("d", &inputs(&value("20"), &value("\"severe\"")), &env()).unwrap();
    let [trace] = done.trace.as_slice() else { panic!("{done:#?}") };
    let used: Vec<&str> = trace.inputs.iter().map(|input| input.path.as_str()).collect();
    assert_eq!(used, ["age", "degree"]);
    assert_eq!(trace.rules.iter().map(|rule| rule.rule).collect::<Vec<_>>(), [3]);
    assert_eq!(trace.rules[0].annotations, [("law".to_owned(), "article 3".to_owned())]);
    let stored = serde_json::to_string(&done).unwrap();
    assert_eq!(serde_json::from_str::<Evaluation>(&stored).unwrap(), done);
}

#[test]
fn a_missing_decision_is_an_error() {
    let outcome = model("U", &FEES).evaluate("nobody", &Context::new(), &env());
    assert_eq!(outcome.unwrap_err(), EvalError::NotFound { name: "nobody".to_owned() });
}

#[test]
fn endless_recursion_ends_with_an_error() {
    let model = Model::builder("m")
        .knowledge_model("f", &[("n", Type::Number)], Expression::literal("f(n + 1)"))
        .decision("d", None, Expression::literal("f(1)"))
        .build();
    let compiled = model.compile().unwrap();
    compiled.evaluate("d", &Context::new(), &env()).unwrap_err();
}

#[test]
fn a_long_chain_of_decisions_needs_no_deep_stack() {
    let mut model = Model::builder("m").decision("d0", Some(&Type::Number), Expression::literal("1"));
    for number in 1..2_000 {
        let text = format!("d{} + 1", number - 1);
        model = model.decision(&format!("d{number}"), Some(&Type::Number), Expression::literal(text));
    }
    let compiled = model.build().compile().unwrap();
    let done = compiled.evaluate("d1999", &Context::new(), &env()).unwrap();
    assert_eq!(done.value, value("2000"));
}

#[test]
fn a_value_outside_of_its_type_is_null_and_noted() {
    let done = model("U", &FEES).evaluate("d", &inputs(&value("20"), &value("\"other\"")), &env()).unwrap();
    assert_eq!(done.value, Value::Null);
    assert_eq!(done.trace[0].notes, ["`degree` does not fit its type"]);
}

#[test]
fn compiled_models_can_be_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Compiled>();
}

#[test]
fn facts_and_types_of_decisions_are_known() {
    let compiled = model("C", &["age; degree => fee", "< 18; - => \"young\"", "-; \"simple\" => \"old\""]);
    assert_eq!(compiled.facts_of("d").into_iter().collect::<Vec<_>>(), ["age", "degree"]);
    assert_eq!(compiled.type_of("d"), Some(&Type::List(Box::new(Type::String))));
}
