//! A person of the city, with all that registers hold about them.

use afaq_base::{BodyCode, CivilNumber, Date, Iban, Money, Text};
use serde::Serialize;

use super::places::Address;

/// Woman or man, as the register of persons writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// A woman or girl.
    Female,
    /// A man or boy.
    Male,
}

/// Marital status, as the register of the Ministry of Justice writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MaritalStatus {
    /// Never married.
    Single,
    /// Married.
    Married,
    /// Divorced.
    Divorced,
    /// The spouse has died.
    Widowed,
}

/// What one person is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Daughter or son.
    Child,
    /// Wife or husband.
    Spouse,
    /// Mother or father.
    Parent,
    /// Sister or brother: at least one parent in common.
    Sibling,
}

/// Who somebody works for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Employer {
    /// A body of the state.
    Body(BodyCode),
    /// An invented firm.
    Firm {
        /// The number of its licence file.
        number: String,
        /// Its name.
        name: Text,
    },
    /// A household, for domestic work.
    Household(CivilNumber),
}

/// Somebody's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Job {
    /// For whom.
    pub employer: Employer,
    /// As what.
    pub title: Text,
    /// The wage of a month, in whole dinars.
    pub salary: Money,
    /// Since when.
    pub since: Date,
}

/// How far a disability goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// Simple.
    Simple,
    /// Moderate.
    Moderate,
    /// Severe.
    Severe,
}

/// A proof of disability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disability {
    /// How far it goes.
    pub degree: Degree,
    /// Whether it lasts for life.
    pub permanent: bool,
    /// The last day of the proof; a permanent one has none.
    pub valid_until: Option<Date>,
}

/// A commercial licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommercialLicense {
    /// Its number.
    pub number: String,
    /// Whether it is in force.
    pub active: bool,
}

/// A driving licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrivingLicense {
    /// Its number.
    pub number: String,
    /// `private` or `general`.
    pub class: String,
    /// The last day on which it is valid.
    pub expires_on: Date,
    /// Unpaid traffic fines.
    pub fines: Money,
}

/// A report on fitness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fitness {
    /// What it says.
    pub fit: bool,
    /// When it was written.
    pub issued_on: Date,
}

/// A residence permit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Residency {
    /// The article of the residence law: 17 public work, 18 private work, 20 domestic, 22 family, 24 self.
    pub article: u8,
    /// The last day on which it is valid.
    pub expires_on: Date,
    /// The sponsor: a civil number, a body's code or a firm's number.
    pub sponsor: String,
    /// What the sponsor is: `employer`, `household`, `spouse`, `parent`, `child` or `self`.
    pub sponsor_relation: String,
    /// What is owed to departments of the state.
    pub dues: Money,
}

/// A person of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The civil number.
    pub civil_number: CivilNumber,
    /// The whole name.
    pub name: Text,
    /// The given name alone.
    pub given_name: Text,
    /// Woman or man.
    pub gender: Gender,
    /// ISO 3166-1: `KW`, `IN`.
    pub nationality: String,
    /// The birth date, as in the civil number.
    pub birth_date: Date,
    /// Where the person lives.
    pub address: Address,
    /// The father, if he lives in the city.
    pub father: Option<CivilNumber>,
    /// The mother, if she lives in the city.
    pub mother: Option<CivilNumber>,
    /// The husband or wife, while the marriage lasts.
    pub spouse: Option<CivilNumber>,
    /// For children, who has guardianship: the father, else the mother.
    pub guardian: Option<CivilNumber>,
    /// Marital status.
    pub marital_status: MaritalStatus,
    /// A ruling that gives this person custody of the children named.
    pub custody_of: Vec<CivilNumber>,
    /// Work, if any.
    pub job: Option<Job>,
    /// A proof of disability, if any.
    pub disability: Option<Disability>,
    /// A commercial licence, if any.
    pub commercial_license: Option<CommercialLicense>,
    /// A driving licence, if any.
    pub driving_license: Option<DrivingLicense>,
    /// A report on fitness, if any.
    pub fitness: Option<Fitness>,
    /// A residence permit; citizens have none, nor has a newborn whose permit is not yet asked for.
    pub residency: Option<Residency>,
    /// The last day of health insurance; citizens have none.
    pub insured_until: Option<Date>,
    /// An account, at a bank that does not exist.
    pub iban: Option<Iban>,
}

impl Person {
    /// Whether the person is a citizen of Kuwait.
    #[must_use]
    pub fn is_citizen(&self) -> bool {
        self.nationality == "KW"
    }

    /// Full years of age on a day; 0 before the birth.
    #[must_use]
    pub fn age_on(&self, day: Date) -> u32 {
        afaq_base::time::age_years(self.birth_date, day).unwrap_or_default()
    }
}
