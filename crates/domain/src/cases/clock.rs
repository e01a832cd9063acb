//! The clock of a case: what lets it stand still, who is told when time runs out, and how an announced
//! holiday moves what is due.

use std::collections::BTreeMap;

use afaq_base::calendar::{OutOfRange, WorkingCalendar};
use afaq_base::time::local_date;
use afaq_base::{Date, Span, Text, Timestamp};
use afaq_bpmn::{Input, NodeKind, Trigger as Catches};
use afaq_pack::{Rung, RungAt, RungOf, StopFor, Tell, Trigger, WaitFor};
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::state::Case;
use super::work::Work;
use crate::parties::Actor;
use crate::{Refusal, limits};

/// What is known of a case's clock beside the deadlines themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClockState {
    /// When and for whom the clock stood still, the last one perhaps still.
    pub stops: Vec<Stop>,
    /// The rungs that will be reached if nothing happens.
    pub planned: Vec<PlannedRung>,
    /// The rungs that were reached: of open tasks, and of the whole case.
    pub climbed: Vec<Climbed>,
    /// How the promised date has moved.
    pub moved: Vec<PromiseMoved>,
    /// Since when each timer of the process runs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub timers: BTreeMap<u64, Timestamp>,
}

impl ClockState {
    /// Remembers since when the running timers run.
    pub(super) fn keep_timers(&mut self, process: &afaq_bpmn::Instance, at: Timestamp) {
        if self.timers.is_empty() && process.timers.is_empty() {
            return;
        }
        self.timers.retain(|timer, _| process.timers.contains_key(timer));
        for timer in process.timers.keys() {
            self.timers.entry(*timer).or_insert(at);
        }
    }
}

/// A time for which the clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// For whom.
    pub reason: StopFor,
    /// Whether an officer stopped it: then an officer lets it go on.
    pub is_by_officer: bool,
    /// The officer's words.
    pub note: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// A rung that will be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRung {
    /// Which of the pack's rungs.
    pub rung: usize,
    /// Of which task; of the whole case where this is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<u64>,
    /// When.
    pub at: Timestamp,
}

/// A rung that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Climbed {
    /// Which of the pack's rungs.
    pub rung: usize,
    /// Of which task.
    pub task: Option<u64>,
    /// Who was told.
    pub tell: Tell,
    /// When.
    pub at: Timestamp,
}

/// The promised date has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseMoved {
    /// When it was moved.
    pub at: Timestamp,
    /// The date promised before.
    pub from: Date,
    /// The date promised since.
    pub to: Date,
    /// Why.
    pub why: MovedBy,
}

/// Why a promised date moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedBy {
    /// The clock stood still.
    Stop(StopFor),
    /// The calendar was announced anew.
    Calendar(Text),
}

impl Case {
    /// For whom the clock stands still now.
    pub fn running_stop(&self) -> Option<&Stop> {
        self.stopped_since?;
        self.clock.stops.last().filter(|stop| stop.until.is_none())
    }

    /// Whether it is the applicant's turn: the clock stands still for an answer.
    pub fn waits_for_applicant(&self) -> bool {
        // Cases whose clock was stopped before the ledger was kept waited for the applicant.
        self.stopped_since.is_some()
            && self.running_stop().is_none_or(|stop| stop.reason == StopFor::Applicant)
    }

    /// Ends the running stop.
    pub(super) fn end_stop(&mut self, at: Timestamp) {
        if let Some(stop) = self.clock.stops.last_mut().filter(|stop| stop.until.is_none()) {
            stop.until = Some(at);
        }
    }
}

fn fault(error: OutOfRange) -> Refusal {
    Refusal::Process { reason: error.to_string() }
}

/// Working minutes for which the clock stood still between a beginning and now.
pub(super) fn stopped_minutes(
    stops: &[Stop],
    calendar: &WorkingCalendar,
    since: Timestamp,
    now: Timestamp,
) -> Result<i64, OutOfRange> {
    let mut minutes = 0;
    for stop in stops {
        let (from, until) = (stop.since.max(since), stop.until.unwrap_or(now).min(now));
        if from < until {
            minutes += calendar.working_time_between(from, until)?;
        }
    }
    Ok(minutes)
}

/// The moment until which the promise runs: the target, and the time for which the clock stood still.
pub(super) fn promise_until(
    span: Span,
    case: &Case,
    calendar: &WorkingCalendar,
    now: Timestamp,
) -> Result<Timestamp, OutOfRange> {
    let until = calendar.deadline(case.opened_at, span)?;
    match stopped_minutes(&case.clock.stops, calendar, case.opened_at, now)? {
        0 => Ok(until),
        minutes => calendar.add_working_minutes(until, minutes),
    }
}

