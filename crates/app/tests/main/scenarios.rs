//! Every scenario of every pack of the country passes.

use afaq_app::scenario::{mutate, play_all};
use afaq_base::calendar::WorkingCalendar;
use afaq_pack::{PackFiles, RawAnswer};

use crate::files;

fn check(name: &str) {
    check_files(name, files::pack(name));
}

fn check_files(name: &str, (pack, shared): (PackFiles, PackFiles)) {
    let service = files::service(&pack, &shared);
    let calendar = WorkingCalendar::kuwait().for_body(&service.body);
    let mut failures = Vec::new();
    let played = play_all(&service, &calendar);
    assert!(!played.is_empty(), "{name} has no scenarios");
    for one in &played {
        failures.extend(one.failures.iter().map(|failure| format!("{}: {}", one.id, failure.text().en)));
    }
    assert!(failures.is_empty(), "{name}, {} scenarios:\n{}", played.len(), failures.join("\n"));
}

#[test]
fn the_carers_allowance_keeps_its_scenarios() {
    check("pada.carer-allowance");
}

#[test]
fn the_residency_renewal_keeps_its_scenarios() {
    check("moi.residency-renewal");
}

#[test]
fn the_driving_licence_renewal_keeps_its_scenarios() {
    check("moi.driving-licence-renewal");
}

#[test]
fn the_small_service_keeps_its_scenarios() {
    check_files("trial", crate::house::trial());
}

#[test]
fn what_differs_is_told() {
    let (pack, shared) = crate::house::trial();
    let mut service = files::service(&pack, &shared);
    let scenario = service.scenarios.iter_mut().find(|one| one.id == "approved").unwrap();
    scenario.expect.fee = Some("10.000".into());
    scenario.expect.not_asked.push("request.wage".into());
    scenario.expect.facts.insert("request.wage".into(), RawAnswer::One("901".into()));
    let calendar = WorkingCalendar::kuwait().for_body(&service.body);
    let played = play_all(&service, &calendar);
    let approved = played.iter().find(|one| one.id == "approved").unwrap();
    let told: Vec<String> = approved.failures.iter().map(|failure| failure.text().en).collect();
    assert_eq!(
        told,
        [
            "fee: expected 10.000, but saw 2.500",
            "not_asked: expected `request.wage` is not asked, but saw it is asked",
            "request.wage: expected 901, but saw 900",
        ]
    );
    assert_eq!(played.iter().filter(|one| !one.is_passed()).count(), 1);
}

#[test]
fn an_alteration_that_nobody_notices_is_named() {
    let (pack, shared) = crate::house::trial();
    let service = files::service(&pack, &shared);
    let calendar = WorkingCalendar::kuwait().for_body(&service.body);
    let mut ticks = 0;
    let report = mutate(&service, &pack, &calendar, |_, _| ticks += 1);
    assert_eq!(ticks, report.tried);
    // The stories know nothing of a wage of just 1000 or 2000: the borders of these rules survive.
    assert!(report.tried > 20 && !report.survivors.is_empty());
    assert!(report.survivors.len() < report.tried / 2, "{:?}", report.survivors);
    assert!(report.excused.is_empty());
}
