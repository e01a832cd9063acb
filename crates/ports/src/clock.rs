//! Time and fresh bytes: the two things that a pure floor can never make itself.

use afaq_base::Timestamp;

/// Tells the time. Tests and the scenario runner give a virtual one.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Gives bytes for new identifiers. Tests give a seeded one.
pub trait Entropy: Send + Sync {
    /// Sixteen bytes that nobody has seen before.
    fn bytes(&self) -> [u8; 16];

    /// Sixteen bytes for one purpose: what they are for, of which thing, and which of its bytes.
    ///
    /// A demonstration that is to be the same each time lets them follow from the purpose, in whatever order they
    /// are asked for. Everything else gives bytes that nobody has seen before.
    fn bytes_for(&self, _what: &str, _of: u128, _number: u64) -> [u8; 16] {
        self.bytes()
    }
}
