//! Retention: what people gave goes when its time is over, never before, never while something holds it.

use super::check;
use super::given::*;
use crate::cases::{Action, delete_after};
use crate::parties::Actor;

fn end() -> Do {
    Do::new(Actor::Clock, |_| Action::EndRetention)
}

fn hold() -> Do {
    Do::new(officer(), |_| Action::Hold { reason: "دعوى قضائية".into() })
}

fn release() -> Do {
    Do::new(officer(), |_| Action::Release { reason: "انتهت الدعوى".into() })
}

/// The trial keeps a case for five years.
const KEPT: i64 = 5 * 366;

fn refused() -> Vec<Do> {
    vec![submit(), refuse(), take_effect()]
}

fn with(mut given: Vec<Do>, more: impl IntoIterator<Item = Do>) -> Vec<Do> {
    given.extend(more);
    given
}

#[test]
fn a_case_is_deleted_when_its_time_is_over_and_only_once() {
    check(&refused(), &end().after_days(5 * 365 - 1), " | refused");
    check(&refused(), &end().after_days(KEPT), "content_deleted | refused");
    check(&with(refused(), [end().after_days(KEPT)]), &end(), " | refused");
    check(&refused(), &end().after_days(KEPT).by(officer()), "no: not_allowed");
}

#[test]
fn nothing_can_be_done_with_a_case_that_was_deleted() {
    let deleted = || with(refused(), [end().after_days(KEPT)]);
    check(&deleted(), &appeal(), "no: wrong_stage");
    check(&deleted(), &hold(), "no: wrong_stage");
    check(&deleted(), &correct("request.wage", decimal("1")), "no: wrong_stage");
}

#[test]
fn an_open_case_is_kept() {
    check(&[submit()], &end().after_days(KEPT), " | with_officer");
    check(&with(refused(), [appeal().after_days(1)]), &end().after_days(KEPT), " | with_officer");
}

#[test]
fn what_is_held_is_kept() {
    check(&refused(), &hold(), "held | refused");
    check(&with(refused(), [hold()]), &hold(), "no: wrong_stage");
    check(&with(refused(), [hold()]), &end().after_days(KEPT), " | refused");
    check(&with(refused(), [hold(), release()]), &end().after_days(KEPT), "content_deleted | refused");
    check(&refused(), &release(), "no: wrong_stage");
    check(&refused(), &hold().by(Actor::Applicant), "no: not_allowed");
    check(&refused(), &hold().by(physician()), "no: not_allowed");
    let mute = Do::new(officer(), |_| Action::Hold { reason: " ".into() });
    check(&refused(), &mute, "no: text_length");
}

#[test]
fn a_case_is_kept_as_long_as_its_document_counts() {
    let issued = [submit(), approve(), take_effect(), pay("2.5"), issue()];
    let world = World::after(&issued);
    let due = |keep: &str| {
        let mut service = service().clone();
        service.retention.keep = afaq_base::Span::parse(keep).unwrap();
        delete_after(&service, world.case(), calendar()).map(|at| afaq_base::time::local_date(at).to_string())
    };
    assert_eq!(due("P5Y").as_deref(), Some("2031-11-22"));
    assert_eq!(due("P1M").as_deref(), Some("2027-11-22"), "the card is valid for a year");
}

#[test]
fn a_refusal_is_kept_until_nobody_can_appeal() {
    let world = World::after(&refused());
    let mut service = service().clone();
    service.retention.keep = afaq_base::Span::parse("P1D").unwrap();
    let due = delete_after(&service, world.case(), calendar()).unwrap();
    assert_eq!(afaq_base::time::local_date(due).to_string(), "2027-01-21", "sixty days to appeal");
    assert_eq!(delete_after(&service, World::after(&[submit()]).case(), calendar()), None);
}
