//! Tests of the city: the same for the same seed, and without contradictions.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

fn bytes(city: &City) -> String {
    serde_json::to_string(city.people()).unwrap()
}

#[track_caller]
fn check(city: &City, register: &str, number: Option<CivilNumber>, field: &str, expected: &Value) {
    let number = number.unwrap().to_string();
    let record = city.register_record(register, &number);
    assert_eq!(record.as_ref().map(|record| &record[field]), Some(expected), "{register}.{field}");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let city = City::generate(7, 500);
    assert_eq!(bytes(&city), bytes(&City::generate(7, 500)));
    assert_ne!(bytes(&city), bytes(&City::generate(8, 500)));
}

#[test]
fn a_city_has_as_many_people_as_wanted() {
    for wanted in [0, 1, 2, 13, 14, 55, 56, 57, 300, 2_000] {
        assert_eq!(City::generate(3, wanted).people().len(), wanted);
    }
}

#[test]
fn two_thousand_people_are_made_at_once() {
    // No measuring here (tests keep no clock); a test build makes these twenty cities in about a second.
    let people: usize = (0..20).map(|seed| City::generate(seed, 2_000).people().len()).sum();
    assert_eq!(people, 40_000);
}

#[test]
fn civil_numbers_are_right_and_differ() {
    let city = City::generate(11, 3_000);
    let mut seen = BTreeSet::new();
    for person in city.people() {
        assert_eq!(CivilNumber::parse(person.civil_number.as_str()), Ok(person.civil_number));
        assert_eq!(person.civil_number.birth_date(), person.birth_date);
        assert!(person.birth_date <= city.today());
        assert!(seen.insert(person.civil_number));
    }
}

#[test]
fn families_do_not_contradict_themselves() {
    let city = City::generate(5, 3_000);
    for person in city.people() {
        let number = person.civil_number;
        for (parent, gender) in [(person.father, Gender::Male), (person.mother, Gender::Female)] {
            let Some(parent) = parent.map(|parent| city.find(parent).unwrap()) else {
                continue;
            };
            assert_eq!(parent.gender, gender);
            let years = i32::from(person.birth_date.year()) - i32::from(parent.birth_date.year());
            assert!((18..=62).contains(&years), "{number} is {years} years younger than a parent");
            assert_eq!(city.relation(number, parent.civil_number), Some(Relation::Parent));
            assert_eq!(city.relation(parent.civil_number, number), Some(Relation::Child));
        }
        if let Some(father) = person.father.map(|father| city.find(father).unwrap()) {
            assert_eq!(person.nationality, father.nationality);
            assert_eq!(
                person.name.ar.split(' ').nth(1),
                Some(father.given_name.ar.as_str()),
                "{}",
                person.name.ar
            );
        }
        if let Some(spouse) = person.spouse.map(|spouse| city.find(spouse).unwrap()) {
            assert_eq!(spouse.spouse, Some(number));
            assert_eq!(spouse.marital_status, MaritalStatus::Married);
        }
        assert_eq!(person.spouse.is_some(), person.marital_status == MaritalStatus::Married);
        assert!(person.guardian.is_none_or(|_| person.age_on(city.today()) < 18));
        for &child in &person.custody_of {
            assert_eq!(city.find(child).unwrap().mother, Some(number));
        }
    }
}

#[test]
fn registers_agree_with_each_other() {
    let city = City::generate(21, 3_000);
    for person in city.people() {
        let number = person.civil_number.to_string();
        let read = |register: &str| city.register_record(register, &number);
        let record = read("paci.person").unwrap();
        assert_eq!(record["nationality"] == "KW", person.is_citizen());
        if person.is_citizen() {
            assert!(read("moi.residency").is_none() && read("moh.insurance").is_none());
        } else if person.age_on(city.today()) >= 1 {
            assert!(read("moi.residency").is_some() && read("moh.insurance").is_some());
        }
        if let Some(residency) = &person.residency {
            match residency.sponsor_relation.as_str() {
                "spouse" => {
                    assert_eq!(person.spouse.map(|one| one.to_string()), Some(residency.sponsor.clone()))
                }
                "parent" => {
                    assert_eq!(person.father.map(|one| one.to_string()), Some(residency.sponsor.clone()))
                }
                "child" => {
                    let child = city.find(CivilNumber::parse(&residency.sponsor).unwrap()).unwrap();
                    assert_eq!(city.relation(person.civil_number, child.civil_number), Some(Relation::Child));
                }
                "household" => {
                    let head = city.find(CivilNumber::parse(&residency.sponsor).unwrap()).unwrap();
                    assert!(head.is_citizen());
                }
                "employer" => assert!(person.job.is_some()),
                "self" => assert_eq!(residency.sponsor, number),
                other => panic!("{other}"),
            }
            assert_eq!(read("moi.residency").unwrap()["dues_paid"] == true, residency.dues.is_zero());
        }
        if let Some(servant) = read("csc.employee").filter(|_| city.disagreement(person).is_none()) {
            let work = read("pifss.contributions").unwrap();
            assert_eq!((&work["employed"], &work["salary_fils"]), (&json!(true), &servant["salary_fils"]));
        }
    }
}

