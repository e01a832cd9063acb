//! What people may do around their requests: rate them, and say by which ways and when they are told.

use afaq_base::{Lang, Timestamp};
use afaq_domain::letters::{Preferences, QuietHours};
use afaq_pack::MandateKind;
use afaq_ports::Channel;
use jiff::SignedDuration;

use crate::house::*;

#[tokio::test]
async fn a_request_that_ended_is_rated_and_rated_otherwise() {
    let house = House::open().await;
    let (app, noura, salem) = (&house.app, house.person(NOURA), house.person(SALEM));
    let running = house.case(NOURA).await;
    assert_eq!(app.my_rating(&noura, running).await.unwrap(), None);
    assert_eq!(code(app.rate_case(&noura, running, "5", "").await), "wrong_stage");
    let case = house.issued(NOURA).await;
    assert_eq!(code(app.rate_case(&salem, case, "1", "").await), "not_found", "another person's case");
    assert_eq!(code(app.rate_case(&noura, case, "6", "").await), "wrong_value");
    assert_eq!(code(app.rate_case(&noura, case, "5", &"ن".repeat(1_001)).await), "text_length");
    assert!(app.my_rating(&noura, case).await.unwrap().unwrap().rating.is_none());
    app.rate_case(&noura, case, "٢", "<script>alert(1)</script>").await.unwrap();
    house.pass_days(3);
    app.rate_case(&noura, case, "5", "خدمة سريعة").await.unwrap();
    let view = app.my_rating(&noura, case).await.unwrap().unwrap();
    let rating = view.rating.unwrap();
    assert_eq!((rating.points.number(), rating.comment.as_str()), (5, "خدمة سريعة"));
    let counts = app.rating_counts(SERVICE).await.unwrap();
    assert_eq!((counts.count(), counts.mean_hundredths()), (1, Some(500)), "once for a request");
    house.pass_days(20);
    assert_eq!(code(app.rate_case(&noura, case, "1", "").await), "too_late");
    let house = house.again().await;
    let kept = house.app.my_rating(&house.person(NOURA), case).await.unwrap().unwrap().rating.unwrap();
    assert_eq!(kept.points.number(), 5);
}

/// How many letters were carried by each way.
fn carried(house: &House) -> (usize, usize) {
    let letters = house.outside.letters.lock().unwrap();
    let count = |channel| letters.iter().filter(|letter| letter.channel == channel).count();
    (count(Channel::Mail), count(Channel::Sms))
}

async fn prefers(house: &House, who: &str, mail: bool, sms: bool, quiet: Option<QuietHours>) {
    let preferences = Preferences { mail, sms, quiet };
    house.app.save_letter_preferences(&house.person(who), preferences).await.unwrap();
}

#[tokio::test]
async fn a_person_is_told_by_the_ways_they_chose() {
    let house = House::open().await;
    prefers(&house, NOURA, true, false, None).await;
    house.case(NOURA).await;
    house.work().await;
    assert_eq!(carried(&house), (1, 0));
    prefers(&house, NOURA, false, false, None).await;
    house.case(NOURA).await;
    house.work().await;
    assert_eq!(carried(&house), (1, 0), "no letter at all");
    let messages = house.app.my_messages(&house.person(NOURA)).await.unwrap();
    assert_eq!(messages.len(), 2, "the message itself is always there");
}

#[tokio::test]
async fn letters_wait_for_the_end_of_the_night() {
    let house = House::open().await;
    // 23:30 in Kuwait.
    house.pass(SignedDuration::from_mins(14 * 60 + 30));
    house.case(NOURA).await;
    house.work().await;
    assert_eq!(carried(&house), (0, 0));
    assert_eq!(house.app.my_messages(&house.person(NOURA)).await.unwrap().len(), 1, "told at once in here");
    house.pass_minutes(7 * 60 + 29);
    house.work().await;
    assert_eq!(carried(&house), (0, 0), "one minute before seven");
    house.pass_minutes(1);
    house.work().await;
    assert_eq!(carried(&house), (1, 1));
    let seven: Timestamp = "2026-11-23T04:00:00Z".parse().unwrap();
    assert!(house.outside.letters.lock().unwrap().iter().all(|letter| letter.at == seven));
    house.pass_days(1);
    house.work().await;
    assert_eq!(carried(&house), (1, 1), "once");
}

