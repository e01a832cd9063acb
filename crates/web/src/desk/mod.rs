//! The pages of the desk: what officers see.

pub mod cases;
pub mod corrections;
pub mod decide;
pub mod owner;
pub mod sections;
pub mod worklist;
