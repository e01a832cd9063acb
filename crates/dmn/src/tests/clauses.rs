//! What the clauses say of models: namespaces, boxed expressions, services, functions, types, and errors that stay in
//! their own decision.

use afaq_feel::{Context, Date, DateTime, Env, Scope, Value, parse_expression};

use crate::{Model, read};

const NAMESPACES: [&str; 5] = [
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
];

fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 1, 1).unwrap()))
}

fn value(text: &str) -> Value {
    let parsed = parse_expression(text, &Scope::new()).unwrap();
    parsed.evaluate(&Context::new(), &env()).unwrap().value
}

fn model(inside: &str) -> Model {
    model_in(NAMESPACES[4], inside)
}

fn model_in(namespace: &str, inside: &str) -> Model {
    let xml =
        format!("<definitions xmlns=\"{namespace}\" name=\"m\" namespace=\"urn:m\">{inside}</definitions>");
    let read = read(&xml);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    read.model.unwrap()
}

/// Evaluates a decision with facts that are written as a context; what does not compile does not count.
fn check(model: &Model, decision: &str, facts: &str, expected: &str) {
    let (compiled, _) = model.compile_lenient(&[]);
    let facts = value(facts);
    let found = compiled.evaluate(decision, facts.as_context().unwrap(), &env());
    let found = found.map_or(Value::Null, |found| found.value);
    assert_eq!(found, value(expected), "{decision} of {facts}: {found}");
}

/// A decision with any expression, and what it needs as `requiredInput#id` and the like.
fn decision(name: &str, kind: &str, needs: &[&str], expression: &str) -> String {
    let needs: String = needs
        .iter()
        .map(|need| {
            let (element, id) = need.split_once('#').unwrap();
            let around = if element == "requiredKnowledge" { "knowledge" } else { "information" };
            format!("<{around}Requirement><{element} href=\"#{id}\"/></{around}Requirement>")
        })
        .collect();
    let kind = if kind.is_empty() { String::new() } else { format!(" typeRef=\"{kind}\"") };
    format!(
        "<decision id=\"{name}\" name=\"{name}\"><variable name=\"{name}\"{kind}/>{needs}{expression}</decision>"
    )
}

fn input(name: &str, kind: &str) -> String {
    format!(
        "<inputData id=\"{name}\" name=\"{name}\"><variable name=\"{name}\" typeRef=\"{kind}\"/></inputData>"
    )
}

fn literal(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<literalExpression><text>{text}</text></literalExpression>")
}

#[test]
fn every_namespace_is_read() {
    for namespace in NAMESPACES {
        let kind = if namespace == NAMESPACES[0] { "feel:number" } else { "number" };
        let inside = format!(
            "{}{}",
            input("n", kind)
                .replace("<inputData", "<inputData xmlns:feel=\"http://www.omg.org/spec/FEEL/20140401\""),
            decision("twice", "", &["requiredInput#n"], &literal("n * 2"))
        );
        check(&model_in(namespace, &inside), "twice", "{n: 4}", "8");
    }
}

#[test]
fn types_have_the_names_of_older_versions_too() {
    let kinds = [
        ("dateTime", "@\"2020-01-01T10:00:00\""),
        ("dayTimeDuration", "@\"P1D\""),
        ("yearMonthDuration", "@\"P1Y\""),
    ];
    for (kind, written) in kinds {
        let inside = input("x", kind) + &decision("same", "", &["requiredInput#x"], &literal("x"));
        check(&model(&inside), "same", &format!("{{x: {written}}}"), written);
    }
    let names = [("date and time", "@\"2020-01-01T10:00:00\""), ("days and time duration", "@\"P1D\"")];
    for (kind, written) in names {
        let inside = input("x", kind) + &decision("same", kind, &["requiredInput#x"], &literal("x"));
        check(&model(&inside), "same", &format!("{{x: {written}}}"), written);
        check(&model(&inside), "same", "{x: 1}", "null");
    }
}

