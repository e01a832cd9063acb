//! Silence by law: it decides when the legal time is over, and only then.

use super::check_in;
use super::given::*;
use crate::cases::{Action, Choice, DueJob, Job};
use crate::parties::Actor;

fn clock() -> Do {
    Do::new(Actor::Clock, |_| Action::EndLegalTime)
}

/// Days until after the legal time of ten working days (two weekends lie between, and New Year does not).
const OVER: i64 = 15;

#[track_caller]
fn approves(given: &[Do], when: &Do, then: &str) {
    check_in(World::of(approving()), given, when, then);
}

#[track_caller]
fn refuses(given: &[Do], when: &Do, then: &str) {
    check_in(World::of(refusing()), given, when, then);
}

#[test]
fn silence_approves_by_law_and_the_document_is_issued() {
    approves(
        &[submit()],
        &clock().after_days(OVER),
        "decided_by_silence, told silent, output_requested | processing",
    );
    approves(
        &[submit(), clock().after_days(OVER)],
        &issue(),
        "output_issued, closed approved(), told approved | approved",
    );
}

#[test]
fn silence_refuses_by_law_with_its_reason_and_can_be_appealed() {
    refuses(
        &[submit()],
        &clock().after_days(8),
        "decided_by_silence, told silent, closed refused(silence), told refused | refused",
    );
    let mut world = World::of(refusing());
    for one in [submit(), clock().after_days(8)] {
        world.play(&one).unwrap();
    }
    let closed = world.case().closed.clone().unwrap();
    let reason = &closed.reasons[0];
    assert!(reason.law.as_ref().is_some_and(|law| law.is_unverified && law.name.ar == "قانون التجربة"));
    assert!(reason.mend.is_some(), "the person reads how to appeal");
    assert!(world.case().process.tasks.is_empty(), "nothing is left on a desk");
    refuses(&[submit(), clock().after_days(8)], &appeal(), "appealed, reopened | with_officer");
    // An appeal is heard in its own time.
    refuses(&[submit(), clock().after_days(8), appeal()], &clock().after_days(100), " | with_officer");
}

#[test]
fn nothing_happens_before_the_time_and_only_the_clock_says_so() {
    approves(&[submit()], &clock().after_days(13), " | with_officer");
    approves(&[submit()], &clock().after_days(OVER).by(officer()), "no: not_allowed");
    approves(&[submit(), clock().after_days(OVER)], &clock(), " | processing");
    check_in(World::default(), &[submit()], &clock().after_days(400), " | with_officer");
}

#[test]
fn a_decision_in_time_counts() {
    approves(&[submit(), refuse().after_days(OVER)], &clock(), " | decision_prepared");
    approves(&[submit(), refuse().after_days(1), take_effect()], &clock().after_days(OVER), " | refused");
    approves(
        &[submit(), approve().after_days(1), take_effect()],
        &clock().after_days(OVER),
        " | awaiting_payment",
    );
    // Undone after the time is over: the law decides at once.
    let undone = [submit(), refuse().after_days(OVER), undo()];
    approves(&undone, &clock(), "decided_by_silence, told silent, output_requested | processing");
    approves(&undone[..2], &undo(), "decision_undone, legal_time | with_officer");
}

#[test]
fn the_applicants_own_time_does_not_count() {
    let asked = [submit(), ask(&[]).after_days(4)];
    approves(&asked, &clock().after_days(OVER), " | waiting_for_applicant");
    let answered = [submit(), ask(&[]).after_days(4), answer(&[], "تم").after_days(14)];
    approves(&answered, &clock().after_days(3), " | with_officer");
    approves(
        &answered,
        &clock().after_days(11),
        "decided_by_silence, told silent, output_requested | processing",
    );
}

#[test]
fn another_bodys_silence_is_the_bodys_own() {
    let given = [submit(), finish("review", Choice::Opinion)];
    approves(
        &given,
        &clock().after_days(OVER),
        "decided_by_silence, told silent, output_requested | processing",
    );
}

#[test]
fn the_clock_is_told_when_to_look() {
    let mut world = World::of(approving());
    let events = world.play(&submit()).unwrap();
    let jobs = crate::cases::jobs(approving(), world.case(), &events, 1);
    let legal: Vec<&DueJob> = jobs.iter().filter(|one| one.job == Job::EndLegalTime).collect();
    assert_eq!(legal.len(), 1);
    assert_eq!(Some(legal[0].due_at), world.case().legal_until);
}
