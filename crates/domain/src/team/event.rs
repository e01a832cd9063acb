//! What happened in a team.

use std::collections::BTreeSet;

use afaq_base::{Date, Text, Timestamp};
use afaq_pack::Outcome as Choice;
use serde::{Deserialize, Serialize};

/// One stored fact about a team: when, by whom, what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamEvent {
    /// The moment it was recorded.
    pub at: Timestamp,
    /// The officer who did it.
    pub by: String,
    /// What happened.
    pub what: Event,
}

/// By what the next case is chosen for an officer who asks for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The one that falls due first.
    #[default]
    Deadline,
    /// The one that came in first.
    Age,
    /// The one that falls due first among the services that the officer knows best, then any other.
    Skill,
}

impl Policy {
    /// All policies, in their order.
    pub const ALL: [Self; 3] = [Self::Deadline, Self::Age, Self::Skill];

    /// The word in events and addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Age => "age",
            Self::Skill => "skill",
        }
    }

    /// The policy of a word.
    #[must_use]
    pub fn find(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.word() == word)
    }
}

/// What happened in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A unit gives its work out in another way.
    PolicySet {
        /// The unit.
        unit: String,
        /// The way.
        policy: Policy,
    },
    /// The services that an officer knows best.
    SkillsSet {
        /// The officer.
        officer: String,
        /// Their ids.
        services: BTreeSet<String>,
    },
    /// Another share of a unit's decided cases is reviewed.
    SampleSet {
        /// The unit.
        unit: String,
        /// The share in percent.
        percent: u8,
    },
    /// An officer is away for some days, and a colleague stands in.
    AbsencePlanned {
        /// Its number in the team.
        number: u64,
        /// Who is away.
        officer: String,
        /// Who stands in.
        substitute: String,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// An absence is called off, or ends early.
    AbsenceEnded {
        /// Its number.
        number: u64,
    },
    /// A sentence that officers use again was written, or written anew.
    TemplateWritten {
        /// Its number in the team.
        number: u64,
        /// The decision it goes with.
        choice: Choice,
        /// The only service it is for; none for all of the body.
        service: Option<String>,
        /// What officers call it.
        name: Text,
        /// What the person reads.
        text: Text,
    },
    /// A sentence is no longer offered.
    TemplateRetired {
        /// Its number.
        number: u64,
    },
    /// An officer keeps a view of the worklist under a name.
    ViewSaved {
        /// What the officer calls it.
        name: String,
        /// The query of the worklist.
        query: String,
    },
    /// An officer drops a view.
    ViewDropped {
        /// Its name.
        name: String,
    },
}

impl Event {
    /// The kind, as stored in the open part of the log.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PolicySet { .. } => "policy_set",
            Self::SkillsSet { .. } => "skills_set",
            Self::SampleSet { .. } => "sample_set",
            Self::AbsencePlanned { .. } => "absence_planned",
            Self::AbsenceEnded { .. } => "absence_ended",
            Self::TemplateWritten { .. } => "template_written",
            Self::TemplateRetired { .. } => "template_retired",
            Self::ViewSaved { .. } => "view_saved",
            Self::ViewDropped { .. } => "view_dropped",
        }
    }
}
