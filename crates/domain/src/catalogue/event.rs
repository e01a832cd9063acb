//! What happened to a service in the catalogue.

use afaq_base::{ServiceId, Text, Timestamp};
use afaq_pack::edit::Edit;
use serde::{Deserialize, Serialize};

/// One stored fact about a service in the catalogue: when, by whom, what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueEvent {
    /// The moment it was recorded.
    pub at: Timestamp,
    /// Who did it: an officer's account, or the name that an operator gave.
    pub by: String,
    /// What happened.
    pub what: Event,
}

/// What is to become of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// The content hash of the version that is changed.
    pub base: String,
    /// The changes.
    pub edits: Vec<Edit>,
    /// Why, in the words of the one who proposes it.
    pub note: String,
}

/// What happened to a service in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A new version was drafted, or its draft changed.
    Drafted(Proposed),
    /// The draft was dropped.
    Dropped {},
    /// The draft was sent to a second officer.
    Sent {
        /// The content hash of the version that comes of it: what was sent is what is approved.
        content: String,
    },
    /// The second officer sent it back.
    Returned {
        /// Why.
        reason: String,
    },
    /// A version was published.
    Published {
        /// Its label.
        label: String,
        /// Its content hash.
        content: String,
        /// From when on it is in force.
        effective_from: Timestamp,
        /// Who made it; the event's own `by` approved it. None where an operator published it.
        made_by: Option<String>,
    },
    /// The service takes no new requests for now.
    Suspended {
        /// What the public reads.
        text: Text,
    },
    /// The service takes requests again.
    Opened {},
    /// The service is given up: it takes no new requests any more.
    Retired {
        /// What the public reads.
        text: Text,
        /// The service that comes in its place.
        replaced_by: Option<ServiceId>,
    },
}

impl Event {
    /// The kind, as stored in the open part of the log.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Drafted(_) => "drafted",
            Self::Dropped {} => "dropped",
            Self::Sent { .. } => "sent",
            Self::Returned { .. } => "returned",
            Self::Published { .. } => "published",
            Self::Suspended { .. } => "suspended",
            Self::Opened {} => "opened",
            Self::Retired { .. } => "retired",
        }
    }
}
