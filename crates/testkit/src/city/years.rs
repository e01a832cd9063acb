//! Time passes: children are born, people move, change work, fall ill; bodies grant and registers take it in.
//!
//! What happens is thrown when the city is made, so that the same seed lives the same years. What bodies decided is
//! told to the city ([`City::grant`]), since it follows from cases.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock};

use afaq_base::{CivilNumber, Date};

use super::City;
use super::build::{Builder, shifted};
use super::families::Couple;
use super::person::{Degree, Disability, Fitness, Gender, Job, Person};
use super::places::{Address, CITIZEN_AREAS, RESIDENT_AREAS};

/// Women in a thousand, married and aged 20 to 42, who have a child in a year.
const BIRTHS_PERMILLE: u64 = 95;
/// Households in a thousand that move in a year.
const MOVES_PERMILLE: u64 = 45;
/// People in a thousand who change their work in a year.
const WORK_PERMILLE: u64 = 80;
/// People in a thousand who lose their work in a year, of those who have some.
const LEFT_PERMILLE: u64 = 20;
/// People in a thousand who are found disabled in a year.
const DISABLED_PERMILLE: u64 = 3;
/// Grown people in a thousand who get a new report on their fitness in a year.
const EXAMINED_PERMILLE: u64 = 60;
/// Days between two births of one mother.
const BETWEEN_BIRTHS_DAYS: i64 = 330;

/// What happens to somebody on a day.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// A child is born: its own record begins.
    Born,
    /// The household moves here.
    Moved(Address),
    /// Other work, or none.
    Works(Option<Job>),
    /// A disability is found.
    Disabled(Disability),
    /// A report on fitness is written.
    Examined(Fitness),
}

/// What a body grants and a register then holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Granted {
    /// A driving licence until a day.
    Driving,
    /// A residence permit until a day.
    Residency,
    /// A birth certificate, issued on a day.
    BirthCertificate,
    /// A civil ID until a day.
    Card,
}

impl Granted {
    /// All, for reading them back.
    pub const ALL: [Self; 4] = [Self::Driving, Self::Residency, Self::BirthCertificate, Self::Card];

    /// Its word in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Driving => "driving",
            Self::Residency => "residency",
            Self::BirthCertificate => "birth_certificate",
            Self::Card => "card",
        }
    }
}

/// The present day of a city, and what was granted up to it.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// Days after the day on which the city was made.
    days: AtomicI64,
    granted: RwLock<BTreeMap<(CivilNumber, Granted), Date>>,
}

/// All that happens, by whom it happens to, in the order of days.
pub(super) type Happenings = BTreeMap<CivilNumber, Vec<(Date, Happening)>>;

impl Builder {
    /// Lets so many days pass: newborns are added, and what else happens is given.
    pub(super) fn live(&mut self, days: i64) -> Happenings {
        let mut happenings = Happenings::new();
        if days <= 0 {
            return happenings;
        }
        // A thousandth of a year's share for each day of the span.
        let share = |permille: u64| (permille * days.unsigned_abs() / 365).min(1_000);
        let grown_up = self.people.len();
        for couple in std::mem::take(&mut self.couples) {
            self.births(&couple, days, share(BIRTHS_PERMILLE), &mut happenings);
            if self.rng.permille(share(MOVES_PERMILLE)) {
                self.household_moves(&couple, days, &mut happenings);
            }
        }
        for at in 0..grown_up {
            let age = self.age(self.people[at].birth_date);
            let number = self.people[at].civil_number;
            let is_working = self.people[at].job.is_some() && (20..60).contains(&age);
            let day = self.some_day(days);
            if is_working && self.rng.permille(share(WORK_PERMILLE)) {
                let before = self.people[at].job.clone();
                match self.people[at].is_citizen() {
                    true => self.employ_citizen(at),
                    false => self.employ_resident(at, 75, 900),
                }
                let job = std::mem::replace(&mut self.people[at].job, before);
                let job = job.map(|job| Job { since: day, ..job });
                happenings.entry(number).or_default().push((day, Happening::Works(job)));
            } else if is_working && self.people[at].is_citizen() && self.rng.permille(share(LEFT_PERMILLE)) {
                happenings.entry(number).or_default().push((day, Happening::Works(None)));
            }
            if self.people[at].disability.is_none() && self.rng.permille(share(DISABLED_PERMILLE)) {
                let degree = *self.rng.pick(&[Degree::Simple, Degree::Moderate, Degree::Severe]);
                let disability = Disability { degree, permanent: true, valid_until: None };
                happenings.entry(number).or_default().push((day, Happening::Disabled(disability)));
            }
            if age >= 18 && self.rng.permille(share(EXAMINED_PERMILLE)) {
                let issued_on = self.some_day(days);
                let fit = self.rng.permille(930);
                let report = Happening::Examined(Fitness { fit, issued_on });
                happenings.entry(number).or_default().push((issued_on, report));
            }
        }
        for all in happenings.values_mut() {
            all.sort_by_key(|(day, _)| *day);
        }
        happenings
    }

