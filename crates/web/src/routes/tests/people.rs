//! What people find around their requests: the rating, and the ways by which they are told.

use jiff::SignedDuration;

use super::world::World;
use crate::texts::t;
use afaq_base::Lang;

#[tokio::test]
async fn a_request_that_ended_is_rated_with_one_press_and_words_if_one_likes() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let case = person.apply_carer("ar", &child.to_string()).await;
    let rating = format!("{case}/rating");
    assert!(!person.get(&case).await.has(&rating), "it is not over yet");
    assert_eq!(person.get(&rating).await.status, 409);
    assert_eq!(person.post(&rating, &[("points", "5")]).await.status, 409);
    assert_eq!(person.post(&format!("{case}/withdraw"), &[("text", "")]).await.status, 303);
    let page = person.get(&case).await;
    assert!(page.has("name=\"points\"") && page.has(&rating), "{}", page.body);
    let wrong = person.post(&rating, &[("points", ""), ("comment", "كلمة")]).await;
    assert!(wrong.status == 422 && wrong.has("كلمة"), "{}", wrong.body);
    assert_eq!(person.post(&rating, &[("points", "4"), ("quick", "1")]).await.location(), rating);
    let words = "<script>alert('x')</script>\u{202e}";
    assert_eq!(person.post(&rating, &[("points", "4"), ("comment", words)]).await.location(), case);
    let again = person.get(&rating).await;
    assert!(again.has("value=\"4\" checked") && !again.has("<script>alert"), "{}", again.body);
    // One press more changes the points and keeps the words.
    assert_eq!(person.post(&rating, &[("points", "2"), ("quick", "1")]).await.location(), rating);
    let again = person.get(&rating).await;
    assert!(again.has("value=\"2\" checked") && again.has("alert("), "{}", again.body);
    assert!(person.get(&case).await.has(t(Lang::Ar, "rating-2")));
    let mut stranger = world.person(world.stranger()).await;
    assert_eq!(stranger.get(&rating).await.status, 404);
    assert_eq!(stranger.post(&rating, &[("points", "1")]).await.status, 404);
    world.pass(SignedDuration::from_hours(24 * 15)).await;
    let mut person = world.person(carer).await;
    assert_eq!(person.post(&rating, &[("points", "1")]).await.status, 409, "its time is over");
}

#[tokio::test]
async fn a_person_chooses_ways_and_quiet_hours() {
    let world = World::new().await;
    let mut person = world.person(world.stranger()).await;
    let page = person.get("/ar/preferences").await;
    assert!(page.has("value=\"mail\" checked") && page.has("value=\"sms\" checked"), "{}", page.body);
    assert!(page.has("value=\"22\" selected") && page.has("value=\"7\" selected"), "sleep at night");
    let quiet = [("ways", "mail"), ("quiet", "true"), ("from", "13"), ("until", "16")];
    let to = person.post("/ar/preferences", &quiet).await.location();
    let saved = person.get(&to).await;
    assert!(saved.has(t(Lang::Ar, "preferences-saved")) && !saved.has("value=\"sms\" checked"));
    assert!(saved.has("value=\"13\" selected") && saved.has("value=\"16\" selected"));
    for wrong in
        [[("from", "5"), ("until", "5")], [("from", "99"), ("until", "5")], [("from", ""), ("until", "")]]
    {
        let fields = [("quiet", "true"), wrong[0], wrong[1]];
        let answer = person.post("/ar/preferences", &fields).await;
        assert!(answer.status == 422 && answer.has("aria-invalid"), "{}", answer.body);
    }
    let none = person.post("/ar/preferences", &[("quiet", "false")]).await.location();
    let page = person.get(&none).await;
    assert!(!page.has("value=\"mail\" checked") && page.has("value=\"false\" checked"), "{}", page.body);
    let mut other = world.person(world.carer().0).await;
    assert!(other.get("/ar/preferences").await.has("value=\"mail\" checked"), "each for themselves");
}

