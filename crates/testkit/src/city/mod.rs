//! A generated population whose registers agree with each other.

mod build;
mod disagree;
mod families;
mod hostile;
mod names;
mod papers;
mod person;
mod places;
mod registers;
mod showcase;
#[cfg(test)]
mod tests;
mod wishes;
mod years;

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_base::{CivilNumber, Date};

pub use disagree::{DISAGREE_PERMILLE, Disagreement};
pub use person::{
    CommercialLicense, Degree, Disability, DrivingLicense, Employer, Fitness, Gender, Job, MaritalStatus,
    Person, Relation, Residency,
};
pub use places::Address;
pub use showcase::Showcase;
pub use years::{Granted, Happening};

/// Most people that one city may have.
pub const PEOPLE_MAX: usize = 1_000_000;

/// The day on which a city lives if nothing else is said.
pub const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// A seeded city: citizens and residents, families, work, licences, disability, residence.
#[derive(Debug, Clone)]
pub struct City {
    seed: u64,
    today: Date,
    people: Vec<Person>,
    by_number: BTreeMap<CivilNumber, usize>,
    /// Children of each parent, by their places among the people.
    children: BTreeMap<CivilNumber, Vec<usize>>,
    showcase: Showcase,
    happenings: years::Happenings,
    /// Shared by clones: they live on the same day.
    present: Arc<years::Present>,
}

impl City {
    /// A city of so many people on [`TODAY`]; the same seed gives the same city, to the byte.
    ///
    /// More than [`PEOPLE_MAX`] people are not made.
    #[must_use]
    pub fn generate(seed: u64, people: usize) -> Self {
        Self::generate_on(seed, people, TODAY)
    }

    /// A city as it is on a day: ages, expiries and newborns follow that day.
    #[must_use]
    pub fn generate_on(seed: u64, people: usize, today: Date) -> Self {
        Self::generate_over(seed, people, today, 0)
    }

    /// A city made on a day that then lives so many days: children are born, people move, change work, fall ill.
    ///
    /// [`City::set_present`] says which day it is.
    #[must_use]
    pub fn generate_over(seed: u64, people: usize, today: Date, days: i64) -> Self {
        let mut builder = build::Builder::new(seed, people.min(PEOPLE_MAX), today);
        let showcase = showcase::build(&mut builder);
        builder.fill();
        let happenings = builder.live(days);
        let mut city = Self {
            seed,
            today,
            people: builder.people,
            by_number: BTreeMap::new(),
            children: BTreeMap::new(),
            showcase,
            happenings,
            present: Arc::default(),
        };
        city.index();
        city.showcase = city.showcase.completed(&city);
        city
    }

    /// Finds out anew who has which number, and who is whose child.
    fn index(&mut self) {
        self.by_number =
            self.people.iter().enumerate().map(|(at, person)| (person.civil_number, at)).collect();
        self.children.clear();
        for (at, person) in self.people.iter().enumerate() {
            for parent in [person.father, person.mother].into_iter().flatten() {
                self.children.entry(parent).or_default().push(at);
            }
        }
    }

    /// The seed, to be printed when a test fails.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The day on which the city lives.
    #[must_use]
    pub const fn today(&self) -> Date {
        self.today
    }

    /// All people, in the order in which they were made.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The person with a civil number.
    #[must_use]
    pub fn find(&self, number: CivilNumber) -> Option<&Person> {
        self.by_number.get(&number).and_then(|&at| self.people.get(at))
    }

    /// People whose situations fit the services of the demonstration.
    #[must_use]
    pub const fn showcase(&self) -> &Showcase {
        &self.showcase
    }

    /// What `other` is to `person`, by the register of persons.
    #[must_use]
    pub fn relation(&self, person: CivilNumber, other: CivilNumber) -> Option<Relation> {
        let (one, two) = (self.find(person)?, self.find(other)?);
        let is_parent_of = |child: &Person, parent: CivilNumber| {
            child.father == Some(parent) || child.mother == Some(parent)
        };
        let share = |a: Option<CivilNumber>, b: Option<CivilNumber>| a.is_some() && a == b;
        if person == other {
            None
        } else if is_parent_of(two, person) {
            Some(Relation::Child)
        } else if is_parent_of(one, other) {
            Some(Relation::Parent)
        } else if one.spouse == Some(other) {
            Some(Relation::Spouse)
        } else if share(one.father, two.father) || share(one.mother, two.mother) {
            Some(Relation::Sibling)
        } else {
            None
        }
    }

    /// The relatives of a person, by civil number: spouse, parents, children, sisters and brothers.
    #[must_use]
    pub fn relatives(&self, person: CivilNumber) -> Vec<(Relation, &Person)> {
        let Some(one) = self.find(person) else {
            return vec![];
        };
        let parents = [one.father, one.mother].into_iter().flatten();
        let mut near: Vec<CivilNumber> = parents.clone().chain(one.spouse).collect();
        for parent in parents.chain([person]) {
            near.extend(self.children_of(parent).map(|child| child.civil_number));
        }
        near.sort_unstable();
        near.dedup();
        let related = |other: CivilNumber| self.relation(person, other).zip(self.find(other));
        near.into_iter().filter_map(related).collect()
    }

    /// The children of a person who are born.
    pub fn children_of(&self, parent: CivilNumber) -> impl Iterator<Item = &Person> {
        let places = self.children.get(&parent).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&at| self.people.get(at)).filter(|child| self.is_born(child))
    }
}