impl Work<'_> {
    /// Lets the clock stand still exactly as long as there is a reason that the pack allows.
    pub fn settle_clock(&mut self) -> Result<(), Refusal> {
        let wanted = self.wanted_stop();
        let running = match self.case.running_stop() {
            Some(stop) => Some(stop.reason),
            None => self.case.stopped_since.map(|_| StopFor::Applicant),
        };
        if running == wanted {
            return Ok(());
        }
        self.start_clock()?;
        if let Some(reason) = wanted {
            self.stop_clock(reason, "");
        }
        Ok(())
    }

    /// The clock stops.
    pub fn stop_clock(&mut self, reason: StopFor, note: &str) {
        if self.case.stopped_since.is_none() {
            self.emit_by(
                Actor::Rules,
                Event::ClockStopped { reason: reason.word().into(), note: note.to_string() },
            );
        }
    }

    fn wanted_stop(&self) -> Option<StopFor> {
        let by_officer = self.case.running_stop().filter(|stop| stop.is_by_officer);
        if let Some(stop) = by_officer {
            return Some(stop.reason);
        }
        if self.waiting_message().is_some() && !self.is_answered {
            return Some(StopFor::Applicant);
        }
        let is_allowed = self.env.service.clock.law_of(StopFor::OtherBody).is_some();
        (is_allowed && self.waits_for_other_body()).then_some(StopFor::OtherBody)
    }

    /// Whether nobody of the own body can do anything: another one must give its opinion or send its message.
    fn waits_for_other_body(&self) -> bool {
        let service = self.env.service;
        let mut is_other = false;
        for (_, element) in self.case.open_tasks() {
            match service.tasks.get(element) {
                Some(spec) if spec.body.as_str() != self.case.body => is_other = true,
                Some(_) | None => return false,
            }
        }
        let waits = |element: &str| {
            service.message_waits.get(element).is_some_and(|wait| wait.from == WaitFor::Other)
        };
        let mut messages = self.case.process.subscriptions.values();
        is_other || (self.case.process.jobs.is_empty() && messages.any(|open| waits(&open.element)))
    }

    /// The clock goes on: the promise, the open tasks and the legal time get as much longer.
    pub fn start_clock(&mut self) -> Result<(), Refusal> {
        let Some(since) = self.case.stopped_since else { return Ok(()) };
        let (calendar, now) = (self.env.calendar, self.now());
        let stopped_minutes = calendar.working_time_between(since, now).map_err(fault)?;
        let stopped_days =
            calendar.working_days_between(local_date(since), local_date(now)).map_err(fault)?;
        let promised_on = calendar.add_working_days(self.case.promised_on, stopped_days).map_err(fault)?;
        let mut due = BTreeMap::new();
        for (task, known) in &self.case.due {
            let from = known.opened_at.max(since);
            let minutes = calendar.working_time_between(from, now).map_err(fault)?;
            if minutes > 0 {
                due.insert(*task, calendar.add_working_minutes(known.due_at, minutes).map_err(fault)?);
            }
        }
        self.emit_by(Actor::Rules, Event::ClockStarted { promised_on, stopped_minutes, due });
        self.extend_legal_time(since)?;
        self.plan_rungs()
    }

    /// Plans every rung that was not reached yet and whose time is not the planned one.
    pub fn plan_rungs(&mut self) -> Result<(), Refusal> {
        let service = self.env.service;
        if service.clock.rungs.is_empty() || self.case.closed.is_some() {
            return Ok(());
        }
        let (now, calendar) = (self.now(), self.env.calendar);
        let mut rungs = Vec::new();
        for (number, rung) in service.clock.rungs.iter().enumerate() {
            let budgets: Vec<(Option<u64>, Timestamp, Timestamp)> = match rung.of {
                RungOf::Service => {
                    let until =
                        promise_until(service.promise.span, &self.case, calendar, now).map_err(fault)?;
                    vec![(None, self.case.opened_at, until)]
                }
                RungOf::Task => {
                    self.case.due.iter().map(|(task, due)| (Some(*task), due.opened_at, due.due_at)).collect()
                }
            };
            for (task, from, until) in budgets {
                let is_climbed =
                    self.case.clock.climbed.iter().any(|one| one.rung == number && one.task == task);
                if is_climbed {
                    continue;
                }
                let at = self.rung_time(rung, from, until).map_err(fault)?;
                let planned = PlannedRung { rung: number, task, at };
                if !self.case.clock.planned.contains(&planned) {
                    rungs.push(planned);
                }
            }
        }
        if !rungs.is_empty() {
            self.emit_by(Actor::Rules, Event::RungsPlanned { rungs });
        }
        Ok(())
    }

    /// When a rung is reached, the time not counted for which the clock stood still.
    fn rung_time(&self, rung: &Rung, from: Timestamp, until: Timestamp) -> Result<Timestamp, OutOfRange> {
        let calendar = self.env.calendar;
        let stopped = stopped_minutes(&self.case.clock.stops, calendar, from, self.now())?;
        match rung.at {
            RungAt::Percent(100) => Ok(until),
            RungAt::Percent(percent) => {
                let whole = calendar.working_time_between(from, until)? - stopped;
                let minutes = whole.max(0).saturating_mul(i64::from(percent)) / 100;
                calendar.add_working_minutes(from, minutes + stopped)
            }
            RungAt::After(span) => {
                let at = calendar.deadline(from, span)?;
                if stopped == 0 { Ok(at) } else { calendar.add_working_minutes(at, stopped) }
            }
        }
    }
}

