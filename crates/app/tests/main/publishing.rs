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

/// The form of a new version as it is when nothing is changed.
async fn unchanged(house: &House, who: &str) -> afaq_app::cases::PageAnswers {
    let (_, editable, _) = house.app.editable(&house.officer(who), SERVICE).await.unwrap();
    let mut fields = afaq_app::cases::PageAnswers::new();
    let mut put = |name: String, value: String| drop(fields.insert(name, vec![value]));
    put("label".into(), "2".into());
    put("name.ar".into(), editable.name.ar);
    put("name.en".into(), editable.name.en);
    put("summary.ar".into(), editable.summary.ar);
    put("summary.en".into(), editable.summary.en);
    put("promise".into(), editable.promise.unwrap().to_string());
    for amount in editable.amounts {
        put(format!("amount.{}.{}", amount.decision, amount.index), amount.value);
    }
    for (task, _, days) in editable.targets {
        put(format!("target.{task}"), days.to_string());
    }
    fields
}

async fn drafted(house: &House, who: &str, field: &str, value: &str) -> Vec<String> {
    let mut form = unchanged(house, who).await;
    form.insert(field.into(), vec![value.into()]);
    let problems = house.app.draft_version(&house.officer(who), SERVICE, &form).await.unwrap();
    problems.into_iter().map(|one| one.field).collect()
}

#[tokio::test]
async fn one_owner_makes_a_version_and_another_approves_it() {
    let house = House::open().await;
    let (maker, checker) = (house.officer("aisha"), house.officer("fahad"));
    let today = afaq_base::Date::constant(2026, 11, 22);
    assert_eq!(drafted(&house, "aisha", "name.en", "A better name").await, [""; 0]);
    let (_, made) = house.app.made_version(&maker, SERVICE).await.unwrap();
    assert_eq!(made.faults(), 0, "{:?} {:?}", made.problems, made.scenarios);
    assert_eq!(made.service.as_ref().unwrap().name.en, "A better name");
    assert_eq!(made.changes.len(), 1);
    assert_eq!(house.app.service(SERVICE).unwrap().service.label, "1", "nothing is in force yet");
    assert_eq!(code(house.app.approve_version(&checker, SERVICE, today).await), "wrong_stage");
    house.app.send_version(&maker, SERVICE).await.unwrap();
    assert_eq!(code(house.app.approve_version(&maker, SERVICE, today).await), "same_officer");
    assert_eq!(code(house.app.return_version(&checker, SERVICE, "الاسم طويل").await), "done");
    house.app.send_version(&maker, SERVICE).await.unwrap();
    let later = afaq_base::Date::constant(2026, 11, 25);
    house.app.approve_version(&checker, SERVICE, later).await.unwrap();
    assert_eq!(house.app.service(SERVICE).unwrap().service.label, "1", "not before its day");
    let house = house.again().await;
    house.pass_days(3);
    assert_eq!(house.app.service(SERVICE).unwrap().service.name.en, "A better name");
    let own = house.app.own_service(&maker, SERVICE).await.unwrap();
    assert_eq!(own.versions[0].made_by.as_deref(), Some("aisha"));
    assert_eq!(own.versions[0].published.published.0, "fahad");
    assert_eq!(own.versions[0].changes.len(), 1);
    assert_eq!(own.listing.proposal, None);
}

#[tokio::test]
async fn a_new_fee_takes_the_expectations_of_the_scenarios_along() {
    let house = House::open().await;
    let (_, editable, _) = house.app.editable(&house.officer("aisha"), SERVICE).await.unwrap();
    let amount = editable.amounts.iter().find(|amount| amount.value == "2.5").unwrap();
    let field = format!("amount.{}.{}", amount.decision, amount.index);
    assert_eq!(drafted(&house, "aisha", &field, "many").await, [field.as_str()]);
    assert_eq!(drafted(&house, "aisha", &field, "3.250").await, [""; 0]);
    let (_, made) = house.app.made_version(&house.officer("aisha"), SERVICE).await.unwrap();
    assert_eq!(made.faults(), 0, "{:?} {:?}", made.problems, made.scenarios);
    assert!(made.expectations.iter().all(|(_, _, after)| after == "3.250"), "{:?}", made.expectations);
    assert!(!made.expectations.is_empty());
}

