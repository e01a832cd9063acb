//! Judges what owners of services want to change in the catalogue: no version without a second pair of eyes.

use afaq_base::{ServiceId, Text, Timestamp};

use super::event::{CatalogueEvent, Event, Proposed};
use super::state::{Listing, Proposal, Standing};
use crate::team::Seat;
use crate::{Refusal, limits};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A new version is drafted, or its draft is changed.
    Draft(Proposed),
    /// The draft is dropped.
    Drop,
    /// The draft goes to a second officer.
    Send {
        /// The content hash of the version that comes of it.
        content: String,
        /// How many of its scenarios fail, and how many problems the check found.
        faults: usize,
    },
    /// The second officer sends it back.
    Return {
        /// Why.
        reason: String,
    },
    /// The second officer approves it.
    Approve {
        /// The label of the version.
        label: String,
        /// The content hash of what would be published now.
        content: String,
        /// From when on it is in force.
        effective_from: Timestamp,
    },
    /// The service takes no new requests for now.
    Suspend {
        /// What the public reads.
        text: Text,
    },
    /// The service takes requests again.
    Open,
    /// The service is given up.
    Retire {
        /// What the public reads.
        text: Text,
        /// The service that comes in its place.
        replaced_by: Option<ServiceId>,
    },
}

/// Judges one action. Pure: the same input gives the same outcome.
///
/// # Errors
/// A [`Refusal`] means that nothing has happened.
pub fn decide(
    listing: &Listing,
    by: &Seat,
    at: Timestamp,
    action: Action,
) -> Result<Vec<CatalogueEvent>, Refusal> {
    if !by.is_owner {
        return Err(Refusal::NotAllowed);
    }
    let what = judge(listing, by, at, action)?;
    Ok(vec![CatalogueEvent { at, by: by.officer.clone(), what }])
}

fn judge(listing: &Listing, by: &Seat, at: Timestamp, action: Action) -> Result<Event, Refusal> {
    let proposal = listing.proposal.as_ref();
    Ok(match action {
        Action::Draft(what) => {
            must_not_be_retired(listing)?;
            match proposal {
                Some(known) if known.sent.is_some() => return Err(Refusal::WrongStage { stage: "sent" }),
                // Two people never write over each other's draft.
                Some(known) if known.by != by.officer => return Err(Refusal::NotAllowed),
                Some(_) | None => {}
            }
            check_text(&what.note, false)?;
            Event::Drafted(what)
        }
        Action::Drop => {
            must_be_makers(proposal, by)?;
            Event::Dropped {}
        }
        Action::Send { content, faults } => {
            let known = must_be_makers(proposal, by)?;
            if known.sent.is_some() {
                return Err(Refusal::WrongStage { stage: "sent" });
            }
            if known.what.edits.is_empty() {
                return Err(Refusal::NothingNew);
            }
            if faults > 0 {
                return Err(Refusal::HasFaults { count: faults });
            }
            Event::Sent { content }
        }
        Action::Return { reason } => {
            must_be_anothers(proposal, by)?;
            check_text(&reason, true)?;
            Event::Returned { reason }
        }
        Action::Approve { label, content, effective_from } => {
            let (known, sent) = must_be_anothers(proposal, by)?;
            if *sent != content {
                return Err(Refusal::WrongStage { stage: "changed" });
            }
            let days = effective_from.duration_since(at).as_hours() / 24;
            if effective_from < at || days > i64::from(limits::EFFECTIVE_DAYS_MAX) {
                return Err(Refusal::WrongEffectiveDay);
            }
            Event::Published { label, content, effective_from, made_by: Some(known.by.clone()) }
        }
        Action::Suspend { text } => {
            must_not_be_retired(listing)?;
            check_text(&text.ar, true)?;
            check_text(&text.en, true)?;
            Event::Suspended { text }
        }
        Action::Open => match listing.standing {
            Standing::Open => return Err(Refusal::WrongStage { stage: "open" }),
            Standing::Suspended(_) | Standing::Retired(..) => Event::Opened {},
        },
        Action::Retire { text, replaced_by } => {
            must_not_be_retired(listing)?;
            check_text(&text.ar, true)?;
            check_text(&text.en, true)?;
            Event::Retired { text, replaced_by }
        }
    })
}

fn must_not_be_retired(listing: &Listing) -> Result<(), Refusal> {
    match listing.standing {
        Standing::Retired(..) => Err(Refusal::WrongStage { stage: "retired" }),
        Standing::Open | Standing::Suspended(_) => Ok(()),
    }
}

fn must_be_makers<'a>(proposal: Option<&'a Proposal>, by: &Seat) -> Result<&'a Proposal, Refusal> {
    let known = proposal.ok_or(Refusal::WrongStage { stage: "none" })?;
    if known.by == by.officer { Ok(known) } else { Err(Refusal::NotAllowed) }
}

/// The second officer is never the first one.
fn must_be_anothers<'a>(
    proposal: Option<&'a Proposal>,
    by: &Seat,
) -> Result<(&'a Proposal, &'a String), Refusal> {
    let known = proposal.ok_or(Refusal::WrongStage { stage: "none" })?;
    let sent = known.sent.as_ref().ok_or(Refusal::WrongStage { stage: "draft" })?;
    if known.by == by.officer { Err(Refusal::SameOfficer) } else { Ok((known, sent)) }
}

fn check_text(text: &str, is_needed: bool) -> Result<(), Refusal> {
    if (is_needed && text.trim().is_empty()) || text.chars().count() > limits::TEXT_CHARS_MAX {
        return Err(Refusal::TextLength { max: limits::TEXT_CHARS_MAX });
    }
    Ok(())
}
