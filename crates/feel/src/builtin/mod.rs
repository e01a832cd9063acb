//! The functions of the standard: names, parameters, results.

mod dates;
mod lists;
mod numbers;
mod ranges;
mod texts;

use std::sync::Arc;

use crate::evaluate::{Machine, Outcome};
use crate::limits::LONG_TEXT;
use crate::{Type, Value};

/// A function of the standard, by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin(u8);

type Body = fn(&mut Machine<'_>, &[Value]) -> Outcome;

/// How a function treats facts that are unknown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknowns {
    /// Any unknown argument, or part of one, makes the result unknown.
    Spread,
    /// The function deals with unknown elements itself; only a wholly unknown argument spreads.
    Elements,
    /// The function deals with all of it.
    Own,
}

struct Signature {
    name: &'static str,
    /// Alternatives, each with its parameters separated by `|`; `?` ends an optional one.
    params: &'static [&'static str],
    variadic: bool,
    unknowns: Unknowns,
    result: Type,
    body: Body,
}

const fn plain(name: &'static str, params: &'static [&'static str], result: Type, body: Body) -> Signature {
    Signature { name, params, variadic: false, unknowns: Unknowns::Spread, result, body }
}

const fn listed(name: &'static str, result: Type, unknowns: Unknowns, body: Body) -> Signature {
    Signature { name, params: &["list"], variadic: true, unknowns, result, body }
}

const fn keeping(name: &'static str, params: &'static [&'static str], result: Type, body: Body) -> Signature {
    Signature { name, params, variadic: false, unknowns: Unknowns::Elements, result, body }
}

const POINTS: &[&str] = &["range1|range2", "point1|point2", "range|point", "point|range"];
const POINT_FIRST: &[&str] = &["range1|range2", "point|range"];
const RANGE_FIRST: &[&str] = &["range1|range2", "range|point"];

static TABLE: &[Signature] = &[
    plain("date", &["from", "year|month|day"], Type::Date, dates::date),
    plain("time", &["from", "hour|minute|second|offset?"], Type::Time, dates::time),
    plain(
        "date and time",
        &["from", "date|time", "date|time|timezone"],
        Type::DateTime,
        dates::date_and_time,
    ),
    plain("duration", &["from"], Type::Any, dates::duration),
    plain("years and months duration", &["from|to"], Type::YearsMonths, dates::years_and_months),
    plain("now", &[""], Type::DateTime, dates::now),
    plain("today", &[""], Type::Date, dates::today),
    plain("day of year", &["date"], Type::Number, dates::day_of_year),
    plain("day of week", &["date"], Type::String, dates::day_of_week),
    plain("month of year", &["date"], Type::String, dates::month_of_year),
    plain("week of year", &["date"], Type::Number, dates::week_of_year),
    plain("is", &["value1|value2"], Type::Boolean, dates::is),
    plain("number", &["from|grouping separator|decimal separator"], Type::Number, numbers::number),
    plain("decimal", &["n|scale"], Type::Number, numbers::decimal),
    plain("floor", &["n|scale?"], Type::Number, numbers::floor),
    plain("ceiling", &["n|scale?"], Type::Number, numbers::ceiling),
    plain("round up", &["n|scale"], Type::Number, numbers::round_up),
    plain("round down", &["n|scale"], Type::Number, numbers::round_down),
    plain("round half up", &["n|scale"], Type::Number, numbers::round_half_up),
    plain("round half down", &["n|scale"], Type::Number, numbers::round_half_down),
    plain("abs", &["n"], Type::Any, numbers::abs),
    plain("modulo", &["dividend|divisor"], Type::Number, numbers::modulo),
    plain("sqrt", &["number"], Type::Number, numbers::sqrt),
    plain("log", &["number"], Type::Number, numbers::log),
    plain("exp", &["number"], Type::Number, numbers::exp),
    plain("odd", &["number"], Type::Boolean, numbers::odd),
    plain("even", &["number"], Type::Boolean, numbers::even),
    plain("string", &["from"], Type::String, texts::string),
    plain("substring", &["string|start position|length?"], Type::String, texts::substring),
    plain("string length", &["string"], Type::Number, texts::string_length),
    plain("upper case", &["string"], Type::String, texts::upper_case),
    plain("lower case", &["string"], Type::String, texts::lower_case),
    plain("substring before", &["string|match"], Type::String, texts::substring_before),
    plain("substring after", &["string|match"], Type::String, texts::substring_after),
    plain("replace", &["input|pattern|replacement|flags?"], Type::String, texts::replace),
    plain("matches", &["input|pattern|flags?"], Type::Boolean, texts::matches),
    plain("split", &["string|delimiter"], Type::Any, texts::split),
    plain("string join", &["list|delimiter?"], Type::String, texts::string_join),
    plain("contains", &["string|match"], Type::Boolean, texts::contains),
    plain("starts with", &["string|match"], Type::Boolean, texts::starts_with),
    plain("ends with", &["string|match"], Type::Boolean, texts::ends_with),
    keeping("not", &["negand"], Type::Boolean, lists::not),
    keeping("list contains", &["list|element"], Type::Boolean, lists::list_contains),
    keeping("count", &["list"], Type::Number, lists::count),
    listed("min", Type::Any, Unknowns::Spread, lists::min),
    listed("max", Type::Any, Unknowns::Spread, lists::max),
    listed("sum", Type::Number, Unknowns::Spread, lists::sum),
    listed("mean", Type::Number, Unknowns::Spread, lists::mean),
    listed("product", Type::Number, Unknowns::Spread, lists::product),
    listed("median", Type::Number, Unknowns::Spread, lists::median),
    listed("stddev", Type::Number, Unknowns::Spread, lists::stddev),
    listed("mode", Type::Any, Unknowns::Spread, lists::mode),
    listed("all", Type::Boolean, Unknowns::Own, lists::all),
    listed("any", Type::Boolean, Unknowns::Own, lists::any),
    keeping("sublist", &["list|start position|length?"], Type::Any, lists::sublist),
    Signature {
        name: "append",
        params: &["list|item"],
        variadic: true,
        unknowns: Unknowns::Own,
        result: Type::Any,
        body: lists::append,
    },
    listed("concatenate", Type::Any, Unknowns::Elements, lists::concatenate),
    keeping("insert before", &["list|position|newItem"], Type::Any, lists::insert_before),
    keeping("remove", &["list|position"], Type::Any, lists::remove),
    keeping("list replace", &["list|position|newItem", "list|match|newItem"], Type::Any, lists::list_replace),
    keeping("reverse", &["list"], Type::Any, lists::reverse),
    plain("index of", &["list|match"], Type::Any, lists::index_of),
    listed("union", Type::Any, Unknowns::Spread, lists::union),
    plain("distinct values", &["list"], Type::Any, lists::distinct_values),
    keeping("flatten", &["list"], Type::Any, lists::flatten),
    plain("sort", &["list|precedes?"], Type::Any, lists::sort),
    keeping("get value", &["m|key", "m|keys"], Type::Any, lists::get_value),
    keeping("get entries", &["m"], Type::Any, lists::get_entries),
    keeping("context", &["entries"], Type::Any, lists::context),
    keeping("context put", &["context|key|value", "context|keys|value"], Type::Any, lists::context_put),
    keeping("context merge", &["contexts"], Type::Any, lists::context_merge),
    plain("range", &["from"], Type::Any, ranges::range),
    plain("before", POINTS, Type::Boolean, ranges::before),
    plain("after", POINTS, Type::Boolean, ranges::after),
    plain("meets", &["range1|range2"], Type::Boolean, ranges::meets),
    plain("met by", &["range1|range2"], Type::Boolean, ranges::met_by),
    plain("overlaps", &["range1|range2"], Type::Boolean, ranges::overlaps),
    plain("overlaps before", &["range1|range2"], Type::Boolean, ranges::overlaps_before),
    plain("overlaps after", &["range1|range2"], Type::Boolean, ranges::overlaps_after),
    plain("overlapped by", &["range1|range2"], Type::Boolean, ranges::overlaps_after),
    plain("finishes", POINT_FIRST, Type::Boolean, ranges::finishes),
    plain("finished by", RANGE_FIRST, Type::Boolean, ranges::finished_by),
    plain("includes", RANGE_FIRST, Type::Boolean, ranges::includes),
    plain("during", POINT_FIRST, Type::Boolean, ranges::during),
    plain("starts", POINT_FIRST, Type::Boolean, ranges::starts),
    plain("started by", RANGE_FIRST, Type::Boolean, ranges::started_by),
    plain("coincides", &["range1|range2", "point1|point2"], Type::Boolean, ranges::coincides),
];

fn parts(params: &'static str) -> impl Iterator<Item = (&'static str, bool)> {
    params.split('|').filter(|name| !name.is_empty()).map(|name| match name.strip_suffix('?') {
        Some(name) => (name, true),
        None => (name, false),
    })
}

impl Builtin {
    /// The function with this name.
    pub fn by_name(name: &str) -> Option<Builtin> {
        TABLE.iter().position(|signature| signature.name == name).map(|at| Builtin(at as u8))
    }

    fn signature(self) -> &'static Signature {
        &TABLE[usize::from(self.0)]
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.signature().name
    }

    /// The type of its result.
    pub(crate) fn result(self) -> Type {
        self.signature().result.clone()
    }

    /// Whether it can be called with so many arguments.
    pub fn accepts_count(self, count: usize) -> bool {
        let signature = self.signature();
        signature.params.iter().any(|params| {
            let most = parts(params).count();
            let least = parts(params).filter(|(_, optional)| !optional).count();
            count >= least && (count <= most || signature.variadic)
        })
    }

    /// For each parameter the place of its argument among named ones. Where two alternatives have the same names,
    /// as a range before a point and a point before a range, the one counts whose order is the given one.
    pub(crate) fn order(self, names: &[Arc<str>]) -> Option<Vec<Option<usize>>> {
        let alternatives = self.signature().params.iter();
        let mut fitting = alternatives.filter_map(|params| self.places(params, names));
        let first = fitting.next()?;
        let is_in_order = |places: &[Option<usize>]| places.iter().flatten().is_sorted();
        let in_order = if is_in_order(&first) { None } else { fitting.find(|places| is_in_order(places)) };
        Some(in_order.unwrap_or(first))
    }

    fn places(self, params: &'static str, names: &[Arc<str>]) -> Option<Vec<Option<usize>>> {
        let place = |name: &str| names.iter().position(|given| **given == *name);
        if !names.iter().all(|given| parts(params).any(|(name, _)| name == &**given)) {
            return None;
        }
        let mut places = Vec::new();
        for (name, optional) in parts(params) {
            match place(name) {
                // `is` answers for an argument that was left out by name.
                None if !optional && self.name() != "is" => return None,
                found => places.push(found),
            }
        }
        // What is optional and was left out at the end is not given at all.
        let left_out = parts(params).map(|(_, optional)| optional).collect::<Vec<_>>();
        while places.last() == Some(&None) && left_out.get(places.len() - 1) == Some(&true) {
            places.pop();
        }
        Some(places)
    }

    pub(crate) fn call(self, machine: &mut Machine<'_>, args: &[Value]) -> Outcome {
        let signature = self.signature();
        for arg in args {
            // Whatever a function does with a text, it looks at all of it; short ones are not worth counting.
            if let Value::String(text) = arg
                && text.len() > LONG_TEXT
            {
                machine.check_text(text.len())?;
                machine.spend(text.len() / 64)?;
            }
        }
        let mut names = std::collections::BTreeSet::new();
        match signature.unknowns {
            Unknowns::Spread => {
                for arg in args {
                    machine.spend(arg.as_list().map_or(0, <[Value]>::len))?;
                    if matches!(arg, Value::Unknown(_) | Value::List(_) | Value::Range(_)) {
                        names.append(&mut arg.unknown_names());
                    }
                }
            }
            Unknowns::Elements => {
                // The list or context must be known; what is put into it need not be.
                let holders = if signature.variadic { args } else { args.get(..1).unwrap_or_default() };
                let keys = if signature.name == "count" { &[] } else { args.get(1..2).unwrap_or_default() };
                for arg in holders.iter().chain(keys) {
                    if let Value::Unknown(unknown) = arg {
                        names.extend(unknown.names.iter().cloned());
                    }
                }
            }
            Unknowns::Own => {}
        }
        if !names.is_empty() {
            return Ok(Value::unknown_of(names));
        }
        let value = (signature.body)(machine, args)?;
        if value.is_null() {
            return Ok(machine.null(|| format!("`{}` has no result for these arguments", signature.name)));
        }
        Ok(value)
    }
}

/// A list as a function wants it: null is none, one value is a list of one.
fn as_items(value: &Value) -> Option<Arc<Vec<Value>>> {
    match value {
        Value::Null => None,
        Value::List(items) => Some(items.clone()),
        single => Some(Arc::new(vec![single.clone()])),
    }
}

/// The only element of a list of one; any other value as it is.
fn single(value: &Value) -> &Value {
    match value {
        Value::List(items) if items.len() == 1 => &items[0],
        value => value,
    }
}

fn text(args: &[Value], at: usize) -> Option<&str> {
    single(args.get(at)?).as_str()
}

fn decimal(args: &[Value], at: usize) -> Option<crate::Decimal> {
    single(args.get(at)?).as_number()
}

/// Whether an optional argument was given.
fn given(args: &[Value], at: usize) -> bool {
    args.get(at).is_some_and(|arg| !arg.is_null())
}
