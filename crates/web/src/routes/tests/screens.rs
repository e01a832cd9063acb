//! What screens say: entitlement, what is stored about a person, facts by person, reasons that fit.

use afaq_base::Lang;
use jiff::SignedDuration;

use super::world::{CARER, World};
use crate::texts::t;

const ENTITLED: &str = "/en/services/kw.pada.carer_allowance/entitled";

#[tokio::test]
async fn anybody_can_ask_what_the_rules_would_say() {
    let world = World::new().await;
    let mut anybody = world.browser();
    let says = |key| t(Lang::En, key);
    let service = anybody.get(&format!("/en/services/{CARER}")).await;
    assert!(service.has(ENTITLED), "the service leads there");
    let page = anybody.get(ENTITLED).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.has("name=\"applicant.is_employed\"") && !page.has("class=\"card verdict"), "{}", page.body);
    assert!(!page.has("civil_number"), "nobody is named");

    let fitting = [
        ("applicant.gender", "female"),
        ("applicant.nationality", "KW"),
        ("applicant.is_employed", "false"),
        ("applicant.has_licence", "false"),
        ("applicant.is_fit", "true"),
        ("applicant.relation", "child"),
        ("cared_for.degree", "severe"),
    ];
    let open = anybody.post(ENTITLED, &fitting[..3]).await;
    assert!(open.status == 200 && open.has(says("entitled-open")), "{}", open.body);
    assert!(open.has("Degree of disability"), "what it still depends on is named");
    let mut against = fitting.to_vec();
    against[2].1 = "true";
    against[6].1 = "moderate";
    let against = anybody.post(ENTITLED, &against).await;
    assert!(against.has(says("entitled-no")), "{}", against.body);
    assert!(against.has("registered as employed") && against.has("The registered degree is “Moderate”"));
    assert!(against.has(says("law-unverified")), "law that nobody confirmed is marked");
    let mut whole = fitting.to_vec();
    whole.extend([
        ("cared_for.valid_until.day", "1"),
        ("cared_for.valid_until.month", "1"),
        ("cared_for.valid_until.year", "2030"),
    ]);
    let yes = anybody.post(ENTITLED, &whole).await;
    assert!(yes.has(says("entitled-yes")), "{}", yes.body);
    let early = [("applicant.gender", "male")];
    let early = anybody.post(ENTITLED, &early).await;
    assert!(early.has(says("entitled-no")), "one reason is enough, whatever else is open: {}", early.body);
    let none = anybody.post(ENTITLED, &[("applicant.relation", "nothing")]).await;
    assert!(none.has("no close family relation"), "{}", none.body);
    for hostile in ["<script>", "٩٩٩٩٩٩٩", "\u{202e}"] {
        let wrong = anybody.post(ENTITLED, &[("applicant.nationality", hostile)]).await;
        assert!(wrong.status == 422 && !wrong.has("<script>"), "{hostile}");
    }
    assert_eq!(anybody.get("/en/services/kw.nothing/entitled").await.status, 404);
}

#[tokio::test]
async fn a_person_can_have_the_registers_asked_and_nothing_is_kept() {
    let world = World::new().await;
    let (carer, _) = world.carer();
    let mut person = world.person(carer).await;
    let page = person.post(ENTITLED, &[("known", "yes")]).await;
    assert!(page.has("known-from") && page.has("Civil information register"), "{}", page.body);
    assert!(!page.has("name=\"applicant.is_employed\""), "what a register knows is not asked");
    assert!(page.has("name=\"cared_for.degree\""), "nothing of another person is read");
    assert!(!person.get("/en/cases").await.has("/en/drafts/"), "no draft was begun");
}

#[tokio::test]
async fn a_person_can_ask_over_all_services() {
    let world = World::new().await;
    let mut anybody = world.browser();
    let page = anybody.get("/en/entitled").await;
    assert!(page.status == 200 && page.has(ENTITLED), "{}", page.body);
    let (carer, _) = world.carer();
    let mut person = world.person(carer).await;
    let page = person.post("/en/entitled", &[]).await;
    assert!(page.has(t(Lang::En, "entitled-all-found")) && page.has(ENTITLED), "{}", page.body);
    assert!(page.has(t(Lang::En, "entitled-open")), "whom she cares for is not known: {}", page.body);
    assert_eq!(anybody.post("/en/entitled", &[]).await.status, 303, "one signs in first");
}

