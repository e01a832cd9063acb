//! Text in Arabic and English: no text for people exists in one language alone.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One of the two languages that every text for people must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Arabic, written right to left. The default: Afaq is Arabic first.
    #[default]
    Ar,
    /// English, written left to right.
    En,
}

impl Lang {
    /// Both languages, Arabic first.
    pub const ALL: [Self; 2] = [Self::Ar, Self::En];

    /// The BCP 47 code: `ar` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
        }
    }

    /// The value of HTML's `dir`: `rtl` or `ltr`.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::En => "ltr",
        }
    }

    /// The other language, for a switch.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ar => Self::En,
            Self::En => Self::Ar,
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ar => "العربية",
            Self::En => "English",
        }
    }

    /// Reads a language code, with or without a region (`ar`, `en-GB`, `AR_kw`).
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or(code);
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// A language code that is neither Arabic nor English.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the language must be `ar` or `en`")]
pub struct UnknownLang;

impl std::str::FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Self, UnknownLang> {
        Self::find(code).ok_or(UnknownLang)
    }
}

/// A text in Arabic and English; further languages are data only.
///
/// Written `{ar: …, en: …}`; every other key is a further language's code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Text {
    /// The Arabic text.
    pub ar: String,
    /// The English text.
    pub en: String,
    /// Texts in further languages, by language code.
    #[serde(flatten)]
    pub more: BTreeMap<String, String>,
}

impl Text {
    /// A text in the two required languages.
    #[must_use]
    pub fn new(ar: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ar: ar.into(), en: en.into(), more: BTreeMap::new() }
    }

    /// The same characters in both languages: for codes and numbers, not for words.
    #[must_use]
    pub fn same(both: impl Into<String>) -> Self {
        let both = both.into();
        Self::new(both.clone(), both)
    }

    /// The text in one of the required languages.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ar => &self.ar,
            Lang::En => &self.en,
        }
    }

    /// The text in any language by its code, or nothing if it was not translated.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&str> {
        match code {
            "ar" => Some(&self.ar),
            "en" => Some(&self.en),
            _ => self.more.get(code).map(String::as_str),
        }
    }

    /// Makes a new text of each language's text.
    #[must_use]
    pub fn map(&self, mut change: impl FnMut(&str) -> String) -> Self {
        Self {
            ar: change(&self.ar),
            en: change(&self.en),
            more: self.more.iter().map(|(code, text)| (code.clone(), change(text))).collect(),
        }
    }

    /// Whether both required languages are there and not blank.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.ar.trim().is_empty() && !self.en.trim().is_empty()
    }
}

/// A bilingual text that is part of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct StaticText {
    /// The Arabic text.
    pub ar: &'static str,
    /// The English text.
    pub en: &'static str,
}

impl StaticText {
    /// A text in both languages.
    #[must_use]
    pub const fn new(ar: &'static str, en: &'static str) -> Self {
        Self { ar, en }
    }

    /// The text in one language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ar => self.ar,
            Lang::En => self.en,
        }
    }

    /// The same as an owned [`Text`].
    #[must_use]
    pub fn to_text(self) -> Text {
        Text::new(self.ar, self.en)
    }
}

impl From<StaticText> for Text {
    fn from(text: StaticText) -> Self {
        text.to_text()
    }
}
