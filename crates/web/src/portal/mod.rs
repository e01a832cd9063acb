//! The pages of the portal: what people see.

pub mod cases;
pub mod catalogue;
pub mod documents;
pub mod drafts;
pub mod sign_in;
