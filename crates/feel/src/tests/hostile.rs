//! Texts and values that are made to break the engine: each ends in a problem or an error with its place.

use super::env;
use crate::{
    Context, EvalErrorKind, Limits, ProblemKind, Scope, Type, Value, parse_expression, parse_unary_tests,
};

/// What an expression ends with.
fn ends(text: &str, vars: &Context) -> Result<Value, EvalErrorKind> {
    let scope = Scope::new().with("big", Type::String).with("f", Type::Any);
    let parsed = parse_expression(text, &scope).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    parsed.evaluate(vars, &env()).map(|done| done.value).map_err(|error| error.kind)
}

fn check(text: &str, expected: EvalErrorKind) {
    assert_eq!(ends(text, &Context::new()), Err(expected), "{text}");
}

#[test]
fn nesting_of_a_hundred_thousand_is_a_problem() {
    let openings = [
        "(",
        "[",
        "{a: ",
        "-",
        "not(",
        "if ",
        "if true then ",
        "for i in ",
        "for i in [1] return ",
        "some i in ",
        "function(x) ",
        "f(",
        "f(a: ",
        "x[",
        "1 + (",
        "1 in (",
        "1 in (< ",
        "x.",
        "x instance of list<",
        "function(a: context<b: ",
        "]",
        "1 between (",
        "every i in [1] satisfies ",
        "(< ",
        "{\"a\": ",
        "function(a: function<",
        "x(",
        "x[1][",
        "@",
        "\"\\u",
        "/*",
        "- (",
    ];
    for opening in openings {
        for text in [opening.repeat(100_000), opening.repeat(20_000), opening.repeat(100)] {
            let problems = parse_expression(&text, &Scope::new()).map(|_| ()).unwrap_err();
            assert!(problems.iter().all(|problem| problem.start <= text.chars().count()), "{opening}");
            assert!(parse_unary_tests(&text, &Scope::new(), &Type::Any).is_err(), "{opening}");
        }
    }
}

#[test]
fn chains_of_any_length_are_read_or_refused() {
    for link in ["1 + ", "1 and ", "1 ** ", "1 < ", "x.", "x[1]", "x(1)", "1 in 1 in "] {
        for count in [1_000, 30_000] {
            let text = format!("{}1", link.repeat(count));
            if let Ok(parsed) = parse_expression(&text, &Scope::new()) {
                let _ = (parsed.check(&Scope::new()), parsed.to_string());
                let _ = parsed.evaluate(&Context::new(), &env());
            }
        }
    }
}

#[test]
fn recursion_of_every_kind_ends_at_its_depth() {
    check("{f: function(n) f(n + 1), r: f(1)}.r", EvalErrorKind::Depth);
    check("{f: function(g) g(g), r: f(f)}.r", EvalErrorKind::Depth);
    check("(function(g) g(g))(function(g) g(g))", EvalErrorKind::Depth);
    check("{f: function(g, h) g(h, g), r: f(f, f)}.r", EvalErrorKind::Depth);
    check("{f: function(x, y) sort([2, 1], f)[1] = 1, r: f(1, 2)}.r", EvalErrorKind::Depth);
    check("{f: function(x, y) count(list replace([1], f, 2)) = 1, r: f(1, 2)}.r", EvalErrorKind::Depth);
}

#[test]
fn work_without_end_ends_at_its_budget() {
    check("for i in 1..1000000000 return i", EvalErrorKind::ListLength);
    check("for i in [1..1000000000] return i", EvalErrorKind::ListLength);
    check("count(for i in 1..1000, j in 1..1000 return i)", EvalErrorKind::ListLength);
    check("some i in 1..99999, j in 1..99999 satisfies i = 0", EvalErrorKind::Steps);
    check("every i in 1..99999, j in 1..99999 satisfies i > 0", EvalErrorKind::Steps);
    check("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"^(a*)*b$\")", EvalErrorKind::Steps);
    check("replace(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"(a|aa)+$b\", \"\")", EvalErrorKind::Steps);
    check("count(distinct values(for i in 1..9999 return i))", EvalErrorKind::Steps);
    let doubled =
        "{a: \"0123456789\", r: (for i in 1..40 return if i = 1 then a else partial[-1] + partial[-1])}.r";
    check(doubled, EvalErrorKind::TextLength);
}

#[test]
fn a_text_of_a_hundred_megabytes_is_refused() {
    let big = "x".repeat(100_000_000);
    let problems = parse_expression(&big, &Scope::new()).map(|_| ()).unwrap_err();
    assert!(matches!(problems[0].kind, ProblemKind::TooLong { .. }));
    let vars = Context::new().with("big", Value::string(big));
    for text in [
        "upper case(big)",
        "big + big",
        "replace(big, \"x\", \"y\")",
        "contains(big, \"y\")",
        "string length(big)",
    ] {
        assert_eq!(ends(text, &vars), Err(EvalErrorKind::TextLength), "{text}");
    }
}

#[test]
fn limits_of_one_end_everything_at_once() {
    let limits = Limits { steps: 1, depth: 1, list_length: 1, text_length: 1 };
    let env = crate::Env { limits, ..env() };
    for text in [
        "1 + 1 + 1",
        "[1, 2, 3]",
        "\"abc\" + \"def\"",
        "for i in 1..2 return i",
        "{a: {b: 1}}",
        "sum([1, 2])",
    ] {
        let parsed = parse_expression(text, &Scope::new()).unwrap();
        let _ = parsed.evaluate(&Context::new(), &env);
    }
}
