//! The demonstration: a generated city with a past that was played through the real engine.

mod answers;
mod past;
mod people;

pub use past::play;
pub use people::guide;
