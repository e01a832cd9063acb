//! What officers do: decide, undo, ask, pass on, hear other bodies.

use std::collections::BTreeMap;

use afaq_feel::Value;

use super::check;
use super::given::*;
use crate::cases::{Action, Choice};
use crate::parties::Actor;

fn assign(to: Option<&'static str>) -> Do {
    Do::new(officer(), move |_| Action::Assign { officer: to.map(str::to_string) })
}

fn transfer(unit: &'static str, reason: &'static str) -> Do {
    Do::new(officer(), move |_| Action::Transfer { unit: unit.into(), reason: reason.into() })
}

#[test]
fn a_decision_is_prepared_and_nothing_leaves() {
    check(&[submit()], &approve(), "decision_prepared | decision_prepared");
    let world = World::after(&[submit(), approve()]);
    let jobs = crate::cases::jobs(service(), world.case(), &world.events[world.events.len() - 1..], 1);
    assert_eq!(jobs.len(), 1, "only the clock is told");
}

#[test]
fn a_decision_takes_effect_when_its_time_to_undo_is_over() {
    check(
        &[submit(), refuse()],
        &take_effect(),
        "decided, closed refused(not_convincing), told refused | refused",
    );
    check(&[submit(), refuse()], &take_effect().after_minutes(9), "no: wrong_stage");
}

#[test]
fn an_undone_decision_is_as_if_it_never_was() {
    check(&[submit(), approve()], &undo().after_minutes(9), "decision_undone | with_officer");
    check(&[submit(), approve(), undo()], &take_effect(), " | with_officer");
    check(&[submit(), approve()], &undo().after_minutes(10), "no: too_late");
    check(&[submit()], &undo(), "no: wrong_stage");
    check(&[submit(), approve()], &undo().by(physician()), "no: not_allowed");
}

#[test]
fn the_clock_of_an_undone_decision_does_not_take_the_next_one() {
    let given = [submit(), approve(), undo().after_minutes(5), refuse()];
    let first = World::after(&[submit(), approve()]).case().prepared_at_version;
    let early = Do::new(Actor::Clock, move |_| Action::TakeEffect { event: first }).after_minutes(5);
    check(&given, &early, " | decision_prepared");
    check(&given, &take_effect(), "decided, closed refused(not_convincing), told refused | refused");
}

#[test]
fn the_second_of_two_officers_comes_too_late() {
    check(&[submit(), approve()], &refuse().by(colleague()), "no: task_not_open");
    check(&[submit(), approve()], &ask(&[]).by(colleague()), "no: wrong_stage");
    check(&[submit(), refuse(), take_effect()], &approve().by(colleague()), "no: task_not_open");
}

#[test]
fn a_refusal_needs_reasons_that_the_pack_knows() {
    check(&[submit()], &decide_on("review", Choice::Refuse, &[]), "no: reason_missing");
    check(&[submit()], &decide_on("review", Choice::Refuse, &["no_mood"]), "no: unknown_reason");
    let twice = decide_on("review", Choice::Refuse, &["not_convincing", "not_resident", "not_convincing"]);
    check(
        &[submit(), twice],
        &take_effect(),
        "decided, closed refused(not_convincing not_resident), told refused | refused",
    );
}

#[test]
fn only_the_tasks_own_choices_and_officers() {
    check(&[submit()], &decide_on("review", Choice::Forward, &[]), "no: choice_not_offered");
    check(&[submit()], &finish("review", Choice::Return), "no: choice_not_offered");
    check(&[submit()], &finish("review", Choice::Approve), "no: choice_not_offered");
    check(&[submit()], &decide_on("nothing", Choice::Approve, &[]), "no: task_not_open");
    check(&[submit()], &approve().by(physician()), "no: not_allowed");
    check(&[submit()], &approve().by(Actor::Applicant), "no: not_allowed");
    check(&[submit()], &approve().by(Actor::Clock), "no: not_allowed");
}

#[test]
fn what_machines_report_comes_from_machines() {
    check(&[submit(), approve()], &take_effect().by(officer()), "no: not_allowed");
    check(&[submit(), approve(), take_effect()], &pay("2.5").by(Actor::Applicant), "no: not_allowed");
    check(&[submit(), approve(), take_effect(), pay("2.5")], &issue().by(officer()), "no: not_allowed");
}