/// The clock says that a rung may be reached. Where it is not, or the case has moved on, nothing happens.
pub(super) fn escalate(work: &mut Work<'_>, rung: usize, task: Option<u64>) {
    let case = &work.case;
    let is_reached = case
        .clock
        .planned
        .iter()
        .any(|planned| planned.rung == rung && planned.task == task && planned.at <= work.command.at);
    // Where the clock stands still, the rung is planned anew when it goes on.
    if !is_reached || case.closed.is_some() || case.stopped_since.is_some() {
        return;
    }
    let Some(found) = work.env.service.clock.rungs.get(rung) else { return };
    let element = task.and_then(|task| case.open_tasks().find(|(open, _)| *open == task));
    let element = element.map(|(_, element)| element.to_string());
    if task.is_some() && element.is_none() {
        return;
    }
    let is_late =
        found.of == RungOf::Service && matches!(found.at, RungAt::Percent(percent) if percent >= 100);
    work.emit_by(Actor::Clock, Event::Escalated { rung, task, element, tell: found.tell.clone() });
    if is_late {
        work.tell(Trigger::Late);
    }
}

/// An officer lets the clock stand still, by a right that the pack gives.
pub(super) fn stop(work: &mut Work<'_>, reason: StopFor, note: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    work.must_be_open()?;
    Work::check_text(note, true)?;
    // For the applicant's turn there is a question.
    if reason == StopFor::Applicant || work.env.service.clock.law_of(reason).is_none() {
        return Err(Refusal::NotAllowed);
    }
    if work.case.stopped_since.is_some() || work.case.prepared.is_some() {
        return Err(work.wrong_stage());
    }
    if work.case.clock.stops.len() >= limits::STOPS_MAX {
        return Err(Refusal::OverLimit { what: "stops of the clock", max: limits::STOPS_MAX });
    }
    work.emit(Event::ClockStopped { reason: reason.word().into(), note: note.to_string() });
    Ok(())
}

/// An officer lets the clock go on that an officer stopped.
pub(super) fn start(work: &mut Work<'_>) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    if !work.case.running_stop().is_some_and(|stop| stop.is_by_officer) {
        return Err(work.wrong_stage());
    }
    work.start_clock()?;
    work.settle_clock()
}

/// Two calendars, and the moment between them.
struct Change<'a> {
    before: &'a WorkingCalendar,
    after: &'a WorkingCalendar,
    announced_at: Timestamp,
}

impl Change<'_> {
    /// Whether a time that began then was reckoned by the calendar before: all that began before it was
    /// announced, and what somebody who had not heard of it yet began afterwards.
    fn is_by_old(&self, since: Timestamp, span: Span, is_so: impl Fn(Timestamp) -> bool) -> bool {
        if since < self.announced_at {
            return true;
        }
        let is = |calendar: &WorkingCalendar| calendar.deadline(since, span).is_ok_and(&is_so);
        is(self.before) && !is(self.after)
    }
}

fn is_working(span: Span) -> bool {
    matches!(span, Span::WorkingDays(_) | Span::WorkingHours(_))
}

