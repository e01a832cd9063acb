//! The ledger of a case's time: each target as a budget with what is used up, and why the clock stood still.

use afaq_base::Timestamp;
use afaq_base::calendar::{OutOfRange, WorkingCalendar};
use afaq_pack::Service;

use super::clock::{Stop, promise_until, stopped_minutes};
use super::state::Case;

/// One target as a budget of working time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// The task; the whole case where this is missing.
    pub task: Option<u64>,
    /// The element of the task.
    pub element: Option<String>,
    /// When it began to run.
    pub since: Timestamp,
    /// When it is used up, as things stand.
    pub until: Timestamp,
    /// Working minutes in all, those not counted for which the clock stood still.
    pub whole_minutes: i64,
    /// Working minutes used up.
    pub used_minutes: i64,
    /// Whether it runs now.
    pub is_running: bool,
}

impl Budget {
    /// The used share in percent; more than 100 where it is overdrawn.
    pub fn used_percent(&self) -> i64 {
        self.used_minutes.saturating_mul(100).checked_div(self.whole_minutes).unwrap_or(100)
    }
}

/// The ledger as it stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The promise.
    pub promise: Budget,
    /// The open tasks.
    pub tasks: Vec<Budget>,
    /// When and why the clock stood still, each with its working minutes so far.
    pub stops: Vec<(Stop, i64)>,
}

/// The ledger of a case at a moment.
///
/// # Errors
/// A moment outside of the calendar.
pub fn ledger(
    service: &Service,
    case: &Case,
    calendar: &WorkingCalendar,
    now: Timestamp,
) -> Result<Ledger, OutOfRange> {
    let now = case.closed.as_ref().map_or(now, |closed| closed.at);
    let until = promise_until(service.promise.span, case, calendar, now)?;
    let mut promise = budget(case, calendar, (case.opened_at, until), now)?;
    promise.is_running = case.closed.is_none() && case.stopped_since.is_none();
    let mut tasks = Vec::new();
    for (task, element) in case.open_tasks() {
        let Some(due) = case.due.get(&task) else { continue };
        let mut budget = budget(case, calendar, (due.opened_at, due.due_at), now)?;
        budget.task = Some(task);
        budget.element = Some(element.to_string());
        tasks.push(budget);
    }
    let mut stops = Vec::new();
    for stop in &case.clock.stops {
        let minutes = calendar.working_time_between(stop.since, stop.until.unwrap_or(now))?;
        stops.push((stop.clone(), minutes));
    }
    Ok(Ledger { promise, tasks, stops })
}

fn budget(
    case: &Case,
    calendar: &WorkingCalendar,
    (since, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Budget, OutOfRange> {
    let stopped = stopped_minutes(&case.clock.stops, calendar, since, now)?;
    let running = case.running_stop().map(|stop| stop.since.max(since));
    // What the running stop will add is not part of the end yet.
    let added = match running {
        Some(from) if from < now => stopped - calendar.working_time_between(from, now)?,
        _ => stopped,
    };
    let is_promise_end = since == case.opened_at;
    let added = if is_promise_end { stopped } else { added };
    Ok(Budget {
        task: None,
        element: None,
        since,
        until,
        whole_minutes: (calendar.working_time_between(since, until)? - added).max(0),
        used_minutes: (calendar.working_time_between(since, now)? - stopped).max(0),
        is_running: case.stopped_since.is_none() && case.closed.is_none(),
    })
}
