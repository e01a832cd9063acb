//! Examples and properties of expressions, unary tests and values.

mod clauses;
mod hostile;
mod standard;

use proptest::prelude::*;

use super::*;

fn env() -> Env {
    Env::new("2026-11-22T10:00:00Z".parse().unwrap())
}

fn scope() -> Scope {
    let person = Type::context([
        ("gender", Type::OneOf(vec!["female".into(), "male".into()])),
        ("age", Type::Number),
        ("monthly income", Type::Number),
        ("born", Type::Date),
        ("is_employed", Type::Boolean),
    ]);
    Scope::new()
        .with("applicant", person)
        .with("دخل الأسرة", Type::Number)
        .with("a-b", Type::Number)
        .with("list", Type::list(Type::Number))
        .with("u", Type::Boolean)
}

fn vars() -> Context {
    let mut vars = Context::new();
    vars.set_path("applicant.gender", "female".into());
    vars.set_path("applicant.age", 30.into());
    vars.set_path("applicant.monthly income", 912.into());
    vars.set_path("applicant.born", Value::Date("1996-02-29".parse().unwrap()));
    vars.set_path("applicant.is_employed", Value::unknown("applicant.is_employed"));
    vars.set("دخل الأسرة", 800.into());
    vars.set("a-b", 7.into());
    vars.set("list", Value::list(vec![1.into(), 2.into(), 3.into()]));
    vars.set("u", Value::unknown("u"));
    vars
}

fn eval(text: &str) -> Value {
    let expression = parse_expression(text, &scope()).unwrap();
    expression.evaluate(&vars(), &env()).unwrap().value
}

