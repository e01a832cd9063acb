//! The use cases, tried whole: packs' scenarios, and people and officers over a real store.

mod desk;
mod drafts;
mod files;
mod house;
mod money;
mod publishing;
mod scenarios;
mod secrets;
mod uploads;
mod work;
