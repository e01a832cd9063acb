//! XPath's regular expressions, by backtracking within a budget of steps.

use std::fmt;

use crate::limits::{PATTERN_DEPTH, PATTERN_LENGTH, PATTERN_REPEAT};

/// Why a pattern cannot be used, or a search was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegexError {
    Malformed(&'static str),
    Budget,
}

impl fmt::Display for RegexError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            RegexError::Malformed(reason) => reason,
            RegexError::Budget => "it needs too many steps",
        })
    }
}

/// One instruction; a pattern is a program for a small machine with a stack of alternatives.
#[derive(Clone, Debug)]
enum Step {
    Char(char),
    Any,
    Class(Class),
    Start,
    End,
    Save(usize),
    /// Try the first; if that fails, the second.
    Split(usize, usize),
    Jump(usize),
    Backreference(usize),
    /// Remember the place at the start of a loop's round, and leave a round that took nothing.
    Mark(usize),
    Advanced(usize),
    Match,
}

#[derive(Clone, Debug, Default)]
struct Class {
    negated: bool,
    ranges: Vec<(char, char)>,
    kinds: Vec<(char, bool)>,
    without: Option<Box<Class>>,
}

/// A pattern, compiled.
pub(crate) struct Regex {
    program: Vec<Step>,
    groups: usize,
    marks: usize,
    flags: Flags,
}

#[derive(Clone, Copy, Default)]
struct Flags {
    dot_all: bool,
    multiline: bool,
    ignore_case: bool,
    extended: bool,
    literal: bool,
}

const PROGRAM_MAX: usize = 50_000;

enum Node {
    Empty,
    Step(Step),
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Group(Option<usize>, Box<Node>),
    Repeat { inner: Box<Node>, min: u32, max: Option<u32>, lazy: bool },
}

impl Regex {
    pub(crate) fn new(pattern: &str, flags: &str) -> Result<Regex, RegexError> {
        let mut set = Flags::default();
        for flag in flags.chars() {
            match flag {
                's' => set.dot_all = true,
                'm' => set.multiline = true,
                'i' => set.ignore_case = true,
                'x' => set.extended = true,
                'q' => set.literal = true,
                _ => return Err(RegexError::Malformed("a flag is unknown")),
            }
        }
        let mut text: Vec<char> = pattern.chars().take(PATTERN_LENGTH + 1).collect();
        if text.len() > PATTERN_LENGTH {
            return Err(RegexError::Malformed("it is too long"));
        }
        if set.extended && !set.literal {
            text = without_blanks(&text);
        }
        let mut reader = Reader { text, at: 0, groups: 0, closed: Vec::new() };
        let tree = if set.literal {
            Node::Sequence(reader.text.iter().map(|sign| Node::Step(Step::Char(*sign))).collect())
        } else {
            let tree = reader.alternatives(0)?;
            if reader.at < reader.text.len() {
                return Err(RegexError::Malformed("a parenthesis is not opened"));
            }
            tree
        };
        let mut regex = Regex { program: Vec::new(), groups: reader.groups + 1, marks: 0, flags: set };
        regex.emit(&Node::Group(Some(0), Box::new(tree)))?;
        regex.push(Step::Match)?;
        Ok(regex)
    }

    fn push(&mut self, step: Step) -> Result<usize, RegexError> {
        if self.program.len() >= PROGRAM_MAX {
            return Err(RegexError::Malformed("its repetitions are too large"));
        }
        self.program.push(step);
        Ok(self.program.len() - 1)
    }