#[test]
fn conditionals_filters_and_iterators_are_boxed() {
    let choice = format!(
        "<conditional><if>{}</if><then>{}</then><else>{}</else></conditional>",
        literal("n > 1"),
        literal("\"many\""),
        literal("\"few\"")
    );
    let inside = input("n", "number") + &decision("choice", "", &["requiredInput#n"], &choice);
    check(&model(&inside), "choice", "{n: 2}", "\"many\"");
    check(&model(&inside), "choice", "{n: 1}", "\"few\"");
    check(&model(&inside), "choice", "{}", "\"few\"");
    let filter =
        format!("<filter><in>{}</in><match>{}</match></filter>", literal("list"), literal("item > 1"));
    let inside =
        "<itemDefinition name=\"numbers\" isCollection=\"true\"><typeRef>number</typeRef></itemDefinition>"
            .to_owned()
            + &input("list", "numbers")
            + &decision("kept", "", &["requiredInput#list"], &filter);
    check(&model(&inside), "kept", "{list: [1, 2, 3]}", "[2, 3]");
    check(&model(&inside), "kept", "{list: []}", "[]");
    for (element, body, expected) in
        [("for", "return", "[2, 4, 6]"), ("some", "satisfies", "true"), ("every", "satisfies", "false")]
    {
        let inner = if element == "for" { "i * 2" } else { "i > 2" };
        let iterator = format!(
            "<{element} iteratorVariable=\"i\"><in>{}</in><{body}>{}</{body}></{element}>",
            literal("[1, 2, 3]"),
            literal(inner)
        );
        check(&model(&decision("out", "", &[], &iterator)), "out", "{}", expected);
    }
    let partial = format!(
        "<for iteratorVariable=\"i\"><in>{}</in><return>{}</return></for>",
        literal("[1..4]"),
        literal("count(partial) + i")
    );
    check(&model(&decision("out", "", &[], &partial)), "out", "{}", "[1, 3, 5, 7]");
}

#[test]
fn lists_relations_contexts_and_invocations_are_boxed() {
    let list = format!("<list>{}{}</list>", literal("1"), literal("\"a\""));
    check(&model(&decision("out", "", &[], &list)), "out", "{}", "[1, \"a\"]");
    let relation = format!(
        "<relation><column name=\"a\"/><column name=\"b\"/><row>{}{}</row><row>{}{}</row></relation>",
        literal("1"),
        literal("2"),
        literal("3"),
        literal("4")
    );
    check(&model(&decision("out", "", &[], &relation)), "out", "{}", "[{a: 1, b: 2}, {a: 3, b: 4}]");
    let entry = |name: &str, text: &str| {
        let variable = if name.is_empty() { String::new() } else { format!("<variable name=\"{name}\"/>") };
        format!("<contextEntry>{variable}{}</contextEntry>", literal(text))
    };
    let context = format!("<context>{}{}</context>", entry("a", "1"), entry("b c", "a + 1"));
    check(&model(&decision("out", "", &[], &context)), "out", "{}", "{a: 1, b c: 2}");
    let with_result = format!("<context>{}{}</context>", entry("a", "1"), entry("", "a + 10"));
    check(&model(&decision("out", "", &[], &with_result)), "out", "{}", "11");
    let knowledge = format!(
        "<businessKnowledgeModel id=\"f\" name=\"f\"><variable name=\"f\"/><encapsulatedLogic>\
         <formalParameter name=\"x\" typeRef=\"number\"/><formalParameter name=\"y\" typeRef=\"number\"/>{}\
         </encapsulatedLogic></businessKnowledgeModel>",
        literal("x - y")
    );
    let binding =
        |name: &str, text: &str| format!("<binding><parameter name=\"{name}\"/>{}</binding>", literal(text));
    let call =
        format!("<invocation>{}{}{}</invocation>", literal("f"), binding("y", "1"), binding("x", "10"));
    let inside = knowledge.clone() + &decision("out", "", &["requiredKnowledge#f"], &call);
    check(&model(&inside), "out", "{}", "9");
    let few = format!("<invocation>{}{}</invocation>", literal("f"), binding("y", "1"));
    check(
        &model(&(knowledge.clone() + &decision("out", "", &["requiredKnowledge#f"], &few))),
        "out",
        "{}",
        "null",
    );
    let unknown = format!("<invocation>{}{}</invocation>", literal("g"), binding("y", "1"));
    check(
        &model(&(knowledge + &decision("out", "", &["requiredKnowledge#f"], &unknown))),
        "out",
        "{}",
        "null",
    );
}

