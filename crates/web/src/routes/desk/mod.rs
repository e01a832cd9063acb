//! Handlers of the desk: what officers see and do.

pub(crate) mod bulk;
pub(crate) mod case;
pub(crate) mod case_view;
mod claims;
pub(crate) mod complete;
pub(crate) mod corrections;
pub(crate) mod counter;
pub(crate) mod decide;
pub(crate) mod history;
mod outline;
pub(crate) mod owner;
pub(crate) mod pass;
pub(crate) mod quality;
pub(crate) mod services;
pub(crate) mod task;
pub(crate) mod team;
pub(crate) mod templates;
pub(crate) mod worklist;
