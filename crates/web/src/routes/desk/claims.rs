//! What was said of a fact before: the earlier word beside the one that counts now, where they differ.

use std::collections::BTreeMap;

use afaq_app::cases::CaseView;
use afaq_base::{Fact, Source};
use afaq_domain::cases::Event;
use afaq_feel::Value;

/// The last value of each fact that is not the one that counts now, with who said it.
pub(super) struct Claims(BTreeMap<String, (Source, Value)>);

impl Claims {
    /// Reads the history of a case.
    pub fn of(view: &CaseView) -> Self {
        let mut told: BTreeMap<&str, Vec<&Fact<Value>>> = BTreeMap::new();
        for entry in &view.timeline {
            match &entry.event.what {
                Event::Submitted(submitted) => add(&mut told, submitted.facts.iter()),
                Event::FactsRead { facts, .. } | Event::Answered { facts, .. } => {
                    add(&mut told, facts.iter())
                }
                Event::FactCorrected { path, fact, .. } => add(&mut told, std::iter::once((path, fact))),
                _ => {}
            }
        }
        let earlier = told.into_iter().filter_map(|(path, told)| {
            let now = view.case.facts.get(path)?.value()?;
            let other = told.iter().rev().find(|fact| fact.value().is_some_and(|value| value != now))?;
            Some((path.to_string(), (other.source().clone(), other.value()?.clone())))
        });
        Self(earlier.collect())
    }

    /// The earlier value of a fact and who said it.
    pub fn earlier(&self, path: &str) -> Option<&(Source, Value)> {
        self.0.get(path)
    }

    /// All earlier values.
    pub fn values(&self) -> BTreeMap<String, Value> {
        self.0.iter().map(|(path, (_, value))| (path.clone(), value.clone())).collect()
    }
}

fn add<'a>(
    told: &mut BTreeMap<&'a str, Vec<&'a Fact<Value>>>,
    facts: impl Iterator<Item = (&'a String, &'a Fact<Value>)>,
) {
    for (path, fact) in facts {
        told.entry(path).or_default().push(fact);
    }
}
