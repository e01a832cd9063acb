//! The packs of the repository, and packs with one defect each.

mod support;

mod packs;
