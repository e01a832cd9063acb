//! Names with spaces and signs: the longest known name wins.

use std::sync::Arc;

use super::{INPUT, Parsed, Parser};
use crate::Type;
use crate::ast::{Binding, Name};
use crate::builtin::Builtin;
use crate::limits::NAME_WORDS;

/// Words that end a name which is not known.
const KEYWORDS: [&str; 19] = [
    "and",
    "or",
    "in",
    "between",
    "then",
    "else",
    "return",
    "satisfies",
    "instance",
    "of",
    "if",
    "for",
    "some",
    "every",
    "function",
    "true",
    "false",
    "null",
    "external",
];

pub(super) fn is_name_start(sign: char) -> bool {
    sign == '?' || sign == '_' || sign.is_alphabetic() || is_listed(sign)
}

/// The ranges of the standard beside letters.
fn is_listed(sign: char) -> bool {
    matches!(sign, '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FEFE}'
        | '\u{FF00}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

pub(crate) fn is_name_part(sign: char) -> bool {
    is_name_start(sign)
        || sign.is_alphanumeric()
        || matches!(sign, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}')
}

fn is_sign(sign: char) -> bool {
    matches!(sign, '.' | '/' | '-' | '\'' | '+' | '*' | '’')
}

/// The form in which names are compared: one space between words, none beside signs.
pub(super) fn canonical(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    let mut gap = false;
    for sign in name.trim().chars() {
        if sign.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && is_name_part(sign) && result.chars().last().is_some_and(is_name_part) {
            result.push(' ');
        }
        gap = false;
        result.push(sign);
    }
    result
}

/// A name as it was read.
pub(super) struct Read {
    pub(super) name: String,
    pub(super) known: bool,
}

impl Parser<'_> {
    /// The words and signs from here on that could make up a name, with the place after each.
    fn words(&mut self) -> Vec<(String, usize, bool)> {
        let start = self.at;
        let mut words: Vec<(String, usize, bool)> = Vec::new();
        let mut text = String::new();
        while words.len() < NAME_WORDS {
            let before = self.at;
            if !words.is_empty() {
                while self.peek().is_some_and(char::is_whitespace) {
                    self.at += 1;
                }
            }
            match self.peek() {
                Some(sign) if is_name_part(sign) && (!words.is_empty() || is_name_start(sign)) => {
                    if self.at > before && words.last().is_some_and(|(_, _, is_word)| *is_word) {
                        text.push(' ');
                    }
                    while let Some(sign) = self.peek().filter(|sign| is_name_part(*sign)) {
                        text.push(sign);
                        self.at += 1;
                    }
                    words.push((text.clone(), self.at, true));
                }
                Some(sign) if is_sign(sign) && !words.is_empty() => {
                    text.push(sign);
                    self.at += 1;
                    words.push((text.clone(), self.at, false));
                }
                _ => break,
            }
        }
        self.at = start;
        words
    }

    fn word_at(&self, mut at: usize) -> String {
        while self.text.get(at).copied().is_some_and(char::is_whitespace) {
            at += 1;
        }
        self.text[at.min(self.text.len())..].iter().take_while(|sign| is_name_part(**sign)).take(40).collect()
    }

    /// Whether a plain word follows, which would have to belong to the name.
    fn continues(&self, at: usize) -> bool {
        let word = self.word_at(at);
        word.chars().next().is_some_and(is_name_start) && !KEYWORDS.contains(&word.as_str())
    }

    /// Reads a name: the longest for which `find` knows one, or else the plain words that stand here.
    pub(super) fn read_name(&mut self, find: impl Fn(&Self, &str) -> Option<String>) -> Option<Read> {
        self.skip();
        let words = self.words();
        let known = words.iter().rev().find_map(|(text, end, _)| Some((find(self, text)?, *end)));
        if let Some((name, end)) = known
            && (name == INPUT
                || !self.continues(end)
                || words.iter().any(|(_, at, word)| *at == end && !word))
        {
            self.at = end;
            return Some(Read { name, known: true });
        }
        let (mut name, mut end) = words.first().map(|(text, end, _)| (text.clone(), *end))?;
        for (text, at, is_word) in &words[1..] {
            if !is_word || KEYWORDS.contains(&self.word_at(end).as_str()) {
                break;
            }
            (name, end) = (text.clone(), *at);
        }
        self.at = end;
        Some(Read { name, known: false })
    }

    /// The real spelling of a name that may stand here.
    fn find_name(&self, text: &str) -> Option<String> {
        for local in self.locals.iter().rev() {
            if local.canonical == text {
                return Some(local.name.to_string());
            }
            if local.is_filter
                && let Type::Context(members) = &local.kind
                && let Some(name) = find_member(members.keys(), text)
            {
                return Some(name);
            }
        }
        if let Some(name) = self.globals.get(text) {
            return Some((*name).to_owned());
        }
        Builtin::by_name(text).map(|_| text.to_owned())
    }

    /// Reads a name in an expression and resolves it.
    pub(super) fn name(&mut self) -> Parsed<Name> {
        let start = self.at;
        let Some(read) = self.read_name(Self::find_name) else {
            return Err(self.unexpected("a value"));
        };
        if !read.known && KEYWORDS.contains(&read.name.as_str()) {
            self.at = start;
            return Err(self.unexpected("a value"));
        }
        if read.name == INPUT {
            self.saw_input = true;
        }
        let binding = self.resolve(&read.name);
        Ok(Name { text: read.name.into(), binding })
    }

    fn resolve(&self, name: &str) -> Binding {
        let mut filters = Vec::new();
        let mut found = None;
        for (slot, local) in self.locals.iter().enumerate().rev() {
            if &*local.name == name {
                if local.is_filter && matches!(local.kind, Type::Any | Type::Null | Type::Context(_)) {
                    // A member named `item` comes before the element itself.
                    filters.push(slot);
                }
                found = Some(Binding::Local(slot));
                break;
            }
            if local.is_filter && matches!(local.kind, Type::Any | Type::Null | Type::Context(_)) {
                filters.push(slot);
            }
        }
        let mut binding = found.unwrap_or_else(|| match Builtin::by_name(name) {
            Some(builtin) if self.scope.get(name).is_none() => Binding::Builtin(builtin),
            _ => Binding::Global,
        });
        for slot in filters.into_iter().rev() {
            binding = Binding::Member { slot, outer: Box::new(binding) };
        }
        binding
    }

    /// Reads the member after a dot.
    pub(super) fn member(&mut self, kind: &Type) -> Parsed<Arc<str>> {
        let item = match kind {
            Type::List(item) => item,
            kind => kind,
        };
        let read = self.read_name(|_, text| match item {
            Type::Context(members) => find_member(members.keys(), text),
            _ => None,
        });
        match read {
            Some(read) => Ok(read.name.into()),
            None => Err(self.unexpected("the name of a member")),
        }
    }

    /// Reads the key of a context's entry or the name of a parameter: everything before the colon.
    pub(super) fn key(&mut self) -> Option<String> {
        self.skip();
        let words = self.words();
        let (text, end, _) = words.into_iter().next_back()?;
        self.at = end;
        Some(text)
    }
}

fn find_member<'m>(mut members: impl Iterator<Item = &'m String>, text: &str) -> Option<String> {
    members.find(|member| canonical(member) == text).cloned()
}
