//! What an operator can set.

use std::time::Duration;

/// Settings of a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads that read, one connection each; 1 to [`crate::limits::READERS_MAX`].
    pub readers: usize,
    /// How long a repeated command gets its first answer.
    pub answers_kept: Duration,
    /// How long ended jobs are kept, and with them the recognition of their keys.
    pub jobs_kept: Duration,
    /// How long bytes that nothing names any more stay in the folder: never less than the backup window.
    pub orphans_kept: Duration,
    /// Where evidence and issued documents lie.
    pub files: crate::FilesPlace,
    /// The size that the database may have; nothing is written beyond it. Without it the disk is the limit.
    pub database_bytes_max: Option<u64>,
    /// From which all keys follow, so that the same past is stored to the same bytes. For a demonstration only:
    /// whoever knows the seed can read everything.
    pub seed: Option<crate::Seed>,
    /// Whether each commit is on the disk before it is answered. Only who fills a demonstration, and would begin
    /// anew after a crash, can do without.
    pub is_durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        let day = Duration::from_secs(24 * 60 * 60);
        Self {
            readers: 4,
            answers_kept: day * 7,
            jobs_kept: day * 90,
            orphans_kept: day * 35,
            files: crate::FilesPlace::Folder,
            database_bytes_max: None,
            seed: None,
            is_durable: true,
        }
    }
}
