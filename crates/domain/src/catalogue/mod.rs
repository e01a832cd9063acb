//! How a version of a service comes into the catalogue: drafted by one officer, approved by another; and how a
//! service is stopped, opened again and given up.
//!
//! One stream of events for each service. [`decide`] judges, [`Listing::apply`] takes in.

mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use decide::{Action, decide};
pub use event::{CatalogueEvent, Event, Proposed};
pub use state::{Listing, Proposal, Released, Standing};
