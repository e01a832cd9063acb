//! Why results came out: rules that fired, rules that nearly did, and what would have had to differ.

use afaq_feel::{Context, Date, DateTime, Env, Type, Value};

use super::boxed;
use crate::{Compiled, Expression, Model, Said, SentenceKind, Words};

/// Words for the examples.
struct Allowance;

impl Words for Allowance {
    fn name(&self, subject: &str) -> Option<Said> {
        Some(match subject {
            "applicant.income" => Said::new("الدخل الشهري", "the monthly income"),
            "applicant.age" => Said::new("العمر", "the age"),
            "applicant.married" => Said::new("متزوج", "married"),
            "eligible" => Said::new("الاستحقاق", "eligible"),
            _ => return None,
        })
    }

    fn value(&self, subject: &str, value: &Value) -> Option<Said> {
        let number = value.as_number().filter(|_| subject == "applicant.income")?;
        let number = number.to_string();
        let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
        Some(Said::new(format!("{whole}.{part:0<3} د.ك"), format!("{whole}.{part:0<3} KWD")))
    }

    fn meaning(&self, _: &str, output: &Value) -> Option<Said> {
        (output.as_str() == Some("income too high"))
            .then(|| Said::new("الدخل أعلى من الحد", "the income is above the limit"))
    }
}

fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 11, 22).unwrap()))
}

fn applicant() -> Type {
    Type::context([("income", Type::Number), ("age", Type::Number), ("married", Type::Boolean)])
}

fn compiled(name: &str, expression: Expression) -> Compiled {
    Model::builder("allowance")
        .input("applicant", &applicant())
        .decision(name, None, expression)
        .build()
        .compile()
        .unwrap()
}

/// Facts: `income`, `age`, `married`; a number that is missing is not known.
fn facts(income: Option<&str>, age: i64, married: bool) -> Context {
    let income = match income {
        Some(text) => Value::Number(text.parse().unwrap()),
        None => Value::unknown("applicant.income"),
    };
    let applicant = Context::new().with("income", income).with("age", age).with("married", married);
    Context::new().with("applicant", Value::context(applicant))
}

fn told(
    compiled: &Compiled,
    decision: &str,
    facts: &Context,
    wanted: Option<Value>,
) -> Vec<(SentenceKind, Said)> {
    let explanation = compiled.explain(decision, facts, &env(), wanted.as_ref()).unwrap();
    explanation.sentences(&Allowance).into_iter().map(|one| (one.kind, one.said)).collect()
}

#[test]
fn a_refusal_says_the_value_the_limit_and_the_article() {
    let table = boxed("U", &["applicant.income; applicant.age => x", "<= 800; >= 18 => true"]);
    let compiled = compiled("eligible", table);
    let told = told(&compiled, "eligible", &facts(Some("912.5"), 30, true), Some(Value::Boolean(true)));
    let change = told.iter().find(|(kind, _)| *kind == SentenceKind::Change).unwrap();
    assert_eq!(change.1.en, "The monthly income is 912.500 KWD; the limit is 800.000 KWD, article 1.");
    assert_eq!(change.1.ar, "الدخل الشهري: 912.500 د.ك، والحد الأعلى 800.000 د.ك، article 1.");
    let near = told.iter().find(|(kind, _)| *kind == SentenceKind::Near).unwrap();
    assert_eq!(
        near.1.en,
        "Rule 1 (eligible: yes) did not apply: the monthly income is 912.500 KWD; the limit is 800.000 KWD, article 1."
    );
}

#[test]
fn a_reason_says_why_and_what_would_have_to_differ() {
    let reasons = boxed(
        "C",
        &[
            "applicant.income; applicant.age => x",
            "> 800; - => \"income too high\"",
            "-; < 18 => \"too young\"",
        ],
    );
    let model = Model::builder("allowance")
        .input("applicant", &applicant())
        .decision("reasons", None, reasons)
        .decision("eligible", None, Expression::literal("count(reasons) = 0"))
        .build();
    let compiled = model.compile().unwrap();
    let told = told(&compiled, "eligible", &facts(Some("912.5"), 30, true), Some(Value::Boolean(true)));
    let said: Vec<&str> = told.iter().map(|(_, said)| said.en.as_str()).collect();
    assert_eq!(
        said,
        [
            "Eligible: no.",
            "The income is above the limit, because the monthly income is 912.500 KWD, article 1.",
            "The monthly income is 912.500 KWD; the limit is 800.000 KWD, article 1.",
        ]
    );
}

#[test]
fn two_things_that_speak_against_are_told_together() {
    let compiled =
        compiled("eligible", Expression::literal("applicant.income <= 800 and applicant.age >= 18"));
    let told = told(&compiled, "eligible", &facts(Some("900"), 17, true), Some(Value::Boolean(true)));
    let change = told.iter().find(|(kind, _)| *kind == SentenceKind::Change).unwrap();
    assert!(
        change.1.en.contains("The age is 17; ")
            && change.1.en.contains(", together with: the monthly income is 900.000 KWD"),
        "{}",
        change.1.en
    );
}

#[test]
fn an_undetermined_result_names_the_fact_and_what_follows_from_it() {
    let table = boxed(
        "F",
        &["applicant.income; applicant.age => x", "> 800; - => false", "-; >= 18 => true", "-; - => false"],
    );
    let compiled = compiled("eligible", table);
    let told = told(&compiled, "eligible", &facts(None, 30, true), None);
    let said: Vec<&str> = told
        .iter()
        .filter(|(kind, _)| matches!(kind, SentenceKind::Open | SentenceKind::Outcome))
        .map(|(_, said)| said.en.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "It is undetermined, since this is not known: the monthly income.",
            "If the monthly income is 800.000 KWD or less, then eligible is yes.",
            "If the monthly income is more than 800.000 KWD, then eligible is no.",
        ]
    );
}

#[test]
fn an_evaluation_that_was_kept_is_explained_from_its_own_inputs() {
    let table = boxed("U", &["applicant.income; applicant.age => x", "<= 800; >= 18 => true"]);
    let compiled = compiled("eligible", table);
    let kept = compiled.evaluate("eligible", &facts(Some("912.5"), 30, true), &env()).unwrap();
    let again = compiled.explain_again("eligible", &kept, &env(), Some(&Value::Boolean(true)));
    assert_eq!(
        again,
        compiled
            .explain("eligible", &facts(Some("912.5"), 30, true), &env(), Some(&Value::Boolean(true)))
            .unwrap()
    );
    let mut other = kept.clone();
    other.value = Value::Boolean(true);
    let again = compiled.explain_again("eligible", &other, &env(), None);
    assert!(again.is_cut_short && again.value == Value::Boolean(true) && again.changes.is_empty());
}

#[test]
fn tables_in_functions_are_explained_too() {
    let body = boxed("U", &["amount => x", "<= 800 => \"low\"", "> 800 => \"high\""]);
    let model = Model::builder("allowance")
        .input("applicant", &applicant())
        .knowledge_model("level", &[("amount", Type::Number)], body)
        .decision("rank", None, Expression::literal("level(applicant.income)"))
        .build();
    let compiled = model.compile().unwrap();
    let explanation = compiled.explain("rank", &facts(Some("900"), 30, true), &env(), None).unwrap();
    let fired = &explanation.decisions[0].fired;
    assert_eq!((fired.len(), fired[0].rule, fired[0].conditions[0].subject.as_str()), (1, 2, "amount"));
    assert_eq!(explanation.decisions[0].near[0].rule, 1);
}
