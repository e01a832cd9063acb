//! Who could want a service, for whom, and what they would answer: so that generated requests are likely ones.

use afaq_base::CivilNumber;

use super::City;
use super::person::Person;

/// Days in which a driving licence may end for its holder to think of renewing it.
const DRIVING_DAYS: i64 = 45;

impl City {
    /// Whether a grown person could want a service of this id for themselves or for a child that its form asks about.
    ///
    /// A service that is not known here could be wanted by anybody.
    #[must_use]
    pub fn could_want(&self, service: &str, person: &Person) -> bool {
        let has = |register: &str| self.register_record(register, person.civil_number.as_str()).is_some();
        if person.age_on(self.today()) < 21 {
            return false;
        }
        match service {
            id if id.contains("carer") || id.contains("caregiver") => {
                self.relatives(person.civil_number).iter().any(|(_, relative)| relative.disability.is_some())
            }
            id if id.contains("residency") => person.residency.is_some(),
            id if id.contains("driving") => person.driving_license.is_some(),
            id if id.contains("birth_certificate") => !person.is_citizen() && has("moh.births"),
            id if id.contains("newborn") => self.newest_child(person.civil_number, 1).is_some(),
            // Most who ask are citizens; one in sixteen residents does not know that the licence is for citizens.
            id if id.contains("freelance") => {
                person.age_on(self.today()) < 60
                    && (person.is_citizen() || person.civil_number.as_str().ends_with('7'))
            }
            id if id.contains("judgment") => has("moj.judgments"),
            id if id.contains("educational") => {
                person.disability.is_some()
                    || self.children_of(person.civil_number).any(|child| self.is_ward(child, person))
            }
            _ => true,
        }
    }

    /// Whether a licence of this person ends soon enough to be renewed.
    #[must_use]
    pub fn drives_out_soon(&self, person: &Person) -> bool {
        let latest = self.today().saturating_add(jiff::SignedDuration::from_hours(24 * DRIVING_DAYS));
        person.driving_license.as_ref().is_some_and(|license| license.expires_on < latest)
    }

    /// For whom a person would ask as guardian, where the service is for the child itself; nothing if for themselves.
    #[must_use]
    pub fn asks_as_guardian_of(&self, service: &str, person: &Person) -> Option<CivilNumber> {
        if !service.contains("educational") || person.disability.is_some() {
            return None;
        }
        self.children_of(person.civil_number)
            .find(|child| self.is_ward(child, person))
            .map(|child| child.civil_number)
    }

    fn is_ward(&self, child: &Person, guardian: &Person) -> bool {
        child.guardian == Some(guardian.civil_number) && child.disability.is_some()
    }

    /// What a person would answer to a question with this path, where it has to fit what registers hold.
    #[must_use]
    pub fn likely_answer(&self, person: CivilNumber, path: &str) -> Option<String> {
        let field = |name: &str| {
            let record = self.register_record("moj.judgments", person.as_str())?;
            record.get(name)?.as_str().map(str::to_owned)
        };
        match path {
            "judgment.number" => field("number"),
            "newborn.civil_number" => Some(self.newest_child(person, 2)?.civil_number.to_string()),
            "child.given_ar" => Some(self.newest_child(person, 3)?.given_name.ar.clone()),
            "child.given_en" => Some(self.newest_child(person, 3)?.given_name.en.clone()),
            "business.name_ar" => Some(format!("{} للأعمال", self.find(person)?.given_name.ar)),
            "business.name_en" => Some(format!("{} Works", self.find(person)?.given_name.en)),
            "cared_for.civil_number" => {
                let relatives = self.relatives(person);
                let near = relatives.iter().find(|(_, relative)| relative.disability.is_some());
                near.or_else(|| relatives.first()).map(|(_, relative)| relative.civil_number.to_string())
            }
            _ => None,
        }
    }

    fn newest_child(&self, parent: CivilNumber, years_max: u32) -> Option<&Person> {
        self.children_of(parent)
            .max_by_key(|child| child.birth_date)
            .filter(|child| child.age_on(self.today()) <= years_max)
    }
}
