//! The worklist: mine, my unit's, waiting, done; deadlines in words and colour.

use askama::Template;

use crate::form::Choice;
use crate::html::{Code, DateView, Foreign, Href, Typed, Words};
use crate::parts::{Link, Notice, Pager, Tag};
use crate::shell::Shell;

/// The worklist.
#[derive(Template)]
#[template(path = "desk/worklist.html")]
pub struct WorklistPage {
    /// The frame.
    pub s: Shell,
    /// The tabs with their counts.
    pub tabs: Vec<Tab>,
    /// Parts of the tab; none where there is nothing to choose.
    pub filters: Vec<Filter>,
    /// Something to say first.
    pub notices: Vec<Notice>,
    /// Views that the officer keeps, each with the name that drops it.
    pub views: Vec<Link>,
    /// The query that would be kept as a view; nothing where there is nothing to keep.
    pub keep: Option<Typed>,
    /// Where views are kept and dropped (a post).
    pub views_action: Href,
    /// Services to choose from.
    pub services: Vec<Choice>,
    /// Orders to choose from.
    pub orders: Vec<Choice>,
    /// Value of the current filter.
    pub show: Typed,
    /// Where many cases are taken in hand at once (a post); nothing on tabs where that makes no sense.
    pub bulk: Option<Href>,
    /// What is searched for.
    pub query: Typed,
    /// Where it is searched (a get, as `q=…`, with the hidden tab).
    pub action: Href,
    /// Value of the current tab.
    pub tab: Typed,
    /// The cases, the most urgent first.
    pub rows: Vec<WorkRow>,
    /// Where the next case is taken (a post); nothing when there is none.
    pub next_case: Option<Href>,
    /// Where a case is taken over (a post, as `case=…`); nothing on tabs where that makes no sense.
    pub take: Option<Href>,
    /// More rows.
    pub pager: Pager,
    /// Other lists of the desk: notices, and what only owners see.
    pub links: Vec<crate::parts::Link>,
}

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Where it leads.
    pub href: Href,
    /// Its name.
    pub words: Words,
    /// How many cases it holds.
    pub count: usize,
    /// Says that it is shown.
    pub is_current: bool,
}

/// A part of a tab.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Where it leads.
    pub href: Href,
    /// What it shows.
    pub words: Words,
    /// Says that it is shown.
    pub is_current: bool,
}

/// One case of the worklist.
#[derive(Clone, Debug)]
pub struct WorkRow {
    /// Where it leads.
    pub href: Href,
    /// What the button that takes it sends.
    pub key: Typed,
    /// What its box sends: the case and the version that is seen.
    pub pick: Typed,
    /// Its number.
    pub number: Code,
    /// The applicant.
    pub applicant: Foreign,
    /// The service.
    pub service: Words,
    /// The task that waits.
    pub task: Words,
    /// The deadline in words and colour.
    pub deadline: Tag,
    /// The day of the deadline.
    pub due: Option<DateView>,
    /// Whose it is; nothing for nobody's.
    pub assignee: Option<Foreign>,
}
