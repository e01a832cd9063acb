//! Drafts over days and devices, and what becomes of them.

use afaq_app::cases::{DecisionExplained, Next, Why};
use afaq_base::{Lang, Standing};
use afaq_pack::MandateKind;
use jiff::SignedDuration;

use crate::house::*;

#[tokio::test]
async fn a_draft_is_begun_here_and_finished_there() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    assert_eq!(house.answer(NOURA, draft, "900").await.unwrap(), Next::Page("photo".into()));
    house.pass_days(30);
    let house = house.again().await;
    let view = house.app.draft(&house.person(NOURA), draft).await.unwrap();
    assert_eq!(view.missing(), ["evidence.photo"]);
    let view = house.app.add_evidence(&house.person(NOURA), draft, "photo", "photo.jpg", JPEG).await.unwrap();
    assert_eq!(view.missing(), Vec::<String>::new());
    house.app.submit_draft(&house.person(NOURA), draft).await.unwrap();
}

#[tokio::test]
async fn a_page_from_an_older_tab_is_stale() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    let person = house.person(NOURA);
    let version = house.app.draft(&person, draft).await.unwrap().version;
    house.app.answer_page(&person, draft, version, "home", &home("900")).await.unwrap();
    let second = house.app.answer_page(&person, draft, version, "home", &home("800")).await;
    assert_eq!(code(second), "stale");
    let kept = house.app.draft(&person, draft).await.unwrap().draft.facts["request.wage"].clone();
    assert_eq!(kept.value().unwrap().to_string(), "900.000");
}

#[tokio::test]
async fn what_is_wrong_is_kept_as_it_was_typed() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    let Next::Mend(problems) = house.answer(NOURA, draft, "كثير").await.unwrap() else {
        panic!("a problem")
    };
    assert_eq!(problems[0].field, "request.wage");
    let view = house.app.draft(&house.person(NOURA), draft).await.unwrap();
    assert_eq!(view.draft.typed["request.wage"], "كثير");
    assert!(view.draft.facts.contains_key("request.is_resident"), "the right answers of the page are kept");
    house.answer(NOURA, draft, "٩٠٠").await.unwrap();
    let view = house.app.draft(&house.person(NOURA), draft).await.unwrap();
    assert_eq!(view.draft.facts["request.wage"].value().unwrap().to_string(), "900.000");
    assert!(view.draft.typed.is_empty());
}

#[tokio::test]
async fn a_draft_handed_in_twice_is_one_case() {
    let house = House::open().await;
    let draft = house.filled(NOURA).await;
    let person = house.person(NOURA);
    let (first, second) =
        tokio::join!(house.app.submit_draft(&person, draft), house.app.submit_draft(&person, draft));
    let third = house.app.submit_draft(&person, draft).await.unwrap();
    assert_eq!((first.unwrap(), third), (second.unwrap(), third));
    assert_eq!(house.app.my_cases(&person).await.unwrap().len(), 1);
    assert_eq!(code(house.app.draft(&person, draft).await), "not_found");
}

#[tokio::test]
async fn an_incomplete_draft_is_not_handed_in() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    let person = house.person(NOURA);
    assert_eq!(code(house.app.submit_draft(&person, draft).await), "answers_missing");
    assert!(house.app.draft(&person, draft).await.is_ok(), "nothing is lost");
}

#[tokio::test]
async fn another_persons_things_are_not_found() {
    let house = House::open().await;
    let draft = house.filled(NOURA).await;
    let salem = house.person(SALEM);
    assert_eq!(code(house.app.draft(&salem, draft).await), "not_found");
    assert_eq!(code(house.app.submit_draft(&salem, draft).await), "not_found");
    assert_eq!(code(house.app.add_evidence(&salem, draft, "photo", "x", JPEG).await), "not_found");
    let case = house.app.submit_draft(&house.person(NOURA), draft).await.unwrap();
    assert_eq!(code(house.app.submit_draft(&salem, draft).await), "not_found");
    assert_eq!(code(house.app.my_case(&salem, case).await), "not_found");
    assert_eq!(code(house.app.withdraw(&salem, case, "").await), "not_found");
    assert_eq!(code(house.app.messages_of_case(&salem, case).await), "not_found");
    assert_eq!(code(house.app.start_payment(&salem, case).await), "not_found");
    let forged = afaq_base::CaseId::from_u128(1);
    assert_eq!(code(house.app.my_case(&salem, forged).await), "not_found");
}

