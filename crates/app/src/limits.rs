//! Every limit of this floor, named in one place.

use serde::{Deserialize, Serialize};

/// How often a command is judged again after somebody else changed the case meanwhile.
pub const RETRIES_MAX: usize = 8;
/// How often a number is drawn for a new case until one is free.
pub const NUMBER_DRAWS_MAX: u64 = 16;
/// Cases kept in memory.
pub const CASES_CACHED_MAX: usize = 20_000;
/// Cases whose history is kept in memory, too.
pub const TIMELINES_CACHED_MAX: usize = 4_000;
/// Values of each kind that are kept for a moment after they were read.
pub const LATELY_MAX: usize = 50_000;
/// How long a value counts that was read lately, in milliseconds, where another process may change it.
pub const LATELY_MS: i64 = 2_000;
/// Up to so many in a worklist are counted exactly.
pub const COUNTED_EXACTLY: u64 = 100;
/// Seconds for which the count of a longer list stands.
pub const COUNT_SECONDS: i64 = 10;
/// Counts of worklists that are kept.
pub const COUNTS_KEPT_MAX: usize = 4_096;
/// Messages kept in memory until they are carried.
pub const MESSAGES_CACHED_MAX: usize = 4_096;
/// Rounds of register readings that one form may need.
pub const READING_ROUNDS_MAX: usize = 8;
/// Milliseconds for one look-up in a register while a person waits.
pub const REGISTER_DEADLINE_MS: u64 = 2_000;
/// Days that a draft is kept after its last change.
pub const DRAFT_DAYS: i64 = 90;
/// Hours until a session ends without any action.
pub const SESSION_IDLE_HOURS: i64 = 2;
/// Hours until a session ends in any case.
pub const SESSION_HOURS: i64 = 12;
/// Minutes after which a page that is opened lets its session go on.
pub const SESSION_TOUCH_MINUTES: i64 = 10;
/// Jobs claimed at once.
pub const JOBS_CLAIMED: usize = 64;
/// Seconds for which a claimed job belongs to its worker.
pub const JOB_LEASE_SECONDS: u64 = 60;
/// Attempts of a job before it is given to an operator.
pub const JOB_ATTEMPTS_MAX: i64 = 12;
/// Seconds of the first wait before a job is tried again; it doubles each time.
pub const JOB_RETRY_SECONDS: i64 = 2;
/// Questions of one look at a right.
pub const ENTITLEMENT_QUESTIONS_MAX: usize = 30;
/// Requests that a person's own file holds.
pub const MY_DATA_CASES_MAX: usize = 1_000;
/// Looks that a person's own page and file show.
pub const MY_DATA_LOOKS_MAX: usize = 200;
/// Cases that one sweep deletes whose time is over.
pub const RETENTION_CASES: usize = 100;
/// Bytes of one uploaded file, whatever a pack allows.
pub const UPLOAD_BYTES_MAX: u64 = afaq_pack::limits::EVIDENCE_BYTES_MAX;
/// Bytes of a posted form without files.
pub const FORM_BYTES_MAX: u64 = 256 * 1024;
/// Days of which a team's page shows what was done.
pub const WORKLOAD_DAYS: i64 = 7;
/// Decided cases that are looked through for those that are drawn for review.
pub const SAMPLE_CASES_LOOKED: usize = 500;
/// Days of which a service's public figures are made.
pub const FIGURES_DAYS: i64 = 365;
/// Minutes for which they are kept in memory.
pub const FIGURES_MINUTES: i64 = 10;
/// Cases below which a figure would tell of single people, and is not shown.
pub const FIGURES_CASES_MIN: u64 = 10;
/// Characters in the label of a version.
pub const LABEL_CHARS_MAX: usize = 40;
/// Characters of a text that an owner changes in a pack.
pub const PACK_TEXT_CHARS_MAX: usize = 1_000;
/// Working days of a promise or a target.
pub const TARGET_DAYS_MAX: u32 = 365;
/// Open tasks among which a name is looked for.
pub const NAMES_LOOKED: usize = 1_000;
/// Rows on one page of a list.
pub const PAGE_ROWS: usize = 50;
/// Drafts that one person may have at once.
pub const DRAFTS_MAX: usize = 50;
/// Results of a search.
pub const SEARCH_RESULTS_MAX: usize = 20;
/// Characters of a search text.
pub const SEARCH_CHARS_MAX: usize = 200;

