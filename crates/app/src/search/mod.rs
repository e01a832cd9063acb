//! Search: finds services by the words that people use, in both languages and scripts.

mod index;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};

use afaq_pack::Service;

use crate::{App, limits};
use index::Index;

/// A service that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The service.
    pub service: Arc<Service>,
    /// How well it fits; larger is better.
    pub score: u32,
}

/// The index of the services in force, kept until others are in force.
#[derive(Debug, Default)]
pub(crate) struct Kept(RwLock<Option<(Vec<String>, Arc<Index>)>>);

impl Kept {
    fn index(&self, services: Vec<Arc<Service>>) -> Arc<Index> {
        let versions: Vec<String> = services.iter().map(|one| one.content_hash.clone()).collect();
        if let Some((known, index)) = &*self.0.read().unwrap_or_else(PoisonError::into_inner)
            && *known == versions
        {
            return index.clone();
        }
        let index = Arc::new(Index::new(services));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((versions, index.clone()));
        index
    }
}

impl App {
    /// Services that fit a text, the best first.
    pub fn search(&self, text: &str) -> Vec<Found> {
        let text: String = text.chars().take(limits::SEARCH_CHARS_MAX).collect();
        let services = self.services().into_iter().map(|published| published.service).collect();
        self.inner.search.index(services).find(&text)
    }
}
