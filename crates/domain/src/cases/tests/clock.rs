//! The ledger of time: what stops the clock, who is told, and what an announced holiday moves.

use std::sync::Arc;

use afaq_base::Text;
use afaq_base::calendar::{CalendarData, WorkingCalendar};
use afaq_pack::{StopFor, Tell};

use super::given::*;
use crate::cases::*;
use crate::parties::Actor;

fn stop(reason: StopFor) -> Do {
    Do::new(officer(), move |_| Action::StopClock { reason, note: "قضية رقم 7".into() })
}

fn go_on() -> Do {
    Do::new(officer(), |_| Action::StartClock)
}

fn escalate(rung: usize, is_of_task: bool) -> Do {
    Do::new(Actor::Clock, move |case| {
        let task = case.and_then(|case| case.process.tasks.keys().next().copied());
        Action::Escalate { rung, task: task.filter(|_| is_of_task) }
    })
}

fn of_running(given: &[Do]) -> World {
    let mut world = World::of(running());
    for one in given {
        world.play(one).expect("what is given can be done");
    }
    world
}

#[test]
fn a_court_stops_the_clock_by_right_alone() {
    let mut world = of_running(&[submit()]);
    let before = world.case().clone();
    assert_eq!(words(&world.play(&stop(StopFor::Court)).unwrap()), "clock_stopped");
    assert_eq!(world.stage(), "with_officer", "it is not the applicant's turn");
    assert!(world.play(&stop(StopFor::Court)).is_err(), "it stands still already");
    let events = world.play(&go_on().after_days(7)).unwrap();
    assert_eq!(words(&events), "clock_started, rungs_planned");
    let case = world.case();
    let week = jiff::Span::new().days(7);
    assert_eq!(case.promised_on, before.promised_on.checked_add(week).unwrap());
    assert_eq!(case.clock.moved[0].why, MovedBy::Stop(StopFor::Court));
    let (old, new) = (before.due.values().next().unwrap(), case.due.values().next().unwrap());
    assert_eq!(new.due_at, old.due_at + jiff::SignedDuration::from_hours(7 * 24), "the task waited, too");
    assert!(world.play(&go_on()).is_err(), "it runs");
    // A pack that gives no right: nobody can stop it.
    check_code(&[submit()], &stop(StopFor::Court), "not_allowed");
    let applicant = stop(StopFor::Applicant);
    assert_eq!(of_running(&[submit()]).play(&applicant).unwrap_err().code(), "not_allowed");
    assert_eq!(
        of_running(&[submit()]).play(&stop(StopFor::Court).by(physician())).unwrap_err().code(),
        "not_allowed"
    );
}

#[track_caller]
fn check_code(given: &[Do], when: &Do, code: &str) {
    assert_eq!(World::after(given).play(when).unwrap_err().code(), code);
}

#[test]
fn another_body_stops_the_clock_where_the_law_says_so() {
    let mut world = of_running(&[submit()]);
    let events = world.play(&finish("review", Choice::Opinion)).unwrap();
    assert!(words(&events).contains("clock_stopped"), "{}", words(&events));
    assert_eq!(world.case().running_stop().map(|stop| stop.reason), Some(StopFor::OtherBody));
    assert_eq!(world.stage(), "with_other_body");
    let given = finish("opinion", Choice::Favorable).by(physician()).after_days(3);
    let events = world.play(&given).unwrap();
    assert!(words(&events).contains("clock_started"), "{}", words(&events));
    assert_eq!(world.case().stopped_since, None);
    // Where no law says so, the clock runs on.
    let world = World::after(&[submit(), finish("review", Choice::Opinion)]);
    assert_eq!(world.case().stopped_since, None);
}

