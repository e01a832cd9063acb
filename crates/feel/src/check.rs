//! Infers types and finds what can be said to be wrong before evaluation.

use std::collections::BTreeMap;

use crate::ast::{Args, Arithmetic, Binding, Comparison, Domain, Expr, Kind, Name, Test};
use crate::builtin::Builtin;
use crate::limits::ParseLimits;
use crate::{Problem, ProblemKind, Scope, Type};

/// The type of a tree, without its problems.
pub(crate) fn infer(expr: &Expr, scope: &Scope, locals: Vec<Type>) -> Type {
    Checker { scope, locals, problems: None }.check(expr)
}

pub(crate) fn expression(expr: &Expr, scope: &Scope) -> (Type, Vec<Problem>) {
    let mut checker = Checker { scope, locals: Vec::new(), problems: Some(Vec::new()) };
    let kind = checker.check(expr);
    (kind, checker.problems.unwrap_or_default())
}

pub(crate) fn tests(tests: &[Test], scope: &Scope, input: &Type) -> Vec<Problem> {
    let mut checker = Checker { scope, locals: vec![input.clone()], problems: Some(Vec::new()) };
    checker.tests(tests, input);
    checker.problems.unwrap_or_default()
}

struct Checker<'a> {
    scope: &'a Scope,
    /// The types of local variables by slot.
    locals: Vec<Type>,
    /// Gathered, unless only the type is wanted.
    problems: Option<Vec<Problem>>,
}

