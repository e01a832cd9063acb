//! A team as it stands, made from its events alone.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::{Date, Text, Timestamp};
use afaq_pack::Outcome as Choice;

use super::event::{Event, Policy, TeamEvent};

/// The team of one body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Team {
    /// What each unit has set for itself.
    pub units: BTreeMap<String, UnitRules>,
    /// The services that officers know best.
    pub skills: BTreeMap<String, BTreeSet<String>>,
    /// Who is or will be away, by number.
    pub absences: BTreeMap<u64, Absence>,
    /// Sentences that officers use again, by number.
    pub templates: BTreeMap<u64, Template>,
    /// The views that each officer keeps, by name.
    pub views: BTreeMap<String, Vec<SavedView>>,
    /// Number of events so far.
    pub version: u64,
}

/// What a unit has set for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitRules {
    /// How its work is given out.
    pub policy: Policy,
    /// The share of decided cases that is reviewed, in percent, each since a moment.
    pub samples: Vec<(Timestamp, u8)>,
}

/// Some days of leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Who is away.
    pub officer: String,
    /// Who stands in.
    pub substitute: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Whether it was called off or ended early.
    pub is_ended: bool,
}

impl Absence {
    /// Whether the officer is away on this day.
    #[must_use]
    pub fn is_on(&self, day: Date) -> bool {
        !self.is_ended && (self.from..=self.until).contains(&day)
    }
}

/// A sentence that officers use again, with all that it ever said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The decision it goes with.
    pub choice: Choice,
    /// The only service it is for.
    pub service: Option<String>,
    /// What officers call it.
    pub name: Text,
    /// What it said, the oldest first; never empty.
    pub versions: Vec<TemplateVersion>,
    /// Whether it is no longer offered.
    pub is_retired: bool,
}

/// What a sentence says since a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    /// What the person reads.
    pub text: Text,
    /// Who wrote it.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
}

/// A view of the worklist under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What the officer calls it.
    pub name: String,
    /// The query of the worklist.
    pub query: String,
}

impl Team {
    /// Takes one fact in. Never fails and never judges: `decide` has judged.
    pub fn apply(&mut self, event: &TeamEvent) {
        self.version += 1;
        match event.what.clone() {
            Event::PolicySet { unit, policy } => self.units.entry(unit).or_default().policy = policy,
            Event::SkillsSet { officer, services } => {
                self.skills.insert(officer, services);
            }
            Event::SampleSet { unit, percent } => {
                self.units.entry(unit).or_default().samples.push((event.at, percent));
            }
            Event::AbsencePlanned { number, officer, substitute, from, until } => {
                let absence = Absence { officer, substitute, from, until, is_ended: false };
                self.absences.insert(number, absence);
            }
            Event::AbsenceEnded { number } => {
                if let Some(absence) = self.absences.get_mut(&number) {
                    absence.is_ended = true;
                }
            }
            Event::TemplateWritten { number, choice, service, name, text } => {
                let version = TemplateVersion { text, by: event.by.clone(), at: event.at };
                match self.templates.get_mut(&number) {
                    Some(template) => {
                        (template.choice, template.service, template.name) = (choice, service, name);
                        template.versions.push(version);
                    }
                    None => {
                        let versions = vec![version];
                        let template = Template { choice, service, name, versions, is_retired: false };
                        self.templates.insert(number, template);
                    }
                }
            }
            Event::TemplateRetired { number } => {
                if let Some(template) = self.templates.get_mut(&number) {
                    template.is_retired = true;
                }
            }
            Event::ViewSaved { name, query } => {
                let views = self.views.entry(event.by.clone()).or_default();
                match views.iter_mut().find(|view| view.name == name) {
                    Some(view) => view.query = query,
                    None => views.push(SavedView { name, query }),
                }
            }
            Event::ViewDropped { name } => {
                if let Some(views) = self.views.get_mut(&event.by) {
                    views.retain(|view| view.name != name);
                }
            }
        }
    }

    /// Makes a team from all its events.
    #[must_use]
    pub fn replay(events: &[TeamEvent]) -> Self {
        let mut team = Self::default();
        for event in events {
            team.apply(event);
        }
        team
    }

    /// How a unit gives its work out.
    #[must_use]
    pub fn policy(&self, unit: &str) -> Policy {
        self.units.get(unit).map(|rules| rules.policy).unwrap_or_default()
    }

    /// The share in percent of the cases decided at a moment that is reviewed.
    #[must_use]
    pub fn sample(&self, unit: &str, at: Timestamp) -> u8 {
        let samples = self.units.get(unit).map(|rules| rules.samples.as_slice()).unwrap_or_default();
        samples.iter().rev().find(|(since, _)| *since <= at).map_or(0, |(_, percent)| *percent)
    }

    /// Who stands in for an officer on a day; nothing when the officer is there.
    #[must_use]
    pub fn substitute_of(&self, officer: &str, day: Date) -> Option<&str> {
        let away = self.absences.values().find(|one| one.officer == officer && one.is_on(day));
        away.map(|absence| absence.substitute.as_str())
    }

    /// For whom an officer stands in on a day.
    #[must_use]
    pub fn stands_in_for(&self, officer: &str, day: Date) -> Vec<&str> {
        let away = self.absences.values().filter(|one| one.substitute == officer && one.is_on(day));
        away.map(|absence| absence.officer.as_str()).collect()
    }

    /// The sentences that go with a decision on a service.
    pub fn templates_for(&self, choice: Choice, service: &str) -> impl Iterator<Item = (u64, &Template)> {
        self.templates
            .iter()
            .filter(move |(_, one)| {
                !one.is_retired
                    && one.choice == choice
                    && one.service.as_deref().is_none_or(|only| only == service)
            })
            .map(|(number, one)| (*number, one))
    }
}

impl Template {
    /// What it says now.
    #[must_use]
    pub fn text(&self) -> Option<&Text> {
        self.versions.last().map(|version| &version.text)
    }
}
