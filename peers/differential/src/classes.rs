//! The classes of differences, each with the clause of DMN 1.5 that decides it.

use afaq_feel::{Decimal, Value};

use crate::generate::Tree;
use crate::peer::Outcome;

/// One difference, seen at the smallest expression that shows it.
struct Difference<'a> {
    template: &'a str,
    text: &'a str,
    arguments: &'a [Outcome],
    own: &'a Outcome,
    other: &'a Outcome,
}

/// What a class is called, and when a difference belongs to it; the first one that fits counts.
type Class = (&'static str, fn(&Difference<'_>) -> bool);

const CLASSES: &[Class] = &[
    ("the other engine panics", |it| *it.other == Outcome::Panicked),
    ("ours ends at a budget: an error with its place, where the other goes on (not in the standard)", |it| {
        matches!(it.own, Outcome::Odd(_))
    }),
    ("10.3.1.2: the other refuses what the grammar allows", |it| {
        *it.other == Outcome::Refused && matches!(it.own, Outcome::Value(_))
    }),
    ("10.3.2.3.4 and 10.3.2.3.5: the other gives a time or date that does not exist", |it| {
        matches!(it.other, Outcome::Odd(_))
    }),
    (
        "10.3.2.3.1, decimal128: the nearest number of 34 digits, in functions whose value is no decimal",
        |it| {
            (it.calls(&["log", "exp", "sqrt"]) || it.template.contains(" ** "))
                && numbers(it).is_some_and(|(own, other)| is_near(own, other))
        },
    ),
    (
        "10.3.4.4: `stddev` and `mean` in the last digits; the standard does not say which steps are rounded",
        |it| it.calls(&["stddev", "mean"]) && numbers(it).is_some_and(|(own, other)| is_near(own, other)),
    ),
    (
        "10.3.2.3.1, decimal128: a power below all scales has no value; the other gives a number without digits",
        |it| it.template.contains(" ** ") && it.own_is_null() && it.other_kind() == "number",
    ),
    ("10.3.2.7: ends that are null, of two kinds or run backward make no range", |it| {
        it.own_is_null() && (it.other_kind() == "range" || is_range(it))
            || it.template.contains(" in ") && it.template.contains("..")
            || it.template.contains(" in {r}") && it.has_null()
    }),
    ("10.3.1.2, rules 7 and 18: an end of a one-sided range may be any expression", |it| {
        matches!(it.template, "(< {n})" | "(>= {n})") || it.template.contains("(< {n}, > {n})")
    }),
    ("10.3.2.7, members of ranges: a one-sided range has one end", |it| {
        it.template.starts_with("{r}.") || it.template.contains("{r}") && it.takes("range")
    }),
    ("10.3.4.4: least and greatest of all that can be compared, dates and durations too", |it| {
        it.calls(&["min", "max"]) && it.other_is_null()
    }),
    (
        "10.3.2.5: a filter keeps what meets its condition, and a single value is filtered as a list of one",
        |it| it.template.contains("[item"),
    ),
    ("10.3.2.3.4 to 10.3.2.3.8: seconds have fractions, and durations below zero members below zero", |it| {
        it.template.len() < 14
            && it.template.contains("}.")
            && it.own_kind() == "number"
            && it.other_kind() == "number"
    }),
    ("10.3.2.3.4 to 10.3.2.3.6: with an offset and without one cannot be compared or subtracted", |it| {
        it.own_is_null() && it.takes_only_moments()
    }),
    (
        "10.3.2.3.4 to 10.3.2.3.6: offsets and zones count in comparisons and in durations that are added",
        |it| it.takes_only_moments() && !it.other_is_null() && it.own_kind() == it.other_kind(),
    ),
    ("10.3.2.3.5 and 10.3.2.3.7: years to 999,999,999 and spans of more than 292 years", |it| {
        it.other_is_null()
            && (it.own_is_temporal() || it.takes_temporal())
            && !it.template.starts_with("if ")
            && !it.template.contains('=')
            && !it.is_list_function()
    }),
    ("10.3.4.5: rounding to a scale below zero, and of numbers that have fewer digits", |it| {
        it.calls(&[
            "round up",
            "round down",
            "round half up",
            "round half down",
            "floor",
            "ceiling",
            "decimal",
        ])
    }),
    ("10.3.2.8, `if`: a condition that is not true takes the other branch", |it| {
        it.template.starts_with("if ")
    }),
    ("10.3.2.9.4: a value stands for a list of one, and a list of one for its value", |it| {
        (it.is_list_function() || it.takes("list")) && it.other_is_null() && !it.own_is_null()
    }),
    ("10.3.2.4: null equals null alone", |it| {
        (it.template.contains(" = ") || it.template.contains("!=") || it.calls(&["is"])) && it.other_is_null()
    }),
    ("10.3.2.9.4: null is no list of one", |it| it.has_null() && it.own_is_null()),
    ("10.3.4.5: `modulo` is the exact remainder", |it| it.calls(&["modulo"])),
    ("10.3.4.4: null cannot be compared, so a list with null has no greatest", |it| {
        it.calls(&["min", "max"])
    }),
    (
        "10.3.2.4 and 10.3.2.5: comparisons of two kinds have no outcome, and `in` and `between` are `or` and `and` of them",
        |it| it.template.contains(" in ") || it.template.contains(" between "),
    ),
    ("10.3.2.3.5: a day and a duration of hours are added from midnight in UTC", |it| {
        matches!(it.template, "{d} + {p}" | "{d} - {p}")
    }),
    ("10.3.4.1: whole months between two days, toward zero where they run backward", |it| {
        it.calls(&["years and months duration"])
    }),
    ("10.3.2.3.5: a day is compared with a moment as its midnight in UTC", |it| {
        it.takes("date") && it.takes("date and time")
    }),
    ("10.3.2.2: inside a list or context the other loses a value that it has outside", |it| {
        it.template.starts_with('[') || it.template.starts_with("<<")
    }),
    ("10.3.4.4: `string join` leaves null out, its delimiter too", |it| it.calls(&["string join"])),
    ("10.3.4.3: a start behind the end leaves nothing of a text", |it| it.calls(&["substring"])),
    (
        "10.3.4.5 and 10.3.2.3.1: the text of a number has the zeros of its scale, and zero has no sign",
        |it| it.template.contains("string("),
    ),
    ("10.3.2.6: entries keep the order in which they were set", |it| it.template.contains("get entries")),
    ("10.3.2.9.2: the empty list is a list of anything", |it| it.template.contains("instance of")),
    ("10.3.4.9: a comparison without outcome sorts nothing", |it| it.calls(&["sort"])),
    ("10.3.4.4: `all` and `any` take lists of booleans, and nothing comes of others", |it| {
        it.calls(&["all", "any"])
    }),
    ("10.3.4.7: a relation of a point and a range takes them in its order", |it| {
        it.calls(&[
            "finishes",
            "finished by",
            "starts",
            "started by",
            "includes",
            "during",
            "coincides",
            "meets",
            "met by",
        ])
    }),
    ("10.3.1.2, rules 27 and 28: names and types with `and` in them mean the same behind a context", |it| {
        let has_such_name =
            it.text.contains("years and months duration") || it.text.contains("days and time duration");
        has_such_name && (it.text.contains('{') || it.text.contains("context"))
    }),
    ("10.3.2.8, three-valued logic: false decides `and`, true decides `or`, whatever else is null", |it| {
        it.has_null() && it.own_kind() == "boolean" && it.other_is_null()
    }),
];

