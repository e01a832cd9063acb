//! The team at work: leave and substitutes, the next case, many cases at once, two pairs of eyes.

use std::collections::BTreeSet;

use afaq_app::cases::{BulkCase, BulkOutcome, WorkTab};
use afaq_base::{CaseId, Date, Text};
use afaq_domain::cases::{Choice, Finding};
use afaq_domain::team::{Action, Policy};

use crate::house::*;

async fn change(house: &House, who: &str, action: Action) -> &'static str {
    code(house.app.change_team(&house.officer(who), action).await)
}

fn away(officer: &str, substitute: &str) -> Action {
    let today = Date::constant(2026, 11, 22);
    Action::PlanAbsence {
        officer: officer.into(),
        substitute: substitute.into(),
        from: today,
        until: today,
        today,
    }
}

#[tokio::test]
async fn the_work_of_who_is_away_is_on_the_list_of_who_stands_in() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.app.assign(&house.officer("jasem"), case, Some("jasem")).await.unwrap();
    assert_eq!(change(&house, "mona", away("jasem", "dana")).await, "not_found", "no unit in common");
    assert_eq!(change(&house, "mona", away("jasem", "nobody")).await, "not_found");
    assert_eq!(change(&house, "mona", away("jasem", "clerk")).await, "done", "she leads the unit");
    let mine = |who: &'static str| {
        let house = &house;
        async move { house.app.worklist(&house.officer(who), WorkTab::Mine, None).await.unwrap().rows.len() }
    };
    assert_eq!((mine("clerk").await, mine("mona").await), (1, 0));
    house.app.assign(&house.officer("mona"), case, Some("jasem")).await.unwrap();
    let view = house.app.case_on_desk(&house.officer("mona"), case).await.unwrap();
    assert_eq!(view.case.assignee.as_deref(), Some("clerk"), "what is given to him goes to who stands in");
    house.pass_days(1);
    assert_eq!((mine("clerk").await, mine("jasem").await), (1, 0), "it stays where it is");
    house.app.assign(&house.officer("mona"), case, Some("jasem")).await.unwrap();
    assert_eq!((mine("clerk").await, mine("jasem").await), (0, 1), "he is back");
    let loads = house.app.workload(&house.officer("mona")).await.unwrap();
    let of =
        |id: &str| loads.iter().find(|load| load.officer.as_ref().is_some_and(|one| one.id == id)).unwrap();
    assert_eq!((of("jasem").open, of("clerk").open), (1, 0));
}

#[tokio::test]
async fn the_next_case_comes_by_the_policy_of_the_unit() {
    let house = House::open().await;
    let first = house.case(NOURA).await;
    house.pass_minutes(30);
    let second = house.case(NOURA).await;
    assert_eq!(change(&house, "jasem", set_policy(Policy::Age)).await, "not_allowed");
    assert_eq!(change(&house, "mona", set_policy(Policy::Age)).await, "done");
    let mona = house.officer("mona");
    assert_eq!(house.app.take_next(&mona).await.unwrap(), Some(first));
    assert_eq!(house.app.task_to_decide(&mona, first).await.unwrap(), Some(house.task(NOURA, first).await));
    assert_eq!(change(&house, "mona", set_policy(Policy::Skill)).await, "done");
    let services: BTreeSet<String> = [SERVICE.to_string()].into();
    let skills = |services| Action::SetSkills { officer: "jasem".into(), services };
    assert_eq!(change(&house, "mona", skills(["kw.no.service".to_string()].into())).await, "not_found");
    assert_eq!(change(&house, "mona", skills(services)).await, "done");
    assert_eq!(house.app.take_next(&house.officer("clerk")).await.unwrap(), None, "the role decides nothing");
    assert_eq!(house.app.take_next(&house.officer("jasem")).await.unwrap(), Some(second));
    assert_eq!(house.app.take_next(&house.officer("jasem")).await.unwrap(), None);
    let house = house.again().await;
    assert_eq!(house.app.team("PADA").await.unwrap().policy("intake"), Policy::Skill, "it is kept");
}

fn set_policy(policy: Policy) -> Action {
    Action::SetPolicy { unit: "intake".into(), policy }
}

async fn picked(house: &House, case: CaseId) -> BulkCase {
    let view = house.app.case_on_desk(&house.officer("mona"), case).await.unwrap();
    BulkCase { id: case, version: Some(view.case.version) }
}

#[tokio::test]
async fn many_cases_are_each_judged_by_itself() {
    let house = House::open().await;
    let mona = house.officer("mona");
    let (one, two, three) = (house.case(NOURA).await, house.case(NOURA).await, house.case(NOURA).await);
    let mut cases = vec![picked(&house, one).await, picked(&house, two).await, picked(&house, three).await];
    cases.push(BulkCase { id: CaseId::from_u128(7), version: None });
    // A colleague was faster with the second one.
    let task = house.task(NOURA, two).await;
    house.app.end_task(&house.officer("jasem"), two, task, &choice("approve")).await.unwrap();
    let before = house.app.bulk_preview(&mona, &cases, &choice("approve")).await.unwrap();
    assert_eq!(before.len(), 3, "what is not hers is not there");
    assert_eq!(house.stage(NOURA, one).await, "with_officer", "looking changes nothing");
    let done = house.app.bulk_decide(&mona, &cases, &choice("approve")).await.unwrap();
    let fine: Vec<bool> = done.iter().map(|row| row.outcome == BulkOutcome::Done).collect();
    assert_eq!(fine, [true, false, true]);
    assert_eq!(house.stage(NOURA, three).await, "decision_prepared");
    let bare = house.app.bulk_decide(&mona, &cases[..1], &choice("refuse")).await.unwrap();
    assert!(matches!(bare[0].outcome, BulkOutcome::Refused(_)), "once, and not without a reason");
    let again: Vec<BulkCase> = done.iter().map(|row| BulkCase { id: row.id, version: None }).collect();
    let undone = house.app.bulk_undo(&mona, &[again[0], again[2]]).await.unwrap();
    assert!(undone.iter().all(|row| row.outcome == BulkOutcome::Done));
    assert_eq!(house.stage(NOURA, three).await, "with_officer");
    assert_eq!(house.stage(NOURA, two).await, "decision_prepared", "the colleague's decision stands");
    let given = house.app.bulk_assign(&mona, &again, Some("jasem")).await.unwrap();
    assert!(given.iter().all(|row| row.outcome == BulkOutcome::Done));
    let stranger = house.app.bulk_decide(&house.officer("huda"), &again, &choice("approve")).await.unwrap();
    assert!(stranger.is_empty(), "another body sees none of them");
}

