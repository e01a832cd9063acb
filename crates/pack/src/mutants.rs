//! Small alterations of a service, one at a time: a scenario that notices none of them tests nothing.

use std::collections::BTreeMap;

use afaq_base::Text;
use sha2::{Digest, Sha256};

use crate::model::{Formula, From};
use crate::read::PackFiles;
use crate::{Concepts, Service};

/// One alteration; [`Mutant::apply`] makes the altered service.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// A name that stays the same as long as the altered place and the alteration do.
    pub id: String,
    /// What is altered.
    pub description: Text,
    edit: Edit,
}

#[derive(Clone, Debug)]
enum Edit {
    Rules(Box<afaq_dmn::Mutant>),
    Process(Box<afaq_bpmn::Mutant>),
    Condition(Place, Option<Formula>),
    UnlessDropped(usize),
    After(usize, Option<Formula>),
    Computed(usize, Formula),
}

/// Where a condition of the form or of a paper stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    Page(usize),
    Section(usize, usize),
    Question(usize, usize, usize),
    Evidence(usize),
}

impl Mutant {
    /// The altered service; nothing if the altered rules no longer make sense, which counts as noticed.
    #[must_use]
    pub fn apply(&self, service: &Service) -> Option<Service> {
        let mut changed = service.clone();
        match &self.edit {
            Edit::Rules(mutant) => {
                let model = mutant.apply(&service.decisions.model);
                changed.decisions.compiled = model.compile().ok()?;
                changed.decisions.model = model;
            }
            Edit::Process(mutant) => changed.process = mutant.apply(&service.process),
            Edit::Condition(place, formula) => {
                *condition(&mut changed, *place)? = formula.clone();
            }
            Edit::UnlessDropped(at) => changed.evidence.get_mut(*at)?.unless = None,
            Edit::After(at, formula) => {
                // One condition guards everything that is found by a person's number.
                let spot = service.concepts.iter().nth(*at)?.after.as_ref()?.spot.clone();
                let guarded =
                    |concept: &crate::Concept| concept.after.as_ref().is_some_and(|one| one.spot == spot);
                let mut all: Vec<_> = service.concepts.iter().cloned().collect();
                for concept in all.iter_mut().filter(|concept| guarded(concept)) {
                    concept.after.clone_from(formula);
                    if formula.is_none() {
                        concept.about = crate::About::Applicant;
                    }
                }
                changed.concepts = Concepts::new(all, service.concepts.groups().to_vec());
            }
            Edit::Computed(at, formula) => {
                changed.concepts =
                    edited(&service.concepts, *at, |concept| concept.from = From::Computed(formula.clone()));
            }
        }
        Some(changed)
    }
}

fn condition(service: &mut Service, place: Place) -> Option<&mut Option<Formula>> {
    match place {
        Place::Page(page) => service.form.pages.get_mut(page).map(|one| &mut one.when),
        Place::Section(page, section) => {
            service.form.pages.get_mut(page)?.sections.get_mut(section).map(|one| &mut one.when)
        }
        Place::Question(page, section, question) => service
            .form
            .pages
            .get_mut(page)?
            .sections
            .get_mut(section)?
            .questions
            .get_mut(question)
            .map(|one| &mut one.when),
        Place::Evidence(at) => service.evidence.get_mut(at).map(|one| &mut one.when),
    }
}

fn edited(concepts: &Concepts, at: usize, edit: impl FnOnce(&mut crate::Concept)) -> Concepts {
    let mut all: Vec<_> = concepts.iter().cloned().collect();
    if let Some(concept) = all.get_mut(at) {
        edit(concept);
    }
    Concepts::new(all, concepts.groups().to_vec())
}

