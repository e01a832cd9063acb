//! Expressions out of templates: every node knows its template, so that a difference can be traced to one node.

use crate::random::Random;

/// What a place in a template asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Number,
    Small,
    Boolean,
    Text,
    Date,
    DateTime,
    Time,
    DaysTime,
    YearsMonths,
    List,
    Context,
    Range,
}

/// A generated expression.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The template, with `{n}` and the like for its places; a literal stands for itself.
    pub template: &'static str,
    pub literal: Option<String>,
    pub parts: Vec<Tree>,
}

impl Tree {
    /// The expression as text; every part stands in parentheses where it could bind otherwise.
    pub fn text(&self) -> String {
        if let Some(literal) = &self.literal {
            return literal.clone();
        }
        let mut text = String::new();
        let mut rest = self.template;
        for part in &self.parts {
            let Some(open) = rest.find('{') else { break };
            let close = rest[open..].find('}').map_or(rest.len(), |at| open + at + 1);
            text.push_str(&rest[..open]);
            let inner = part.text();
            if part.literal.is_some() && !inner.starts_with('-') || is_closed(part.template) {
                text.push_str(&inner);
            } else {
                text.push('(');
                text.push_str(&inner);
                text.push(')');
            }
            rest = &rest[close..];
        }
        text.push_str(rest);
        text.replace("<<", "{").replace(">>", "}")
    }
}

/// Whether a template ends in the bracket that it begins with: calls, lists and contexts need no parentheses.
fn is_closed(template: &str) -> bool {
    let is_call = template.ends_with(')')
        && template
            .split('(')
            .next()
            .is_some_and(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == ' ') && !name.is_empty())
        && !template.contains(" return ");
    is_call
        || template.starts_with("<<")
        || template.starts_with("[{") && template.ends_with(']') && !template.contains("][")
}

