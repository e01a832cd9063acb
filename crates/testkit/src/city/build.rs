//! Makes people one by one; families and the showcase are put together of them.

use std::collections::BTreeSet;

use afaq_base::{BodyCode, CivilNumber, Date, Iban, Money, StaticText, Text};

use super::names::{self, NameList};
use super::person::{
    CommercialLicense, Degree, Disability, DrivingLicense, Employer, Fitness, Gender, Job, MaritalStatus,
    Person, Residency,
};
use super::places::{self, Address};
use crate::rng::Rng;

/// The names that come before somebody: father, grandfather, family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lineage {
    pub(super) father: StaticText,
    pub(super) grandfather: StaticText,
    pub(super) family: StaticText,
}

/// Who is to be made.
pub(super) struct Draft {
    pub(super) gender: Gender,
    pub(super) nationality: &'static str,
    pub(super) birth_date: Date,
    pub(super) given: StaticText,
    pub(super) lineage: Lineage,
    pub(super) address: Address,
}

pub(super) struct Builder {
    pub(super) rng: Rng,
    pub(super) today: Date,
    pub(super) people: Vec<Person>,
    pub(super) wanted: usize,
    /// The couples, as they were made.
    pub(super) couples: Vec<super::families::Couple>,
    /// Fathers of citizens' families who could have grown children of their own house.
    pub(super) elders: Vec<super::families::Elder>,
    numbers: BTreeSet<CivilNumber>,
    firms: Vec<Text>,
    given_out: u64,
}

/// A day some days later, or earlier if negative.
pub(super) fn shifted(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::SignedDuration::from_hours(days.saturating_mul(24)))
}

impl Builder {
    pub(super) fn new(seed: u64, wanted: usize, today: Date) -> Self {
        Self {
            rng: Rng::new(seed),
            today,
            people: Vec::with_capacity(wanted),
            wanted,
            couples: Vec::new(),
            elders: Vec::new(),
            numbers: BTreeSet::new(),
            firms: places::firms(),
            given_out: 0,
        }
    }

    pub(super) fn room(&self) -> usize {
        self.wanted.saturating_sub(self.people.len())
    }

    /// A birth date that makes somebody so old today.
    pub(super) fn born(&mut self, age_years: i64) -> Date {
        let days = age_years * 36_525 / 100 + self.rng.between(1, 364);
        shifted(self.today, -days)
    }

    pub(super) fn lineage(&mut self, nationality: &str) -> Lineage {
        let NameList { men, families, .. } = names::list(nationality);
        let father = *self.rng.pick(men);
        let mut grandfather = *self.rng.pick(men);
        while grandfather == father {
            grandfather = *self.rng.pick(men);
        }
        Lineage { father, grandfather, family: *self.rng.pick(families) }
    }

    pub(super) fn given(&mut self, nationality: &str, gender: Gender, lineage: &Lineage) -> StaticText {
        let list = names::list(nationality);
        match gender {
            Gender::Female => *self.rng.pick(list.women),
            Gender::Male => loop {
                let name = *self.rng.pick(list.men);
                if name != lineage.father {
                    return name;
                }
            },
        }
    }

