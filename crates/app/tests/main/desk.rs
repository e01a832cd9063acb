//! Officers: each sees their own work, does what their role may, and is seen looking.

use afaq_app::cases::WorkTab;

use crate::house::*;

#[tokio::test]
async fn officers_see_the_work_of_their_units_only() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    for (officer, count) in [("mona", 1), ("jasem", 1), ("dana", 0), ("huda", 0)] {
        let list = house.app.worklist(&house.officer(officer), WorkTab::Unit, None).await.unwrap();
        assert_eq!(list.rows.len(), count, "{officer}");
        let looked = house.app.case_on_desk(&house.officer(officer), case).await;
        assert_eq!(code(looked), if count == 1 { "done" } else { "not_found" }, "{officer}");
    }
}

#[tokio::test]
async fn each_look_is_recorded() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.app.case_on_desk(&house.officer("mona"), case).await.unwrap();
    house.app.case_on_desk(&house.officer("jasem"), case).await.unwrap();
    let _ = house.app.case_on_desk(&house.officer("dana"), case).await;
    let looks = house.app.my_case(&house.person(NOURA), case).await.unwrap().looks;
    let who: Vec<&str> = looks.iter().map(|look| look.entry.access.officer.as_str()).collect();
    assert_eq!(who, ["jasem", "mona"], "the latest first, and not the one who saw nothing");
}

#[tokio::test]
async fn another_role_or_unit_decides_nothing() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let task = house.task(NOURA, case).await;
    for (officer, expected) in
        [("clerk", "not_allowed"), ("dana", "not_found"), ("huda", "not_found"), ("mona", "done")]
    {
        let done = house.app.end_task(&house.officer(officer), case, task, &choice("approve")).await;
        assert_eq!(code(done), expected, "{officer}");
    }
    let missing = house.app.end_task(&house.officer("mona"), case, 999, &choice("approve")).await;
    assert_eq!(code(missing), "task_not_open");
}

#[tokio::test]
async fn two_officers_decide_at_once_and_one_of_them_does() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let task = house.task(NOURA, case).await;
    let (mona, jasem) = (house.officer("mona"), house.officer("jasem"));
    let (yes, mut no) = (choice("approve"), choice("refuse"));
    no.reasons.push("not_convincing".into());
    let (first, second) = tokio::join!(
        house.app.end_task(&mona, case, task, &yes),
        house.app.end_task(&jasem, case, task, &no)
    );
    let mut outcomes = [code(first), code(second)];
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["done", "task_not_open"]);
}

#[tokio::test]
async fn nothing_leaves_before_the_time_to_undo_is_over() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.work().await;
    let before = house.outside.letters.lock().unwrap().len();
    let task = house.task(NOURA, case).await;
    let mut no = choice("refuse");
    no.reasons.push("not_convincing".into());
    house.app.end_task(&house.officer("mona"), case, task, &no).await.unwrap();
    house.pass_minutes(9);
    house.work().await;
    assert_eq!(house.outside.letters.lock().unwrap().len(), before);
    house.app.undo_decision(&house.officer("jasem"), case).await.unwrap();
    house.pass_minutes(5);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "with_officer");
    house.app.end_task(&house.officer("mona"), case, task, &no).await.unwrap();
    house.pass_minutes(10);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "refused");
    assert_eq!(house.outside.letters.lock().unwrap().len(), before + 2, "one mail, one short message");
}

#[tokio::test]
async fn a_case_is_given_to_a_colleague_of_the_unit() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let mona = house.officer("mona");
    house.app.assign(&mona, case, Some("jasem")).await.unwrap();
    let mine = house.app.worklist(&house.officer("jasem"), WorkTab::Mine, None).await.unwrap();
    assert_eq!(mine.rows.len(), 1);
    for other in ["dana", "huda", "nobody"] {
        assert_eq!(code(house.app.assign(&mona, case, Some(other)).await), "not_found", "{other}");
    }
    assert_eq!(code(house.app.assign(&house.officer("huda"), case, None).await), "not_found");
    house.app.assign(&mona, case, None).await.unwrap();
}

