//! Versions of services: published, found, stopped, and what reaches a running case.

use afaq_base::Text;
use afaq_pack::PackFiles;

use crate::house::*;

/// The small service with a text replaced in one of its files.
fn altered(file: &str, from: &str, to: &str) -> (PackFiles, PackFiles) {
    let (mut pack, shared) = trial();
    let text = String::from_utf8(pack[file].clone()).unwrap();
    assert!(text.contains(from), "{file} has no `{from}`");
    pack.insert(file.into(), text.replace(from, to).into_bytes());
    let service = String::from_utf8(pack["service.yaml"].clone()).unwrap();
    pack.insert("service.yaml".into(), service.replace("label: \"1\"", "label: \"2\"").into_bytes());
    (pack, shared)
}

async fn publish(house: &House, (pack, shared): &(PackFiles, PackFiles)) -> &'static str {
    code(house.app.publish(pack, shared, house.app.now(), "designer", false).await)
}

#[tokio::test]
async fn a_new_rule_leaves_running_cases_alone() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.pass_minutes(1);
    assert_eq!(publish(&house, &altered("rules.md", "> 2000", "> 100")).await, "done");
    let fresh = house.case(NOURA).await;
    assert_eq!(house.stage(NOURA, fresh).await, "refused");
    // A correction judges the running case by the rules it came in under.
    house
        .app
        .correct_own(&house.person(NOURA), case, "request.wage", "950", afaq_app::Claim::default())
        .await
        .unwrap();
    let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
    assert_eq!(view.case.evaluations["eligible"].value, afaq_feel::Value::Boolean(true));
    let house = house.again().await;
    house.approve(NOURA, case).await;
    assert_eq!(house.stage(NOURA, case).await, "awaiting_payment");
}

#[tokio::test]
async fn a_corrected_text_reaches_running_cases() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.pass_minutes(1);
    assert_eq!(
        publish(&house, &altered("service.yaml", "A service for trying out", "A better name")).await,
        "done"
    );
    let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
    assert_eq!(view.service.name.en, "A better name");
}

#[tokio::test]
async fn a_version_takes_effect_at_its_time() {
    let house = House::open().await;
    let (pack, shared) = altered("service.yaml", "A service for trying out", "A better name");
    let later = house.app.now() + jiff::SignedDuration::from_hours(48);
    house.app.publish(&pack, &shared, later, "designer", false).await.unwrap();
    assert_eq!(house.app.service(SERVICE).unwrap().service.label, "1");
    house.pass_days(2);
    assert_eq!(house.app.service(SERVICE).unwrap().service.label, "2");
}

#[tokio::test]
async fn publishing_says_what_is_new_and_can_be_tried() {
    let house = House::open().await;
    let (pack, shared) = trial();
    let again = house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
    assert!(!again.is_new);
    let (pack, shared) = altered("rules.md", "> 2000", "> 100");
    let tried = house.app.publish(&pack, &shared, house.app.now(), "designer", true).await.unwrap();
    assert!(tried.is_new && !tried.changes.is_empty());
    assert_eq!(house.app.service(SERVICE).unwrap().service.label, "1");
}

#[tokio::test]
async fn a_faulty_pack_is_not_published() {
    let house = House::open().await;
    assert_eq!(
        publish(&house, &altered("rules.md", "request.wage |", "request.wages |")).await,
        "pack_has_faults"
    );
    assert_eq!(house.app.service(SERVICE).unwrap().service.label, "1");
}

#[tokio::test]
async fn a_stopped_service_takes_nothing_new_until_it_is_opened() {
    let house = House::open().await;
    let draft = house.filled(NOURA).await;
    let running = house.case(NOURA).await;
    let text = Text::new("صيانة", "Maintenance");
    house.app.suspend(SERVICE, Some(&text)).await.unwrap();
    let person = house.person(NOURA);
    assert_eq!(code(house.app.submit_draft(&person, draft).await), "suspended");
    let started = house.app.start_draft(&person, SERVICE, None, afaq_base::Lang::Ar).await;
    assert_eq!(code(started), "suspended");
    house.approve(NOURA, running).await;
    house.pass_minutes(1);
    let corrected = altered("service.yaml", "A service for trying out", "A better name");
    assert_eq!(publish(&house, &corrected).await, "done");
    assert_eq!(house.app.service(SERVICE).unwrap().suspended, Some(text), "a new version opens nothing");
    house.app.suspend(SERVICE, None).await.unwrap();
    house.app.submit_draft(&person, draft).await.unwrap();
    assert_eq!(code(house.app.suspend("kw.no.service", None).await), "not_found");
}

#[tokio::test]
async fn a_draft_follows_the_newest_version() {
    let house = House::open().await;
    let draft = house.filled(NOURA).await;
    house.pass_minutes(1);
    let narrower = altered("data.yaml", "accepts: [jpeg, pdf]", "accepts: [pdf]");
    assert_eq!(publish(&house, &narrower).await, "done");
    let view = house.app.draft(&house.person(NOURA), draft).await.unwrap();
    assert_eq!(view.missing(), ["evidence.photo"], "what no longer fits is asked again");
    house.app.add_evidence(&house.person(NOURA), draft, "photo", "p.pdf", b"%PDF-1.7").await.unwrap();
    house.app.submit_draft(&house.person(NOURA), draft).await.unwrap();
}

#[tokio::test]
async fn services_are_found_by_the_words_of_people() {
    let house = House::open().await;
    for (text, is_found) in [
        ("تجربة", true),
        ("التجربه", true),
        ("للتجربةِ", true),
        ("TRIAL", true),
        ("trials", true),
        ("trila", true),
        ("trisomy", false),
        ("جواز سفر", false),
        ("", false),
        ("'; drop table users; --", false),
    ] {
        assert_eq!(!house.app.search(text).is_empty(), is_found, "{text}");
    }
    assert!(house.app.search(&"ا".repeat(100_000)).is_empty());
}

#[tokio::test]
async fn what_another_process_stops_is_stopped_here_too() {
    let house = House::open().await;
    assert!(!house.app.refresh_catalogue().await.unwrap(), "nothing is new");
    let text = Text::new("صيانة", "Maintenance");
    let id = afaq_base::ServiceId::parse(SERVICE).unwrap();
    let json = serde_json::to_value(&text).unwrap();
    house.app.store().suspend_service(&id, Some(&json)).await.unwrap();
    assert!(house.app.refresh_catalogue().await.unwrap());
    assert_eq!(house.app.service(SERVICE).unwrap().suspended, Some(text));
}
