//! Letters that go nowhere: the outbox keeps what was handed over, and its page shows it.

use afaq_ports::{Fault, Letter, Letters};

/// The demonstration's carrier: it takes every letter and carries none.
#[derive(Debug, Default, Clone, Copy)]
pub struct KeptLetters;

impl Letters for KeptLetters {
    fn send(&self, _letter: &Letter) -> Result<(), Fault> {
        Ok(())
    }
}
