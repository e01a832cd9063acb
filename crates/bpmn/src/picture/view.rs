//! What a picture shows beside the process itself: where a case is and was, or how many cases are where.

use std::collections::{BTreeMap, BTreeSet};

use crate::definitions::Lang;
use crate::event::Event;
use crate::instance::{Instance, Place, Status};

/// What is shown, by the ids of elements and flows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Where cases are.
    pub marks: BTreeMap<String, Mark>,
    /// The elements and flows that a case has passed.
    pub passed: BTreeSet<String>,
}

/// What is shown at one element.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mark {
    /// How many tokens or cases are there.
    pub cases: usize,
    /// Whether one of them cannot go on by itself.
    pub is_stuck: bool,
    /// How long cases wait there, for instance half of them, in milliseconds.
    pub waited_ms: Option<i64>,
    /// How much is going on there beside the others: from 0, nothing, to 1, the most.
    pub heat: f64,
}

impl View {
    /// Where an instance is.
    pub fn of(instance: &Instance) -> Self {
        let mut view = Self::default();
        for token in instance.tokens.values() {
            let (Place::Element(at) | Place::Flow(at)) = &token.place;
            view.marks.entry(at.to_string()).or_default().cases += 1;
        }
        for incident in instance.incidents.values() {
            view.marks.entry(incident.element.to_string()).or_default().is_stuck = true;
        }
        if let Status::Ended { element, .. } = &instance.status {
            view.marks.entry(element.to_string()).or_default().cases += 1;
        }
        view
    }

    /// The same with what has been passed, by the events of the instance.
    #[must_use]
    pub fn with_history<'e>(mut self, events: impl IntoIterator<Item = &'e Event>) -> Self {
        for event in events {
            match event {
                Event::ElementCompleted { element, .. } => self.passed.insert(element.to_string()),
                Event::FlowTaken { flow, .. } => self.passed.insert(flow.to_string()),
                _ => continue,
            };
        }
        self
    }

    /// Many cases: counts and waiting times; what most cases are at is hottest.
    pub fn of_many(counts: impl IntoIterator<Item = (String, Mark)>) -> Self {
        let mut marks: BTreeMap<String, Mark> = counts.into_iter().collect();
        let most = marks.values().map(|mark| mark.cases).max().unwrap_or(0).max(1);
        for mark in marks.values_mut().filter(|mark| mark.heat == 0.0) {
            #[expect(clippy::cast_precision_loss, reason = "a color needs no exact count")]
            let heat = mark.cases as f64 / most as f64;
            mark.heat = heat;
        }
        Self { marks, passed: BTreeSet::new() }
    }

    pub(super) fn mark(&self, id: &str) -> Mark {
        self.marks.get(id).copied().unwrap_or_default()
    }
}

impl Mark {
    /// The words of the sign at an element: how many, and how long they wait.
    pub(super) fn sign(&self, lang: Lang) -> Option<String> {
        match (self.cases, self.waited_ms) {
            (0, None) => None,
            (cases, None) => Some(cases.to_string()),
            (0, Some(ms)) => Some(time(ms, lang)),
            (cases, Some(ms)) => Some(format!("{cases} · {}", time(ms, lang))),
        }
    }
}

/// A length of time in its largest unit, rounded.
pub(super) fn time(ms: i64, lang: Lang) -> String {
    let minutes = ms.max(0) / 60_000;
    let (hours, days) = ((minutes + 30) / 60, (minutes + 720) / 1_440);
    match (minutes, hours, lang) {
        (..60, _, Lang::En) => format!("{minutes} min"),
        (..60, _, Lang::Ar) => format!("{minutes} د"),
        (_, ..36, Lang::En) => format!("{hours} h"),
        (_, ..36, Lang::Ar) => format!("{hours} س"),
        (_, _, Lang::En) => format!("{days} d"),
        (_, _, Lang::Ar) => format!("{days} ي"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_unit() {
        let minute = 60_000;
        for (ms, text) in
            [(-5, "0 min"), (59 * minute, "59 min"), (100 * minute, "2 h"), (3 * 1_440 * minute, "3 d")]
        {
            assert_eq!(time(ms, Lang::En), text);
        }
        assert_eq!(time(i64::MAX, Lang::Ar).chars().last(), Some('ي'));
    }
}
