//! Pages of words: accessibility, privacy, help.

use askama::Template;

use crate::html::Words;
use crate::parts::Link;
use crate::shell::Shell;

/// A page of words.
#[derive(Template)]
#[template(path = "prose.html")]
pub struct ProsePage {
    /// The frame.
    pub s: Shell,
    /// The first words.
    pub lead: Words,
    /// The sections: heading and paragraphs.
    pub sections: Vec<(Words, Vec<Words>)>,
    /// Where to go on.
    pub links: Vec<Link>,
}

impl ProsePage {
    /// How accessible the pages are, honestly.
    #[must_use]
    pub fn accessibility(s: Shell) -> Self {
        Self::of(
            s,
            "accessibility",
            "accessibility-lead",
            &[
                ("accessibility-h1", &["accessibility-1a", "accessibility-1b"]),
                ("accessibility-h2", &["accessibility-2a"]),
                ("accessibility-h3", &["accessibility-3a"]),
            ],
        )
    }

    /// What is stored and who sees it.
    #[must_use]
    pub fn privacy(s: Shell) -> Self {
        Self::of(
            s,
            "privacy",
            "privacy-lead",
            &[
                ("privacy-h1", &["privacy-1a", "privacy-1b"]),
                ("privacy-h2", &["privacy-2a", "privacy-2b"]),
                ("privacy-h3", &["privacy-3a"]),
            ],
        )
    }

    /// How to get help.
    #[must_use]
    pub fn help(s: Shell) -> Self {
        let bodies = Link::new(s.href("/bodies"), s.t("bodies-title"));
        let mut page = Self::of(
            s,
            "help",
            "help-lead",
            &[("help-h1", &["help-1a"]), ("help-h2", &["help-2a", "help-2b"]), ("help-h3", &["help-3a"])],
        );
        page.links = vec![bodies];
        page
    }

    fn of(
        mut s: Shell,
        title: &'static str,
        lead: &'static str,
        sections: &[(&'static str, &[&'static str])],
    ) -> Self {
        s.title = Words::from(s.t(title));
        let words = |key: &&'static str| Words::from(s.t(key));
        let sections = sections.iter().map(|(h, ps)| (words(h), ps.iter().map(words).collect())).collect();
        Self { lead: words(&lead), sections, links: Vec::new(), s }
    }
}
