//! The style page: every component in the direction of the page and in the other one.

use askama::Template;

use crate::form::{Block, FieldError};
use crate::html::{Code, DateView, Foreign, MoneyView, Num, PhoneOrIban};
use crate::icons::Icon;
use crate::known::FactGroup;
use crate::parts::{FactView, Notice, Tag, TimelineItem};
use crate::shell::Shell;

/// Every component once.
#[derive(Template)]
#[template(path = "style.html")]
pub struct StylePage {
    /// The frame.
    pub s: Shell,
    /// The components in the language of the page.
    pub here: Specimen,
    /// The components in the other language, in its direction.
    pub there: Specimen,
}

/// The components in one language.
pub struct Specimen {
    /// A frame for the texts of this language.
    pub s: Shell,
    /// Tags of every tone.
    pub tags: Vec<Tag>,
    /// Notices of every tone.
    pub notices: Vec<Notice>,
    /// Every drawing.
    pub icons: Vec<Icon>,
    /// Names in mixed directions.
    pub names: Vec<Foreign>,
    /// Numbers.
    pub numbers: Vec<Num>,
    /// Codes.
    pub codes: Vec<Code>,
    /// Amounts.
    pub amounts: Vec<MoneyView>,
    /// Days.
    pub dates: Vec<DateView>,
    /// Numbers in groups.
    pub grouped: Vec<PhoneOrIban>,
    /// Facts with their source.
    pub facts: Vec<FactView>,
    /// A timeline.
    pub timeline: Vec<TimelineItem>,
    /// Every control.
    pub blocks: Vec<Block>,
    /// A summary of errors.
    pub errors: Vec<FieldError>,
}

impl Specimen {
    /// The facts close together, as pages show many of them.
    fn known(&self) -> FactGroup {
        FactGroup::new(self.s.t("facts-you"), self.facts.clone())
    }
}
