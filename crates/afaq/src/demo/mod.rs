//! The demonstration: whom one can be in it.

mod people;

pub use people::guide;