#[tokio::test]
async fn hours_that_were_moved_meanwhile_move_the_letter_once_more() {
    let house = House::open().await;
    prefers(&house, NOURA, true, true, QuietHours::new(9, 12)).await;
    house.case(NOURA).await;
    house.work().await;
    prefers(&house, NOURA, true, true, QuietHours::new(11, 15)).await;
    house.pass_minutes(3 * 60);
    house.work().await;
    assert_eq!(carried(&house), (0, 0));
    house.pass_minutes(3 * 60);
    house.work().await;
    assert_eq!(carried(&house), (1, 1));
}

#[tokio::test]
async fn a_guardian_is_told_in_place_of_the_ward() {
    let house = House::open().await;
    let guardian = house.person(NOURA);
    let represents = Some((MandateKind::Guardian, person_number(CHILD)));
    let draft = house.app.start_draft(&guardian, SERVICE, represents, Lang::Ar).await.unwrap();
    house.answer(NOURA, draft, "900").await.unwrap();
    house.app.add_evidence(&guardian, draft, "photo", "photo.jpg", JPEG).await.unwrap();
    house.app.submit_draft(&guardian, draft).await.unwrap();
    house.work().await;
    assert_eq!(carried(&house), (1, 1));
    let letters = house.outside.letters.lock().unwrap();
    assert!(letters.iter().all(|letter| letter.to == person_number(NOURA)));
}

/// A registrar of the body that holds the trial's register.
fn registrar(body: &str) -> afaq_ports::Officer {
    afaq_ports::Officer {
        id: "sara".into(),
        name: afaq_base::Text::same("سارة"),
        body: body.into(),
        units: vec!["registers".into()],
        roles: vec![afaq_app::REGISTRAR.into()],
    }
}

async fn disputed_case(house: &House, value: &str) -> afaq_base::CaseId {
    let case = house.case(NOURA).await;
    let claim = afaq_app::Claim { value, words: "معي شهادة" };
    house.app.correct_own(&house.person(NOURA), case, "applicant.nationality", "", claim).await.unwrap();
    case
}

