//! Checks the written form of a calendar and compiles it into an index.

use std::collections::BTreeMap;

use super::CalendarProblem;
use super::data::{
    Announcement, BodyOverride, CalendarData, Hours, Ramadan, Week, Work, YearlyHoliday, Years,
};
use super::index::{Index, Remark, Schedule};
use crate::hijri::{HijriDate, epoch_day};
use crate::lang::Text;
use crate::limits::{
    CALENDAR_ENTRIES_MAX, CALENDAR_ENTRY_DAYS_MAX, CALENDAR_YEAR_MAX, CALENDAR_YEAR_MIN, DAY_INTERVALS_MAX,
};
use crate::time::{Date, Weekday};

impl Index {
    /// Builds the index for all bodies (`None`) or for one.
    pub(super) fn build(
        data: &CalendarData,
        body: Option<(&str, &BodyOverride)>,
    ) -> Result<Self, Vec<CalendarProblem>> {
        let mut problems = Problems { list: vec![], place: body.map(|(code, _)| format!("bodies.{code}.")) };
        let own = body.map(|(_, own)| own);
        let mut builder = Builder::new();
        let week = own.and_then(|own| own.week.as_ref()).unwrap_or(&data.week);
        builder.week(week, &mut problems);
        if let Some(ramadan) = own.and_then(|own| own.ramadan.as_ref()).or(data.ramadan.as_ref()) {
            builder.ramadan(ramadan, week, &mut problems);
        }
        builder.remember_usual();
        let works_on_holidays = own.is_some_and(|own| own.works_on_holidays);
        if !works_on_holidays {
            builder.holidays(data, &mut problems);
        }
        builder.announcements(&data.announcements, works_on_holidays, &mut problems);
        if let Some(own) = own {
            builder.announcements(&own.announcements, false, &mut problems);
        }
        if problems.list.is_empty() { Ok(builder.finish()) } else { Err(problems.list) }
    }
}

struct Problems {
    list: Vec<CalendarProblem>,
    place: Option<String>,
}

impl Problems {
    fn add(&mut self, place: impl std::fmt::Display, text: Text) {
        let place = format!("{}{place}", self.place.as_deref().unwrap_or_default());
        self.list.push(CalendarProblem { place, text });
    }
}

struct Builder {
    first_day: i32,
    schedules: Vec<Schedule>,
    hours: Vec<Vec<Hours>>,
    known: BTreeMap<Schedule, u16>,
    of_day: Vec<u16>,
    usual: Vec<u16>,
    remarks: BTreeMap<i32, Remark>,
}

/// The schedule of days on which nobody works.
const REST: u16 = 0;

impl Builder {
    fn new() -> Self {
        let first_day = epoch_day(jiff::civil::date(CALENDAR_YEAR_MIN, 1, 1));
        let end = epoch_day(jiff::civil::date(CALENDAR_YEAR_MAX + 1, 1, 1));
        let days = usize::try_from(end - first_day).unwrap_or_default();
        Self {
            first_day,
            schedules: vec![Schedule::default()],
            hours: vec![vec![]],
            known: BTreeMap::from([(Schedule::default(), REST)]),
            of_day: vec![REST; days],
            usual: vec![],
            remarks: BTreeMap::new(),
        }
    }

