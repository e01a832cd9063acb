//! What people do after they applied: answer, correct, withdraw, appeal.

use super::check;
use super::given::*;
use crate::cases::{Action, Reading, ReadingOutcome};
use crate::parties::Actor;

fn waiting() -> Vec<Do> {
    vec![submit(), ask(&["request.wage"])]
}

fn refused() -> Vec<Do> {
    vec![submit(), refuse(), take_effect()]
}

#[test]
fn an_answer_lets_the_case_go_on() {
    check(
        &waiting(),
        &answer(&[("request.wage", said(decimal("800")))], ""),
        "answered, clock_started, reasons_against=0, eligible=true | with_officer",
    );
    check(
        &waiting(),
        &answer(&[("request.wage", said(decimal("3000")))], ""),
        "answered, clock_started, eligible=false, reasons_against=1, reasons_against=1, eligible=false, \
         closed refused(wage_too_high), told refused | refused",
    );
}

#[test]
fn an_answer_gives_what_was_asked_and_nothing_else() {
    check(&waiting(), &answer(&[], "لا أعرف"), "no: answers_missing");
    check(&[submit(), ask(&[])], &answer(&[], " "), "no: answers_missing");
    check(&waiting(), &answer(&[("request.wage", said("many"))], ""), "no: wrong_value");
    check(&waiting(), &answer(&[("applicant.nationality", said("KW"))], ""), "no: not_settable");
    check(&waiting(), &answer(&[], "x").by(officer()), "no: not_allowed");
    check(&[submit()], &answer(&[], "x"), "no: wrong_stage");
}

#[test]
fn a_question_without_answer_ends_the_case() {
    check(&waiting(), &fire().after_days(30), "closed expired(), told expired | expired");
    check(&waiting(), &fire().after_days(29), "no: wrong_stage");
    check(&waiting(), &answer(&[("request.wage", said(decimal("1")))], "").after_days(30), "no: too_late");
    check(&[submit(), ask(&[]), answer(&[], "تم")], &fire().after_days(30), " | with_officer");
}

#[test]
fn a_person_is_reminded_while_the_question_is_open() {
    let remind = || {
        Do::new(Actor::Clock, |case| Action::Remind {
            answer_by: case.and_then(|case| case.asked.as_ref()).map_or_else(start, |asked| asked.answer_by),
        })
    };
    check(&waiting(), &remind().after_days(20), "told reminded | waiting_for_applicant");
    check(&[submit(), ask(&[]), answer(&[], "تم")], &remind().after_days(20), " | with_officer");
    check(&waiting(), &remind().by(officer()), "no: not_allowed");
    let world = World::after(&waiting());
    let all = crate::cases::jobs(service(), world.case(), &world.events, 1);
    let at = all.iter().find(|one| one.job.kind() == "remind").map(|one| one.due_at);
    assert_eq!(at, Some(start() + jiff::SignedDuration::from_hours(24 * 20)));
}

#[test]
fn a_person_corrects_their_own_answer() {
    check(
        &[submit()],
        &correct("request.wage", decimal("3000")),
        "fact_corrected, eligible=false, reasons_against=1 | with_officer",
    );
    check(&[submit()], &correct("request.wage", decimal("800")), "fact_corrected | with_officer");
    check(&[submit()], &correct("request.wage", afaq_feel::Value::Null), "no: wrong_value");
    check(&[submit()], &correct("nobody.knows", decimal("1")), "no: not_settable");
    check(&[submit(), approve()], &correct("request.wage", decimal("1")), "no: wrong_stage");
    check(&refused(), &correct("request.wage", decimal("1")), "no: wrong_stage");
}

#[test]
fn a_register_called_wrong_makes_the_decision_undetermined() {
    check(
        &[submit()],
        &correct("applicant.nationality", afaq_feel::Value::Null),
        "fact_corrected, eligible=?, reasons_against=? | with_officer",
    );
    let settled = correct("applicant.nationality", afaq_feel::Value::from("KW")).by(officer());
    check(
        &[submit(), correct("applicant.nationality", afaq_feel::Value::Null)],
        &settled,
        "fact_corrected, eligible=true, reasons_against=0 | with_officer",
    );
}

/// An officer of the body that holds the register says what is right.
fn settle(body: &'static str, value: afaq_feel::Value) -> Do {
    let registrar = Actor::Officer { id: "registrar".into(), body: body.into() };
    Do::new(registrar, move |_| Action::Settle {
        path: "applicant.nationality".into(),
        value: value.clone(),
        reason: "صُحح السجل".into(),
    })
}

