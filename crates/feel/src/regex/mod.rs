//! XPath's regular expressions, by backtracking within a budget of steps.

mod class;
mod program;
mod read;
mod replace;
mod run;

use std::fmt;

use crate::limits::PATTERN_LENGTH;
use program::Step;

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
        let (tree, groups) = if set.literal { (read::literal(&text), 0) } else { read::pattern(text)? };
        let mut regex = Regex { program: Vec::new(), groups: groups + 1, marks: 0, flags: set };
        regex.emit_all(tree)?;
        Ok(regex)
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