#[tokio::test]
async fn a_transfer_moves_the_work_to_the_other_unit() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let mona = house.officer("mona");
    assert_eq!(code(house.app.transfer(&mona, case, "council", "x").await), "not_found");
    house.app.transfer(&mona, case, "grievances", "ليست من اختصاصنا").await.unwrap();
    let theirs = house.app.worklist(&house.officer("dana"), WorkTab::Unit, None).await.unwrap();
    assert_eq!(theirs.rows.len(), 1);
    let ours = house.app.worklist(&mona, WorkTab::Unit, None).await.unwrap();
    assert_eq!(ours.rows.len(), 0);
}

#[tokio::test]
async fn another_body_is_asked_and_answers() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let task = house.task(NOURA, case).await;
    house.app.end_task(&house.officer("mona"), case, task, &words("opinion", "ما رأيكم؟")).await.unwrap();
    assert_eq!(house.stage(NOURA, case).await, "with_other_body");
    let huda = house.officer("huda");
    assert_eq!(house.app.worklist(&huda, WorkTab::Unit, None).await.unwrap().rows.len(), 1);
    house.app.case_on_desk(&huda, case).await.unwrap();
    let opinion = house.task(NOURA, case).await;
    let mut form = words("favorable", "لا مانع");
    form.sets.insert("review.score".into(), vec!["11".into()]);
    let problems = house.app.end_task(&huda, case, opinion, &form).await.unwrap();
    assert_eq!(problems[0].field, "review.score");
    form.sets.insert("review.score".into(), vec!["٩".into()]);
    assert!(house.app.end_task(&huda, case, opinion, &form).await.unwrap().is_empty());
    let view = house.app.case_on_desk(&house.officer("mona"), case).await.unwrap();
    assert_eq!(view.case.opinions, [("MOH".to_string(), "لا مانع".to_string())]);
    assert_eq!(view.case.facts["review.score"].value().unwrap().to_string(), "9");
}

#[tokio::test]
async fn the_applicant_is_asked_answers_and_the_case_goes_on() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let task = house.task(NOURA, case).await;
    let mut form = words("ask", "ما راتبك؟");
    form.items = vec!["request.wage".into(), "evidence.photo".into()];
    house.app.end_task(&house.officer("mona"), case, task, &form).await.unwrap();
    assert_eq!(house.stage(NOURA, case).await, "waiting_for_applicant");
    let waiting = house.app.worklist(&house.officer("mona"), WorkTab::Waiting, None).await.unwrap();
    assert_eq!(waiting.rows.len(), 1);
    let person = house.person(NOURA);
    let file = |bytes: &[u8]| afaq_app::cases::SentFile {
        evidence: "photo".into(),
        name: "p.jpg".into(),
        bytes: bytes.to_vec(),
    };
    let answers = [("request.wage".to_string(), vec!["٨٠٠".to_string()])].into();
    let problems = house.app.answer_request(&person, case, "", &answers, vec![file(b"MZ")]).await.unwrap();
    assert_eq!(problems[0].field, "evidence.photo");
    let none = house.app.answer_request(&person, case, "", &answers, Vec::new()).await;
    assert_eq!(code(none), "answers_missing");
    let problems = house.app.answer_request(&person, case, "تم", &answers, vec![file(JPEG)]).await.unwrap();
    assert!(problems.is_empty());
    assert_eq!(house.stage(NOURA, case).await, "with_officer");
    let again = house.app.answer_request(&person, case, "تم", &answers, vec![file(JPEG)]).await;
    assert_eq!(code(again), "wrong_stage");
}

#[tokio::test]
async fn an_appeal_goes_to_other_hands() {
    let house = House::open().await;
    let case = house.case(SALEM).await;
    assert_eq!(house.stage(SALEM, case).await, "refused");
    house.app.appeal(&house.person(SALEM), case, "أنا كويتي").await.unwrap();
    let theirs = house.app.worklist(&house.officer("dana"), WorkTab::Unit, None).await.unwrap();
    assert_eq!(theirs.rows.len(), 1);
    let task = house.task(SALEM, case).await;
    let wrong = house.app.end_task(&house.officer("mona"), case, task, &choice("approve")).await;
    assert_eq!(code(wrong), "not_allowed");
    house.app.end_task(&house.officer("dana"), case, task, &choice("approve")).await.unwrap();
    house.pass_minutes(10);
    house.work().await;
    assert_eq!(house.stage(SALEM, case).await, "awaiting_payment");
    assert_eq!(code(house.app.appeal(&house.person(SALEM), case, "مرة أخرى").await), "wrong_stage");
}
