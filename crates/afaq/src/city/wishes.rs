//! Who wants which service when: what ends must be renewed, who is born needs papers, and some things just come up.

use std::collections::BTreeMap;

use afaq_app::App;
use afaq_base::{CivilNumber, Date, Timestamp, time};
use afaq_testkit::city::Happening;
use afaq_testkit::{City, Person, Rng};
use jiff::SignedDuration;

use super::dice;

/// Somebody will ask for a service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wish {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: CivilNumber,
    /// Which service.
    pub service: String,
    /// For which child, as its guardian.
    pub child: Option<CivilNumber>,
}

/// Ids of the services that the city knows how to want.
const DRIVING: &str = "kw.moi.driving_licence_renewal";
const RESIDENCY: &str = "kw.moi.residency_renewal";
const BIRTH: &str = "kw.moh.birth_certificate_resident";
const NEWBORN: &str = "kw.paci.newborn_civil_id";
const CARER: &str = "kw.pada.carer_allowance";
const CAREGIVER: &str = "kw.pada.caregiver_certificate";
const EDUCATION: &str = "kw.pada.educational_file";
const FREELANCE: &str = "kw.moci.freelance_licence";
const JUDGMENT: &str = "kw.moj.judgment_copy";

/// What comes up without an occasion of its own: the service, and how many in a thousand of those who could want it
/// ask in a year.
const SHARES_PERMILLE: [(&str, u64); 5] =
    [(CARER, 120), (CAREGIVER, 100), (EDUCATION, 180), (FREELANCE, 9), (JUDGMENT, 450)];

/// All wishes of a city between two days, in the order of time. Only published services are wished for.
pub fn of_years(city: &City, app: &App, from: Date, until: Date) -> Vec<Wish> {
    let mut made = Making { city, from, until, wishes: Vec::new() };
    let mut all: Vec<&Person> = city.people().iter().collect();
    all.sort_by_key(|person| person.civil_number);
    for person in all {
        made.renewals(person);
        made.occasions(person);
    }
    for (day, happened) in city.happenings() {
        for (number, happening) in happened {
            if *happening == Happening::Born {
                made.birth(number, day);
            }
        }
    }
    let mut wishes = made.wishes;
    wishes.retain(|wish| app.service(&wish.service).is_ok());
    wishes.sort();
    wishes
}

struct Making<'a> {
    city: &'a City,
    from: Date,
    until: Date,
    wishes: Vec<Wish>,
}

impl Making<'_> {
    fn dice(&self, purpose: &str, person: CivilNumber) -> Rng {
        dice::of(self.city.seed(), purpose, number_of(person))
    }

    fn wish(
        &mut self,
        rng: &mut Rng,
        day: Date,
        person: CivilNumber,
        service: &str,
        child: Option<CivilNumber>,
    ) {
        if day < self.from || day >= self.until {
            return;
        }
        let at = time::start_of_day(day) + dice::time_of_day(rng);
        self.wishes.push(Wish { at, person, service: service.to_string(), child });
    }

    /// What ends is renewed: mostly in time, some too late, some never, a few too early at first.
    fn renewals(&mut self, person: &Person) {
        let number = person.civil_number;
        if let Some(license) = &person.driving_license {
            let mut rng = self.dice("driving", number);
            // The class that the service does not renew: most know it.
            if license.class == "private" || rng.permille(150) {
                self.renewal(&mut rng, license.expires_on, 28, number, DRIVING, None);
            }
        }
        if let Some(residency) = &person.residency {
            let mut rng = self.dice("residency", number);
            match person.guardian {
                Some(guardian) => {
                    self.renewal(&mut rng, residency.expires_on, 40, guardian, RESIDENCY, Some(number));
                }
                None if person.age_on(self.from) >= 18 => {
                    self.renewal(&mut rng, residency.expires_on, 40, number, RESIDENCY, None);
                }
                None => {}
            }
        }
    }

    fn renewal(
        &mut self,
        rng: &mut Rng,
        ends: Date,
        days_before: i64,
        person: CivilNumber,
        service: &str,
        child: Option<CivilNumber>,
    ) {
        let shift = match rng.below(100) {
            0..84 => -rng.between(1, days_before),
            84..94 => rng.between(1, 45),
            94..97 => return,
            // Too early: refused or not, they come again.
            _ => {
                let early = shifted(ends, -rng.between(days_before + 10, days_before + 60));
                self.wish(rng, early, person, service, child);
                -rng.between(1, 20)
            }
        };
        let day = shifted(ends, shift);
        self.wish(rng, day, person, service, child);
    }

    /// A resident newborn needs a certificate, every newborn a civil ID.
    fn birth(&mut self, child: CivilNumber, day: Date) {
        let Some(born) = self.city.find(child) else { return };
        let Some(parent) = born.father.or(born.mother) else { return };
        let mut rng = self.dice("born", child);
        let asker = if rng.permille(800) { parent } else { born.mother.unwrap_or(parent) };
        let mut after = rng.between(4, 40);
        if !born.is_citizen() {
            let first = shifted(day, after);
            self.wish(&mut rng, first, asker, BIRTH, None);
            after += rng.between(5, 30);
        }
        if rng.permille(930) {
            let then = shifted(day, after + rng.between(3, 90));
            self.wish(&mut rng, then, asker, NEWBORN, None);
        }
    }

    /// What comes up: by chance, over all the year; schools want files before they begin.
    fn occasions(&mut self, person: &Person) {
        let number = person.civil_number;
        let days = i64::from((self.until - self.from).get_days()).max(1);
        for (service, permille) in SHARES_PERMILLE {
            let mut rng = self.dice(service, number);
            let share = permille * days.unsigned_abs() / 365;
            if !rng.permille(share.min(1_000)) || !self.city.could_want(service, person) {
                continue;
            }
            let mut day = shifted(self.from, rng.between(0, days - 1));
            if service == EDUCATION && rng.permille(700) {
                let school = Date::new(day.year(), 8, 1).unwrap_or(day);
                day = shifted(school, rng.between(0, 50));
            }
            let child = self.city.asks_as_guardian_of(service, person);
            self.wish(&mut rng, day, number, service, child);
        }
    }
}

