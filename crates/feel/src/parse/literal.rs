//! Numbers, texts and at-literals.

use super::{Parsed, Parser};
use crate::ast::{Expr, Kind};
use crate::{ProblemKind, Value};

impl Parser<'_> {
    pub(super) fn number(&mut self) -> Parsed<Expr> {
        let start = self.at;
        self.digits();
        if self.peek() == Some('.') && self.peek_at(1).is_some_and(|sign| sign.is_ascii_digit()) {
            self.at += 1;
            self.digits();
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            let signed = usize::from(matches!(self.peek_at(1), Some('+' | '-')));
            if self.peek_at(1 + signed).is_some_and(|sign| sign.is_ascii_digit()) {
                self.at += 1 + signed;
                self.digits();
            }
        }
        let text: String = self.text[start..self.at].iter().collect();
        match text.parse() {
            Ok(number) => self.node(Kind::Number(number), start),
            Err(_) => Err(self.problem(ProblemKind::BadNumber, start)),
        }
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|sign| sign.is_ascii_digit()) {
            self.at += 1;
        }
    }

    /// Reads a text in quotation marks; the first mark stands here.
    pub(super) fn text(&mut self) -> Parsed<String> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(sign) = self.peek() else {
                return Err(self.problem(ProblemKind::UnterminatedText, start));
            };
            self.at += 1;
            match sign {
                '"' => return Ok(text),
                '\\' => {
                    let sign = self.escape()?;
                    text.push(sign);
                }
                sign => text.push(sign),
            }
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        let start = self.at - 1;
        let sign = self.peek();
        self.at += 1;
        let code = match sign {
            Some('n') => return Ok('\n'),
            Some('r') => return Ok('\r'),
            Some('t') => return Ok('\t'),
            Some(sign @ ('"' | '\\' | '\'')) => return Ok(sign),
            Some('u') => self.hex(4),
            Some('U') => self.hex(6),
            // XPath's patterns are written with single backslashes: they stay.
            Some(_) => {
                self.at -= 1;
                return Ok('\\');
            }
            None => None,
        };
        let Some(code) = code else {
            self.at = self.at.min(self.text.len());
            return Err(self.problem(ProblemKind::BadEscape, start));
        };
        // A pair of surrogates is one character.
        if (0xD800..0xDC00).contains(&code) && self.peek() == Some('\\') && self.peek_at(1) == Some('u') {
            self.at += 2;
            let low = self.hex(4).filter(|low| (0xDC00..0xE000).contains(low));
            if let Some(low) = low {
                let joined = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                return char::from_u32(joined).ok_or_else(|| self.problem(ProblemKind::BadEscape, start));
            }
        }
        char::from_u32(code).ok_or_else(|| self.problem(ProblemKind::BadEscape, start))
    }

    fn hex(&mut self, length: usize) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + length)?;
        let mut code = 0;
        for digit in digits {
            code = code * 16 + digit.to_digit(16)?;
        }
        self.at += length;
        Some(code)
    }

    pub(super) fn at_literal(&mut self) -> Parsed<Expr> {
        let start = self.at;
        self.at += 1;
        self.skip();
        if self.peek() != Some('"') {
            return Err(self.unexpected("a text with a date, time or duration"));
        }
        let text = self.text()?;
        match temporal(&text) {
            Some(value) => self.node(Kind::At(text.into(), value), start),
            None => Err(self.problem(ProblemKind::BadTemporal(text), start)),
        }
    }
}

/// Reads a date, a time, a date and time or a duration.
pub(crate) fn temporal(text: &str) -> Option<Value> {
    text.parse()
        .map(Value::Date)
        .or_else(|_| text.parse().map(Value::DateTime))
        .or_else(|_| text.parse().map(Value::Time))
        .or_else(|_| text.parse().map(Value::YearsMonths))
        .or_else(|_| text.parse().map(Value::DaysTime))
        .ok()
}