#[test]
fn a_knowledge_model_may_call_itself() {
    let knowledge = format!(
        "<businessKnowledgeModel id=\"fac\" name=\"fac\"><variable name=\"fac\"/>\
         <encapsulatedLogic><formalParameter name=\"n\" typeRef=\"number\"/>{}</encapsulatedLogic>\
         <knowledgeRequirement><requiredKnowledge href=\"#fac\"/></knowledgeRequirement></businessKnowledgeModel>",
        literal("if n < 2 then 1 else n * fac(n - 1)")
    );
    let inside = knowledge + &decision("out", "number", &["requiredKnowledge#fac"], &literal("fac(20)"));
    check(&model(&inside), "out", "{}", "2432902008176640000");
}

#[test]
fn functions_of_other_languages_give_null_and_stop_nothing_else() {
    let context = "<context><contextEntry><variable name=\"class\"/><literalExpression><text>\"java.lang.Math\"</text></literalExpression></contextEntry></context>";
    let java = format!(
        "<businessKnowledgeModel id=\"j\" name=\"j\"><variable name=\"j\"/><encapsulatedLogic kind=\"Java\">\
         <formalParameter name=\"x\"/>{context}</encapsulatedLogic></businessKnowledgeModel>"
    );
    let inside = java
        + &decision("uses", "", &["requiredKnowledge#j"], &literal("j(1)"))
        + &decision("other", "", &[], &literal("1 + 1"));
    let xml = format!(
        "<definitions xmlns=\"{}\" name=\"m\" namespace=\"urn:m\">{inside}</definitions>",
        NAMESPACES[4]
    );
    let read = read(&xml);
    assert!(read.problems.iter().any(|problem| problem.to_string().contains("Java")), "{:?}", read.problems);
    let model = read.model.unwrap();
    check(&model, "uses", "{}", "null");
    check(&model, "other", "{}", "2");
}

#[test]
fn one_broken_decision_leaves_the_others_alone() {
    let inside = decision("broken", "", &[], &literal("1 +"))
        + &decision("unnamed", "", &[], &literal("nobody + 1"))
        + &decision("none", "", &[], "")
        + &decision("needs", "", &["requiredDecision#broken"], &literal("broken = null"))
        + &decision("sound", "", &[], &literal("1 + 1"));
    let model = model(&inside);
    for name in ["broken", "unnamed", "none"] {
        check(&model, name, "{}", "null");
    }
    check(&model, "needs", "{}", "true");
    check(&model, "sound", "{}", "2");
}

