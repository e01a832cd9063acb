//! The outbox of the demonstration: every letter, mail and text message that would have left.

use askama::Template;

use crate::html::{Foreign, Href, MomentView, Words};
use crate::icons::Icon;
use crate::parts::{Link, Pager};
use crate::shell::Shell;

/// The outbox.
#[derive(Template)]
#[template(path = "demo/outbox.html")]
pub struct OutboxPage {
    /// The frame.
    pub s: Shell,
    /// What left, the newest first.
    pub items: Vec<OutboxItem>,
    /// More of it.
    pub pager: Pager,
}

/// One thing that left.
#[derive(Clone, Debug)]
pub struct OutboxItem {
    /// By which way.
    pub way: Way,
    /// To whom: name, and address or number.
    pub to: Foreign,
    /// When.
    pub at: MomentView,
    /// The language it is written in.
    pub lang: afaq_base::Lang,
    /// Its subject; empty for a text message.
    pub subject: Words,
    /// Its paragraphs.
    pub paragraphs: Vec<Words>,
    /// The documents with it.
    pub attachments: Vec<(Foreign, Href)>,
    /// The case it belongs to.
    pub case: Option<Link>,
}

/// How it left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A letter.
    Letter,
    /// A mail.
    Mail,
    /// A text message.
    Sms,
    /// A message inside the portal.
    InApp,
}

impl Way {
    /// Key of its name.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Letter => "way-letter",
            Self::Mail => "way-mail",
            Self::Sms => "way-sms",
            Self::InApp => "way-in-app",
        }
    }

    /// Its drawing.
    #[must_use]
    pub fn icon(&self) -> Icon {
        match self {
            Self::Letter => Icon::Paper,
            Self::Mail => Icon::Letter,
            Self::Sms => Icon::Phone,
            Self::InApp => Icon::Info,
        }
    }
}
