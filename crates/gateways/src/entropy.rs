//! Sources of bytes for new identifiers.

use std::sync::atomic::{AtomicU64, Ordering};

use afaq_ports::Entropy;
use sha2::{Digest, Sha256};

/// The operating system's random source.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        // Without random numbers no session and no identifier is safe: stopping is the only right answer.
        #[expect(clippy::expect_used, reason = "a machine without a random source can't serve anybody")]
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

/// Bytes that follow from a seed and their purpose, whoever asks first: for a past that is the same each time.
///
/// Bytes without a purpose (sessions) are the operating system's.
#[derive(Debug)]
pub struct RepeatableEntropy {
    seed: u64,
}

impl RepeatableEntropy {
    /// A source that is settled by its seed.
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }
}

impl Entropy for RepeatableEntropy {
    fn bytes(&self) -> [u8; 16] {
        SystemEntropy.bytes()
    }

    fn bytes_for(&self, what: &str, of: u128, number: u64) -> [u8; 16] {
        let hash = Sha256::new()
            .chain_update(self.seed.to_be_bytes())
            .chain_update((what.len() as u64).to_be_bytes())
            .chain_update(what)
            .chain_update(of.to_be_bytes())
            .chain_update(number.to_be_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        bytes
    }
}

/// The same bytes for the same seed: for the demonstration's past and for tests, never for serving.
#[derive(Debug)]
pub struct SeededEntropy {
    state: AtomicU64,
}

impl SeededEntropy {
    /// A source that is settled by its seed.
    pub fn new(seed: u64) -> Self {
        Self { state: AtomicU64::new(seed) }
    }

    fn next(&self) -> u64 {
        // SplitMix64 (Steele, Lea, Flood 2014).
        let state = self.state.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        let mut mixed = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

impl Entropy for SeededEntropy {
    fn bytes(&self) -> [u8; 16] {
        ((u128::from(self.next()) << 64) | u128::from(self.next())).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeatable_bytes_follow_from_their_purpose_alone() {
        let (one, same, other) =
            (RepeatableEntropy::new(1), RepeatableEntropy::new(1), RepeatableEntropy::new(2));
        let first = one.bytes_for("case", 7, 1);
        assert_ne!(one.bytes_for("case", 7, 2), first);
        assert_ne!(one.bytes_for("draft", 7, 1), first);
        assert_eq!(same.bytes_for("case", 7, 1), first);
        assert_ne!(other.bytes_for("case", 7, 1), first);
        assert_ne!(one.bytes(), same.bytes(), "what has no purpose is chance");
    }
}