#[tokio::test]
async fn a_fact_that_is_called_wrong_reaches_its_holder_and_the_answer_comes_back() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let case = person.apply_carer("ar", &child.to_string()).await;
    let correct = person.get(&case).await.link_with(&case, "/correct/applicant.marital_status").unwrap();
    let form = person.get(&correct).await;
    assert!(
        form.status == 200 && form.has("name=\"applicant.marital_status\"") && form.has("name=\"words\"")
    );
    let path = "applicant.marital_status";
    let wrong = person.post(&correct, &[(path, "engaged"), ("words", "معي حكم")]).await;
    assert!(wrong.status == 422 && wrong.has("معي حكم") && wrong.has("error-summary"), "{}", wrong.body);
    let long = "x".repeat(4_001);
    assert_eq!(person.post(&correct, &[(path, ""), ("words", &long)]).await.status, 422);
    let words = "<img src=x onerror=alert(1)>\u{202e}";
    assert_eq!(person.post(&correct, &[(path, "divorced"), ("words", words)]).await.location(), case);
    let page = person.get(&case).await;
    assert!(page.has(t(Lang::Ar, "correction-open")) && page.has(t(Lang::Ar, "corrections-mine")));
    assert!(person.get("/ar/my-data").await.has(t(Lang::Ar, "correction-open")));

    let mut case_officer = world.signed_in(&world.officer("case_officer")).await;
    assert_eq!(case_officer.get("/ar/desk/corrections").await.status, 404, "not every officer answers");
    let registrar = |body: &str| {
        let officers = world.app.ports().identity.officers();
        officers.into_iter().find(|one| one.body == body && one.units == ["registers"]).unwrap().id
    };
    let mut other = world.signed_in(&registrar("PACI")).await;
    assert!(!other.get("/ar/desk/corrections").await.has("/ar/desk/corrections/"), "another body's");
    let mut holder = world.signed_in(&registrar("MOJ")).await;
    let list = holder.get("/ar/desk/corrections").await;
    let one = list.link("/ar/desk/corrections/").unwrap_or_else(|| panic!("{}", list.body));
    assert_eq!(other.get(&one).await.status, 404);
    let page = holder.get(&one).await;
    assert!(page.status == 200 && !page.has("<img src=x") && page.has(&carer.to_string()), "{}", page.body);
    assert_eq!(holder.post(&one, &[("choice", "")]).await.status, 422);
    assert_eq!(holder.post(&one, &[("choice", "refuse"), ("reason", "")]).await.status, 422);
    assert_eq!(holder.post(&one, &[("choice", "accept"), (path, "")]).await.status, 422);
    let answer = [("choice", "accept"), (path, "divorced"), ("reason", "حُكم بالطلاق ولم يُقيد")];
    assert_eq!(holder.post(&one, &answer).await.location(), "/ar/desk/corrections");
    assert_eq!(holder.post(&one, &answer).await.status, 409, "once");
    world.pass(SignedDuration::from_mins(1)).await;
    let page = person.get(&case).await;
    assert!(page.has(t(Lang::Ar, "correction-accepted")) && page.has("ولم يُقيد"), "{}", page.body);
    let data = person.get("/ar/my-data").await;
    assert!(data.has(t(Lang::Ar, "look-correction")), "who looked is told with why");
}

#[tokio::test]
async fn every_body_has_its_page_with_what_it_offers_and_holds() {
    let world = World::new().await;
    let mut browser = world.browser();
    let list = browser.get("/ar/bodies").await;
    for body in afaq_base::bodies::all() {
        let path = crate::routes::portal::bodies::path(body.code.as_str());
        assert!(list.has(&format!("\"/ar{path}\"")), "{path}");
        let page = browser.get(&format!("/en{path}")).await;
        assert!(page.status == 200 && page.has("<h1>"), "{path}: {}", page.body);
    }
    let pada = browser.get("/ar/bodies/pada").await;
    assert!(pada.has("/ar/services/kw.pada.carer_allowance") && pada.has(t(Lang::Ar, "body-registers")));
    assert_eq!(browser.get("/ar/bodies/nobody").await.status, 404);
    assert!(browser.get("/ar/help").await.has("/ar/bodies"));
    let service = browser.get("/ar/services/kw.pada.carer_allowance").await;
    assert!(service.has("/ar/bodies/pada"));
}
