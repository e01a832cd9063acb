//! Reads texts of FEEL into trees, within limits, and resolves every name.

mod expression;
mod literal;
mod name;
mod primary;
mod types;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ast::{Expr, Kind, Test};
use crate::limits::ParseLimits;
use crate::{Problem, ProblemKind, Scope, Type};

/// What reading gives: a part of the tree, or the first problem.
pub(crate) type Parsed<T> = Result<T, Box<Problem>>;

pub(crate) use literal::temporal;
pub(crate) use name::is_name_part;

/// The variable that stands for the input of a unary test.
pub(crate) const INPUT: &str = "?";

/// The unary tests of a cell, read.
pub(crate) struct Cell {
    pub(crate) tests: Vec<Test>,
    pub(crate) negated: bool,
}

/// A variable of the expression itself; its place in the list is its slot.
pub(crate) struct Local {
    pub(crate) name: Arc<str>,
    pub(crate) canonical: String,
    pub(crate) kind: Type,
    /// Whether it is the element of a filter, whose members are visible as names.
    pub(crate) is_filter: bool,
}

/// A reader of one text.
pub(crate) struct Parser<'a> {
    text: Vec<char>,
    at: usize,
    depth: u32,
    limits: ParseLimits,
    scope: &'a Scope,
    /// Names of the scope as they are compared: without spaces beside signs.
    globals: BTreeMap<String, &'a str>,
    locals: Vec<Local>,
    /// Whether `[` may close a range here.
    in_range: bool,
    /// Whether `?` was read since this was cleared.
    saw_input: bool,
}

/// What reading a whole text gives: the tree, or what is wrong with it, as far as reading can go on.
pub(crate) type Whole<T> = Result<T, Vec<Problem>>;

pub(crate) fn expression(text: &str, scope: &Scope, limits: ParseLimits) -> Whole<Expr> {
    let mut parser = Parser::new(text, scope, limits).map_err(|problem| vec![*problem])?;
    let outcome = parser.expression().and_then(|expr| parser.expect_end().map(|()| expr));
    outcome.map_err(|problem| parser.further_problems(*problem))
}

pub(crate) fn unary_tests(text: &str, scope: &Scope, input: &Type, limits: ParseLimits) -> Whole<Cell> {
    let mut parser = Parser::new(text, scope, limits).map_err(|problem| vec![*problem])?;
    parser.push(INPUT, input.clone());
    let outcome = parser.cell().and_then(|cell| parser.expect_end().map(|()| cell));
    outcome.map_err(|problem| parser.further_problems(*problem))
}

