//! Silence by law, over a real store: the clock wakes it, the letter goes out, the document is issued.

use crate::house::*;

/// The story of the pack comes out under virtual time, too, and no alteration of its way goes unnoticed.
#[test]
fn the_scenario_of_silence_is_played() {
    let (mut pack, shared) = trial();
    silent(&mut pack);
    let service = crate::files::service_to_publish(&pack, &shared);
    let calendar = afaq_base::calendar::WorkingCalendar::kuwait().for_body(&service.body);
    for played in afaq_app::scenario::play_all(&service, &calendar) {
        assert!(played.is_passed(), "{}: {:?}", played.id, played.failures);
    }
    let report = afaq_app::scenario::mutate(&service, &pack, &calendar, |_, _| {});
    let unnoticed: Vec<&str> = report
        .survivors
        .iter()
        .map(|one| one.id.as_str())
        .filter(|id| id.contains("silen") || id.contains("way"))
        .collect();
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
}

#[tokio::test]
async fn silence_approves_and_the_document_is_issued() {
    let house = House::empty().await;
    let (mut pack, shared) = trial();
    silent(&mut pack);
    house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
    let case = house.case(NOURA).await;
    house.work().await;
    house.pass_days(13);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "with_officer", "nine working days are not ten");
    house.pass_days(2);
    house.work().await;
    assert_eq!(house.stage(NOURA, case).await, "approved");
    let view = house.app.my_case(&house.person(NOURA), case).await.unwrap();
    assert!(view.case.silence.as_ref().is_some_and(|taken| taken.law.name.ar == "قانون التجربة"));
    assert!(view.case.process.tasks.is_empty() && view.documents.len() == 1);
    let told = subjects(&house.outside);
    assert!(told.contains_key("انقضت المدة القانونية"), "{told:?}");
}

/// The trial where ten working days of silence approve.
fn silent(pack: &mut afaq_pack::PackFiles) {
    let mut edit = |name: &str, find: &str, make: &str| {
        let text = String::from_utf8(pack[name].clone()).unwrap();
        assert!(text.contains(find), "{name}");
        pack.insert(name.into(), text.replacen(find, make, 1).into_bytes());
    };
    edit("service.yaml", "silence: none", "silence: {approves: basis, after: 10 working days}");
    edit(
        "process.bpmn",
        "<bpmn:sequenceFlow id=\"to_check\"",
        "<bpmn:sequenceFlow id=\"to_silent\" sourceRef=\"way\" targetRef=\"issue\">\
         <bpmn:conditionExpression>silence</bpmn:conditionExpression></bpmn:sequenceFlow>\
         <bpmn:sequenceFlow id=\"to_check\"",
    );
    edit(
        "messages.yaml",
        "fee_due:",
        "silent: {on: silence, subject: {ar: انقضت المدة القانونية, en: The legal time is over}, \
         body: {ar: \"{case.law}\", en: \"{case.law}\"}}\nfee_due:",
    );
    let story = "like: approved\nstory: {ar: سكتت الجهة فوافق القانون., en: \"The body was silent, and the law approved.\"}\n\
                 steps:\n  - wait: 10 working days\n\
                 expect:\n  status: approved\n  at: approved\n  outputs: [card]\n  messages: [received, silent, approved]\n";
    pack.insert("scenarios/silent.yaml".into(), story.into());
}
