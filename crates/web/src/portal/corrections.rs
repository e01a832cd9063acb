//! Facts that a person calls wrong, and what their holders say.

use crate::html::{DateView, Words};
use crate::parts::{Tag, Value};

/// A correction in a list of the person who asked for it.
#[derive(Clone, Debug)]
pub struct CorrectionRow {
    /// The fact.
    pub what: Words,
    /// The body that holds it.
    pub holder: Words,
    /// How far it is.
    pub state: Tag,
    /// What is right, once the holder has said so.
    pub value: Option<Value>,
    /// The holder's reason; may be empty.
    pub reason: Words,
    /// Until when the holder answers, while it is open.
    pub due: Option<DateView>,
}
