//! The whole carer's allowance by plain form posts, in Arabic, without a script.

use jiff::SignedDuration;

use super::world::World;

#[tokio::test]
async fn a_person_takes_the_allowance_without_a_script() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.browser();
    let home = person.get("/ar/").await;
    assert!(home.status == 200 && home.has("/ar/services/kw.pada.carer_allowance"), "{}", home.body);
    assert_eq!(person.get("/ar/search?q=معاق").await.status, 200);
    let service = person.get("/ar/services/kw.pada.carer_allowance").await;
    assert!(service.has("/ar/services/kw.pada.carer_allowance/start"));
    let sign_in = person.post("/ar/services/kw.pada.carer_allowance/start", &[]).await.location();
    assert_eq!(sign_in, "/ar/sign-in?next=/services/kw.pada.carer_allowance/start");
    let next = [("who", &*carer.to_string()), ("next", "/services/kw.pada.carer_allowance/start")];
    let start = person.post("/ar/sign-in", &next).await.location();
    assert!(person.get(&start).await.location().contains("/page/who"), "after signing in the form begins");

    let check = person.fill_carer("ar", &child.to_string()).await;
    let page = person.get(&check).await;
    assert!(page.has("known-from"), "what registers know is shown with its source");
    assert!(page.link_with("/ar/drafts/", "/wrong/applicant.nationality").is_some(), "{}", page.body);
    let confirmation = person.post(&check, &[]).await.location();
    assert_eq!(
        person.post(&check, &[]).await.location(),
        confirmation,
        "a second click leads to the same case"
    );
    let receipt = person.get(&confirmation).await;
    assert!(receipt.status == 200 && receipt.has("receipt-number"), "{}", receipt.body);
    let case = confirmation.strip_suffix("/confirmation").unwrap().to_string();
    let id = case.rsplit('/').next().unwrap().to_string();
    assert_eq!(person.get(&case).await.status, 200);
    assert!(person.get("/ar/cases").await.has(&case));
    let messages = person.get("/ar/messages").await;
    let message = messages.link(&format!("{case}/messages/")).unwrap();
    assert_eq!(person.get(&message).await.status, 200);

    world.pass(SignedDuration::from_mins(1)).await;
    let mut officer = world.signed_in(&world.officer("case_officer")).await;
    let desk = format!("/ar/desk/cases/{id}");
    assert!(officer.get("/ar/desk?tab=unit").await.has(&desk));
    let page = officer.get(&desk).await;
    assert!(page.status == 200 && page.has("<svg") && page.has("known-from"), "{}", page.body);
    if let Some(decide) = page.link_with(&desk, "/decide") {
        let preview = officer.post(&decide, &[("outcome", "approve"), ("do", "preview")]).await;
        assert!(preview.status == 200 && preview.has("class=\"letter\""), "{}", preview.body);
        assert_eq!(
            officer.post(&decide, &[("outcome", "approve"), ("do", "prepare")]).await.location(),
            desk
        );
        assert!(officer.get(&desk).await.has(&format!("{desk}/undo")));
        world.pass(SignedDuration::from_mins(11)).await;
    }
    world.pass(SignedDuration::from_mins(1)).await;
    let page = person.get(&case).await;
    let document = page.link("/ar/documents/").unwrap_or_else(|| panic!("no document: {}", page.body));
    let file = person.get(&document).await;
    assert!(file.status == 200 && file.bytes.starts_with(b"%PDF"), "{}", file.body);
    assert_eq!(file.headers["content-type"], "application/pdf");
    assert!(page.has(&t("look-case-work")), "who looked is told");
    let code =
        world.app.my_case(&world.app.person(carer).unwrap(), id.parse().unwrap()).await.unwrap().case.outputs
            [0]
        .code
        .clone();
    let verified = world.browser().get(&format!("/ar/verify/{code}")).await;
    assert!(verified.has("verdict good"), "{}", verified.body);
    assert!(world.browser().get("/ar/verify/0000").await.has("verdict bad"));
    assert_eq!(
        world.browser().get(&format!("/verify/{code}")).await.location(),
        format!("/ar/verify/{code}")
    );
    assert!(person.get("/ar/documents").await.has(&document));
    assert!(person.get("/ar/outbox").await.has("class=\"outbox\""));
}

fn t(key: &'static str) -> String {
    crate::texts::t(afaq_base::Lang::Ar, key).to_string()
}

#[tokio::test]
async fn withdrawing_needs_a_second_click_and_ends_it() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let case = person.apply_carer("en", &child.to_string()).await;
    let page = person.get(&case).await;
    let withdraw = page.link_with(&case, "/withdraw");
    let Some(withdraw) = withdraw else { return };
    assert_eq!(person.get(&withdraw).await.status, 200);
    assert_eq!(person.post(&withdraw, &[("text", "changed my mind")]).await.location(), case);
    let again = person.post(&withdraw, &[("text", "")]).await;
    assert_eq!(again.status, 409, "a case that has moved on is a conflict");
    assert!(person.get(&case).await.has(crate::texts::t(afaq_base::Lang::En, "state-withdrawn")));
}

#[tokio::test]
async fn machines_find_health_and_figures() {
    let world = World::new().await;
    let mut browser = world.browser();
    assert_eq!(browser.get("/").await.location(), "/ar/");
    assert_eq!(browser.get("/en").await.location(), "/en/");
    assert_eq!(browser.get("/health/live").await.body, "live\n");
    assert_eq!(browser.get("/health/ready").await.status, 200);
    browser.get("/en/").await;
    assert_eq!(browser.get("/metrics").await.status, 404, "figures are not for everybody");
    let request = axum::http::Request::get("/metrics").header("authorization", "Bearer a token of the test");
    let figures = browser.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert!(
        figures.has("afaq_requests_total{route=\"/en/\",method=\"GET\",status=\"2xx\"} 1"),
        "{}",
        figures.body
    );
    assert!(figures.has("afaq_feed_position") && figures.has("afaq_jobs{state=\"due\"}"));
    let lost = browser.get("/en/nowhere").await;
    assert!(lost.status == 404 && lost.has("<html lang=\"en\""));
    assert!(lost.headers.contains_key("x-request-id"));
    assert_eq!(browser.get("/ar/style").await.status, 200);
    for page in ["help", "privacy", "accessibility", "verify", "sign-in"] {
        assert_eq!(browser.get(&format!("/en/{page}")).await.status, 200, "{page}");
    }
}

#[tokio::test]
async fn the_other_language_keeps_the_page() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let case = person.apply_carer("ar", &child.to_string()).await;
    for path in
        ["/ar/".to_string(), "/ar/search?q=carer".to_string(), case.clone(), "/ar/messages".to_string()]
    {
        let page = person.get(&path).await;
        let other = format!("/en{}", path.strip_prefix("/ar").unwrap());
        assert_eq!(page.link_with("/en", "").as_deref(), Some(other.as_str()), "{path}");
        assert_eq!(person.get(&other).await.status, 200, "{other}");
    }
}
