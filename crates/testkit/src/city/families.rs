//! Households: families of citizens and of residents, and people who live alone.

use afaq_base::{CivilNumber, Date, Text};

use super::build::{Builder, Draft, Lineage, shifted};
use super::names;
use super::person::{Employer, Gender, MaritalStatus};
use super::places::{Address, CITIZEN_AREAS, RESIDENT_AREAS};

/// Citizens' families in a hundred whose husband is a son of an older family of the city.
const GENERATIONS_PERCENT: u64 = 45;

/// A couple whose sons may have families of their own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elder {
    father: usize,
    mother: usize,
    sons: Lineage,
}

/// A couple of the city, with their places among the people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Couple {
    pub(super) husband: usize,
    pub(super) wife: usize,
    /// Given name of the children's father, and what comes before it.
    pub(super) children: Lineage,
    pub(super) married_on: Date,
}

/// No household is larger: ten children, a couple and an elder couple.
pub(super) const HOUSEHOLD_MAX: usize = 14;

impl Builder {
    /// Fills the city with households until all wanted people are there.
    pub(super) fn fill(&mut self) {
        while self.room() > 0 {
            let has_room = self.room() >= HOUSEHOLD_MAX;
            match self.rng.below(100) {
                0..30 if has_room => self.citizen_family(),
                30..44 if has_room => self.resident_family(),
                0..44 => self.citizen_alone(),
                44..56 => self.citizen_alone(),
                56..80 => self.domestic_worker(),
                _ => self.resident_alone(),
            }
        }
    }

    /// A woman and a man who are married, of a nationality and about so old.
    pub(super) fn couple(
        &mut self,
        nationality: &'static str,
        husband_age: i64,
        areas_of_citizens: bool,
    ) -> Couple {
        let areas = if areas_of_citizens { CITIZEN_AREAS } else { RESIDENT_AREAS };
        let address = Address::draw(&mut self.rng, areas);
        let lineage = self.lineage(nationality);
        let given = self.given(nationality, Gender::Male, &lineage);
        let birth_date = self.born(husband_age);
        let husband = self.add(Draft {
            gender: Gender::Male,
            nationality,
            birth_date,
            given,
            lineage,
            address: address.clone(),
        });
        let wife_age = (husband_age - self.rng.between(0, 8)).max(21);
        let own_lineage = self.lineage(nationality);
        let wife_name = self.given(nationality, Gender::Female, &own_lineage);
        let wife_birth = self.born(wife_age);
        let wife = self.add(Draft {
            gender: Gender::Female,
            nationality,
            birth_date: wife_birth,
            given: wife_name,
            lineage: own_lineage,
            address,
        });
        self.marry(husband, wife);
        let years = self.rng.between(1, (wife_age - 19).clamp(1, 30));
        let married_on = shifted(self.today, -years * 365 - self.rng.between(0, 300));
        let children = Lineage { father: given, grandfather: lineage.father, family: lineage.family };
        Couple { husband, wife, children, married_on }
    }

    fn marry(&mut self, husband: usize, wife: usize) {
        self.people[husband].spouse = Some(self.people[wife].civil_number);
        self.people[wife].spouse = Some(self.people[husband].civil_number);
        for at in [husband, wife] {
            self.people[at].marital_status = MaritalStatus::Married;
        }
    }

    /// A child of a couple, who lives with the mother.
    pub(super) fn child(&mut self, couple: &Couple, birth_date: Date) -> usize {
        let nationality = self.nationality(couple.husband);
        let gender = if self.rng.permille(490) { Gender::Female } else { Gender::Male };
        let given = self.given(nationality, gender, &couple.children);
        let address = self.people[couple.wife].address.clone();
        let child =
            self.add(Draft { gender, nationality, birth_date, given, lineage: couple.children, address });
        let (father, mother) =
            (self.people[couple.husband].civil_number, self.people[couple.wife].civil_number);
        let is_minor = self.age(birth_date) < 18;
        let person = &mut self.people[child];
        (person.father, person.mother) = (Some(father), Some(mother));
        // Guardianship is the father's; when he is gone, the city gives it to the mother.
        person.guardian = is_minor.then_some(father);
        child
    }

