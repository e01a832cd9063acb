//! Running cases in the house: what stops is put on its way, time is told, messages wait, law changes.

use afaq_app::desk::Mending;
use afaq_app::inbound::{Incoming, Received, Sender};
use afaq_app::{AppError, BulkReport};
use afaq_base::calendar::Announcement;
use afaq_domain::cases::{Event, MovedBy};
use afaq_pack::{PackFiles, StopFor};
use afaq_ports::Fault;
use sha2::Digest;

use crate::house::*;

const RUNNING: &str = "clock:
  stops:
    - {for: court, law: basis}
  rungs:
    - {at: 50%, of: task, tell: assignee}
    - {at: 100%, of: task, tell: unit_head}
actions:
  - id: interview
    name: {ar: مقابلة, en: An interview}
    role: case_officer
    target: 1 working days
    asks: [review.score]
appeal: {";

fn edit(pack: &mut PackFiles, file: &str, find: &str, make: &str) {
    let text = String::from_utf8(pack[file].clone()).unwrap();
    assert!(text.contains(find), "`{find}` is not in {file}");
    pack.insert(file.to_string(), text.replace(find, make).into_bytes());
}

/// The small service with everything of running cases, and a message of another system instead of the physician.
pub fn running_pack() -> (PackFiles, PackFiles) {
    let (mut pack, shared) = trial();
    edit(&mut pack, "service.yaml", "appeal: {", RUNNING);
    let tried = "steps:\n  - action: interview\n  - officer: {task: \"action:interview\", outcome: done}\n  - stop_clock: court\n  - wait: 3 working days\n  - start_clock";
    edit(&mut pack, "scenarios/approved.yaml", "steps:", tried);
    (pack, shared)
}

async fn house() -> House {
    let house = House::empty().await;
    let (pack, shared) = running_pack();
    house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
    house
}

#[tokio::test]
async fn a_document_that_cannot_be_set_stops_its_case_until_the_owner_mends_it() {
    let house = house().await;
    let id = house.case(NOURA).await;
    let mona = house.officer("mona");
    house.approve(NOURA, id).await;
    *house.outside.broken_documents.lock().unwrap() =
        Some(Fault { system: "documents".into(), what: "out of order".into(), is_passing: false });
    house.work_with_failures().await;
    house.pay(NOURA, id).await.unwrap();
    house.work_with_failures().await;
    let owner = house.officer("owner");
    let list = house.app.incidents(&owner).await.unwrap();
    assert_eq!(list.len(), 1, "it stands on the owner's desk");
    assert_eq!(list[0].row.element, "issue");
    assert!(matches!(house.app.incidents(&mona).await, Err(AppError::NotFound)), "a right of its own");
    assert!(house.app.dead_letters(&owner).await.unwrap().is_empty(), "it is among the incidents");
    let (view, about) = house.app.incident(&owner, id, list[0].row.incident).await.unwrap();
    assert_eq!(view.case.stage().code(), "stopped");
    assert!(!about.reason.is_empty());
    let refused = house.app.mend(&owner, id, about.row.incident, &Mending::Skip, " ").await;
    assert!(matches!(refused, Err(AppError::Refused(_))), "a reason is needed");
    *house.outside.broken_documents.lock().unwrap() = None;
    let which = [(id, about.row.incident), (id, 999)];
    assert_eq!(house.app.retry_all(&owner, &which, "repaired").await.unwrap(), (1, 1));
    house.work_with_failures().await;
    assert!(house.app.incidents(&owner).await.unwrap().is_empty());
    let view = house.app.case_on_desk(&owner, id).await.unwrap();
    assert_eq!(view.case.stage().code(), "approved");
    let mended = view.timeline.iter().find(|one| matches!(one.event.what, Event::Intervened { .. }));
    let mended = mended.expect("who mended it stands in the history");
    assert!(matches!(&mended.event.by, afaq_domain::parties::Actor::Officer { id, .. } if id == "owner"));
}

#[tokio::test]
async fn who_must_know_that_time_runs_out_is_told_once() {
    let house = house().await;
    let id = house.case(NOURA).await;
    let jasem = house.officer("jasem");
    house.app.assign(&jasem, id, Some("jasem")).await.unwrap();
    house.pass_minutes(60 * 30);
    house.work_with_failures().await;
    let told = house.app.notices(&jasem).await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(house.app.notices(&house.officer("mona")).await.unwrap().is_empty(), "it is not hers yet");
    house.pass_minutes(60 * 24 * 3);
    house.work_with_failures().await;
    assert_eq!(house.app.notices(&house.officer("owner")).await.unwrap().len(), 1, "the head of the unit");
    let (row, _) = &told[0];
    house.app.see_notice(&jasem, row.case_id, row.version).await.unwrap();
    assert!(house.app.notices(&jasem).await.unwrap().is_empty());
    assert!(matches!(house.app.see_notice(&jasem, row.case_id, row.version).await, Err(AppError::NotFound)));
    let view = house.app.case_on_desk(&jasem, id).await.unwrap();
    let ledger = house.app.ledger(&view.service, &view.case).unwrap();
    assert!(ledger.tasks[0].used_percent() > 100, "{ledger:?}");
}

fn holiday(date: &str) -> Announcement {
    let text = format!(
        r#"{{"from": "{date}", "name": {{"ar": "عطلة معلنة", "en": "An announced holiday"}}, "work": "closed", "source": "x"}}"#
    );
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn an_announced_holiday_moves_open_deadlines_in_the_background() {
    let house = house().await;
    let ids = [house.case(NOURA).await, house.case(NOURA).await];
    let mona = house.officer("mona");
    let before = house.app.case_on_desk(&mona, ids[0]).await.unwrap().case;
    house.pass_minutes(1);
    let run = house.app.announce(None, &holiday("2026-11-24"), "operator").await.unwrap();
    assert_eq!(run.total, 2);
    // Only afterwards: its times are of the new calendar already.
    house.pass_minutes(1);
    let later = house.case(NOURA).await;
    let of_later = house.app.case_on_desk(&mona, later).await.unwrap().case.promised_on;
    house.work_with_failures().await;
    let run = house.app.bulk_run(&run.run_id).await.unwrap();
    assert!(run.ended_at.is_some());
    assert_eq!((run.changed, run.failed), (2, 0));
    for id in ids {
        let case = house.app.case_on_desk(&mona, id).await.unwrap().case;
        assert!(case.promised_on > before.promised_on);
        assert!(matches!(&case.clock.moved[0].why, MovedBy::Calendar(name) if name.ar == "عطلة معلنة"));
    }
    assert_eq!(house.app.case_on_desk(&mona, later).await.unwrap().case.promised_on, of_later);
    let wrong = house.app.announce(None, &holiday("1900-01-01"), "operator").await;
    assert!(matches!(wrong, Err(AppError::Field { .. })), "outside of the calendar");
    // After a restart the calendar still knows it.
    let house = house.again().await;
    let id = house.case(NOURA).await;
    let case = house.app.case_on_desk(&house.officer("mona"), id).await.unwrap().case;
    assert_eq!(case.promised_on, of_later);
}

#[tokio::test]
async fn the_clock_is_stopped_by_right_and_an_action_begun() {
    let house = house().await;
    let id = house.case(NOURA).await;
    let mona = house.officer("mona");
    house.app.stop_clock(&mona, id, StopFor::Court, "القضية 7").await.unwrap();
    house.pass_minutes(60 * 24 * 7);
    house.app.start_clock(&mona, id).await.unwrap();
    let view = house.app.case_on_desk(&mona, id).await.unwrap();
    let offered: Vec<&str> =
        house.app.offered_actions(&view.service, &view.case).iter().map(|one| one.id.as_str()).collect();
    assert_eq!(offered, ["interview"]);
    house.app.begin_action(&mona, id, "interview").await.unwrap();
    let view = house.app.case_on_desk(&mona, id).await.unwrap();
    let extra = view.tasks.iter().find(|task| task.spec.element == "action:interview").unwrap();
    assert!(extra.is_mine);
    let form = afaq_app::cases::DecisionForm {
        choice: "done".into(),
        text_ar: "قابلناها".into(),
        ..Default::default()
    };
    assert!(house.app.end_task(&mona, id, extra.task, &form).await.unwrap().is_empty());
    let view = house.app.case_on_desk(&mona, id).await.unwrap();
    assert!(view.case.extra.open.is_empty());
    assert_eq!(view.tasks.len(), 1);
}

/// The version of the law: another name for the hearing, and rich people stay under the old one.
fn next_version() -> (PackFiles, PackFiles) {
    let (mut pack, shared) = running_pack();
    edit(&mut pack, "service.yaml", "label: \"1\"", "label: \"2\"");
    edit(
        &mut pack,
        "service.yaml",
        "appeal: {",
        "transition:\n  map: {opinion: council}\n  stay: request.wage > 950\nappeal: {",
    );
    for (find, make) in [
        ("<bpmn:userTask id=\"opinion\"", "<bpmn:userTask id=\"council\""),
        ("targetRef=\"opinion\"", "targetRef=\"council\""),
        ("sourceRef=\"opinion\"", "sourceRef=\"council\""),
    ] {
        edit(&mut pack, "process.bpmn", find, make);
    }
    for file in ["scenarios/heard.yaml", "scenarios/not_heard.yaml"] {
        edit(&mut pack, file, "task: opinion", "task: council");
    }
    (pack, shared)
}

#[tokio::test]
async fn open_cases_go_on_by_a_new_version_in_bulk() {
    let house = house().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(house.case(NOURA).await);
    }
    let (pack, shared) = next_version();
    house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
    let after = house.case(NOURA).await;
    let plan = house.app.plan_migration(SERVICE, "2").await.unwrap();
    assert_eq!((plan.total, plan.moves, plan.stays, plan.conflicts), (3, 3, 0, 0));
    assert_eq!(plan.versions.len(), 1);
    assert!(matches!(house.app.plan_migration(SERVICE, "3").await, Err(AppError::NotFound)));
    let run = house.app.start_migration(SERVICE, "2", "قانون جديد", "owner").await.unwrap();
    // The desk works on meanwhile.
    house.approve(NOURA, ids[0]).await;
    house.work_with_failures().await;
    let run = house.app.bulk_run(&run.run_id).await.unwrap();
    assert_eq!((run.done, run.changed, run.stayed, run.failed), (3, 3, 0, 0));
    let report: BulkReport = serde_json::from_value(run.report.clone()).unwrap();
    assert!(report.conflicts.is_empty());
    assert_eq!(house.app.plan_migration(SERVICE, "2").await.unwrap().total, 0);
    // Nothing in memory: the history is told by both versions.
    let house = house.again().await;
    for id in ids.into_iter().chain([after]) {
        let view = house.app.case_on_desk(&house.officer("mona"), id).await.unwrap();
        assert_eq!(view.service.label, "2");
    }
    // Back again is a migration like any other.
    assert_eq!(house.app.plan_migration(SERVICE, "1").await.unwrap().moves, 4);
}

const SECRET: &str = "a secret of the other system";

fn with_result(pack: &mut PackFiles) {
    let came = "- message: {name: medical_result, values: {fit: \"true\"}}";
    edit(pack, "scenarios/not_heard.yaml", "- officer: {task: opinion, outcome: favorable}", came);
    let given = "- officer: {task: opinion, outcome: unfavorable, sets: {review.score: \"3\"}}";
    edit(pack, "scenarios/heard.yaml", given, came);
    edit(
        pack,
        "process.bpmn",
        r#"<bpmn:userTask id="opinion" afaq:name_ar="رأي الطبيب" afaq:name_en="The physician's opinion" afaq:role="physician" afaq:body="MOH" afaq:target="5 working days" afaq:form="opinion" afaq:outcomes="favorable unfavorable" afaq:asks="review.score" />"#,
        r#"<bpmn:eventBasedGateway id="opinion" afaq:name_ar="بانتظار النتيجة" afaq:name_en="Waiting for the result" />
    <bpmn:intermediateCatchEvent id="came" afaq:name_ar="وصلت النتيجة" afaq:name_en="The result came" afaq:from="other">
      <bpmn:messageEventDefinition id="came_message" messageRef="medical_result" />
    </bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="never" afaq:name_ar="مضت عشرة أيام" afaq:name_en="Ten days have passed">
      <bpmn:timerEventDefinition id="never_timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>"#,
    );
    edit(
        pack,
        "process.bpmn",
        r#"<bpmn:sequenceFlow id="from_opinion" sourceRef="opinion" targetRef="review" />"#,
        r#"<bpmn:sequenceFlow id="from_opinion" sourceRef="opinion" targetRef="came" />
    <bpmn:sequenceFlow id="to_never" sourceRef="opinion" targetRef="never" />
    <bpmn:sequenceFlow id="from_never" sourceRef="never" targetRef="review" />
    <bpmn:sequenceFlow id="from_came" sourceRef="came" targetRef="review" />"#,
    );
    edit(
        pack,
        "process.bpmn",
        r#"<bpmn:message id="applicant_answers" name="answer" />"#,
        r#"<bpmn:message id="applicant_answers" name="answer" /><bpmn:message id="medical_result" name="medical_result" />"#,
    );
}

fn incoming(id: &str, key: &str) -> Incoming {
    serde_json::from_value(
        serde_json::json!({ "id": id, "key": key, "values": { "fit": true, "degree": 40 } }),
    )
    .unwrap()
}

#[tokio::test]
async fn messages_of_other_systems_wait_for_their_case_and_count_once() {
    let hash = sha2::Sha256::digest(SECRET.as_bytes());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let sender = Sender { secret_sha256: hash, messages: vec!["medical_result".into()] };
    let house = House::with_senders([("moh".to_string(), sender)].into()).await;
    let (mut pack, shared) = running_pack();
    with_result(&mut pack);
    crate::files::service_to_publish(&pack, &shared);
    house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
    assert_eq!(house.app.find_sender(SECRET).as_deref(), Some("moh"));
    assert_eq!(house.app.find_sender("another"), None);
    let id = house.case(NOURA).await;
    let mona = house.officer("mona");
    let number = house.app.case_on_desk(&mona, id).await.unwrap().case.number.to_string();
    let receive =
        async |id: &str, key: &str| house.app.receive("moh", "medical_result", &incoming(id, key)).await;
    // Too early: it is kept, and given to the case when it begins to wait.
    assert_eq!(receive("1", &number).await.unwrap(), Received::Kept);
    assert_eq!(receive("1", &number).await.unwrap(), Received::Repeated);
    let task = house.app.case_on_desk(&mona, id).await.unwrap().tasks[0].task;
    let form = afaq_app::cases::DecisionForm {
        choice: "opinion".into(),
        text_ar: "هل هي لائقة؟".into(),
        ..Default::default()
    };
    house.app.end_task(&mona, id, task, &form).await.unwrap();
    house.work_with_failures().await;
    let view = house.app.case_on_desk(&mona, id).await.unwrap();
    assert_eq!(view.case.stage().code(), "with_officer", "the message came");
    let came = view.timeline.iter().filter(|one| matches!(one.event.what, Event::MessageCame { .. })).count();
    assert_eq!(came, 1);
    assert_eq!(receive("1", &number).await.unwrap(), Received::Repeated, "it was taken");
    // In time: it is taken at once.
    house.app.end_task(&mona, id, view.tasks[0].task, &form).await.unwrap();
    house.work_with_failures().await;
    assert_eq!(receive("2", &number).await.unwrap(), Received::Taken);
    // What nobody takes is forgotten in time, though that it came stays known.
    assert_eq!(receive("3", &number).await.unwrap(), Received::Kept);
    house.pass_minutes(60 * 24 * 8);
    house.app.store().expire_inbound(house.app.now()).await.unwrap();
    assert_eq!(house.app.store().count_inbound("moh").await.unwrap(), 0);
    assert_eq!(receive("3", &number).await.unwrap(), Received::Repeated);
    // What nobody may send, and what belongs to nobody.
    let other = house.app.receive("moh", "another", &incoming("9", &number)).await;
    assert!(matches!(other, Err(AppError::NotFound)));
    assert!(matches!(receive("4", " nobody").await, Err(AppError::Field { .. })));
    assert!(matches!(receive("4", &"9".repeat(500)).await, Err(AppError::Field { .. })));
    assert!(matches!(receive("", &number).await, Err(AppError::Field { .. })));
    assert_eq!(receive("5", NOURA).await.unwrap(), Received::Kept, "a civil number is a key, too");
}

#[tokio::test]
async fn a_process_computes_the_key_of_its_messages_from_the_case() {
    let sender = Sender { secret_sha256: String::new(), messages: vec!["medical_result".into()] };
    let house = House::with_senders([("moh".to_string(), sender)].into()).await;
    let (mut pack, shared) = running_pack();
    with_result(&mut pack);
    let key = r#"afaq:from="other" afaq:correlationKey="&quot;wage-&quot; + string(request.wage)""#;
    edit(&mut pack, "process.bpmn", r#"afaq:from="other""#, key);
    house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
    let id = house.case(NOURA).await;
    let mona = house.officer("mona");
    let receive = async |id: &str, key: &str| {
        house.app.receive("moh", "medical_result", &incoming(id, key)).await.unwrap()
    };
    // Of whom it speaks nobody knows yet: it is kept, closed, until its case waits.
    assert_eq!(receive("1", "wage-900.000").await, Received::Kept);
    assert_eq!(receive("2", "wage-901.000").await, Received::Kept);
    let task = house.app.case_on_desk(&mona, id).await.unwrap().tasks[0].task;
    let form = words("opinion", "هل هي لائقة؟");
    house.app.end_task(&mona, id, task, &form).await.unwrap();
    house.work_with_failures().await;
    let view = house.app.case_on_desk(&mona, id).await.unwrap();
    assert_eq!(view.case.stage().code(), "with_officer", "its message was there already");
    let came = view.timeline.iter().find_map(|one| match &one.event.what {
        Event::MessageCame { id, .. } => Some(id.clone()),
        _ => None,
    });
    assert_eq!(came.as_deref(), Some("1"), "and not that of another key");
    house.app.end_task(&mona, id, view.tasks[0].task, &form).await.unwrap();
    house.work_with_failures().await;
    let number = view.case.number.to_string();
    assert_eq!(receive("3", &number).await, Received::Kept, "the number of the case is no key here");
    assert_eq!(receive("4", "wage-900.000").await, Received::Taken, "it waits again");
}

#[tokio::test]
async fn a_moved_timer_leaves_no_job_that_fails() {
    let house = House::empty().await;
    let (mut pack, shared) = running_pack();
    let event = "<bpmn:intermediateCatchEvent id=\"no_answer\"";
    edit(&mut pack, "process.bpmn", event, &format!("{event} afaq:time=\"working\""));
    edit(&mut pack, "process.bpmn", ">P30D<", ">P5D<");
    house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
    let id = house.case(NOURA).await;
    let mona = house.officer("mona");
    let task = house.task(NOURA, id).await;
    house.app.end_task(&mona, id, task, &words("ask", "ما راتبك؟")).await.unwrap();
    house.work().await;
    house.pass_minutes(1);
    house.app.announce(None, &holiday("2026-11-24"), "operator").await.unwrap();
    house.work().await;
    let mut failed = 0;
    let mut seen = Vec::new();
    for _ in 0..9 {
        house.pass_days(1);
        loop {
            let done = house.app.run_jobs("worker").await.unwrap();
            failed += done.failed;
            if done == afaq_app::JobsDone::default() {
                break;
            }
        }
        seen.push(house.stage(NOURA, id).await);
    }
    assert_eq!(failed, 0, "the old plan ends quietly");
    // Asked on a Sunday: five working days last to the end of the next one, and with the holiday to Monday.
    let expired = seen.iter().position(|stage| *stage == "expired").expect("its time runs out");
    assert_eq!(house.app.store().dead_jobs(10).await.unwrap().len(), 0);
    assert_eq!(expired, 8, "{seen:?}");
}
