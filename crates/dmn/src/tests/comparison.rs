//! Two versions of a decision: equal or not, with the smallest examples, and what changes for a population.

use afaq_feel::{Context, Date, DateTime, Env, Type, Value};

use super::boxed;
use crate::{Comparison, Compiled, Expression, Model, Population, Verdict};

fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 11, 22).unwrap()))
}

fn compiled(expression: Expression) -> Compiled {
    let applicant =
        Type::context([("income", Type::Number), ("age", Type::Number), ("married", Type::Boolean)]);
    Model::builder("fees")
        .input("applicant", &applicant)
        .decision("fee", None, expression)
        .build()
        .compile()
        .unwrap()
}

fn compare(before: Expression, after: Expression) -> Comparison {
    compiled(before).compare(&compiled(after), "fee", &env()).unwrap()
}

fn told(comparison: &Comparison) -> Vec<String> {
    let one = |example: &crate::Difference| {
        let facts: Vec<String> =
            example.facts.iter().map(|(path, value)| format!("{path} = {value}")).collect();
        format!("{}: {} -> {}", facts.join(", "), example.before, example.after)
    };
    comparison.examples.iter().map(one).collect()
}

#[test]
fn tables_that_say_the_same_in_other_words_are_equal() {
    let one = boxed("U", &["applicant.age => x", "< 18 => 1", "[18..65) => 2", ">= 65 => 3"]);
    let other = boxed("F", &["applicant.age => x", ">= 65 => 3", ">= 18 => 2", "not(null) => 1"]);
    let comparison = compare(one, other);
    assert_eq!((comparison.verdict, told(&comparison)), (Verdict::Equal, vec![]));
}

#[test]
fn a_table_and_an_expression_are_compared() {
    let one = boxed("F", &["applicant.married; applicant.income => x", "true; <= 800 => 5", "-; - => 10"]);
    let other = Expression::literal("if applicant.married and applicant.income <= 800 then 5 else 10");
    assert_eq!(compare(one, other).verdict, Verdict::Equal);
}

#[test]
fn the_smallest_example_names_only_facts_that_matter() {
    let one =
        boxed("F", &["applicant.age; applicant.married => x", "< 18; - => 1", "-; true => 2", "-; - => 3"]);
    let other =
        boxed("F", &["applicant.age; applicant.married => x", "<= 18; - => 1", "-; true => 2", "-; - => 3"]);
    let comparison = compare(one, other);
    assert_eq!(comparison.verdict, Verdict::Different);
    assert_eq!(
        told(&comparison),
        [
            "applicant.age = 18, applicant.married = false: 3 -> 1",
            "applicant.age = 18, applicant.married = true: 2 -> 1",
        ]
    );
}

#[test]
fn computing_with_a_fact_is_no_proof_unless_the_text_is_the_same() {
    let one = || Expression::literal("applicant.income * 0.1");
    assert_eq!(compare(one(), one()).verdict, Verdict::Equal);
    assert_eq!(compare(one(), Expression::literal("applicant.income / 10")).verdict, Verdict::NoneFound);
    assert_eq!(compare(one(), Expression::literal("applicant.income * 0.2")).verdict, Verdict::Different);
}

#[test]
fn a_population_is_counted_with_the_sums_that_change() {
    let (one, other) = (
        compiled(boxed("U", &["applicant.age => x", "< 18 => 1", ">= 18 => 2"])),
        compiled(boxed("U", &["applicant.age => x", "< 21 => 1", ">= 21 => 2.5"])),
    );
    let mut population = Population::new();
    for age in 10..30 {
        let applicant = Context::new().with("income", 1).with("age", age).with("married", false);
        let facts = Context::new().with("applicant", Value::context(applicant));
        let value = |version: &Compiled| version.evaluate("fee", &facts, &env()).unwrap().value;
        population.add(&value(&one), &value(&other));
    }
    let told: Vec<(String, u64, String)> = population
        .transitions()
        .iter()
        .map(|one| {
            (format!("{} -> {}", one.before, one.after), one.count, one.difference.unwrap().to_string())
        })
        .collect();
    assert_eq!(
        told,
        [("2 -> 2.5".to_owned(), 9, "4.5".to_owned()), ("2 -> 1".to_owned(), 3, "-3".to_owned())]
    );
    assert_eq!((population.rows, population.same, population.changed()), (20, 8, 12));
    assert_eq!(
        (population.sum_before.unwrap().to_string(), population.sum_after.unwrap().to_string()),
        ("32".to_owned(), "33.5".to_owned())
    );
}

/// Equal and different as counting says, over small domains.
#[test]
fn the_verdict_is_what_counting_says() {
    let ages = ["< 2", "<= 2", ">= 1", "2", "not(1)", "[1..2]", "-"];
    let truths = ["true", "false", "-"];
    let mut state = 5_u64;
    let mut roll = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % sides
    };
    let (mut equal, mut different) = (0, 0);
    for round in 0..90 {
        let mut rows = || {
            let mut rows = vec!["applicant.age; applicant.married => x".to_owned()];
            for _ in 0..1 + roll(3) {
                rows.push(format!("{}; {} => {}", ages[roll(ages.len())], truths[roll(3)], roll(2)));
            }
            rows
        };
        let table = |rows: &[String]| {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            compiled(boxed("F", &rows))
        };
        let (first, mut second) = (rows(), rows());
        if round % 3 == 0 {
            // The same rules, and a last one that is never reached.
            second = first.clone();
            second.push(first[1].replace("=> 0", "=> 1"));
        }
        let (one, other) = (table(&first), table(&second));
        let facts = |age: Value, married: Value| {
            let applicant = Context::new().with("income", 1).with("age", age).with("married", married);
            Context::new().with("applicant", Value::context(applicant))
        };
        let half: Value = Value::Number("1.5".parse().unwrap());
        let ages = [Value::Null, 0.into(), 1.into(), half, 2.into(), 3.into()];
        let truths = [Value::Null, true.into(), false.into()];
        let differs = ages.iter().any(|age| {
            truths.iter().any(|married| {
                let facts = facts(age.clone(), married.clone());
                one.evaluate("fee", &facts, &env()).unwrap().value
                    != other.evaluate("fee", &facts, &env()).unwrap().value
            })
        });
        let comparison = one.compare(&other, "fee", &env()).unwrap();
        assert_eq!(comparison.verdict == Verdict::Different, differs, "{comparison:?}");
        assert_eq!(comparison.verdict == Verdict::Equal, !differs, "{comparison:?}");
        (equal, different) = (equal + usize::from(!differs), different + usize::from(differs));
    }
    assert!(equal > 10 && different > 30, "{equal} equal, {different} different");
}
