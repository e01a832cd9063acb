//! The pages of the desk: what officers see.

pub mod cases;
pub mod decide;
pub mod worklist;
