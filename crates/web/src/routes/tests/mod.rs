//! Tests of the routes over the real use cases, a store in a temporary folder, and the packs of the demonstration.

mod browser;
mod desk;
mod explained;
mod forms;
mod journey;
mod kept;
mod mandates;
mod money;
mod orders;
mod people;
mod rights;
mod screens;
mod team;
mod world;