/// The last days of the demonstration's past, whose work is still to be done.
pub const OPEN_DAYS: i64 = 3;

/// The service whose desk has the most to do in the demonstration.
const SHOWN: &str = "kw.moci.freelance_licence";

/// So many wishes between two moments for any published service, by whoever could want it now: the demonstration's
/// past is short, and its registers are those of today.
pub fn of_the_demonstration(
    city: &City,
    app: &App,
    count: usize,
    from: Timestamp,
    until: Timestamp,
) -> Vec<Wish> {
    let mut rng = dice::of(city.seed(), "demonstration", 0);
    let services = app.services();
    let mut wanted: BTreeMap<String, Vec<CivilNumber>> = BTreeMap::new();
    let span = until.duration_since(from).as_secs().max(1);
    let mut wishes = Vec::new();
    for _ in 0..count {
        if services.is_empty() {
            break;
        }
        // A third comes in the last days, most of it for one service, so that its desk has work to show.
        let is_open = rng.permille(333);
        let shown = services
            .iter()
            .find(|one| is_open && one.service.id.as_str() == SHOWN)
            .filter(|_| rng.permille(600));
        let service = shown.unwrap_or_else(|| rng.pick(&services)).service.id.as_str().to_string();
        let candidates = wanted.entry(service.clone()).or_insert_with(|| candidates(city, &service));
        if candidates.is_empty() {
            continue;
        }
        let person = *rng.pick(candidates);
        let open = (OPEN_DAYS * 24 * 60 * 60).min(span);
        let first = if is_open { span - open } else { 0 };
        let at = from + SignedDuration::from_secs(rng.between(first, span - 1));
        let child = city.find(person).and_then(|person| city.asks_as_guardian_of(&service, person));
        wishes.push(Wish { at, person, service, child });
    }
    wishes.sort();
    wishes
}

fn candidates(city: &City, service: &str) -> Vec<CivilNumber> {
    let fits = |person: &&Person| {
        // Mostly those whose licence ends soon; one in eight tries too early.
        let is_soon = !service.contains("driving") || city.drives_out_soon(person);
        city.could_want(service, person) && (is_soon || number_of(person.civil_number).is_multiple_of(8))
    };
    city.people().iter().filter(fits).map(|person| person.civil_number).collect()
}

/// A civil number as a number.
pub fn number_of(person: CivilNumber) -> u64 {
    person.as_str().bytes().fold(0, |all, digit| all * 10 + u64::from(digit.wrapping_sub(b'0')))
}

fn shifted(day: Date, days: i64) -> Date {
    day.saturating_add(SignedDuration::from_hours(days.saturating_mul(24)))
}
