//! Typed runs of text: the only way for a value to reach a page.
//!
//! | Type | For | Becomes |
//! | --- | --- | --- |
//! | [`Words`] | text of ours, or of a pack, in the language of the page | escaped text |
//! | [`Foreign`] | text that people or registers wrote, in any direction | `<bdi>`, runs of the other direction isolated |
//! | [`Typed`] | what was typed into a field | an escaped attribute or content of a text area |
//! | [`Num`], [`Code`] | numbers, civil numbers, case numbers | a left-to-right run |
//! | [`MoneyView`], [`DateView`], [`MomentView`] | money, days, instants | isolated, machine-readable |
//! | [`PhoneOrIban`] | numbers read in groups | a left-to-right run in groups |
//! | [`Href`] | an address inside this site | an escaped attribute |
//! | [`Svg`] | a drawing of ours | checked markup |

mod bidi;
mod date;
mod number;
mod svg;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use askama::filters::HtmlSafe;

use crate::limits;
pub use date::{DateView, MomentView};
pub use number::{Code, MoneyView, Num, PhoneOrIban};
pub use svg::{Svg, SvgRefused};

/// A text of ours or of a pack, in the language of the page. Escaped where it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Cow<'static, str>);

impl Words {
    /// Takes a text that is already in the language of the page.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The text without markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&'static str> for Words {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

/// Text that a person or a register wrote: a name, an address, a comment.
///
/// Shown inside `<bdi>`; runs of the other direction ("W.L.L." after an Arabic name) are isolated once more,
/// since a full stop at the end of such a run would otherwise jump to the wrong side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign(String);

impl Foreign {
    /// Takes any text: direction controls are dropped, what is over the limit is cut.
    #[must_use]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(bidi::clean(text.as_ref(), limits::FOREIGN_CHARS_MAX))
    }

    /// The text without markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        bidi::write(f, &self.0)
    }
}

impl HtmlSafe for Foreign {}

impl From<&str> for Foreign {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// The name of a person or a firm: [`Foreign`] under a name that says what it is.
pub type NameView = Foreign;

/// What was typed into a field, given back unchanged. Escaped where it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(String);

impl Typed {
    /// Takes what was typed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Typed {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// An address inside this site, such as `/ar/cases/7K4M-2P9T` or `#who`.
///
/// INVARIANT: begins with one `/` (never `//`), `#` or `?`, so that it can lead to no other site and run no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Href(Cow<'static, str>);

impl Href {
    /// Takes an address; one that would leave the site becomes `/`.
    pub fn new(address: impl Into<Cow<'static, str>>) -> Self {
        let address = address.into();
        let local = matches!(address.as_bytes(), [b'#' | b'?', ..] | [b'/'] | [b'/', ..])
            && !address.starts_with("//")
            && address.len() <= limits::HREF_CHARS_MAX
            && !address.contains(|c: char| c == '\\' || c.is_control());
        if local { Self(address) } else { Self(Cow::Borrowed("/")) }
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: Into<Cow<'static, str>>> From<T> for Href {
    fn from(address: T) -> Self {
        Self::new(address)
    }
}

/// Writes text with the five characters of HTML escaped.
pub(crate) fn escape(f: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        f.write_str(&rest[..at])?;
        f.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    f.write_str(rest)
}
