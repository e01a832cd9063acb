//! Alters expressions in one place each, to see whether tests notice.

use crate::ast::{Arithmetic, Comparison, Expr, Kind, Test};
use crate::limits::MUTANTS;
use crate::{Decimal, UnaryTests, Value};

/// Alterations of a tree: what was done, and the altered tree.
pub(crate) fn expression(root: &Expr) -> Vec<(String, Expr)> {
    let mut found = Vec::new();
    alter(root, &mut |what, expr| {
        if found.len() < MUTANTS {
            found.push((what, expr));
        }
    });
    found
}

pub(crate) fn tests(cell: &UnaryTests) -> Vec<(String, UnaryTests)> {
    let mut found = Vec::new();
    let mut add = |what: String, tests: Vec<Test>, negated: bool| {
        if found.len() < MUTANTS {
            found.push((what, UnaryTests::new(tests, negated, cell.input.clone())));
        }
    };
    if cell.tests.is_empty() {
        return found;
    }
    add("every value passes".to_owned(), Vec::new(), false);
    add("negated".to_owned(), cell.tests.clone(), !cell.negated);
    alter_tests(&cell.tests, &mut |what, tests| add(what, tests, cell.negated));
    found
}

fn rebuilt(expr: &Expr, kind: Kind) -> Expr {
    Expr::new(kind, expr.start as usize, expr.end as usize)
}

fn show(expr: &Expr) -> String {
    let text = crate::Expression::new(expr.clone()).to_string();
    if text.chars().count() > 60 { text.chars().take(57).chain("…".chars()).collect() } else { text }
}

fn alter_tests(tests: &[Test], found: &mut dyn FnMut(String, Vec<Test>)) {
    for (at, test) in tests.iter().enumerate() {
        let with = |new: Test| {
            let mut all = tests.to_vec();
            all[at] = new;
            all
        };
        if tests.len() > 1 {
            let mut rest = tests.to_vec();
            rest.remove(at);
            found(format!("without the alternative `{}`", show(test.expr())), rest);
        }
        if let Test::Compare(op, expr) = test {
            for other in others(*op) {
                let what = format!("`{}` instead of `{}` before `{}`", other.sign(), op.sign(), show(expr));
                found(what, with(Test::Compare(other, expr.clone())));
            }
        }
        alter(test.expr(), &mut |what, expr| {
            found(
                what,
                with(match test {
                    Test::Compare(op, _) => Test::Compare(*op, expr),
                    Test::Matches { uses_input, .. } => Test::Matches { expr, uses_input: *uses_input },
                }),
            );
        });
    }
}

/// The comparisons that a slip of the pen would give.
fn others(op: Comparison) -> Vec<Comparison> {
    match op {
        Comparison::Equal => vec![Comparison::NotEqual],
        Comparison::NotEqual => vec![Comparison::Equal],
        Comparison::Less => vec![Comparison::LessEqual, Comparison::GreaterEqual],
        Comparison::LessEqual => vec![Comparison::Less, Comparison::Greater],
        Comparison::Greater => vec![Comparison::GreaterEqual, Comparison::LessEqual],
        Comparison::GreaterEqual => vec![Comparison::Greater, Comparison::Less],
    }
}

