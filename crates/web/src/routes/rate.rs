//! How often one may call what costs or could be guessed: a bucket of tokens for each caller.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

use crate::limits;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rate {
    /// Signing in.
    SignIn,
    /// Asking for a code.
    Verify,
    /// Sending files.
    Uploads,
    /// Messages of another system.
    Messages,
}

impl Rate {
    /// How many calls at once, and how many a minute.
    fn sizes(self) -> (f64, f64) {
        match self {
            Self::SignIn => limits::SIGN_IN_RATE,
            Self::Verify => limits::VERIFY_RATE,
            Self::Uploads => limits::UPLOAD_RATE,
            Self::Messages => limits::MESSAGE_RATE,
        }
    }
}

struct Bucket {
    tokens: f64,
    at: Instant,
}

/// All buckets.
#[derive(Default)]
pub(crate) struct Rates {
    buckets: Mutex<HashMap<(Rate, String), Bucket>>,
}

impl Rates {
    /// Takes one token of a caller; false where none is left.
    pub fn take(&self, rate: Rate, caller: &str) -> bool {
        self.take_at(rate, caller, Instant::now())
    }

    fn take_at(&self, rate: Rate, caller: &str, now: Instant) -> bool {
        let (size, each_minute) = rate.sizes();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= limits::CALLERS_MAX {
            // Full buckets say nothing that an absent one does not say.
            buckets.retain(|(rate, _), bucket| {
                let (size, each_minute) = rate.sizes();
                refilled(bucket, now, size, each_minute) < size
            });
            if buckets.len() >= limits::CALLERS_MAX {
                buckets.clear();
            }
        }
        let bucket = buckets.entry((rate, caller.to_string())).or_insert(Bucket { tokens: size, at: now });
        bucket.tokens = refilled(bucket, now, size, each_minute);
        bucket.at = now;
        let is_allowed = bucket.tokens >= 1.0;
        if is_allowed {
            bucket.tokens -= 1.0;
        }
        is_allowed
    }
}

fn refilled(bucket: &Bucket, now: Instant, size: f64, each_minute: f64) -> f64 {
    let minutes = now.saturating_duration_since(bucket.at).as_secs_f64() / 60.0;
    (bucket.tokens + minutes * each_minute).min(size)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_runs_dry_and_fills_again() {
        let rates = Rates::default();
        let start = Instant::now();
        let (size, _) = Rate::SignIn.sizes();
        let taken = (0..1_000).take_while(|_| rates.take_at(Rate::SignIn, "a", start)).count();
        assert_eq!(taken as f64, size);
        assert!(rates.take_at(Rate::SignIn, "b", start), "another caller has a bucket of their own");
        assert!(rates.take_at(Rate::SignIn, "a", start + Duration::from_secs(60)));
    }
}