    fn emit(&mut self, node: &Node) -> Result<(), RegexError> {
        match node {
            Node::Empty => {}
            Node::Step(step) => {
                self.push(step.clone())?;
            }
            Node::Sequence(parts) => parts.iter().try_for_each(|part| self.emit(part))?,
            Node::Group(None, inner) => self.emit(inner)?,
            Node::Group(Some(group), inner) => {
                self.push(Step::Save(group * 2))?;
                self.emit(inner)?;
                self.push(Step::Save(group * 2 + 1))?;
            }
            Node::Alternatives(parts) => {
                let mut jumps = Vec::new();
                for (at, part) in parts.iter().enumerate() {
                    if at + 1 == parts.len() {
                        self.emit(part)?;
                        break;
                    }
                    let split = self.push(Step::Split(0, 0))?;
                    self.emit(part)?;
                    jumps.push(self.push(Step::Jump(0))?);
                    self.program[split] = Step::Split(split + 1, self.program.len());
                }
                for jump in jumps {
                    self.program[jump] = Step::Jump(self.program.len());
                }
            }
            Node::Repeat { inner, min, max, lazy } => self.emit_repeat(inner, *min, *max, *lazy)?,
        }
        Ok(())
    }

    fn emit_repeat(
        &mut self,
        inner: &Node,
        min: u32,
        max: Option<u32>,
        lazy: bool,
    ) -> Result<(), RegexError> {
        let split = |yes, no| if lazy { Step::Split(no, yes) } else { Step::Split(yes, no) };
        for _ in 0..min {
            self.emit(inner)?;
        }
        let Some(max) = max else {
            let mark = self.marks;
            self.marks += 1;
            let start = self.push(Step::Split(0, 0))?;
            self.push(Step::Mark(mark))?;
            self.emit(inner)?;
            self.push(Step::Advanced(mark))?;
            self.push(Step::Jump(start))?;
            self.program[start] = split(start + 1, self.program.len());
            return Ok(());
        };
        let mut splits = Vec::new();
        for _ in min..max {
            splits.push(self.push(Step::Split(0, 0))?);
            self.emit(inner)?;
        }
        for at in splits {
            self.program[at] = split(at + 1, self.program.len());
        }
        Ok(())
    }

    fn same(&self, left: char, right: char) -> bool {
        left == right || (self.flags.ignore_case && fold(left) == fold(right))
    }

    fn in_class(&self, class: &Class, sign: char) -> bool {
        let is_listed = class.lists(sign)
            || (self.flags.ignore_case
                && sign.to_lowercase().chain(sign.to_uppercase()).any(|sign| class.lists(sign)));
        is_listed != class.negated
            && !class.without.as_ref().is_some_and(|without| self.in_class(without, sign))
    }

    /// The places of all groups of the first match at or after `from`.
    fn search(
        &self,
        input: &[char],
        from: usize,
        left: &mut u64,
    ) -> Result<Option<Vec<Option<usize>>>, RegexError> {
        for start in from..=input.len() {
            if let Some(groups) = self.run(input, start, left)? {
                return Ok(Some(groups));
            }
        }
        Ok(None)
    }

    /// Start and end of the first match at or after `from`.
    pub(crate) fn find(
        &self,
        input: &[char],
        from: usize,
        left: &mut u64,
    ) -> Result<Option<(usize, usize)>, RegexError> {
        let found = self.search(input, from, left)?;
        Ok(found.and_then(|groups| groups[0].zip(groups[1])))
    }

