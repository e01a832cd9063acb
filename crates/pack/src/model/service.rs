//! The service itself: its identity, law, promise, outputs, roles and everything that hangs on it.

use std::collections::BTreeMap;

use afaq_base::{BodyCode, ServiceId, Span, Text};
use serde::{Deserialize, Serialize};

use super::{
    CaseAction, CaseOutcome, Clock, Concepts, EvidenceType, Form, MessageTemplate, Operation, Register,
    Scenario, TaskSpec, Transition, Wait,
};
use crate::template::Template;

/// One public service, compiled: immutable, meant to be shared behind an `Arc`.
#[derive(Clone, Debug)]
pub struct Service {
    /// The identifier, for instance `kw.pada.carer_allowance`.
    pub id: ServiceId,
    /// The label of this version, for instance `2026.1`.
    pub label: String,
    /// Whether the pack only shows what a service could look like.
    pub illustrative: bool,
    /// The name that people read.
    pub name: Text,
    /// What the service is, in one or two sentences.
    pub summary: Text,
    /// The codes of further languages in which its texts can be had, beside Arabic and English.
    pub languages: Vec<String>,
    /// The public organization that offers it.
    pub body: BodyCode,
    /// The sector, for instance `social_protection`.
    pub sector: String,
    /// Who it is for: `citizen`, `resident`, `business`, `visitor`.
    pub audience: Vec<String>,
    /// The life or business events that it belongs to.
    pub life_events: Vec<String>,
    /// Words by which people look for it.
    pub keywords: Keywords,
    /// The legal basis.
    pub law: Vec<LegalResource>,
    /// Whether the law allows the electronic form.
    pub legal_form: LegalForm,
    /// Where it is offered.
    pub channels: Vec<Channel>,
    /// What it costs.
    pub cost: Cost,
    /// The time that is promised, and what silence means.
    pub promise: Promise,
    /// How long a case waits for the applicant's answer.
    pub waits: Option<Waits>,
    /// The documents that it issues.
    pub outputs: Vec<Output>,
    /// How long a closed case is kept.
    pub retention: Retention,
    /// The roles of officers who work on a case.
    pub roles: Vec<Role>,
    /// Who may act for the applicant.
    pub representation: Vec<Mandate>,
    /// How a decision is appealed.
    pub appeal: Option<Appeal>,
    /// What a case does while a fact of it is disputed.
    pub while_disputed: WhileDisputed,
    /// What stops the clock, and who is told when time runs out.
    pub clock: Clock,
    /// What may be done beside the drawn path.
    pub actions: Vec<CaseAction>,
    /// How running cases go on when this version replaces another.
    pub transition: Transition,
    /// What must be known.
    pub concepts: Concepts,
    /// What must be shown on paper.
    pub evidence: Vec<EvidenceType>,
    /// The registers that are read.
    pub registers: Vec<Register>,
    /// What people are asked, page by page.
    pub form: Form,
    /// The rules.
    pub decisions: Decisions,
    /// The reasons for a refusal.
    pub reasons: Vec<Reason>,
    /// The path of a case, compiled.
    pub process: afaq_bpmn::ProcessDefinition,
    /// The path of a case as it was drawn (pictures are made from it).
    pub definitions: afaq_bpmn::Definitions,
    /// What officers do, by the element's id; the tasks of optional actions, too.
    pub tasks: BTreeMap<String, TaskSpec>,
    /// What the machine does at service tasks, by the element's id.
    pub operations: BTreeMap<String, Operation>,
    /// The decision that a business rule task makes, by the element's id.
    pub rule_tasks: BTreeMap<String, String>,
    /// Where the case waits for a message, by the element's id.
    pub message_waits: BTreeMap<String, Wait>,
    /// The outcome of the case at each end event, by the element's id.
    pub ends: BTreeMap<String, CaseOutcome>,
    /// What people are told, and when.
    pub messages: Vec<MessageTemplate>,
    /// The stories that the pack must keep.
    pub scenarios: Vec<Scenario>,
    /// SHA-256 (hex) over everything that changes what happens: data, rules, process, conditions.
    pub behavior_hash: String,
    /// SHA-256 (hex) over every file.
    pub content_hash: String,
}

impl Service {
    /// Finds a legal resource by its id.
    #[must_use]
    pub fn find_law(&self, id: &str) -> Option<&LegalResource> {
        self.law.iter().find(|law| law.id == id)
    }

    /// Finds a role by its id.
    #[must_use]
    pub fn find_role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// Finds a reason by its id.
    #[must_use]
    pub fn find_reason(&self, id: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.id == id)
    }

    /// Finds an output by its id.
    #[must_use]
    pub fn find_output(&self, id: &str) -> Option<&Output> {
        self.outputs.iter().find(|output| output.id == id)
    }

    /// Finds a message by its id.
    #[must_use]
    pub fn find_message(&self, id: &str) -> Option<&MessageTemplate> {
        self.messages.iter().find(|message| message.id == id)
    }

    /// Finds a register that this service reads.
    #[must_use]
    pub fn find_register(&self, id: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.id == id)
    }

    /// Finds an optional action by its id.
    #[must_use]
    pub fn find_action(&self, id: &str) -> Option<&CaseAction> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// Finds an evidence type by its id.
    #[must_use]
    pub fn find_evidence(&self, id: &str) -> Option<&EvidenceType> {
        self.evidence.iter().find(|evidence| evidence.id == id)
    }
}

/// Words by which people look for a service, by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keywords {
    /// Arabic words.
    pub ar: Vec<String>,
    /// English words.
    pub en: Vec<String>,
}

