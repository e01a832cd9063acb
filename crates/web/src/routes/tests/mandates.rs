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

#[tokio::test]
async fn a_session_acts_for_a_child_on_every_page_and_for_oneself_again() {
    let world = World::with("moi.residency-renewal").await;
    let show = world.city.showcase();
    let child = show.resident_child.unwrap();
    let (number, name) = (child.to_string(), world.app.person(child).unwrap().name.en);
    let mut guardian = world.person(show.resident.unwrap()).await;
    let form = guardian.get("/en/acting").await;
    assert!(
        form.status == 200 && form.has("value=\"guardian\"") && !form.has("value=\"agent\""),
        "{}",
        form.body
    );
    let empty = guardian.post("/en/acting", &[]).await;
    assert!(empty.status == 422 && empty.has("#kind-0") && empty.has("#number"), "{}", empty.body);
    let to = guardian.post("/en/acting", &[("kind", "guardian"), ("number", &number)]).await.location();
    assert_eq!(to, "/en/cases");
    let service = "/en/services/kw.moi.residency_renewal";
    for path in ["/en/", service, "/en/cases", "/en/messages", "/en/my-data", "/en/help"] {
        let page = guardian.get(path).await;
        assert!(page.has(&name) && page.has("/en/acting/end"), "{path}: {}", page.body);
    }
    let draft = guardian.post(&format!("{service}/start"), &[]).await.location();
    assert!(guardian.get(&draft).await.has(&name));
    assert_eq!(guardian.post("/en/acting/end", &[]).await.location(), "/en/cases");
    let mine = guardian.get("/en/").await;
    assert!(!mine.has("/en/acting/end") && !mine.has(&name), "{}", mine.body);

    let mut stranger = world.person(world.stranger()).await;
    let refused = stranger.post("/en/acting", &[("kind", "guardian"), ("number", &number)]).await;
    assert!(refused.status == 422 && !refused.has(&name), "nothing is shown before it is verified");
    let own = world.stranger().to_string();
    assert_eq!(stranger.post("/en/acting", &[("kind", "guardian"), ("number", &own)]).await.status, 422);
    let agent = stranger.post("/en/acting", &[("kind", "agent"), ("number", &number)]).await;
    assert_eq!(agent.status, 422, "no service here knows agents");
}

#[tokio::test]
async fn an_agent_is_verified_by_the_register_of_powers_of_attorney() {
    let world = World::with("moj.judgment-copy").await;
    let (agent, principal) = world
        .city
        .people()
        .iter()
        .find_map(|person| {
            let number = person.civil_number.to_string();
            let record = world.city.register_record("moj.powers_of_attorney", &number)?;
            let agent = afaq_base::CivilNumber::parse(record["agent"].as_str()?).ok()?;
            world.app.person(agent).ok().map(|agent| (agent.number, person.civil_number))
        })
        .expect("somebody in the city has an agent");
    let mut lawyer = world.person(agent).await;
    let fields = [("kind", "agent"), ("number", &*principal.to_string())];
    assert_eq!(lawyer.post("/en/acting", &fields).await.location(), "/en/cases");
    assert!(lawyer.get("/en/").await.has(&world.app.person(principal).unwrap().name.en));
}

#[tokio::test]
async fn a_form_says_how_long_the_session_lasts_and_lets_it_go_on() {
    let world = World::new().await;
    let (carer, _) = world.carer();
    let mut person = world.person(carer).await;
    let form = person.get("/en/preferences").await;
    // Signed in at 9:30; two hours without any action end the session.
    assert!(form.has("11:30") && form.has("/en/session"), "{}", form.body);
    world.clock.set(world.app.now() + jiff::SignedDuration::from_mins(119));
    let extended = person.get("/en/session").await;
    assert!(extended.status == 200 && extended.has("1:29"), "{}", extended.body);
    world.clock.set(world.app.now() + jiff::SignedDuration::from_mins(119));
    assert_eq!(person.get("/en/my-data").await.status, 200, "it went on");
    world.clock.set(world.app.now() + jiff::SignedDuration::from_mins(121));
    let ended = person.get("/en/session").await;
    assert!(ended.status == 200 && ended.has("/en/sign-in"), "{}", ended.body);
}
