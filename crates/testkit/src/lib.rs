//! The seeded city and builders for tests.
//!
//! Nobody in the city is real. Names are put together by chance and family names are invented; account
//! numbers carry the letters of a bank that does not exist; there are no telephone numbers. Civil numbers
//! have right check digits, so that forms and rules can be tried with them: one may by chance be somebody's
//! number, but nothing that the city says about it is about that person. Never mix the city with real data.

pub mod city;
pub mod files;
pub mod postgres;
pub mod rng;

pub use city::{City, Person, Showcase};
pub use rng::Rng;
