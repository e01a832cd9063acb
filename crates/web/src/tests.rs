//! Tests of what the crate promises as a whole.