const NUMBERS: &[&str] = &[
    "{n} + {n}",
    "{n} - {n}",
    "{n} * {n}",
    "{n} / {n}",
    "{n} ** {i}",
    "-{n}",
    "abs({n})",
    "floor({n})",
    "ceiling({n})",
    "floor({n}, {i})",
    "ceiling({n}, {i})",
    "decimal({n}, {i})",
    "round up({n}, {i})",
    "round down({n}, {i})",
    "round half up({n}, {i})",
    "round half down({n}, {i})",
    "modulo({n}, {n})",
    "sqrt({n})",
    "log({n})",
    "exp({i})",
    "count({l})",
    "sum({l})",
    "min({l})",
    "max({l})",
    "mean({l})",
    "median({l})",
    "product({l})",
    "stddev({l})",
    "min({n}, {n})",
    "sum({n}, {n}, {n})",
    "string length({t})",
    "{d}.year",
    "{d}.month",
    "{d}.day",
    "{d}.weekday",
    "{m}.hour",
    "{m}.minute",
    "{m}.second",
    "{m}.year",
    "{c}.hour",
    "{c}.second",
    "{p}.days",
    "{p}.hours",
    "{p}.minutes",
    "{p}.seconds",
    "{y}.years",
    "{y}.months",
    "day of year({d})",
    "week of year({d})",
    "if {b} then {n} else {n}",
    "{l}[{i}]",
    "{p} / {p}",
    "{y} / {y}",
    "{x}.a",
    "get value({x}, \"a\")",
    "number(string({n}))",
    "count({l}[item > 1])",
    "{r}.start",
    "{r}.end",
    "index of({l}, {n})[1]",
    "(function(x, y) x - y)({n}, {n})",
    "<<a: {n}, b: a + 1>>.b",
];
const BOOLEANS: &[&str] = &[
    "{n} = {n}",
    "{n} != {n}",
    "{n} < {n}",
    "{n} <= {n}",
    "{n} > {n}",
    "{n} >= {n}",
    "{t} = {t}",
    "{t} < {t}",
    "{d} = {d}",
    "{d} < {d}",
    "{d} >= {d}",
    "{m} = {m}",
    "{m} < {m}",
    "{m} >= {m}",
    "{c} = {c}",
    "{c} < {c}",
    "{p} = {p}",
    "{p} < {p}",
    "{y} = {y}",
    "{y} < {y}",
    "{l} = {l}",
    "{x} = {x}",
    "{r} = {r}",
    "{b} = {b}",
    "{n} between {n} and {n}",
    "{d} between {d} and {d}",
    "{n} in [{n}..{n}]",
    "{n} in ({n}..{n}]",
    "{n} in (< {n}, > {n})",
    "{n} in {l}",
    "{d} in [{d}..{d})",
    "{n} in {r}",
    "{n} in ({n}, {n})",
    "{b} and {b}",
    "{b} or {b}",
    "not({b})",
    "odd({n})",
    "even({n})",
    "list contains({l}, {n})",
    "contains({t}, {t})",
    "starts with({t}, {t})",
    "ends with({t}, {t})",
    "matches({t}, \"^[a-c]+$\")",
    "matches({t}, \"B\", \"i\")",
    "matches({t}, \"(a|b)\\s?c\")",
    "is({n}, {n})",
    "is({d}, {d})",
    "is({m}, {m})",
    "all([{b}, {b}])",
    "any([{b}, {b}])",
    "some i in {l} satisfies i > {n}",
    "every i in {l} satisfies i > {n}",
    "{n} instance of number",
    "{t} instance of string",
    "{l} instance of list<number>",
    "{d} instance of date",
    "{x} instance of context<a: number>",
    "{r} instance of range<number>",
    "{p} instance of days and time duration",
    "before({r}, {n})",
    "before({n}, {r})",
    "before({r}, {r})",
    "after({r}, {n})",
    "after({r}, {r})",
    "meets({r}, {r})",
    "met by({r}, {r})",
    "overlaps({r}, {r})",
    "overlaps before({r}, {r})",
    "overlaps after({r}, {r})",
    "finishes({n}, {r})",
    "finishes({r}, {r})",
    "finished by({r}, {r})",
    "includes({r}, {n})",
    "includes({r}, {r})",
    "during({n}, {r})",
    "during({r}, {r})",
    "starts({n}, {r})",
    "starts({r}, {r})",
    "started by({r}, {r})",
    "coincides({n}, {n})",
    "coincides({r}, {r})",
    "if {b} then {b} else {b}",
    "{n} = null",
    "{t} != null",
];
const TEXTS: &[&str] = &[
    "{t} + {t}",
    "substring({t}, {i})",
    "substring({t}, {i}, {i})",
    "upper case({t})",
    "lower case({t})",
    "substring before({t}, {t})",
    "substring after({t}, {t})",
    "replace({t}, \"[aeiou]\", \"-\")",
    "replace({t}, \"(a)(b)?\", \"[$1$2]\")",
    "string({n})",
    "string({b})",
    "string({d})",
    "string({m})",
    "string({p})",
    "string({y})",
    "string({t})",
    "string join([{t}, {t}], {t})",
    "string join([{t}, null, {t}])",
    "day of week({d})",
    "month of year({d})",
    "if {b} then {t} else {t}",
    "split({t}, \",\")[1]",
    "{x}.b",
    "get value({x}, \"b\")",
    "string({c})",
];
const DATES: &[&str] = &[
    "date({i}, {i}, {i})",
    "{d} + {y}",
    "{d} - {y}",
    "{d} + {p}",
    "{d} - {p}",
    "date({m})",
    "date(string({d}))",
    "if {b} then {d} else {d}",
    "min({d}, {d})",
    "max([{d}, {d}])",
];
const MOMENTS: &[&str] = &[
    "date and time({d}, {c})",
    "{m} + {p}",
    "{m} - {p}",
    "{m} + {y}",
    "{m} - {y}",
    "date and time(string({m}))",
    "if {b} then {m} else {m}",
];
const TIMES: &[&str] = &["time({m})", "{c} + {p}", "{c} - {p}", "time({i}, {i}, {i})", "time(string({c}))"];
const DAYS: &[&str] = &[
    "{d} - {d}",
    "{m} - {m}",
    "{c} - {c}",
    "{p} * {n}",
    "{n} * {p}",
    "{p} / {n}",
    "{p} + {p}",
    "{p} - {p}",
    "-{p}",
    "abs({p})",
    "duration(string({p}))",
    "sum([{p}, {p}])",
    "mean([{p}, {p}])",
];
const MONTHS: &[&str] = &[
    "years and months duration({d}, {d})",
    "{y} * {n}",
    "{y} / {n}",
    "{y} + {y}",
    "{y} - {y}",
    "-{y}",
    "abs({y})",
    "duration(string({y}))",
    "max({y}, {y})",
];
const LISTS: &[&str] = &[
    "[{n}, {n}, {n}]",
    "[{n}]",
    "[{n}, {n}]",
    "append({l}, {n})",
    "concatenate({l}, {l})",
    "insert before({l}, {i}, {n})",
    "remove({l}, {i})",
    "reverse({l})",
    "union({l}, {l})",
    "distinct values({l})",
    "flatten([{l}, {l}])",
    "sort({l}, function(x, y) x < y)",
    "sublist({l}, {i})",
    "sublist({l}, {i}, {i})",
    "list replace({l}, {i}, {n})",
    "for i in {l} return i + {n}",
    "for i in {i}..{i} return i",
    "for i in {l}, j in {l} return i * j",
    "{l}[item > {n}]",
    "mode({l})",
    "index of({l}, {n})",
    "[{x}, {x}].a",
    "get entries({x}).key",
    "if {b} then {l} else {l}",
    "list replace({l}, function(item, newItem) item > newItem, {n})",
    "[{x}, {x}][a > {n}].a",
    "split({t}, \"b\")",
];
const CONTEXTS: &[&str] = &[
    "<<a: {n}, b: {t}>>",
    "<<a: {n}, b: {t}, c: {d}>>",
    "context put({x}, \"a\", {n})",
    "context put({x}, \"z\", {t})",
    "context merge([{x}, {x}])",
    "context([<<key: \"a\", value: {n}>>, <<key: \"b\", value: {t}>>])",
    "<<a: {n}, b: string(a)>>",
    "context put({x}, [\"y\"], {n})",
];
const RANGES: &[&str] = &["[{n}..{n}]", "({n}..{n})", "[{n}..{n})", "({n}..{n}]", "(< {n})", "(>= {n})"];

