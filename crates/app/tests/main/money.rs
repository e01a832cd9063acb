//! Fees: paid through a gateway that may call twice, late, never, or not be the gateway at all.

use afaq_base::Money;

use crate::house::*;

#[tokio::test]
async fn a_call_that_is_not_the_gateways_is_not_found() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.approve(NOURA, case).await;
    let fee = house.app.my_case(&house.person(NOURA), case).await.unwrap().case.fee.clone().unwrap();
    let forged = house.app.payment_called(&fee.reference, "first", fee.amount, "forged").await;
    assert_eq!(code(forged), "not_found");
    let other = house.app.payment_called("nothing", "first", fee.amount, "signed nothing first 2500").await;
    assert_eq!(code(other), "not_found");
    let signature = format!("signed {} first 1", fee.reference);
    let less = house.app.payment_called(&fee.reference, "first", Money::from_fils(1), &signature).await;
    assert_eq!(code(less), "wrong_amount");
    assert_eq!(house.stage(NOURA, case).await, "awaiting_payment");
}

#[tokio::test]
async fn two_calls_charge_once() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.approve(NOURA, case).await;
    let (first, second) = tokio::join!(house.pay(NOURA, case), house.pay(NOURA, case));
    assert_eq!((first.unwrap(), second.unwrap()), (case, case));
    let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
    let kinds: Vec<&str> = view.timeline.iter().map(|one| one.event.what.kind()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "fee_paid").count(), 1);
    assert!(!kinds.contains(&"payment_surplus"), "a repeated call is the same payment");
}

#[tokio::test]
async fn a_second_payment_is_kept_for_paying_back() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.approve(NOURA, case).await;
    for number in ["first", "second", "second"] {
        house.pay_as(NOURA, case, number).await.unwrap();
    }
    let rows = house.app.store().payments_of_case(case).await.unwrap();
    let states: Vec<(&str, i64)> = rows.iter().map(|row| (row.state.as_str(), row.amount_fils)).collect();
    assert_eq!(states, [("paid", 2_500), ("surplus", 2_500)]);
}

#[tokio::test]
async fn nothing_is_asked_for_a_request_that_was_taken_back() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.approve(NOURA, case).await;
    let person = house.person(NOURA);
    assert!(house.app.start_payment(&person, case).await.unwrap().address.starts_with("/gateway/"));
    house.app.withdraw(&person, case, "").await.unwrap();
    assert_eq!(code(house.app.start_payment(&person, case).await), "unknown_payment");
    assert_eq!(house.pay(NOURA, case).await.unwrap(), case, "a late call is kept, not lost");
    assert_eq!(house.stage(NOURA, case).await, "withdrawn");
}
