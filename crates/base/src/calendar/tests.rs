//! Tests of the working calendar against facts, and of its laws.

use super::*;
use crate::span::Span;
use crate::time::DateTime;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    from_local(text.parse::<DateTime>().unwrap())
}

fn kuwait_with(change: impl FnOnce(&mut CalendarData)) -> Result<WorkingCalendar, Vec<CalendarProblem>> {
    let mut data = CalendarData::kuwait();
    change(&mut data);
    WorkingCalendar::compile(&data)
}

#[track_caller]
fn check_days(from: &str, days: i64, expected: &str) {
    assert_eq!(WorkingCalendar::kuwait().add_working_days(date(from), days), Ok(date(expected)));
}

#[track_caller]
fn check_minutes(from: &str, minutes: i64, expected: &str) {
    let calendar = WorkingCalendar::kuwait();
    assert_eq!(calendar.add_working_minutes(at(from), minutes), Ok(at(expected)));
    if minutes != 0 {
        assert_eq!(calendar.working_time_between(at(from), at(expected)), Ok(minutes));
    }
}

#[test]
fn the_next_working_day_after_thursday_is_sunday() {
    check_days("2026-11-19", 1, "2026-11-22");
}

#[test]
fn a_day_of_rest_counts_from_the_next_working_day() {
    check_days("2026-11-20", 1, "2026-11-22");
}

#[test]
fn zero_days_from_a_working_day_is_the_day() {
    check_days("2026-11-22", 0, "2026-11-22");
}

#[test]
fn zero_days_from_a_friday_is_sunday() {
    check_days("2026-11-20", 0, "2026-11-22");
}

#[test]
fn national_holidays_do_not_count() {
    check_days("2026-02-24", 1, "2026-03-01");
}

#[test]
fn eid_al_adha_does_not_count() {
    check_days("2026-05-25", 1, "2026-05-31");
}

#[test]
fn days_before_are_counted_back() {
    check_days("2026-11-22", -1, "2026-11-19");
}

#[test]
fn days_before_a_day_of_rest_are_counted_back() {
    check_days("2026-11-21", -1, "2026-11-19");
}

#[test]
fn beyond_the_table_the_yearly_rules_hold() {
    check_days("2031-02-24", 1, "2031-02-27");
}

#[test]
fn work_goes_on_the_next_morning() {
    check_minutes("2026-11-22T13:30", 60, "2026-11-23T08:00");
}

#[test]
fn work_ends_with_the_day_and_not_with_the_next_morning() {
    check_minutes("2026-11-22T13:30", 30, "2026-11-22T14:00");
}

#[test]
fn what_comes_in_the_evening_counts_from_the_morning() {
    check_minutes("2026-11-22T20:00", 1, "2026-11-23T07:31");
}

#[test]
fn ramadan_hours_are_shorter() {
    // 18 February 2026 is 1 Ramadan 1447.
    check_minutes("2026-02-18T09:00", 300, "2026-02-19T11:00");
}

#[test]
fn working_minutes_go_back_too() {
    check_minutes("2026-11-23T08:00", -60, "2026-11-22T13:30");
}

#[test]
fn zero_minutes_on_a_weekend_is_sunday_morning() {
    check_minutes("2026-11-20T11:00", 0, "2026-11-22T07:30");
}

#[test]
fn five_calendar_days_are_not_five_working_days() {
    let calendar = WorkingCalendar::kuwait();
    let deadline = |span: &str| calendar.deadline(at("2026-11-22T09:00"), Span::parse(span).unwrap());
    assert_eq!(deadline("P5D"), Ok(at("2026-11-27T09:00")));
    assert_eq!(deadline("5 working days"), Ok(at("2026-11-29T14:00")));
    assert_eq!(deadline("8 working hours"), Ok(at("2026-11-23T10:30")));
}

