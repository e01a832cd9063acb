//! What a simulation tells: throughput, waits, use of staff, queues, and what stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The report of a simulation. All times are in milliseconds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Report {
    /// How many cases came.
    pub came: usize,
    /// How many ended, by the element at which they did.
    pub ended: BTreeMap<String, usize>,
    /// How many had not ended when the simulation did.
    pub open: usize,
    /// How many of these cannot go on by themselves.
    pub stuck: usize,
    /// From the first case to the end of the simulation.
    pub lasted_ms: i64,
    /// How many cases ended for each day on which cases came.
    pub ended_per_day: f64,
    /// How long the cases took that ended.
    pub took: Spread,
    /// By activity.
    pub activities: BTreeMap<String, ActivityReport>,
    /// By role.
    pub roles: BTreeMap<String, RoleReport>,
    /// How many incidents, by element.
    pub incidents: BTreeMap<String, usize>,
    /// Flows about which the scenario says nothing and whose condition could not be told by what was
    /// drawn: each way was as likely.
    pub assumed: BTreeSet<String>,
    /// Whether a limit ended it before its time.
    pub is_cut: bool,
    /// How many inputs the engine judged.
    pub inputs: u64,
    /// How many facts followed from them.
    pub events: u64,
}

/// How times are spread.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Spread {
    /// How many.
    pub count: usize,
    /// Half are shorter.
    pub median_ms: i64,
    /// Nine in ten are shorter.
    pub p90_ms: i64,
    /// The mean.
    pub mean_ms: i64,
    /// The longest.
    pub max_ms: i64,
}

/// One activity.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActivityReport {
    /// The role that does it.
    pub role: Option<String>,
    /// How often it was done.
    pub done: usize,
    /// How often it was taken away before it was done.
    pub taken_away: usize,
    /// How long it waited for somebody.
    pub waited: Spread,
    /// How long the work took by the clock, nights and holidays included.
    pub worked: Spread,
}

/// One role.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RoleReport {
    /// How many people.
    pub people: usize,
    /// The share of their working time, as long as cases came, in which they worked on cases.
    pub used: f64,
    /// How much they worked, in their working time.
    pub worked_ms: i64,
    /// How many activities waited for them on average, as long as cases came.
    pub queue_mean: f64,
    /// How many waited at most.
    pub queue_max: usize,
    /// How long all activities waited for them together.
    pub waited_ms: i64,
    /// What their work on cases cost.
    pub cost: f64,
    /// What their whole working time cost.
    pub cost_of_all_time: f64,
}

/// What stands in the way most, and what one more person would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bottleneck {
    /// The role for which activities waited longest together.
    pub role: String,
    /// Its share of all waiting for people.
    pub share_of_waiting: f64,
    /// How much a case waited for it, on average.
    pub waited_per_case_ms: i64,
    /// How long cases took, half of them and nine in ten.
    pub took: Spread,
    /// How long they would take with one more person, the same chance given.
    pub took_with_one_more: Spread,
    /// How many more cases would end in the same time.
    pub more_ended: i64,
    /// What one more person would cost in that time.
    pub cost_of_one_more: f64,
}

impl Spread {
    /// The spread of these times.
    pub fn of(mut times: Vec<i64>) -> Self {
        if times.is_empty() {
            return Self::default();
        }
        times.sort_unstable();
        let at = |share: usize| times[((times.len() * share).div_ceil(100)).clamp(1, times.len()) - 1];
        let sum: i128 = times.iter().map(|ms| i128::from(*ms)).sum();
        let mean = sum / i128::try_from(times.len()).unwrap_or(1);
        Self {
            count: times.len(),
            median_ms: at(50),
            p90_ms: at(90),
            mean_ms: i64::try_from(mean).unwrap_or(i64::MAX),
            max_ms: times.last().copied().unwrap_or_default(),
        }
    }
}

impl Report {
    /// How many cases ended.
    pub fn ended_count(&self) -> usize {
        self.ended.values().sum()
    }

    /// The role for which activities waited longest together, where any waited.
    pub fn busiest(&self) -> Option<&str> {
        let waited = self.roles.iter().filter(|(_, role)| role.waited_ms > 0);
        waited.max_by_key(|(_, role)| role.waited_ms).map(|(name, _)| name.as_str())
    }
}
