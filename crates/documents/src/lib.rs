//! Issued documents: tagged PDF/A in Arabic and English.
//!
//! A pack's template is a program, so it never runs inside the server: [`Renderer`] keeps one or two child
//! processes with a limit on memory, time and output, and [`child_main`] is what such a child runs. The typesetting
//! library sees nothing but the request: no files, no network, no fonts of the machine, no clock. The same
//! request gives the same bytes.
//!
//! What a template may use stands in `typst/afaq.typ`, which is part of the program.

mod child;
mod clean;
pub mod code;
mod error;
mod fonts;
pub mod limits;
mod port;
mod qr;
mod renderer;
mod request;
mod sample;
mod typeset;
mod wire;
mod worker;
mod world;

pub use child::child_main;
pub use error::{RenderError, TemplateProblem};
pub use limits::Limits;
pub use renderer::Renderer;
pub use request::{Asset, DocumentLanguage, RenderRequest, Rendered};
pub use typeset::render;

#[cfg(test)]
mod tests;