    /// Children from a year after the marriage, some years apart, at most as many as given.
    fn children(&mut self, couple: &Couple, count_max: i64) -> Vec<usize> {
        let wanted = self.rng.between(0, count_max);
        let mut births = vec![];
        let mut birth = shifted(couple.married_on, self.rng.between(280, 900));
        while birth <= self.today && (births.len() as i64) < wanted {
            births.push(birth);
            birth = shifted(birth, self.rng.between(400, 1_500));
        }
        births.into_iter().map(|birth| self.child(couple, birth)).collect()
    }

    fn nationality(&self, at: usize) -> &'static str {
        let code = self.people[at].nationality.as_str();
        names::RESIDENTS.iter().find(|(one, _, _)| *one == code).map_or("KW", |(one, _, _)| one)
    }

    fn citizen_family(&mut self) {
        let age = self.rng.between(26, 62);
        let mut couple = self.couple("KW", age, true);
        self.descend(&mut couple);
        let children = self.children(&couple, 6);
        if self.rng.permille(800) {
            self.employ_citizen(couple.husband);
        }
        if self.rng.permille(550) {
            self.employ_citizen(couple.wife);
        }
        for &child in &children {
            if self.age(self.people[child].birth_date) >= 22 && self.rng.permille(500) {
                self.employ_citizen(child);
            }
        }
        match self.rng.below(100) {
            0..12 => self.divorce(&couple, &children),
            12..18 => self.widow(&couple, &children),
            _ => {
                self.couples.push(couple);
                if age >= 45 {
                    let Couple { husband, wife, children, .. } = couple;
                    self.elders.push(Elder { father: husband, mother: wife, sons: children });
                }
            }
        }
        let mut members = vec![couple.wife];
        if self.people[couple.husband].marital_status != MaritalStatus::Widowed {
            members.push(couple.husband);
        }
        if self.people[couple.husband].father.is_none() && self.rng.permille(250) {
            members.push(self.elder(couple.husband, couple.children));
        }
        members.extend(children);
        for at in members {
            self.deal(at);
        }
    }

    /// Makes the husband a son of an older couple of the city, if there is one of fitting age: he takes their name,
    /// and so do his children.
    fn descend(&mut self, couple: &mut Couple) {
        let husband = &self.people[couple.husband];
        let years = i64::from(husband.birth_date.year());
        if !self.rng.permille(GENERATIONS_PERCENT * 10) {
            return;
        }
        let given = couple.children.father;
        let parents = self.elders.iter().rposition(|elder| {
            let older = |at: usize| years - i64::from(self.people[at].birth_date.year());
            (21..=45).contains(&older(elder.father))
                && (20..=42).contains(&older(elder.mother))
                && elder.sons.father != given
        });
        let Some(at) = parents else { return };
        let elder = self.elders[at];
        // Half of them have another son who founds a family.
        if self.rng.permille(500) {
            self.elders.swap_remove(at);
        }
        let (father, mother) =
            (self.people[elder.father].civil_number, self.people[elder.mother].civil_number);
        let name = |pick: fn(&afaq_base::StaticText) -> &'static str| {
            [pick(&given), pick(&elder.sons.father), pick(&elder.sons.grandfather), pick(&elder.sons.family)]
                .join(" ")
        };
        let husband = &mut self.people[couple.husband];
        (husband.father, husband.mother) = (Some(father), Some(mother));
        husband.name = Text::new(name(|text| text.ar), name(|text| text.en));
        couple.children.grandfather = elder.sons.father;
        couple.children.family = elder.sons.family;
    }

    /// The husband's father or mother, who lives with the family.
    fn elder(&mut self, of: usize, family: Lineage) -> usize {
        let nationality = self.nationality(of);
        let age = i64::from(self.age(self.people[of].birth_date)) + self.rng.between(20, 32);
        let birth_date = self.born(age.min(96));
        let address = self.people[of].address.clone();
        let own = self.lineage(nationality);
        let is_father = self.rng.permille(400);
        let elder = if is_father {
            // The son's chain of names is the father's own.
            let lineage = Lineage { father: own.father, grandfather: own.grandfather, family: family.family };
            let given = family.grandfather;
            self.add(Draft { gender: Gender::Male, nationality, birth_date, given, lineage, address })
        } else {
            let given = self.given(nationality, Gender::Female, &own);
            self.add(Draft { gender: Gender::Female, nationality, birth_date, given, lineage: own, address })
        };
        self.people[elder].marital_status = MaritalStatus::Widowed;
        let number = self.people[elder].civil_number;
        if is_father {
            self.people[of].father = Some(number);
        } else {
            self.people[of].mother = Some(number);
        }
        elder
    }

    /// A divorce: the father moves out, and mostly a ruling gives the mother custody.
    pub(super) fn divorce(&mut self, couple: &Couple, children: &[usize]) {
        for at in [couple.husband, couple.wife] {
            self.people[at].marital_status = MaritalStatus::Divorced;
            self.people[at].spouse = None;
        }
        self.people[couple.husband].address = Address::draw(&mut self.rng, CITIZEN_AREAS);
        let minors: Vec<CivilNumber> = children
            .iter()
            .map(|&child| &self.people[child])
            .filter(|child| child.guardian.is_some())
            .map(|child| child.civil_number)
            .collect();
        if !minors.is_empty() && self.rng.permille(800) {
            self.people[couple.wife].custody_of = minors;
        }
    }

    /// The father has died: he leaves the city, and with him his number.
    fn widow(&mut self, couple: &Couple, children: &[usize]) {
        let mother = self.people[couple.wife].civil_number;
        self.people[couple.wife].spouse = None;
        self.people[couple.wife].marital_status = MaritalStatus::Widowed;
        for &child in children {
            let person = &mut self.people[child];
            person.father = None;
            person.guardian = person.guardian.map(|_| mother);
        }
        // The place stays taken: an unrelated man who lives elsewhere.
        let address = Address::draw(&mut self.rng, CITIZEN_AREAS);
        let husband = &mut self.people[couple.husband];
        husband.address = address;
        husband.spouse = None;
        husband.marital_status = MaritalStatus::Single;
    }

    /// A family of residents: one works, the others are sponsored by that one.
    fn resident_family(&mut self) {
        let nationality = self.draw_nationality();
        let age = self.rng.between(28, 55);
        let couple = self.couple(nationality, age, false);
        let children = self.children(&couple, 3);
        self.employ_resident(couple.husband, 600, 1_800);
        if self.rng.permille(250) {
            self.employ_resident(couple.wife, 300, 900);
        }
        self.permit_family(&couple, &children);
        self.couples.push(couple);
        let mut members = vec![couple.husband, couple.wife];
        if self.rng.permille(60) {
            let elder = self.elder(couple.husband, couple.children);
            let sponsor = self.people[couple.husband].civil_number.to_string();
            self.permit(elder, 22, sponsor, "child");
            members.push(elder);
        }
        members.extend(children);
        for at in members {
            self.deal(at);
        }
    }

    /// Permits of a family of residents: by work for who works, by the husband for the others.
    pub(super) fn permit_family(&mut self, couple: &Couple, children: &[usize]) {
        self.permit_worker(couple.husband);
        let sponsor = self.people[couple.husband].civil_number.to_string();
        if self.people[couple.wife].job.is_some() {
            self.permit_worker(couple.wife);
        } else {
            self.permit(couple.wife, 22, sponsor.clone(), "spouse");
        }
        for &child in children {
            // A newborn's permit is asked for within four months (Ministerial Resolution 2249/2025).
            let is_newborn = self.people[child].birth_date > shifted(self.today, -120);
            if !is_newborn || self.rng.permille(300) {
                self.permit(child, 22, sponsor.clone(), "parent");
            }
        }
    }

    fn permit_worker(&mut self, at: usize) {
        let (article, sponsor) = match self.people[at].job.as_ref().map(|job| &job.employer) {
            Some(Employer::Body(code)) => (17, code.to_string()),
            Some(Employer::Firm { number, .. }) => (18, number.clone()),
            Some(Employer::Household(number)) => (20, number.to_string()),
            None => (24, self.people[at].civil_number.to_string()),
        };
        let relation = match article {
            20 => "household",
            24 => "self",
            _ => "employer",
        };
        self.permit(at, article, sponsor, relation);
    }

    fn draw_nationality(&mut self) -> &'static str {
        let all: u64 = names::RESIDENTS.iter().map(|(_, weight, _)| weight).sum();
        let mut drawn = self.rng.below(all);
        for (code, weight, _) in names::RESIDENTS {
            if drawn < *weight {
                return code;
            }
            drawn -= weight;
        }
        "IN"
    }

    fn alone(&mut self, nationality: &'static str, gender: Gender, age: i64, address: Address) -> usize {
        let lineage = self.lineage(nationality);
        let given = self.given(nationality, gender, &lineage);
        let birth_date = self.born(age);
        self.add(Draft { gender, nationality, birth_date, given, lineage, address })
    }

    fn citizen_alone(&mut self) {
        let gender = if self.rng.permille(450) { Gender::Female } else { Gender::Male };
        let address = Address::draw(&mut self.rng, CITIZEN_AREAS);
        let age = self.rng.between(19, 80);
        let at = self.alone("KW", gender, age, address);
        if age < 60 && self.rng.permille(700) {
            self.employ_citizen(at);
        }
        if age > 30 {
            self.people[at].marital_status = match self.rng.below(10) {
                0..3 => MaritalStatus::Divorced,
                3..5 => MaritalStatus::Widowed,
                _ => MaritalStatus::Single,
            };
        }
        self.deal(at);
    }

    fn resident_alone(&mut self) {
        let nationality = self.draw_nationality();
        let gender = if self.rng.permille(250) { Gender::Female } else { Gender::Male };
        let address = Address::draw(&mut self.rng, RESIDENT_AREAS);
        let age = self.rng.between(21, 62);
        let at = self.alone(nationality, gender, age, address);
        if age < 60 || self.rng.permille(300) {
            self.employ_resident(at, 75, 700);
        }
        self.permit_worker(at);
        self.deal(at);
    }

    /// Domestic work in the household of a citizen who is already there.
    fn domestic_worker(&mut self) {
        let start = self.rng.below(self.people.len().max(1) as u64) as usize;
        let is_head = |at: &usize| self.people[*at].is_citizen() && self.people[*at].job.is_some();
        let Some(head) = (start..self.people.len()).chain(0..start).find(is_head) else {
            return self.citizen_alone();
        };
        let (number, address) = (self.people[head].civil_number, self.people[head].address.clone());
        let nationality = *self.rng.pick(&["PH", "IN", "LK", "BD"]);
        let gender = if self.rng.permille(650) { Gender::Female } else { Gender::Male };
        let age = self.rng.between(22, 55);
        let at = self.alone(nationality, gender, age, address);
        let title = match gender {
            Gender::Female => Text::new("عاملة منزلية", "domestic worker"),
            Gender::Male => Text::new("سائق منزلي", "household driver"),
        };
        let salary = self.rng.between(24, 40) * 5;
        self.employ(at, Employer::Household(number), title, salary);
        self.permit_worker(at);
        self.deal(at);
    }
}
