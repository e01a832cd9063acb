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
