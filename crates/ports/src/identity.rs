//! The port that says who somebody is.

use afaq_base::{CivilNumber, Text};

/// A person as the identity provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The civil number.
    pub civil_number: CivilNumber,
    /// The name in both languages.
    pub name: Text,
}

/// A unit of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The body's code, such as `PADA`.
    pub body: String,
    /// The unit's id inside the body.
    pub unit: String,
    /// The unit's name.
    pub name: Text,
}

/// An officer of a body.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Officer {
    /// The account name.
    pub id: String,
    /// The name in both languages.
    pub name: Text,
    /// The body's code.
    pub body: String,
    /// The units whose work the officer sees.
    pub units: Vec<String>,
    /// The roles of service packs that the officer holds, such as `case_officer`.
    pub roles: Vec<String>,
}

/// The role of an officer who leads units: gives work out, plans leave, has decided cases reviewed.
pub const UNIT_HEAD: &str = "unit_head";

/// The role of an officer who answers for the services of a body: drafts new versions, and approves those of others.
pub const SERVICE_OWNER: &str = "service_owner";

impl Officer {
    /// Whether the officer leads the units.
    #[must_use]
    pub fn is_head(&self) -> bool {
        self.roles.iter().any(|role| role == UNIT_HEAD)
    }

    /// Whether the officer answers for the body's services.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.roles.iter().any(|role| role == SERVICE_OWNER)
    }
}

/// Says who somebody is. The demonstration's adapter lets anyone be anybody and says so.
pub trait Identity: Send + Sync {
    /// The person with this civil number.
    fn find_person(&self, civil_number: &CivilNumber) -> Option<Person>;
    /// The officer with this account name.
    fn find_officer(&self, id: &str) -> Option<Officer>;
    /// All officers, for assigning work.
    fn officers(&self) -> Vec<Officer>;
    /// All units, for transferring work.
    fn units(&self) -> Vec<Unit>;
}
