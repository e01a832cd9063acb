//! A service in the catalogue as it stands, made from its events alone.

use afaq_base::{ServiceId, Text, Timestamp};

use super::event::{CatalogueEvent, Event, Proposed};

/// A service in the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The version that is being made.
    pub proposal: Option<Proposal>,
    /// The versions that were published since this record is kept, the oldest first.
    pub released: Vec<Released>,
    /// Whether it takes requests.
    pub standing: Standing,
    /// Number of events so far.
    pub version: u64,
}

/// A version that is being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What is to change.
    pub what: Proposed,
    /// Who makes it.
    pub by: String,
    /// Since when it is so.
    pub at: Timestamp,
    /// The content hash that was sent to the second officer; none while it is a draft.
    pub sent: Option<String>,
    /// Who sent it back and why.
    pub returned: Option<(String, String)>,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// Its label.
    pub label: String,
    /// Its content hash.
    pub content: String,
    /// Who made it; none where an operator published it.
    pub made_by: Option<String>,
    /// Who approved it.
    pub approved_by: String,
    /// When.
    pub at: Timestamp,
    /// From when on it is in force.
    pub effective_from: Timestamp,
}

/// Whether a service takes requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    #[default]
    Open,
    /// Not for now.
    Suspended(Text),
    /// Never again.
    Retired(Text, Option<ServiceId>),
}

impl Listing {
    /// Takes one fact in. Never fails and never judges: `decide` has judged.
    pub fn apply(&mut self, event: &CatalogueEvent) {
        self.version += 1;
        match &event.what {
            Event::Drafted(what) => {
                let returned = self.proposal.take().and_then(|before| before.returned);
                let (by, at) = (event.by.clone(), event.at);
                self.proposal = Some(Proposal { what: what.clone(), by, at, sent: None, returned });
            }
            Event::Dropped {} => self.proposal = None,
            Event::Sent { content } => {
                if let Some(proposal) = &mut self.proposal {
                    (proposal.sent, proposal.at) = (Some(content.clone()), event.at);
                    proposal.returned = None;
                }
            }
            Event::Returned { reason } => {
                if let Some(proposal) = &mut self.proposal {
                    (proposal.sent, proposal.at) = (None, event.at);
                    proposal.returned = Some((event.by.clone(), reason.clone()));
                }
            }
            Event::Published { label, content, effective_from, made_by } => {
                self.proposal = None;
                self.released.push(Released {
                    label: label.clone(),
                    content: content.clone(),
                    made_by: made_by.clone(),
                    approved_by: event.by.clone(),
                    at: event.at,
                    effective_from: *effective_from,
                });
            }
            Event::Suspended { text } => self.standing = Standing::Suspended(text.clone()),
            Event::Opened {} => self.standing = Standing::Open,
            Event::Retired { text, replaced_by } => {
                self.standing = Standing::Retired(text.clone(), replaced_by.clone());
            }
        }
    }

    /// Makes a listing from all its events.
    #[must_use]
    pub fn replay(events: &[CatalogueEvent]) -> Self {
        let mut listing = Self::default();
        for event in events {
            listing.apply(event);
        }
        listing
    }
}