#[test]
fn services_take_inputs_and_decisions_and_hide_what_is_encapsulated() {
    let service = "<decisionService id=\"price\" name=\"price\"><variable name=\"price\"/>\
        <outputDecision href=\"#total\"/><encapsulatedDecision href=\"#tax\"/><inputDecision href=\"#net\"/>\
        <inputData href=\"#rate\"/></decisionService>";
    let base = input("rate", "number")
        + &decision("net", "number", &[], &literal("100"))
        + &decision("tax", "number", &["requiredDecision#net", "requiredInput#rate"], &literal("net * rate"))
        + &decision(
            "total",
            "number",
            &["requiredDecision#net", "requiredDecision#tax"],
            &literal("net + tax"),
        )
        + service;
    let calls = [
        // Input data come first, then decisions.
        ("price(0.5, 200)", "300"),
        ("price(rate: 0.1, net: 10)", "11"),
        ("price(200)", "null"),
        ("price(200, \"a\")", "null"),
    ];
    for (call, expected) in calls {
        let inside = base.clone() + &decision("out", "", &["requiredKnowledge#price"], &literal(call));
        check(&model(&inside), "out", "{}", expected);
    }
    check(&model(&base), "price", "{net: 10, rate: 0.5}", "15");
    let two = base
        .replace(
            "<outputDecision href=\"#total\"/>",
            "<outputDecision href=\"#total\"/><outputDecision href=\"#tax\"/>",
        )
        .replace("<encapsulatedDecision href=\"#tax\"/>", "");
    check(&model(&two), "price", "{net: 10, rate: 0.5}", "{total: 15, tax: 5}");
}

#[test]
fn types_have_allowed_values_constraints_and_parts() {
    let types = "<itemDefinition name=\"degree\"><typeRef>string</typeRef><allowedValues><text>\"low\", \"high\"</text></allowedValues></itemDefinition>\
        <itemDefinition name=\"small\"><typeRef>number</typeRef><typeConstraint><text>[0..10)</text></typeConstraint></itemDefinition>\
        <itemDefinition name=\"degrees\" isCollection=\"true\"><typeRef>degree</typeRef></itemDefinition>\
        <itemDefinition name=\"few\" isCollection=\"true\"><typeRef>number</typeRef><typeConstraint><text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>\
        <itemDefinition name=\"person\"><itemComponent name=\"age\"><typeRef>number</typeRef></itemComponent>\
        <itemComponent name=\"full name\"><typeRef>string</typeRef></itemComponent></itemDefinition>";
    let same = |kind: &str, given: &str, expected: &str| {
        let inside = types.to_owned()
            + &input("x", kind)
            + &decision("same", kind, &["requiredInput#x"], &literal("x"));
        check(&model(&inside), "same", &format!("{{x: {given}}}"), expected);
    };
    same("degree", "\"low\"", "\"low\"");
    same("degree", "\"other\"", "null");
    same("degree", "null", "null");
    same("small", "9.99", "9.99");
    same("small", "10", "null");
    same("degrees", "[\"low\", \"high\"]", "[\"low\", \"high\"]");
    same("degrees", "\"low\"", "[\"low\"]");
    same("degrees", "[\"low\", \"other\"]", "null");
    same("few", "[1, 2]", "[1, 2]");
    same("few", "[1, 2, 3]", "null");
    same("number", "[5]", "5");
    same("number", "[5, 6]", "null");
    same("number", "\"5\"", "null");
    same("person", "{age: 3, full name: \"a b\"}", "{age: 3, full name: \"a b\"}");
    // Input data come as far as they fit; what a decision gives fits whole or is null.
    same("person", "{age: \"3\", full name: \"a b\"}", "{age: null, full name: \"a b\"}");
    let wrong = decision("made", "person", &[], &literal("{age: \"3\", full name: \"a b\"}"));
    check(&model(&(types.to_owned() + &wrong)), "made", "{}", "null");
    same("Any", "[1, {a: 2}]", "[1, {a: 2}]");
}

