//! Why a decision came out so: to the officer with every rule, to the person with what would have had to differ.

use afaq_base::Lang;
use jiff::SignedDuration;

use super::world::World;
use crate::texts::t;

const ENTITLED: &str = "/en/services/kw.pada.carer_allowance/entitled";

fn says(key: &'static str) -> &'static str {
    t(Lang::En, key)
}

#[tokio::test]
async fn a_refusal_tells_what_would_have_had_to_differ() {
    let world = World::new().await;
    let show = world.city.showcase();
    let mut person = world.person(show.employed_carer.unwrap()).await;
    let child = show.child_of_employed_carer.unwrap().to_string();
    let case = person.apply_carer("en", &child).await;
    world.pass(SignedDuration::from_mins(1)).await;
    let page = person.get(&case).await;
    assert!(page.has(says("why-difference")) && page.has(says("why-used")), "{}", page.body);
    assert!(page.has("it would have to be no"), "the value that would have helped: {}", page.body);
    assert!(!page.has(says("why-nearly")), "rules that did not apply are no matter of the person's");
    let arabic = person.get(&case.replace("/en/", "/ar/")).await;
    assert!(arabic.has(t(Lang::Ar, "why-difference")) && arabic.has("والمطلوب"), "{}", arabic.body);
    let id = case.rsplit('/').next().unwrap();
    let mut officer = world.signed_in(&world.officer("case_officer")).await;
    let page = officer.get(&format!("/en/desk/cases/{id}")).await;
    assert!(page.has(says("why-title")) && page.has(says("why-applied")), "{}", page.body);
    assert!(page.has(says("why-used")) && page.has(says("why-difference")), "{}", page.body);
}

#[tokio::test]
async fn as_long_as_an_officer_decides_nothing_is_foretold() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let check = person.fill_carer("en", &child.to_string()).await;
    let wrong = person.get(&check).await.link_with("/en/drafts/", "/wrong/applicant.nationality").unwrap();
    person.post(&wrong, &[]).await.location();
    let case = person.post(&check, &[]).await.location().strip_suffix("/confirmation").unwrap().to_string();
    world.pass(SignedDuration::from_mins(1)).await;
    let page = person.get(&case).await;
    assert!(page.has(says("why-open")) && page.has(says("why-missing")), "{}", page.body);
    assert!(!page.has(says("why-difference")), "{}", page.body);
    let id = case.rsplit('/').next().unwrap();
    let mut officer = world.signed_in(&world.officer("case_officer")).await;
    let page = officer.get(&format!("/en/desk/cases/{id}")).await;
    assert!(page.has(says("why-missing")), "{}", page.body);
}

#[tokio::test]
async fn who_asks_before_applying_is_told_what_it_depends_on() {
    let world = World::new().await;
    let mut anybody = world.browser();
    let against = anybody.post(ENTITLED, &[("applicant.is_employed", "true")]).await;
    assert!(against.has(says("why-used")), "{}", against.body);
    let open = anybody.post(ENTITLED, &[]).await;
    assert!(!open.has(says("why-used")), "nothing was told, so nothing was used: {}", open.body);
}
