//! The use cases, tried whole: packs' scenarios, and people and officers over a real store.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says by ending what it did not find"
)]

mod desk;
mod drafts;
mod facts;
mod files;
mod house;
mod money;
mod people;
mod publishing;
mod retention;
mod running;
mod scenarios;
mod secrets;
mod silence;
mod team;
mod uploads;
mod work;