impl Difference<'_> {
    fn own_is_null(&self) -> bool {
        matches!(self.own, Outcome::Value(Value::Null) | Outcome::Refused)
    }

    fn other_is_null(&self) -> bool {
        matches!(self.other, Outcome::Value(Value::Null) | Outcome::Refused)
    }

    fn own_kind(&self) -> &str {
        kind(self.own)
    }

    fn other_kind(&self) -> &str {
        kind(self.other)
    }

    fn own_is_temporal(&self) -> bool {
        is_temporal(self.own_kind())
    }

    fn takes(&self, wanted: &str) -> bool {
        self.arguments.iter().any(|argument| kind(argument) == wanted)
    }

    fn takes_temporal(&self) -> bool {
        self.arguments.iter().any(|argument| is_temporal(kind(argument)))
    }

    fn takes_moments(&self) -> bool {
        self.takes("time") || self.takes("date and time")
    }

    /// Whether every argument is a moment, or a range or duration that stands beside one.
    fn takes_only_moments(&self) -> bool {
        let fits = |kind: &str| is_temporal(kind) || kind == "range";
        self.takes_moments() && self.arguments.iter().all(|argument| fits(kind(argument)))
    }

    fn has_null(&self) -> bool {
        self.takes("null") || self.takes("refused")
    }

    fn calls(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.template.strip_prefix(name).is_some_and(|rest| rest.starts_with('(')))
    }

    fn is_list_function(&self) -> bool {
        self.calls(&[
            "append",
            "concatenate",
            "insert before",
            "remove",
            "reverse",
            "union",
            "distinct values",
            "flatten",
            "sort",
            "sublist",
            "list replace",
            "mode",
            "index of",
            "list contains",
            "count",
            "median",
            "product",
            "stddev",
            "sum",
            "mean",
            "string join",
            "all",
            "any",
        ]) || self.template.starts_with("{l}[")
            || self.template.starts_with("index of(")
            || self.template.contains(" in {l}")
    }
}

fn is_temporal(kind: &str) -> bool {
    matches!(kind, "date" | "time" | "date and time" | "days and time duration" | "years and months duration")
}

fn is_range(it: &Difference<'_>) -> bool {
    it.template.contains("..")
}

fn numbers(it: &Difference<'_>) -> Option<(Decimal, Decimal)> {
    match (it.own, it.other) {
        (Outcome::Value(Value::Number(own)), Outcome::Value(Value::Number(other))) => Some((*own, *other)),
        _ => None,
    }
}

/// Whether two numbers agree in thirty digits.
fn is_near(own: Decimal, other: Decimal) -> bool {
    let gap = own.checked_sub(other).map(Decimal::abs);
    let allowed = Decimal::new(1, 30).and_then(|unit| unit.checked_mul(own.abs()));
    gap.zip(allowed).is_some_and(|(gap, allowed)| gap <= allowed)
}

/// The class of a difference of an expression; one that has none begins with a question mark.
pub fn of_expression(tree: &Tree, arguments: &[Outcome], own: &Outcome, other: &Outcome) -> String {
    let it = Difference { template: tree.template, text: &tree.text(), arguments, own, other };
    if let Some((name, _)) = CLASSES.iter().find(|(_, fits)| fits(&it)) {
        return (*name).to_owned();
    }
    let kinds: Vec<&str> = arguments.iter().map(kind).collect();
    format!("? {} ({}) -> {} / {}", tree.template, kinds.join(", "), kind(own), kind(other))
}

/// The kind of an outcome.
pub fn kind(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Value(value) => value.kind(),
        Outcome::Odd(_) => "odd",
        Outcome::Refused => "refused",
        Outcome::Panicked => "panicked",
    }
}
