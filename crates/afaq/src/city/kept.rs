//! What a demonstration must remember of its city besides the seed: when it was made, how long it lived, what was granted.

use std::path::Path;

use afaq_base::{CivilNumber, Date};
use afaq_testkit::City;
use afaq_testkit::city::Granted;
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

/// A city as it is written beside a store that it has filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The seed.
    pub seed: u64,
    /// How many people it was made with.
    pub people: usize,
    /// The day on which it was made.
    pub made_on: Date,
    /// How many days it has lived since.
    pub days: i64,
    /// What bodies granted: to whom, what, until or on which day.
    pub granted: Vec<(CivilNumber, String, Date)>,
}

impl Kept {
    /// What is to be remembered of a city.
    pub fn of(city: &City, people: usize, days: i64) -> Self {
        let granted = city.all_granted().into_iter();
        let granted = granted.map(|(to, what, day)| (to, what.word().to_string(), day)).collect();
        Self { seed: city.seed(), people, made_on: city.today(), days, granted }
    }

    /// Writes it.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string(self)?;
        std::fs::write(path, text).with_context(|| format!("can't write `{}`", path.display()))
    }

    /// Reads it.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("can't read `{}`", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("`{}` is no city", path.display()))
    }

    /// Makes the city again, as it is on its last day.
    pub fn city(&self) -> anyhow::Result<City> {
        let city = City::generate_over(self.seed, self.people, self.made_on, self.days);
        for (to, word, day) in &self.granted {
            let Some(what) = Granted::ALL.into_iter().find(|what| what.word() == word) else {
                bail!("nobody grants `{word}`");
            };
            city.grant(*to, what, *day);
        }
        let last = self.made_on.saturating_add(jiff::SignedDuration::from_hours(24 * self.days));
        city.set_present(last);
        Ok(city)
    }
}
