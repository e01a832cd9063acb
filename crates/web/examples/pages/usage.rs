//! Processor time of this process, and of the load's thread in it.

use std::path::Path;

/// Processor time in seconds, as the system counts it; nothing where it does not tell.
pub struct Usage {
    /// Of the whole process, threads that have ended too.
    pub all: f64,
    /// Of the load's threads.
    pub load: f64,
}

impl Usage {
    /// What was used up to now.
    ///
    /// The load's thread has ended when one asks: what the other threads did not use was its.
    pub fn now() -> Self {
        let all = ticks(Path::new("/proc/self/stat"));
        let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let living: f64 = tasks.map(|task| ticks(&task.path().join("stat"))).sum();
        Self { all, load: (all - living).max(0.0) }
    }

    /// The difference.
    pub fn since(&self, before: &Self) -> Self {
        Self { all: self.all - before.all, load: self.load - before.load }
    }
}

fn ticks(stat: &Path) -> f64 {
    let text = std::fs::read_to_string(stat).unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let field = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (field(11) + field(12)) / 100.0
}
