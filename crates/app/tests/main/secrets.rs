//! What stays secret: the open part of the log names nobody, and an erased person is gone.

use crate::house::*;

/// Everything personal that the story below brings in.
const SECRETS: [&str; 9] =
    ["نورة", "العوضي", NOURA, SALEM, "905.125", "ما راتبك", "لا أتذكر", "زُوّرت الأوراق", "الفلاني"];

#[tokio::test]
async fn the_open_part_of_the_log_holds_nothing_personal() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    house.answer(NOURA, draft, "905.125").await.unwrap();
    let person = house.person(NOURA);
    house.app.add_evidence(&person, draft, "photo", "نورة العوضي.jpg", JPEG).await.unwrap();
    let case = house.app.submit_draft(&person, draft).await.unwrap();
    let task = house.task(NOURA, case).await;
    let mona = house.officer("mona");
    house.app.end_task(&mona, case, task, &words("ask", "ما راتبك؟")).await.unwrap();
    house.app.answer_request(&person, case, "لا أتذكر", &Default::default(), Vec::new()).await.unwrap();
    house
        .app
        .correct_own(&person, case, "request.wage", "905.125", afaq_app::Claim::default())
        .await
        .unwrap();
    house
        .app
        .correct_own(&person, case, "applicant.nationality", "", afaq_app::Claim::default())
        .await
        .unwrap();
    let task = house.task(NOURA, case).await;
    house.app.end_task(&mona, case, task, &words("opinion", "ما رأيكم في السيدة الفلاني؟")).await.unwrap();
    let opinion = house.task(NOURA, case).await;
    let mut form = words("favorable", "السيدة الفلاني بخير");
    form.sets.insert("review.score".into(), vec!["7".into()]);
    house.app.end_task(&house.officer("huda"), case, opinion, &form).await.unwrap();
    let task = house.task(NOURA, case).await;
    house.app.end_task(&mona, case, task, &words("approve", "مبروك للسيدة الفلاني")).await.unwrap();
    house.pass_minutes(10);
    house.work().await;
    house.pay(NOURA, case).await.unwrap();
    house.work().await;
    let document = house.app.my_documents(&person).await.unwrap()[0].document_id;
    house.app.revoke(&mona, case, document, "زُوّرت الأوراق").await.unwrap();
    let second = house.case(SALEM).await;
    house.app.appeal(&house.person(SALEM), second, "لا أتذكر").await.unwrap();
    house.app.withdraw(&house.person(SALEM), second, "السيدة الفلاني").await.unwrap();
    let events = house.app.store().feed(afaq_store::Position::START, 1_000).await.unwrap();
    assert!(events.len() > 40, "a whole life: {}", events.len());
    for event in &events {
        let open = event.open.to_string();
        for secret in SECRETS {
            assert!(!open.contains(secret), "`{}` shows `{secret}`: {open}", event.kind);
        }
    }
}

#[tokio::test]
async fn an_erased_person_is_gone() {
    let house = House::open().await;
    let case = house.issued(NOURA).await;
    let second = house.case(NOURA).await;
    let person = house.person(NOURA);
    let token = house.app.sign_in_person(person.number).await.unwrap().0;
    house.app.forget_party(person.party).await.unwrap();
    assert!(house.app.signed_in(&token).await.unwrap().is_none());
    assert_eq!(code(house.app.my_case(&person, case).await), "not_found");
    assert_eq!(code(house.app.case_on_desk(&house.officer("mona"), second).await), "not_found");
    assert!(house.app.my_messages(&person).await.unwrap().is_empty());
    // What was still to be done for them ends without noise.
    house.work_with_failures().await;
    let events = house.app.store().feed(afaq_store::Position::START, 1_000).await.unwrap();
    assert!(events.iter().all(|event| !matches!(event.sealed, afaq_store::Sealed::Opened(_))));
}