#[tokio::test]
async fn wrong_fields_of_a_new_version_are_named() {
    let house = House::open().await;
    for (field, value) in [
        ("label", ""),
        ("label", "1"),
        ("label", "<b>"),
        ("promise", "0"),
        ("promise", "soon"),
        ("name.ar", " "),
        ("summary.en", ""),
    ] {
        assert_eq!(drafted(&house, "aisha", field, value).await, [field], "{value}");
    }
    assert_eq!(drafted(&house, "aisha", "promise", "٧").await, [""; 0], "Arabic digits are digits");
    let officer = house.officer("mona");
    let form = unchanged(&house, "aisha").await;
    assert_eq!(code(house.app.draft_version(&officer, SERVICE, &form).await), "not_allowed");
    assert_eq!(code(house.app.own_service(&house.officer("huda"), SERVICE).await), "not_found");
}

#[tokio::test]
async fn a_version_that_changes_nothing_goes_to_nobody() {
    let house = House::open().await;
    let form = unchanged(&house, "aisha").await;
    house.app.draft_version(&house.officer("aisha"), SERVICE, &form).await.unwrap();
    assert_eq!(code(house.app.send_version(&house.officer("aisha"), SERVICE).await), "nothing_new");
    house.app.drop_version(&house.officer("aisha"), SERVICE).await.unwrap();
    assert_eq!(code(house.app.made_version(&house.officer("aisha"), SERVICE).await), "not_found");
}

#[tokio::test]
async fn a_draft_from_before_another_version_is_outdated() {
    let house = House::open().await;
    assert_eq!(drafted(&house, "aisha", "name.en", "A better name").await, [""; 0]);
    house.app.send_version(&house.officer("aisha"), SERVICE).await.unwrap();
    house.pass_minutes(1);
    assert_eq!(publish(&house, &altered("rules.md", "> 2000", "> 100")).await, "done");
    let today = afaq_base::Date::constant(2026, 11, 22);
    // An operator's publication ends what was being made.
    let outcome = house.app.approve_version(&house.officer("fahad"), SERVICE, today).await;
    assert_eq!(code(outcome), "not_found");
}

#[tokio::test]
async fn an_owner_stops_a_service_and_gives_it_up() {
    let house = House::open().await;
    let owner = house.officer("aisha");
    let text = Text::new("صيانة", "Maintenance");
    let bare = Text::new("", "x");
    assert_eq!(code(house.app.stop_service(&owner, SERVICE, &bare, None).await), "text_length");
    assert_eq!(
        code(house.app.stop_service(&house.officer("mona"), SERVICE, &text, None).await),
        "not_allowed"
    );
    house.app.stop_service(&owner, SERVICE, &text, None).await.unwrap();
    assert_eq!(house.app.service(SERVICE).unwrap().suspended, Some(text.clone()));
    house.app.open_service(&house.officer("fahad"), SERVICE).await.unwrap();
    assert_eq!(house.app.service(SERVICE).unwrap().suspended, None);
    let other = Some(Some("kw.no.service"));
    assert_eq!(code(house.app.stop_service(&owner, SERVICE, &text, other).await), "not_found");
    house.app.stop_service(&owner, SERVICE, &text, Some(None)).await.unwrap();
    let house = house.again().await;
    let retired = house.app.service(SERVICE).unwrap();
    assert!(retired.is_retired && retired.suspended == Some(text));
    assert!(house.app.services().is_empty(), "it is offered no more");
    let started = house.app.start_draft(&house.person(NOURA), SERVICE, None, afaq_base::Lang::Ar).await;
    assert_eq!(code(started), "suspended");
}
