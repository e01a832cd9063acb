//! The analysis against counting: over small domains every point is tried.

use afaq_feel::{Context, Date, DateTime, Env, Scope, Truth, Type, UnaryTests, Value, parse_unary_tests};

use super::table;
use crate::{DecisionTable, FindingKind, Input, analyze};

/// Numbers in no order, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }
}

const NUMBERS: &[&str] = &[
    "-",
    "< 2",
    "<= 2",
    "> 1",
    ">= 3",
    "[1..3]",
    "(0..2]",
    "]1..3[",
    "not(2)",
    "not(< 1)",
    "0, 3",
    "1, > 2",
    "? != 2",
    "? > 0 and ? < 3",
    "(= 1)",
    "(!= 3)",
    "not([1..2])",
];
const NAMES: &[&str] = &[
    "-",
    "\"a\"",
    "\"b\", \"c\"",
    "not(\"a\")",
    "not(\"a\", \"b\")",
    "? = \"c\"",
    "? in [\"a\", \"c\"]",
    "null",
    "\"a\", null",
];
const TRUTHS: &[&str] = &["-", "true", "false", "not(true)", "? = false", "true, false"];
const DAYS: &[&str] = &[
    "-",
    "< @\"2026-01-02\"",
    "[@\"2026-01-01\"..@\"2026-01-02\"]",
    "> date(\"2026-01-02\")",
    "not(@\"2026-01-02\")",
    ">= @\"2026-01-02\"",
];

fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 1, 1).unwrap()))
}

fn points() -> Vec<Vec<Value>> {
    let numbers = (0..4).map(Value::from).collect();
    let names = ["a", "b", "c"].into_iter().map(Value::from).collect();
    let truths = vec![Value::Boolean(false), Value::Boolean(true)];
    let day = |day| Value::Date(Date::from_ymd(2026, 1, day).unwrap());
    vec![numbers, names, truths, vec![day(1), day(2), day(3)]]
}

fn random(dice: &mut Dice, policy: &str) -> DecisionTable {
    let mut rows = vec!["n; s; b; d => x".to_owned()];
    for _ in 0..1 + dice.roll(6) {
        let cells = [NUMBERS, NAMES, TRUTHS, DAYS].map(|list| dice.one_of(list)).join("; ");
        rows.push(format!("{cells} => {}", dice.roll(3)));
    }
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut table = table(policy, &rows);
    let domains = ["0, 1, 2, 3", "\"a\", \"b\", \"c\"", "", "[@\"2026-01-01\"..@\"2026-01-03\"]"];
    for (input, domain) in table.inputs.iter_mut().zip(domains) {
        *input = Input { domain: (!domain.is_empty()).then(|| domain.into()), ..input.clone() };
    }
    table
}

fn types() -> Vec<Type> {
    vec![Type::Number, Type::String, Type::Boolean, Type::Date]
}

/// For each rule, whether it matches at each point.
fn matches(table: &DecisionTable) -> (Vec<Vec<Value>>, Vec<Vec<bool>>) {
    let env = env();
    let cells: Vec<Vec<UnaryTests>> = table
        .rules
        .iter()
        .map(|rule| {
            let cells = rule.tests.iter().zip(types());
            cells.map(|(cell, ty)| parse_unary_tests(&cell.value, &Scope::new(), &ty).unwrap()).collect()
        })
        .collect();
    let mut all = vec![Vec::new()];
    for values in points() {
        all = all
            .into_iter()
            .flat_map(|point: Vec<Value>| {
                values.iter().map(move |value| {
                    let mut longer = point.clone();
                    longer.push(value.clone());
                    longer
                })
            })
            .collect();
    }
    let at = |point: &Vec<Value>, rule: &Vec<UnaryTests>| {
        rule.iter()
            .zip(point)
            .all(|(tests, value)| tests.matches(value, &Context::new(), &env) == Ok(Truth::True))
    };
    let found = cells.iter().map(|rule| all.iter().map(|point| at(point, rule)).collect()).collect();
    (all, found)
}

