//! A family register that can't be: for tests of what reads it, never for the demonstration.

use super::City;

impl City {
    /// A city of which some people are their own ancestors, spouses of their children, or guardians of themselves.
    ///
    /// Whoever follows such a register without counting never comes back.
    #[must_use]
    pub fn hostile(seed: u64, people: usize) -> Self {
        let mut city = Self::generate(seed, people);
        let numbers: Vec<_> = city.people.iter().map(|person| person.civil_number).collect();
        let count = numbers.len();
        for (at, person) in city.people.iter_mut().enumerate() {
            let other = |steps: usize| numbers.get((at + steps) % count.max(1)).copied();
            match at % 5 {
                // A father whose father is himself.
                0 => person.father = Some(person.civil_number),
                // Rings of fathers: each is the father of the one before.
                1 => person.father = other(5),
                // A mother who is also the spouse.
                2 => (person.mother, person.spouse) = (other(1), other(1)),
                // A guardian of oneself.
                3 => person.guardian = Some(person.civil_number),
                _ => {}
            }
        }
        city.index();
        city
    }
}