#[test]
fn the_showcase_fits_its_services() {
    let city = City::generate(1, 2_000);
    let show = *city.showcase();
    check(&city, "paci.person", show.carer, "gender", &json!("female"));
    check(&city, "paci.person", show.carer, "nationality", &json!("KW"));
    check(&city, "pifss.contributions", show.carer, "employed", &json!(false));
    check(&city, "moci.license", show.carer, "active", &json!(false));
    check(&city, "moh.fitness", show.carer, "fit", &json!(true));
    check(&city, "pada.disability", show.severely_disabled_child, "degree", &json!("severe"));
    check(&city, "pifss.contributions", show.employed_carer, "employed", &json!(true));
    check(&city, "moj.marital_status", show.divorced_carer, "marital_status", &json!("divorced"));
    check(&city, "moj.rulings", show.divorced_carer, "custody", &json!(true));
    check(&city, "pada.disability", show.moderately_disabled_child, "degree", &json!("moderate"));
    check(&city, "moi.residency", show.resident, "expires_on", &json!("2026-12-13"));
    check(&city, "moi.residency", show.resident, "dues_paid", &json!(true));
    check(&city, "moi.residency", show.resident_child, "sponsor_relation", &json!("parent"));
    check(&city, "moi.residency", show.resident_in_debt, "dues_fils", &json!(37_500));
    check(&city, "moi.driving", show.driver, "fines_fils", &json!(0));
    check(&city, "moi.driving", show.driver_with_fines, "fines_fils", &json!(45_000));
    let number = |number: Option<CivilNumber>| number.unwrap().to_string();
    assert!(city.register_record("moi.residency", &number(show.newborn)).is_none());
    let keys = [number(show.carer), number(show.severely_disabled_child)];
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    assert_eq!(city.answer("paci.relation", &keys), Some(json!({ "relation": "child" })));
}

#[test]
fn every_register_holds_records_and_unknown_ones_hold_none() {
    let city = City::generate(2, 2_000);
    for register in City::registers() {
        let records = city
            .people()
            .iter()
            .filter(|person| city.register_record(register, person.civil_number.as_str()).is_some())
            .count();
        assert!(records > 0, "{register}");
        assert!(city.register_record(register, "288020122596").is_none() || records > 0);
        assert!(city.register_record(register, "no number").is_none());
    }
    let number = city.people()[0].civil_number.to_string();
    assert!(city.register_record("no.register", &number).is_none());
    assert!(city.answer("paci.person", &[]).is_none());
    assert!(city.answer("paci.person", &[&number, &number]).is_none());
}

#[test]
fn the_city_is_mixed() {
    let city = City::generate(4, 3_000);
    let share = |fits: fn(&Person) -> bool| city.people().iter().filter(|person| fits(person)).count();
    for (what, count, least) in [
        ("citizens", share(Person::is_citizen), 1_000),
        ("residents", share(|person| !person.is_citizen()), 800),
        ("children", share(|person| person.guardian.is_some()), 400),
        ("divorced", share(|person| person.marital_status == MaritalStatus::Divorced), 50),
        ("elders", share(|person| person.birth_date.year() < 1955), 40),
        (
            "severe disability",
            share(|p| p.disability.as_ref().is_some_and(|d| d.degree == Degree::Severe)),
            5,
        ),
        ("licences", share(|person| person.driving_license.is_some()), 500),
        ("domestic workers", share(|p| p.residency.as_ref().is_some_and(|r| r.article == 20)), 100),
        (
            "parents sponsored by children",
            share(|p| p.residency.as_ref().is_some_and(|r| r.sponsor_relation == "child")),
            1,
        ),
    ] {
        assert!(count >= least, "{what}: {count}");
    }
}

#[test]
fn a_city_on_another_day_is_as_old_as_that_day() {
    let today = jiff::civil::date(2031, 3, 1);
    let city = City::generate_on(1, 500, today);
    assert_eq!(city.today(), today);
    let driver = city.find(city.showcase().driver.unwrap()).unwrap();
    assert_eq!(driver.driving_license.as_ref().unwrap().expires_on, jiff::civil::date(2031, 3, 15));
}

