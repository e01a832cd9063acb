//! My data: what is stored about a person, who looked at it, and until when it is kept.

use askama::Template;

use crate::html::{Code, Foreign, Href, MomentView, Words};
use crate::portal::cases::{DocumentRow, DraftRow};
use crate::portal::corrections::CorrectionRow;
use crate::shell::Shell;

/// What is stored about the person who looks.
#[derive(Template)]
#[template(path = "portal/my_data.html")]
pub struct MyDataPage {
    /// The frame.
    pub s: Shell,
    /// Requests.
    pub cases: Vec<KeptCase>,
    /// Drafts, each of which can be deleted.
    pub drafts: Vec<DraftRow>,
    /// Documents.
    pub documents: Vec<DocumentRow>,
    /// Facts that the person called wrong.
    pub corrections: Vec<CorrectionRow>,
    /// Who looked, the latest first.
    pub looks: Vec<LookAt>,
    /// Where all of it is downloaded.
    pub download: Href,
}

/// A request and until when it is kept.
#[derive(Clone, Debug)]
pub struct KeptCase {
    /// Where it leads.
    pub href: Href,
    /// Its number.
    pub number: Code,
    /// Its service.
    pub name: Words,
    /// How long what was given in it is kept.
    pub kept: Words,
}

/// One look of an officer.
#[derive(Clone, Debug)]
pub struct LookAt {
    /// When.
    pub at: MomentView,
    /// Which office.
    pub who: Foreign,
    /// Why.
    pub why: Words,
    /// At which request.
    pub case: Option<(Code, Href)>,
}
