//! What follows for a person from who they are: births, cards, premises, convictions, judgments, powers of attorney.
//!
//! Nothing here is drawn while people are made, so that one more register changes nobody: each fact is thrown from
//! the city's seed, the person's number and the name of the fact.

use afaq_base::{CivilNumber, Date};
use serde_json::{Value, json};

use super::City;
use super::build::shifted;
use super::person::{Degree, Gender, MaritalStatus, Person};
use super::years::Granted;
use crate::rng::Rng;

/// Days in which the newest child of a parent is still told as a birth.
const BIRTH_TOLD_DAYS: i64 = 730;
/// Marriages of residents, in a thousand, that were contracted abroad and are on no record here.
const MARRIED_ABROAD_PERMILLE: u64 = 250;

impl City {
    /// Throws the dice of one fact about one person.
    pub(super) fn dice(&self, fact: &str, number: CivilNumber) -> Rng {
        // FNV-1a: small, and the same on every machine.
        let bytes = fact.bytes().chain(number.as_str().bytes());
        let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        Rng::new(hash ^ self.seed)
    }

    fn days_old(&self, person: &Person) -> i64 {
        (self.present() - person.birth_date).get_days().into()
    }

    /// The record of one of these registers; nothing if it is another one, or holds nothing.
    pub(super) fn paper(&self, register: &str, person: &Person) -> Option<Value> {
        match register {
            "paci.card" => Some(self.card(person)),
            "paci.address" => Some(self.premises(person)),
            "moh.births" => self.birth(person),
            "moh.birth_certificates" => self.birth_certificate(person),
            "moi.criminal_record" => {
                self.is_adult(person).then(|| json!({ "conviction": self.conviction(person) }))
            }
            "moj.judgments" => self.judgment(person),
            "moj.powers_of_attorney" => self.attorney(person),
            "mosa.care_homes" => self.care_home(person),
            _ => None,
        }
    }

    fn card(&self, person: &Person) -> Value {
        if let Some(expires_on) = self.granted(person.civil_number, Granted::Card) {
            return json!({ "status": "valid", "expires_on": expires_on });
        }
        let mut dice = self.dice("card", person.civil_number);
        let days = self.days_old(person);
        // Who is born while the city lives has a card when a body grants it.
        if person.birth_date > self.today {
            return json!({ "status": "none", "expires_on": null });
        }
        let has_none = days < 365
            && (self.birth_certificate(person).is_none()
                || !dice.permille(if days > 60 { 600 } else { 150 }));
        if has_none {
            return json!({ "status": "none", "expires_on": null });
        }
        let is_expired = days >= 365 && dice.permille(70);
        let expires_on = if is_expired {
            shifted(self.today, -dice.between(1, 400))
        } else {
            shifted(self.today, dice.between(1, 3_000))
        };
        json!({ "status": if is_expired { "expired" } else { "valid" }, "expires_on": expires_on })
    }

    /// Citizens live in houses, residents in flats; who works in a household lives in it and does not own it.
    fn premises(&self, person: &Person) -> Value {
        let mut dice = self.dice("premises", person.civil_number);
        let is_home = person.is_citizen() || person.residency.as_ref().is_some_and(|one| one.article == 20);
        let share = match (is_home && person.is_citizen(), person.gender) {
            (false, _) => 0,
            (true, _) if person.age_on(self.today) < 30 => 0,
            (true, Gender::Male) => 650,
            (true, Gender::Female) => 200,
        };
        json!({
            "automated_number": person.address.automated_number,
            "premises": if is_home { "private_home" } else { "apartment" },
            "is_owner": dice.permille(share),
        })
    }

    /// The newest child of a parent, as the hospital has notified it: both parents are told the same.
    fn birth(&self, parent: &Person) -> Option<Value> {
        let child = self.children_of(parent.civil_number).max_by_key(|child| child.birth_date)?;
        if self.days_old(child) > BIRTH_TOLD_DAYS {
            return None;
        }
        let mut dice = self.dice("birth", child.civil_number);
        let is_home = self.showcase.newborn != Some(child.civil_number) && dice.permille(15);
        let hospital = match child.address.governorate.as_str() {
            "GOV_HAW" => "مستشفى مبارك الكبير",
            "GOV_FAR" => "مستشفى الفروانية",
            "GOV_AHM" | "GOV_MUB" => "مستشفى العدان",
            "GOV_JAH" => "مستشفى الجهراء",
            _ => "مستشفى الولادة",
        };
        Some(json!({
            "notification": format!("B-{}-{:06}", child.birth_date.year(), dice.below(1_000_000)),
            "born_on": child.birth_date,
            "gender": child.gender,
            "place": if is_home { "home" } else { "hospital" },
            "hospital": (!is_home).then_some(hospital),
            "father": child.father,
            "mother": child.mother,
            "child": child.civil_number,
            "certificate_issued": self.birth_certificate(child).is_some(),
        }))
    }

