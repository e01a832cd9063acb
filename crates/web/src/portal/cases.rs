//! My cases, one case, my messages.

use askama::Template;

use crate::explained::ExplainedView;
use crate::html::{Code, DateView, Foreign, Href, MomentView, Num, Words};
use crate::known::FactGroup;
use crate::parts::{Link, Notice, Pager, Row, Tag, TimelineItem};
use crate::portal::corrections::CorrectionRow;
use crate::shell::Shell;

/// The person's drafts and cases.
#[derive(Template)]
#[template(path = "portal/cases.html")]
pub struct CasesPage {
    /// The frame.
    pub s: Shell,
    /// Drafts that are not sent.
    pub drafts: Vec<DraftRow>,
    /// Cases that wait for the person.
    pub waiting: Vec<CaseRow>,
    /// Other open cases.
    pub open: Vec<CaseRow>,
    /// Cases that are over.
    pub closed: Vec<CaseRow>,
    /// More of the closed ones.
    pub pager: Pager,
}

impl CasesPage {
    /// Says whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.waiting.is_empty() && self.open.is_empty() && self.closed.is_empty()
    }
}

/// A draft.
#[derive(Clone, Debug)]
pub struct DraftRow {
    /// Where to go on.
    pub href: Href,
    /// Name of the service.
    pub name: Words,
    /// When it was saved.
    pub saved: MomentView,
    /// Until when it is kept.
    pub kept_until: DateView,
    /// Where it is deleted (a post).
    pub delete: Href,
}

/// A case of the person.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Where it leads.
    pub href: Href,
    /// Name of the service.
    pub name: Words,
    /// Its number.
    pub number: Code,
    /// Where it stands.
    pub state: Tag,
    /// A sentence more: promised date, what to do.
    pub more: Words,
    /// For whom, where that is somebody else.
    pub about: Option<Foreign>,
}

/// One case, to the person whose case it is.
#[derive(Template)]
#[template(path = "portal/case.html")]
pub struct CasePage {
    /// The frame.
    pub s: Shell,
    /// Its number.
    pub number: Code,
    /// Name of the service.
    pub over: Words,
    /// Where it stands.
    pub state: Tag,
    /// Where it is now, in one or two sentences.
    pub whereabouts: Words,
    /// When it will be done at the latest.
    pub promised: Option<DateView>,
    /// Whether it is in time; where the clock is stopped, why.
    pub clock: Option<Tag>,
    /// The stages on its way.
    pub path: Vec<crate::ledger::PathItem>,
    /// What is used up of the promised time, and why the rest is not.
    pub ledger: crate::ledger::LedgerView,
    /// What the person must or can do now.
    pub todo: Vec<Todo>,
    /// The decision, once there is one.
    pub decision: Option<DecisionView>,
    /// Why it came out so; before a decision, which facts it waits for.
    pub why: Option<ExplainedView>,
    /// What happened and what is still to come.
    pub timeline: Vec<TimelineItem>,
    /// Messages, the newest first.
    pub messages: Vec<MessageRow>,
    /// Issued documents.
    pub documents: Vec<DocumentRow>,
    /// What the person said.
    pub answers: Vec<Row>,
    /// What registers said.
    pub facts: Vec<FactGroup>,
    /// Who looked at the case.
    pub looks: Vec<LookRow>,
    /// Where the case can be withdrawn.
    pub withdraw: Option<Href>,
    /// Where to appeal, and until when.
    pub appeal: Option<(Href, Option<DateView>)>,
    /// The body and how to reach it.
    pub contact: Vec<Words>,
    /// The page of the body, with how to ask it.
    pub body_href: Option<Href>,
    /// Facts that the person called wrong in it, and what became of that.
    pub corrections: Vec<CorrectionRow>,
    /// The rating, once the request has ended.
    pub rating: Option<RatingCard>,
}

/// Rating a service on the page of a request that ended.
#[derive(Clone, Debug)]
pub struct RatingCard {
    /// Where it is posted, as `points=N`; the page with the words has the same address.
    pub action: Href,
    /// Whether it can be given or changed now.
    pub is_open: bool,
    /// Until when.
    pub until: DateView,
    /// The points that were given, and their word.
    pub given: Option<(Num, Words)>,
    /// All points with their words, the worst first.
    pub choices: Vec<(Num, Words)>,
}

/// Something that the person must or can do.
#[derive(Clone, Debug)]
pub struct Todo {
    /// What.
    pub words: Words,
    /// Until when.
    pub due: Option<DateView>,
    /// Where.
    pub link: Link,
}

/// A decision, to the person.
#[derive(Clone, Debug)]
pub struct DecisionView {
    /// Approved, refused, partly.
    pub outcome: Tag,
    /// In one sentence.
    pub words: Words,
    /// Every reason.
    pub reasons: Vec<ReasonView>,
    /// When it was taken.
    pub at: MomentView,
}

/// One reason of a decision.
#[derive(Clone, Debug)]
pub struct ReasonView {
    /// The reason.
    pub words: Words,
    /// The law behind it; may be empty.
    pub law: Words,
    /// Says that nobody confirmed the law yet.
    pub is_unverified: bool,
    /// How to mend it; may be empty.
    pub mend: Words,
}

/// A message in a list.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// Where it leads.
    pub href: Href,
    /// Its subject.
    pub subject: Words,
    /// Its first words.
    pub excerpt: Words,
    /// When.
    pub at: MomentView,
    /// Says that it was not opened yet.
    pub is_unread: bool,
    /// Number of its case.
    pub case: Option<Code>,
}

/// An issued document in a list.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    /// Where it is opened.
    pub href: Href,
    /// Its name.
    pub name: Words,
    /// The body that issued it.
    pub body: Words,
    /// When it was issued.
    pub issued: DateView,
    /// Until when it is valid.
    pub valid_until: Option<DateView>,
    /// Valid, revoked, expired.
    pub state: Tag,
    /// Its code of verification.
    pub code: Code,
}

/// A look at a case by somebody.
#[derive(Clone, Debug)]
pub struct LookRow {
    /// When.
    pub at: MomentView,
    /// Who: the officer's name to officers, the unit to people.
    pub who: Foreign,
    /// Why.
    pub why: Words,
}

/// The person's messages.
#[derive(Template)]
#[template(path = "portal/messages.html")]
pub struct MessagesPage {
    /// The frame.
    pub s: Shell,
    /// The newest first.
    pub messages: Vec<MessageRow>,
    /// More of them.
    pub pager: Pager,
}

/// One message.
#[derive(Template)]
#[template(path = "portal/message.html")]
pub struct MessagePage {
    /// The frame; its title is the subject.
    pub s: Shell,
    /// Who wrote.
    pub from: Words,
    /// When.
    pub at: MomentView,
    /// The paragraphs.
    pub paragraphs: Vec<Words>,
    /// What it asks for.
    pub todo: Option<Todo>,
    /// The case it belongs to.
    pub case: Option<Link>,
    /// A word about the case that is over or waits.
    pub notice: Option<Notice>,
}
