//! Every scenario of every pack of the country passes.

use afaq_app::scenario::play_all;
use afaq_base::calendar::WorkingCalendar;

use crate::files;

fn check(name: &str) {
    let (pack, shared) = files::pack(name);
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