    /// Who was born here has a certificate, newborns after some weeks.
    fn birth_certificate(&self, child: &Person) -> Option<Value> {
        let is_born_here = child.is_citizen() || child.father.is_some() && child.guardian.is_some();
        let mut dice = self.dice("certificate", child.civil_number);
        let waits = if child.is_citizen() { dice.between(5, 40) } else { dice.between(10, 110) };
        if let Some(issued_on) = self.granted(child.civil_number, Granted::BirthCertificate) {
            let number = format!("BC-{}-{:06}", child.birth_date.year(), dice.below(1_000_000));
            return Some(json!({ "number": number, "issued_on": issued_on }));
        }
        // Residents who are born while the city lives have one when a body grants it.
        let is_to_be_granted = child.birth_date > self.today && !child.is_citizen();
        let is_issued = !is_to_be_granted
            && self.showcase.newborn != Some(child.civil_number)
            && self.days_old(child) > waits;
        (is_born_here && is_issued).then(|| {
            json!({
                "number": format!("BC-{}-{:06}", child.birth_date.year(), dice.below(1_000_000)),
                "issued_on": shifted(child.birth_date, waits),
            })
        })
    }

    fn conviction(&self, person: &Person) -> &'static str {
        match self.dice("conviction", person.civil_number).below(1_000) {
            0..8 => "standing",
            8..25 => "rehabilitated",
            _ => "none",
        }
    }

    /// The newest judgment of a party: of divorce, of a standing conviction, or of what people quarrel about.
    fn judgment(&self, person: &Person) -> Option<Value> {
        let mut dice = self.dice("judgment", person.civil_number);
        let is_criminal = self.conviction(person) == "standing";
        let is_divorced = person.marital_status == MaritalStatus::Divorced && dice.permille(900);
        if !self.is_adult(person) || !(is_criminal || is_divorced || dice.permille(60)) {
            return None;
        }
        let kind = match dice.below(3) {
            _ if is_divorced => "family",
            _ if is_criminal => "criminal",
            0 if person.job.is_some() => "labour",
            1 => "commercial",
            _ => "civil",
        };
        let court = if kind == "family" { "محكمة الأسرة" } else { "المحكمة الكلية" };
        let is_defendant = is_criminal && !is_divorced || dice.permille(450);
        let pronounced_on = shifted(self.today, -dice.between(2, 300));
        Some(json!({
            "number": case_number(pronounced_on, &mut dice),
            "court": court,
            "kind": kind,
            "role": if is_defendant { "defendant" } else { "claimant" },
            "pronounced_on": pronounced_on,
        }))
    }

    /// Some grown people have given somebody a power of attorney.
    fn attorney(&self, person: &Person) -> Option<Value> {
        let mut dice = self.dice("attorney", person.civil_number);
        if !self.is_adult(person) || !dice.permille(40) {
            return None;
        }
        let start = dice.below(self.people.len().max(1) as u64) as usize;
        let is_agent =
            |one: &&Person| one.is_citizen() && self.is_adult(one) && one.civil_number != person.civil_number;
        let (before, after) = self.people.split_at_checked(start)?;
        let agent = after.iter().chain(before).find(is_agent)?;
        Some(json!({ "agent": agent.civil_number }))
    }

    /// Care homes know the persons with a disability; those who live there are grown, severely disabled and alone.
    fn care_home(&self, person: &Person) -> Option<Value> {
        let disability = person.disability.as_ref()?;
        let could =
            disability.degree == Degree::Severe && person.spouse.is_none() && person.age_on(self.today) >= 21;
        let lives_there = could && self.dice("care home", person.civil_number).permille(250);
        Some(json!({ "resident": lives_there }))
    }

    /// Whether the marriage of a resident is on no record here.
    pub(super) fn is_married_abroad(&self, person: &Person) -> bool {
        let Some(spouse) = person.spouse else { return false };
        let is_shown =
            [self.showcase.resident, self.showcase.resident_spouse].contains(&Some(person.civil_number));
        // One throw for both.
        let first = person.civil_number.min(spouse);
        !person.is_citizen() && !is_shown && self.dice("marriage", first).permille(MARRIED_ABROAD_PERMILLE)
    }

    /// Whether a person who is no citizen has a Kuwaiti mother.
    pub(super) fn is_treated_as_kuwaiti(&self, person: &Person) -> bool {
        let mother = person.mother.and_then(|mother| self.find(mother));
        !person.is_citizen() && mother.is_some_and(Person::is_citizen)
    }
}

/// A number as courts write it: the year, and a serial.
fn case_number(pronounced_on: Date, dice: &mut Rng) -> String {
    format!("{:02}/{:06}", pronounced_on.year().rem_euclid(100), dice.below(1_000_000))
}