fn run(text: &str) -> String {
    let expression = match parse_expression(text, &scope()) {
        Ok(expression) => expression,
        Err(problems) => return format!("{}", problems[0]),
    };
    match expression.evaluate(&vars(), &env()) {
        Ok(result) => result.value.to_string(),
        Err(error) => error.kind.code().to_owned(),
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(run(text), expected, "{text}");
}

#[test]
fn arithmetic_is_exact() {
    check("0.1 + 0.2", "0.3");
    check("1 + 2 * 3 - 4 / 8", "6.5");
    check("2 ** 10", "1024");
    check("1 / 3", "0.3333333333333333333333333333333333");
    check("-2 ** 2", "4");
    check("1 / 0", "null");
    check("10 - 2 - 3", "5");
    check("sqrt(2)", "1.414213562373095048801688724209698");
    check("exp(1)", "2.718281828459045235360287471352662");
    check("log(10)", "2.302585092994045684017991454684364");
    check("2 ** 0.5", "1.414213562373095048801688724209698");
    check("9999999999999999999999999999999999 + 1", "10000000000000000000000000000000000");
    check("modulo(-12, 5)", "3");
    check("modulo(10.1, -4.5)", "-3.4");
    check("decimal(1.115, 2)", "1.12");
    check("round half up(-5.5, 0)", "-6");
    check("2 ** -2", "0.25");
}

#[test]
fn names_may_hold_spaces_signs_and_arabic() {
    check("applicant.monthly income > دخل الأسرة", "true");
    check("a-b + 1", "8");
    check("applicant.age between 18 and 60", "true");
    check("{first name: \"x\", b: first name + \"y\"}.b", "\"xy\"");
}

#[test]
fn logic_has_three_values_and_unknown() {
    check("false and null", "false");
    check("true and null", "null");
    check("u and false", "false");
    check("u or true", "true");
    check("u and true", "unknown(u)");
    check("u or null", "unknown(u)");
    check("if u then 1 else 1", "1");
    check("if u then 1 else 2", "unknown(u)");
    check("applicant.is_employed = false and applicant.age > 40", "false");
    check("count([u, 1])", "2");
    check("not(u)", "unknown(u)");
    check("some x in [1, 2] satisfies x > 1 or u", "true");
    check("every x in [1, 2] satisfies u", "unknown(u)");
    check("list contains([u, 1], 1)", "true");
    check("sum([1, u])", "unknown(u)");
}

#[test]
fn lists_filters_and_loops() {
    check("list[item > 1]", "[2, 3]");
    check("list[-1]", "3");
    check("[{a: 1}, {a: 2}][a = 2].a", "[2]");
    check("for x in 1..3, y in [x] return x * y", "[1, 4, 9]");
    check("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]");
    check("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]");
    check("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", "120");
    check("for x in [1, 2] return [5, 6][item > x + 3]", "[[5, 6], [6]]");
    check("3 in (1, [2..4])", "true");
    check("3 in ]3..4[", "false");
    check("5 in (> 3)", "true");
    check("{a: 1} = {a: 1.0}", "true");
    check("string join([\"a\", null, \"b\"], \"-\")", "\"a-b\"");
}

#[test]
fn dates_and_durations() {
    check("@\"2024-02-29\" + @\"P1Y\"", "@\"2025-02-28\"");
    check("@\"2026-03-01\" - @\"2026-02-01\"", "@\"P28D\"");
    check("years and months duration(applicant.born, @\"2026-11-22\").years", "30");
    check("day of week(@\"2026-11-22\")", "\"Sunday\"");
    check("date(\"2026-02-30\")", "null");
    check("date and time(\"2026-01-01T00:00:00@Asia/Kuwait\") = @\"2025-12-31T21:00:00Z\"", "true");
    check("week of year(@\"2005-01-01\")", "53");
    check("today()", "@\"2026-11-22\"");
    check("@\"999999999-12-31\" + @\"P1D\"", "null");
}

#[test]
fn texts_and_patterns() {
    check("matches(\"abcabc\", \"^(a.c)\\1$\")", "true");
    check("replace(\"abracadabra\", \"a(.)\", \"[$1]\")", "\"[b]r[c][d][b]ra\"");
    check("split(\"a, b;c\", \"[,;] *\")", "[\"a\", \"b\", \"c\"]");
    check("substring(\"مرحبا\", -2)", "\"با\"");
    check("string length(\"\\U01F415\")", "1");
}

#[test]
fn limits_end_what_would_not_end() {
    check("for i in 1..1000000000 return i", "FEEL103");
    check("{f: function(n) f(n), r: f(1)}.r", "FEEL102");
    check("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"(a*)*b\")", "FEEL101");
    for text in ["(", "[", "{a:", "-", "not(", "if true then ", "f(", "function(x) "] {
        let deep = text.repeat(50_000);
        assert!(parse_expression(&deep, &Scope::new()).is_err());
    }
    let long = vec!["1"; 20_000].join(" + ");
    check(&long, "20000");
}

#[test]
fn problems_name_the_place_in_characters() {
    let text = "دخل الأسرة > applicant.gendre";
    let expression = parse_expression(text, &scope()).unwrap();
    let (kind, problems) = expression.check(&scope());
    assert_eq!(kind, Type::Boolean);
    assert_eq!((problems[0].code(), problems[0].start, problems[0].end), ("FEEL010", 13, 29));
    assert_eq!(problems[0].help_en(), "did you mean `gender`?");
}

#[test]
fn wrong_conditions_are_found() {
    let code = |text: &str| {
        let (_, problems) = parse_expression(text, &scope()).unwrap().check(&scope());
        problems.first().map(|problem| problem.code())
    };
    assert_eq!(code("applicant.gender = \"femal\""), Some("FEEL015"));
    assert_eq!(code("applicant.age = \"30\""), Some("FEEL014"));
    assert_eq!(code("aplicant.age = 30"), Some("FEEL009"));
    assert_eq!(code("applicant.age + applicant.born"), Some("FEEL013"));
    assert_eq!(code("applicant.gender in [\"female\", \"x\"]"), Some("FEEL015"));
    assert_eq!(code("applicant.born <= today() - duration(\"P18Y\")"), None);
    let tests = parse_unary_tests("not(\"femal\")", &scope(), &Type::OneOf(vec!["female".into()])).unwrap();
    assert_eq!(tests.check(&scope())[0].code(), "FEEL015");
}

#[test]
fn unary_tests_match_and_become_regions() {
    let test = |text: &str, input: Value| {
        let tests = parse_unary_tests(text, &scope(), &Type::Any).unwrap();
        (tests.matches(&input, &vars(), &env()).unwrap(), tests.as_region(), tests.to_string())
    };
    assert_eq!(test("-", 1.into()), (Truth::True, Some(Region::Any), "-".into()));
    assert_eq!(test("< 5, [10..20)", 10.into()).0, Truth::True);
    assert_eq!(test("not(1, 2)", 2.into()).0, Truth::False);
    assert_eq!(test("? > list[1]", 2.into()), (Truth::True, None, "? > list[1]".into()));
    assert_eq!(test("not(\"KW\")", Value::unknown("x")).0, Truth::Unknown(["x".to_owned()].into()));
    let Some(Region::Intervals(gaps)) = test("not([1..2], (2..5))", 1.into()).1 else { panic!() };
    assert_eq!(gaps.len(), 2);
    assert_eq!((gaps[0].high_closed, gaps[1].low_closed), (false, true));
}

#[test]
fn mutants_differ_and_can_be_written() {
    let expression =
        parse_expression("applicant.age >= 18 and applicant.gender = \"female\"", &scope()).unwrap();
    let mutants = expression.mutants();
    assert!(mutants.len() >= 9, "{}", mutants.len());
    for (what, mutant) in mutants {
        assert!(mutant != expression, "{what}");
        parse_expression(&mutant.to_string(), &scope()).unwrap();
    }
}

#[test]
fn paths_are_the_facts_that_a_condition_uses() {
    let expression = parse_expression("applicant.age > 3 and list[item > a-b] = []", &scope()).unwrap();
    let paths: Vec<String> = expression.paths().iter().map(|path| path.join(".")).collect();
    assert_eq!(paths, ["applicant.age", "list", "a-b"]);
}

#[test]
fn values_survive_json() {
    let text = "[1.50, @\"2026-01-31\", @\"P1Y\", @\"PT1S\", @\"10:00:00Z\", @\"2026-01-01T00:00:00@Asia/Kuwait\", {b: 1, a: [null, true]}, [1..2), \"س\"]";
    let value =
        parse_expression(text, &Scope::new()).unwrap().evaluate(&Context::new(), &env()).unwrap().value;
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value, "{json}");
    assert!(json.starts_with("[{\"n\":\"1.50\"},{\"d\":\"2026-01-31\"}"), "{json}");
}

