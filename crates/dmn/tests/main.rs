//! The one integration test of the crate: the public conformance suite.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test: it ends where something is wrong, and says what it skipped"
)]

mod tck;
