//! Numbers, codes and money: runs that read left to right in both languages.

use std::fmt;

use afaq_base::{Lang, Money};
use askama::filters::HtmlSafe;

use super::escape;

/// A number or a measure, such as `12`, `96.4%` or `2 MB`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Num(String);

impl Num {
    /// Takes anything that shows itself as a number.
    pub fn new(value: impl fmt::Display) -> Self {
        Self(value.to_string())
    }

    /// Takes a whole number and groups its thousands.
    #[must_use]
    pub fn grouped(value: i64) -> Self {
        let digits = value.unsigned_abs().to_string();
        let mut shown = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if value < 0 {
            shown.push('-');
        }
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(c);
        }
        Self(shown)
    }

    /// The number without markup.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Num {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        run(f, "num", &self.0)
    }
}

impl HtmlSafe for Num {}

/// A code that people read out or copy: case number, civil number, verification code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Takes anything that shows itself as a code.
    pub fn new(value: impl fmt::Display) -> Self {
        Self(value.to_string())
    }

    /// The code without markup.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        run(f, "num code", &self.0)
    }
}

impl HtmlSafe for Code {}

/// A phone number or an IBAN, shown in groups, so that it can be compared with paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhoneOrIban(String);

impl PhoneOrIban {
    /// Takes the number with or without spaces.
    #[must_use]
    pub fn new(value: &str) -> Self {
        let packed: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        let mut shown = String::with_capacity(packed.len() + packed.len() / 4);
        let head = if packed.starts_with("+965") { "+965".len() } else { 0 };
        for (i, c) in packed.chars().enumerate() {
            if i > 0 && i >= head && (i - head).is_multiple_of(4) {
                shown.push(' ');
            }
            shown.push(c);
        }
        Self(shown)
    }

    /// The number in groups, without markup.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PhoneOrIban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        run(f, "num code grouped", &self.0)
    }
}

impl HtmlSafe for PhoneOrIban {}

/// An amount of money with its currency; zero reads as "free" where [`MoneyView::or_free`] made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyView {
    amount: Money,
    lang: Lang,
    free: Option<&'static str>,
}

impl MoneyView {
    /// Takes an amount for a page of this language.
    #[must_use]
    pub fn new(amount: Money, lang: Lang) -> Self {
        Self { amount, lang, free: None }
    }

    /// Takes a fee: nothing to pay is said in a word.
    #[must_use]
    pub fn or_free(amount: Money, lang: Lang) -> Self {
        let free = (amount.fils() == 0).then(|| crate::texts::t(lang, "money-free"));
        Self { amount, lang, free }
    }

    /// The amount without markup, such as `12.500 KWD`.
    #[must_use]
    pub fn plain(&self) -> String {
        match self.free {
            Some(free) => free.to_owned(),
            None => self.amount.display(self.lang),
        }
    }
}

impl fmt::Display for MoneyView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(free) = self.free {
            return escape(f, free);
        }
        f.write_str("<span class=\"money\">")?;
        if self.lang == Lang::En {
            f.write_str("KWD\u{a0}")?;
        }
        run(f, "num", &self.amount.grouped())?;
        if self.lang == Lang::Ar {
            f.write_str("\u{a0}د.ك")?;
        }
        f.write_str("</span>")
    }
}

impl HtmlSafe for MoneyView {}

fn run(f: &mut fmt::Formatter<'_>, class: &str, text: &str) -> fmt::Result {
    write!(f, "<span class=\"{class}\" dir=\"ltr\">")?;
    escape(f, text)?;
    f.write_str("</span>")
}