/// All alterations of a service: rules, process, conditions of pages, questions and papers.
#[must_use]
pub fn mutants(service: &Service) -> Vec<Mutant> {
    let mut search = Search { found: Vec::new() };
    for mutant in afaq_dmn::mutants(&service.decisions.model) {
        let text = Text::new(&*mutant.description_ar, &*mutant.description_en);
        search.add("rules", &mutant.element.clone(), text, Edit::Rules(Box::new(mutant)));
    }
    for mutant in afaq_bpmn::mutants(&service.process) {
        let text = Text::new(mutant.description_ar(), mutant.description_en());
        search.add("process", &mutant.element.clone(), text, Edit::Process(Box::new(mutant)));
    }
    search.form(service);
    for (at, evidence) in service.evidence.iter().enumerate() {
        let name = format!("evidence.{}", evidence.id);
        if let Some(when) = &evidence.when {
            search.condition(&name, Place::Evidence(at), when);
        }
        if let Some(register) = &evidence.unless {
            let text = Text::new(
                format!("يُطلب `{name}` ولو كان في السجل {register}"),
                format!("`{name}` is asked even if the register {register} holds it"),
            );
            search.add("form", &name, text, Edit::UnlessDropped(at));
        }
    }
    let mut guards = Vec::new();
    for (at, concept) in service.concepts.iter().enumerate() {
        if let Some(after) = concept.after.as_ref().filter(|after| !guards.contains(&&after.spot)) {
            guards.push(&after.spot);
            let text = Text::new(
                format!("تُقرأ بيانات `{}` قبل ثبوت الصلة", concept.path),
                format!("facts of `{}` are read before the relation is verified", concept.path),
            );
            search.add("data", &concept.path, text, Edit::After(at, None));
            for (what, formula) in altered(after) {
                let text = described(&concept.path, &what, &formula);
                search.add("data", &concept.path, text, Edit::After(at, Some(formula)));
            }
        }
        if let From::Computed(value) = &concept.from {
            for (what, formula) in altered(value) {
                let text = described(&concept.path, &what, &formula);
                search.add("data", &concept.path, text, Edit::Computed(at, formula));
            }
        }
    }
    search.found
}

/// Why mutants may survive, as `scenarios/survivors.yaml` says, by the mutant's id.
#[must_use]
pub fn survivors(pack: &PackFiles) -> BTreeMap<String, Text> {
    crate::read::survivors(pack)
}

fn altered(formula: &Formula) -> Vec<(String, Formula)> {
    formula
        .expression
        .mutants()
        .into_iter()
        .map(|(what, expression)| {
            let text = expression.to_string();
            (what, Formula { text, expression, spot: formula.spot.clone() })
        })
        .collect()
}

fn described(name: &str, what: &str, formula: &Formula) -> Text {
    Text::new(
        format!("`{name}`: يصير الشرط `{}`", formula.text),
        format!("`{name}`: {what}: `{}`", formula.text),
    )
}

struct Search {
    found: Vec<Mutant>,
}

impl Search {
    fn add(&mut self, part: &str, element: &str, description: Text, edit: Edit) {
        let digest = Sha256::digest(format!("{part}\n{element}\n{}", description.en).as_bytes());
        let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let mut id = format!("{part}.{element}.{short}");
        let same =
            self.found.iter().filter(|one| one.id == id || one.id.starts_with(&format!("{id}."))).count();
        if same > 0 {
            id = format!("{id}.{}", same + 1);
        }
        self.found.push(Mutant { id, description, edit });
    }

    fn form(&mut self, service: &Service) {
        for (p, page) in service.form.pages.iter().enumerate() {
            if let Some(when) = &page.when {
                self.condition(&page.id, Place::Page(p), when);
            }
            for (s, section) in page.sections.iter().enumerate() {
                if let Some(when) = &section.when {
                    self.condition(&format!("{}.{}", page.id, section.id), Place::Section(p, s), when);
                }
                for (q, question) in section.questions.iter().enumerate() {
                    if let Some(when) = &question.when {
                        self.condition(&question.what.name(), Place::Question(p, s, q), when);
                    }
                }
            }
        }
    }

    fn condition(&mut self, name: &str, place: Place, when: &Formula) {
        let text = Text::new(
            format!("`{name}`: يظهر دائماً (بلا شرط `{}`)", when.text),
            format!("`{name}`: always shown (without `{}`)", when.text),
        );
        self.add("form", name, text, Edit::Condition(place, None));
        for (what, formula) in altered(when) {
            let text = described(name, &what, &formula);
            self.add("form", name, text, Edit::Condition(place, Some(formula)));
        }
    }
}
