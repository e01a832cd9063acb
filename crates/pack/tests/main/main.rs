//! The packs of the repository, packs with one defect each, and what is made of a service.

#[cfg(test)]
mod support;

#[cfg(test)]
mod defects;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod packs;
#[cfg(test)]
mod views;
