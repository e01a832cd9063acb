//! Who acts, and for whom.

use afaq_base::{CivilNumber, PartyId};
use afaq_pack::MandateKind;
use serde::{Deserialize, Serialize};

/// Who did something to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// The person whose case it is.
    Applicant,
    /// Somebody with a verified mandate for that person.
    Representative {
        /// The representative's party.
        party: PartyId,
    },
    /// An officer of a body.
    Officer {
        /// The account name.
        id: String,
        /// The body's code.
        body: String,
    },
    /// The rules of the pack, without a person's hand.
    Rules,
    /// A timer or a background job.
    Clock,
    /// The payment gateway.
    Gateway,
    /// Another system, which sent a message.
    System {
        /// Its name in the settings.
        name: String,
    },
}

impl Actor {
    /// Whether the actor stands on the people's side.
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Applicant | Self::Representative { .. })
    }
}

/// The right of one person to act for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// `guardian`, `agent` or `company_officer`.
    pub kind: String,
    /// Who acts.
    pub representative: PartyId,
    /// The civil number of the one who acts.
    pub representative_number: CivilNumber,
    /// Whether a register confirmed it. An unconfirmed mandate opens nothing.
    pub is_verified: bool,
    /// The register that confirmed it.
    pub register: String,
}

/// The word of a kind of mandate in events and addresses.
pub fn mandate_word(kind: MandateKind) -> &'static str {
    match kind {
        MandateKind::Guardian => "guardian",
        MandateKind::Agent => "agent",
        MandateKind::CompanyOfficer => "company_officer",
    }
}
