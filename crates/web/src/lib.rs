//! Everything that makes HTML: typed runs of text, the two languages, the pages of the portal and of the desk.
//!
//! A handler fills a view (a plain struct that is also the template) and answers with [`respond::page`].
//! [`router`] joins them with the use cases. Nothing here decides, reads the clock or touches a database.

pub mod assets;
pub mod demo;
pub mod desk;
pub mod errors;
pub mod explained;
pub mod form;
pub mod headers;
pub mod html;
pub mod icons;
pub mod known;
pub mod ledger;
pub mod limits;
pub mod parts;
pub mod portal;
pub mod prose;
pub mod respond;
mod routes;
pub mod shell;
pub mod style;
pub mod texts;

pub use axum::Router;
pub use routes::{Demonstration, Settings, SignPayment, router, serve};

#[cfg(test)]
mod tests;
