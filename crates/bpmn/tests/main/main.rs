//! Tests of the public interface: conformance, the machine, bad input, pictures.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "some tests tell how long it took")]

mod bad_input;
mod betsy;
mod checks;
mod decomposed;
mod machine;
mod miwg;
mod notation;
mod orders;
mod pictures;
mod properties;
mod repairs;
mod simulate;
mod sound;
mod strict;
mod support;
