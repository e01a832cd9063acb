//! The desk: two officers at once, questions to the applicant, passing a case on.

use jiff::SignedDuration;

use super::browser::Browser;
use super::world::World;

/// A case that waits for an officer: the moderate degree leaves reasons against it, or a fact is disputed.
pub(super) async fn waiting_case(world: &World) -> (Browser, String) {
    let (carer, child) = world.carer();
    let mut person = world.person(carer).await;
    let check = person.fill_carer("en", &child.to_string()).await;
    // A disputed fact is never decided without an officer.
    let wrong = person.get(&check).await.link_with("/en/drafts/", "/wrong/applicant.nationality").unwrap();
    assert_eq!(person.get(&wrong).await.status, 200);
    person.post(&wrong, &[]).await.location();
    let case = person.post(&check, &[]).await.location().strip_suffix("/confirmation").unwrap().to_string();
    world.pass(SignedDuration::from_mins(1)).await;
    (person, case.rsplit('/').next().unwrap().to_string())
}

#[tokio::test]
async fn two_officers_cannot_both_decide() {
    let world = World::new().await;
    let (_, id) = waiting_case(&world).await;
    let desk = format!("/en/desk/cases/{id}");
    let mut first = world.signed_in(&world.officer("case_officer")).await;
    let mut second = first.clone();
    let page = first.get(&desk).await;
    assert!(
        page.has(crate::texts::t(afaq_base::Lang::En, "state-undetermined")),
        "the disputed fact is named first"
    );
    let decide = page.link_with(&desk, "/decide").unwrap();
    let none = first.post(&decide, &[("do", "prepare")]).await;
    assert!(none.status == 422 && none.has("#outcome-0"), "{}", none.body);
    let bare = first.post(&decide, &[("outcome", "refuse"), ("do", "prepare")]).await;
    assert!(bare.status == 422 && bare.has("#reason-0"), "{}", bare.body);
    let approve = [("outcome", "approve"), ("do", "prepare"), ("text_ar", "مبروك")];
    assert_eq!(first.post(&decide, &approve).await.location(), desk);
    let words = "I would have refused <b>";
    let late = second.post(&decide, &[("outcome", "approve"), ("do", "prepare"), ("text_en", words)]).await;
    assert_eq!(late.status, 409);
    assert!(late.has("I would have refused"), "the words of the second one are kept");
    assert_eq!(second.post(&format!("{desk}/undo"), &[]).await.location(), desk);
    assert_eq!(second.post(&format!("{desk}/undo"), &[]).await.status, 409);
    assert_eq!(first.post(&decide, &approve).await.location(), desk);
    world.pass(SignedDuration::from_mins(11)).await;
    assert_eq!(first.post(&format!("{desk}/undo"), &[]).await.status, 409, "too late");
}

#[tokio::test]
async fn an_officer_asks_and_the_applicant_answers() {
    let world = World::new().await;
    let (mut person, id) = waiting_case(&world).await;
    let desk = format!("/en/desk/cases/{id}");
    let mut officer = world.signed_in(&world.officer("case_officer")).await;
    assert_eq!(officer.post("/en/desk/next", &[]).await.location(), desk, "the most urgent case comes first");
    let page = officer.get(&desk).await;
    let ask = page.link_with(&desk, "/ask").unwrap();
    assert_eq!(officer.get(&ask).await.status, 200);
    assert_eq!(officer.post(&ask, &[("text_en", " ")]).await.status, 422);
    let question = [("text_en", "Which account?"), ("item", "payment.iban")];
    assert_eq!(officer.post(&ask, &question).await.location(), desk);
    assert!(officer.get("/en/desk?tab=waiting").await.has(&desk));
    let case = format!("/en/cases/{id}");
    let page = person.get(&case).await;
    assert!(page.has("Which account?"), "{}", page.body);
    let answer = page.link_with(&case, "/answer").unwrap();
    assert!(person.get(&answer).await.has("name=\"payment.iban\""));
    let wrong = person.post(&answer, &[("payment.iban", "KW00")]).await;
    assert!(wrong.status == 422 && wrong.has("KW00"), "{}", wrong.body);
    let right = [("payment.iban", "KW81CBKU0000000000001234560101"), ("text", "This one")];
    assert_eq!(person.post(&answer, &right).await.location(), case);
    assert_eq!(person.get(&answer).await.location(), case, "answered once");
    assert!(officer.get(&desk).await.has("This one"));
}

#[tokio::test]
async fn a_case_is_found_assigned_and_put_back() {
    let world = World::new().await;
    let (_, id) = waiting_case(&world).await;
    let desk = format!("/en/desk/cases/{id}");
    let mut officer = world.signed_in(&world.officer("case_officer")).await;
    let (carer, _) = world.carer();
    assert!(officer.get(&format!("/en/desk?q={carer}")).await.has(&desk), "found by the civil number");
    assert!(!officer.get("/en/desk?q=nothing").await.has(&desk));
    assert_eq!(officer.post("/en/desk", &[("case", &id)]).await.location(), desk);
    assert!(officer.get("/en/desk?tab=mine").await.has(&desk));
    let assign = format!("{desk}/assign");
    assert_eq!(officer.get(&assign).await.status, 200);
    assert_eq!(officer.post(&assign, &[]).await.status, 422);
    assert_eq!(officer.post(&assign, &[("officer", "nobody")]).await.location(), desk);
    assert!(!officer.get("/en/desk?tab=mine").await.has(&desk));
    assert_eq!(officer.post(&assign, &[("officer", "someone.else")]).await.status, 404);
    assert_eq!(officer.get("/en/desk?tab=unit&after=rubbish").await.status, 404);
    assert_eq!(officer.get(&format!("{desk}/tasks/999/decide")).await.status, 409);
    assert_eq!(officer.get(&format!("{desk}/tasks/x/decide")).await.status, 404);
}

#[tokio::test]
async fn a_refusal_by_the_rules_names_its_reasons_to_both_sides() {
    let world = World::new().await;
    let show = world.city.showcase();
    let mut person = world.person(show.employed_carer.unwrap()).await;
    let child = show.child_of_employed_carer.unwrap().to_string();
    let check = person.fill_carer("en", &child).await;
    let text = |key| crate::texts::t(afaq_base::Lang::En, key);
    assert!(person.get(&check).await.has(text("check-against")), "she is told before she sends it");
    let case = person.post(&check, &[]).await.location().strip_suffix("/confirmation").unwrap().to_string();
    world.pass(SignedDuration::from_mins(1)).await;
    let reason = "registered as employed";
    let page = person.get(&case).await;
    assert!(
        page.has(reason) && page.has(text("reason-mend")) && page.has(text("law-unverified")),
        "{}",
        page.body
    );
    let appeal = page.link_with(&case, "/appeal").unwrap();
    assert_eq!(person.post(&appeal, &[("text", "  ")]).await.status, 422);
    assert_eq!(person.post(&appeal, &[("text", "I left the job in May.")]).await.location(), case);
    assert_eq!(person.post(&appeal, &[("text", "again")]).await.status, 409);
    let id = case.rsplit('/').next().unwrap();
    let mut committee = world.signed_in(&world.officer("grievance_committee")).await;
    let page = committee.get(&format!("/en/desk/cases/{id}")).await;
    assert!(page.has(reason) && page.has("I left the job in May."), "{}", page.body);
}
