//! What happens beside the drawn path: incidents, optional actions, messages of other systems, other versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_feel::{Context, Value};

use super::given::*;
use crate::cases::*;
use crate::parties::Actor;

/// A case that stopped because nobody knows the wage from which the fee follows.
fn stopped() -> World {
    let mut world = World::after(&[submit(), approve()]);
    let mut case = world.case().clone();
    case.facts.insert("request.wage".into(), afaq_base::Fact::unavailable(register(), start()));
    world.case = Some(case);
    world.play(&take_effect()).unwrap();
    assert_eq!(world.stage(), "stopped");
    world
}

fn incident(case: Option<&Case>) -> u64 {
    case.and_then(|case| case.process.incidents.keys().next().copied()).unwrap_or(999)
}

fn skip(reason: &'static str) -> Do {
    Do::new(officer(), move |case| Action::Skip { incident: incident(case), reason: reason.into() })
}

#[test]
fn what_failed_is_left_out_with_a_reason() {
    let mut world = stopped();
    assert_eq!(world.play(&skip("")).unwrap_err().code(), "text_length");
    assert_eq!(world.play(&skip("x").by(physician())).unwrap_err().code(), "not_allowed");
    assert_eq!(world.play(&skip("x").by(Actor::Applicant)).unwrap_err().code(), "not_allowed");
    let events = world.play(&skip("الرسم معفى منه")).unwrap();
    assert_eq!(words(&events), "intervened, output_requested");
    assert_eq!(events[0].by, officer());
    assert_eq!(world.play(&skip("x")).unwrap_err().code(), "wrong_stage", "it is gone");
    assert_eq!(words(&world.play(&issue()).unwrap()), "output_issued, closed approved(), told approved");
}

#[test]
fn a_token_is_put_elsewhere_with_a_reason() {
    let to = |to: &'static str, reason: &'static str| {
        Do::new(officer(), move |case| Action::MoveToken {
            token: case.and_then(|case| case.process.tokens.keys().next().copied()).unwrap_or(999),
            to: to.into(),
            reason: reason.into(),
        })
    };
    let mut world = stopped();
    assert_eq!(world.play(&to("review", "")).unwrap_err().code(), "text_length");
    assert_eq!(world.play(&to("nowhere", "x")).unwrap_err().code(), "process");
    assert_eq!(words(&world.play(&to("review", "يراجع من جديد")).unwrap()), "intervened");
    assert_eq!(world.stage(), "with_officer");
    assert!(matches!(
        &world.events.iter().rev().find(|one| one.what.kind() == "intervened").unwrap().what,
        Event::Intervened { what: Intervention::Moved, to: Some(to), .. } if to == "review"
    ));
}

#[test]
fn a_job_that_was_given_up_stops_the_case_until_it_is_tried_again() {
    let mut world = World::after(&[submit(), approve(), take_effect(), pay("2.5")]);
    let failed = Do::new(Actor::Clock, |case| Action::FailJob {
        job: case.and_then(|case| case.outputs.last()).map_or(0, |output| output.job),
        reason: "the typesetter does not answer".into(),
    });
    assert!(world.play(&failed.clone().by(officer())).is_err(), "clocks say so, not officers");
    world.play(&failed).unwrap();
    assert_eq!(world.stage(), "stopped");
    assert_eq!(words(&world.play(&failed).unwrap()), "", "nobody waits for it any more");
    let retry = Do::new(officer(), |case| Action::Retry {
        incident: incident(case),
        reason: "عاد للعمل".into(),
    });
    assert_eq!(words(&world.play(&retry).unwrap()), "intervened, output_requested");
    assert_eq!(world.case().outputs.len(), 1, "the document that was never set is forgotten");
    assert_eq!(words(&world.play(&issue()).unwrap()), "output_issued, closed approved(), told approved");
}

fn begin(action: &'static str) -> Do {
    Do::new(officer(), move |_| Action::BeginAction { action: action.into() })
}

fn done(sets: BTreeMap<String, Value>) -> Do {
    Do::new(officer(), move |case| Action::Finish {
        task: case.and_then(|case| case.extra.open.keys().next().copied()).unwrap_or(999),
        choice: Choice::Done,
        text: afaq_base::Text::same("زرنا المنزل"),
        items: Vec::new(),
        sets: sets.clone(),
    })
}

