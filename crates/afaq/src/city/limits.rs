//! Every limit of playing a past, named in one place.

/// Minutes of one slot.
pub const SLOT_MINUTES: i64 = 30;
/// Looks of one person at one case.
pub const VISITS_MAX: u32 = 40;
/// Pages that a form may have.
pub const PAGES_MAX: usize = 60;
/// Rounds of background work in one slot; a round that finds nothing ends them before.
pub const JOB_ROUNDS_MAX: usize = 10_000;
/// Years that can be played at once.
pub const YEARS_MAX: u32 = 5;
