//! A seed from which all keys of a demonstration follow, so that the same past is stored to the same bytes.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{DataKey, bound_to};

/// Settles the keys of a demonstration. A store that was made without one is never opened with one.
#[derive(Clone)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The seed of a number.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self(Sha256::digest(bound_to(&["demonstration", &number.to_string()])).into())
    }

    /// What marks a store as a demonstration of this seed; the keys can't be worked out from it.
    pub(super) fn mark(&self) -> [u8; 32] {
        *self.key(&["mark"]).bytes()
    }

    /// The key of one purpose.
    pub(super) fn key(&self, purpose: &[&str]) -> DataKey {
        let bound = bound_to(purpose);
        let inner = Sha256::new().chain_update(self.0).chain_update(&bound).finalize();
        DataKey::new(Sha256::new().chain_update(self.0).chain_update(inner).finalize().into())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}
