//! The pages of the portal: what people see.

pub mod bodies;
pub mod cases;
pub mod catalogue;
pub mod corrections;
pub mod documents;
pub mod drafts;
pub mod entitled;
pub mod my_data;
pub mod sign_in;
