//! Facts as pages show them: each with its source, time and standing; close together by person.

use std::collections::BTreeMap;

use afaq_base::{Fact, Lang, Source, Standing};
use afaq_domain::cases::{Facts, evidence_path};
use afaq_feel::Value as Feel;
use afaq_pack::{Concept, From, Gender, Service};

use super::values::{any_value, is_repeated, label, moment, value};
use super::visit::Visit;
use super::{names, values};
use crate::html::{Href, Words};
use crate::known::FactGroup;
use crate::parts::{FactView, Row, Tag, Tone, Value};
use crate::texts::{t, t_args};

/// What is known of a case or a draft, and to whom it is shown.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub service: &'a Service,
    pub facts: &'a Facts,
    pub visit: &'a Visit,
    /// Whether an officer reads it; people are spoken to.
    pub is_officer: bool,
    /// Values that were told before and are not those that count now.
    pub earlier: Option<&'a BTreeMap<String, Feel>>,
}

/// The gender of the person whom a concept is about, where the facts tell it.
pub(crate) fn gender(facts: &Facts, concept: &Concept) -> Gender {
    Gender::of(facts.get(&format!("{}.gender", concept.head())).and_then(Fact::value))
}

impl Known<'_> {
    /// The value of a concept as it is shown here.
    pub fn value(&self, concept: &Concept, found: &Feel) -> Value {
        value(concept, found, self.visit.lang, gender(self.facts, concept))
    }

    /// One fact with its source, time and standing; nothing where it is not known.
    pub fn fact(&self, path: &str, dispute: Option<Href>) -> Option<FactView> {
        let known = self.facts.get(path)?;
        let lang = self.visit.lang;
        let shown = match (self.service.concepts.get(path), known.value()) {
            (_, None) => Value::Missing(Words::from(t(lang, "fact-silent"))),
            // A register that answered and holds nothing says more than that nothing was given.
            (_, Some(Feel::Null)) if matches!(known.source(), Source::Register(_)) => {
                Value::Missing(Words::from(t(lang, "value-no-record")))
            }
            (Some(concept), Some(found)) => self.value(concept, found),
            (None, Some(found)) => any_value(self.service, path, found, lang, Gender::default()),
        };
        let may_dispute = matches!(known.standing(), Standing::Verified | Standing::Asserted);
        Some(FactView {
            label: label(self.service, path, lang),
            value: shown,
            source: self.source(known.source()),
            at: Some(moment(known.at(), lang)),
            standing: standing(known.standing(), lang),
            dispute: dispute.filter(|_| may_dispute),
            differs: self
                .earlier
                .and_then(|earlier| Some(self.value(self.service.concepts.get(path)?, earlier.get(path)?))),
        })
    }

    /// Where a fact comes from, in words.
    fn source(&self, source: &Source) -> Words {
        let lang = self.visit.lang;
        match source {
            Source::Register(register) => match self.service.find_register(register.as_str()) {
                Some(known) => names::words(&known.name, lang),
                None => Words::new(t_args(lang, "source-register", &[("name", &register.as_str())])),
            },
            Source::Applicant if self.is_officer => Words::from(t(lang, "source-applicant")),
            Source::Applicant => Words::from(t(lang, "source-you")),
            Source::Officer => Words::from(t(lang, "source-officer")),
            Source::Computed => Words::from(t(lang, "source-computed")),
            Source::SignIn => Words::from(t(lang, "source-sign-in")),
            Source::Document => Words::from(t(lang, "source-document")),
        }
    }

    /// What registers hold, by person; `dispute` says where each may be called wrong.
    pub fn held_by_registers(&self, dispute: impl Fn(&str) -> Option<Href>) -> Vec<FactGroup> {
        let mut groups = self.grouped(
            |concept| matches!(concept.from, From::Register { .. }),
            |path| self.fact(path, dispute(path)),
        );
        let papers = self.service.evidence.iter();
        let papers: Vec<FactView> =
            papers.filter_map(|kind| self.fact(&evidence_path(&kind.id), None)).collect();
        if !papers.is_empty() {
            groups.push(FactGroup::new(t(self.visit.lang, "service-papers"), papers));
        }
        groups
    }

    /// What registers have answered, by person.
    pub fn told_by_registers(&self) -> Vec<FactGroup> {
        let is_told = |path: &str| {
            self.facts.get(path).is_some_and(|fact| {
                matches!(fact.source(), Source::Register(_)) && fact.standing() == Standing::Verified
            })
        };
        self.grouped(|concept| is_told(&concept.path), |path| self.fact(path, None))
    }

    /// The facts that rules used, with their values then, by person.
    pub fn used(&self, used: &BTreeMap<&str, &Feel>) -> Vec<FactGroup> {
        let mut groups = self.grouped(
            |concept| used.contains_key(concept.path.as_str()),
            |path| self.used_fact(path, used.get(path)?),
        );
        let papers = self.service.evidence.iter().map(|kind| evidence_path(&kind.id));
        let papers: Vec<FactView> =
            papers.filter_map(|path| self.used_fact(&path, used.get(path.as_str())?)).collect();
        if !papers.is_empty() {
            groups.push(FactGroup::new(t(self.visit.lang, "service-papers"), papers));
        }
        groups
    }

    /// A fact as rules used it. What it is computed from has sources; it itself was worked out.
    fn used_fact(&self, path: &str, found: &Feel) -> Option<FactView> {
        let lang = self.visit.lang;
        let concept = self.service.concepts.get(path);
        let then = || {
            any_value(
                self.service,
                path,
                found,
                lang,
                concept.map(|one| gender(self.facts, one)).unwrap_or_default(),
            )
        };
        match self.fact(path, None) {
            // The same as now: a register that holds nothing says so in its own words.
            Some(fact) if self.facts.get(path).and_then(Fact::usable) == Some(found) => Some(fact),
            Some(fact) if found.is_unknown() => Some(fact),
            Some(fact) => Some(FactView { value: then(), ..fact }),
            None => Some(FactView {
                label: label(self.service, path, lang),
                value: then(),
                source: Words::from(t(lang, "source-computed")),
                at: None,
                standing: Tag::new(Tone::Quiet, t(lang, "why-computed")),
                dispute: None,
                differs: None,
            }),
        }
    }

    /// All that is known, by person, for an officer: what is not sure, and what was claimed otherwise before, comes
    /// first, for it is the officer's work.
    /// `complete` says where an officer can complete one.
    pub fn for_officer(&self, complete: impl Fn(&str) -> Option<Href>) -> Vec<FactGroup> {
        let shown = |concept: &Concept| {
            !is_repeated(self.service, concept) && !matches!(concept.from, From::Computed(_))
        };
        let is_sure = |path: &str| {
            let known = self.facts.get(path).map(Fact::standing);
            let differs = self.earlier.is_some_and(|earlier| earlier.contains_key(path));
            !differs && !matches!(known, Some(Standing::Disputed | Standing::Unavailable))
        };
        let unsure: Vec<FactView> = self
            .service
            .concepts
            .iter()
            .filter(|concept| shown(concept) && !is_sure(&concept.path))
            .filter_map(|concept| {
                Some(FactView { dispute: complete(&concept.path), ..self.fact(&concept.path, None)? })
            })
            .collect();
        let mut groups = Vec::new();
        if !unsure.is_empty() {
            groups.push(FactGroup::new(t(self.visit.lang, "facts-unsure"), unsure));
        }
        groups.extend(
            self.grouped(|concept| shown(concept) && is_sure(&concept.path), |path| self.fact(path, None)),
        );
        groups
    }

    /// The chosen concepts' facts by the first part of their path: one person, one permit, one account.
    fn grouped(
        &self,
        is_shown: impl Fn(&Concept) -> bool,
        fact: impl Fn(&str) -> Option<FactView>,
    ) -> Vec<FactGroup> {
        let mut found: Vec<(&str, Vec<FactView>)> = Vec::new();
        for concept in self.service.concepts.iter().filter(|concept| is_shown(concept)) {
            let Some(mut view) = fact(&concept.path) else { continue };
            // The heading says already whom it is about.
            view.label = names::words(concept.called(), self.visit.lang);
            match found.iter_mut().find(|(head, _)| *head == concept.head()) {
                Some((_, facts)) => facts.push(view),
                None => found.push((concept.head(), vec![view])),
            }
        }
        found.into_iter().map(|(head, facts)| FactGroup::new(self.heading(head), facts)).collect()
    }

    fn heading(&self, head: &str) -> Words {
        let lang = self.visit.lang;
        let title = self.service.concepts.find_group(head).and_then(|group| group.title.as_ref());
        match title {
            Some(_) if head == "applicant" && !self.is_officer => Words::from(t(lang, "facts-you")),
            Some(title) => names::words(title, lang),
            None => Words::from(t(lang, "facts-others")),
        }
    }

    /// The entries of repeating groups, a row for each.
    pub fn repeated(&self) -> Vec<Row> {
        let groups = self.service.concepts.groups().iter().filter(|group| group.many.is_some());
        groups
            .flat_map(|group| {
                let entries = self.facts.get(&group.id).and_then(Fact::value).and_then(Feel::as_list);
                values::group_rows(self.service, &group.id, entries.unwrap_or_default(), self.visit.lang)
            })
            .collect()
    }
}

/// How sure a fact is.
pub(crate) fn standing(standing: Standing, lang: Lang) -> Tag {
    let (tone, key) = match standing {
        Standing::Verified => (Tone::Good, "fact-verified"),
        Standing::Asserted => (Tone::Quiet, "fact-asserted"),
        Standing::Disputed => (Tone::Warn, "fact-disputed"),
        Standing::Unavailable => (Tone::Bad, "fact-unavailable"),
    };
    Tag::new(tone, t(lang, key))
}
