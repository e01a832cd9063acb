//! What an expression asks of its variables: the values it compares them with, its conditions, its loops.

use crate::ast::{Args, Binding, Comparison, Domain, Expr, Kind, Name, Test};
use crate::limits::Limits;
use crate::parse::INPUT;
use crate::{Context, Date, DateTime, Env, Expression, UnaryTests, Value};

/// How an expression uses one variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Touch {
    /// The variable with the members that are read: `applicant.age` is two names.
    pub path: Vec<String>,
    /// The values that it is compared with.
    pub points: Vec<Value>,
    /// Whether it is compared by order, not only by equality.
    pub is_ordered: bool,
    /// Whether comparing with these values is all that is done with it.
    pub is_exact: bool,
}

/// A condition as its parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// All parts hold.
    And(Vec<Formula>),
    /// At least one part holds.
    Or(Vec<Formula>),
    /// The part does not hold.
    Not(Box<Formula>),
    /// A condition without such parts.
    Atom(Expression),
}

impl Expression {
    /// The variable with its members, if the expression is nothing else.
    pub fn as_path(&self) -> Option<Vec<String>> {
        path(&self.root)
    }

    /// Its value, if it depends on nothing.
    pub fn as_constant(&self) -> Option<Value> {
        constant(&self.root)
    }

    /// How it uses its variables, one entry for each place.
    pub fn touches(&self) -> Vec<Touch> {
        let mut found = Vec::new();
        used(&self.root, &mut found);
        found
    }

    /// The largest conditions in it that depend on variables alone, each with its place in the text in characters.
    pub fn formulas(&self) -> Vec<(usize, Formula)> {
        let mut found = Vec::new();
        formulas(&self.root, &mut found);
        found
    }

    /// Loops over spans whose length no literal bounds, as their texts.
    pub fn open_loops(&self) -> Vec<String> {
        let mut found = Vec::new();
        loops(&self.root, &mut found);
        found
    }

    /// The names of the functions that it calls.
    pub fn calls(&self) -> Vec<String> {
        let mut found = Vec::new();
        calls(&self.root, &mut found);
        found
    }

    /// The values that it can give where they are literals: the branches of `if`, or the literal that it is.
    pub fn literal_results(&self) -> Vec<Value> {
        let mut found = Vec::new();
        results(&self.root, &mut found);
        found
    }
}

impl UnaryTests {
    /// How the tests use the input (the path `?`) and other variables.
    pub fn touches(&self) -> Vec<Touch> {
        let mut found = Vec::new();
        tests_used(&[INPUT.to_owned()], &self.tests, &mut found);
        found
    }
}

fn path(expr: &Expr) -> Option<Vec<String>> {
    let mut members = Vec::new();
    let mut head = expr;
    while let Kind::Path(inner, member) = &head.kind {
        members.push(member.to_string());
        head = inner;
    }
    let Kind::Name(Name { text, binding }) = &head.kind else { return None };
    let is_variable = match binding {
        Binding::Global => true,
        Binding::Local(_) => &**text == INPUT,
        Binding::Builtin(_) | Binding::Member { .. } => false,
    };
    members.push(text.to_string());
    members.reverse();
    is_variable.then_some(members)
}

/// Whether nothing in it depends on variables or on the time.
fn is_closed(expr: &Expr) -> bool {
    let own = match &expr.kind {
        Kind::Name(Name { binding: Binding::Builtin(builtin), .. }) => {
            !matches!(builtin.name(), "now" | "today")
        }
        Kind::Name(_) | Kind::For { .. } | Kind::Quantified { .. } | Kind::Function { .. } => false,
        _ => true,
    };
    let mut is_closed = own;
    if own {
        expr.kind.each_child(&mut |child| is_closed = is_closed && self::is_closed(child));
    }
    is_closed
}

fn constant(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        Kind::Null => return Some(Value::Null),
        Kind::Boolean(value) => return Some(Value::Boolean(*value)),
        Kind::Number(value) => return Some(Value::Number(*value)),
        Kind::Text(text) => return Some(Value::String(text.clone())),
        Kind::At(_, value) => return Some(value.clone()),
        Kind::Name(_) => return None,
        _ => {}
    }
    if !is_closed(expr) {
        return None;
    }
    let mut env = Env::new(DateTime::midnight_utc(Date::from_days_since_epoch(0)?));
    env.limits = Limits { steps: 10_000, list_length: 10_000, text_length: 10_000, ..env.limits };
    let whole = Expression::new(expr.clone());
    whole.evaluate(&Context::new(), &env).ok().map(|done| done.value)
}

