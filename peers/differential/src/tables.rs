//! Decision tables through both engines: every hit policy, cells of every form, inputs that are also null.

use afaq_dmn::read;
use afaq_feel::{Context, Scope, Value, parse_expression};
use dsntk_model_evaluator::ModelEvaluator;

use crate::expressions::{env, same, told};
use crate::part::Part;
use crate::peer::{self, Outcome};
use crate::progress::{self, Engine};
use crate::random::Random;
use crate::report::Report;

/// How often each table is evaluated.
pub const ROUNDS: u64 = 20;

const POLICIES: [(&str, &str); 11] = [
    ("U", "hitPolicy=\"UNIQUE\""),
    ("A", "hitPolicy=\"ANY\""),
    ("P", "hitPolicy=\"PRIORITY\""),
    ("F", "hitPolicy=\"FIRST\""),
    ("R", "hitPolicy=\"RULE ORDER\""),
    ("O", "hitPolicy=\"OUTPUT ORDER\""),
    ("C", "hitPolicy=\"COLLECT\""),
    ("C+", "hitPolicy=\"COLLECT\" aggregation=\"SUM\""),
    ("C<", "hitPolicy=\"COLLECT\" aggregation=\"MIN\""),
    ("C>", "hitPolicy=\"COLLECT\" aggregation=\"MAX\""),
    ("C#", "hitPolicy=\"COLLECT\" aggregation=\"COUNT\""),
];

const NUMBER_CELLS: &[&str] = &[
    "-",
    "-",
    "1",
    "2",
    "&lt; 2",
    "&gt;= 2",
    "[1..3]",
    "(1..3)",
    "[1..3)",
    "1, 2",
    "not(1)",
    "not(&lt; 2, 3)",
    "null",
    "2.50",
    "? = 2",
];
const TEXT_CELLS: &[&str] = &[
    "-",
    "-",
    "\"a\"",
    "\"b\"",
    "\"a\", \"b\"",
    "not(\"a\")",
    "not(\"a\", \"c\")",
    "null",
    "[\"a\"..\"c\")",
    "starts with(?, \"a\")",
];
const DATE_CELLS: &[&str] = &[
    "-",
    "-",
    "@\"2024-01-01\"",
    "&gt; @\"2024-01-01\"",
    "[@\"2024-01-01\"..@\"2024-12-31\"]",
    "not(@\"2024-01-01\")",
    "&lt; date(\"2024-06-30\")",
];
const FLAG_CELLS: &[&str] = &["-", "-", "true", "false", "not(true)", "true, false", "null"];

