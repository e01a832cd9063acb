//! What waits for a body as the holder of registers: facts that people call wrong.

use askama::Template;

use crate::html::{DateView, Href, Words};
use crate::parts::Pager;
use crate::shell::Shell;

/// Open corrections, the first due first.
#[derive(Template)]
#[template(path = "desk/corrections.html")]
pub struct CorrectionsPage {
    /// The frame.
    pub s: Shell,
    /// The corrections.
    pub rows: Vec<OpenCorrection>,
    /// More of them.
    pub pager: Pager,
}

/// One open correction; whose it is, its own page says, and the look is recorded.
#[derive(Clone, Debug)]
pub struct OpenCorrection {
    /// Where it is answered.
    pub href: Href,
    /// The fact.
    pub what: Words,
    /// The register.
    pub register: Words,
    /// The service in which it came up.
    pub service: Words,
    /// When it came.
    pub opened: DateView,
    /// Until when it should be answered.
    pub due: DateView,
}