#[tokio::test]
async fn people_see_what_is_stored_about_them_and_who_looked() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let empty = person.get("/en/my-data").await;
    assert!(empty.status == 200 && empty.has(t(Lang::En, "data-looks-none")), "{}", empty.body);
    let case = person.apply_carer("en", &child.to_string()).await;
    world.pass(SignedDuration::from_mins(1)).await;
    let id = case.rsplit('/').next().unwrap().to_string();
    let mut officer = world.signed_in(&world.officer("case_officer")).await;
    assert_eq!(officer.get(&format!("/en/desk/cases/{id}")).await.status, 200);
    let page = person.get("/en/my-data").await;
    assert!(page.has(&case) && page.has(t(Lang::En, "data-look-at")), "{}", page.body);
    let file = person.get("/en/my-data/file.json").await;
    let json: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(json["person"]["civil_number"], carer.to_string());
    assert_eq!(json["cases"][0]["id"], id);
    assert!(json["cases"][0]["facts"]["applicant.nationality"].is_object(), "{json}");
    assert_eq!(json["looks"][0]["case"], id);
    assert!(!file.body.contains(&world.stranger().to_string()));
    let mut stranger = world.person(world.stranger()).await;
    assert!(!stranger.get("/en/my-data").await.has(&id), "nothing of anybody else");
}

#[tokio::test]
async fn facts_stand_by_person_and_reasons_that_do_not_fit_hold_no_values() {
    let world = World::new().await;
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let check = person.fill_carer("ar", &child.to_string()).await;
    let page = person.get(&check).await;
    assert!(page.has(t(Lang::Ar, "facts-you")) && page.has("من تُقدَّم له الرعاية"), "{}", page.body);
    assert!(!page.has("متزوج<"), "Arabic speaks of a woman as of a woman");
    let wrong = page.link_with("/ar/drafts/", "/wrong/applicant.is_employed").unwrap();
    person.post(&wrong, &[]).await.location();
    let case = person.post(&check, &[]).await.location().replace("/confirmation", "");
    world.pass(SignedDuration::from_mins(1)).await;
    let id = case.rsplit('/').next().unwrap().to_string();
    let mut officer = world.signed_in(&world.officer("case_officer")).await;
    let desk = format!("/en/desk/cases/{id}");
    let page = officer.get(&desk).await;
    assert!(page.has(t(Lang::En, "facts-unsure")), "what is disputed comes first");
    let complete = page.link_with(&desk, "/complete/applicant.is_employed").unwrap();
    assert_eq!(officer.get(&complete).await.status, 200);
    let bare = officer.post(&complete, &[("applicant.is_employed", "perhaps")]).await;
    assert!(bare.status == 422 && bare.has("error-summary"), "{}", bare.body);
    assert_eq!(
        officer.get(&format!("{desk}/complete/applicant.nationality")).await.status,
        404,
        "it is sure"
    );
    assert!(page.has("<dt>Civil number</dt>") && !page.has("Your civil number"), "{}", page.body);
    assert!(!page.has("tl-words\">Hear the appeal"), "a step that can't come any more is not shown");
    let decide = officer.get(&page.link_with(&desk, "/decide").unwrap()).await;
    assert!(decide.has("The registered degree is “…”"), "{}", decide.body);
    assert!(decide.has(t(Lang::En, "law-unverified")), "law that nobody confirmed is marked");
    let first = decide.body.find("name=\"reason\"").unwrap();
    assert!(
        decide.body[first..].starts_with("name=\"reason\" value=\"papers_not_accepted\""),
        "{}",
        decide.body
    );
    let found =
        [("applicant.is_employed", "false"), ("reason", "Her contribution has ended, says the employer.")];
    assert_eq!(officer.post(&complete, &found).await.location(), desk);
    let page = officer.get(&desk).await;
    assert!(
        page.has("Her contribution has ended") || page.has(t(Lang::En, "source-officer")),
        "{}",
        page.body
    );
    assert!(page.link_with(&desk, "/complete/applicant.is_employed").is_none(), "it is sure now");
}
