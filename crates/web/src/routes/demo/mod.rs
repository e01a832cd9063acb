//! Handlers of the demonstration: signing in as anybody, the payment page, the outbox.

pub(crate) mod outbox;
pub(crate) mod pay;
pub(crate) mod sign_in;