#[test]
fn each_rung_is_climbed_once() {
    let mut world = of_running(&[submit()]);
    let planned = world.case().clock.planned.clone();
    assert_eq!(planned.len(), 3);
    let jobs = jobs(running(), world.case(), &world.events, 1);
    let rungs = jobs.iter().filter(|one| matches!(one.job, Job::Escalate { .. })).count();
    assert_eq!(rungs, 3);
    assert_eq!(words(&world.play(&escalate(0, true)).unwrap()), "", "too early");
    let half = escalate(0, true).after_minutes(60 * 29);
    assert_eq!(words(&world.play(&half).unwrap()), "escalated");
    assert_eq!(words(&world.play(&escalate(0, true)).unwrap()), "", "once");
    assert_eq!(words(&world.play(&escalate(2, false).after_days(8)).unwrap()), "escalated, told late_letter");
    assert_eq!(world.case().clock.climbed[1].tell, Tell::Role("case_officer".into()));
    let replayed = Case::replay(running(), &world.events);
    assert_eq!(replayed.as_ref(), world.case.as_ref());
}

#[test]
fn no_rung_is_climbed_while_the_clock_stands_still() {
    let mut world = of_running(&[submit(), stop(StopFor::Court)]);
    assert_eq!(words(&world.play(&escalate(1, true).after_days(30)).unwrap()), "");
    world.play(&go_on()).unwrap();
    let last = world.case().clock.planned.iter().map(|one| one.at).max().unwrap();
    assert!(last > world.now, "what is left of the time begins again");
}

/// The same calendar with a holiday more.
fn with_holiday(date: &str) -> WorkingCalendar {
    let mut data = CalendarData::kuwait();
    data.version = format!("{}+1", data.version);
    let announcement = format!(
        r#"{{"from": "{date}", "name": {{"ar": "عطلة معلنة", "en": "An announced holiday"}}, "work": "closed", "source": "x"}}"#
    );
    data.announcements.push(serde_json::from_str(&announcement).expect("an announcement"));
    WorkingCalendar::compile(&data).expect("a calendar").for_body(&running().body)
}

#[test]
fn an_announced_holiday_moves_what_is_still_to_come() {
    let mut world = of_running(&[submit()]);
    let before = world.case().clone();
    let why = Text::new("عطلة معلنة", "An announced holiday");
    let announced = Do::new(Actor::Clock, move |_| Action::MoveDeadlines {
        before: Arc::new(calendar().clone()),
        announced_at: start() + jiff::SignedDuration::from_secs(1),
        why: why.clone(),
    });
    // The second working day of the review, and one of the five of the promise.
    let after = with_holiday("2026-11-24");
    let events = world.play_by(&announced, &after).unwrap();
    assert_eq!(words(&events), "deadlines_moved, rungs_planned, told moved");
    let case = world.case();
    let day = jiff::SignedDuration::from_hours(24);
    assert_eq!(case.due.values().next().unwrap().due_at, before.due.values().next().unwrap().due_at + day);
    // From a Sunday: five working days are Sunday to Thursday of this week, and now the next Sunday.
    assert!(case.promised_on > before.promised_on);
    assert!(matches!(&case.clock.moved[0].why, MovedBy::Calendar(name) if name.en == "An announced holiday"));
    let replayed = Case::replay(running(), &world.events);
    assert_eq!(replayed.as_ref(), world.case.as_ref());
    // The same announcement again, judged by the same calendar, moves nothing.
    let (known, why) = (Arc::new(after.clone()), Text::same("x"));
    let again = Do::new(Actor::Clock, move |_| Action::MoveDeadlines {
        before: known.clone(),
        announced_at: start() + jiff::SignedDuration::from_secs(1),
        why: why.clone(),
    });
    assert_eq!(words(&world.play_by(&again, &after).unwrap()), "");
    // A holiday that nothing depends on moves nothing.
    let mut world = of_running(&[submit()]);
    assert_eq!(words(&world.play_by(&announced, &with_holiday("2027-03-01")).unwrap()), "");
}

#[test]
fn the_ledger_says_what_is_used_up_and_why_the_rest_is_not() {
    let mut world = of_running(&[submit(), stop(StopFor::Court)]);
    world.play(&go_on().after_days(1)).unwrap();
    let now = world.now + jiff::SignedDuration::from_hours(24);
    let ledger = ledger(running(), world.case(), calendar(), now).unwrap();
    let day = ledger.stops[0].1;
    assert!(day > 0, "one day stood still");
    assert_eq!(ledger.promise.used_minutes, day, "and one was used");
    assert!(ledger.promise.is_running);
    let whole = calendar()
        .working_time_between(
            world.case().opened_at,
            calendar().deadline(world.case().opened_at, running().promise.span).unwrap(),
        )
        .unwrap();
    assert_eq!(ledger.promise.whole_minutes, whole, "what stood still makes the budget no larger");
    assert_eq!(ledger.tasks.len(), 1);
    assert!(ledger.tasks[0].used_percent() > ledger.promise.used_percent());
    let fresh = World::after(&[submit()]);
    let ledger = crate::cases::ledger(service(), fresh.case(), calendar(), fresh.now).unwrap();
    assert_eq!((ledger.promise.used_minutes, ledger.stops.len()), (0, 0));
}

