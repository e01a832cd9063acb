//! What a simulation is told: how many cases come, who works on them, how long it takes, what comes of it.

use std::collections::BTreeMap;

use afaq_feel::{Context, Value};

use super::draw::Duration;
use crate::process::{TimerDefinition, TimerKind};

/// A scenario. Elements, flows, roles, decisions and messages are named by their ids and names.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// When it begins, in Unix milliseconds.
    pub start_ms: i64,
    /// How long cases come, in milliseconds.
    pub arrivals_for_ms: i64,
    /// How long the cases that came are followed after that, in milliseconds.
    pub followed_for_ms: i64,
    /// The time between two cases.
    pub between: Duration,
    /// The most cases.
    pub cases_max: usize,
    /// What the dice begin with: the same seed gives the same report.
    pub seed: u64,
    /// The variables that each case begins with.
    pub variables: Vec<Drawn>,
    /// Who works.
    pub roles: BTreeMap<String, Staff>,
    /// Tasks and jobs, by the element's id.
    pub work: BTreeMap<String, Work>,
    /// User tasks that `work` does not name.
    pub any_task: Work,
    /// Jobs that `work` does not name.
    pub any_job: Work,
    /// The share with which a conditional flow is taken, by the flow's id.
    pub flows: BTreeMap<String, f64>,
    /// What decisions give, by name.
    pub decisions: BTreeMap<String, Vec<Choice>>,
    /// How long it takes until an awaited message comes, by its name.
    pub messages: BTreeMap<String, Answer>,
    /// The messages that `messages` does not name.
    pub any_message: Answer,
}

/// The people of a role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Staff {
    /// How many.
    pub people: usize,
    /// What one hour of one of them costs.
    pub cost_per_hour: f64,
}

/// How an activity is done.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// The role whose people do it; none: nobody's time is needed.
    pub role: Option<String>,
    /// How long it takes, in the working time of the role.
    pub takes: Option<Duration>,
    /// What may come of it: variables with their weights.
    pub outcomes: Vec<Outcomes>,
}

/// Variables that may come of an activity.
#[derive(Debug, Clone)]
pub struct Outcomes {
    /// How often, beside the others.
    pub weight: f64,
    /// The variables.
    pub variables: Context,
}

/// A variable whose value is drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<Choice>,
}

/// One value with its weight.
#[derive(Debug, Clone)]
pub struct Choice {
    /// How often, beside the others.
    pub weight: f64,
    /// The value.
    pub value: Value,
}

/// When an awaited message comes.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// How long it takes.
    pub takes: Duration,
    /// The share of those that never come.
    pub never: f64,
}

impl Default for Scenario {
    fn default() -> Self {
        const HOUR_MS: i64 = 3_600_000;
        let takes = Duration::LogNormal { median_ms: 24 * HOUR_MS, p90_ms: 120 * HOUR_MS };
        let any_task = Work {
            role: Some("staff".to_owned()),
            takes: Some(Duration::Exponential { mean_ms: HOUR_MS / 2 }),
            outcomes: Vec::new(),
        };
        let any_job = Work { takes: Some(Duration::Fixed { ms: 60_000 }), ..Work::default() };
        Self {
            start_ms: 0,
            arrivals_for_ms: 28 * 24 * HOUR_MS,
            followed_for_ms: 28 * 24 * HOUR_MS,
            between: Duration::Exponential { mean_ms: HOUR_MS },
            cases_max: 100_000,
            seed: 1,
            variables: Vec::new(),
            roles: BTreeMap::from([("staff".to_owned(), Staff { people: 2, cost_per_hour: 0.0 })]),
            work: BTreeMap::new(),
            any_task,
            any_job,
            flows: BTreeMap::new(),
            decisions: BTreeMap::new(),
            messages: BTreeMap::new(),
            any_message: Answer { takes, never: 0.1 },
        }
    }
}

/// The world that a simulation runs in: when people work. By itself, always.
pub trait World {
    /// When work that a role begins at an instant is done.
    fn done_ms(&self, role: &str, from_ms: i64, work_ms: i64) -> i64 {
        let _ = role;
        from_ms.saturating_add(work_ms)
    }

    /// When a role works next, from an instant on.
    fn opens_ms(&self, role: &str, from_ms: i64) -> i64 {
        let _ = role;
        from_ms
    }

    /// How long a role works between two instants, in milliseconds.
    fn worked_ms(&self, role: &str, from_ms: i64, until_ms: i64) -> i64 {
        let _ = role;
        until_ms.saturating_sub(from_ms).max(0)
    }

    /// When cases can come next, from an instant on.
    fn comes_ms(&self, from_ms: i64) -> i64 {
        from_ms
    }

    /// When a timer is due whose text is known.
    ///
    /// # Errors
    ///
    /// Why the text is no time.
    fn due_ms(&self, timer: &TimerDefinition, text: &str, from_ms: i64) -> Result<i64, String> {
        due_in_calendar_time(timer.kind, text, from_ms, 0)
    }
}

/// When a timer is due in calendar time, so many minutes east of Greenwich.
///
/// # Errors
///
/// The text is no time.
pub fn due_in_calendar_time(
    kind: TimerKind,
    text: &str,
    from_ms: i64,
    offset_minutes: i16,
) -> Result<i64, String> {
    let due = crate::time::due_ms(kind, text, from_ms, i64::from(offset_minutes) * 60_000);
    due.ok_or_else(|| format!("`{text}` is no time"))
}

/// A world in which everybody works all the time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Always;

impl World for Always {}