    /// Makes a person and gives its place.
    pub(super) fn add(&mut self, draft: Draft) -> usize {
        let Draft { gender, nationality, birth_date, given, lineage, address } = draft;
        let civil_number = self.civil_number(birth_date);
        // Where people have no chain of fathers' names, the grandfather's is left out.
        let is_short = !names::has_chain(nationality);
        let name = |pick: fn(&StaticText) -> &'static str| {
            let mut parts =
                vec![pick(&given), pick(&lineage.father), pick(&lineage.grandfather), pick(&lineage.family)];
            if is_short {
                parts.remove(2);
            }
            parts.join(" ")
        };
        let is_adult = self.age(birth_date) >= 18;
        let iban = (is_adult && self.rng.permille(900)).then(|| self.iban()).flatten();
        self.people.push(Person {
            civil_number,
            name: Text::new(name(|text| text.ar), name(|text| text.en)),
            given_name: given.to_text(),
            gender,
            nationality: nationality.to_owned(),
            birth_date,
            address,
            father: None,
            mother: None,
            spouse: None,
            guardian: None,
            marital_status: MaritalStatus::Single,
            custody_of: vec![],
            job: None,
            disability: None,
            commercial_license: None,
            driving_license: None,
            fitness: None,
            residency: None,
            insured_until: None,
            iban,
        });
        self.people.len() - 1
    }

    pub(super) fn age(&self, birth_date: Date) -> u32 {
        afaq_base::time::age_years(birth_date, self.today).unwrap_or_default()
    }

    fn civil_number(&mut self, birth: Date) -> CivilNumber {
        let century = if birth.year() < 2000 { 2 } else { 3 };
        let begin =
            format!("{century}{:02}{:02}{:02}", birth.year().rem_euclid(100), birth.month(), birth.day());
        loop {
            // Of ten thousand serials of a day about eight thousand have a number: a free one is soon found.
            let serial = self.rng.below(10_000);
            if let Some(number) = CivilNumber::compute(&format!("{begin}{serial:04}"))
                && self.numbers.insert(number)
            {
                return number;
            }
        }
    }

    fn iban(&mut self) -> Option<Iban> {
        self.given_out += 1;
        Iban::compute("AFAQ", &format!("{:022}", self.given_out))
    }

    // ------------------------------------------------------------------------------ what people have

    /// Work of a citizen.
    pub(super) fn employ_citizen(&mut self, at: usize) {
        let employer = if self.rng.permille(750) {
            let body = *self.rng.pick(places::PUBLIC_EMPLOYERS);
            BodyCode::parse(body).map_or_else(|_| self.firm(), Employer::Body)
        } else {
            self.firm()
        };
        let title = self.rng.pick(places::CITIZEN_TITLES).to_text();
        let salary = self.rng.between(130, 500) * 5;
        self.employ(at, employer, title, salary);
    }

    /// Work of a resident in a firm, with a wage in dinars inside a range.
    pub(super) fn employ_resident(&mut self, at: usize, salary_from: i64, salary_until: i64) {
        let employer = if self.rng.permille(80) {
            BodyCode::parse("MOH").map_or_else(|_| self.firm(), Employer::Body)
        } else {
            self.firm()
        };
        let title = self.rng.pick(places::RESIDENT_TITLES).to_text();
        let salary = self.rng.between(salary_from / 5, salary_until / 5) * 5;
        self.employ(at, employer, title, salary);
    }

    pub(super) fn employ(&mut self, at: usize, employer: Employer, title: Text, salary_dinars: i64) {
        let worked_years = i64::from(self.age(self.people[at].birth_date)).saturating_sub(20).clamp(0, 25);
        let since = shifted(self.today, -self.rng.between(60, worked_years * 365 + 90));
        let salary = Money::from_fils(salary_dinars * 1_000);
        self.people[at].job = Some(Job { employer, title, salary, since });
    }

    fn firm(&mut self) -> Employer {
        let at = self.rng.below(self.firms.len() as u64) as usize;
        Employer::Firm { number: format!("F{:05}", at + 1), name: self.firms[at].clone() }
    }

    /// Licences, reports and disability as chance deals them out.
    pub(super) fn deal(&mut self, at: usize) {
        let age = self.age(self.people[at].birth_date);
        let is_citizen = self.people[at].is_citizen();
        let disability_share = match age {
            70.. => 120,
            0..18 => 40,
            _ => 15,
        };
        if self.rng.permille(disability_share) {
            let degree = match self.rng.below(10) {
                0..5 => Degree::Simple,
                5..8 => Degree::Moderate,
                _ => Degree::Severe,
            };
            self.disable(at, degree);
        }
        if age < 18 {
            return;
        }
        if (18..75).contains(&age) && self.rng.permille(if is_citizen { 800 } else { 450 }) {
            let until = if is_citizen { 3_600 } else { 360 };
            let expires_on = shifted(self.today, self.rng.between(-60, until));
            let fines = if self.rng.permille(300) { self.rng.between(1, 30) * 5_000 } else { 0 };
            self.license_driving(at, expires_on, fines);
        }
        if is_citizen && age >= 21 && self.rng.permille(60) {
            let active = self.rng.permille(700);
            let number = format!("2{:07}", self.rng.below(10_000_000));
            self.people[at].commercial_license = Some(CommercialLicense { number, active });
        }
        if self.rng.permille(300) {
            let issued_on = shifted(self.today, -self.rng.between(5, 500));
            let fit = self.rng.permille(930);
            self.people[at].fitness = Some(Fitness { fit, issued_on });
        }
    }

    pub(super) fn disable(&mut self, at: usize, degree: Degree) {
        let permanent = self.rng.permille(600);
        let valid_until = (!permanent).then(|| shifted(self.today, self.rng.between(-30, 1_000)));
        self.people[at].disability = Some(Disability { degree, permanent, valid_until });
    }

    pub(super) fn license_driving(&mut self, at: usize, expires_on: Date, fines_fils: i64) {
        let number = format!("{:08}", self.rng.between(1_000_000, 99_999_999));
        let class = if self.rng.permille(950) { "private" } else { "general" };
        let fines = Money::from_fils(fines_fils);
        self.people[at].driving_license =
            Some(DrivingLicense { number, class: class.to_owned(), expires_on, fines });
    }

    /// A residence permit with health insurance, of which some are soon over and some too short.
    pub(super) fn permit(&mut self, at: usize, article: u8, sponsor: String, sponsor_relation: &str) {
        let expires_on = shifted(self.today, self.rng.between(-20, 700));
        let insured_for = match self.rng.below(20) {
            0 => -self.rng.between(1, 200),
            1..4 => self.rng.between(10, 300),
            _ => self.rng.between(366, 1_200),
        };
        let dues = if self.rng.permille(150) { self.rng.between(1, 80) * 2_500 } else { 0 };
        let sponsor_relation = sponsor_relation.to_owned();
        let dues = Money::from_fils(dues);
        self.people[at].residency = Some(Residency { article, expires_on, sponsor, sponsor_relation, dues });
        self.people[at].insured_until = Some(shifted(self.today, insured_for));
    }
}