/// Single values that can stand as a point on a line or as a name.
fn is_point(value: &Value) -> bool {
    matches!(
        value,
        Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::DaysTime(_)
            | Value::YearsMonths(_)
    )
}

fn compared(path: Vec<String>, points: Vec<Value>, is_ordered: bool, found: &mut Vec<Touch>) {
    let is_exact = points.iter().all(is_point);
    found.push(Touch { path, points: if is_exact { points } else { Vec::new() }, is_ordered, is_exact });
}

fn loose(path: Vec<String>, found: &mut Vec<Touch>) {
    found.push(Touch { path, points: Vec::new(), is_ordered: true, is_exact: false });
}

/// The expression as a value: a bare variable flows on, and so counts as used beyond comparing.
fn used(expr: &Expr, found: &mut Vec<Touch>) {
    if let Some(path) = path(expr) {
        return loose(path, found);
    }
    match &expr.kind {
        Kind::Compare { op, left, right } => {
            let is_ordered = !matches!(op, Comparison::Equal | Comparison::NotEqual);
            match (path(left), constant(right), path(right), constant(left)) {
                (Some(path), Some(value), _, _) | (_, _, Some(path), Some(value)) => {
                    compared(path, vec![value], is_ordered, found);
                }
                _ => [left, right].into_iter().for_each(|side| used(side, found)),
            }
        }
        Kind::Between { value, low, high } => match (path(value), constant(low), constant(high)) {
            (Some(path), Some(low), Some(high)) => compared(path, vec![low, high], true, found),
            _ => [value, low, high].into_iter().for_each(|part| used(part, found)),
        },
        Kind::In { value, tests, .. } => match path(value) {
            Some(path) => tests_used(&path, tests, found),
            None => {
                used(value, found);
                tests.iter().for_each(|test| used(test.expr(), found));
            }
        },
        Kind::And(parts) | Kind::Or(parts) => parts.iter().for_each(|part| truth(part, found)),
        Kind::If { condition, yes, no } => {
            truth(condition, found);
            used(yes, found);
            used(no, found);
        }
        Kind::Call { .. } if negated(expr).is_some() => {
            if let Some(inner) = negated(expr) {
                truth(inner, found);
            }
        }
        Kind::InstanceOf(inner, _) => match path(inner) {
            Some(path) => compared(path, vec![Value::Null], false, found),
            None => used(inner, found),
        },
        _ => expr.kind.each_child(&mut |child| used(child, found)),
    }
}

/// The expression as a condition: of a bare variable only its truth counts.
fn truth(expr: &Expr, found: &mut Vec<Touch>) {
    match path(expr) {
        Some(path) => {
            compared(path, vec![Value::Boolean(false), Value::Boolean(true)], false, found);
        }
        None => used(expr, found),
    }
}

fn tests_used(input: &[String], tests: &[Test], found: &mut Vec<Touch>) {
    for test in tests {
        match test {
            Test::Compare(op, expr) => {
                let is_ordered = !matches!(op, Comparison::Equal | Comparison::NotEqual);
                match constant(expr) {
                    Some(value) => compared(input.to_vec(), vec![value], is_ordered, found),
                    None => {
                        loose(input.to_vec(), found);
                        used(expr, found);
                    }
                }
            }
            Test::Matches { uses_input: true, expr } => {
                // In `x in (? > 5)` the input stands under its own name.
                let mut inner = Vec::new();
                truth(expr, &mut inner);
                for mut touch in inner {
                    if touch.path == [INPUT] {
                        touch.path = input.to_vec();
                    } else if touch.path.first().is_some_and(|first| first == INPUT) {
                        touch = Touch { path: input.to_vec(), is_exact: false, ..touch };
                    }
                    found.push(touch);
                }
            }
            Test::Matches { uses_input: false, expr } => match member_points(expr) {
                Some((points, is_ordered)) => compared(input.to_vec(), points, is_ordered, found),
                None => {
                    loose(input.to_vec(), found);
                    used(expr, found);
                }
            },
        }
    }
}

