//! "Am I entitled?": a few questions, and what the rules would say, before anybody applies.

use askama::Template;

use crate::explained::ExplainedView;
use crate::form::{Block, FieldError};
use crate::html::{Href, Words};
use crate::known::FactGroup;
use crate::parts::{Link, Tag, Tone};
use crate::portal::cases::ReasonView;
use crate::shell::Shell;

/// The page with the questions and, once some are answered, what the rules say.
#[derive(Template)]
#[template(path = "portal/entitled.html")]
pub struct EntitledPage {
    /// The frame.
    pub s: Shell,
    /// Name of the service.
    pub over: Words,
    /// What the rules say; nothing before the first answer.
    pub verdict: Option<VerdictView>,
    /// Where the answers are posted; nothing of them is kept.
    pub action: Href,
    /// What is wrong.
    pub errors: Vec<FieldError>,
    /// The questions.
    pub blocks: Vec<Block>,
    /// What registers know of the person who asked for it.
    pub known: Vec<FactGroup>,
    /// Says that a signed-in person may have the registers asked.
    pub may_ask_registers: bool,
    /// Says that they were asked.
    pub has_asked_registers: bool,
    /// The way to the service.
    pub service: Href,
}

/// What the rules say.
#[derive(Clone, Debug)]
pub struct VerdictView {
    /// Entitled, not entitled, open.
    pub tone: Tone,
    /// In a few words.
    pub heading: Words,
    /// What follows from it.
    pub words: Words,
    /// What speaks against it.
    pub reasons: Vec<ReasonView>,
    /// What it still depends on.
    pub open: Vec<Words>,
    /// Why, with the facts that were used.
    pub why: Option<ExplainedView>,
}

/// What a person is entitled to, over all services.
#[derive(Template)]
#[template(path = "portal/entitled_all.html")]
pub struct EntitledAllPage {
    /// The frame.
    pub s: Shell,
    /// Where the registers are asked (a post); it leads to the sign-in first where nobody is signed in.
    pub action: Href,
    /// What the rules say of each service, the best news first; nothing before the registers were asked.
    pub rows: Option<Vec<EntitledRow>>,
    /// Every service for which one can ask by answering questions.
    pub services: Vec<Link>,
}

/// What the rules say of one service.
#[derive(Clone, Debug)]
pub struct EntitledRow {
    /// The questions and reasons of this service.
    pub href: Href,
    /// The service.
    pub name: Words,
    /// Entitled, not entitled, open.
    pub verdict: Tag,
    /// The first reason, or what it depends on; may be empty.
    pub more: Words,
}
