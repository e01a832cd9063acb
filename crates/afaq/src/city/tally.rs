//! What came of a past: how many asked for what, how it ended, how long it took.

use std::collections::BTreeMap;
use std::fmt;

/// What came of one service.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct OfService {
    /// People who began.
    pub begun: usize,
    /// People who left the form.
    pub gave_up: usize,
    /// Requests that were not taken.
    pub not_taken: usize,
    /// Cases.
    pub cases: usize,
    /// Cases by how they ended; those still open are missing.
    pub ended: BTreeMap<&'static str, usize>,
    /// Cases that ended after the promised day.
    pub late: usize,
}

/// What came of all of them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// By service.
    pub services: BTreeMap<String, OfService>,
    /// People who typed something wrong and mended it.
    pub erred: usize,
    /// Requests that officers sent back with a question.
    pub asked: usize,
    /// Appeals.
    pub appealed: usize,
    /// People who meant to rate what they got.
    pub rated: usize,
    /// Tasks that officers ended.
    pub worked: usize,
    /// Jobs that were done in the background.
    pub jobs: usize,
    /// Days on which a register was silent.
    pub silent_days: usize,
    /// The longest queue of all desks together.
    pub backlog_max: usize,
}

impl Tally {
    /// All cases.
    pub fn cases(&self) -> usize {
        self.services.values().map(|one| one.cases).sum()
    }

    /// All who began.
    pub fn begun(&self) -> usize {
        self.services.values().map(|one| one.begun).sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<36} {:>7} {:>7} {:>7} {:>7}  ended", "service", "begun", "left", "cases", "late")?;
        for (id, one) in &self.services {
            let ended: Vec<String> = one.ended.iter().map(|(how, count)| format!("{how} {count}")).collect();
            writeln!(
                f,
                "{id:<36} {:>7} {:>7} {:>7} {:>7}  {}",
                one.begun,
                one.gave_up + one.not_taken,
                one.cases,
                one.late,
                ended.join(", ")
            )?;
        }
        write!(
            f,
            "{} people erred and mended it, {} questions asked back, {} appeals, {} ratings, {} tasks ended by officers \
             (longest queue {}), {} background jobs, {} days with a silent register",
            self.erred,
            self.asked,
            self.appealed,
            self.rated,
            self.worked,
            self.backlog_max,
            self.jobs,
            self.silent_days
        )
    }
}