/// Other literals in the place of this one.
fn literals(kind: &Kind) -> Vec<Kind> {
    match kind {
        Kind::Boolean(value) => vec![Kind::Boolean(!value)],
        Kind::Number(number) => [Decimal::ONE, Decimal::ONE.negated()]
            .into_iter()
            .filter_map(|step| number.checked_add(step))
            .map(Kind::Number)
            .collect(),
        Kind::Text(text) => vec![Kind::Text(format!("{text}_").into())],
        Kind::At(_, value) => {
            let day = Value::DaysTime(crate::DaysTimeDuration::from_days(1));
            let month = crate::YearsMonthsDuration::from_months(1);
            let moved = match (value, &day) {
                (Value::Date(date), _) => date.add_days(1).map(Value::Date),
                (Value::DateTime(moment), Value::DaysTime(day)) => moment.add(*day).map(Value::DateTime),
                (Value::Time(time), _) => {
                    let hour = crate::DaysTimeDuration::from_nanos(3_600_000_000_000);
                    Some(Value::Time(time.add(hour)))
                }
                (Value::DaysTime(duration), Value::DaysTime(day)) => {
                    Some(Value::DaysTime(crate::DaysTimeDuration::from_nanos(duration.nanos() + day.nanos())))
                }
                (Value::YearsMonths(duration), _) => duration
                    .months()
                    .checked_add(month.months())
                    .map(|months| Value::YearsMonths(crate::YearsMonthsDuration::from_months(months))),
                _ => None,
            };
            moved.map(|value| Kind::At(crate::print::plain(&value).into(), value)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn alter(expr: &Expr, found: &mut dyn FnMut(String, Expr)) {
    for kind in literals(&expr.kind) {
        let new = rebuilt(expr, kind);
        found(format!("`{}` instead of `{}`", show(&new), show(expr)), new);
    }
    match &expr.kind {
        Kind::Compare { op, left, right } => {
            for other in others(*op) {
                let kind = Kind::Compare { op: other, left: left.clone(), right: right.clone() };
                found(
                    format!("`{}` instead of `{}` in `{}`", other.sign(), op.sign(), show(expr)),
                    rebuilt(expr, kind),
                );
            }
        }
        Kind::And(parts) | Kind::Or(parts) => {
            let is_and = matches!(expr.kind, Kind::And(_));
            for (at, part) in parts.iter().enumerate() {
                let mut rest = parts.clone();
                rest.remove(at);
                let new = match (rest.len(), rest.pop()) {
                    (1, Some(only)) => only,
                    (_, last) => {
                        rest.extend(last);
                        rebuilt(expr, if is_and { Kind::And(rest) } else { Kind::Or(rest) })
                    }
                };
                found(format!("without `{}`", show(part)), new);
            }
            let (kind, what) = if is_and {
                (Kind::Or(parts.clone()), "`or` instead of `and`")
            } else {
                (Kind::And(parts.clone()), "`and` instead of `or`")
            };
            found(format!("{what} in `{}`", show(expr)), rebuilt(expr, kind));
        }
        Kind::If { condition, yes, no } => {
            let kind = Kind::If { condition: condition.clone(), yes: no.clone(), no: yes.clone() };
            found(format!("the branches of `{}` exchanged", show(expr)), rebuilt(expr, kind));
        }
        Kind::Range { low: Some(low), low_closed, high: Some(high), high_closed } => {
            for (low_closed, high_closed) in [(!low_closed, *high_closed), (*low_closed, !high_closed)] {
                let (low, high) = (Some(low.clone()), Some(high.clone()));
                let new = rebuilt(expr, Kind::Range { low, low_closed, high, high_closed });
                found(format!("`{}` instead of `{}`", show(&new), show(expr)), new);
            }
        }
        Kind::Quantified { every, iterators, body, slot } => {
            let kind = Kind::Quantified {
                every: !every,
                iterators: iterators.clone(),
                body: body.clone(),
                slot: *slot,
            };
            found(format!("the other quantifier in `{}`", show(expr)), rebuilt(expr, kind));
        }
        Kind::In { value, tests, slot } => alter_tests(tests, &mut |what, tests| {
            let kind = Kind::In { value: value.clone(), tests, slot: *slot };
            found(what, rebuilt(expr, kind));
        }),
        Kind::Sum { first, rest } | Kind::Product { first, rest } => {
            for at in 0..rest.len() {
                let mut new = rest.clone();
                new[at].0 = match new[at].0 {
                    Arithmetic::Add => Arithmetic::Subtract,
                    Arithmetic::Subtract => Arithmetic::Add,
                    Arithmetic::Multiply => Arithmetic::Divide,
                    Arithmetic::Divide | Arithmetic::Power => Arithmetic::Multiply,
                };
                let what =
                    format!("`{}` instead of `{}` in `{}`", new[at].0.sign(), rest[at].0.sign(), show(expr));
                let first = first.clone();
                let kind = match expr.kind {
                    Kind::Sum { .. } => Kind::Sum { first, rest: new },
                    _ => Kind::Product { first, rest: new },
                };
                found(what, rebuilt(expr, kind));
            }
        }
        _ => {}
    }
    // Alterations further down, each put back into a copy of this node.
    let mut count = 0;
    expr.kind.each_child(&mut |_| count += 1);
    for at in 0..count {
        let mut child = None;
        let mut place = 0;
        expr.kind.each_child(&mut |inner| {
            if place == at {
                child = Some(inner);
            }
            place += 1;
        });
        let skip = matches!(expr.kind, Kind::In { .. }) && at > 0;
        if let (Some(child), false) = (child, skip) {
            alter(child, &mut |what, new| {
                let mut copy = expr.clone();
                copy.kind.replace_child(at, new);
                found(what, copy);
            });
        }
    }
}
