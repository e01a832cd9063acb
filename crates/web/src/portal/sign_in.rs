//! Signing in to the demonstration: clearly marked, with what each person is good for.

use askama::Template;

use crate::form::{FieldError, Hidden};
use crate::html::{Code, Foreign, Href, Typed, Words};
use crate::shell::Shell;

/// The demonstration's sign-in.
#[derive(Template)]
#[template(path = "portal/sign_in.html")]
pub struct SignInPage {
    /// The frame.
    pub s: Shell,
    /// Where the choice is posted, as `who=KEY` or `civil_number=…`.
    pub action: Href,
    /// Where to go afterwards.
    pub next: Typed,
    /// What was typed when a session had ended, to be sent afterwards.
    pub hidden: Vec<Hidden>,
    /// The civil number that was typed.
    pub civil_number: Typed,
    /// What is wrong with it.
    pub error: Option<FieldError>,
    /// People to play.
    pub people: Vec<DemoPerson>,
    /// Officers to play.
    pub officers: Vec<DemoPerson>,
}

/// Somebody to play.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    /// Value of the button.
    pub key: Typed,
    /// The name.
    pub name: Foreign,
    /// Civil number; nothing for officers.
    pub civil_number: Option<Code>,
    /// What this person is good for, or the officer's body and unit.
    pub what: Words,
}