#[test]
fn what_follows_from_people_agrees_with_them() {
    let city = City::generate(9, 3_000);
    let read = |register: &str, number: CivilNumber| city.register_record(register, number.as_str());
    for person in city.people() {
        let number = person.civil_number;
        if let Some(birth) = read("moh.births", number) {
            let child = CivilNumber::parse(birth["child"].as_str().unwrap()).unwrap();
            assert_eq!(city.relation(number, child), Some(Relation::Child));
            assert_eq!(birth["born_on"], json!(city.find(child).unwrap().birth_date));
            assert_eq!(birth["certificate_issued"] == true, read("moh.birth_certificates", child).is_some());
            assert_eq!(birth["hospital"].is_null(), birth["place"] == "home");
        }
        let card = read("paci.card", number).unwrap();
        if card["status"] != "none" {
            assert!(card["expires_on"].is_string());
        } else {
            assert!(person.age_on(city.today()) < 1, "{number} has no card");
        }
        if let Some(judgment) = read("moj.judgments", number) {
            assert!(judgment["pronounced_on"].as_str().unwrap() < city.today().to_string().as_str());
            let is_family = judgment["kind"] == "family";
            assert!(!is_family || person.marital_status == MaritalStatus::Divorced);
        }
        if let Some(agent) = read("moj.powers_of_attorney", number) {
            let agent = CivilNumber::parse(agent["agent"].as_str().unwrap()).unwrap();
            assert!(agent != number && city.find(agent).unwrap().age_on(city.today()) >= 18);
        }
        if read("mosa.care_homes", number).is_some_and(|home| home["resident"] == true) {
            assert!(person.age_on(city.today()) >= 21 && person.spouse.is_none());
        }
        let spouse = read("moj.marital_status", number).unwrap()["spouse"].clone();
        assert!(spouse.is_null() || spouse == json!(person.spouse));
    }
    let abroad = city.people().iter().filter(|person| {
        person.spouse.is_some()
            && read("moj.marital_status", person.civil_number).unwrap()["spouse"].is_null()
    });
    let is_both = |person: &Person| city.is_married_abroad(city.find(person.spouse.unwrap()).unwrap());
    assert!(abroad.clone().count() > 0 && abroad.into_iter().all(is_both));
}

#[test]
fn the_showcase_has_somebody_for_each_new_service() {
    for seed in 1..6 {
        let city = City::generate(seed, 2_000);
        let show = *city.showcase();
        let parent = show.parent_of_newborn.unwrap();
        assert_eq!(city.relation(parent, show.newborn_without_card.unwrap()), Some(Relation::Child));
        check(&city, "paci.card", show.newborn_without_card, "status", &json!("none"));
        check(&city, "moh.births", show.resident_spouse, "certificate_issued", &json!(false));
        check(&city, "moh.births", show.resident_spouse, "place", &json!("hospital"));
        check(&city, "moi.criminal_record", show.freelancer, "conviction", &json!("none"));
        check(&city, "moj.judgments", show.party_to_judgment, "kind", &json!("family"));
        let guardian = city.find(show.guardian_of_disabled_child.unwrap()).unwrap();
        assert_eq!(
            city.asks_as_guardian_of("kw.pada.educational_file", guardian),
            show.severely_disabled_child
        );
        let (person, number) = (show.party_to_judgment.unwrap(), "judgment.number");
        assert_eq!(
            city.likely_answer(person, number),
            city.register_record("moj.judgments", person.as_str())
                .map(|record| record["number"].as_str().unwrap().to_owned())
        );
    }
}

#[test]
fn each_service_is_wanted_by_somebody() {
    let city = City::generate(3, 2_000);
    for service in [
        "kw.pada.carer_allowance",
        "kw.pada.caregiver_certificate",
        "kw.moi.residency_renewal",
        "kw.moi.driving_licence_renewal",
        "kw.moh.birth_certificate_resident",
        "kw.paci.newborn_civil_id",
        "kw.moci.freelance_licence",
        "kw.moj.judgment_copy",
        "kw.pada.educational_file",
        "kw.another.service",
    ] {
        let count = city.people().iter().filter(|person| city.could_want(service, person)).count();
        assert!(count >= 3, "{service}: {count}");
    }
}

/// Grandparents, as far as the register of persons knows them.
fn grandparents(city: &City, person: &Person) -> usize {
    let parents = [person.father, person.mother].into_iter().flatten().filter_map(|one| city.find(one));
    parents.flat_map(|parent| [parent.father, parent.mother]).flatten().count()
}

