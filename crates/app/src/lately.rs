//! What was read a moment ago and is asked for again and again: sessions, unread messages, drafts.
//!
//! What this process changes is forgotten at once. What another process changes is seen when the moment is over.
//! A clock that stands still proves nothing: what was read at this very moment is read again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use afaq_base::{PartyId, Timestamp};
use afaq_store::{DraftSummary, SessionRow, TokenHash};

use crate::limits;

/// Values with the moment at which they were read.
struct Kept<K, V> {
    values: HashMap<K, (V, Timestamp)>,
    /// Counts what was forgotten: what was read before the last time is not kept.
    epoch: u64,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { values: HashMap::new(), epoch: 0 }
    }
}

/// One kind of what was read lately.
pub(crate) struct Lately<K, V>(Mutex<Kept<K, V>>);

impl<K, V> Default for Lately<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Lately<K, V> {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value, if it was read lately; otherwise the epoch to give back with [`Lately::put`].
    pub fn get(&self, key: &K, now: Timestamp) -> Result<V, u64> {
        let kept = self.kept();
        let found = kept.values.get(key).filter(|(_, at)| is_lately(*at, now));
        found.map(|(value, _)| value.clone()).ok_or(kept.epoch)
    }

    /// Keeps a value, unless something was forgotten since it was asked for.
    pub fn put(&self, key: K, value: V, now: Timestamp, epoch: u64) {
        let mut kept = self.kept();
        if kept.epoch != epoch {
            return;
        }
        if kept.values.len() >= limits::LATELY_MAX {
            kept.values.clear();
        }
        kept.values.insert(key, (value, now));
    }

    /// Forgets one value.
    pub fn forget(&self, key: &K) {
        let mut kept = self.kept();
        kept.values.remove(key);
        kept.epoch += 1;
    }

    /// Forgets all values.
    pub fn forget_all(&self) {
        let mut kept = self.kept();
        kept.values.clear();
        kept.epoch += 1;
    }
}

fn is_lately(at: Timestamp, now: Timestamp) -> bool {
    let age_ms = now.duration_since(at).as_millis();
    at < now && age_ms <= i128::from(limits::LATELY_MS)
}

/// All that was read lately.
#[derive(Default)]
pub(crate) struct Memory {
    pub sessions: Lately<TokenHash, SessionRow>,
    pub unread: Lately<PartyId, u64>,
    pub drafts: Lately<PartyId, Arc<Vec<DraftSummary>>>,
}

impl Memory {
    /// Something of a person was changed.
    pub fn forget_party(&self, party: PartyId) {
        self.unread.forget(&party);
        self.drafts.forget(&party);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_800_000_000_000 + ms).unwrap()
    }

    #[test]
    fn a_value_is_kept_for_a_moment() {
        let lately = Lately::<u8, u8>::default();
        let Err(epoch) = lately.get(&1, at(0)) else { panic!("nothing was read yet") };
        lately.put(1, 7, at(0), epoch);
        assert!(lately.get(&1, at(0)).is_err(), "a clock that stands still");
        assert_eq!(lately.get(&1, at(1)), Ok(7));
        assert_eq!(lately.get(&1, at(limits::LATELY_MS)), Ok(7));
        assert!(lately.get(&1, at(limits::LATELY_MS + 1)).is_err());
        assert!(lately.get(&1, at(-1)).is_err(), "a clock that goes back");
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let lately = Lately::<u8, u8>::default();
        let Err(epoch) = lately.get(&1, at(0)) else { panic!("nothing was read yet") };
        lately.forget(&1);
        lately.put(1, 7, at(0), epoch);
        assert!(lately.get(&1, at(1)).is_err());
        let Err(epoch) = lately.get(&1, at(1)) else { panic!("nothing was kept") };
        lately.put(1, 8, at(1), epoch);
        assert_eq!(lately.get(&1, at(2)), Ok(8));
        lately.forget_all();
        assert!(lately.get(&1, at(2)).is_err());
    }

    #[test]
    fn there_is_a_limit() {
        let lately = Lately::<usize, u8>::default();
        for key in 0..=limits::LATELY_MAX {
            lately.put(key, 0, at(0), 0);
        }
        assert!(lately.get(&0, at(1)).is_err() && lately.get(&limits::LATELY_MAX, at(1)).is_ok());
    }
}
