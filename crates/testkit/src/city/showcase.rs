//! People whose situations fit the services that a demonstration shows.

use afaq_base::{CivilNumber, Money};
use serde_json::Value;

use super::City;
use super::build::{Builder, shifted};
use super::families::HOUSEHOLD_MAX;
use super::person::{Degree, Disability, Fitness, Person};

/// Civil numbers of people with known situations; a very small city has none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Showcase {
    /// A citizen without work or licence, who is fit, and the mother of `severely_disabled_child`.
    pub carer: Option<CivilNumber>,
    /// The child she cares for.
    pub severely_disabled_child: Option<CivilNumber>,
    /// The same situation, but she works.
    pub employed_carer: Option<CivilNumber>,
    /// The child of the one who works.
    pub child_of_employed_carer: Option<CivilNumber>,
    /// The same situation, but she is divorced and has a ruling on custody.
    pub divorced_carer: Option<CivilNumber>,
    /// The child of the divorced one.
    pub child_of_divorced_carer: Option<CivilNumber>,
    /// A citizen whose child's disability is moderate.
    pub carer_of_moderate: Option<CivilNumber>,
    /// The child with a moderate disability.
    pub moderately_disabled_child: Option<CivilNumber>,
    /// A resident whose permit ends in three weeks, insured for long, with nothing owed.
    pub resident: Option<CivilNumber>,
    /// The resident's spouse, sponsored by the resident; the permit ends in three weeks.
    pub resident_spouse: Option<CivilNumber>,
    /// A child of these residents; the permit ends in three weeks.
    pub resident_child: Option<CivilNumber>,
    /// A newborn child of these residents, without a permit.
    pub newborn: Option<CivilNumber>,
    /// A resident who owes something to a department of the state.
    pub resident_in_debt: Option<CivilNumber>,
    /// A citizen whose driving licence ends in two weeks, without fines.
    pub driver: Option<CivilNumber>,
    /// A citizen whose driving licence ends in two weeks, with unpaid fines.
    pub driver_with_fines: Option<CivilNumber>,
    /// A citizen with a newborn who has a birth certificate and no civil ID yet.
    pub parent_of_newborn: Option<CivilNumber>,
    /// The newborn of that citizen.
    pub newborn_without_card: Option<CivilNumber>,
    /// A grown citizen against whom nothing stands, living in a home of their own.
    pub freelancer: Option<CivilNumber>,
    /// A party to a civil judgment that was given long enough ago.
    pub party_to_judgment: Option<CivilNumber>,
    /// The father and guardian of `severely_disabled_child`.
    pub guardian_of_disabled_child: Option<CivilNumber>,
}

