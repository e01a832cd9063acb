//! The one integration test of the crate: the public conformance suite.

mod tck;