#[test]
fn families_go_over_generations() {
    let city = City::generate(13, 10_000);
    let count = city.people().iter().filter(|person| grandparents(&city, person) > 0).count();
    assert!(count > 600, "{count} people have grandparents in the city");
    for child in city.people().iter().filter(|person| grandparents(&city, person) > 0) {
        let father = child.father.and_then(|father| city.find(father));
        let grandfather = father.and_then(|father| father.father).and_then(|one| city.find(one));
        if let Some(grandfather) = grandfather.filter(|_| child.is_citizen()) {
            assert!(child.name.ar.contains(&format!(" {} ", grandfather.given_name.ar)), "{}", child.name.ar);
        }
    }
}

#[test]
fn a_year_is_lived_in_the_same_way_each_time_and_registers_follow_the_day() {
    let made = jiff::civil::date(2025, 11, 22);
    let city = City::generate_over(5, 4_000, made, 365);
    let again = City::generate_over(5, 4_000, made, 365);
    assert_eq!(city.happenings(), again.happenings());
    assert_eq!(bytes(&city), bytes(&again));
    assert_eq!(City::generate_on(5, 4_000, made).people(), &city.people()[..4_000], "the past stays");
    let mut seen = std::collections::BTreeMap::<&str, usize>::new();
    for (day, all) in city.happenings() {
        let read = |register: &str, number: CivilNumber| city.register_record(register, number.as_str());
        let three =
            |number| ["paci.person", "pifss.contributions", "pada.disability"].map(|one| read(one, number));
        city.set_present(super::build::shifted(day, -1));
        let before: Vec<_> = all.iter().map(|(number, _)| three(*number)).collect();
        city.set_present(day);
        for ((number, happening), [first, _, no_disability]) in all.into_iter().zip(before) {
            let person = city.find(number).unwrap();
            let [then, work, disability] = three(number);
            match happening {
                Happening::Born => {
                    assert!(first.is_none() && then.is_some());
                    let mother = city.find(person.mother.unwrap()).unwrap();
                    assert!((19..=43).contains(&mother.age_on(day)), "{number}");
                }
                Happening::Moved(_) => assert_ne!(first.unwrap()["address"], then.unwrap()["address"]),
                Happening::Works(job) => {
                    let is_bent = city.disagreement(&city.as_of_now(person)).is_some();
                    assert!(is_bent || work.unwrap()["employed"] == job.is_some());
                }
                Happening::Disabled(_) => assert!(no_disability.is_none() && disability.is_some()),
                Happening::Examined(_) => {}
            }
            *seen.entry(happening_name(happening)).or_default() += 1;
        }
    }
    assert!(seen.values().all(|count| *count >= 5) && seen.len() == 5, "{seen:?}");
    assert!(city.people().len() > 4_000);
}

fn happening_name(happening: &Happening) -> &'static str {
    match happening {
        Happening::Born => "born",
        Happening::Moved(_) => "moved",
        Happening::Works(_) => "works",
        Happening::Disabled(_) => "disabled",
        Happening::Examined(_) => "examined",
    }
}

#[test]
fn a_stated_share_of_people_stand_in_registers_that_disagree() {
    let city = City::generate(17, 20_000);
    let grown = city.people().iter().filter(|person| city.is_adult(person));
    let (mut all, mut differ) = (0, 0);
    for person in grown {
        all += 1;
        let straight = |register: &str| city.straight_record(register, person);
        let told = |register: &str| city.register_record(register, person.civil_number.as_str());
        let is_bent = ["paci.person", "pifss.contributions", "csc.employee", "moj.marital_status"]
            .iter()
            .any(|register| straight(register) != told(register));
        assert_eq!(is_bent, city.disagreement(person).is_some(), "{}", person.civil_number);
        differ += usize::from(is_bent);
    }
    let permille = (differ * 1_000 / all) as u64;
    assert!((DISAGREE_PERMILLE - 4..=DISAGREE_PERMILLE + 4).contains(&permille), "{permille}");
    assert!(
        city.showcase().everybody().iter().all(|one| city.disagreement(city.find(*one).unwrap()).is_none())
    );
}

#[test]
fn what_is_granted_stands_in_the_registers() {
    let city = City::generate(3, 2_000);
    let driver = city.showcase().driver;
    let day = jiff::civil::date(2036, 1, 1);
    city.grant(driver.unwrap(), Granted::Driving, day);
    check(&city, "moi.driving", driver, "expires_on", &json!(day));
    assert_eq!(city.all_granted(), vec![(driver.unwrap(), Granted::Driving, day)]);
}

#[test]
fn a_register_of_families_with_cycles_is_read_without_end_or_panic() {
    let city = City::hostile(2, 400);
    for person in city.people() {
        for register in City::registers() {
            let _ = city.register_record(register, person.civil_number.as_str());
        }
        assert!(city.relatives(person.civil_number).len() < 400);
        assert!(city.relation(person.civil_number, person.civil_number).is_none());
    }
}
