//! Operands: literals, names, calls, paths, filters, lists, contexts, ranges, `if`, `for`, functions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Local, Parsed, Parser, name};
use crate::ast::{Args, Binding, Comparison, Domain, Expr, Iterator, Kind, Name};
use crate::{ProblemKind, Type};

impl Parser<'_> {
    pub(super) fn postfix(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        let mut expr = self.primary()?;
        loop {
            self.skip();
            let kind = if self.peek() == Some('.') && self.peek_at(1) != Some('.') {
                self.at += 1;
                let kind = self.type_of(&expr);
                let member = self.member(&kind)?;
                Kind::Path(Box::new(expr), member)
            } else if self.peek() == Some('(') && is_callable(&expr) {
                self.at += 1;
                let args = self.grouped(Self::args)?;
                Kind::Call { function: Box::new(plain_function(expr)), args }
            } else if self.peek() == Some('[') && !(self.in_range && self.closes_range()) {
                self.at += 1;
                let item = Self::iterator_kind(&self.type_of(&expr));
                let slot = self.push("item", item);
                self.locals[slot].is_filter = true;
                let condition = self.grouped(Self::expression);
                self.locals.truncate(slot);
                let condition = condition?;
                self.expect("]", "`]`")?;
                Kind::Filter { list: Box::new(expr), condition: Box::new(condition), slot }
            } else {
                return Ok(expr);
            };
            expr = self.node(kind, start)?;
        }
    }

    /// Whether the bracket here ends a range instead of beginning a filter.
    fn closes_range(&self) -> bool {
        let mut at = self.at + 1;
        while self.text.get(at).is_some_and(|sign| sign.is_whitespace()) {
            at += 1;
        }
        let Some(sign) = self.text.get(at) else { return true };
        if *sign == '.' {
            // A property of the range follows; a filter could begin with a fraction alone.
            return !self.text.get(at + 1).is_some_and(char::is_ascii_digit);
        }
        let word: String =
            self.text[at..].iter().take_while(|sign| name::is_name_part(**sign)).take(10).collect();
        matches!(sign, ',' | ')' | ']' | '}' | '=' | '<' | '>' | '!')
            || matches!(word.as_str(), "and" | "or" | "then" | "else" | "return" | "satisfies")
    }

    fn args(&mut self) -> Parsed<Args> {
        if self.take(")") {
            return Ok(Args::Positional(Vec::new()));
        }
        let mut named = Vec::new();
        let mut positional = Vec::new();
        loop {
            let start = self.at;
            self.skip();
            match self.key() {
                Some(name) if self.take(":") && positional.is_empty() => {
                    named.push((Arc::from(name), self.expression()?));
                }
                _ => {
                    self.at = start;
                    if !named.is_empty() {
                        return Err(self.unexpected("a named argument"));
                    }
                    positional.push(self.expression()?);
                }
            }
            if !self.take(",") {
                break;
            }
        }
        self.expect(")", "`,` or `)`")?;
        Ok(if named.is_empty() { Args::Positional(positional) } else { Args::Named(named) })
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let start = self.at;
        match self.peek() {
            Some('"') => {
                let text = self.text()?;
                self.node(Kind::Text(text.into()), start)
            }
            Some('@') => self.at_literal(),
            Some(sign) if sign.is_ascii_digit() => self.number(),
            Some('.') if self.peek_at(1).is_some_and(|sign| sign.is_ascii_digit()) => self.number(),
            Some('(') => {
                self.at += 1;
                self.grouped(|parser| parser.parenthesis(start))
            }
            Some('[') => {
                self.at += 1;
                self.grouped(|parser| parser.bracket(start))
            }
            Some(']') => {
                self.at += 1;
                self.grouped(|parser| {
                    let low = parser.expression()?;
                    parser.expect("..", "`..`")?;
                    parser.range_end(Some(low), false, start)
                })
            }
            Some('{') => {
                self.at += 1;
                self.grouped(|parser| parser.context(start))
            }
            _ => self.word(start),
        }
    }

    /// What begins with a word.
    fn word(&mut self, start: usize) -> Parsed<Expr> {
        if self.take_word("if") {
            let condition = self.grouped(Self::expression)?;
            self.expect_word("then")?;
            let yes = self.grouped(Self::expression)?;
            self.expect_word("else")?;
            let no = self.expression()?;
            let kind = Kind::If { condition: Box::new(condition), yes: Box::new(yes), no: Box::new(no) };
            return self.node(kind, start);
        }
        if self.take_word("for") {
            return self.iteration(start, None);
        }
        for (word, every) in [("some", false), ("every", true)] {
            if self.take_word(word) {
                return self.iteration(start, Some(every));
            }
        }
        if self.sees_word("function") {
            return self.function(start, None);
        }
        let before = self.locals.iter().any(|local| matches!(&*local.name, "true" | "false" | "null"));
        if !before {
            for (word, kind) in
                [("true", Kind::Boolean(true)), ("false", Kind::Boolean(false)), ("null", Kind::Null)]
            {
                if self.take_word(word) {
                    return self.node(kind, start);
                }
            }
        }
        let name = self.name()?;
        self.node(Kind::Name(name), start)
    }

    fn parenthesis(&mut self, start: usize) -> Parsed<Expr> {
        if let Some(op) = self.comparison_sign() {
            let end = Box::new(self.expression()?);
            self.expect(")", "`)`")?;
            if let Comparison::Equal | Comparison::NotEqual = op {
                return self.node(Kind::EqualRange { negated: op == Comparison::NotEqual, end }, start);
            }
            let (low, low_closed, high, high_closed) = match op {
                Comparison::Less => (None, false, Some(end), false),
                Comparison::LessEqual => (None, false, Some(end), true),
                Comparison::Greater => (Some(end), false, None, false),
                Comparison::GreaterEqual | Comparison::Equal | Comparison::NotEqual => {
                    (Some(end), true, None, false)
                }
            };
            return self.node(Kind::Range { low, low_closed, high, high_closed }, start);
        }
        let mut inner = self.expression()?;
        if self.take("..") {
            return self.range_end(Some(inner), false, start);
        }
        self.expect(")", "`)`")?;
        (inner.start, inner.end) = (start as u32, self.at as u32);
        Ok(inner)
    }

    fn bracket(&mut self, start: usize) -> Parsed<Expr> {
        let mut items = Vec::new();
        if !self.take("]") {
            loop {
                items.push(self.expression()?);
                if items.len() == 1 && self.take("..") {
                    return self.range_end(items.pop(), true, start);
                }
                if !self.take(",") {
                    break;
                }
            }
            self.expect("]", "`,` or `]`")?;
        }
        self.node(Kind::List(items), start)
    }

    /// The part of a range after its two dots.
    pub(super) fn range_end(&mut self, low: Option<Expr>, low_closed: bool, start: usize) -> Parsed<Expr> {
        let outside = std::mem::replace(&mut self.in_range, true);
        let high = self.expression();
        self.in_range = outside;
        let (low, high) = (low.map(Box::new), Some(Box::new(high?)));
        let high_closed = self.take("]");
        if !high_closed && !self.take(")") && !self.take("[") {
            return Err(self.unexpected("the end of the range"));
        }
        self.node(Kind::Range { low, low_closed, high, high_closed }, start)
    }

    fn context(&mut self, start: usize) -> Parsed<Expr> {
        let slot = self.locals.len();
        let result = self.entries();
        self.locals.truncate(slot);
        let entries = result?;
        self.node(Kind::Context { entries, slot }, start)
    }

    fn entries(&mut self) -> Parsed<Vec<(Arc<str>, Expr)>> {
        let mut entries: Vec<(Arc<str>, Expr)> = Vec::new();
        if self.take("}") {
            return Ok(entries);
        }
        let mut keys = BTreeMap::new();
        loop {
            self.skip();
            let start = self.at;
            let key = if self.peek() == Some('"') { Some(self.text()?) } else { self.key() };
            let Some(key) = key else { return Err(self.unexpected("the name of an entry")) };
            if keys.insert(key.clone(), ()).is_some() {
                return Err(self.problem(ProblemKind::DuplicateName(key), start));
            }
            self.expect(":", "`:`")?;
            self.skip();
            let at = self.at;
            let value = if self.sees_word("function") {
                let slot = self.push(&key, Type::Any);
                let value = self.deeper(|parser| parser.function(at, Some(slot)));
                self.locals.truncate(slot);
                value?
            } else {
                self.expression()?
            };
            let kind = self.type_of(&value);
            self.push(&key, kind);
            entries.push((key.into(), value));
            if !self.take(",") {
                break;
            }
        }
        self.expect("}", "`,` or `}`")?;
        Ok(entries)
    }

    fn iteration(&mut self, start: usize, quantifier: Option<bool>) -> Parsed<Expr> {
        let slot = self.locals.len();
        let result = self.grouped(|parser| parser.iteration_parts(quantifier.is_some()));
        self.locals.truncate(slot);
        let (iterators, body) = result?;
        let body = Box::new(body);
        let kind = match quantifier {
            None => Kind::For { iterators, body, slot },
            Some(every) => Kind::Quantified { every, iterators, body, slot },
        };
        self.node(kind, start)
    }

    fn iteration_parts(&mut self, quantified: bool) -> Parsed<(Vec<Iterator>, Expr)> {
        let mut iterators = Vec::new();
        loop {
            let name = self.variable()?;
            self.expect_word("in")?;
            let list = self.expression()?;
            let (domain, kind) = if self.take("..") {
                let high = self.expression()?;
                (Domain::Span(list, high), Type::Number)
            } else {
                let kind = Self::iterator_kind(&self.type_of(&list));
                (Domain::List(list), kind)
            };
            self.push(&name, kind);
            iterators.push(Iterator { name: name.into(), domain });
            if !self.take(",") {
                break;
            }
        }
        if quantified {
            self.expect_word("satisfies")?;
        } else {
            self.expect_word("return")?;
            self.push("partial", Type::list(Type::Any));
        }
        Ok((iterators, self.expression()?))
    }

    /// The name of an iteration's variable: the plain words before `in`.
    fn variable(&mut self) -> Parsed<String> {
        match self.read_name(|_, _| None) {
            Some(read) => Ok(read.name),
            None => Err(self.unexpected("the name of a variable")),
        }
    }

    fn function(&mut self, start: usize, self_slot: Option<usize>) -> Parsed<Expr> {
        self.expect_word("function")?;
        self.expect("(", "`(`")?;
        let slot = self.locals.len();
        let result = self.function_parts();
        self.locals.truncate(slot);
        let (params, body) = result?;
        self.node(Kind::Function { params, body: Arc::new(body), slot, self_slot }, start)
    }

    fn function_parts(&mut self) -> Parsed<(Vec<(Arc<str>, Option<Type>)>, Expr)> {
        let mut params: Vec<(Arc<str>, Option<Type>)> = Vec::new();
        if !self.take(")") {
            loop {
                let start = self.at;
                let Some(name) = self.key() else { return Err(self.unexpected("the name of a parameter")) };
                if params.iter().any(|(known, _)| **known == *name) {
                    return Err(self.problem(ProblemKind::DuplicateName(name), start));
                }
                let kind = if self.take(":") { Some(self.deeper(Self::type_test)?.kind) } else { None };
                params.push((name.into(), kind));
                if !self.take(",") {
                    break;
                }
            }
            self.expect(")", "`,` or `)`")?;
        }
        for (name, kind) in &params {
            let canonical = name::canonical(name);
            let kind = kind.clone().unwrap_or(Type::Any);
            self.locals.push(Local { name: name.clone(), canonical, kind, is_filter: false });
        }
        let start = self.at;
        if self.take_word("external") {
            return Err(self.problem(ProblemKind::ExternalFunction, start));
        }
        Ok((params, self.grouped(Self::expression)?))
    }
}

/// Whether a parenthesis after it makes a call.
fn is_callable(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        Kind::Name(_) | Kind::Path(..) | Kind::Call { .. } | Kind::Filter { .. } | Kind::Function { .. }
    )
}

/// A function of the standard that is called in a filter is meant, not a member of the element.
fn plain_function(expr: Expr) -> Expr {
    let Kind::Name(Name { text, binding }) = &expr.kind else { return expr };
    let mut inner = binding;
    while let Binding::Member { outer, .. } = inner {
        inner = outer;
    }
    match inner {
        Binding::Builtin(builtin) => Expr {
            kind: Kind::Name(Name { text: text.clone(), binding: Binding::Builtin(*builtin) }),
            ..expr
        },
        _ => expr,
    }
}
