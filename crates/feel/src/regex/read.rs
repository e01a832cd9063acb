//! Reads patterns of XPath's regular expressions into trees.

use super::RegexError;
use super::class::{CharKind, Class};
use super::program::{Node, Step};
use crate::limits::{PATTERN_DEPTH, PATTERN_REPEAT};

/// A pattern that stands for itself, sign by sign.
pub(super) fn literal(text: &[char]) -> Node {
    Node::Sequence(text.iter().map(|sign| Node::Step(Step::Char(*sign))).collect())
}

/// A pattern's tree and how many groups it has.
pub(super) fn pattern(text: Vec<char>) -> Result<(Node, usize), RegexError> {
    let mut reader = Reader { text, at: 0, groups: 0, closed: Vec::new() };
    let tree = reader.alternatives(0)?;
    if reader.at < reader.text.len() {
        return Err(RegexError::Malformed("a parenthesis is not opened"));
    }
    Ok((tree, reader.groups))
}

struct Reader {
    text: Vec<char>,
    at: usize,
    groups: usize,
    closed: Vec<usize>,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn alternatives(&mut self, depth: u32) -> Result<Node, RegexError> {
        if depth > PATTERN_DEPTH {
            return Err(RegexError::Malformed("it is nested too deeply"));
        }
        let mut parts = vec![self.sequence(depth)?];
        while self.take('|') {
            parts.push(self.sequence(depth)?);
        }
        Ok(Node::Alternatives(parts))
    }

    fn sequence(&mut self, depth: u32) -> Result<Node, RegexError> {
        let mut parts = Vec::new();
        while let Some(sign) = self.peek() {
            if matches!(sign, '|' | ')') {
                break;
            }
            let atom = self.atom(depth)?;
            parts.push(self.repeated(atom)?);
        }
        Ok(if parts.is_empty() { Node::Empty } else { Node::Sequence(parts) })
    }

