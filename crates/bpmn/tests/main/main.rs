//! Tests of the public interface: conformance, the machine, bad input, pictures.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod bad_input;
mod betsy;
mod checks;
mod machine;
mod miwg;
mod notation;
mod orders;
mod pictures;
mod properties;
mod sound;
mod strict;
mod support;