    fn run(
        &self,
        input: &[char],
        start: usize,
        left: &mut u64,
    ) -> Result<Option<Vec<Option<usize>>>, RegexError> {
        enum Undo {
            Try(usize, usize),
            Group(usize, Option<usize>),
            Mark(usize, usize),
        }
        let mut groups = vec![None; self.groups * 2];
        let mut marks = vec![usize::MAX; self.marks];
        let mut undo = vec![Undo::Try(0, start)];
        'alternatives: while let Some(last) = undo.pop() {
            let (mut step, mut at) = match last {
                Undo::Group(group, place) => {
                    groups[group] = place;
                    continue;
                }
                Undo::Mark(mark, place) => {
                    marks[mark] = place;
                    continue;
                }
                Undo::Try(step, at) => (step, at),
            };
            loop {
                *left = left.checked_sub(1).ok_or(RegexError::Budget)?;
                match &self.program[step] {
                    Step::Match => return Ok(Some(groups)),
                    Step::Char(sign) => {
                        if !input.get(at).is_some_and(|found| self.same(*found, *sign)) {
                            continue 'alternatives;
                        }
                        at += 1;
                    }
                    Step::Any => {
                        let fits = |sign: &char| self.flags.dot_all || !matches!(sign, '\n' | '\r');
                        if !input.get(at).is_some_and(fits) {
                            continue 'alternatives;
                        }
                        at += 1;
                    }
                    Step::Class(class) => {
                        if !input.get(at).is_some_and(|sign| self.in_class(class, *sign)) {
                            continue 'alternatives;
                        }
                        at += 1;
                    }
                    Step::Start => {
                        if at != 0 && !(self.flags.multiline && input[at - 1] == '\n') {
                            continue 'alternatives;
                        }
                    }
                    Step::End => {
                        if at != input.len() && !(self.flags.multiline && input[at] == '\n') {
                            continue 'alternatives;
                        }
                    }
                    Step::Save(group) => {
                        undo.push(Undo::Group(*group, groups[*group]));
                        groups[*group] = Some(at);
                    }
                    Step::Mark(mark) => {
                        undo.push(Undo::Mark(*mark, marks[*mark]));
                        marks[*mark] = at;
                    }
                    Step::Advanced(mark) => {
                        if marks[*mark] == at {
                            // A round that took nothing ends the loop: go on behind the jump.
                            step += 2;
                            continue;
                        }
                    }
                    Step::Split(first, second) => {
                        undo.push(Undo::Try(*second, at));
                        step = *first;
                        continue;
                    }
                    Step::Jump(target) => {
                        step = *target;
                        continue;
                    }
                    Step::Backreference(group) => {
                        let span = groups[group * 2].zip(groups[group * 2 + 1]);
                        let part = span.map_or(&[][..], |(from, to)| &input[from..to]);
                        *left = left.checked_sub(part.len() as u64).ok_or(RegexError::Budget)?;
                        let fits = input[at..].len() >= part.len()
                            && part.iter().zip(&input[at..]).all(|(left, right)| self.same(*left, *right));
                        if !fits {
                            continue 'alternatives;
                        }
                        at += part.len();
                    }
                }
                step += 1;
            }
        }
        Ok(None)
    }

    /// Replaces every match; `None` for a malformed replacement, or a pattern that matches nothing.
    pub(crate) fn replace(
        &self,
        input: &[char],
        replacement: &str,
        length_max: usize,
        left: &mut u64,
    ) -> Result<Option<String>, RegexError> {
        let replacement: Vec<char> = replacement.chars().collect();
        if self.run(&[], 0, left)?.is_some() {
            return Ok(None);
        }
        let mut result = Vec::new();
        let mut at = 0;
        while let Some(groups) = self.search(input, at, left)? {
            let (start, end) = groups[0].zip(groups[1]).unwrap_or((at, at));
            result.extend_from_slice(&input[at..start]);
            if !self.expand(input, &groups, &replacement, &mut result) {
                return Ok(None);
            }
            if end == start {
                result.extend(input.get(end));
            }
            at = end.max(start + usize::from(end == start));
            if result.len() > length_max {
                return Err(RegexError::Budget);
            }
            if at > input.len() {
                break;
            }
        }
        result.extend_from_slice(input.get(at..).unwrap_or_default());
        Ok(Some(result.into_iter().collect()))
    }

    fn expand(
        &self,
        input: &[char],
        groups: &[Option<usize>],
        replacement: &[char],
        result: &mut Vec<char>,
    ) -> bool {
        if self.flags.literal {
            result.extend_from_slice(replacement);
            return true;
        }
        let mut at = 0;
        while let Some(sign) = replacement.get(at) {
            at += 1;
            match sign {
                '\\' => match replacement.get(at) {
                    Some(sign @ ('\\' | '$')) => {
                        result.push(*sign);
                        at += 1;
                    }
                    _ => return false,
                },
                '$' => {
                    let Some(mut group) = replacement.get(at).and_then(|sign| sign.to_digit(10)) else {
                        return false;
                    };
                    at += 1;
                    while let Some(digit) = replacement.get(at).and_then(|sign| sign.to_digit(10)) {
                        if (group * 10 + digit) as usize >= self.groups {
                            break;
                        }
                        group = group * 10 + digit;
                        at += 1;
                    }
                    let place = |side: usize| groups.get(group as usize * 2 + side).copied().flatten();
                    if let Some((from, to)) = place(0).zip(place(1)) {
                        result.extend_from_slice(&input[from..to]);
                    }
                }
                sign => result.push(*sign),
            }
        }
        true
    }
}