/// Type, cells and values of an input column.
type Column = (&'static str, &'static [&'static str], &'static [&'static str]);

const COLUMNS: [Column; 4] = [
    ("number", NUMBER_CELLS, &["1", "2", "3", "2.5", "0", "-1", "null"]),
    ("string", TEXT_CELLS, &["\"a\"", "\"b\"", "\"c\"", "\"ab\"", "null"]),
    ("date", DATE_CELLS, &["@\"2024-01-01\"", "@\"2024-05-05\"", "@\"2025-01-01\"", "null"]),
    ("boolean", FLAG_CELLS, &["true", "false", "null"]),
];

/// A generated table.
struct Table {
    columns: Vec<&'static Column>,
    policy: &'static str,
    xml: String,
}

/// Compares the tables of a part, each with some facts.
pub fn run(part: &Part, report: &mut Report) {
    for case in part.cases() {
        progress::case(case);
        let mut random = Random::of(!part.seed, case);
        let table = table(&mut random);
        progress::engine(Engine::Ours);
        let own = read(&table.xml).model.map(|model| model.compile_lenient(&[]).0);
        progress::engine(Engine::Theirs);
        let other =
            dsntk_model::parse(&table.xml).and_then(|definitions| ModelEvaluator::new(&[definitions]));
        report.compared_tables(ROUNDS);
        for _ in 0..ROUNDS {
            let values: Vec<&str> = table.columns.iter().map(|column| *random.pick(column.2)).collect();
            let facts: Vec<String> =
                values.iter().enumerate().map(|(at, value)| format!("in{at}: {value}")).collect();
            let facts = format!("{{{}}}", facts.join(", "));
            let ours = own.as_ref().map_or(Outcome::Refused, |own| decide(own, &facts));
            let theirs = match &other {
                Ok(model) => peer::decide(model, "urn:t", "t", &facts),
                Err(_) => Outcome::Refused,
            };
            if same(&ours, &theirs) {
                continue;
            }
            let class = class(table.policy, &table.xml, &values, &ours, &theirs);
            let (ours, theirs) = (told(&ours), told(&theirs));
            let rules = brief(&table.xml);
            report.difference(
                &class,
                &format!("{} {facts} ours {ours}, theirs {theirs}: {rules}", table.policy),
            );
        }
    }
}

/// The table of a case, in brief.
pub fn text(seed: u64, case: u64) -> String {
    let table = table(&mut Random::of(!seed, case));
    format!("{}: {}", table.policy, brief(&table.xml))
}

fn table(random: &mut Random) -> Table {
    let columns: Vec<&Column> = (0..1 + random.below(3)).map(|_| random.pick(&COLUMNS)).collect();
    let (policy, attributes) = *random.pick(&POLICIES);
    let has_numbers = policy.starts_with('C') && policy.len() > 1 || random.percent(30);
    let xml = model(random, &columns, attributes, has_numbers);
    Table { columns, policy, xml }
}

fn decide(model: &afaq_dmn::Compiled, facts: &str) -> Outcome {
    progress::engine(Engine::Ours);
    let facts = parse_expression(facts, &Scope::new()).expect("facts of our own making");
    let facts = facts.evaluate(&Context::new(), &env()).expect("facts of our own making").value;
    match model.evaluate("answer", facts.as_context().unwrap_or(&Context::new()), &env()) {
        Ok(found) => Outcome::Value(found.value),
        Err(error) => Outcome::Odd(error.to_string()),
    }
}

fn model(random: &mut Random, columns: &[&Column], attributes: &str, has_numbers: bool) -> String {
    let outputs: &[&str] = if has_numbers { &["1", "2", "3", "0.5"] } else { &["\"x\"", "\"y\"", "\"z\""] };
    let kind = if has_numbers { "number" } else { "string" };
    let mut inputs = String::new();
    let mut requirements = String::new();
    let mut clauses = String::new();
    for (at, (kind, _, _)) in columns.iter().enumerate() {
        inputs += &format!(
            "<inputData id=\"i{at}\" name=\"in{at}\"><variable name=\"in{at}\" typeRef=\"{kind}\"/></inputData>"
        );
        requirements += &format!(
            "<informationRequirement id=\"r{at}\"><requiredInput href=\"#i{at}\"/></informationRequirement>"
        );
        clauses += &format!(
            "<input id=\"c{at}\"><inputExpression typeRef=\"{kind}\"><text>in{at}</text></inputExpression></input>"
        );
    }
    let default = if random.percent(30) {
        format!("<defaultOutputEntry><text>{}</text></defaultOutputEntry>", outputs[0])
    } else {
        String::new()
    };
    let values = format!("<outputValues><text>{}</text></outputValues>", outputs.join(", "));
    clauses += &format!("<output id=\"o\" typeRef=\"{kind}\">{values}{default}</output>");
    for number in 0..1 + random.below(6) {
        let mut cells = String::new();
        for (_, tests, _) in columns {
            cells += &format!("<inputEntry><text>{}</text></inputEntry>", random.pick(tests));
        }
        clauses += &format!(
            "<rule id=\"q{number}\">{cells}<outputEntry><text>{}</text></outputEntry></rule>",
            random.pick(outputs)
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" \
         id=\"t\" name=\"t\" namespace=\"urn:t\">{inputs}<decision id=\"answer\" name=\"answer\"><variable name=\"answer\"/>\
         {requirements}<decisionTable id=\"dt\" {attributes}>{clauses}</decisionTable></decision></definitions>"
    )
}

/// The rules of a table, cell after cell.
fn brief(xml: &str) -> String {
    let rules = xml.split("<rule ").skip(1).map(|rule| {
        let cells = rule.split("<text>").skip(1).filter_map(|cell| cell.split("</text>").next());
        cells.collect::<Vec<_>>().join(" ; ")
    });
    rules.collect::<Vec<_>>().join(" | ")
}

fn class(policy: &str, xml: &str, values: &[&str], ours: &Outcome, theirs: &Outcome) -> String {
    let gives_list = matches!(policy, "C" | "R" | "O");
    let (list, other) = match (ours, theirs) {
        (Outcome::Value(own), Outcome::Value(other)) => (own.as_list(), Some(other)),
        (Outcome::Value(own), Outcome::Refused) => (own.as_list(), None),
        _ => (None, None),
    };
    let has_null = values.contains(&"null");
    let class = match list {
        Some([]) if gives_list && other.is_none_or(Value::is_null) => {
            "8.2.10: where no rule matches, a table of several hits gives the empty list"
        }
        Some([only]) if gives_list && other == Some(only) => {
            "8.2.10: a table of several hits gives a list, of one too"
        }
        _ if has_null && xml.contains("not(") => {
            "7.3.3 and 10.3.2.8: a test of null that has no outcome has none within `not` either, and matches nothing"
        }
        _ if xml.contains("<text>? ") || xml.contains("(?,") => {
            "10.3.1.2, rule 16: a cell may be any condition on `?`; the other reads those of some forms as values"
        }
        _ if policy == "C#" && matches!(theirs, Outcome::Value(Value::Null)) => {
            "8.2.10: the count of rules is 0 where none matches"
        }
        _ if *theirs == Outcome::Panicked => "the other engine panics",
        _ => {
            let nulls = if has_null { "with null" } else { "without null" };
            let (own, other) = (crate::classes::kind(ours), crate::classes::kind(theirs));
            return format!("? table {policy} {nulls} -> {own} / {other}");
        }
    };
    class.to_owned()
}
