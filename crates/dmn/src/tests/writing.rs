//! Models that are written and read again are the same, and their alterations differ.

use afaq_feel::Type;

use super::boxed;
use crate::{Expression, Model, mutants, read, write};

fn sample() -> Model {
    let age = Type::context([
        ("age", Type::Number),
        ("degree", Type::OneOf(vec!["simple".to_owned(), "severe".to_owned()])),
    ]);
    Model::builder("sample & \"more\"")
        .input("applicant", &age)
        .decision(
            "reasons",
            None,
            boxed(
                "C",
                &[
                    "applicant.age; applicant.degree => reason",
                    "< 18; - => \"too young\"",
                    "-; not(\"severe\") => \"صغير\"",
                ],
            ),
        )
        .decision("eligible", Some(&Type::Boolean), Expression::literal("count(reasons) = 0"))
        .build()
}

#[test]
fn what_is_written_is_read_again() {
    let model = sample();
    let written = write(&model);
    let read = read(&written);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert_eq!(write(&read.model.unwrap()), written);
}

#[test]
fn requirements_are_found_in_the_expressions() {
    let model = sample();
    assert_eq!(model.decisions[0].requirements.inputs.len(), 1);
    assert_eq!(model.decisions[1].requirements.decisions.len(), 1);
    assert!(model.decisions[1].requirements.inputs.is_empty());
    model.compile().unwrap();
}

#[test]
fn every_rule_and_cell_is_altered_once() {
    let model = sample();
    let all = mutants(&model);
    assert!(all.iter().filter(|mutant| mutant.description_en.ends_with("is deleted")).count() == 2);
    assert!(all.iter().any(|mutant| mutant.description_en.contains("`< 18` becomes")), "{all:#?}");
    for mutant in &all {
        let altered = mutant.apply(&model);
        assert_ne!(altered, model, "{}", mutant.description_en);
    }
}