#[test]
fn the_holder_of_a_disputed_fact_says_what_is_right() {
    let disputed = || vec![submit(), correct("applicant.nationality", afaq_feel::Value::Null)];
    let kuwaiti = || afaq_feel::Value::from("KW");
    check(
        &disputed(),
        &settle("PACI", kuwaiti()),
        "fact_corrected, eligible=true, reasons_against=0 | with_officer",
    );
    check(&disputed(), &settle("PADA", kuwaiti()), "no: not_allowed");
    check(&disputed(), &settle("PACI", afaq_feel::Value::from("nowhere")), "no: wrong_value");
    check(&[submit()], &settle("PACI", kuwaiti()), " | with_officer");
    let mut decided = disputed();
    decided.push(approve());
    check(&decided, &settle("PACI", kuwaiti()), " | decision_prepared");
    let mut ended = disputed();
    ended.push(withdraw());
    check(&ended, &settle("PACI", kuwaiti()), " | withdrawn");
}

#[test]
fn a_pack_may_let_nothing_be_decided_while_a_fact_is_disputed() {
    let waiting = || World::of(waiting_for_corrections());
    let disputed = [submit(), correct("applicant.nationality", afaq_feel::Value::Null)];
    super::check_in(waiting(), &disputed, &approve(), "no: correction_open");
    super::check_in(waiting(), &disputed, &refuse(), "no: correction_open");
    let [first, second] = disputed;
    let settled = [first, second, settle("PACI", afaq_feel::Value::from("KW"))];
    super::check_in(waiting(), &settled, &approve(), "decision_prepared | decision_prepared");
    super::check_in(waiting(), &[submit()], &approve(), "decision_prepared | decision_prepared");
}

#[test]
fn a_request_is_taken_back() {
    check(&[submit()], &withdraw(), "withdrawn, closed withdrawn() | withdrawn");
    check(&waiting(), &withdraw(), "withdrawn, closed withdrawn() | withdrawn");
    check(&[submit(), approve()], &withdraw(), "withdrawn, closed withdrawn() | withdrawn");
    check(&[submit(), approve(), withdraw()], &take_effect(), " | withdrawn");
    check(&[submit(), withdraw()], &withdraw(), "no: wrong_stage");
    check(&[submit()], &withdraw().by(officer()), "no: not_allowed");
    let world = World::after(&[submit(), withdraw()]);
    assert!(crate::cases::task_rows(service(), world.case()).is_empty());
}

#[test]
fn an_appeal_is_heard_by_others_and_only_once() {
    check(&refused(), &appeal(), "appealed, reopened | with_officer");
    let mut heard = refused();
    heard.push(appeal());
    let world = World::after(&heard);
    let rows = crate::cases::task_rows(service(), world.case());
    assert_eq!((rows[0].role.as_str(), rows[0].unit.as_str()), ("grievance_officer", "grievances"));
    assert!(world.case().reasons.is_empty(), "what the appeal decides has its own reasons");
    heard.push(decide_on("hear_appeal", crate::cases::Choice::Refuse, &["not_resident"]));
    heard.push(take_effect());
    check(&heard, &appeal(), "no: wrong_stage");
}

#[test]
fn an_appeal_has_its_time_and_its_words() {
    check(&refused(), &appeal().after_days(59), "appealed, reopened | with_officer");
    check(&refused(), &appeal().after_days(62), "no: too_late");
    let silent = Do::new(Actor::Applicant, |_| Action::Appeal { text: " ".into() });
    check(&refused(), &silent, "no: text_length");
    check(&[submit()], &appeal(), "no: wrong_stage");
    check(&[submit(), withdraw()], &appeal(), "no: wrong_stage");
}

#[test]
fn readings_are_taken_in_while_the_case_runs() {
    let readings = |value: &'static str| {
        Do::new(Actor::Clock, move |_| Action::TakeReadings {
            facts: [("applicant.nationality".to_string(), read(value))].into(),
            readings: vec![Reading {
                register: "paci.person".into(),
                outcome: ReadingOutcome::Record,
                at: start(),
            }],
        })
    };
    check(&[submit()], &readings("EG"), "facts_read | with_officer");
    check(&[submit()], &readings("XX"), "no: wrong_value");
    check(&[submit(), withdraw()], &readings("EG"), " | withdrawn");
    check(&[submit()], &readings("EG").by(officer()), "no: not_allowed");
}

#[test]
fn messages_know_the_documents_and_the_way_to_the_case() {
    let world = World::after(&[submit(), approve(), take_effect(), pay("2.5"), issue()]);
    let last = world.events.iter().rev().find_map(|event| match &event.what {
        crate::cases::Event::MessageSent { message, body, .. } if message == "approved" => Some(body.clone()),
        _ => None,
    });
    let body = last.unwrap();
    assert!(body.ar.contains("البطاقة") && body.ar.contains("/cases/1"), "{}", body.ar);
    assert!(body.en.contains("The card") && body.en.contains("/cases/1"), "{}", body.en);
}
