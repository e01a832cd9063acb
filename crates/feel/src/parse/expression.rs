//! Operators by their precedence, and unary tests.

use super::{Cell, INPUT, Parsed, Parser};
use crate::Type;
use crate::ast::{Arithmetic, Comparison, Expr, Kind, Test};

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Expr> {
        self.deeper(Self::disjunction)
    }

    fn disjunction(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        let first = self.conjunction()?;
        let mut parts = vec![first];
        while self.take_word("or") {
            parts.push(self.conjunction()?);
        }
        self.chain(parts, Kind::Or, start)
    }

    fn conjunction(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        let first = self.comparison()?;
        let mut parts = vec![first];
        while self.take_word("and") {
            parts.push(self.comparison()?);
        }
        self.chain(parts, Kind::And, start)
    }

    fn chain(&self, mut parts: Vec<Expr>, kind: fn(Vec<Expr>) -> Kind, start: usize) -> Parsed<Expr> {
        match parts.pop() {
            Some(only) if parts.is_empty() => Ok(only),
            last => {
                parts.extend(last);
                self.node(kind(parts), start)
            }
        }
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        let mut left = self.sum()?;
        loop {
            let kind = if let Some(op) = self.comparison_sign() {
                Kind::Compare { op, left: Box::new(left), right: Box::new(self.sum()?) }
            } else if self.take_word("between") {
                let low = self.sum()?;
                self.expect_word("and")?;
                let high = self.sum()?;
                Kind::Between { value: Box::new(left), low: Box::new(low), high: Box::new(high) }
            } else if self.take_word("instance") {
                self.expect_word("of")?;
                let test = self.deeper(Self::type_test)?;
                Kind::InstanceOf(Box::new(left), test)
            } else if self.take_word("in") {
                let kind = self.type_of(&left);
                let slot = self.push(INPUT, kind);
                let outside = self.saw_input;
                let tests = self.in_tests();
                self.saw_input = outside;
                self.locals.truncate(slot);
                Kind::In { value: Box::new(left), tests: tests?, slot }
            } else {
                return Ok(left);
            };
            left = self.node(kind, start)?;
        }
    }

    pub(super) fn comparison_sign(&mut self) -> Option<Comparison> {
        let signs = [
            ("<=", Comparison::LessEqual),
            (">=", Comparison::GreaterEqual),
            ("!=", Comparison::NotEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
        ];
        signs.into_iter().find(|(sign, _)| self.take(sign)).map(|(_, op)| op)
    }

    fn sum(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        let first = self.product()?;
        let mut rest = Vec::new();
        loop {
            let op = if self.take("+") {
                Arithmetic::Add
            } else if self.take("-") {
                Arithmetic::Subtract
            } else {
                break;
            };
            rest.push((op, self.product()?));
        }
        if rest.is_empty() { Ok(first) } else { self.node(Kind::Sum { first: Box::new(first), rest }, start) }
    }

    fn product(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        let first = self.power()?;
        let mut rest = Vec::new();
        loop {
            let op = if !self.sees("**") && self.take("*") {
                Arithmetic::Multiply
            } else if self.take("/") {
                Arithmetic::Divide
            } else {
                break;
            };
            rest.push((op, self.power()?));
        }
        if rest.is_empty() {
            Ok(first)
        } else {
            self.node(Kind::Product { first: Box::new(first), rest }, start)
        }
    }

    fn power(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        let first = self.negation()?;
        let mut rest = Vec::new();
        while self.take("**") {
            rest.push((Arithmetic::Power, self.negation()?));
        }
        if rest.is_empty() {
            Ok(first)
        } else {
            self.node(Kind::Power { first: Box::new(first), rest }, start)
        }
    }

    fn negation(&mut self) -> Parsed<Expr> {
        self.skip();
        let start = self.at;
        if !self.take("-") {
            return self.postfix();
        }
        let inner = self.deeper(Self::negation)?;
        let kind = match inner.kind {
            Kind::Number(number) if !number.is_negative() => Kind::Number(number.negated()),
            _ => Kind::Negate(Box::new(inner)),
        };
        self.node(kind, start)
    }

    /// The tests after `in`: one, or several in parentheses.
    fn in_tests(&mut self) -> Parsed<Vec<Test>> {
        self.skip();
        let start = self.at;
        if !self.take("(") {
            return Ok(vec![self.test(Self::sum)?]);
        }
        self.grouped(|parser| {
            let first = parser.test(Self::expression)?;
            if parser.take("..") {
                let Test::Matches { expr: low, .. } = first else { return Err(parser.unexpected("`)`")) };
                let expr = parser.range_end(Some(low), false, start)?;
                return Ok(vec![Test::Matches { expr, uses_input: false }]);
            }
            let mut tests = vec![first];
            while parser.take(",") {
                tests.push(parser.test(Self::expression)?);
            }
            parser.expect(")", "`,` or `)`")?;
            Ok(tests)
        })
    }

    /// One unary test.
    fn test(&mut self, operand: fn(&mut Self) -> Parsed<Expr>) -> Parsed<Test> {
        if let Some(op) = self.comparison_sign() {
            return Ok(Test::Compare(op, self.sum()?));
        }
        self.saw_input = false;
        let expr = operand(self)?;
        Ok(Test::Matches { expr, uses_input: self.saw_input })
    }

    fn tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.test(Self::expression)?];
        while self.take(",") {
            tests.push(self.test(Self::expression)?);
        }
        Ok(tests)
    }

    /// All tests of a cell: `-`, `not(…)`, or alternatives.
    pub(super) fn cell(&mut self) -> Parsed<Cell> {
        self.skip();
        let start = self.at;
        if self.take("-") {
            self.skip();
            if self.at == self.text.len() {
                return Ok(Cell { tests: Vec::new(), negated: false });
            }
            self.at = start;
        }
        if self.take_word("not") && self.take("(") {
            let tests = self.grouped(Self::tests)?;
            let closed = self.take(")");
            self.skip();
            if closed && self.at == self.text.len() {
                return Ok(Cell { tests, negated: true });
            }
            if !closed {
                return Err(self.unexpected("`,` or `)`"));
            }
        }
        self.at = start;
        Ok(Cell { tests: self.tests()?, negated: false })
    }

    /// The variables of `for`, `some`, `every`; they stay in scope.
    pub(super) fn iterator_kind(kind: &Type) -> Type {
        match kind {
            Type::List(item) | Type::Range(item) => (**item).clone(),
            Type::Any | Type::Null => Type::Any,
            single => single.clone(),
        }
    }
}
