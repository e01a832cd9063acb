//! Children that are limited, killed and replaced, and what a document costs.

mod hostile;
mod pool;
mod request;
mod speed;
