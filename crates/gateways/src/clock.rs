//! Clocks: the machine's, and one that is set by hand.

use std::sync::atomic::{AtomicI64, Ordering};

use afaq_base::Timestamp;
use afaq_ports::Clock;
use jiff::SignedDuration;

tokio::task_local! {
    /// How much later than the virtual clock it is for one task.
    static LATER: SignedDuration;
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the time comes from")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is set. Once released it goes with the machine's clock.
#[derive(Debug)]
pub struct VirtualClock {
    /// Microseconds since 1970; `i64::MIN` once released.
    micros: AtomicI64,
}

const RELEASED: i64 = i64::MIN;

impl VirtualClock {
    /// A clock that shows this moment.
    pub fn at(now: Timestamp) -> Self {
        Self { micros: AtomicI64::new(now.as_microsecond()) }
    }

    /// Sets the clock. It never goes back.
    pub fn set(&self, now: Timestamp) {
        self.micros.fetch_max(now.as_microsecond(), Ordering::Relaxed);
    }

    /// Does something at a moment somewhat later than the clock shows: many tasks that run side by side have
    /// moments of their own. Once the clock is released, all have the machine's.
    pub async fn later<T>(by: SignedDuration, task: impl Future<Output = T>) -> T {
        LATER.scope(by, task).await
    }

    /// From now on the clock goes with the machine's.
    pub fn release(&self) {
        self.micros.store(RELEASED, Ordering::Relaxed);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        match self.micros.load(Ordering::Relaxed) {
            RELEASED => SystemClock.now(),
            micros => {
                let shown = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
                let later = LATER.try_with(|later| *later).unwrap_or_default();
                shown.checked_add(later).unwrap_or(shown)
            }
        }
    }
}
