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
    let mut again = read.model.unwrap();
    again.forget_text();
    assert_eq!(write(&again), written);
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

/// As another tool writes it: prefixes, comments, extensions, diagrams, its own layout.
const FOREIGN: &str = r##"<?xml version='1.0'?>
<!-- by hand -->
<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:x="urn:tool" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
   name="m"   namespace="urn:m">
	<d:extensionElements><x:tool version="7"/></d:extensionElements>
  <d:inputData id='age' name="age"><d:variable name="age" typeRef="number"/></d:inputData>
  <d:decision id="d" name="d" x:color="red"><d:extensionElements><x:note>كما هو</x:note></d:extensionElements>
    <d:variable name="d"/><d:informationRequirement id="r1"><d:requiredInput href="#age"/></d:informationRequirement>
    <d:literalExpression id="l"><d:text>age &lt; 18 </d:text></d:literalExpression></d:decision>
  <d:knowledgeSource id="law" name="law 21/2015"/>
  <dmndi:DMNDI><dmndi:DMNDiagram/></dmndi:DMNDI>
</d:definitions>
"##;

/// Two models that say the same, wherever it stands.
fn assert_same(mut left: Model, mut right: Model) {
    left.forget_text();
    right.forget_text();
    assert_eq!(write(&left), write(&right));
}

fn check_change(change: impl FnOnce(&mut Model), expected: &str) {
    let mut model = read(FOREIGN).model.unwrap();
    change(&mut model);
    let written = write(&model);
    assert_eq!(written, expected);
    let again = read(&written);
    assert!(again.problems.is_empty(), "{:?}", again.problems);
    assert_same(again.model.unwrap(), model);
}

#[test]
fn what_nobody_touched_is_written_as_it_was_read() {
    check_change(|_| {}, FOREIGN);
}

#[test]
fn a_changed_expression_changes_its_text_alone() {
    let change = |model: &mut Model| {
        model.decisions[0]
            .expression
            .as_mut()
            .unwrap()
            .each_text_mut(&mut |text| text.value = "age < 21".into());
    };
    check_change(change, &FOREIGN.replace("age &lt; 18 ", "age &lt; 21"));
}

#[test]
fn an_element_that_is_written_anew_keeps_its_extensions() {
    let mut model = read(FOREIGN).model.unwrap();
    model.decisions[0].question = Some("كم العمر؟".to_owned());
    let written = write(&model);
    assert!(written.contains("<x:note>كما هو</x:note>"), "{written}");
    assert!(written.contains("<d:knowledgeSource id=\"law\""), "{written}");
    assert_same(read(&written).model.unwrap(), model);
}

#[test]
fn elements_come_and_go() {
    let text = FOREIGN.replace(
        "\n  <d:inputData id='age' name=\"age\"><d:variable name=\"age\" typeRef=\"number\"/></d:inputData>",
        "",
    );
    check_change(|model| model.input_data.clear(), &text);
    let mut model = read(FOREIGN).model.unwrap();
    let mut second = model.decisions[0].clone();
    (second.id, second.name) = ("e".to_owned(), "e".to_owned());
    model.decisions.push(second);
    let again = read(&write(&model)).model.unwrap();
    assert_same(again, model);
}
