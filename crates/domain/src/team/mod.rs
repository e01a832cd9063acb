//! The team of a body: how work is given out, who is away and who stands in, sentences that are used again,
//! saved views, and how many decided cases a second pair of eyes looks at.
//!
//! One stream of events for each body. [`decide`] judges, [`Team::apply`] takes in.

mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;

pub use decide::{Action, Seat, decide};
pub use event::{Event, Policy, TeamEvent};
pub use state::{Absence, SavedView, Team, Template, TemplateVersion, UnitRules};