proptest! {
    #[test]
    fn reading_never_panics(text in "\\PC{0,60}") {
        let _ = parse_expression(&text, &scope());
        let _ = parse_unary_tests(&text, &scope(), &Type::Any);
    }

    #[test]
    fn likely_texts_never_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "1", "..", "(", ")", "[", "]", "{", "}", "a", ":", "and", "or", "not", "if", "then", "else", "for", "in",
        "return", "some", "satisfies", "list", "item", "-", "+", "**", "\"x\"", "?", ",", "=", "<", "function",
        "instance of", "number", "between", "null", ".", "@\"P1D\"", "count", "applicant",
    ]), 0..30)) {
        let text = parts.join(" ");
        if let Ok(expression) = parse_expression(&text, &scope()) {
            expression.check(&scope());
            let limits = Limits { steps: 10_000, ..Limits::default() };
            let _ = expression.evaluate(&vars(), &Env { limits, ..env() });
            let printed = expression.to_string();
            let again = parse_expression(&printed, &scope());
            prop_assert!(again.is_ok(), "{text} -> {printed}");
        }
    }

    #[test]
    fn decimals_keep_their_laws(a in any::<i64>(), b in any::<i64>(), s in -20i32..20, t in -20i32..20) {
        let (x, y) = (Decimal::new(a.into(), s).unwrap(), Decimal::new(b.into(), t).unwrap());
        prop_assert_eq!(x.checked_add(y), y.checked_add(x));
        prop_assert_eq!(x.checked_mul(y), y.checked_mul(x));
        prop_assert_eq!(x.to_string().parse::<Decimal>().unwrap(), x);
        prop_assert_eq!(x.checked_sub(x).unwrap(), Decimal::ZERO);
        prop_assert_eq!(x < y, x.checked_sub(y).unwrap().is_negative());
        if s == t && b != 0 {
            prop_assert_eq!(x.checked_rem(y).unwrap(), Decimal::new((i128::from(a)) % i128::from(b), s).unwrap());
        }
    }

    #[test]
    fn days_and_dates_agree(days in -365_000_000_000i64..365_000_000_000) {
        if let Some(date) = Date::from_days_since_epoch(days) {
            prop_assert_eq!(date.days_since_epoch(), days);
            prop_assert_eq!(date.to_string().parse::<Date>().unwrap(), date);
        }
    }
}

#[test]
fn ranges_remember_how_they_were_written() {
    check("(=10) = [10..10]", "false");
    check("(!=10) = (!=10)", "true");
    check("5 in (!=10)", "true");
    check("[1..10[.start included", "true");
    check("[2..1]", "null");
    check("range(\"[1..]\")", "null");
    check("overlaps after((1..5], [1..5])", "true");
}

#[test]
fn functions_keep_what_they_saw_where_they_were_written() {
    check("{a: 2, f: function(x) function(y) x * y * a, b: f(3)(4)}.b", "24");
    check("{f: function(n) if n < 2 then 1 else n * f(n - 1), b: f(5)}.b", "120");
    check("[{item: 1}, {item: 3}][item >= 2]", "[{item: 3}]");
}

#[test]
fn a_day_ends_where_the_next_begins() {
    check("@\"2021-01-01T24:00:00\" - @\"PT1S\"", "@\"2021-01-01T23:59:59\"");
    check("is(@\"23:00:50@Etc/GMT\", @\"23:00:50Z\")", "false");
}

#[test]
fn blanks_in_patterns_stand_only_in_classes() {
    check("matches(\"hello world\", \"he ll o[ ]worl d\", \"x\")", "true");
    check("matches(\"Q\", \"[^Q]\", \"i\")", "false");
}

#[test]
fn all_problems_of_a_text_are_told() {
    let codes = |text: &str| -> Vec<(&'static str, usize)> {
        let problems = parse_expression(text, &scope()).unwrap_err();
        problems.iter().map(|problem| (problem.code(), problem.start)).collect()
    };
    assert_eq!(codes("[1 +, 2, @\"nonsense\", 3 4]"), [("FEEL001", 4), ("FEEL005", 9), ("FEEL001", 24)]);
    assert_eq!(codes("{a: 1 *, b: 2, c: )}"), [("FEEL001", 7)]);
    assert_eq!(codes("sum(1, 2"), [("FEEL001", 7)]);
    let cell = parse_unary_tests("< , \"a\", > @\"x\"", &scope(), &Type::Any).unwrap_err();
    assert_eq!(cell.len(), 2, "{cell:?}");
    let many = parse_expression(&"[*,".repeat(2_000), &scope()).unwrap_err();
    assert!(many.len() <= 50, "{}", many.len());
}