/// Cases that one piece of a run over many looks at.
pub const BULK_CHUNK: usize = 512;
/// Examples of a run's report for each conflict.
pub const BULK_EXAMPLES: usize = 5;
/// Different conflicts that a run's report holds.
pub const BULK_CONFLICTS: usize = 50;
/// Seconds for which a message of another system is kept where its sender says nothing.
pub const INBOUND_KEEP_SECONDS: i64 = 7 * 24 * 3_600;
/// The most seconds for which one is kept.
pub const INBOUND_KEEP_SECONDS_MAX: i64 = 30 * 24 * 3_600;
/// Messages of one sender that are kept at once.
pub const INBOUND_KEPT_MAX: u64 = 100_000;
/// Values in one message.
pub const INBOUND_VALUES_MAX: usize = 50;
/// Characters of a sender's own number of a message.
pub const INBOUND_ID_CHARS_MAX: usize = 100;
/// Kept messages that one case takes at once.
pub const INBOUND_ROUNDS_MAX: usize = 20;

/// Limits that an installation may lower and never raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Days that a draft is kept after its last change.
    pub draft_days: u64,
    /// Drafts that one person may have at once.
    pub drafts: u64,
    /// Hours until a session ends without any action.
    pub session_idle_hours: u64,
    /// Hours until a session ends in any case.
    pub session_hours: u64,
    /// Bytes of one uploaded file.
    pub upload_bytes: u64,
    /// Bytes of a posted form without files.
    pub form_bytes: u64,
}

/// The hard limits: what the program keeps when nobody lowers it.
const HARD: Limits = Limits {
    draft_days: DRAFT_DAYS as u64,
    drafts: DRAFTS_MAX as u64,
    session_idle_hours: SESSION_IDLE_HOURS as u64,
    session_hours: SESSION_HOURS as u64,
    upload_bytes: UPLOAD_BYTES_MAX,
    form_bytes: FORM_BYTES_MAX,
};

impl Default for Limits {
    fn default() -> Self {
        HARD
    }
}

/// A limit that an installation can't have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`limits.{name}` is {given}: it can be lowered, from {max} down to {min}, and never raised")]
pub struct BadLimit {
    /// Its name.
    pub name: &'static str,
    /// What was given.
    pub given: u64,
    /// The least that still lets the program work.
    pub min: u64,
    /// The hard limit.
    pub max: u64,
}

impl Limits {
    /// Refuses limits above the hard ones, and those under which nobody could use a service.
    ///
    /// # Errors
    /// The first limit that does not fit.
    pub fn check(&self) -> Result<(), BadLimit> {
        let all = [
            ("draft_days", self.draft_days, 1, HARD.draft_days),
            ("drafts", self.drafts, 1, HARD.drafts),
            ("session_idle_hours", self.session_idle_hours, 1, HARD.session_idle_hours),
            ("session_hours", self.session_hours, 1, HARD.session_hours),
            ("upload_bytes", self.upload_bytes, 64 * 1024, HARD.upload_bytes),
            ("form_bytes", self.form_bytes, 16 * 1024, HARD.form_bytes),
        ];
        let bad = all.into_iter().find(|(_, given, min, max)| given < min || given > max);
        bad.map_or(Ok(()), |(name, given, min, max)| Err(BadLimit { name, given, min, max }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl Fn(&mut Limits), bad: Option<&str>) {
        let mut limits = Limits::default();
        change(&mut limits);
        assert_eq!(limits.check().err().map(|bad| bad.name), bad);
    }

    #[test]
    fn limits_are_lowered_and_never_raised() {
        check(|_| {}, None);
        check(|limits| limits.draft_days = 1, None);
        check(|limits| limits.draft_days = 91, Some("draft_days"));
        check(|limits| limits.drafts = 0, Some("drafts"));
        check(|limits| limits.upload_bytes = 20 * 1024 * 1024 + 1, Some("upload_bytes"));
        check(|limits| limits.session_hours = u64::MAX, Some("session_hours"));
        check(|limits| limits.form_bytes = 1, Some("form_bytes"));
    }
}
