//! A drawing of ours (the picture of a process, a QR code) that may stand in a page.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::limits;

/// Markup of one drawing without scripts, styles, links or outside content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Svg(String);

/// Why a drawing may not stand in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SvgRefused {
    /// The text is not one `<svg>` element.
    #[error("the drawing is not one `svg` element")]
    NotSvg,
    /// The text is larger than the limit.
    #[error("the drawing is larger than {} bytes", limits::SVG_BYTES_MAX)]
    TooLarge,
    /// The text holds something that acts or loads.
    #[error("the drawing holds `{0}`, which may act or load")]
    Forbidden(&'static str),
}

/// What a drawing may not hold; the policy of the page would block it as well.
const FORBIDDEN: [&str; 10] = [
    "<script",
    "<foreignobject",
    "<style",
    "<image",
    "<use",
    "<a ",
    "<animate",
    "href",
    "style=",
    "javascript:",
];

impl Svg {
    /// Takes a drawing that our own code made.
    ///
    /// # Errors
    /// [`SvgRefused`] when the drawing could act, load something, or is not a drawing.
    pub fn new(markup: impl Into<String>) -> Result<Self, SvgRefused> {
        let markup = markup.into();
        if markup.len() > limits::SVG_BYTES_MAX {
            return Err(SvgRefused::TooLarge);
        }
        let lower = markup.trim().to_ascii_lowercase();
        if !lower.starts_with("<svg") || !lower.ends_with("</svg>") {
            return Err(SvgRefused::NotSvg);
        }
        if let Some(bad) = FORBIDDEN.into_iter().find(|bad| lower.contains(bad)) {
            return Err(SvgRefused::Forbidden(bad));
        }
        if has_handler(&lower) {
            return Err(SvgRefused::Forbidden("on…="));
        }
        Ok(Self(markup))
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Svg {}

/// Finds an attribute that begins with `on`, in any spelling of the space before it.
fn has_handler(lower: &str) -> bool {
    lower.match_indices("on").any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start();
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/')) && after.starts_with('=')
    })
}
