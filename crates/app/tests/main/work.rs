//! Background work: done at least once, with its effect stored once, and given up aloud.

use std::sync::atomic::Ordering;
use std::time::Duration;

use afaq_ports::Fault;
use afaq_store::ClaimRequest;

use crate::house::*;

fn fault(is_passing: bool) -> Option<Fault> {
    Some(Fault { system: "typesetting".into(), what: "down".into(), is_passing })
}

async fn paid(house: &House) -> afaq_base::CaseId {
    let case = house.case(NOURA).await;
    house.approve(NOURA, case).await;
    house.pay(NOURA, case).await.unwrap();
    case
}

#[tokio::test]
async fn a_case_goes_from_the_first_click_to_its_document() {
    let house = House::open().await;
    let case = house.issued(NOURA).await;
    let person = house.person(NOURA);
    let documents = house.app.my_documents(&person).await.unwrap();
    let (row, bytes) = house.app.my_document(&person, documents[0].document_id).await.unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    assert_eq!(house.outside.rendered.load(Ordering::Relaxed), 1);
    let other = house.app.my_document(&house.person(SALEM), row.document_id).await;
    assert_eq!(code(other), "not_found");
    let text = String::from_utf8(bytes).unwrap();
    let verified = house.app.verify(text.rsplit('/').next().unwrap()).await.unwrap().unwrap();
    assert_eq!((verified.document_id, verified.revoked_at), (row.document_id, None));
    assert!(house.app.verify("forged").await.unwrap().is_none());
    house.app.revoke(&house.officer("mona"), case, row.document_id, "زُوّرت").await.unwrap();
    let verified = house.app.verify(text.rsplit('/').next().unwrap()).await.unwrap().unwrap();
    assert!(verified.revoked_at.is_some());
}

#[tokio::test]
async fn what_was_told_is_carried_once_each_way() {
    let house = House::open().await;
    house.issued(NOURA).await;
    house.work().await;
    let counts = subjects(&house.outside);
    assert!(counts.len() >= 3, "{counts:?}");
    assert!(counts.values().all(|count| *count == 2), "a mail and a short message: {counts:?}");
    let letters = house.outside.letters.lock().unwrap();
    let sms = letters.iter().filter(|letter| letter.channel == afaq_ports::Channel::Sms);
    assert!(sms.into_iter().all(|letter| letter.body == letter.subject), "no content on a locked screen");
}

#[tokio::test]
async fn a_failing_port_is_tried_again() {
    let house = House::open().await;
    *house.outside.broken_documents.lock().unwrap() = fault(true);
    let case = paid(&house).await;
    let done = house.app.run_jobs("worker").await.unwrap();
    assert_eq!(done.failed, 1);
    assert_eq!(house.stage(NOURA, case).await, "processing");
    *house.outside.broken_documents.lock().unwrap() = None;
    house.pass_minutes(1);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "approved");
}

#[tokio::test]
async fn what_fails_for_good_is_given_to_an_operator() {
    let house = House::open().await;
    *house.outside.broken_documents.lock().unwrap() = fault(true);
    paid(&house).await;
    for _ in 0..30 {
        house.app.run_jobs("worker").await.unwrap();
        house.pass_days(1);
    }
    let dead = house.app.store().dead_jobs(10).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].attempts, afaq_app::limits::JOB_ATTEMPTS_MAX);
}

#[tokio::test]
async fn a_broken_template_is_not_tried_again() {
    let house = House::open().await;
    *house.outside.broken_documents.lock().unwrap() = fault(false);
    paid(&house).await;
    house.work_with_failures().await;
    assert_eq!(house.app.store().dead_jobs(10).await.unwrap()[0].attempts, 1);
}

#[tokio::test]
async fn a_job_that_another_worker_holds_is_left_to_it() {
    let house = House::open().await;
    let case = paid(&house).await;
    let claim = ClaimRequest {
        worker: "slow".into(),
        now: house.app.now(),
        lease: Duration::from_secs(60),
        kind: None,
        limit: 64,
    };
    let held = house.app.store().claim_jobs(&claim).await.unwrap();
    assert!(!held.is_empty());
    assert_eq!(house.app.run_jobs("quick").await.unwrap(), afaq_app::JobsDone::default());
    // The slow worker never came back: after its lease the work is done by another, once.
    house.pass_minutes(2);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "approved");
    assert_eq!(house.outside.rendered.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn two_workers_at_once_do_everything_once() {
    let house = House::open().await;
    let case = paid(&house).await;
    for _ in 0..10 {
        let (first, second) = tokio::join!(house.app.run_jobs("one"), house.app.run_jobs("two"));
        assert_eq!((first.unwrap().failed, second.unwrap().failed), (0, 0));
    }
    assert_eq!(house.stage(NOURA, case).await, "approved");
    assert!(subjects(&house.outside).values().all(|count| *count == 2));
}

#[tokio::test]
async fn a_case_without_answer_ends_by_the_clock() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let task = house.task(NOURA, case).await;
    house.app.end_task(&house.officer("mona"), case, task, &words("ask", "ما راتبك؟")).await.unwrap();
    house.pass_days(29);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "waiting_for_applicant");
    house.pass_days(1);
    let late =
        house.app.answer_request(&house.person(NOURA), case, "تم", &Default::default(), Vec::new()).await;
    assert_eq!(code(late), "too_late");
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "expired");
}

#[tokio::test]
async fn after_a_restart_everything_is_as_it_was() {
    let house = House::open().await;
    let case = paid(&house).await;
    let before = house.app.my_case(&house.person(NOURA), case).await.unwrap().case;
    let house = house.again().await;
    let after = house.app.my_case(&house.person(NOURA), case).await.unwrap().case;
    assert_eq!(before, after);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "approved");
}
