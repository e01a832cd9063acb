//! What every page has around its content: language, title, navigation, who is signed in, for whom one acts.

use afaq_base::Lang;

use crate::assets;
use crate::html::{Foreign, Href, Num, Words};
use crate::parts::{Link, Notice};
use crate::texts::{Arg, t, t_args};

/// The frame of a page. Every view has one as its field `s`.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Language of the page.
    pub lang: Lang,
    /// Title of the page, without the name of the site.
    pub title: Words,
    /// One sentence for search engines; empty on private pages.
    pub description: Words,
    /// Path and query of this page without the language, such as `/cases?tab=open`.
    pub path: String,
    /// Whose side of the house this is.
    pub side: Side,
    /// Which entry of the navigation this page belongs to.
    pub current: Place,
    /// The way back, shown above the title.
    pub back: Option<Link>,
    /// The way from the home page to here, this page left out.
    pub crumbs: Vec<Link>,
    /// What just happened, told once.
    pub notice: Option<Notice>,
    /// The time of day at which the session ends if nothing more is done.
    pub session_ends: Option<Num>,
    /// Says that the officer answers for registers, so that corrections stand in the navigation.
    pub has_corrections: bool,
    /// Says that errors of the form are named in the title, too.
    pub has_errors: bool,
    /// Says that this installation is a demonstration.
    pub is_demonstration: bool,
    /// Says that an officer fills this in with the person at a counter.
    pub is_counter: bool,
}

/// Whose side of the house a page is on.
#[derive(Clone, Debug)]
pub enum Side {
    /// Anyone, not signed in.
    Public,
    /// A person who signed in.
    Person {
        /// The person's name.
        name: Foreign,
        /// Unread messages.
        unread: usize,
        /// For whom the person acts, where that is somebody else.
        acting_for: Option<Foreign>,
        /// Whether that holds for the whole session, until the person acts for themselves again.
        is_acting: bool,
    },
    /// An officer of a body.
    Officer {
        /// The officer's name.
        name: Foreign,
        /// The unit in which the officer works.
        unit: Words,
        /// Whether the officer answers for the services of the body.
        is_owner: bool,
    },
}

/// An entry of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// None of them.
    Elsewhere,
    /// Services: home, search, service pages.
    Services,
    /// The person's cases.
    Cases,
    /// The person's messages.
    Messages,
    /// The person's documents.
    Documents,
    /// What is stored about the person.
    Data,
    /// Verifying a document.
    Verify,
    /// The officer's worklist.
    Worklist,
    /// Corrections that wait for the officer's body.
    Corrections,
    /// The officer's team.
    Team,
    /// The services of the officer's body.
    Catalogue,
    /// The demonstration's outbox.
    Outbox,
}

impl Shell {
    /// A public page. `path` is without the language: `/search?q=…`.
    pub fn new(lang: Lang, path: impl Into<String>, title: impl Into<Words>) -> Self {
        Self {
            lang,
            title: title.into(),
            description: Words::default(),
            path: path.into(),
            side: Side::Public,
            current: Place::Elsewhere,
            back: None,
            crumbs: Vec::new(),
            notice: None,
            session_ends: None,
            has_corrections: false,
            has_errors: false,
            is_demonstration: true,
            is_counter: false,
        }
    }

    /// Sets whose side the page is on.
    #[must_use]
    pub fn side(mut self, side: Side) -> Self {
        self.side = side;
        self
    }

    /// Sets the entry of the navigation.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.current = place;
        self
    }

    /// Sets the way back.
    #[must_use]
    pub fn back(mut self, link: Link) -> Self {
        self.back = Some(link);
        self
    }

    /// Sets the way from the home page to here.
    #[must_use]
    pub fn crumbs(mut self, links: Vec<Link>) -> Self {
        self.crumbs = links;
        self
    }

    /// Sets what just happened.
    #[must_use]
    pub fn notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    /// The text of a key.
    #[must_use]
    pub fn t(&self, key: &'static str) -> &'static str {
        t(self.lang, key)
    }

    /// The text of a key with one argument.
    pub fn t1(&self, key: &'static str, name: &'static str, value: impl Arg) -> String {
        t_args(self.lang, key, &[(name, &value)])
    }

    /// The text of a key with two arguments.
    pub fn t2(
        &self,
        key: &'static str,
        a: &'static str,
        av: impl Arg,
        b: &'static str,
        bv: impl Arg,
    ) -> String {
        t_args(self.lang, key, &[(a, &av), (b, &bv)])
    }

    /// An address in the language of the page.
    #[must_use]
    pub fn href(&self, path: &str) -> Href {
        Href::new(format!("/{}{path}", self.lang.code()))
    }

    /// The same page in the other language.
    #[must_use]
    pub fn switch_href(&self) -> Href {
        Href::new(format!("/{}{}", self.other().code(), self.path))
    }

    /// The other language.
    #[must_use]
    pub fn other(&self) -> Lang {
        self.lang.other()
    }

    /// Code of the page's language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.lang.code()
    }

    /// Direction of the page.
    #[must_use]
    pub fn dir(&self) -> &'static str {
        self.lang.dir()
    }

    /// Says whether this is the current entry of the navigation.
    #[must_use]
    pub fn is_at(&self, place: Place) -> bool {
        self.current == place
    }

    /// Says whether the page is on the officers' side, which is wider.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        matches!(self.side, Side::Officer { .. })
    }

    /// Address of the style sheet.
    #[must_use]
    pub fn css(&self) -> &'static str {
        assets::css_href()
    }

    /// Address of the script.
    #[must_use]
    pub fn js(&self) -> &'static str {
        assets::js_href()
    }

    /// Address of the font that the page's own language needs first.
    #[must_use]
    pub fn font(&self) -> &'static str {
        assets::font_href(self.lang)
    }

    /// Address of the icon of the site.
    #[must_use]
    pub fn icon(&self) -> &'static str {
        assets::icon_href()
    }
}
