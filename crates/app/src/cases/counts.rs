//! How many there are in each tab of a worklist: exact where there are few, some seconds old where there are many.
//!
//! Counting walks through what it counts. A few hundred cost nothing; whoever has thousands before them does not
//! miss the last one, and the page must not take longer because the work has grown. Officers of one unit share
//! their counts; when one grows old, one of those who ask counts anew, and the others have the old one meanwhile.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use afaq_base::Timestamp;
use afaq_store::{Worklist, WorklistShow};
use jiff::SignedDuration;

use crate::{App, AppError, limits};

/// Lists that were counted lately.
#[derive(Default)]
pub(crate) struct Counts {
    known: Mutex<HashMap<Worklist, Known>>,
    /// Held by whoever counts a list that nobody has counted before.
    first: tokio::sync::Mutex<()>,
}

struct Known {
    count: u64,
    at: Timestamp,
    /// Since when somebody counts anew.
    counting: Option<Timestamp>,
}

/// What is known of a list.
enum Seen {
    /// Its count holds, or somebody else counts anew.
    Holds(u64),
    /// It holds no more; whoever is told so counts.
    IsOld,
    /// Nobody has counted.
    New,
}

impl Counts {
    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Worklist, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn see(&self, list: &Worklist, now: Timestamp) -> Seen {
        let mut known = self.known();
        let Some(one) = known.get_mut(list) else { return Seen::New };
        let age = now.duration_since(one.at);
        let limit = match one.count {
            0..limits::COUNTED_EXACTLY => SignedDuration::from_millis(limits::LATELY_MS),
            _ => SignedDuration::from_secs(limits::COUNT_SECONDS),
        };
        // A clock that stands still proves nothing: what was counted at this very moment is counted again.
        if age > SignedDuration::ZERO && age <= limit {
            return Seen::Holds(one.count);
        }
        // Whoever began to count and went away does not keep the others from it.
        let patience = SignedDuration::from_secs(limits::COUNT_SECONDS);
        let is_counting = one.counting.is_some_and(|since| {
            let waited = now.duration_since(since);
            waited > SignedDuration::ZERO && waited <= patience
        });
        if is_counting && age <= limit + patience {
            return Seen::Holds(one.count);
        }
        one.counting = Some(now);
        Seen::IsOld
    }

    fn put(&self, list: &Worklist, count: u64, now: Timestamp) {
        let mut known = self.known();
        if known.len() >= limits::COUNTS_KEPT_MAX && !known.contains_key(list) {
            known.clear();
        }
        known.insert(list.clone(), Known { count, at: now, counting: None });
    }

    /// An officer did something: few are counted again at once, the last of many are not missed.
    pub(crate) fn forget_few(&self) {
        self.known().retain(|_, one| one.count >= limits::COUNTED_EXACTLY);
    }
}

impl App {
    /// The counts of an officer's tabs: mine, my units', waiting (cases), done.
    pub(super) async fn counted(&self, tabs: [&Worklist; 4]) -> Result<Vec<u64>, AppError> {
        let mut counts = Vec::with_capacity(tabs.len());
        for list in tabs {
            counts.push(self.count(list).await?);
        }
        Ok(counts)
    }

    async fn count(&self, list: &Worklist) -> Result<u64, AppError> {
        let counts = &self.inner.counts;
        match counts.see(list, self.now()) {
            Seen::Holds(count) => return Ok(count),
            Seen::IsOld => {}
            Seen::New => {
                let _first = counts.first.lock().await;
                if let Seen::Holds(count) = counts.see(list, self.now()) {
                    return Ok(count);
                }
                return self.count_now(list).await;
            }
        }
        self.count_now(list).await
    }

    /// What waits for the applicant is listed as cases, all else as tasks.
    async fn count_now(&self, list: &Worklist) -> Result<u64, AppError> {
        let (lists, began) = (std::slice::from_ref(list), self.now());
        let counts = match list.show {
            WorklistShow::Waiting => self.store().count_cases(lists).await?,
            WorklistShow::Open | WorklistShow::Running | WorklistShow::Done => {
                self.store().count_tasks(lists).await?
            }
        };
        let count = counts.into_iter().sum();
        self.inner.counts.put(list, count, began);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn list() -> Worklist {
        Worklist::of(afaq_base::BodyCode::parse("moi").unwrap())
    }

    fn seen(counts: &Counts, seconds: i64) -> Option<u64> {
        match counts.see(&list(), at(seconds)) {
            Seen::Holds(count) => Some(count),
            Seen::IsOld | Seen::New => None,
        }
    }

    #[test]
    fn few_hold_for_a_moment_and_many_for_some_seconds() {
        let counts = Counts::default();
        assert_eq!(seen(&counts, 0), None, "nobody has counted");
        counts.put(&list(), 3, at(0));
        assert_eq!(seen(&counts, 0), None, "a clock that stands still");
        counts.put(&list(), 3, at(0));
        assert_eq!(seen(&counts, 1), Some(3));
        assert_eq!(seen(&counts, 4), None);
        counts.put(&list(), 9_000, at(4));
        assert_eq!(seen(&counts, 4 + limits::COUNT_SECONDS), Some(9_000));
        assert_eq!(seen(&counts, 5 + limits::COUNT_SECONDS), None);
    }

    #[test]
    fn one_counts_anew_and_the_others_have_the_old_count_for_a_while() {
        let counts = Counts::default();
        counts.put(&list(), 500, at(0));
        let old = 1 + limits::COUNT_SECONDS;
        assert_eq!(seen(&counts, old), None, "the first counts");
        assert_eq!(seen(&counts, old + 1), Some(500));
        assert_eq!(seen(&counts, old + 1), Some(500));
        let late = old + limits::COUNT_SECONDS;
        assert_eq!(seen(&counts, late), None, "a count that is far too old is not shown");
        counts.put(&list(), 501, at(late));
        assert_eq!(seen(&counts, late + 1), Some(501));
    }

    #[test]
    fn what_an_officer_does_is_seen_where_few_are_counted() {
        let counts = Counts::default();
        counts.put(&list(), limits::COUNTED_EXACTLY - 1, at(0));
        counts.forget_few();
        assert_eq!(seen(&counts, 1), None);
        counts.put(&list(), limits::COUNTED_EXACTLY, at(0));
        counts.forget_few();
        assert_eq!(seen(&counts, 1), Some(limits::COUNTED_EXACTLY));
    }
}
