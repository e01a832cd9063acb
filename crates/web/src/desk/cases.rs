//! One case, to the officer who works on it.

use askama::Template;

use crate::explained::ExplainedView;
use crate::html::{Code, DateView, Foreign, Href, MomentView, Num, Svg, Typed, Words};
use crate::known::FactGroup;
use crate::parts::{Link, Notice, Row, Tag, TimelineItem};
use crate::portal::cases::{LookRow, ReasonView};
use crate::shell::Shell;

/// One case.
#[derive(Template)]
#[template(path = "desk/case.html")]
pub struct DeskCasePage {
    /// The frame.
    pub s: Shell,
    /// Its number.
    pub number: Code,
    /// The service.
    pub service: Words,
    /// The applicant.
    pub applicant: Foreign,
    /// Who acts for the applicant, and as what.
    pub represented_by: Option<(Foreign, Words)>,
    /// Where it stands.
    pub state: Tag,
    /// The deadline.
    pub deadline: Tag,
    /// The day of the deadline.
    pub due: Option<DateView>,
    /// Whose it is.
    pub assignee: Option<Foreign>,
    /// The task that waits for this officer.
    pub task: Option<Words>,
    /// What the officer must know first: undetermined and why, a disputed fact, somebody else works on it.
    pub notices: Vec<Notice>,
    /// What the officer can do: the first is the main one.
    pub actions: Vec<DeskAction>,
    /// A prepared decision that did not leave yet.
    pub prepared: Option<PreparedView>,
    /// What officers wrote for each other, the newest first.
    pub notes: Vec<NoteView>,
    /// What is known, by person; what is not sure first.
    pub facts: Vec<FactGroup>,
    /// The entries of repeating groups.
    pub answers: Vec<Row>,
    /// The papers.
    pub evidence: Vec<EvidenceView>,
    /// What the rules say.
    pub rules: Vec<RuleView>,
    /// The picture of the process with the position marked.
    pub process: Option<Svg>,
    /// The same in words.
    pub outline: Vec<TimelineItem>,
    /// What is used up of the time, and why the rest is not.
    pub ledger: crate::ledger::LedgerView,
    /// Questions to the applicant and to other bodies.
    pub requests: Vec<RequestView>,
    /// What happened, the newest first.
    pub history: Vec<TimelineItem>,
    /// Who looked at it.
    pub looks: Vec<LookRow>,
}

/// What the officer can do.
#[derive(Clone, Debug)]
pub struct DeskAction {
    /// Where it leads, and what it says.
    pub link: Link,
    /// Says that it acts at once (a post) instead of leading to a page.
    pub is_post: bool,
}

/// A paper of the case.
#[derive(Clone, Debug)]
pub struct EvidenceView {
    /// What kind of paper it is.
    pub name: Words,
    /// The file, where there is one.
    pub file: Option<(Foreign, Href, Num)>,
    /// Checked, missing, not needed and why.
    pub state: Tag,
    /// When it came.
    pub at: Option<MomentView>,
    /// What the applicant claimed beside what the paper says.
    pub compared: Vec<Compared>,
}

/// A claim beside a paper.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What it is.
    pub label: Words,
    /// What was claimed.
    pub claimed: crate::parts::Value,
    /// What the paper or the register says.
    pub found: crate::parts::Value,
    /// Says that they are the same.
    pub is_same: bool,
}

/// What one rule says.
#[derive(Clone, Debug)]
pub struct RuleView {
    /// What the rule asks.
    pub name: Words,
    /// Met, not met, undetermined.
    pub outcome: Tag,
    /// Why: the reasons that fired, or the facts that are missing.
    pub reasons: Vec<ReasonView>,
    /// Why it came out so, with the facts it used.
    pub why: Option<ExplainedView>,
}

/// A question that was asked, and its answer.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// To whom.
    pub to: Words,
    /// The question.
    pub question: Foreign,
    /// When it was asked.
    pub asked: MomentView,
    /// Waiting, answered, overdue.
    pub state: Tag,
    /// The answer.
    pub answer: Option<Foreign>,
}

/// What an officer wrote for colleagues.
#[derive(Clone, Debug)]
pub struct NoteView {
    /// The words.
    pub text: Foreign,
    /// Who wrote them.
    pub who: Foreign,
    /// When.
    pub at: MomentView,
    /// What a review found; nothing for a plain note.
    pub finding: Option<Words>,
}

/// A decision that is prepared and can still be undone.
#[derive(Clone, Debug)]
pub struct PreparedView {
    /// Approved, refused, partly.
    pub outcome: Tag,
    /// Who prepared it.
    pub by: Foreign,
    /// The minute in which it leaves.
    pub leaves: MomentView,
    /// Says that a second officer must sign before it leaves.
    pub awaits_second: bool,
    /// The second officer who signed.
    pub second: Option<Foreign>,
    /// Where it is signed (a post); nothing for those who may not.
    pub sign: Option<Href>,
    /// Where it is undone (a post); nothing for those who may not.
    pub undo: Option<Href>,
    /// Version of the case, against stale pages.
    pub version: Typed,
}
