//! The form: pages, sections and questions, each with the condition under which it is shown.

use afaq_base::Text;

use super::Formula;
use crate::problem::Spot;

/// What a person is asked, page by page.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The pages in order.
    pub pages: Vec<Page>,
}

impl Form {
    /// All questions, in order, with the page and the section that they stand in.
    pub fn questions(&self) -> impl Iterator<Item = (&Page, &Section, &Question)> {
        self.pages.iter().flat_map(|page| {
            page.sections.iter().flat_map(move |section| {
                section.questions.iter().map(move |question| (page, section, question))
            })
        })
    }
}

/// One page: one thing that is asked.
#[derive(Clone, Debug)]
pub struct Page {
    /// The id, part of the page's address.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// A paragraph under the heading.
    pub help: Option<Text>,
    /// When the page is shown; always where this is missing.
    pub when: Option<Formula>,
    /// The sections; at least one.
    pub sections: Vec<Section>,
    /// Where it is written.
    pub spot: Spot,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub struct Section {
    /// The id; empty for the only section of a plain page.
    pub id: String,
    /// The heading, where there is one.
    pub title: Option<Text>,
    /// When it is shown.
    pub when: Option<Formula>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// Where it is written.
    pub spot: Spot,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is asked for.
    pub what: What,
    /// When it is shown.
    pub when: Option<Formula>,
    /// Words for this page instead of the concept's label.
    pub label: Option<Text>,
    /// Words for this page instead of the concept's hint.
    pub hint: Option<Text>,
    /// Where it is written.
    pub spot: Spot,
}

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A concept, by its path.
    Concept(String),
    /// A paper, by its id.
    Evidence(String),
    /// A repeating group, by its id.
    Group(String),
}

impl What {
    /// The name as the form writes it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Concept(path) => path.clone(),
            Self::Evidence(id) => format!("evidence.{id}"),
            Self::Group(id) => id.clone(),
        }
    }
}
