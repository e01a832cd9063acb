//! Scenarios: a pack's stories, played through the real rules, forms and process under virtual time.

mod expect;
mod mutation;
mod world;

use afaq_base::Text;
use afaq_base::calendar::WorkingCalendar;
use afaq_pack::{Scenario, Service};

pub use mutation::{MutationReport, mutate};
use world::World;

/// One expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Failure {
    /// What is compared, such as `status`.
    pub what: String,
    /// What the scenario expects.
    pub expected: String,
    /// What happened.
    pub seen: String,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>, expected: impl Into<String>, seen: impl Into<String>) -> Self {
        Self { what: what.into(), expected: expected.into(), seen: seen.into() }
    }

    /// The failure as a sentence in both languages.
    pub fn text(&self) -> Text {
        Text::new(
            format!("{}: المتوقع {}، والنتيجة {}", self.what, self.expected, self.seen),
            format!("{}: expected {}, but saw {}", self.what, self.expected, self.seen),
        )
    }
}

/// How one scenario went.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Played {
    /// The scenario's id.
    pub id: String,
    /// Everything that differed; empty when all is as expected.
    pub failures: Vec<Failure>,
}

impl Played {
    /// Whether all is as expected.
    pub fn is_passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Plays one scenario of a service.
pub fn play(service: &Service, scenario: &Scenario, calendar: &WorkingCalendar) -> Played {
    let mut world = World::new(service, scenario, calendar);
    let mut failures = Vec::new();
    if let Err(failure) = world.play() {
        failures.push(failure);
    }
    failures.extend(expect::compare(&world));
    Played { id: scenario.id.clone(), failures }
}

/// Plays all scenarios of a service.
pub fn play_all(service: &Service, calendar: &WorkingCalendar) -> Vec<Played> {
    service.scenarios.iter().map(|scenario| play(service, scenario, calendar)).collect()
}
