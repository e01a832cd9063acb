//! What the pack says of running cases: what stops the clock, who is told when time runs out, what may be
//! done beside the drawn path, and how cases go on after the law changed.

use std::collections::BTreeMap;

use afaq_base::Span;
use serde::{Deserialize, Serialize};

use super::{Formula, TaskSpec};

/// The rights to stop the clock, and the rungs on which somebody is told that time runs out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// For whom the clock may stand still, beside the applicant, each by a law.
    pub stops: Vec<StopRight>,
    /// The rungs, in the order of writing; each is climbed once.
    pub rungs: Vec<Rung>,
}

impl Clock {
    /// The law by which the clock may stand still for somebody.
    #[must_use]
    pub fn law_of(&self, reason: StopFor) -> Option<&str> {
        self.stops.iter().find(|right| right.reason == reason).map(|right| right.law.as_str())
    }
}

/// For whom the clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopFor {
    /// The applicant, who must answer.
    Applicant,
    /// Another body, which must give its opinion or send its message.
    OtherBody,
    /// A court, before which the matter lies.
    Court,
}

impl StopFor {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Applicant, Self::OtherBody, Self::Court];

    /// The word in packs and events.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::OtherBody => "other_body",
            Self::Court => "court",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// The right to let the clock stand still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopRight {
    /// For whom.
    pub reason: StopFor,
    /// The id of the legal resource.
    pub law: String,
}

/// One rung: when it is reached, and who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// When.
    pub at: RungAt,
    /// Of which budget.
    pub of: RungOf,
    /// Who is told.
    pub tell: Tell,
}

/// When a rung is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungAt {
    /// When so many percent of the target are used up.
    Percent(u32),
    /// So long after the beginning.
    After(Span),
}

/// The budget of a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungOf {
    /// Of each task's target.
    Task,
    /// Of the promise.
    Service,
}

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tell {
    /// The officer who has the case; the unit, where nobody has it.
    Assignee,
    /// The head of the unit.
    UnitHead,
    /// Those with a role of the pack.
    Role(String),
}

impl Tell {
    /// The role of officers who head a unit; no pack defines it.
    pub const UNIT_HEAD: &'static str = "unit_head";

    /// The word in packs.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Assignee => "assignee",
            Self::UnitHead => Self::UNIT_HEAD,
            Self::Role(role) => role,
        }
    }
}

/// Something that may be done in a case beside its drawn path.
#[derive(Clone, Debug)]
pub struct CaseAction {
    /// The id.
    pub id: String,
    /// When it is offered; always where this is missing.
    pub when: Option<Formula>,
    /// Whether it may be done more than once.
    pub repeats: bool,
    /// Its task: role, target, and what the officer fills in.
    pub task: TaskSpec,
}

impl CaseAction {
    /// What the element of an action's task is called: no element of a process can have this id.
    #[must_use]
    pub fn element_of(id: &str) -> String {
        format!("action:{id}")
    }
}

/// How running cases go on when this version replaces another.
#[derive(Clone, Debug, Default)]
pub struct Transition {
    /// Cases for which this holds stay under the version that they have.
    pub stay: Option<Formula>,
    /// The elements of older versions that have another id now.
    pub map: BTreeMap<String, String>,
    /// The date by which the version is chosen: the path of a fact, or `case.submitted_on`.
    pub law_of: Option<String>,
}