#[tokio::test]
async fn a_silent_register_refuses_nobody() {
    let house = House::open().await;
    house.outside.silent.lock().unwrap().push("paci.person".into());
    let case = house.case(SALEM).await;
    assert_eq!(house.stage(SALEM, case).await, "with_officer");
    let view = house.app.my_case(&house.person(SALEM), case).await.unwrap();
    assert_eq!(view.case.facts["applicant.nationality"].standing(), Standing::Unavailable);
    house.outside.silent.lock().unwrap().clear();
    let known = house.case(SALEM).await;
    assert_eq!(house.stage(SALEM, known).await, "refused");
}

#[tokio::test]
async fn the_rules_say_why_to_officer_and_person() {
    let house = House::open().await;
    let kinds = |all: &[DecisionExplained]| -> Vec<Why> {
        all.iter().flat_map(|one| &one.sentences).map(|sentence| sentence.kind).collect()
    };
    house.outside.silent.lock().unwrap().push("paci.person".into());
    let silent = house.case(SALEM).await;
    let open = house.app.my_case(&house.person(SALEM), silent).await.unwrap();
    assert!(open.is_undetermined());
    let open = Vec::from_iter(open.explanation_for_person());
    assert!(open[0].is_undetermined && kinds(&open).contains(&Why::Missing), "{open:?}");
    house.outside.silent.lock().unwrap().clear();
    let refused = house.case(SALEM).await;
    let view = house.app.my_case(&house.person(SALEM), refused).await.unwrap();
    assert!(!view.is_undetermined());
    let told = Vec::from_iter(view.explanation_for_person());
    assert!(kinds(&told).contains(&Why::Applied) && kinds(&told).contains(&Why::Difference), "{told:?}");
    assert!(!kinds(&told).contains(&Why::Nearly));
    let officers = view.explanations();
    assert!(officers.len() >= told.len() && kinds(&officers).contains(&Why::Result), "{officers:?}");
    let texts = officers.iter().flat_map(|one| &one.sentences).map(|sentence| &sentence.text);
    assert!(texts.into_iter().all(|text| !text.ar.is_empty() && !text.en.is_empty()));
}

#[tokio::test]
async fn a_fact_called_wrong_is_an_officers_work() {
    let house = House::open().await;
    let draft = house.filled(SALEM).await;
    let person = house.person(SALEM);
    house
        .app
        .dispute_fact(&person, draft, "applicant.nationality", afaq_app::Claim::default())
        .await
        .unwrap();
    assert_eq!(
        code(house.app.dispute_fact(&person, draft, "request.wage", afaq_app::Claim::default()).await),
        "not_found"
    );
    let case = house.app.submit_draft(&person, draft).await.unwrap();
    assert_eq!(house.stage(SALEM, case).await, "with_officer");
}

#[tokio::test]
async fn a_guardian_applies_for_a_child_whom_the_register_names() {
    let house = House::open().await;
    let guardian = Some((MandateKind::Guardian, person_number(CHILD)));
    let stranger = house.app.start_draft(&house.person(SALEM), SERVICE, guardian, Lang::Ar).await;
    assert_eq!(code(stranger), "mandate_missing");
    let agent = Some((MandateKind::Agent, person_number(CHILD)));
    assert_eq!(
        code(house.app.start_draft(&house.person(NOURA), SERVICE, agent, Lang::Ar).await),
        "mandate_missing"
    );
    let draft = house.app.start_draft(&house.person(NOURA), SERVICE, guardian, Lang::Ar).await.unwrap();
    house.answer(NOURA, draft, "900").await.unwrap();
    house.app.add_evidence(&house.person(NOURA), draft, "photo", "p.jpg", JPEG).await.unwrap();
    let case = house.app.submit_draft(&house.person(NOURA), draft).await.unwrap();
    let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
    assert_eq!(view.case.applicant_number, person_number(CHILD));
    assert_eq!(view.case.facts["applicant.name_ar"].value().unwrap().as_str(), Some("بدر العوضي"));
    assert!(house.app.my_case(&house.person(CHILD), case).await.is_ok(), "it is the child's own case");
    assert_eq!(code(house.app.my_case(&house.person(SALEM), case).await), "not_found");
}