    fn schedule(&mut self, hours: &[Hours], place: &str, problems: &mut Problems) -> u16 {
        if hours.len() > DAY_INTERVALS_MAX {
            problems.add(
                place,
                Text::new(
                    format!("أكثر من {DAY_INTERVALS_MAX} فترات في اليوم الواحد"),
                    format!("more than {DAY_INTERVALS_MAX} intervals in one day"),
                ),
            );
            return REST;
        }
        let mut sorted = hours.to_vec();
        sorted.sort_unstable();
        for one in &sorted {
            if one.from >= one.until {
                problems.add(
                    place,
                    Text::new(
                        format!("الفترة من `{}` إلى `{}` تنتهي قبل أن تبدأ", one.from, one.until),
                        format!("the interval from `{}` to `{}` ends before it begins", one.from, one.until),
                    ),
                );
                return REST;
            }
        }
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0].until > pair[1].from) {
            problems.add(
                place,
                Text::new(
                    format!("فترتان متداخلتان عند `{}`", pair[1].from),
                    format!("two intervals overlap at `{}`", pair[1].from),
                ),
            );
            return REST;
        }
        let seconds = |one: &Hours| (u32::from(one.from.minutes()) * 60, u32::from(one.until.minutes()) * 60);
        let schedule = Schedule { intervals: sorted.iter().map(seconds).collect() };
        if let Some(&known) = self.known.get(&schedule) {
            return known;
        }
        let Ok(number) = u16::try_from(self.schedules.len()) else {
            return REST;
        };
        self.known.insert(schedule.clone(), number);
        self.schedules.push(schedule);
        self.hours.push(sorted);
        number
    }

    fn week(&mut self, week: &Week, problems: &mut Problems) {
        let days = [
            ("week.sunday", Weekday::Sunday),
            ("week.monday", Weekday::Monday),
            ("week.tuesday", Weekday::Tuesday),
            ("week.wednesday", Weekday::Wednesday),
            ("week.thursday", Weekday::Thursday),
            ("week.friday", Weekday::Friday),
            ("week.saturday", Weekday::Saturday),
        ];
        let numbers = days.map(|(place, day)| self.schedule(week.get(day), place, problems));
        if numbers.iter().all(|&number| number == REST) {
            problems.add("week", Text::new("لا يوم عمل في الأسبوع", "the week has no working day"));
        }
        // 1 January 1970 was a Thursday, the fifth of a week that begins on Sunday.
        let offset = (self.first_day + 4).rem_euclid(7) as usize;
        for (at, of_day) in self.of_day.iter_mut().enumerate() {
            *of_day = numbers[(at + offset) % 7];
        }
    }

    fn ramadan(&mut self, ramadan: &Ramadan, week: &Week, problems: &mut Problems) {
        let number = self.schedule(&ramadan.hours, "ramadan.hours", problems);
        if week == &Week::default() || too_many("ramadan.announced", ramadan.announced.len(), problems) {
            return;
        }
        let hijri_year =
            |year: i16| HijriDate::from_gregorian(jiff::civil::date(year, 1, 1)).map(HijriDate::year);
        let (Some(first), Some(last)) = (hijri_year(CALENDAR_YEAR_MIN), hijri_year(CALENDAR_YEAR_MAX + 1))
        else {
            return;
        };
        let mut ranges: BTreeMap<i16, (i32, i32)> = (first..=last)
            .filter_map(|year| {
                let begin = HijriDate::new(year, 9, 1).ok()?.to_gregorian();
                let next = HijriDate::new(year, 10, 1).ok()?.to_gregorian();
                Some((year, (epoch_day(begin), epoch_day(next) - 1)))
            })
            .collect();
        for (at, dates) in ramadan.announced.iter().enumerate() {
            let place = format!("ramadan.announced[{at}]");
            if let Some(range) = range(dates.from, dates.until, &place, problems) {
                ranges.insert(dates.hijri_year, range);
            }
        }
        for (from, until) in ranges.into_values() {
            self.set(from, until, |of_day| if of_day == REST { REST } else { number });
        }
    }

    fn remember_usual(&mut self) {
        self.usual.clone_from(&self.of_day);
    }

    fn holidays(&mut self, data: &CalendarData, problems: &mut Problems) {
        if too_many("holidays", data.holidays.len(), problems)
            || too_many("rules", data.rules.len(), problems)
        {
            return;
        }
        let covers = |date: Date| {
            data.holidays_cover.is_some_and(|years| (years.from..=years.until).contains(&date.year()))
        };
        for (at, rule) in data.rules.iter().enumerate() {
            let dates = rule_dates(rule);
            if dates.is_empty() {
                problems.add(
                    format_args!("rules[{at}]"),
                    Text::new(
                        "لكل عطلة سنوية يوم واحد: gregorian أو hijri",
                        "a yearly holiday has one day that exists: either `gregorian` or `hijri`",
                    ),
                );
            }
            for date in dates.into_iter().filter(|&date| !covers(date)) {
                self.close(epoch_day(date), &rule.name, rule.hijri.is_some());
            }
        }
        if let Some(years) = data.holidays_cover.filter(|years| years.from > years.until) {
            let Years { from, until } = years;
            problems.add(
                "holidays_cover",
                Text::new(
                    format!("تنتهي السنوات في {until} قبل أن تبدأ في {from}"),
                    format!("the years end in {until}, before they begin in {from}"),
                ),
            );
        }
        for (at, holiday) in data.holidays.iter().enumerate() {
            if !is_inside(holiday.date) {
                problems.add(format_args!("holidays[{at}]"), outside(holiday.date));
            }
            self.close(epoch_day(holiday.date), &holiday.name, holiday.estimated);
        }
    }

    fn close(&mut self, day: i32, name: &Text, is_estimated: bool) {
        self.set(day, day, |_| REST);
        self.remarks.insert(day, Remark { name: name.clone(), is_estimated });
    }

    /// Who works on holidays is not closed by an announced one either, unless it is for that body alone.
    fn announcements(
        &mut self,
        announcements: &[Announcement],
        works_on_holidays: bool,
        problems: &mut Problems,
    ) {
        if too_many("announcements", announcements.len(), problems) {
            return;
        }
        for (at, one) in announcements.iter().enumerate() {
            let place = format!("announcements[{at}]");
            let Some((from, until)) = range(one.from, one.until.unwrap_or(one.from), &place, problems) else {
                continue;
            };
            match &one.work {
                Work::Closed if works_on_holidays => continue,
                Work::Closed => self.set(from, until, |_| REST),
                Work::AsUsual => self.set_usual(from, until),
                Work::Open(hours) => {
                    let number = self.schedule(hours, &place, problems);
                    self.set(from, until, |_| number);
                }
            }
            for day in from..=until {
                self.remarks.insert(day, Remark { name: one.name.clone(), is_estimated: false });
            }
        }
    }

    fn set(&mut self, from: i32, until: i32, change: impl Fn(u16) -> u16) {
        for day in from..=until {
            if let Some(of_day) = place(self.first_day, day).and_then(|at| self.of_day.get_mut(at)) {
                *of_day = change(*of_day);
            }
        }
    }

    fn set_usual(&mut self, from: i32, until: i32) {
        for day in from..=until {
            let at = place(self.first_day, day);
            if let Some((of_day, usual)) = at.and_then(|at| self.of_day.get_mut(at).zip(self.usual.get(at))) {
                *of_day = *usual;
            }
        }
    }

    fn finish(self) -> Index {
        let totals: Vec<u32> = self.schedules.iter().map(Schedule::total).collect();
        let mut days_before = Vec::with_capacity(self.of_day.len() + 1);
        let mut seconds_before = Vec::with_capacity(self.of_day.len() + 1);
        let (mut days, mut seconds) = (0, 0);
        for &number in &self.of_day {
            days_before.push(days);
            seconds_before.push(seconds);
            days += u32::from(number != REST);
            seconds += i64::from(totals[usize::from(number)]);
        }
        days_before.push(days);
        seconds_before.push(seconds);
        Index {
            first_day: self.first_day,
            schedules: self.schedules,
            of_day: self.of_day,
            days_before,
            seconds_before,
            remarks: self.remarks,
            hours: self.hours,
        }
    }
}