const NUMBER_LITERALS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "5",
    "10",
    "100",
    "-1",
    "-7",
    "0.1",
    "2.5",
    "3.5",
    "-2.5",
    "1.25",
    "12.345",
    "0.005",
    "1000000",
    "1234567890.123456789",
    "9999999999999999999999999999999999",
    "0.0000001",
    "7",
    "12",
    "31",
    "2024",
];
const SMALL_LITERALS: &[&str] = &["0", "1", "2", "3", "4", "-1", "-2", "5", "12", "23", "30", "2023"];
const TEXT_LITERALS: &[&str] = &[
    "\"\"",
    "\"a\"",
    "\"b\"",
    "\"abc\"",
    "\"ab c\"",
    "\"foobar\"",
    "\"a,b,c\"",
    "\"نص\"",
    "\"Ünï\"",
    "\"12\"",
    "\"😀x\"",
    "\"A b\"",
];
const DATE_LITERALS: &[&str] = &[
    "@\"2020-02-29\"",
    "@\"2021-01-31\"",
    "@\"2019-12-31\"",
    "@\"1999-01-01\"",
    "@\"2024-07-15\"",
    "@\"1583-10-15\"",
    "date(\"2023-03-26\")",
    "@\"1970-01-01\"",
];
const MOMENT_LITERALS: &[&str] = &[
    "@\"2020-02-29T10:30:00\"",
    "@\"2021-01-31T23:59:59Z\"",
    "@\"2021-01-31T23:59:59+03:00\"",
    "@\"2024-07-15T00:00:00\"",
    "@\"2024-07-15T12:00:00.25Z\"",
    "@\"2023-03-26T01:30:00@Europe/Paris\"",
    "@\"2024-07-15T12:00:00@Asia/Kuwait\"",
];
const TIME_LITERALS: &[&str] = &[
    "@\"00:00:00\"",
    "@\"10:30:15\"",
    "@\"23:59:59\"",
    "@\"10:30:15Z\"",
    "@\"10:30:15+03:00\"",
    "@\"08:00:00.5\"",
];
const DAYS_LITERALS: &[&str] =
    &["@\"P1D\"", "@\"PT1H\"", "@\"-PT30M\"", "@\"P10DT2H3M4.5S\"", "@\"PT0S\"", "@\"PT36H\""];