/// The values that a test by membership compares with: ends of ranges, entries of lists, a value.
fn member_points(expr: &Expr) -> Option<(Vec<Value>, bool)> {
    match &expr.kind {
        Kind::Range { low, high, .. } => {
            let ends: Option<Vec<Value>> = low.iter().chain(high).map(|end| constant(end)).collect();
            Some((ends?, true))
        }
        Kind::EqualRange { end, .. } => Some((vec![constant(end)?], false)),
        Kind::List(items) => {
            let mut points = Vec::new();
            let mut is_ordered = false;
            for item in items {
                let (more, ordered) = member_points(item)?;
                points.extend(more);
                is_ordered |= ordered;
            }
            Some((points, is_ordered))
        }
        _ => match constant(expr)? {
            Value::List(items) => Some((items.to_vec(), false)),
            Value::Range(range) => Some((range.low.iter().chain(&range.high).cloned().collect(), true)),
            value => Some((vec![value], false)),
        },
    }
}

/// The argument of `not(…)`.
fn negated(expr: &Expr) -> Option<&Expr> {
    let Kind::Call { function, args: Args::Positional(args) } = &expr.kind else { return None };
    let Kind::Name(Name { binding: Binding::Builtin(builtin), .. }) = &function.kind else { return None };
    match args.as_slice() {
        [only] if builtin.name() == "not" => Some(only),
        _ => None,
    }
}

fn has_locals(expr: &Expr) -> bool {
    if let Kind::Name(Name { binding, text }) = &expr.kind {
        return matches!(binding, Binding::Local(_) | Binding::Member { .. }) && &**text != INPUT;
    }
    let mut found = false;
    expr.kind.each_child(&mut |child| found = found || has_locals(child));
    found
}

fn is_condition(expr: &Expr) -> bool {
    negated(expr).is_some()
        || matches!(
            expr.kind,
            Kind::And(_) | Kind::Or(_) | Kind::Compare { .. } | Kind::Between { .. } | Kind::In { .. }
        )
}

fn formulas(expr: &Expr, found: &mut Vec<(usize, Formula)>) {
    if is_condition(expr) && !has_locals(expr) && !is_closed(expr) {
        found.push((expr.start as usize, formula(expr)));
        return;
    }
    if let Kind::If { condition, yes, no } = &expr.kind
        && !is_condition(condition)
        && path(condition).is_some()
    {
        found.push((condition.start as usize, formula(condition)));
        formulas(yes, found);
        formulas(no, found);
        return;
    }
    expr.kind.each_child(&mut |child| formulas(child, found));
}

fn formula(expr: &Expr) -> Formula {
    if let Some(inner) = negated(expr) {
        return Formula::Not(Box::new(formula(inner)));
    }
    match &expr.kind {
        Kind::And(parts) => Formula::And(parts.iter().map(formula).collect()),
        Kind::Or(parts) => Formula::Or(parts.iter().map(formula).collect()),
        _ => Formula::Atom(Expression::new(expr.clone())),
    }
}

fn loops(expr: &Expr, found: &mut Vec<String>) {
    if let Kind::For { iterators, .. } | Kind::Quantified { iterators, .. } = &expr.kind {
        let is_open = iterators.iter().any(|iterator| match &iterator.domain {
            Domain::List(_) => false,
            Domain::Span(low, high) => constant(low).is_none() || constant(high).is_none(),
        });
        if is_open {
            found.push(Expression::new(expr.clone()).to_string());
        }
    }
    expr.kind.each_child(&mut |child| loops(child, found));
}

fn calls(expr: &Expr, found: &mut Vec<String>) {
    if let Kind::Call { function, .. } = &expr.kind
        && let Some(path) = path(function)
    {
        found.push(path.join("."));
    }
    expr.kind.each_child(&mut |child| calls(child, found));
}

fn results(expr: &Expr, found: &mut Vec<Value>) {
    match &expr.kind {
        Kind::If { yes, no, .. } => {
            results(yes, found);
            results(no, found);
        }
        _ => found.extend(constant(expr)),
    }
}
