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
}
