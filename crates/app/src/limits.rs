//! Every limit of this floor, named in one place.

/// How often a command is judged again after somebody else changed the case meanwhile.
pub const RETRIES_MAX: usize = 8;
/// Cases kept in memory.
pub const CASES_CACHED_MAX: usize = 20_000;
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
/// Rows on one page of a list.
pub const PAGE_ROWS: usize = 50;
/// Drafts that one person may have at once.
pub const DRAFTS_MAX: usize = 50;
/// Results of a search.
pub const SEARCH_RESULTS_MAX: usize = 20;
/// Characters of a search text.
pub const SEARCH_CHARS_MAX: usize = 200;
