//! Fees: asked for, paid through the gateway's page once, twice or never, and the gateway's own calls.

use jiff::SignedDuration;

use super::browser::Browser;
use super::world::World;

/// A renewal that waits for its fee: the person's browser and the case.
async fn unpaid(world: &World) -> (Browser, String) {
    let driver = world.city.showcase().driver.unwrap();
    let mut person = world.person(driver).await;
    let answers = [("contact.phone", "50001234")];
    let check = person.fill("/en/services/kw.moi.driving_licence_renewal/start", &answers).await;
    let case = person.post(&check, &[]).await.location().strip_suffix("/confirmation").unwrap().to_string();
    world.pass(SignedDuration::from_mins(1)).await;
    (person, case)
}

#[tokio::test]
async fn a_fee_that_is_reported_twice_is_taken_once() {
    let world = World::with("moi.driving-licence-renewal").await;
    let (mut person, case) = unpaid(&world).await;
    let pay = person.get(&case).await.link_with(&case, "/pay").unwrap();
    let page = person.get(&pay).await;
    assert!(page.status == 200 && page.has("class=\"bill\""), "{}", page.body);
    let gateway = person.post(&pay, &[]).await.location();
    assert!(gateway.starts_with("/en/demo/pay/"), "{gateway}");
    assert_eq!(person.get(&gateway).await.status, 200);
    let (carer, _) = world.carer();
    let mut other = world.person(carer).await;
    assert_eq!(other.get(&gateway).await.status, 404, "nobody pays or sees what is another\u{2019}s");
    assert_eq!(other.get(&pay).await.status, 404);
    assert_eq!(person.post(&gateway, &[("way", "never")]).await.location(), case);
    assert!(
        person.get(&case).await.link_with(&case, "/pay").is_some(),
        "a payment that never came is still due"
    );
    assert_eq!(person.post(&gateway, &[("way", "twice")]).await.location(), case);
    world.pass(SignedDuration::from_mins(1)).await;
    let page = person.get(&case).await;
    assert!(page.link_with(&case, "/pay").is_none());
    let text = |key| crate::texts::t(afaq_base::Lang::En, key);
    assert!(page.has(text("told-fee-paid")), "{}", page.body);
    assert!(!page.has(text("told-surplus")), "a repeated call is the same payment");
    assert_eq!(person.get(&pay).await.location(), case);
}

#[tokio::test]
async fn a_call_that_is_not_the_gateways_own_changes_nothing() {
    let world = World::with("moi.driving-licence-renewal").await;
    let (mut person, case) = unpaid(&world).await;
    let pay = person.get(&case).await.link_with(&case, "/pay").unwrap();
    let gateway = person.post(&pay, &[]).await.location();
    let reference = gateway.rsplit('/').next().unwrap();
    let mut machine = world.browser();
    for (fields, expected) in [
        (vec![("reference", reference), ("amount_fils", "10000"), ("signature", "00")], 404),
        (vec![("reference", reference), ("amount_fils", "many")], 400),
        (vec![], 400),
    ] {
        let answer = machine.post("/gateway/payments", &fields).await;
        assert_eq!(answer.status, expected);
        assert!(answer.body.is_empty(), "machines read the status");
    }
    assert!(person.get(&case).await.link_with(&case, "/pay").is_some());
}