const MONTHS_LITERALS: &[&str] =
    &["@\"P1Y\"", "@\"P1M\"", "@\"-P2Y3M\"", "@\"P0M\"", "@\"P100Y\"", "@\"P18M\""];

const KINDS: [(Kind, char); 12] = [
    (Kind::Number, 'n'),
    (Kind::Small, 'i'),
    (Kind::Boolean, 'b'),
    (Kind::Text, 't'),
    (Kind::Date, 'd'),
    (Kind::DateTime, 'm'),
    (Kind::Time, 'c'),
    (Kind::DaysTime, 'p'),
    (Kind::YearsMonths, 'y'),
    (Kind::List, 'l'),
    (Kind::Context, 'x'),
    (Kind::Range, 'r'),
];

/// An expression of any kind.
pub fn expression(random: &mut Random) -> Tree {
    let (kind, _) = *random.pick(&KINDS);
    let depth = 1 + random.below(3);
    tree(random, kind, depth)
}

fn tree(random: &mut Random, kind: Kind, depth: usize) -> Tree {
    if random.percent(1) {
        return literal("null");
    }
    let (templates, literals): (&'static [&'static str], &'static [&'static str]) = match kind {
        Kind::Number => (NUMBERS, NUMBER_LITERALS),
        Kind::Small => (&[], SMALL_LITERALS),
        Kind::Boolean => (BOOLEANS, &["true", "false"]),
        Kind::Text => (TEXTS, TEXT_LITERALS),
        Kind::Date => (DATES, DATE_LITERALS),
        Kind::DateTime => (MOMENTS, MOMENT_LITERALS),
        Kind::Time => (TIMES, TIME_LITERALS),
        Kind::DaysTime => (DAYS, DAYS_LITERALS),
        Kind::YearsMonths => (MONTHS, MONTHS_LITERALS),
        Kind::List => (LISTS, &["[]", "[1, 2, 3]", "[3, 1, 2, 1]", "[2.5]"]),
        Kind::Context => (CONTEXTS, &["<<>>", "<<a: 1>>"]),
        Kind::Range => (RANGES, &["[1..10]", "(0..5)"]),
    };
    if depth == 0 || templates.is_empty() || random.percent(10) {
        return literal(random.pick::<&str>(literals));
    }
    let template = *random.pick(templates);
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let letter = rest[open + 1..].chars().next().unwrap_or('n');
        let wanted = KINDS.iter().find(|(_, sign)| *sign == letter).map_or(Kind::Number, |(kind, _)| *kind);
        // The other engine has no budget: what it runs over must stay short.
        let is_loop = template.contains(" in ") && !template.starts_with('{');
        let wanted = if random.percent(3) && !is_loop { random.pick(&KINDS).0 } else { wanted };
        parts.push(tree(random, wanted, depth - 1));
        rest = &rest[open + 3..];
    }
    Tree { template, literal: None, parts }
}

fn literal(text: &'static str) -> Tree {
    Tree { template: "literal", literal: Some(text.replace("<<", "{").replace(">>", "}")), parts: Vec::new() }
}