/// A law, decree or decision that a service rests on (CPSV-AP, ELI).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalResource {
    /// The id by which reasons, mandates and registers refer to it.
    pub id: String,
    /// Its name as lawyers cite it.
    pub name: Text,
    /// Where it can be read.
    pub url: Option<String>,
    /// Nobody has confirmed yet that this is the right basis; shown so to the public.
    pub unverified: bool,
}

/// Whether the law allows the electronic form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalForm {
    /// The whole service can be electronic.
    Electronic,
    /// The law asks for paper; the service only prepares it.
    PaperRequired,
}

/// Where a service is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// On the web.
    Online,
    /// At a counter.
    Counter,
    /// By telephone.
    Phone,
}

/// What a service costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Nothing.
    Free,
    /// What the named decision says, in KWD with at most three decimals.
    Decision(String),
}

/// The time that a body promises.
#[derive(Clone, Debug)]
pub struct Promise {
    /// From submission to decision, the applicant's own time not counted.
    pub span: Span,
    /// What it means by law when the body does not answer in time.
    pub silence: Silence,
    /// The time that the law gives the body before its silence means something; the promised one
    /// where the pack names no other.
    pub legal: Span,
}

/// What silence means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nothing: the applicant still has a right to an answer.
    None,
    /// The request counts as approved, by the named law.
    Approves {
        /// The id of the legal resource.
        law: String,
    },
    /// The request counts as refused (and can be appealed), by the named law.
    Refuses {
        /// The id of the legal resource.
        law: String,
    },
}

impl Silence {
    /// The id of the reason that a refusal by silence names; no pack defines it.
    pub const REASON: &'static str = "silence";

    /// The law by which silence decides, if it does.
    #[must_use]
    pub fn law(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Approves { law } | Self::Refuses { law } => Some(law),
        }
    }
}

/// How long a case waits for the applicant's answer; the promise's clock stands still meanwhile.
#[derive(Clone, Debug)]
pub struct Waits {
    /// The time that the applicant has.
    pub answer_within: Span,
    /// When a reminder goes out, if one does.
    pub remind_after: Option<Span>,
}

/// A document that the service issues (CPSV-AP).
#[derive(Clone, Debug)]
pub struct Output {
    /// The id by which the process refers to it.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// How long it is valid; forever where this is missing.
    pub valid_for: Option<Span>,
    /// The path of the Typst template within the pack.
    pub template: String,
    /// The template itself.
    pub source: String,
    /// The facts and decisions that are printed in it, by path.
    pub data: Vec<String>,
}

/// How long a case is kept.
#[derive(Clone, Debug)]
pub struct Retention {
    /// The time.
    pub keep: Span,
    /// From when it counts.
    pub from: RetentionFrom,
}

/// From when the retention counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionFrom {
    /// From the day on which the case was closed.
    Closed,
    /// From the day on which it was submitted.
    Submitted,
    /// From the day on which the last output expires.
    Expired,
}

/// A role that officers have.
#[derive(Clone, Debug)]
pub struct Role {
    /// The id by which tasks refer to it.
    pub id: String,
    /// What people call it.
    pub label: Text,
    /// The body to which the officers belong.
    pub body: BodyCode,
    /// The unit within the body.
    pub unit: Option<String>,
}

/// Somebody who may act for the applicant, and how that is verified.
#[derive(Clone, Debug)]
pub struct Mandate {
    /// What kind of representative.
    pub kind: MandateKind,
    /// The register that proves it.
    pub register: String,
    /// The concept that names the person represented.
    pub about: String,
    /// The id of the legal resource.
    pub law: String,
}

/// Kinds of representatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandateKind {
    /// A guardian by law or ruling (a parent of a newborn).
    Guardian,
    /// An agent with a power of attorney.
    Agent,
    /// An officer of a company.
    CompanyOfficer,
}

/// How a decision is appealed.
#[derive(Clone, Debug)]
pub struct Appeal {
    /// How long after the decision.
    pub within: Span,
    /// The id of the legal resource.
    pub law: String,
    /// The role that hears it.
    pub to_role: String,
}

/// The rules of a service.
#[derive(Clone, Debug)]
pub struct Decisions {
    /// The model as written.
    pub model: afaq_dmn::Model,
    /// The model, ready to be evaluated.
    pub compiled: afaq_dmn::Compiled,
    /// The decisions' ids in the order of writing.
    pub ids: Vec<String>,
    /// The type of each decision's result.
    pub types: BTreeMap<String, afaq_feel::Type>,
    /// What each decision is called, where the pack says so.
    pub labels: BTreeMap<String, Text>,
}

impl Decisions {
    /// The id of the decision that collects the reasons against.
    pub const REASONS: &'static str = "reasons_against";
    /// The id of the decision that says whether there is a right.
    pub const ELIGIBLE: &'static str = "eligible";

    /// Whether a decision of this id is there.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.ids.iter().any(|one| one == id)
    }
}

/// A reason for a refusal: what the person reads, the law behind it, and what can be done.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The id by which the rules refer to it.
    pub id: String,
    /// The id of the legal resource.
    pub law: String,
    /// The sentence that says why.
    pub text: Template,
    /// What the person can do about it.
    pub mend: Template,
    /// Whether only officers give it, and no rule.
    pub by_officer: bool,
}

/// What a case does while a fact of it is disputed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhileDisputed {
    /// An officer may decide on what else is known; nobody is refused for the disputed fact.
    #[default]
    GoesOn,
    /// Nothing is decided before the holder of the fact has answered, or an officer has verified it.
    Waits,
}
