//! What holds for every story, whatever people, officers, clocks and gateways do.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::given::*;
use crate::cases::{Case, CaseEvent, Choice, Event, case_row, jobs, task_rows};

/// Everything that somebody may try, most of it out of place.
fn commands() -> Vec<Do> {
    vec![
        approve(),
        refuse(),
        refuse().by(colleague()),
        undo(),
        take_effect(),
        take_effect().after_minutes(3),
        ask(&[]),
        ask(&["request.wage"]),
        answer(&[], "تم"),
        answer(&[("request.wage", said(decimal("800")))], ""),
        answer(&[("request.wage", said(decimal("3000")))], "").after_days(2),
        correct("request.wage", decimal("1500")),
        correct("applicant.nationality", afaq_feel::Value::Null),
        finish("review", Choice::Opinion),
        finish("opinion", Choice::Favorable).by(physician()),
        finish_with(
            "opinion",
            Choice::Unfavorable,
            &[],
            BTreeMap::from([("review.score".into(), decimal("3"))]),
        )
        .by(physician()),
        pay("2.5"),
        pay("2.5").after_days(1),
        pay("10"),
        issue(),
        withdraw(),
        appeal(),
        appeal().after_days(70),
        decide_on("hear_appeal", Choice::Approve, &[]),
        decide_on("hear_appeal", Choice::Refuse, &["not_resident"]),
        fire().after_days(30),
        submit(),
    ]
}

/// Which of the commands are tried, one after another.
fn story() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    proptest::collection::vec(any::<prop::sample::Index>(), 0..40)
}

fn charged_once(case: &Case, events: &[CaseEvent]) -> bool {
    let mut paid: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        if let Event::FeePaid { reference, .. } = &event.what {
            *paid.entry(reference).or_default() += 1;
        }
    }
    paid.values().all(|times| *times == 1) && case.fils_paid() <= 10_000
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_story_can_be_told_again(story in story()) {
        let mut world = World::after(&[submit()]);
        let all = commands();
        for index in &story {
            let before = world.case.clone();
            match world.play(&all[index.index(all.len())]) {
                Ok(events) => {
                    let case = world.case();
                    let first = case.version + 1 - events.len() as u64;
                    prop_assert_eq!(case.version, world.events.len() as u64);
                    // Jobs and rows can be made of every state.
                    let _ = (jobs(service(), case, &events, first), case_row(case));
                    let open = task_rows(service(), case).len();
                    prop_assert_eq!(open, case.process.tasks.len());
                    if case.closed.is_some() {
                        prop_assert!(case.process.tokens.is_empty(), "an ended case has nothing open");
                        prop_assert!(case.prepared.is_none() && case.asked.is_none());
                    }
                    let waits = case.process.subscriptions.is_empty();
                    prop_assert_eq!(case.stopped_since.is_none(), waits || case.closed.is_some());
                }
                Err(_) => prop_assert_eq!(&before, &world.case, "a refusal changes nothing"),
            }
        }
        let case = world.case();
        prop_assert!(charged_once(case, &world.events));
        let replayed = Case::replay(service(), &world.events);
        prop_assert_eq!(replayed.as_ref(), Some(case), "replay equals live");
        for event in &world.events {
            let text = serde_json::to_string(event).unwrap();
            let read: CaseEvent = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&read, event, "what is stored is what was");
        }
        let text = serde_json::to_string(case).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Case>(&text).unwrap(), case);
    }
}
