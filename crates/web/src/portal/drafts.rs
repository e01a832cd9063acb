//! From the first answer to the receipt: task list, check answers, pay, confirmation.

use askama::Template;

use crate::form::Hidden;
use crate::html::{Code, DateView, Href, MoneyView, Words};
use crate::known::FactGroup;
use crate::parts::{Link, Notice, Row, Tag};
use crate::shell::Shell;

/// The parts of a long form and how far each is.
#[derive(Template)]
#[template(path = "portal/task_list.html")]
pub struct TaskListPage {
    /// The frame.
    pub s: Shell,
    /// Name of the service.
    pub over: Words,
    /// Parts done.
    pub done: usize,
    /// The sections with their tasks.
    pub sections: Vec<TaskSection>,
    /// Until when the draft is kept.
    pub kept_until: DateView,
    /// Where to go on.
    pub go_on: Href,
}

impl TaskListPage {
    /// How many tasks there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.sections.iter().map(|section| section.tasks.len()).sum()
    }
}

/// A section of the task list.
#[derive(Clone, Debug)]
pub struct TaskSection {
    /// Its heading.
    pub heading: Words,
    /// Its tasks.
    pub tasks: Vec<TaskRow>,
}

/// One task.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// What it is.
    pub words: Words,
    /// Where it leads; nothing while it cannot be started.
    pub href: Option<Href>,
    /// How far it is.
    pub state: Tag,
}

/// All answers before they are sent.
#[derive(Template)]
#[template(path = "portal/check.html")]
pub struct CheckPage {
    /// The frame.
    pub s: Shell,
    /// Name of the service.
    pub over: Words,
    /// The answers, page by page.
    pub sections: Vec<CheckSection>,
    /// What registers said.
    pub known: Vec<FactGroup>,
    /// What it costs, where that is known.
    pub fee: Option<MoneyView>,
    /// What the rules say already, such as a reason that stands against it.
    pub notice: Option<Notice>,
    /// What the person declares by sending it.
    pub declaration: Words,
    /// Where it is posted.
    pub action: Href,
    /// Hidden values, such as the version of the draft and a key against doubles.
    pub hidden: Vec<Hidden>,
}

/// The answers of one page.
#[derive(Clone, Debug)]
pub struct CheckSection {
    /// Title of the page.
    pub heading: Words,
    /// The answers.
    pub rows: Vec<Row>,
}

/// What is to be paid.
#[derive(Template)]
#[template(path = "portal/pay.html")]
pub struct PayPage {
    /// The frame.
    pub s: Shell,
    /// Name of the service.
    pub over: Words,
    /// Number of the case.
    pub case: Code,
    /// The parts of the fee.
    pub parts: Vec<(Words, MoneyView)>,
    /// The sum.
    pub sum: MoneyView,
    /// Until when it has to be paid.
    pub due: Option<DateView>,
    /// Where the payment begins (a post).
    pub action: Href,
    /// Hidden values.
    pub hidden: Vec<Hidden>,
    /// How the last attempt ended.
    pub notice: Option<Notice>,
}

/// The receipt: number, promised date, what happens next.
#[derive(Template)]
#[template(path = "portal/confirmation.html")]
pub struct ConfirmationPage {
    /// The frame.
    pub s: Shell,
    /// Name of the service.
    pub over: Words,
    /// Number of the case.
    pub case: Code,
    /// When it will be done at the latest.
    pub promised: Option<DateView>,
    /// What happens next, in order.
    pub next: Vec<Words>,
    /// Where the case is.
    pub case_href: Href,
    /// More to do.
    pub links: Vec<Link>,
}