/// The calendar has changed: what is still to come keeps its working time and falls due at another moment.
/// Periods of the calendar (`P30D`) do not move.
pub(super) fn move_deadlines(
    work: &mut Work<'_>,
    before: &WorkingCalendar,
    announced_at: Timestamp,
    why: &Text,
) -> Result<(), Refusal> {
    if work.case.closed.is_some() {
        return Ok(());
    }
    let (now, after) = (work.now(), work.env.calendar);
    let service = work.env.service;
    let shifted = |due: Timestamp| -> Result<Timestamp, Refusal> {
        if due <= now {
            return Ok(due);
        }
        let rest = before.working_time_between(now, due).map_err(fault)?;
        if rest == 0 { Ok(due) } else { after.add_working_minutes(now, rest).map_err(fault) }
    };
    let change = Change { before, after, announced_at };
    let mut due = BTreeMap::new();
    for (task, element) in work.case.open_tasks() {
        let Some(known) = work.case.due.get(&task) else { continue };
        let Some(target) = service.tasks.get(element).map(|spec| spec.target) else { continue };
        if !is_working(target) || !change.is_by_old(known.opened_at, target, |due| due == known.due_at) {
            continue;
        }
        let moved = shifted(known.due_at)?;
        if moved != known.due_at {
            due.insert(task, moved);
        }
    }
    let (opened_at, old_promise) = (work.case.opened_at, work.case.promised_on);
    let is_old_promise =
        change.is_by_old(opened_at, service.promise.span, |due| local_date(due) == old_promise);
    let promised_on = if is_old_promise && is_working(service.promise.span) {
        promised(before, after, local_date(now), work.case.promised_on).map_err(fault)?
    } else {
        work.case.promised_on
    };
    let has_moved = promised_on != work.case.promised_on;
    let timers = moved_timers(work, &change, &shifted)?;
    let span = service.promise.legal;
    let legal = match work.case.legal_until.filter(|_| is_working(span)) {
        Some(until) if change.is_by_old(opened_at, span, |due| due == until) => {
            Some(shifted(until)?).filter(|moved| *moved != until)
        }
        Some(_) | None => None,
    };
    if due.is_empty() && !has_moved && timers.is_empty() && legal.is_none() {
        return Ok(());
    }
    let calendar = after.version_id().to_string();
    let promised_on = has_moved.then_some(promised_on);
    work.emit(Event::DeadlinesMoved { why: why.clone(), calendar, due, promised_on });
    for (timer, due_ms) in timers {
        work.drive(Input::MoveTimer { timer, due_ms })?;
    }
    if let Some(until) = legal {
        work.emit_by(Actor::Rules, Event::LegalTime { until });
    }
    work.plan_rungs()?;
    if has_moved {
        work.tell(Trigger::PromiseMoved);
    }
    Ok(())
}

fn promised(
    before: &WorkingCalendar,
    after: &WorkingCalendar,
    today: Date,
    promised_on: Date,
) -> Result<Date, OutOfRange> {
    if promised_on <= today {
        return Ok(promised_on);
    }
    let rest = before.working_days_between(today, promised_on)?;
    if rest == 0 { Ok(promised_on) } else { after.add_working_days(today, rest) }
}

/// The running timers of working time, with the moments at which they are due now.
fn moved_timers(
    work: &Work<'_>,
    change: &Change<'_>,
    shifted: &impl Fn(Timestamp) -> Result<Timestamp, Refusal>,
) -> Result<Vec<(u64, i64)>, Refusal> {
    let process = &work.env.service.process;
    let mut moved = Vec::new();
    for (&timer, open) in &work.case.process.timers {
        let triggers = match process.find_node(&open.element).map(|node| &node.kind) {
            Some(NodeKind::Catch { triggers, .. } | NodeKind::Boundary { triggers, .. }) => triggers,
            _ => continue,
        };
        let Some(Catches::Timer(definition)) = triggers.get(open.index) else { continue };
        if !definition.is_working_time {
            continue;
        }
        let Ok(due) = Timestamp::from_millisecond(open.due_ms) else { continue };
        let is_old = match (work.case.clock.timers.get(&timer), span_of(definition)) {
            (Some(since), Some(span)) => change.is_by_old(*since, span, |reckoned| reckoned == due),
            (Some(since), None) => *since < change.announced_at,
            (None, _) => true,
        };
        if !is_old {
            continue;
        }
        let now_due = shifted(due)?;
        if now_due != due {
            moved.push((timer, now_due.as_millisecond()));
        }
    }
    Ok(moved)
}

/// The span of a timer that is drawn as a plain text.
fn span_of(timer: &afaq_bpmn::TimerDefinition) -> Option<Span> {
    match &timer.value {
        afaq_bpmn::TimerValue::Text(text) => Span::parse(text).ok().and_then(Span::working),
        afaq_bpmn::TimerValue::Expression(_) => None,
    }
}
