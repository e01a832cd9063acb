//! Two signatures, notes, reviews, and help at a counter.

use super::given::*;
use super::{check, check_in};
use crate::cases::{Action, Finding, Helped};
use crate::parties::Actor;

fn sign() -> Do {
    Do::new(colleague(), |_| Action::Countersign)
}

fn note(text: &'static str) -> Do {
    Do::new(officer(), move |_| Action::Note { text: text.into() })
}

fn review(finding: Finding, text: &'static str) -> Do {
    Do::new(colleague(), move |_| Action::Review { finding, text: text.into() })
}

fn helped_by(id: &'static str) -> Do {
    submit_with(move |draft| {
        draft.helped = Some(Helped { officer: id.into(), body: "PADA".into(), consent_at: start() });
    })
}

#[track_caller]
fn check_two(given: &[Do], when: &Do, then: &str) {
    check_in(World::of(two_signatures()), given, when, then);
}

#[test]
fn a_decision_with_two_signatures_waits_for_the_second() {
    check_two(&[submit()], &approve(), "decision_prepared | awaiting_signature");
    check_two(&[submit(), refuse()], &take_effect(), " | awaiting_signature");
    check_two(&[submit(), refuse()], &sign(), "countersigned | decision_prepared");
    let end = "decided, closed refused(not_convincing), told refused | refused";
    check_two(&[submit(), refuse(), sign().after_minutes(60)], &take_effect(), end);
    check_two(&[submit(), refuse(), sign()], &take_effect().after_minutes(9), "no: wrong_stage");
}

#[test]
fn one_officer_never_signs_twice() {
    check_two(&[submit(), refuse()], &sign().by(officer()), "no: same_officer");
    check_two(&[submit(), refuse()], &sign().by(physician()), "no: not_allowed");
    check_two(&[submit(), refuse()], &sign().by(Actor::Applicant), "no: not_allowed");
    check_two(&[submit(), refuse(), sign()], &sign(), "no: wrong_stage");
    check_two(&[submit()], &sign(), "no: wrong_stage");
    check(&[submit(), refuse()], &sign(), "no: wrong_stage");
    // The first one takes it back and the second one decides: then the first one may sign.
    let given = [submit(), refuse(), undo().by(colleague()), approve().by(colleague())];
    check_two(&given, &sign(), "no: same_officer");
    check_two(&given, &sign().by(officer()), "countersigned | decision_prepared");
}

#[test]
fn what_waits_for_a_signature_can_always_be_taken_back() {
    check_two(&[submit(), refuse()], &undo().after_days(3), "decision_undone | with_officer");
    check_two(&[submit(), refuse(), sign()], &undo().after_minutes(10), "no: too_late");
    check_two(&[submit(), refuse(), sign(), undo()], &take_effect(), " | with_officer");
}

#[test]
fn only_the_signature_starts_the_clock() {
    let mut world = World::of(two_signatures());
    world.play(&submit()).unwrap();
    let prepared = world.play(&refuse()).unwrap();
    assert_eq!(crate::cases::jobs(two_signatures(), world.case(), &prepared, 1), []);
    let signed = world.play(&sign()).unwrap();
    assert_eq!(crate::cases::jobs(two_signatures(), world.case(), &signed, 9).len(), 1);
    assert_eq!(world.case().prepared_at_version, world.case().version);
}

#[test]
fn notes_are_for_those_who_work_on_the_case() {
    check(&[submit()], &note("راجعت الأصل"), "noted | with_officer");
    check(&[submit(), refuse(), take_effect()], &note("اتصلت بها"), "noted | refused");
    check(&[submit()], &note("  "), "no: text_length");
    check(&[submit()], &note("x").by(physician()), "no: not_allowed");
    check(&[submit()], &note("x").by(Actor::Applicant), "no: not_allowed");
    let asked = [submit(), finish("review", crate::cases::Choice::Opinion)];
    check(&asked, &note("x").by(physician()), "noted | with_other_body");
    let mut given = vec![submit()];
    given.resize(1 + crate::limits::NOTES_MAX, note("x"));
    check(&given, &note("x"), "no: over_limit");
}

#[test]
fn a_review_is_a_second_pair_of_eyes_and_happens_once() {
    let decided = [submit(), refuse(), take_effect()];
    check(&decided, &review(Finding::Right, ""), "reviewed | refused");
    check(&decided, &review(Finding::Wrong, " "), "no: text_length");
    check(&decided, &review(Finding::Wrong, "الدخل أقل"), "reviewed | refused");
    check(&decided, &review(Finding::Right, "").by(officer()), "no: same_officer");
    check(&decided, &review(Finding::Right, "").by(physician()), "no: not_allowed");
    check(&[submit()], &review(Finding::Right, ""), "no: wrong_stage");
    let twice = [submit(), refuse(), take_effect(), review(Finding::Right, "")];
    check(&twice, &review(Finding::Flawed, "x"), "no: wrong_stage");
}

#[test]
fn who_helped_at_the_counter_does_not_decide() {
    let world = World::after(&[helped_by("noura")]);
    assert_eq!(world.case().helped.as_ref().map(|helped| helped.officer.as_str()), Some("noura"));
    check(&[helped_by("noura")], &approve(), "no: same_officer");
    check(&[helped_by("noura")], &approve().by(colleague()), "decision_prepared | decision_prepared");
    check_two(&[helped_by("salem"), approve()], &sign(), "no: same_officer");
    let decided = [helped_by("salem"), refuse(), take_effect()];
    check(&decided, &review(Finding::Right, ""), "no: same_officer");
}
