//! The names and types of everything that a service's expressions may read.

use afaq_feel::Scope;

use crate::Service;
use crate::read::fact_types;

impl Service {
    /// The types of all facts and decisions.
    #[must_use]
    pub fn scope(&self) -> Scope {
        let mut scope = Scope::new();
        for (name, ty) in fact_types(&self.concepts, &self.evidence).iter().chain(&self.decisions.types) {
            scope.add(name, ty.clone());
        }
        scope
    }
}
