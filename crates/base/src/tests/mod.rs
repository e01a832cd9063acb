//! Tests of this crate's values; those of the working calendar stand beside it.

mod names;
pub(crate) mod shared;
mod times;
mod typed;
