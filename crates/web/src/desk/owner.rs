//! The owner's pages: what stopped, who should know, how the cases of a process stand and go on.

use askama::Template;

use crate::html::{Code, DateView, Href, MomentView, Num, Svg, Typed, Words};
use crate::parts::{Link, Notice, Tag};
use crate::shell::Shell;

/// What stopped and what was given up.
#[derive(Template)]
#[template(path = "desk/incidents.html")]
pub struct IncidentsPage {
    /// The frame.
    pub s: Shell,
    /// What came of the last act.
    pub notice: Option<Notice>,
    /// The incidents, the oldest first.
    pub incidents: Vec<IncidentRow>,
    /// Where several are tried again (a post, as `which=…` and `reason=…`).
    pub retry: Href,
    /// Jobs that were given up.
    pub dead: Vec<DeadRow>,
}

/// One incident.
#[derive(Clone, Debug)]
pub struct IncidentRow {
    /// Its page.
    pub href: Href,
    /// The value by which it is chosen.
    pub key: Typed,
    /// The number of the case.
    pub number: Code,
    /// The service.
    pub service: Words,
    /// Where it stands.
    pub element: Words,
    /// Why, in short.
    pub reason: Words,
    /// Since when.
    pub since: MomentView,
}

/// A job that was given up.
#[derive(Clone, Debug)]
pub struct DeadRow {
    /// The case.
    pub case: Link,
    /// What was to be done.
    pub what: Words,
    /// How often it was tried.
    pub attempts: Num,
    /// When it was given up.
    pub at: MomentView,
    /// Where it is tried again (a post).
    pub revive: Href,
}

/// What an officer should know.
#[derive(Template)]
#[template(path = "desk/notices.html")]
pub struct NoticesPage {
    /// The frame.
    pub s: Shell,
    /// The newest first.
    pub notices: Vec<NoticeRow>,
}

/// One notice.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// The case.
    pub case: Link,
    /// What runs out of time.
    pub words: Words,
    /// When it was told.
    pub at: MomentView,
    /// Where it is put away (a post).
    pub seen: Href,
}

/// The services whose processes an officer owns.
#[derive(Template)]
#[template(path = "desk/processes.html")]
pub struct ProcessesPage {
    /// The frame.
    pub s: Shell,
    /// Each with its page.
    pub services: Vec<Link>,
}

/// How the cases of one process stand.
#[derive(Template)]
#[template(path = "desk/process.html")]
pub struct ProcessPage {
    /// The frame; its title is the service.
    pub s: Shell,
    /// What came of the last act.
    pub notice: Option<Notice>,
    /// Open tasks by element.
    pub loads: Vec<LoadRow>,
    /// Open cases by stage and version.
    pub stages: Vec<StageRow>,
    /// The picture with counts.
    pub picture: Option<Svg>,
    /// Versions to which cases can go; none where there is only one.
    pub versions: Vec<Typed>,
    /// The version that was asked for.
    pub chosen: Typed,
    /// Where a plan is asked for or a run begun (a post, as `to=…`, `reason=…`, `do=plan|start`).
    pub migrate: Href,
    /// What a migration would do.
    pub plan: Option<PlanView>,
    /// Runs, the latest first.
    pub runs: Vec<RunRow>,
}

/// Where open tasks stand.
#[derive(Clone, Debug)]
pub struct LoadRow {
    /// The element.
    pub name: Words,
    /// Open tasks.
    pub open: Num,
    /// How many are late.
    pub late: Tag,
    /// How long they have waited, on the average.
    pub average: Words,
    /// Since when the oldest waits.
    pub oldest: DateView,
}

/// How many cases are in a stage.
#[derive(Clone, Debug)]
pub struct StageRow {
    /// The stage.
    pub stage: Tag,
    /// The version.
    pub version: Typed,
    /// How many.
    pub count: Num,
}

/// What a migration would do.
#[derive(Clone, Debug)]
pub struct PlanView {
    /// In a sentence.
    pub words: Words,
    /// For each older version what stands against it.
    pub versions: Vec<(Words, Vec<Words>)>,
    /// Conflicts of cases with examples.
    pub conflicts: Vec<(Words, Num, Words)>,
    /// Examples of cases that stay.
    pub stayed: Words,
}

/// A run over many cases.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// What is done.
    pub what: Words,
    /// Who began it.
    pub by: Words,
    /// When.
    pub at: MomentView,
    /// Runs, or has ended.
    pub state: Tag,
    /// How far it has come.
    pub words: Words,
    /// The share that is done, 0 to 100.
    pub percent: Num,
}