#[test]
fn optional_actions_are_offered_when_their_condition_holds() {
    let mut world = World::of(running());
    world.play(&submit()).unwrap();
    let ids = |world: &World| -> Vec<String> {
        offered(running(), world.case(), world.now).iter().map(|one| one.id.clone()).collect()
    };
    assert_eq!(ids(&world), ["home_visit", "interview"]);
    world.play(&begin("home_visit")).unwrap();
    assert_eq!(ids(&world), ["interview"], "it is done once");
    assert_eq!(task_rows(running(), world.case()).len(), 2, "beside the review");
    assert_eq!(world.play(&begin("home_visit")).unwrap_err().code(), "not_allowed");
    assert_eq!(world.play(&begin("nothing")).unwrap_err().code(), "not_allowed");
    let score = BTreeMap::from([("review.score".to_string(), decimal("7"))]);
    assert_eq!(words(&world.play(&done(score)).unwrap()), "fact_corrected, action_done");
    assert_eq!(world.case().facts["review.score"].value(), Some(&decimal("7")));
    for _ in 0..3 {
        world.play(&begin("interview")).unwrap();
        assert_eq!(world.play(&begin("interview")).unwrap_err().code(), "not_allowed", "one is open");
        world.play(&done(BTreeMap::new())).unwrap();
    }
    let replayed = Case::replay(running(), &world.events);
    assert_eq!(replayed.as_ref(), world.case.as_ref());
    // A higher wage: no visit.
    let mut world = World::of(running());
    world
        .play(&submit_with(|draft| {
            draft.facts.insert("request.wage".into(), said(decimal("1200")));
        }))
        .unwrap();
    assert_eq!(ids(&world), ["interview"]);
    world.play(&begin("interview")).unwrap();
    world.play(&withdraw()).unwrap();
    assert!(world.case().extra.open.is_empty() && ids(&world).is_empty(), "the end ends all");
}

fn result(id: &'static str, fit: bool, key: &'static str) -> Do {
    let by = Actor::System { name: "moh".into() };
    Do::new(by, move |case| {
        let mut payload = Context::new();
        payload.set("fit", Value::Boolean(fit));
        let number = case.map(|case| case.number.to_string()).unwrap_or_default();
        Action::TakeMessage(Box::new(Inbound {
            name: "medical_result".into(),
            key: if key.is_empty() { number } else { key.into() },
            sender: "moh".into(),
            id: id.into(),
            payload: Value::context(payload),
        }))
    })
}

#[test]
fn a_message_of_another_system_is_taken_where_it_is_waited_for() {
    let mut world = World::of(listening());
    world.play(&submit()).unwrap();
    assert_eq!(world.play(&result("1", false, "")).unwrap_err().code(), "wrong_stage", "nobody waits yet");
    world.play(&finish("review", Choice::Opinion)).unwrap();
    let number = world.case().number.to_string();
    let awaited: Vec<(&str, String)> = world.case().awaited(listening()).collect();
    assert_eq!(awaited, [("medical_result", number)]);
    assert_eq!(world.case().running_stop().map(|stop| stop.reason.word()), Some("other_body"));
    assert_eq!(world.play(&result("1", false, "another")).unwrap_err().code(), "wrong_stage");
    assert_eq!(world.play(&result("1", false, "").by(officer())).unwrap_err().code(), "not_allowed");
    let events = world.play(&result("1", false, "")).unwrap();
    assert!(words(&events).starts_with("message_came"), "{}", words(&events));
    assert_eq!(world.stage(), "refused", "the process asks what the message says");
    let mut world = World::of(listening());
    for one in [submit(), finish("review", Choice::Opinion), result("1", true, "")] {
        world.play(&one).unwrap();
    }
    assert_eq!(world.stage(), "with_officer");
    assert_eq!(world.case().stopped_since, None);
    assert_eq!(world.play(&result("2", true, "")).unwrap_err().code(), "wrong_stage", "once");
}