impl Checker<'_> {
    fn report(&mut self, expr: &Expr, kind: impl FnOnce() -> ProblemKind) {
        if let Some(problems) = &mut self.problems
            && problems.len() < ParseLimits::default().problems
        {
            problems.push(Problem { kind: kind(), start: expr.start as usize, end: expr.end as usize });
        }
    }

    fn wrong_type(&mut self, expr: &Expr, expected: &str, found: &Type) {
        self.report(expr, || ProblemKind::WrongType {
            expected: expected.to_owned(),
            found: found.to_string(),
        });
    }

    fn check(&mut self, expr: &Expr) -> Type {
        match &expr.kind {
            Kind::Null => Type::Null,
            Kind::Boolean(_) => Type::Boolean,
            Kind::Number(_) => Type::Number,
            Kind::Text(_) => Type::String,
            Kind::At(_, value) => Type::of(value),
            Kind::Name(name) => self.name(name, expr),
            Kind::Path(inner, member) => {
                let kind = self.check(inner);
                self.member(&kind, member, expr)
            }
            Kind::Filter { list, condition, slot } => self.filter(list, condition, *slot),
            Kind::Call { function, args } => self.call(function, args, expr),
            Kind::Negate(inner) => {
                let kind = self.check(inner);
                let fits = matches!(
                    kind,
                    Type::Any | Type::Null | Type::Number | Type::DaysTime | Type::YearsMonths
                );
                if !fits {
                    self.wrong_type(inner, "a number or a duration", &kind);
                }
                kind
            }
            Kind::Sum { first, rest } | Kind::Product { first, rest } | Kind::Power { first, rest } => {
                self.arithmetic(first, rest, expr)
            }
            Kind::Compare { op, left, right } => {
                let (left_kind, right_kind) = (self.check(left), self.check(right));
                self.comparison(*op, (&left_kind, left), (&right_kind, right), expr);
                Type::Boolean
            }
            Kind::Between { value, low, high } => {
                let kind = self.check(value);
                for end in [low, high] {
                    let end_kind = self.check(end);
                    self.comparison(Comparison::LessEqual, (&kind, value), (&end_kind, end), expr);
                }
                Type::Boolean
            }
            Kind::In { value, tests, slot } => {
                let kind = self.check(value);
                self.locals.truncate(*slot);
                self.locals.push(kind.clone());
                self.tests(tests, &kind);
                self.locals.truncate(*slot);
                Type::Boolean
            }
            Kind::And(parts) | Kind::Or(parts) => {
                for part in parts {
                    self.condition(part);
                }
                Type::Boolean
            }
            Kind::If { condition, yes, no } => {
                self.condition(condition);
                let yes = self.check(yes);
                yes.join(self.check(no))
            }
            Kind::For { iterators, body, slot } => {
                self.iterators(iterators, *slot);
                self.locals.push(Type::list(Type::Any));
                let item = self.check(body);
                self.locals.truncate(*slot);
                Type::list(item)
            }
            Kind::Quantified { iterators, body, slot, .. } => {
                self.iterators(iterators, *slot);
                self.condition(body);
                self.locals.truncate(*slot);
                Type::Boolean
            }
            Kind::List(items) => {
                let item = items.iter().map(|item| self.check(item)).reduce(Type::join);
                Type::list(item.unwrap_or(Type::Any))
            }
            Kind::Context { entries, slot } => {
                let mut members = BTreeMap::new();
                for (name, entry) in entries {
                    let kind = self.check(entry);
                    self.locals.push(kind.clone());
                    members.insert(name.to_string(), kind);
                }
                self.locals.truncate(*slot);
                Type::Context(members)
            }
            Kind::Range { low, high, .. } => {
                let ends: Vec<Type> = low.iter().chain(high).map(|end| self.check(end)).collect();
                if let [low, high] = &ends[..]
                    && !low.overlaps(high)
                {
                    self.report(expr, || never(low, high));
                }
                Type::Range(Box::new(ends.into_iter().reduce(Type::join).unwrap_or(Type::Any)))
            }
            Kind::EqualRange { end, .. } => Type::Range(Box::new(self.check(end))),
            Kind::Function { params, body, slot, self_slot } => {
                if self_slot.is_some() {
                    self.locals.push(Type::Any);
                }
                let kinds: Vec<Type> =
                    params.iter().map(|(_, kind)| kind.clone().unwrap_or(Type::Any)).collect();
                let outside = self.locals.len() - usize::from(self_slot.is_some());
                self.locals.truncate(*slot);
                self.locals.extend(kinds.iter().cloned());
                let result = Box::new(self.check(body));
                self.locals.truncate(outside);
                Type::Function { params: kinds, result }
            }
            Kind::InstanceOf(inner, _) => {
                self.check(inner);
                Type::Boolean
            }
        }
    }

    fn condition(&mut self, expr: &Expr) {
        let kind = self.check(expr);
        if !matches!(kind, Type::Boolean | Type::Any | Type::Null) {
            self.wrong_type(expr, "a condition", &kind);
        }
    }

    fn name(&mut self, name: &Name, expr: &Expr) -> Type {
        let mut binding = &name.binding;
        while let Binding::Member { slot, outer } = binding {
            match self.locals.get(*slot) {
                Some(Type::Context(members)) => {
                    if let Some(kind) = members.get(&*name.text) {
                        return kind.clone();
                    }
                }
                Some(Type::Any | Type::Null) | None => return Type::Any,
                Some(_) => {}
            }
            binding = outer;
        }
        match binding {
            Binding::Local(slot) => self.locals.get(*slot).cloned().unwrap_or(Type::Any),
            Binding::Builtin(_) | Binding::Member { .. } => Type::Any,
            Binding::Global => match self.scope.get(&name.text) {
                Some(kind) => kind.clone(),
                None => {
                    let similar = similar(&name.text, self.scope.iter().map(|(name, _)| name));
                    self.report(expr, || ProblemKind::UnknownName { name: name.text.to_string(), similar });
                    Type::Any
                }
            },
        }
    }

    fn member(&mut self, kind: &Type, member: &str, expr: &Expr) -> Type {
        let found = match kind {
            Type::Any | Type::Null => return Type::Any,
            Type::List(item) => return Type::list(self.member(item, member, expr)),
            Type::Context(members) => members.get(member).cloned(),
            Type::Range(end) => match member {
                "start" | "end" => Some((**end).clone()),
                "start included" | "end included" => Some(Type::Boolean),
                _ => None,
            },
            Type::Date => ["year", "month", "day", "weekday"].contains(&member).then_some(Type::Number),
            Type::Time | Type::DateTime => match member {
                "hour" | "minute" | "second" => Some(Type::Number),
                "time offset" => Some(Type::DaysTime),
                "timezone" => Some(Type::String),
                "year" | "month" | "day" | "weekday" if *kind == Type::DateTime => Some(Type::Number),
                _ => None,
            },
            Type::DaysTime => {
                ["days", "hours", "minutes", "seconds"].contains(&member).then_some(Type::Number)
            }
            Type::YearsMonths => ["years", "months"].contains(&member).then_some(Type::Number),
            Type::Boolean | Type::Number | Type::String | Type::OneOf(_) | Type::Function { .. } => None,
        };
        found.unwrap_or_else(|| {
            let similar = match kind {
                Type::Context(members) => similar(member, members.keys().map(String::as_str)),
                _ => None,
            };
            self.report(expr, || ProblemKind::UnknownMember { name: member.to_owned(), similar });
            Type::Any
        })
    }

    fn filter(&mut self, list: &Expr, condition: &Expr, slot: usize) -> Type {
        let kind = self.check(list);
        let item = match kind {
            Type::List(item) => *item,
            Type::Null => Type::Any,
            single => single,
        };
        self.locals.truncate(slot);
        self.locals.push(item.clone());
        let condition_kind = self.check(condition);
        self.locals.truncate(slot);
        match condition_kind {
            Type::Number => item,
            Type::Boolean => Type::list(item),
            Type::Any | Type::Null => Type::Any,
            other => {
                self.wrong_type(condition, "a condition or an index", &other);
                Type::Any
            }
        }
    }

    fn iterators(&mut self, iterators: &[crate::ast::Iterator], slot: usize) {
        self.locals.truncate(slot);
        for iterator in iterators {
            let kind = match &iterator.domain {
                Domain::Span(low, high) => {
                    for end in [low, high] {
                        let kind = self.check(end);
                        if !matches!(kind, Type::Number | Type::Date | Type::Any | Type::Null) {
                            self.wrong_type(end, "a number or a date", &kind);
                        }
                    }
                    Type::Any
                }
                Domain::List(list) => match self.check(list) {
                    Type::List(item) | Type::Range(item) => *item,
                    Type::Null => Type::Any,
                    single => single,
                },
            };
            self.locals.push(kind);
        }
    }

    fn call(&mut self, function: &Expr, args: &Args, expr: &Expr) -> Type {
        let mut kinds = Vec::new();
        let builtin = match &function.kind {
            Kind::Name(Name { binding: Binding::Builtin(builtin), .. }) => Some(*builtin),
            _ => None,
        };
        let function_kind = if builtin.is_none() { self.check(function) } else { Type::Any };
        let named = match args {
            Args::Positional(args) => {
                kinds.extend(args.iter().map(|arg| self.check(arg)));
                None
            }
            Args::Named(args) => {
                kinds.extend(args.iter().map(|(_, arg)| self.check(arg)));
                Some(args.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())
            }
        };
        if let Some(builtin) = builtin {
            let fits = match &named {
                None => builtin.accepts_count(kinds.len()),
                Some(names) => builtin.order(names).is_some(),
            };
            if !fits {
                self.report(expr, || ProblemKind::WrongArguments { function: builtin.name().to_owned() });
            }
            return builtin_result(builtin, &kinds);
        }
        match function_kind {
            Type::Any | Type::Null => Type::Any,
            Type::Function { params, result } => {
                if params.len() != kinds.len() {
                    let name = crate::expression::Expression::new(function.clone()).to_string();
                    self.report(expr, || ProblemKind::WrongArguments { function: name });
                }
                *result
            }
            _ => {
                self.report(function, || ProblemKind::NotAFunction);
                Type::Any
            }
        }
    }

    fn arithmetic(&mut self, first: &Expr, rest: &[(Arithmetic, Expr)], expr: &Expr) -> Type {
        let mut kind = self.check(first);
        for (op, part) in rest {
            let other = self.check(part);
            kind = match result_of(*op, &kind, &other) {
                Some(kind) => kind,
                None => {
                    let (left, right) = (kind.to_string(), other.to_string());
                    self.report(expr, || ProblemKind::WrongType {
                        expected: format!("something that `{}` can join with {left}", op.sign()),
                        found: right,
                    });
                    Type::Any
                }
            };
        }
        kind
    }

    fn comparison(&mut self, op: Comparison, left: (&Type, &Expr), right: (&Type, &Expr), expr: &Expr) {
        let is_null = |kind: &Type| *kind == Type::Null;
        let ordered = !matches!(op, Comparison::Equal | Comparison::NotEqual);
        let unordered = |kind: &Type| {
            matches!(
                kind,
                Type::Boolean | Type::List(_) | Type::Context(_) | Type::Range(_) | Type::Function { .. }
            )
        };
        let days = matches!((left.0, right.0), (Type::Date, Type::DateTime) | (Type::DateTime, Type::Date));
        if ordered && (unordered(left.0) || unordered(right.0) || is_null(left.0) || is_null(right.0))
            || !(left.0.overlaps(right.0) || ordered && days)
        {
            self.report(expr, || never(left.0, right.0));
            return;
        }
        self.one_of(left.0, right.1);
        self.one_of(right.0, left.1);
    }

    /// A text that a closed set does not hold.
    fn one_of(&mut self, kind: &Type, expr: &Expr) {
        if let (Type::OneOf(allowed), Kind::Text(text)) = (kind, &expr.kind)
            && !allowed.iter().any(|known| **known == **text)
        {
            self.report(expr, || ProblemKind::NotOneOf { text: text.to_string(), allowed: allowed.clone() });
        }
    }

    fn tests(&mut self, tests: &[Test], input: &Type) {
        for test in tests {
            match test {
                Test::Compare(op, expr) => {
                    let kind = self.check(expr);
                    self.comparison(*op, (input, expr), (&kind, expr), expr);
                }
                Test::Matches { expr, uses_input: true } => self.condition(expr),
                Test::Matches { expr, .. } => self.alternative(expr, input),
            }
        }
    }

    /// A value, a range or a list that the input is compared with.
    fn alternative(&mut self, expr: &Expr, input: &Type) {
        let kind = self.check(expr);
        if let (Kind::List(items), false) = (&expr.kind, matches!(input, Type::List(_))) {
            for item in items {
                self.one_of(input, item);
            }
        }
        self.one_of(input, expr);
        let literal_condition = kind == Type::Boolean && !matches!(expr.kind, Kind::Boolean(_));
        let other = match (&kind, input) {
            (Type::List(item), Type::List(_)) if kind.overlaps(input) || item.overlaps(input) => return,
            (Type::List(item), _) | (Type::Range(item), _) => item,
            (kind, _) => kind,
        };
        let item = match other {
            Type::Range(item) => item,
            other => other,
        };
        if !input.overlaps(item) && !input.overlaps(&kind) && !literal_condition {
            self.report(expr, || never(input, item));
        }
    }
}