#[test]
fn tables_follow_their_policies_with_null_defaults_and_lists() {
    let table = |attributes: &str, output: &str, rules: &[(&str, &str)]| {
        let rules: String = rules
            .iter()
            .map(|(test, out)| {
                let test = test.replace('<', "&lt;");
                format!("<rule><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{out}</text></outputEntry></rule>")
            })
            .collect();
        let inside = input("n", "number")
            + &decision(
                "out",
                "",
                &["requiredInput#n"],
                &format!(
                    "<decisionTable {attributes}><input><inputExpression><text>n</text></inputExpression></input>\
                     <output>{output}</output>{rules}</decisionTable>"
                ),
            );
        model(&inside)
    };
    let default = "<defaultOutputEntry><text>\"none\"</text></defaultOutputEntry>";
    check(&table("", default, &[("< 5", "\"a\"")]), "out", "{n: 9}", "\"none\"");
    check(&table("", "", &[("< 5", "\"a\"")]), "out", "{n: 9}", "null");
    check(&table("", "", &[("null", "\"missing\""), ("< 5", "\"a\"")]), "out", "{}", "\"missing\"");
    check(&table("", "", &[("not(1, 2)", "\"a\"")]), "out", "{n: 3}", "\"a\"");
    check(&table("", "", &[("[1..3], [7..9]", "\"a\"")]), "out", "{n: 8}", "\"a\"");
    check(&table("", "", &[("? > 2 and ? < 4", "\"a\"")]), "out", "{n: 3}", "\"a\"");
    check(&table("", "", &[("< 5", "n * 2")]), "out", "{n: 3}", "6");
    check(&table("hitPolicy=\"UNIQUE\"", "", &[("< 5", "1"), ("< 9", "2")]), "out", "{n: 3}", "null");
    check(&table("hitPolicy=\"ANY\"", "", &[("< 5", "1"), ("< 9", "1")]), "out", "{n: 3}", "1");
    check(&table("hitPolicy=\"ANY\"", "", &[("< 5", "1"), ("< 9", "2")]), "out", "{n: 3}", "null");
    check(&table("hitPolicy=\"COLLECT\"", "", &[("< 5", "1"), ("< 9", "2")]), "out", "{n: 3}", "[1, 2]");
    check(&table("hitPolicy=\"COLLECT\"", "", &[("< 5", "1")]), "out", "{n: 9}", "[]");
    let sums = [("SUM", "3"), ("MIN", "1"), ("MAX", "2"), ("COUNT", "2")];
    for (aggregation, expected) in sums {
        let attributes = format!("hitPolicy=\"COLLECT\" aggregation=\"{aggregation}\"");
        check(&table(&attributes, "", &[("< 5", "1"), ("< 9", "2")]), "out", "{n: 3}", expected);
    }
    let values = "<outputValues><text>\"high\", \"low\"</text></outputValues>";
    let both = [("< 5", "\"low\""), ("< 9", "\"high\"")];
    check(&table("hitPolicy=\"PRIORITY\"", values, &both), "out", "{n: 3}", "\"high\"");
    check(&table("hitPolicy=\"OUTPUT ORDER\"", values, &both), "out", "{n: 3}", "[\"high\", \"low\"]");
    check(&table("hitPolicy=\"RULE ORDER\"", values, &both), "out", "{n: 3}", "[\"low\", \"high\"]");
}

#[test]
fn names_with_spaces_signs_and_arabic_letters_are_found() {
    let inside = input("monthly income (net)", "number").replace("monthly income (net)", "monthly income")
        + &input("الدخل الشهري", "number").replace("id=\"الدخل الشهري\"", "id=\"ar\"")
        + &decision(
            "sum",
            "",
            &["requiredInput#monthly income", "requiredInput#ar"],
            &literal("monthly income + الدخل الشهري"),
        );
    let inside = inside.replace("id=\"monthly income\"", "id=\"en\"").replace("#monthly income", "#en");
    check(&model(&inside), "sum", "{monthly income: 1, الدخل الشهري: 2}", "3");
    let inside = input("a", "number")
        + &input("a+b", "number").replace("id=\"a+b\"", "id=\"ab\"")
        + &decision("out", "", &["requiredInput#a", "requiredInput#ab"], &literal("a+b - a"));
    check(&model(&inside), "out", "{a: 1, a+b: 5}", "4");
}