impl<'a> Parser<'a> {
    fn new(text: &str, scope: &'a Scope, limits: ParseLimits) -> Parsed<Parser<'a>> {
        let text: Vec<char> = text.chars().take(limits.text_length + 1).collect();
        if text.len() > limits.text_length {
            let kind = ProblemKind::TooLong { limit: limits.text_length };
            return Err(Box::new(Problem { kind, start: 0, end: limits.text_length }));
        }
        let globals = scope.iter().map(|(name, _)| (name::canonical(name), name)).collect();
        let (at, depth, locals, in_range, saw_input) = (0, 0, Vec::new(), false, false);
        Ok(Parser { text, at, depth, limits, scope, globals, locals, in_range, saw_input })
    }

    /// After a problem: what else is wrong behind the commas that follow, where reading begins afresh.
    fn further_problems(&mut self, first: Problem) -> Vec<Problem> {
        let mut at = first.end;
        let can_go_on = !matches!(first.kind, ProblemKind::TooDeep { .. } | ProblemKind::UnterminatedText);
        let mut problems = vec![first];
        while can_go_on && problems.len() < self.limits.problems {
            let Some(comma) = self.text.get(at..).and_then(|rest| rest.iter().position(|sign| *sign == ','))
            else {
                break;
            };
            (self.at, self.depth, self.in_range) = (at + comma + 1, 0, false);
            at = self.at;
            // The key of an entry or of a named argument is no expression.
            self.skip();
            let start = self.at;
            if self.key().is_none() || !self.take(":") {
                self.at = start;
            }
            match self.expression() {
                Ok(_) => {
                    self.skip();
                    at = self.at.max(at);
                    if self.peek().is_some_and(|sign| !matches!(sign, ',' | ')' | ']' | '}' | '.')) {
                        let problem = self.unexpected("an operator or the end");
                        at = problem.end.max(at);
                        problems.push(*problem);
                    }
                }
                Err(problem) => {
                    at = problem.end.max(at);
                    // What a missing end leaves behind is told already.
                    let is_new = !matches!(&problem.kind, ProblemKind::Unexpected { found, .. }
                        if matches!(found.as_str(), "" | ")" | "]" | "}" | ","));
                    let is_last =
                        matches!(problem.kind, ProblemKind::TooDeep { .. } | ProblemKind::UnterminatedText);
                    problems.extend(Some(*problem).filter(|_| is_new));
                    if is_last {
                        break;
                    }
                }
            }
        }
        problems
    }

    pub(super) fn push(&mut self, name: &str, kind: Type) -> usize {
        let canonical = name::canonical(name);
        self.locals.push(Local { name: name.into(), canonical, kind, is_filter: false });
        self.locals.len() - 1
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn peek_at(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    /// Passes over spaces and comments.
    fn skip(&mut self) {
        loop {
            match (self.peek(), self.peek_at(1)) {
                (Some('/'), Some('/')) => {
                    while self.peek().is_some_and(|sign| sign != '\n') {
                        self.at += 1;
                    }
                }
                (Some('/'), Some('*')) => {
                    self.at += 2;
                    while self.at < self.text.len()
                        && !(self.peek() == Some('*') && self.peek_at(1) == Some('/'))
                    {
                        self.at += 1;
                    }
                    self.at = (self.at + 2).min(self.text.len());
                }
                (Some(sign), _) if sign.is_whitespace() || sign == '\u{FEFF}' => self.at += 1,
                _ => return,
            }
        }
    }

    /// Takes a sign if it stands here.
    fn take(&mut self, sign: &str) -> bool {
        self.skip();
        if !sign.chars().enumerate().all(|(ahead, sign)| self.peek_at(ahead) == Some(sign)) {
            return false;
        }
        self.at += sign.chars().count();
        true
    }

    fn sees(&mut self, sign: &str) -> bool {
        let at = self.at;
        let found = self.take(sign);
        self.at = at;
        found
    }

    /// Takes a word if it stands here as a whole.
    fn take_word(&mut self, word: &str) -> bool {
        self.skip();
        let length = word.len();
        let found = word.chars().enumerate().all(|(ahead, sign)| self.peek_at(ahead) == Some(sign))
            && !self.peek_at(length).is_some_and(name::is_name_part);
        if found {
            self.at += length;
        }
        found
    }

    fn sees_word(&mut self, word: &str) -> bool {
        let at = self.at;
        let found = self.take_word(word);
        self.at = at;
        found
    }

    fn expect(&mut self, sign: &str, expected: &'static str) -> Parsed<()> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn expect_word(&mut self, word: &'static str) -> Parsed<()> {
        if self.take_word(word) { Ok(()) } else { Err(self.unexpected(word)) }
    }

    fn expect_end(&mut self) -> Parsed<()> {
        self.skip();
        if self.at == self.text.len() { Ok(()) } else { Err(self.unexpected("an operator or the end")) }
    }

    fn problem(&self, kind: ProblemKind, start: usize) -> Box<Problem> {
        Box::new(Problem { kind, start, end: self.at.max(start + 1) })
    }

    fn unexpected(&mut self, expected: &'static str) -> Box<Problem> {
        self.skip();
        let start = self.at;
        let Some(sign) = self.peek() else {
            let kind = ProblemKind::Unexpected { found: String::new(), expected };
            return Box::new(Problem { kind, start: start.saturating_sub(1), end: start.max(1) });
        };
        if is_invisible(sign) {
            return self.problem(ProblemKind::ControlCharacter(sign), start);
        }
        let mut end = start + 1;
        if name::is_name_part(sign) {
            while self.text.get(end).copied().is_some_and(name::is_name_part) && end - start < 40 {
                end += 1;
            }
        }
        let found = self.text[start..end].iter().collect();
        Box::new(Problem { kind: ProblemKind::Unexpected { found, expected }, start, end })
    }

    /// Runs a part one level deeper.
    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= self.limits.depth {
            return Err(self.problem(ProblemKind::TooDeep { limit: self.limits.depth }, self.at));
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    /// Runs a part in which `[` does not close a range.
    fn grouped<T>(&mut self, part: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let outside = std::mem::replace(&mut self.in_range, false);
        let result = self.deeper(part);
        self.in_range = outside;
        result
    }

    fn node(&self, kind: Kind, start: usize) -> Parsed<Expr> {
        let expr = Expr::new(kind, start, self.at);
        if expr.height > self.limits.depth * 2 {
            return Err(self.problem(ProblemKind::TooDeep { limit: self.limits.depth }, start));
        }
        Ok(expr)
    }

    /// The type of a part that was read, as far as it is known.
    fn type_of(&self, expr: &Expr) -> Type {
        let locals = self.locals.iter().map(|local| local.kind.clone()).collect();
        crate::check::infer(expr, self.scope, locals)
    }
}

/// Controls of direction and width, which hide what a reader sees.
fn is_invisible(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
}
