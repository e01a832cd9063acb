//! From a draft to a case: what is complete, what is refused, and what the rules say at once.

use afaq_base::Fact;
use afaq_feel::Value;
use afaq_pack::From;

use super::check;
use super::given::*;
use crate::parties::Actor;

const WITH_OFFICER: &str = "submitted, told received, reasons_against=0, eligible=true | with_officer";

#[test]
fn a_complete_draft_goes_to_an_officer() {
    check(&[], &submit(), WITH_OFFICER);
}

#[test]
fn a_second_submission_is_refused() {
    check(&[submit()], &submit(), "no: wrong_stage");
}

#[test]
fn nothing_else_opens_a_case() {
    check(&[], &withdraw(), "no: wrong_stage");
}

#[test]
fn all_reasons_are_told_at_once() {
    let poor = submit_with(|draft| {
        draft.facts.insert("request.is_resident".into(), said(false));
        draft.facts.insert("request.wage".into(), said(decimal("3000")));
        draft.facts.insert("applicant.nationality".into(), read("EG"));
    });
    check(
        &[],
        &poor,
        "submitted, told received, reasons_against=3, eligible=false, \
         closed refused(not_resident wage_too_high not_kuwaiti), told refused | refused",
    );
}

#[test]
fn a_silent_register_is_an_officers_work_not_a_refusal() {
    let silent = submit_with(|draft| {
        draft.facts.insert("applicant.nationality".into(), Fact::unavailable(register(), start()));
    });
    check(&[], &silent, "submitted, told received, reasons_against=?, eligible=? | with_officer");
}

#[test]
fn a_disputed_fact_is_an_officers_work_not_a_refusal() {
    let disputed = submit_with(|draft| {
        draft.facts.insert("applicant.nationality".into(), read("EG").disputed(start()));
    });
    check(&[], &disputed, "submitted, told received, reasons_against=?, eligible=? | with_officer");
}

#[test]
fn a_suspended_service_takes_no_requests() {
    check(&[], &submit().while_suspended(), "no: suspended");
}

#[test]
fn a_suspended_service_goes_on_with_what_it_has() {
    check(&[submit()], &approve().while_suspended(), "decision_prepared | decision_prepared");
}

#[test]
fn a_missing_answer_is_named() {
    let open = submit_with(|draft| {
        draft.facts.remove("request.wage");
        draft.evidence.clear();
    });
    let refused = World::default().play(&open).unwrap_err();
    let paths = vec!["request.wage".to_string(), "evidence.photo".to_string()];
    assert_eq!(refused, crate::Refusal::AnswersMissing { paths });
}

#[test]
fn a_shown_page_must_be_answered() {
    let open = submit_with(|draft| {
        draft.facts.insert("request.has_children".into(), said(true));
    });
    check(&[], &open, "no: answers_missing");
}

#[test]
fn an_answer_to_a_question_that_is_gone_is_dropped() {
    let hidden = submit_with(|draft| {
        draft.facts.insert("request.children_names".into(), said("سالم"));
    });
    let world = World::after(&[hidden]);
    assert!(!world.case().facts.contains_key("request.children_names"));
}

#[test]
fn wrong_values_are_refused() {
    let values: [(&str, Fact<Value>); 6] = [
        ("request.wage", said("many")),
        ("request.wage", said(decimal("-1"))),
        ("request.wage", said(decimal("100000"))),
        ("request.is_resident", said("true")),
        ("applicant.nationality", read("XX")),
        ("applicant.name_ar", read(&"س".repeat(5_000))),
    ];
    for (path, fact) in values {
        check(
            &[],
            &submit_with(move |draft| drop(draft.facts.insert(path.into(), fact.clone()))),
            "no: wrong_value",
        );
    }
}

#[test]
fn facts_come_only_from_where_the_pack_says() {
    let values: [(&str, Fact<Value>); 5] = [
        ("applicant.nationality", said("KW")),
        ("request.wage", Fact::verified(decimal("1"), register(), start())),
        ("review.score", said(decimal("9"))),
        ("nobody.knows", said("x")),
        ("evidence.photo", Fact::verified(Value::from(true), register(), start())),
    ];
    for (path, fact) in values {
        check(
            &[],
            &submit_with(move |draft| drop(draft.facts.insert(path.into(), fact.clone()))),
            "no: not_settable",
        );
    }
}

#[test]
fn the_sign_in_is_the_applicants_own() {
    let other = submit_with(|draft| {
        let fact = Fact::verified(Value::from(GUARDIAN), afaq_base::Source::SignIn, start());
        draft.facts.insert("applicant.civil_number".into(), fact);
    });
    check(&[], &other, "no: wrong_value");
    assert!(matches!(service().concepts.get("applicant.civil_number").unwrap().from, From::SignIn));
}

#[test]
fn files_must_be_what_the_evidence_takes() {
    let with = |kind: &'static str, files: Vec<crate::cases::EvidenceFile>| {
        submit_with(move |draft| drop(draft.evidence.insert(kind.into(), files.clone())))
    };
    check(&[], &with("photo", vec![file("image/png", 10)]), "no: wrong_value");
    check(&[], &with("photo", vec![file("image/jpeg", 50_000_000)]), "no: wrong_value");
    check(&[], &with("photo", vec![file("image/jpeg", 10); 11]), "no: over_limit");
    check(&[], &with("passport", vec![file("image/jpeg", 10)]), "no: not_settable");
}

#[test]
fn a_representative_needs_a_verified_mandate() {
    let guardian = Actor::Representative { party: party(GUARDIAN) };
    let with = |is_verified: bool| submit_with(move |draft| draft.mandate = Some(mandate(is_verified)));
    check(&[], &with(true).by(guardian.clone()), WITH_OFFICER);
    check(&[], &with(false).by(guardian.clone()), "no: mandate_missing");
    check(&[], &submit().by(guardian), "no: mandate_missing");
    check(&[], &with(true), "no: not_allowed");
    let stranger = Actor::Representative { party: party(NUMBER) };
    check(&[], &with(true).by(stranger), "no: mandate_missing");
    let agent = submit_with(|draft| {
        draft.mandate = Some(crate::parties::Mandate { kind: "agent".into(), ..mandate(true) });
    });
    check(&[], &agent.by(Actor::Representative { party: party(GUARDIAN) }), "no: mandate_missing");
}

#[test]
fn officers_and_machines_submit_nothing() {
    check(&[], &submit().by(officer()), "no: not_allowed");
    check(&[], &submit().by(Actor::Clock), "no: not_allowed");
}
