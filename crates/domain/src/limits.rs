//! Every limit of this floor, named in one place.

/// Characters in a text that an officer or an applicant writes (a question, a reason, an appeal).
pub const TEXT_CHARS_MAX: usize = 4_000;
/// Files for one kind of evidence.
pub const FILES_PER_EVIDENCE_MAX: usize = 10;
/// Entries of a repeating group.
pub const GROUP_ENTRIES_MAX: usize = 50;
/// Notes of officers in one case.
pub const NOTES_MAX: usize = 200;
/// Characters in a name that officers give to something.
pub const NAME_CHARS_MAX: usize = 80;
/// Views of the worklist that one officer keeps.
pub const VIEWS_MAX: usize = 20;
/// Bytes of the query of a view.
pub const VIEW_BYTES_MAX: usize = 500;
/// Sentences that one body keeps for its decisions.
pub const TEMPLATES_MAX: usize = 500;
/// Days of one absence.
pub const ABSENCE_DAYS_MAX: i32 = 366;
/// Days from an approval to the day on which a version comes into force.
pub const EFFECTIVE_DAYS_MAX: i32 = 366;
/// How often one case can be sent back to the applicant.
pub const ASKS_MAX: usize = 20;
/// Seconds in which a prepared decision can be undone before it is taken, where an installation sets no others.
pub const UNDO_SECONDS: u32 = 10 * 60;
/// Days that an applicant has to answer when the pack names no time.
pub const ANSWER_DAYS: i64 = 30;
/// Bytes of a payment's number at the gateway.
pub const TRANSACTION_BYTES_MAX: usize = 200;
/// Follow-up steps that one command may cause (jobs that complete at once).
pub const FOLLOW_UPS_MAX: usize = 50;
/// Working days that the holder of a register has to answer a correction.
pub const CORRECTION_WORKING_DAYS: u32 = 10;
/// Days after the end of a request in which it can be rated.
pub const RATING_DAYS: i64 = 60;
/// Days in which a rating can be changed.
pub const RATING_CHANGE_DAYS: i64 = 14;
/// Characters of the words beside a rating.
pub const COMMENT_CHARS_MAX: usize = 1_000;
/// Optional actions of one case.
pub const ACTIONS_MAX: usize = 20;
/// How often the clock of one case can be stopped by officers.
pub const STOPS_MAX: usize = 100;