fn to_version(old: &'static afaq_pack::Service, new: &'static afaq_pack::Service) -> Do {
    let passage = Arc::new(plan_passage(old, new));
    let in_force = "2026-01-01".parse().unwrap();
    Do::new(officer(), move |_| Action::Migrate {
        passage: passage.clone(),
        in_force,
        reason: "صدر قانون جديد".into(),
    })
}

#[test]
fn a_case_goes_on_by_another_version() {
    let mut world = World::after(&[submit()]);
    let due = world.case().due.clone();
    world.service = newer();
    let events = world.play(&to_version(service(), newer())).unwrap();
    assert_eq!(words(&events), "migrated");
    assert_eq!(world.case().behavior, newer().behavior_hash);
    assert_eq!(world.case().due, due, "a task keeps the time that it was given");
    assert_eq!(world.play(&to_version(service(), newer())).unwrap_err().code(), "wrong_stage", "once");
    for one in [approve(), take_effect(), pay("2.5"), issue()] {
        world.play(&one).unwrap();
    }
    assert_eq!(world.stage(), "approved");
    let find =
        |behavior: &str| [service(), newer()].into_iter().find(|service| service.behavior_hash == behavior);
    assert_eq!(Case::replay_with(find, &world.events).as_ref(), world.case.as_ref());
    assert_eq!(Case::replay_with(|_| None, &world.events), None, "a version that is gone");
}

#[test]
fn an_element_with_another_name_is_found_by_the_map() {
    let mut world = World::after(&[submit(), refuse(), take_effect(), appeal()]);
    world.service = newer();
    world.play(&to_version(service(), newer())).unwrap();
    world.play(&decide_on("hear", Choice::Approve, &[])).unwrap();
}

#[test]
fn some_cases_stay_and_some_cannot_go() {
    let rich = submit_with(|draft| {
        draft.facts.insert("request.wage".into(), said(decimal("6000")));
    });
    let today = "2026-01-01".parse().unwrap();
    let fate_of = |world: &World, new: &'static afaq_pack::Service| {
        fate(&plan_passage(service(), new), new, world.case(), today, world.now)
    };
    let world = World::after(&[rich]);
    if world.case().closed.is_none() {
        assert_eq!(fate_of(&world, newer()), Fate::Stays);
    }
    assert_eq!(fate_of(&World::after(&[submit()]), newer()), Fate::Moves);
    let mut world = World::after(&[submit(), finish("review", Choice::Opinion)]);
    let Fate::Conflicts(words) = fate_of(&world, without_opinion()) else { panic!("a conflict") };
    assert_eq!(words.len(), 1);
    assert!(words[0].en.contains("The physician's opinion") && words[0].ar.contains("رأي الطبيب"));
    world.service = without_opinion();
    assert_eq!(world.play(&to_version(service(), without_opinion())).unwrap_err().code(), "process");
    assert_eq!(world.case().behavior, service().behavior_hash, "nothing has happened");
}

#[test]
fn the_path_says_what_is_done_now_and_next() {
    let shown = |world: &World| -> String {
        let stages = path(service(), world.case(), &world.events);
        let word = |stage: &PathStage| format!("{:?} {:?}", stage.kind, stage.state);
        stages.iter().map(word).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        shown(&World::after(&[submit()])),
        "Submitted Done, Checked Done, Review Now, Payment Next, Document Next, Result Next"
    );
    assert_eq!(
        shown(&World::after(&[submit(), finish("review", Choice::Opinion)])),
        "Submitted Done, Checked Done, Review Done, OtherBody(\"MOH\") Now, Payment Next, Document Next, Result Next"
    );
    assert!(shown(&World::after(&[submit(), ask(&[])])).contains("Review Now"));
    assert_eq!(
        shown(&World::after(&[submit(), approve(), take_effect()])),
        "Submitted Done, Checked Done, Review Done, Payment Now, Document Next, Result Next"
    );
    assert_eq!(
        shown(&World::after(&[submit(), refuse(), take_effect()])),
        "Submitted Done, Checked Done, Review Done, Result Done"
    );
    assert_eq!(
        shown(&World::after(&[submit(), refuse(), take_effect(), appeal()])),
        "Submitted Done, Appeal Now, Payment Next, Document Next, Result Next"
    );
}
