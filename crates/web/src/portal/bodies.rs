//! The bodies of government: a list of all, and a page with help and contact for each.

use askama::Template;

use crate::html::{Foreign, Num, Words};
use crate::parts::Link;
use crate::portal::catalogue::ServiceCard;
use crate::shell::Shell;

/// All bodies, by kind.
#[derive(Template)]
#[template(path = "portal/bodies.html")]
pub struct BodiesPage {
    /// The frame.
    pub s: Shell,
    /// How many there are.
    pub count: Num,
    /// Kinds with their bodies.
    pub kinds: Vec<(Words, Vec<Link>)>,
}

/// One body.
#[derive(Template)]
#[template(path = "portal/body.html")]
pub struct BodyPage {
    /// The frame; its title is the name.
    pub s: Shell,
    /// What kind of body it is.
    pub kind: Words,
    /// Its name in the other language.
    pub other_name: Foreign,
    /// Says that no public list confirms its name yet.
    pub is_unverified: bool,
    /// The services that it offers here.
    pub services: Vec<ServiceCard>,
    /// The registers that it holds and that services read.
    pub registers: Vec<Words>,
    /// Whether the one who looks is signed in.
    pub is_signed_in: bool,
}
