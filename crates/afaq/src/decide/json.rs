//! JSON as values of FEEL and back, with every digit of a number.

use std::fmt::Write;

use afaq_feel::{Context, Value};

use super::limits;

/// Why a text is no JSON, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a text that should be JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The value is nested too deeply.
    Deep,
    /// Something follows the value.
    Follows,
    /// `,` or `]` is missing.
    CommaOrBracket,
    /// `:` is missing.
    Colon,
    /// A name is used twice.
    Twice,
    /// `,` or `}` is missing.
    CommaOrBrace,
    /// This is no number.
    Number,
    /// A value is missing.
    Value,
    /// A text in quotes is missing.
    Quotes,
    /// A text has no end.
    Endless,
    /// A text is not written as JSON asks for.
    Text,
}

impl What {
    /// In English.
    pub fn en(self) -> &'static str {
        match self {
            Self::Deep => "the value is nested too deeply",
            Self::Follows => "something follows the value",
            Self::CommaOrBracket => "`,` or `]` is missing",
            Self::Colon => "`:` is missing",
            Self::Twice => "a name is used twice",
            Self::CommaOrBrace => "`,` or `}` is missing",
            Self::Number => "this is no number",
            Self::Value => "a value is missing",
            Self::Quotes => "a text in quotes is missing",
            Self::Endless => "a text has no end",
            Self::Text => "a text is not written as JSON asks for",
        }
    }

    /// In Arabic.
    pub fn ar(self) -> &'static str {
        match self {
            Self::Deep => "القيمة متداخلة أعمق من المسموح",
            Self::Follows => "بعد القيمة شيء زائد",
            Self::CommaOrBracket => "تنقص `,` أو `]`",
            Self::Colon => "تنقص `:`",
            Self::Twice => "اسم مكرر",
            Self::CommaOrBrace => "تنقص `,` أو `}`",
            Self::Number => "هذا ليس عدداً صحيح الكتابة",
            Self::Value => "تنقص قيمة",
            Self::Quotes => "ينقص نص بين علامتي اقتباس",
            Self::Endless => "نص بلا نهاية",
            Self::Text => "نص ليس بالصيغة التي يطلبها JSON",
        }
    }
}

/// Reads JSON; numbers keep all digits that a decimal can hold.
pub fn read(text: &str) -> Result<Value, Broken> {
    let mut reader = Reader { text, at: 0 };
    reader.blanks();
    let value = reader.value(0)?;
    reader.blanks();
    if reader.at < text.len() { Err(reader.broken(What::Follows)) } else { Ok(value) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn broken(&self, what: What) -> Broken {
        let before = &self.text[..self.at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Broken { line, column, what }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, sign: u8) -> bool {
        self.blanks();
        let is_it = self.peek() == Some(sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn value(&mut self, depth: usize) -> Result<Value, Broken> {
        if depth > limits::JSON_DEPTH_MAX {
            return Err(self.broken(What::Deep));
        }
        for (word, value) in
            [("null", Value::Null), ("true", Value::Boolean(true)), ("false", Value::Boolean(false))]
        {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        match self.peek() {
            Some(b'"') => Ok(Value::String(self.string()?.into())),
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                if self.take(b']') {
                    return Ok(Value::list(items));
                }
                loop {
                    self.blanks();
                    items.push(self.value(depth + 1)?);
                    if self.take(b']') {
                        return Ok(Value::list(items));
                    }
                    if !self.take(b',') {
                        return Err(self.broken(What::CommaOrBracket));
                    }
                }
            }
            Some(b'{') => {
                self.at += 1;
                let mut context = Context::new();
                if self.take(b'}') {
                    return Ok(Value::context(context));
                }
                loop {
                    self.blanks();
                    let name = self.string()?;
                    if !self.take(b':') {
                        return Err(self.broken(What::Colon));
                    }
                    if context.get(&name).is_some() {
                        return Err(self.broken(What::Twice));
                    }
                    self.blanks();
                    let value = self.value(depth + 1)?;
                    context.set(name, value);
                    if self.take(b'}') {
                        return Ok(Value::context(context));
                    }
                    if !self.take(b',') {
                        return Err(self.broken(What::CommaOrBrace));
                    }
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                let length = self
                    .rest()
                    .find(|sign: char| !matches!(sign, '-' | '+' | '.' | 'e' | 'E') && !sign.is_ascii_digit())
                    .unwrap_or(self.rest().len());
                let number = self.rest()[..length].parse().map_err(|_| self.broken(What::Number))?;
                self.at += length;
                Ok(Value::Number(number))
            }
            _ => Err(self.broken(What::Value)),
        }
    }

    fn string(&mut self) -> Result<String, Broken> {
        if self.peek() != Some(b'"') {
            return Err(self.broken(What::Quotes));
        }
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        if end >= bytes.len() {
            return Err(self.broken(What::Endless));
        }
        // The quotes and what escapes mean are left to the library.
        let text = self.text.get(self.at..=end).and_then(|quoted| serde_json::from_str(quoted).ok());
        let text = text.ok_or_else(|| self.broken(What::Text))?;
        self.at = end + 1;
        Ok(text)
    }
}

/// A value as JSON: dates and durations as texts, what is not known as `{"unknown": […]}`.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    put(value, &mut out);
    out
}

/// A text as JSON.
pub fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn put(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Boolean(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(inner) => out.push_str(&text(inner)),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                put(item, out);
            }
            out.push(']');
        }
        Value::Context(context) => {
            out.push('{');
            for (at, (name, value)) in context.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                let _ = write!(out, "{}:", text(name));
                put(value, out);
            }
            out.push('}');
        }
        Value::Unknown(unknown) => {
            let names: Vec<String> = unknown.names.iter().map(|name| text(name)).collect();
            let _ = write!(out, "{{\"unknown\":[{}]}}", names.join(","));
        }
        other => out.push_str(&text(&plain(other))),
    }
}

/// A value without FEEL's signs around it, as it stands in a cell.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.to_string(),
        Value::List(_) | Value::Context(_) => write(value),
        Value::Unknown(unknown) => {
            format!("? {}", unknown.names.iter().cloned().collect::<Vec<_>>().join(", "))
        }
        other => {
            let written = other.to_string();
            let inner = written.strip_prefix("@\"").and_then(|rest| rest.strip_suffix('"'));
            inner.map_or(written.clone(), str::to_owned)
        }
    }
}