#[test]
fn a_case_is_taken_and_put_back() {
    check(&[submit()], &assign(Some("noura")), "assigned | with_officer");
    check(&[submit(), assign(Some("noura"))], &assign(Some("noura")), " | with_officer");
    check(&[submit(), assign(Some("noura"))], &assign(Some("salem")), "assigned | with_officer");
    check(&[submit(), assign(Some("noura"))], &assign(None), "assigned | with_officer");
    check(&[submit()], &assign(Some("huda")).by(physician()), "no: not_allowed");
    check(&[submit(), refuse(), take_effect()], &assign(Some("noura")), "no: wrong_stage");
}

#[test]
fn a_transfer_names_another_unit_and_a_reason() {
    check(&[submit()], &transfer("grievances", "ليست من اختصاصنا"), "transferred | with_officer");
    check(&[submit()], &transfer("grievances", " "), "no: text_length");
    check(&[submit()], &transfer("intake", "same"), "no: wrong_stage");
    let world = World::after(&[submit(), assign(Some("noura")), transfer("grievances", "x")]);
    assert_eq!(world.case().assignee, None, "the new unit gives it out");
    let rows = crate::cases::task_rows(service(), world.case());
    assert_eq!(rows[0].unit, "grievances");
}

#[test]
fn another_body_gives_its_opinion() {
    let opinion = || [submit(), finish("review", Choice::Opinion)];
    check(&[submit()], &finish("review", Choice::Opinion), "opinion_asked | with_other_body");
    let given = finish("opinion", Choice::Favorable).by(physician());
    check(&opinion(), &given, "opinion_given | with_officer");
    check(&opinion(), &finish("opinion", Choice::Favorable), "no: not_allowed");
    let world = World::after(&opinion());
    assert_eq!(crate::cases::task_rows(service(), world.case())[0].body, "MOH");
}

#[test]
fn an_officer_sets_only_what_the_task_asks() {
    let with = |path: &str, value: Value| {
        let sets = BTreeMap::from([(path.to_string(), value)]);
        finish_with("opinion", Choice::Favorable, &[], sets).by(physician())
    };
    let given = [submit(), finish("review", Choice::Opinion)];
    check(&given, &with("review.score", decimal("7")), "fact_corrected, opinion_given | with_officer");
    check(&given, &with("review.score", decimal("11")), "no: wrong_value");
    check(&given, &with("review.score", Value::from("good")), "no: wrong_value");
    check(&given, &with("request.wage", decimal("7")), "no: not_settable");
}

#[test]
fn a_question_stops_the_clock_and_the_promise_moves() {
    check(&[submit()], &ask(&["request.wage"]), "asked, told asked, clock_stopped | waiting_for_applicant");
    let before = World::after(&[submit()]).case().promised_on;
    let given = [
        submit(),
        ask(&["request.wage"]),
        answer(&[("request.wage", said(decimal("800")))], "").after_days(7),
    ];
    let world = World::after(&given);
    assert_eq!(world.case().promised_on, before.checked_add(jiff::Span::new().days(7)).unwrap());
    assert_eq!(world.case().stopped_since, None);
    assert_eq!(world.case().asked, None);
}

#[test]
fn questions_name_things_of_the_pack_and_have_an_end() {
    check(&[submit()], &ask(&["nobody.knows"]), "no: not_settable");
    check(&[submit()], &ask(&["applicant.nationality"]), "no: not_settable");
    check(&[submit()], &ask(&["evidence.photo"]), "asked, told asked, clock_stopped | waiting_for_applicant");
    let mut given = vec![submit()];
    for _ in 0..crate::limits::ASKS_MAX {
        given.push(ask(&[]));
        given.push(answer(&[], "تم"));
    }
    check(&given, &ask(&[]), "no: over_limit");
}

#[test]
fn texts_have_a_length() {
    let long = Do::new(officer(), |case| Action::Finish {
        task: case.and_then(|case| case.process.tasks.keys().next().copied()).unwrap_or_default(),
        choice: Choice::Ask,
        text: afaq_base::Text::new("س".repeat(4_001), "x"),
        items: Vec::new(),
        sets: BTreeMap::new(),
    });
    check(&[submit()], &long, "no: text_length");
}