#[tokio::test]
async fn a_drawn_case_is_reviewed_by_somebody_else() {
    let house = House::open().await;
    let sample = Action::SetSample { unit: "intake".into(), percent: 100 };
    assert_eq!(change(&house, "mona", sample).await, "done");
    let case = house.case(NOURA).await;
    let task = house.task(NOURA, case).await;
    let mut no = choice("refuse");
    no.reasons.push("not_convincing".into());
    house.app.end_task(&house.officer("mona"), case, task, &no).await.unwrap();
    house.pass_minutes(10);
    house.work().await;
    let (mona, jasem) = (house.officer("mona"), house.officer("jasem"));
    let seen = house.app.sample(&mona).await.unwrap();
    assert_eq!((seen.open.len(), seen.for_others), (0, 1), "her own work is for others");
    assert_eq!(house.app.sample(&jasem).await.unwrap().open.len(), 1);
    assert_eq!(code(house.app.review(&mona, case, Finding::Right, "").await), "same_officer");
    assert_eq!(code(house.app.review(&house.officer("huda"), case, Finding::Right, "").await), "not_found");
    house.app.review(&jasem, case, Finding::Flawed, "التاريخ ناقص").await.unwrap();
    let seen = house.app.sample(&jasem).await.unwrap();
    assert_eq!((seen.open.len(), seen.found[&Finding::Flawed]), (0, 1));
}

#[tokio::test]
async fn notes_stay_among_colleagues_but_for_the_copy_of_ones_data() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    house.app.note(&house.officer("mona"), case, "اتصلت بها <b>").await.unwrap();
    assert_eq!(code(house.app.note(&house.officer("dana"), case, "x").await), "not_found");
    assert_eq!(code(house.app.note(&house.officer("mona"), case, " ").await), "text_length");
    let file = house.app.my_data_file(&house.person(NOURA)).await.unwrap();
    assert!(String::from_utf8(file).unwrap().contains("اتصلت بها"), "the law gives her a copy");
    let messages = house.app.messages_of_case(&house.person(NOURA), case).await.unwrap();
    assert!(messages.iter().all(|one| !one.body.ar.contains("اتصلت")));
}

#[tokio::test]
async fn ready_sentences_and_views_are_kept() {
    let house = House::open().await;
    let write = |service: Option<&str>| Action::WriteTemplate {
        number: None,
        choice: Choice::Refuse,
        service: service.map(str::to_string),
        name: Text::new("نقص", "Missing"),
        text: Text::new("يرجى الإكمال", "Please complete it"),
    };
    assert_eq!(change(&house, "jasem", write(None)).await, "not_allowed");
    assert_eq!(change(&house, "mona", write(Some("kw.no.service"))).await, "not_found");
    assert_eq!(change(&house, "mona", write(Some(SERVICE))).await, "done");
    let view = Action::SaveView { name: "متأخر".into(), query: "show=late".into() };
    assert_eq!(change(&house, "jasem", view).await, "done");
    let house = house.again().await;
    let team = house.app.team("PADA").await.unwrap();
    assert_eq!(team.templates_for(Choice::Refuse, SERVICE).count(), 1);
    assert_eq!(team.views["jasem"][0].query, "show=late");
}

#[tokio::test]
async fn a_name_finds_its_open_cases() {
    let house = House::open().await;
    let case = house.case(NOURA).await;
    let mona = house.officer("mona");
    for (text, count) in [("نوره", 1), ("العوضي نورة", 1), ("سالم", 0), ("'; --", 0)] {
        let found = house.app.desk_search(&mona, text).await.unwrap();
        assert_eq!(found.len(), count, "{text}");
        assert!(found.iter().all(|row| row.case_id == case));
    }
    assert!(house.app.desk_search(&house.officer("huda"), "نورة").await.unwrap().is_empty());
}

#[tokio::test]
async fn figures_are_shown_from_ten_decided_cases_on() {
    let house = House::open().await;
    let id = afaq_base::ServiceId::parse(SERVICE).unwrap();
    for number in 1..=10 {
        assert_eq!(house.app.figures(&id).await.unwrap(), None, "{number}");
        let case = house.case(SALEM).await;
        assert_eq!(house.stage(SALEM, case).await, "refused");
        house.pass_minutes(11);
    }
    let figures = house.app.figures(&id).await.unwrap().unwrap();
    assert_eq!((figures.cases, figures.on_time_percent, figures.median_minutes), (10, 100, 0));
}
