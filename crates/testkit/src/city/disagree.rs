//! Registers that disagree: for a stated share of people one register says something that another denies.

use afaq_base::CivilNumber;
use serde_json::{Value, json};

use super::City;
use super::person::{Employer, MaritalStatus, Person};

/// People in a thousand about whom two registers disagree, at most: what can't disagree about somebody does not.
pub const DISAGREE_PERMILLE: u64 = 20;

/// What two registers disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disagreement {
    /// Social security still counts somebody as employed who is not, or does not know of the work.
    Work,
    /// The register of civil servants names another wage than social security.
    Salary,
    /// A marriage is registered without the spouse's record, or the other way round.
    Marriage,
    /// The name in Latin letters is spelled in another way on the residence permit's record.
    Name,
}

impl City {
    /// What registers disagree about for a person, if they do. Nobody of the showcase is concerned.
    #[must_use]
    pub fn disagreement(&self, person: &Person) -> Option<Disagreement> {
        let mut dice = self.dice("disagreement", person.civil_number);
        if !dice.permille(DISAGREE_PERMILLE) || self.is_shown(person.civil_number) || !self.is_adult(person) {
            return None;
        }
        let is_servant = person.job.as_ref().is_some_and(|job| matches!(job.employer, Employer::Body(_)));
        Some(match dice.below(4) {
            0 if is_servant => Disagreement::Salary,
            1 if person.marital_status == MaritalStatus::Single => Disagreement::Marriage,
            2 => Disagreement::Name,
            _ => Disagreement::Work,
        })
    }

    fn is_shown(&self, number: CivilNumber) -> bool {
        self.showcase.everybody().contains(&number)
    }

    /// Makes a record say what another register denies, where the two disagree.
    pub(super) fn bend(&self, register: &str, person: &Person, mut record: Value) -> Value {
        let Some(about) = self.disagreement(person) else { return record };
        let Some(fields) = record.as_object_mut() else { return record };
        match (about, register) {
            (Disagreement::Work, "pifss.contributions") => {
                let is_employed = fields.get("employed") == Some(&json!(true));
                fields.insert("employed".into(), json!(!is_employed));
            }
            (Disagreement::Salary, "csc.employee") => {
                let fils = fields.get("salary_fils").and_then(Value::as_i64).unwrap_or_default();
                fields.insert("salary_fils".into(), json!(fils + 50_000));
            }
            (Disagreement::Marriage, "moj.marital_status") => {
                fields.insert("marital_status".into(), json!("married"));
            }
            (Disagreement::Name, "paci.person") => {
                let name = fields.get("name_en").and_then(Value::as_str).unwrap_or_default();
                let other = name.replace("Al ", "El ").replace("Mohammad", "Muhammed").replace("oo", "u");
                let other = if other == name { format!("{name}i") } else { other };
                fields.insert("name_en".into(), json!(other));
            }
            _ => {}
        }
        record
    }
}