fn is_inside(date: Date) -> bool {
    (CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX).contains(&date.year())
}

fn outside(date: Date) -> Text {
    Text::new(
        format!("التاريخ `{date}` خارج السنوات من {CALENDAR_YEAR_MIN} إلى {CALENDAR_YEAR_MAX}"),
        format!("`{date}` is outside the years {CALENDAR_YEAR_MIN} to {CALENDAR_YEAR_MAX}"),
    )
}

fn place(first_day: i32, day: i32) -> Option<usize> {
    usize::try_from(day.checked_sub(first_day)?).ok()
}

fn too_many(place: &str, count: usize, problems: &mut Problems) -> bool {
    if count > CALENDAR_ENTRIES_MAX {
        problems.add(
            place,
            Text::new(
                format!("أكثر من {CALENDAR_ENTRIES_MAX} بنداً"),
                format!("more than {CALENDAR_ENTRIES_MAX} entries"),
            ),
        );
    }
    count > CALENDAR_ENTRIES_MAX
}

fn range(from: Date, until: Date, place: &str, problems: &mut Problems) -> Option<(i32, i32)> {
    let (first, last) = (epoch_day(from), epoch_day(until));
    if let Some(date) = [from, until].into_iter().find(|&date| !is_inside(date)) {
        problems.add(place, outside(date));
        return None;
    }
    if first > last {
        problems.add(
            place,
            Text::new(
                format!("تنتهي في `{until}` قبل أن تبدأ في `{from}`"),
                format!("it ends on `{until}`, before it begins on `{from}`"),
            ),
        );
        return None;
    }
    if i64::from(last) - i64::from(first) >= CALENDAR_ENTRY_DAYS_MAX {
        problems.add(
            place,
            Text::new(
                format!("أطول من {CALENDAR_ENTRY_DAYS_MAX} يوماً"),
                format!("it is longer than {CALENDAR_ENTRY_DAYS_MAX} days"),
            ),
        );
        return None;
    }
    Some((first, last))
}

/// The days of a yearly holiday in all years of the calendar; none if it is not written rightly.
fn rule_dates(rule: &YearlyHoliday) -> Vec<Date> {
    let firsts: Vec<Date> = match (rule.gregorian, rule.hijri) {
        (Some(day), None) => (CALENDAR_YEAR_MIN..=CALENDAR_YEAR_MAX)
            .filter_map(|year| Date::new(year, day.month, day.day).ok())
            .collect(),
        (None, Some(day)) => (crate::hijri::YEAR_MIN..=crate::hijri::YEAR_MAX)
            .filter_map(|year| HijriDate::new(year, day.month, day.day).ok())
            .map(HijriDate::to_gregorian)
            .collect(),
        (None, None) | (Some(_), Some(_)) => vec![],
    };
    let following = |first: Date| {
        (0..i64::from(rule.days)).filter_map(move |at| first.checked_add(jiff::Span::new().days(at)).ok())
    };
    firsts.into_iter().flat_map(following).collect()
}
