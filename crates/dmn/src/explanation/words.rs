//! The words that a caller brings along: what facts and decisions are called, and how values are written.

use afaq_feel::Value;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// In Arabic.
    pub ar: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// A text in both languages.
    pub fn new(ar: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ar: ar.into(), en: en.into() }
    }

    /// The same text in both languages.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self::new(text, text)
    }
}

/// The words of a caller. What it has no word for is written as the model and FEEL write it.
pub trait Words {
    /// What a fact, a decision or the expression of a column is called: "monthly income".
    fn name(&self, subject: &str) -> Option<Said>;

    /// How a value of a fact or decision is written: "912.500 KWD".
    fn value(&self, subject: &str, value: &Value) -> Option<Said>;

    /// What it means that a rule of a decision gives this: a reason in words.
    fn meaning(&self, decision: &str, output: &Value) -> Option<Said> {
        let _ = (decision, output);
        None
    }

    /// An annotation as readers see it, as the name of an article; none: it is for authors alone.
    fn annotation(&self, column: &str, text: &str) -> Option<Said> {
        let _ = column;
        Some(Said::same(text))
    }
}

/// Words of nobody: everything as the model and FEEL write it.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainWords;

impl Words for PlainWords {
    fn name(&self, _: &str) -> Option<Said> {
        None
    }

    fn value(&self, _: &str, _: &Value) -> Option<Said> {
        None
    }
}

/// A name, or what stands for it.
pub(super) fn name(words: &dyn Words, subject: &str) -> Said {
    words.name(subject).unwrap_or_else(|| Said::same(subject))
}

/// A value as people read it.
pub(super) fn value(words: &dyn Words, subject: &str, value: &Value) -> Said {
    if let Some(said) = words.value(subject, value) {
        return said;
    }
    match value {
        Value::Null => Said::new("غير مسجّل", "not on record"),
        Value::Boolean(true) => Said::new("نعم", "yes"),
        Value::Boolean(false) => Said::new("لا", "no"),
        Value::Unknown(_) => Said::new("غير معلوم", "not known"),
        Value::String(text) => Said::new(format!("«{text}»"), format!("“{text}”")),
        Value::List(items) if items.is_empty() => Said::new("لا شيء", "none"),
        Value::List(items) => {
            let all: Vec<Said> = items.iter().map(|item| self::value(words, subject, item)).collect();
            joined(&all, "، ", ", ")
        }
        Value::Date(_) | Value::Time(_) | Value::DateTime(_) => Said::same(&plain(value)),
        Value::DaysTime(_) | Value::YearsMonths(_) => Said::same(&plain(value)),
        other => Said::same(&other.to_string()),
    }
}

/// A value without FEEL's `@"…"`.
fn plain(value: &Value) -> String {
    let written = value.to_string();
    match written.strip_prefix("@\"").and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.to_owned(),
        None => written,
    }
}

/// Several texts one after the other.
pub(super) fn joined(all: &[Said], ar: &str, en: &str) -> Said {
    let list = |pick: fn(&Said) -> &str, sign: &str| all.iter().map(pick).collect::<Vec<_>>().join(sign);
    Said { ar: list(|said| &said.ar, ar), en: list(|said| &said.en, en) }
}
