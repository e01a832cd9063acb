//! Fees and documents: paid once, issued once, revoked for good.

use super::check;
use super::given::*;
use crate::cases::{Action, Choice};

fn due() -> Vec<Do> {
    vec![submit(), approve(), take_effect()]
}

fn paid() -> Vec<Do> {
    [due(), vec![pay("2.5")]].concat()
}

fn issued() -> Vec<Do> {
    [paid(), vec![issue()]].concat()
}

fn revoke(reason: &'static str) -> Do {
    Do::new(officer(), move |case| Action::Revoke { document: document(case), reason: reason.into() })
}

#[test]
fn the_rules_give_the_fee() {
    check(
        &[submit(), approve()],
        &take_effect(),
        "decided, fee=2.5, fee_asked, told fee_due | awaiting_payment",
    );
    let rich = submit_with(|draft| drop(draft.facts.insert("request.wage".into(), said(decimal("1500")))));
    let world = World::after(&[rich, approve(), take_effect()]);
    assert_eq!(world.case().fee.as_ref().unwrap().amount.fils(), 10_000);
}

#[test]
fn a_fee_that_is_not_known_is_mended_by_an_officer() {
    // The officer finds that nobody knows the wage any more: the rules give no fee.
    let mut world = World::after(&[submit(), approve()]);
    let mut case = world.case().clone();
    case.facts.insert("request.wage".into(), afaq_base::Fact::unavailable(register(), start()));
    world.case = Some(case);
    let events = world.play(&take_effect()).unwrap();
    assert_eq!(super::given::words(&events), "decided, fee=?");
    assert_eq!(world.stage(), "stopped");
    world.play(&correct("request.wage", decimal("900")).by(officer())).unwrap();
    let retry = Do::new(officer(), |case| Action::Retry {
        reason: String::new(),
        incident: case.and_then(|case| case.process.incidents.keys().next().copied()).unwrap_or(999),
    });
    let events = world.play(&retry).unwrap();
    assert_eq!(super::given::words(&events), "intervened, fee=2.5, fee_asked, told fee_due");
    assert_eq!(world.stage(), "awaiting_payment");
    assert_eq!(world.play(&retry).unwrap_err().code(), "wrong_stage");
}

#[test]
fn a_payment_lets_the_document_be_set() {
    check(&due(), &pay("2.5"), "fee_paid, told paid, output_requested | processing");
    check(&paid(), &issue(), "output_issued, closed approved(), told approved | approved");
}

#[test]
fn a_wrong_amount_is_refused() {
    check(&due(), &pay("2.499"), "no: wrong_amount");
    check(&due(), &pay("25"), "no: wrong_amount");
}

#[test]
fn what_the_fee_rests_on_is_not_changed_any_more() {
    check(&due(), &correct("request.wage", decimal("1500")), "no: wrong_stage");
    check(&paid(), &correct("request.wage", decimal("1500")), "no: wrong_stage");
}

#[test]
fn an_unknown_payment_is_refused() {
    check(&[submit()], &pay("2.5"), "no: unknown_payment");
}

#[test]
fn a_repeated_call_of_the_gateway_is_the_same_payment() {
    check(&paid(), &pay("2.5"), " | processing");
    check(&issued(), &pay("2.5"), " | approved");
    check(&[paid(), vec![pay_as("2.5", "second")]].concat(), &pay_as("2.5", "second"), " | processing");
    check(&due(), &pay_as("2.5", ""), "no: unknown_payment");
}

#[test]
fn a_second_payment_is_kept_apart_to_be_paid_back() {
    check(&paid(), &pay_as("2.5", "second"), "payment_surplus | processing");
    check(&issued(), &pay_as("2.5", "second"), "payment_surplus | approved");
    let world = World::after(&[paid(), vec![pay_as("2.5", "second")]].concat());
    let surplus: Vec<_> =
        world.case().surplus.iter().map(|one| (&*one.transaction, one.amount.fils())).collect();
    assert_eq!(surplus, [("second", 2_500)]);
}

#[test]
fn a_late_payment_is_kept_apart() {
    check(&[due(), vec![withdraw()]].concat(), &pay("2.5").after_days(3), "payment_surplus | withdrawn");
}

#[test]
fn a_fee_after_an_appeal_is_due_once() {
    let given = [
        submit(),
        refuse(),
        take_effect(),
        appeal(),
        decide_on("hear_appeal", Choice::Approve, &[]),
        take_effect(),
    ];
    let world = World::after(&given);
    assert_eq!(world.stage(), "awaiting_payment");
    check(&given, &pay("2.5"), "fee_paid, told paid, output_requested | processing");
}

#[test]
fn a_document_is_issued_once() {
    check(&issued(), &issue(), " | approved");
    check(
        &paid(),
        &Do::new(crate::parties::Actor::Clock, |_| Action::Issue {
            document: afaq_base::DocumentId::from_u128(5),
            file: afaq_base::FileId::from_u128(5),
        }),
        "no: wrong_stage",
    );
}

#[test]
fn a_document_of_a_withdrawn_request_is_not_issued() {
    check(&[paid(), vec![withdraw()]].concat(), &issue(), " | withdrawn");
}

#[test]
fn a_document_is_revoked_once_and_for_a_reason() {
    check(&issued(), &revoke("زُوّرت الأوراق"), "output_revoked, told revoked | approved");
    check(&issued(), &revoke(" "), "no: text_length");
    check(&issued(), &revoke("x").by(physician()), "no: not_allowed");
    check(&paid(), &revoke("x"), "no: wrong_stage");
    check(&[issued(), vec![revoke("x")]].concat(), &revoke("x"), "no: wrong_stage");
}