fn never(left: &Type, right: &Type) -> ProblemKind {
    ProblemKind::NeverComparable { left: left.to_string(), right: right.to_string() }
}

fn builtin_result(builtin: Builtin, args: &[Type]) -> Type {
    let item = || match args.first() {
        Some(Type::List(item)) => (**item).clone(),
        _ => Type::Any,
    };
    match builtin.name() {
        "min" | "max" | "sum" | "mean" => match args {
            [_] => item(),
            [first, ..] => first.clone(),
            [] => Type::Any,
        },
        "abs" => args.first().cloned().unwrap_or(Type::Any),
        "sublist" | "reverse" | "remove" | "distinct values" | "sort" => match args.first() {
            Some(list @ Type::List(_)) => list.clone(),
            _ => Type::Any,
        },
        "split" => Type::list(Type::String),
        "index of" => Type::list(Type::Number),
        _ => builtin.result(),
    }
}

/// The type of a calculation, or `None` when it can have no result.
fn result_of(op: Arithmetic, left: &Type, right: &Type) -> Option<Type> {
    use Arithmetic::{Add, Divide, Multiply, Power, Subtract};
    use Type::{Any, Date, DateTime, DaysTime, Number, OneOf, String, Time, YearsMonths};
    let is_text = |kind: &Type| matches!(kind, String | OneOf(_));
    Some(match (op, left, right) {
        (_, Any | Type::Null, _) | (_, _, Any | Type::Null) => Any,
        (_, Number, Number) => Number,
        (Add, left, right) if is_text(left) && is_text(right) => String,
        (Add | Subtract, DaysTime, DaysTime) => DaysTime,
        (Add | Subtract, YearsMonths, YearsMonths) => YearsMonths,
        (Add | Subtract, moment @ (Date | DateTime), DaysTime | YearsMonths)
        | (Add, DaysTime | YearsMonths, moment @ (Date | DateTime)) => moment.clone(),
        (Add | Subtract, Time, DaysTime) | (Add, DaysTime, Time) => Time,
        (Subtract, Date | DateTime, Date | DateTime) | (Subtract, Time, Time) => DaysTime,
        (Multiply | Divide, duration @ (DaysTime | YearsMonths), Number)
        | (Multiply, Number, duration @ (DaysTime | YearsMonths)) => duration.clone(),
        (Divide, DaysTime, DaysTime) | (Divide, YearsMonths, YearsMonths) => Number,
        (Add | Subtract | Multiply | Divide | Power, _, _) => return None,
    })
}

