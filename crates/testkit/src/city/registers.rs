//! What the registers of the state say about the people of the city.

use afaq_base::{CivilNumber, Text, bodies};
use serde_json::{Value, json};

use super::City;
use super::person::{Employer, Job, Person};
use super::years::Granted;

/// The registers that the city answers for.
pub const REGISTERS: &[&str] = &[
    "paci.person",
    "paci.relation",
    "moj.marital_status",
    "moj.rulings",
    "pifss.contributions",
    "pam.work_permit",
    "csc.employee",
    "moci.license",
    "pada.disability",
    "moh.fitness",
    "moh.insurance",
    "moi.residency",
    "moi.driving",
    "paci.card",
    "paci.address",
    "moh.births",
    "moh.birth_certificates",
    "moi.criminal_record",
    "moj.judgments",
    "moj.powers_of_attorney",
    "mosa.care_homes",
];

impl City {
    /// The registers that the city answers for.
    #[must_use]
    pub const fn registers() -> &'static [&'static str] {
        REGISTERS
    }

    /// What a register holds under its keys: one civil number, for `paci.relation` two.
    ///
    /// Nothing means that the register answers, and holds no record.
    #[must_use]
    pub fn answer(&self, register: &str, keys: &[&str]) -> Option<Value> {
        match keys {
            [key] => self.register_record(register, key),
            [person, other] if register == "paci.relation" => self.relation_record(person, other),
            _ => None,
        }
    }

    /// What a register holds under one civil number.
    ///
    /// For `paci.relation` that is the list of all relatives. Money is in whole fils where the field's name
    /// says so, wages besides in dinars; dates are written `2026-11-22`.
    #[must_use]
    pub fn register_record(&self, register: &str, civil_number: &str) -> Option<Value> {
        let person = self.find(CivilNumber::parse(civil_number).ok()?)?;
        if !self.is_born(person) {
            return None;
        }
        let person = self.as_of_now(person);
        Some(self.bend(register, &person, self.straight_record(register, &person)?))
    }

    /// What a register holds where it agrees with all others.
    pub(super) fn straight_record(&self, register: &str, person: &Person) -> Option<Value> {
        let number = person.civil_number;
        match register {
            "paci.person" => Some(person_record(person)),
            "paci.relation" => Some(self.relatives_record(person)),
            "moj.marital_status" => {
                // A marriage abroad is on no record of the Ministry of Justice.
                let spouse = person.spouse.filter(|_| !self.is_married_abroad(person));
                Some(json!({ "marital_status": person.marital_status, "spouse": spouse }))
            }
            "moj.rulings" => (!person.custody_of.is_empty())
                .then(|| json!({ "custody": true, "custody_of": person.custody_of })),
            // One simplification: the wages of residents, which the manpower authority keeps, are told here too.
            "pifss.contributions" => self.is_adult(person).then(|| job_record(person.job.as_ref())),
            "pam.work_permit" => (!person.is_citizen() && person.job.is_some()).then(|| {
                let article = person.residency.as_ref().map(|residency| residency.article);
                with(job_record(person.job.as_ref()), "article", json!(article))
            }),
            "csc.employee" => civil_servant_record(person),
            "moci.license" => self.is_adult(person).then(|| match &person.commercial_license {
                Some(license) => json!({ "active": license.active, "number": license.number }),
                None => json!({ "active": false, "number": null }),
            }),
            "pada.disability" => person.disability.as_ref().map(|disability| {
                let is_treated = self.is_treated_as_kuwaiti(person);
                with(json!(disability), "treated_as_kuwaiti", json!(is_treated))
            }),
            "moh.fitness" => person.fitness.as_ref().map(|fitness| json!(fitness)),
            "moh.insurance" => person.insured_until.map(|until| json!({ "valid_until": until })),
            "moi.residency" => person.residency.as_ref().map(|residency| {
                json!({
                    "article": residency.article,
                    "expires_on": self.granted(number, Granted::Residency).unwrap_or(residency.expires_on),
                    "sponsor": residency.sponsor,
                    "sponsor_relation": residency.sponsor_relation,
                    "dues_fils": residency.dues.fils(),
                    "dues_paid": residency.dues.is_zero(),
                })
            }),
            "moi.driving" => person.driving_license.as_ref().map(|license| {
                json!({
                    "number": license.number,
                    "class": license.class,
                    "expires_on": self.granted(number, Granted::Driving).unwrap_or(license.expires_on),
                    "fines_fils": license.fines.fils(),
                })
            }),
            _ => self.paper(register, person),
        }
    }

    /// What `other` is to `person`, as `paci.relation` says it; nothing if they are not related.
    #[must_use]
    pub fn relation_record(&self, person: &str, other: &str) -> Option<Value> {
        let relation = self.relation(CivilNumber::parse(person).ok()?, CivilNumber::parse(other).ok()?)?;
        Some(json!({ "relation": relation }))
    }

    fn relatives_record(&self, person: &Person) -> Value {
        let relatives: Vec<Value> = self
            .relatives(person.civil_number)
            .into_iter()
            .map(|(relation, other)| json!({ "civil_number": other.civil_number, "relation": relation }))
            .collect();
        json!({ "relatives": relatives })
    }

    pub(super) fn is_adult(&self, person: &Person) -> bool {
        person.age_on(self.today()) >= 18
    }
}

fn person_record(person: &Person) -> Value {
    let address = person.address.in_words();
    json!({
        "civil_number": person.civil_number,
        "name_ar": person.name.ar,
        "name_en": person.name.en,
        "gender": person.gender,
        "nationality": person.nationality,
        "birth_date": person.birth_date,
        "address": address.ar,
        "address_ar": address.ar,
        "address_en": address.en,
        "governorate": person.address.governorate,
        "father": person.father,
        "mother": person.mother,
        "guardian": person.guardian,
    })
}

fn job_record(job: Option<&Job>) -> Value {
    let Some(job) = job else {
        return json!({ "employed": false, "employer": null, "salary": null });
    };
    let employer = employer_name(&job.employer);
    json!({
        "employed": true,
        "employer": employer.ar,
        "employer_ar": employer.ar,
        "employer_en": employer.en,
        "title_ar": job.title.ar,
        "title_en": job.title.en,
        "salary": job.salary.fils() / 1_000,
        "salary_fils": job.salary.fils(),
        "since": job.since,
    })
}

fn civil_servant_record(person: &Person) -> Option<Value> {
    let job = person.job.as_ref()?;
    let Employer::Body(code) = &job.employer else {
        return None;
    };
    Some(json!({
        "body": code,
        "title_ar": job.title.ar,
        "title_en": job.title.en,
        "salary_fils": job.salary.fils(),
        "since": job.since,
    }))
}

fn employer_name(employer: &Employer) -> Text {
    match employer {
        Employer::Body(code) => {
            bodies::find(code.as_str()).map_or_else(|| Text::same(code.as_str()), |body| body.name.clone())
        }
        Employer::Firm { name, .. } => name.clone(),
        Employer::Household(_) => Text::new("عمل منزلي", "domestic work"),
    }
}

fn with(mut record: Value, field: &str, value: Value) -> Value {
    if let Some(fields) = record.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
    record
}