impl Showcase {
    /// Everybody of them.
    pub(super) fn everybody(&self) -> Vec<CivilNumber> {
        [
            self.carer,
            self.severely_disabled_child,
            self.employed_carer,
            self.child_of_employed_carer,
            self.divorced_carer,
            self.child_of_divorced_carer,
            self.carer_of_moderate,
            self.moderately_disabled_child,
            self.resident,
            self.resident_spouse,
            self.resident_child,
            self.newborn,
            self.resident_in_debt,
            self.driver,
            self.driver_with_fines,
            self.parent_of_newborn,
            self.newborn_without_card,
            self.freelancer,
            self.party_to_judgment,
            self.guardian_of_disabled_child,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Adds those who are found among the people, since their situations need nobody to be made for them.
    pub(super) fn completed(mut self, city: &City) -> Self {
        if self.carer.is_none() {
            return self;
        }
        let field = |register: &str, person: &Person, name: &str| {
            city.register_record(register, person.civil_number.as_str())
                .and_then(|record| record.get(name).cloned())
        };
        let is = |value: Option<Value>, wanted: &str| {
            value.and_then(|one| one.as_str().map(|text| text == wanted)) == Some(true)
        };
        let people = || city.people().iter().filter(|person| person.is_citizen());
        let newborn = people().find(|child| {
            child.birth_date > shifted(city.today(), -55)
                && child.mother.is_some()
                && field("moh.birth_certificates", child, "number").is_some()
                && is(field("paci.card", child, "status"), "none")
        });
        self.newborn_without_card = newborn.map(|child| child.civil_number);
        self.parent_of_newborn = newborn.and_then(|child| child.mother);
        let freelancer = people().find(|person| {
            (25..50).contains(&person.age_on(city.today()))
                && is(field("moi.criminal_record", person, "conviction"), "none")
                && field("paci.address", person, "is_owner") == Some(Value::Bool(true))
        });
        self.freelancer = freelancer.map(|person| person.civil_number);
        let is_old = |day: Option<Value>| {
            let day = day.and_then(|day| day.as_str().and_then(|text| text.parse::<afaq_base::Date>().ok()));
            day.is_some_and(|day| day < shifted(city.today(), -20))
        };
        let party = people().find(|person| {
            is(field("moj.judgments", person, "kind"), "family")
                && is_old(field("moj.judgments", person, "pronounced_on"))
        });
        self.party_to_judgment = party.map(|person| person.civil_number);
        let child = self.severely_disabled_child.and_then(|child| city.find(child));
        self.guardian_of_disabled_child = child.and_then(|child| child.guardian);
        self
    }
}

/// Makes the showcase's households, if the city has room for them beside others.
pub(super) fn build(builder: &mut Builder) -> Showcase {
    let mut showcase = Showcase::default();
    if builder.room() < 4 * HOUSEHOLD_MAX {
        return showcase;
    }
    let number = |builder: &Builder, at: usize| Some(builder.people[at].civil_number);

    let (carer, child) = carer(builder, Degree::Severe, false, false);
    (showcase.carer, showcase.severely_disabled_child) = (number(builder, carer), number(builder, child));
    let (carer_at, child) = self::carer(builder, Degree::Severe, true, false);
    (showcase.employed_carer, showcase.child_of_employed_carer) =
        (number(builder, carer_at), number(builder, child));
    let (carer_at, child) = self::carer(builder, Degree::Severe, false, true);
    (showcase.divorced_carer, showcase.child_of_divorced_carer) =
        (number(builder, carer_at), number(builder, child));
    let (carer_at, child) = self::carer(builder, Degree::Moderate, false, false);
    (showcase.carer_of_moderate, showcase.moderately_disabled_child) =
        (number(builder, carer_at), number(builder, child));

    residents(builder, &mut showcase);
    drivers(builder, &mut showcase);
    showcase
}

/// A family of citizens with a disabled child; the places of the mother and the child.
fn carer(builder: &mut Builder, degree: Degree, is_employed: bool, is_divorced: bool) -> (usize, usize) {
    let couple = builder.couple("KW", 41, true);
    let birth = shifted(builder.today, -9 * 365 - 40);
    let child = builder.child(&couple, birth);
    let valid_until = (degree != Degree::Severe).then(|| shifted(builder.today, 400));
    let disability = Disability { degree, permanent: valid_until.is_none(), valid_until };
    builder.people[child].disability = Some(disability);
    builder.employ_citizen(couple.husband);
    if is_employed {
        builder.employ_citizen(couple.wife);
    }
    if is_divorced {
        builder.divorce(&couple, &[child]);
        builder.people[couple.wife].custody_of = vec![builder.people[child].civil_number];
    }
    let issued_on = shifted(builder.today, -30);
    builder.people[couple.wife].fitness = Some(Fitness { fit: true, issued_on });
    (couple.wife, child)
}

fn residents(builder: &mut Builder, showcase: &mut Showcase) {
    let couple = builder.couple("EG", 38, false);
    let child = builder.child(&couple, shifted(builder.today, -6 * 365));
    let newborn = builder.child(&couple, shifted(builder.today, -40));
    builder.employ_resident(couple.husband, 900, 1_200);
    builder.permit_family(&couple, &[child]);
    for at in [couple.husband, couple.wife, child] {
        settle(builder, at, 0);
    }
    let number = |builder: &Builder, at: usize| Some(builder.people[at].civil_number);
    showcase.resident = number(builder, couple.husband);
    showcase.resident_spouse = number(builder, couple.wife);
    showcase.resident_child = number(builder, child);
    showcase.newborn = number(builder, newborn);

    let couple = builder.couple("IN", 45, false);
    builder.employ_resident(couple.husband, 500, 700);
    builder.permit_family(&couple, &[]);
    settle(builder, couple.husband, 37_500);
    settle(builder, couple.wife, 0);
    showcase.resident_in_debt = number(builder, couple.husband);
}

/// A permit that ends in three weeks, with insurance for more than a year.
fn settle(builder: &mut Builder, at: usize, dues_fils: i64) {
    let (ends, insured) = (shifted(builder.today, 21), shifted(builder.today, 800));
    let person = &mut builder.people[at];
    person.insured_until = Some(insured);
    if let Some(residency) = &mut person.residency {
        residency.expires_on = ends;
        residency.dues = Money::from_fils(dues_fils);
    }
}

fn drivers(builder: &mut Builder, showcase: &mut Showcase) {
    let couple = builder.couple("KW", 33, true);
    builder.employ_citizen(couple.husband);
    builder.employ_citizen(couple.wife);
    let ends = shifted(builder.today, 14);
    builder.license_driving(couple.wife, ends, 0);
    builder.license_driving(couple.husband, ends, 45_000);
    showcase.driver = Some(builder.people[couple.wife].civil_number);
    showcase.driver_with_fines = Some(builder.people[couple.husband].civil_number);
}