/// The pattern without its blanks, as the flag `x` has it; blanks inside of classes stay.
fn without_blanks(pattern: &[char]) -> Vec<char> {
    let mut kept = Vec::with_capacity(pattern.len());
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for sign in pattern {
        if depth == 0 && matches!(sign, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        match sign {
            '[' if !is_escaped => depth += 1,
            ']' if !is_escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_escaped = *sign == '\\' && !is_escaped;
        kept.push(*sign);
    }
    kept
}

fn fold(sign: char) -> char {
    let mut lower = sign.to_lowercase();
    lower.next().filter(|_| lower.next().is_none()).unwrap_or(sign)
}

impl Class {
    /// Whether it is one of the signs that are written here, negated or not.
    fn lists(&self, sign: char) -> bool {
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&sign))
            || self.kinds.iter().any(|(kind, negated)| is_kind(*kind, sign) != *negated)
    }
}

fn is_kind(kind: char, sign: char) -> bool {
    match kind {
        'd' => {
            sign.is_ascii_digit()
                || matches!(sign, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{966}'..='\u{96F}' | '\u{FF10}'..='\u{FF19}')
        }
        'N' => sign.is_numeric(),
        's' => matches!(sign, ' ' | '\t' | '\n' | '\r'),
        'w' => {
            !(sign.is_whitespace()
                || sign.is_control()
                || sign.is_ascii_punctuation()
                    && !matches!(sign, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~'))
        }
        'i' => sign.is_alphabetic() || matches!(sign, '_' | ':'),
        'c' => sign.is_alphanumeric() || matches!(sign, '_' | ':' | '-' | '.' | '\u{B7}'),
        'L' => sign.is_alphabetic(),
        'U' => sign.is_uppercase(),
        'l' => sign.is_lowercase(),
        'P' => {
            sign.is_ascii_punctuation()
                && !matches!(sign, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
        }
        'S' => matches!(sign, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~'),
        'Z' => sign.is_whitespace() && !sign.is_control(),
        'C' => sign.is_control(),
        'b' => sign.is_ascii(),
        'a' => matches!(sign, '\u{600}'..='\u{6FF}'),
        _ => false,
    }
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
            'd' | 's' | 'w' | 'i' | 'c' => class.kinds.push((sign, false)),
            'D' | 'S' | 'W' | 'I' | 'C' => class.kinds.push((sign.to_ascii_lowercase(), true)),
            'p' | 'P' => {
                let negated = sign == 'P';
                let rest = &self.text[self.at..];
                let end = rest.iter().position(|sign| *sign == '}');
                let (Some('{'), Some(end)) = (rest.first(), end) else {
                    return Err(RegexError::Malformed("a property is malformed"));
                };
                let name: String = rest[1..end].iter().collect();
                self.at += end + 1;
                let kind = match name.as_str() {
                    "L" | "Lt" | "Lm" | "Lo" | "IsLatin" => 'L',
                    "Lu" => 'U',
                    "Ll" => 'l',
                    "Nd" => 'd',
                    "N" | "Nl" | "No" => 'N',
                    "P" | "Pc" | "Pd" | "Ps" | "Pe" | "Pi" | "Pf" | "Po" => 'P',
                    "S" | "Sm" | "Sc" | "Sk" | "So" => 'S',
                    "Z" | "Zs" | "Zl" | "Zp" => 'Z',
                    "C" | "Cc" => 'C',
                    "IsBasicLatin" => 'b',
                    "IsArabic" => 'a',
                    _ => return Err(RegexError::Malformed("a property is unknown")),
                };
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