#[tokio::test]
async fn a_draft_is_kept_for_its_time() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    house.pass_days(91);
    assert_eq!(code(house.app.draft(&house.person(NOURA), draft).await), "not_found");
}

#[tokio::test]
async fn nobody_fills_the_house_with_drafts() {
    let house = House::open().await;
    for _ in 0..afaq_app::limits::DRAFTS_MAX {
        house.draft(NOURA).await;
    }
    let more = house.app.start_draft(&house.person(NOURA), SERVICE, None, Lang::Ar).await;
    assert_eq!(code(more), "over_limit");
}

#[tokio::test]
async fn fields_that_the_page_does_not_ask_are_passed_over() {
    let house = House::open().await;
    let draft = house.draft(NOURA).await;
    let mut answers = home("900");
    for name in ["applicant.nationality", "review.score", "x".repeat(9_000).as_str(), "request.wage.day"] {
        answers.insert(name.into(), vec!["1".into(), "2".into()]);
    }
    answers.insert("request.wage".into(), vec!["900".into(), "1".into()]);
    let person = house.person(NOURA);
    let version = house.app.draft(&person, draft).await.unwrap().version;
    house.app.answer_page(&person, draft, version, "home", &answers).await.unwrap();
    let facts = house.app.draft(&person, draft).await.unwrap().draft.facts;
    assert_eq!(facts["applicant.nationality"].value().unwrap().as_str(), Some("KW"));
    assert!(!facts.contains_key("review.score"));
    let unknown = house.app.answer_page(&person, draft, version + 1, "children", &answers).await;
    assert_eq!(code(unknown), "not_found", "a page that is not shown");
}

#[tokio::test]
async fn a_session_ends() {
    let house = House::open().await;
    let token = house.app.sign_in_person(person_number(NOURA)).await.unwrap().0;
    assert!(house.app.signed_in(&token).await.unwrap().is_some());
    house.pass(SignedDuration::from_mins(119));
    assert!(house.app.signed_in(&token).await.unwrap().is_some(), "each look keeps it awake");
    house.pass(SignedDuration::from_mins(119));
    assert!(house.app.signed_in(&token).await.unwrap().is_some());
    house.pass(SignedDuration::from_mins(121));
    assert!(house.app.signed_in(&token).await.unwrap().is_none());
    let token = house.app.sign_in_officer("mona").await.unwrap().0;
    house.app.sign_out(&token).await.unwrap();
    assert!(house.app.signed_in(&token).await.unwrap().is_none());
    assert!(house.app.signed_in("forged").await.unwrap().is_none());
    assert_eq!(code(house.app.sign_in_officer("nobody").await), "not_found");
}

#[tokio::test]
async fn a_session_ends_after_its_longest_time() {
    let house = House::open().await;
    let token = house.app.sign_in_person(person_number(NOURA)).await.unwrap().0;
    for _ in 0..12 {
        assert!(house.app.signed_in(&token).await.unwrap().is_some());
        house.pass(SignedDuration::from_mins(60));
    }
    house.pass(SignedDuration::from_secs(1));
    assert!(house.app.signed_in(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_number_that_another_case_has_is_drawn_again() {
    let house = House::open().await;
    house.outside.draws_one_number.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut numbers = std::collections::BTreeSet::new();
    for _ in 0..3 {
        let case = house.case(NOURA).await;
        let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
        numbers.insert(view.case.number.to_string());
    }
    assert_eq!(numbers.len(), 3, "{numbers:?}");
}
