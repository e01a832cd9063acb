//! Compiled code gives what the general evaluator gives: value, notes, errors, and steps.

use std::sync::Arc;

use super::Facts;
use crate::{
    Context, Date, DateTime, Env, Limits, Meter, Scope, Type, UnaryTests, Value, parse_expression,
    parse_unary_tests,
};

pub(crate) fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 11, 23).unwrap()))
}

/// A small seeded generator.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    pub(crate) fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.roll(items.len())]
    }
}

const NAMES: &[&str] = &[
    "n",
    "m",
    "s",
    "t",
    "b",
    "c",
    "d",
    "e",
    "dt",
    "ym",
    "dd",
    "l",
    "r",
    "x",
    "person.age",
    "person.name",
    "person.home.area",
    "person",
    "missing",
    "d.year",
    "person.birth.month",
    "r.start",
    "العمر",
];

const LITERALS: &[&str] = &[
    "0",
    "1",
    "-3",
    "2.50",
    "1000000000000",
    "0.1",
    "1e3",
    "\"a\"",
    "\"b\"",
    "\"\"",
    "\"ب\"",
    "true",
    "false",
    "null",
    "@\"2024-02-29\"",
    "date(\"2020-01-01\")",
    "@\"P1Y\"",
    "duration(\"P3D\")",
    "@\"10:00:00Z\"",
    "@\"2024-02-29T10:00:00\"",
    "[1..10]",
    "(1..2.5)",
    "[\"a\"..\"c\"]",
    "[1, 2, 3]",
    "[\"a\", \"b\"]",
    "(< 5)",
    "{a: 1}",
    "today()",
    "12345678901234567890123456789012345",
];

const CALLS: &[&str] = &[
    "abs(%)",
    "floor(%)",
    "decimal(%, 2)",
    "modulo(%, %)",
    "sum(l)",
    "count(%)",
    "min(%, %)",
    "max(l)",
    "string length(%)",
    "upper case(%)",
    "contains(%, %)",
    "starts with(%, %)",
    "substring(%, 2)",
    "not(%)",
    "date(%)",
    "years and months duration(%, %)",
    "list contains(l, %)",
    "string(%)",
    "number(%)",
    "years and months duration(from: %, to: %)",
    "before(%, %)",
    "includes(r, %)",
    "all([%, %])",
    "concatenate(l, [%])",
    "day of week(%)",
    "date and time(%)",
    "sort(l)",
    "is(%, %)",
];

const SHAPES: &[&str] = &[
    "(% + %)",
    "(% - %)",
    "(% * %)",
    "(% / %)",
    "(% ** 2)",
    "-%",
    "(% = %)",
    "(% != %)",
    "(% < %)",
    "(% <= %)",
    "(% > %)",
    "(% >= %)",
    "(% and %)",
    "(% or %)",
    "(% and % and %)",
    "(% or % or %)",
    "(if % then % else %)",
    "(% between % and %)",
    "(% in %)",
    "(% in (%, %))",
    "(% in [%..%])",
    "(% in (< %))",
    "(% in (> %, %))",
    "[%, %]",
    "(% instance of number)",
    "(% instance of string)",
    "[%..%]",
    "(= %)",
    "(some v in l satisfies v > %)",
    "(for v in l return v + %)",
    "l[item > %]",
    "l[1]",
    "{a: %}.a",
    "(%).a",
];

/// Fills every `%` of a shape with a smaller expression.
fn expression(dice: &mut Dice, depth: usize) -> String {
    grown(dice, depth, &[NAMES, LITERALS, CALLS, SHAPES])
}

/// Text grown out of names, literals, calls and shapes.
pub(crate) fn grown(dice: &mut Dice, depth: usize, words: &[&[&str]; 4]) -> String {
    let [names, literals, calls, shapes] = words;
    let shape = match dice.roll(if depth == 0 { 2 } else { 7 }) {
        0 => return dice.pick(names).to_owned(),
        1 => return dice.pick(literals).to_owned(),
        2 => dice.pick(calls),
        _ => dice.pick(shapes),
    };
    let mut text = String::new();
    for part in shape.split_inclusive('%') {
        match part.strip_suffix('%') {
            Some(before) => {
                text.push_str(before);
                text.push_str(&grown(dice, depth - 1, words));
            }
            None => text.push_str(part),
        }
    }
    text
}