/// The known name that differs least, if it differs little.
fn similar<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<String> {
    let limit = if name.chars().count() < 5 { 1 } else { 2 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in known.take(2_000) {
        let gap = distance(name, candidate);
        if gap <= limit && best.is_none_or(|(least, _)| gap < least) {
            best = Some((gap, candidate));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

/// How many letters must be changed, added or taken away.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) =
        (left.chars().take(100).collect(), right.chars().take(100).collect());
    if left.len().abs_diff(right.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, sign) in left.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (to, other) in right.iter().enumerate() {
            let change = corner + usize::from(sign != other);
            corner = row[to + 1];
            row[to + 1] = change.min(row[to] + 1).min(corner + 1);
        }
    }
    row[right.len()]
}

/// The variables of the caller that trees use, each with the members they read, without doubles.
pub(crate) fn paths<'e>(roots: impl IntoIterator<Item = &'e Expr>) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for root in roots {
        collect(root, &mut found);
    }
    found
}

fn collect(expr: &Expr, found: &mut Vec<Vec<String>>) {
    let mut members = Vec::new();
    let mut head = expr;
    while let Kind::Path(inner, member) = &head.kind {
        members.push(member.to_string());
        head = inner;
    }
    if let Kind::Name(name) = &head.kind {
        let mut binding = &name.binding;
        while let Binding::Member { outer, .. } = binding {
            binding = outer;
        }
        if *binding == Binding::Global {
            members.push(name.text.to_string());
            members.reverse();
            if !found.contains(&members) {
                found.push(members);
            }
        }
        return;
    }
    head.kind.each_child(&mut |child| collect(child, found));
}
