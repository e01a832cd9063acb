//! Models that use other models: names on the way, one model on two ways, circles.

use afaq_feel::{Context, Date, DateTime, Env, Value};

use crate::{Model, read};

/// A model with imports as `name=namespace` and, as its content, XML.
fn model(namespace: &str, imports: &[(&str, &str)], inside: &str) -> Model {
    let imports: String = imports
        .iter()
        .map(|(name, of)| {
            format!(
                "<import name=\"{name}\" namespace=\"urn:{of}\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"
            )
        })
        .collect();
    let xml = format!(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"{namespace}\" \
         namespace=\"urn:{namespace}\">{imports}{inside}</definitions>"
    );
    let read = read(&xml);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    read.model.unwrap()
}

fn decision(name: &str, needs: &[(&str, &str)], text: &str) -> String {
    let needs: String = needs
        .iter()
        .map(|(kind, href)| {
            let around =
                if *kind == "requiredKnowledge" { "knowledgeRequirement" } else { "informationRequirement" };
            format!("<{around}><{kind} href=\"{href}\"/></{around}>")
        })
        .collect();
    format!(
        "<decision id=\"{name}\" name=\"{name}\"><variable name=\"{name}\"/>{needs}<literalExpression><text>{text}</text>\
         </literalExpression></decision>"
    )
}

fn base() -> Model {
    let inside = format!(
        "<inputData id=\"person\" name=\"person\"><variable name=\"person\" typeRef=\"string\"/></inputData>{}",
        decision("hello", &[("requiredInput", "#person")], "&quot;Hello &quot; + person")
    );
    model("base", &[], &inside)
}

fn check(models: &[Model], inputs: &Context, expected: &str) {
    let others: Vec<&Model> = models.iter().collect();
    let compiled = models[0].compile_with(&others).unwrap();
    let env = Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 1, 1).unwrap()));
    let found = compiled.evaluate("answer", inputs, &env).unwrap().value;
    assert_eq!(found.to_string(), expected);
}

fn facts(paths: &[(&str, &str)]) -> Context {
    let mut facts = Context::new();
    paths.iter().for_each(|(path, value)| facts.set_path(path, Value::string(*value)));
    facts
}

/// Two models import one model: each way has its own facts.
fn diamond() -> Vec<Model> {
    let middle = |name: &str| {
        model(
            name,
            &[("base", "base")],
            &decision("greet", &[("requiredDecision", "urn:base#hello")], "base.hello"),
        )
    };
    let needs = [("requiredDecision", "urn:left#greet"), ("requiredDecision", "urn:right#greet")];
    let answer = decision("answer", &needs, "l.greet + &quot;, &quot; + r.greet");
    vec![model("top", &[("l", "left"), ("r", "right")], &answer), middle("left"), middle("right"), base()]
}

#[test]
fn two_ways_to_one_model_have_their_own_facts() {
    let nested = facts(&[("l.base.person", "Ali"), ("r.base.person", "Sara")]);
    check(&diamond(), &nested, "\"Hello Ali, Hello Sara\"");
}

#[test]
fn facts_are_also_found_by_their_names_with_dots() {
    let dotted = Context::new()
        .with("l.base.person", Value::string("Ali"))
        .with("r.base.person", Value::string("Sara"));
    check(&diamond(), &dotted, "\"Hello Ali, Hello Sara\"");
}

#[test]
fn a_fact_without_qualification_counts_on_every_way() {
    check(&diamond(), &facts(&[("person", "Ali")]), "\"Hello Ali, Hello Ali\"");
}

#[test]
fn an_element_of_a_model_that_an_imported_model_imports_has_a_qualified_name() {
    let middle = model("middle", &[("b", "base")], "");
    let needs = [("requiredInput", "urn:base#person")];
    let top = model("top", &[("m", "middle")], &decision("answer", &needs, "upper case(m.b.person)"));
    check(&[top, middle, base()], &facts(&[("m.b.person", "ali")]), "\"ALI\"");
}

#[test]
fn an_import_without_name_lends_its_names_plainly() {
    let needs = [("requiredDecision", "urn:base#hello")];
    let top = model("top", &[("", "base")], &decision("answer", &needs, "hello"));
    check(&[top, base()], &facts(&[("person", "Ali")]), "\"Hello Ali\"");
}

#[test]
fn models_may_import_each_other() {
    let other = model(
        "other",
        &[("top", "top")],
        &decision("half", &[("requiredDecision", "urn:top#one")], "top.one / 2"),
    );
    let answer = decision("answer", &[("requiredDecision", "urn:other#half")], "o.half");
    let top = model("top", &[("o", "other")], &format!("{}{answer}", decision("one", &[], "1")));
    check(&[top, other], &Context::new(), "0.5");
}

#[test]
fn a_circle_through_imports_is_reported() {
    let other =
        model("other", &[("top", "top")], &decision("b", &[("requiredDecision", "urn:top#a")], "top.a"));
    let top = model("top", &[("o", "other")], &decision("a", &[("requiredDecision", "urn:other#b")], "o.b"));
    let problems = top.compile_with(&[&other]).unwrap_err();
    assert!(problems.iter().any(|problem| problem.code() == "DMN008"), "{problems:?}");
}

#[test]
fn ways_without_end_are_refused() {
    // Twenty models, each importing all others: more ways than anybody can count.
    let names: Vec<String> = (0..20).map(|number| format!("m{number}")).collect();
    let imports: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), name.as_str())).collect();
    let models: Vec<Model> = names.iter().map(|name| model(name, &imports, "")).collect();
    let others: Vec<&Model> = models.iter().collect();
    let (_, problems) = models[0].compile_lenient(&others);
    assert!(problems.iter().any(|problem| problem.code() == "DMN002"), "{}", problems.len());
}

#[test]
fn a_type_of_a_model_that_an_imported_model_imports_has_a_qualified_name() {
    let small = "<itemDefinition name=\"small\"><typeRef>number</typeRef><allowedValues><text>&lt; 10</text>\
                 </allowedValues></itemDefinition>";
    let middle = model("middle", &[("b", "base")], "");
    let inside = "<inputData id=\"n\" name=\"n\"><variable name=\"n\" typeRef=\"m.b.small\"/></inputData>";
    let answer = decision("answer", &[("requiredInput", "#n")], "n");
    let models =
        [model("top", &[("m", "middle")], &format!("{inside}{answer}")), middle, model("base", &[], small)];
    check(&models, &Context::new().with("n", Value::from(9)), "9");
    check(&models, &Context::new().with("n", Value::from(10)), "null");
}

#[test]
fn a_type_keeps_the_restrictions_of_the_type_it_is_based_on() {
    let item = |name: &str, of: &str, test: &str| {
        format!(
            "<itemDefinition name=\"{name}\"><typeRef>{of}</typeRef><allowedValues><text>{test}</text></allowedValues>\
             </itemDefinition>"
        )
    };
    let types = format!("{}{}", item("small", "number", "&lt; 10"), item("even", "small", "even(?)"));
    let inside = "<inputData id=\"n\" name=\"n\"><variable name=\"n\" typeRef=\"even\"/></inputData>";
    let answer = decision("answer", &[("requiredInput", "#n")], "n");
    let models = [model("top", &[], &format!("{types}{inside}{answer}"))];
    for (given, expected) in [(8, "8"), (7, "null"), (12, "null")] {
        check(&models, &Context::new().with("n", Value::from(given)), expected);
    }
}
