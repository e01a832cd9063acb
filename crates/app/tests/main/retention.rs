//! Retention carried out: what people gave goes when its time is over, from rows, log and files alike.

use afaq_store::{Sealed, StreamId};

use crate::house::*;

/// The trial keeps a case for five years.
const KEPT_DAYS: i64 = 5 * 366;

async fn refused(house: &House, who: &str) -> afaq_base::CaseId {
    let case = house.case(who).await;
    let task = house.task(who, case).await;
    let mut form = choice("refuse");
    form.reasons = vec!["not_convincing".into()];
    assert!(house.app.end_task(&house.officer("mona"), case, task, &form).await.unwrap().is_empty());
    house.pass_minutes(10);
    house.work().await;
    assert_eq!(house.stage(who, case).await, "refused");
    case
}

#[tokio::test]
async fn what_people_gave_goes_when_its_time_is_over() {
    let house = House::open().await;
    let case = refused(&house, NOURA).await;
    let person = house.person(NOURA);
    let photo = house.app.store().uploads_of_case(case).await.unwrap()[0].file.file_id;
    house.pass_days(KEPT_DAYS - 10);
    assert_eq!(house.app.sweep_retention().await.unwrap().deleted, 0, "not a day too early");
    let running = house.case(NOURA).await;
    house.pass_days(10);
    let done = house.app.sweep_retention().await.unwrap();
    assert_eq!((done.deleted, done.kept, done.failed), (1, 0, 0));
    assert_eq!(house.app.sweep_retention().await.unwrap(), Default::default(), "once is enough");

    // The person still sees that there was a case, how it ended, and when what they gave was deleted.
    let view = house.app.my_case(&person, case).await.unwrap();
    assert_eq!(view.case.stage().code(), "refused");
    assert!(view.case.facts.is_empty() && view.case.deleted_at == Some(house.app.now()));
    let kinds: Vec<&str> = view.timeline.iter().map(|one| one.event.what.kind()).collect();
    assert_eq!(kinds.last(), Some(&"content_deleted"));
    let rows = house.app.my_cases_page(&person, None).await.unwrap().rows;
    assert!(rows.iter().any(|row| row.case_id == case && row.deleted_at.is_some()));

    // Nothing of what they gave is left.
    assert!(house.app.store().messages_of_case(case).await.unwrap().is_empty());
    assert!(house.app.store().uploads_of_case(case).await.unwrap().is_empty());
    assert!(house.app.store().read_file(photo, 1_000).await.is_err());
    let events = house.app.store().load_stream(&StreamId::new("case", case), 0).await.unwrap();
    assert!(events.iter().any(|event| event.sealed == Sealed::Erased));
    assert!(events.iter().all(|event| !matches!(event.sealed, Sealed::Opened(_))));
    let letters = house.app.store().outbox(None, 100).await.unwrap();
    assert!(letters.iter().all(|letter| letter.case_id != Some(case)));
    assert_eq!(code(house.app.case_on_desk(&house.officer("mona"), case).await), "not_found");
    assert_eq!(code(house.app.my_case(&house.person(SALEM), case).await), "not_found");

    // Their other case is whole, also after the program was started again.
    let house = house.again().await;
    assert_eq!(house.stage(NOURA, running).await, "with_officer");
    assert!(house.app.store().integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_case_that_is_held_or_open_again_is_kept() {
    let house = House::open().await;
    let held = refused(&house, NOURA).await;
    let appealed = refused(&house, NOURA).await;
    let mona = house.officer("mona");
    house.app.hold_case(&mona, held, "دعوى قضائية").await.unwrap();
    house.app.appeal(&house.person(NOURA), appealed, "لم تُقرأ أوراقي").await.unwrap();
    house.pass_days(KEPT_DAYS);
    assert_eq!(house.app.sweep_retention().await.unwrap(), Default::default());
    house.app.release_case(&mona, held, "انتهت الدعوى").await.unwrap();
    assert_eq!(house.app.sweep_retention().await.unwrap().deleted, 1);
    assert_eq!(house.stage(NOURA, appealed).await, "with_officer");
}

#[tokio::test]
async fn a_case_stays_as_long_as_its_document_counts_and_both_go_together() {
    let house = House::open().await;
    let case = house.issued(NOURA).await;
    let document = house.app.my_documents(&house.person(NOURA)).await.unwrap()[0].document_id;
    assert!(house.app.my_document(&house.person(NOURA), document).await.is_ok());
    house.pass_days(KEPT_DAYS);
    assert_eq!(house.app.sweep_retention().await.unwrap().deleted, 1);
    assert_eq!(house.stage(NOURA, case).await, "approved");
    assert!(house.app.my_document(&house.person(NOURA), document).await.is_err(), "its bytes are gone");
    let rows = house.app.my_documents(&house.person(NOURA)).await.unwrap();
    assert_eq!(rows.len(), 1, "that it was issued can still be verified");
}

#[tokio::test]
async fn the_rows_of_an_erased_persons_case_go_too() {
    let house = House::open().await;
    let case = refused(&house, NOURA).await;
    house.app.forget_party(house.person(NOURA).party).await.unwrap();
    house.pass_days(KEPT_DAYS);
    assert_eq!(house.app.sweep_retention().await.unwrap().deleted, 1);
    assert!(house.app.store().uploads_of_case(case).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_erased_person_can_come_back() {
    let house = House::open().await;
    let old = house.case(NOURA).await;
    let before = house.person(NOURA);
    house.app.forget_party(before.party).await.unwrap();
    let again = house.person(NOURA);
    assert_ne!(again.party, before.party);
    let new = house.case(NOURA).await;
    assert_eq!(house.stage(NOURA, new).await, "with_officer");
    assert_eq!(code(house.app.my_case(&again, old).await), "not_found");
    assert_eq!(house.app.my_cases(&again).await.unwrap().len(), 1, "nothing of before");
    // The same after the program was started again.
    let house = house.again().await;
    assert_eq!(house.person(NOURA).party, again.party);
    house.app.forget_party(again.party).await.unwrap();
    let third = house.person(NOURA).party;
    assert!(third != again.party && third != before.party);
}