fn cell(dice: &mut Dice) -> String {
    let shape = dice.pick(&[
        "%",
        "< %",
        ">= %",
        "[%..%]",
        "(%..%]",
        "%, %",
        "not(%)",
        "not(%, < %)",
        "? > %",
        "!= %",
        "-",
        "null",
        "(? = % or ? = %)",
        "contains(?, %)",
        "> %, < %",
    ]);
    let mut text = String::new();
    for part in shape.split_inclusive('%') {
        match part.strip_suffix('%') {
            Some(before) => {
                text.push_str(before);
                text.push_str(&expression(dice, 1));
            }
            None => text.push_str(part),
        }
    }
    text
}

fn constant(text: &str) -> Value {
    let parsed = parse_expression(text, &Scope::new()).unwrap();
    parsed.evaluate(&Context::new(), &env()).unwrap().value
}

/// A value of any kind: mostly the kind that its name stands for, sometimes null, unknown or another kind.
fn value(dice: &mut Dice, name: &str, usual: &[&str]) -> Value {
    match dice.roll(10) {
        0 => Value::Null,
        1 => Value::unknown(name),
        2 => constant(dice.pick(LITERALS)),
        _ => constant(dice.pick(usual)),
    }
}

fn vars(dice: &mut Dice) -> Context {
    let numbers = ["0", "3", "21", "410.500", "-7", "9999999999999999999999999999999999", "0.001"];
    let texts = ["\"a\"", "\"b\"", "\"abc\"", "\"ب\""];
    let dates = ["@\"2024-02-29\"", "@\"2020-01-01\"", "@\"1985-12-31\""];
    let mut person = Context::new();
    person.set("age", value(dice, "person.age", &numbers));
    person.set("name", value(dice, "person.name", &texts));
    person.set("birth", value(dice, "person.birth", &dates));
    person.set("home", Value::context(Context::new().with("area", value(dice, "person.home.area", &texts))));
    let mut vars = Context::new();
    for (name, usual) in [
        ("n", &numbers[..]),
        ("m", &numbers[..]),
        ("العمر", &numbers[..]),
        ("s", &texts[..]),
        ("t", &texts[..]),
        ("b", &["true", "false"][..]),
        ("c", &["true", "false"][..]),
        ("d", &dates[..]),
        ("e", &dates[..]),
        ("dt", &["@\"2024-02-29T10:00:00Z\"", "@\"2024-02-29T10:00:00\""][..]),
        ("ym", &["@\"P1Y\"", "@\"P2Y3M\""][..]),
        ("dd", &["@\"P1D\"", "@\"PT3H\""][..]),
        ("l", &["[1, 2, 3]", "[]", "[\"a\", null]", "[3, 1, 2.5]"][..]),
        ("r", &["[1..10]", "(@\"2020-01-01\"..@\"2024-01-01\")"][..]),
        ("x", LITERALS),
    ] {
        let given = value(dice, name, usual);
        vars.set(name, given);
    }
    if dice.roll(8) > 0 { vars.with("person", Value::context(person)) } else { vars }
}

pub(crate) fn scope() -> Scope {
    ["n", "m", "s", "t", "b", "c", "d", "e", "dt", "ym", "dd", "l", "r", "x", "person", "missing", "العمر"]
        .into_iter()
        .fold(Scope::new(), |scope, name| scope.with(name, Type::Any))
}

pub(crate) fn limits(dice: &mut Dice) -> Limits {
    let usual = Limits::default();
    match dice.roll(6) {
        0 => Limits { steps: dice.roll(12) as u64, ..usual },
        1 => Limits { depth: dice.roll(5) as u32, ..usual },
        2 => Limits { text_length: dice.roll(3), list_length: dice.roll(3), ..usual },
        _ => usual,
    }
}

