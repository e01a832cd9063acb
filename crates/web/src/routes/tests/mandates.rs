//! Acting for somebody else: only with a right that a register confirms, and the page says for whom.

use super::world::World;

const START: &str = "/en/services/kw.moi.residency_renewal/start-for";

#[tokio::test]
async fn a_guardian_applies_for_a_child_and_nobody_else_does() {
    let world = World::with("moi.residency-renewal").await;
    let show = world.city.showcase();
    let child = show.resident_child.unwrap().to_string();
    let mut guardian = world.person(show.resident.unwrap()).await;
    assert!(guardian.get("/en/services/kw.moi.residency_renewal").await.has(START));
    assert_eq!(guardian.get(START).await.status, 200);
    let none = guardian.post(START, &[]).await;
    assert!(none.status == 422 && none.has("#kind-0") && none.has("#number"), "{}", none.body);
    let wrong = guardian.post(START, &[("kind", "guardian"), ("number", "123")]).await;
    assert!(wrong.status == 422 && wrong.has("value=\"123\""), "{}", wrong.body);
    let at = guardian.post(START, &[("kind", "guardian"), ("number", &child)]).await.location();
    let page = guardian.get(&at).await;
    let acting = crate::texts::t(afaq_base::Lang::En, "acting-for");
    assert!(page.status == 200 && page.has(acting), "{}", page.body);

    let mut stranger = world.person(world.stranger()).await;
    let refused = stranger.post(START, &[("kind", "guardian"), ("number", &child)]).await;
    let unknown = stranger.post(START, &[("kind", "guardian"), ("number", "288020122596")]).await;
    assert_eq!((refused.status, unknown.status), (422, 422));
    assert!(!refused.has(acting));
    let name = world.app.person(show.resident_child.unwrap()).unwrap().name.en;
    assert!(!refused.has(&name), "nothing about another person is shown before the right is verified");
    let without = |body: &str, number: &str| body.replace(number, "");
    assert_eq!(
        without(&refused.body, &child),
        without(&unknown.body, "288020122596"),
        "a number that nobody has looks like one of somebody else"
    );
}