    fn repeated(&mut self, atom: Node) -> Result<Node, RegexError> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.at += 1;
                let min = self.count()?.ok_or(RegexError::Malformed("a count is missing"))?;
                let max = if self.take(',') { self.count()? } else { Some(min) };
                if self.peek() != Some('}') || max.is_some_and(|max| max < min) {
                    return Err(RegexError::Malformed("a count is malformed"));
                }
                (min, max)
            }
            _ => return Ok(atom),
        };
        self.at += 1;
        let lazy = self.take('?');
        if matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return Err(RegexError::Malformed("a repetition is repeated"));
        }
        Ok(Node::Repeat { inner: Box::new(atom), min, max, lazy })
    }

    fn count(&mut self) -> Result<Option<u32>, RegexError> {
        let mut count = None;
        while let Some(digit) = self.text.get(self.at).and_then(|sign| sign.to_digit(10)) {
            let next = count.unwrap_or(0) * 10 + digit;
            if next > PATTERN_REPEAT {
                return Err(RegexError::Malformed("a count is too large"));
            }
            count = Some(next);
            self.at += 1;
        }
        Ok(count)
    }

    fn atom(&mut self, depth: u32) -> Result<Node, RegexError> {
        let sign = self.peek().ok_or(RegexError::Malformed("it ends too early"))?;
        self.at += 1;
        Ok(Node::Step(match sign {
            '.' => Step::Any,
            '^' => Step::Start,
            '$' => Step::End,
            '(' => {
                let group = if self.peek() == Some('?') {
                    self.at += 1;
                    if !self.take(':') {
                        return Err(RegexError::Malformed("this kind of group is unknown"));
                    }
                    None
                } else {
                    self.groups += 1;
                    Some(self.groups)
                };
                let inner = self.alternatives(depth + 1)?;
                if !self.take(')') {
                    return Err(RegexError::Malformed("a parenthesis is not closed"));
                }
                self.closed.extend(group);
                return Ok(Node::Group(group, Box::new(inner)));
            }
            '[' => Step::Class(self.class(depth)?),
            '\\' => return self.escape(),
            '*' | '+' | '?' | '{' | '}' | ']' => return Err(RegexError::Malformed("a sign must be escaped")),
            sign => Step::Char(sign),
        }))
    }

    fn escape(&mut self) -> Result<Node, RegexError> {
        let sign =
            self.text.get(self.at).copied().ok_or(RegexError::Malformed("it ends after a backslash"))?;
        if let Some(digit) = sign.to_digit(10) {
            self.at += 1;
            let mut group = digit as usize;
            while let Some(next) = self.text.get(self.at).and_then(|sign| sign.to_digit(10)) {
                if group * 10 + next as usize > self.groups {
                    break;
                }
                group = group * 10 + next as usize;
                self.at += 1;
            }
            if !self.closed.contains(&group) {
                return Err(RegexError::Malformed("a reference names no closed group"));
            }
            return Ok(Node::Step(Step::Backreference(group)));
        }
        let mut class = Class::default();
        match self.class_escape(&mut class)? {
            Some(sign) => Ok(Node::Step(Step::Char(sign))),
            None => Ok(Node::Step(Step::Class(class))),
        }
    }

    /// Reads what follows a backslash: one character, or a kind that joins the class.
    fn class_escape(&mut self, class: &mut Class) -> Result<Option<char>, RegexError> {
        let sign =
            self.text.get(self.at).copied().ok_or(RegexError::Malformed("it ends after a backslash"))?;
        self.at += 1;
        match sign {
            'n' => return Ok(Some('\n')),
            'r' => return Ok(Some('\r')),
            't' => return Ok(Some('\t')),
            'd' | 's' | 'w' | 'i' | 'c' | 'D' | 'S' | 'W' | 'I' | 'C' => {
                let kind = CharKind::by_letter(sign.to_ascii_lowercase());
                let kind = kind.ok_or(RegexError::Malformed("an escape is unknown"))?;
                class.kinds.push((kind, sign.is_ascii_uppercase()));
            }
            'p' | 'P' => {
                let negated = sign == 'P';
                let rest = &self.text[self.at..];
                let end = rest.iter().position(|sign| *sign == '}');
                let (Some('{'), Some(end)) = (rest.first(), end) else {
                    return Err(RegexError::Malformed("a property is malformed"));
                };
                let name: String = rest[1..end].iter().collect();
                self.at += end + 1;
                let kind = CharKind::by_name(&name).ok_or(RegexError::Malformed("a property is unknown"))?;
                class.kinds.push((kind, negated));
            }
            '\\' | '|' | '.' | '?' | '*' | '+' | '(' | ')' | '{' | '}' | '[' | ']' | '^' | '$' | '-'
            | '/' => {
                return Ok(Some(sign));
            }
            _ => return Err(RegexError::Malformed("an escape is unknown")),
        }
        Ok(None)
    }

    fn class(&mut self, depth: u32) -> Result<Class, RegexError> {
        const OPEN: RegexError = RegexError::Malformed("a class is not closed");
        if depth > PATTERN_DEPTH {
            return Err(RegexError::Malformed("it is nested too deeply"));
        }
        let mut class = Class { negated: self.take('^'), ..Class::default() };
        loop {
            let sign = self.text.get(self.at).copied().ok_or(OPEN)?;
            self.at += 1;
            let low = match sign {
                ']' if !class.ranges.is_empty() || !class.kinds.is_empty() || class.without.is_some() => {
                    return Ok(class);
                }
                ']' => return Err(RegexError::Malformed("a class is empty")),
                '-' if self.text.get(self.at) == Some(&'[') => {
                    self.at += 1;
                    class.without = Some(Box::new(self.class(depth + 1)?));
                    continue;
                }
                '[' => return Err(RegexError::Malformed("a bracket in a class must be escaped")),
                '\\' => match self.class_escape(&mut class)? {
                    Some(sign) => sign,
                    None => continue,
                },
                sign => sign,
            };
            let ahead = self.text.get(self.at + 1).copied();
            if self.text.get(self.at) != Some(&'-') || matches!(ahead, None | Some(']' | '[')) {
                class.ranges.push((low, low));
                continue;
            }
            self.at += 2;
            let high = match ahead {
                Some('\\') => {
                    self.class_escape(&mut class)?.ok_or(RegexError::Malformed("a span has no end"))?
                }
                Some(sign) => sign,
                None => return Err(OPEN),
            };
            if high < low {
                return Err(RegexError::Malformed("a span runs backward"));
            }
            class.ranges.push((low, high));
        }
    }
}