fn announce(before: &WorkingCalendar, seconds: i64) -> Do {
    let (before, why) = (Arc::new(before.clone()), Text::same("x"));
    Do::new(Actor::Clock, move |_| Action::MoveDeadlines {
        before: before.clone(),
        announced_at: start() + jiff::SignedDuration::from_secs(seconds),
        why: why.clone(),
    })
}

fn due_ms(world: &World) -> i64 {
    world.case().process.timers.values().next().expect("a timer").due_ms
}

const DAY_MS: i64 = 24 * 3_600_000;

#[test]
fn a_moved_timer_is_left_to_its_later_plan() {
    let mut world = World::of(working_timer());
    world.play(&submit()).unwrap();
    world.play(&ask(&[])).unwrap();
    let (old, armed) = (due_ms(&world), world.events.len());
    let after = with_holiday("2026-11-24");
    world.play_by(&announce(calendar(), 3600), &after).unwrap();
    assert_eq!(due_ms(&world), old + DAY_MS);
    let planned = jobs(working_timer(), world.case(), &world.events[armed..], armed as u64 + 1);
    let planned: Vec<_> = planned
        .into_iter()
        .filter_map(|one| match one.job {
            Job::FireTimer { planned_ms, .. } => planned_ms,
            _ => None,
        })
        .collect();
    assert_eq!(planned, [old + DAY_MS], "its new time has a job of its own");
    let timer = *world.case().process.timers.keys().next().unwrap();
    let fire = |planned_ms| Do::new(Actor::Clock, move |_| Action::FireTimer { timer, planned_ms });
    let until = jiff::SignedDuration::from_millis(old - world.now.as_millisecond());
    world.now += until;
    assert_eq!(world.play_by(&fire(Some(old)), &after).unwrap(), [], "the old job ends quietly");
    assert!(world.play_by(&fire(None), &after).is_err(), "whoever knows of no move is told that it is early");
    assert!(world.play_by(&fire(Some(old + DAY_MS)), &after).is_err(), "a clock that went back: tried again");
    let events = world.play_by(&fire(Some(old + DAY_MS)).after_days(1), &after).unwrap();
    assert!(words(&events).contains("closed expired"), "{}", words(&events));
    assert_eq!(Case::replay(working_timer(), &world.events).as_ref(), world.case.as_ref());
}

/// A timer that was armed by one calendar after the announcement: is it moved by the run that follows?
#[track_caller]
fn check_armed_between(armed_by: &WorkingCalendar, after: &WorkingCalendar, moved_ms: i64) {
    let mut world = World::of(working_timer());
    world.play_by(&submit(), armed_by).unwrap();
    world.play_by(&ask(&[]), armed_by).unwrap();
    let (timer, promised) = (due_ms(&world), world.case().promised_on);
    // It was announced before all of that, and the run comes now.
    world.play_by(&announce(calendar(), -3600), after).unwrap();
    assert_eq!(due_ms(&world), timer + moved_ms);
    assert_eq!(world.case().promised_on > promised, moved_ms > 0, "the promise goes the same way");
    let (timer, promised) = (due_ms(&world), world.case().promised_on);
    world.play_by(&announce(calendar(), -3600), after).unwrap();
    assert_eq!((due_ms(&world), world.case().promised_on), (timer, promised), "once");
}

#[test]
fn a_timer_armed_between_an_announcement_and_its_run_is_right_whoever_armed_it() {
    let after = with_holiday("2026-11-24");
    // By somebody who had not heard of it yet, and by somebody who had.
    check_armed_between(calendar(), &after, DAY_MS);
    check_armed_between(&after, &after, 0);
}
