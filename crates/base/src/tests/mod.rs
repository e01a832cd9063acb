//! Tests of this crate's values; those of the working calendar stand beside it.

mod names;
mod times;
mod typed;
