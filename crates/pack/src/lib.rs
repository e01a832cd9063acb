//! One public service's definition: read, check with positions, compile.
//!
//! [`read`] takes the files of a pack and of the shared library, finds all problems at once, and gives
//! the compiled [`Service`]. Nothing here opens a file or reads a clock.

mod answer;
mod check;
pub mod codes;
pub mod countries;
mod diff;
mod docs;
pub mod edit;
mod evaluation;
pub mod limits;
mod model;
mod mutants;
mod problem;
mod read;
pub mod report;
mod scaffold;
mod scope;
mod shape;
mod source;
mod template;
mod values;
mod words;
mod yaml;

pub use answer::AnswerError;
pub use diff::{Change, diff};
pub use docs::docs_html;
pub use model::*;
pub use mutants::{Mutant, mutants, survivors};
pub use problem::{Problem, Severity, Spot};
pub use read::{Options, PackFiles, Read, read};
pub use scaffold::scaffold;
pub use shape::schema;
pub use template::{Template, plain};
pub use words::PackWords;
pub use yaml::yaml_to_json;