/// Both ways side by side; `None` when the text is no expression. True when compiled code did it alone.
fn check(text: &str, vars: &Context, env: &Env) -> Option<bool> {
    let parsed = parse_expression(text, &scope()).ok()?;
    let (mut by_tree, mut by_code, mut by_row) =
        (Meter::new(&env.limits), Meter::new(&env.limits), Meter::new(&env.limits));
    let tree = parsed.evaluate_by_tree(vars, env, &mut by_tree);
    let notes = by_tree.take_notes();
    let code = parsed.evaluate_within(vars, env, &mut by_code);
    assert_eq!(code, tree, "`{text}` with {vars:?}");
    assert_eq!(by_code.steps_used(), by_tree.steps_used(), "steps of `{text}` with {vars:?}");
    assert_eq!(by_code.take_notes(), notes, "notes of `{text}`");

    let leaves =
        ["person.age", "person.name", "person.birth", "person.home.area", "n", "m", "s", "t", "b", "c"];
    let leaves = leaves.into_iter().chain(["d", "e", "dt", "ym", "dd", "l", "r", "x", "missing", "العمر"]);
    let facts = Arc::new(Facts::of(leaves.map(|path| path.split('.').map(Arc::<str>::from))));
    let prepared = parsed.prepare(&facts);
    let row = facts.row(vars);
    let tree = parsed.evaluate_by_tree(&facts.context(&row), env, &mut Meter::new(&env.limits));
    let alone = prepared.evaluate_plain(&row, env, &mut Meter::new(&env.limits)).is_some();
    assert_eq!(prepared.evaluate_within(&row, env, &mut by_row), tree, "row of `{text}` with {vars:?}");
    Some(alone)
}

#[test]
fn compiled_expressions_give_what_the_general_evaluator_gives() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut checked, mut alone) = (0, 0);
    let mut vars = vars(&mut dice);
    for round in 0..6_000 {
        if round % 8 == 0 {
            vars = self::vars(&mut dice);
        }
        let depth = dice.roll(4);
        let text = expression(&mut dice, depth);
        let env = Env { limits: limits(&mut dice), ..env() };
        if let Some(is_alone) = check(&text, &vars, &env) {
            checked += 1;
            alone += usize::from(is_alone);
        }
    }
    assert!(checked > 5_000, "only {checked} expressions were read");
    assert!(alone > 1_000, "compiled code did only {alone} of {checked} alone");
}

#[test]
fn compiled_tests_give_what_the_general_evaluator_gives() {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut checked = 0;
    let mut vars = vars(&mut dice);
    for round in 0..6_000 {
        if round % 8 == 0 {
            vars = self::vars(&mut dice);
        }
        let text = cell(&mut dice);
        let env = Env { limits: limits(&mut dice), ..env() };
        let input = value(&mut dice, "input", LITERALS);
        let Ok(tests) = parse_unary_tests(&text, &scope(), &Type::Any) else { continue };
        let tests: UnaryTests = tests;
        let (mut by_tree, mut by_code) = (Meter::new(&env.limits), Meter::new(&env.limits));
        let tree = tests.matches_by_tree(&input, &vars, &env, &mut by_tree);
        assert_eq!(
            tests.matches_within(&input, &vars, &env, &mut by_code),
            tree,
            "`{text}` for {input} with {vars:?}"
        );
        assert_eq!(by_code.steps_used(), by_tree.steps_used(), "steps of `{text}` for {input}");
        checked += 1;
    }
    assert!(checked > 5_000, "only {checked} cells were read");
}

#[test]
fn facts_have_one_slot_each() {
    let facts = Facts::of([vec!["b"], vec!["a", "x"], vec!["a", "x", "y"], vec!["ab"], vec!["b"]]);
    assert_eq!((0..facts.len()).map(|slot| facts.name(slot)).collect::<Vec<_>>(), ["a.x", "ab", "b"]);
    assert_eq!((facts.slot("a.x"), facts.slot("a"), facts.slot("ab")), (Some(0), None, Some(1)));
    let vars = Context::new().with("a", Value::context(Context::new().with("x", 1))).with("b", true);
    assert_eq!(facts.context(&facts.row(&vars)).get_path("a.x"), Some(&Value::from(1)));
}

#[test]
fn constants_are_folded_and_conditions_run_as_compiled_code() {
    let facts = Arc::new(Facts::of([vec!["n"], vec!["person", "age"]]));
    for (text, is_constant) in [
        ("date(\"2020-01-01\") + duration(\"P1Y\")", true),
        ("2 * 3 + 1", true),
        ("n + 1", false),
        ("today()", false),
        ("person.age >= 21 and n in [1..5]", false),
    ] {
        let prepared = parse_expression(text, &scope()).unwrap().prepare(&facts);
        assert!(prepared.is_compiled(), "{text}");
        assert_eq!(prepared.as_constant().is_some(), is_constant, "{text}");
    }
    let lent = parse_expression("n", &scope()).unwrap().prepare(&facts);
    assert_eq!(lent.as_fact(), Some(0));
    assert!(!parse_expression("for i in 1..n return i", &scope()).unwrap().prepare(&facts).is_compiled());
}