    fn some_day(&mut self, days: i64) -> Date {
        let after = self.rng.between(1, days);
        shifted(self.today, after)
    }

    fn births(&mut self, couple: &Couple, days: i64, permille: u64, happenings: &mut Happenings) {
        let (husband, wife) = (&self.people[couple.husband], &self.people[couple.wife]);
        let is_couple = wife.spouse == Some(husband.civil_number) && husband.gender == Gender::Male;
        let mother = wife.civil_number;
        let is_of_age = (20..=42).contains(&self.age(wife.birth_date));
        if !is_couple || !is_of_age || !self.rng.permille(permille) {
            return;
        }
        let birth_date = self.some_day(days);
        let last = self.people.iter().rev().find(|one| one.mother == Some(mother)).map(|one| one.birth_date);
        if last.is_some_and(|last| shifted(last, BETWEEN_BIRTHS_DAYS) > birth_date) {
            return;
        }
        let child = self.child(couple, birth_date);
        let number = self.people[child].civil_number;
        happenings.entry(number).or_default().push((birth_date, Happening::Born));
    }

    fn household_moves(&mut self, couple: &Couple, days: i64, happenings: &mut Happenings) {
        let day = self.some_day(days);
        let is_citizen = self.people[couple.husband].is_citizen();
        let areas = if is_citizen { CITIZEN_AREAS } else { RESIDENT_AREAS };
        let to = Address::draw(&mut self.rng, areas);
        let from = self.people[couple.wife].address.clone();
        // Who lives together moves together; the people of a household were made one after the other.
        let near = couple.husband..(couple.husband + super::families::HOUSEHOLD_MAX).min(self.people.len());
        for at in near {
            if self.people[at].address == from {
                let number = self.people[at].civil_number;
                happenings.entry(number).or_default().push((day, Happening::Moved(to.clone())));
            }
        }
    }
}

impl City {
    /// The present day: the one on which the city was made, moved on by [`City::set_present`].
    #[must_use]
    pub fn present(&self) -> Date {
        match self.present.days.load(Ordering::Relaxed) {
            0 => self.today,
            days => shifted(self.today, days),
        }
    }

    /// Moves the present day on; registers then answer as on that day. It never goes back.
    pub fn set_present(&self, day: Date) {
        let days = i64::from((day - self.today).get_days());
        self.present.days.fetch_max(days, Ordering::Relaxed);
    }

    /// All that happens, day by day; on one day by civil numbers.
    #[must_use]
    pub fn happenings(&self) -> BTreeMap<Date, Vec<(CivilNumber, &Happening)>> {
        let mut days: BTreeMap<Date, Vec<(CivilNumber, &Happening)>> = BTreeMap::new();
        for (number, all) in &self.happenings {
            for (day, happening) in all {
                days.entry(*day).or_default().push((*number, happening));
            }
        }
        days
    }

    /// Takes in what a body granted to somebody, until or on a day.
    pub fn grant(&self, to: CivilNumber, what: Granted, day: Date) {
        self.present.granted.write().unwrap_or_else(PoisonError::into_inner).insert((to, what), day);
    }

    /// What was granted to somebody.
    #[must_use]
    pub fn granted(&self, to: CivilNumber, what: Granted) -> Option<Date> {
        self.present.granted.read().unwrap_or_else(PoisonError::into_inner).get(&(to, what)).copied()
    }

    /// All that was granted, in a settled order.
    #[must_use]
    pub fn all_granted(&self) -> Vec<(CivilNumber, Granted, Date)> {
        let granted = self.present.granted.read().unwrap_or_else(PoisonError::into_inner);
        granted.iter().map(|((number, what), day)| (*number, *what, *day)).collect()
    }

    /// Whether somebody is born by the present day.
    #[must_use]
    pub fn is_born(&self, person: &Person) -> bool {
        person.birth_date <= self.today || person.birth_date <= self.present()
    }

    /// A person as of the present day: with what has happened since the city was made.
    #[must_use]
    pub fn as_of_now<'a>(&self, person: &'a Person) -> Cow<'a, Person> {
        let Some(happened) = self.happenings.get(&person.civil_number) else { return Cow::Borrowed(person) };
        let now = self.present();
        let mut person = Cow::Borrowed(person);
        for (_, happening) in happened.iter().take_while(|(day, _)| *day <= now) {
            match happening {
                Happening::Born => {}
                Happening::Moved(address) => person.to_mut().address = address.clone(),
                Happening::Works(job) => person.to_mut().job = job.clone(),
                Happening::Disabled(disability) => person.to_mut().disability = Some(disability.clone()),
                Happening::Examined(report) => person.to_mut().fitness = Some(report.clone()),
            }
        }
        person
    }
}