#[tokio::test]
async fn what_a_person_calls_wrong_goes_to_the_body_that_holds_it_and_back_into_the_case() {
    let house = House::open().await;
    let (app, noura) = (&house.app, house.person(NOURA));
    let case = disputed_case(&house, "EG").await;
    let holder = registrar("PACI");
    assert_eq!(code(app.corrections_on_desk(&house.officer("mona"), None).await.map(drop)), "not_found");
    assert!(app.corrections_on_desk(&registrar("PADA"), None).await.unwrap().rows.is_empty());
    let waiting = app.corrections_on_desk(&holder, None).await.unwrap().rows;
    assert_eq!(waiting.len(), 1);
    let id = waiting[0].correction_id;
    assert_eq!(code(app.correction_on_desk(&registrar("PADA"), id).await.map(drop)), "not_found");
    let view = app.correction_on_desk(&holder, id).await.unwrap();
    assert_eq!(view.correction.asked.keys, [NOURA]);
    assert_eq!(view.correction.asked.words, "معي شهادة");
    let looks = app.my_data(&noura).await.unwrap().looks;
    assert!(looks.iter().any(|look| look.access.reason == "correction"), "the look is recorded");
    assert_eq!(code(app.corrections_of(&house.person(SALEM), case).await), "not_found");
    assert_eq!(app.corrections_of(&noura, case).await.unwrap()[0].correction.state(), "open");
    assert!(app.answer_correction(&holder, id, true, "atlantis", "").await.is_err());
    assert_eq!(code(app.answer_correction(&holder, id, false, "", " ").await), "text_length");
    app.answer_correction(&holder, id, true, "EG", "وُجد خطأ في النقل").await.unwrap();
    assert_eq!(code(app.answer_correction(&holder, id, false, "", "x").await), "wrong_stage");
    house.work().await;
    let view = app.my_case(&noura, case).await.unwrap();
    let fact = &view.case.facts["applicant.nationality"];
    assert_eq!(fact.usable().and_then(afaq_feel::Value::as_str), Some("EG"), "the case goes on with it");
    let mine = app.my_corrections(&noura).await.unwrap();
    assert_eq!(mine[0].correction.state(), "accepted");
    let messages = app.my_messages(&noura).await.unwrap();
    assert!(messages.iter().any(|message| message.body.ar.contains("وُجد خطأ في النقل")));
    let house = house.again().await;
    assert_eq!(house.app.my_corrections(&house.person(NOURA)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_register_that_stands_ends_the_dispute_with_its_reason() {
    let house = House::open().await;
    let case = disputed_case(&house, "").await;
    let holder = registrar("PACI");
    let id = house.app.corrections_on_desk(&holder, None).await.unwrap().rows[0].correction_id;
    house.app.answer_correction(&holder, id, false, "", "الجواز يوافق السجل").await.unwrap();
    house.work().await;
    let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
    let fact = &view.case.facts["applicant.nationality"];
    assert_eq!(fact.usable().and_then(afaq_feel::Value::as_str), Some("KW"));
}

#[tokio::test]
async fn a_correction_of_a_draft_reaches_the_case_when_it_is_handed_in() {
    let house = House::open().await;
    let (app, salem) = (&house.app, house.person(SALEM));
    let draft = house.filled(SALEM).await;
    let wrong = afaq_app::Claim { value: "nowhere", words: "" };
    assert!(app.dispute_fact(&salem, draft, "applicant.nationality", wrong).await.is_err());
    assert!(app.my_corrections(&salem).await.unwrap().is_empty(), "nothing was opened");
    let claim = afaq_app::Claim { value: "KW", words: "" };
    app.dispute_fact(&salem, draft, "applicant.nationality", claim).await.unwrap();
    app.dispute_fact(&salem, draft, "applicant.nationality", claim).await.unwrap();
    let holder = registrar("PACI");
    let waiting = app.corrections_on_desk(&holder, None).await.unwrap().rows;
    assert_eq!(waiting.len(), 1, "twice is once");
    app.answer_correction(&holder, waiting[0].correction_id, true, "KW", "").await.unwrap();
    house.work().await;
    let case = app.submit_draft(&salem, draft).await.unwrap();
    let view = app.my_case(&salem, case).await.unwrap();
    let fact = &view.case.facts["applicant.nationality"];
    assert_eq!(fact.usable().and_then(afaq_feel::Value::as_str), Some("KW"));
}

#[tokio::test]
async fn words_of_ratings_and_corrections_go_with_what_was_given_in_the_case() {
    let house = House::open().await;
    let (app, noura) = (&house.app, house.person(NOURA));
    let case = disputed_case(&house, "EG").await;
    app.withdraw(&noura, case, "").await.unwrap();
    app.rate_case(&noura, case, "3", "كلمة").await.unwrap();
    house.pass_days(5 * 366);
    assert_eq!(app.sweep_retention().await.unwrap().deleted, 1);
    assert!(app.my_corrections(&noura).await.unwrap().is_empty(), "nothing of the words is left");
    let kept = app.store().find_rating(case).await.unwrap().unwrap();
    assert_eq!((kept.points, kept.comment), (3, afaq_store::Sealed::Nothing));
    assert_eq!(app.rating_counts(SERVICE).await.unwrap().count(), 1, "the figures stay");
    assert_eq!(code(app.my_rating(&noura, case).await), "not_found");
}