#[test]
fn the_table_of_holidays_is_whole_and_the_rules_agree_with_it() {
    let from_table = CalendarData::kuwait();
    assert_eq!(from_table.holidays.len(), 104, "rows of the table");
    let by_rules = kuwait_with(|data| {
        data.holidays.clear();
        data.holidays_cover = None;
    })
    .unwrap();
    let mut day = date("2023-01-01");
    while day <= date("2030-12-31") {
        let (table, rules) = (WorkingCalendar::kuwait().day(day).unwrap(), by_rules.day(day).unwrap());
        assert_eq!(table.hours, rules.hours, "{day}");
        assert_eq!(table.name.is_some(), rules.name.is_some(), "{day}");
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn the_table_is_the_shared_one() {
    let Some(shared) = crate::tests::shared::read("data/kuwait/kuwait_public_holidays_2023_2030.csv") else {
        return;
    };
    let rows = shared.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned());
    let ours = CalendarData::kuwait().holidays.into_iter().map(|holiday| holiday.date.to_string());
    assert!(rows.eq(ours));
}

#[test]
fn an_estimated_holiday_says_so() {
    let eid = WorkingCalendar::kuwait().day(date("2026-03-20")).unwrap();
    assert!(eid.is_estimated);
    assert_eq!(eid.name.unwrap(), Text::new("عيد الفطر", "Eid al-Fitr"));
    assert!(!WorkingCalendar::kuwait().day(date("2026-02-25")).unwrap().is_estimated);
}

fn announcement(from: &str, until: &str, work: Work) -> Announcement {
    Announcement {
        from: date(from),
        until: Some(date(until)),
        name: Text::new("إعلان", "announcement"),
        work,
        source: "test".to_owned(),
    }
}

#[test]
fn an_announcement_moves_a_holiday() {
    let calendar = kuwait_with(|data| {
        data.announcements = vec![
            announcement("2026-06-16", "2026-06-16", Work::AsUsual),
            announcement("2026-06-17", "2026-06-17", Work::Closed),
        ];
    })
    .unwrap();
    assert_eq!(calendar.is_working_day(date("2026-06-16")), Ok(true));
    assert_eq!(calendar.is_working_day(date("2026-06-17")), Ok(false));
    assert_eq!(WorkingCalendar::kuwait().is_working_day(date("2026-06-16")), Ok(false));
}

#[test]
fn a_body_may_work_when_others_rest() {
    let all_day = vec![Hours { from: ClockTime::new(0, 0).unwrap(), until: ClockTime::new(24, 0).unwrap() }];
    let body = BodyCode::parse("MOI").unwrap();
    let calendar = kuwait_with(|data| {
        let week = Week { friday: all_day.clone(), sunday: all_day, ..Week::default() };
        let own = BodyOverride { week: Some(week), works_on_holidays: true, ..BodyOverride::default() };
        data.bodies.insert(body.clone(), own);
    })
    .unwrap();
    let friday = date("2027-01-01");
    assert_eq!(calendar.is_working_day(friday), Ok(false));
    let own = calendar.for_body(&body);
    assert_eq!(own.is_working_day(friday), Ok(true));
    assert_eq!(own.deadline(at("2027-01-01T10:00"), Span::WorkingDays(0)), Ok(at("2027-01-02T00:00")));
    let other = calendar.for_body(&BodyCode::parse("MOH").unwrap());
    assert_eq!(other.is_working_day(friday), Ok(false));
    assert_eq!(own.version_id(), "kw@2026.1");
}

#[test]
fn who_works_on_holidays_is_closed_only_by_its_own_announcement() {
    let body = BodyCode::parse("MOH").unwrap();
    let calendar = kuwait_with(|data| {
        data.announcements = vec![announcement("2026-11-24", "2026-11-24", Work::Closed)];
        let own = BodyOverride {
            works_on_holidays: true,
            announcements: vec![announcement("2026-11-25", "2026-11-25", Work::Closed)],
            ..BodyOverride::default()
        };
        data.bodies.insert(body.clone(), own);
    })
    .unwrap();
    let works = |calendar: &WorkingCalendar, day: &str| calendar.is_working_day(date(day)).unwrap();
    let own = calendar.for_body(&body);
    assert_eq!((works(&calendar, "2026-11-24"), works(&own, "2026-11-24")), (false, true));
    assert_eq!((works(&calendar, "2026-11-25"), works(&own, "2026-11-25")), (true, false));
}

#[test]
fn an_announced_ramadan_overrides_the_table() {
    let calendar = kuwait_with(|data| {
        let announced =
            RamadanDates { hijri_year: 1447, from: date("2026-02-19"), until: date("2026-03-19") };
        data.ramadan.as_mut().unwrap().announced.push(announced);
    })
    .unwrap();
    let minutes = |day: &str| {
        calendar.working_time_between(at(&format!("{day}T00:00")), at(&format!("{day}T23:59"))).unwrap()
    };
    assert_eq!((minutes("2026-02-18"), minutes("2026-02-19")), (390, 240));
}

#[test]
fn all_problems_of_the_data_are_found_with_their_places() {
    let hours = |from: &str, until: &str| Hours {
        from: ClockTime::parse(from).unwrap(),
        until: ClockTime::parse(until).unwrap(),
    };
    let problems = kuwait_with(|data| {
        data.week.monday = vec![hours("14:00", "07:30")];
        data.week.tuesday = vec![hours("08:00", "12:00"), hours("11:00", "13:00")];
        data.rules[0].gregorian = None;
        data.announcements = vec![
            announcement("2026-06-17", "2026-06-16", Work::Closed),
            announcement("2026-06-17", "2029-06-16", Work::Closed),
            announcement("2096-06-17", "2096-06-18", Work::Closed),
        ];
        data.holidays[0].date = date("1990-01-01");
        data.holidays_cover = Some(Years { from: 2030, until: 2023 });
    })
    .unwrap_err();
    let places: Vec<&str> = problems.iter().map(|problem| problem.place.as_str()).collect();
    assert_eq!(
        places,
        [
            "week.monday",
            "week.tuesday",
            "rules[0]",
            "holidays_cover",
            "holidays[0]",
            "announcements[0]",
            "announcements[1]",
            "announcements[2]",
        ]
    );
}

#[test]
fn a_week_without_work_is_refused() {
    assert!(kuwait_with(|data| data.week = Week::default()).is_err());
}

#[test]
fn outside_its_years_the_calendar_says_so() {
    let calendar = WorkingCalendar::kuwait();
    assert_eq!(calendar.is_working_day(date("1999-12-31")), Err(OutOfRange));
    assert_eq!(calendar.add_working_days(date("2026-11-22"), i64::MAX), Err(OutOfRange));
    assert_eq!(calendar.add_working_days(date("2026-11-22"), i64::MIN), Err(OutOfRange));
    assert_eq!(calendar.add_working_minutes(at("2026-11-22T09:00"), i64::MAX), Err(OutOfRange));
    assert_eq!(calendar.add_working_minutes(at("2026-11-22T09:00"), i64::MIN), Err(OutOfRange));
    assert_eq!(calendar.add_working_days(date("2069-12-31"), 1), Err(OutOfRange));
    assert_eq!(calendar.add_working_days(date("-009999-01-01"), 1), Err(OutOfRange));
}

#[test]
fn days_agree_with_counting_one_by_one() {
    let calendar = WorkingCalendar::kuwait();
    let start = date("2025-12-20");
    let mut day = start;
    let mut counted = 0;
    for _ in 0..500 {
        day = day.tomorrow().unwrap();
        if calendar.is_working_day(day).unwrap() {
            counted += 1;
            assert_eq!(calendar.add_working_days(start, counted), Ok(day));
        }
        assert_eq!(calendar.working_days_between(start, day), Ok(counted));
        assert_eq!(calendar.working_days_between(day, start), Ok(-counted));
    }
}

#[test]
fn adding_and_measuring_working_time_agree() {
    let calendar = WorkingCalendar::kuwait();
    let mut from = at("2026-01-01T00:00");
    for step in 0..400_i64 {
        from = from.checked_add(jiff::SignedDuration::from_secs(49_711)).unwrap();
        let minutes = step * 37 + 1;
        let end = calendar.add_working_minutes(from, minutes).unwrap();
        assert_eq!(calendar.working_time_between(from, end), Ok(minutes), "{from} + {minutes}");
        let back = calendar.add_working_minutes(end, -minutes).unwrap();
        assert_eq!(calendar.working_seconds_between(back, from), Ok(0), "{end} - {minutes}");
    }
}

#[test]
fn the_written_form_survives_writing_and_reading() {
    let data = CalendarData::kuwait();
    let written = serde_json::to_string(&data).unwrap();
    assert_eq!(serde_json::from_str::<CalendarData>(&written).unwrap(), data);
    assert!(serde_json::from_str::<CalendarData>(&written.replace("\"week\"", "\"weak\"")).is_err());
}
