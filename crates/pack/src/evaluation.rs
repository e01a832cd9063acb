//! Evaluation of expressions where time does not matter.

use afaq_feel::{Date, DateTime, Env};

/// A surrounding for texts and checks, in which no clock is read: `now()` is the beginning of 1970.
#[expect(clippy::expect_used, reason = "the first day of 1970 exists")]
pub(crate) fn timeless() -> Env {
    let epoch = Date::from_days_since_epoch(0).expect("the first day of 1970 exists");
    Env::new(DateTime::midnight_utc(epoch))
}