/// The points of a domain that names no null: what the analysis looks at must not contradict them, and where no cell
/// names null it must say exactly the same.
#[test]
fn the_analysis_says_what_counting_says() {
    let mut dice = Dice(7);
    let (mut gaps, mut overlaps, mut hidden) = (0, 0, 0);
    for round in 0..300 {
        let policy = ["U", "F", "A"][round % 3];
        let table = random(&mut dice, policy);
        let names_null = table.rules.iter().any(|rule| rule.tests[1].value.contains("null"));
        let (all, found) = matches(&table);
        let findings = analyze(&table, &types());
        let told =
            format!("{:?}\n{findings:#?}", table.rules.iter().map(|rule| &rule.tests).collect::<Vec<_>>());
        assert!(!findings.iter().any(|one| matches!(one.kind, FindingKind::NotDecided { .. })), "{told}");
        let has_gap = (0..all.len()).any(|point| !found.iter().any(|rule| rule[point]));
        let says_gap = findings.iter().any(|one| matches!(one.kind, FindingKind::Gap { .. }));
        assert!(says_gap == has_gap || (names_null && says_gap), "gap: {told}");
        gaps += usize::from(has_gap);
        if policy == "F" {
            for rule in 1..found.len() {
                let own = |point: &usize| found[rule][*point];
                let is_dead = !(0..all.len()).any(|point| own(&point));
                let is_hidden =
                    !(0..all.len()).filter(own).any(|point| !found[..rule].iter().any(|other| other[point]));
                let says = findings.iter().any(|one| {
                    matches!(one.kind, FindingKind::Unreachable | FindingKind::CellNever { .. })
                        && one.rules == [rule + 1]
                });
                assert!(says == is_hidden || (names_null && !says), "rule {}, {is_dead}: {told}", rule + 1);
                hidden += usize::from(is_hidden);
            }
        } else {
            for first in 0..found.len() {
                for second in first + 1..found.len() {
                    let meets = (0..all.len()).any(|point| found[first][point] && found[second][point]);
                    let same = table.rules[first].outputs == table.rules[second].outputs;
                    let is_wrong = meets && !(policy == "A" && same);
                    let says = findings.iter().any(|one| {
                        matches!(one.kind, FindingKind::Overlap { .. } | FindingKind::Conflict { .. })
                            && one.rules == [first + 1, second + 1]
                    });
                    assert!(says == is_wrong || (names_null && says), "rules {first}, {second}: {told}");
                    overlaps += usize::from(is_wrong);
                }
            }
        }
    }
    assert!(gaps > 50 && overlaps > 50 && hidden > 15, "{gaps} gaps, {overlaps} overlaps, {hidden} hidden");
}

/// Every example that the analysis gives is one: no rule matches at a gap, both rules match at an overlap.
#[test]
fn every_example_is_an_example() {
    let mut dice = Dice(11);
    let env = env();
    let mut seen = 0;
    for _ in 0..200 {
        let table = random(&mut dice, "U");
        for finding in analyze(&table, &types()) {
            let (example, wanted) = match &finding.kind {
                FindingKind::Gap { example } => (example, false),
                FindingKind::Overlap { example } => (example, true),
                _ => continue,
            };
            seen += 1;
            let fits = |rule: usize| {
                let cells = table.rules[rule].tests.iter().zip(types()).zip(example);
                cells.into_iter().all(|((cell, ty), witness)| {
                    let tests = parse_unary_tests(&cell.value, &Scope::new(), &ty).unwrap();
                    let value = witness.value.clone().unwrap_or(Value::from("z"));
                    tests.matches(&value, &Context::new(), &env) == Ok(Truth::True)
                })
            };
            let matching: Vec<usize> =
                (0..table.rules.len()).filter(|rule| fits(*rule)).map(|rule| rule + 1).collect();
            if wanted {
                assert!(finding.rules.iter().all(|rule| matching.contains(rule)), "{finding:?} {matching:?}");
            } else {
                assert!(matching.is_empty(), "{finding:?} {matching:?}");
            }
        }
    }
    assert!(seen > 100, "{seen} examples");
}
