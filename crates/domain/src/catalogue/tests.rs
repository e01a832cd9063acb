//! Publishing by example: who may do what, in which order.

use afaq_base::{Text, Timestamp};
use afaq_pack::edit::Edit;

use super::*;
use crate::team::Seat;

fn at(day: i8) -> Timestamp {
    format!("2026-11-{day:02}T06:00:00Z").parse().unwrap()
}

fn owner(id: &str) -> Seat {
    Seat { officer: id.into(), units: Vec::new(), is_head: false, is_owner: true }
}

fn draft() -> Action {
    let edits = vec![Edit::Promise { working_days: 3 }];
    Action::Draft(Proposed { base: "b".into(), edits, note: String::new() })
}

fn send(faults: usize) -> Action {
    Action::Send { content: "c".into(), faults }
}

fn approve(content: &str, day: i8) -> Action {
    Action::Approve { label: "2".into(), content: content.into(), effective_from: at(day) }
}

fn back(reason: &str) -> Action {
    Action::Return { reason: reason.into() }
}

/// Plays steps of `maker` and `checker` on the tenth; gives the kinds of events, or the code of the first refusal.
#[track_caller]
fn check(steps: &[(&str, Action)], then: &str) {
    let mut listing = Listing::default();
    let mut seen = Vec::new();
    for (who, action) in steps {
        match decide(&listing, &owner(who), at(10), action.clone()) {
            Ok(events) => {
                for event in &events {
                    seen.push(event.what.kind());
                    listing.apply(event);
                }
            }
            Err(refusal) => seen.push(refusal.code()),
        }
    }
    assert_eq!(seen.join(" "), then);
}

#[test]
fn one_drafts_and_another_approves() {
    let steps = [("maker", draft()), ("maker", send(0)), ("checker", approve("c", 12))];
    check(&steps, "drafted sent published");
    check(
        &[("maker", draft()), ("maker", send(0)), ("maker", approve("c", 12)), ("maker", back("x"))],
        "drafted sent same_officer same_officer",
    );
    check(&[("checker", approve("c", 12))], "wrong_stage");
    check(&[("maker", draft()), ("checker", approve("c", 12))], "drafted wrong_stage");
}

#[test]
fn what_was_sent_is_what_is_approved() {
    let sent = [("maker", draft()), ("maker", send(0))];
    let with = |action| [sent.as_slice(), &[("checker", action)]].concat();
    check(&with(approve("other", 12)), "drafted sent wrong_stage");
    check(&with(approve("c", 9)), "drafted sent wrong_effective_day");
    check(&with(back(" ")), "drafted sent text_length");
    let mut again = with(back("الرسم يحتاج إلى قرار"));
    again.extend([("maker", draft()), ("maker", send(0)), ("checker", approve("c", 10))]);
    check(&again, "drafted sent returned drafted sent published");
}

#[test]
fn faults_and_empty_drafts_go_to_nobody() {
    check(&[("maker", draft()), ("maker", send(2))], "drafted has_faults");
    let empty = Action::Draft(Proposed { base: "b".into(), edits: Vec::new(), note: String::new() });
    check(&[("maker", empty), ("maker", send(0))], "drafted nothing_new");
    check(&[("maker", send(0))], "wrong_stage");
}

#[test]
fn a_draft_is_its_makers() {
    let other = ("checker", draft());
    check(&[("maker", draft()), other.clone()], "drafted not_allowed");
    check(&[("maker", draft()), ("checker", Action::Drop)], "drafted not_allowed");
    check(&[("maker", draft()), ("maker", Action::Drop), other], "drafted dropped drafted");
    check(&[("maker", draft()), ("maker", send(0)), ("maker", draft())], "drafted sent wrong_stage");
    check(&[("maker", draft()), ("maker", send(0)), ("maker", Action::Drop)], "drafted sent dropped");
}

#[test]
fn a_service_is_stopped_opened_and_given_up() {
    let text = || Text::new("صيانة", "Maintenance");
    let stop = ("maker", Action::Suspend { text: text() });
    let retire = ("maker", Action::Retire { text: text(), replaced_by: None });
    check(
        &[stop.clone(), ("checker", Action::Open), ("checker", Action::Open)],
        "suspended opened wrong_stage",
    );
    check(&[retire, stop, ("maker", draft())], "retired wrong_stage wrong_stage");
    let silent = Action::Suspend { text: Text::new(" ", "x") };
    check(&[("maker", silent)], "text_length");
}

#[test]
fn only_owners_change_the_catalogue() {
    let nobody = Seat { is_owner: false, is_head: true, ..owner("x") };
    let refusal = decide(&Listing::default(), &nobody, at(10), draft()).unwrap_err();
    assert_eq!(refusal.code(), "not_allowed");
}

#[test]
fn replay_equals_live() {
    let mut listing = Listing::default();
    let mut events = Vec::new();
    for (who, action) in [("maker", draft()), ("maker", send(0)), ("checker", approve("c", 12))] {
        let more = decide(&listing, &owner(who), at(10), action).unwrap();
        more.iter().for_each(|event| listing.apply(event));
        events.extend(more);
    }
    let stored = serde_json::to_string(&events).unwrap();
    let read: Vec<CatalogueEvent> = serde_json::from_str(&stored).unwrap();
    assert_eq!(Listing::replay(&read), listing);
    assert_eq!(listing.released[0].made_by.as_deref(), Some("maker"));
}
