//! Which element needs which: references resolved, circles found.

use std::collections::BTreeMap;

use super::imports::Imported;
use super::program::Need;
use crate::model::{Model, Position, Reference};
use crate::problem::{Problem, ProblemKind};

/// Where an element stands in its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Input(usize),
    Decision(usize),
    Knowledge(usize),
    Service(usize),
}

/// All elements of all models, numbered.
pub(super) struct Graph<'m> {
    imported: &'m Imported<'m>,
    models: &'m [&'m Model],
    /// Model and place of each element.
    pub(super) elements: Vec<(usize, Place)>,
    ids: BTreeMap<(usize, &'m str), usize>,
    pub(super) problems: Vec<(usize, Problem)>,
}

impl<'m> Graph<'m> {
    pub(super) fn new(imported: &'m Imported<'m>) -> Self {
        let models = &imported.models;
        let mut graph =
            Self { imported, models, elements: Vec::new(), ids: BTreeMap::new(), problems: Vec::new() };
        for (index, model) in models.iter().enumerate() {
            let mut names = BTreeMap::new();
            for (at, each) in model.input_data.iter().enumerate() {
                graph.add(index, Place::Input(at), &each.id, &each.name, each.position, &mut names);
            }
            for (at, each) in model.decisions.iter().enumerate() {
                graph.add(index, Place::Decision(at), &each.id, &each.name, each.position, &mut names);
            }
            for (at, each) in model.knowledge_models.iter().enumerate() {
                graph.add(index, Place::Knowledge(at), &each.id, &each.name, each.position, &mut names);
            }
            for (at, each) in model.services.iter().enumerate() {
                graph.add(index, Place::Service(at), &each.id, &each.name, each.position, &mut names);
            }
        }
        graph
    }

    fn add(
        &mut self,
        model: usize,
        place: Place,
        id: &'m str,
        name: &'m str,
        position: Option<Position>,
        names: &mut BTreeMap<&'m str, ()>,
    ) {
        let number = self.elements.len();
        self.elements.push((model, place));
        let twice_named = names.insert(name, ()).is_some();
        let twice_identified = self.ids.insert((model, id), number).is_some();
        if twice_named || twice_identified {
            let twice = if twice_named { name } else { id };
            let kind = ProblemKind::Duplicate { name: twice.to_owned() };
            self.problems.push((model, Problem::error(kind).of(name).at(position)));
        }
    }

    /// Name of an element.
    pub(super) fn name(&self, element: usize) -> &'m str {
        let models = self.models;
        match self.elements[element] {
            (model, Place::Input(at)) => &models[model].input_data[at].name,
            (model, Place::Decision(at)) => &models[model].decisions[at].name,
            (model, Place::Knowledge(at)) => &models[model].knowledge_models[at].name,
            (model, Place::Service(at)) => &models[model].services[at].name,
        }
    }

    /// The element that a reference leads to; a broken one is reported.
    pub(super) fn find(&mut self, model: usize, reference: &'m Reference, owner: &str) -> Option<usize> {
        let target = match &reference.namespace {
            None => Some(model),
            Some(namespace) => self.imported.find(model, namespace).map(|(target, _)| target),
        };
        let found = target.and_then(|target| self.ids.get(&(target, reference.id.as_str())).copied());
        if found.is_none() {
            let written = match &reference.namespace {
                Some(namespace) => format!("{namespace}#{}", reference.id),
                None => reference.id.clone(),
            };
            let kind = ProblemKind::UnknownReference { reference: written };
            self.problems.push((model, Problem::error(kind).of(owner).at(reference.position)));
        }
        found
    }

    /// The need for an element, under the name that the model gives to it.
    pub(super) fn need(&mut self, model: usize, reference: &'m Reference, owner: &str) -> Option<Need> {
        let node = self.find(model, reference, owner)?;
        let namespace = reference.namespace.as_deref();
        let path = namespace.and_then(|namespace| self.imported.find(model, namespace));
        let import = path.map(|(_, path)| path).unwrap_or_default();
        Some(Need { import, name: self.name(node).to_owned(), node })
    }

    /// The needs of an element, in the order of its requirements.
    pub(super) fn needs(&mut self, element: usize) -> Vec<Need> {
        let (model, place) = self.elements[element];
        let models = self.models;
        let owner = self.name(element);
        let requirements = match place {
            Place::Decision(at) => &models[model].decisions[at].requirements,
            Place::Knowledge(at) => &models[model].knowledge_models[at].requirements,
            Place::Input(_) | Place::Service(_) => return Vec::new(),
        };
        let all = requirements.inputs.iter().chain(&requirements.decisions).chain(&requirements.knowledge);
        all.filter_map(|reference| self.need(model, reference, owner)).collect()
    }
}

/// Reports each circle of elements that need each other's values, without recursion.
pub(super) fn find_cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut cycles = Vec::new();
    for start in 0..edges.len() {
        if marks[start] != Mark::New {
            continue;
        }
        let mut path = vec![(start, 0_usize)];
        marks[start] = Mark::Open;
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some(&target) = edges[node].get(*next) else {
                marks[node] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match marks[target] {
                Mark::New => {
                    marks[target] = Mark::Open;
                    path.push((target, 0));
                }
                Mark::Open => {
                    let from = path.iter().position(|(open, _)| *open == target).unwrap_or(0);
                    cycles.push(path[from..].iter().map(|(open, _)| *open).collect());
                }
                Mark::Done => {}
            }
        }
    }
    cycles
}

/// All elements, each after those that it needs (where there are circles, in some order), without recursion.
pub(super) fn requirements_first(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut is_open = vec![false; edges.len()];
    let mut order = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        if is_open[start] {
            continue;
        }
        is_open[start] = true;
        let mut path = vec![(start, 0_usize)];
        while let Some((node, next)) = path.last_mut() {
            match edges[*node].get(*next) {
                Some(&target) => {
                    *next += 1;
                    if !is_open[target] {
                        is_open[target] = true;
                        path.push((target, 0));
                    }
                }
                None => {
                    order.push(*node);
                    path.pop();
                }
            }
        }
    }
    order
}
