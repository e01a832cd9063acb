//! Adapters to the world outside: the real clock and random source, and a demonstration's
//! registers, identity, payment and letters that need nobody else.

mod clock;
mod entropy;
mod identity;
mod letters;
mod payment;
mod registers;
mod scanner;

pub use clock::{SystemClock, VirtualClock};
pub use entropy::{RepeatableEntropy, SeededEntropy, SystemEntropy};
pub use identity::{DemoIdentity, DemoRole};
pub use letters::KeptLetters;
pub use payment::DemoPayment;
pub use registers::CityRegisters;
pub use scanner::{Clamd, TestScanner};
