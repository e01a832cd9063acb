//! Teams by example.

use afaq_base::{Date, Text, Timestamp};
use afaq_pack::Outcome as Choice;

use super::*;
use crate::Refusal;

fn at(day: i8) -> Timestamp {
    format!("2026-11-{day:02}T06:00:00Z").parse().unwrap()
}

fn day(day: i8) -> Date {
    Date::constant(2026, 11, day)
}

fn head() -> Seat {
    Seat { officer: "noura".into(), units: vec!["intake".into()], is_head: true, is_owner: false }
}

fn member(id: &str) -> Seat {
    Seat { officer: id.into(), units: vec!["intake".into()], is_head: false, is_owner: false }
}

#[track_caller]
fn play(team: &mut Team, by: &Seat, on: i8, action: Action) -> Result<usize, &'static str> {
    let events = decide(team, by, at(on), action).map_err(|refusal: Refusal| refusal.code())?;
    for event in &events {
        team.apply(event);
    }
    Ok(events.len())
}

fn away(officer: &str, substitute: &str, from: i8, until: i8) -> Action {
    Action::PlanAbsence {
        officer: officer.into(),
        substitute: substitute.into(),
        from: day(from),
        until: day(until),
        today: day(10),
    }
}

#[test]
fn somebody_stands_in_for_who_is_away() {
    let mut team = Team::default();
    assert_eq!(play(&mut team, &member("salem"), 10, away("salem", "huda", 12, 14)), Ok(1));
    for (on, stands_in) in [(11, None), (12, Some("huda")), (14, Some("huda")), (15, None)] {
        assert_eq!(team.substitute_of("salem", day(on)), stands_in, "{on}");
    }
    assert_eq!(team.stands_in_for("huda", day(13)), ["salem"]);
    assert_eq!(play(&mut team, &member("huda"), 10, Action::EndAbsence { number: 1 }), Err("not_allowed"));
    assert_eq!(play(&mut team, &member("salem"), 10, Action::EndAbsence { number: 1 }), Ok(1));
    assert_eq!(team.substitute_of("salem", day(13)), None);
    assert_eq!(play(&mut team, &head(), 10, Action::EndAbsence { number: 1 }), Err("wrong_stage"));
}

#[test]
fn an_absence_must_make_sense() {
    let mut team = Team::default();
    let mut check = |by: Seat, action, expected| assert_eq!(play(&mut team, &by, 10, action), expected);
    check(member("salem"), away("salem", "salem", 12, 14), Err("same_officer"));
    check(member("salem"), away("huda", "salem", 12, 14), Err("not_allowed"));
    check(member("salem"), away("salem", "huda", 14, 12), Err("wrong_dates"));
    check(member("salem"), away("salem", "huda", 5, 9), Err("wrong_dates"));
    check(head(), away("salem", "huda", 12, 14), Ok(1));
    check(head(), away("salem", "noura", 14, 16), Err("away_already"));
    check(head(), away("huda", "noura", 13, 13), Err("away_already"));
    check(head(), away("noura", "salem", 13, 13), Err("away_already"));
    check(head(), away("huda", "noura", 15, 16), Ok(1));
}

#[test]
fn heads_lead_their_own_units() {
    let mut team = Team::default();
    let set = |unit: &str| Action::SetPolicy { unit: unit.into(), policy: Policy::Age };
    assert_eq!(play(&mut team, &head(), 10, set("intake")), Ok(1));
    assert_eq!(play(&mut team, &head(), 10, set("intake")), Ok(0), "it is so already");
    assert_eq!(play(&mut team, &head(), 10, set("grievances")), Err("not_allowed"));
    assert_eq!(play(&mut team, &member("salem"), 10, set("intake")), Err("not_allowed"));
    assert_eq!((team.policy("intake"), team.policy("grievances")), (Policy::Age, Policy::Deadline));
}

#[test]
fn the_share_that_is_reviewed_counts_from_when_it_was_set() {
    let mut team = Team::default();
    let set = |percent| Action::SetSample { unit: "intake".into(), percent };
    assert_eq!(play(&mut team, &head(), 10, set(101)), Err("over_limit"));
    assert_eq!(play(&mut team, &head(), 10, set(5)), Ok(1));
    assert_eq!(play(&mut team, &head(), 12, set(20)), Ok(1));
    let shares = [9, 10, 11, 12].map(|on| team.sample("intake", at(on)));
    assert_eq!(shares, [0, 5, 5, 20]);
}

#[test]
fn a_template_keeps_what_it_said() {
    let mut team = Team::default();
    let write = |number, ar: &str| Action::WriteTemplate {
        number,
        choice: Choice::Refuse,
        service: None,
        name: Text::new("نقص", "Missing"),
        text: Text::new(ar, "Please complete it"),
    };
    assert_eq!(play(&mut team, &member("salem"), 10, write(None, "أكملي")), Err("not_allowed"));
    assert_eq!(play(&mut team, &head(), 10, write(None, " ")), Err("text_length"));
    assert_eq!(play(&mut team, &head(), 10, write(Some(7), "أكملي")), Err("wrong_stage"));
    assert_eq!(play(&mut team, &head(), 10, write(None, "أكملي")), Ok(1));
    assert_eq!(play(&mut team, &head(), 11, write(Some(1), "يرجى الإكمال")), Ok(1));
    let template = &team.templates[&1];
    assert_eq!(template.text().unwrap().ar, "يرجى الإكمال");
    assert_eq!(template.versions.len(), 2);
    assert_eq!(team.templates_for(Choice::Refuse, "kw.any").count(), 1);
    assert_eq!(team.templates_for(Choice::Approve, "kw.any").count(), 0);
    assert_eq!(play(&mut team, &head(), 12, Action::RetireTemplate { number: 1 }), Ok(1));
    assert_eq!(team.templates_for(Choice::Refuse, "kw.any").count(), 0);
}

#[test]
fn views_are_each_officers_own() {
    let mut team = Team::default();
    let save = |name: &str| Action::SaveView { name: name.into(), query: "show=late".into() };
    assert_eq!(play(&mut team, &member("salem"), 10, save("متأخر")), Ok(1));
    assert_eq!(play(&mut team, &member("salem"), 10, save("متأخر")), Ok(1), "written over");
    assert_eq!(play(&mut team, &member("salem"), 10, save(" ")), Err("text_length"));
    assert_eq!((team.views["salem"].len(), team.views.contains_key("noura")), (1, false));
    for number in 1..crate::limits::VIEWS_MAX {
        assert_eq!(play(&mut team, &member("salem"), 10, save(&number.to_string())), Ok(1));
    }
    assert_eq!(play(&mut team, &member("salem"), 10, save("one more")), Err("over_limit"));
    let drop = Action::DropView { name: "متأخر".into() };
    assert_eq!(play(&mut team, &member("noura"), 10, drop.clone()), Ok(0));
    assert_eq!(play(&mut team, &member("salem"), 10, drop), Ok(1));
}

#[test]
fn replay_equals_live() {
    let mut team = Team::default();
    let mut events = Vec::new();
    for action in [away("salem", "huda", 12, 14), Action::SetSample { unit: "intake".into(), percent: 5 }] {
        let more = decide(&team, &head(), at(10), action).unwrap();
        more.iter().for_each(|event| team.apply(event));
        events.extend(more);
    }
    assert_eq!(Team::replay(&events), team);
    let stored = serde_json::to_string(&events).unwrap();
    assert_eq!(serde_json::from_str::<Vec<TeamEvent>>(&stored).unwrap(), events);
}
