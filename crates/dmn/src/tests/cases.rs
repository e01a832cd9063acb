//! Generated cases: every rule and condition is covered, shown by running them.

use std::collections::BTreeSet;

use afaq_feel::{Date, DateTime, Env, Type, Value};

use super::boxed;
use crate::{
    Cases, Compiled, DecisionTable, Expression, ExpressionKind, Goal, HitPolicy, Input, Missed, Model,
    Output, Rule,
};

fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 11, 22).unwrap()))
}

fn model(expression: Expression) -> Compiled {
    let applicant = Type::context([
        ("income", Type::Number),
        ("age", Type::Number),
        ("married", Type::Boolean),
        ("degree", Type::OneOf(vec!["simple".to_owned(), "severe".to_owned()])),
    ]);
    Model::builder("rules")
        .input("applicant", &applicant)
        .decision("x", None, expression)
        .build()
        .compile()
        .unwrap()
}

fn cases(compiled: &Compiled) -> Cases {
    compiled.cases("x", &env()).unwrap()
}

/// The rules that fire in the cases, each with how often.
fn fired(compiled: &Compiled, cases: &Cases) -> BTreeSet<usize> {
    let mut fired = BTreeSet::new();
    for case in &cases.cases {
        let again = compiled.evaluate("x", &case.inputs, &env()).unwrap();
        assert_eq!(again.value, case.result);
        fired.extend(again.trace.iter().flat_map(|trace| &trace.rules).map(|rule| rule.rule));
    }
    fired
}

#[test]
fn every_rule_and_condition_has_its_case() {
    let compiled = model(boxed(
        "F",
        &[
            "applicant.income; applicant.age; applicant.degree => x",
            "> 800; - ; - => \"too high\"",
            "-; [18..65); \"severe\" => \"yes\"",
            "-; -; - => \"no\"",
        ],
    ));
    let cases = cases(&compiled);
    assert_eq!(cases.missed, []);
    assert_eq!(fired(&compiled, &cases), BTreeSet::from([1, 2, 3]));
    assert!(cases.cases.len() <= 5, "{} cases", cases.cases.len());
    let covered: BTreeSet<&Goal> = cases.cases.iter().flat_map(|case| &case.covers).collect();
    for (rule, input) in [(1, 1), (2, 2), (2, 3)] {
        assert!(covered.contains(&Goal::Condition { element: "x".to_owned(), rule, input }));
    }
    // Where the condition on the age alone keeps rule 2 from firing, another age would make it fire.
    let goal = Goal::Condition { element: "x".to_owned(), rule: 2, input: 2 };
    let case = cases.cases.iter().find(|case| case.covers.contains(&goal)).unwrap();
    let mut other = case.inputs.clone();
    other.set_path("applicant.age", Value::from(30));
    assert_ne!(compiled.evaluate("x", &other, &env()).unwrap().trace[0].rules[0].rule, 0);
}

#[test]
fn each_condition_of_an_expression_turns_the_outcome() {
    let compiled = model(Expression::literal(
        "applicant.income <= 800 and (applicant.age >= 65 or applicant.married) and not(applicant.degree = \"simple\")",
    ));
    let cases = cases(&compiled);
    assert_eq!(cases.missed, []);
    let covered: BTreeSet<&Goal> = cases.cases.iter().flat_map(|case| &case.covers).collect();
    assert_eq!(covered.len(), 8);
    assert!(cases.cases.len() <= 8, "{} cases", cases.cases.len());
}

#[test]
fn what_cannot_be_reached_is_said() {
    let compiled = model(boxed("F", &["applicant.age => x", ">= 18 => 1", "> 60 => 2", "-  => 3"]));
    let missed = cases(&compiled).missed;
    assert!(
        missed.contains(&(Goal::Rule { element: "x".to_owned(), rule: 2 }, Missed::Impossible)),
        "{missed:?}"
    );
}

#[test]
fn rules_behind_other_decisions_are_reached() {
    let applicant = Type::context([("age", Type::Number), ("income", Type::Number)]);
    let group = boxed("U", &["applicant.age => group", "< 18 => \"child\"", ">= 18 => \"adult\""]);
    let fee = boxed(
        "U",
        &[
            "group; applicant.income => fee",
            "\"child\"; - => 0",
            "\"adult\"; < 500 => 5",
            "\"adult\"; >= 500 => 10",
        ],
    );
    let compiled = Model::builder("rules")
        .input("applicant", &applicant)
        .decision("group", Some(&Type::String), group)
        .decision("x", None, fee)
        .build()
        .compile()
        .unwrap();
    let cases = cases(&compiled);
    assert_eq!(cases.missed, []);
    assert_eq!(fired(&compiled, &cases), BTreeSet::from([1, 2, 3]));
}

#[test]
fn of_many_allowed_values_those_that_conditions_name_are_tried() {
    let names: Vec<String> = (0..250).map(|name| format!("c{name}")).collect();
    let listed = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let flags = ["a", "b", "c", "d", "e", "f", "g"];
    let mut columns = vec![Input {
        expression: "person.country".into(),
        domain: Some(listed.as_str().into()),
        ..Input::default()
    }];
    columns.extend(
        flags.map(|flag| Input { expression: format!("person.{flag}").as_str().into(), ..Input::default() }),
    );
    let rule = |number: usize| Rule {
        tests: (0..columns.len())
            .map(|column| match (column == number, column) {
                (false, _) => "-".into(),
                (true, 0) => "not(\"c117\")".into(),
                (true, _) => "true".into(),
            })
            .collect(),
        outputs: vec![format!("\"reason {number}\"").as_str().into()],
        ..Rule::default()
    };
    let table = DecisionTable {
        hit_policy: HitPolicy::Collect(None),
        rules: (0..columns.len()).map(rule).collect(),
        inputs: columns,
        outputs: vec![Output::default()],
        ..DecisionTable::default()
    };
    let members =
        flags.map(|flag| (flag, Type::Boolean)).into_iter().chain([("country", Type::OneOf(names))]);
    let kind = ExpressionKind::DecisionTable(Box::new(table));
    let compiled = Model::builder("rules")
        .input("person", &Type::context(members))
        .decision("against", None, Expression { type_ref: None, position: None, kind })
        .decision("x", Some(&Type::Boolean), Expression::literal("count(against) = 0"))
        .build()
        .compile()
        .unwrap();
    assert_eq!(cases(&compiled).missed, []);
}
