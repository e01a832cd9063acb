//! Reading models, and refusing what is none.

use crate::{ExpressionKind, read};

/// A whole model around a decision's content.
fn model(inside: &str) -> String {
    format!(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"م\" namespace=\"urn:m\">\n{inside}\n</definitions>"
    )
}

fn check_problem(xml: &str, code: &str, place: Option<(u32, u32)>) {
    let read = read(xml);
    let mut problems = read.problems;
    if let Some(model) = &read.model {
        problems.extend(model.compile().err().unwrap_or_default());
    }
    let found = problems.iter().find(|problem| problem.code() == code);
    let Some(problem) = found else { panic!("{code} was not reported, but {problems:?}") };
    if place.is_some() {
        assert_eq!(problem.line.zip(problem.column), place, "{problem}");
    }
    assert!(!problem.message_en().is_empty() && !problem.message_ar().is_empty());
}

#[test]
fn broken_xml_is_refused_with_its_place() {
    check_problem("<definitions>\n  <decision>\n</definitions>", "DMN001", Some((3, 1)));
}

#[test]
fn an_entity_bomb_is_refused() {
    check_problem(
        "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><definitions>&b;</definitions>",
        "DMN003",
        None,
    );
}

#[test]
fn deep_nesting_is_refused_without_recursion() {
    check_problem(&"<a>".repeat(1_000_000), "DMN002", None);
}

#[test]
fn a_huge_text_is_refused() {
    check_problem(&" ".repeat(crate::limits::MODEL_BYTES_MAX + 1), "DMN002", None);
}

#[test]
fn another_root_is_refused() {
    check_problem("<process xmlns=\"urn:x\"/>", "DMN004", None);
}

#[test]
fn a_decision_without_name_is_reported() {
    check_problem(&model("<decision id=\"d\"/>"), "DMN005", Some((2, 1)));
}

#[test]
fn a_broken_reference_is_reported() {
    let inside = "<decision name=\"d\"><informationRequirement>\n<requiredInput href=\"#nobody\"/></informationRequirement>\
        <literalExpression><text>1</text></literalExpression></decision>";
    check_problem(&model(inside), "DMN007", Some((3, 1)));
}

#[test]
fn a_circle_of_requirements_is_reported() {
    let one = |name: &str, other: &str| {
        format!(
            "<decision name=\"{name}\" id=\"{name}\"><informationRequirement><requiredDecision href=\"#{other}\"/>\
             </informationRequirement><literalExpression><text>{other}</text></literalExpression></decision>"
        )
    };
    check_problem(&model(&format!("{}{}", one("a", "b"), one("b", "a"))), "DMN008", None);
}

#[test]
fn a_java_function_is_refused_by_name() {
    let inside = "<businessKnowledgeModel name=\"f\"><encapsulatedLogic kind=\"Java\"><context/></encapsulatedLogic>\
        </businessKnowledgeModel>";
    check_problem(&model(inside), "DMN009", None);
}

#[test]
fn another_expression_language_is_refused() {
    let inside = "<decision name=\"d\"><literalExpression expressionLanguage=\"urn:groovy\"><text>1</text>\
        </literalExpression></decision>";
    check_problem(&model(inside), "DMN009", None);
}

#[test]
fn an_unknown_type_is_reported() {
    let inside = "<inputData name=\"i\"><variable name=\"i\" typeRef=\"tNobody\"/></inputData>";
    check_problem(&model(inside), "DMN010", Some((2, 1)));
}

#[test]
fn a_rule_with_too_few_cells_is_reported() {
    let inside = "<decision name=\"d\"><decisionTable><input><inputExpression><text>1</text></inputExpression></input>\
        <output/><rule><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>";
    check_problem(&model(inside), "DMN012", None);
}

#[test]
fn a_feel_problem_stands_at_its_character() {
    // The column counts characters of the source: the Arabic text and the escape before it included.
    let inside = "<decision name=\"d\"><literalExpression><text>\"عربي\" = \"a\" or 1 &lt; nobody</text></literalExpression></decision>";
    let column = 1 + inside.chars().position(|letter| letter == '&').unwrap() + "&lt; ".len();
    check_problem(&model(inside), "FEEL009", Some((2, u32::try_from(column).unwrap())));
}

#[test]
fn namespaces_of_all_versions_are_read() {
    for namespace in crate::MODEL_NAMESPACES {
        let xml = format!(
            "<d:definitions xmlns:d=\"{namespace}\" xmlns:feel=\"http://www.omg.org/spec/FEEL/20140401\" name=\"m\" \
             namespace=\"urn:m\"><d:decision name=\"a  b\" id=\"x\"><d:variable name=\"a b\" typeRef=\"feel:number\"/>\
             <d:literalExpression><d:text><![CDATA[1 < 2]]></d:text></d:literalExpression></d:decision></d:definitions>"
        );
        let read = read(&xml);
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let decision = &read.model.unwrap().decisions[0];
        assert_eq!((decision.name.as_str(), decision.type_ref.as_deref()), ("a b", Some("number")));
        let Some(ExpressionKind::Literal(text)) = decision.expression.as_ref().map(|it| &it.kind) else {
            panic!()
        };
        assert_eq!(text.value, "1 < 2");
    }
}

#[test]
fn names_that_look_alike_or_hide_a_sign_give_a_warning() {
    let warned = |first: &str, second: &str| -> Vec<&'static str> {
        let one = |name: &str| format!("<inputData name=\"{name}\"><variable name=\"{name}\"/></inputData>");
        let read = read(&model(&format!("{}{}", one(first), one(second))));
        let compiled = read.model.unwrap().compile().unwrap();
        compiled.warnings.iter().map(|problem| problem.code()).collect()
    };
    assert_eq!(warned("income", "inсome"), ["DMN020"]);
    assert_eq!(warned("علي", "على"), ["DMN020"]);
    assert_eq!(warned("دخل", "دَخْل"), ["DMN020"]);
    assert_eq!(warned("دخل", "دخل\u{200F}"), ["DMN021", "DMN020"]);
    assert_eq!(warned("a\u{202E}b", "c"), ["DMN021"]);
    assert_eq!(warned("age", "ages"), Vec::<&str>::new());
}
